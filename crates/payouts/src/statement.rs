//! A statement: what happened on a seller's balance from one payout to the next. Opening and every line are the closing,
//! because all of them come from the ledger's own statement.

use crate::PayoutError;
use crate::store::{self, Payout};
use db::{Conn, sql};
use domain::{
    Currency, DurationUs, LedgerTxId, Money, OrderId, PartId, PayoutId, SellerId, Timestamp, text_enum,
};
use ledger::{AccountRef, Memo, TransactionKind};
use std::collections::BTreeSet;

text_enum! {
    /// What a line is about, in the order in which sums are shown.
    pub enum Group {
        Sales = "sales",
        Shipping = "shipping",
        GiftWrap = "gift_wrap",
        Commission = "commission",
        Refunds = "refunds",
        /// Labels for the way back that the seller pays for.
        ReturnLabels = "return_labels",
        /// What buyers' banks took back, and what came of it.
        Disputes = "disputes",
        Fees = "fees",
        /// On commission and fees, wherever they were charged or came back.
        FeeTax = "fee_tax",
        /// What the seller paid of them by card, less what its bank took back.
        CardPayments = "card_payments",
        /// A payout that the bank gave back.
        Returned = "returned",
        Payouts = "payouts",
        Other = "other",
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub at: Timestamp,
    pub transaction: LedgerTxId,
    pub group: Group,
    /// What the seller got; negative for what was taken.
    pub amount: Money,
    /// What the seller was owed after it.
    pub balance: Money,
    pub order: Option<OrderId>,
    pub part: Option<PartId>,
}

/// What happened on a seller's balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The payout that ends it; `None` while it goes on.
    pub payout: Option<Payout>,
    /// The payout before it; `None` for the first one.
    pub since: Option<Timestamp>,
    pub opening: Money,
    pub lines: Vec<Line>,
    pub closing: Money,
}

impl Statement {
    /// The sum of each kind of line that there is.
    ///
    /// # Errors
    /// When a sum is too large to keep.
    pub fn sums(&self) -> Result<Vec<(Group, Money)>, PayoutError> {
        use domain::text_enum::TextEnum as _;
        let mut sums = Vec::new();
        for group in Group::ALL {
            let mut lines = self.lines.iter().filter(|line| line.group == *group).peekable();
            if lines.peek().is_some() {
                let sum = Money::sum(self.opening.currency(), lines.map(|line| line.amount))?;
                sums.push((*group, sum));
            }
        }
        Ok(sums)
    }
}

/// What a posting on a seller's account is about.
pub(crate) fn group_of(kind: TransactionKind, memo: Memo, returned: bool) -> Group {
    match (kind, memo) {
        _ if returned => Group::Returned,
        (TransactionKind::Payout, _) => Group::Payouts,
        (_, Memo::FeeTax) => Group::FeeTax,
        // What a processor asks for the dispute of such a payment is a fee as that of others.
        (TransactionKind::CardCharge, Memo::Fee) => Group::Disputes,
        (TransactionKind::CardCharge, _) => Group::CardPayments,
        (TransactionKind::Dispute, _) => Group::Disputes,
        (_, Memo::ReturnLabel) => Group::ReturnLabels,
        (TransactionKind::Refund | TransactionKind::Return | TransactionKind::Courtesy, _)
        | (_, Memo::Refund) => Group::Refunds,
        (_, Memo::Item) => Group::Sales,
        (_, Memo::Shipping) => Group::Shipping,
        (_, Memo::GiftWrap) => Group::GiftWrap,
        (_, Memo::Commission) => Group::Commission,
        (TransactionKind::Fee, _) | (_, Memo::Fee) => Group::Fees,
        _ => Group::Other,
    }
}

/// The transactions by which payouts of a seller came back.
pub(crate) async fn returned(conn: &mut Conn, seller: SellerId) -> Result<BTreeSet<LedgerTxId>, PayoutError> {
    let rows: Vec<(LedgerTxId,)> = conn
        .all(
            sql("SELECT settled_tx_id FROM payouts_payouts WHERE seller_id = $1 AND state = 'rejected'")
                .bind(seller),
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

async fn between(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
) -> Result<(Money, Vec<Line>, Money), PayoutError> {
    let instant = DurationUs::from_micros(1);
    let from = since.map_or(Timestamp::from_micros(i64::MIN), |at| at.plus(instant));
    let to = until.map_or(Timestamp::from_micros(i64::MAX), |at| at.plus(instant));
    let account = AccountRef::seller_payable(seller, currency);
    let found = ledger::statement(conn, &account, from, to).await?;
    let returned = returned(conn, seller).await?;
    let mut lines = Vec::with_capacity(found.lines.len());
    for line in found.lines {
        lines.push(Line {
            at: line.at,
            transaction: line.transaction,
            group: group_of(line.kind, line.memo, returned.contains(&line.transaction)),
            // The ledger writes what is owed as a credit, below zero.
            amount: line.amount.neg()?,
            balance: line.balance.neg()?,
            order: line.order,
            part: line.part,
        });
    }
    Ok((found.opening.posted.neg()?, lines, found.closing.posted.neg()?))
}

/// The statement that a payout ends.
///
/// # Errors
/// [`PayoutError::NoSuchPayout`], also for one of another seller.
pub async fn statement(conn: &mut Conn, seller: SellerId, id: PayoutId) -> Result<Statement, PayoutError> {
    let payout = store::payout(conn, id).await?;
    if payout.seller != seller {
        return Err(PayoutError::NoSuchPayout);
    }
    let since = store::before(conn, &payout).await?.map(|before| before.created_at);
    let currency = payout.amount.currency();
    let (opening, lines, closing) = between(conn, seller, currency, since, Some(payout.created_at)).await?;
    Ok(Statement { payout: Some(payout), since, opening, lines, closing })
}

/// What has happened since the last payout.
///
/// # Errors
/// Only the database's.
pub async fn open_statement(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
) -> Result<Statement, PayoutError> {
    let since = store::latest(conn, seller).await?.map(|last| last.created_at);
    let (opening, lines, closing) = between(conn, seller, currency, since, None).await?;
    Ok(Statement { payout: None, since, opening, lines, closing })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_for_the_way_back_is_told_from_what_it_was_posted_with() {
        let of = |memo| group_of(TransactionKind::Return, memo, false);
        assert_eq!(of(Memo::ReturnLabel), Group::ReturnLabels);
        assert_eq!((of(Memo::Item), of(Memo::Commission)), (Group::Refunds, Group::Refunds));
    }
}
