//! What is left of a charge that can still be taken back, after returns, after what was given back without one, and after
//! what banks took of it for good. Called by returns before they are decided and by disputes when they are lost, so that all
//! together never take more than there was.

use crate::store::Return;
use crate::{ReturnError, courtesy, lists};
use db::{Conn, placeholders, sql};
use domain::dispute::Sold;
use domain::returns::ReturnState;
use domain::{CaptureId, DisputeId};
use orders::parcels::{self, Charged};
use std::collections::{BTreeSet, HashMap};

/// What is left of a capture that charged this, as it was posted. `except`: a dispute whose loss is not posted yet.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_capture(
    conn: &mut Conn,
    capture: CaptureId,
    charged: &Charged,
    except: Option<DisputeId>,
) -> Result<Sold, ReturnError> {
    let returned = lists::taken_back(conn, capture).await?;
    let others = if except.is_some() { "AND id <> $2" } else { "" };
    let text = format!(
        "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT), CAST(COALESCE(SUM(tax_back_minor), 0) AS BIGINT),
            CAST(COALESCE(SUM(commission_back_minor), 0) AS BIGINT),
            CAST(COALESCE(SUM(subsidy_back_minor), 0) AS BIGINT)
         FROM disputes_disputes WHERE capture_id = $1 AND state = 'lost' {others}"
    );
    let (card, tax, commission, subsidy): (i64, i64, i64, i64) =
        conn.one(sql(text).bind(capture).bind_all(except)).await?;
    let added_minor = charged.items_subsidy_minor + charged.shipping_subsidy_minor;
    // Of the sale's tax, commission and gifts it takes nothing back.
    let given_minor = courtesy::taken_minor(conn, capture).await?;
    Ok(Sold {
        card_minor: charged.total_minor - returned.card_minor - given_minor - card,
        tax_minor: charged.tax_minor - returned.tax_minor - tax,
        commission_minor: charged.commission_minor - returned.commission_minor - commission,
        subsidy_minor: added_minor - returned.subsidy_minor - subsidy,
    })
}

/// The same of the captures of those returns that are yet to be decided or posted, if a bank took some of them for good or
/// some of them was given back without a return.
pub(crate) async fn of_undecided(
    conn: &mut Conn,
    rows: &[Return],
) -> Result<HashMap<CaptureId, Sold>, ReturnError> {
    let is_undecided = |row: &&Return| matches!(row.state.0, ReturnState::Received | ReturnState::Refunding);
    let captures: BTreeSet<CaptureId> = rows.iter().filter(is_undecided).map(|row| row.capture_id).collect();
    let captures: Vec<CaptureId> = captures.into_iter().collect();
    let mut left = HashMap::new();
    for some in captures.chunks(500) {
        let list = placeholders(1, some.len());
        let text = format!(
            "SELECT capture_id FROM disputes_disputes WHERE state = 'lost' AND capture_id IN ({list})
             UNION SELECT capture_id FROM returns_courtesies WHERE state <> 'failed' AND capture_id IN ({list})"
        );
        let touched: Vec<(CaptureId,)> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        for (capture,) in touched {
            let charged = parcels::of_capture(conn, capture).await?.ok_or(ReturnError::NotFound)?;
            left.insert(capture, of_capture(conn, capture, &charged, None).await?);
        }
    }
    Ok(left)
}
