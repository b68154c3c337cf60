//! The double-entry ledger. Owns `ledger_*`. Called by payments (authorise, capture, refund), orders (sale) and
//! everything that earns or owes money.
//!
//! Rows are only ever added. A transaction is a set of postings that adds up to zero per currency; debits are
//! positive, credits negative. Postings live in one of two layers that are summed apart: `pending` is promised (an
//! authorised card), `posted` has happened. A pending transaction is resolved by later ones, in as many parts as
//! needed: each posts what happened and takes the same from the pending layer, or voids it. What is left of it is
//! the sum of its pending layer, so nothing is ever changed, and nothing can be taken twice.
//!
//! No row is hot: an account holds no balance. A balance is a snapshot plus the postings after it.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod account;
mod check;
mod entry;
mod picked;
mod post;
mod read;
mod snapshot;
mod sums;

pub use account::{AccountRef, OwnerKind, Purpose, RETURN_LABELS, RevenueStream};
pub use check::{Violation, check};
pub use entry::{EntryState, Layer, Memo, NewTransaction, Posting, TransactionKind};
pub use picked::{Picked, picked_lines, picked_sum};
pub use post::{Posted, post, post_as, reverse, void};
pub use read::{
    AccountLine, Balance, LineCursor, Statement, StatementLine, StoredPosting, StoredTransaction, account,
    balance, currencies_of, lines, remaining, statement, transaction, transactions_of_order,
};
pub use snapshot::{SNAPSHOT_JOB, SNAPSHOT_LAG, take_snapshots};
pub use sums::{
    KindSum, Movement, StreamRevenue, movements, revenue_by_stream, sum_beside, sums_by_kind, sums_of_part,
};

use db::DbError;
use domain::{Currency, LedgerTxId, Money, MoneyError};

/// Why the ledger refuses.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("the key `{key}` was used for another transaction")]
    KeyReused { key: String },
    #[error("a key has 1 to 200 characters")]
    KeyLength,
    #[error("a transaction has at least two postings")]
    TooFewPostings,
    #[error("posting {line} moves nothing")]
    ZeroPosting { line: usize },
    #[error("an amount to debit or credit is positive, not {amount}")]
    NotPositive { amount: Money },
    #[error("posting {line} is in {amount} on an account in {account}")]
    WrongCurrency { line: usize, account: Currency, amount: Currency },
    #[error("debits and credits in {currency} differ by {off_by_minor} minor units")]
    Unbalanced { currency: Currency, off_by_minor: i128 },
    #[error("only posted and void transactions resolve another, and a void one must")]
    WrongResolution,
    #[error("{id} is not a pending transaction")]
    NotPending { id: LedgerTxId },
    #[error("nothing of {id} is pending any more")]
    NothingPending { id: LedgerTxId },
    #[error("{wanted_minor} of {id} cannot be resolved: only {left_minor} is still pending on that account")]
    OverResolved { id: LedgerTxId, wanted_minor: i64, left_minor: i64 },
    #[error("what this transaction takes from {id} does not balance in {currency}")]
    ResolutionUnbalanced { id: LedgerTxId, currency: Currency },
    #[error("no posting is on an account of the pending transaction {id}")]
    Unrelated { id: LedgerTxId },
    #[error("{id} does not exist or cannot be reversed")]
    NotReversible { id: LedgerTxId },
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Db(#[from] DbError),
}
