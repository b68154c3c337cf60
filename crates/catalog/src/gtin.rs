//! Global Trade Item Numbers: EAN, UPC, ISBN-13 and case codes in one canonical form.

use std::fmt;

/// A valid GTIN. Shorter forms are padded, so a UPC and the EAN-13 of the same article are equal: 13 digits,
/// or 14 when a packing indicator leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    /// A shop's own number for goods that have none from their maker: the prefix 20 is kept for use within one company
    /// (GS1 General Specifications, restricted circulation numbers). None from 10^10 on: it has ten digits.
    pub fn in_store(number: u64) -> Option<Self> {
        if number >= 10_000_000_000 {
            return None;
        }
        let digits = format!("20{number:010}");
        let check = (10 - weighted_sum(&format!("{digits}0")) % 10) % 10;
        Some(Self(format!("{digits}{check}")))
    }

    /// Reads a code with its check digit (GS1 General Specifications, modulo 10 with weights 3 and 1).
    pub fn parse(text: &str) -> Result<Self, GtinError> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(GtinError::NotDigits);
        }
        if !matches!(digits.len(), 8 | 12 | 13 | 14) {
            return Err(GtinError::Length);
        }
        if !weighted_sum(&digits).is_multiple_of(10) {
            return Err(GtinError::CheckDigit);
        }
        let significant = digits.trim_start_matches('0');
        if significant.is_empty() {
            return Err(GtinError::Length);
        }
        Ok(Self(format!("{significant:0>13}")))
    }

    /// A code as the database keeps it, which was checked when it was written.
    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Weights 1 and 3 in turn, from the check digit on. Only digits.
fn weighted_sum(digits: &str) -> u32 {
    let weights = [1, 3].into_iter().cycle();
    digits.bytes().rev().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum()
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_s_own_number_is_a_valid_code_that_belongs_to_no_maker() {
        for number in [0, 1, 9, 10, 123_456, 9_999_999_999] {
            let own = Gtin::in_store(number).unwrap();
            assert_eq!(Gtin::parse(own.as_str()), Ok(own.clone()));
            assert!(own.as_str().starts_with("20"));
        }
        assert_eq!(Gtin::in_store(10_000_000_000), None);
    }

    #[test]
    fn the_same_article_has_one_code_in_every_notation() {
        let upc = Gtin::parse("036000291452").unwrap();
        assert_eq!(upc.as_str(), "0036000291452");
        for same in ["0036000291452", "00036000291452", "0 36000-29145 2"] {
            assert_eq!(Gtin::parse(same).unwrap(), upc, "{same}");
        }
        assert_eq!(Gtin::parse("96385074").unwrap().as_str(), "0000096385074");
        assert_eq!(Gtin::parse("10036000291459").unwrap().as_str(), "10036000291459");
    }

    #[test]
    fn a_wrong_code_says_why() {
        let cases = [
            ("036000291453", GtinError::CheckDigit),
            ("85896333746", GtinError::Length),
            ("03600029145x", GtinError::NotDigits),
            ("٠٣٦٠٠٠٢٩١٤٥٢", GtinError::NotDigits),
            ("", GtinError::Length),
            ("0000000000000", GtinError::Length),
        ];
        for (text, reason) in cases {
            assert_eq!(Gtin::parse(text), Err(reason), "{text}");
        }
    }
}
