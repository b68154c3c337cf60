//! Why there is no such invoice, or none can be made.

use domain::MoneyError;

#[derive(Debug, thiserror::Error)]
pub enum InvoiceError {
    #[error("there is no such invoice")]
    NotFound,
    #[error("an invoice has at least one line")]
    NoLines,
    #[error("an invoice's content cannot be written: {0}")]
    Content(#[from] serde_json::Error),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Seller(#[from] sellers::SellerError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
