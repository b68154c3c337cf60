//! Commission on what a seller sells: the rate of the goods' class, with bands and a minimum, and the reason why.
//! Called by orders when a shipment is charged, and by every page that previews or explains a fee.
//!
//! The published rates follow the public fee tables of the large US marketplace (product.md, "commission by category"); an
//! operator may say others, from a day on, for everybody or for one seller (`fees`). Bands are of two kinds: for clothing, beauty, baby and grocery the whole price selects one rate; for accessories, furniture and
//! jewellery each portion of the price has its own rate. A rule is in one currency; in another one its thresholds, minimum
//! and closing fee are read through [`price_point_tenths`], so that 15 dollars are 15 euros and 2,250 yen.

mod classes;
mod rule;

pub use classes::{ClassSaid, ClassSpan, class_at, class_spans};
pub use rule::{
    Band, Banding, CommissionRule, MOST_BANDS, MOST_MINOR, RuleError, default_rule, local, local_minor,
    price_point_tenths,
};

use crate::Currency;
use crate::money::{Money, MoneyError, Rounding};
use crate::terms::{Dated, TermsKind, WrongTerm, within};
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
        // Kinds that the operator makes: each is there once it has a name (`fees`).
        Own1 = "own_1",
        Own2 = "own_2",
        Own3 = "own_3",
        Own4 = "own_4",
        Own5 = "own_5",
        Own6 = "own_6",
        Own7 = "own_7",
        Own8 = "own_8",
        Own9 = "own_9",
        Own10 = "own_10",
        Own11 = "own_11",
        Own12 = "own_12",
        Own13 = "own_13",
        Own14 = "own_14",
        Own15 = "own_15",
        Own16 = "own_16",
        Own17 = "own_17",
        Own18 = "own_18",
        Own19 = "own_19",
        Own20 = "own_20",
    }
}

/// How many kinds are published; they stand before those that the operator makes.
const PUBLISHED: usize = 11;

impl CommissionClass {
    /// The kinds of the published table.
    pub const PUBLISHED: &'static [Self] = <Self as text_enum::TextEnum>::ALL.split_at(PUBLISHED).0;
    /// The kinds that an operator may make, each with a name and a table of its own.
    pub const OWN: &'static [Self] = <Self as text_enum::TextEnum>::ALL.split_at(PUBLISHED).1;

    /// Whether it is one that an operator makes.
    pub fn is_own(self) -> bool {
        Self::OWN.contains(&self)
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
    /// The fee was cut to the base: nobody pays for having sold.
    pub limited_to_base: bool,
    pub fee: Money,
}

/// Commission on one order line by a rule. `base` is the price and shipping of all units without tax, not negative;
/// `quantity` is at least 1. Bands, minimum and closing fee are for one item, so they are scaled by the quantity; each
/// portion rounds half up; the minimum is compared before the closing fee is added; the fee is never more than the
/// base.
///
/// # Errors
/// [`MoneyError::NoParts`] for a quantity below 1, [`MoneyError::Overflow`] for amounts near the end of 64 bits.
pub fn charge(rule: &CommissionRule, base: Money, quantity: i64) -> Result<CommissionCharge, MoneyError> {
    if quantity < 1 {
        return Err(MoneyError::NoParts);
    }
    let read = |minor: i64| local(Money::new(minor, rule.currency), base.currency());
    let money = |minor: i64| Money::new(minor, base.currency());
    let portions = match rule.banding {
        Banding::Whole => vec![portion(base, whole_rate(rule, base, quantity)?)?],
        Banding::Marginal => marginal(rule, base, quantity)?,
    };
    let rated = Money::sum(base.currency(), portions.iter().map(|p| p.fee))?;
    let minimum = read(rule.minimum_minor)?.times(quantity)?;
    let minimum_applied = rated.minor() < minimum.minor();
    let closing_fee = read(rule.closing_fee_minor)?.times(quantity)?;
    let owed = if minimum_applied { minimum } else { rated }.add(closing_fee)?;
    let fee = money(owed.minor().min(base.minor().max(0)));
    let limited_to_base = fee != owed;
    Ok(CommissionCharge {
        class: rule.class,
        quantity,
        base,
        portions,
        closing_fee,
        minimum_applied,
        limited_to_base,
        fee,
    })
}

/// What the platform keeps of a commission that it gives back when a sale is refunded ("refund administration"): a share of
/// it, rounded half up, and an amount at the most. Of one refund, whatever its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundFee {
    /// Of the commission that is given back, in basis points, 0..=10_000.
    pub share_bps: i64,
    /// The largest fee of one refund, in minor units of `currency`, 0..=[`MOST_MINOR`]. In another currency it is read through
    /// [`price_point_tenths`], as all amounts of the fee table are.
    pub most_minor: i64,
    pub currency: Currency,
}

impl RefundFee {
    /// What is kept of a commission that is given back; never more than that.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] for amounts near the end of 64 bits.
    pub fn of(&self, given_back: Money) -> Result<Money, MoneyError> {
        let share = given_back.bps(self.share_bps, Rounding::HalfUp)?.minor();
        let most = local(Money::new(self.most_minor, self.currency), given_back.currency())?.minor();
        Ok(Money::new(share.min(most).max(0), given_back.currency()))
    }

    /// What is kept of the rest of a refund, in whose first part `before` went back: as much as makes what one refund of both
    /// keeps, and never more than is given back.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`]; [`MoneyError::Overflow`] for amounts near the end of 64 bits.
    pub fn of_rest(&self, before: Money, given_back: Money) -> Result<Money, MoneyError> {
        let rest = self.of(before.add(given_back)?)?.sub(self.of(before)?)?.minor();
        Ok(Money::new(rest.clamp(0, given_back.minor().max(0)), given_back.currency()))
    }
}

impl Dated for RefundFee {
    const KIND: TermsKind = TermsKind::RefundFee;
    const USUAL: Self = Self { share_bps: 2_000, most_minor: 500, currency: Currency::USD };

    fn validate(&self) -> Result<(), WrongTerm> {
        within("share_bps", self.share_bps, 0..=10_000)?;
        within("most_minor", self.most_minor, 0..=MOST_MINOR)
    }
}

fn portion(base: Money, rate_bps: i64) -> Result<Portion, MoneyError> {
    Ok(Portion { base, rate_bps, fee: base.bps(rate_bps, Rounding::HalfUp)? })
}

/// Where a band ends for so many items, in minor units of the base's currency.
fn end_of(rule: &CommissionRule, band: &Band, base: Money, quantity: i64) -> Result<Option<i64>, MoneyError> {
    let Some(minor) = band.up_to_minor else { return Ok(None) };
    let end = local(Money::new(minor, rule.currency), base.currency())?.minor();
    end.checked_mul(quantity).map(Some).ok_or(MoneyError::Overflow)
}

fn whole_rate(rule: &CommissionRule, base: Money, quantity: i64) -> Result<i64, MoneyError> {
    for band in &rule.bands {
        match end_of(rule, band, base, quantity)? {
            Some(end) if base.minor() > end => {}
            _ => return Ok(band.rate_bps),
        }
    }
    Ok(0)
}

fn marginal(rule: &CommissionRule, base: Money, quantity: i64) -> Result<Vec<Portion>, MoneyError> {
    let mut portions = Vec::new();
    let mut below = 0;
    for band in &rule.bands {
        let end = end_of(rule, band, base, quantity)?.map_or(base.minor(), |end| end.min(base.minor()));
        if end > below || portions.is_empty() {
            portions.push(portion(Money::new(end - below, base.currency()), band.rate_bps)?);
            below = end;
        }
    }
    Ok(portions)
}

impl CommissionCharge {
    /// One sentence for the statement, in English: `electronics: 8 % of 45.00 USD = 3.60 USD`. Pages that translate
    /// use the fields.
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
        if self.limited_to_base {
            parts.push("limited to the price".to_owned());
        }
        format!("{}: {} = {}", self.class, parts.join(" + "), self.fee)
    }
}

#[cfg(test)]
#[path = "commission/tests.rs"]
mod tests;
