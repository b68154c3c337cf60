//! Captures in parts, voids, refunds, repeats and races.

use crate::support::*;
use db::testing::on_both;
use domain::payment::PaymentState;
use domain::{AccountId, DurationUs, OrderId};
use payments::{AuthOutcome, MethodRef, PaymentError, RefundOutcome, RefundState};

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_captured_by_shipment_and_the_rest_given_back() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let id = shop.authorised(APPROVE, 10_000).await;
            shop.captured(id, 2_500, "first").await;
            assert_eq!(shop.balances(id).await, [(2_500, 7_500), (-2_500, -7_500)]);
            assert_eq!(shop.partial_void(id, 1_500, "part").await.unwrap(), usd(1_500));
            assert_eq!(shop.balances(id).await[1], (-2_500, -6_000));

            let over = shop.begin_capture(id, 6_001, "over").await.unwrap_err();
            assert!(matches!(over, PaymentError::OverAuthorised { left } if left == usd(6_000)), "{over:?}");
            // A capture under way is not given back by a void meanwhile.
            let under_way = shop.begin_capture(id, 2_000, "second").await.unwrap();
            assert_eq!(shop.void(id, "rest").await.unwrap(), usd(4_000));
            let outcome = shop.payments.capture(under_way).await.unwrap();
            shop.record_capture(under_way, outcome).await;
            assert_eq!(shop.balances(id).await, [(4_500, 0), (-4_500, 0)]);
            let payment = shop.payment(id).await;
            assert_eq!((payment.captured, payment.voided), (usd(4_500), usd(5_500)));
            assert_eq!(payment.state, PaymentState::Captured);
            assert!(shop.void(id, "nothing left").await.unwrap().is_zero());

            shop.worker().run_due().await.unwrap();
            assert_eq!(shop.at_processor(id).await, (4_500, 5_500));
            assert_eq!(shop.waiting().await, 0);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_may_be_repeated_and_happens_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let (order, token) = (shop.db.new_id::<OrderId>(), shop.token(APPROVE).await);
            let new = |minor| new_payment(order, None, MethodRef::Token(token.clone()), minor, "pay");
            let id = shop.begin_with(new(900)).await.unwrap();
            assert_eq!(shop.begin_with(new(900)).await.unwrap(), id);
            let other = shop.begin_with(new(901)).await.unwrap_err();
            assert!(matches!(other, PaymentError::KeyReused { .. }), "{other:?}");

            let outcome = shop.payments.authorise(id).await.unwrap();
            for _ in 0..2 {
                assert_eq!(shop.record(id, outcome.clone()).await, PaymentState::Authorised);
            }
            // A later, different outcome changes nothing.
            let declined = AuthOutcome::Declined(domain::payment::DeclineReason::Declined);
            assert_eq!(shop.record(id, declined).await, PaymentState::Authorised);

            let capture = shop.begin_capture(id, 500, "cap").await.unwrap();
            assert_eq!(shop.begin_capture(id, 500, "cap").await.unwrap(), capture);
            assert!(matches!(
                shop.begin_capture(id, 400, "cap").await.unwrap_err(),
                PaymentError::KeyReused { .. }
            ));
            let charged = shop.payments.capture(capture).await.unwrap();
            assert_eq!(shop.payments.capture(capture).await.unwrap(), charged);
            for _ in 0..2 {
                shop.record_capture(capture, charged.clone()).await;
            }
            assert_eq!(shop.at_processor(id).await, (500, 0));

            let refund = shop.begin_refund(capture, 200, "ref").await.unwrap();
            assert_eq!(shop.begin_refund(capture, 200, "ref").await.unwrap(), refund);
            let paid = shop.payments.refund(refund).await.unwrap();
            for _ in 0..2 {
                assert_eq!(shop.record_refund(refund, paid.clone()).await, RefundState::Refunded);
            }
            for _ in 0..2 {
                assert_eq!(shop.void(id, "void").await.unwrap(), usd(400));
            }
            assert_eq!(shop.balances(id).await, [(300, 0), (-300, 0)]);
            for _ in 0..2 {
                shop.worker().run_due().await.unwrap();
            }
            assert_eq!(shop.at_processor(id).await, (500, 400));
            assert_eq!(shop.waiting().await, 0);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_captures_and_refunds_at_once_never_take_or_give_too_much() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let id = shop.authorised(APPROVE, 1_000).await;
            let captures: Vec<_> = (0..20)
                .map(|n| {
                    let shop = shop.clone();
                    tokio::spawn(async move {
                        let capture = shop.begin_capture(id, 300, &format!("c{n}")).await.ok()?;
                        let outcome = shop.payments.capture(capture).await.unwrap();
                        shop.record_capture(capture, outcome).await;
                        Some(capture)
                    })
                })
                .collect();
            let mut made = Vec::new();
            for capture in captures {
                made.extend(capture.await.unwrap());
            }
            assert_eq!(made.len(), 3);
            let refunds: Vec<_> = (0..20)
                .map(|n| {
                    let (shop, capture) = (shop.clone(), made[0]);
                    tokio::spawn(async move {
                        let Ok(refund) = shop.begin_refund(capture, 200, &format!("r{n}")).await else {
                            return 0;
                        };
                        shop.payments.run_refund(refund).await.unwrap();
                        1
                    })
                })
                .collect();
            let mut refunded = 0;
            for refund in refunds {
                refunded += refund.await.unwrap();
            }
            assert_eq!(refunded, 1, "two refunds of 200 are more than 300");
            assert_eq!(shop.balances(id).await[0], (700, 100));
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_and_the_job_at_once_record_one_authorisation() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let id = shop.begin(APPROVE, 800).await;
            let both: Vec<_> = (0..10)
                .map(|n| {
                    let shop = shop.clone();
                    tokio::spawn(async move {
                        let outcome = match n % 2 {
                            0 => shop.payments.authorise(id).await.unwrap(),
                            _ => match shop.payments.reconcile(id).await.unwrap() {
                                Some(outcome) => outcome,
                                None => return,
                            },
                        };
                        assert_eq!(shop.record(id, outcome).await, PaymentState::Authorised);
                    })
                })
                .collect();
            for one in both {
                one.await.unwrap();
            }
            assert_eq!(shop.balances(id).await, [(0, 800), (0, -800)]);
            assert_eq!(shop.waiting().await, 0);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_that_comes_after_the_order_was_abandoned_is_given_back() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            // The processor approved, and before the answer was recorded the order was abandoned.
            let id = shop.begin(APPROVE, 600).await;
            let outcome = shop.payments.authorise(id).await.unwrap();
            assert_eq!(shop.void(id, "abandon").await.unwrap(), usd(600));
            assert_eq!(shop.record(id, outcome).await, PaymentState::Voided);
            assert_eq!(shop.balances(id).await, [(0, 0), (0, 0)]);
            shop.worker().run_due().await.unwrap();
            assert_eq!(shop.at_processor(id).await, (0, 600));

            // The answer never came back at all: the job asks before it gives up.
            let lost = shop.begin(ANSWER_LOST, 600).await;
            assert!(shop.payments.authorise(lost).await.is_err());
            shop.void(lost, "abandon lost").await.unwrap();
            let closed = shop.payments.authorise(lost).await.unwrap_err();
            assert!(matches!(closed, PaymentError::WrongState { state: PaymentState::Voided }));
            // A challenge that nobody answers.
            let asked = shop.begin(CONFIRM, 600).await;
            let question = shop.payments.authorise(asked).await.unwrap();
            shop.record(asked, question).await;
            shop.void(asked, "abandon asked").await.unwrap();
            t.clock().advance(DurationUs::from_secs(61));
            shop.worker().run_due().await.unwrap();
            assert_eq!(shop.at_processor(lost).await, (0, 600));
            assert_eq!(shop.at_processor(asked).await, (0, 600));
            assert_eq!(shop.waiting().await, 0);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_refund_can_be_made_again() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let id = shop.authorised(APPROVE, 500).await;
            let capture = shop.captured(id, 500, "cap").await;
            let first = shop.begin_refund(capture, 500, "one").await.unwrap();
            let over = shop.begin_refund(capture, 1, "two").await.unwrap_err();
            assert!(matches!(over, PaymentError::OverCaptured { left } if left.is_zero()), "{over:?}");
            assert_eq!(shop.record_refund(first, RefundOutcome::Failed).await, RefundState::Failed);
            let second = shop.begin_refund(capture, 500, "three").await.unwrap();
            // Nobody asks: the job does.
            t.clock().advance(DurationUs::from_secs(61));
            shop.worker().run_due().await.unwrap();
            let refund = payments::refund(&mut shop.db.read().await.unwrap(), second).await.unwrap();
            assert_eq!(refund.state, RefundState::Refunded);
            assert_eq!(shop.balances(id).await, [(0, 0), (0, 0)]);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_card_refuses_the_first_refund_of_each_charge_and_makes_the_next() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let id = shop.authorised(REFUND_REFUSED_ONCE, 500).await;
            for name in ["one", "two"] {
                let capture = shop.captured(id, 250, name).await;
                let first = shop.begin_refund(capture, 100, &format!("{name}-first")).await.unwrap();
                let outcome = shop.payments.refund(first).await.unwrap();
                assert_eq!(outcome, RefundOutcome::Failed);
                assert_eq!(
                    shop.payments.refund(first).await.unwrap(),
                    outcome,
                    "the same key, the same answer"
                );
                assert_eq!(shop.record_refund(first, outcome).await, RefundState::Failed);
                let second = shop.begin_refund(capture, 250, &format!("{name}-second")).await.unwrap();
                let outcome = shop.payments.refund(second).await.unwrap();
                assert_eq!(shop.record_refund(second, outcome).await, RefundState::Refunded);
            }
            assert_eq!(shop.balances(id).await, [(0, 0), (0, 0)]);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_is_refused_by_its_name() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let (order, account) = (shop.db.new_id::<OrderId>(), shop.db.new_id::<AccountId>());
            let token = MethodRef::Token(shop.token(APPROVE).await);
            for minor in [0, -5] {
                let error = shop.begin_with(new_payment(order, None, token.clone(), minor, "k")).await;
                assert!(matches!(error, Err(PaymentError::NotPositive { .. })));
            }
            for method in [MethodRef::Token("tok_1".into()), MethodRef::Saved(shop.db.new_id())] {
                let error = shop.begin_with(new_payment(order, Some(account), method, 5, "k")).await;
                assert!(matches!(error, Err(PaymentError::UnknownMethod)));
            }
            let id = shop.begin(APPROVE, 100).await;
            let early = shop.begin_capture(id, 10, "early").await.unwrap_err();
            assert!(matches!(early, PaymentError::WrongState { state: PaymentState::Authorising }));
            let early = shop.partial_void(id, 10, "early").await.unwrap_err();
            assert!(matches!(early, PaymentError::WrongState { state: PaymentState::Authorising }));
            let unknown = shop.begin_capture(shop.db.new_id(), 10, "unknown").await.unwrap_err();
            assert!(matches!(unknown, PaymentError::UnknownPayment));
            let id = shop.authorised(APPROVE, 100).await;
            let yen = domain::Money::new(10, domain::Currency::JPY);
            let wrong = shop
                .db
                .write(move |tx| {
                    Box::pin(async move { payments::begin_capture(tx, id, yen, "yen", "shipment").await })
                })
                .await
                .unwrap_err();
            assert!(matches!(wrong, PaymentError::Money(_)), "{wrong:?}");
            assert_eq!(shop.payment(id).await.reserved, usd(0));
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}
