//! What people write in their own words, and the name that stands beside it.

use crate::field::{Problem, is_invisible};
use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// What a text is for; each has its own lengths.
    pub enum ProseKind {
        /// The line above a review.
        Title = "title",
        Review = "review",
        /// A seller's answer to a review.
        Reply = "reply",
        Question = "question",
        Answer = "answer",
        /// Why an operator decided so.
        Reason = "reason",
        /// Between a shopper and a seller. A mark alone says something there.
        Message = "message",
    }
}

impl ProseKind {
    /// The fewest and the most characters.
    pub fn lengths(self) -> (usize, usize) {
        match self {
            Self::Title => (2, 100),
            Self::Review => (10, 4_000),
            Self::Reply | Self::Answer => (2, 2_000),
            Self::Question => (5, 500),
            Self::Reason => (3, 500),
            Self::Message => (1, 2_000),
        }
    }
}

/// A text of several lines, cleaned: no control or direction-changing characters, no surrounding spaces, at most one
/// empty line in a row. What looks like markup stays a text; pages escape it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Prose(String);

impl Prose {
    /// # Errors
    /// [`Problem::Missing`], [`Problem::TooShort`], [`Problem::TooLong`] by [`ProseKind::lengths`];
    /// [`Problem::BadCharacter`]; [`Problem::Malformed`] for a text without a letter or digit, but for a message.
    pub fn parse(kind: ProseKind, text: &str) -> Result<Self, Problem> {
        let (shortest, longest) = kind.lengths();
        let clean = match kind {
            ProseKind::Title => one_line(text)?,
            _ => lines(text)?,
        };
        match clean.chars().count() {
            0 => Err(Problem::Missing),
            n if n > longest => Err(Problem::TooLong),
            _ if kind != ProseKind::Message && !clean.chars().any(char::is_alphanumeric) => {
                Err(Problem::Malformed)
            }
            n if n < shortest => Err(Problem::TooShort),
            _ => Ok(Self(clean)),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One line with single spaces. Unlike a name it may hold `<`: people write "I <3 it".
fn one_line(text: &str) -> Result<String, Problem> {
    let clean = lines(text)?;
    if clean.contains('\n') {
        return Err(Problem::BadCharacter);
    }
    Ok(clean.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Lines without spaces at their ends; of several empty lines one stays.
fn lines(text: &str) -> Result<String, Problem> {
    let mut clean = String::with_capacity(text.len());
    let mut gap = 0;
    for line in text.lines().map(|line| line.trim_matches([' ', '\t', '\r', '\u{a0}'])) {
        if line.chars().any(|c| (c.is_control() && c != '\t') || is_invisible(c)) {
            return Err(Problem::BadCharacter);
        }
        if line.is_empty() {
            gap += 1;
            continue;
        }
        if !clean.is_empty() {
            clean.push_str(if gap > 0 { "\n\n" } else { "\n" });
        }
        clean.push_str(line);
        gap = 0;
    }
    Ok(clean)
}

/// Parts of a name that are no name without the next one.
const PREFIXES: &[&str] = &[
    "عبد", "أبو", "ابو", "أم", "abd", "abdul", "abu", "umm", "dr.", "dr", "mr.", "mrs.", "ms.", "sr.", "sra.",
];

/// What stands beside a text of this person: the first name alone.
pub fn first_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    match words.next() {
        Some(next) if PREFIXES.contains(&first.to_lowercase().as_str()) => format!("{first} {next}"),
        _ => first.to_owned(),
    }
}
