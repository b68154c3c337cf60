//! What may come of the letters typed so far: searches that find something, and the first products of the likeliest.

use crate::error::SearchError;
use crate::query::Strictness;
use crate::request::SearchRequest;
use crate::store::Store;
use crate::text;
use domain::ProductId;
use std::collections::HashMap;
use tantivy::Searcher;
use tantivy::collector::Count;

/// Longer beginnings are cut: nobody needs them completed.
const LONGEST_TEXT_CHARS: usize = 80;
const MOST_SEARCHES: usize = 6;
const MOST_PRODUCTS: u32 = 4;
/// Completions that are tried against the words before them.
const TRIED: usize = 24;
/// Words of the titles that are looked at; a single letter begins tens of thousands.
const LOOKED_AT: usize = 50_000;

/// Answers while somebody types.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Whole searches, likeliest first; each finds at least one product.
    pub searches: Vec<String>,
    /// The first products of the first search.
    pub products: Vec<ProductId>,
}

impl Store {
    /// What may come of this text: its last word, unless a blank follows it, is taken for a beginning.
    pub(crate) fn suggest(&self, typed: &str) -> Result<Suggestions, SearchError> {
        let typed: String = typed.chars().take(LONGEST_TEXT_CHARS).collect();
        let mut words = text::plain_words(&typed);
        let Some(last) = words.pop() else { return Ok(Suggestions::default()) };
        let searcher = self.searcher();
        let ends = if typed.ends_with(char::is_whitespace) {
            vec![last]
        } else {
            self.completions(&searcher, &last)?
        };
        let mut searches = Vec::new();
        for end in ends.into_iter().take(TRIED) {
            let whole = words.iter().cloned().chain([end]).collect::<Vec<_>>().join(" ");
            // A word alone stands where its titles have put it.
            let found = if words.is_empty() { 1 } else { self.finds(&searcher, &whole)? };
            if found > 0 {
                searches.push((found, whole));
            }
        }
        searches.sort_by_key(|(found, _)| std::cmp::Reverse(*found));
        let searches: Vec<String> =
            searches.into_iter().take(MOST_SEARCHES).map(|(_, whole)| whole).collect();
        let Some(first) = searches.first() else { return Ok(Suggestions::default()) };
        let request =
            SearchRequest { text: first.clone(), per_page: MOST_PRODUCTS, ..SearchRequest::default() };
        Ok(Suggestions { products: self.search(&request)?.hits, searches })
    }

    /// Words of titles that begin so, those of most titles first.
    fn completions(&self, searcher: &Searcher, beginning: &str) -> Result<Vec<String>, SearchError> {
        let mut titles: HashMap<String, u64> = HashMap::new();
        let with_digits = beginning.bytes().any(|b| b.is_ascii_digit());
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.title)?;
            let from = index.terms().range().ge(beginning.as_bytes()).into_stream();
            let mut known = from.map_err(tantivy::TantivyError::from)?;
            for _ in 0..LOOKED_AT {
                if !known.advance() || !known.key().starts_with(beginning.as_bytes()) {
                    break;
                }
                let Ok(word) = std::str::from_utf8(known.key()) else { continue };
                if text::is_stop_word(word) {
                    continue;
                }
                // Who has typed no digit yet does not mean one of a thousand model numbers.
                if with_digits || !word.bytes().any(|b| b.is_ascii_digit()) {
                    *titles.entry(word.to_owned()).or_default() += u64::from(known.value().doc_freq);
                }
            }
        }
        let mut words: Vec<(String, u64)> = titles.into_iter().collect();
        words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(words.into_iter().map(|(word, _)| word).collect())
    }

    /// How many products have every word.
    fn finds(&self, searcher: &Searcher, text: &str) -> Result<usize, SearchError> {
        match self.typed(text).query(&self.fields, searcher, Strictness::All) {
            Some(query) => Ok(searcher.search(&*query, &Count)?),
            None => Ok(0),
        }
    }
}
