//! Taking a sheet back: a sheet of its own, so what happened stays written.

use crate::PricingError;
use crate::sheets::{Made, RowChange, Sheet, SheetRow, apply, rows_of, sheet};
use db::Tx;
use domain::{AccountId, PriceSheetId, SellerId};

/// Puts every offer of the sheet back to what it was. One that was taken back already gives the sheet that did it; one that
/// took another back can be taken back, too.
///
/// # Errors
/// [`PricingError::NoSuchSheet`]; [`PricingError::Changed`] with every offer that was changed since, then nothing is put
/// back; [`PricingError::Sold`] where units that the sheet brought are sold.
pub async fn undo(
    tx: &mut Tx,
    seller: SellerId,
    id: PriceSheetId,
    by: AccountId,
) -> Result<Sheet, PricingError> {
    let known = sheet(tx, seller, id).await?.ok_or(PricingError::NoSuchSheet)?;
    if let Some(undone) = known.undone_by {
        return sheet(tx, seller, undone).await?.ok_or(PricingError::NoSuchSheet);
    }
    let rows: Vec<RowChange> = rows_of(tx, id).await?.iter().map(reversed).collect();
    // No key of a form has a colon in it.
    let made = Made { seller, key: format!("undo:{id}"), undoes: Some(id), by };
    apply(tx, &made, &rows).await
}

fn reversed(row: &SheetRow) -> RowChange {
    RowChange { offer: row.offer_id, version: row.version, cells: row.was.0, stock_delta: -row.stock_delta }
}
