//! What can go wrong with the database, in the words of the layer above.

/// The batch that held the transaction was not committed. A type of its own, so that it is found in the chain of
/// sources under any wrapper.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the transaction was part of a batch that was not committed")]
pub struct BatchLost;

/// What the database itself said.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("{0}")]
    Postgres(#[from] sqlx::Error),
}

/// What kind of error it is, as far as callers care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Conflict,
    Unique,
    ForeignKey,
    Check,
    Closed,
    NotFound,
    Other,
}

impl EngineError {
    fn kind(&self) -> Kind {
        match self {
            Self::Sqlite(rusqlite::Error::SqliteFailure(failure, _)) => sqlite_kind(failure.extended_code),
            Self::Sqlite(_) => Kind::Other,
            Self::Postgres(sqlx::Error::PoolClosed) => Kind::Closed,
            Self::Postgres(sqlx::Error::RowNotFound) => Kind::NotFound,
            Self::Postgres(error) => error.as_database_error().map_or(Kind::Other, postgres_kind),
        }
    }
}

/// The low byte is the primary code: 5 and 6 are busy and locked.
fn sqlite_kind(extended_code: i32) -> Kind {
    use rusqlite::ffi;
    match extended_code {
        code if matches!(code & 0xff, ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED) => Kind::Conflict,
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            Kind::Unique
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Kind::ForeignKey,
        ffi::SQLITE_CONSTRAINT_CHECK | ffi::SQLITE_CONSTRAINT_NOTNULL => Kind::Check,
        _ => Kind::Other,
    }
}

/// 40001 (serialisation failure) and 40P01 (deadlock): the same transaction may succeed when it is run again.
fn postgres_kind(error: &dyn sqlx::error::DatabaseError) -> Kind {
    use sqlx::error::ErrorKind;
    if error.code().is_some_and(|code| matches!(code.as_ref(), "40001" | "40P01")) {
        return Kind::Conflict;
    }
    match error.kind() {
        ErrorKind::UniqueViolation => Kind::Unique,
        ErrorKind::ForeignKeyViolation => Kind::ForeignKey,
        ErrorKind::CheckViolation | ErrorKind::NotNullViolation => Kind::Check,
        _ => Kind::Other,
    }
}

/// A database error. Capabilities wrap it: `#[error(transparent)] Db(#[from] db::DbError)`.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("a row that must exist was not found")]
    NotFound,
    #[error("a row with the same unique value exists already")]
    Unique(#[source] EngineError),
    #[error("a row refers to one that does not exist, or is still referred to")]
    ForeignKey(#[source] EngineError),
    #[error("a check of the database refused the row")]
    Check(#[source] EngineError),
    #[error("the transaction met another one and is run again")]
    Conflict(#[source] EngineError),
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
    #[error("the database was closed")]
    Closed,
    #[error("database: {0}")]
    Engine(#[source] EngineError),
}

impl DbError {
    pub fn is_unique(&self) -> bool {
        matches!(self, Self::Unique(_))
    }
}

impl From<EngineError> for DbError {
    fn from(error: EngineError) -> Self {
        match error.kind() {
            Kind::Conflict => Self::Conflict(error),
            Kind::Unique => Self::Unique(error),
            Kind::ForeignKey => Self::ForeignKey(error),
            Kind::Check => Self::Check(error),
            Kind::Closed => Self::Closed,
            Kind::NotFound => Self::NotFound,
            Kind::Other => Self::Engine(error),
        }
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        EngineError::from(error).into()
    }
}

/// Whether any error of the chain says that the transaction may be run again.
pub(crate) fn is_retryable(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(current) = next {
        if current.is::<BatchLost>() || is_kind(current, Kind::Conflict) {
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
        if is_kind(current, Kind::Unique) {
            return true;
        }
        next = current.source();
    }
    false
}

fn is_kind(error: &(dyn std::error::Error + 'static), kind: Kind) -> bool {
    error.downcast_ref::<EngineError>().is_some_and(|engine| engine.kind() == kind)
}
