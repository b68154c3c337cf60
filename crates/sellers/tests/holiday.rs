//! Holidays: they begin and end by the seller's own calendar, by themselves, and mix with nobody's decision.
#![allow(clippy::unwrap_used)]

use db::testing::{TestDb, on_both};
use domain::promise::Dispatch;
use domain::zone::Zone;
use domain::{AccountId, DurationUs, SellerId, Timestamp};
use sellers::*;

async fn shop(t: &TestDb, zone: &'static str) -> SellerId {
    let new = NewSeller { country: "CO".into(), region: String::new(), ..testing::new_seller("Blue Heron") };
    let db = t.db();
    let made = db.write(move |tx| {
        let new = new.clone();
        Box::pin(async move {
            let id = create(tx, &new).await?.id;
            hang(tx, id, zone).await?;
            Ok::<_, SellerError>(id)
        })
    });
    made.await.unwrap()
}

async fn hang(tx: &mut db::Tx, id: SellerId, zone: &str) -> Result<(), SellerError> {
    let zone = Zone::parse(zone).unwrap();
    update_dispatch(tx, id, &Dispatch { zone, ..Dispatch::standard("CO") }).await
}

async fn said(t: &TestDb, id: SellerId, holiday: Option<Holiday>) -> Result<(), SellerError> {
    t.db().write(move |tx| Box::pin(update_holiday(tx, id, holiday))).await
}

async fn seller(t: &TestDb, id: SellerId) -> Seller {
    get(&mut t.db().read().await.unwrap(), id).await.unwrap().unwrap()
}

async fn sells(t: &TestDb, id: SellerId) -> bool {
    seller(t, id).await.may_sell(t.db().now())
}

/// So many times the log says that the seller changed.
async fn news(t: &TestDb, id: SellerId) -> usize {
    t.db().sequence_events().await.unwrap();
    let mut conn = t.db().read().await.unwrap();
    let events = conn.events_after(0, db::events::Filter::default(), 100).await.unwrap();
    events.iter().filter(|e| e.kind == "seller.changed" && e.event_key == id.to_string()).count()
}

async fn turned(t: &TestDb) -> usize {
    register(db::Worker::new(t.db()), t.db()).run_due().await.unwrap()
}

fn until(t: &TestDb, at: Timestamp) {
    let now = t.db().now();
    t.clock().advance(DurationUs::from_micros(at.as_micros() - now.as_micros()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holiday_begins_and_ends_at_the_sellers_own_midnight_and_the_log_is_told() {
    on_both(|t| {
        Box::pin(async move {
            let id = shop(t, "America/Bogota").await;
            let zone = Zone::parse("America/Bogota").unwrap();
            let today = seller(t, id).await.today(t.db().now());
            said(t, id, Some(Holiday { from: today + 2, until: Some(today + 4) })).await.unwrap();
            assert!(sells(t, id).await, "it has not begun");
            assert_eq!(seller(t, id).await.coming_holiday(t.db().now()).unwrap().from, today + 2);
            let before = news(t, id).await;
            assert_eq!(turned(t).await, 0);
            let second = DurationUs::from_secs(1);
            until(t, zone.moment(today + 2, 0).minus(second));
            assert!(sells(t, id).await);
            t.clock().advance(second);
            assert!(!sells(t, id).await, "without any job");
            t.clock().advance(DurationUs::from_secs(10));
            assert_eq!((turned(t).await, news(t, id).await), (1, before + 1));
            until(t, zone.moment(today + 5, 0).minus(second));
            assert!(!sells(t, id).await, "the last day is one of it");
            t.clock().advance(second);
            assert!(sells(t, id).await);
            assert!(seller(t, id).await.coming_holiday(t.db().now()).is_none());
            t.clock().advance(DurationUs::from_secs(10));
            assert_eq!((turned(t).await, news(t, id).await), (1, before + 2));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holiday_without_an_end_lasts_until_the_seller_ends_it() {
    on_both(|t| {
        Box::pin(async move {
            let id = shop(t, "UTC").await;
            let today = seller(t, id).await.today(t.db().now());
            said(t, id, Some(Holiday { from: today, until: None })).await.unwrap();
            assert!(!sells(t, id).await, "it began at once");
            t.clock().advance(DurationUs::from_days(400));
            assert!(!sells(t, id).await);
            said(t, id, None).await.unwrap();
            assert!(sells(t, id).await);
            assert_eq!(seller(t, id).await.holiday, None);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operators_decision_and_a_holiday_leave_each_other_alone() {
    on_both(|t| {
        Box::pin(async move {
            let id = shop(t, "UTC").await;
            let by: AccountId = t.db().new_id();
            let decide = async |suspended: bool| {
                let db = t.db();
                let decided = db.write(move |tx| {
                    Box::pin(async move { suspend::decide(tx, id, suspended, "For a reason", by).await })
                });
                assert!(decided.await.unwrap());
            };
            let today = seller(t, id).await.today(t.db().now());
            decide(true).await;
            said(t, id, Some(Holiday { from: today, until: None })).await.unwrap();
            said(t, id, None).await.unwrap();
            assert!(!sells(t, id).await, "the end of a holiday ends no suspension");
            said(t, id, Some(Holiday { from: today, until: None })).await.unwrap();
            decide(false).await;
            assert!(!sells(t, id).await, "the end of a suspension ends no holiday");
            said(t, id, None).await.unwrap();
            assert!(sells(t, id).await);
            let db = t.db();
            let closed = db.write(move |tx| Box::pin(set_status(tx, id, SellerStatus::Closed)));
            closed.await.unwrap();
            said(t, id, None).await.unwrap();
            assert!(!sells(t, id).await, "nor does it open what is closed");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_holiday_is_refused_and_changes_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let id = shop(t, "UTC").await;
            let today = seller(t, id).await.today(t.db().now());
            let good = Holiday { from: today + 1, until: Some(today + 1) };
            said(t, id, Some(good)).await.unwrap();
            for (from, until) in [
                (today + 2, Some(today + 1)),
                (today - 3, Some(today - 1)),
                (today + 800, None),
                (i64::MAX, None),
            ] {
                let refused = said(t, id, Some(Holiday { from, until })).await;
                assert!(matches!(refused, Err(SellerError::BadHoliday)), "{from} {until:?}");
            }
            assert_eq!(seller(t, id).await.holiday, Some(good));
            let nobody: SellerId = t.db().new_id();
            assert!(matches!(said(t, nobody, None).await, Err(SellerError::NoSuchSeller)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_time_zone_moves_both_ends_and_their_news() {
    on_both(|t| {
        Box::pin(async move {
            let id = shop(t, "UTC").await;
            let today = seller(t, id).await.today(t.db().now());
            said(t, id, Some(Holiday { from: today + 1, until: Some(today + 1) })).await.unwrap();
            let db = t.db();
            let moved = db.write(move |tx| Box::pin(hang(tx, id, "America/Bogota")));
            moved.await.unwrap();
            let zone = Zone::parse("America/Bogota").unwrap();
            until(t, zone.moment(today + 1, 0).minus(DurationUs::from_secs(60)));
            // What was left for the old days tells nothing new.
            assert_eq!(turned(t).await, 1);
            assert!(sells(t, id).await);
            t.clock().advance(DurationUs::from_mins(2));
            assert!(!sells(t, id).await);
            assert_eq!(turned(t).await, 1);
        })
    })
    .await;
}
