//! Transactions, resolutions and races on both databases.

use crate::support::*;
use db::testing::on_both;
use domain::{Currency, DurationUs, Money, OrderId, SellerId};
use ledger::{AccountRef, LedgerError, Memo, NewTransaction, TransactionKind};

type IsExpected = fn(&LedgerError) -> bool;

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_goes_from_the_card_through_clearing_to_those_who_are_owed() {
    on_both(|t| {
        Box::pin(async move {
            let (db, order, seller) = (t.db(), t.db().new_id::<OrderId>(), t.db().new_id::<SellerId>());
            let pending = post(&db, authorisation("auth", order, 10_000)).await.unwrap().id;
            assert_eq!(balance(&db, &processor(), None).await, (0, 10_000));
            assert_eq!(balance(&db, &clearing(order), None).await, (0, -10_000));
            let authorised = db.now();

            t.clock().advance(DurationUs::from_hours(1));
            post(&db, capture("cap", order, pending, 10_000)).await.unwrap();
            post(&db, sale("sale", order, seller, 10_000, 1_500)).await.unwrap();
            assert_eq!(balance(&db, &processor(), None).await, (10_000, 0));
            assert_eq!(balance(&db, &clearing(order), None).await, (0, 0));
            assert_eq!(balance(&db, &payable(seller), None).await, (-8_500, 0));
            assert_eq!(balance(&db, &commission(), None).await, (-1_500, 0));
            // The past stays as it was.
            assert_eq!(balance(&db, &processor(), Some(authorised)).await, (0, 10_000));
            assert_eq!(balance(&db, &payable(seller), Some(authorised)).await, (0, 0));
            assert_eq!(check(&db).await, vec![]);

            let stored = ledger::transactions_of_order(&mut db.read().await.unwrap(), order).await.unwrap();
            let found = |key| stored.iter().find(|t| t.key == key).unwrap();
            assert_eq!((stored.len(), stored[0].key.as_str()), (3, "auth"));
            assert_eq!(found("cap").resolves, Some(pending));
            assert_eq!(found("sale").postings.len(), 3);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authorisation_is_captured_in_parts_and_the_rest_voided() {
    on_both(|t| {
        Box::pin(async move {
            let (db, order) = (t.db(), t.db().new_id::<OrderId>());
            let pending = post(&db, authorisation("auth", order, 10_000)).await.unwrap().id;
            post(&db, capture("cap1", order, pending, 2_500)).await.unwrap();
            assert_eq!(balance(&db, &processor(), None).await, (2_500, 7_500));
            post(&db, partial_void("void1", order, pending, 1_000)).await.unwrap();
            assert_eq!(balance(&db, &processor(), None).await, (2_500, 6_500));
            post(&db, capture("cap2", order, pending, 4_000)).await.unwrap();

            let over = post(&db, capture("cap3", order, pending, 2_501)).await.unwrap_err();
            let left =
                matches!(over, LedgerError::OverResolved { wanted_minor: 2_501, left_minor: 2_500, .. })
                    || matches!(
                        over,
                        LedgerError::OverResolved { wanted_minor: -2_501, left_minor: -2_500, .. }
                    );
            assert!(left, "{over:?}");

            void(&db, "rest", pending).await.unwrap();
            assert_eq!(balance(&db, &processor(), None).await, (6_500, 0));
            assert_eq!(balance(&db, &clearing(order), None).await, (-6_500, 0));
            let again = void(&db, "again", pending).await.unwrap_err();
            assert!(matches!(again, LedgerError::NothingPending { .. }), "{again:?}");
            let late = post(&db, capture("late", order, pending, 1)).await.unwrap_err();
            assert!(matches!(late, LedgerError::NothingPending { .. }), "{late:?}");
            // Nothing of what was refused is left behind.
            assert_eq!(balance(&db, &processor(), None).await, (6_500, 0));
            assert_eq!(check(&db).await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_and_input_is_the_same_transaction() {
    on_both(|t| {
        Box::pin(async move {
            let (db, order) = (t.db(), t.db().new_id::<OrderId>());
            let first = post(&db, authorisation("auth", order, 900)).await.unwrap();
            assert!(!first.replayed);
            let second = post(&db, authorisation("auth", order, 900)).await.unwrap();
            assert_eq!((second.id, second.replayed), (first.id, true));
            let mut turned = authorisation("auth", order, 900);
            turned.postings.reverse();
            assert!(post(&db, turned).await.unwrap().replayed, "the order of the lines does not matter");

            let other = post(&db, authorisation("auth", order, 901)).await.unwrap_err();
            assert!(matches!(other, LedgerError::KeyReused { .. }), "{other:?}");

            // A repeated capture or void answers as it did, though nothing is pending any more.
            let captured = post(&db, capture("cap", order, first.id, 400)).await.unwrap();
            let voided = void(&db, "void", first.id).await.unwrap();
            assert!(post(&db, capture("cap", order, first.id, 400)).await.unwrap().replayed);
            assert_eq!(void(&db, "void", first.id).await.unwrap().id, voided.id);
            let other = post(&db, capture("cap", order, first.id, 300)).await.unwrap_err();
            assert!(matches!(other, LedgerError::KeyReused { .. }), "{other:?}");
            assert_ne!(captured.id, voided.id);
            assert_eq!(balance(&db, &processor(), None).await, (400, 0));
            assert_eq!(check(&db).await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_equal_posts_at_once_are_one() {
    on_both(|t| {
        Box::pin(async move {
            let (db, order) = (t.db(), t.db().new_id::<OrderId>());
            let posts: Vec<_> = (0..100)
                .map(|_| {
                    let db = db.clone();
                    tokio::spawn(async move { post(&db, authorisation("one", order, 700)).await })
                })
                .collect();
            let mut answers = Vec::new();
            for post in posts {
                answers.push(post.await.unwrap().unwrap());
            }
            assert!(answers.iter().all(|a| a.id == answers[0].id));
            assert_eq!(answers.iter().filter(|a| !a.replayed).count(), 1);
            assert_eq!(balance(&db, &processor(), None).await, (0, 700));
            assert_eq!(check(&db).await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_captures_at_once_take_no_more_than_was_authorised() {
    on_both(|t| {
        Box::pin(async move {
            let (db, order) = (t.db(), t.db().new_id::<OrderId>());
            let pending = post(&db, authorisation("auth", order, 1_000)).await.unwrap().id;
            let captures: Vec<_> = (0..40)
                .map(|n| {
                    let db = db.clone();
                    tokio::spawn(async move {
                        post(&db, capture(&format!("c{n}"), order, pending, 130)).await.is_ok()
                    })
                })
                .collect();
            let mut taken = 0;
            for capture in captures {
                taken += i64::from(capture.await.unwrap());
            }
            assert_eq!(taken, 7);
            assert_eq!(balance(&db, &processor(), None).await, (910, 90));
            assert_eq!(check(&db).await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_a_rule_is_refused_by_its_name_and_leaves_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let (db, order) = (t.db(), t.db().new_id::<OrderId>());
            let new = || NewTransaction::posted("k", TransactionKind::Adjustment);
            let entry = |minor| line(processor(), minor, Memo::Adjustment);
            let back = |minor| line(clearing(order), minor, Memo::Adjustment);
            let euro = AccountRef::processor("sandbox", Currency::EUR);
            let foreign = ledger::Posting { amount: Money::new(-5, Currency::EUR), ..back(-5) };
            let cases: Vec<(NewTransaction, IsExpected)> = vec![
                (new(), |e| matches!(e, LedgerError::TooFewPostings)),
                (new().line(entry(5)), |e| matches!(e, LedgerError::TooFewPostings)),
                (new().line(entry(0)).line(back(0)), |e| matches!(e, LedgerError::ZeroPosting { line: 1 })),
                (new().line(entry(5)).line(back(-4)), |e| {
                    matches!(e, LedgerError::Unbalanced { off_by_minor: 1, .. })
                }),
                (new().line(entry(5)).line(foreign), |e| {
                    matches!(e, LedgerError::WrongCurrency { line: 2, .. })
                }),
                (new().line(entry(5)).line(line(euro, -5, Memo::Adjustment)), |e| {
                    matches!(e, LedgerError::Unbalanced { .. })
                }),
                (new().line(entry(i64::MAX)).line(entry(i64::MAX)).line(back(-5)), |e| {
                    matches!(e, LedgerError::Unbalanced { .. })
                }),
                (NewTransaction { key: String::new(), ..new() }, |e| matches!(e, LedgerError::KeyLength)),
                (NewTransaction { key: "k".repeat(201), ..new() }, |e| matches!(e, LedgerError::KeyLength)),
                (authorisation("p", order, 5).resolving(db.new_id()), |e| {
                    matches!(e, LedgerError::WrongResolution)
                }),
                (capture("c", order, db.new_id(), 5), |e| matches!(e, LedgerError::NotPending { .. })),
            ];
            for (index, (new, expected)) in cases.into_iter().enumerate() {
                let error = post(&db, new).await.unwrap_err();
                assert!(expected(&error), "case {index}: {error:?}");
            }
            let posted = post(&db, new().line(entry(5)).line(back(-5))).await.unwrap().id;
            let not_pending = post(&db, capture("c", order, posted, 5)).await.unwrap_err();
            assert!(matches!(not_pending, LedgerError::NotPending { .. }));
            let pending = post(&db, authorisation("a", order, 50)).await.unwrap().id;
            let unrelated = NewTransaction::posted("u", TransactionKind::Fee)
                .resolving(pending)
                .line(line(commission(), 5, Memo::Fee))
                .line(line(AccountRef::shipping(Currency::USD), -5, Memo::Fee));
            assert!(matches!(post(&db, unrelated).await.unwrap_err(), LedgerError::Unrelated { .. }));
            let lopsided = NewTransaction::posted("l", TransactionKind::Capture)
                .resolving(pending)
                .line(line(processor(), 45, Memo::Capture))
                .line(line(commission(), 5, Memo::Fee))
                .line(line(clearing(order), -50, Memo::Capture));
            assert!(matches!(
                post(&db, lopsided).await.unwrap_err(),
                LedgerError::ResolutionUnbalanced { .. }
            ));
            assert_eq!(balance(&db, &processor(), None).await, (5, 50));
            assert_eq!(check(&db).await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_reversed_once_and_both_stay_visible() {
    on_both(|t| {
        Box::pin(async move {
            let (db, order, seller) = (t.db(), t.db().new_id::<OrderId>(), t.db().new_id::<SellerId>());
            let wrong = post(&db, sale("sale", order, seller, 1_000, 150)).await.unwrap().id;
            let reversal = reverse(&db, wrong).await.unwrap();
            let again = reverse(&db, wrong).await.unwrap();
            assert_eq!((again.id, again.replayed), (reversal.id, true));
            assert_eq!(balance(&db, &payable(seller), None).await, (0, 0));
            let stored = ledger::transactions_of_order(&mut db.read().await.unwrap(), order).await.unwrap();
            assert_eq!(stored.len(), 2);
            let pending = post(&db, authorisation("auth", order, 5)).await.unwrap().id;
            for id in [pending, reversal.id, db.new_id()] {
                assert!(matches!(reverse(&db, id).await.unwrap_err(), LedgerError::NotReversible { .. }));
            }
            assert_eq!(check(&db).await, vec![]);
        })
    })
    .await;
}
