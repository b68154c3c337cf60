//! Lists without words, as everybody who browses sees them: kept until the index changes. They look at every product of a
//! category or of the whole shop, and hardly any of them is asked for once. Called by `store`.

use crate::request::{SearchPage, SearchRequest};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// Lists of one state of the index; a few kilobytes each.
const MOST: usize = 1_000;

/// What was answered since the last commit became visible.
#[derive(Default)]
pub(crate) struct Browsed(RwLock<(u64, HashMap<SearchRequest, SearchPage>)>);

impl Browsed {
    /// The answer to the same request at the same generation of the index.
    pub(crate) fn get(&self, generation: u64, request: &SearchRequest) -> Option<SearchPage> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if kept.0 == generation { kept.1.get(request).cloned() } else { None }
    }

    /// Keeps an answer; those of an older generation go.
    pub(crate) fn keep(&self, generation: u64, request: &SearchRequest, page: &SearchPage) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // One that was slower than a commit is of no use to anybody.
        if kept.0 > generation {
            return;
        }
        if kept.0 < generation || kept.1.len() >= MOST {
            *kept = (generation, HashMap::new());
        }
        kept.1.insert(request.clone(), page.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(total: u64) -> SearchPage {
        SearchPage { total, ..SearchPage::default() }
    }

    #[test]
    fn a_list_is_kept_for_its_generation_and_no_longer() {
        let (browsed, request) = (Browsed::default(), SearchRequest::default());
        let other = SearchRequest { page: 2, ..SearchRequest::default() };
        assert_eq!(browsed.get(1, &request), None);
        browsed.keep(1, &request, &found(5));
        assert_eq!(browsed.get(1, &request), Some(found(5)));
        assert_eq!((browsed.get(1, &other), browsed.get(2, &request)), (None, None));
        browsed.keep(2, &other, &found(6));
        assert_eq!((browsed.get(1, &request), browsed.get(2, &request)), (None, None));
        browsed.keep(1, &request, &found(5));
        assert_eq!((browsed.get(2, &request), browsed.get(2, &other)), (None, Some(found(6))));
    }
}
