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
    let wanted: Vec<char> = word.chars().collect();
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
            let Some(errors) = typing_errors(&wanted, known, most_errors) else { continue };
            let titles = u64::from(words.value().doc_freq);
            let found = (errors, std::cmp::Reverse(titles), known.to_owned());
            if best.as_ref().is_none_or(|best| found < *best) {
                best = Some(found);
            }
        }
    }
    Ok(best.map(|(_, _, word)| word))
}

/// Letters left out, added, exchanged or swapped with their neighbour (optimal string alignment); `None` when there are
/// more than `most`.
fn typing_errors(typed: &[char], known: &str, most: usize) -> Option<usize> {
    let known: Vec<char> = known.chars().collect();
    if typed.len().abs_diff(known.len()) > most || known.iter().any(char::is_ascii_digit) {
        return None;
    }
    let mut rows = [vec![0; known.len() + 1], (0..=known.len()).collect(), vec![0; known.len() + 1]];
    for i in 1..=typed.len() {
        rows[2][0] = i;
        for j in 1..=known.len() {
            let differs = usize::from(typed[i - 1] != known[j - 1]);
            let mut least = (rows[1][j] + 1).min(rows[2][j - 1] + 1).min(rows[1][j - 1] + differs);
            let swapped = i > 1 && j > 1 && typed[i - 1] == known[j - 2] && typed[i - 2] == known[j - 1];
            if swapped {
                least = least.min(rows[0][j - 2] + 1);
            }
            rows[2][j] = least;
        }
        if rows[2].iter().all(|errors| *errors > most) {
            return None;
        }
        rows.rotate_left(1);
    }
    Some(rows[1][known.len()]).filter(|errors| *errors <= most)
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
            let typed: Vec<char> = typed.chars().collect();
            assert_eq!(typing_errors(&typed, known, 2), errors, "{known}");
        }
    }
}
