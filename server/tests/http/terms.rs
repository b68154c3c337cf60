//! Terms over HTTP: the effect first, then said from a day on, shown as coming, taken back by a plain form.

use crate::api::desk;
use crate::common::{page_as, post_form};

const OPERATOR: &str = "operator@orinoco.example";
const LUCIA: &str = "lucia@guayabo.example";

#[tokio::test(flavor = "multi_thread")]
async fn terms_are_looked_at_first_said_from_a_day_on_and_taken_back() {
    let desk = desk().await;
    let operator = desk.shop.cookie_of(OPERATOR).await;
    let start = page_as(&desk.shop, "/operator/terms", &operator).await;
    assert!(start.contains("20% of the commission that goes back, $5.00 at the most"), "what is usual");
    let asked = "share=25&most=4.00&from=2099-01-01";
    let shown =
        page_as(&desk.shop, &format!("/operator/terms/refund_fee?see=effect&{asked}"), &operator).await;
    assert!(shown.contains("25% of the commission that goes back, $4.00 at the most"));
    assert!(shown.contains("id=\"effect\""), "the effect stands before the button");
    let body = format!("kind=refund_fee&{asked}&reason=Returns+cost+more");
    post_form(&desk.shop, "/api/operator/terms", &operator, &body).await;
    let coming = page_as(&desk.shop, "/operator/terms", &operator).await;
    assert!(coming.contains("Returns cost more") && coming.contains("Coming"));
    assert!(coming.contains("20% of the commission that goes back"), "it counts until then");
    let lucia = desk.shop.cookie_of(LUCIA).await;
    let page = page_as(&desk.shop, "/seller/fees", &lucia).await;
    assert!(page.contains("20% of the commission that goes back, $5.00 at the most"));
    assert!(page.contains("25% of the commission that goes back, $4.00 at the most"), "what begins later");
    let (_, rest) = coming.split_once("?withdraw=").expect("a link that takes it back");
    let id: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let form = page_as(&desk.shop, &format!("/operator/terms/refund_fee?withdraw={id}"), &operator).await;
    assert!(form.contains("/api/operator/terms-withdraw") && form.contains(&id));
    let body = format!("terms={id}&why=It+was+too+much");
    post_form(&desk.shop, "/api/operator/terms-withdraw", &operator, &body).await;
    let over = page_as(&desk.shop, "/operator/terms", &operator).await;
    assert!(over.contains("Taken back") && over.contains("It was too much") && !over.contains("?withdraw="));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_reads_the_terms_of_payouts_that_count() {
    let desk = desk().await;
    let operator = desk.shop.cookie_of(OPERATOR).await;
    let asked = "cycle=7&reserve=3&hours=48&minimum=20.00";
    let shown = page_as(&desk.shop, &format!("/operator/terms/payouts?see=effect&{asked}"), &operator).await;
    assert!(shown.contains("id=\"effect\"") && shown.contains("Paid every 7 days"));
    let wrong =
        page_as(&desk.shop, "/operator/terms/payouts?see=effect&cycle=0&reserve=3&hours=48", &operator);
    let wrong = wrong.await;
    assert!(wrong.contains("Write a whole number from 1 to 90.") && !wrong.contains("id=\"effect\""));
    let body = format!("kind=payouts&{asked}&reason=Sellers+wait+too+long");
    post_form(&desk.shop, "/api/operator/terms", &operator, &body).await;
    let lucia = desk.shop.cookie_of(LUCIA).await;
    let page = page_as(&desk.shop, "/seller/payouts", &lucia).await;
    assert!(page.contains("You are paid every 7 days by itself. Once in 48 hours you can have it sooner."));
    assert!(page.contains("Kept back until 3 days after delivery"));
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_of_health_are_shown_with_who_would_stand_where() {
    let desk = desk().await;
    desk.shop.platform().buybox.recount(desk.seller).await.unwrap();
    let operator = desk.shop.cookie_of(OPERATOR).await;
    let asked = "defects=2&late=5&cancelled=3&tracked=90&answered=80&replied=80&near=60";
    let shown = page_as(&desk.shop, &format!("/operator/terms/gates?see=effect&{asked}"), &operator).await;
    assert!(shown.contains("data-judged=") && shown.contains("Without the buy box"));
    let body = format!("kind=gates&{asked}&reason=To+begin+gently");
    post_form(&desk.shop, "/api/operator/terms", &operator, &body).await;
    let (_, health) = desk.get("/api/v1/health").await;
    let limits = health["measures"].as_array().unwrap();
    let late = limits.iter().find(|one| one["measure"] == "late").unwrap();
    assert_eq!(late["limit_bps"], 500, "a program reads the limit that counts");
}
