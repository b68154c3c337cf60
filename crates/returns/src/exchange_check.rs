//! The invariants of exchanges, proven from the raw rows, against their returns' and the stock's. Called by `check`.

use crate::{ReturnError, Violation};
use db::{Conn, sql};
use domain::ReturnId;
use domain::returns::{ExchangeState, ReturnState};
use domain::text_enum::TextEnum as _;

/// A rule whose statement selects the rows that break it: the return, what is expected, what is there.
const RULES: &[(&str, &str)] = &[
    (
        "a replacement is held or sold as its exchange says",
        "SELECT e.return_id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found
         FROM returns_exchanges e LEFT JOIN inventory_holds h ON h.id = e.hold_id
         WHERE NOT ((e.state = 'asked' AND e.hold_id IS NULL)
             OR (e.state IN ('held', 'due') AND COALESCE(h.state, '') = 'held')
             OR (e.state IN ('sent', 'delivered') AND COALESCE(h.state, '') = 'sold')
             OR (e.state IN ('turned', 'ended') AND (e.hold_id IS NULL OR COALESCE(h.state, '') = 'released')))",
    ),
    (
        "what an exchange sets aside is its replacement",
        "SELECT e.return_id, e.quantity AS expected, CAST(COALESCE((SELECT SUM(m.quantity) FROM inventory_movements m
                WHERE m.hold_id = e.hold_id AND m.kind = 'hold' AND m.offer_id = e.offer_id), 0) AS BIGINT) AS found
         FROM returns_exchanges e WHERE e.hold_id IS NOT NULL AND e.quantity <> COALESCE((
             SELECT SUM(m.quantity) FROM inventory_movements m
             WHERE m.hold_id = e.hold_id AND m.kind = 'hold' AND m.offer_id = e.offer_id), 0)",
    ),
    (
        "an exchange is of as many units as come back",
        "SELECT e.return_id, e.quantity AS expected, CAST(COALESCE((SELECT SUM(l.quantity) FROM returns_lines l
                WHERE l.return_id = e.return_id), 0) AS BIGINT) AS found
         FROM returns_exchanges e WHERE e.quantity <> COALESCE((SELECT SUM(l.quantity) FROM returns_lines l
             WHERE l.return_id = e.return_id), 0)",
    ),
    (
        "a return that was exchanged has its replacement",
        "SELECT r.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM returns_returns r
         WHERE r.state = 'exchanged' AND NOT EXISTS (SELECT 1 FROM returns_exchanges e WHERE e.return_id = r.id)",
    ),
];

/// Every exchange that breaks a rule.
pub(crate) async fn check(conn: &mut Conn) -> Result<Vec<Violation>, ReturnError> {
    let together = ("an exchange and its return go together", apart());
    let mut rules: Vec<(&'static str, String)> =
        RULES.iter().map(|(rule, statement)| (*rule, (*statement).to_owned())).collect();
    rules.push(together);
    let mut violations = Vec::new();
    for (rule, statement) in rules {
        let rows: Vec<(ReturnId, i64, i64)> = conn.all(sql(statement)).await?;
        violations.extend(rows.into_iter().map(|(id, expected, found)| Violation {
            row: format!("returns_exchanges {id}"),
            rule,
            detail: format!("expected {expected}, found {found}"),
        }));
    }
    Ok(violations)
}

/// Exchanges in a state that does not fit their return's.
fn apart() -> String {
    let fits = |state: &ExchangeState| {
        let of = ReturnState::ALL.iter().filter(|of| state.fits(**of));
        let of: Vec<String> = of.map(|of| format!("'{of}'")).collect();
        format!("(e.state = '{state}' AND r.state IN ({}))", of.join(", "))
    };
    let all: Vec<String> = ExchangeState::ALL.iter().map(fits).collect();
    format!(
        "SELECT e.return_id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found
         FROM returns_exchanges e JOIN returns_returns r ON r.id = e.return_id WHERE NOT ({})",
        all.join(" OR ")
    )
}
