//! Settings of the operator that count from a moment on, now or later. Owns `terms_*`. Called by returns and disputes for what
//! is kept of a refund, by payouts for when and how much is paid, by buybox for the limits of sellers' health, and by the
//! operator's page.
//!
//! A setting is a whole document of one kind (`domain::terms`). Nothing is ever changed, so what counted when something was
//! promised can be read for ever; what has not begun can be taken back, which is a row beside it.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod check;
mod error;
mod store;
mod write;

pub use check::{Violation, check};
pub use error::TermsError;
pub use store::{Said, Timeline, Withdrawn, at, history, timeline};
pub use write::{Say, say, withdraw};
