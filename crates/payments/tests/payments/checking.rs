//! The check finds a row that breaks a rule, and names it.

use crate::support::*;
use db::sql;
use db::testing::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_breaks_a_rule_is_named() {
    let cases = [
        ("UPDATE payments_payments SET reserved_minor = reserved_minor + 1", "a payment's sums are those"),
        ("UPDATE payments_payments SET voided_minor = voided_minor + 1", "what is pending in the ledger"),
        ("UPDATE payments_captures SET amount_minor = amount_minor + 1", "a capture is posted in the ledger"),
        ("UPDATE payments_captures SET ledger_tx_id = NULL", "every capture in the ledger"),
        ("UPDATE payments_captures SET refunded_minor = refunded_minor + 1", "no more is refunded"),
        ("UPDATE payments_refunds SET amount_minor = amount_minor + 1", "a refund is posted in the ledger"),
        ("UPDATE payments_payments SET ledger_tx_id = NULL", "an authorised payment is pending"),
        (
            "UPDATE payments_sandbox_operations SET amount_minor = 401 WHERE kind = 'capture'",
            "every charge of the",
        ),
        (
            "UPDATE payments_sandbox_operations SET outcome = 'refused' WHERE kind = 'capture'",
            "every capture of ours",
        ),
        ("UPDATE payments_payments SET state = 'declined'", "every reservation of the processor"),
    ];
    for (statement, rule) in cases {
        on_both(|t| {
            Box::pin(async move {
                let shop = Shop::new(t.db());
                let id = shop.authorised(APPROVE, 1_000).await;
                let capture = shop.captured(id, 400, "cap").await;
                let refund = shop.begin_refund(capture, 100, "ref").await.unwrap();
                shop.payments.run_refund(refund).await.unwrap();
                assert_eq!(shop.check().await, vec![]);
                let tampered = shop
                    .db
                    .write(move |tx| Box::pin(async move { tx.exec(sql(statement)).await }))
                    .await
                    .unwrap();
                assert_eq!(tampered, 1, "{statement}");
                let found = shop.check().await;
                let named = found.iter().find(|v| v.rule.starts_with(rule));
                assert!(named.is_some_and(|v| !v.row_id.is_empty()), "{statement}: {found:?}");
            })
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_itself_refuses_more_than_was_authorised() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let id = shop.authorised(APPROVE, 1_000).await;
            shop.captured(id, 400, "cap").await;
            for statement in [
                "UPDATE payments_payments SET voided_minor = amount_minor - reserved_minor + 1",
                "UPDATE payments_payments SET reserved_minor = amount_minor + 1",
                "UPDATE payments_payments SET captured_minor = reserved_minor + 1",
                "UPDATE payments_payments SET captured_minor = -1",
                "UPDATE payments_payments SET voided_minor = -1",
            ] {
                let written =
                    shop.db.write(move |tx| Box::pin(async move { tx.exec(sql(statement)).await })).await;
                assert!(written.is_err(), "{statement}: {written:?}");
            }
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}
