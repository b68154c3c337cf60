//! The invariants of rules about returns, proven from the raw rows. Called by `check`.

use crate::{ReturnError, Violation};
use db::{Conn, sql};
use domain::{ReturnId, SellerId};

/// A rule whose statement selects the returns that break it: the return, what is expected, what is there.
const RULES: &[(&str, &str)] = &[
    (
        "a return that a rule decided was asked for after that rule was said",
        "SELECT r.id, COALESCE(s.said_at_us, -1) AS expected, r.requested_at_us AS found
         FROM returns_returns r
         LEFT JOIN returns_rules s ON s.seller_id = r.seller_id AND s.revision = r.rule_revision
         WHERE r.rule_revision IS NOT NULL AND (s.said_at_us IS NULL OR s.said_at_us > r.requested_at_us)",
    ),
    (
        "a return that a rule decided names the rule",
        "SELECT r.id, CAST(1 AS BIGINT) AS expected, COALESCE(r.rule_place, 0) AS found FROM returns_returns r
         WHERE (r.rule_revision IS NULL) <> (r.rule_place IS NULL) OR r.rule_place < 1",
    ),
    (
        "only a rule gives money back for what is not sent",
        "SELECT r.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM returns_returns r
         WHERE r.returnless = TRUE AND r.rule_revision IS NULL",
    ),
    (
        "what is not sent back is not for sale again",
        "SELECT r.id, CAST(0 AS BIGINT) AS expected, CAST(COUNT(*) AS BIGINT) AS found FROM returns_returns r
         JOIN returns_lines l ON l.return_id = r.id WHERE r.returnless = TRUE AND l.restock = TRUE GROUP BY r.id",
    ),
];

/// Every return that breaks a rule, and every seller whose sayings do not follow each other.
pub(crate) async fn check(conn: &mut Conn) -> Result<Vec<Violation>, ReturnError> {
    let mut violations = Vec::new();
    for (rule, statement) in RULES {
        let rows: Vec<(ReturnId, i64, i64)> = conn.all(sql(*statement)).await?;
        violations.extend(rows.into_iter().map(|(id, expected, found)| Violation {
            row: format!("returns_returns {id}"),
            rule,
            detail: format!("expected {expected}, found {found}"),
        }));
    }
    // Nothing that was said is taken out, so revisions have no gaps.
    let statement = sql("SELECT seller_id, MAX(revision), CAST(COUNT(*) AS BIGINT) FROM returns_rules
                         GROUP BY seller_id HAVING MAX(revision) <> COUNT(*)");
    let rows: Vec<(SellerId, i64, i64)> = conn.all(statement).await?;
    violations.extend(rows.into_iter().map(|(seller, expected, found)| Violation {
        row: format!("returns_rules {seller}"),
        rule: "what a seller said about returns stays",
        detail: format!("expected {expected}, found {found}"),
    }));
    Ok(violations)
}
