//! Compares the sandbox's own rows with ours, as one would with a real processor's settlement file: every charge is
//! a capture of the same amount, and the other way round; nothing stays reserved that nobody knows of.
//!
//! The keys that we gave it are the texts of our ids. Those of sellers' charges are `check_charges`'s.

use super::{AuthState, check_charges};
use crate::store::CaptureState;
use db::{Conn, DbError, Text, placeholders, row, sql};
use domain::payment::PaymentState;
use domain::{CaptureId, PaymentId};
use ledger::Violation;
use std::collections::HashMap;

const PAGE: i64 = 500;

row! {
    struct Charge { request_key: String, amount_minor: i64, fee_minor: i64, outcome: String }
}

row! {
    struct OurCapture { id: CaptureId, amount_minor: i64, fee_minor: i64, state: CaptureState }
}

row! {
    struct Reservation { request_key: String, amount_minor: i64, state: AuthState }
}

row! {
    struct OurPayment { id: PaymentId, amount_minor: i64, state: Text<PaymentState>, open_voids: i64 }
}

pub(crate) async fn check(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let mut found = wrong_charges(conn).await?;
    found.extend(missing_charges(conn).await?);
    found.extend(unknown_reservations(conn).await?);
    found.extend(check_charges::check(conn).await?);
    Ok(found)
}

/// The sandbox charged: we have a capture of that amount, recorded or being recorded.
async fn wrong_charges(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let mut found = Vec::new();
    let mut last = String::new();
    loop {
        let charges: Vec<Charge> = conn
            .all(
                sql("SELECT request_key, amount_minor, fee_minor, outcome FROM payments_sandbox_operations
                     WHERE kind = 'capture' AND outcome = 'done' AND request_key NOT LIKE 'cch_%' AND request_key > $1
                     ORDER BY request_key LIMIT $2")
                .bind(&last)
                .bind(PAGE),
            )
            .await?;
        let Some(end) = charges.last() else { return Ok(found) };
        last.clone_from(&end.request_key);
        let ids: Vec<CaptureId> = charges.iter().filter_map(|c| c.request_key.parse().ok()).collect();
        let ours: HashMap<String, OurCapture> = captures(conn, &ids).await?;
        for charge in charges {
            let detail = match ours.get(&charge.request_key) {
                None => "no capture of ours has this key".to_owned(),
                Some(ours) if ours.amount_minor != charge.amount_minor => {
                    format!("{} was charged for {} minor units", charge.amount_minor, ours.amount_minor)
                }
                Some(ours) if ours.state == CaptureState::Failed => "ours has failed".to_owned(),
                Some(_) => continue,
            };
            found.push(Violation {
                table: "payments_sandbox_operations",
                row_id: charge.request_key,
                rule: "every charge of the processor is a capture of ours",
                detail,
            });
        }
    }
}

async fn captures(conn: &mut Conn, ids: &[CaptureId]) -> Result<HashMap<String, OurCapture>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT id, amount_minor, fee_minor, state FROM payments_captures WHERE id IN ({})",
        placeholders(1, ids.len())
    );
    let rows: Vec<OurCapture> = conn.all(sql(text).bind_all(ids.iter().copied())).await?;
    Ok(rows.into_iter().map(|c| (c.id.to_string(), c)).collect())
}

/// We recorded a capture: the sandbox charged that amount.
async fn missing_charges(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let mut found = Vec::new();
    let mut last: Option<CaptureId> = None;
    loop {
        let after = if last.is_some() { "AND c.id > $2" } else { "" };
        let text = format!(
            "SELECT c.id, c.amount_minor, c.fee_minor, c.state FROM payments_captures c
             JOIN payments_payments p ON p.id = c.payment_id
             WHERE p.processor = 'sandbox' AND c.state = 'captured' {after} ORDER BY c.id LIMIT $1"
        );
        let ours: Vec<OurCapture> = conn.all(sql(text).bind(PAGE).bind_all(last)).await?;
        let Some(end) = ours.last() else { return Ok(found) };
        last = Some(end.id);
        let text = format!(
            "SELECT request_key, amount_minor, fee_minor, outcome FROM payments_sandbox_operations WHERE request_key IN ({})",
            placeholders(1, ours.len())
        );
        let rows: Vec<Charge> = conn.all(sql(text).bind_all(ours.iter().map(|c| c.id.to_string()))).await?;
        let charges: HashMap<String, Charge> = rows.into_iter().map(|c| (c.request_key.clone(), c)).collect();
        for capture in ours {
            let charge = charges.get(&capture.id.to_string()).filter(|c| c.outcome == "done");
            let ours = (capture.amount_minor, capture.fee_minor);
            if charge.is_none_or(|c| (c.amount_minor, c.fee_minor) != ours) {
                let (charged, fee) = charge.map_or((0, 0), |c| (c.amount_minor, c.fee_minor));
                found.push(Violation {
                    table: "payments_captures",
                    row_id: capture.id.to_string(),
                    rule: "every capture of ours is a charge of the processor",
                    detail: format!(
                        "{} captured, {charged} charged; fees of {} and {fee}",
                        capture.amount_minor, capture.fee_minor
                    ),
                });
            }
        }
    }
}

/// The sandbox reserved: a payment of ours knows, or will be told, or is giving it back.
async fn unknown_reservations(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let mut found = Vec::new();
    let mut last = String::new();
    loop {
        let reserved: Vec<Reservation> = conn
            .all(
                sql("SELECT request_key, amount_minor, state FROM payments_sandbox_authorisations
                     WHERE request_key NOT LIKE 'cch_%' AND request_key > $1 ORDER BY request_key LIMIT $2")
                .bind(&last)
                .bind(PAGE),
            )
            .await?;
        let Some(end) = reserved.last() else { return Ok(found) };
        last.clone_from(&end.request_key);
        let ids: Vec<PaymentId> = reserved.iter().filter_map(|r| r.request_key.parse().ok()).collect();
        let ours = payments(conn, &ids).await?;
        for reservation in reserved {
            let Some(detail) = unknown(&reservation, ours.get(&reservation.request_key)) else { continue };
            found.push(Violation {
                table: "payments_sandbox_authorisations",
                row_id: reservation.request_key,
                rule: "every reservation of the processor is a payment of ours",
                detail,
            });
        }
    }
}

async fn payments(conn: &mut Conn, ids: &[PaymentId]) -> Result<HashMap<String, OurPayment>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT p.id, p.amount_minor, p.state, CAST((SELECT COUNT(*) FROM payments_voids v
             WHERE v.payment_id = p.id AND v.state = 'voiding') AS BIGINT) AS open_voids
         FROM payments_payments p WHERE p.id IN ({})",
        placeholders(1, ids.len())
    );
    let rows: Vec<OurPayment> = conn.all(sql(text).bind_all(ids.iter().copied())).await?;
    Ok(rows.into_iter().map(|p| (p.id.to_string(), p)).collect())
}

fn unknown(reservation: &Reservation, ours: Option<&OurPayment>) -> Option<String> {
    let Some(ours) = ours else { return Some("no payment of ours has this key".into()) };
    if ours.amount_minor != reservation.amount_minor {
        return Some(format!("{} reserved for {}", reservation.amount_minor, ours.amount_minor));
    }
    let over = match ours.state.0 {
        PaymentState::Declined => true,
        PaymentState::Voided => ours.open_voids == 0,
        _ => false,
    };
    (over && reservation.state == AuthState::Approved)
        .then(|| format!("still reserved for a payment that is {}", ours.state.0))
}
