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
    #[error("the code is not right, or was used already")]
    WrongCode,
    /// The page that asks for the code stood open for too long, or the password was changed meanwhile.
    #[error("sign in again: this took too long")]
    HalfExpired,
    #[error("begin again: this took too long")]
    SetUpExpired,
    #[error("codes are asked for already")]
    SecondStepOn,
    #[error("no codes are asked for")]
    SecondStepOff,
    #[error("passkeys need a site on TLS with a name")]
    NoPasskeysHere,
    /// The challenge was answered already, is too old, or was never given to this person.
    #[error("try again: this took too long")]
    PasskeyExpired,
    #[error("the passkey is not known here")]
    PasskeyUnknown,
    #[error("the passkey is there already")]
    PasskeyKnown,
    #[error("the passkey is refused: {0}")]
    Passkey(#[from] crate::PasskeyProblem),
    #[error("a passkey needs a name")]
    NamelessPasskey,
    #[error("there is no such passkey")]
    NoSuchPasskey,
    #[error("an account holds at most {most} passkeys; remove one first")]
    TooManyPasskeys { most: usize },
    /// What must be finished before the account can end.
    #[error("the account cannot end yet: {0:?}")]
    NotYet(crate::Objection),
    #[error("what is kept about an account cannot be read or removed: {0}")]
    Personal(#[source] crate::PersonalError),
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
