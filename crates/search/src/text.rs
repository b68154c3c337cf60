//! How text becomes words, the same for products and for what people type.
//!
//! Words are lower-case, without accents and, in the field that is searched, without what makes one and many of the same
//! thing different words ([`crate::stem`]). Arabic letters that are written in several ways are one.

use crate::stem::{plain_arabic, stem};
use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, Token, TokenFilter,
    TokenStream, Tokenizer,
};

/// Longer runs are not words that anybody types.
const LONGEST_WORD_BYTES: usize = 64;
/// The analyser of fields that forgive the plural.
pub(crate) const FOLDED: &str = "folded";
/// The analyser of fields that want the word as written.
pub(crate) const PLAIN: &str = "plain";

/// Words that carry no meaning in a product search; they may match but need not.
const STOP_WORDS: &[&str] = &[
    "a", "an", "and", "by", "con", "de", "del", "el", "en", "for", "from", "in", "la", "las", "los", "of",
    "on", "or", "para", "por", "the", "to", "un", "una", "with", "y", "الي", "او", "علي", "عن", "في", "مع",
    "من",
];

/// What is a sign as often as a word: the sign is left out when text becomes words, so that after a number the word may match
/// but need not. As [`plain_words`] has them.
const INCHES: &[&str] = &["inch", "inches", "pulgada", "pulgadas", "بوصه"];

/// The analyser for [`PLAIN`].
pub(crate) fn plain() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD_BYTES))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Each(plain_arabic))
        .build()
}

/// The analyser for [`FOLDED`].
pub(crate) fn folded() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD_BYTES))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Each(plain_arabic))
        .filter(Each(stem))
        .build()
}

/// The words of a text as written, lower-case and without accents.
pub(crate) fn plain_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    plain().token_stream(text).process(&mut |token| words.push(token.text.clone()));
    words
}

/// The same words as they were typed.
pub(crate) fn written_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut keep =
        |token: &Token| words.extend(text.get(token.offset_from..token.offset_to).map(str::to_owned));
    plain().token_stream(text).process(&mut keep);
    words
}

pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(&word)
}

pub(crate) fn is_inches(word: &str) -> bool {
    INCHES.contains(&word)
}

/// How many digits stand before the word for inches in `55inch`; `None` for any other word.
pub(crate) fn digits_before_inches(word: &str) -> Option<usize> {
    let digits = INCHES.iter().find_map(|inches| word.strip_suffix(inches))?;
    is_number(digits).then_some(digits.len())
}

pub(crate) fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// Codes that a text can be found by when it is typed with other gaps: `TN-2110` as `tn2110`, `power bank` as
/// `powerbank`, `WD40-EFRX` as `wd40efrx`.
pub(crate) fn codes(text: &str) -> Vec<String> {
    let mut codes = Vec::new();
    let words = plain_words(text);
    codes.extend(words.windows(2).map(|pair| pair.concat()));
    for chunk in text.split_whitespace() {
        let parts = plain_words(chunk);
        if parts.len() > 2 {
            codes.push(parts.concat());
        }
    }
    codes.retain(|code| (3..=LONGEST_WORD_BYTES).contains(&code.len()));
    codes
}

/// A typed or stored EAN, UPC or ISBN without gaps and leading zeros; `None` when the text is not one.
pub(crate) fn article_number(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let plausible = (8..=14).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let significant = digits.trim_start_matches('0');
    (plausible && !significant.is_empty()).then(|| significant.to_owned())
}

/// How an article number is kept among the codes: no word of a title can look like it.
pub(crate) fn article_code(number: &str) -> String {
    format!("#{number}")
}

/// A filter that changes each word by itself.
#[derive(Clone)]
struct Each(fn(&mut String));

impl TokenFilter for Each {
    type Tokenizer<T: Tokenizer> = EachWord<T>;
    fn transform<T: Tokenizer>(self, tokenizer: T) -> EachWord<T> {
        EachWord { change: self.0, inner: tokenizer }
    }
}

#[derive(Clone)]
struct EachWord<T> {
    change: fn(&mut String),
    inner: T,
}

impl<T: Tokenizer> Tokenizer for EachWord<T> {
    type TokenStream<'a> = EachStream<T::TokenStream<'a>>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        EachStream { change: self.change, tail: self.inner.token_stream(text) }
    }
}

struct EachStream<T> {
    change: fn(&mut String),
    tail: T,
}

impl<T: TokenStream> TokenStream for EachStream<T> {
    fn advance(&mut self) -> bool {
        if !self.tail.advance() {
            return false;
        }
        (self.change)(&mut self.tail.token_mut().text);
        true
    }
    fn token(&self) -> &Token {
        self.tail.token()
    }
    fn token_mut(&mut self) -> &mut Token {
        self.tail.token_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_number_is_found_however_its_gaps_are_typed() {
        assert!(codes("Brother TN-2110 toner").contains(&"tn2110".to_owned()));
        assert!(codes("HP 15-dw1000-nl").contains(&"15dw1000nl".to_owned()));
        assert!(codes("RTX 2060").contains(&"rtx2060".to_owned()));
    }

    #[test]
    fn accents_and_capitals_do_not_matter() {
        assert_eq!(plain_words("Cafetière ÉLECTRIQUE"), ["cafetiere", "electrique"]);
        assert_eq!(plain_words("سَمّاعات رأس"), ["سماعات", "راس"]);
        assert_eq!(written_words("Cafetière, ÉLECTRIQUE!"), ["Cafetière", "ÉLECTRIQUE"]);
    }

    #[test]
    fn an_article_number_is_known_by_its_digits() {
        assert_eq!(article_number("0 36000-29145 2").as_deref(), Some("36000291452"));
        assert_eq!(article_number("12345"), None);
        assert_eq!(article_number("00000000"), None);
    }
}
