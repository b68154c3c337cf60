//! The sandbox's test accounts and what each of them does.

use domain::DurationUs;
use domain::bank::AccountNumber;
use domain::payout::Rejection;
use domain::text_enum;

text_enum! {
    /// What the sandbox does with a transfer to an account.
    pub enum Behaviour {
        Pays = "pays",
        /// Gives it back: the account is closed.
        Closed = "closed",
        /// Gives it back: there is no such account.
        Unknown = "unknown",
        /// Sends it, and its first answer is lost.
        AnswerLost = "answer_lost",
        /// The first request never arrives.
        RequestLost = "request_lost",
        /// Sends it after an hour; until then it has not decided.
        Late = "late",
        /// Gives it back after an hour.
        LateClosed = "late_closed",
    }
}
db::text_column!(Behaviour);

/// How long the late accounts take.
const LATE: DurationUs = DurationUs::from_hours(1);

impl Behaviour {
    /// What the bank will have said in the end.
    pub(super) fn rejection(self) -> Option<Rejection> {
        match self {
            Self::Closed | Self::LateClosed => Some(Rejection::AccountClosed),
            Self::Unknown => Some(Rejection::AccountNotFound),
            _ => None,
        }
    }

    pub(super) fn takes(self) -> DurationUs {
        if matches!(self, Self::Late | Self::LateClosed) { LATE } else { DurationUs::from_micros(0) }
    }
}

/// A documented test account.
#[derive(Debug, Clone, Copy)]
pub struct TestAccount {
    pub iban: &'static str,
    /// At the routing number [`TestAccount::ROUTING`].
    pub us_account: &'static str,
    pub behaviour: Behaviour,
}

impl TestAccount {
    pub const ROUTING: &'static str = "110000000";
}

const fn test(iban: &'static str, us_account: &'static str, behaviour: Behaviour) -> TestAccount {
    TestAccount { iban, us_account, behaviour }
}

/// Every account that does something else than to pay, and one that pays. Any other valid number pays, too: no money
/// moves.
pub const TEST_ACCOUNTS: &[TestAccount] = &[
    test("DE89370400440532013000", "000123456789", Behaviour::Pays),
    test("DE62370400440532013001", "000111111113", Behaviour::Closed),
    test("DE35370400440532013002", "000111111116", Behaviour::Unknown),
    test("DE08370400440532013003", "000111111119", Behaviour::AnswerLost),
    test("DE78370400440532013004", "000111111122", Behaviour::RequestLost),
    test("DE51370400440532013005", "000111111125", Behaviour::Late),
    test("DE24370400440532013006", "000111111128", Behaviour::LateClosed),
];

pub(super) fn behaviour_of(number: &AccountNumber) -> Behaviour {
    let is = |test: &&TestAccount| match number {
        AccountNumber::Iban(iban) => iban.as_str() == test.iban,
        AccountNumber::Us { routing, account } => {
            routing == TestAccount::ROUTING && account == test.us_account
        }
    };
    TEST_ACCOUNTS.iter().find(is).map_or(Behaviour::Pays, |test| test.behaviour)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::bank::{BankAccountInput, BankAccountKind};

    #[test]
    fn every_test_account_is_a_valid_number_and_known_by_both() {
        for test in TEST_ACCOUNTS {
            let iban = BankAccountInput {
                holder: "Casa".into(),
                iban: test.iban.into(),
                ..BankAccountInput::default()
            };
            let us = BankAccountInput {
                kind: Some(BankAccountKind::Us),
                routing: TestAccount::ROUTING.into(),
                account: test.us_account.into(),
                ..iban.clone()
            };
            for input in [iban, us] {
                assert_eq!(behaviour_of(&input.parse().unwrap().number), test.behaviour);
            }
        }
    }
}
