//! Which promotion has which units: one after the other. Called by the quote of a part, and by `giving`.

use super::{Given, PromotedLine, Running};
use crate::money::{Money, MoneyError};

/// What these promotions take off these lines of one seller's part. What one gives is spread over all units that count for
/// it, by what they cost, those that are paid for included: so whatever comes back later is worth what was paid for it. A
/// unit still costs a minor unit afterwards.
///
/// # Errors
/// [`MoneyError::CurrencyMismatch`] when lines are in several currencies; [`MoneyError::Overflow`].
pub fn promote(lines: &[PromotedLine<'_>], running: &[Running]) -> Result<Vec<Given>, MoneyError> {
    let given = in_turn(lines, running, false)?;
    if running.iter().all(|promotion| promotion.most.is_none()) {
        return Ok(given);
    }
    let other = in_turn(lines, running, true)?;
    let sum = |given: &[Given]| given.iter().map(|one| i128::from(one.off.minor())).sum::<i128>();
    Ok(if sum(&other) > sum(&given) { other } else { given })
}

/// A promotion that has given nothing yet, and what it would take of the units that were free when that was reckoned.
struct Open<'r> {
    promotion: &'r Running,
    /// The lines that it is for.
    meant: Vec<bool>,
    used: Vec<i64>,
    off: Money,
    /// Others have had units since that it is for, too.
    is_stale: bool,
}

impl<'r> Open<'r> {
    fn new(promotion: &'r Running, lines: &[PromotedLine<'_>], left: &[i64]) -> Result<Self, MoneyError> {
        let meant = promotion.meant(lines);
        let (used, off) = promotion.claim(lines, &meant, left)?;
        Ok(Self { promotion, meant, used, off, is_stale: false })
    }

    fn rank(&self, full_first: bool) -> (bool, i64) {
        (full_first && self.promotion.most == Some(self.off), self.off.minor())
    }

    /// Whether it is for some of these units of the lines.
    fn wants(&self, units: &[i64]) -> bool {
        self.meant.iter().zip(units).any(|(is_meant, units)| *is_meant && *units > 0)
    }
}

/// The first of those that rank highest of all that take something off.
fn highest(open: &[Open<'_>], full_first: bool) -> Option<usize> {
    let mut best: Option<(usize, (bool, i64))> = None;
    for (at, one) in open.iter().enumerate().filter(|(_, one)| one.off.is_positive()) {
        let rank = one.rank(full_first);
        if best.is_none_or(|(_, known)| rank > known) {
            best = Some((at, rank));
        }
    }
    best.map(|(at, _)| at)
}

/// One after the other, the one that takes most off first; or, `full_first`, before it those whose ceiling is reached.
pub(super) fn in_turn(
    lines: &[PromotedLine<'_>],
    running: &[Running],
    full_first: bool,
) -> Result<Vec<Given>, MoneyError> {
    let mut left: Vec<i64> = lines.iter().map(|l| l.quantity).collect();
    let mut open = Vec::with_capacity(running.len());
    for promotion in running {
        open.push(Open::new(promotion, lines, &left)?);
    }
    open.sort_by_key(|one| one.promotion.id);
    let mut given = Vec::new();
    while let Some(at) = highest(&open, full_first) {
        // Of fewer free units none takes more: whoever is highest by what was reckoned once, and still is when it is reckoned
        // anew, is above all, so the others need not be. A cart of many lines and promotions is reckoned on every page.
        if open[at].is_stale {
            let one = &mut open[at];
            (one.used, one.off) = one.promotion.claim(lines, &one.meant, &left)?;
            one.is_stale = false;
            continue;
        }
        let Open { promotion, used, off, .. } = open.remove(at);
        for other in &mut open {
            other.is_stale |= other.wants(&used);
        }
        for (line, (off, units)) in promotion.shares(lines, &used, off)?.into_iter().zip(&used).enumerate() {
            left[line] -= units;
            if off.is_positive() {
                given.push(Given { promotion: promotion.id, line, units: *units, off });
            }
        }
    }
    Ok(given)
}
