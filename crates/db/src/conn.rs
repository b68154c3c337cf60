//! A connection of either database, and the transaction that writes through it.

use crate::BoxFuture;
use crate::clock::Clock;
use crate::embedded::Embedded;
use crate::error::DbError;
use crate::sql::Sql;
use crate::value::{FromRow, Row};
use domain::{Timestamp, TypedId};
use sqlx::Postgres;
use sqlx::pool::PoolConnection;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// Which database a connection speaks to. Only this crate needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

pub(crate) enum Backend {
    Sqlite(Embedded),
    Postgres(PoolConnection<Postgres>),
}

/// A connection. Store functions take `&mut Conn`, so they serve reads and transactions alike.
pub struct Conn {
    backend: Backend,
    clock: Arc<dyn Clock>,
    /// Set while a transaction runs: everything that it writes happens at one time.
    transaction_time: Option<Timestamp>,
    /// Rows that statements of this transaction changed.
    changed: u64,
}

/// A connection for reading; each statement sees what is committed.
pub type Reader = Conn;

impl Conn {
    pub(crate) fn new(backend: Backend, clock: Arc<dyn Clock>) -> Self {
        Self { backend, clock, transaction_time: None, changed: 0 }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match self.backend {
            Backend::Sqlite(_) => Dialect::Sqlite,
            Backend::Postgres(_) => Dialect::Postgres,
        }
    }

    /// The time: in a transaction that of its begin, so that two rows of one change carry the same.
    pub fn now(&self) -> Timestamp {
        self.transaction_time.unwrap_or_else(|| self.clock.now())
    }

    /// A new id: UUID v7, so ids sort by the time they were made.
    pub fn new_id<I: TypedId>(&self) -> I {
        new_id(self.clock.now())
    }

    /// Every row, in the statement's order.
    pub async fn all<T: FromRow>(&mut self, statement: Sql) -> Result<Vec<T>, DbError> {
        self.rows(statement).await?.iter().map(T::from_row).collect()
    }

    /// The first row, if there is one.
    pub async fn opt<T: FromRow>(&mut self, statement: Sql) -> Result<Option<T>, DbError> {
        self.rows(statement).await?.first().map(T::from_row).transpose()
    }

    /// The first row.
    ///
    /// # Errors
    /// [`DbError::NotFound`] when there is none.
    pub async fn one<T: FromRow>(&mut self, statement: Sql) -> Result<T, DbError> {
        self.opt(statement).await?.ok_or(DbError::NotFound)
    }

    /// Runs the statement and tells how many rows it changed.
    pub async fn exec(&mut self, statement: Sql) -> Result<u64, DbError> {
        let changed = match &mut self.backend {
            Backend::Sqlite(c) => c.exec(&statement)?,
            Backend::Postgres(c) => remote_exec(c, statement).await?,
        };
        self.changed += changed;
        Ok(changed)
    }

    async fn rows(&mut self, statement: Sql) -> Result<Vec<Row>, DbError> {
        let writes = statement.writes();
        let rows = match &mut self.backend {
            Backend::Sqlite(c) => c.rows(&statement)?,
            Backend::Postgres(c) => remote_rows(c, statement).await?,
        };
        if writes {
            self.changed += rows.len() as u64;
        }
        Ok(rows)
    }

    /// From now on its statements may read very many rows: on the embedded database other tasks of this thread go on elsewhere
    /// meanwhile, as they do for a [`snapshot`](crate::Db::snapshot).
    pub fn expect_long(&mut self) {
        if let Backend::Sqlite(connection) = &mut self.backend {
            connection.expect_long();
        }
    }

    /// Begins a transaction that only reads. The connection is closed afterwards instead of being used again, however
    /// its work ends.
    pub(crate) async fn begin_snapshot(&mut self) -> Result<(), DbError> {
        self.expect_long();
        let begin = match &mut self.backend {
            Backend::Sqlite(_) => "BEGIN",
            Backend::Postgres(c) => {
                c.close_on_drop();
                // Deferrable: waits for a moment that no other transaction can spoil, and then never fails.
                "BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE"
            }
        };
        self.control(begin).await?;
        self.transaction_time = Some(self.clock.now());
        Ok(())
    }

    /// A statement without values or rows: BEGIN, COMMIT, SAVEPOINT.
    pub(crate) async fn control(&mut self, text: &'static str) -> Result<(), DbError> {
        match &mut self.backend {
            Backend::Sqlite(c) => c.control(text),
            Backend::Postgres(c) => remote_control(c, text).await,
        }
    }
}

// Boxed, so that the driver's large future is not a part of every future above it.

fn remote_exec(c: &mut PoolConnection<Postgres>, statement: Sql) -> BoxFuture<'_, Result<u64, DbError>> {
    Box::pin(async move {
        let (text, args) = statement.postgres()?;
        Ok(sqlx::query_with(text, args).execute(&mut **c).await?.rows_affected())
    })
}

fn remote_rows(c: &mut PoolConnection<Postgres>, statement: Sql) -> BoxFuture<'_, Result<Vec<Row>, DbError>> {
    Box::pin(async move {
        let (text, args) = statement.postgres()?;
        let rows = sqlx::query_with(text, args).fetch_all(&mut **c).await?;
        Ok(rows.into_iter().map(Row::Postgres).collect())
    })
}

fn remote_control<'c>(
    c: &'c mut PoolConnection<Postgres>,
    text: &'static str,
) -> BoxFuture<'c, Result<(), DbError>> {
    Box::pin(async move {
        sqlx::raw_sql(text).execute(&mut **c).await?;
        Ok(())
    })
}

pub(crate) fn new_id<I: TypedId>(now: Timestamp) -> I {
    let millis = u64::try_from(now.as_micros() / 1_000).unwrap_or(0);
    let random: [u8; 10] = rand::random();
    I::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

/// A transaction. It reads its own writes and runs as if it were alone.
///
/// A statement that fails leaves a PostgreSQL transaction unusable, so expected conflicts are written as
/// `ON CONFLICT DO NOTHING` and a look at the count of changed rows, not as caught errors.
pub struct Tx {
    conn: Conn,
    pub(crate) appended: bool,
    pub(crate) enqueued: bool,
}

impl Tx {
    pub(crate) fn new(conn: Conn) -> Self {
        Self { conn, appended: false, enqueued: false }
    }

    /// Begins the next command: everything of it happens at one time.
    pub(crate) fn set_time(&mut self) {
        self.conn.transaction_time = Some(self.conn.clock.now());
        self.conn.changed = 0;
    }

    /// Rows that statements of this command changed so far.
    pub fn changed(&self) -> u64 {
        self.conn.changed
    }

    /// What this command has changed since it had changed `before` rows is no deed of whoever acts: the row that keeps a
    /// request, not what was asked for. See [`aside`](crate::changes::aside).
    pub fn aside_since(&mut self, before: u64) {
        self.conn.changed = before;
    }
}

impl Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}
