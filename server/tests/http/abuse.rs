//! Reports of products, offers and stores over HTTP: by guests without script, once; and what each role decides about them.

use crate::api::desk;
use crate::common::{answered, page_as, post_as, text};
use crate::makers::operator_of;
use http::StatusCode;
use platform::catalog::{self, ProductStatus};
use platform::db::changes::{ChangesOf, changes};
use platform::domain::abuse::Thing;
use platform::domain::roles::OperatorRole;
use platform::reviews::abuse::{abuse_reports, open_abuse};
use serde_json::json;

const OLGA: &str = "operator@orinoco.example";
const HELPER: &str = "helper@orinoco.example";
const SHELVES: &str = "shelves@orinoco.example";
const LUCIA: &str = "lucia@guayabo.example";
const ADA: &str = "ada@shopper.example";

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_and_a_shopper_report_a_product_and_who_may_hide_it_does() {
    let desk = desk().await;
    let shop = &desk.shop;
    let mut conn = shop.platform().db.read().await.unwrap();
    let offers = catalog::offers_of_seller(&mut conn, desk.seller, None, 0, 1).await.unwrap();
    let id = offers.rows[0].offer.product_id;
    let product = catalog::product_by_id(&mut conn, id).await.unwrap().unwrap();
    drop(conn);
    let asked = text(shop.get(&format!("/p/{}", product.slug)).await).await;
    assert!(asked.contains(&format!("/report/{id}")), "a page says where to report");
    let page = format!("/report/{id}");
    assert!(text(shop.get(&page).await).await.contains("action=\"/api/report/send\""));
    assert_eq!(shop.get("/report/nothing").await.status(), StatusCode::NOT_FOUND);
    let body = |words: &str| format!("thing={id}&reason=counterfeit&words={words}");
    let ada = shop.cookie_of(ADA).await;
    let wrong = answered(shop, &ada, &page, "/api/report/send", body("x")).await;
    assert!(wrong.contains("aria-invalid=\"true\""), "{wrong}");
    let sent = post_as(shop, None, "/api/report/send", body("The+stamp+is+a+forgery")).await;
    assert!(sent.status().is_success() || sent.status().is_redirection(), "{}", sent.status());
    for said in ["Somebody looks at it", "You have reported this already"] {
        let sent = answered(shop, &ada, &page, "/api/report/send", body("The+stamp+is+false")).await;
        assert!(sent.contains(said), "{said}: {sent}");
    }
    let thing = Thing::Product(id);
    let mut conn = shop.platform().db.read().await.unwrap();
    assert_eq!(abuse_reports(&mut conn, thing, 10).await.unwrap().len(), 2);
    drop(conn);

    operator_of(shop, HELPER, OperatorRole::Support).await;
    operator_of(shop, SHELVES, OperatorRole::Catalogue).await;
    let (helper, shelves) = (shop.cookie_of(HELPER).await, shop.cookie_of(SHELVES).await);
    let list = page_as(shop, "/operator/reports/things", &helper).await;
    assert!(list.contains(&format!("data-thing=\"{thing}\"")) && list.contains("2 reports"), "{list}");
    let case = format!("/operator/reports/things/{thing}");
    let seen = page_as(shop, &case, &helper).await;
    assert!(seen.contains("The stamp is false") && seen.contains("value=\"dismiss\""), "{seen}");
    assert!(!seen.contains("value=\"hide\""), "who helps hides no product");
    let judge = |verdict: &str| format!("thing={thing}&verdict={verdict}&reason=It+is+a+forgery");
    let refused = post_as(shop, Some(HELPER), "/api/operator/judge", judge("hide")).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let hidden = answered(shop, &shelves, &case, "/api/operator/judge", judge("hide")).await;
    assert!(hidden.contains("The product was hidden") && hidden.contains("data-verdict=\"hide\""));
    let mut conn = shop.platform().db.read().await.unwrap();
    let product = catalog::product_by_id(&mut conn, id).await.unwrap().unwrap();
    assert_eq!((product.status, open_abuse(&mut conn).await.unwrap()), (ProductStatus::Hidden, 0));
    drop(conn);
    let misfit = post_as(shop, Some(OLGA), "/api/operator/judge", judge("suspend")).await;
    assert_eq!(misfit.status(), StatusCode::CONFLICT);
    assert_eq!(shop.get(&page).await.status(), StatusCode::NOT_FOUND, "nobody reports what nobody sees");
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_read_what_was_done_to_their_store_and_nothing_of_what_was_dismissed() {
    let desk = desk().await;
    let shop = &desk.shop;
    let store = Thing::Seller(desk.seller);
    let read = async || {
        let of = ChangesOf { seller: Some(desk.seller), ..ChangesOf::default() };
        let notes = changes(&mut shop.platform().db.read().await.unwrap(), of, 100).await.unwrap();
        notes.iter().filter(|note| note.route == "POST /api/operator/judge").count()
    };
    for (verdict, told) in [("dismiss", 0), ("suspend", 1)] {
        let report = format!("thing={store}&reason=other&words=They+sell+what+is+forbidden");
        let sent = post_as(shop, Some(ADA), "/api/report/send", report).await;
        assert!(!sent.status().is_client_error(), "{}", sent.status());
        let judge = format!("thing={store}&verdict={verdict}&reason=Somebody+looked+at+it");
        let judged = post_as(shop, Some(OLGA), "/api/operator/judge", judge).await;
        assert!(!judged.status().is_client_error(), "{}", judged.status());
        assert_eq!(read().await, told, "{verdict}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_is_down_is_listed_its_seller_reads_why_and_who_may_shows_it_again() {
    let desk = desk().await;
    let shop = &desk.shop;
    let mut conn = shop.platform().db.read().await.unwrap();
    let rows = catalog::offers_of_seller(&mut conn, desk.seller, None, 0, 25).await.unwrap().rows;
    drop(conn);
    let offer = rows.into_iter().map(|row| row.offer).find(|offer| offer.active).unwrap();
    let (id, thing) = (offer.id, Thing::Offer(offer.id));
    let report = format!("thing={thing}&reason=counterfeit&words=The+stamp+is+a+forgery");
    let sent = post_as(shop, Some(ADA), "/api/report/send", report).await;
    assert!(!sent.status().is_client_error(), "{}", sent.status());
    let down = "/operator/reports/things?show=down";
    operator_of(shop, HELPER, OperatorRole::Support).await;
    operator_of(shop, SHELVES, OperatorRole::Catalogue).await;
    let (helper, shelves) = (shop.cookie_of(HELPER).await, shop.cookie_of(SHELVES).await);
    let row = format!("data-down=\"{thing}\"");
    assert!(!page_as(shop, down, &shelves).await.contains(&row));
    let judge = format!("thing={thing}&verdict=stop&reason=It+is+a+forgery+indeed");
    let case = format!("/operator/reports/things/{thing}");
    let judged = answered(shop, &shelves, &case, "/api/operator/judge", judge).await;
    assert!(
        judged.contains("data-verdict=\"stop\"") && judged.contains("/api/operator/show-again"),
        "{judged}"
    );

    let listed = page_as(shop, down, &helper).await;
    assert!(listed.contains(&row) && listed.contains("It is a forgery indeed"), "{listed}");
    for (kind, is_there) in [("offer", true), ("product", false)] {
        let narrowed = page_as(shop, &format!("{down}&thing={kind}"), &helper).await;
        assert_eq!(narrowed.contains(&row), is_there, "{kind}");
    }
    assert!(
        !page_as(shop, &case, &helper).await.contains("/api/operator/show-again"),
        "who helps shows nothing again"
    );
    let lucia = shop.cookie_of(LUCIA).await;
    let own = page_as(shop, &format!("/seller/products?q={}", offer.sku), &lucia).await;
    assert!(own.contains(&row) && own.contains("It is a forgery indeed"), "{own}");
    let version = catalog::offer(&mut shop.platform().db.read().await.unwrap(), id).await.unwrap().version;
    let up = format!(
        "seller={}&offer={id}&version={version}&key=put-it-up-0000000&price=12.34&stock=7&stock_seen=7&active=on",
        desk.seller
    );
    let page = format!("/seller/products?q={}&seller={}", offer.sku, desk.seller);
    let refused = answered(shop, &lucia, &page, "/api/seller/offer", up).await;
    assert!(refused.contains("The shop took this offer down.") && refused.contains("12.34"), "{refused}");
    let path = format!("/api/v1/offers/{id}");
    let (status, problem) = desk.patch(&path, "put-it-up-0000001", json!({ "active": true })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("taken-down")), "{problem}");
    assert_eq!(desk.get(&path).await.1["taken_down"], json!(true));
    let sheet = json!({ "rows": [{ "offer_id": id, "active": true }] });
    let (status, problem) = desk.post("/api/v1/sheets", "save-a-sheet-000001", Some(sheet)).await;
    assert_eq!(
        (status, &problem["rows"][0]["code"]),
        (StatusCode::CONFLICT, &json!("taken-down")),
        "{problem}"
    );

    let again = format!("thing={thing}&why=The+maker+says+it+is+genuine");
    for nobody in [HELPER, ADA, LUCIA] {
        let refused = post_as(shop, Some(nobody), "/api/operator/show-again", again.clone()).await;
        let status = refused.status();
        assert!(matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{nobody}: {status}");
    }
    let short =
        answered(shop, &shelves, &case, "/api/operator/show-again", format!("thing={thing}&why=x")).await;
    assert!(short.contains("aria-invalid=\"true\""), "{short}");
    for said in ["It is shown again", "already"] {
        let shown = answered(shop, &shelves, &case, "/api/operator/show-again", again.clone()).await;
        assert!(shown.contains(said) && shown.contains("The maker says it is genuine"), "{said}: {shown}");
    }
    assert!(!page_as(shop, down, &shelves).await.contains(&row));
    let mut conn = shop.platform().db.read().await.unwrap();
    assert!(catalog::offer(&mut conn, id).await.unwrap().active, "as it was");
    let of = ChangesOf { seller: Some(desk.seller), ..ChangesOf::default() };
    let notes = changes(&mut conn, of, 100).await.unwrap();
    assert!(notes.iter().any(|note| note.route == "POST /api/operator/show-again"), "its owners read that");
}
