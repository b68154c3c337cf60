//! A seller's plan: a fee for each item sold, or one for each month. Pure; called by `fees`, by orders when a shipment is
//! charged, and by the pages that preview either.
//!
//! Prices follow product.md ("seller plans"); an operator may say others from a day on. The month is paid in advance from what
//! the seller is owed. Whoever is owed too little is asked again a few times, and sells by the item in the end.

use crate::calendar::{civil, day_of};
use crate::commission::{MOST_MINOR, local};
use crate::{Currency, DurationUs, Money, MoneyError, Timestamp, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// How a seller pays for selling, commission aside.
    pub enum Plan {
        /// A fee for each item sold.
        Individual = "individual",
        /// A fee for each month.
        Professional = "professional",
    }
}

text_enum! {
    /// Where the charge of one month stands.
    pub enum ChargeState {
        /// The seller was owed too little; it is tried again.
        Due = "due",
        Paid = "paid",
        /// Never paid: the plan ended.
        GivenUp = "given_up",
    }
}

/// After a failed try, so many days after the month began it is tried again.
pub const TRIES_AFTER_DAYS: [i64; 3] = [3, 7, 14];

/// When a charge that has failed `failed` times is tried again; `None` when it is given up.
pub fn next_try(due: Timestamp, failed: i64) -> Option<Timestamp> {
    let again = usize::try_from(failed).ok()?.checked_sub(1)?;
    TRIES_AFTER_DAYS.get(again).map(|days| due.plus(DurationUs::from_days(*days)))
}

/// The moment `months` months after another, at the same time of day (UTC), on the same day or, where the month has none,
/// its last. `months` is 0 to 1,200.
pub fn months_after(anchor: Timestamp, months: i64) -> Timestamp {
    const DAY_US: i64 = 86_400_000_000;
    let (day, within) = (anchor.as_micros().div_euclid(DAY_US), anchor.as_micros().rem_euclid(DAY_US));
    let date = civil(day);
    let month = i64::from(date.month) - 1 + months.clamp(0, 1_200);
    let (year, month) = (date.year + month / 12, u8::try_from(month % 12 + 1).unwrap_or(1));
    let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    let last = day_of(next_year, next_month, 1) - 1;
    let found = day_of(year, month, date.day).min(last);
    Timestamp::from_micros(found.saturating_mul(DAY_US).saturating_add(within))
}

/// What the plans cost. In another currency in proportion, as [`local`] reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPrices {
    pub currency: Currency,
    /// Of the professional plan, for a month.
    pub monthly_minor: i64,
    /// Of the individual plan, for an item.
    pub item_minor: i64,
}

impl PlanPrices {
    /// What is charged while the operator has said nothing else: 39.99 USD a month, 0.99 USD an item.
    pub const USUAL: Self = Self { currency: Currency::USD, monthly_minor: 3_999, item_minor: 99 };

    /// Whether both are amounts that somebody could pay.
    pub fn is_valid(&self) -> bool {
        [self.monthly_minor, self.item_minor].iter().all(|minor| (0..=MOST_MINOR).contains(minor))
    }

    /// A month of the professional plan.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn month(&self, to: Currency) -> Result<Money, MoneyError> {
        local(Money::new(self.monthly_minor, self.currency), to)
    }

    /// One item under the individual plan.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn item(&self, to: Currency) -> Result<Money, MoneyError> {
        local(Money::new(self.item_minor, self.currency), to)
    }

    /// From so many items a month on the professional plan is the cheaper one; `None` when an item costs nothing.
    pub fn break_even(&self) -> Option<i64> {
        (self.item_minor > 0).then(|| self.monthly_minor / self.item_minor + 1)
    }
}

/// The fee of so many items at `each`, and never more than what the commission left of the sale.
///
/// # Errors
/// [`MoneyError::Overflow`], [`MoneyError::CurrencyMismatch`].
pub fn item_fee(each: Money, quantity: i64, left: Money) -> Result<Money, MoneyError> {
    let whole = each.times(quantity)?;
    Ok(if whole.sub(left)?.minor() > 0 { Money::new(left.minor().max(0), left.currency()) } else { whole })
}

#[cfg(test)]
#[path = "plan/tests.rs"]
mod tests;
