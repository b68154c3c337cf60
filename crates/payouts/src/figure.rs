//! The figures of a year, and the ledger's lines behind each of them. [`place_of`] alone says where a posting counts, so a list of
//! lines adds up to its figure. Called by the seller's pages and the API.

use crate::PayoutError;
use crate::statement::{Group, group_of, returned};
use db::{Conn, Db};
use domain::text_enum::TextEnum as _;
use domain::{Currency, LedgerTxId, Money, OrderId, PartId, SellerId, Timestamp, text_enum};
use ledger::{AccountRef, LineCursor, Memo, Picked, Purpose, TransactionKind};
use std::collections::BTreeSet;

/// Where a posting on a seller's account counts: in one place, whatever is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Gross,
    Refunds,
    Commission,
    Fees,
    FeeTax,
    Disputes,
    Other,
    Payouts,
    PaidByCard,
}

text_enum! {
    /// A figure of a year that is a sum of postings, by a stable name.
    pub enum Figure {
        Gross = "gross",
        Refunds = "refunds",
        Commission = "commission",
        Fees = "fees",
        FeeTax = "fee_tax",
        Disputes = "disputes",
        Other = "other",
        /// Everything but payouts and what was paid by card.
        Earned = "earned",
        /// Commission, fees and the tax on them, above zero.
        Kept = "kept",
        Payouts = "payouts",
        PaidByCard = "paid_by_card",
        /// Of the sales, owed by the shop: it never was on the balance.
        Tax = "tax",
    }
}

impl Figure {
    /// Whether what counts there is part of it.
    fn has(self, place: Place) -> bool {
        match self {
            Self::Gross => place == Place::Gross,
            Self::Refunds => place == Place::Refunds,
            Self::Commission => place == Place::Commission,
            Self::Fees => place == Place::Fees,
            Self::FeeTax => place == Place::FeeTax,
            Self::Disputes => place == Place::Disputes,
            Self::Other => place == Place::Other,
            Self::Payouts => place == Place::Payouts,
            Self::PaidByCard => place == Place::PaidByCard,
            Self::Earned => !matches!(place, Place::Payouts | Place::PaidByCard),
            Self::Kept => matches!(place, Place::Commission | Place::Fees | Place::FeeTax),
            Self::Tax => false,
        }
    }

    /// An amount of the ledger as the figure counts it. The ledger writes what is owed as a credit, below zero; what was kept
    /// is told above zero.
    fn counted(self, posted: Money) -> Result<Money, PayoutError> {
        Ok(if self == Self::Kept { posted } else { posted.neg()? })
    }

    /// The ledger's lines that it is the sum of.
    fn picked(self, returned: &BTreeSet<LedgerTxId>) -> Picked {
        if self == Self::Tax {
            return Picked::Beside(Purpose::TaxPayable);
        }
        let every =
            TransactionKind::ALL.iter().flat_map(|kind| Memo::ALL.iter().map(move |memo| (*kind, *memo)));
        let reasons = every.filter(|(kind, memo)| self.has(place_of(*kind, *memo, false))).collect();
        Picked::Reasons {
            reasons,
            apart: returned.iter().copied().collect(),
            apart_too: self.has(place_of(TransactionKind::Reversal, Memo::Reversal, true)),
        }
    }
}

/// Where a posting on a seller's account counts. `returned`: it is of a payout that came back.
pub(crate) fn place_of(kind: TransactionKind, memo: Memo, returned: bool) -> Place {
    match (kind, memo) {
        _ if returned => Place::Payouts,
        (TransactionKind::Payout, _) => Place::Payouts,
        (TransactionKind::CardCharge, Memo::Fee) => Place::Disputes,
        (TransactionKind::CardCharge, _) => Place::PaidByCard,
        // What came back of a commission with a return or a lost dispute lowers it, wherever it was posted.
        (_, Memo::Commission) => Place::Commission,
        (_, Memo::FeeTax) => Place::FeeTax,
        // A label for the way back is a service of the platform's, whatever it was posted with.
        (TransactionKind::Fee, _) | (_, Memo::Fee | Memo::ReturnLabel) => Place::Fees,
        (TransactionKind::Dispute, _) => Place::Disputes,
        (TransactionKind::Refund | TransactionKind::Return | TransactionKind::Courtesy, _)
        | (_, Memo::Refund) => Place::Refunds,
        (TransactionKind::Sale, _) => Place::Gross,
        _ => Place::Other,
    }
}

/// A figure of a seller in one currency, of what was posted with `from <= at < to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FigureOf {
    pub seller: SellerId,
    pub currency: Currency,
    pub figure: Figure,
    /// From when, and before when.
    pub span: (Timestamp, Timestamp),
}

/// A posting that a figure counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureLine {
    pub at: Timestamp,
    pub transaction: LedgerTxId,
    /// What it is about; `None` for tax of a sale, which is on no balance of the seller's.
    pub group: Option<Group>,
    /// As the figure counts it.
    pub amount: Money,
    pub order: Option<OrderId>,
    pub part: Option<PartId>,
}

/// What a figure is the sum of, a page of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureLines {
    /// The figure: the sum of all lines, not only of this page's.
    pub total: Money,
    /// How many lines there are in all.
    pub count: i64,
    /// The newest first.
    pub lines: Vec<FigureLine>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<LineCursor>,
}

/// A figure, and so many of the lines that it is the sum of, newest first, behind a cursor.
///
/// # Errors
/// The database's, or an amount that cannot be kept.
pub async fn figure_lines(
    conn: &mut Conn,
    asked: FigureOf,
    behind: Option<LineCursor>,
    most: usize,
) -> Result<FigureLines, PayoutError> {
    let FigureOf { seller, currency, figure, span } = asked;
    let account = AccountRef::seller_payable(seller, currency);
    let returned = returned(conn, seller).await?;
    let picked = figure.picked(&returned);
    let (sum, count) = ledger::picked_sum(conn, &account, &picked, span).await?;
    // One more than the page holds says whether there is another page.
    let wanted = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    let mut found = ledger::picked_lines(conn, &account, &picked, span, behind, wanted).await?;
    let more = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| more).map(ledger::AccountLine::cursor);
    let on_balance = figure != Figure::Tax;
    let mut lines = Vec::with_capacity(found.len());
    for line in found {
        let group = || group_of(line.kind, line.memo, returned.contains(&line.tx_id));
        lines.push(FigureLine {
            at: line.at_us,
            transaction: line.tx_id,
            group: on_balance.then(group),
            amount: figure.counted(Money::new(line.amount_minor, currency))?,
            order: line.order_ref.as_deref().and_then(|order| order.parse().ok()),
            part: line.part_ref.as_deref().and_then(|part| part.parse().ok()),
        });
    }
    Ok(FigureLines { total: figure.counted(sum)?, count, lines, next })
}

/// The same as it stands at one moment, so that the lines are those of the sum while others go on.
///
/// # Errors
/// As [`figure_lines`].
pub async fn figure_lines_now(
    db: &Db,
    asked: FigureOf,
    behind: Option<LineCursor>,
    most: usize,
) -> Result<FigureLines, PayoutError> {
    db.snapshot(move |conn| Box::pin(figure_lines(conn, asked, behind, most))).await
}
