//! Which units a rule counts. Called by the promotions alone.

use super::PromotedLine;
use crate::money::{Money, MoneyError};

/// What each line's units cost less at so much less each: nobody pays for another, and each still costs a minor unit.
pub(super) fn less(lines: &[PromotedLine<'_>], units: &[i64], each: Money) -> Result<Vec<Money>, MoneyError> {
    let of = |(line, units): (&PromotedLine<'_>, &i64)| {
        let off = each.minor().min(line.unit_price.minor() - 1).max(0);
        Money::new(off, line.unit_price.currency()).times(*units)
    };
    lines.iter().zip(units).map(of).collect()
}

/// The dearest of the free units, at most so many.
pub(super) fn dearest(lines: &[PromotedLine<'_>], free: &[i64], most: i64) -> Vec<i64> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(lines[*at].unit_price.minor()));
    let (mut taken, mut rest) = (vec![0; lines.len()], most);
    for at in order {
        taken[at] = free[at].min(rest);
        rest -= taken[at];
    }
    taken
}

/// Units by price, the dearest first, in groups of `buy + get` of which the last `get` are reduced: a group is the same
/// as an order of its own would be, so nobody has to order twice to pay less. So many groups count, of those that are whole.
pub(super) fn buy_get(
    lines: &[PromotedLine<'_>],
    free: &[i64],
    (buy, get): (i64, i64),
    groups: i64,
) -> (Vec<i64>, Vec<i64>) {
    let size = buy + get;
    let counted = groups * size;
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(lines[*at].unit_price.minor()));
    // How many of the first `n` units are reduced.
    let reduced_of = |n: i64| n / size * get + (n % size - buy).max(0);
    let (mut used, mut reduced) = (vec![0; lines.len()], vec![0; lines.len()]);
    let mut start = 0;
    for at in order {
        let end = counted.min(start + free[at]);
        used[at] = end - start;
        reduced[at] = reduced_of(end) - reduced_of(start);
        start = end;
    }
    (used, reduced)
}
