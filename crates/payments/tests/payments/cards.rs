//! Every test card does what it says, and no number is kept.

use crate::support::*;
use db::testing::on_both;
use domain::DurationUs;
use domain::payment::{CardBrand, DeclineReason, PaymentState};
use payments::{
    AuthOutcome, Behaviour, CONFIRMATION_CODE, CaptureFailure, CaptureOutcome, CaptureState, CardError,
    CardField, CardInput, CardProblem, PaymentError, TEST_CARDS,
};

#[tokio::test(flavor = "multi_thread")]
async fn an_approved_card_is_pending_in_the_ledger_and_nothing_is_left_to_do() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            for card in TEST_CARDS.iter().filter(|c| c.behaviour == Behaviour::Approve) {
                let id = shop.authorised(card.number, 1_999).await;
                let payment = shop.payment(id).await;
                assert_eq!(payment.card.last4, card.number[card.number.len() - 4..]);
                assert_ne!(payment.card.brand, CardBrand::Unknown);
                assert_eq!(shop.balances(id).await[1], (0, -1_999));
            }
            assert_eq!(shop.waiting().await, 0);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_card_says_why_and_moves_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let cases = [
                (DECLINE, DeclineReason::Declined),
                (INSUFFICIENT, DeclineReason::InsufficientFunds),
                (EXPIRED_CARD, DeclineReason::ExpiredCard),
            ];
            for (card, reason) in cases {
                let id = shop.begin(card, 500).await;
                let outcome = shop.payments.authorise(id).await.unwrap();
                assert_eq!(outcome, AuthOutcome::Declined(reason));
                assert_eq!(shop.record(id, outcome.clone()).await, PaymentState::Declined);
                // Asked again it says the same, and cannot be captured; there is nothing to void.
                assert_eq!(shop.payments.authorise(id).await.unwrap(), outcome);
                let refused = shop.begin_capture(id, 500, "cap").await.unwrap_err();
                assert!(matches!(refused, PaymentError::WrongState { state: PaymentState::Declined }));
                assert!(shop.void(id, "void").await.unwrap().is_zero());
                assert_eq!(shop.balances(id).await, [(0, 0), (0, 0)]);
            }
            assert_eq!(shop.waiting().await, 0);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_needs_confirmation_waits_for_the_right_code() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            for (code, expected) in
                [(CONFIRMATION_CODE, PaymentState::Authorised), ("999999", PaymentState::Declined)]
            {
                let id = shop.begin(CONFIRM, 700).await;
                let asked = shop.payments.authorise(id).await.unwrap();
                assert!(matches!(asked, AuthOutcome::NeedsConfirmation { .. }), "{asked:?}");
                assert_eq!(shop.record(id, asked).await, PaymentState::NeedsConfirmation);
                assert!(shop.payment(id).await.challenge.is_some());
                let outcome = shop.payments.confirm(id, code).await.unwrap();
                assert_eq!(shop.record(id, outcome).await, expected);
            }
            let wrong = AuthOutcome::Declined(DeclineReason::ConfirmationFailed);
            let id = shop.begin(CONFIRM, 700).await;
            let asked = shop.payments.authorise(id).await.unwrap();
            shop.record(id, asked).await;
            assert_eq!(shop.payments.confirm(id, "").await.unwrap(), wrong);
            // The first answer counts, also when it was not recorded here.
            assert_eq!(shop.payments.confirm(id, CONFIRMATION_CODE).await.unwrap(), wrong);
            assert_eq!(shop.payments.reconcile(id).await.unwrap(), Some(wrong));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_found_by_the_job_and_charged_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let id = shop.begin(ANSWER_LOST, 4_200).await;
            let lost = shop.payments.authorise(id).await.unwrap_err();
            assert!(matches!(lost, PaymentError::OutcomeUnknown), "{lost:?}");
            assert_eq!(shop.payment(id).await.state, PaymentState::Authorising);
            assert_eq!(shop.worker().run_due().await.unwrap(), 0, "the job waits a minute");
            t.clock().advance(DurationUs::from_secs(61));
            assert_eq!(shop.worker().run_due().await.unwrap(), 1);
            assert_eq!(shop.payment(id).await.state, PaymentState::Authorised);
            assert_eq!(shop.balances(id).await, [(0, 4_200), (0, -4_200)]);
            // Asking again by the same key would have found it as well.
            assert!(matches!(shop.payments.authorise(id).await.unwrap(), AuthOutcome::Approved { .. }));
            assert_eq!(shop.waiting().await, 0);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_request_is_told_from_a_lost_answer_and_closed() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let id = shop.begin(REQUEST_LOST, 900).await;
            assert!(matches!(shop.payments.authorise(id).await, Err(PaymentError::OutcomeUnknown)));
            assert_eq!(shop.payments.reconcile(id).await.unwrap(), None);
            for _ in 0..3 {
                t.clock().advance(DurationUs::from_secs(61));
                shop.worker().run_due().await.unwrap();
            }
            assert_eq!(shop.payment(id).await.state, PaymentState::Voided);
            assert_eq!(shop.waiting().await, 0);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authorisation_that_has_ended_cannot_be_captured_and_is_written_off() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let by_card = shop.authorised(EXPIRES, 1_000).await;
            let by_time = shop.authorised(APPROVE, 1_000).await;
            t.clock().advance(DurationUs::from_days(8));
            for id in [by_card, by_time] {
                let capture = shop.begin_capture(id, 600, &format!("cap-{id}")).await.unwrap();
                let outcome = shop.payments.capture(capture).await.unwrap();
                assert_eq!(outcome, CaptureOutcome::Failed(CaptureFailure::AuthorisationExpired));
                assert_eq!(shop.record_capture(capture, outcome.clone()).await, CaptureState::Failed);
                assert_eq!(shop.payments.capture(capture).await.unwrap(), outcome);
                assert_eq!(shop.payment(id).await.state, PaymentState::Expired);
                assert_eq!(shop.balances(id).await[1], (0, 0));
                let late = shop.begin_capture(id, 1, &format!("late-{id}")).await.unwrap_err();
                assert!(matches!(late, PaymentError::WrongState { state: PaymentState::Expired }));
            }
            assert_eq!(shop.waiting().await, 0);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_whose_answer_is_lost_is_charged_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let id = shop.authorised(CAPTURE_ANSWER_LOST, 1_000).await;
            let capture = shop.begin_capture(id, 1_000, "cap").await.unwrap();
            assert!(matches!(shop.payments.capture(capture).await, Err(PaymentError::OutcomeUnknown)));
            t.clock().advance(DurationUs::from_secs(61));
            shop.worker().run_due().await.unwrap();
            assert_eq!(shop.payment(id).await.captured, usd(1_000));
            assert_eq!(shop.at_processor(id).await, (1_000, 0));
            assert_eq!(shop.balances(id).await, [(1_000, 0), (-1_000, 0)]);
            assert_eq!(shop.waiting().await, 0);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_no_test_card_is_refused_and_no_number_is_ever_kept() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            // A valid number that is nobody's test card.
            let real = shop.payments.tokenise(CardInput::test_card("4111111111111111")).await.unwrap_err();
            let expected = vec![CardError { field: CardField::Number, problem: CardProblem::NotATestCard }];
            assert!(matches!(real, PaymentError::Card(ref errors) if *errors == expected), "{real:?}");
            let empty = shop.payments.tokenise(CardInput::default()).await.unwrap_err();
            assert!(matches!(empty, PaymentError::Card(errors) if errors.len() == 4));

            let id = shop.authorised(APPROVE, 100).await;
            shop.captured(id, 100, "cap").await;
            let mut conn = shop.db.read().await.unwrap();
            for query in [
                "SELECT token || processor_token || last4 FROM payments_tokens",
                "SELECT token || behaviour FROM payments_sandbox_tokens",
                "SELECT auth_ref || request_key || token FROM payments_sandbox_authorisations",
                "SELECT payload FROM db_jobs",
                "SELECT tx_key FROM ledger_transactions",
            ] {
                let rows: Vec<(String,)> = conn.all(db::sql(query)).await.unwrap();
                assert!(rows.iter().all(|r| !r.0.contains("42424242")), "{query}: {rows:?}");
            }
        })
    })
    .await;
}
