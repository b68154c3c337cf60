//! Prices that follow others: within their bounds, never at a loss, not too often, and with their reasons.

use crate::support::{Shop, usd};
use db::testing::{TestDb, on_both};
use db::{DbError, NewEvent, sql};
use domain::price_rule::{PriceReason, PriceRule};
use domain::shipping::{Area, ShippingRate, ShippingTable};
use domain::tax::TaxRate;
use domain::{Currency, DurationUs, Money, OfferId, ShippingTableId, Timestamp};
use pricing::{MOST_CHANGES, PricingError, steps_of, stop_following};
use sellers::{SellerError, SellerStatus};

/// Two sellers offer one thing, for 20.00 and 18.00; both ask 4.99 for the delivery. To the first a unit costs 10.00.
pub async fn rivals(t: &TestDb, shop: &Shop) -> (OfferId, OfferId) {
    let thing = shop.product("A thing").await;
    let own = shop.offer_of(shop.seller, thing, 2_000).await;
    t.clock().advance(DurationUs::from_secs(1));
    let other = shop.offer_of(shop.other, thing, 1_800).await;
    shop.cost(own, 1_000).await;
    (own, other)
}

pub async fn moves(t: &TestDb, shop: &Shop, other: OfferId, minor: i64) {
    t.clock().advance(DurationUs::from_mins(30));
    shop.set_price(other, minor).await;
    shop.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_follows_down_to_its_floor_and_up_to_its_ceiling_and_says_why() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (own, other) = rivals(t, &shop).await;
            shop.follow(shop.seller, own, 1_500, Some(2_500)).await.unwrap();
            assert_eq!(shop.price(own).await, (1_800, Some(PriceReason::Matched)), "at once");
            moves(t, &shop, other, 1_400).await;
            assert_eq!(shop.price(own).await, (1_500, Some(PriceReason::Floor)));
            moves(t, &shop, other, 2_200).await;
            assert_eq!(shop.price(own).await, (2_200, Some(PriceReason::Matched)));
            moves(t, &shop, other, 3_000).await;
            assert_eq!(shop.price(own).await, (2_500, Some(PriceReason::Ceiling)));
            let steps = steps_of(&mut shop.db.read().await.unwrap(), own, 10).await.unwrap();
            let told: Vec<_> =
                steps.iter().map(|step| (step.was_minor, step.became_minor, step.landed_minor)).collect();
            let landed = |minor: i64| Some(minor + 499);
            assert_eq!(
                told,
                [
                    (2_200, 2_500, landed(3_000)),
                    (1_500, 2_200, landed(2_200)),
                    (1_800, 1_500, landed(1_400)),
                    (2_000, 1_800, landed(1_800)),
                ],
                "the newest first"
            );
            let seller = shop.seller;
            let stopped: Result<bool, db::DbError> =
                shop.db.write(move |tx| Box::pin(stop_following(tx, seller, own))).await;
            assert!(stopped.unwrap());
            moves(t, &shop, other, 1_700).await;
            assert_eq!(shop.price(own).await, (2_500, None));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_sets_no_price_below_cost_and_fees_whatever_its_floor_is() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (own, other) = rivals(t, &shop).await;
            shop.follow(shop.seller, own, 500, None).await.unwrap();
            moves(t, &shop, other, 900).await;
            // 15 % of 12.64 and 4.99 is 2.64, and the unit costs 10.00; a cent less would be a loss.
            assert_eq!(shop.price(own).await, (1_264, Some(PriceReason::BreakEven)));
            t.clock().advance(DurationUs::from_mins(30));
            shop.cost(own, 1_100).await;
            shop.settle().await;
            let (price, reason) = shop.price(own).await;
            assert!(price > 1_350 && reason == Some(PriceReason::BreakEven), "{price}");
            // Without a cost nobody can say what is a loss.
            let gone = catalog::Terms::default();
            let set: Result<_, catalog::CatalogError> =
                shop.db.write(move |tx| Box::pin(catalog::set_terms(tx, own, gone, None))).await;
            set.unwrap();
            shop.settle().await;
            assert_eq!(shop.price(own).await, (price, Some(PriceReason::NoCost)));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_bought_or_is_ones_own_is_no_price_to_follow() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (own, other) = rivals(t, &shop).await;
            let sold: Result<(), inventory::InventoryError> =
                shop.db.write(move |tx| Box::pin(inventory::adjust(tx, "sold", other, -9))).await;
            sold.unwrap();
            shop.follow(shop.seller, own, 1_500, None).await.unwrap();
            assert_eq!(shop.price(own).await, (2_000, Some(PriceReason::Alone)));
            // The news of stock is enough.
            let back: Result<(), inventory::InventoryError> =
                shop.db.write(move |tx| Box::pin(inventory::receive(tx, "back", other, 3))).await;
            back.unwrap();
            shop.settle().await;
            assert_eq!(shop.price(own).await, (1_800, Some(PriceReason::Matched)));
            let off: Result<_, catalog::CatalogError> =
                shop.db.write(move |tx| Box::pin(catalog::set_active(tx, own, false, None))).await;
            off.unwrap();
            moves(t, &shop, other, 1_700).await;
            assert_eq!(shop.price(own).await, (1_800, Some(PriceReason::NotOnSale)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_changes_a_few_times_an_hour_and_the_sweep_goes_on_then() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (own, other) = rivals(t, &shop).await;
            shop.follow(shop.seller, own, 1_500, None).await.unwrap();
            for minor in [1_790, 1_780, 1_770, 1_760] {
                t.clock().advance(DurationUs::from_secs(1));
                shop.set_price(other, minor).await;
                shop.settle().await;
            }
            assert_eq!(shop.price(own).await, (1_770, Some(PriceReason::TooOften)));
            assert_eq!(shop.count("pricing_steps").await, MOST_CHANGES);
            shop.pricing().sweep().await.unwrap();
            assert_eq!(shop.price(own).await.0, 1_770, "the hour is not over");
            t.clock().advance(DurationUs::from_mins(61));
            shop.pricing().sweep().await.unwrap();
            assert_eq!(shop.price(own).await, (1_760, Some(PriceReason::Matched)));
            for minor in [1_750, 1_740, 1_730, 1_720] {
                t.clock().advance(DurationUs::from_secs(1));
                shop.set_price(other, minor).await;
                shop.settle().await;
            }
            assert_eq!(shop.price(own).await, (1_730, Some(PriceReason::TooOften)));
            shop.cost(own, 1_700).await;
            shop.settle().await;
            let (price, reason) = shop.price(own).await;
            assert!(price > 2_000 && reason == Some(PriceReason::BreakEven), "a loss does not wait: {price}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_rules_against_each_other_come_to_rest_at_the_higher_floor() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (own, other) = rivals(t, &shop).await;
            shop.cost(other, 1_000).await;
            shop.follow(shop.other, other, 1_400, None).await.unwrap();
            shop.follow(shop.seller, own, 1_600, None).await.unwrap();
            shop.settle().await;
            let (one, two) = (shop.price(own).await.0, shop.price(other).await.0);
            assert_eq!((one, two), (2_000, 2_000), "the one that began first matched the other");
            // Somebody undercuts both and goes: they are down at their floors, and end at the higher one.
            let thing = shop.read(own).await.product_id;
            let (third, _) = sellers::testing::seller_with_owner(&shop.db).await;
            t.clock().advance(DurationUs::from_mins(61));
            let cheap = shop.offer_of(third, thing, 1_300).await;
            shop.settle().await;
            assert_eq!((shop.price(own).await.0, shop.price(other).await.0), (1_600, 1_400));
            let off: Result<_, catalog::CatalogError> =
                shop.db.write(move |tx| Box::pin(catalog::set_active(tx, cheap, false, None))).await;
            off.unwrap();
            shop.settle().await;
            assert_eq!((shop.price(own).await.0, shop.price(other).await.0), (1_600, 1_600));
            assert!(shop.count("pricing_steps").await <= 6);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_needs_an_offer_of_ones_own_with_its_cost() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (own, other) = rivals(t, &shop).await;
            let foreign = shop.follow(shop.seller, other, 1_000, None).await;
            assert!(matches!(foreign, Err(PricingError::NoSuchOffer(of)) if of == other));
            let unknown = shop.follow(shop.other, other, 1_000, None).await;
            assert!(matches!(unknown, Err(PricingError::CostUnknown)));
            let euro = PriceRule::new(Money::new(1_000, Currency::EUR), None).unwrap();
            let abroad = shop.pricing().follow_from_now(shop.seller, own, euro, shop.owner).await;
            assert!(matches!(abroad, Err(PricingError::OtherCurrency(Currency::USD))));
            assert_eq!(shop.count("pricing_rules").await, 0);
            assert_eq!(shop.read(own).await.price, usd(2_000));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_read_stops_no_other_price() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (own, other) = rivals(t, &shop).await;
            shop.follow(shop.seller, own, 1_500, None).await.unwrap();
            let second = shop.product("Another thing").await;
            let mine = shop.offer_of(shop.seller, second, 3_000).await;
            let theirs = shop.offer_of(shop.other, second, 3_500).await;
            shop.cost(theirs, 1_000).await;
            shop.follow(shop.other, theirs, 2_500, None).await.unwrap();
            shop.settle().await;
            let broken: Result<(), DbError> = shop
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let statement = "UPDATE pricing_rules SET reason = 'nonsense' WHERE offer_id = $1";
                        tx.exec(sql(statement).bind(own)).await?;
                        let payload = serde_json::json!({ "offer": "nonsense" });
                        let key = own.to_string();
                        tx.append(NewEvent { kind: "offer.changed", key, topic: None, payload: &payload })
                            .await?;
                        Ok(())
                    })
                })
                .await;
            broken.unwrap();
            shop.set_price(other, 1_700).await;
            moves(t, &shop, mine, 2_900).await;
            assert_eq!(shop.price(theirs).await, (2_900, Some(PriceReason::Matched)));
            assert_eq!(shop.read(own).await.price, usd(1_800), "nobody knows what it says");
            shop.pricing().sweep().await.unwrap();
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_prices_of_a_seller_who_may_not_sell_stay_until_they_may() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (own, other) = rivals(t, &shop).await;
            shop.follow(shop.seller, own, 1_500, None).await.unwrap();
            let seller = shop.seller;
            let becomes = async |status: SellerStatus| {
                let set: Result<(), SellerError> =
                    shop.db.write(move |tx| Box::pin(sellers::set_status(tx, seller, status))).await;
                set.unwrap();
            };
            becomes(SellerStatus::Paused).await;
            moves(t, &shop, other, 1_700).await;
            assert_eq!(shop.price(own).await, (1_800, Some(PriceReason::NotOnSale)));
            becomes(SellerStatus::Active).await;
            shop.pricing().sweep().await.unwrap();
            assert_eq!(shop.price(own).await, (1_700, Some(PriceReason::Matched)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_sent_alone_lands_at_its_price_and_does_not_fall_to_its_floor() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (own, _) = rivals(t, &shop).await;
            let (id, seller): (ShippingTableId, _) = (shop.db.new_id(), shop.seller);
            let rate = ShippingRate {
                to: vec![Area::parse("US").unwrap()],
                up_to_g: None,
                goods_from: Some(usd(5_000)),
                fee: usd(300),
            };
            let table = ShippingTable { id, name: "From fifty".into(), rates: vec![rate] };
            let put: Result<(), SellerError> = shop
                .db
                .write(move |tx| {
                    let table = table.clone();
                    Box::pin(async move { sellers::put_table(tx, seller, table, true).await })
                })
                .await;
            put.unwrap();
            shop.follow(shop.seller, own, 1_500, None).await.unwrap();
            // The other one costs 18.00 and 4.99 of delivery.
            assert_eq!(shop.price(own).await, (2_299, Some(PriceReason::Matched)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tax_in_a_price_is_not_the_sellers_and_covers_no_cost() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (own, other) = rivals(t, &shop).await;
            let set: Result<(), orders::OrderError> = shop
                .db
                .write(|tx| {
                    Box::pin(async move {
                        let rate = TaxRate {
                            country: "US".into(),
                            region: "CA".into(),
                            rate_ppm: 210_000,
                            inclusive: true,
                            shipping_taxed: true,
                            from: Timestamp::from_micros(0),
                        };
                        orders::taxes::set_rate(tx, &rate).await
                    })
                })
                .await;
            set.unwrap();
            shop.follow(shop.seller, own, 500, None).await.unwrap();
            moves(t, &shop, other, 900).await;
            // 15.11 are 12.49 without the tax, and the delivery's 4.99 are 4.12: 15 % of both is 2.49, and the unit costs 10.00.
            assert_eq!(shop.price(own).await, (1_511, Some(PriceReason::BreakEven)));
        })
    })
    .await;
}
