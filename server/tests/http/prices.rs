//! Prices that follow others, over HTTP: begun, refused with a reason, explained, stopped.

use crate::common::{TestShop, answered, first_offer, page_as};
use platform::catalog::{CatalogError, Offer, Terms, set_terms};
use platform::db::{DbError, sql};
use platform::domain::key::IdempotencyKey;
use platform::domain::promotion::{Goods, Rule};
use platform::domain::{AccountId, Currency, Money, OfferId, PromotionId, SellerId};
use platform::orders::promotions::{self, Giver, NewPromotion, PromotionError};
use platform::pricing::MOST_OWN_OF_PRODUCT;

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
    halve(&shop, &offer).await;
    let told = page_as(&shop, &here, &cookie).await;
    assert!(told.contains("Your promotion “More than half” takes up to $"), "{told}");
    assert!(told.contains("With all of that it may leave you only"), "{told}");
    let stopped = sent("/api/seller/price-rule-stop", "").await;
    assert!(stopped.contains("The price stays where it is."), "{stopped}");
    assert!(page_as(&shop, PATH, &cookie).await.contains("No price follows another yet"));
    fill(&shop, &offer).await;
    let refused = rule("floor=1.00").await;
    assert!(refused.contains("At most 10 of your offers of one product follow others."), "{refused}");
}

/// 60 % off from two units of the offer on.
async fn halve(shop: &TestShop, offer: &Offer) {
    let db = shop.platform().db.clone();
    let new = NewPromotion {
        giver: Giver::Seller(offer.seller_id),
        title: "More than half".into(),
        rule: Rule::FromUnits { units: 2, bps: 6_000 },
        goods: Goods::These(vec![offer.id]),
        limit: None,
        from: db.now(),
        until: None,
        made_by: db.new_id(),
        key: IdempotencyKey::parse("prices-that-follow-promotion").unwrap(),
    };
    let made: Result<PromotionId, PromotionError> = db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { promotions::create(tx, &new).await })
        })
        .await;
    made.unwrap();
}

/// As many rules of the seller on the product as there may be, of offers that nobody asks about.
async fn fill(shop: &TestShop, offer: &Offer) {
    fill_for(shop, offer.seller_id, offer, MOST_OWN_OF_PRODUCT).await;
}

/// So many rules of a seller on the offer's product.
pub async fn fill_for(shop: &TestShop, seller: SellerId, offer: &Offer, count: i64) {
    let (product, currency) = (offer.product_id, offer.price.currency());
    let filled: Result<(), DbError> = shop
        .platform()
        .db
        .write(move |tx| {
            Box::pin(async move {
                for _ in 0..count {
                    let (other, by) = (tx.new_id::<OfferId>(), tx.new_id::<AccountId>());
                    let statement = sql("INSERT INTO pricing_rules (offer_id, seller_id, product_id, floor_minor,
                                             currency, said_by, said_at_us) VALUES ($1, $2, $3, 100, $4, $5, 0)");
                    tx.exec(statement.bind(other).bind(seller).bind(product).bind(currency).bind(by)).await?;
                }
                Ok(())
            })
        })
        .await;
    filled.unwrap();
}
