//! How sellers price many offers: sheets of rows that change together and can be taken back, and prices that follow others.
//! Owns `pricing_*`. Called by the seller's pages and by the workers.
//!
//! `sheets` saves and reads them, `undo` takes one back, `drafts` keeps what was typed into one that was refused. `rules` keeps
//! what sellers say of prices that follow, `follow` does it when the log tells of a
//! product's offers or of what their sellers take off, and `charges` says what a sale leaves.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod charges;
mod check;
mod drafts;
mod error;
mod follow;
mod rules;
mod sheets;
mod undo;

pub use charges::Charges;
pub use check::{Violation, check};
pub use drafts::{Draft, LONGEST_CELL, draft_of, forget_draft, keep_draft};
pub use error::PricingError;
pub use follow::{HORIZON, MOST_CHANGES, Pricing, WINDOW};
pub use rules::{
    MOST_OF_PRODUCT, MOST_OWN_OF_PRODUCT, MOST_RULES, PriceStep, StoredPriceRule, rule_of_seller,
    rules_after, rules_of, steps_of, stop_following,
};
pub use sheets::{
    Cells, MOST_ROWS, NewSheet, RowChange, Sheet, SheetRow, rows_of, save, sheet, sheets, sheets_before,
};
pub use undo::undo;
