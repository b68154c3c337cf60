//! The invariants of plans, proven from the raw rows, against the ledger's.

use crate::FeeError;
use db::{Conn, row, sql};
use domain::PlanChargeId;

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The table and the row's key.
    pub row: String,
    pub rule: &'static str,
    pub detail: String,
}

row! {
    struct Broken { id: PlanChargeId, expected: i64, found: i64 }
}

/// A rule whose statement selects the charges that break it: the charge, what is expected, what is there.
struct Rule {
    rule: &'static str,
    statement: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        rule: "a month that was paid left the seller's balance once, and no other month did",
        statement: "SELECT c.id, CASE WHEN c.state = 'paid' THEN c.amount_minor ELSE 0 END AS expected,
                CAST(COALESCE((SELECT SUM(p.amount_minor) FROM ledger_transactions t
                    JOIN ledger_postings p ON p.tx_id = t.id JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE t.id = c.ledger_tx_id AND a.purpose = 'seller_payable' AND p.layer = 'posted'), 0) AS BIGINT)
                    AS found
            FROM fees_charges c
            WHERE CASE WHEN c.state = 'paid' THEN c.amount_minor ELSE 0 END
               <> COALESCE((SELECT SUM(p.amount_minor) FROM ledger_transactions t
                    JOIN ledger_postings p ON p.tx_id = t.id JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE t.id = c.ledger_tx_id AND a.purpose = 'seller_payable' AND p.layer = 'posted'), 0)",
    },
    Rule {
        rule: "a month that waits to be paid is of a seller who pays by the month",
        statement: "SELECT c.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM fees_charges c
            WHERE c.state = 'due' AND NOT EXISTS (SELECT 1 FROM fees_subscriptions s WHERE s.seller_id = c.seller_id)",
    },
    Rule {
        rule: "a seller's months do not overlap",
        statement: "SELECT c.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM fees_charges c
            WHERE c.state = 'paid' AND EXISTS (SELECT 1 FROM fees_charges o WHERE o.seller_id = c.seller_id
                AND o.id <> c.id AND o.state = 'paid' AND o.month_from_us < c.month_to_us
                AND o.month_to_us > c.month_from_us)",
    },
];

/// What the ledger earned by months and what was paid for them.
const EARNED: &str = "SELECT CAST(COALESCE((SELECT SUM(amount_minor) FROM fees_charges WHERE state = 'paid'), 0) AS BIGINT)
        AS expected,
    CAST(COALESCE((SELECT -SUM(p.amount_minor) FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
        WHERE a.purpose = 'revenue' AND a.owner_id = 'plan_fee' AND p.layer = 'posted'), 0) AS BIGINT) AS found";

/// Every rule that is broken, and where.
///
/// # Errors
/// Only the database's.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, FeeError> {
    let mut found = Vec::new();
    for Rule { rule, statement } in RULES {
        let broken: Vec<Broken> = conn.all(sql(*statement)).await?;
        found.extend(broken.into_iter().map(|row| Violation {
            row: format!("fees_charges {}", row.id),
            rule,
            detail: format!("expected {}, found {}", row.expected, row.found),
        }));
    }
    let (expected, earned): (i64, i64) = conn.one(sql(EARNED)).await?;
    if expected != earned {
        found.push(Violation {
            row: "fees_charges".into(),
            rule: "what the ledger earned by plans is what months were paid",
            detail: format!("expected {expected}, found {earned}"),
        });
    }
    Ok(found)
}
