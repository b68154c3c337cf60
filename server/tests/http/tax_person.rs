//! Who a seller is to tax authorities: said on its settings, shown by its end alone, asked for on the first screen, and in the
//! operator's file of a year beside the figures.

use crate::api::{Desk, desk, seller_of};
use crate::common::{assert_status, cookie_in, header, page_as, post_form, text};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::db::changes::{ChangesOf, changes};
use platform::domain::opening::SellerKind;
use platform::domain::{Currency, Money};

const OWNER: &str = "lucia@guayabo.example";
const OPERATOR: &str = "operator@orinoco.example";
const NUMBER: &str = "98-7650123";
const BORN: &str = "1987-03-14";

async fn save(desk: &Desk, cookie: &str, rest: &str) -> Response<Body> {
    let body = format!("seller={}&{rest}", desk.seller);
    post_form(&desk.shop, "/api/seller/tax-person", cookie, &body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_a_seller_is_to_tax_authorities_is_kept_and_shown_by_its_end_alone() {
    let desk = desk().await;
    let (shop, seller) = (&desk.shop, desk.seller);
    let lucia = shop.cookie_of(OWNER).await;
    let (first, settings) = (format!("/seller?seller={seller}"), format!("/seller/settings?seller={seller}"));
    let screen = page_as(shop, &first, &lucia).await;
    assert!(screen.contains("4 details are missing for tax authorities."), "{screen}");

    let wrong = format!("tax_kind=person&born_on=2987-01-01&own_tax_id={NUMBER}&tax_country=US");
    let refused = save(&desk, &lucia, &wrong).await;
    assert_status(&refused, StatusCode::SEE_OTHER);
    let flash = cookie_in(&refused, "flash").unwrap();
    let page = page_as(shop, &settings, &format!("{lucia}; {flash}")).await;
    assert!(page.contains("Give a day that has been."), "{page}");
    assert!(!page.contains(NUMBER), "what is never shown does not come back");
    let nobody = save(&desk, &lucia, "tax_kind=&tax_country=US").await;
    let flash = cookie_in(&nobody, "flash").unwrap();
    let page = page_as(shop, &settings, &format!("{lucia}; {flash}")).await;
    assert!(page.contains("Say whether a person or a company sells."), "{page}");

    let right = format!("tax_kind=person&born_on={BORN}&own_tax_id={NUMBER}&tax_country=US");
    assert_status(&save(&desk, &lucia, &right).await, StatusCode::SEE_OTHER);
    // What is left empty stays.
    let again = save(&desk, &lucia, "tax_kind=person&born_on=&own_tax_id=&tax_country=US").await;
    assert_status(&again, StatusCode::SEE_OTHER);
    let page = page_as(shop, &settings, &lucia).await;
    assert!(page.contains("••••0123") && page.contains("The day of birth is known."), "{page}");
    assert!(!page.contains(NUMBER) && !page.contains(BORN), "{page}");
    let mut conn = shop.platform().db.read().await.unwrap();
    let told = platform::sellers::tax_person(&mut conn, seller).await.unwrap().unwrap();
    assert_eq!((told.kind, told.tax_id.as_str(), told.born_on.is_some()), (SellerKind::Person, NUMBER, true));
    let noted = format!("{:?}", changes(&mut conn, ChangesOf::default(), 100).await.unwrap());
    assert!(noted.contains("/api/seller/tax-person"), "{noted}");
    assert!(!noted.contains(NUMBER) && !noted.contains(BORN), "{noted}");
    drop(conn);

    let screen = page_as(shop, &first, &lucia).await;
    assert!(screen.contains("2 details are missing for tax authorities."), "{screen}");
    assert_eq!(desk.get("/api/v1/todo").await.1["tax_details"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_the_number_empty_keeps_the_one_that_is_said_at_the_same_moment() {
    let desk = desk().await;
    let lucia = desk.shop.cookie_of(OWNER).await;
    for round in 1_000..1_030 {
        let number = format!("98-765{round}");
        let (said, kept) = (
            format!("tax_kind=company&register_number=HRB+123&own_tax_id={number}&tax_country=US"),
            "tax_kind=company&register_number=HRB+123&own_tax_id=&tax_country=US",
        );
        let (first, second, third) =
            tokio::join!(save(&desk, &lucia, kept), save(&desk, &lucia, &said), save(&desk, &lucia, kept));
        for answer in [first, second, third] {
            assert_status(&answer, StatusCode::SEE_OTHER);
        }
        let mut conn = desk.shop.platform().db.read().await.unwrap();
        let told = platform::sellers::tax_person(&mut conn, desk.seller).await.unwrap().unwrap();
        assert_eq!(told.tax_id, number);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operators_file_of_a_year_has_every_seller_with_its_figures_and_what_is_missing() {
    let desk = desk().await;
    let shop = &desk.shop;
    let lucia = shop.cookie_of(OWNER).await;
    let right = format!("tax_kind=person&born_on={BORN}&own_tax_id={NUMBER}&tax_country=US");
    assert_status(&save(&desk, &lucia, &right).await, StatusCode::SEE_OTHER);
    let paramo = seller_of(shop, "paramo").await;
    let year = desk.get("/api/v1/year").await.1;
    let operator = shop.cookie_of(OPERATOR).await;
    let ask = async |query: &str| {
        let request = Request::get(format!("/operator/year.csv?{query}")).header("cookie", &operator);
        shop.ask(request.body(Body::empty()).unwrap()).await
    };
    let file = ask(&format!("year={}", year["total"]["period"].as_str().unwrap())).await;
    assert_status(&file, StatusCode::OK);
    assert!(header(&file, "content-disposition").starts_with("attachment; filename=\"sellers-20"));
    let file = text(file).await;
    let heads: Vec<&str> = file.lines().next().unwrap().split(',').collect();
    let row_of = |id: String| {
        let row = file.lines().find(|row| row.starts_with(&id)).expect("every seller has a row");
        row.split(',').collect::<Vec<&str>>()
    };
    let cell = |row: &[&str], name: &str| {
        let at = heads.iter().position(|head| *head == name).unwrap();
        row[at].to_owned()
    };
    let ours = row_of(desk.seller.to_string());
    assert_eq!(ours.len(), heads.len(), "{file}");
    for (name, expected) in [
        ("kind", "person"),
        ("tax_id", NUMBER),
        ("tax_country", "US"),
        ("born_on", BORN),
        ("register_number", ""),
        ("missing", "name address"),
    ] {
        assert_eq!(cell(&ours, name), expected, "{name}");
    }
    for figure in ["gross", "refunds", "commission", "fees", "earned", "payouts", "tax"] {
        let minor = year["total"][figure]["amount_minor"].as_i64().unwrap();
        assert_eq!(cell(&ours, figure), Money::new(minor, Currency::USD).to_decimal(), "{figure}");
    }
    assert_eq!(cell(&row_of(paramo.to_string()), "missing"), "kind name address tax_id");
    for wrong in ["year=1", "year=soon"] {
        assert_status(&ask(wrong).await, StatusCode::NOT_FOUND);
    }
    let payouts = page_as(shop, "/operator/payouts", &operator).await;
    assert!(payouts.contains("/operator/year.csv?year="), "{payouts}");
}
