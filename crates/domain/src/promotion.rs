//! Promotions: what a seller, or the platform, takes off for buying. Called by orders for the cart, the checkout, one click
//! and the order itself, so that what is shown is what is charged.
//!
//! What is taken off, in this order:
//! 1. An offer's own price, reduced or not, is what every page shows and what all else starts from.
//! 2. Promotions. A unit counts for one of them. Of those that could have it the one that takes most off goes first, of
//!    equal ones the older; what it leaves is for the others. Who pays for it changes nothing of that. One that has a
//!    ceiling has the dearest units, as few as reach it: units for which nothing is left to give are the others'. Where
//!    more comes off in all when those whose ceiling is reached go first, they do: so a ceiling that is reached makes
//!    nothing that is added dearer.
//! 3. The coupon, of what is left: its share, its minimum, its ceiling.
//!
//! Delivery is free from a sum of the goods before 2 and 3, so that nothing that is given makes an order dearer. Tax is on
//! what is left of everything.

use crate::coupon::{CouponLine, Funding, spread};
use crate::ids::{OfferId, PromotionId};
use crate::money::{Currency, Money, MoneyError, Rounding};
use crate::time::Timestamp;
use counting::{buy_get, dearest, less};
use serde::{Deserialize, Serialize};
pub use turns::promote;

#[path = "promotion/counting.rs"]
mod counting;
#[path = "promotion/turns.rs"]
mod turns;

/// The most offers that a promotion may name.
pub const MOST_OFFERS: usize = 200;
/// The most offers of a [`Rule::Set`]: one of each is bought.
pub const MOST_IN_SET: usize = 10;
/// The most units that a rule may speak of.
pub const MOST_UNITS: i64 = 100;
/// The greatest share off all of what is bought, in basis points: more of it would be a gift.
pub const MOST_OFF_ALL: i64 = 9_000;

/// What is asked for, and what is given for it. Shares are in basis points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// Of so many units and so many more, the dearest first, the last ones cost less: buy two, get one free.
    BuyGet { buy: i64, get: i64, bps: i64 },
    /// From so many units on, whichever they are, each costs less.
    FromUnits { units: i64, bps: i64 },
    /// One of each of the offers: each such set costs less.
    Set { bps: i64 },
    /// Each unit costs less, while there are some: see [`Limit`].
    Deal { bps: i64 },
    /// From so many units on, whichever they are, each costs so much less, and still a minor unit. The platform's alone: a
    /// seller who wants that says a lower price.
    Less { units: i64, off: Money },
}

/// How much a [`Rule::Deal`] gives in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// So many units cost less, 1 to [`Limit::MOST`].
    pub units: i64,
    /// At most so many of them in one order.
    pub each: i64,
}

impl Limit {
    /// What is taken is counted by each order that takes more.
    pub const MOST: i64 = 5_000;

    /// Whether it makes sense.
    pub fn is_sound(self) -> bool {
        (1..=Self::MOST).contains(&self.units) && (1..=self.units.min(999)).contains(&self.each)
    }
}

/// What is left of a limit, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    pub limit: Limit,
    /// Units that may still be had, zero or more.
    pub units: i64,
    /// The first moment at which it is over.
    pub until: Option<Timestamp>,
}

impl Left {
    /// Units that are taken.
    pub fn taken(self) -> i64 {
        self.limit.units - self.units
    }

    /// Units that one order may still have.
    fn of_one_order(self) -> i64 {
        self.units.min(self.limit.each)
    }
}

/// Why a promotion makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    #[error("at least one unit is bought and one given, together at most {MOST_UNITS}")]
    BadUnits,
    #[error("an amount off each unit is more than nothing, and the platform's to give")]
    BadAmount,
    #[error("a share is from 0.01 % to everything for units on top, to 90 % for all that is bought")]
    BadShare,
    #[error("a set is of two to {MOST_IN_SET} offers")]
    BadSet,
    #[error("a deal is for named offers, of 1 to {} units, 1 to 999 of them in one order", Limit::MOST)]
    BadLimit,
    #[error("a promotion names at most {MOST_OFFERS} offers")]
    TooManyOffers,
}

/// What a promotion is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goods {
    /// Everything that the seller sells.
    All,
    /// What is in one of these categories, by their slugs: those below a category are named, too.
    In(Vec<String>),
    /// These offers.
    These(Vec<OfferId>),
}

impl Goods {
    /// The same without what is named twice.
    pub fn each_once(&self) -> Self {
        match self {
            Self::All | Self::In(_) => self.clone(),
            Self::These(offers) => {
                let mut offers = offers.clone();
                offers.sort_unstable();
                offers.dedup();
                Self::These(offers)
            }
        }
    }

    /// Whether it is for this offer of the seller, whose product is in the category of this slug.
    pub fn has(&self, offer: OfferId, category: &str) -> bool {
        match self {
            Self::All => true,
            Self::In(categories) => categories.iter().any(|one| one == category),
            Self::These(offers) => offers.contains(&offer),
        }
    }
}

/// A promotion that holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    pub id: PromotionId,
    pub rule: Rule,
    pub goods: Goods,
    /// Of a deal: what is left of it.
    pub left: Option<Left>,
    /// Who pays for it.
    pub funding: Funding,
    /// The most that it takes off one order, and in which currency; `None`: as much as its rule says.
    pub most: Option<Money>,
}

/// One line of one seller's part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromotedLine<'a> {
    pub offer: OfferId,
    /// The slug of its product's category.
    pub category: &'a str,
    /// As it is shown.
    pub unit_price: Money,
    /// 1 to 999.
    pub quantity: i64,
}

/// What one promotion takes off one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    pub promotion: PromotionId,
    /// The line's position.
    pub line: usize,
    /// So many of its units count for the promotion, those that are paid for included.
    pub units: i64,
    pub off: Money,
}

impl Rule {
    /// Whether it makes sense for these goods, given by this one.
    ///
    /// # Errors
    /// [`RuleError`] says what does not.
    pub fn check(self, goods: &Goods, limit: Option<Limit>, by: Funding) -> Result<(), RuleError> {
        let named = match goods {
            Goods::All | Goods::In(_) => None,
            Goods::These(offers) => Some(offers.len()),
        };
        if named.is_some_and(|n| n > MOST_OFFERS) {
            return Err(RuleError::TooManyOffers);
        }
        let (units_hold, most_bps) = match self {
            Self::BuyGet { buy, get, .. } => {
                let each = 1..MOST_UNITS;
                (each.contains(&buy) && each.contains(&get) && buy + get <= MOST_UNITS, 10_000)
            }
            // A seller who takes something off the first one says a lower price, which the lowest of 30 days is kept of.
            Self::FromUnits { units, .. } if by == Funding::Seller => {
                ((2..=MOST_UNITS).contains(&units), MOST_OFF_ALL)
            }
            Self::FromUnits { units, .. } | Self::Less { units, .. } => {
                ((1..=MOST_UNITS).contains(&units), MOST_OFF_ALL)
            }
            Self::Set { .. } | Self::Deal { .. } => (true, MOST_OFF_ALL),
        };
        if !units_hold {
            return Err(RuleError::BadUnits);
        }
        if self.bps().is_some_and(|bps| !(1..=most_bps).contains(&bps)) {
            return Err(RuleError::BadShare);
        }
        if matches!(self, Self::Less { off, .. } if by == Funding::Seller || !off.is_positive()) {
            return Err(RuleError::BadAmount);
        }
        if matches!(self, Self::Set { .. }) && !named.is_some_and(|n| (2..=MOST_IN_SET).contains(&n)) {
            return Err(RuleError::BadSet);
        }
        // A deal has a limit and something that it is for; nothing else has one.
        let limited = match self {
            Self::Deal { .. } => named.is_some_and(|n| n > 0) && limit.is_some_and(Limit::is_sound),
            _ => limit.is_none(),
        };
        if !limited {
            return Err(RuleError::BadLimit);
        }
        Ok(())
    }

    /// The share off, in basis points; `None` where an amount is.
    pub fn bps(self) -> Option<i64> {
        match self {
            Self::BuyGet { bps, .. }
            | Self::FromUnits { bps, .. }
            | Self::Set { bps }
            | Self::Deal { bps } => Some(bps),
            Self::Less { .. } => None,
        }
    }
}

impl Running {
    /// Which lines it is for: many promotions may each name many offers, so that is looked up once.
    fn meant(&self, lines: &[PromotedLine<'_>]) -> Vec<bool> {
        lines.iter().map(|l| self.goods.has(l.offer, l.category)).collect()
    }

    /// Whether it has something to take off goods in this currency: amounts, its ceiling among them, are in one, shares in none.
    pub fn gives_in(&self, currency: Currency) -> bool {
        let off = match self.rule {
            Rule::Less { off, .. } => Some(off),
            _ => None,
        };
        let gives = |amount: Money| amount.currency() == currency && amount.is_positive();
        [off, self.most].into_iter().flatten().all(gives)
    }

    /// What one part of an order has had of it is not there for the next one.
    ///
    /// # Errors
    /// [`MoneyError`] when `off` is in another currency than its ceiling.
    pub fn spend(&mut self, units: i64, off: Money) -> Result<(), MoneyError> {
        if let Some(left) = &mut self.left {
            left.units -= units;
            left.limit.each -= units;
        }
        if let Some(most) = &mut self.most {
            *most = most.sub(off)?;
        }
        Ok(())
    }

    /// Units of lines that count, and what is off all of them together; `left` units of each line are free to count. Where
    /// its ceiling is reached the dearest count, as few as reach it: the others are left free.
    fn claim(
        &self,
        lines: &[PromotedLine<'_>],
        meant: &[bool],
        left: &[i64],
    ) -> Result<(Vec<i64>, Money), MoneyError> {
        #[cfg(test)]
        tests::CLAIMS.with(|claims| claims.set(claims.get() + 1));
        let currency = lines.first().map_or(Currency::USD, |l| l.unit_price.currency());
        let free: Vec<i64> =
            meant.iter().zip(left).map(|(is_meant, left)| if *is_meant { *left } else { 0 }).collect();
        let all = self.times(lines, &free);
        let (used, reduced) = self.counted(lines, &free, all);
        let off = self.off(lines, &reduced, currency)?;
        let Some(most) = self.most else { return Ok((used, off)) };
        if most.currency() != currency || !most.is_positive() {
            return Ok((used, Money::zero(currency)));
        }
        if off.minor() < most.minor() {
            return Ok((used, off));
        }
        let (mut low, mut high) = (self.least_times().min(all), all);
        while low < high {
            let times = low + (high - low) / 2;
            let (_, reduced) = self.counted(lines, &free, times);
            if self.off(lines, &reduced, currency)?.minor() < most.minor() {
                low = times + 1;
            } else {
                high = times;
            }
        }
        Ok((self.counted(lines, &free, low).0, most))
    }

    /// How often it holds for these free units: for so many units, groups or sets.
    fn times(&self, lines: &[PromotedLine<'_>], free: &[i64]) -> i64 {
        let total: i64 = free.iter().sum();
        match self.rule {
            Rule::BuyGet { buy, get, .. } => total / (buy + get),
            Rule::FromUnits { units, .. } | Rule::Less { units, .. } if total >= units => total,
            Rule::FromUnits { .. } | Rule::Less { .. } => 0,
            Rule::Deal { .. } => total.min(self.left.map_or(0, Left::of_one_order)),
            Rule::Set { .. } => self.sets(lines, free),
        }
    }

    /// The fewest of those for which it holds at all.
    fn least_times(&self) -> i64 {
        match self.rule {
            Rule::FromUnits { units, .. } | Rule::Less { units, .. } => units,
            Rule::BuyGet { .. } | Rule::Set { .. } | Rule::Deal { .. } => 1,
        }
    }

    /// The units of each line that count when it holds so often, the dearest first, and those of them that cost less.
    fn counted(&self, lines: &[PromotedLine<'_>], free: &[i64], times: i64) -> (Vec<i64>, Vec<i64>) {
        match self.rule {
            Rule::BuyGet { buy, get, .. } => buy_get(lines, free, (buy, get), times),
            Rule::FromUnits { .. } | Rule::Less { .. } | Rule::Deal { .. } => {
                let first = dearest(lines, free, times);
                (first.clone(), first)
            }
            Rule::Set { .. } => {
                let of_each: Vec<i64> = free.iter().map(|free| times.min(*free)).collect();
                (of_each.clone(), of_each)
            }
        }
    }

    /// What is off these units of the lines, whatever its ceiling is.
    fn off(
        &self,
        lines: &[PromotedLine<'_>],
        reduced: &[i64],
        currency: Currency,
    ) -> Result<Money, MoneyError> {
        match self.rule {
            Rule::Less { off, .. } if off.currency() != currency => Ok(Money::zero(currency)),
            Rule::Less { off, .. } => Money::sum(currency, less(lines, reduced, off)?),
            rule => {
                let worth =
                    lines.iter().zip(reduced).try_fold(Money::zero(currency), |sum, (l, units)| {
                        sum.add(l.unit_price.times(*units)?)
                    })?;
                worth.bps(rule.bps().unwrap_or(0), Rounding::HalfUp)
            }
        }
    }

    /// The lines' shares of what is off, by what their counted units cost; of an amount off each unit, by how many there are.
    fn shares(&self, lines: &[PromotedLine<'_>], used: &[i64], off: Money) -> Result<Vec<Money>, MoneyError> {
        if let Rule::Less { off: each, .. } = self.rule {
            let weights = less(lines, used, each)?;
            return off.split(
                &weights.iter().map(|off| u64::try_from(off.minor()).unwrap_or(0)).collect::<Vec<_>>(),
            );
        }
        let weighed = lines.iter().zip(used).map(|(line, units)| {
            let amount = line.unit_price.times(*units)?;
            Ok(CouponLine { amount, quantity: *units, is_meant: *units > 0 })
        });
        spread(off, &weighed.collect::<Result<Vec<_>, MoneyError>>()?)
    }

    /// How many whole sets these units make.
    fn sets(&self, lines: &[PromotedLine<'_>], free: &[i64]) -> i64 {
        let Goods::These(offers) = &self.goods else { return 0 };
        let units = |offer: &OfferId| -> i64 {
            lines.iter().zip(free).filter(|(l, _)| l.offer == *offer).map(|(_, free)| *free).sum()
        };
        offers.iter().map(units).min().unwrap_or(0)
    }

    /// How many more units would make it hold, or hold once more; `None` where it has no part in these lines, or all
    /// that it could take is taken.
    pub fn missing(&self, lines: &[PromotedLine<'_>]) -> Option<i64> {
        if !self.gives_in(lines.first()?.unit_price.currency()) {
            return None;
        }
        let meant = || lines.iter().filter(|l| self.goods.has(l.offer, l.category));
        let total: i64 = meant().map(|l| l.quantity).sum();
        match self.rule {
            Rule::BuyGet { buy, get, .. } => {
                let over = total % (buy + get);
                (over >= buy).then_some(buy + get - over)
            }
            Rule::FromUnits { units, .. } | Rule::Less { units, .. } => {
                (total > 0 && total < units).then_some(units - total)
            }
            Rule::Set { .. } => {
                let Goods::These(offers) = &self.goods else { return None };
                let there = offers.iter().filter(|offer| meant().any(|l| l.offer == **offer)).count();
                let missing = i64::try_from(offers.len() - there).unwrap_or(i64::MAX);
                (there > 0 && missing > 0).then_some(missing)
            }
            Rule::Deal { .. } => None,
        }
    }
}

#[cfg(test)]
#[path = "promotion/tests.rs"]
mod tests;
