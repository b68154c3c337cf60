//! How amounts of a currency are shown and paid: the digits that people use of it, and its smallest coin. Facts of the
//! Unicode CLDR 48. `format` shows by it; whoever makes a price from another one rounds by it.

use crate::money::{Currency, Money, MoneyError, Rounding};

/// Currencies whose minor unit nobody uses any more, though ISO 4217 keeps it: prices are whole units.
const WHOLE: &[&str] = &[
    "AFN", "ALL", "COP", "HUF", "IDR", "IQD", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "PKR", "SLL", "SOS",
    "SYP", "YER",
];

/// Currencies whose smallest coin is more than the smallest price, with that coin in minor units.
const COINS: &[(&str, i64)] = &[
    ("AMD", 100),
    ("CAD", 5),
    ("CHF", 5),
    ("CRC", 100),
    ("CZK", 100),
    ("DKK", 50),
    ("GYD", 100),
    ("HUF", 500),
    ("MNT", 100),
    ("MUR", 100),
    ("NOK", 100),
    ("RSD", 100),
    ("SEK", 100),
    ("TWD", 100),
    ("TZS", 100),
    ("UZS", 100),
];

impl Currency {
    /// The smallest step of a price, in minor units: 1 for cents, 100 for Colombian pesos.
    pub fn price_step_minor(self) -> i64 {
        if WHOLE.contains(&self.code()) { 10_i64.pow(self.exponent()) } else { 1 }
    }

    /// The smallest step of what is paid in cash, in minor units: 5 for Swiss francs.
    pub fn cash_step_minor(self) -> i64 {
        let coin = COINS.iter().find(|(code, _)| *code == self.code()).map(|(_, step)| *step);
        coin.unwrap_or_else(|| self.price_step_minor())
    }
}

impl Money {
    /// The nearest amount that can be a price in this currency; halves away from zero.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn rounded_as_price(self) -> Result<Self, MoneyError> {
        self.rounded_to(self.currency().price_step_minor())
    }

    /// The nearest amount that can be paid in cash; halves away from zero.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn rounded_to_cash(self) -> Result<Self, MoneyError> {
        self.rounded_to(self.currency().cash_step_minor())
    }

    fn rounded_to(self, step_minor: i64) -> Result<Self, MoneyError> {
        self.scale(1, step_minor, Rounding::HalfUp)?.times(step_minor)
    }

    /// As [`Money::to_decimal`], without the digits that people do not use of this currency, where they are nought: what
    /// is shown is what is charged.
    pub fn to_shown_decimal(self) -> String {
        let plain = self.to_decimal();
        let unused =
            self.currency().price_step_minor() > 1 && self.minor() % self.currency().price_step_minor() == 0;
        match plain.split_once('.') {
            Some((whole, _)) if unused => whole.to_owned(),
            _ => plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(minor: i64, code: &str) -> Money {
        Money::new(minor, Currency::parse(code).unwrap())
    }

    #[test]
    fn prices_and_cash_are_rounded_as_the_currency_wants() {
        let cases = [
            ("USD", 1_999, 1_999, 1_999),
            ("JPY", 777, 777, 777),
            ("KWD", 1_234, 1_234, 1_234),
            ("COP", 4_599_950, 4_600_000, 4_600_000),
            ("COP", -4_599_949, -4_599_900, -4_599_900),
            ("CHF", 1_997, 1_997, 1_995),
            ("CHF", 1_998, 1_998, 2_000),
            ("SEK", 1_949, 1_949, 1_900),
            ("HUF", 123_249, 123_200, 123_000),
            ("HUF", 123_250, 123_300, 123_500),
            ("IQD", 1_500, 2_000, 2_000),
        ];
        for (code, minor, price, cash) in cases {
            assert_eq!(of(minor, code).rounded_as_price().unwrap(), of(price, code), "{code} {minor}");
            assert_eq!(of(minor, code).rounded_to_cash().unwrap(), of(cash, code), "{code} {minor} in cash");
        }
        assert!(of(i64::MAX, "HUF").rounded_to_cash().is_err());
    }

    #[test]
    fn digits_that_nobody_uses_are_shown_only_when_they_say_something() {
        for (minor, code, shown) in [
            (4_500_000, "COP", "45000"),
            (4_500_050, "COP", "45000.50"),
            (-4_500_000, "COP", "-45000"),
            (1_000, "USD", "10.00"),
            (700, "JPY", "700"),
            (1_500, "KWD", "1.500"),
        ] {
            assert_eq!(of(minor, code).to_shown_decimal(), shown);
        }
    }

    proptest! {
        #[test]
        fn rounding_moves_an_amount_by_half_a_step_at_most(minor in -1_000_000_000i64..1_000_000_000, at in 0usize..4) {
            let amount = of(minor, ["COP", "CHF", "HUF", "USD"][at]);
            for (rounded, step) in [
                (amount.rounded_as_price().unwrap(), amount.currency().price_step_minor()),
                (amount.rounded_to_cash().unwrap(), amount.currency().cash_step_minor()),
            ] {
                prop_assert_eq!(rounded.minor() % step, 0);
                prop_assert!((rounded.minor() - minor).abs() * 2 <= step);
            }
        }
    }

    /// The published facts, where they are at hand.
    #[test]
    fn the_tables_agree_with_cldr() {
        let Some(file) = crate::published::open("geo/cldr/currencyData.json") else { return };
        let facts: serde_json::Value = serde_json::from_reader(file).unwrap();
        let facts = facts["supplemental"]["currencyData"]["fractions"].as_object().unwrap();
        let mut compared = 0;
        for (code, fact) in facts {
            // Metals and accounting units, which ISO 4217 gives no minor unit, are not priced in.
            let Ok(currency) = Currency::parse(code) else { continue };
            if code.starts_with('X') && currency.exponent() == 0 && fact["_digits"] != "0" {
                continue;
            }
            let figure = |name: &str| fact[name].as_str().map(|text| text.parse::<u32>().unwrap());
            let digits = figure("_digits").unwrap();
            let step = |digits: u32| 10_i64.pow(currency.exponent() - digits);
            assert_eq!(currency.price_step_minor(), step(digits), "{code}");
            let coin = i64::from(figure("_cashRounding").unwrap_or(0).max(1));
            let cash = coin * step(figure("_cashDigits").unwrap_or(digits));
            assert_eq!(currency.cash_step_minor(), cash, "{code} in cash");
            compared += 1;
        }
        assert!(compared > 40, "{compared}");
    }
}
