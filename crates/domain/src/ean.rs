//! Global Trade Item Numbers: EAN, UPC, ISBN-13 and case codes in one canonical form. Called by catalog and import.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A valid GTIN. Shorter forms are padded, so a UPC and the EAN-13 of the same article are equal: 13 digits, or 14
/// when a packing indicator leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Gtin(String);

/// Why a text is not a GTIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GtinError {
    #[error("a code has 8, 12, 13 or 14 digits")]
    Length,
    #[error("a code has only digits, spaces and hyphens")]
    NotDigits,
    #[error("the check digit is wrong: a digit is missing or mistyped")]
    CheckDigit,
}

impl Gtin {
    /// Reads a code with its check digit; spaces and hyphens are dropped. GTIN-8, -12, -13 and -14.
    ///
    /// # Errors
    /// [`GtinError::NotDigits`], [`GtinError::Length`] (also for all zeros), [`GtinError::CheckDigit`].
    pub fn parse(text: &str) -> Result<Self, GtinError> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(GtinError::NotDigits);
        }
        if !matches!(digits.len(), 8 | 12 | 13 | 14) {
            return Err(GtinError::Length);
        }
        let (body, check) = digits.split_at(digits.len() - 1);
        if check_digit(body).to_string() != check {
            return Err(GtinError::CheckDigit);
        }
        let significant = digits.trim_start_matches('0');
        if significant.is_empty() {
            return Err(GtinError::Length);
        }
        Ok(Self(format!("{significant:0>13}")))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The last digit, 0..=9, that belongs to these digits (GS1 General Specifications 7.9: weights 3 and 1 from the
/// right, modulo 10). Other characters count as zero.
pub fn check_digit(body: &str) -> u32 {
    let sum: u32 = body
        .chars()
        .rev()
        .zip([3, 1].into_iter().cycle())
        .map(|(digit, weight)| digit.to_digit(10).unwrap_or(0) * weight)
        .sum();
    (10 - sum % 10) % 10
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Gtin {
    type Error = GtinError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Gtin> for String {
    fn from(gtin: Gtin) -> Self {
        gtin.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_of_every_length_get_one_form() {
        let cases = [
            ("4006381333931", Ok("4006381333931")),
            ("036000291452", Ok("0036000291452")),
            ("0036000291452", Ok("0036000291452")),
            ("96385074", Ok("0000096385074")),
            ("10012345678902", Ok("10012345678902")),
            ("978-0-306-40615-7", Ok("9780306406157")),
            (" 4006381 333931 ", Ok("4006381333931")),
            ("4006381333932", Err(GtinError::CheckDigit)),
            ("400638133393", Err(GtinError::CheckDigit)),
            ("40063813339", Err(GtinError::Length)),
            ("", Err(GtinError::Length)),
            ("0000000000000", Err(GtinError::Length)),
            ("400638133393X", Err(GtinError::NotDigits)),
            ("٤٠٠٦٣٨١٣٣٣٩٣١", Err(GtinError::NotDigits)),
        ];
        for (text, expected) in cases {
            assert_eq!(Gtin::parse(text).as_ref().map(Gtin::as_str), expected.as_ref().map(|s| *s), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_code_with_its_check_digit_is_read_and_one_wrong_digit_is_noticed(
            body in "[1-9][0-9]{11}", place in 0usize..13, other in 1u8..10,
        ) {
            let code = format!("{body}{}", check_digit(&body));
            let parsed = Gtin::parse(&code).unwrap();
            prop_assert_eq!(parsed.as_str(), code.as_str());
            prop_assert_eq!(Gtin::parse(parsed.as_str()).unwrap(), parsed);
            let mut wrong = code.into_bytes();
            wrong[place] = b'0' + (wrong[place] - b'0' + other) % 10;
            prop_assert_eq!(Gtin::parse(std::str::from_utf8(&wrong).unwrap()), Err(GtinError::CheckDigit));
        }
    }
}
