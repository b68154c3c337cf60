//! What many want comes a little earlier: of two products that fit alike, the more wanted one. Called by `rank`; the server
//! says now and then what is wanted.
//!
//! It stands beside the index and not in it: what people do changes no document, so nothing is written again for it.

use domain::{ProductId, TypedId};
use std::collections::HashMap;

/// What a product gains each time that twice as many want it.
const GAIN: f32 = 0.01;
/// Doublings that count: a tenth at the most, so that a better match stays in front, whatever is in fashion.
const MOST_DOUBLINGS: u32 = 10;

/// How often the wish for each product has doubled; those that hardly anybody wants are missing.
#[derive(Debug, Default)]
pub(crate) struct Wanted(HashMap<u128, u32>);

impl Wanted {
    pub(crate) fn new(wanted: impl IntoIterator<Item = (ProductId, i64)>) -> Self {
        let doublings = |much: i64| much.max(1).ilog2().min(MOST_DOUBLINGS);
        let all = wanted.into_iter().map(|(id, much)| (id.uuid().as_u128(), doublings(much)));
        Self(all.filter(|(_, doublings)| *doublings > 0).collect())
    }

    /// What the score of this product is multiplied by.
    pub(crate) fn factor(&self, id: u128) -> f32 {
        1.0 + GAIN * self.0.get(&id).copied().unwrap_or(0) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_wish_counts_by_its_doublings_and_never_more_than_a_tenth() {
        let cases =
            [(-1, 1.0), (0, 1.0), (1, 1.0), (2, 1.01), (3, 1.01), (64, 1.06), (1_024, 1.1), (i64::MAX, 1.1)];
        for (much, factor) in cases {
            let wanted = Wanted::new([(ProductId::from_uuid(Uuid::from_u128(1)), much)]);
            assert!((wanted.factor(1) - factor).abs() < 1e-6, "{much}");
            assert!((wanted.factor(2) - 1.0).abs() < 1e-6);
        }
    }
}
