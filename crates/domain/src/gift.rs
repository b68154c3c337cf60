//! What an order says when it is a present. Read from the checkout, frozen on the order.

use crate::field::{Problem, one_line};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What the giver writes; may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GiftMessage(String);

impl GiftMessage {
    /// In characters, line breaks included.
    pub const LONGEST: usize = 200;

    /// At most 200 characters on any number of lines; spaces around each line and empty lines at the ends are dropped.
    ///
    /// # Errors
    /// [`Problem::TooLong`]; [`Problem::BadCharacter`] for control and direction-changing characters and for angle
    /// brackets.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let lines: Result<Vec<String>, Problem> =
            text.trim().lines().map(|line| one_line(line, Self::LONGEST)).collect();
        let clean = lines?.join("\n");
        if clean.chars().count() > Self::LONGEST { Err(Problem::TooLong) } else { Ok(Self(clean)) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GiftMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for GiftMessage {
    type Error = Problem;
    fn try_from(text: String) -> Result<Self, Problem> {
        Self::parse(&text)
    }
}

impl From<GiftMessage> for String {
    fn from(message: GiftMessage) -> Self {
        message.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_lines_and_at_most_two_hundred_characters() {
        let two_hundred = "ب".repeat(200);
        let cases = [
            ("  Happy\r\n birthday, \n\n Ada!  ", Ok("Happy\nbirthday,\n\nAda!")),
            ("", Ok("")),
            (" \n ", Ok("")),
            (two_hundred.as_str(), Ok(two_hundred.as_str())),
            ("<b>", Err(Problem::BadCharacter)),
            ("a\u{202e}b", Err(Problem::BadCharacter)),
            ("a\u{0}b", Err(Problem::BadCharacter)),
        ];
        for (typed, kept) in cases {
            assert_eq!(GiftMessage::parse(typed).as_ref().map(GiftMessage::as_str), kept.as_ref().copied());
        }
        let (half, long) = ("x".repeat(100), format!("{two_hundred}b"));
        assert_eq!(GiftMessage::parse(&long), Err(Problem::TooLong));
        assert_eq!(
            GiftMessage::parse(&format!("{half}\n{half}")),
            Err(Problem::TooLong),
            "a line break counts"
        );
    }
}
