//! Price reductions that are true. What a price is compared with is never typed in: it follows from the prices that the
//! offer really had. Called by the catalogue where a price is written, and by pages that show one.
//!
//! The rule is article 6a of Directive 98/6/EC (inserted by Directive (EU) 2019/2161): an announced reduction names the
//! prior price, "the lowest price applied by the trader during a period of time not shorter than 30 days prior to the
//! application of the price reduction". Member states may allow exceptions for goods that are new on the market (6a(4)) and
//! for reductions that grow step by step (6a(5)). None is used here, so the rule holds in all of them: each step is measured
//! against the step before it, and what is not 30 days old has no prior price, because the words beside it, "the lowest price
//! of the 30 days before", would not be true.

use crate::money::Money;
use crate::time::{DurationUs, Timestamp};

/// The days before a reduction whose lowest price it is measured against.
pub const WINDOW: DurationUs = DurationUs::from_days(30);
/// A reduction is news for so long; afterwards the lower price is simply the price.
pub const LASTS: DurationUs = DurationUs::from_days(30);
/// Of the window the offer was on sale for at least so long in all: a price that stood there for an hour was none.
pub const LEAST_ON_SALE: DurationUs = DurationUs::from_days(7);
/// Less than this is not called a reduction. Basis points of the prior price.
pub const LEAST_OFF_BPS: i64 = 500;
/// What an offer cost longer ago than this says nothing about a reduction that still runs.
pub const MATTERS: DurationUs = DurationUs::from_days(60);

/// A change in the life of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PricePoint {
    pub at: Timestamp,
    /// What it cost from then on; `None` while it was not on sale.
    pub price: Option<Money>,
}

/// What the price of an offer is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reduction {
    /// The lowest price of the 30 days before the present price began.
    pub prior: Money,
    /// When the present price began.
    pub since: Timestamp,
}

/// A reduction as it is shown now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deal {
    /// The lowest price of the 30 days before the reduction.
    pub prior: Money,
    /// The first moment at which it is over.
    pub until: Timestamp,
}

/// A price that was applied.
#[derive(Clone, Copy)]
struct Span {
    from: Timestamp,
    until: Timestamp,
    price: Money,
}

impl Reduction {
    /// The reduction that an offer is in after these changes, oldest first; `None` when it is not on sale or its price is not
    /// at least 5 % below the lowest of the 30 days before. Time off sale neither counts as a price nor begins a reduction
    /// anew. Stock is not looked at: a price at which everything was sold was asked for.
    pub fn of(history: &[PricePoint]) -> Option<Self> {
        let price = history.last()?.price?;
        let spans = applied(history, price, END_OF_TIME);
        let same = spans.iter().rev().take_while(|span| span.price == price).count();
        let (before, present) = spans.split_at(spans.len() - same);
        let since = present.first()?.from;
        let prior = lowest_before(before, history.first()?.at, since)?;
        (off_bps(prior, price)? >= LEAST_OFF_BPS).then_some(Self { prior, since })
    }

    /// What a page shows of it beside this price; `None` once it is 30 days old.
    pub fn deal(&self, price: Money, now: Timestamp) -> Option<Deal> {
        let until = self.since.plus(LASTS);
        let runs = now < until && off_bps(self.prior, price)? >= LEAST_OFF_BPS;
        runs.then_some(Deal { prior: self.prior, until })
    }
}

const END_OF_TIME: Timestamp = Timestamp::from_micros(i64::MAX);

/// What a reduction that began at `now` would be measured against; `None` while the offer was not on sale for long enough.
pub fn prior_at(history: &[PricePoint], now: Timestamp) -> Option<Money> {
    let price = history.iter().rev().find_map(|point| point.price)?;
    lowest_before(&applied(history, price, now), history.first()?.at, now)
}

/// The highest price that is shown as a reduction from this one.
pub fn highest_reduced(prior: Money) -> Money {
    let least_off = (i128::from(prior.minor()) * i128::from(LEAST_OFF_BPS) + 9_999) / 10_000;
    Money::new(prior.minor() - i64::try_from(least_off).unwrap_or(0), prior.currency())
}

/// Basis points that `price` is below `prior`, rounded down; `None` where they cannot be compared.
pub fn off_bps(prior: Money, price: Money) -> Option<i64> {
    if prior.currency() != price.currency() || !prior.is_positive() || !price.is_positive() {
        return None;
    }
    let off = i128::from(prior.minor()) - i128::from(price.minor());
    i64::try_from(off * 10_000 / i128::from(prior.minor())).ok()
}

/// The same in whole percent, so that a page never claims more than there is; still basis points, as percentages are written.
pub fn whole_percent_bps(prior: Money, price: Money) -> Option<i64> {
    off_bps(prior, price).map(|off| off / 100 * 100)
}

/// The prices that were applied, in the currency of `like`; the last one until `end`. A change that was overtaken in the
/// same moment was never applied.
fn applied(history: &[PricePoint], like: Money, end: Timestamp) -> Vec<Span> {
    let ends = history.iter().skip(1).map(|next| next.at).chain([end]);
    let spans = history.iter().zip(ends).filter_map(|(point, until)| {
        let price = point.price.filter(|price| price.currency() == like.currency())?;
        (point.at < until).then_some(Span { from: point.at, until, price })
    });
    spans.collect()
}

fn lowest_before(spans: &[Span], begun: Timestamp, since: Timestamp) -> Option<Money> {
    let first = since.minus(WINDOW);
    if begun > first {
        return None;
    }
    let inside = || spans.iter().filter(move |span| span.until > first && span.from < since);
    let on_sale: i64 =
        inside().map(|span| span.until.min(since).since(span.from.max(first)).as_micros()).sum();
    if on_sale < LEAST_ON_SALE.as_micros() {
        return None;
    }
    inside().map(|span| span.price).min_by_key(|price| price.minor())
}

#[cfg(test)]
mod tests;
