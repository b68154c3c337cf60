//! Compares the sandbox's own rows with our charges of sellers' cards. Called by `check`, for the keys that begin as theirs do.

use super::AuthState;
use crate::CardChargeState;
use db::{Conn, DbError, placeholders, row, sql};
use domain::CardChargeId;
use ledger::Violation;
use std::collections::HashMap;

const PAGE: i64 = 500;

row! {
    struct Reservation { request_key: String, amount_minor: i64, captured_minor: i64, state: AuthState }
}

row! {
    struct OurCharge {
        id: CardChargeId,
        amount_minor: i64,
        state: CardChargeState,
        authorisation_ref: Option<String>,
    }
}

const RESERVATIONS: &str = "SELECT request_key, amount_minor, captured_minor, state
    FROM payments_sandbox_authorisations WHERE request_key LIKE 'cch_%' AND request_key > $1
    ORDER BY request_key LIMIT $2";

/// Charges of ours that the sandbox has not made, or made with another amount or for another fee.
const MISSING: &str = "SELECT id, amount_minor, charged, fee_minor, kept FROM (
        SELECT c.id, c.amount_minor, c.fee_minor, CAST(COALESCE(a.captured_minor, 0) AS BIGINT) AS charged,
            CAST(COALESCE((SELECT SUM(o.fee_minor) FROM payments_sandbox_operations o
                WHERE o.auth_ref = a.auth_ref AND o.kind = 'capture'), 0) AS BIGINT) AS kept
        FROM payments_charges c LEFT JOIN payments_sandbox_authorisations a ON a.auth_ref = c.authorisation_ref
        WHERE c.processor = 'sandbox' AND c.state = 'captured'
    ) s WHERE charged <> amount_minor OR kept <> fee_minor";

pub(crate) async fn check(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let mut found = Vec::new();
    let missing: Vec<(CardChargeId, i64, i64, i64, i64)> = conn.all(sql(MISSING)).await?;
    found.extend(missing.into_iter().map(|(id, ours, charged, fee, kept)| Violation {
        table: "payments_charges",
        row_id: id.to_string(),
        rule: "every charge of a seller's card is a charge of the processor",
        detail: format!("{ours} captured, {charged} charged; fees of {fee} and {kept}"),
    }));
    let mut last = String::new();
    loop {
        let reserved: Vec<Reservation> = conn.all(sql(RESERVATIONS).bind(&last).bind(PAGE)).await?;
        let Some(end) = reserved.last() else { return Ok(found) };
        last.clone_from(&end.request_key);
        let ids: Vec<CardChargeId> = reserved.iter().filter_map(|r| r.request_key.parse().ok()).collect();
        let ours = charges(conn, &ids).await?;
        for reservation in reserved {
            let Some(detail) = stray(&reservation, ours.get(&reservation.request_key)) else { continue };
            found.push(Violation {
                table: "payments_sandbox_authorisations",
                row_id: reservation.request_key,
                rule: "what the processor reserved and charged of sellers' cards is a charge of ours",
                detail,
            });
        }
    }
}

async fn charges(conn: &mut Conn, ids: &[CardChargeId]) -> Result<HashMap<String, OurCharge>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT id, amount_minor, state, authorisation_ref FROM payments_charges WHERE id IN ({})",
        placeholders(1, ids.len())
    );
    let rows: Vec<OurCharge> = conn.all(sql(text).bind_all(ids.iter().copied())).await?;
    Ok(rows.into_iter().map(|row| (row.id.to_string(), row)).collect())
}

fn stray(reservation: &Reservation, ours: Option<&OurCharge>) -> Option<String> {
    let Some(ours) = ours else { return Some("no charge of ours has this key".into()) };
    if ours.amount_minor != reservation.amount_minor {
        return Some(format!("{} reserved for {}", reservation.amount_minor, ours.amount_minor));
    }
    let charged = reservation.captured_minor > 0;
    match ours.state {
        // Its answer may be on its way.
        CardChargeState::Authorised | CardChargeState::Captured => None,
        state if charged => Some(format!("charged for one that is {state}")),
        // One that was reserved and could not be charged ends by itself.
        CardChargeState::Declined
            if ours.authorisation_ref.is_none() && reservation.state == AuthState::Approved =>
        {
            Some("still reserved for one that is declined".into())
        }
        _ => None,
    }
}
