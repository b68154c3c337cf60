//! The ledger's side of disputes, one balanced transaction for each step.
//!
//! Opened: the processor takes amount and fee out of what it holds for us, and the seller owes both. Won: the amount comes
//! back. Lost: what others had of that part of the sale goes back to the seller, as when a sale is refunded: the tax is
//! no longer owed, the commission less the platform's fee is given back with the tax on it, and what the platform had added is taken back.
//! Of the platform's own retail the loss stands on an account of its own, and the fee among the processor's.

use crate::DisputeError;
use crate::store::Dispute;
use db::{Conn, Tx};
use domain::Money;
use domain::dispute::{Relief, relief};
use ledger::{AccountRef, Memo, NewTransaction, RevenueStream, TransactionKind};
use orders::gifts::{self, Back, BackOf};
use orders::parcels::{self, Charged};

/// The step that a loss is.
pub(crate) const LOST: &str = "lost";

/// The key of one step's transaction.
pub(crate) fn key(row: &Dispute, name: &str) -> String {
    format!("dispute:{}:{name}", row.id)
}

/// One step's transaction, without lines yet: under the dispute's key and the step's, so it happens once.
fn step(row: &Dispute, name: &str) -> NewTransaction {
    NewTransaction::posted(key(row, name), TransactionKind::Dispute).order(row.order_id).part(row.part_id)
}

/// Who bears it: the seller, or the platform for its own goods.
async fn bearer(conn: &mut Conn, row: &Dispute) -> Result<(AccountRef, bool), DisputeError> {
    let seller = sellers::get(conn, row.seller_id).await?.ok_or(DisputeError::NotFound)?;
    Ok(match seller.is_platform {
        true => (AccountRef::disputes(row.currency), true),
        false => (AccountRef::seller_payable(seller.id, row.currency), false),
    })
}

pub(crate) async fn opened(tx: &mut Tx, row: &Dispute) -> Result<(), DisputeError> {
    let (bears, own) = bearer(tx, row).await?;
    let pays = if own { AccountRef::processor_fees(&row.processor, row.currency) } else { bears.clone() };
    let holds = AccountRef::processor(&row.processor, row.currency);
    let mut lines = step(row, "opened");
    lines.debit(bears, row.amount(), Memo::Dispute)?;
    lines.credit(holds.clone(), row.amount(), Memo::Dispute)?;
    lines.debit(pays, row.fee(), Memo::Fee)?;
    lines.credit(holds, row.fee(), Memo::Fee)?;
    ledger::post(tx, lines).await?;
    Ok(())
}

pub(crate) async fn won(tx: &mut Tx, row: &Dispute) -> Result<(), DisputeError> {
    let (bears, _) = bearer(tx, row).await?;
    let mut lines = step(row, "won");
    lines.debit(AccountRef::processor(&row.processor, row.currency), row.amount(), Memo::Dispute)?;
    lines.credit(bears, row.amount(), Memo::Dispute)?;
    ledger::post(tx, lines).await?;
    Ok(())
}

/// What it took back of others than the seller.
pub(crate) async fn lost(tx: &mut Tx, row: &Dispute) -> Result<Relief, DisputeError> {
    let charged = parcels::of_capture(tx, row.capture_id).await?.ok_or(DisputeError::NotFound)?;
    let (bears, _) = bearer(tx, row).await?;
    let back = relief_of(tx, row, &charged).await?;
    let money = |minor: i64| Money::new(minor, row.currency);
    let mut lines = step(row, LOST);
    let tax = AccountRef::tax_payable(&charged.tax_place, row.currency);
    lines.debit(tax, money(back.tax_minor), Memo::Tax)?;
    lines.credit(bears.clone(), money(back.tax_minor), Memo::Tax)?;
    let earned = AccountRef::revenue(RevenueStream::Commission, row.currency);
    lines.debit(earned, money(back.commission_minor), Memo::Commission)?;
    lines.credit(bears.clone(), money(back.commission_minor), Memo::Commission)?;
    let kept = AccountRef::revenue(RevenueStream::RefundFee, row.currency);
    lines.debit(bears.clone(), money(back.fee_minor), Memo::Fee)?;
    lines.credit(kept, money(back.fee_minor), Memo::Fee)?;
    if back.subsidy_minor > 0 {
        lines.debit(bears, money(back.subsidy_minor), Memo::Coupon)?;
        // A loss is of all of the parcel, and of no line.
        let added_minor = charged.items_subsidy_minor + charged.shipping_subsidy_minor;
        let parcel = BackOf::Parcel { shipment: charged.shipment_id, added_minor };
        let all = Back { of: parcel, all_minor: back.subsidy_minor };
        let of = (row.order_id, row.part_id, row.currency);
        for (account, gift) in gifts::take_back(tx, of, &all).await? {
            lines.credit(account, gift, Memo::Coupon)?;
        }
    }
    // Nothing was owed to anybody else.
    if !lines.postings.is_empty() {
        let seller = sellers::get(tx, row.seller_id).await?.ok_or(DisputeError::NotFound)?;
        fees::post_taxed(tx, &seller, &row.capture_id.to_string(), None, lines).await?;
    }
    Ok(back)
}

/// What a loss of this dispute takes back from others than the seller, as things are now.
pub(crate) async fn relief_of(
    conn: &mut Conn,
    row: &Dispute,
    charged: &Charged,
) -> Result<Relief, DisputeError> {
    let sold = returns::left::of_capture(conn, row.capture_id, charged, Some(row.id)).await?;
    let fee = returns::fee::of_part(conn, row.part_id).await?;
    Ok(relief(&sold, row.amount_minor, row.currency, &fee)?)
}
