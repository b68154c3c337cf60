//! What can go wrong with accounts, sessions and address books.

/// Why a command of identity was refused.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The same words whether the e-mail is unknown or the password is wrong.
    #[error("the e-mail or the password is not right")]
    WrongCredentials,
    #[error("too many attempts; try again in {retry_after_s} seconds")]
    TooMany { retry_after_s: u64 },
    #[error("the server is busy; try again in {retry_after_s} seconds")]
    Busy { retry_after_s: u64 },
    #[error("this password is one of the most used, or is the e-mail or the name; choose another one")]
    PasswordTooCommon,
    #[error("this link is used up or too old; sign up again")]
    LinkExpired,
    /// Only for commands of operators and of `orinoco seed`; sign-up never says so.
    #[error("there is an account with this e-mail already")]
    EmailTaken,
    #[error("there is no such account")]
    NoSuchAccount,
    #[error("there is no such address in this address book")]
    NoSuchAddress,
    #[error("an address book holds at most {most} addresses; remove one first")]
    TooManyAddresses { most: usize },
    #[error("the password hash settings are not valid: {0}")]
    BadHashSettings(String),
    #[error("a stored password hash cannot be read: {0}")]
    BadStoredHash(String),
    #[error("a stored address cannot be written or read: {0}")]
    Address(#[from] serde_json::Error),
    #[error("a letter cannot be written: {0}")]
    Mail(#[from] mail::MailError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
