//! The invariants of what was given back though nothing came back, proven from the raw rows, against the payments' and the
//! ledger's. Called by `check`.

use crate::ReturnError;
use crate::check::{ANSWER_OVERDUE, Violation};
use db::{Conn, sql};
use domain::{CourtesyId, LedgerTxId};

/// A rule whose statement selects the rows that break it: the courtesy, what is expected, what is there.
struct Rule {
    rule: &'static str,
    statement: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        rule: "a courtesy is of the capture that charged its parcel",
        statement: "SELECT k.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM returns_courtesies k
            WHERE NOT EXISTS (SELECT 1 FROM orders_shipment_parts q JOIN orders_parts p ON p.id = q.part_id
                WHERE q.shipment_id = k.shipment_id AND q.part_id = k.part_id AND q.capture_id = k.capture_id
                    AND p.order_id = k.order_id AND p.seller_id = k.seller_id)",
    },
    Rule {
        rule: "a courtesy is a refund of its capture with its amount and its state",
        statement: "SELECT k.id, k.amount_minor AS expected, CAST(COALESCE(f.amount_minor, -1) AS BIGINT) AS found
            FROM returns_courtesies k LEFT JOIN payments_refunds f
                ON f.id = k.refund_id AND f.capture_id = k.capture_id AND f.state = k.state
            WHERE f.id IS NULL OR f.amount_minor <> k.amount_minor",
    },
    Rule {
        rule: "what is given back of a capture, for whatever reason, never exceeds it",
        statement: "SELECT k.id, c.amount_minor AS expected, CAST(
                (SELECT SUM(o.amount_minor) FROM returns_courtesies o
                    WHERE o.capture_id = k.capture_id AND o.state = 'refunded')
                + COALESCE((SELECT SUM(r.refunded_minor) FROM returns_returns r
                    WHERE r.capture_id = k.capture_id), 0) AS BIGINT) AS found
            FROM returns_courtesies k JOIN payments_captures c ON c.id = k.capture_id
            WHERE k.state = 'refunded' AND
                (SELECT SUM(o.amount_minor) FROM returns_courtesies o
                    WHERE o.capture_id = k.capture_id AND o.state = 'refunded')
                + COALESCE((SELECT SUM(r.refunded_minor) FROM returns_returns r
                    WHERE r.capture_id = k.capture_id), 0) > c.amount_minor",
    },
    Rule {
        rule: "a courtesy has one ledger transaction, with what the card got",
        statement: "SELECT k.id, k.amount_minor AS expected, CAST(COALESCE((
                SELECT -SUM(g.amount_minor) FROM ledger_transactions t JOIN ledger_postings g ON g.tx_id = t.id
                    JOIN ledger_accounts a ON a.id = g.account_id
                WHERE t.id = k.ledger_tx_id AND t.kind = 'courtesy' AND t.state = 'posted' AND g.layer = 'posted'
                    AND a.purpose = 'buyer_clearing'), 0) AS BIGINT) AS found
            FROM returns_courtesies k WHERE k.state = 'refunded' AND k.amount_minor <> COALESCE((
                SELECT -SUM(g.amount_minor) FROM ledger_transactions t JOIN ledger_postings g ON g.tx_id = t.id
                    JOIN ledger_accounts a ON a.id = g.account_id
                WHERE t.id = k.ledger_tx_id AND t.kind = 'courtesy' AND t.state = 'posted' AND g.layer = 'posted'
                    AND a.purpose = 'buyer_clearing'), 0)",
    },
    Rule {
        rule: "whoever bears a courtesy paid for it",
        statement: "SELECT k.id, k.amount_minor AS expected, CAST(COALESCE((
                SELECT SUM(g.amount_minor) FROM ledger_postings g JOIN ledger_accounts a ON a.id = g.account_id
                WHERE g.tx_id = k.ledger_tx_id AND g.layer = 'posted' AND a.purpose =
                    CASE k.borne_by WHEN 'seller' THEN 'seller_payable' ELSE 'courtesies' END), 0) AS BIGINT) AS found
            FROM returns_courtesies k WHERE k.state = 'refunded' AND k.amount_minor <> COALESCE((
                SELECT SUM(g.amount_minor) FROM ledger_postings g JOIN ledger_accounts a ON a.id = g.account_id
                WHERE g.tx_id = k.ledger_tx_id AND g.layer = 'posted' AND a.purpose =
                    CASE k.borne_by WHEN 'seller' THEN 'seller_payable' ELSE 'courtesies' END), 0)",
    },
    Rule {
        rule: "the platform bears what is given for its own sales",
        statement: "SELECT k.id, CAST(0 AS BIGINT) AS expected, CAST(1 AS BIGINT) AS found FROM returns_courtesies k
            JOIN sellers_sellers s ON s.id = k.seller_id WHERE s.is_platform = TRUE AND k.borne_by <> 'platform'",
    },
];

/// Every courtesy that breaks a rule.
///
/// # Errors
/// Only the database's.
pub(crate) async fn check(conn: &mut Conn) -> Result<Vec<Violation>, ReturnError> {
    let mut violations = Vec::new();
    for rule in RULES {
        let rows: Vec<(CourtesyId, i64, i64)> = conn.all(sql(rule.statement)).await?;
        violations.extend(rows.into_iter().map(|(id, expected, found)| Violation {
            row: format!("returns_courtesies {id}"),
            rule: rule.rule,
            detail: format!("expected {expected}, found {found}"),
        }));
    }
    violations.extend(overdue(conn).await?);
    violations.extend(foreign_entries(conn).await?);
    Ok(violations)
}

async fn overdue(conn: &mut Conn) -> Result<Vec<Violation>, ReturnError> {
    let before = conn.now().minus(ANSWER_OVERDUE);
    let statement = sql("SELECT id FROM returns_courtesies WHERE state = 'refunding' AND asked_at_us < $1");
    let rows: Vec<(CourtesyId,)> = conn.all(statement.bind(before)).await?;
    let violation = |(id,): (CourtesyId,)| Violation {
        row: format!("returns_courtesies {id}"),
        rule: "every answer about a courtesy is recorded within three hours",
        detail: "still waiting".into(),
    };
    Ok(rows.into_iter().map(violation).collect())
}

/// Transactions of the ledger that say that something was given, and nothing was.
async fn foreign_entries(conn: &mut Conn) -> Result<Vec<Violation>, ReturnError> {
    let statement = sql("SELECT t.id FROM ledger_transactions t WHERE t.kind = 'courtesy' AND NOT EXISTS (
                             SELECT 1 FROM returns_courtesies k WHERE k.ledger_tx_id = t.id)");
    let rows: Vec<(LedgerTxId,)> = conn.all(statement).await?;
    let violation = |(id,): (LedgerTxId,)| Violation {
        row: format!("ledger_transactions {id}"),
        rule: "every courtesy in the ledger is one",
        detail: String::new(),
    };
    Ok(rows.into_iter().map(violation).collect())
}
