//! What is left of a seller's offers over HTTP: page and file have the same figures, rows lead on, and what units cost is for
//! those alone who keep the seller's books.

use crate::common::{TestShop, assert_status, header, text};
use crate::makers::{operator_of, seat_of};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::db::{DbError, sql};
use platform::domain::roles::{OperatorRole, StaffRole};
use platform::domain::{Money, SellerId};
use platform::reporting::{self, Range, Skus};

const OWNER: &str = "lucia@guayabo.example";
const OTHER: &str = "tomas@paramo.example";
const COST: &str = "Cost of goods";

/// The demo shop, of which every unit cost half of its price; but for one offer, of which nobody knows it.
async fn seeded() -> (TestShop, SellerId) {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop.platform().settle().await.unwrap();
    let mut conn = shop.platform().db.read().await.unwrap();
    let seller = platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
    drop(conn);
    let unknown = left(&shop, seller).await.lines[0].offer;
    let db = &shop.platform().db;
    let known: Result<(), DbError> = db
        .write(move |tx| {
            Box::pin(async move {
                let cost = "UPDATE orders_lines SET cost_minor = unit_price_minor / 2 WHERE offer_id <> $1";
                tx.exec(sql(cost).bind(unknown)).await?;
                Ok(())
            })
        })
        .await;
    known.unwrap();
    reporting::rebuild(db).await.unwrap();
    (shop, seller)
}

async fn get(shop: &TestShop, who: &str, path: &str) -> Response<Body> {
    let request = Request::get(path).header("cookie", shop.cookie_of(who).await);
    shop.ask(request.body(Body::empty()).unwrap()).await
}

async fn left(shop: &TestShop, seller: SellerId) -> Skus {
    let mut conn = shop.platform().db.read().await.unwrap();
    let range = Range::last_days(shop.platform().db.now().utc_day(), 90);
    let currency = platform::sellers::get(&mut conn, seller).await.unwrap().unwrap().currency;
    reporting::skus(&mut conn, seller, currency, range, true, usize::MAX).await.unwrap()
}

/// The columns of a file, by their heads.
fn heads(file: &str) -> Vec<&str> {
    file.lines().next().unwrap().split(',').collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn page_and_file_show_what_is_left_and_lead_to_orders_and_to_the_sheet() {
    let (shop, seller) = seeded().await;
    let found = left(&shop, seller).await;
    assert!(found.now.units > 0 && found.now.cost_minor > 0 && found.now.uncosted_units > 0, "{found:?}");
    let sorted: Vec<i64> = found.lines.iter().map(|line| line.now.left_minor()).collect();
    assert!(sorted.is_sorted_by(|a, b| a >= b), "{sorted:?}");

    let page = text(get(&shop, OWNER, &format!("/seller/profit?seller={seller}&days=90")).await).await;
    let money = |minor: i64| Money::new(minor, found.currency).to_decimal();
    for shown in [found.now.sales_minor, found.now.cost_minor] {
        assert!(page.replace(',', "").contains(&format!("${}", money(shown))), "{shown}");
    }
    assert!(page.contains(COST) && page.contains("so less is left than shown"));
    assert!(page.contains("/seller/products/sheet?seller="), "the way to where the cost is given");
    let first = &found.lines[0];
    let orders = format!("/seller/orders?seller={seller}&amp;show=all&amp;offer={}", first.offer);
    assert!(page.contains(&orders), "{orders}");
    let list = format!("/seller/orders?seller={seller}&show=all&offer={}", first.offer);
    let list = text(get(&shop, OWNER, &list).await).await;
    assert!(list.contains("id=\"narrowed\"") && list.contains("data-part="));
    let nothing = "/seller/orders?show=all&offer=off_01jz0000000000000000000000";
    assert!(!text(get(&shop, OWNER, nothing).await).await.contains("data-part="));

    let (stocked, lasts) =
        found.lines.iter().find_map(|line| Some((line, line.cover_days(found.range)?))).unwrap();
    let words = if lasts > 365 { "lasts more than a year".to_owned() } else { format!("lasts {lasts} day") };
    assert!(page.replace(',', "").contains(&words), "{lasts}");
    // The page counts no days beyond a year; what is left of an offer stands before everything else of it.
    for line in found.lines.iter().take(50) {
        let row = page.split_once(&format!("data-offer=\"{}\"", line.offer)).unwrap().1;
        let row = row.split("</tr>").next().unwrap().replace(',', "");
        let days = line.cover_days(found.range);
        assert_eq!(row.contains("lasts more than a year"), days.is_some_and(|days| days > 365), "{row}");
        let counted = days.filter(|days| *days <= 365);
        let counted = counted.is_none_or(|days| row.contains(&format!("lasts {days} day")));
        assert!(counted, "{days:?}: {row}");
        assert!(row.split("<td").nth(1).unwrap().contains("data-left"), "{row}");
    }

    let file = get(&shop, OWNER, &format!("/seller/profit/file.csv?seller={seller}&days=90")).await;
    assert_eq!(header(&file, "content-type"), "text/csv; charset=utf-8");
    assert!(header(&file, "content-disposition").starts_with("attachment; filename=\"profit-"));
    let file = text(file).await;
    assert_eq!(file.lines().count(), found.in_all + 2, "a head, the offers and their sum");
    let at = heads(&file).iter().position(|head| *head == "left").unwrap();
    let all: Vec<&str> = file.lines().last().unwrap().split(',').collect();
    assert_eq!((all[3], all[at]), ("all", money(found.now.left_minor()).as_str()));
    let row = file.lines().find(|row| row.contains(&stocked.offer.to_string())).unwrap();
    assert!(row.ends_with(&format!(",{},{lasts},USD", stocked.available.unwrap())), "{row}");

    let analysis = text(get(&shop, OWNER, &format!("/seller/analysis?seller={seller}")).await).await;
    assert!(analysis.contains(&format!("/seller/profit?seller={seller}")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_units_cost_is_for_those_who_keep_the_sellers_books() {
    let (shop, seller) = seeded().await;
    seat_of(&shop, seller, "books@guayabo.example", StaffRole::Finance).await;
    seat_of(&shop, seller, "goods@guayabo.example", StaffRole::Catalogue).await;
    seat_of(&shop, seller, "packs@guayabo.example", StaffRole::Shipping).await;
    operator_of(&shop, "money@platform.example", OperatorRole::Finance).await;
    let (page, file) = (
        format!("/seller/profit?seller={seller}&days=90"),
        format!("/seller/profit/file.csv?seller={seller}&days=90"),
    );
    for (who, costs) in [
        (OWNER, true),
        ("books@guayabo.example", true),
        ("goods@guayabo.example", false),
        ("money@platform.example", false),
    ] {
        let answer = get(&shop, who, &page).await;
        assert_status(&answer, StatusCode::OK);
        let answer = text(answer).await;
        assert!(answer.contains("id=\"offers\""), "{who} sees what was sold");
        assert_eq!(answer.contains(COST), costs, "{who}: the page");
        assert_eq!(answer.contains("After fees and refunds"), !costs, "{who}: the page");
        let answer = text(get(&shop, who, &file).await).await;
        for head in ["cost", "units_without_cost", "left", "left_percent"] {
            assert_eq!(heads(&answer).contains(&head), costs, "{who}: {head} in the file");
        }
    }
    let books = text(get(&shop, "books@guayabo.example", &page).await).await;
    assert!(!books.contains("&amp;offer=off_") && !books.contains("/seller/products/sheet?seller="));
    for path in [&page, &file] {
        assert_status(&get(&shop, "packs@guayabo.example", path).await, StatusCode::FORBIDDEN);
        let answer = get(&shop, OTHER, path).await;
        assert!(matches!(answer.status(), StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{path}");
        let stranger = shop.get(path).await;
        assert!(matches!(stranger.status(), StatusCode::UNAUTHORIZED | StatusCode::SEE_OTHER), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_range_that_is_none_is_told_and_makes_no_file() {
    let (shop, seller) = seeded().await;
    for query in ["from=2026-02-30&until=2026-03-01", "from=2026-03-02&until=2026-03-01"] {
        let page = get(&shop, OWNER, &format!("/seller/profit?seller={seller}&{query}")).await;
        assert_status(&page, StatusCode::OK);
        assert!(text(page).await.contains("aria-invalid"), "{query}");
        let file = get(&shop, OWNER, &format!("/seller/profit/file.csv?seller={seller}&{query}")).await;
        assert_status(&file, StatusCode::NOT_FOUND);
    }
    let nobody = get(&shop, OWNER, "/seller/profit/file.csv").await;
    assert_status(&nobody, StatusCode::NOT_FOUND);
    let empty = format!("/seller/profit?seller={seller}&from=2020-01-01&until=2020-01-31");
    assert!(text(get(&shop, OWNER, &empty).await).await.contains("Nothing moved in these days"));
}
