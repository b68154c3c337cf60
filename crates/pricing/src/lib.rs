//! How sellers price many offers: sheets of rows that change together and can be taken back. Owns `pricing_*`. Called by the
//! seller's pages.
//!
//! `sheets` saves and reads them, `undo` takes one back, `drafts` keeps what was typed into one that was refused.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod check;
mod drafts;
mod error;
mod sheets;
mod undo;

pub use check::{Violation, check};
pub use drafts::{Draft, LONGEST_CELL, draft_of, forget_draft, keep_draft};
pub use error::PricingError;
pub use sheets::{Cells, MOST_ROWS, NewSheet, RowChange, Sheet, SheetRow, rows_of, save, sheets};
pub use undo::undo;
