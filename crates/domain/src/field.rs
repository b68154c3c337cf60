//! What is wrong with a form's field, as a stable text that pages translate, and how single-line texts and reasons are
//! cleaned.

use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// The shortest and the longest reason of what an operator says, in characters.
pub const REASON: RangeInclusive<usize> = 3..=300;

crate::text_enum! {
    /// A field of a form.
    pub enum Field {
        Email = "email",
        Password = "password",
        Name = "name",
        Line1 = "line1",
        Line2 = "line2",
        City = "city",
        Region = "region",
        Postcode = "postcode",
        Country = "country",
        Phone = "phone",
    }
}

crate::text_enum! {
    /// What is wrong with a field.
    pub enum Problem {
        /// Required here, and empty.
        Missing = "missing",
        TooShort = "too_short",
        TooLong = "too_long",
        /// Not of the expected form.
        Malformed = "malformed",
        /// Holds something that never belongs into it.
        BadCharacter = "bad_character",
        /// Of the right form, but not one that exists.
        Unknown = "unknown",
    }
}

impl std::error::Error for Problem {}

/// One field and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct FieldError {
    pub field: Field,
    pub problem: Problem,
}

/// A single-line text without surrounding spaces, runs of spaces as one. Empty stays empty.
///
/// # Errors
/// [`Problem::BadCharacter`] for line breaks, control and direction-changing characters and angle brackets;
/// [`Problem::TooLong`] for more than `longest` characters.
pub fn one_line(text: &str, longest: usize) -> Result<String, Problem> {
    let mut clean = String::with_capacity(text.len().min(longest * 4));
    for word in text.trim().split([' ', '\t', '\u{a0}']).filter(|word| !word.is_empty()) {
        if !clean.is_empty() {
            clean.push(' ');
        }
        clean.push_str(word);
    }
    if clean.chars().any(|c| c.is_control() || matches!(c, '<' | '>') || is_invisible(c)) {
        return Err(Problem::BadCharacter);
    }
    if clean.chars().count() > longest {
        return Err(Problem::TooLong);
    }
    Ok(clean)
}

/// The words of a text with one space between them; nothing when those are more or fewer characters than `fits` has, or
/// where one is NUL, which PostgreSQL keeps in no text.
pub fn tidied(text: &str, fits: &RangeInclusive<usize>) -> Option<String> {
    let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (fits.contains(&tidy.chars().count()) && !tidy.contains('\0')).then_some(tidy)
}

/// Line separators and characters that change the direction of what follows; joiners stay, Persian needs them.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// An Arabic-Indic digit (U+0660 or U+06F0 onwards) as its Latin one; every other character as it is.
pub fn latin_digit(c: char) -> char {
    let from = |zero: u32| char::from_digit(c as u32 - zero, 10).unwrap_or(c);
    match c {
        '\u{660}'..='\u{669}' => from(0x660),
        '\u{6f0}'..='\u{6f9}' => from(0x6f0),
        _ => c,
    }
}
