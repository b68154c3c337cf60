//! Labels for the way back and pick-ups over HTTP: the operator prices them, the seller offers them, the shopper takes one, and the
//! books agree; and how long goods of a category can be returned, on the product's page.

use crate::common::{TestShop, assert_status, header, page_as, post_as, text};
use axum::body::Body;
use http::{Request, StatusCode};
use platform::domain::calendar::day_text;
use platform::domain::returns::{Grade, pickup_days};
use platform::domain::{OrderId, ReturnId};
use platform::orders::Shopper;
use platform::returns::outcome::{Graded, outcome};
use platform::returns::{Refund, Refunded, ReturnDetail, ReturnError, ReturnSettings, lists, store};

const OPERATOR: &str = "operator@orinoco.example";
const LUCIA: &str = "lucia@guayabo.example";
const NORA: &str = "nora@buyer.example";
const BEN: &str = "ben@shopper.example";

async fn demo() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop
}

async fn page(shop: &TestShop, who: &str, path: &str) -> String {
    page_as(shop, path, &shop.cookie_of(who).await).await
}

async fn sent(shop: &TestShop, who: &str, path: &str, body: &str) -> StatusCode {
    post_as(shop, Some(who), path, body.to_owned()).await.status()
}

async fn detail(shop: &TestShop, order: OrderId, id: ReturnId) -> ReturnDetail {
    let mut conn = shop.platform().db.read().await.unwrap();
    store::of_order_one(&mut conn, order, id).await.unwrap()
}

/// The fields that the form of the page would send, by the form's id.
fn fields(page: &str, form: &str) -> String {
    let start = page.find(&format!("id=\"{form}\"")).unwrap_or_else(|| panic!("no form {form}"));
    let form = &page[start..start + page[start..].find("</form>").unwrap()];
    let value = |input: &str, name: &str| {
        let from = input.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
        input[from..from + input[from..].find('"').unwrap()].to_owned()
    };
    let inputs = form.split("<input ").skip(1).filter(|input| input.starts_with("type=\"hidden\""));
    let pairs = inputs.map(|input| {
        let name = value(input, "name").replace('[', "%5B").replace(']', "%5D");
        format!("{name}={}", value(input, "value"))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// Nora asks for her newest order back, which she no longer wants; its seller hands out labels and takes things back.
async fn asked(shop: &TestShop) -> (OrderId, ReturnId) {
    let account = shop.account_of(NORA).await;
    let platform = shop.platform();
    let mut conn = platform.db.read().await.unwrap();
    let shopper = Shopper::Account(account);
    let all = platform::orders::store::orders_of(&mut conn, shopper, None, 1).await.unwrap();
    let (order, seller) = (&all[0].order, all[0].parts[0].part.seller_id);
    let address = Some(order.address.0.clone());
    let old = platform::returns::settings(&mut conn, seller).await.unwrap();
    drop(conn);
    let new = ReturnSettings { address: old.address.clone().or(address), ..old };
    let terms = platform::domain::returns::LabelTerms { offered: true, seller_pays: false };
    let saved: Result<(), ReturnError> = platform
        .db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move {
                platform::returns::save_settings(tx, seller, &new).await?;
                platform::returns::save_label_terms(tx, seller, terms).await
            })
        })
        .await;
    saved.unwrap();
    let order = order.id;
    let what = page(shop, NORA, &format!("/orders/{order}/return")).await;
    let form = fields(&what, "what");
    let line = &what[what.find("name=\"units-").unwrap() + 12..];
    let line = &line[..line.find('"').unwrap()];
    let ask = format!("/orders/{order}/return?{form}&units-{line}=1&reason-{line}=no_longer_wanted");
    let review = page(shop, NORA, &ask).await;
    assert!(review.contains("Or take our label for $6.50"));
    assert_eq!(sent(shop, NORA, "/api/returns/request", &fields(&review, "ask")).await, StatusCode::OK);
    let mut conn = platform.db.read().await.unwrap();
    let row = lists::of_order(&mut conn, order).await.unwrap().remove(0).row;
    drop(conn);
    if row.answered_at_us.is_none() {
        platform.returns.approve(seller, row.id, None).await.unwrap();
    }
    (order, row.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_is_priced_offered_taken_fetched_and_paid_of_the_refund() {
    let shop = demo().await;
    let price = "/api/operator/return-label-price";
    assert_eq!(sent(&shop, LUCIA, price, "price=6.50&currency=USD").await, StatusCode::FORBIDDEN);
    for wrong in ["price=much&currency=USD", "price=-1&currency=USD", "price=6.50&currency=dollars"] {
        assert_eq!(sent(&shop, OPERATOR, price, wrong).await, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(sent(&shop, OPERATOR, price, "price=6.50&currency=usd").await, StatusCode::OK);
    let console = page(&shop, OPERATOR, "/operator/return-terms").await;
    assert!(console.contains("data-label=\"USD\"") && console.contains("$6.50"));
    let (order, id) = asked(&shop).await;
    let here = format!("order={order}&return_id={id}");
    assert_eq!(sent(&shop, BEN, "/api/returns/label", &here).await, StatusCode::NOT_FOUND);
    for _ in 0..2 {
        assert_eq!(sent(&shop, NORA, "/api/returns/label", &here).await, StatusCode::OK);
    }
    let own = format!("/orders/{order}/returns/{id}");
    let shown = page(&shop, NORA, &own).await;
    assert!(shown.contains("$6.50 of what is given back pay for it.") && shown.contains("Print the label"));
    let number = detail(&shop, order, id).await.label.unwrap().code.unwrap();
    assert!(page(&shop, NORA, &format!("{own}/slip")).await.contains(&number));
    for (who, status) in [(NORA, StatusCode::OK), (BEN, StatusCode::NOT_FOUND)] {
        let cookie = shop.cookie_of(who).await;
        let asked = Request::get(format!("{own}/slip.pdf")).header("cookie", cookie);
        let answer = shop.ask(asked.body(Body::empty()).unwrap()).await;
        assert_status(&answer, status);
        if status == StatusCode::OK {
            assert_eq!(header(&answer, "content-type"), "application/pdf");
            assert!(text(answer).await.starts_with("%PDF-"));
        }
    }

    let country = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::orders::store::order(&mut conn, order).await.unwrap().address.0.country
    };
    let today = shop.platform().db.now().utc_day();
    let day = pickup_days(&country, today)[1];
    let pickup = |day: i64| format!("{here}&day={}", day_text(day));
    let wrong = sent(&shop, NORA, "/api/returns/pickup", &pickup(today)).await;
    assert_eq!(wrong, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(sent(&shop, NORA, "/api/returns/pickup", &pickup(day)).await, StatusCode::OK);
    assert!(page(&shop, NORA, &own).await.contains("The seller has not confirmed yet."));
    let row = detail(&shop, order, id).await.row;
    let returns = &shop.platform().returns;
    returns.confirm_pickup(row.seller_id, id, day).await.unwrap();
    assert!(page(&shop, NORA, &own).await.contains("at the address of the order."));
    let late = sent(&shop, NORA, "/api/returns/drop-off", &here).await;
    assert_eq!(late, StatusCode::CONFLICT, "it is confirmed");

    returns.receive(row.seller_id, id).await.unwrap();
    let back = detail(&shop, order, id).await;
    let graded: Vec<Graded> = back
        .lines
        .iter()
        .map(|line| Graded { line: line.line_id, grade: Grade::AsNew, kept_bps: None, restock: true })
        .collect();
    let seen = outcome(&back, &graded).unwrap().card();
    assert_eq!(seen.minor(), row.claim_minor - 650);
    let decision = Refund { key: "labels-refund-0001".into(), seller: row.seller_id, id, graded, seen };
    assert_eq!(returns.refund(decision).await.unwrap(), Refunded::Refunded);
    for checked in shop.platform().check().await.unwrap() {
        assert_eq!(checked.broken, vec![], "{}", checked.capability);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_says_whether_shoppers_may_take_labels() {
    let shop = demo().await;
    let seller = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id
    };
    let path = "/api/seller/return-labels";
    let wanted = format!("seller={seller}&labels_offered=on&labels_seller_pays=on");
    assert_eq!(sent(&shop, BEN, path, &wanted).await, StatusCode::NOT_FOUND);
    assert_eq!(sent(&shop, LUCIA, path, &wanted).await, StatusCode::OK);
    let terms = async || {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::returns::label_terms(&mut conn, seller).await.unwrap()
    };
    assert!(terms().await.offered && terms().await.seller_pays);
    assert!(page(&shop, LUCIA, "/seller/settings").await.contains("name=\"labels_offered\""));
    assert_eq!(sent(&shop, LUCIA, path, &format!("seller={seller}")).await, StatusCode::OK);
    assert!(!terms().await.offered && !terms().await.seller_pays);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_says_thirty_days_of_its_own_or_leaves_them_to_the_shop() {
    let shop = demo().await;
    let seller = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id
    };
    let window = async || {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::returns::settings(&mut conn, seller).await.unwrap().window_days
    };
    let path = "/api/seller/return-settings";
    let say = |days: &str| format!("seller={seller}&window={days}");
    for (said, status, kept) in [
        ("45", StatusCode::OK, Some(45)),
        ("29", StatusCode::UNPROCESSABLE_ENTITY, Some(45)),
        ("366", StatusCode::UNPROCESSABLE_ENTITY, Some(45)),
        // Of goods of which the shop gives fewer.
        ("30", StatusCode::OK, Some(30)),
        ("", StatusCode::OK, None),
    ] {
        assert_eq!(sent(&shop, LUCIA, path, &say(said)).await, status, "{said}");
        assert_eq!(window().await, kept, "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_of_a_category_stands_on_the_pages_of_its_products() {
    let shop = demo().await;
    let hat = "/p/alpaca-hat";
    let usual = "You can send it back within 30 days after it arrives.";
    assert_eq!(page(&shop, BEN, hat).await.matches(usual).count(), 1);
    let category = {
        let mut conn = shop.platform().db.read().await.unwrap();
        let product = platform::catalog::product_by_slug(&mut conn, "alpaca-hat").await.unwrap().unwrap();
        product.category_path[0].id
    };
    let path = "/api/operator/return-window";
    let say = |days: &str| format!("category={category}&days={days}");
    assert_eq!(sent(&shop, LUCIA, path, &say("60")).await, StatusCode::FORBIDDEN);
    for wrong in [say("0"), say("366"), say("long"), format!("{}&window_from=2020-01-01", say("60"))] {
        assert_eq!(sent(&shop, OPERATOR, path, &wrong).await, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(sent(&shop, OPERATOR, path, &say("60")).await, StatusCode::OK);
    let shown = page(&shop, BEN, hat).await;
    assert!(shown.contains("You can send it back within 60 days after it arrives."), "from the root down");
    assert!(!shown.contains(usual), "a page says one window");
    let console = page(&shop, OPERATOR, "/operator/return-terms").await;
    assert!(console.contains("data-window=") && !console.contains("Nothing is said yet"));
}
