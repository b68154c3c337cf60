//! What was probably meant by a word that no product has: words of the index that are spelled alike.

use std::cmp::Reverse;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// The words of a field that `word` may be with so many typing errors: letters left out, added, exchanged or swapped with
/// their neighbour. The field's words are a tree, of which only the near branches are walked.
///
/// # Errors
/// When the index cannot be read.
pub(crate) fn near(searcher: &Searcher, word: &Term, most_errors: u8) -> tantivy::Result<Vec<Term>> {
    let mut found = Vec::new();
    each_near(searcher, word, most_errors, |known, _| {
        let known = Term::from_field_text(word.field(), known);
        if !found.contains(&known) {
            found.push(known);
        }
    })?;
    Ok(found)
}

/// The nearest word by typing errors, of equally near ones the one that most titles have; `None` when none is near.
/// A wrong first letter is rare (Yannakoudakis and Fawthrop 1983: 1.4 %) and is not looked for.
///
/// # Errors
/// When the index cannot be read.
pub(crate) fn nearest(
    searcher: &Searcher,
    titles: Field,
    word: &str,
    most_errors: u8,
) -> tantivy::Result<Option<String>> {
    let Some(first) = word.chars().next() else { return Ok(None) };
    let mut typed = TypingErrors::against(word, most_errors.into());
    let mut best: Option<(usize, Reverse<u64>, String)> = None;
    each_near(searcher, &Term::from_field_text(titles, word), most_errors, |known, titles| {
        let Some(errors) = typed.errors_of(known).filter(|_| known.starts_with(first)) else { return };
        let found = (errors, Reverse(titles), known.to_owned());
        if best.as_ref().is_none_or(|best| found < *best) {
            best = Some(found);
        }
    })?;
    Ok(best.map(|(_, _, word)| word))
}

/// Tells each near word of each segment, with the products that have it there.
fn each_near(
    searcher: &Searcher,
    word: &Term,
    most_errors: u8,
    mut tell: impl FnMut(&str, u64),
) -> tantivy::Result<()> {
    let alike = FuzzyTermQuery::new(word.clone(), most_errors, true);
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(word.field())?;
        let mut words = index.terms().search(alike.automaton()?).into_stream()?;
        while words.advance() {
            if let Ok(known) = std::str::from_utf8(words.key()) {
                tell(known, u64::from(words.value().doc_freq));
            }
        }
    }
    Ok(())
}

/// Counts typing errors of one word against many; keeps its rows, because a shop has tens of thousands of words.
struct TypingErrors {
    typed: Vec<char>,
    known: Vec<char>,
    most: usize,
    rows: [Vec<usize>; 3],
}

impl TypingErrors {
    fn against(typed: &str, most: usize) -> Self {
        Self { typed: typed.chars().collect(), known: Vec::new(), most, rows: Default::default() }
    }

    /// Letters left out, added, exchanged or swapped with their neighbour (optimal string alignment); `None` when there
    /// are more than `most`, and for words with digits.
    fn errors_of(&mut self, known: &str) -> Option<usize> {
        // A letter has at least one byte: too short in bytes is too short in letters.
        if known.len() + self.most < self.typed.len() || known.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        self.known.clear();
        self.known.extend(known.chars());
        let (typed, known) = (&self.typed, &self.known);
        if known.len() > typed.len() + self.most || known.len() + self.most < typed.len() {
            return None;
        }
        for row in &mut self.rows {
            row.clear();
            row.extend(0..=known.len());
        }
        for i in 1..=typed.len() {
            let [two_before, before, row] = &mut self.rows;
            row[0] = i;
            for j in 1..=known.len() {
                let differs = usize::from(typed[i - 1] != known[j - 1]);
                let mut least = (before[j] + 1).min(row[j - 1] + 1).min(before[j - 1] + differs);
                let swapped = i > 1 && j > 1 && typed[i - 1] == known[j - 2] && typed[i - 2] == known[j - 1];
                if swapped {
                    least = least.min(two_before[j - 2] + 1);
                }
                row[j] = least;
            }
            if row.iter().all(|errors| *errors > self.most) {
                return None;
            }
            self.rows.rotate_left(1);
        }
        Some(self.rows[1][known.len()]).filter(|errors| *errors <= self.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_errors_are_counted_as_people_make_them() {
        let cases = [
            ("headphones", "headphones", Some(0)),
            ("hedphones", "headphones", Some(1)),
            ("haedphones", "headphones", Some(1)),
            ("headphonez", "headphones", Some(1)),
            ("keyboradd", "keyboard", Some(2)),
            ("mouse", "house", Some(1)),
            ("mouse", "mousepad", None),
            ("kettle", "lamp", None),
            ("abcd", "abc1", None),
        ];
        for (typed, known, errors) in cases {
            assert_eq!(TypingErrors::against(typed, 2).errors_of(known), errors, "{known}");
        }
    }
}
