//! Why something cannot be written, read or decided.

use domain::DurationUs;
use domain::messages::{MOST_DOCUMENTS, MOST_DOCUMENTS_OF_SIDE, MOST_IN_WINDOW, MOST_PICTURES};

#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// Also for what belongs to others, and for a part of which the seller knows nothing.
    #[error("there is no such order or message")]
    NotFound,
    #[error("this key was used for another message")]
    KeyReused,
    #[error("a message has at most {MOST_PICTURES} pictures")]
    TooManyPictures,
    #[error("there is no such picture")]
    NoSuchPicture,
    #[error("a message has at most {MOST_DOCUMENTS} PDFs")]
    TooManyDocuments,
    #[error("one side sends at most {MOST_DOCUMENTS_OF_SIDE} PDFs about one order")]
    NoRoomForDocuments,
    #[error("this is no whole PDF")]
    NotADocument,
    #[error("this PDF is too large")]
    DocumentTooLarge,
    /// The next one may be sent after `wait`.
    #[error("one side sends at most {MOST_IN_WINDOW} messages an hour about one order")]
    TooOften { wait: DurationUs },
    #[error("nobody reports what they have written themselves")]
    OwnWords,
    #[error(transparent)]
    Order(orders::OrderError),
    #[error(transparent)]
    Seller(#[from] sellers::SellerError),
    #[error(transparent)]
    Identity(#[from] identity::IdentityError),
    #[error(transparent)]
    Mail(#[from] mail::MailError),
    #[error(transparent)]
    Notify(#[from] notify::NotifyError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}

impl From<orders::OrderError> for MessageError {
    fn from(error: orders::OrderError) -> Self {
        match error {
            orders::OrderError::NotFound => Self::NotFound,
            other => Self::Order(other),
        }
    }
}
