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
        if self.region.is_empty() { self.country.clone() } else { format!("{}-{}", self.country, self.region) }
    }
}

/// Tax of an amount: `amount * rate` on top when exclusive, `amount * rate / (1 + rate)` out of it when inclusive;
/// halves round up.
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

    #[test]
    fn exclusive_is_added_and_inclusive_is_contained() {
        let usd = |minor| Money::new(minor, Currency::USD);
        assert_eq!(tax(usd(10_000), 725, false).unwrap().total, usd(10_725));
        assert_eq!(tax(usd(12_100), 2_100, true).unwrap(), Taxed { net: usd(10_000), tax: usd(2_100), total: usd(12_100) });
    }

    proptest! {
        #[test]
        fn net_and_tax_are_always_the_total(minor in 0i64..10_000_000_000, rate in 0i64..10_000, inclusive: bool) {
            let t = tax(Money::new(minor, Currency::EUR), rate, inclusive).unwrap();
            prop_assert_eq!(t.net.add(t.tax).unwrap(), t.total);
            prop_assert!(!t.tax.is_negative() && t.tax.minor() <= minor);
        }
    }
}
