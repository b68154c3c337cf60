//! Disputes: what a buyer's bank takes back, what the seller answers, and how the bank decides. Owns `disputes_*`. Called by
//! the seller's and the operator's pages, by the API, and by the workers.
//!
//! `news` reads what the processor tells and writes what follows, `posting` is the ledger's side of it, `answer` gives the
//! bank what the seller says with what it attached (`documents`). A dispute is of one capture, which is one part's share of
//! one parcel.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod answer;
mod check;
mod documents;
mod error;
mod letters;
pub mod lists;
mod news;
mod posting;
mod store;
mod words;

pub use answer::{ANSWER_JOB, Answer, Answered};
pub use check::{Violation, check};
pub use documents::{Document, NewDocument, content, documents, documents_of, forget_buyer, seller_of};
pub use error::DisputeError;
pub use store::Dispute;

use db::Db;
use payments::Payments;
use std::sync::Arc;

/// What mails about disputes say and link to.
#[derive(Debug, Clone)]
pub struct DisputesConfig {
    pub shop_name: String,
    /// The address of the site without a final slash.
    pub public_url: String,
}

/// The commands; reads are free functions in [`lists`].
#[derive(Clone)]
pub struct Disputes {
    db: Db,
    payments: Payments,
    config: Arc<DisputesConfig>,
}

impl Disputes {
    pub fn new(db: Db, payments: Payments, config: DisputesConfig) -> Self {
        Self { db, payments, config: Arc::new(config) }
    }
}
