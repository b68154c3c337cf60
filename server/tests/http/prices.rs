//! Prices that follow others, over HTTP: begun, refused with a reason, explained, stopped.

use crate::common::{TestShop, answered, first_offer, page_as};
use platform::catalog::{CatalogError, Offer, Terms, set_terms};
use platform::domain::{Currency, Money};

const LUCIA: &str = "lucia@guayabo.example";
const PATH: &str = "/seller/prices";

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_lets_a_price_follow_hears_what_is_wrong_and_stops_it() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let cookie = shop.cookie_of(LUCIA).await;
    let offer = first_offer(&shop, "guayabo").await.offer;
    let (id, seller, sku) = (offer.id, offer.seller_id, offer.sku.clone());
    assert!(page_as(&shop, PATH, &cookie).await.contains("No price follows another yet"));
    let here = format!("{PATH}?q={sku}");
    let sent = async |path: &str, rest: &str| {
        let body = format!("seller={seller}&offer={id}&{rest}");
        answered(&shop, &cookie, &here, path, body).await
    };
    let rule = async |rest: &str| sent("/api/seller/price-rule", rest).await;
    let unknown = rule("floor=1.00").await;
    assert!(unknown.contains("Write first what a unit costs you"), "{unknown}");
    assert!(unknown.contains("value=\"1.00\""), "what was typed stays: {unknown}");
    let said: Result<Offer, CatalogError> = shop
        .platform()
        .db
        .write(move |tx| {
            let cost = Some(Money::new(1, Currency::USD));
            Box::pin(set_terms(tx, id, Terms { handling_days: None, cost }, None))
        })
        .await;
    said.unwrap();
    assert!(rule("floor=nothing").await.contains("Write a price like 19.99"));
    assert!(rule("floor=2.00&ceiling=1.00").await.contains("The highest price is not below the lowest."));
    let begun = rule("floor=1.00&ceiling=900.00").await;
    assert!(begun.contains("The price follows from now on.") && begun.contains("data-reason="), "{begun}");
    assert!(begun.contains("It leaves you $"), "{begun}");
    let all = page_as(&shop, PATH, &cookie).await;
    assert!(all.contains(&format!("data-offer=\"{id}\"")), "it is among those that follow: {all}");
    let stopped = sent("/api/seller/price-rule-stop", "").await;
    assert!(stopped.contains("The price stays where it is."), "{stopped}");
    assert!(page_as(&shop, PATH, &cookie).await.contains("No price follows another yet"));
}
