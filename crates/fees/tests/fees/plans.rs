//! A plan through its months: free, paid, unpaid, given up; chosen, ended, kept.

use crate::support::*;
use db::testing::{Tampering, each_is_found, on_both};
use db::{Db, DbError, sql};
use domain::plan::{ChargeState, Plan, PlanPrices};
use domain::{Currency, DurationUs};
use fees::{FeeError, SayPrices};

#[tokio::test(flavor = "multi_thread")]
async fn the_first_month_is_free_and_the_next_ones_leave_the_balance_once_each() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.earn(10_000).await;
            shop.choose(Plan::Professional).await.unwrap();
            assert!(matches!(shop.choose(Plan::Professional).await, Err(FeeError::SamePlan)));
            shop.live(t, 27).await;
            assert_eq!((shop.money().await, shop.charges().await.len()), ((10_000, 0), 0));
            shop.live(t, 5).await;
            assert_eq!((shop.money().await, shop.states().await), ((6_001, 3_999), vec![ChargeState::Paid]));
            // Another server looks at the same moment, and again.
            let other = shop.beside(t).await;
            t.clock().advance(DurationUs::from_days(30));
            tokio::join!(shop.tick(), other.tick());
            other.tick().await;
            assert_eq!(shop.money().await, (2_002, 7_998));
            let months = shop.charges().await;
            assert_eq!(months[0].month_from_us, months[1].month_to_us);
            assert_eq!(shop.mails().await, 0);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_that_nobody_can_pay_is_tried_four_times_and_ends_the_plan() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.earn(3_998).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.live(t, 30).await;
            assert_eq!((shop.states().await, shop.mails().await), (vec![ChargeState::Due], 1));
            assert_eq!(shop.plan().await, Some(Plan::Professional), "nothing changes before the last try");
            shop.live(t, 13).await;
            assert_eq!((shop.charges().await[0].failed, shop.mails().await), (3, 3));
            shop.live(t, 2).await;
            assert_eq!((shop.states().await, shop.mails().await), (vec![ChargeState::GivenUp], 4));
            assert_eq!((shop.plan().await, shop.money().await), (Some(Plan::Individual), (3_998, 0)));
            // Nobody is asked any more, and there is no second free month.
            shop.live(t, 40).await;
            assert_eq!((shop.charges().await.len(), shop.mails().await), (1, 4));
            let refused = shop.choose(Plan::Professional).await;
            assert!(matches!(refused, Err(FeeError::NotCovered { month }) if month == usd(3_999)));
            assert_eq!((shop.plan().await, shop.charges().await.len()), (Some(Plan::Individual), 1));
            shop.earn(1).await;
            shop.choose(Plan::Professional).await.unwrap();
            assert_eq!((shop.plan().await, shop.money().await), (Some(Plan::Professional), (0, 3_999)));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_that_nobody_made_for_weeks_do_not_follow_each_other_at_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.live(t, 30).await;
            assert_eq!(shop.states().await, [ChargeState::Due]);
            // Nothing runs for a month; then the server looks every quarter of an hour.
            t.clock().advance(DurationUs::from_days(28));
            for _ in 0..8 {
                shop.tick().await;
                t.clock().advance(DurationUs::from_mins(15));
            }
            assert_eq!((shop.charges().await[0].failed, shop.plan().await), (2, Some(Plan::Professional)));
            shop.live(t, 2).await;
            assert_eq!(
                (shop.states().await, shop.plan().await),
                (vec![ChargeState::GivenUp], Some(Plan::Individual))
            );
            assert_eq!(shop.mails().await, 4);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_that_is_paid_late_ends_when_it_would_have() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.live(t, 33).await;
            shop.earn(4_000).await;
            shop.live(t, 10).await;
            assert_eq!((shop.states().await, shop.money().await), (vec![ChargeState::Paid], (1, 3_999)));
            let month = shop.charges().await.remove(0);
            let running =
                fees::subscription(&mut shop.db.read().await.unwrap(), shop.seller).await.unwrap().unwrap();
            assert_eq!((running.next_us, running.months), (month.month_to_us, 2));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_ends_with_the_month_that_was_paid_and_can_be_kept_until_then() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.earn(100_000).await;
            let started = shop.choose(Plan::Professional).await.unwrap();
            let ends = shop.choose(Plan::Individual).await.unwrap();
            assert!(ends > started.plus(DurationUs::from_days(27)));
            assert_eq!(shop.plan().await, Some(Plan::Professional));
            assert!(matches!(shop.choose(Plan::Individual).await, Err(FeeError::SamePlan)));
            shop.choose(Plan::Professional).await.unwrap();
            shop.live(t, 32).await;
            assert_eq!(shop.states().await, [ChargeState::Paid]);
            shop.choose(Plan::Individual).await.unwrap();
            shop.live(t, 32).await;
            assert_eq!((shop.plan().await, shop.money().await), (Some(Plan::Individual), (96_001, 3_999)));
            let causes: Vec<_> =
                fees::plans_of(&mut shop.db.read().await.unwrap(), shop.seller, 10).await.unwrap();
            let causes: Vec<_> = causes.into_iter().map(|change| (change.plan.0, change.cause)).collect();
            assert_eq!(
                causes,
                [(Plan::Individual, fees::PlanCause::Ended), (Plan::Professional, fees::PlanCause::Chosen)]
            );
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_while_a_month_is_unpaid_leaves_at_once_and_owes_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.live(t, 31).await;
            shop.choose(Plan::Individual).await.unwrap();
            assert_eq!(
                (shop.plan().await, shop.states().await),
                (Some(Plan::Individual), vec![ChargeState::GivenUp])
            );
            shop.earn(10_000).await;
            shop.live(t, 20).await;
            assert_eq!(shop.money().await, (10_000, 0));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_counts_for_months_that_begin_after_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.earn(100_000).await;
            shop.choose(Plan::Professional).await.unwrap();
            let (now, by) = (shop.db.now(), shop.owner);
            let said = move |monthly_minor: i64, days: i64, reason: &str| SayPrices {
                prices: PlanPrices { currency: Currency::USD, monthly_minor, item_minor: 50 },
                starts_at: Some(now.plus(DurationUs::from_days(days))),
                reason: reason.into(),
                by,
            };
            let say = async |said: SayPrices| {
                shop.db
                    .write(move |tx| {
                        let said = said.clone();
                        Box::pin(async move { fees::say_prices(tx, &said).await })
                    })
                    .await
            };
            assert!(matches!(say(said(1, -1, "in the past")).await, Err(FeeError::InThePast)));
            assert!(matches!(say(said(-1, 1, "a present")).await, Err(FeeError::BadPrice)));
            for reason in [" x ", "a\0bc"] {
                assert!(matches!(say(said(1, 1, reason)).await, Err(FeeError::BadReason)));
            }
            say(said(4_900, 40, "costs rose")).await.unwrap();
            say(said(0, 70, "a free summer")).await.unwrap();
            shop.live(t, 100).await;
            let paid: Vec<_> = shop.charges().await.iter().map(|c| (c.amount_minor, c.state.0)).collect();
            assert_eq!(
                paid,
                [(0, ChargeState::Paid), (4_900, ChargeState::Paid), (3_999, ChargeState::Paid)]
            );
            assert_eq!(shop.money().await, (100_000 - 8_899, 8_899));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_names_a_month_that_left_no_balance() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.earn(10_000).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.live(t, 31).await;
            shop.assert_sound().await;
            let id = shop.charges().await.remove(0).id;
            shop.db
                .write(move |tx| {
                    Box::pin(async move {
                        let statement = db::sql("UPDATE fees_charges SET amount_minor = 3998 WHERE id = $1");
                        tx.exec(statement.bind(id)).await
                    })
                })
                .await
                .unwrap();
            let found = fees::check(&mut shop.db.read().await.unwrap()).await.unwrap();
            assert_eq!(found.len(), 2);
            assert_eq!(found[0].row, format!("fees_charges {id}"));
            assert_eq!(found[0].detail, "expected 3998, found 3999");
        })
    })
    .await;
}

const LEFT: &str = "a month that was paid left the seller's balance once, and no other month did";
const EARNED: &str = "what the ledger earned by plans is what months were paid";

/// The check, as the rows that it names.
async fn named(db: &Db, tamperings: Vec<Tampering>) {
    each_is_found(db, tamperings, |conn| {
        Box::pin(async move {
            let found = fees::check(conn).await.unwrap();
            found.into_iter().map(|broken| (broken.row, broken.rule)).collect()
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_names_a_month_that_left_no_balance_and_months_that_overlap() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.earn(10_000).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.live(t, 62).await;
            assert_eq!(shop.states().await, [ChargeState::Paid; 2]);
            let months = shop.charges().await;
            let (id, earlier) = (months[0].id, months[1].id);
            let dearer = "UPDATE fees_charges SET amount_minor = amount_minor + 1 WHERE id = $1";
            let tamperings = vec![
                Tampering::of("fees_charges", id, dearer, &[LEFT, EARNED]),
                Tampering::of("fees_charges", id, dearer, &[EARNED, LEFT]).named("fees_charges".into()),
            ];
            named(&shop.db, tamperings).await;
            // Of two months that overlap each does, so both are named.
            let moved = "UPDATE fees_charges SET month_from_us = month_from_us - 1 WHERE id = $1";
            let moved: Result<u64, DbError> =
                shop.db.write(move |tx| Box::pin(async move { tx.exec(sql(moved).bind(id)).await })).await;
            assert_eq!(moved.unwrap(), 1);
            let found = fees::check(&mut shop.db.read().await.unwrap()).await.unwrap();
            assert!(
                found.iter().all(|broken| broken.rule == "a seller's months do not overlap"),
                "{found:?}"
            );
            let mut rows: Vec<&str> = found.iter().map(|broken| broken.row.as_str()).collect();
            rows.sort_unstable();
            let mut expected = [format!("fees_charges {id}"), format!("fees_charges {earlier}")];
            expected.sort_unstable();
            assert_eq!(rows, expected);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_names_a_month_that_waits_for_nobody() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.earn(3_998).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.live(t, 30).await;
            assert_eq!(shop.states().await, [ChargeState::Due]);
            let id = shop.charges().await[0].id;
            let tampering = Tampering::of(
                "fees_charges",
                id,
                "DELETE FROM fees_subscriptions WHERE seller_id = (SELECT seller_id FROM fees_charges WHERE id = $1)",
                &["a month that waits to be paid is of a seller who pays by the month"],
            );
            named(&shop.db, vec![tampering]).await;
        })
    })
    .await;
}
