//! Tax over HTTP: every place with its rate, the effect first, then said from a day on, and taken back by a plain form.

use crate::api::desk;
use crate::common::{page_as, post_form};

const OPERATOR: &str = "operator@orinoco.example";

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_is_looked_at_first_said_from_a_day_on_and_taken_back() {
    let desk = desk().await;
    let operator = desk.shop.cookie_of(OPERATOR).await;
    let spain = page_as(&desk.shop, "/operator/tax?q=spain", &operator).await;
    assert!(spain.contains("data-place=\"ES-\"") && spain.contains("21%"), "the general rate");
    assert!(spain.contains("General rate") && spain.contains("data-place=\"ES-GC\""));
    assert!(!spain.contains("data-place=\"FR-\""), "others are not looked for");
    let asked = "country=ES&region=&rate=18&shipping=on&from=2099-01-01";
    let shown = page_as(&desk.shop, &format!("/operator/tax?see=effect&{asked}"), &operator).await;
    assert!(shown.contains("id=\"effect\"") && shown.contains("18%"), "the effect stands before the button");
    let wrong = page_as(&desk.shop, "/operator/tax?see=effect&country=ES&rate=a+lot", &operator).await;
    assert!(wrong.contains("Write a rate from 0 to 100 percent") && !wrong.contains("id=\"effect\""));
    let body = format!("{asked}&reason=A+law+was+passed");
    post_form(&desk.shop, "/api/operator/tax", &operator, &body).await;
    let coming = page_as(&desk.shop, "/operator/tax?country=ES", &operator).await;
    assert!(coming.contains("A law was passed") && coming.contains("Coming") && coming.contains("21%"));
    let (_, rest) = coming.split_once("withdraw=").expect("a link that takes it back");
    let id: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let form = page_as(&desk.shop, &format!("/operator/tax?country=ES&withdraw={id}"), &operator).await;
    assert!(form.contains("/api/operator/tax-withdraw") && form.contains(&id));
    let body = format!("tax={id}&why=It+was+repealed");
    post_form(&desk.shop, "/api/operator/tax-withdraw", &operator, &body).await;
    let over = page_as(&desk.shop, "/operator/tax?country=ES", &operator).await;
    assert!(over.contains("Taken back") && over.contains("It was repealed") && !over.contains("withdraw="));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_that_has_begun_is_what_holds() {
    let desk = desk().await;
    let operator = desk.shop.cookie_of(OPERATOR).await;
    let body = "country=US&region=OR&rate=1.125&from=&reason=To+try+it";
    post_form(&desk.shop, "/api/operator/tax", &operator, body).await;
    let there = page_as(&desk.shop, "/operator/tax?country=US&region=OR", &operator).await;
    assert!(there.contains("1.125%") && there.contains("Begun") && there.contains("Added to the prices"));
    assert!(!there.contains("withdraw="), "what has begun stays");
    let again = post_form(&desk.shop, "/api/operator/tax", &operator, body).await;
    assert!(again.status().is_redirection(), "{}", again.status());
    let said = page_as(&desk.shop, "/operator/tax?country=US&region=OR", &operator).await;
    assert_eq!(said.matches("data-said=").count(), 1, "the same press says it once");
}
