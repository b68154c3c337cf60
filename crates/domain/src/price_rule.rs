//! A price that follows its competitors: as low as the cheapest of them, within bounds, and never at a loss. Called by
//! `pricing` when an offer of the product changes, and by the page that says why a price is what it is.
//!
//! A rule matches and does not undercut. Two rules that undercut each other would walk down to the higher floor cent by cent;
//! two that match stand still after a step or two, at the higher floor where one of them began below it.
//!
//! What is a loss is said of a price by whoever asks: [`left`] of a piece that is sold at it, [`least_left`] of one from which
//! its seller's promotions and coupons ([`crate::giving`]) take some.

use crate::commission::CommissionRule;
use crate::fees::Imagined;
use crate::money::{Money, MoneyError};

/// Bounds that a seller sets, in the offer's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceRule {
    floor: Money,
    ceiling: Option<Money>,
}

/// Why bounds are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BoundsError {
    #[error("a lowest price is more than nothing")]
    BadFloor,
    #[error("a highest price is in the same currency, and not below the lowest")]
    BadCeiling,
}

crate::text_enum! {
    /// Why a rule gave a price, or left it.
    pub enum PriceReason {
        /// As low as the cheapest competing offer.
        Matched = "matched",
        /// Nobody competes.
        Alone = "alone",
        /// The cheapest competing offer is below the floor.
        Floor = "floor",
        /// Less would be a loss.
        BreakEven = "break_even",
        /// The cheapest competing offer is above the ceiling.
        Ceiling = "ceiling",
        /// Even the ceiling would be a loss: nothing is changed.
        LossAtCeiling = "loss_at_ceiling",
        /// It is not known what a unit costs: nothing is changed.
        NoCost = "no_cost",
        /// Prices in several currencies cannot be compared: nothing is changed.
        Currency = "currency",
        /// It is not on sale: nothing is changed.
        NotOnSale = "not_on_sale",
        /// It was changed as often as may be in an hour: nothing is changed yet.
        TooOften = "too_often",
    }
}

impl PriceRule {
    /// # Errors
    /// [`BoundsError`].
    pub fn new(floor: Money, ceiling: Option<Money>) -> Result<Self, BoundsError> {
        if !floor.is_positive() {
            return Err(BoundsError::BadFloor);
        }
        let fits = |top: Money| top.currency() == floor.currency() && top.minor() >= floor.minor();
        if ceiling.is_some_and(|top| !fits(top)) {
            return Err(BoundsError::BadCeiling);
        }
        Ok(Self { floor, ceiling })
    }

    pub fn floor(&self) -> Money {
        self.floor
    }

    pub fn ceiling(&self) -> Option<Money> {
        self.ceiling
    }

    /// The price that an offer gets which costs `own` now. `matching` is the price at which it lands where the cheapest
    /// competing offer does, `None` where none competes; `loses` says of a price whether a sale at it leaves less than
    /// nothing.
    pub fn next(
        &self,
        own: Money,
        matching: Option<Money>,
        loses: impl Fn(Money) -> bool,
    ) -> (Money, PriceReason) {
        let others = [Some(self.floor), matching];
        if others.into_iter().flatten().any(|money| money.currency() != own.currency()) {
            return (own, PriceReason::Currency);
        }
        let top = self.ceiling.map_or(i64::MAX, Money::minor);
        let wanted = matching.unwrap_or(own).minor();
        let bounded = Money::new(wanted.clamp(self.floor.minor(), top), own.currency());
        match lowest_without_loss(bounded, loses) {
            Some(price) if price.minor() <= top => {
                let reason = match price.minor() {
                    minor if minor > bounded.minor() => PriceReason::BreakEven,
                    minor if minor > wanted => PriceReason::Floor,
                    minor if minor < wanted => PriceReason::Ceiling,
                    _ if matching.is_some() => PriceReason::Matched,
                    _ => PriceReason::Alone,
                };
                (price, reason)
            }
            _ => (own, PriceReason::LossAtCeiling),
        }
    }
}

/// Beyond this, in minor units, nobody pays, and no price is looked for.
const DEAREST: i64 = 1_000_000_000_000;

/// A price from `from` on at which nothing is lost, and a minor unit less would be a loss unless it is `from` itself. Fees may
/// jump where a band begins, so a lower one may exist below that jump; what is returned is never a loss. `None` where even the
/// dearest is one.
pub fn lowest_without_loss(from: Money, loses: impl Fn(Money) -> bool) -> Option<Money> {
    let money = |minor: i64| Money::new(minor, from.currency());
    if !loses(from) {
        return Some(from);
    }
    let (mut bad, mut good) = (from.minor(), from.minor().max(1));
    while loses(money(good)) {
        if good >= DEAREST {
            return None;
        }
        bad = good;
        good = good.saturating_mul(2).min(DEAREST);
    }
    while good - bad > 1 {
        let middle = bad + (good - bad) / 2;
        if loses(money(middle)) {
            bad = middle;
        } else {
            good = middle;
        }
    }
    Some(money(good))
}

/// What is left of the sale of one piece: by the commission that would be charged, the fee of an item under the individual
/// plan, the tax on both, and what the piece costs. The buyer's fee for the delivery is the delivery's: it counts as spent,
/// though commission is charged on it. Less than nothing is a loss.
///
/// # Errors
/// Those of [`Imagined::proceeds`].
pub fn left(
    sale: (Money, Money, Money),
    rule: &CommissionRule,
    item: Option<Money>,
    fee_tax_ppm: i64,
) -> Result<Money, MoneyError> {
    let (price, shipping, cost) = sale;
    let imagined = Imagined { price, quantity: 1, shipping, cost };
    imagined.proceeds(rule, item, fee_tax_ppm)?.left.sub(shipping)
}

/// What rounding may take of what is left, in minor units: half of one for each portion of a commission and for the tax on
/// fees, once here and once in a sale of several pieces.
const ROUNDED: i64 = 7;

/// The least that is left of a piece for which anything from `paid.0` to `paid.1` is paid, delivery included and without the
/// tax in it, of which the delivery takes `spent` and the piece `cost`. Between the two more may be lost than at either, where a
/// dearer band of the commission begins: those are looked at, too.
///
/// # Errors
/// Those of [`Imagined::proceeds`].
pub fn least_left(
    paid: (Money, Money),
    (spent, cost): (Money, Money),
    rule: &CommissionRule,
    item: Option<Money>,
    fee_tax_ppm: i64,
) -> Result<Money, MoneyError> {
    let (least, most) = paid;
    let currency = least.currency();
    let read = rule.in_currency(currency)?;
    let ends = read.bands.iter().filter_map(|band| band.up_to_minor);
    let between = ends.filter(|end| (least.minor()..most.minor()).contains(end));
    let looked_at = [least.minor(), most.minor()].into_iter().chain(between.flat_map(|end| [end, end + 1]));
    let mut lowest = i64::MAX;
    for minor in looked_at {
        let price = Money::new(minor, currency);
        let imagined = Imagined { price, quantity: 1, shipping: Money::zero(currency), cost };
        let left = imagined.proceeds(rule, item, fee_tax_ppm)?.left.sub(spent)?;
        lowest = lowest.min(left.minor());
    }
    Money::new(lowest, currency).sub(Money::new(ROUNDED, currency))
}

#[cfg(test)]
#[path = "price_rule/tests.rs"]
mod tests;
