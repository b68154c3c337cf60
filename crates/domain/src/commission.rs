//! Commission on what a seller sells: the rate of the goods' class, with bands and a minimum, and the reason why.
//! Called by orders when a shipment is charged, and by every page that previews or explains a fee.
//!
//! Rates follow the public fee tables of the large US marketplace (product.md, "commission by category"). Bands are of
//! two kinds: for clothing, beauty, baby and grocery the whole price selects one rate; for accessories, furniture and
//! jewellery each portion of the price has its own rate. The table is in US cents; in another currency its thresholds,
//! minimum and closing fee are read through [`price_point_tenths`], so that 15 dollars are 15 euros and 2,250 yen.

use crate::money::{Currency, Money, MoneyError, Rounding};
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

/// A rate up to and including a price of one item; `None` is without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    pub up_to_us_cents: Option<i64>,
    /// Basis points, 0..=10_000.
    pub rate_bps: i64,
}

/// The rule of one class, for one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommissionRule {
    pub banding: Banding,
    pub bands: &'static [Band],
    /// Never less than this for one item.
    pub minimum_us_cents: i64,
    /// Added for each item (media).
    pub closing_fee_us_cents: i64,
}

const fn band(up_to_us_cents: i64, rate_bps: i64) -> Band {
    Band { up_to_us_cents: Some(up_to_us_cents), rate_bps }
}
const fn above(rate_bps: i64) -> Band {
    Band { up_to_us_cents: None, rate_bps }
}
const fn rule(banding: Banding, bands: &'static [Band]) -> CommissionRule {
    CommissionRule { banding, bands, minimum_us_cents: 30, closing_fee_us_cents: 0 }
}

/// The default rule of a class.
pub const fn default_rule(class: CommissionClass) -> CommissionRule {
    use Banding::{Marginal, Whole};
    match class {
        CommissionClass::Standard => rule(Whole, const { &[above(1_500)] }),
        CommissionClass::Clothing => {
            rule(Whole, const { &[band(1_500, 500), band(2_000, 1_000), above(1_700)] })
        }
        CommissionClass::Electronics => rule(Whole, const { &[above(800)] }),
        CommissionClass::ElectronicsAccessories => {
            rule(Marginal, const { &[band(10_000, 1_500), above(800)] })
        }
        CommissionClass::Beauty | CommissionClass::Baby => {
            rule(Whole, const { &[band(1_000, 800), above(1_500)] })
        }
        CommissionClass::Grocery => rule(Whole, const { &[band(1_500, 800), above(1_500)] }),
        CommissionClass::Furniture => rule(Marginal, const { &[band(20_000, 1_500), above(1_000)] }),
        CommissionClass::Jewelry => rule(Marginal, const { &[band(25_000, 2_000), above(500)] }),
        CommissionClass::Industrial => rule(Whole, const { &[above(1_200)] }),
        CommissionClass::Media => {
            CommissionRule { closing_fee_us_cents: 180, ..rule(Whole, const { &[above(1_500)] }) }
        }
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

/// An amount of the fee table in the minor units of another currency, rounded half up.
pub fn local_minor(us_cents: i64, currency: Currency) -> Result<i64, MoneyError> {
    let units_of_a_dollar = price_point_tenths(currency)
        .checked_mul(10_i64.checked_pow(currency.exponent()).ok_or(MoneyError::Overflow)?)
        .ok_or(MoneyError::Overflow)?;
    Ok(Money::new(us_cents, currency).scale(units_of_a_dollar, 1_000, Rounding::HalfUp)?.minor())
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

/// Commission on one order line. `base` is the price and shipping of all units without tax, not negative;
/// `quantity` is at least 1. Bands, minimum and closing fee are for one item, so they are scaled by the quantity; each
/// portion rounds half up; the minimum is compared before the closing fee is added; the fee is never more than the
/// base.
///
/// # Errors
/// [`MoneyError::NoParts`] for a quantity below 1, [`MoneyError::Overflow`] for amounts near the end of 64 bits.
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
    let minimum = money(local_minor(rule.minimum_us_cents, base.currency())?).times(quantity)?;
    let minimum_applied = rated.minor() < minimum.minor();
    let closing_fee = money(local_minor(rule.closing_fee_us_cents, base.currency())?).times(quantity)?;
    let owed = if minimum_applied { minimum } else { rated }.add(closing_fee)?;
    let fee = money(owed.minor().min(base.minor().max(0)));
    let limited_to_base = fee != owed;
    Ok(CommissionCharge {
        class,
        quantity,
        base,
        portions,
        closing_fee,
        minimum_applied,
        limited_to_base,
        fee,
    })
}

/// What the platform keeps of a commission that it gives back when a sale is refunded: a fifth of it, rounded half up, and
/// 5 US dollars at the most ("refund administration"). In another currency the limit is read through
/// [`price_point_tenths`], as all amounts of the fee table are. Of one refund, whatever its lines.
///
/// # Errors
/// [`MoneyError::Overflow`] for amounts near the end of 64 bits.
pub fn refund_fee(given_back: Money) -> Result<Money, MoneyError> {
    let share = given_back.bps(REFUND_FEE_BPS, Rounding::HalfUp)?.minor();
    let most = local_minor(REFUND_FEE_MOST_US_CENTS, given_back.currency())?;
    Ok(Money::new(share.clamp(0, most), given_back.currency()))
}

/// Of the commission that is given back, in basis points.
const REFUND_FEE_BPS: i64 = 2_000;
/// The largest fee of one refund, in US cents.
const REFUND_FEE_MOST_US_CENTS: i64 = 500;

fn portion(base: Money, rate_bps: i64) -> Result<Portion, MoneyError> {
    Ok(Portion { base, rate_bps, fee: base.bps(rate_bps, Rounding::HalfUp)? })
}

/// Where a band ends for so many items, in minor units of the base's currency.
fn end_of(band: &Band, base: Money, quantity: i64) -> Result<Option<i64>, MoneyError> {
    let Some(us_cents) = band.up_to_us_cents else { return Ok(None) };
    local_minor(us_cents, base.currency())?.checked_mul(quantity).map(Some).ok_or(MoneyError::Overflow)
}

fn whole_rate(rule: &CommissionRule, base: Money, quantity: i64) -> Result<i64, MoneyError> {
    for band in rule.bands {
        match end_of(band, base, quantity)? {
            Some(end) if base.minor() > end => {}
            _ => return Ok(band.rate_bps),
        }
    }
    Ok(0)
}

fn marginal(rule: &CommissionRule, base: Money, quantity: i64) -> Result<Vec<Portion>, MoneyError> {
    let mut portions = Vec::new();
    let mut below = 0;
    for band in rule.bands {
        let end = end_of(band, base, quantity)?.map_or(base.minor(), |end| end.min(base.minor()));
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
