//! From what people type to a query of the index. Nothing typed is an error.
//!
//! Every word must be found, in any field and in one or many, apart or written together with its neighbour. When no
//! product has them all, or few, words may be spelled alike, then some may be missing.

use crate::probe::count_among;
use crate::schema::Fields;
use crate::spelling::{near, nearest};
use crate::stem::stem;
use crate::synonyms::{Instead, Synonyms};
use crate::text;
use domain::CategoryId;
use std::sync::OnceLock;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhraseQuery, Query, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Searcher, Term};

/// More is cut: nobody means it, and each word costs.
const LONGEST_TEXT_CHARS: usize = 200;
const MOST_WORDS: usize = 12;

/// A whole number or code says exactly what is wanted.
const CODE_SCORE: f32 = 2.0;
const ARTICLE_SCORE: f32 = 1_000.0;
/// The word as written in the title, beside the folded word anywhere.
const TITLE_BOOST: f32 = 1.0;
/// The words next to each other in the title.
const PHRASE_BOOST: f32 = 1.0;
const PHRASE_SLOP: u32 = 1;
/// A word among the attributes, instead of or beside the text.
const ATTRIBUTE_SCORE: f32 = 0.5;
/// A word among the names of the product's categories.
const SHELF_SCORE: f32 = 0.5;
/// Where words may be missing, a product with one more of them comes first, nearly whatever the words are.
const WORD_SCORE: f32 = 20.0;
/// A word that is spelled alike counts less than the word.
const ALIKE_SCORE: f32 = 2.0;

/// What an operator calls the same counts nearly as much as the word itself.
const SYNONYM_BOOST: f32 = 0.9;

type Clause = (Occur, Box<dyn Query>);

/// How strictly the words are taken, tried in this order until something is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// Every word.
    All,
    /// Every word; one that no product has may be spelled alike.
    Alike,
    /// At least this many of the words, alike or not.
    Some(usize),
}

/// What was typed, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Typed {
    /// Words as they were typed, for showing them.
    written: Vec<String>,
    /// Words as written, without accents and capitals.
    plain: Vec<String>,
    /// The same words without the plural.
    folded: Vec<String>,
    /// Which of them may match but need not.
    optional: Vec<bool>,
    article: Option<String>,
    /// What may stand for some of the words.
    instead: Vec<Instead>,
    /// Words of the index that are spelled like each of them, once somebody asked: one search asks for them several
    /// times, of one state of the index.
    alike: Vec<OnceLock<Vec<Term>>>,
}

impl Typed {
    pub(crate) fn parse(typed: &str, synonyms: &Synonyms) -> Self {
        let typed: String = typed.chars().take(LONGEST_TEXT_CHARS).collect();
        let (mut plain, written) = words(&typed);
        plain.truncate(MOST_WORDS);
        let optional = (0..plain.len()).map(|i| is_optional(&plain, i)).collect();
        let folded: Vec<String> = plain
            .iter()
            .map(|word| {
                let mut word = word.clone();
                stem(&mut word);
                word
            })
            .collect();
        let instead = synonyms.instead(&folded);
        let alike = vec![OnceLock::new(); plain.len()];
        Self { written, plain, folded, optional, article: text::article_number(&typed), instead, alike }
    }

    /// Digits that are one number: what they find is what is meant, or nothing.
    pub(crate) fn is_article_number(&self) -> bool {
        self.article.is_some()
    }

    /// The words without the plural.
    pub(crate) fn folded(&self) -> &[String] {
        &self.folded
    }

    /// What may stand for runs of them.
    pub(crate) fn instead(&self) -> &[Instead] {
        &self.instead
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }

    /// From strict to lenient; the first that finds something is the answer.
    pub(crate) fn strictness(&self) -> Vec<Strictness> {
        let needed = self.optional.iter().filter(|optional| !**optional).count();
        let mut steps = vec![Strictness::All, Strictness::Alike];
        steps.extend((1..needed).rev().map(Strictness::Some));
        steps
    }

    /// The query for the words; `None` when there are none.
    pub(crate) fn query(
        &self,
        f: &Fields,
        searcher: &Searcher,
        strictness: Strictness,
    ) -> Option<Box<dyn Query>> {
        if self.is_empty() {
            return None;
        }
        let all_optional = self.optional.iter().all(|optional| *optional);
        let mut clauses: Vec<Clause> = Vec::new();
        let mut wanted: Vec<Clause> = Vec::new();
        for i in 0..self.plain.len() {
            let word = self.word(f, searcher, i, strictness);
            match strictness {
                _ if !all_optional && self.optional[i] => clauses.push((Occur::Should, word)),
                Strictness::Some(_) => {
                    let counted = ConstScoreQuery::new(word.box_clone(), WORD_SCORE);
                    clauses.push((Occur::Should, Box::new(counted)));
                    wanted.push((Occur::Should, word));
                }
                Strictness::All | Strictness::Alike => clauses.push((Occur::Must, word)),
            }
        }
        if let Strictness::Some(least) = strictness {
            clauses.push((Occur::Must, Box::new(BooleanQuery::with_minimum_required_clauses(wanted, least))));
        }
        for word in &self.plain {
            let title = BoostQuery::new(term(f.title, word, IndexRecordOption::WithFreqs), TITLE_BOOST);
            clauses.push((Occur::Should, Box::new(title)));
        }
        if self.plain.len() > 1 {
            let terms = self.plain.iter().map(|w| Term::from_field_text(f.title, w)).enumerate().collect();
            let phrase = PhraseQuery::new_with_offset_and_slop(terms, PHRASE_SLOP);
            clauses.push((Occur::Should, Box::new(BoostQuery::new(Box::new(phrase), PHRASE_BOOST))));
        }
        let words: Box<dyn Query> = Box::new(BooleanQuery::new(clauses));
        let Some(article) = &self.article else { return Some(words) };
        // Digits with gaps are one number, whatever the words make of them.
        let number = ConstScoreQuery::new(
            term(f.codes, &text::article_code(article), IndexRecordOption::Basic),
            ARTICLE_SCORE,
        );
        Some(Box::new(BooleanQuery::union(vec![words, Box::new(number)])))
    }

    /// The words with those that no product has replaced by the nearest known one; `None` when there is none near.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(crate) fn corrected(&self, f: &Fields, searcher: &Searcher) -> tantivy::Result<Option<String>> {
        let mut words = self.plain.clone();
        for (i, (word, folded)) in words.iter_mut().zip(&self.folded).enumerate() {
            // The operator knows what it means; what need not match is no error.
            if self.optional[i] || self.instead.iter().any(|instead| instead.of.contains(&i)) {
                continue;
            }
            if let Some(errors) = errors_forgiven(f, searcher, folded)
                && let Some(known) = nearest(searcher, f.title, word, errors)?
            {
                *word = known;
            }
        }
        Ok((words != self.plain).then(|| words.join(" ")))
    }

    /// The words, as typed, that most of these products are without, spelled alike or not; none when that would be all.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(crate) fn left_out(
        &self,
        f: &Fields,
        searcher: &Searcher,
        products: &[DocAddress],
    ) -> tantivy::Result<Vec<String>> {
        let meant = |i: &usize| !self.optional[*i];
        let words: Vec<usize> = (0..self.plain.len()).filter(meant).collect();
        let mut left_out = Vec::new();
        for i in &words {
            let word = self.word(f, searcher, *i, Strictness::Alike);
            if count_among(searcher, &*word, products)? * 2 < products.len() {
                left_out.extend(self.written.get(*i).cloned());
            }
        }
        Ok(if left_out.len() < words.len() { left_out } else { Vec::new() })
    }

    /// One word wherever it may stand, alone or written together with a neighbour.
    fn word(&self, f: &Fields, searcher: &Searcher, i: usize, strictness: Strictness) -> Box<dyn Query> {
        let (plain, folded) = (&self.plain[i], &self.folded[i]);
        let in_field = |field, score: Option<f32>, text: &str| way(searcher, field, text, score);
        let mut ways: Vec<Box<dyn Query>> = Vec::new();
        ways.extend(in_field(f.text, None, folded));
        ways.extend(in_field(f.attributes, Some(ATTRIBUTE_SCORE), folded));
        ways.extend(in_field(f.shelf, Some(SHELF_SCORE), folded));
        ways.extend(in_field(f.codes, Some(CODE_SCORE), plain));
        if plain != folded {
            ways.extend(in_field(f.codes, Some(CODE_SCORE), folded));
        }
        for instead in self.instead.iter().filter(|instead| instead.of.contains(&i)) {
            ways.push(all_of(f, &instead.words));
        }
        let pairs = [i.checked_sub(1).map(|before| before..=i), Some(i..=i + 1)];
        for pair in pairs.into_iter().flatten().filter_map(|range| self.plain.get(range)) {
            let mut joined = pair.concat();
            ways.extend(in_field(f.codes, Some(CODE_SCORE), &joined));
            stem(&mut joined);
            ways.extend(in_field(f.text, None, &joined));
            ways.extend(in_field(f.shelf, Some(SHELF_SCORE), &joined));
        }
        if strictness != Strictness::All {
            ways.extend(self.alike(f, searcher, i));
        }
        Box::new(BooleanQuery::union(ways))
    }

    /// Words within one or two typing errors of a word that no product has.
    fn alike(&self, f: &Fields, searcher: &Searcher, i: usize) -> Option<Box<dyn Query>> {
        let word = &self.folded[i];
        let near = self.alike.get(i)?.get_or_init(|| {
            let Some(errors) = errors_forgiven(f, searcher, word) else { return Vec::new() };
            let near = |field| near(searcher, &Term::from_field_text(field, word), errors);
            // An index that cannot be read says so when it is searched.
            [f.text, f.shelf].map(near).into_iter().flatten().flatten().collect()
        });
        let of = |field: Field, score: f32| -> Box<dyn Query> {
            let terms = near.iter().filter(|term| term.field() == field).cloned();
            Box::new(BoostQuery::new(Box::new(TermSetQuery::new(terms)), score))
        };
        (!near.is_empty()).then(|| -> Box<dyn Query> {
            Box::new(BooleanQuery::union(vec![of(f.text, ALIKE_SCORE), of(f.shelf, SHELF_SCORE)]))
        })
    }
}

/// The words of a text as they are compared, and as they were typed; `55inch` is two.
fn words(typed: &str) -> (Vec<String>, Vec<String>) {
    let (mut plain, mut written) = (Vec::new(), Vec::new());
    for (word, as_typed) in text::plain_words(typed).into_iter().zip(text::written_words(typed)) {
        match text::digits_before_inches(&word) {
            None => {
                plain.push(word);
                written.push(as_typed);
            }
            Some(digits) => {
                plain.extend([word[..digits].to_owned(), word[digits..].to_owned()]);
                written.push(as_typed.chars().take(digits).collect());
                written.push(as_typed.chars().skip(digits).collect());
            }
        }
    }
    (plain, written)
}

/// Whether this word tells nothing, or only repeats the sign behind a number.
fn is_optional(plain: &[String], i: usize) -> bool {
    let follows_number = i.checked_sub(1).is_some_and(|before| text::is_number(&plain[before]));
    text::is_stop_word(&plain[i]) || (follows_number && text::is_inches(&plain[i]))
}

/// A word in one field, if any product has it there: what none has costs as much to ask for in each segment. By how rare
/// it is, or for a fixed score.
fn way(searcher: &Searcher, field: Field, text: &str, score: Option<f32>) -> Option<Box<dyn Query>> {
    let word = Term::from_field_text(field, text);
    // An index that cannot be read says so when it is searched.
    if searcher.doc_freq(&word).is_ok_and(|found| found == 0) {
        return None;
    }
    Some(match score {
        None => Box::new(TermQuery::new(word, IndexRecordOption::WithFreqs)),
        Some(score) => {
            let flat = TermQuery::new(word, IndexRecordOption::Basic);
            Box::new(ConstScoreQuery::new(Box::new(flat), score))
        }
    })
}

fn term(field: Field, text: &str, record: IndexRecordOption) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), record))
}

/// How many typing errors a word may have: none for one that some product has, and for numbers and short words.
fn errors_forgiven(f: &Fields, searcher: &Searcher, word: &str) -> Option<u8> {
    let known = |term: &Term| searcher.doc_freq(term).unwrap_or(1) > 0;
    let letters = word.chars().count();
    // Numbers that are nearly right are wrong.
    let guessable = letters >= 4 && !word.bytes().any(|b| b.is_ascii_digit());
    let anywhere = [f.text, f.attributes, f.shelf].map(|field| Term::from_field_text(field, word));
    if !guessable || anywhere.iter().any(known) {
        return None;
    }
    Some(if letters >= 8 { 2 } else { 1 })
}

/// Every word of a synonym, each wherever it may stand.
fn all_of(f: &Fields, words: &[String]) -> Box<dyn Query> {
    let anywhere = |word: &String| -> Clause {
        let flat = |field, score| -> Box<dyn Query> {
            Box::new(ConstScoreQuery::new(term(field, word, IndexRecordOption::Basic), score))
        };
        let ways = vec![
            term(f.text, word, IndexRecordOption::WithFreqs),
            flat(f.attributes, ATTRIBUTE_SCORE),
            flat(f.shelf, SHELF_SCORE),
        ];
        (Occur::Must, Box::new(BooleanQuery::union(ways)))
    };
    Box::new(BoostQuery::new(
        Box::new(BooleanQuery::new(words.iter().map(anywhere).collect())),
        SYNONYM_BOOST,
    ))
}

/// Narrows a query by category and stock; `None` as words means everything.
pub(crate) fn narrow(
    f: &Fields,
    words: Option<Box<dyn Query>>,
    category: Option<CategoryId>,
    in_stock: bool,
) -> Box<dyn Query> {
    let filter = |term: Term| -> Clause {
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        (Occur::Must, Box::new(ConstScoreQuery::new(Box::new(query), 0.0)))
    };
    let mut clauses: Vec<Clause> = words.into_iter().map(|w| (Occur::Must, w)).collect();
    clauses.extend(category.map(|c| filter(Term::from_field_text(f.category, &c.to_string()))));
    clauses.extend(in_stock.then(|| filter(Term::from_field_bool(f.in_stock, true))));
    match clauses.len() {
        0 => Box::new(AllQuery),
        1 => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}
