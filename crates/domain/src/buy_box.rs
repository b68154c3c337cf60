//! The buy box: which offer speaks for a product, why, and what another one would have to do. Pure and never stored;
//! called by `buybox` for every page that shows a product.
//!
//! First the gates: in stock, the seller may sell and sends it there, and its health keeps the limits (`domain::health`). Of those that
//! pass them new goods stand before used ones, and then the landed price decides: price and delivery together. Offers
//! that cost the same are told apart by the day of arrival, then by stock, then by the seller's order defects, and in
//! the end by the older offer. Where none passes, the same order holds among those that do not: a product that can be
//! bought is never without an offer.

use crate::health::{Health, Measure};
use crate::promise::Day;
use crate::{Currency, Money, OfferId};
use std::cmp::Reverse;

/// One offer as the rule sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contender {
    pub offer: OfferId,
    /// Price and delivery of one piece; the price alone where it is not delivered.
    pub landed: Money,
    /// Anything but new.
    pub used: bool,
    /// The last day of its promise.
    pub arrives: Day,
    /// Units for sale, never negative.
    pub stock: i64,
    /// Whether the seller may sell now: neither suspended nor on holiday.
    pub open: bool,
    /// Whether the seller sends it to where it would go.
    pub delivered: bool,
    /// The gates that the seller fails.
    pub failed: Vec<Measure>,
    /// As [`Health::defects_to_compare_bps`] says.
    pub defects_bps: i64,
}

impl Contender {
    /// Whether every gate is passed.
    pub fn is_eligible(&self) -> bool {
        self.can_be_bought() && self.failed.is_empty()
    }

    fn can_be_bought(&self) -> bool {
        self.open && self.delivered && self.stock > 0
    }

    /// What has to be equal before prices are compared: worse is larger.
    fn class(&self, home: Currency) -> (bool, bool, bool, bool) {
        let foreign = self.landed.currency() != home;
        (!self.can_be_bought(), !self.failed.is_empty(), foreign, self.used)
    }

    /// What tells offers apart that cost the same.
    fn rest(&self) -> (Day, Reverse<i64>, i64, OfferId) {
        (self.arrives, Reverse(self.stock), self.defects_bps, self.offer)
    }

    /// Smaller is better. `home` is the shop's currency: prices in another one cannot be compared, so they stand behind.
    fn key(&self, home: Currency) -> impl Ord + use<> {
        (self.class(home), self.landed.currency().code(), self.landed.minor(), self.rest())
    }
}

/// The offer that speaks for the product; `None` of none.
pub fn winner(contenders: &[Contender], home: Currency) -> Option<&Contender> {
    contenders.iter().min_by_key(|contender| contender.key(home))
}

/// All of them, the winner first.
pub fn ranking(contenders: &[Contender], home: Currency) -> Vec<&Contender> {
    let mut all: Vec<&Contender> = contenders.iter().collect();
    all.sort_by_cached_key(|contender| contender.key(home));
    all
}

/// What stands between an offer and the buy box, its price aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    SoldOut,
    /// The seller's rates for delivery do not take it to where it would go.
    NotDelivered,
    /// The seller is suspended, or on holiday.
    NotSelling,
    /// The seller's health: this gate is failed.
    Gate(Measure),
    /// A new article is in the box, and this one is used.
    NewComesFirst,
    /// The price is in another currency than the shop's.
    Currency,
}

impl Obstacle {
    /// Whether the seller can do something about it.
    pub fn can_be_removed(self) -> bool {
        !matches!(self, Self::NewComesFirst | Self::Currency)
    }
}

/// What decided between the winner and the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// There is no other.
    OnlyOne,
    /// The next one fails a gate, or cannot be bought.
    Gates,
    /// It is new, and the next one is not.
    NewFirst,
    CostsLess,
    ArrivesEarlier,
    MoreStock,
    FewerDefects,
    OfferedLonger,
}

/// Why the first of a ranking is before the second.
pub fn reason(winner: &Contender, next: Option<&Contender>, home: Currency) -> Reason {
    let Some(next) = next else { return Reason::OnlyOne };
    let (mine, other) = (winner.class(home), next.class(home));
    if (mine.0, mine.1, mine.2) != (other.0, other.1, other.2) {
        return Reason::Gates;
    }
    if mine.3 != other.3 {
        return Reason::NewFirst;
    }
    if winner.landed != next.landed {
        return Reason::CostsLess;
    }
    match (winner.arrives == next.arrives, winner.stock == next.stock) {
        (false, _) => Reason::ArrivesEarlier,
        (true, false) => Reason::MoreStock,
        (true, true) if winner.defects_bps != next.defects_bps => Reason::FewerDefects,
        (true, true) => Reason::OfferedLonger,
    }
}

/// Why an offer is not in the box, and what would bring it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    pub obstacles: Vec<Obstacle>,
    /// The highest landed price that wins once what can be removed is removed; `None` where the price is low enough
    /// already, or where none would do.
    pub landed_to_win: Option<Money>,
}

/// What the loser would have to change; `None` for the winner itself.
pub fn loss(loser: &Contender, winner: &Contender, home: Currency) -> Option<Loss> {
    if loser.offer == winner.offer {
        return None;
    }
    let mut obstacles = Vec::new();
    if !loser.open {
        obstacles.push(Obstacle::NotSelling);
    }
    if loser.stock <= 0 {
        obstacles.push(Obstacle::SoldOut);
    }
    if !loser.delivered {
        obstacles.push(Obstacle::NotDelivered);
    }
    obstacles.extend(loser.failed.iter().copied().map(Obstacle::Gate));
    let fixed = without_obstacles(loser);
    if fixed.key(home) < winner.key(home) {
        return Some(Loss { obstacles, landed_to_win: None });
    }
    if fixed.landed.currency() != home && winner.landed.currency() == home {
        obstacles.push(Obstacle::Currency);
    } else if fixed.used && !winner.used && fixed.class(home) > winner.class(home) {
        obstacles.push(Obstacle::NewComesFirst);
    }
    let landed_to_win =
        if fixed.class(home) == winner.class(home) { highest_below(&fixed, winner) } else { None };
    Some(Loss { obstacles, landed_to_win })
}

/// The same offer with everything put right that its seller can put right.
fn without_obstacles(loser: &Contender) -> Contender {
    Contender { open: true, delivered: true, stock: loser.stock.max(1), failed: Vec::new(), ..loser.clone() }
}

fn highest_below(fixed: &Contender, winner: &Contender) -> Option<Money> {
    if fixed.landed.currency() != winner.landed.currency() {
        return None;
    }
    let same = winner.landed.minor();
    let minor = if fixed.rest() < winner.rest() { same } else { same - 1 };
    (minor > 0).then(|| Money::new(minor, winner.landed.currency()))
}

/// How a seller's health enters: the gates that are failed, and what is compared between those that pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    pub failed: Vec<Measure>,
    pub defects_bps: i64,
}

impl From<&Health> for Record {
    fn from(health: &Health) -> Self {
        Self { failed: health.failed_gates(), defects_bps: health.defects_to_compare_bps() }
    }
}

#[cfg(test)]
#[path = "buy_box/tests.rs"]
mod tests;
