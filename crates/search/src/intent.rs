//! A brand or a category among the words: `samsung tv` asks for televisions by Samsung, not for remote controls that go
//! with them. Called by `store`.
//!
//! Names come from the index and the catalogue, and whether one is meant from the results: only when most of what has the
//! words is of that brand, or in that category, the others are left out, and the answer says so.

use crate::error::SearchError;
use crate::schema::column;
use crate::text;
use domain::CategoryId;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tantivy::Searcher;

/// This part of the results is of the brand or in the category, in percent.
const LEAST_SHARE: u64 = 50;
/// With fewer than this nothing is left out.
const LEAST_RESULTS: u64 = 8;

/// What words were taken for, beside words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Understood {
    /// Spelled as in the facet.
    pub brand: Option<String>,
    pub category: Option<CategoryId>,
}

impl Understood {
    pub fn is_nothing(&self) -> bool {
        self.brand.is_none() && self.category.is_none()
    }
}

/// Whether `part` of `all` results is most of them.
pub(crate) fn is_meant(part: u64, all: u64) -> bool {
    part >= LEAST_RESULTS && part * 100 >= all * LEAST_SHARE
}

/// Names of brands and categories, as words without the plural.
#[derive(Debug, Default)]
pub(crate) struct Names {
    brands: HashMap<String, String>,
    categories: HashMap<String, CategoryId>,
}

/// Words as names are compared.
fn key(name: &str) -> String {
    let mut words = text::plain_words(name);
    words.iter_mut().for_each(text::singular);
    words.join(" ")
}

impl Names {
    /// The brands of an index, and categories by name; of two of one name neither is known.
    pub(crate) fn read(
        searcher: &Searcher,
        categories: &[(CategoryId, String)],
    ) -> Result<Self, SearchError> {
        let mut names = Self::default();
        for segment in searcher.segment_readers() {
            let Some(column) = segment.fast_fields().str(column::BRAND)? else { continue };
            let mut all = column.dictionary().stream().map_err(tantivy::TantivyError::from)?;
            while all.advance() {
                if let Ok(brand) = std::str::from_utf8(all.key()) {
                    names.brands.entry(key(brand)).or_insert_with(|| brand.to_owned());
                }
            }
        }
        let mut twice = Vec::new();
        for (id, name) in categories {
            if names.categories.insert(key(name), *id).is_some_and(|other| other != *id) {
                twice.push(key(name));
            }
        }
        names.categories.retain(|name, _| !twice.contains(name));
        Ok(names)
    }

    /// The brand and the category that these words name: the longest run that is a brand, and a category that is all
    /// that is left.
    pub(crate) fn in_words(&self, words: &[String]) -> Understood {
        let joined = |run: &[String]| run.join(" ");
        let runs = (1..=words.len().min(4))
            .rev()
            .flat_map(|length| (0..=words.len() - length).map(move |start| start..start + length));
        let brand =
            runs.into_iter().find_map(|run| Some((run.clone(), self.brands.get(&joined(&words[run]))?)));
        let left: Vec<String> = match &brand {
            Some((run, _)) => words[..run.start].iter().chain(&words[run.end..]).cloned().collect(),
            None => words.to_vec(),
        };
        Understood {
            brand: brand.map(|(_, brand)| brand.clone()),
            category: self.categories.get(&joined(&left)).copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::TypedId;
    use uuid::Uuid;

    fn category(number: u128) -> CategoryId {
        CategoryId::from_uuid(Uuid::from_u128(number))
    }

    fn understood(typed: &str) -> (Option<String>, Option<CategoryId>) {
        let brands = ["Samsung", "Black & Decker", "Decker"];
        let names = Names {
            brands: brands.iter().map(|brand| (key(brand), (*brand).to_owned())).collect(),
            categories: [("Televisions", 1), ("Phone cases", 2)]
                .map(|(name, id)| (key(name), category(id)))
                .into(),
        };
        let words: Vec<String> = key(typed).split(' ').map(str::to_owned).collect();
        let found = names.in_words(&words);
        (found.brand, found.category)
    }

    #[test]
    fn a_brand_is_known_among_the_words_and_a_category_when_it_is_all_the_others() {
        assert_eq!(understood("samsung television"), (Some("Samsung".into()), Some(category(1))));
        assert_eq!(understood("Phone Case Samsung"), (Some("Samsung".into()), Some(category(2))));
        assert_eq!(understood("black decker drill"), (Some("Black & Decker".into()), None));
        assert_eq!(understood("television stand"), (None, None));
        assert_eq!(understood("televisions"), (None, Some(category(1))));
    }

    #[test]
    fn what_is_meant_is_most_of_the_results() {
        assert!(is_meant(8, 16));
        assert!(!is_meant(8, 17));
        assert!(!is_meant(7, 7));
    }
}
