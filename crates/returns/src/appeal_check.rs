//! The invariants of appeals, proven from the raw rows. Called by `check`.

use crate::{ReturnError, Violation};
use db::{Conn, sql};
use domain::ReturnId;

/// A rule whose statement selects the rows that break it: the table, the return, what is expected, what is there.
const RULES: &[(&str, &str, &str)] = &[
    (
        "returns_returns",
        "a return and the rest of it give back no more than was claimed",
        "SELECT o.id, o.claim_minor AS expected, o.refunded_minor + r.claim_minor AS found
         FROM returns_returns r JOIN returns_returns o ON o.id = r.rest_of
         WHERE o.refunded_minor + r.claim_minor > o.claim_minor",
    ),
    (
        "returns_returns",
        "the rest of a return was ordered by an appeal",
        "SELECT r.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM returns_returns r
         WHERE r.rest_of IS NOT NULL AND NOT EXISTS (SELECT 1 FROM returns_appeals a
             WHERE a.follow_id = r.id AND a.return_id = r.rest_of)",
    ),
    (
        "returns_returns",
        "the rest of a return knows what commission went back before it",
        "SELECT r.id, COALESCE(o.commission_back_minor, 0) AS expected, r.first_back_minor AS found
         FROM returns_returns r LEFT JOIN returns_returns o ON o.id = r.rest_of
         WHERE r.first_back_minor <> 0 AND r.first_back_minor <> COALESCE(o.commission_back_minor, 0)",
    ),
    (
        "returns_appeals",
        "what an appeal ordered is of the same parcel",
        "SELECT a.return_id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM returns_appeals a
         JOIN returns_returns o ON o.id = a.return_id LEFT JOIN returns_returns f ON f.id = a.follow_id
         WHERE a.state = 'overturned' AND (f.id IS NULL OR f.shipment_id <> o.shipment_id OR f.part_id <> o.part_id)",
    ),
];

/// Every appeal that breaks a rule.
pub(crate) async fn check(conn: &mut Conn) -> Result<Vec<Violation>, ReturnError> {
    let mut violations = Vec::new();
    for (table, rule, statement) in RULES {
        let rows: Vec<(ReturnId, i64, i64)> = conn.all(sql(*statement)).await?;
        violations.extend(rows.into_iter().map(|(id, expected, found)| Violation {
            row: format!("{table} {id}"),
            rule,
            detail: format!("expected {expected}, found {found}"),
        }));
    }
    Ok(violations)
}
