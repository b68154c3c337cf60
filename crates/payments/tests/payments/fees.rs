//! What the processor keeps of captures: told by it, posted once, and found when a row differs.

use crate::support::*;
use db::testing::on_both;
use db::{BoxFuture, sql};
use domain::processing::ProcessingFee;
use domain::{Currency, Money};
use ledger::AccountRef;
use payments::{
    AuthOutcome, AuthRequest, CaptureOutcome, CaptureRequest, CaptureState, Card, PaymentError, Payments,
    Processor, ProcessorError, RefundOutcome, RefundRequest, SandboxProcessor, VoidRequest,
};
use std::sync::Arc;

type Answer<'a, T> = BoxFuture<'a, Result<T, ProcessorError>>;

/// A processor that charges as the sandbox does and tells another fee.
struct Teller {
    sandbox: SandboxProcessor,
    fee: Money,
}

impl Teller {
    fn shop(db: &db::Db, fee: Money) -> Shop {
        let processor = Arc::new(Self { sandbox: SandboxProcessor::new(db.clone()), fee });
        Shop { payments: Payments::new(db.clone(), processor), db: db.clone() }
    }
}

impl Processor for Teller {
    fn name(&self) -> &'static str {
        self.sandbox.name()
    }
    fn tokenise(&self, card: Card) -> Answer<'_, String> {
        self.sandbox.tokenise(card)
    }
    fn authorise(&self, request: AuthRequest) -> Answer<'_, AuthOutcome> {
        self.sandbox.authorise(request)
    }
    fn confirm(&self, processor_ref: String, answer: String) -> Answer<'_, AuthOutcome> {
        self.sandbox.confirm(processor_ref, answer)
    }
    fn lookup(&self, key: String) -> Answer<'_, Option<AuthOutcome>> {
        self.sandbox.lookup(key)
    }
    fn capture(&self, request: CaptureRequest) -> Answer<'_, CaptureOutcome> {
        Box::pin(async move {
            Ok(match self.sandbox.capture(request).await? {
                CaptureOutcome::Captured { processor_ref, .. } => {
                    CaptureOutcome::Captured { processor_ref, fee: self.fee }
                }
                failed @ CaptureOutcome::Failed(_) => failed,
            })
        })
    }
    fn void(&self, request: VoidRequest) -> Answer<'_, ()> {
        self.sandbox.void(request)
    }
    fn refund(&self, request: RefundRequest) -> Answer<'_, RefundOutcome> {
        self.sandbox.refund(request)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_capture_costs_its_fee_and_a_refund_gives_none_back() {
    on_both(|t| {
        Box::pin(async move {
            let shop = shop_with(t.db(), usual());
            let id = shop.authorised(APPROVE, 10_000).await;
            // 1.015 and 0.30 of 35.00; 1.8096 and 0.30 of 62.40; all of 0.20.
            let first = shop.captured(id, 3_500, "first").await;
            assert_eq!(shop.cost().await, 132);
            shop.captured(id, 6_240, "second").await;
            shop.captured(id, 20, "third").await;
            assert_eq!(shop.cost().await, 132 + 211 + 20);
            let processor = AccountRef::processor("sandbox", Currency::USD);
            assert_eq!(shop.posted(&processor).await, 9_760 - 363);

            let refund = shop.begin_refund(first, 3_500, "back").await.unwrap();
            shop.payments.run_refund(refund).await.unwrap();
            assert_eq!(shop.cost().await, 363);
            assert_eq!(shop.posted(&processor).await, 9_760 - 363 - 3_500);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_lost_or_comes_twice_costs_what_was_told_first() {
    on_both(|t| {
        Box::pin(async move {
            let shop = shop_with(t.db(), usual());
            let id = shop.authorised(CAPTURE_ANSWER_LOST, 10_000).await;
            let capture = shop.begin_capture(id, 10_000, "all").await.unwrap();
            assert!(matches!(shop.payments.capture(capture).await, Err(PaymentError::OutcomeUnknown)));
            assert_eq!(shop.cost().await, 0);
            // The processor's prices are others by now; what it kept is what it kept.
            let shop = shop_with(t.db(), ProcessingFee::new(500, []));
            let outcome = shop.payments.capture(capture).await.unwrap();
            let told = matches!(&outcome, CaptureOutcome::Captured { fee, .. } if *fee == usd(320));
            assert!(told, "{outcome:?}");
            for _ in 0..3 {
                shop.record_capture(capture, outcome.clone()).await;
                assert_eq!(shop.payments.capture(capture).await.unwrap(), outcome);
            }
            assert_eq!(shop.cost().await, 320);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fee_that_is_not_the_ledgers_or_the_processors_is_named() {
    let cases = [
        ("UPDATE payments_captures SET fee_minor = fee_minor + 1", "what the processor keeps"),
        ("UPDATE payments_captures SET fee_tx_id = NULL", "every fee of a capture"),
        (
            "UPDATE payments_sandbox_operations SET fee_minor = fee_minor + 1 WHERE kind = 'capture'",
            "every capture of ours",
        ),
    ];
    for (statement, rule) in cases {
        on_both(|t| {
            Box::pin(async move {
                let shop = shop_with(t.db(), usual());
                let id = shop.authorised(APPROVE, 1_000).await;
                shop.captured(id, 400, "cap").await;
                assert_eq!(shop.check().await, vec![]);
                let change = shop.db.write(move |tx| Box::pin(async move { tx.exec(sql(statement)).await }));
                assert_eq!(change.await.unwrap(), 1, "{statement}");
                let found = shop.check().await;
                assert!(found.iter().any(|v| v.rule.starts_with(rule)), "{statement}: {found:?}");
            })
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fee_that_cannot_be_is_not_understood_and_nothing_is_half_done() {
    on_both(|t| {
        Box::pin(async move {
            for strange in [usd(-1), Money::new(30, Currency::EUR), Money::new(0, Currency::EUR)] {
                let shop = Teller::shop(&t.db(), strange);
                let id = shop.authorised(APPROVE, 1_000).await;
                let capture = shop.begin_capture(id, 400, &format!("strange-{id}")).await.unwrap();
                let (cost, before) = (shop.cost().await, shop.balances(id).await);
                for _ in 0..2 {
                    let asked = shop.payments.capture(capture).await;
                    assert!(matches!(asked, Err(PaymentError::OutcomeUnknown)), "{asked:?}");
                }
                // Whoever hands such an answer on is refused, too.
                let told = CaptureOutcome::Captured { processor_ref: "sc_strange".into(), fee: strange };
                let written: Result<CaptureState, PaymentError> = shop
                    .db
                    .write(move |tx| {
                        let told = told.clone();
                        Box::pin(async move { payments::record_capture(tx, capture, &told).await })
                    })
                    .await;
                let refused =
                    matches!(&written, Err(PaymentError::StrangeFee { fee, .. }) if *fee == strange);
                assert!(refused, "{written:?}");
                assert_eq!((shop.cost().await, shop.balances(id).await), (cost, before));
                let now = payments::capture(&mut shop.db.read().await.unwrap(), capture).await.unwrap();
                assert_eq!((now.state, now.fee), (CaptureState::Capturing, usd(0)));
                assert_eq!(shop.check().await, vec![]);

                // A processor that tells what can be is understood, and the charge was made once.
                let shop = Teller::shop(&t.db(), usd(0));
                let outcome = shop.payments.capture(capture).await.unwrap();
                assert_eq!(shop.record_capture(capture, outcome).await, CaptureState::Captured);
                assert_eq!(shop.at_processor(id).await, (400, 0));
                assert_eq!(shop.check().await, vec![]);
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fee_above_what_was_charged_is_posted_as_it_was_taken_and_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Teller::shop(&t.db(), usd(35));
            let id = shop.authorised(APPROVE, 20).await;
            shop.captured(id, 20, "small").await;
            assert_eq!(shop.cost().await, 35);
            let processor = AccountRef::processor("sandbox", Currency::USD);
            assert_eq!(shop.posted(&processor).await, 20 - 35);
            let found: Vec<&str> = shop.check().await.into_iter().map(|violation| violation.rule).collect();
            assert!(found.contains(&"the processor keeps no more of a capture than it charged"), "{found:?}");
            assert!(!found.iter().any(|rule| rule.starts_with("what the processor keeps")), "{found:?}");
        })
    })
    .await;
}
