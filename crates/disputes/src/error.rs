//! Why a dispute cannot be answered as asked.

use domain::dispute::DisputeState;
use domain::{MoneyError, Timestamp};

#[derive(Debug, thiserror::Error)]
pub enum DisputeError {
    #[error("there is no such dispute")]
    NotFound,
    #[error("this key was used for something else")]
    KeyReused,
    #[error("this cannot be done: the dispute is {state}")]
    WrongState { state: DisputeState },
    #[error("the time to answer is over")]
    TooLate { until: Timestamp },
    #[error("say why the bank should give the money back")]
    NoEvidence,
    #[error("at most {most} characters are read, not {found}")]
    EvidenceTooLong { most: usize, found: usize },
    #[error("this is neither a whole PDF nor a JPEG, PNG or WebP picture")]
    NotADocument,
    #[error("a PDF of more than {most} bytes is not taken")]
    DocumentTooLarge { most: usize },
    #[error("at most {most} files go to the bank")]
    TooManyDocuments { most: i64 },
    #[error("what was answered cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Order(#[from] orders::OrderError),
    #[error(transparent)]
    Return(#[from] returns::ReturnError),
    #[error(transparent)]
    Payment(#[from] payments::PaymentError),
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    #[error(transparent)]
    Fee(#[from] fees::FeeError),
    #[error(transparent)]
    Seller(#[from] sellers::SellerError),
    #[error(transparent)]
    Notify(#[from] notify::NotifyError),
    #[error(transparent)]
    Mail(#[from] mail::MailError),
    #[error(transparent)]
    Picture(#[from] pictures::PictureError),
    #[error(transparent)]
    Invoice(#[from] invoices::InvoiceError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
