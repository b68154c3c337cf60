//! Why a setting stays as it is.

use domain::terms::WrongTerm;

#[derive(Debug, thiserror::Error)]
pub enum TermsError {
    #[error("there is no such setting")]
    NotFound,
    #[error("a reason has 3 to 300 characters")]
    BadReason,
    #[error("a change begins now or later: what was promised before it is kept")]
    InThePast,
    #[error("so it is then already")]
    Same,
    #[error("what has begun cannot be taken back; say another one")]
    Begun,
    #[error("it was taken back already")]
    Withdrawn,
    #[error(transparent)]
    Wrong(#[from] WrongTerm),
    #[error("a setting cannot be written: {0}")]
    Unwritable(#[from] serde_json::Error),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
