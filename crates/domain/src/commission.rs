//! Commission on what a seller sells: the rate of the goods' class, with bands and a minimum, and the reason why.
//!
//! Rates follow the public fee tables of the large US marketplace. Bands are of two kinds: for clothing, beauty, baby
//! and grocery the whole price selects one rate; for accessories, furniture and jewellery each portion of the price
//! has its own rate.

use crate::money::{Money, MoneyError, Rounding};
use crate::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    /// What kind of goods a category holds, as far as the commission is concerned.
    pub enum CommissionClass {
        Standard = "standard",
        Clothing = "clothing",
        Electronics = "electronics",
        ElectronicsAccessories = "electronics_accessories",
        Beauty = "beauty",
        Baby = "baby",
        Grocery = "grocery",
        Furniture = "furniture",
        Jewelry = "jewelry",
        Industrial = "industrial",
        Media = "media",
    }
}

/// How the bands of a rule apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Banding {
    /// The whole price selects one band.
    Whole,
    /// Each portion of the price falls into its own band.
    Marginal,
}

/// A rate up to a price, in minor units of a currency with cents; `None` is without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    pub up_to_minor: Option<i64>,
    pub rate_bps: i64,
}

/// The rule of one class, for one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommissionRule {
    pub banding: Banding,
    pub bands: &'static [Band],
    /// Never less than this for one item.
    pub minimum_minor: i64,
    /// Added for each item (media).
    pub closing_fee_minor: i64,
}

const fn band(up_to_minor: i64, rate_bps: i64) -> Band {
    Band { up_to_minor: Some(up_to_minor), rate_bps }
}
const fn above(rate_bps: i64) -> Band {
    Band { up_to_minor: None, rate_bps }
}
const fn rule(banding: Banding, bands: &'static [Band]) -> CommissionRule {
    CommissionRule { banding, bands, minimum_minor: 30, closing_fee_minor: 0 }
}

/// The default rule of a class.
pub const fn default_rule(class: CommissionClass) -> CommissionRule {
    use Banding::{Marginal, Whole};
    match class {
        CommissionClass::Standard => rule(Whole, const { &[above(1_500)] }),
        CommissionClass::Clothing => rule(Whole, const { &[band(1_500, 500), band(2_000, 1_000), above(1_700)] }),
        CommissionClass::Electronics => rule(Whole, const { &[above(800)] }),
        CommissionClass::ElectronicsAccessories => rule(Marginal, const { &[band(10_000, 1_500), above(800)] }),
        CommissionClass::Beauty | CommissionClass::Baby => rule(Whole, const { &[band(1_000, 800), above(1_500)] }),
        CommissionClass::Grocery => rule(Whole, const { &[band(1_500, 800), above(1_500)] }),
        CommissionClass::Furniture => rule(Marginal, const { &[band(20_000, 1_500), above(1_000)] }),
        CommissionClass::Jewelry => rule(Marginal, const { &[band(25_000, 2_000), above(500)] }),
        CommissionClass::Industrial => rule(Whole, const { &[above(1_200)] }),
        CommissionClass::Media => CommissionRule { closing_fee_minor: 180, ..rule(Whole, const { &[above(1_500)] }) },
    }
}

/// One portion of a price and what it costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portion {
    pub base: Money,
    pub rate_bps: i64,
    pub fee: Money,
}

/// The commission of one order line and everything that made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommissionCharge {
    pub class: CommissionClass,
    pub quantity: i64,
    /// Price and shipping without tax, of all units.
    pub base: Money,
    /// Of all units, before the minimum and the closing fee.
    pub portions: Vec<Portion>,
    pub closing_fee: Money,
    /// The minimum replaced a smaller commission.
    pub minimum_applied: bool,
    pub fee: Money,
}

/// Commission on one order line. `base` is the price and shipping of all units without tax, not negative;
/// `quantity` is at least 1. Bands and minimum are for one item, so they are scaled by the quantity; each portion
/// rounds half up; the fee is never more than the base.
pub fn charge(class: CommissionClass, base: Money, quantity: i64) -> Result<CommissionCharge, MoneyError> {
    if quantity < 1 {
        return Err(MoneyError::NoParts);
    }
    let rule = default_rule(class);
    let money = |minor: i64| Money::new(minor, base.currency());
    let portions = match rule.banding {
        Banding::Whole => vec![portion(base, whole_rate(&rule, base, quantity)?)?],
        Banding::Marginal => marginal(&rule, base, quantity)?,
    };
    let rated = Money::sum(base.currency(), portions.iter().map(|p| p.fee))?;
    let minimum = money(rule.minimum_minor).times(quantity)?;
    let minimum_applied = rated.minor() < minimum.minor();
    let closing_fee = money(rule.closing_fee_minor).times(quantity)?;
    let owed = if minimum_applied { minimum } else { rated }.add(closing_fee)?;
    let fee = money(owed.minor().min(base.minor().max(0)));
    Ok(CommissionCharge { class, quantity, base, portions, closing_fee, minimum_applied, fee })
}

fn portion(base: Money, rate_bps: i64) -> Result<Portion, MoneyError> {
    Ok(Portion { base, rate_bps, fee: base.bps(rate_bps, Rounding::HalfUp)? })
}

fn whole_rate(rule: &CommissionRule, base: Money, quantity: i64) -> Result<i64, MoneyError> {
    for band in rule.bands {
        match band.up_to_minor {
            Some(up_to) if base.minor() > up_to.checked_mul(quantity).ok_or(MoneyError::Overflow)? => {}
            _ => return Ok(band.rate_bps),
        }
    }
    Ok(0)
}

fn marginal(rule: &CommissionRule, base: Money, quantity: i64) -> Result<Vec<Portion>, MoneyError> {
    let mut portions = Vec::new();
    let mut below = 0;
    for band in rule.bands {
        let end = match band.up_to_minor {
            Some(up_to) => up_to.checked_mul(quantity).ok_or(MoneyError::Overflow)?.min(base.minor()),
            None => base.minor(),
        };
        if end > below || portions.is_empty() {
            portions.push(portion(Money::new(end - below, base.currency()), band.rate_bps)?);
            below = end;
        }
    }
    Ok(portions)
}

impl CommissionCharge {
    /// One sentence for the statement: `8 % of 45.00 USD = 3.60 USD`.
    pub fn explain(&self) -> String {
        let percent = |bps: i64| match bps % 100 {
            0 => format!("{} %", bps / 100),
            rest => format!("{}.{rest:02} %", bps / 100),
        };
        let mut parts: Vec<String> =
            self.portions.iter().map(|p| format!("{} of {}", percent(p.rate_bps), p.base)).collect();
        if self.minimum_applied {
            parts = vec![format!("minimum for {} item(s)", self.quantity)];
        }
        if !self.closing_fee.is_zero() {
            parts.push(format!("{} closing fee", self.closing_fee));
        }
        format!("{}: {} = {}", self.class, parts.join(" + "), self.fee)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use crate::text_enum::TextEnum as _;
    use proptest::prelude::*;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    #[test]
    fn the_table_is_applied_as_published() {
        use CommissionClass as C;
        let cases = [
            (C::Standard, 10_000, 1, 1_500),
            (C::Standard, 100, 1, 30),
            (C::Clothing, 1_500, 1, 75),
            (C::Clothing, 1_501, 1, 150),
            (C::Clothing, 2_001, 1, 340),
            (C::Electronics, 4_500, 1, 360),
            (C::ElectronicsAccessories, 15_000, 1, 1_500 + 400),
            (C::Beauty, 1_000, 1, 80),
            (C::Beauty, 1_001, 1, 150),
            (C::Grocery, 1_500, 1, 120),
            (C::Furniture, 30_000, 1, 3_000 + 1_000),
            (C::Jewelry, 30_000, 1, 5_000 + 250),
            (C::Industrial, 10_000, 1, 1_200),
            (C::Media, 1_000, 1, 150 + 180),
            (C::Clothing, 3_000, 2, 150),
            (C::Standard, 200, 4, 120),
            (C::Media, 20, 1, 20),
        ];
        for (class, base, quantity, fee) in cases {
            assert_eq!(charge(class, usd(base), quantity).unwrap().fee, usd(fee), "{class} {base} x {quantity}");
        }
    }

    proptest! {
        #[test]
        fn the_fee_is_never_negative_nor_more_than_the_base(base in 0i64..100_000_000, quantity in 1i64..999, class in 0..CommissionClass::ALL.len()) {
            let charge = charge(CommissionClass::ALL[class], usd(base), quantity).unwrap();
            prop_assert!(charge.fee.minor() >= 0 && charge.fee.minor() <= base);
            let parts = Money::sum(Currency::USD, charge.portions.iter().map(|p| p.base)).unwrap();
            prop_assert_eq!(parts, usd(base), "the portions are the whole");
        }
    }
}
