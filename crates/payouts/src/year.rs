//! What a seller sold, paid and was paid in a year, month by month, with the figures that tax authorities ask platforms for.
//! Everything is summed from the ledger, so the balance at the start and every figure are the balance at the end.

use crate::PayoutError;
use crate::figure::{Figure, Place, place_of};
use crate::statement::returned;
use db::{Conn, Db};
use domain::calendar::day_of;
use domain::zone::Zone;
use domain::{Currency, DurationUs, Money, SellerId, Timestamp};
use ledger::{AccountRef, KindSum, Purpose, TransactionKind};

/// What happened in a month, a quarter or a year. All amounts are as they changed the seller's balance: below zero what was
/// taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Sales that were posted: parcels, each charged once.
    pub sales: i64,
    /// What buyers paid for goods, delivery and gift wrap, without tax, and what the platform added for its own coupons.
    pub gross: Money,
    /// What went back to buyers.
    pub refunds: Money,
    /// Less what came back of it with refunds.
    pub commission: Money,
    /// Per item, for the plan, of refunds and of disputes.
    pub fees: Money,
    /// Tax on commission and fees.
    pub fee_tax: Money,
    /// What buyers' banks took, less what came back.
    pub disputes: Money,
    pub other: Money,
    /// What was sent to the bank, less what came back.
    pub payouts: Money,
    /// What the seller paid of fees by card, less what its bank took back. It is nothing that was earned.
    pub paid_by_card: Money,
    /// Tax of these sales, less that of what came back. The shop owes it; it never was on the balance.
    pub tax: Money,
}

impl Span {
    pub(crate) fn zero(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self {
            sales: 0,
            gross: zero,
            refunds: zero,
            commission: zero,
            fees: zero,
            fee_tax: zero,
            disputes: zero,
            other: zero,
            payouts: zero,
            paid_by_card: zero,
            tax: zero,
        }
    }

    fn plus(self, more: &Self) -> Result<Self, PayoutError> {
        Ok(Self {
            sales: self.sales + more.sales,
            gross: self.gross.add(more.gross)?,
            refunds: self.refunds.add(more.refunds)?,
            commission: self.commission.add(more.commission)?,
            fees: self.fees.add(more.fees)?,
            fee_tax: self.fee_tax.add(more.fee_tax)?,
            disputes: self.disputes.add(more.disputes)?,
            other: self.other.add(more.other)?,
            payouts: self.payouts.add(more.payouts)?,
            paid_by_card: self.paid_by_card.add(more.paid_by_card)?,
            tax: self.tax.add(more.tax)?,
        })
    }

    /// Several spans as one.
    ///
    /// # Errors
    /// When a sum is too large to keep.
    pub fn sum(currency: Currency, spans: &[Self]) -> Result<Self, PayoutError> {
        spans.iter().try_fold(Self::zero(currency), |sum, span| sum.plus(span))
    }

    /// What the seller earned: everything but what was sent to the bank and paid by card. In the European Union's DAC7 (Council Directive
    /// 2021/514, annex V) the consideration, which is net of fees, commissions and taxes that the platform keeps.
    ///
    /// # Errors
    /// When the sum is too large to keep.
    pub fn earned(&self) -> Result<Money, PayoutError> {
        let parts =
            [self.gross, self.refunds, self.commission, self.fees, self.fee_tax, self.disputes, self.other];
        Ok(Money::sum(self.gross.currency(), parts)?)
    }

    /// Fees, commissions and the tax on them that the platform kept, above zero: beside the consideration in DAC7.
    ///
    /// # Errors
    /// When the sum is too large to keep.
    pub fn kept(&self) -> Result<Money, PayoutError> {
        Ok(self.commission.add(self.fees)?.add(self.fee_tax)?.neg()?)
    }

    /// Any figure by its name.
    ///
    /// # Errors
    /// When a sum is too large to keep.
    pub fn figure(&self, figure: Figure) -> Result<Money, PayoutError> {
        Ok(match figure {
            Figure::Gross => self.gross,
            Figure::Refunds => self.refunds,
            Figure::Commission => self.commission,
            Figure::Fees => self.fees,
            Figure::FeeTax => self.fee_tax,
            Figure::Disputes => self.disputes,
            Figure::Other => self.other,
            Figure::Earned => self.earned()?,
            Figure::Kept => self.kept()?,
            Figure::Payouts => self.payouts,
            Figure::PaidByCard => self.paid_by_card,
            Figure::Tax => self.tax,
        })
    }

    fn place(&mut self, place: Place) -> &mut Money {
        match place {
            Place::Gross => &mut self.gross,
            Place::Refunds => &mut self.refunds,
            Place::Commission => &mut self.commission,
            Place::Fees => &mut self.fees,
            Place::FeeTax => &mut self.fee_tax,
            Place::Disputes => &mut self.disputes,
            Place::Other => &mut self.other,
            Place::Payouts => &mut self.payouts,
            Place::PaidByCard => &mut self.paid_by_card,
        }
    }

    fn add(&mut self, place: Place, amount: Money) -> Result<(), PayoutError> {
        let sum = self.place(place);
        *sum = sum.add(amount)?;
        Ok(())
    }

    fn take(&mut self, sum: &KindSum) -> Result<(), PayoutError> {
        // The ledger writes what is owed as a credit, below zero.
        self.add(place_of(sum.kind, sum.memo, false), sum.amount.neg()?)?;
        if sum.kind == TransactionKind::Sale {
            self.sales = self.sales.max(sum.transactions);
        }
        Ok(())
    }
}

/// A seller's year in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    pub year: i64,
    pub currency: Currency,
    /// What the seller was owed when it began.
    pub opening: Money,
    /// January to December.
    pub months: [Span; 12],
    pub closing: Money,
}

impl Year {
    /// January to March is 0.
    ///
    /// # Errors
    /// When a sum is too large to keep.
    pub fn quarter(&self, number: usize) -> Result<Span, PayoutError> {
        let months = self.months.chunks(3).nth(number).unwrap_or_default();
        Span::sum(self.currency, months)
    }

    /// # Errors
    /// When a sum is too large to keep.
    pub fn total(&self) -> Result<Span, PayoutError> {
        Span::sum(self.currency, &self.months)
    }
}

/// The months of a year on the clock where the seller is; the thirteenth moment is its end.
fn moments(year: i64, zone: Zone) -> Vec<Timestamp> {
    let first = |month: u8| zone.moment(day_of(year, month, 1), 0);
    (1..=12).map(first).chain([zone.moment(day_of(year + 1, 1, 1), 0)]).collect()
}

/// A seller's year, as its clock tells it.
///
/// # Errors
/// The database's, or when a sum is too large to keep.
pub async fn year(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    year: i64,
    zone: Zone,
) -> Result<Year, PayoutError> {
    let account = AccountRef::seller_payable(seller, currency);
    let moments = moments(year, zone);
    // Before the sums: a payout that comes back meanwhile is in neither.
    let back = returned(conn, seller).await?;
    let mut months = [Span::zero(currency); 12];
    for (month, range) in months.iter_mut().zip(moments.windows(2)) {
        let range = (range[0], range[1]);
        for sum in ledger::sums_by_kind(conn, &account, range).await? {
            month.take(&sum)?;
        }
        month.tax = ledger::sum_beside(conn, &account, Purpose::TaxPayable, range).await?.neg()?;
    }
    for id in back {
        let Some(back) = ledger::transaction(conn, id).await? else { continue };
        let Some(month) = moments.windows(2).position(|range| range[0] <= back.at && back.at < range[1])
        else {
            continue;
        };
        for posting in back.postings.iter().filter(|posting| posting.account == account) {
            let (kind, memo) = (back.kind, posting.memo);
            months[month].add(place_of(kind, memo, false), posting.amount)?;
            months[month].add(place_of(kind, memo, true), posting.amount.neg()?)?;
        }
    }
    let before = moments[0].minus(DurationUs::from_micros(1));
    let opening = ledger::balance(conn, &account, Some(before)).await?.posted.neg()?;
    // Opening and every sum are the closing, whatever was posted between the statements that read them.
    let total = Span::sum(currency, &months)?;
    let closing = opening.add(total.earned()?)?.add(total.payouts)?.add(total.paid_by_card)?;
    Ok(Year { year, currency, opening, months, closing })
}

/// The same as it stands at one moment. A year of a large seller is many postings: others go on meanwhile.
///
/// # Errors
/// As [`year`].
pub async fn year_now(
    db: &Db,
    seller: SellerId,
    currency: Currency,
    number: i64,
    zone: Zone,
) -> Result<Year, PayoutError> {
    db.snapshot(move |conn| Box::pin(year(conn, seller, currency, number, zone))).await
}

/// Writes a year: its months, its quarters and itself, in plain decimals.
///
/// # Errors
/// [`PayoutError::Sheet`], or when a sum is too large to keep.
pub fn year_sheet(year: &Year) -> Result<Vec<u8>, PayoutError> {
    const HEADER: [&str; 15] = [
        "period",
        "sales",
        "gross",
        "refunds",
        "commission",
        "fees",
        "fee_tax",
        "disputes",
        "other",
        "earned",
        "payouts",
        "tax",
        "fees_and_commissions_kept",
        "fees_paid_by_card",
        "currency",
    ];
    let failed = |error: csv::Error| PayoutError::Sheet(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).map_err(failed)?;
    let mut rows: Vec<(String, Span)> = Vec::new();
    for (at, month) in year.months.iter().enumerate() {
        rows.push((format!("{}-{:02}", year.year, at + 1), *month));
    }
    for quarter in 0..4 {
        rows.push((format!("{}-Q{}", year.year, quarter + 1), year.quarter(quarter)?));
    }
    rows.push((year.year.to_string(), year.total()?));
    for (period, span) in rows {
        let amounts = [
            span.gross,
            span.refunds,
            span.commission,
            span.fees,
            span.fee_tax,
            span.disputes,
            span.other,
            span.earned()?,
            span.payouts,
            span.tax,
            span.kept()?,
            span.paid_by_card,
        ];
        let mut row = vec![period, span.sales.to_string()];
        row.extend(amounts.map(Money::to_decimal));
        row.push(year.currency.code().to_owned());
        writer.write_record(row).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| PayoutError::Sheet(error.to_string()))
}
