//! A seller's holiday over HTTP: from its settings or its program to the product, the cart and the order.

use crate::api::{Desk, desk};
use crate::common::{answered, assert_status, click_form, page_as, post_form, text};
use http::{Method, StatusCode};
use platform::domain::OfferId;
use platform::domain::calendar::day_text;
use platform::sellers;
use serde_json::{Value, json};

const LUCIA: &str = "lucia@guayabo.example";
const ADA: &str = "ada@shopper.example";

async fn settings(desk: &Desk, rest: &str) -> String {
    let cookie = desk.shop.cookie_of(LUCIA).await;
    let body = format!("seller={}&{rest}", desk.seller);
    answered(&desk.shop, &cookie, "/seller/settings", "/api/seller/holiday", body).await
}

async fn put(desk: &Desk, idem: &str, body: Value) -> (StatusCode, Value) {
    crate::api::answer(desk.send(Method::PUT, "/api/v1/holiday", &desk.key, Some(idem), Some(body)).await)
        .await
}

async fn today(desk: &Desk) -> i64 {
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    sellers::get(&mut conn, desk.seller).await.unwrap().unwrap().today(conn.now())
}

/// The box of a product that Casa Guayabo alone sells.
async fn buy_box(desk: &Desk, slug: &str) -> String {
    let page = text(desk.shop.get(&format!("/p/{slug}")).await).await;
    page.split_once("id=\"buy\"").unwrap().1.split_once("</section>").unwrap().0.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_seller_on_holiday_offers_cannot_be_bought_in_any_way() {
    let desk = desk().await;
    // Of the things in its box that nobody else sells.
    let slug = "smoked-paprika-tin-75-g";
    let shown = buy_box(&desk, slug).await;
    let offer: OfferId =
        shown.split_once("name=\"offer\" value=\"").unwrap().1.split('"').next().unwrap().parse().unwrap();
    let ada = desk.shop.cookie_of(ADA).await;
    let click = click_form(&desk.shop, ADA, offer).await;
    let add = format!("offer={offer}&quantity=1&key=holiday-cart-key-01");
    assert_status(&post_form(&desk.shop, "/api/cart/add", &ada, &add).await, StatusCode::SEE_OTHER);
    assert!(page_as(&desk.shop, "/cart", &ada).await.contains("href=\"/checkout\""));
    let last = day_text(today(&desk).await + 5);
    let page = settings(&desk, &format!("holiday_from=&holiday_until={last}")).await;
    assert!(
        page.contains("Your shop is on holiday until") && page.contains(&last),
        "the form holds its days"
    );
    let shown = buy_box(&desk, slug).await;
    assert!(shown.contains("Casa Guayabo is on holiday until"), "{shown}");
    assert!(!shown.contains("name=\"offer\""), "nothing to press");
    let cart = page_as(&desk.shop, "/cart", &ada).await;
    assert!(!cart.contains("href=\"/checkout\""), "what is in a cart is not sold either");
    let clicked =
        crate::common::post_as(&desk.shop, Some(ADA), "/api/shop/one-click", format!("{click}&slug={slug}"));
    assert_status(&clicked.await, StatusCode::CONFLICT);
    let operator = desk.shop.cookie_of("operator@orinoco.example").await;
    assert!(
        page_as(&desk.shop, "/operator/sellers", &operator).await.contains("On holiday"),
        "and not suspended"
    );
    let page = settings(&desk, "ends=on").await;
    assert!(page.contains("Your shop is open."));
    assert!(buy_box(&desk, slug).await.contains("name=\"offer\""));
    assert!(page_as(&desk.shop, "/cart", &ada).await.contains("href=\"/checkout\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_in_the_days_keeps_what_was_typed() {
    let desk = desk().await;
    let today = today(&desk).await;
    let (from, before) = (day_text(today + 9), day_text(today + 8));
    for (rest, words) in [
        (format!("holiday_from={from}&holiday_until={before}"), "not before the first"),
        (format!("holiday_from=&holiday_until={}", day_text(today - 1)), "not before the first"),
        (format!("holiday_from={from}&holiday_until=2999-01-01"), "within the next two years"),
        ("holiday_from=soon&holiday_until=".to_owned(), "within the next two years"),
    ] {
        let page = settings(&desk, &rest).await;
        assert!(page.contains(words), "{rest}: {words}");
        assert!(!page.contains("Take the holiday back"), "nothing was saved: {rest}");
        if rest.contains(&from) {
            assert!(page.contains(&format!("value=\"{from}\"")), "what was typed stays: {rest}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_begins_and_ends_a_holiday_once_for_each_key() {
    let desk = desk().await;
    let today = today(&desk).await;
    assert_eq!(desk.get("/api/v1/holiday").await, (StatusCode::OK, json!({ "running": false })));
    let days = json!({ "on": true, "until": day_text(today + 3) });
    let begun = json!({ "running": true, "from": day_text(today), "until": day_text(today + 3) });
    for _ in 0..2 {
        assert_eq!(put(&desk, "holiday-of-program-1", days.clone()).await, (StatusCode::OK, begun.clone()));
    }
    assert_eq!(desk.get("/api/v1/holiday").await.1, begun);
    for (body, code) in [
        (
            json!({ "on": true, "from": day_text(today + 2), "until": day_text(today + 1) }),
            StatusCode::CONFLICT,
        ),
        (json!({ "on": true, "from": "2999-01-01" }), StatusCode::CONFLICT),
        (json!({ "on": true, "from": "soon" }), StatusCode::BAD_REQUEST),
        (json!({ "on": false, "from": day_text(today) }), StatusCode::BAD_REQUEST),
        (json!({}), StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(put(&desk, "holiday-of-program-2", body.clone()).await.0, code, "{body}");
    }
    assert_eq!(desk.get("/api/v1/holiday").await.1, begun, "what is refused changes nothing");
    let ended = put(&desk, "holiday-of-program-3", json!({ "on": false })).await;
    assert_eq!(ended, (StatusCode::OK, json!({ "running": false })));
}
