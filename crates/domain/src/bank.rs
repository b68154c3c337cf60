//! Numbers of bank accounts: an IBAN (ISO 13616), or a routing and an account number of the United States. Called by
//! `payouts`, which hands them to the bank for a token and forgets them. They are never printed.

use crate::text_enum;
use std::fmt;

mod iban;

pub use iban::Iban;

text_enum! {
    /// How an account's number is written.
    pub enum BankAccountKind {
        Iban = "iban",
        /// A routing number of the American Bankers Association and an account number.
        Us = "us",
    }
}

text_enum! {
    /// The field of the form that something is wrong with.
    pub enum BankField {
        Holder = "holder",
        Iban = "iban",
        Routing = "routing",
        Account = "account",
    }
}

/// What is wrong with a field, in a way that can be put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BankProblem {
    #[error("it is empty")]
    Empty,
    #[error("only letters and digits belong in it")]
    Signs,
    #[error("no country with IBANs has this code")]
    UnknownCountry,
    #[error("an IBAN of this country has {expected} signs, not {found}")]
    WrongLength { expected: usize, found: usize },
    #[error("a digit or letter is wrong or two are swapped")]
    Checksum,
    #[error("it has nine digits")]
    NotNineDigits,
    #[error("it has 4 to 17 digits")]
    NotAnAccount,
    #[error("it is too long")]
    TooLong,
}

/// The longest name of an account's holder, in characters: what SEPA and ACH files take.
pub const LONGEST_HOLDER: usize = 70;
/// Signs of the bank's code that are kept of an IBAN.
const BANK_CODE: usize = 4;

/// What a form says, as it was typed.
#[derive(Clone, Default)]
pub struct BankAccountInput {
    pub holder: String,
    pub kind: Option<BankAccountKind>,
    pub iban: String,
    pub routing: String,
    pub account: String,
}

/// A number, checked.
#[derive(Clone, PartialEq, Eq)]
pub enum AccountNumber {
    Iban(Iban),
    Us { routing: String, account: String },
}

/// An account that money can be sent to, and whose it is.
#[derive(Clone, PartialEq, Eq)]
pub struct BankAccount {
    pub holder: String,
    pub number: AccountNumber,
}

/// What may be kept and shown of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSketch {
    pub kind: BankAccountKind,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// The routing number, or the first signs of an IBAN's bank.
    pub bank_code: String,
    pub last4: String,
}

impl BankAccountInput {
    /// Reads a form.
    ///
    /// # Errors
    /// What is wrong with each field.
    pub fn parse(&self) -> Result<BankAccount, Vec<(BankField, BankProblem)>> {
        let mut wrong = Vec::new();
        let holder = self.holder.split_whitespace().collect::<Vec<_>>().join(" ");
        if holder.is_empty() {
            wrong.push((BankField::Holder, BankProblem::Empty));
        } else if holder.chars().count() > LONGEST_HOLDER {
            wrong.push((BankField::Holder, BankProblem::TooLong));
        } else if holder.chars().any(char::is_control) {
            wrong.push((BankField::Holder, BankProblem::Signs));
        }
        let number = match self.kind {
            Some(BankAccountKind::Us) => self.us(&mut wrong),
            _ => Iban::parse(&self.iban)
                .map(AccountNumber::Iban)
                .map_err(|problem| wrong.push((BankField::Iban, problem)))
                .ok(),
        };
        match number {
            Some(number) if wrong.is_empty() => Ok(BankAccount { holder, number }),
            _ => Err(wrong),
        }
    }

    fn us(&self, wrong: &mut Vec<(BankField, BankProblem)>) -> Option<AccountNumber> {
        let routing = routing(&self.routing).map_err(|problem| wrong.push((BankField::Routing, problem)));
        let account = us_account(&self.account).map_err(|problem| wrong.push((BankField::Account, problem)));
        Some(AccountNumber::Us { routing: routing.ok()?, account: account.ok()? })
    }
}

/// A routing number: nine digits whose weighted sum (3, 7, 1) is a multiple of ten, of a Federal Reserve district, a
/// thrift, an electronic bank or a traveller's cheque (ABA, Routing Number Policy).
fn routing(text: &str) -> Result<String, BankProblem> {
    let digits = digits(text)?;
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    if values.len() != 9 {
        return Err(BankProblem::NotNineDigits);
    }
    let sum: u32 =
        values.iter().zip([3, 7, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    let district = values[0] * 10 + values[1];
    let given_out = matches!(district, 1..=12 | 21..=32 | 61..=72 | 80);
    if sum.is_multiple_of(10) && given_out { Ok(digits) } else { Err(BankProblem::Checksum) }
}

/// An account number of the United States: 4 to 17 digits (NACHA, field 6 of an entry). It has no check digit.
fn us_account(text: &str) -> Result<String, BankProblem> {
    let digits = digits(text)?;
    if (4..=17).contains(&digits.len()) { Ok(digits) } else { Err(BankProblem::NotAnAccount) }
}

/// The digits of what people write in groups.
fn digits(text: &str) -> Result<String, BankProblem> {
    let kept: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if kept.is_empty() {
        return Err(BankProblem::Empty);
    }
    if kept.bytes().all(|b| b.is_ascii_digit()) { Ok(kept) } else { Err(BankProblem::Signs) }
}

/// The last four signs, and never more than half of a short number.
fn last4(number: &str) -> String {
    let from = number.len() - (number.len() / 2).min(4);
    number.get(from..).unwrap_or_default().to_owned()
}

impl AccountNumber {
    /// What may be kept of it.
    pub fn sketch(&self) -> AccountSketch {
        match self {
            Self::Iban(iban) => AccountSketch {
                kind: BankAccountKind::Iban,
                country: iban.country().to_owned(),
                bank_code: iban.bban().chars().take(BANK_CODE).collect(),
                last4: last4(iban.as_str()),
            },
            Self::Us { routing, account } => AccountSketch {
                kind: BankAccountKind::Us,
                country: "US".to_owned(),
                bank_code: routing.clone(),
                last4: last4(account),
            },
        }
    }
}

// A number must not reach a log by way of a derived `Debug`.
macro_rules! hidden {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(•••)"))
            }
        }
    )+};
}
hidden!(AccountNumber, BankAccount, BankAccountInput);

#[cfg(test)]
#[path = "bank/tests.rs"]
mod tests;
