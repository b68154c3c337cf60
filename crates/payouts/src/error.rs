//! What can go wrong with payouts.

use domain::bank::{BankField, BankProblem};
use domain::{Money, MoneyError, Timestamp};

/// Why a payout or a change of where it goes was refused.
#[derive(Debug, thiserror::Error)]
pub enum PayoutError {
    #[error("there is no such seller")]
    NoSuchSeller,
    /// Also for a payout of another seller.
    #[error("there is no such payout")]
    NoSuchPayout,
    /// Also for one that is on no account of this seller.
    #[error("there is no such transaction")]
    NoSuchTransaction,
    #[error("the platform's own sales are not paid out")]
    PlatformSeller,
    #[error("the bank account's details are not right")]
    Account(Vec<(BankField, BankProblem)>),
    #[error("an account in the United States takes US dollars only")]
    WrongCurrency,
    #[error("there is no bank account to pay to")]
    NoAccount,
    #[error("payouts of this seller are stopped")]
    Held,
    #[error("a payout is on its way already")]
    UnderWay,
    #[error("the bank gave the last payout to this account back")]
    AccountRejected,
    #[error("a payout was asked for less than a day ago")]
    TooSoon { again_at: Timestamp },
    #[error("{available} can be paid, and the smallest payout is {minimum}")]
    BelowMinimum { available: Money, minimum: Money },
    #[error("a reason has 3 to 300 characters")]
    BadReason,
    #[error("the key `{key}` was used for something else")]
    KeyReused { key: String },
    /// The bank may or may not have done it. The job asks again.
    #[error("the bank has not answered; it is asked again")]
    OutcomeUnknown,
    #[error("the bank refused: {0}")]
    Refused(String),
    #[error("no bank is called `{0}`")]
    UnknownBank(String),
    #[error("the statement cannot be written: {0}")]
    Sheet(String),
    #[error("terms cannot be written: {0}")]
    Terms(#[from] serde_json::Error),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    #[error(transparent)]
    Seller(#[from] sellers::SellerError),
    #[error(transparent)]
    Mail(#[from] mail::MailError),
    #[error(transparent)]
    Notify(#[from] notify::NotifyError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
