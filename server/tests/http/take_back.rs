//! Taking back over HTTP what was said of selling and of returns and has not begun.

use crate::api::desk;
use crate::common::{TestShop, page_as, post_form};

const OPERATOR: &str = "operator@orinoco.example";

/// Where the only link of a page leads that takes back something of this kind.
fn link(page: &str, what: &str) -> Option<(String, String)> {
    let (_, rest) = page.split_once(&format!("/operator/take-back?what={what}"))?;
    let (_, rest) = rest.split_once("id=")?;
    let id = rest.split_once('"')?.0.to_owned();
    Some((format!("/operator/take-back?what={what}&id={id}"), id))
}

async fn taken_back(shop: &TestShop, cookie: &str, list: &str, what: &str) {
    let page = page_as(shop, list, cookie).await;
    let (path, id) = link(&page, what).unwrap_or_else(|| panic!("no link that takes {what} back"));
    let form = page_as(shop, &path, cookie).await;
    assert!(form.contains("/api/operator/take-back") && form.contains("Why it is taken back"));
    let silent = format!("what={what}&id={id}&why=a");
    post_form(shop, "/api/operator/take-back", cookie, &silent).await;
    assert!(link(&page_as(shop, list, cookie).await, what).is_some(), "{what}: a reason has three letters");
    let body = format!("what={what}&id={id}&why=Not+after+all");
    post_form(shop, "/api/operator/take-back", cookie, &body).await;
    let over = page_as(shop, list, cookie).await;
    assert!(over.contains("Taken back") && over.contains("Not after all"), "{what} stays on record");
    assert_eq!(link(&over, what), None, "{what} is taken back once");
    assert!(page_as(shop, &path, cookie).await.contains("Nothing to take back"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_begun_is_taken_back_by_one_form_whatever_it_is() {
    let desk = desk().await;
    let operator = desk.shop.cookie_of(OPERATOR).await;
    for (path, body, list, what) in [
        (
            "/api/operator/plan-prices",
            "monthly=1.00&item=0.50&from=2099-01-01&reason=Cheaper+then",
            "/operator/fees",
            "prices",
        ),
        (
            "/api/operator/fee-rule",
            "class=clothing&banding=whole&rate_1=9&from=2099-01-01&reason=Cheaper+then",
            "/operator/fees",
            "rule",
        ),
        ("/api/operator/establishment", "starts=2099-01-01&why=Nowhere+then", "/operator/fees", "seat"),
        ("/api/operator/return-window", "days=45&window_from=2099-01-01", "/operator/return-terms", "window"),
        (
            "/api/operator/return-label-price",
            "price=7.00&currency=USD&from=2099-01-01",
            "/operator/return-terms",
            "label",
        ),
        (
            "/api/operator/gift-wrap",
            "price=4.50&from=2099-01-01&reason=Paper+costs+more",
            "/operator/gift-wrap",
            "wrap",
        ),
    ] {
        post_form(&desk.shop, path, &operator, body).await;
        taken_back(&desk.shop, &operator, list, what).await;
    }
}
