//! Fourteen days, holds, and what happens when both meet.

use crate::support::*;
use db::testing::{TestDb, on_both};
use domain::DurationUs;
use domain::payout::{PayoutState, PayoutTerms, PayoutTrigger};
use domain::terms::Dated as _;
use payouts::PayoutError;

const CYCLE: DurationUs = PayoutTerms::USUAL.cycle();

/// What the server's sweep and its workers do.
async fn tick(shop: &Shop) {
    shop.payouts.sweep().await.unwrap();
    shop.worker().run_due().await.unwrap();
}

async fn due(shop: &Shop) -> i64 {
    let date = payouts::next_due(&mut shop.db.read().await.unwrap(), shop.seller).await.unwrap().unwrap();
    date.since(db::testing::START).as_secs() / 86_400
}

async fn ready(t: &TestDb, iban: &str) -> Shop {
    let shop = Shop::open(t).await;
    shop.bank(iban).await;
    shop.old_sale(10_000, 8).await;
    shop
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_is_paid_every_fourteen_days_and_once_after_a_long_break() {
    on_both(|t| {
        Box::pin(async move {
            let shop = ready(t, PAYS).await;
            t.clock().advance(DurationUs::from_micros(CYCLE.as_micros() - 1));
            tick(&shop).await;
            assert_eq!(shop.states().await, []);
            t.clock().advance(DurationUs::from_micros(1));
            tick(&shop).await;
            tick(&shop).await;
            assert_eq!(
                shop.all().await.iter().map(|p| p.asked_by).collect::<Vec<_>>(),
                [PayoutTrigger::Cycle]
            );
            assert_eq!(due(&shop).await, 28);
            // Nothing to pay: passed over, and the date moves on.
            t.clock().advance(CYCLE);
            tick(&shop).await;
            assert_eq!((shop.all().await.len(), due(&shop).await), (1, 42));
            shop.old_sale(4_000, 8).await;
            t.clock().advance(DurationUs::from_days(40));
            tick(&shop).await;
            assert_eq!((shop.all().await.len(), due(&shop).await), (2, 70));
            assert_eq!(shop.sent().await, (9_000 + 3_600, 2));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_back_is_tried_again_at_the_next_date() {
    on_both(|t| {
        Box::pin(async move {
            let shop = ready(t, CLOSED).await;
            for expected in [1, 2] {
                t.clock().advance(CYCLE);
                tick(&shop).await;
                assert_eq!(shop.states().await, vec![PayoutState::Rejected; expected]);
                assert_eq!(shop.figures().await, (9_000, 0, 9_000));
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_stops_both_and_what_fell_due_is_paid_when_it_ends() {
    on_both(|t| {
        Box::pin(async move {
            let shop = ready(t, PAYS).await;
            for reason in [" x ", "a\0fraud"] {
                let refused = shop.hold_for(true, reason).await;
                assert!(matches!(refused, Err(PayoutError::BadReason)), "{reason:?}");
            }
            assert!(shop.hold(true).await.unwrap());
            assert!(!shop.hold(true).await.unwrap(), "it is held already");
            assert!(matches!(shop.pay_now("held").await, Err(PayoutError::Held)));
            t.clock().advance(CYCLE);
            tick(&shop).await;
            assert_eq!(shop.states().await, []);
            let mut conn = shop.db.read().await.unwrap();
            let hold = payouts::current_hold(&mut conn, shop.seller).await.unwrap().unwrap();
            assert_eq!((hold.reason.as_str(), hold.by_account), ("Looks like a fraud", shop.owner));
            drop(conn);
            assert!(shop.hold(false).await.unwrap());
            shop.worker().run_due().await.unwrap();
            assert_eq!(shop.states().await, [PayoutState::Paid]);
            assert_eq!(due(&shop).await, 28);
            let mut conn = shop.db.read().await.unwrap();
            let log = payouts::history(&mut conn, 10).await.unwrap();
            assert_eq!(log.iter().map(|entry| entry.held).collect::<Vec<_>>(), [false, true]);
            assert!(payouts::current_hold(&mut conn, shop.seller).await.unwrap().is_none());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_on_its_way_is_not_stopped_by_a_hold_nor_begun_twice_by_a_date() {
    on_both(|t| {
        Box::pin(async move {
            let shop = ready(t, LATE).await;
            t.clock().advance(DurationUs::from_micros(CYCLE.as_micros() - 1));
            let id = shop.pay_now("late").await.unwrap().id;
            shop.old_sale(3_000, 8).await;
            t.clock().advance(DurationUs::from_micros(1));
            tick(&shop).await;
            assert_eq!(shop.all().await.len(), 1, "one on its way at a time");
            assert_eq!(due(&shop).await, 14, "the date waits");
            shop.hold(true).await.unwrap();
            t.clock().advance(DurationUs::from_hours(2));
            tick(&shop).await;
            assert_eq!(shop.payout(id).await.state, PayoutState::Paid);
            shop.hold(false).await.unwrap();
            tick(&shop).await;
            t.clock().advance(DurationUs::from_hours(2));
            tick(&shop).await;
            assert_eq!(shop.states().await, [PayoutState::Paid, PayoutState::Paid]);
            assert_eq!(shop.sent().await.0, 9_000 + 2_700);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_sweep_at_once_and_pay_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = ready(t, PAYS).await;
            let beside = shop.beside(t).await;
            t.clock().advance(CYCLE);
            tokio::join!(tick(&shop), tick(&beside));
            assert_eq!(shop.states().await, [PayoutState::Paid]);
            assert_eq!(shop.sent().await, (9_000, 1));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shorter_cycle_counts_from_the_next_date_on() {
    on_both(|t| {
        Box::pin(async move {
            let shop = ready(t, PAYS).await;
            crate::terms::say(&shop, PayoutTerms { cycle_days: 7, ..PayoutTerms::USUAL }, None).await;
            assert_eq!(due(&shop).await, 14, "a date that was told stays");
            t.clock().advance(CYCLE);
            tick(&shop).await;
            assert_eq!((shop.all().await.len(), due(&shop).await), (1, 21));
            shop.assert_sound().await;
        })
    })
    .await;
}
