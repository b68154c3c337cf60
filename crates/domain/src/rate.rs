//! Exchange rates: what an amount is in another currency, for reading only. What is charged is never converted. A rate
//! is a fraction of whole numbers with its day; a [`RateTable`] finds the one between two currencies. Owned here: the
//! arithmetic and which rate holds; `rates` keeps the rows, `orders` freezes one.

use crate::money::{Currency, Money, MoneyError, Rounding, divide};
use crate::promise::Day;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Rates are kept in billionths: nine decimals.
pub const BILLION: i64 = 1_000_000_000;
const DECIMALS: usize = 9;
/// A unit of one currency is less than this many of another.
const MOST_WHOLE_DIGITS: usize = 9;

/// Why a rate cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    #[error("`{0}` is not a rate; write it like 0.9213, with at most {DECIMALS} decimals")]
    NotARate(String),
    #[error("a rate is more than nothing")]
    Nothing,
    #[error("a currency has no rate to itself")]
    SameCurrency,
}

/// Reads a plain decimal such as `0.9213` as billionths, exactly; more than nothing and less than a billion.
///
/// # Errors
/// [`RateError::NotARate`], [`RateError::Nothing`].
pub fn parse_billionths(text: &str) -> Result<i64, RateError> {
    let bad = || RateError::NotARate(text.into());
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let fraction = fraction.trim_end_matches('0');
    if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > DECIMALS {
        return Err(bad());
    }
    if whole.trim_start_matches('0').len() > MOST_WHOLE_DIGITS {
        return Err(bad());
    }
    match format!("{whole}{fraction:0<DECIMALS$}").parse::<i64>().map_err(|_| bad())? {
        0 => Err(RateError::Nothing),
        billionths => Ok(billionths),
    }
}

/// The plain decimal that [`parse_billionths`] reads, without needless noughts: `0.9213`.
pub fn billionths_text(billionths: i64) -> String {
    let (whole, fraction) = (billionths / BILLION, (billionths % BILLION).abs());
    let text = format!("{whole}.{fraction:0DECIMALS$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// One unit of `from` is `numerator / denominator` units of `to`, as of a day. Both are positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rate {
    from: Currency,
    to: Currency,
    numerator: i64,
    denominator: i64,
    day: Day,
}

impl Rate {
    /// # Errors
    /// [`RateError::SameCurrency`]; [`RateError::Nothing`] unless both numbers are positive.
    pub fn new(
        from: Currency,
        to: Currency,
        (numerator, denominator): (i64, i64),
        day: Day,
    ) -> Result<Self, RateError> {
        if from == to {
            return Err(RateError::SameCurrency);
        }
        if numerator <= 0 || denominator <= 0 {
            return Err(RateError::Nothing);
        }
        Ok(Self { from, to, numerator, denominator, day })
    }

    pub fn from(&self) -> Currency {
        self.from
    }
    pub fn to(&self) -> Currency {
        self.to
    }
    /// Numerator and denominator, as [`Rate::new`] takes them.
    pub fn fraction(&self) -> (i64, i64) {
        (self.numerator, self.denominator)
    }
    /// The day whose rate it is; of a rate made of two, the older day.
    pub fn day(&self) -> Day {
        self.day
    }

    /// One unit in billionths of the other, rounded: for reading only, the fraction is exact.
    pub fn billionths(&self) -> i64 {
        let exact = i128::from(self.numerator) * i128::from(BILLION);
        i64::try_from(divide(exact, i128::from(self.denominator), Rounding::HalfUp)).unwrap_or(i64::MAX)
    }

    /// The amount in the other currency, as a price of it; halves away from zero, rounded once.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`] for an amount that is not in `from`, [`MoneyError::Overflow`].
    pub fn convert(&self, amount: Money) -> Result<Money, MoneyError> {
        self.rounded(amount, self.to.price_step_minor())
    }

    /// The amount as people of the other currency read one that is only about right: in steps of its smallest coin.
    /// Something never looks like nothing: then the price step counts, and one of it is the least.
    ///
    /// # Errors
    /// As [`Rate::convert`].
    pub fn about(&self, amount: Money) -> Result<Money, MoneyError> {
        let coins = self.rounded(amount, self.to.cash_step_minor())?;
        if !coins.is_zero() || amount.is_zero() {
            return Ok(coins);
        }
        let price = self.convert(amount)?;
        let least = self.to.price_step_minor() * amount.minor().signum();
        Ok(if price.is_zero() { Money::new(least, self.to) } else { price })
    }

    fn rounded(&self, amount: Money, step_minor: i64) -> Result<Money, MoneyError> {
        if amount.currency() != self.from {
            return Err(MoneyError::CurrencyMismatch { left: amount.currency(), right: self.from });
        }
        let minor_units = |currency: Currency| 10_i128.pow(currency.exponent());
        let above = i128::from(self.numerator) * minor_units(self.to);
        let below = i128::from(self.denominator) * minor_units(self.from) * i128::from(step_minor);
        let exact = i128::from(amount.minor()).checked_mul(above).ok_or(MoneyError::Overflow)?;
        let steps = divide(exact, below, Rounding::HalfUp);
        let minor = steps.checked_mul(i128::from(step_minor)).ok_or(MoneyError::Overflow)?;
        Ok(Money::new(i64::try_from(minor).map_err(|_| MoneyError::Overflow)?, self.to))
    }
}

/// One rate as somebody said it: a unit of `base` is `billionths` billionths of `quote`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    pub base: Currency,
    pub quote: Currency,
    pub billionths: i64,
    pub day: Day,
}

/// The newest rate of each pair, and those that follow from them.
#[derive(Debug, Clone, Default)]
pub struct RateTable {
    said: HashMap<(Currency, Currency), (i64, Day)>,
}

impl RateTable {
    /// Later ones of the same day and pair win over earlier ones; an older day never wins.
    pub fn new(all: impl IntoIterator<Item = Said>) -> Self {
        let mut said: HashMap<(Currency, Currency), (i64, Day)> = HashMap::new();
        for one in all {
            let newest = said.entry((one.base, one.quote)).or_insert((one.billionths, one.day));
            if one.day >= newest.1 {
                *newest = (one.billionths, one.day);
            }
        }
        Self { said }
    }

    /// Every currency that a rate names.
    pub fn currencies(&self) -> BTreeSet<Currency> {
        self.said.keys().flat_map(|(base, quote)| [*base, *quote]).collect()
    }

    /// The rate from one currency to another: as said, turned round, or through a third currency that both have a rate
    /// from. The newest of these; of one day the one that needs the fewest steps.
    pub fn find(&self, from: Currency, to: Currency) -> Option<Rate> {
        let said = self.said.get(&(from, to)).map(|(rate, day)| (*day, 2, (*rate, BILLION)));
        let turned = self.said.get(&(to, from)).map(|(rate, day)| (*day, 1, (BILLION, *rate)));
        let through = self.through(from, to).map(|(day, fraction)| (day, 0, fraction));
        let (day, _, fraction) =
            [said, turned, through].into_iter().flatten().max_by_key(|(day, steps, _)| (*day, *steps))?;
        Rate::new(from, to, fraction, day).ok()
    }

    fn through(&self, from: Currency, to: Currency) -> Option<(Day, (i64, i64))> {
        let of_third = |(pair, (rate, day)): (&(Currency, Currency), &(i64, Day))| {
            let (base, quote) = *pair;
            let (other, other_day) = self.said.get(&(base, to)).filter(|_| quote == from)?;
            Some((*day.min(other_day), base, (*other, *rate)))
        };
        // The same one each time, whatever order the map has.
        let found = self.said.iter().filter_map(of_third).max_by_key(|(day, base, _)| (*day, *base));
        found.map(|(day, _, fraction)| (day, fraction))
    }
}

/// How a reader wants amounts to be shown: in another currency than the shop's.
#[derive(Debug, Clone)]
pub struct ShownIn {
    /// From the shop's currency: what nearly every amount is in.
    rate: Rate,
    table: Arc<RateTable>,
}

impl ShownIn {
    /// `None` where the shop's currency has no rate to the other one.
    pub fn new(table: Arc<RateTable>, home: Currency, to: Currency) -> Option<Self> {
        Some(Self { rate: table.find(home, to)?, table })
    }

    /// The currency of the reader.
    pub fn currency(&self) -> Currency {
        self.rate.to
    }

    /// The rate of an amount in this currency; `None` when there is none, or it is the reader's already.
    pub fn rate_of(&self, from: Currency) -> Option<Rate> {
        if from == self.rate.from { Some(self.rate) } else { self.table.find(from, self.rate.to) }
    }

    /// What an amount that the reader names is in the shop's currency; `None` where no rate leads back, or the amount is
    /// in another currency than the reader's.
    pub fn back(&self, named: Money) -> Option<Money> {
        if named.currency() != self.rate.to {
            return None;
        }
        self.table.find(self.rate.to, self.rate.from)?.convert(named).ok()
    }

    /// About what this is for the reader, and the rate of it; `None` where the amount is best shown as it is.
    pub fn about(&self, amount: Money) -> Option<(Money, Rate)> {
        let rate = self.rate_of(amount.currency())?;
        Some((rate.about(amount).ok()?, rate))
    }
}

#[cfg(test)]
#[path = "rate/tests.rs"]
mod tests;
