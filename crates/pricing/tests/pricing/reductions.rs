//! Prices that follow others where their seller takes something off: never a loss after that, and looked at again when it
//! begins, ends or changes.

use crate::rules::{moves, rivals};
use crate::support::{Shop, usd};
use db::DbError;
use db::testing::{TestDb, on_both};
use domain::coupon::{Benefit, CouponCode, Funding, Terms};
use domain::giving::Giving;
use domain::key::IdempotencyKey;
use domain::price_rule::PriceReason;
use domain::promotion::{Goods, Rule};
use domain::{CartId, CouponId, Currency, DurationUs, OfferId, PromotionId, Timestamp};
use orders::coupons::{self, CouponError, NewCoupon, NewOwnCoupon, Scope};
use orders::promotions::{self, Giver, NewPromotion, PromotionError};
use orders::reductions;
use pricing::{Charges, HORIZON};

/// To the own offer a unit costs 10.00, and 15 % of 12.64 and of the delivery's 4.99 is 2.64.
const ALONE: (i64, Option<PriceReason>) = (1_264, Some(PriceReason::BreakEven));
/// 10 % of it is 1.42. With 6 cents for rounding 12.73 are paid, 15 % of that and of 4.99 is 2.66, and 7 cents are left.
const TENTH_OFF: (i64, Option<PriceReason>) = (1_421, Some(PriceReason::BreakEven));

/// The own offer of two rivals, at the lowest price that is no loss.
async fn at_the_bottom(t: &TestDb, shop: &Shop) -> OfferId {
    let (own, other) = rivals(t, shop).await;
    shop.follow(shop.seller, own, 500, None).await.unwrap();
    moves(t, shop, other, 900).await;
    assert_eq!(shop.price(own).await, ALONE);
    t.clock().advance(DurationUs::from_mins(61));
    own
}

/// 10 % off from two units on.
async fn tenth_off(shop: &Shop, goods: Goods, from: Timestamp, until: Option<Timestamp>) -> PromotionId {
    let new = NewPromotion {
        giver: Giver::Seller(shop.seller),
        title: "A tenth".into(),
        rule: Rule::FromUnits { units: 2, bps: 1_000 },
        goods,
        limit: None,
        from,
        until,
        made_by: shop.owner,
        key: IdempotencyKey::parse(&shop.db.new_id::<CartId>().to_string()).unwrap(),
    };
    let made: Result<PromotionId, PromotionError> = shop
        .db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { promotions::create(tx, &new).await })
        })
        .await;
    made.unwrap()
}

/// A coupon for what the seller sells.
async fn coupon(shop: &Shop, code: &str, benefit: Benefit, funding: Funding) -> CouponId {
    let new = NewCoupon {
        code: CouponCode::parse(code).unwrap(),
        terms: Terms {
            benefit,
            minimum: None,
            most_off: Some(usd(5_000)),
            from: Timestamp::from_micros(0),
            until: None,
            paused: false,
            most_uses: Some(3),
            most_uses_each: None,
        },
        scope: Scope { category: None, seller: Some(shop.seller) },
        funding,
        currency: Currency::USD,
        made_by: shop.owner,
    };
    let made: Result<CouponId, CouponError> = shop
        .db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { coupons::create(tx, &new).await })
        })
        .await;
    made.unwrap()
}

async fn stop_coupon(shop: &Shop, id: CouponId) {
    let stopped: Result<bool, DbError> =
        shop.db.write(move |tx| Box::pin(coupons::pause(tx, id, true))).await;
    assert!(stopped.unwrap());
}

/// What the seller takes off the offer now and within the hour.
async fn given(shop: &Shop, own: OfferId) -> Giving {
    let mut conn = shop.db.read().await.unwrap();
    let before = shop.db.now().plus(HORIZON);
    let sale = catalog::offers_for_sale(&mut conn, &[own]).await.unwrap().remove(&own).unwrap();
    reductions::of_seller(&mut conn, shop.seller, before).await.unwrap().on(&sale)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promotion_raises_what_is_no_loss_at_once_and_its_end_lowers_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let own = at_the_bottom(t, &shop).await;
            let id = tenth_off(&shop, Goods::All, shop.db.now(), None).await;
            shop.settle().await;
            assert_eq!(shop.price(own).await, TENTH_OFF);
            let seller = shop.seller;
            for (paused, expected) in [(true, ALONE), (false, TENTH_OFF)] {
                t.clock().advance(DurationUs::from_mins(61));
                let found: Result<bool, DbError> =
                    shop.db.write(move |tx| Box::pin(promotions::pause(tx, Some(seller), id, paused))).await;
                assert!(found.unwrap());
                shop.settle().await;
                assert_eq!(shop.price(own).await, expected, "paused: {paused}");
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promotion_for_other_goods_or_of_another_seller_changes_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let own = at_the_bottom(t, &shop).await;
            let second = shop.offer("Another thing", 3_000).await;
            tenth_off(&shop, Goods::These(vec![second]), shop.db.now(), None).await;
            shop.settle().await;
            assert_eq!(shop.price(own).await, ALONE);
            assert!(given(&shop, own).await.is_empty());
            tenth_off(&shop, Goods::These(vec![second, own]), shop.db.now(), None).await;
            shop.settle().await;
            assert_eq!(shop.price(own).await, TENTH_OFF);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promotion_that_begins_and_ends_by_itself_is_told_at_both_ends() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let own = at_the_bottom(t, &shop).await;
            let from = shop.db.now().plus(DurationUs::from_mins(120));
            tenth_off(&shop, Goods::All, from, Some(from.plus(DurationUs::from_mins(120)))).await;
            shop.settle().await;
            assert_eq!(shop.price(own).await, ALONE, "it is two hours away");
            t.clock().advance(DurationUs::from_mins(121));
            shop.settle().await;
            assert_eq!(shop.price(own).await, TENTH_OFF, "it has begun");
            t.clock().advance(DurationUs::from_mins(121));
            shop.settle().await;
            assert_eq!(shop.price(own).await, ALONE, "it is over");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sweep_looks_an_hour_ahead() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let own = at_the_bottom(t, &shop).await;
            let from = shop.db.now().plus(DurationUs::from_mins(120));
            tenth_off(&shop, Goods::All, from, None).await;
            t.clock().advance(DurationUs::from_mins(59));
            shop.pricing().sweep().await.unwrap();
            assert_eq!(shop.price(own).await, ALONE);
            t.clock().advance(DurationUs::from_mins(2));
            shop.pricing().sweep().await.unwrap();
            assert_eq!(shop.price(own).await, TENTH_OFF, "no unit is sold at a loss when it begins");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_counts_where_the_seller_gives_it_and_until_it_is_stopped() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let own = at_the_bottom(t, &shop).await;
            let two_off = Benefit::Amount(usd(200));
            coupon(&shop, "PLATFORM", two_off, Funding::Platform).await;
            shop.settle().await;
            assert_eq!(shop.price(own).await, ALONE, "the seller is paid the whole price");
            let two_off = coupon(&shop, "TWO-OFF", two_off, Funding::Seller).await;
            shop.settle().await;
            // 12.73 and 2.00, and 6 cents for rounding.
            assert_eq!(shop.price(own).await, (1_479, Some(PriceReason::BreakEven)));
            t.clock().advance(DurationUs::from_mins(61));
            stop_coupon(&shop, two_off).await;
            shop.settle().await;
            assert_eq!(shop.price(own).await, ALONE);
            // The delivery's 4.99 are the seller's then: 15 % of 17.72 is 2.66, and 7 cents are left.
            coupon(&shop, "SENT-FREE", Benefit::FreeShipping, Funding::Seller).await;
            shop.settle().await;
            assert_eq!(shop.price(own).await, (1_772, Some(PriceReason::BreakEven)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_that_a_seller_makes_itself_counts_until_it_ends_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let own = at_the_bottom(t, &shop).await;
            let new = NewOwnCoupon {
                seller: shop.seller,
                code: CouponCode::parse("TWO-OFF").unwrap(),
                terms: Terms {
                    benefit: Benefit::Amount(usd(200)),
                    minimum: Some(usd(201)),
                    most_off: None,
                    from: shop.db.now(),
                    until: None,
                    paused: false,
                    most_uses: None,
                    most_uses_each: None,
                },
                category: None,
                currency: Currency::USD,
                made_by: shop.owner,
                key: IdempotencyKey::parse("a-coupon-of-its-own-1").unwrap(),
            };
            let made: Result<CouponId, CouponError> = shop
                .db
                .write(move |tx| {
                    let new = new.clone();
                    Box::pin(async move { coupons::create_own(tx, &new).await })
                })
                .await;
            let id = made.unwrap();
            shop.settle().await;
            // 12.73 and 2.00, and 6 cents for rounding.
            assert_eq!(shop.price(own).await, (1_479, Some(PriceReason::BreakEven)));
            t.clock().advance(DurationUs::from_mins(61));
            let seller = shop.seller;
            let ended: Result<bool, DbError> =
                shop.db.write(move |tx| Box::pin(coupons::end(tx, seller, id))).await;
            assert!(ended.unwrap());
            assert!(given(&shop, own).await.is_empty());
            shop.settle().await;
            assert_eq!(shop.price(own).await, ALONE);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_that_is_used_up_counts_no_more() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let own = at_the_bottom(t, &shop).await;
            let id = coupon(&shop, "TWO-OFF", Benefit::Amount(usd(200)), Funding::Seller).await;
            assert_eq!(given(&shop, own).await.coupons.len(), 1);
            let used: Result<u64, DbError> = shop
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let statement = "UPDATE orders_coupons SET used = most_uses WHERE id = $1";
                        tx.exec(db::sql(statement).bind(id)).await
                    })
                })
                .await;
            assert_eq!(used.unwrap(), 1);
            assert!(given(&shop, own).await.is_empty());
            shop.settle().await;
            assert_eq!(shop.price(own).await, ALONE);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ceiling_below_what_is_no_loss_leaves_the_price_and_the_page_can_say_why() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let own = at_the_bottom(t, &shop).await;
            shop.follow(shop.seller, own, 500, Some(1_400)).await.unwrap();
            let id = tenth_off(&shop, Goods::All, shop.db.now(), None).await;
            shop.settle().await;
            assert_eq!(shop.price(own).await, (ALONE.0, Some(PriceReason::LossAtCeiling)));
            let giving = given(&shop, own).await;
            let mut conn = shop.db.read().await.unwrap();
            let seller = sellers::get(&mut conn, shop.seller).await.unwrap().unwrap();
            let sale = catalog::offers_for_sale(&mut conn, &[own]).await.unwrap().remove(&own).unwrap();
            let charges = Charges::of(&mut conn, &seller).await.unwrap();
            let (low, left) = charges.given_now(&seller, &sale, &giving).unwrap();
            // 10 % of two at 12.64 is 2.53, and half of that is rounded up.
            assert_eq!((low.promotion, low.coupon), (Some((id, usd(127))), None));
            assert!(left.unwrap().is_negative());
            assert_eq!(charges.given_now(&seller, &sale, &Giving::default()), None);
        })
    })
    .await;
}
