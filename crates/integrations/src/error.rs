//! Why a key or a request of a program is refused.

/// What can go wrong with integrations.
#[derive(Debug, thiserror::Error)]
pub enum IntegrationError {
    #[error("a name is one line of 1 to 60 characters")]
    BadName,
    #[error("choose at least one thing that the key may do")]
    NoScope,
    #[error("a seller has at most {most} keys; revoke one first")]
    TooManyKeys { most: i64 },
    /// Also for another seller's.
    #[error("there is no such key")]
    NoSuchKey,
    #[error("there is no such seller")]
    NoSuchSeller,
    #[error("this idempotency key was used for another request")]
    KeyReused,
    #[error(transparent)]
    Seller(#[from] sellers::SellerError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
