//! What can go wrong with the database, in the words of the layer above.

/// The batch that held the transaction was not committed. A type of its own, so that it is found in the chain of
/// sources under any wrapper.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the transaction was part of a batch that was not committed")]
pub struct BatchLost;

/// A database error. Capabilities wrap it: `#[error(transparent)] Db(#[from] db::DbError)`.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("a row that must exist was not found")]
    NotFound,
    #[error("a row with the same unique value exists already")]
    Unique(#[source] sqlx::Error),
    #[error("a row refers to one that does not exist, or is still referred to")]
    ForeignKey(#[source] sqlx::Error),
    #[error("a check of the database refused the row")]
    Check(#[source] sqlx::Error),
    #[error("the transaction met another one and is run again")]
    Conflict(#[source] sqlx::Error),
    #[error("the transaction is run again")]
    BatchLost(#[from] BatchLost),
    #[error("column `{column}`: {problem}")]
    Column { column: String, problem: String },
    #[error("a stored document cannot be read or written: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the database cannot be opened: {0}")]
    Open(String),
    #[error("migrations did not run: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("database: {0}")]
    Sqlx(#[source] sqlx::Error),
}

impl DbError {
    pub fn is_unique(&self) -> bool {
        matches!(self, Self::Unique(_))
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        if is_conflict(&error) {
            return Self::Conflict(error);
        }
        use sqlx::error::ErrorKind;
        match error.as_database_error().map(|e| e.kind()) {
            Some(ErrorKind::UniqueViolation) => Self::Unique(error),
            Some(ErrorKind::ForeignKeyViolation) => Self::ForeignKey(error),
            Some(ErrorKind::CheckViolation | ErrorKind::NotNullViolation) => Self::Check(error),
            _ if matches!(error, sqlx::Error::RowNotFound) => Self::NotFound,
            _ => Self::Sqlx(error),
        }
    }
}

/// PostgreSQL 40001 (serialisation failure) and 40P01 (deadlock), SQLite 5 and 6 (busy, locked) and their
/// extended codes: the same transaction may succeed when it is run again.
fn is_conflict(error: &sqlx::Error) -> bool {
    let Some(code) = error.as_database_error().and_then(|e| e.code()) else { return false };
    if matches!(code.as_ref(), "40001" | "40P01") {
        return true;
    }
    // SQLite's extended codes keep the primary code in the low byte.
    code.len() <= 4 && code.parse::<i64>().is_ok_and(|n| matches!(n & 0xff, 5 | 6))
}

/// Whether any error of the chain says that the transaction may be run again.
pub(crate) fn is_retryable(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(current) = next {
        if current.is::<BatchLost>() || current.downcast_ref::<sqlx::Error>().is_some_and(is_conflict) {
            return true;
        }
        next = current.source();
    }
    false
}

/// Whether a unique value was taken. Of two transactions that add the same key at once PostgreSQL refuses one with
/// this error; run again, it finds the other's row.
pub(crate) fn is_unique_race(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(current) = next {
        let database = current.downcast_ref::<sqlx::Error>().and_then(sqlx::Error::as_database_error);
        if database.is_some_and(sqlx::error::DatabaseError::is_unique_violation) {
            return true;
        }
        next = current.source();
    }
    false
}
