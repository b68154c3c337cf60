//! What is counted of a seller, and what it is told.

use crate::world::{Past, buybox, logged, owner, parcel, part, returned, seller, wrote};
use buybox::{Judged, Told, counted, mishaps, warnings};
use db::sql;
use db::testing::{START, TestDb, on_both};
use domain::health::{Gates, HEALTH_CHANGED, HealthChanged, Measure, Tally};
use domain::terms::Dated as _;
use domain::{DurationUs, SellerId};

const DAY: DurationUs = DurationUs::from_days(1);

/// Placed ten days ago, to leave within two, and left in time.
fn fine() -> Past {
    let placed = START.minus(DurationUs::from_days(10));
    let shipped = Some(placed.plus(DAY));
    Past { state: "shipped", reason: None, placed, ship_by: placed.plus(DurationUs::from_days(2)), shipped }
}

fn cancelled(reason: &'static str) -> Past {
    Past { state: "cancelled", reason: Some(reason), shipped: None, ..fine() }
}

fn tally(mishaps: i64, of: i64) -> Tally {
    Tally { mishaps, of }
}

async fn listed(t: &TestDb, seller: SellerId, measure: Measure) -> usize {
    mishaps(&mut t.db().read().await.unwrap(), seller, measure, 100).await.unwrap().len()
}

#[tokio::test]
async fn each_measure_counts_its_own_and_the_list_behind_it_is_as_long() {
    on_both(|t| {
        Box::pin(async move {
            let (own, other) = (seller(t, "Own", 0, 3).await, seller(t, "Other", 0, 3).await);
            let broken = part(t, own, fine()).await;
            returned(t, own, broken, ("received", "damaged")).await;
            let changed_mind = part(t, own, fine()).await;
            returned(t, own, changed_mind, ("received", "no_longer_wanted")).await;
            let refused = part(t, own, fine()).await;
            returned(t, own, refused, ("declined", "damaged")).await;
            part(t, own, Past { shipped: Some(fine().ship_by.plus(DAY)), ..fine() }).await;
            // Should have left by now, and has not.
            part(t, own, Past { state: "accepted", shipped: None, ..fine() }).await;
            // May still wait.
            let waits = Past { state: "placed", shipped: None, ship_by: START.plus(DAY), ..fine() };
            part(t, own, waits).await;
            part(t, own, cancelled("out_of_stock")).await;
            // The rest of one that was shipped in part.
            part(t, own, Past { reason: Some("cannot_ship"), ..fine() }).await;
            for not_the_sellers in ["changed_mind", "undone", "not_paid", "buyer_asked", "suspected_fraud"] {
                part(t, own, cancelled(not_the_sellers)).await;
            }
            part(t, own, Past { state: "awaiting_payment", shipped: None, ..fine() }).await;
            let long_ago = START.minus(DurationUs::from_days(61));
            part(t, own, Past { placed: long_ago, ..cancelled("out_of_stock") }).await;
            part(t, other, cancelled("out_of_stock")).await;
            parcel(t, own, "1Z999").await;
            parcel(t, own, " ").await;

            let health = buybox(t).recount(own).await.unwrap();
            assert_eq!(health.defects, tally(1, 8));
            assert_eq!(health.late, tally(2, 6));
            assert_eq!(health.cancelled, tally(2, 8));
            assert_eq!(health.tracked, tally(1, 2));
            assert_eq!(health.answered, tally(0, 3));
            for measure in [Measure::Defects, Measure::Late, Measure::Cancelled, Measure::Answered] {
                let behind = listed(t, own, measure).await;
                assert_eq!(behind as i64, health.tally(measure).mishaps, "{measure:?}");
            }
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(counted(&mut conn, own).await.unwrap().unwrap().health, health);
            drop(conn);
            assert_eq!(buybox(t).recount_all().await.unwrap(), 2);
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(
                counted(&mut conn, own).await.unwrap().unwrap().health,
                health,
                "counting again is the same"
            );
        })
    })
    .await;
}

#[tokio::test]
async fn shoppers_who_wrote_count_once_they_were_answered_or_waited_for_too_long() {
    on_both(|t| {
        Box::pin(async move {
            let (own, other) = (seller(t, "Own", 0, 3).await, seller(t, "Other", 0, 3).await);
            let hours = |n: i64| START.minus(DurationUs::from_hours(n));
            for (since, answered) in [
                (hours(100), Some(hours(77))),
                (hours(100), Some(hours(76))),
                // A minute too late, too late by far, and not at all.
                (hours(100), Some(hours(76).plus(DurationUs::from_mins(1)))),
                (hours(100), Some(hours(2))),
                (hours(25), None),
                // May still wait.
                (hours(23), None),
                // Before the window.
                (START.minus(DurationUs::from_days(61)), None),
            ] {
                let of = part(t, own, fine()).await;
                wrote(t, own, of, (since, answered)).await;
            }
            let theirs = part(t, other, fine()).await;
            wrote(t, other, theirs, (hours(30), None)).await;
            let health = buybox(t).recount(own).await.unwrap();
            assert_eq!(health.replied, tally(3, 5));
            assert_eq!(listed(t, own, Measure::Replied).await, 3);
            assert_eq!(
                counted(&mut t.db().read().await.unwrap(), own).await.unwrap().unwrap().health,
                health
            );
            assert_eq!(health.failed_gates(), vec![], "it is warned about, no more");
        })
    })
    .await;
}

#[tokio::test]
async fn other_limits_judge_the_same_counts_from_their_moment_on() {
    on_both(|t| {
        Box::pin(async move {
            let own = seller(t, "Own", 0, 3).await;
            let by = t.db().new_id::<domain::AccountId>();
            let tomorrow = t.db().now().plus(DurationUs::from_days(1));
            let strict = Gates { late_bps: 300, ..Gates::USUAL };
            let said = terms::Say { terms: strict, starts_at: Some(tomorrow), reason: "too late".into(), by };
            t.db()
                .write(move |tx| {
                    let said = said.clone();
                    Box::pin(async move {
                        let counts = sql(
                            "INSERT INTO buybox_health (seller_id, orders, defects, late_of, late, cancelled,
                                parcels, untracked, requests, unanswered, writers, unreplied, counted_at_us)
                             VALUES ($1, 100, 0, 100, 3, 0, 100, 0, 0, 0, 0, 0, 0)",
                        );
                        tx.exec(counts.bind(own)).await?;
                        terms::say(tx, &said).await
                    })
                })
                .await
                .unwrap();
            let mut conn = t.db().read().await.unwrap();
            let all = buybox::judged(&mut conn, &Gates::USUAL).await.unwrap();
            assert_eq!(all, Judged { sellers: 1, warned: 1, failed: 0 });
            let all = buybox::judged(&mut conn, &strict).await.unwrap();
            assert_eq!(all, Judged { sellers: 1, warned: 0, failed: 1 });
            let health = counted(&mut conn, own).await.unwrap().unwrap().health;
            assert_eq!((health.gates, health.failed_gates()), (Gates::USUAL, vec![]));
            drop(conn);
            t.clock().advance(DurationUs::from_days(1));
            let mut conn = t.db().read().await.unwrap();
            let health = counted(&mut conn, own).await.unwrap().unwrap().health;
            assert_eq!((health.gates, health.failed_gates()), (strict, vec![Measure::Late]));
        })
    })
    .await;
}

async fn letters(t: &TestDb) -> Vec<String> {
    let mut conn = t.db().read().await.unwrap();
    let rows: Vec<(String,)> = conn.all(sql("SELECT subject FROM mail_messages ORDER BY id")).await.unwrap();
    rows.into_iter().map(|(subject,)| subject).collect()
}

#[tokio::test]
async fn a_seller_is_warned_once_of_each_change_for_the_worse() {
    on_both(|t| {
        Box::pin(async move {
            let own = seller(t, "Own", 0, 3).await;
            owner(t, own).await;
            let buybox = buybox(t);
            for _ in 0..60 {
                part(t, own, fine()).await;
            }
            buybox.recount(own).await.unwrap();
            assert_eq!(letters(t).await, Vec::<String>::new());
            part(t, own, cancelled("out_of_stock")).await;
            part(t, own, cancelled("out_of_stock")).await;
            t.clock().advance(DAY);
            buybox.recount(own).await.unwrap();
            assert_eq!(letters(t).await.len(), 1, "2 of 62 are more than 2.5 %");
            buybox.recount(own).await.unwrap();
            t.clock().advance(DAY);
            buybox.recount(own).await.unwrap();
            assert_eq!(letters(t).await.len(), 1, "the same is not written twice");
            let told = warnings(&mut t.db().read().await.unwrap(), own, 10).await.unwrap();
            assert_eq!((told.len(), told[0].level.0, told[0].tally()), (1, Told::Failed, tally(2, 62)));
            // After 60 days nothing is left of it.
            t.clock().advance(DurationUs::from_days(60));
            buybox.recount(own).await.unwrap();
            let told = warnings(&mut t.db().read().await.unwrap(), own, 10).await.unwrap();
            assert_eq!((told.len(), told[0].level.0), (2, Told::Good));
            assert_eq!(letters(t).await.len(), 1);
            // The log says both changes, each once.
            let said: Vec<HealthChanged> = logged(t, HEALTH_CHANGED, own).await;
            let is = |level: &str| HealthChanged {
                seller_id: own,
                measure: Measure::Cancelled.to_string(),
                level: level.into(),
            };
            assert_eq!(said, [is("failed"), is("good")]);
        })
    })
    .await;
}

/// Keys of RFC 8291's example.
const POINT: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

/// How many messages to devices, and mails, a seller's owner gets who said this about warnings.
async fn warned(t: &TestDb, choice: notify::Choice) -> (usize, usize) {
    let own = seller(t, "Own", 0, 3).await;
    let account = owner(t, own).await;
    let device = notify::NewDevice::parse("https://push.example/olga", POINT, AUTH).unwrap();
    let db = t.db();
    let chosen = db.write(move |tx| {
        let device = device.clone();
        Box::pin(async move {
            notify::add(tx, account, &device).await?;
            notify::choose(tx, account, notify::Kind::Health, choice).await
        })
    });
    let chosen: Result<(), notify::NotifyError> = chosen.await;
    chosen.unwrap();
    for _ in 0..60 {
        part(t, own, fine()).await;
    }
    for _ in 0..2 {
        part(t, own, cancelled("out_of_stock")).await;
    }
    for _ in 0..2 {
        t.clock().advance(DAY);
        buybox(t).recount(own).await.unwrap();
    }
    let mut conn = t.db().read().await.unwrap();
    let jobs: Vec<(String,)> =
        conn.all(sql("SELECT payload FROM db_jobs WHERE kind = $1").bind(notify::SEND_JOB)).await.unwrap();
    assert!(jobs.iter().all(|(job,)| job.contains("/seller/health")), "{jobs:?}");
    drop(conn);
    (jobs.len(), letters(t).await.len())
}

#[tokio::test]
async fn an_owner_is_warned_once_on_a_device_and_by_mail() {
    on_both(|t| {
        Box::pin(async move {
            let choice = notify::Choice { page: true, push: true, mail: true };
            assert_eq!(warned(t, choice).await, (1, 1));
        })
    })
    .await;
}

#[tokio::test]
async fn a_device_is_left_in_peace_where_that_was_chosen_and_the_mail_comes_all_the_same() {
    on_both(|t| {
        Box::pin(async move {
            let choice = notify::Choice { page: true, push: false, mail: false };
            assert_eq!(warned(t, choice).await, (0, 1));
        })
    })
    .await;
}
