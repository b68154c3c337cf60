//! What one order earned the platform: the lines that the profit and loss adds up, among the postings of the order's
//! transactions. Called by the operator's page of an order.

use crate::ReportingError;
use crate::profit::{ProfitItem, item, profit_accounts};
use domain::{Currency, LedgerTxId, Money, Timestamp};
use ledger::{Layer, Memo, StoredPosting, StoredTransaction, TransactionKind};

/// One posting on an account of the profit and loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContributionLine {
    pub transaction: LedgerTxId,
    pub at: Timestamp,
    pub kind: TransactionKind,
    pub memo: Memo,
    pub item: ProfitItem,
    /// Earned > 0, spent < 0.
    pub earned: Money,
}

/// What an order earned, less what that cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    /// Revenue first, then costs; among these as they were posted.
    pub lines: Vec<ContributionLine>,
    /// The sum of the lines.
    pub total: Money,
}

impl Contribution {
    /// Of an order's transactions, oldest first, all in the order's currency. What is only promised earns nothing yet. What the
    /// platform's own goods cost is not in the ledger.
    ///
    /// # Errors
    /// [`ReportingError::Money`] for a posting in another currency, and for sums that no amount holds.
    pub fn of(currency: Currency, books: &[StoredTransaction]) -> Result<Self, ReportingError> {
        let mut lines = Vec::new();
        for entry in books {
            for posting in entry.postings.iter().filter(|posting| is_of_profit(posting)) {
                let Some(item) = item(posting.account.clone()) else { continue };
                lines.push(ContributionLine {
                    transaction: entry.id,
                    at: entry.at,
                    kind: entry.kind,
                    memo: posting.memo,
                    item,
                    // What is earned is a credit, and credits are negative.
                    earned: posting.amount.neg()?,
                });
            }
        }
        lines.sort_by_key(|line| !line.item.is_revenue());
        let total = Money::sum(currency, lines.iter().map(|line| line.earned))?;
        Ok(Self { lines, total })
    }
}

fn is_of_profit(posting: &StoredPosting) -> bool {
    let of = (posting.account.owner_kind, posting.account.purpose);
    posting.layer == Layer::Posted && profit_accounts().contains(&of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{OrderId, SellerId, TypedId};
    use ledger::{AccountRef, EntryState, RevenueStream};
    use uuid::Uuid;

    const USD: Currency = Currency::USD;

    fn entry(
        number: u128,
        kind: TransactionKind,
        postings: Vec<(AccountRef, i64, Memo)>,
    ) -> StoredTransaction {
        let lines = postings.into_iter().zip(1i64..).map(|((account, minor, memo), line)| StoredPosting {
            line,
            amount: Money::new(minor, account.currency),
            account,
            layer: Layer::Posted,
            memo,
        });
        StoredTransaction {
            id: LedgerTxId::from_uuid(Uuid::from_u128(number)),
            key: number.to_string(),
            kind,
            state: EntryState::Posted,
            resolves: None,
            order: None,
            part: None,
            at: Timestamp::from_micros(0),
            postings: lines.collect(),
        }
    }

    /// A sale of 100.00 with a commission of 8.00, of which the processor kept 3.20, half of it given back, and 5.00 of the
    /// platform's own money; a bank's fee of 15.00 is the platform's own for its retail.
    fn books() -> Vec<StoredTransaction> {
        let clearing = AccountRef::buyer_clearing(OrderId::from_uuid(Uuid::from_u128(1)), USD);
        let seller = AccountRef::seller_payable(SellerId::from_uuid(Uuid::from_u128(1)), USD);
        let held = AccountRef::processor("sandbox", USD);
        let commission = AccountRef::revenue(RevenueStream::Commission, USD);
        let fees = AccountRef::processor_fees("sandbox", USD);
        vec![
            entry(
                1,
                TransactionKind::Capture,
                vec![(held.clone(), 10_000, Memo::Capture), (clearing.clone(), -10_000, Memo::Capture)],
            ),
            entry(
                2,
                TransactionKind::Fee,
                vec![(fees.clone(), 320, Memo::Fee), (held.clone(), -320, Memo::Fee)],
            ),
            entry(
                3,
                TransactionKind::Sale,
                vec![
                    (clearing, 10_000, Memo::Item),
                    (seller.clone(), -9_200, Memo::Item),
                    (commission.clone(), -800, Memo::Commission),
                ],
            ),
            entry(
                4,
                TransactionKind::Return,
                vec![(seller, -400, Memo::Commission), (commission, 400, Memo::Commission)],
            ),
            entry(
                5,
                TransactionKind::Courtesy,
                vec![(AccountRef::courtesies(USD), 500, Memo::Refund), (held.clone(), -500, Memo::Refund)],
            ),
            entry(6, TransactionKind::Dispute, vec![(fees, 1_500, Memo::Fee), (held, -1_500, Memo::Fee)]),
        ]
    }

    #[test]
    fn revenue_stands_before_costs_and_the_total_is_the_sum_of_the_lines() {
        let found = Contribution::of(USD, &books()).unwrap();
        let said: Vec<(u128, i64, bool)> = found
            .lines
            .iter()
            .map(|line| (line.transaction.uuid().as_u128(), line.earned.minor(), line.item.is_revenue()))
            .collect();
        let meant = [(3, 800, true), (4, -400, true), (2, -320, false), (5, -500, false), (6, -1_500, false)];
        assert_eq!(said, meant);
        assert_eq!(found.total, Money::new(800 - 400 - 320 - 500 - 1_500, USD));
    }

    #[test]
    fn what_is_promised_earns_nothing_and_another_currency_is_refused() {
        let mut books = books();
        for posting in books.iter_mut().flat_map(|entry| &mut entry.postings) {
            posting.layer = Layer::Pending;
        }
        let found = Contribution::of(USD, &books).unwrap();
        assert_eq!((found.lines.len(), found.total), (0, Money::zero(USD)));
        assert!(Contribution::of(Currency::EUR, &self::books()).is_err());
    }
}
