//! Answers that were given before: what is asked for is mostly what somebody asked for a moment ago. They are kept until the
//! index changes, or what is said beside it: synonyms, names of categories, what is wanted. Called by `store`.

use crate::request::{AttributeChoice, NumberRange, SearchPage, SearchRequest};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// Answers of one state; a few kilobytes each.
const MOST: usize = 1_000;
/// Longer questions are nobody else's, and would fill the memory.
const LONGEST_BYTES: usize = 2_000;

/// What answers depend on beside the request: the generation of the index, and how often what stands beside it was said
/// anew. Neither ever falls.
pub(crate) type State = (u64, u64);

/// What was answered since the last commit became visible.
#[derive(Default)]
pub(crate) struct Browsed(RwLock<(State, HashMap<SearchRequest, SearchPage>)>);

impl Browsed {
    /// The answer to the same request in the same state.
    pub(crate) fn get(&self, state: State, request: &SearchRequest) -> Option<SearchPage> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if kept.0 == state { kept.1.get(request).cloned() } else { None }
    }

    /// Keeps an answer; those of an older state go. One that lists all brands is many times as large as the others and is seldom
    /// asked for.
    pub(crate) fn keep(&self, state: State, request: &SearchRequest, page: &SearchPage) {
        if request.all_brands || bytes(request) > LONGEST_BYTES {
            return;
        }
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // One that was slower than a change is of no use to anybody.
        if kept.0 > state {
            return;
        }
        if kept.0 < state || kept.1.len() >= MOST {
            *kept = (state, HashMap::new());
        }
        kept.1.insert(request.clone(), page.clone());
    }
}

/// What a request takes beside its fixed size: all that somebody may write into it, and the places of those parts, because
/// parts that say nothing take room, too.
fn bytes(request: &SearchRequest) -> usize {
    let texts = |all: &[String]| all.iter().map(|text| size_of::<String>() + text.len()).sum::<usize>();
    let attribute = |choice: &AttributeChoice| {
        let ranges = choice.ranges.iter().map(|range| size_of::<NumberRange>() + range.unit.len());
        size_of::<AttributeChoice>() + choice.name.len() + texts(&choice.values) + ranges.sum::<usize>()
    };
    request.text.len() + texts(&request.brands) + request.attributes.iter().map(attribute).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(total: u64) -> SearchPage {
        SearchPage { total, ..SearchPage::default() }
    }

    #[test]
    fn an_answer_is_kept_for_its_state_and_no_longer() {
        let (browsed, request) = (Browsed::default(), SearchRequest::default());
        let other = SearchRequest { page: 2, ..SearchRequest::default() };
        assert_eq!(browsed.get((1, 0), &request), None);
        browsed.keep((1, 0), &request, &found(5));
        assert_eq!(browsed.get((1, 0), &request), Some(found(5)));
        assert_eq!((browsed.get((1, 0), &other), browsed.get((2, 0), &request)), (None, None));
        assert_eq!(browsed.get((1, 1), &request), None);
        browsed.keep((2, 0), &other, &found(6));
        assert_eq!((browsed.get((1, 0), &request), browsed.get((2, 0), &request)), (None, None));
        browsed.keep((1, 7), &request, &found(5));
        assert_eq!((browsed.get((2, 0), &request), browsed.get((2, 0), &other)), (None, Some(found(6))));
    }

    #[test]
    fn what_nobody_else_asks_is_not_kept() {
        let browsed = Browsed::default();
        let long = SearchRequest { text: "x".repeat(LONGEST_BYTES + 1), ..SearchRequest::default() };
        let empty = SearchRequest { brands: vec![String::new(); 100], ..SearchRequest::default() };
        let choice = AttributeChoice { values: vec![String::new(); 100], ..AttributeChoice::default() };
        let chosen = SearchRequest { attributes: vec![choice], ..SearchRequest::default() };
        let all = SearchRequest { all_brands: true, ..SearchRequest::default() };
        for request in [long, empty, chosen, all] {
            browsed.keep((1, 0), &request, &found(1));
            assert_eq!(browsed.get((1, 0), &request), None);
        }
    }

    #[test]
    fn what_people_choose_is_kept() {
        let browsed = Browsed::default();
        let choice = |name: &str| AttributeChoice {
            name: name.into(),
            values: vec!["Red".into(), "Blue".into()],
            ranges: Vec::new(),
        };
        let request = SearchRequest {
            text: "running shoes".into(),
            brands: vec!["Acme".into(), "Guayabo".into()],
            attributes: vec![choice("Colour"), choice("Size")],
            ..SearchRequest::default()
        };
        browsed.keep((1, 0), &request, &found(1));
        assert_eq!(browsed.get((1, 0), &request), Some(found(1)));
    }
}
