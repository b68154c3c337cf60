//! A brand or a category among the words: `samsung tv` asks for televisions by Samsung, not for remote controls that go
//! with them. Called by `store`.
//!
//! Names come from the index and the catalogue, and whether one is meant from the results: only when most of what has the
//! words is of that brand, or in that category, the others are left out, and the answer says so.
//!
//! A category is meant by its whole name, or by one of the things that the name lists (`Televisions & Players`) when no other
//! category lists it; words that the operator calls the same are as good.

use crate::error::SearchError;
use crate::schema::column;
use crate::stem::stem;
use crate::synonyms::Instead;
use crate::text;
use domain::CategoryId;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::ops::Range;
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
    words.iter_mut().for_each(stem);
    words.join(" ")
}

/// The things that a name lists, as they are compared, and whether each is one by itself: `Televisions & Players` is
/// `television` and `player`. What may borrow a word from its neighbour is not: `Video & Monitor Cables` has no videos, and
/// `Projector Lamps & Screens` no monitors.
fn listed(name: &str) -> Vec<(String, bool)> {
    let parts = name.replace(" and ", " & ");
    let parts: Vec<Vec<String>> =
        parts.split(['&', ',']).map(text::plain_words).filter(|part| !part.is_empty()).collect();
    let Some((last, before)) = parts.split_last().filter(|(_, before)| !before.is_empty()) else {
        return Vec::new();
    };
    let plural = |part: &[String]| part.last().is_some_and(|word| key(word) != *word);
    let borrows_head = |part: &[String]| last.len() > 1 && !plural(part);
    let borrows_tail = |at: usize| at > 0 && parts[at].len() == 1 && parts[at - 1].len() > 1;
    let has_head = before.iter().map(|part| !borrows_head(part)).chain([true]);
    let alone = has_head.enumerate().map(|(at, has_head)| has_head && !borrows_tail(at));
    parts.iter().map(|part| key(&part.join(" "))).zip(alone).collect()
}

/// Each name with its category; nothing for one that several have, or whose category is nothing.
fn once(names: impl Iterator<Item = (String, Option<CategoryId>)>) -> HashMap<String, Option<CategoryId>> {
    let mut known: HashMap<String, Option<CategoryId>> = HashMap::new();
    for (name, id) in names {
        let of = known.entry(name).or_insert(id);
        *of = of.filter(|_| *of == id);
    }
    known
}

impl Names {
    /// The brands of an index, and these categories.
    pub(crate) fn read(
        searcher: &Searcher,
        categories: &[(CategoryId, String)],
    ) -> Result<Self, SearchError> {
        let mut brands = Vec::new();
        for segment in searcher.segment_readers() {
            let Some(column) = segment.fast_fields().str(column::BRAND)? else { continue };
            let mut all = column.dictionary().stream().map_err(tantivy::TantivyError::from)?;
            while all.advance() {
                if let Ok(brand) = std::str::from_utf8(all.key()) {
                    brands.push(brand.to_owned());
                }
            }
        }
        Ok(Self::of(brands, categories))
    }

    /// Of two brands that are written alike the first; of two categories with one name, or with one of the things that
    /// they list, neither.
    pub(crate) fn of(brands: Vec<String>, categories: &[(CategoryId, String)]) -> Self {
        let mut names = Self::default();
        for brand in brands {
            names.brands.entry(key(&brand)).or_insert(brand);
        }
        let things = categories.iter().flat_map(|(id, name)| {
            listed(name).into_iter().map(|(thing, alone)| (thing, alone.then_some(*id)))
        });
        let mut known = once(things);
        // A category of that name comes before one that only lists it.
        known.extend(once(categories.iter().map(|(id, name)| (key(name), Some(*id)))));
        names.categories = known.into_iter().filter_map(|(name, id)| Some((name, id?))).collect();
        names
    }

    /// The brand and the category that these words name: the longest run that is a brand, and a category that is all
    /// that is left, as it stands or with what the operator calls the same.
    pub(crate) fn in_words(&self, words: &[String], instead: &[Instead]) -> Understood {
        let joined = |run: &[String]| run.join(" ");
        let runs = (1..=words.len().min(4))
            .rev()
            .flat_map(|length| (0..=words.len() - length).map(move |start| start..start + length));
        let brand =
            runs.into_iter().find_map(|run| Some((run.clone(), self.brands.get(&joined(&words[run]))?)));
        let run = brand.as_ref().map_or(0..0, |(run, _)| run.clone());
        let left = |range: Range<usize>| -> Vec<String> {
            range.filter(|at| !run.contains(at)).map(|at| words[at].clone()).collect()
        };
        let named = |words: Vec<String>| self.categories.get(&joined(&words)).copied();
        let category = named(left(0..words.len())).or_else(|| {
            let apart = instead.iter().filter(|i| i.of.end <= run.start || i.of.start >= run.end);
            let same =
                |i: &Instead| [left(0..i.of.start), i.words.clone(), left(i.of.end..words.len())].concat();
            let mut meant = apart.filter_map(|i| named(same(i)));
            let first = meant.next()?;
            meant.all(|other| other == first).then_some(first)
        });
        Understood { brand: brand.map(|(_, brand)| brand.clone()), category }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_is_most_of_the_results() {
        assert!(is_meant(8, 16));
        assert!(!is_meant(8, 17));
        assert!(!is_meant(7, 7));
    }

    #[test]
    fn a_name_lists_things_unless_they_may_be_half_of_a_name() {
        let cases = [
            ("Televisions & Players", "television, player"),
            ("TV & Video", "tv, video"),
            ("Books, Films and Music", "book, film, music"),
            ("Tablets & E-Readers", "tablet, e reader"),
            ("USB Sticks & Memory Cards", "usb stick, memory card"),
            ("USB, Serial & Data Cables", "usb?, serial?, data cable"),
            ("Video & Monitor Cables", "video?, monitor cable"),
            ("Projector Lamps & Screens", "projector lamp, screen?"),
            ("Laptops", ""),
            (" & ", ""),
        ];
        let written = |(thing, alone): (String, bool)| if alone { thing } else { format!("{thing}?") };
        for (name, things) in cases {
            let found: Vec<String> = listed(name).into_iter().map(written).collect();
            assert_eq!(found.join(", "), things, "{name}");
        }
    }
}
