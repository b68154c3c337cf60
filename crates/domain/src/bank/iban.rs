//! The international bank account number of ISO 13616: country, two check digits, and what the country makes of it.

use super::BankProblem;
use std::fmt;

/// Countries with IBANs and how many signs theirs have: SWIFT's IBAN registry, release 99.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HN", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
    ("YE", 30),
];

/// An IBAN in capitals without spaces, of a known country, in its length, with right check digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Iban(String);

impl Iban {
    /// Reads an IBAN as people write it: in groups, in small letters.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, BankProblem> {
        let kept: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let kept = kept.to_ascii_uppercase();
        if kept.is_empty() {
            return Err(BankProblem::Empty);
        }
        if !kept.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(BankProblem::Signs);
        }
        let known = LENGTHS.iter().find(|(country, _)| kept.starts_with(country));
        let Some((_, expected)) = known else { return Err(BankProblem::UnknownCountry) };
        if kept.len() != *expected {
            return Err(BankProblem::WrongLength { expected: *expected, found: kept.len() });
        }
        let checked = kept.bytes().skip(2).take(2).all(|b| b.is_ascii_digit());
        if checked && remainder(&kept) == 1 { Ok(Self(kept)) } else { Err(BankProblem::Checksum) }
    }

    /// Without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// ISO 3166 alpha-2.
    pub fn country(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    /// The country's own part: bank and account.
    pub fn bban(&self) -> &str {
        self.0.get(4..).unwrap_or_default()
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Iban(•••)")
    }
}

/// ISO 7064, MOD 97-10: the first four signs behind the others, letters as 10 to 35, and the remainder of all by 97.
fn remainder(iban: &str) -> u32 {
    let turned = iban.chars().skip(4).chain(iban.chars().take(4));
    turned
        .filter_map(|c| c.to_digit(36))
        .fold(0, |rest, value| if value < 10 { (rest * 10 + value) % 97 } else { (rest * 100 + value) % 97 })
}
