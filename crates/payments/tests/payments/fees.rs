//! What the processor keeps of captures: told by it, posted once, and found when a row differs.

use crate::support::*;
use db::sql;
use db::testing::on_both;
use domain::Currency;
use domain::processing::ProcessingFee;
use ledger::AccountRef;
use payments::{CaptureOutcome, PaymentError, Payments};

/// 2.9 % and 0.30.
const USUAL: ProcessingFee = ProcessingFee { rate_bps: 290, fixed_minor: 30 };

fn shop_with(db: db::Db, fee: ProcessingFee) -> Shop {
    Shop { payments: Payments::sandbox_with_fee(db.clone(), fee), db }
}

async fn posted(shop: &Shop, account: AccountRef) -> i64 {
    let mut conn = shop.db.read().await.unwrap();
    let text = "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) FROM ledger_postings
                WHERE account_id = $1 AND layer = 'posted'";
    let (minor,): (i64,) = conn.one(sql(text).bind(account.id())).await.unwrap();
    minor
}

async fn cost(shop: &Shop) -> i64 {
    posted(shop, AccountRef::processor_fees("sandbox", Currency::USD)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_capture_costs_its_fee_and_a_refund_gives_none_back() {
    on_both(|t| {
        Box::pin(async move {
            let shop = shop_with(t.db(), USUAL);
            let id = shop.authorised(APPROVE, 10_000).await;
            // 1.015 and 0.30 of 35.00; 1.8096 and 0.30 of 62.40; all of 0.20.
            let first = shop.captured(id, 3_500, "first").await;
            assert_eq!(cost(&shop).await, 132);
            shop.captured(id, 6_240, "second").await;
            shop.captured(id, 20, "third").await;
            assert_eq!(cost(&shop).await, 132 + 211 + 20);
            let processor = AccountRef::processor("sandbox", Currency::USD);
            assert_eq!(posted(&shop, processor.clone()).await, 9_760 - 363);

            let refund = shop.begin_refund(first, 3_500, "back").await.unwrap();
            shop.payments.run_refund(refund).await.unwrap();
            assert_eq!(cost(&shop).await, 363);
            assert_eq!(posted(&shop, processor).await, 9_760 - 363 - 3_500);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_lost_or_comes_twice_costs_what_was_told_first() {
    on_both(|t| {
        Box::pin(async move {
            let shop = shop_with(t.db(), USUAL);
            let id = shop.authorised(CAPTURE_ANSWER_LOST, 10_000).await;
            let capture = shop.begin_capture(id, 10_000, "all").await.unwrap();
            assert!(matches!(shop.payments.capture(capture).await, Err(PaymentError::OutcomeUnknown)));
            assert_eq!(cost(&shop).await, 0);
            // The processor's prices are others by now; what it kept is what it kept.
            let shop = shop_with(t.db(), ProcessingFee { rate_bps: 500, fixed_minor: 0 });
            let outcome = shop.payments.capture(capture).await.unwrap();
            let told = matches!(&outcome, CaptureOutcome::Captured { fee, .. } if *fee == usd(320));
            assert!(told, "{outcome:?}");
            for _ in 0..3 {
                shop.record_capture(capture, outcome.clone()).await;
                assert_eq!(shop.payments.capture(capture).await.unwrap(), outcome);
            }
            assert_eq!(cost(&shop).await, 320);
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
                let shop = shop_with(t.db(), USUAL);
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
