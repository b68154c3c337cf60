//! How many prices may follow others: of one seller, of one product, and of one seller on one product.

use crate::rules::rivals;
use crate::support::Shop;
use db::testing::on_both;
use db::{DbError, sql};
use domain::{Currency, OfferId, ProductId, SellerId};
use pricing::{MOST_OF_PRODUCT, MOST_OWN_OF_PRODUCT, MOST_RULES, PricingError};

/// So many rules of a seller on a product, of offers that nobody asks about.
async fn fill(shop: &Shop, seller: SellerId, product: ProductId, count: i64) {
    let by = shop.owner;
    let filled: Result<(), DbError> = shop
        .db
        .write(move |tx| {
            Box::pin(async move {
                for _ in 0..count {
                    let offer = tx.new_id::<OfferId>();
                    tx.exec(
                        sql("INSERT INTO pricing_rules (offer_id, seller_id, product_id, floor_minor, currency,
                                 said_by, said_at_us)
                             VALUES ($1, $2, $3, 100, $4, $5, 0)")
                        .bind(offer)
                        .bind(seller)
                        .bind(product)
                        .bind(Currency::USD)
                        .bind(by),
                    )
                    .await?;
                }
                Ok(())
            })
        })
        .await;
    filled.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_has_so_many_and_may_still_change_each() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (own, _) = rivals(t, &shop).await;
            let second = shop.offer("Another thing", 3_000).await;
            shop.cost(second, 1_000).await;
            shop.follow(shop.seller, own, 1_500, None).await.unwrap();
            fill(&shop, shop.seller, shop.db.new_id(), MOST_RULES - 1).await;
            let refused = shop.follow(shop.seller, second, 1_500, None).await.unwrap_err();
            assert!(matches!(refused, PricingError::TooManyRules));
            assert!(refused.to_string().ends_with("stop one first"), "{refused}");
            shop.follow(shop.seller, own, 1_600, None).await.unwrap();
            assert_eq!(shop.count("pricing_rules").await, MOST_RULES);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_has_so_many_of_all_sellers_together() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (own, _) = rivals(t, &shop).await;
            let thing = shop.read(own).await.product_id;
            fill(&shop, shop.other, thing, MOST_OF_PRODUCT - 1).await;
            shop.follow(shop.seller, own, 1_500, None).await.unwrap();
            shop.follow(shop.seller, own, 1_600, None).await.unwrap();
            let (third, _) = sellers::testing::seller_with_owner(&shop.db).await;
            let late = shop.offer_of(third, thing, 2_500).await;
            shop.cost(late, 1_000).await;
            let refused = shop.follow(third, late, 1_500, None).await.unwrap_err();
            assert!(matches!(refused, PricingError::TooManyOfProduct));
            assert!(refused.to_string().contains("set the price by hand"), "{refused}");
            assert_eq!(shop.count("pricing_rules").await, MOST_OF_PRODUCT);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_the_places_of_a_product_alone() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (own, other) = rivals(t, &shop).await;
            let thing = shop.read(own).await.product_id;
            fill(&shop, shop.seller, thing, MOST_OWN_OF_PRODUCT).await;
            let refused = shop.follow(shop.seller, own, 1_500, None).await.unwrap_err();
            assert!(matches!(refused, PricingError::TooManyOwnOfProduct));
            assert!(refused.to_string().ends_with("stop one of them first"), "{refused}");
            shop.cost(other, 1_000).await;
            shop.follow(shop.other, other, 1_500, None).await.unwrap();
        })
    })
    .await;
}
