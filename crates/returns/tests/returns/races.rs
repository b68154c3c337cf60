//! Several at once: one refund, one end, no unit twice.

use crate::common::{Shop, USD};
use db::testing::on_both;
use domain::order::Carrier;
use domain::returns::{Grade, ReturnReason, ReturnRule, ReturnState, RuleOutcome};
use ledger::AccountRef;
use returns::{NewReturn, Refunded, ReturnError, ReturnRules, Sending, say_rules};
use std::collections::BTreeSet;

const WHY: ReturnReason = ReturnReason::NoLongerWanted;

#[tokio::test(flavor = "multi_thread")]
async fn equal_refunds_at_once_give_back_once_and_get_the_same_answer() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("equal", shop.lamp, 1).await;
            let id = shop.back("equal", lamp, 1, ReturnReason::Damaged).await;
            let decision = shop.decides("equal", id, Grade::AsNew, 0).await;
            let all: Vec<_> = (0..12)
                .map(|_| {
                    let (returns, decision) = (shop.returns.clone(), decision.clone());
                    tokio::spawn(async move { returns.refund(decision).await.unwrap() })
                })
                .collect();
            for one in all {
                assert_eq!(one.await.unwrap(), Refunded::Refunded);
            }
            let processor = AccountRef::processor(shop.payments.processor_name(), USD);
            assert_eq!(shop.posted(processor).await, 0, "5.25 more would be a second one");
            assert_eq!(shop.mails().await.iter().filter(|key| *key == "return-refunded").count(), 1);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn different_refunds_at_once_are_one() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("race", shop.lamp, 1).await;
            let id = shop.back("race", lamp, 1, WHY).await;
            let mut all = Vec::new();
            for n in 0..8 {
                let decision = shop.decides(&format!("race{n}"), id, Grade::Used, 100 * n).await;
                let returns = shop.returns.clone();
                all.push(tokio::spawn(async move { (decision.seen, returns.refund(decision).await) }));
            }
            let mut given = Vec::new();
            for one in all {
                match one.await.unwrap() {
                    (seen, Ok(Refunded::Refunded)) => given.push(seen.minor()),
                    (_, Err(ReturnError::WrongState { .. })) => {}
                    (_, other) => panic!("{other:?}"),
                }
            }
            assert_eq!(given.len(), 1, "{given:?}");
            assert_eq!(shop.detail(id).await.row.refunded_minor, given[0]);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_and_the_job_at_once_record_one_refund() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("job", shop.lamp, 1).await;
            let id = shop.back("job", lamp, 1, ReturnReason::Damaged).await;
            shop.line.lost.store(1, std::sync::atomic::Ordering::SeqCst);
            let decision = shop.decides("job", id, Grade::AsNew, 0).await;
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Pending);
            let all: Vec<_> = (0..10)
                .map(|_| {
                    let returns = shop.returns.clone();
                    tokio::spawn(async move { returns.finish(id).await.unwrap() })
                })
                .collect();
            for one in all {
                assert_eq!(one.await.unwrap(), Refunded::Refunded);
            }
            assert_eq!(shop.posted(AccountRef::buyer_clearing(lamp.order, USD)).await, 0);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_and_sending_at_once_has_one_outcome() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            for round in 0..6 {
                let lamp = shop.delivered(&format!("cs{round}"), shop.lamp, 1).await;
                let id =
                    shop.returns.request(shop.asks(&format!("cs{round}"), lamp, 1, WHY).await).await.unwrap();
                shop.returns.approve(shop.seller, id, None).await.unwrap();
                let (cancels, sends) = (shop.returns.clone(), shop.returns.clone());
                let cancel = tokio::spawn(async move { cancels.cancel(lamp.shopper, id).await });
                let how = Sending { carrier: Carrier::Ups, tracking: String::new() };
                let send = tokio::spawn(async move { sends.send(lamp.shopper, id, how).await });
                let (cancelled, sent) = (cancel.await.unwrap(), send.await.unwrap());
                let state = shop.detail(id).await.row.state.0;
                match (&cancelled, &sent) {
                    (Ok(()), Err(ReturnError::WrongState { .. })) => {
                        assert_eq!(state, ReturnState::Cancelled)
                    }
                    (Err(ReturnError::WrongState { .. }), Ok(())) => assert_eq!(state, ReturnState::Sent),
                    other => panic!("{other:?}"),
                }
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_at_once_never_hold_a_unit_twice() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("units", shop.lamp, 5).await;
            let mut all = Vec::new();
            for n in 0..6 {
                // What each page says was true when it was shown.
                let new = shop.asks(&format!("units{n}"), lamp, 2, WHY).await;
                let returns = shop.returns.clone();
                all.push(tokio::spawn(async move { returns.request(new).await }));
            }
            let mut made = 0;
            for one in all {
                match one.await.unwrap() {
                    Ok(_) => made += 1,
                    // Other units may be worth a cent more or less.
                    Err(ReturnError::TooManyUnits { .. } | ReturnError::AmountChanged { .. }) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
            assert!((1..=2).contains(&made), "{made} returns of 2 out of 5");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pieces_that_are_asked_for_at_once_get_the_amount_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("pieces", shop.lamp, 4).await;
            let piece = shop.asks("piece", lamp, 1, ReturnReason::Damaged).await;
            let rule = ReturnRule {
                reasons: BTreeSet::new(),
                up_to_minor: Some(piece.seen.minor()),
                category: None,
                within_days: None,
                fewer_than: None,
                outcome: RuleOutcome::GiveBack,
            };
            let seller = shop.seller;
            let said: Result<ReturnRules, ReturnError> = shop
                .db
                .write(move |tx| {
                    let rule = rule.clone();
                    Box::pin(async move { say_rules(tx, seller, None, &[rule]).await })
                })
                .await;
            assert_eq!(said.unwrap().revision, 1);
            let all: Vec<_> = (0..4)
                .map(|n| {
                    let new = NewReturn { key: format!("test-return-piece{n}-000"), ..piece.clone() };
                    let returns = shop.returns.clone();
                    tokio::spawn(async move { returns.request(new).await })
                })
                .collect();
            let mut given = 0;
            for one in all {
                match one.await.unwrap() {
                    Ok(id) => given += i64::from(shop.detail(id).await.row.returnless),
                    // The next unit may be worth a cent less.
                    Err(ReturnError::AmountChanged { .. }) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
            assert_eq!(given, 1);
            shop.assert_sound().await;
        })
    })
    .await;
}
