//! How people are reached and named: e-mail, name, telephone, and the rules of a new password. Read from forms by
//! every page that asks for them; the same rules run in the browser and on the server.

use crate::field::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A text type that is parsed once: display, serde and conversion.
macro_rules! parsed_text {
    ($name:ident) => {
        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl std::str::FromStr for $name {
            type Err = Problem;
            fn from_str(text: &str) -> Result<Self, Problem> {
                Self::parse(text)
            }
        }
        impl TryFrom<String> for $name {
            type Error = Problem;
            fn try_from(text: String) -> Result<Self, Problem> {
                Self::parse(&text)
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

/// An e-mail address. The domain is in lower case; the part before the `@` is as typed, because its case is the
/// receiving server's business.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);
parsed_text!(Email);

impl Email {
    /// Reads the practical part of RFC 5321: one `@`, at most 64 bytes before it and 254 in all, no quotes, spaces or
    /// control characters, a domain with a dot. Spaces around it are dropped.
    ///
    /// # Errors
    /// [`Problem::Missing`], [`Problem::TooLong`], [`Problem::Malformed`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Problem::Missing);
        }
        if text.len() > 254 {
            return Err(Problem::TooLong);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(Problem::Malformed)?;
        if local.len() > 64 {
            return Err(Problem::TooLong);
        }
        if !is_local_part(local) || !is_domain(domain) {
            return Err(Problem::Malformed);
        }
        Ok(Self(format!("{local}@{}", domain.to_lowercase())))
    }

    /// All in lower case: two addresses with one key are one person's. For unique columns, never for sending.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// Dot-separated atoms (RFC 5321 Dot-string, with letters of any language as RFC 6531 has them).
fn is_local_part(local: &str) -> bool {
    let atom = |c: char| {
        c.is_ascii_alphanumeric()
            || "!#$%&'*+-/=?^_`{|}~".contains(c)
            || (!c.is_ascii() && c.is_alphanumeric())
    };
    !local.is_empty() && local.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
}

/// At least two labels of letters, digits and inner hyphens, the last one not only digits (so no IP address).
fn is_domain(domain: &str) -> bool {
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part
                .chars()
                .all(|c| c == '-' || c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric()))
    };
    let last_is_a_name =
        domain.rsplit('.').next().is_some_and(|top| !top.bytes().all(|b| b.is_ascii_digit()));
    domain.contains('.') && domain.split('.').all(label) && last_is_a_name
}

/// What to call a person: one text, because names do not split into first and last everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);
parsed_text!(PersonName);

impl PersonName {
    pub const LONGEST: usize = 100;

    /// 1 to 100 characters with at least one letter, on one line; runs of spaces become one.
    ///
    /// # Errors
    /// [`Problem::Missing`], [`Problem::TooLong`], [`Problem::BadCharacter`] for control and direction-changing
    /// characters and for angle brackets, [`Problem::Malformed`] for a name without a letter.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let name = crate::field::one_line(text, Self::LONGEST)?;
        if name.is_empty() {
            return Err(Problem::Missing);
        }
        if !name.chars().any(char::is_alphabetic) {
            return Err(Problem::Malformed);
        }
        Ok(Self(name))
    }
}

/// A telephone number as `+34911234567` (E.164), or without the plus when the country was not typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);
parsed_text!(Phone);

impl Phone {
    /// 6 to 15 digits with an optional leading `+` (or `00`, which means the same). Spaces, dots, hyphens, slashes
    /// and parentheses are dropped; Arabic-Indic digits are read.
    ///
    /// # Errors
    /// [`Problem::Missing`], [`Problem::BadCharacter`], [`Problem::TooShort`], [`Problem::TooLong`],
    /// [`Problem::Malformed`] for a country code that starts with 0.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let kept: String = text
            .chars()
            .map(crate::field::latin_digit)
            .filter(|c| {
                !c.is_whitespace() && !matches!(c, '-' | '.' | '/' | '(' | ')' | '\u{200e}' | '\u{200f}')
            })
            .collect();
        if kept.is_empty() {
            return Err(Problem::Missing);
        }
        let (plus, digits) = match (kept.strip_prefix('+'), kept.strip_prefix("00")) {
            (Some(digits), _) | (None, Some(digits)) => ("+", digits),
            (None, None) => ("", kept.as_str()),
        };
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Problem::BadCharacter);
        }
        if digits.len() < 6 {
            return Err(Problem::TooShort);
        }
        if digits.len() > 15 {
            return Err(Problem::TooLong);
        }
        if plus == "+" && digits.starts_with('0') {
            return Err(Problem::Malformed);
        }
        Ok(Self(format!("{plus}{digits}")))
    }
}

/// A password that somebody chooses. Never shown, logged or sent on: it has no `Display` and no serde.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

impl NewPassword {
    pub const SHORTEST: usize = 8;
    pub const LONGEST: usize = 128;

    /// 8 to 128 characters, every character counts, nothing is trimmed (NIST SP 800-63B 5.1.1.2). Whether it is one
    /// of the most used is the server's to say.
    ///
    /// # Errors
    /// [`Problem::Missing`], [`Problem::TooShort`], [`Problem::TooLong`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        match text.chars().count() {
            0 => Err(Problem::Missing),
            n if n < Self::SHORTEST => Err(Problem::TooShort),
            n if n > Self::LONGEST => Err(Problem::TooLong),
            _ => Ok(Self(text.to_owned())),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn e_mails_are_read_as_people_type_them() {
        let cases = [
            (" Ana.Lopez+shop@Example.COM ", Ok("Ana.Lopez+shop@example.com")),
            ("o'brien@mail.example.ie", Ok("o'brien@mail.example.ie")),
            ("用户@例子.广告", Ok("用户@例子.广告")),
            ("", Err(Problem::Missing)),
            ("   ", Err(Problem::Missing)),
            ("ana", Err(Problem::Malformed)),
            ("ana@", Err(Problem::Malformed)),
            ("@example.com", Err(Problem::Malformed)),
            ("ana@localhost", Err(Problem::Malformed)),
            ("ana@127.0.0.1", Err(Problem::Malformed)),
            ("ana@@example.com", Err(Problem::Malformed)),
            ("a@b@example.com", Err(Problem::Malformed)),
            ("ana lopez@example.com", Err(Problem::Malformed)),
            ("ana@exa mple.com", Err(Problem::Malformed)),
            ("ana..lopez@example.com", Err(Problem::Malformed)),
            (".ana@example.com", Err(Problem::Malformed)),
            ("ana@-example.com", Err(Problem::Malformed)),
            ("ana@example..com", Err(Problem::Malformed)),
            ("ana@example.com\r\nBcc: all@example.com", Err(Problem::Malformed)),
            ("ana\u{0}@example.com", Err(Problem::Malformed)),
            ("<ana@example.com>", Err(Problem::Malformed)),
        ];
        for (text, expected) in cases {
            assert_eq!(
                Email::parse(text).as_ref().map(Email::as_str),
                expected.as_ref().map(|s| *s),
                "{text:?}"
            );
        }
        assert_eq!(Email::parse(&format!("{}@example.com", "a".repeat(65))), Err(Problem::TooLong));
        assert_eq!(Email::parse(&format!("a@{}.com", "b.".repeat(130))), Err(Problem::TooLong));
    }

    #[test]
    fn one_person_has_one_key() {
        assert_eq!(
            Email::parse("Ana@Example.com").unwrap().key(),
            Email::parse("ana@example.COM").unwrap().key()
        );
        assert_eq!(Email::parse("Ana@Example.com").unwrap().domain(), "example.com");
    }

    #[test]
    fn a_bad_e_mail_does_not_come_in_through_json() {
        assert!(serde_json::from_str::<Email>("\"nobody\"").is_err());
    }

    #[test]
    fn names_of_the_world_are_names() {
        for name in ["Ana", "María José Carreño Quiñones", "محمد علي", "王芳", "O'Brien-Smith Jr.", "X Æ 12"]
        {
            assert_eq!(PersonName::parse(name).unwrap().as_str(), name);
        }
        assert_eq!(PersonName::parse("  Ana \t López ").unwrap().as_str(), "Ana López");
        let cases = [
            ("", Problem::Missing),
            ("  ", Problem::Missing),
            ("12345", Problem::Malformed),
            ("Ana\nBcc: x", Problem::BadCharacter),
            ("<script>", Problem::BadCharacter),
            ("Ana\u{202e}", Problem::BadCharacter),
        ];
        for (text, problem) in cases {
            assert_eq!(PersonName::parse(text), Err(problem), "{text:?}");
        }
        assert_eq!(PersonName::parse(&"a".repeat(101)), Err(Problem::TooLong));
    }

    #[test]
    fn telephone_numbers_lose_their_decoration() {
        let cases = [
            ("+34 911 23 45 67", Ok("+34911234567")),
            ("0034 911234567", Ok("+34911234567")),
            ("(415) 555-0132", Ok("4155550132")),
            ("+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧", Ok("+966501234567")),
            ("", Err(Problem::Missing)),
            ("---", Err(Problem::Missing)),
            ("12345", Err(Problem::TooShort)),
            ("1234567890123456", Err(Problem::TooLong)),
            ("call me", Err(Problem::BadCharacter)),
            ("+12+34567", Err(Problem::BadCharacter)),
            ("+0123456", Err(Problem::Malformed)),
        ];
        for (text, expected) in cases {
            assert_eq!(
                Phone::parse(text).as_ref().map(Phone::as_str),
                expected.as_ref().map(|s| *s),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_password_is_counted_in_characters_and_never_shown() {
        assert_eq!(NewPassword::parse(""), Err(Problem::Missing));
        assert_eq!(NewPassword::parse("1234567"), Err(Problem::TooShort));
        assert_eq!(NewPassword::parse("ñañañañ"), Err(Problem::TooShort));
        assert!(NewPassword::parse(" ñañaña ").is_ok());
        assert!(NewPassword::parse(&"é".repeat(128)).is_ok());
        assert_eq!(NewPassword::parse(&"é".repeat(129)), Err(Problem::TooLong));
        assert!(!format!("{:?}", NewPassword::parse("correct horse").unwrap()).contains("horse"));
    }

    proptest! {
        #[test]
        fn what_was_read_reads_again_as_itself(text in "\\PC{0,60}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(Email::parse(email.as_str()).unwrap(), email);
            }
            if let Ok(name) = PersonName::parse(&text) {
                prop_assert_eq!(PersonName::parse(name.as_str()).unwrap(), name);
            }
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()).unwrap(), phone);
            }
        }

        #[test]
        fn no_line_break_survives(before in "[a-z]{1,9}", after in "[a-z]{1,9}") {
            for break_ in ["\n", "\r\n", "\u{2028}", "\u{85}"] {
                let text = [before.as_str(), break_, after.as_str()].concat();
                prop_assert!(PersonName::parse(&text).is_err());
                prop_assert!(Email::parse(&(text + "@example.com")).is_err());
            }
        }
    }
}
