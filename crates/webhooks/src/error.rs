//! Why an endpoint cannot be had or changed as asked.

#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    #[error("there is no such endpoint or delivery")]
    NotFound,
    #[error(
        "the address starts with https:// and has at most 500 characters, no user, no password and no fragment"
    )]
    BadUrl,
    #[error("choose what it is told, at least one thing")]
    NothingTold,
    #[error("a seller has {most} endpoints at the most")]
    TooMany { most: i64 },
    #[error("the endpoint is off; turn it on first")]
    IsOff,
    #[error("the platform holds the endpoint back; its messages wait")]
    IsHeld,
    #[error("a reason has 3 to 300 characters")]
    BadReason,
    #[error("it is on its way already")]
    Underway,
    #[error("a stored message cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error(transparent)]
    Seller(#[from] sellers::SellerError),
    #[error(transparent)]
    Mail(#[from] mail::MailError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
