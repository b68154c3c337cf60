//! The order of the first results, looked at together: what one product cannot know of itself.
//!
//! Three rules. The categories that most of the first results are from are what the words mean (`keyboard` means
//! keyboards, not keyboard covers), which is relevance feedback over categories instead of words. What many want counts a
//! little more (`wanted`). And a shopper who has seen a title does not need it again: each further product of the same
//! title counts less.

use crate::collect::{Hit, score_key};
use crate::wanted::Wanted;
use std::collections::HashMap;

/// So many of the first results are looked at; behind them the order is by the words alone.
pub(crate) const LOOKED_AT: usize = 100;
/// What a product gains whose category all first results share.
const SHELF_GAIN: f32 = 0.3;
/// What is left of the score of the second product of a title, of the third twice that, and so on.
const SAME_TITLE_FACTOR: f32 = 0.9;

/// Orders the first [`LOOKED_AT`] hits anew. `hits` come best first, with scores as keys.
pub(crate) fn first_results(hits: &mut [Hit], wanted: &Wanted) {
    let looked_at = hits.len().min(LOOKED_AT);
    let first = &mut hits[..looked_at];
    let score = |hit: &Hit| f32::from_bits(u32::try_from(hit.key).unwrap_or(0));
    let mut shelves: HashMap<u64, f32> = HashMap::new();
    for hit in first.iter() {
        *shelves.entry(hit.shelf).or_default() += score(hit);
    }
    let all: f32 = first.iter().map(score).sum();
    if all <= 0.0 {
        return;
    }
    for hit in first.iter_mut() {
        let share = shelves.get(&hit.shelf).map_or(0.0, |sum| sum / all);
        hit.key = score_key(score(hit) * (1.0 + SHELF_GAIN * share) * wanted.factor(hit.id));
    }
    best_first(first);
    let mut seen: HashMap<u64, i32> = HashMap::new();
    for hit in first.iter_mut() {
        let before = seen.entry(hit.title).or_default();
        hit.key = score_key(score(hit) * SAME_TITLE_FACTOR.powi(*before));
        *before += 1;
    }
    best_first(first);
}

fn best_first(hits: &mut [Hit]) {
    hits.sort_unstable_by(|a, b| b.key.cmp(&a.key).then(a.id.cmp(&b.id)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{ProductId, TypedId};
    use tantivy::DocAddress;
    use uuid::Uuid;

    fn hit(id: u128, score: f32, shelf: u64, title: u64) -> Hit {
        Hit { key: score_key(score), id, at: DocAddress::new(0, 0), shelf, title }
    }

    fn order(hits: Vec<Hit>) -> Vec<u128> {
        order_by(hits, &Wanted::default())
    }

    fn order_by(mut hits: Vec<Hit>, wanted: &Wanted) -> Vec<u128> {
        first_results(&mut hits, wanted);
        hits.iter().map(|hit| hit.id).collect()
    }

    #[test]
    fn what_most_results_are_comes_before_its_accessories() {
        let keyboards = (2..12).map(|id| hit(id, 9.8, 1, id as u64));
        let hits: Vec<Hit> = std::iter::once(hit(1, 10.0, 2, 1)).chain(keyboards).collect();
        assert_eq!(order(hits).last(), Some(&1));
    }

    #[test]
    fn a_much_better_match_stays_first_whatever_its_category() {
        let others = (2..12).map(|id| hit(id, 9.8, 1, id as u64));
        let hits: Vec<Hit> = std::iter::once(hit(1, 20.0, 2, 1)).chain(others).collect();
        assert_eq!(order(hits)[0], 1);
    }

    #[test]
    fn the_same_title_again_makes_room_for_others() {
        let hits = vec![hit(1, 10.0, 1, 7), hit(2, 10.0, 1, 7), hit(3, 10.0, 1, 7), hit(4, 9.5, 1, 8)];
        assert_eq!(order(hits), [1, 4, 2, 3]);
    }

    #[test]
    fn of_two_that_fit_alike_the_wanted_one_comes_first_and_never_before_a_better_match() {
        let wanted = Wanted::new([(ProductId::from_uuid(Uuid::from_u128(3)), 1_000_000)]);
        let hits = || vec![hit(1, 12.0, 1, 1), hit(2, 10.1, 1, 2), hit(3, 10.0, 1, 3)];
        assert_eq!(order(hits()), [1, 2, 3]);
        assert_eq!(order_by(hits(), &wanted), [1, 3, 2]);
    }

    #[test]
    fn behind_the_first_results_nothing_moves() {
        let hits: Vec<Hit> = (0..150).map(|id| hit(id, 1_000.0 - id as f32, 1, 1)).collect();
        let ordered = order(hits);
        assert_eq!(ordered[LOOKED_AT..], (100..150).collect::<Vec<u128>>());
    }

    #[test]
    fn nothing_found_is_no_trouble() {
        assert!(order(Vec::new()).is_empty());
        assert_eq!(order(vec![hit(1, 0.0, 0, 0)]), [1]);
    }
}
