//! Deals: so many units cost less, whoever comes at once, and what comes to nothing gives its units back.

use crate::common::{APPROVED, Shop, usd};
use crate::coupons::order;
use crate::promotions::{make, promotion};
use db::testing::on_both;
use domain::order::CancelReason;
use domain::promotion::{Goods, Limit, Rule, RuleError};
use domain::{DurationUs, Money, PromotionId};
use orders::promotions::{self, NewPromotion, PromotionError};
use orders::store::{self, OrderDetail};
use orders::{OrderError, PlaceOrder, Shopper, Wanted};

/// A fifth off five lamps of 45.00, two in one order, for an hour.
fn deal(shop: &Shop) -> NewPromotion {
    let rule = Rule::Deal { bps: 2_000 };
    let until = Some(shop.db.now().plus(DurationUs::from_mins(60)));
    let limit = Some(Limit { units: 5, each: 2 });
    NewPromotion { limit, until, ..promotion(shop, rule, Goods::These(vec![shop.lamp])) }
}

async fn lamps(shop: &Shop, key: &str, quantity: i64, seen: Option<Money>) -> PlaceOrder {
    let shopper = Shopper::Guest(shop.db.new_id());
    let lines = vec![Wanted { quantity, ..Wanted::one(shop.lamp) }];
    PlaceOrder { lines, ..order(shop, shopper, key, APPROVED, seen).await }
}

async fn placed(shop: &Shop, key: &str, quantity: i64) -> OrderDetail {
    let id = shop.orders.place(lamps(shop, key, quantity, None).await).await.unwrap().order();
    store::detail(&mut shop.db.read().await.unwrap(), id).await.unwrap()
}

async fn taken(shop: &Shop, id: PromotionId) -> i64 {
    let mut conn = shop.db.read().await.unwrap();
    promotions::report(&mut conn, shop.seller, id).await.unwrap().unwrap().taken
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_who_come_at_once_as_many_pay_less_as_there_are_units() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let id = make(&shop, deal(&shop)).await.unwrap();
            let mut rush = Vec::new();
            for n in 0..20 {
                rush.push(lamps(&shop, &format!("deal-{n}"), 1, None).await);
            }
            let orders: Vec<_> = rush
                .into_iter()
                .map(|input| {
                    let orders = shop.orders.clone();
                    tokio::spawn(async move { orders.place(input).await })
                })
                .collect();
            let mut off = Vec::new();
            for one in orders {
                let order = one.await.unwrap().unwrap().order();
                let detail = store::detail(&mut t.db().read().await.unwrap(), order).await.unwrap();
                off.push(detail.promoted_minor());
            }
            off.sort_unstable();
            assert_eq!(off, [vec![0; 15], vec![900; 5]].concat());
            assert_eq!(taken(&shop, id).await, 5);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_order_has_its_share_and_what_is_called_off_can_be_had_again() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let id = make(&shop, deal(&shop)).await.unwrap();
            assert_eq!(placed(&shop, "three", 3).await.promoted_minor(), 1_800, "two of three");
            let second = placed(&shop, "two", 2).await;
            assert_eq!((second.promoted_minor(), taken(&shop, id).await), (1_800, 4));
            // One is left, of the two that were shown: the dearer total is asked about.
            let shown = usd(2 * 4_500 - 1_800);
            let late = lamps(&shop, "late", 2, Some(shown)).await;
            let refused = shop.orders.place(late).await.unwrap_err();
            assert!(matches!(refused, OrderError::TotalRaised { .. }), "{refused}");
            assert_eq!(placed(&shop, "last", 2).await.promoted_minor(), 900);
            assert_eq!(placed(&shop, "none", 2).await.promoted_minor(), 0);

            let part = second.parts[0].part.id;
            shop.orders.cancel_by_seller(shop.seller, part, CancelReason::OutOfStock).await.unwrap();
            assert_eq!(taken(&shop, id).await, 3);
            assert_eq!(placed(&shop, "again", 1).await.promoted_minor(), 900);
            t.clock().advance(DurationUs::from_mins(60));
            assert_eq!(placed(&shop, "over", 1).await.promoted_minor(), 0, "the hour is over");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deal_without_a_limit_or_an_end_is_refused() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let sound = deal(&shop);
            for wrong in [
                NewPromotion { limit: None, ..sound.clone() },
                NewPromotion { limit: Some(Limit { units: 5, each: 6 }), ..sound.clone() },
                NewPromotion { goods: Goods::All, ..sound.clone() },
            ] {
                let refused = make(&shop, wrong).await.unwrap_err();
                assert!(matches!(refused, PromotionError::Rule(RuleError::BadLimit)), "{refused}");
            }
            let refused = make(&shop, NewPromotion { until: None, ..sound.clone() }).await.unwrap_err();
            assert!(matches!(refused, PromotionError::EndsFirst), "{refused}");
            let id = make(&shop, sound).await.unwrap();
            let kept = promotions::get(&mut t.db().read().await.unwrap(), id).await.unwrap().unwrap();
            assert_eq!(
                (kept.rule, kept.limit),
                (Rule::Deal { bps: 2_000 }, Some(Limit { units: 5, each: 2 }))
            );
        })
    })
    .await;
}
