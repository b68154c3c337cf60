//! Why a text cannot be saved.

use crate::{BODY_MAX_CHARS, TITLE_MAX_CHARS};
use db::DbError;

#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    #[error("there is no such page, or no such version of it")]
    NotFound,
    #[error("a title has at most {TITLE_MAX_CHARS} characters, a text at most {BODY_MAX_CHARS}")]
    TooLong,
    #[error("every shop needs this page: it can be changed, not taken down")]
    Needed,
    #[error("a text begins at once or later")]
    InThePast,
    #[error("what has begun cannot be taken back; restore an earlier version")]
    Begun,
    #[error("{0}")]
    Db(#[from] DbError),
}
