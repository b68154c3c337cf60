//! What selling costs over HTTP: the operator's rule with its effect, the seller's page and API, a plan by a plain form.

use crate::api::desk;
use crate::common::{TestShop, page_as, post_form};
use http::StatusCode;
use serde_json::json;

const LUCIA: &str = "lucia@guayabo.example";
const TOMAS: &str = "tomas@paramo.example";
const OPERATOR: &str = "operator@orinoco.example";

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_is_looked_at_first_said_for_one_seller_and_read_by_its_programs() {
    let desk = desk().await;
    let operator = desk.shop.cookie_of(OPERATOR).await;
    let asked = format!("see=effect&seller={}&banding=whole&rate_1=9.5&up_1=&minimum=&closing=", desk.seller);
    let shown = page_as(&desk.shop, &format!("/operator/fees/standard?{asked}"), &operator).await;
    assert!(
        shown.contains("9.5% of price and delivery") && shown.contains("data-effect="),
        "an effect on what was sold"
    );
    let (_, before) = desk.get("/api/v1/fees").await;
    assert!(before["commission"].as_array().unwrap().iter().all(|rule| rule["own"] == json!(false)));
    assert_eq!((&before["plan"], &before["item_fee"]["amount_minor"]), (&json!("professional"), &json!(99)));

    let body = format!("class=standard&{asked}&reason=They+ask+for+less");
    post_form(&desk.shop, "/api/operator/fee-rule", &operator, &body).await;
    let (status, now) = desk.get("/api/v1/fees").await;
    assert_eq!(status, StatusCode::OK);
    let rule = now["commission"].as_array().unwrap().iter().find(|rule| rule["class"] == "standard").unwrap();
    assert_eq!((&rule["own"], &rule["bands"][0]["rate_basis_points"]), (&json!(true), &json!(950)));
    let console = page_as(&desk.shop, "/operator/fees", &operator).await;
    assert!(
        console.contains("They ask for less")
            && console.contains("Casa Guayabo")
            && console.contains("Olga Rivera")
    );
    let lucia = desk.shop.cookie_of(LUCIA).await;
    let page =
        page_as(&desk.shop, "/seller/fees?class=standard&price=100&quantity=1&shipping=0", &lucia).await;
    assert!(page.contains("9.5% of $100.00"));
    let tomas = desk.shop.cookie_of(TOMAS).await;
    let page =
        page_as(&desk.shop, "/seller/fees?class=standard&price=100&quantity=1&shipping=0", &tomas).await;
    assert!(
        page.contains("15% of $100.00") && page.contains("-$0.99"),
        "the usual rule, and the individual plan's fee"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_chosen_once_and_says_what_follows() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let tomas = shop.cookie_of(TOMAS).await;
    let page = page_as(&shop, "/seller/plan", &tomas).await;
    assert!(page.contains("data-plan=\"individual\"") && page.contains("$39.99 a month"));
    let seller = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::sellers::by_slug(&mut conn, "paramo").await.unwrap().unwrap().id
    };
    post_form(&shop, "/api/seller/plan", &tomas, &format!("seller={seller}&plan=professional")).await;
    let page = page_as(&shop, "/seller/plan", &tomas).await;
    assert!(page.contains("data-plan=\"professional\"") && page.contains("The next month begins on"));
    post_form(&shop, "/api/seller/plan", &tomas, &format!("seller={seller}&plan=individual")).await;
    let page = page_as(&shop, "/seller/plan", &tomas).await;
    assert!(page.contains("data-plan=\"professional\"") && page.contains("The plan ends on"));
}
