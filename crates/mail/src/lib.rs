//! Outgoing mail. Owns mail_messages. Called by every capability that tells somebody something.
//!
//! A mail is written in the transaction of the change that it tells of, so it exists exactly when the change does; a
//! job then hands it to the transport. The same key is the same mail: it is written once and, as far as a transport
//! allows, sent once. Addresses, subjects and bodies are never logged.

mod error;
mod layout;
mod letter;
mod store;
mod transport;

pub use error::MailError;
pub use letter::{Letter, Table};
pub use store::{
    MailState, SEND_JOB, StoredMail, by_key, enqueue, forget, forget_all_to, recent, register, send,
    written_to,
};
pub use transport::{FileMailer, Mailer, Settings, SmtpMailer, mailer};

use domain::contact::Email;

/// A mail about to be written. [`Letter::message`] makes one with both bodies from one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Unique for ever, for instance `receipt:ord_…`.
    pub key: String,
    pub to: Email,
    pub subject: String,
    pub text: String,
    pub html: String,
}
