//! Messages between who ordered and who sells, about one part of an order. Owns `messages_*`: a thread for each part that
//! somebody wrote about, messages with their pictures and PDFs, what was read, what waits for an answer, reports and the operator's
//! decisions. Called by the shopper's, the seller's and the operator's pages, and by the media route.
//!
//! A body is kept as it was written. What of it the other side does not see (addresses, numbers, links) is found by
//! `domain::masking` when it is shown, so that the operator can judge what was said. A report hides nothing; a decision
//! does, and is only ever added.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod check;
mod documents;
mod error;
mod letters;
pub mod lists;
mod moderate;
mod party;
mod personal;
mod photos;
mod read;
mod send;
pub mod store;
mod words;

pub use check::{Violation, check};
pub use documents::{Document, NewDocument, document, documents_of, uses_of_document};
pub use error::MessageError;
pub use lists::{Cursor, Listed, SellerFilter};
pub use moderate::{
    Case, Decided, Decision, Reported, case, decide, decided, decisions, open_reports, report,
    reported_of_order, reports,
};
pub use party::Party;
pub use personal::MessageData;
pub use photos::{FileUse, pictures_of, uses_of};
pub use read::{mark_read, settle};
pub use send::{NewMessage, Sent};
pub use store::{Message, Thread, thread};

use db::Db;
use std::sync::Arc;

/// What mails about messages say and link to.
#[derive(Debug, Clone)]
pub struct MessagesConfig {
    pub shop_name: String,
    /// The address of the site without a final slash.
    pub public_url: String,
}

/// Sending; everything else is a free function on a connection or a transaction.
#[derive(Clone)]
pub struct Messages {
    db: Db,
    config: Arc<MessagesConfig>,
}

impl Messages {
    pub fn new(db: Db, config: MessagesConfig) -> Self {
        Self { db, config: Arc::new(config) }
    }
}

/// The table whose `picture_id` says which pictures are in use here; the sweep removes all others. They are private: who
/// may look at one is [`uses_of`]'s to say.
pub const PICTURES_IN_USE: &str = "messages_pictures";
