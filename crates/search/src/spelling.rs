//! What was probably meant by a word that no product has: the nearest word of the titles.

use tantivy::Searcher;
use tantivy::schema::Field;

/// The nearest word by typing errors, of equally near ones the one that most titles have; `None` when none is near.
/// A wrong first letter is rare (Yannakoudakis and Fawthrop 1983: 1.4 %) and is not looked for, which keeps the look
/// short: only the words with the same first letter are compared.
///
/// # Errors
/// When the index cannot be read.
pub(crate) fn nearest(
    searcher: &Searcher,
    titles: Field,
    word: &str,
    most_errors: usize,
) -> tantivy::Result<Option<String>> {
    let Some(first) = word.chars().next() else { return Ok(None) };
    let mut typed = TypingErrors::against(word, most_errors);
    let from = first.to_string();
    let mut best: Option<(usize, std::cmp::Reverse<u64>, String)> = None;
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(titles)?;
        let mut words = index.terms().range().ge(from.as_bytes()).into_stream()?;
        while words.advance() {
            let Ok(known) = std::str::from_utf8(words.key()) else { continue };
            if !known.starts_with(first) {
                break;
            }
            let Some(errors) = typed.errors_of(known) else { continue };
            let titles = u64::from(words.value().doc_freq);
            let found = (errors, std::cmp::Reverse(titles), known.to_owned());
            if best.as_ref().is_none_or(|best| found < *best) {
                best = Some(found);
            }
        }
    }
    Ok(best.map(|(_, _, word)| word))
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
