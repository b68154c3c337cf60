//! How text becomes words, the same for products and for what people type.
//!
//! Words are lower-case, without accents and, in the field that is searched, without the plural. The rule is a
//! light one (Harman's S-stemmer): products are told apart by words like `gaming` that a stronger stemmer merges.

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
    "a", "an", "and", "by", "de", "del", "el", "for", "from", "in", "la", "of", "on", "or", "para", "the",
    "to", "with", "y",
];

/// The analyser for [`PLAIN`].
pub(crate) fn plain() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD_BYTES))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// The analyser for [`FOLDED`].
pub(crate) fn folded() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD_BYTES))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(SingularFilter)
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

/// Takes the English (and mostly the Spanish) plural off a word: `batteries`, `cases`, `headphones`.
pub(crate) fn singular(word: &mut String) {
    let bytes = word.as_bytes();
    let ends = |suffix: &str| bytes.ends_with(suffix.as_bytes());
    if bytes.len() < 4 || !ends("s") || bytes.iter().any(u8::is_ascii_digit) {
        return;
    }
    if ends("ies") && bytes.len() > 4 && !ends("eies") && !ends("aies") {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if ["ches", "shes", "sses", "xes", "zzes"].iter().any(|s| ends(s)) {
        word.truncate(word.len() - 2);
    } else if !ends("us") && !ends("ss") && !ends("is") {
        word.truncate(word.len() - 1);
    }
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

#[derive(Clone)]
struct SingularFilter;

impl TokenFilter for SingularFilter {
    type Tokenizer<T: Tokenizer> = Singular<T>;
    fn transform<T: Tokenizer>(self, tokenizer: T) -> Singular<T> {
        Singular { inner: tokenizer }
    }
}

#[derive(Clone)]
struct Singular<T> {
    inner: T,
}

impl<T: Tokenizer> Tokenizer for Singular<T> {
    type TokenStream<'a> = SingularStream<T::TokenStream<'a>>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        SingularStream { tail: self.inner.token_stream(text) }
    }
}

struct SingularStream<T> {
    tail: T,
}

impl<T: TokenStream> TokenStream for SingularStream<T> {
    fn advance(&mut self) -> bool {
        if !self.tail.advance() {
            return false;
        }
        singular(&mut self.tail.token_mut().text);
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
    fn one_and_many_are_the_same_word() {
        let cases = [
            ("batteries", "battery"),
            ("cases", "case"),
            ("headphones", "headphone"),
            ("boxes", "box"),
            ("glasses", "glass"),
            ("watches", "watch"),
            ("glass", "glass"),
            ("bus", "bus"),
            ("tennis", "tennis"),
            ("usbs", "usb"),
            ("ps4s", "ps4s"),
            ("auriculares", "auriculare"),
        ];
        for (typed, kept) in cases {
            let mut word = typed.to_owned();
            singular(&mut word);
            assert_eq!(word, kept, "{typed}");
        }
    }

    #[test]
    fn a_model_number_is_found_however_its_gaps_are_typed() {
        assert!(codes("Brother TN-2110 toner").contains(&"tn2110".to_owned()));
        assert!(codes("HP 15-dw1000-nl").contains(&"15dw1000nl".to_owned()));
        assert!(codes("RTX 2060").contains(&"rtx2060".to_owned()));
    }

    #[test]
    fn accents_and_capitals_do_not_matter() {
        assert_eq!(plain_words("Cafetière ÉLECTRIQUE"), ["cafetiere", "electrique"]);
        assert_eq!(plain_words("سماعات رأس"), ["سماعات", "رأس"]);
        assert_eq!(written_words("Cafetière, ÉLECTRIQUE!"), ["Cafetière", "ÉLECTRIQUE"]);
    }

    #[test]
    fn an_article_number_is_known_by_its_digits() {
        assert_eq!(article_number("0 36000-29145 2").as_deref(), Some("36000291452"));
        assert_eq!(article_number("12345"), None);
        assert_eq!(article_number("00000000"), None);
    }
}
