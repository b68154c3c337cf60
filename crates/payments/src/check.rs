//! Proves payments from their raw rows, against the ledger's and, for the sandbox, the processor's own.

use crate::PaymentError;
use db::{Conn, sql};
use domain::{CaptureId, CardChargeId, LedgerTxId, PaymentId, RefundId, TypedId};
use uuid::Uuid;

pub use ledger::Violation;

/// A rule: the table whose rows break it, what holds, and the query for those where it does not. The query gives the
/// row's id, and then three amounts that explain it.
struct Rule {
    table: &'static str,
    rule: &'static str,
    query: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        table: "payments_payments",
        rule: "a payment's sums are those of its captures and voids",
        query: "SELECT id, CAST(gap AS BIGINT), 0, 0 FROM (
            SELECT p.id,
                ABS(p.reserved_minor - COALESCE((SELECT SUM(c.amount_minor) FROM payments_captures c
                    WHERE c.payment_id = p.id AND c.state IN ('capturing', 'captured')), 0))
                + ABS(p.captured_minor - COALESCE((SELECT SUM(c.amount_minor) FROM payments_captures c
                    WHERE c.payment_id = p.id AND c.state = 'captured'), 0))
                + ABS(p.voided_minor - COALESCE((SELECT SUM(v.amount_minor) FROM payments_voids v
                    WHERE v.payment_id = p.id), 0)) AS gap
            FROM payments_payments p) s WHERE gap <> 0",
    },
    Rule {
        table: "payments_payments",
        rule: "no more is captured and voided than was authorised",
        query: "SELECT id, amount_minor, reserved_minor, voided_minor FROM payments_payments
            WHERE reserved_minor + voided_minor > amount_minor OR captured_minor > reserved_minor
               OR captured_minor < 0 OR voided_minor < 0",
    },
    Rule {
        table: "payments_payments",
        rule: "an authorised payment is pending in the ledger with its amount",
        query: "SELECT p.id, p.amount_minor, COALESCE(l.minor, 0), 0 FROM payments_payments p LEFT JOIN (
                SELECT tx_id, CAST(SUM(amount_minor) AS BIGINT) AS minor FROM ledger_postings
                WHERE layer = 'pending' AND amount_minor > 0 GROUP BY tx_id) l ON l.tx_id = p.ledger_tx_id
            WHERE (p.ledger_tx_id IS NULL AND p.state IN ('authorised', 'captured', 'expired'))
               OR (p.ledger_tx_id IS NOT NULL AND COALESCE(l.minor, 0) <> p.amount_minor)",
    },
    Rule {
        table: "payments_payments",
        rule: "what is pending in the ledger is neither captured nor voided",
        query: "SELECT id, amount_minor - captured_minor - voided_minor, pending, 0 FROM (
            SELECT p.id, p.amount_minor, p.captured_minor, p.voided_minor, CAST(COALESCE((
                SELECT SUM(l.amount_minor) FROM ledger_transactions t JOIN ledger_postings l ON l.tx_id = t.id
                JOIN ledger_accounts a ON a.id = l.account_id
                WHERE (t.id = p.ledger_tx_id OR t.resolves_id = p.ledger_tx_id) AND l.layer = 'pending'
                  AND a.owner_kind = 'processor'), 0) AS BIGINT) AS pending
            FROM payments_payments p WHERE p.ledger_tx_id IS NOT NULL
        ) s WHERE pending <> amount_minor - captured_minor - voided_minor",
    },
    Rule {
        table: "payments_captures",
        rule: "a capture is posted in the ledger with its amount",
        query: "SELECT c.id, c.amount_minor, COALESCE(l.minor, 0), 0 FROM payments_captures c LEFT JOIN (
                SELECT tx_id, CAST(SUM(amount_minor) AS BIGINT) AS minor FROM ledger_postings
                WHERE layer = 'posted' AND amount_minor > 0 GROUP BY tx_id) l ON l.tx_id = c.ledger_tx_id
            WHERE (c.state = 'captured' AND COALESCE(l.minor, 0) <> c.amount_minor)
               OR (c.state <> 'captured' AND c.ledger_tx_id IS NOT NULL)",
    },
    Rule {
        table: "payments_captures",
        rule: "what the processor keeps of a capture is posted as its cost",
        query: "SELECT id, fee_minor, cost, paid FROM (
            SELECT c.id, c.state, c.amount_minor, c.fee_minor,
                CAST(COALESCE((SELECT SUM(p.amount_minor) FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE p.tx_id = c.fee_tx_id AND p.layer = 'posted' AND a.purpose = 'processor_fees'), 0) AS BIGINT)
                    AS cost,
                CAST(COALESCE((SELECT -SUM(p.amount_minor) FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE p.tx_id = c.fee_tx_id AND p.layer = 'posted' AND a.purpose = 'processor'), 0) AS BIGINT)
                    AS paid
            FROM payments_captures c
        ) s WHERE cost <> fee_minor OR paid <> fee_minor OR (state <> 'captured' AND fee_minor <> 0)",
    },
    Rule {
        table: "payments_captures",
        rule: "the processor keeps no more of a capture than it charged",
        query: "SELECT id, fee_minor, amount_minor, 0 FROM payments_captures WHERE fee_minor > amount_minor",
    },
    Rule {
        table: "ledger_transactions",
        rule: "every fee of a capture in the ledger is a capture's or a charge's",
        query: "SELECT t.id, 0, 0, 0 FROM ledger_transactions t
            WHERE t.kind = 'fee' AND t.tx_key LIKE 'processing-%'
              AND NOT EXISTS (SELECT 1 FROM payments_captures c WHERE c.fee_tx_id = t.id)
              AND NOT EXISTS (SELECT 1 FROM payments_charges c WHERE c.fee_tx_id = t.id)",
    },
    Rule {
        table: "payments_refunds",
        rule: "a refund is posted in the ledger with its amount",
        query: "SELECT r.id, r.amount_minor, COALESCE(l.minor, 0), 0 FROM payments_refunds r LEFT JOIN (
                SELECT tx_id, CAST(SUM(amount_minor) AS BIGINT) AS minor FROM ledger_postings
                WHERE layer = 'posted' AND amount_minor > 0 GROUP BY tx_id) l ON l.tx_id = r.ledger_tx_id
            WHERE (r.state = 'refunded' AND COALESCE(l.minor, 0) <> r.amount_minor)
               OR (r.state <> 'refunded' AND r.ledger_tx_id IS NOT NULL)",
    },
    Rule {
        table: "payments_captures",
        rule: "no more is refunded than was captured",
        query: "SELECT id, amount_minor, refunded_minor, CAST(refunds AS BIGINT) FROM (
            SELECT c.id, c.amount_minor, c.refunded_minor, COALESCE((SELECT SUM(r.amount_minor)
                FROM payments_refunds r WHERE r.capture_id = c.id AND r.state IN ('refunding', 'refunded')), 0)
                AS refunds
            FROM payments_captures c
        ) s WHERE refunded_minor <> refunds OR refunds > amount_minor",
    },
    Rule {
        table: "payments_charges",
        rule: "a charge of a seller's card is posted from the processor to the seller with its amount",
        query: "SELECT id, amount_minor, held, owed FROM (
            SELECT c.id, c.amount_minor, c.state,
                CAST(COALESCE((SELECT SUM(p.amount_minor) FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE p.tx_id = c.ledger_tx_id AND p.layer = 'posted' AND a.purpose = 'processor'
                      AND a.owner_id = c.processor), 0) AS BIGINT) AS held,
                CAST(COALESCE((SELECT -SUM(p.amount_minor) FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE p.tx_id = c.ledger_tx_id AND p.layer = 'posted' AND a.purpose = 'seller_payable'), 0)
                    AS BIGINT) AS owed
            FROM payments_charges c
        ) s WHERE held <> CASE WHEN state = 'captured' THEN amount_minor ELSE 0 END
               OR owed <> CASE WHEN state = 'captured' THEN amount_minor ELSE 0 END",
    },
    Rule {
        table: "payments_charges",
        rule: "what the processor keeps of a seller's charge is posted as its cost",
        query: "SELECT id, fee_minor, cost, paid FROM (
            SELECT c.id, c.state, c.fee_minor,
                CAST(COALESCE((SELECT SUM(p.amount_minor) FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE p.tx_id = c.fee_tx_id AND p.layer = 'posted' AND a.purpose = 'processor_fees'
                      AND a.owner_id = c.processor), 0) AS BIGINT) AS cost,
                CAST(COALESCE((SELECT -SUM(p.amount_minor) FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE p.tx_id = c.fee_tx_id AND p.layer = 'posted' AND a.purpose = 'processor'
                      AND a.owner_id = c.processor), 0) AS BIGINT) AS paid
            FROM payments_charges c
        ) s WHERE cost <> fee_minor OR paid <> fee_minor OR (state <> 'captured' AND fee_minor <> 0)",
    },
    Rule {
        table: "payments_charges",
        rule: "the processor keeps no more of a seller's charge than it charged",
        query: "SELECT id, fee_minor, amount_minor, 0 FROM payments_charges WHERE fee_minor > amount_minor",
    },
    Rule {
        table: "payments_charges",
        rule: "what a bank took back of a seller's charge is posted with its amount",
        query: "SELECT charge_id, amount_minor, taken, back FROM (
            SELECT d.charge_id, d.amount_minor, d.state,
                CAST(COALESCE((SELECT -SUM(p.amount_minor) FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE p.tx_id = d.opened_tx_id AND a.purpose = 'processor' AND p.memo = 'dispute'), 0) AS BIGINT)
                    AS taken,
                CAST(COALESCE((SELECT SUM(p.amount_minor) FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE p.tx_id = d.won_tx_id AND a.purpose = 'processor' AND p.memo = 'dispute'), 0) AS BIGINT)
                    AS back
            FROM payments_charge_disputes d
        ) s WHERE taken <> amount_minor OR back <> CASE WHEN state = 'won' THEN amount_minor ELSE 0 END",
    },
    Rule {
        table: "ledger_transactions",
        rule: "every charge of a seller's card in the ledger is a charge, or was taken back by a bank",
        query: "SELECT t.id, 0, 0, 0 FROM ledger_transactions t WHERE t.kind = 'card_charge'
            AND NOT EXISTS (SELECT 1 FROM payments_charges c WHERE c.ledger_tx_id = t.id)
            AND NOT EXISTS (SELECT 1 FROM payments_charge_disputes d WHERE d.opened_tx_id = t.id OR d.won_tx_id = t.id)",
    },
    Rule {
        table: "ledger_transactions",
        rule: "every capture in the ledger is a capture of a payment",
        query: "SELECT t.id, 0, 0, 0 FROM ledger_transactions t WHERE t.kind = 'capture'
            AND NOT EXISTS (SELECT 1 FROM payments_captures c WHERE c.ledger_tx_id = t.id)",
    },
];

/// Every row that breaks a rule of payments; empty when they are whole.
///
/// # Errors
/// Only the database's.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, PaymentError> {
    let mut found = crate::sandbox::check(conn).await?;
    for Rule { table, rule, query } in RULES {
        let rows: Vec<(Uuid, i64, i64, i64)> = conn.all(sql(*query)).await?;
        found.extend(rows.into_iter().map(|(id, a, b, c)| Violation {
            table,
            row_id: readable(table, id),
            rule,
            detail: format!("{a} / {b} / {c} minor units"),
        }));
    }
    Ok(found)
}

/// The id as the rest of the program shows it.
fn readable(table: &str, id: Uuid) -> String {
    match table {
        "payments_captures" => CaptureId::from_uuid(id).to_string(),
        "payments_refunds" => RefundId::from_uuid(id).to_string(),
        "payments_charges" => CardChargeId::from_uuid(id).to_string(),
        "ledger_transactions" => LedgerTxId::from_uuid(id).to_string(),
        _ => PaymentId::from_uuid(id).to_string(),
    }
}
