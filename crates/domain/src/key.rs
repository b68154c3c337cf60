//! Idempotency keys: made when a page is rendered, so that the same click is the same command however often it comes.

use serde::{Deserialize, Serialize};

/// 16 to 64 letters, digits, `_` and `-`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdempotencyKey(String);

/// Why a text is not a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("a key has 16 to 64 characters")]
    Length,
    #[error("a key has only letters, digits, `_` and `-`")]
    Character,
}

impl IdempotencyKey {
    pub const SHORTEST: usize = 16;
    pub const LONGEST: usize = 64;

    /// # Errors
    /// [`KeyError::Length`], [`KeyError::Character`]. Nothing is trimmed: a key that was altered is another key.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if !(Self::SHORTEST..=Self::LONGEST).contains(&text.chars().count()) {
            return Err(KeyError::Length);
        }
        if !text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') {
            return Err(KeyError::Character);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for IdempotencyKey {
    type Err = KeyError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for IdempotencyKey {
    type Error = KeyError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<IdempotencyKey> for String {
    fn from(key: IdempotencyKey) -> Self {
        key.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_neither_short_nor_long_nor_strange() {
        let cases = [
            ("0123456789abcdef", None),
            ("Az09_-Az09_-Az09_-", None),
            ("ord_01j9zzzzzzzzzzzzzzzzzzzzzz", None),
            ("0123456789abcde", Some(KeyError::Length)),
            ("", Some(KeyError::Length)),
            ("0123456789abcde ", Some(KeyError::Character)),
            ("0123456789abcde\n", Some(KeyError::Character)),
            ("0123456789abcdeé", Some(KeyError::Character)),
            ("0123456789abc'--", Some(KeyError::Character)),
        ];
        for (text, error) in cases {
            assert_eq!(IdempotencyKey::parse(text).err(), error, "{text}");
        }
        assert!(IdempotencyKey::parse(&"a".repeat(64)).is_ok());
        assert_eq!(IdempotencyKey::parse(&"a".repeat(65)), Err(KeyError::Length));
    }

    #[test]
    fn a_bad_key_does_not_come_in_through_json() {
        assert!(serde_json::from_str::<IdempotencyKey>("\"short\"").is_err());
        let key: IdempotencyKey = serde_json::from_str("\"0123456789abcdef\"").unwrap();
        assert_eq!(serde_json::to_string(&key).unwrap(), "\"0123456789abcdef\"");
    }
}
