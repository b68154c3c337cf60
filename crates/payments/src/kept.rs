//! What a processor keeps of what it charged: whether what it tells can be, and the posting of it. Called by the captures of
//! orders and by the charges of sellers' cards.

use crate::PaymentError;
use crate::processor::CaptureOutcome;
use db::Tx;
use domain::{LedgerTxId, Money, OrderId};
use ledger::{AccountRef, Memo, NewTransaction, Posting, TransactionKind};

/// What a processor kept, about to be posted.
pub(crate) struct Kept<'a> {
    /// Of what was charged; the transaction's key is made of it.
    pub(crate) key: &'a str,
    pub(crate) processor: &'a str,
    /// `None`: a seller's card was charged.
    pub(crate) order: Option<OrderId>,
    pub(crate) fee: Money,
}

/// Less than nothing and another currency than the charge's cannot be kept of it. More than was charged can: a fixed fee is
/// taken of the smallest charge too, and what was taken is posted as it was.
pub(crate) fn checked(amount: Money, fee: Money) -> Result<(), PaymentError> {
    if fee.is_negative() || fee.currency() != amount.currency() {
        return Err(PaymentError::StrangeFee { fee, amount });
    }
    Ok(())
}

/// What the processor answered. One that tells a fee that cannot be is not understood: it may have charged, so nothing of
/// it is written and it is asked again, until it tells what can be kept.
pub(crate) fn understood(
    key: &str,
    amount: Money,
    answer: CaptureOutcome,
) -> Result<CaptureOutcome, PaymentError> {
    if let CaptureOutcome::Captured { fee, .. } = &answer
        && let Err(error) = checked(amount, *fee)
    {
        tracing::error!(%key, %error, "the processor's answer to a charge is not understood");
        return Err(PaymentError::OutcomeUnknown);
    }
    Ok(answer)
}

/// The id that the posting of a fee will have; `None` when nothing was kept.
pub(crate) fn entry(tx: &mut Tx, fee: Money) -> Option<LedgerTxId> {
    (!fee.is_zero()).then(|| tx.new_id::<LedgerTxId>())
}

/// Posts what was kept from the processor's account to its fees: a transaction of its own, since the one of an order's capture
/// takes from what is pending. Reporting finds it by its key.
pub(crate) async fn post(tx: &mut Tx, entry: LedgerTxId, kept: Kept<'_>) -> Result<(), PaymentError> {
    let Kept { key, processor, order, fee } = kept;
    let cost = AccountRef::processor_fees(processor, fee.currency());
    let held = AccountRef::processor(processor, fee.currency());
    let mut posted = NewTransaction::posted(format!("processing-{key}"), TransactionKind::Fee)
        .line(Posting::debit(cost, fee, Memo::Fee)?)
        .line(Posting::credit(held, fee, Memo::Fee)?);
    posted.order = order;
    ledger::post_as(tx, entry, posted).await?;
    Ok(())
}
