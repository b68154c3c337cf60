//! What a class of goods is charged: the rule, the published table of rules, and amounts of it in other currencies.

use super::CommissionClass;
use crate::money::{Currency, Money, MoneyError, Rounding};
use serde::{Deserialize, Serialize};

/// A rule has so many bands at the most: more than anybody could explain.
pub const MOST_BANDS: usize = 4;
/// Thresholds, minimum and closing fee are at most so much, in minor units.
pub const MOST_MINOR: i64 = 100_000_000_000;

/// How the bands of a rule apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Banding {
    /// The whole price selects one band.
    Whole,
    /// Each portion of the price falls into its own band.
    Marginal,
}

/// A rate up to and including a price of one item; `None` is without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// In minor units of the rule's currency.
    pub up_to_minor: Option<i64>,
    /// Basis points, 0..=10_000.
    pub rate_bps: i64,
}

/// The rule of one class, for one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommissionRule {
    pub class: CommissionClass,
    /// What the amounts of the rule are in; sales in another currency are charged in proportion, see [`local`].
    pub currency: Currency,
    pub banding: Banding,
    /// Rising; the last one is without end.
    pub bands: Vec<Band>,
    /// Never less than this for one item.
    pub minimum_minor: i64,
    /// Added for each item (media).
    pub closing_fee_minor: i64,
}

/// Why a rule cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    #[error("a rule has one to {MOST_BANDS} bands")]
    Bands,
    #[error("each band ends above the one before it, and the last one never")]
    Ends,
    #[error("a rate is 0 to 100 percent")]
    Rate,
    #[error("an amount is not negative, and not larger than anybody would pay")]
    Amount,
}

impl CommissionRule {
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn validate(&self) -> Result<(), RuleError> {
        let Some((last, ends)) = self.bands.split_last() else { return Err(RuleError::Bands) };
        if self.bands.len() > MOST_BANDS {
            return Err(RuleError::Bands);
        }
        let mut below = 0;
        for band in ends {
            let end = band.up_to_minor.ok_or(RuleError::Ends)?;
            if end <= below {
                return Err(RuleError::Ends);
            }
            below = end;
        }
        if last.up_to_minor.is_some() {
            return Err(RuleError::Ends);
        }
        if self.bands.iter().any(|band| !(0..=10_000).contains(&band.rate_bps)) {
            return Err(RuleError::Rate);
        }
        let amounts = [self.minimum_minor, self.closing_fee_minor, below];
        if amounts.iter().any(|minor| !(0..=MOST_MINOR).contains(minor)) {
            return Err(RuleError::Amount);
        }
        Ok(())
    }

    /// The rule with its amounts in another currency, as [`local`] reads them.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn in_currency(&self, to: Currency) -> Result<Self, MoneyError> {
        let read = |minor: i64| Ok::<_, MoneyError>(local(Money::new(minor, self.currency), to)?.minor());
        let bands = self.bands.iter().map(|band| {
            Ok(Band { up_to_minor: band.up_to_minor.map(read).transpose()?, rate_bps: band.rate_bps })
        });
        Ok(Self {
            class: self.class,
            currency: to,
            banding: self.banding,
            bands: bands.collect::<Result<_, MoneyError>>()?,
            minimum_minor: read(self.minimum_minor)?,
            closing_fee_minor: read(self.closing_fee_minor)?,
        })
    }
}

const fn band(up_to_minor: i64, rate_bps: i64) -> Band {
    Band { up_to_minor: Some(up_to_minor), rate_bps }
}

const fn above(rate_bps: i64) -> Band {
    Band { up_to_minor: None, rate_bps }
}

/// The published rule of a class, in US cents: what is charged while the operator has said nothing else.
pub fn default_rule(class: CommissionClass) -> CommissionRule {
    use Banding::{Marginal, Whole};
    let (banding, bands): (Banding, &[Band]) = match class {
        CommissionClass::Clothing => (Whole, const { &[band(1_500, 500), band(2_000, 1_000), above(1_700)] }),
        CommissionClass::Electronics => (Whole, const { &[above(800)] }),
        CommissionClass::ElectronicsAccessories => (Marginal, const { &[band(10_000, 1_500), above(800)] }),
        CommissionClass::Beauty | CommissionClass::Baby => {
            (Whole, const { &[band(1_000, 800), above(1_500)] })
        }
        CommissionClass::Grocery => (Whole, const { &[band(1_500, 800), above(1_500)] }),
        CommissionClass::Furniture => (Marginal, const { &[band(20_000, 1_500), above(1_000)] }),
        CommissionClass::Jewelry => (Marginal, const { &[band(25_000, 2_000), above(500)] }),
        CommissionClass::Industrial => (Whole, const { &[above(1_200)] }),
        // Everything else, books and media, and what an operator made and has said nothing of yet.
        _ => (Whole, const { &[above(1_500)] }),
    };
    CommissionRule {
        class,
        currency: Currency::USD,
        banding,
        bands: bands.to_vec(),
        minimum_minor: 30,
        closing_fee_minor: if class == CommissionClass::Media { 180 } else { 0 },
    }
}

/// What stands for one US dollar in the fee table of a shop in this currency, in tenths of the currency's main unit:
/// 10 for the euro, 1,500 for the yen. Round figures that keep fees in proportion, as price points are; no exchange
/// rates, so a fee does not move with the market. A currency that is not listed counts as the dollar.
pub fn price_point_tenths(currency: Currency) -> i64 {
    match currency.code() {
        "KWD" => 3,
        "BHD" | "OMR" => 4,
        "JOD" => 7,
        "CAD" | "AUD" | "SGD" => 15,
        "NZD" => 17,
        "TND" => 30,
        "ILS" | "AED" | "SAR" | "QAR" | "PEN" | "PLN" => 40,
        "MYR" | "RON" => 45,
        "BRL" => 50,
        "CNY" | "DKK" => 70,
        "HKD" => 80,
        "SEK" | "NOK" | "MAD" => 100,
        "ZAR" | "MXN" => 180,
        "CZK" => 230,
        "TWD" => 300,
        "THB" => 350,
        "TRY" | "UYU" | "UAH" => 400,
        "EGP" => 500,
        "PHP" => 560,
        "INR" => 800,
        "BDT" => 1_200,
        "JPY" | "KES" | "ISK" => 1_500,
        "PKR" => 2_800,
        "HUF" => 3_500,
        "CLP" => 9_500,
        "ARS" => 10_000,
        "KRW" => 13_000,
        "NGN" => 15_000,
        "COP" => 40_000,
        "IDR" => 160_000,
        "VND" => 250_000,
        _ => 10,
    }
}

/// An amount of a fee table in another currency, in proportion to the two currencies' price points, rounded half up.
///
/// # Errors
/// [`MoneyError::Overflow`] for amounts near the end of 64 bits.
pub fn local(amount: Money, to: Currency) -> Result<Money, MoneyError> {
    if amount.currency() == to {
        return Ok(amount);
    }
    let units = |currency: Currency| {
        let whole = 10_i64.checked_pow(currency.exponent()).ok_or(MoneyError::Overflow)?;
        price_point_tenths(currency).checked_mul(whole).ok_or(MoneyError::Overflow)
    };
    let minor = amount.scale(units(to)?, units(amount.currency())?, Rounding::HalfUp)?.minor();
    Ok(Money::new(minor, to))
}

/// So many US cents of the published table in another currency, in minor units; see [`local`].
///
/// # Errors
/// As [`local`].
pub fn local_minor(us_cents: i64, currency: Currency) -> Result<i64, MoneyError> {
    Ok(local(Money::new(us_cents, Currency::USD), currency)?.minor())
}
