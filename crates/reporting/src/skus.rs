//! What is left of each of a seller's offers, in any range of days against the one before. Called by the page "Profit" and its
//! file.
//!
//! Everything counts on the day on which the ledger moved for it: a sale when its parcel was charged, a return when it was
//! given back, a dispute when the bank took the money and when it gave it back. So what all offers together brought in a
//! range is what the ledger moved on the seller's balance for sales, returns and disputes, and `check` holds it against
//! that. `rows` reads what the capabilities kept, `fold` says what an event changes, `sheets` keeps it by day and month.

mod check;
mod consume;
mod file;
mod fold;
mod read;
mod rows;
mod sheets;

pub use check::check as check_skus;
pub use file::skus_file;
pub use read::{SkuLine, Skus, skus};

pub(crate) use consume::rebuild;
pub(crate) use fold::moved;
