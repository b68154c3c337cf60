//! Starter kits: what a new market needs on its first day, as data. Owns no table: what a kit adds is written by the commands of
//! catalogue, listing, fees and content that the operator's pages call. Called by the operator's page and the command line.
//!
//! A kit adds what is missing and changes nothing that is there, so applying it again changes nothing. `plan` says what it
//! would add, `apply` does just that: it makes the plan again, in its own transaction.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod apply;
mod bookshop;
mod electronics;
mod error;
mod fashion;
mod grocer;
mod kit;
mod plan;
#[cfg(test)]
mod tests;

pub use apply::{ApplyKit, apply};
pub use error::KitError;
pub use kit::KitName;
pub use plan::{Plan, PlannedCategory, PlannedCommission, PlannedPage, PlannedRule, plan};
