//! What a bank can do. The embedded sandbox is one; a real one is an adapter with the same trait.

use crate::PayoutError;
use db::BoxFuture;
use domain::Money;
use domain::bank::BankAccount;
use domain::payout::Rejection;

/// A request to send money.
#[derive(Debug, Clone)]
pub struct Transfer {
    /// Ours: the payout's id. The same key is the same transfer, whatever happened to the answer.
    pub key: String,
    /// The bank's own token for the account.
    pub token: String,
    pub amount: Money,
}

/// What a bank says to a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransferOutcome {
    Sent {
        bank_ref: String,
    },
    Rejected(Rejection),
    /// It has the transfer and has not decided: ask again later.
    Undecided,
}

/// Why a bank gives no outcome.
#[derive(Debug, thiserror::Error)]
pub enum BankError {
    /// It may have done it: ask again by the same key.
    #[error("the bank's answer was lost")]
    AnswerLost,
    /// It could not be reached, or not understood; it may have done it.
    #[error("the bank is not available: {0}")]
    Unavailable(String),
    /// It has not done it, and will not.
    #[error("the bank refused: {0}")]
    Refused(String),
}

impl From<BankError> for PayoutError {
    fn from(error: BankError) -> Self {
        match error {
            BankError::AnswerLost | BankError::Unavailable(_) => Self::OutcomeUnknown,
            BankError::Refused(why) => Self::Refused(why),
        }
    }
}

/// The future of a bank's answer.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, BankError>>;

/// A bank, or a service that pays through banks.
pub trait Bank: Send + Sync + 'static {
    /// Short and stable; names the ledger's accounts.
    fn name(&self) -> &'static str;
    /// Exchanges an account for a token. The number goes nowhere else.
    fn open(&self, account: BankAccount) -> Answer<'_, String>;
    /// Sends money. Idempotent: asked again by the same key, it gives the first answer.
    fn send(&self, transfer: Transfer) -> Answer<'_, TransferOutcome>;
    /// What became of the transfer with our key; `None` when it never arrived.
    fn find(&self, key: String) -> Answer<'_, Option<TransferOutcome>>;
}
