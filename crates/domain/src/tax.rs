//! Taxes on sales: which rate holds at an address, and what it makes of an amount.

use crate::address::Address;
use crate::money::{Money, MoneyError, Rounding};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One rate of one place, from a date on. A setting of the operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRate {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The region's code; empty for the whole country.
    pub region: String,
    /// 0 to 10,000 basis points.
    pub rate_bps: i64,
    /// Prices shown include the tax (as in Europe) or it is added (as in the United States).
    pub inclusive: bool,
    pub shipping_taxed: bool,
    pub from: Timestamp,
}

/// An amount and the tax in it or on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxed {
    pub net: Money,
    pub tax: Money,
    pub total: Money,
}

/// The rate that holds at this address at this time: the region's before the country's, the newest of several.
pub fn rate_for<'r>(rates: &'r [TaxRate], address: &Address, at: Timestamp) -> Option<&'r TaxRate> {
    rates
        .iter()
        .filter(|r| r.from <= at && r.country == address.country)
        .filter(|r| r.region.is_empty() || r.region == address.region)
        .max_by_key(|r| (!r.region.is_empty(), r.from))
}

impl TaxRate {
    /// `US-CA` or `ES`: the owner of the tax account in the ledger.
    pub fn place(&self) -> String {
        if self.region.is_empty() {
            self.country.clone()
        } else {
            format!("{}-{}", self.country, self.region)
        }
    }
}

/// Tax of an amount at a rate of 0..=10,000 basis points: `amount * rate` on top when exclusive, `amount * rate / (1 + rate)` out of it when inclusive;
/// halves round away from zero, so that a refund gives back exactly what was taken.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn tax(amount: Money, rate_bps: i64, inclusive: bool) -> Result<Taxed, MoneyError> {
    if inclusive {
        let tax = amount.scale(rate_bps, 10_000 + rate_bps, Rounding::HalfUp)?;
        return Ok(Taxed { net: amount.sub(tax)?, tax, total: amount });
    }
    let tax = amount.bps(rate_bps, Rounding::HalfUp)?;
    Ok(Taxed { net: amount, tax, total: amount.add(tax)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use proptest::prelude::*;

    fn rate(country: &str, region: &str, rate_bps: i64, from: i64) -> TaxRate {
        let (country, region, from) = (country.into(), region.into(), Timestamp::from_micros(from));
        TaxRate { country, region, rate_bps, inclusive: false, shipping_taxed: false, from }
    }

    fn address(country: &str, region: &str) -> Address {
        let text = || "x".to_owned();
        Address {
            name: text(),
            line1: text(),
            line2: text(),
            city: text(),
            region: region.into(),
            postcode: text(),
            country: country.into(),
            phone: text(),
        }
    }

    #[test]
    fn exclusive_is_added_and_inclusive_is_contained() {
        let usd = |minor| Money::new(minor, Currency::USD);
        let cases = [
            (10_000, 725, false, 10_000, 725, 10_725),
            (12_100, 2_100, true, 10_000, 2_100, 12_100),
            (1, 725, false, 1, 0, 1),
            (100, 50, false, 100, 1, 101),
            (-12_100, 2_100, true, -10_000, -2_100, -12_100),
            (999, 0, true, 999, 0, 999),
            (200, 10_000, true, 100, 100, 200),
        ];
        for (amount, bps, inclusive, net, tax_minor, total) in cases {
            let taxed = Taxed { net: usd(net), tax: usd(tax_minor), total: usd(total) };
            assert_eq!(tax(usd(amount), bps, inclusive).unwrap(), taxed, "{amount} {bps} {inclusive}");
        }
    }

    #[test]
    fn the_nearest_place_and_the_newest_date_win() {
        let rates = [
            rate("US", "", 100, 0),
            rate("US", "CA", 725, 0),
            rate("US", "CA", 750, 50),
            rate("US", "NY", 400, 0),
            rate("ES", "", 2_100, 0),
        ];
        let found = |country, region, at| {
            rate_for(&rates, &address(country, region), Timestamp::from_micros(at)).map(|r| r.rate_bps)
        };
        assert_eq!(found("US", "CA", 49), Some(725));
        assert_eq!(found("US", "CA", 50), Some(750));
        assert_eq!(found("US", "TX", 50), Some(100));
        assert_eq!(found("US", "", 50), Some(100));
        assert_eq!(found("ES", "Madrid", 0), Some(2_100));
        assert_eq!(found("ES", "Madrid", -1), None);
        assert_eq!(found("FR", "", 50), None);
        assert_eq!((rates[1].place(), rates[4].place()), ("US-CA".to_owned(), "ES".to_owned()));
    }

    proptest! {
        #[test]
        fn net_and_tax_are_always_the_total(minor in 0i64..10_000_000_000, rate in 0i64..=10_000, inclusive: bool) {
            let t = tax(Money::new(minor, Currency::EUR), rate, inclusive).unwrap();
            prop_assert_eq!(t.net.add(t.tax).unwrap(), t.total);
            prop_assert!(!t.tax.is_negative() && t.tax.minor() <= minor);
        }

        /// What is taken out of a price is what would have been put on its net price, within a rounding.
        #[test]
        fn inclusive_undoes_exclusive(minor in 0i64..10_000_000_000, rate in 0i64..=10_000) {
            let added = tax(Money::new(minor, Currency::EUR), rate, false).unwrap();
            let taken = tax(added.total, rate, true).unwrap();
            prop_assert!((taken.tax.minor() - added.tax.minor()).abs() <= 1);
        }

        #[test]
        fn a_refund_gives_back_what_was_taken(minor in 0i64..10_000_000_000, rate in 0i64..=10_000, inclusive: bool) {
            let sale = tax(Money::new(minor, Currency::EUR), rate, inclusive).unwrap();
            let refund = tax(Money::new(-minor, Currency::EUR), rate, inclusive).unwrap();
            prop_assert_eq!(sale.tax.minor(), -refund.tax.minor());
        }
    }
}
