//! Price ranges: counted finely in one walk, then joined to the few that a page shows.

use crate::request::PriceBucket;

const MOST_RANGES: usize = 6;

/// Lower bounds of the finest price ranges: 0, 1, 2, 5, 10, 20, 50 … minor units.
pub(crate) const EDGES: [i64; 40] = edges();

const fn edges() -> [i64; 40] {
    let mut edges = [0; 40];
    let (mut i, mut ten) = (1, 1);
    while i < 40 {
        edges[i] = ten;
        edges[i + 1] = 2 * ten;
        edges[i + 2] = 5 * ten;
        ten *= 10;
        i += 3;
    }
    edges
}

/// The range of a price: the last edge that is not above it.
pub(crate) fn range_of(price: i64) -> usize {
    /// The range of each power of two, so that few edges are left to look at.
    const BY_BITS: [u8; 65] = {
        let mut starts = [0; 65];
        let mut bits = 1;
        while bits < 65 {
            let least = if bits == 64 { i64::MAX } else { 1i64 << (bits - 1) };
            let mut i = 0;
            while i + 1 < EDGES.len() && EDGES[i + 1] <= least {
                i += 1;
            }
            starts[bits] = i as u8;
            bits += 1;
        }
        starts
    };
    let price = price.max(0);
    let mut range = usize::from(BY_BITS[(64 - price.leading_zeros()) as usize]);
    while EDGES.get(range + 1).is_some_and(|edge| *edge <= price) {
        range += 1;
    }
    range
}

/// Joins neighbouring fine ranges until few are left, the emptiest first.
pub(crate) fn joined(fine: &[u64]) -> Vec<PriceBucket> {
    let Some(first) = fine.iter().position(|n| *n > 0) else { return Vec::new() };
    let last = fine.iter().rposition(|n| *n > 0).unwrap_or(first);
    let mut ranges: Vec<(i64, u64)> = (first..=last).map(|i| (EDGES[i], fine[i])).collect();
    while ranges.len() > 1 && (ranges.len() > MOST_RANGES || ranges.iter().any(|r| r.1 == 0)) {
        let sum = |i: usize| ranges[i].1 + ranges[i + 1].1;
        let empty = ranges.iter().position(|r| r.1 == 0);
        let pairs = 0..ranges.len() - 1;
        // An empty range goes to its poorer neighbour; otherwise the poorest pair is joined.
        let pair = pairs
            .filter(|i| empty.is_none_or(|e| *i == e || i + 1 == e))
            .min_by_key(|i| sum(*i))
            .unwrap_or(0);
        let (_, count) = ranges.remove(pair + 1);
        ranges[pair].1 += count;
    }
    ranges[0].0 = 0;
    let bounds: Vec<i64> = ranges.iter().map(|r| r.0).collect();
    let ranges = ranges.iter().enumerate();
    ranges
        .map(|(i, (from, count))| PriceBucket {
            from_minor: *from,
            to_minor: bounds.get(i + 1).map(|next| next - 1),
            count: *count,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_price_is_in_the_range_between_its_edges() {
        assert_eq!(EDGES[..6], [0, 1, 2, 5, 10, 20]);
        assert!(EDGES.is_sorted());
        let near = EDGES.iter().flat_map(|e| [e - 1, *e, e + 1]).chain([i64::MAX, 1 << 40]);
        for price in near.filter(|p| *p >= 0) {
            let expected = EDGES.partition_point(|edge| *edge <= price) - 1;
            assert_eq!(range_of(price), expected, "{price}");
        }
        assert_eq!(range_of(-5), 0);
    }

    #[test]
    fn ranges_are_few_leave_nothing_out_and_none_is_empty() {
        let mut fine = vec![0; EDGES.len()];
        for (range, count) in [(3, 5), (9, 1), (10, 40), (12, 2), (13, 30), (15, 9), (20, 1), (21, 4)] {
            fine[range] = count;
        }
        let ranges = joined(&fine);
        assert_eq!(ranges.len(), MOST_RANGES);
        assert_eq!((ranges[0].from_minor, ranges[5].to_minor), (0, None));
        assert_eq!(ranges.iter().map(|r| r.count).sum::<u64>(), 92);
        assert!(ranges.iter().all(|r| r.count > 0));
        assert!(ranges.windows(2).all(|pair| pair[0].to_minor == Some(pair[1].from_minor - 1)));
        assert_eq!(joined(&vec![0; EDGES.len()]), []);
    }
}
