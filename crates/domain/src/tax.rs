//! Taxes on sales: which rate holds at an address, and what it makes of an amount.
//!
//! General rates come with the platform ([`general_rate`]); a rate that the operator set wins from its day
//! on. Rates are in millionths (1 % = 10,000 ppm), because some have three decimals of a per cent.

use crate::address::Address;
use crate::calendar::day_of;
use crate::money::{Money, MoneyError, Rounding};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

#[rustfmt::skip]
#[path = "tax/general.rs"]
mod general;

/// Nothing is taxed by more than what it costs.
pub const MOST_PPM: i64 = 1_000_000;

/// One rate of one place, from a date on: a general one, or a setting of the operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRate {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The region's code; empty for the whole country.
    pub region: String,
    /// 0 to 1,000,000 millionths: 82,500 is 8.25 %.
    pub rate_ppm: i64,
    /// Prices shown include the tax (as in Europe) or it is added (as in the United States).
    pub inclusive: bool,
    pub shipping_taxed: bool,
    pub from: Timestamp,
}

/// The places with a general rate of their own: a country, and a region's code, which is empty for the whole country.
pub fn general_places() -> impl Iterator<Item = (&'static str, &'static str)> {
    general::RATES.iter().map(|row| (row.0, row.1))
}

/// A rate in percent from 0 to 100 with at most four decimals, as millionths: `8.25` is 82,500. `None` for anything else.
pub fn percent_ppm(percent: &str) -> Option<i64> {
    let (whole, fraction) = percent.split_once('.').unwrap_or((percent, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || fraction.len() > 4 || !digits(whole) || !digits(fraction) {
        return None;
    }
    format!("{whole}{fraction:0<4}").parse().ok().filter(|ppm| *ppm <= MOST_PPM)
}

/// Millionths as percent, as somebody would have typed them: 82,500 is `8.25`.
pub fn ppm_percent(ppm: i64) -> String {
    let text = format!("{}.{:04}", ppm / 10_000, ppm % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
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
    rate_at(rates, &address.country, &address.region, at)
}

fn rate_at<'r>(rates: &'r [TaxRate], country: &str, region: &str, at: Timestamp) -> Option<&'r TaxRate> {
    rates
        .iter()
        .filter(|r| r.from <= at && r.country == country)
        .filter(|r| r.region.is_empty() || r.region == region)
        .max_by_key(|r| (!r.region.is_empty(), r.from))
}

/// Whether prices of this country's market include the tax, as nearly everywhere, or it is added to them.
pub fn is_inclusive_market(country: &str) -> bool {
    !matches!(country, "US" | "CA" | "PR")
}

/// The rate that the platform knows for this address at this time, of the region before the country. `None` where it
/// knows none.
pub fn general_rate(address: &Address, at: Timestamp) -> Option<TaxRate> {
    general_rate_at(&address.country, &address.region, at)
}

/// The same of a country and a region's code, which may be empty.
pub fn general_rate_at(country: &str, region: &str, at: Timestamp) -> Option<TaxRate> {
    let of = |region: &str| {
        let found = general::RATES.binary_search_by(|row| (row.0, row.1).cmp(&(country, region))).ok()?;
        let (country, region, rates) = general::RATES[found];
        let since = |(year, month, day): general::From| match year {
            0 => Timestamp::from_micros(0),
            _ => Timestamp::from_micros(day_of(year, month, day) * 86_400_000_000),
        };
        let (from, rate_ppm) = rates.iter().rev().find(|(from, _)| since(*from) <= at)?;
        let inclusive = is_inclusive_market(country);
        Some(TaxRate {
            country: country.into(),
            region: region.into(),
            rate_ppm: *rate_ppm,
            inclusive,
            shipping_taxed: inclusive || country == "CA",
            from: since(*from),
        })
    };
    let regional = if region.is_empty() { None } else { of(region) };
    regional.or_else(|| of(""))
}

/// The rate that is charged: what the operator set for the place, once in force, before the general one.
pub fn rate_charged(set: &[TaxRate], address: &Address, at: Timestamp) -> Option<TaxRate> {
    rate_charged_at(set, &address.country, &address.region, at)
}

/// The same of a country and a region's code, which may be empty.
pub fn rate_charged_at(set: &[TaxRate], country: &str, region: &str, at: Timestamp) -> Option<TaxRate> {
    rate_at(set, country, region, at).cloned().or_else(|| general_rate_at(country, region, at))
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

/// Tax of an amount at a rate of 0..=1,000,000 millionths: `amount * rate` on top when exclusive,
/// `amount * rate / (1 + rate)` out of it when inclusive; halves round away from zero, so that a refund gives back exactly what was taken.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn tax_at(amount: Money, rate_ppm: i64, inclusive: bool) -> Result<Taxed, MoneyError> {
    if inclusive {
        let tax = amount.scale(rate_ppm, 1_000_000 + rate_ppm, Rounding::HalfUp)?;
        return Ok(Taxed { net: amount.sub(tax)?, tax, total: amount });
    }
    let tax = amount.scale(rate_ppm, 1_000_000, Rounding::HalfUp)?;
    Ok(Taxed { net: amount, tax, total: amount.add(tax)? })
}

#[cfg(test)]
#[path = "tax/tests.rs"]
mod tests;
