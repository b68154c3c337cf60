//! What a sale would leave, as a program asks for it: reckoned here by hand from the fees that the API says, and the same as on
//! the page.

use crate::api::{Desk, desk};
use crate::common::page_as;
use http::StatusCode;
use platform::domain::format::{self, Locale};
use platform::domain::{Currency, Money};
use serde_json::{Value, json};

async fn quote(desk: &Desk, query: &str) -> Value {
    let (status, quote) = desk.get(&format!("/api/v1/fees/quote?{query}")).await;
    assert_eq!(status, StatusCode::OK, "{query}: {quote}");
    quote
}

fn minor(amount: &Value) -> i64 {
    assert_eq!(amount["currency"], "USD");
    amount["amount_minor"].as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_told_what_a_sale_leaves_as_the_page_says_it() {
    let desk = desk().await;
    let (_, fees) = desk.get("/api/v1/fees").await;
    let found =
        quote(&desk, "class=electronics&price_minor=4500&quantity=2&shipping_minor=499&cost_minor=2000")
            .await;
    let is_electronics = |rule: &&Value| rule["class"] == "electronics";
    let rule = fees["commission"].as_array().unwrap().iter().find(is_electronics).unwrap();
    assert_eq!((rule["bands"].as_array().unwrap().len(), minor(&rule["closing_fee"])), (1, 0), "{rule}");
    let rate = rule["bands"][0]["rate_basis_points"].as_i64().unwrap();
    // 90.00 and 4.99, rounded half up.
    let commission = (9_499 * rate + 5_000) / 10_000;
    assert!(commission > 2 * minor(&rule["minimum"]), "the minimum has no say here");
    let item = if fees["plan"] == "individual" { 2 * minor(&fees["item_fee"]) } else { 0 };
    let tax_ppm = fees["tax"]["rate_ppm"].as_i64().unwrap_or(0);
    let tax = ((commission + item) * tax_ppm + 500_000) / 1_000_000;
    let (payable, left) = (9_499 - commission - item - tax, 9_499 - commission - item - tax - 4_000);
    for (name, amount) in [
        ("goods", 9_000),
        ("shipping", 499),
        ("item_fee", item),
        ("fee_tax", tax),
        ("payable", payable),
        ("left", left),
    ] {
        assert_eq!(minor(&found[name]), amount, "{name}: {found}");
    }
    let charged = &found["commission"];
    assert_eq!((minor(&charged["base"]), minor(&charged["fee"])), (9_499, commission), "{found}");
    assert_eq!(charged["portions"][0]["rate_basis_points"], rate);
    assert_eq!(
        (&charged["minimum_applied"], &charged["limited_to_base"], &found["class"]),
        (&json!(false), &json!(false), &json!("electronics"))
    );
    assert_eq!(found["margin_basis_points"], (left * 10_000 * 2 + 9_499) / (9_499 * 2));

    let lucia = desk.shop.cookie_of("lucia@guayabo.example").await;
    let asked = "class=electronics&price=45.00&quantity=2&shipping=4.99&cost=20.00";
    let page = page_as(&desk.shop, &format!("/seller/fees?seller={}&{asked}", desk.seller), &lucia).await;
    for amount in [payable, left] {
        let words = format::money(Money::new(amount, Currency::USD), Locale::En);
        assert!(page.contains(&words), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_unit_for_nothing_is_a_sale_and_what_is_none_is_refused() {
    let desk = desk().await;
    let nothing = quote(&desk, "price_minor=0").await;
    assert_eq!((minor(&nothing["payable"]), &nothing["class"]), (0, &json!("standard")), "{nothing}");
    assert!(nothing.get("margin_basis_points").is_none(), "of nothing there is no share: {nothing}");
    let loss = quote(&desk, "price_minor=0&shipping_minor=1&cost_minor=100000000000&quantity=999").await;
    assert!(minor(&loss["left"]) < 0, "{loss}");
    for (wrong, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("price_minor=-1", StatusCode::BAD_REQUEST),
        ("price_minor=4.5", StatusCode::BAD_REQUEST),
        ("price_minor=100000000001", StatusCode::BAD_REQUEST),
        ("price_minor=100&quantity=0", StatusCode::BAD_REQUEST),
        ("price_minor=100&quantity=1000", StatusCode::BAD_REQUEST),
        ("price_minor=100&shipping_minor=-1", StatusCode::BAD_REQUEST),
        ("price_minor=100&cost_minor=-1", StatusCode::BAD_REQUEST),
        ("price_minor=100&class=boats", StatusCode::BAD_REQUEST),
        ("price_minor=100&currency=EUR", StatusCode::BAD_REQUEST),
        // The operator has made no such kind.
        ("price_minor=100&class=own_7", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(desk.get(&format!("/api/v1/fees/quote?{wrong}")).await.0, status, "{wrong}");
    }
}
