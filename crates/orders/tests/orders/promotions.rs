//! Promotions from the cart to the ledger: what is shown is what is charged, a coupon takes of what is left, and what a
//! line had off comes back with it.

use crate::common::{APPROVED, Shop, address, usd};
use crate::coupons::{coupon, make as make_coupon, order, ten_percent};
use db::sql;
use db::testing::on_both;
use domain::key::IdempotencyKey;
use domain::order::{CancelReason, Carrier};
use domain::promotion::{Goods, Rule, RuleError};
use domain::{CartId, DurationUs, LineId, Money, OfferId, PromotionId, SellerId};
use orders::promotions::{self, Giver, NewPromotion, PromotionError};
use orders::store::{self, OrderDetail};
use orders::{OrderError, PlaceOrder, Quote, Ship, Shopper, Wanted, quote};

pub const THIRD_FREE: Rule = Rule::BuyGet { buy: 2, get: 1, bps: 10_000 };

pub fn promotion(shop: &Shop, rule: Rule, goods: Goods) -> NewPromotion {
    NewPromotion {
        giver: Giver::Seller(shop.seller),
        title: "Spring".into(),
        rule,
        goods,
        limit: None,
        from: shop.db.now(),
        until: None,
        made_by: shop.db.new_id(),
        key: IdempotencyKey::parse(&shop.db.new_id::<CartId>().to_string()).unwrap(),
    }
}

pub async fn make(shop: &Shop, new: NewPromotion) -> Result<PromotionId, PromotionError> {
    shop.db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { promotions::create(tx, &new).await })
        })
        .await
}

pub async fn pause(shop: &Shop, seller: Option<SellerId>, id: PromotionId, paused: bool) -> bool {
    shop.db
        .write(move |tx| Box::pin(async move { promotions::pause(tx, seller, id, paused).await }))
        .await
        .unwrap()
}

pub fn lamps(shop: &Shop, quantity: i64) -> Vec<Wanted> {
    vec![Wanted { quantity, ..Wanted::one(shop.lamp) }, Wanted::one(shop.book)]
}

pub async fn quoted(shop: &Shop, wanted: &[Wanted]) -> Quote {
    quote::quote(&mut shop.db.read().await.unwrap(), wanted, Some(&address())).await.unwrap()
}

/// A guest's order of three lamps and a book.
async fn three(shop: &Shop, key: &str, shopper: Shopper, seen: Option<Money>) -> PlaceOrder {
    PlaceOrder { lines: lamps(shop, 3), ..order(shop, shopper, key, APPROVED, seen).await }
}

pub async fn placed(shop: &Shop, key: &str) -> OrderDetail {
    let input = three(shop, key, Shopper::Guest(shop.db.new_id()), None).await;
    let id = shop.orders.place(input).await.unwrap().order();
    store::detail(&mut shop.db.read().await.unwrap(), id).await.unwrap()
}

pub fn lamp_line(shop: &Shop, detail: &OrderDetail) -> (SellerId, LineId) {
    let part = detail.parts.iter().find(|p| p.part.seller_id == shop.seller).unwrap();
    (part.part.seller_id, part.lines[0].id)
}

pub async fn ship(shop: &Shop, detail: &OrderDetail, units: i64, key: &str) {
    let (seller, line) = lamp_line(shop, detail);
    let lines = vec![(line, units)];
    let ship = Ship {
        key: format!("test-promo-ship-{key}"),
        seller,
        lines,
        carrier: Carrier::Ups,
        tracking: "1Z-999".into(),
    };
    shop.orders.ship(ship).await.unwrap();
}

/// What was posted to the seller for goods.
pub async fn earned(shop: &Shop) -> i64 {
    let text = "SELECT CAST(COALESCE(SUM(-g.amount_minor), 0) AS BIGINT) FROM ledger_postings g
                JOIN ledger_accounts a ON a.id = g.account_id
                WHERE g.layer = 'posted' AND a.purpose = 'seller_payable' AND g.memo = 'item'";
    let (minor,): (i64,) = shop.db.read().await.unwrap().one(sql(text)).await.unwrap();
    minor
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_cart_says_is_what_the_order_keeps_and_the_seller_earns() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let goods = Goods::These(vec![shop.lamp]);
            let id = make(&shop, promotion(&shop, THIRD_FREE, goods)).await.unwrap();
            let quote = quoted(&shop, &lamps(&shop, 3)).await;
            // Three lamps of 45.00, one free; 20.00 of another seller's; 7.25 % on 90.00 and on 20.00; two parcels.
            assert_eq!((quote.items, quote.promoted, quote.discount), (usd(15_500), usd(4_500), usd(4_500)));
            assert_eq!((quote.tax, quote.total), (usd(653 + 145), usd(11_000 + 998 + 798)));
            let input = three(&shop, "kept", Shopper::Guest(t.db().new_id()), Some(quote.total)).await;
            let order = shop.orders.place(input.clone()).await.unwrap();
            assert_eq!(shop.orders.place(input).await.unwrap(), order, "the same press is the same order");
            let detail = store::detail(&mut t.db().read().await.unwrap(), order.order()).await.unwrap();
            assert_eq!((detail.order.total_minor, detail.promoted_minor()), (quote.total.minor(), 4_500));
            let (_, line) = lamp_line(&shop, &detail);
            let part = detail.parts.iter().find(|p| p.promotions.contains_key(&line)).unwrap();
            let taken = part.promotions[&line][0];
            assert_eq!((taken.promotion, taken.rule, taken.units), (id, THIRD_FREE, 3));
            ship(&shop, &detail, 3, "a").await;
            assert_eq!(earned(&shop).await, 9_000, "the seller gives it");
            let reports =
                promotions::reports(&mut t.db().read().await.unwrap(), shop.seller, 10).await.unwrap();
            let done = &reports[0];
            assert_eq!(
                (done.offers.clone(), done.orders, done.given.clone()),
                (vec![shop.lamp], 1, vec![usd(4_500)])
            );
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_takes_of_what_promotions_leave() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            make(&shop, promotion(&shop, THIRD_FREE, Goods::All)).await.unwrap();
            make_coupon(&shop, coupon(&shop, ten_percent())).await.unwrap();
            let shopper = crate::coupons::filled(&shop).await;
            let input = three(&shop, "both", shopper, None).await;
            let id = shop.orders.place(input).await.unwrap().order();
            let detail = store::detail(&mut t.db().read().await.unwrap(), id).await.unwrap();
            // 45.00 by the promotion; then a tenth of the 90.00 that are left, and of the book's 20.00.
            assert_eq!((detail.promoted_minor(), detail.order.discount_minor), (4_500, 4_500 + 1_100));
            let (_, line) = lamp_line(&shop, &detail);
            let lamp = detail.parts.iter().flat_map(|p| &p.lines).find(|l| l.id == line).unwrap();
            assert_eq!(
                (lamp.discount_minor, lamp.subsidy_minor),
                (5_400, 900),
                "the platform gives the coupon's"
            );
            let reports = orders::coupons::reports(&mut t.db().read().await.unwrap(), 10).await.unwrap();
            assert_eq!(reports[0].given, vec![usd(1_100)], "the coupon did not give the promotion's");
            ship(&shop, &detail, 3, "a").await;
            assert_eq!(earned(&shop).await, 9_000);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_unit_that_is_sent_or_called_off_has_its_share() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            make(&shop, promotion(&shop, THIRD_FREE, Goods::All)).await.unwrap();
            let detail = placed(&shop, "parts").await;
            ship(&shop, &detail, 1, "a").await;
            let (seller, line) = lamp_line(&shop, &detail);
            let part = detail.parts.iter().find(|p| p.lines.iter().any(|l| l.id == line)).unwrap().part.id;
            shop.orders.cancel_by_seller(seller, part, CancelReason::CannotShip).await.unwrap();
            // One of three lamps: a third of the 90.00 that three cost.
            assert_eq!(earned(&shop).await, 3_000);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_holds_while_it_runs_and_a_higher_total_is_asked_about() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let day = DurationUs::from_days(1);
            let later = NewPromotion {
                from: t.db().now().plus(day),
                until: Some(t.db().now().plus(DurationUs::from_days(2))),
                ..promotion(&shop, THIRD_FREE, Goods::All)
            };
            make(&shop, later).await.unwrap();
            let all = lamps(&shop, 3);
            let off = async || quoted(&shop, &all).await.promoted.minor();
            assert_eq!(off().await, 0);
            t.clock().advance(day);
            assert_eq!(off().await, 4_500);
            t.clock().advance(day);
            assert_eq!(off().await, 0);

            let id = make(&shop, promotion(&shop, THIRD_FREE, Goods::All)).await.unwrap();
            let seen = quoted(&shop, &all).await.total;
            assert!(!pause(&shop, Some(shop.platform), id, true).await, "another seller's is none");
            assert!(pause(&shop, Some(shop.seller), id, true).await);
            let input = three(&shop, "stopped", Shopper::Guest(t.db().new_id()), Some(seen)).await;
            let error = shop.orders.place(input.clone()).await.unwrap_err();
            assert!(matches!(error, OrderError::TotalRaised { .. }), "{error}");
            assert!(pause(&shop, Some(shop.seller), id, false).await);
            assert!(shop.orders.place(input).await.is_ok(), "the key was left free");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_almost_reached_is_told() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let set = Rule::FromUnits { units: 4, bps: 1_000 };
            make(&shop, promotion(&shop, set, Goods::All)).await.unwrap();
            let near = quoted(&shop, &lamps(&shop, 3)).await.parts.into_iter().flat_map(|p| p.near);
            assert_eq!(near.map(|n| (n.rule, n.missing)).collect::<Vec<_>>(), [(set, 1)]);
            let reached = quoted(&shop, &lamps(&shop, 4)).await;
            assert!(reached.parts.iter().all(|p| p.near.is_empty()));
            assert_eq!(reached.promoted, usd(1_800));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_equal_presses_make_one_and_another_with_that_key_is_refused() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let new = promotion(&shop, THIRD_FREE, Goods::These(vec![shop.lamp]));
            let mut presses = tokio::task::JoinSet::new();
            for _ in 0..20 {
                let (db, new) = (t.db(), new.clone());
                presses.spawn(async move {
                    db.write(move |tx| {
                        let new = new.clone();
                        Box::pin(async move { promotions::create(tx, &new).await })
                    })
                    .await
                });
            }
            let ids: Vec<PromotionId> = presses.join_all().await.into_iter().map(Result::unwrap).collect();
            assert!(ids.iter().all(|id| *id == ids[0]));
            // A press that was lost for a while comes at another moment.
            t.clock().advance(DurationUs::from_secs(9));
            let later = NewPromotion { from: t.db().now(), ..new.clone() };
            assert_eq!(make(&shop, later).await.unwrap(), ids[0]);
            for other in [
                NewPromotion { title: "Autumn".into(), ..new.clone() },
                NewPromotion { goods: Goods::All, ..new.clone() },
                NewPromotion { rule: Rule::FromUnits { units: 3, bps: 100 }, ..new.clone() },
            ] {
                let refused = make(&shop, other).await.unwrap_err();
                assert!(matches!(refused, PromotionError::Order(OrderError::KeyReused)), "{refused}");
            }
            let reports =
                promotions::reports(&mut t.db().read().await.unwrap(), shop.seller, 10).await.unwrap();
            assert_eq!(reports.len(), 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_is_refused() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let sound = promotion(&shop, THIRD_FREE, Goods::All);
            let now = t.db().now();
            let refused = async |new: NewPromotion| make(&shop, new).await.unwrap_err();
            let of = |offers: Vec<OfferId>| NewPromotion { goods: Goods::These(offers), ..sound.clone() };
            assert!(matches!(refused(of(vec![shop.lamp, shop.book])).await, PromotionError::NotTheirs));
            assert!(matches!(refused(of(vec![t.db().new_id()])).await, PromotionError::NotTheirs));
            assert!(matches!(refused(of(vec![])).await, PromotionError::NotTheirs));
            for title in ["", "   ", "Three for\0two", &"x".repeat(81)] {
                let new = NewPromotion { title: title.into(), ..sound.clone() };
                assert!(matches!(refused(new).await, PromotionError::BadTitle));
            }
            for until in [now, now.minus(DurationUs::from_secs(1))] {
                let new = NewPromotion { until: Some(until), ..sound.clone() };
                assert!(matches!(refused(new).await, PromotionError::EndsFirst));
            }
            let twice = of(vec![shop.lamp, shop.lamp]);
            let new = NewPromotion { rule: Rule::Set { bps: 500 }, ..twice };
            assert!(matches!(refused(new).await, PromotionError::Rule(RuleError::BadSet)));
            let new = NewPromotion { rule: Rule::Set { bps: 500 }, ..sound.clone() };
            assert!(matches!(refused(new).await, PromotionError::Rule(RuleError::BadSet)));
            for _ in 0..promotions::MOST_OPEN {
                make(&shop, promotion(&shop, THIRD_FREE, Goods::All)).await.unwrap();
            }
            assert!(matches!(refused(sound.clone()).await, PromotionError::TooMany));
            // Fifty that are equal take off what one does.
            assert_eq!(quoted(&shop, &lamps(&shop, 3)).await.promoted, usd(4_500));
        })
    })
    .await;
}
