//! Money as whole minor units of one currency. No floating point, no silent rounding, no mixing of currencies.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An ISO 4217 currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    pub const USD: Self = Self(iso_currency::Currency::USD);
    pub const EUR: Self = Self(iso_currency::Currency::EUR);
    pub const JPY: Self = Self(iso_currency::Currency::JPY);

    /// The currency of a three-letter code in capitals.
    pub fn parse(code: &str) -> Result<Self, MoneyError> {
        iso_currency::Currency::from_code(code)
            .map(Self)
            .ok_or_else(|| MoneyError::UnknownCurrency(code.into()))
    }

    /// Three capital letters.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Decimal digits of the minor unit: 2 for cents, 0 for yen, 3 for Kuwaiti fils.
    pub fn exponent(self) -> u32 {
        u32::from(self.0.exponent().unwrap_or(0))
    }

    /// ISO 3166-1 alpha-2 codes of the countries and territories whose money it is.
    pub fn countries(self) -> Vec<String> {
        self.0.used_by().iter().map(ToString::to_string).collect()
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Currency {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let code = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        Self::parse(&code).map_err(serde::de::Error::custom)
    }
}

/// Why an amount cannot be computed or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("{left} and {right} cannot be added: convert one of them first")]
    CurrencyMismatch { left: Currency, right: Currency },
    #[error("the amount is larger than can be kept")]
    Overflow,
    #[error("`{0}` is not an ISO 4217 currency code")]
    UnknownCurrency(String),
    #[error("`{0}` is not an amount; write it like 19.99")]
    NotAnAmount(String),
    #[error("an amount in {currency} has at most {exponent} decimal places")]
    TooManyDecimals { currency: Currency, exponent: u32 },
    #[error("an amount cannot be divided into no parts")]
    NoParts,
}

/// How a division that leaves a remainder is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest, halves away from zero (commercial rounding).
    HalfUp,
    /// To the nearest, halves to even (bankers' rounding).
    HalfEven,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}

/// `numerator / denominator` rounded as told; `denominator` > 0.
pub(crate) fn divide(numerator: i128, denominator: i128, rounding: Rounding) -> i128 {
    let quotient = numerator / denominator;
    let remainder = numerator % denominator;
    if remainder == 0 {
        return quotient;
    }
    let away = quotient + numerator.signum();
    let twice = remainder.abs() * 2;
    match rounding {
        Rounding::Down => quotient,
        Rounding::Up => away,
        Rounding::HalfUp if twice >= denominator => away,
        Rounding::HalfEven if twice > denominator => away,
        Rounding::HalfEven if twice == denominator && quotient % 2 != 0 => away,
        Rounding::HalfUp | Rounding::HalfEven => quotient,
    }
}

/// An amount of money. May be negative (a refund, a debt).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

// The operators cannot fail, these can: two currencies, an overflow.
#[allow(clippy::should_implement_trait)]
impl Money {
    /// `minor` whole minor units: `Money::new(1999, Currency::USD)` is 19.99 US dollars.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }
    pub const fn minor(self) -> i64 {
        self.minor
    }
    pub const fn currency(self) -> Currency {
        self.currency
    }
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            return Ok(());
        }
        Err(MoneyError::CurrencyMismatch { left: self.currency, right: other.currency })
    }

    pub fn add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    pub fn sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_sub(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    pub fn neg(self) -> Result<Self, MoneyError> {
        Ok(Self { minor: self.minor.checked_neg().ok_or(MoneyError::Overflow)?, ..self })
    }

    pub fn times(self, factor: i64) -> Result<Self, MoneyError> {
        Ok(Self { minor: self.minor.checked_mul(factor).ok_or(MoneyError::Overflow)?, ..self })
    }

    /// `self * numerator / denominator` in 128 bits, rounded as told. `denominator` must be positive.
    pub fn scale(self, numerator: i64, denominator: i64, rounding: Rounding) -> Result<Self, MoneyError> {
        if denominator <= 0 {
            return Err(MoneyError::NoParts);
        }
        let exact = i128::from(self.minor) * i128::from(numerator);
        let minor = i64::try_from(divide(exact, i128::from(denominator), rounding))
            .map_err(|_| MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    /// A share in basis points (1 bps = 0.01 %).
    pub fn bps(self, rate_bps: i64, rounding: Rounding) -> Result<Self, MoneyError> {
        self.scale(rate_bps, 10_000, rounding)
    }

    /// Sum of amounts of one currency; zero when there are none.
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::add)
    }

    /// Splits by weights so that the parts add up to the whole to the last minor unit.
    /// Left-over units go to the largest remainders, earlier parts first (Hamilton's method).
    pub fn split(self, weights: &[u64]) -> Result<Vec<Self>, MoneyError> {
        let total: i128 = weights.iter().map(|w| i128::from(*w)).sum();
        if total == 0 {
            return Err(MoneyError::NoParts);
        }
        let whole = i128::from(self.minor);
        let mut parts: Vec<i128> = Vec::with_capacity(weights.len());
        let mut remainders: Vec<(i128, usize)> = Vec::with_capacity(weights.len());
        for (i, weight) in weights.iter().enumerate() {
            let exact = whole * i128::from(*weight);
            parts.push(exact / total);
            remainders.push(((exact % total).abs(), i));
        }
        let left_over = whole - parts.iter().sum::<i128>();
        remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, i) in remainders.iter().take(usize::try_from(left_over.abs()).unwrap_or(0)) {
            parts[*i] += left_over.signum();
        }
        parts
            .into_iter()
            .map(|p| Ok(Self { minor: i64::try_from(p).map_err(|_| MoneyError::Overflow)?, ..self }))
            .collect()
    }

    /// Reads a plain decimal such as `19.99` or `-3`; no grouping, no symbol.
    pub fn parse_decimal(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let bad = || MoneyError::NotAnAmount(text.into());
        let trimmed = text.trim();
        let (negative, digits) = match trimmed.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, trimmed),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || digits.ends_with('.') {
            return Err(bad());
        }
        let exponent = currency.exponent();
        let kept = fraction.trim_end_matches('0');
        if kept.len() > exponent as usize {
            return Err(MoneyError::TooManyDecimals { currency, exponent });
        }
        let padded = format!("{whole}{kept:0<width$}", width = exponent as usize);
        let minor: i64 = padded.parse().map_err(|_| MoneyError::Overflow)?;
        Ok(Self::new(if negative { -minor } else { minor }, currency))
    }

    /// The plain decimal that [`Money::parse_decimal`] reads: `19.99`, without the currency.
    pub fn to_decimal(self) -> String {
        let exponent = self.currency.exponent() as usize;
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = exponent + 1);
        let (whole, fraction) = digits.split_at(digits.len() - exponent);
        if exponent == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal(), self.currency)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    #[test]
    fn each_rounding_does_what_it_says() {
        let cases = [
            (5, 2, Rounding::HalfUp, 3),
            (5, 2, Rounding::HalfEven, 2),
            (7, 2, Rounding::HalfEven, 4),
            (5, 2, Rounding::Down, 2),
            (4, 3, Rounding::Up, 2),
            (-5, 2, Rounding::HalfUp, -3),
            (-5, 2, Rounding::Down, -2),
        ];
        for (amount, by, rounding, expected) in cases {
            assert_eq!(
                usd(amount).scale(1, by, rounding).unwrap(),
                usd(expected),
                "{amount}/{by} {rounding:?}"
            );
        }
    }

    #[test]
    fn a_currency_knows_whose_money_it_is() {
        let countries = Currency::EUR.countries();
        assert!(countries.iter().any(|c| c == "ES") && countries.iter().all(|c| c.len() == 2 && c != "GB"));
        assert_eq!(Currency::JPY.countries(), ["JP"]);
    }

    #[test]
    fn dollars_and_yen_do_not_add() {
        assert!(matches!(usd(1).add(Money::new(1, Currency::JPY)), Err(MoneyError::CurrencyMismatch { .. })));
    }

    #[test]
    fn decimals_are_read_as_the_currency_keeps_them() {
        assert_eq!(Money::parse_decimal("19.9", Currency::USD).unwrap(), usd(1990));
        assert_eq!(Money::parse_decimal("700", Currency::JPY).unwrap(), Money::new(700, Currency::JPY));
        assert_eq!(Money::parse_decimal("700.00", Currency::JPY).unwrap(), Money::new(700, Currency::JPY));
        for bad in ["", "1.", ".5", "1,50", "1e3", "--1", "NaN"] {
            assert!(Money::parse_decimal(bad, Currency::USD).is_err(), "{bad}");
        }
        assert!(matches!(
            Money::parse_decimal("1.005", Currency::USD),
            Err(MoneyError::TooManyDecimals { .. })
        ));
    }

    proptest! {
        #[test]
        fn parts_always_add_up(minor in -1_000_000_000_000i64..1_000_000_000_000, weights in prop::collection::vec(0u64..10_000, 1..20)) {
            prop_assume!(weights.iter().sum::<u64>() > 0);
            let parts = usd(minor).split(&weights).unwrap();
            prop_assert_eq!(Money::sum(Currency::USD, parts.iter().copied()).unwrap(), usd(minor));
            for (part, weight) in parts.iter().zip(&weights) {
                let total: u64 = weights.iter().sum();
                let exact = i128::from(minor) * i128::from(*weight) / i128::from(total);
                prop_assert!((i128::from(part.minor()) - exact).abs() <= 1);
            }
        }

        #[test]
        fn decimal_text_comes_back_as_the_same_amount(minor in -1_000_000_000_000i64..1_000_000_000_000) {
            for currency in [Currency::USD, Currency::JPY, Currency::parse("KWD").unwrap()] {
                let amount = Money::new(minor, currency);
                prop_assert_eq!(Money::parse_decimal(&amount.to_decimal(), currency).unwrap(), amount);
            }
        }
    }
}
