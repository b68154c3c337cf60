//! What can go wrong with mail.

/// Why a mail was not written or not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("a mail's key is 1 to 200 characters long")]
    BadKey,
    #[error("a mail's subject is 1 to 500 characters long and has no line breaks or control characters")]
    BadSubject,
    #[error("the recipient's address cannot be put into a mail header")]
    BadRecipient,
    #[error("the sender `{0}` is not a mail address; write it like `Shop <shop@example.com>`")]
    BadSender(String),
    #[error("the SMTP address is not valid; write it like smtps://user:password@host:465 ({0})")]
    BadSmtpUrl(String),
    #[error("there is no mail with this id")]
    NoSuchMail,
    #[error("the mail cannot be built: {0}")]
    Build(#[from] lettre::error::Error),
    #[error("the mail server did not take the mail: {0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
    #[error("the mail cannot be written as a file: {0}")]
    File(#[from] std::io::Error),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
