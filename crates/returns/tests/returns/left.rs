//! What is left of an offer for its seller, to the cent, and never anything else than what the ledger moved.

use crate::common::{Delivered, Shop, USD, usd};
use crate::kept::{bought, coupon};
use catalog::Terms;
use db::Db;
use db::testing::on_both;
use domain::margin::Margin;
use domain::order::{CancelReason, Carrier};
use domain::plan::Plan;
use domain::returns::{Grade, ReturnReason};
use domain::{AccountId, DurationUs, OfferId, SellerId};
use ledger::{AccountRef, TransactionKind};
use reporting::{Range, Reporting, Skus};
use returns::{Graded, Refunded, Sending};

/// From now on a unit costs its seller this much.
async fn costs(shop: &Shop, offer: OfferId, minor: Option<i64>) {
    let terms = Terms { handling_days: None, cost: minor.map(usd) };
    shop.db
        .write(move |tx| Box::pin(async move { catalog::set_terms(tx, offer, terms, None).await }))
        .await
        .unwrap();
}

/// What is left of a seller's offers in these days.
async fn left(db: &Db, seller: SellerId, range: Range) -> Skus {
    assert!(Reporting::new(db.clone()).refresh_skus().await.unwrap());
    let mut conn = db.read().await.unwrap();
    reporting::skus(&mut conn, seller, USD, range, true, 100).await.unwrap()
}

/// What the ledger moved on a seller's balance for sales and what came back of them.
async fn moved(db: &Db, seller: SellerId, range: Range) -> i64 {
    let (from, to) = range.span();
    let mut conn = db.read().await.unwrap();
    let payable = AccountRef::seller_payable(seller, USD);
    let statement = ledger::statement(&mut conn, &payable, from, to).await.unwrap();
    let kinds = [TransactionKind::Sale, TransactionKind::Return, TransactionKind::Dispute];
    let lines = statement.lines.iter().filter(|line| kinds.contains(&line.kind));
    -lines.map(|line| line.amount.minor()).sum::<i64>()
}

fn today(shop: &Shop) -> Range {
    Range::last_days(shop.db.now().utc_day(), 1)
}

async fn comes_back(shop: &Shop, key: &str, of: Delivered, units: i64, grade: Grade, kept_bps: i64) {
    let why = match grade {
        Grade::AsNew | Grade::Used => ReturnReason::NoLongerWanted,
        Grade::Damaged | Grade::Empty => ReturnReason::Damaged,
    };
    let id = shop.back(key, of, units, why).await;
    let decision = shop.decides(key, id, grade, kept_bps).await;
    let ended = if grade == Grade::Empty { Refunded::Closed } else { Refunded::Refunded };
    assert_eq!(shop.returns.refund(decision).await.unwrap(), ended, "{key}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_an_offer_is_to_the_cent() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            shop.tax_fees(100_000).await;
            costs(&shop, shop.lamp, Some(3_000)).await;
            let lamp = shop.delivered("cents", shop.lamp, 3).await;
            // What it costs later is no matter of what was ordered before.
            costs(&shop, shop.lamp, Some(9_999)).await;
            comes_back(&shop, "one", lamp, 1, Grade::AsNew, 0).await;
            let found = left(&shop.db, shop.seller, today(&shop)).await;
            let expected = Margin {
                units: 3,
                sales_minor: 13_500,
                delivery_minor: 499,
                commission_minor: 1_120,
                item_fees_minor: 0,
                // 10 % of the 8.33 that stay charged.
                fee_tax_minor: 83,
                returned_units: 1,
                back_minor: 4_500,
                commission_back_minor: 359,
                back_fees_minor: 72,
                // The third one is on the shelf again.
                cost_minor: 6_000,
                uncosted_units: 0,
            };
            assert_eq!((found.in_all, found.lines[0].offer), (1, shop.lamp));
            assert_eq!((found.lines[0].now, found.now), (expected, expected));
            assert_eq!(found.lines[0].sku.as_deref(), Some("BRASS-LAMP"));
            assert_eq!(found.now.left_minor(), 13_500 + 499 - 1_120 - 83 - (4_500 - 359 + 72) - 6_000);
            let payable = AccountRef::seller_payable(shop.seller, USD);
            assert_eq!(found.now.proceeds_minor(), -shop.posted(payable).await);
            shop.assert_sound().await;

            reporting::rebuild(&shop.db).await.unwrap();
            assert_eq!(left(&shop.db, shop.seller, today(&shop)).await, found, "the log says the same again");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cost_that_nobody_knew_is_not_nothing_and_who_is_not_to_know_it_sees_none() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            shop.delivered("unknown", shop.lamp, 2).await;
            costs(&shop, shop.lamp, Some(1_000)).await;
            shop.delivered("known", shop.lamp, 1).await;
            let found = left(&shop.db, shop.seller, today(&shop)).await;
            assert_eq!((found.now.cost_minor, found.now.uncosted_units), (1_000, 2));
            let mut conn = shop.db.read().await.unwrap();
            let hidden =
                reporting::skus(&mut conn, shop.seller, USD, today(&shop), false, 100).await.unwrap();
            assert_eq!(hidden.now, found.now.without_cost());
            assert_eq!(hidden.lines[0].now.left_minor(), found.now.proceeds_minor());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cancelled_before_it_left_is_not_counted() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (shopper, whole) = shop.place("whole", shop.lamp, 2).await;
            let detail = orders::store::detail(&mut shop.db.read().await.unwrap(), whole).await.unwrap();
            shop.orders.cancel_by_shopper(shopper, detail.parts[0].part.id).await.unwrap();
            let (_, rest) = shop.place("rest", shop.lamp, 3).await;
            let (seller, part, _) = shop.ship(rest, "first", 1).await;
            shop.orders.cancel_by_seller(seller, part, CancelReason::OutOfStock).await.unwrap();
            shop.place("waits", shop.lamp, 1).await;
            let found = left(&shop.db, shop.seller, today(&shop)).await;
            assert_eq!((found.now.units, found.now.sales_minor), (1, 4_500));
            assert_eq!(found.now.proceeds_minor(), moved(&shop.db, shop.seller, today(&shop)).await);
            shop.assert_sound().await;
        })
    })
    .await;
}

/// The next number of a row that looks like chance and is the same each time.
fn next(seed: &mut u64, below: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % below
}

/// One order of the row: sold whole or in part, in one parcel or two, and some of it comes back.
async fn one_order(shop: &Shop, seed: &mut u64, number: usize) {
    let offer = if next(seed, 4) == 0 { shop.book } else { shop.lamp };
    let units = i64::try_from(next(seed, 3)).unwrap() + 2;
    let key = format!("order-{number}");
    if next(seed, 3) == 0 {
        let (_, order) = shop.place(&key, offer, units).await;
        let (seller, part, _) = shop.ship(order, "first", 1).await;
        if next(seed, 2) == 0 {
            shop.orders.cancel_by_seller(seller, part, CancelReason::CannotShip).await.unwrap();
        } else {
            shop.ship(order, "second", units - 1).await;
        }
        return;
    }
    let of = shop.delivered(&key, offer, units).await;
    let (grade, kept_bps) = match next(seed, 5) {
        0 => (Grade::AsNew, 0),
        1 => (Grade::Used, 3_333),
        2 => (Grade::Damaged, 0),
        3 => (Grade::Empty, 10_000),
        _ => return,
    };
    taxed_anew(shop, seed).await;
    let back = i64::try_from(next(seed, 2)).unwrap() + 1;
    comes_back(shop, &key, of, back, grade, kept_bps).await;
}

/// A new tax on fees now and then: what was charged before keeps its own.
async fn taxed_anew(shop: &Shop, seed: &mut u64) {
    if next(seed, 4) == 0 {
        shop.tax_fees(i64::try_from(next(seed, 30) + 1).unwrap() * 10_000).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_offers_together_brought_what_the_ledger_moved_in_any_days() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (seller, by) = (shop.seller, shop.db.new_id::<AccountId>());
            shop.db.write(move |tx| Box::pin(fees::choose(tx, seller, Plan::Individual, by))).await.unwrap();
            shop.tax_fees(190_000).await;
            t.clock().advance(DurationUs::from_days(1));
            costs(&shop, shop.lamp, Some(2_500)).await;
            let first = shop.db.now().utc_day();
            coupon(&shop, 1_000).await;
            let (shopper, order) = bought(&shop, 3).await;
            let of = shop.arrived(shopper, order, 3).await;
            comes_back(&shop, "cheaper", of, 1, Grade::AsNew, 0).await;
            let mut seed = 20_261_210;
            for number in 0..12 {
                let days = i64::try_from(next(&mut seed, 12)).unwrap();
                t.clock().advance(DurationUs::from_days(days));
                // Half of it is counted as it comes, the rest together.
                if number % 2 == 0 {
                    assert!(Reporting::new(shop.db.clone()).refresh_skus().await.unwrap());
                }
                one_order(&shop, &mut seed, number).await;
            }
            let last = shop.db.now().utc_day();
            let all = Range::new(first, last).unwrap();
            let found = left(&shop.db, seller, all).await;
            assert!(found.now.item_fees_minor > 0 && found.now.fee_tax_minor > 0, "{found:?}");
            assert!(found.now.units > 10 && found.now.returned_units > 0, "{found:?}");
            let payable = AccountRef::seller_payable(seller, USD);
            assert_eq!(found.now.proceeds_minor(), -shop.posted(payable).await);
            for _ in 0..12 {
                let from = first + i64::try_from(next(&mut seed, 40)).unwrap();
                let range = Range::last_days(from + 20, i64::try_from(next(&mut seed, 45)).unwrap() + 1);
                let found = left(&shop.db, seller, range).await;
                let (now, before) = (found.now.proceeds_minor(), found.before.proceeds_minor());
                assert_eq!(now, moved(&shop.db, seller, range).await, "{range:?}");
                assert_eq!(before, moved(&shop.db, seller, range.before()).await, "before {range:?}");
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_that_says_something_else_is_found() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            shop.delivered("sound", shop.lamp, 1).await;
            left(&shop.db, shop.seller, today(&shop)).await;
            shop.assert_sound().await;
            let tampered = shop.db.write::<u64, db::DbError, _>(|tx| {
                Box::pin(async move {
                    // One unit more was sold, in the day's sheet and not in the month's.
                    let text =
                        "UPDATE reporting_offer_sheets SET lines = REPLACE(lines, '[0,1,4500,', '[0,2,4600,')
                        WHERE span = 'day'";
                    tx.exec(db::sql(text)).await
                })
            });
            assert_eq!(tampered.await.unwrap(), 1);
            let found = reporting::check_skus(&mut shop.db.read().await.unwrap()).await.unwrap();
            assert_eq!(found.len(), 2, "the month is not its days, and the ledger moved less: {found:?}");
            let lost = shop.db.write::<u64, db::DbError, _>(|tx| {
                Box::pin(async move { tx.exec(db::sql("DELETE FROM reporting_offer_sheets")).await })
            });
            assert_eq!(lost.await.unwrap(), 2);
            let found = reporting::check_skus(&mut shop.db.read().await.unwrap()).await.unwrap();
            assert_eq!(found.len(), 2, "the ledger and the parcels know of a sale: {found:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_uses_up_the_unit_that_does_not_come_back_as_new() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            costs(&shop, shop.lamp, Some(3_000)).await;
            let lamp = shop.delivered("exchange", shop.lamp, 2).await;
            // One that is on the shelf again stands for the one that went out.
            for (key, grade, cost_minor) in [("fit", Grade::AsNew, 6_000), ("worn", Grade::Used, 9_000)] {
                let new = shop.asks(key, lamp, 1, ReturnReason::NoLongerWanted).await;
                let id = shop.returns.request_exchange(new, shop.lamp).await.unwrap();
                shop.returns.approve(shop.seller, id, None).await.unwrap();
                shop.returns.receive(shop.seller, id).await.unwrap();
                let restock = grade == Grade::AsNew;
                let graded = vec![Graded { line: lamp.line, grade, kept_bps: None, restock }];
                shop.returns.accept_exchange(shop.seller, id, graded).await.unwrap();
                let how = Sending { carrier: Carrier::Ups, tracking: "1Z-77".into() };
                shop.returns.send_replacement(shop.seller, id, how).await.unwrap();
                let found = left(&shop.db, shop.seller, today(&shop)).await.now;
                assert_eq!((found.units, found.cost_minor), (2, cost_minor), "{key}");
                assert_eq!((found.returned_units, found.refunds_minor()), (0, 0), "{key}");
                shop.assert_sound().await;
            }
            let found = left(&shop.db, shop.seller, today(&shop)).await;
            reporting::rebuild(&shop.db).await.unwrap();
            assert_eq!(left(&shop.db, shop.seller, today(&shop)).await, found, "the log says the same again");
        })
    })
    .await;
}
