//! Why an opening cannot go on as asked.

use crate::{LARGEST_DOCUMENT, MOST_DOCUMENTS, MOST_OPEN, WORDS};
use domain::opening::{OpeningState, Requirement};

#[derive(Debug, thiserror::Error)]
pub enum OpeningError {
    #[error("there is no such opening")]
    NotFound,
    #[error("this key was used for another shop")]
    KeyReused,
    #[error("at most {MOST_OPEN} shops of one account wait at the same time")]
    TooManyOpen,
    #[error("this cannot be done: the opening is {state}")]
    WrongState { state: OpeningState },
    #[error("something is still missing")]
    Missing { what: Vec<Requirement> },
    #[error("a document is a PDF, a PNG or a JPEG file")]
    NotADocument,
    #[error("a document has at most {LARGEST_DOCUMENT} bytes")]
    TooLarge,
    #[error("an opening has at most {MOST_DOCUMENTS} documents")]
    TooManyDocuments,
    #[error("a decision has {} to {} characters of words", WORDS.start(), WORDS.end())]
    BadWords,
    #[error("say what has to be handed in again")]
    NothingToHandIn,
    #[error("it was changed since it was looked at")]
    Changed,
    #[error("nobody decides about a shop that they work for")]
    OwnShop,
    #[error("what is stored cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error(transparent)]
    Seller(#[from] sellers::SellerError),
    #[error(transparent)]
    Fee(#[from] fees::FeeError),
    #[error(transparent)]
    Payout(#[from] payouts::PayoutError),
    #[error(transparent)]
    Mail(#[from] mail::MailError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
