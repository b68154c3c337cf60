//! The ledger's side of a refund: sale, delivery, tax, coupon, promotions and commission taken back in one balanced transaction.
//!
//! It credits the order's buyer clearing with what the payment's refund debits, so clearing ends at zero as after a sale.
//! A seller is debited what the goods were sold for and credited the commission less the platform's fee, with the tax on both; the balance may
//! become less than nothing, and the next payouts make up for it. The platform's own retail gives back revenue. A label that the
//! shopper pays for is kept of what the card gets, one that the seller pays for is debited as well; both are the shop's to spend
//! on carriers.

use crate::ReturnError;
use crate::outcome::Outcome;
use crate::store::Return;
use db::Tx;
use domain::returns::Payer;
use domain::{LedgerTxId, Money};
use ledger::{AccountRef, Memo, NewTransaction, RevenueStream, TransactionKind};
use orders::gifts::{self, Back, BackOf};

/// Posts it under the return's own key, so it happens once.
pub(crate) async fn post(
    tx: &mut Tx,
    entry: LedgerTxId,
    row: &Return,
    tax_place: &str,
    outcome: &Outcome,
) -> Result<(), ReturnError> {
    let seller = sellers::get(tx, row.seller_id).await?.ok_or(ReturnError::NotFound)?;
    let (currency, back) = (row.currency, &outcome.back);
    let money = |minor: i64| Money::new(minor, currency);
    let items = money(back.items_minor + back.subsidy_minor);
    let shipping = money(back.shipping_minor + back.shipping_subsidy_minor);
    let wrap = money(back.wrap_minor);
    let mut lines = NewTransaction::posted(format!("return:{}", row.id), TransactionKind::Return)
        .order(row.order_id)
        .part(row.part_id);
    lines.credit(AccountRef::buyer_clearing(row.order_id, currency), outcome.card(), Memo::Refund)?;
    lines.debit(AccountRef::tax_payable(tax_place, currency), money(back.all_tax_minor()), Memo::Tax)?;
    if back.added_minor() > 0 {
        let of_lines = outcome.lines.iter().map(|line| (line.line, line.back.subsidy_minor));
        let back = Back { of: BackOf::Lines(of_lines.collect()), all_minor: back.added_minor() };
        let of = (row.order_id, row.part_id, currency);
        for (account, gift) in gifts::take_back(tx, of, &back).await? {
            lines.credit(account, gift, Memo::Coupon)?;
        }
    }
    if seller.is_platform {
        let retail = AccountRef::revenue(RevenueStream::Retail, currency);
        lines.debit(retail.clone(), items, Memo::Item)?;
        lines.debit(AccountRef::shipping(currency), shipping, Memo::Shipping)?;
        lines.debit(retail.clone(), wrap, Memo::GiftWrap)?;
        lines.debit(retail, money(outcome.label_of(Payer::Seller)), Memo::ReturnLabel)?;
    } else {
        let payable = AccountRef::seller_payable(seller.id, currency);
        lines.debit(payable.clone(), items, Memo::Item)?;
        lines.debit(payable.clone(), shipping, Memo::Shipping)?;
        lines.debit(payable.clone(), wrap, Memo::GiftWrap)?;
        let (commission, fee) = (money(back.commission_minor), money(outcome.fee_minor));
        let earned = AccountRef::revenue(RevenueStream::Commission, currency);
        lines.debit(earned, commission, Memo::Commission)?;
        lines.credit(payable.clone(), commission, Memo::Commission)?;
        lines.debit(payable.clone(), fee, Memo::Fee)?;
        lines.debit(payable, money(outcome.label_of(Payer::Seller)), Memo::ReturnLabel)?;
        lines.credit(AccountRef::revenue(RevenueStream::RefundFee, currency), fee, Memo::Fee)?;
    }
    lines.credit(AccountRef::return_labels(currency), money(outcome.label_minor), Memo::ReturnLabel)?;
    fees::post_taxed(tx, &seller, &row.capture_id.to_string(), Some(entry), lines).await?;
    Ok(())
}
