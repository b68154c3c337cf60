//! Opening a shop: what a new seller hands in, an operator's look at it, and the day from which it sells. Owns `openings_*`.
//! Called by the pages of whoever opens one, by the operator's page of a seller, and by the tidying.
//!
//! A shop that is opened is a seller at once, with a desk and an owner, so that everything it hands in stands where a
//! seller's things stand: legal data in `sellers`, the bank account in `payouts`. It sells once it is approved.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod decide;
mod documents;
mod error;
mod letters;
mod open;
mod personal;
mod store;
mod submit;
mod withdraw;

pub use decide::{Verdict, sight};
pub use documents::{Document, NewDocument, content, documents, has_documents};
pub use error::OpeningError;
pub use open::NewOpening;
pub use personal::OpeningData;
pub use store::{Opening, Step, handed_in, of_account, opening, steps, waiting, waiting_count};
pub use withdraw::KEPT;

use db::Db;
use std::sync::Arc;

/// So many shops of one account may wait at the same time.
pub const MOST_OPEN: i64 = 3;
/// So many documents one opening has.
pub const MOST_DOCUMENTS: i64 = 12;
/// The largest document, in bytes.
pub const LARGEST_DOCUMENT: usize = 4 * 1024 * 1024;
/// The shortest and the longest words of a decision, in characters.
pub const WORDS: std::ops::RangeInclusive<usize> = 3..=1_000;

/// What mails about openings say and link to.
#[derive(Debug, Clone)]
pub struct OpeningsConfig {
    pub shop_name: String,
    /// The address of the site without a final slash.
    pub public_url: String,
}

/// The commands; reads are free functions.
#[derive(Clone)]
pub struct Openings {
    db: Db,
    config: Arc<OpeningsConfig>,
}

impl Openings {
    pub fn new(db: Db, config: OpeningsConfig) -> Self {
        Self { db, config: Arc::new(config) }
    }
}
