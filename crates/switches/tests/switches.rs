//! Switches on both databases.
#![allow(clippy::unwrap_used)]

use db::Db;
use db::testing::{TestDb, on_both};
use domain::feature::Feature;
use domain::{AccountId, DurationUs};
use switches::{SwitchError, changes, off, set};

/// A second after what was said before.
async fn say(
    t: &TestDb,
    by: AccountId,
    feature: Feature,
    is_on: bool,
    why: &'static str,
) -> Result<bool, SwitchError> {
    t.clock().advance(DurationUs::from_secs(1));
    t.db().write(move |tx| Box::pin(async move { set(tx, feature, is_on, why, by).await })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_on_until_it_is_switched_off_and_on_again_with_a_reason() {
    on_both(|t| {
        Box::pin(async move {
            let (db, by): (Db, AccountId) = (t.db(), t.db().new_id());
            assert!(off(&mut db.read().await.unwrap()).await.unwrap().is_empty());
            assert!(!say(t, by, Feature::Reviews, true, "It is on").await.unwrap());
            assert!(say(t, by, Feature::Reviews, false, "Spam today").await.unwrap());
            assert!(!say(t, by, Feature::Reviews, false, "Once more").await.unwrap());
            assert!(say(t, by, Feature::Coupons, false, "A wrong code").await.unwrap());
            let now = off(&mut db.read().await.unwrap()).await.unwrap();
            assert_eq!((now.len(), now.contains(&Feature::Reviews)), (2, true));
            let empty = say(t, by, Feature::Reviews, true, " \n ").await.unwrap_err();
            assert!(matches!(empty, SwitchError::BadReason));
            assert!(say(t, by, Feature::Reviews, true, "It is over").await.unwrap());
            let mut conn = db.read().await.unwrap();
            assert_eq!(off(&mut conn).await.unwrap().into_iter().collect::<Vec<_>>(), [Feature::Coupons]);
            let said = changes(&mut conn, 10).await.unwrap();
            let said: Vec<(&str, bool)> = said.iter().map(|one| (one.reason.as_str(), one.is_on)).collect();
            assert_eq!(said, [("It is over", true), ("A wrong code", false), ("Spam today", false)]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_last_counts_also_while_the_clock_is_back() {
    on_both(|t| {
        Box::pin(async move {
            let (db, by): (Db, AccountId) = (t.db(), t.db().new_id());
            assert!(say(t, by, Feature::Coupons, false, "A wrong code").await.unwrap());
            for (is_on, back) in [(true, 3_600), (false, 90_000), (true, 1)] {
                t.clock().advance(DurationUs::from_secs(-back));
                assert!(say(t, by, Feature::Coupons, is_on, "Said anew").await.unwrap());
                let now = off(&mut db.read().await.unwrap()).await.unwrap();
                assert_eq!(now.contains(&Feature::Coupons), !is_on);
            }
            let said = changes(&mut db.read().await.unwrap(), 10).await.unwrap();
            assert_eq!(said.iter().map(|one| one.is_on).collect::<Vec<_>>(), [true, false, true, false]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feature_of_an_older_program_is_left_alone() {
    on_both(|t| {
        Box::pin(async move {
            let (db, by): (Db, AccountId) = (t.db(), t.db().new_id());
            say(t, by, Feature::Questions, false, "Too many").await.unwrap();
            let add = db.write::<_, db::DbError, _>(move |tx| {
                Box::pin(async move {
                    let statement = db::sql(
                        "INSERT INTO switches_changes (id, feature, is_on, reason, by_account, at_us)
                         VALUES ($1, 'telegrams', FALSE, 'Nobody sends them', $2, 0)",
                    );
                    let id: domain::SwitchId = tx.new_id();
                    tx.exec(statement.bind(id).bind(by)).await
                })
            });
            assert_eq!(add.await.unwrap(), 1);
            let now = off(&mut db.read().await.unwrap()).await.unwrap();
            assert_eq!(now.into_iter().collect::<Vec<_>>(), [Feature::Questions]);
        })
    })
    .await;
}
