//! Coupons that sellers make themselves: once for each key, of their own goods, ended for good.

use crate::common::{APPROVED, Shop, address, usd};
use crate::coupons::{coupon, filled, order, ten_percent};
use db::DbError;
use db::testing::on_both;
use domain::coupon::{Benefit, CouponCode, Funding, Refusal, Terms};
use domain::key::IdempotencyKey;
use domain::order::CancelReason;
use domain::{CouponId, Currency, DurationUs, SellerId};
use orders::coupons::{self, CouponError, MOST_A_DAY, MOST_OPEN, NewCoupon, NewOwnCoupon, Scope};
use orders::{Wanted, quote, store};

/// Ten percent off the seller's goods, from 10.00 on.
fn own(shop: &Shop, key: &str) -> NewOwnCoupon {
    let terms = Terms { most_off: None, minimum: Some(usd(1_000)), from: shop.db.now(), ..ten_percent() };
    NewOwnCoupon {
        seller: shop.seller,
        code: CouponCode::parse("spring").unwrap(),
        terms,
        category: None,
        currency: Currency::USD,
        made_by: shop.db.new_id(),
        key: IdempotencyKey::parse(&format!("own-coupon-{key}-0000")).unwrap(),
    }
}

async fn make(shop: &Shop, new: &NewOwnCoupon) -> Result<CouponId, CouponError> {
    let new = new.clone();
    shop.db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { coupons::create_own(tx, &new).await })
        })
        .await
}

async fn end(shop: &Shop, seller: SellerId, id: CouponId) -> bool {
    let ended: Result<bool, DbError> = shop.db.write(move |tx| Box::pin(coupons::end(tx, seller, id))).await;
    ended.unwrap()
}

async fn refused(shop: &Shop) -> Option<Refusal> {
    let mut conn = shop.db.read().await.unwrap();
    let wanted = [Wanted::one(shop.lamp)];
    let mut quote = quote::quote(&mut conn, &wanted, Some(&address())).await.unwrap();
    let declined = coupons::apply(&mut conn, &mut quote, "SPRING", None).await.unwrap();
    declined.map(|declined| declined.refusal)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_makes_one_coupon_for_each_key() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let new = own(&shop, "once");
            let id = make(&shop, &new).await.unwrap();
            // Later, and as if from now on: the same press.
            t.clock().advance(DurationUs::from_mins(1));
            let again =
                NewOwnCoupon { terms: Terms { from: t.db().now(), ..new.terms.clone() }, ..new.clone() };
            assert_eq!(make(&shop, &again).await.unwrap(), id);
            let other = Terms { benefit: Benefit::Percent { bps: 2_000 }, ..new.terms.clone() };
            let other = make(&shop, &NewOwnCoupon { terms: other, ..new.clone() }).await;
            assert!(matches!(other, Err(CouponError::KeyReused)), "{other:?}");
            assert!(end(&shop, shop.seller, id).await);
            assert_eq!(make(&shop, &new).await.unwrap(), id, "an ended one is the same coupon, too");
            let mut conn = t.db().read().await.unwrap();
            let reports = coupons::reports_of_seller(&mut conn, shop.seller, 10).await.unwrap();
            let ids: Vec<CouponId> = reports.iter().map(|report| report.coupon.id).collect();
            assert_eq!(ids, [id]);
            assert_eq!(reports[0].coupon.funding, Funding::Seller);
            let stranger: SellerId = t.db().new_id();
            assert!(coupons::report(&mut conn, stranger, id).await.unwrap().is_none());
            assert!(coupons::reports_after(&mut conn, shop.seller, Some(id), 10).await.unwrap().is_empty());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_of_a_sellers_coupons_says_in_names_what_it_is_for() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            make(&shop, &own(&shop, "all")).await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            let category = catalog::category_tree(&mut conn).await.unwrap().all()[0].clone();
            let seller = sellers::get(&mut conn, shop.seller).await.unwrap().unwrap().name;
            drop(conn);
            let code = CouponCode::parse("summer").unwrap();
            let some = NewOwnCoupon { code, category: Some(category.id), ..own(&shop, "some") };
            t.clock().advance(DurationUs::from_mins(1));
            make(&shop, &some).await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            let reports = coupons::reports_of_seller(&mut conn, shop.seller, 10).await.unwrap();
            let named: Vec<_> = reports.into_iter().map(|report| report.only_for).collect();
            assert_eq!(named, [vec![category.name, seller.clone()], vec![seller]]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_equal_presses_at_once_both_get_the_one_coupon() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let new = own(&shop, "twice");
            let (a, b) = tokio::join!(make(&shop, &new), make(&shop, &new));
            assert_eq!(a.unwrap(), b.unwrap());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_seller_may_not_make_is_refused_by_name() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let new = own(&shop, "wrong");
            let with = |terms: Terms| NewOwnCoupon { terms, ..new.clone() };
            let base = &new.terms;
            let (now, nobody) = (t.db().now(), t.db().new_id());
            for (wrong, expected) in [
                (with(Terms { benefit: Benefit::Percent { bps: 9_500 }, ..base.clone() }), "TooMuch"),
                (with(Terms { benefit: Benefit::Percent { bps: 0 }, ..base.clone() }), "BadPercent"),
                (with(Terms { benefit: Benefit::Amount(usd(1_000)), ..base.clone() }), "TooMuch"),
                (with(Terms { benefit: Benefit::Amount(usd(0)), ..base.clone() }), "BadAmount"),
                (
                    with(Terms {
                        until: Some(now),
                        from: now.minus(DurationUs::from_days(1)),
                        ..base.clone()
                    }),
                    "EndsFirst",
                ),
                (with(Terms { most_uses: Some(0), ..base.clone() }), "BadUses"),
                (NewOwnCoupon { category: Some(t.db().new_id()), ..new.clone() }, "NoSuchScope"),
                (NewOwnCoupon { seller: nobody, ..new.clone() }, "NoSuchScope"),
            ] {
                assert_eq!(format!("{:?}", make(&shop, &wrong).await.unwrap_err()), expected);
            }
            // Whoever has the code: here it is the platform.
            let theirs: NewCoupon = coupon(&shop, ten_percent());
            crate::coupons::make(&shop, theirs).await.unwrap();
            assert!(matches!(make(&shop, &new).await, Err(CouponError::CodeTaken)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_has_so_many_open_coupons_and_an_ended_one_makes_room() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let numbered = |n: i64| NewOwnCoupon {
                code: CouponCode::parse(&format!("SALE-{n}")).unwrap(),
                ..own(&shop, &format!("many{n}"))
            };
            let first = make(&shop, &numbered(0)).await.unwrap();
            for n in 1..MOST_OPEN {
                make(&shop, &numbered(n)).await.unwrap();
            }
            let more = make(&shop, &numbered(MOST_OPEN)).await;
            assert!(matches!(more, Err(CouponError::TooMany)), "{more:?}");
            assert!(end(&shop, shop.seller, first).await);
            make(&shop, &numbered(MOST_OPEN)).await.unwrap();
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_takes_so_many_codes_within_a_day_though_it_ends_each() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let numbered = |n: i64| NewOwnCoupon {
                code: CouponCode::parse(&format!("SALE-{n}")).unwrap(),
                ..own(&shop, &format!("often{n}"))
            };
            for n in 0..MOST_A_DAY {
                let id = make(&shop, &numbered(n)).await.unwrap();
                assert!(end(&shop, shop.seller, id).await);
            }
            let more = make(&shop, &numbered(MOST_A_DAY)).await;
            assert!(matches!(more, Err(CouponError::TooOften)), "{more:?}");
            make(&shop, &numbered(0)).await.expect("the same press as before");
            t.clock().advance(DurationUs::from_days(1));
            make(&shop, &numbered(MOST_A_DAY)).await.unwrap();
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_ends_its_own_for_good_and_nobody_elses() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let later = t.db().now().plus(DurationUs::from_days(3));
            let new = own(&shop, "ended");
            let new = NewOwnCoupon { terms: Terms { from: later, ..new.terms.clone() }, ..new };
            let id = make(&shop, &new).await.unwrap();
            assert_eq!(refused(&shop).await, Some(Refusal::NotYet { from: later }));
            assert!(!end(&shop, t.db().new_id(), id).await, "to another seller there is no such coupon");
            assert!(!end(&shop, shop.seller, t.db().new_id()).await);
            assert_eq!(refused(&shop).await, Some(Refusal::NotYet { from: later }));
            let ended = t.db().now();
            assert!(end(&shop, shop.seller, id).await);
            assert_eq!(refused(&shop).await, Some(Refusal::Ended { until: ended }), "though it never began");
            // Again it says the same, and an operator who lets it go on brings nothing back.
            t.clock().advance(DurationUs::from_days(4));
            assert!(end(&shop, shop.seller, id).await);
            let resumed: Result<bool, DbError> =
                t.db().write(move |tx| Box::pin(coupons::pause(tx, id, false))).await;
            assert!(resumed.unwrap());
            assert_eq!(refused(&shop).await, Some(Refusal::Ended { until: ended }));
            // What the platform gives is not the seller's to end.
            let scope = Scope { seller: Some(shop.seller), category: None };
            let code = CouponCode::parse("PLATFORM").unwrap();
            let theirs = NewCoupon { scope, code, ..coupon(&shop, ten_percent()) };
            let theirs = crate::coupons::make(&shop, theirs).await.unwrap();
            assert!(!end(&shop, shop.seller, theirs).await);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_cost_is_of_the_sellers_own_lines_and_of_what_was_not_cancelled() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let id = make(&shop, &own(&shop, "cost")).await.unwrap();
            let shopper = filled(&shop).await;
            let input = order(&shop, shopper, "own", APPROVED, None).await;
            let placed = shop.orders.place(input).await.unwrap().order();
            let report = async || {
                let mut conn = shop.db.read().await.unwrap();
                coupons::report(&mut conn, shop.seller, id).await.unwrap().unwrap()
            };
            // Two lamps of 45.00; the book is another seller's.
            let done = report().await;
            assert_eq!((done.coupon.used, done.given), (1, vec![usd(900)]));
            let detail = store::detail(&mut shop.db.read().await.unwrap(), placed).await.unwrap();
            assert_eq!(detail.order.discount_minor, 900);
            let part = detail.parts.iter().find(|p| p.part.seller_id == shop.seller).unwrap().part.id;
            shop.orders.cancel_by_seller(shop.seller, part, CancelReason::CannotShip).await.unwrap();
            let done = report().await;
            assert_eq!((done.coupon.used, done.given), (1, vec![usd(0)]), "the other half stands");
            shop.assert_sound().await;
        })
    })
    .await;
}
