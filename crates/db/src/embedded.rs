//! The embedded database: SQLite in this process, asked on the caller's own thread.
//!
//! sqlx gives each SQLite connection a thread and sends it every statement; waking that thread and being woken by it
//! costs several times what the statement itself does, most of all on a virtual machine. A statement by key takes
//! microseconds, less than the way to anywhere else, so it is run where it is asked for. Readings that may take long
//! say so ([`crate::Db::snapshot`], [`crate::Conn::expect_long`]) and make room for others. What a page reads together is
//! taken from memory as long as nothing was committed since: SQLite counts that for each connection (`data_version`).

use crate::answers::{Answers, question};
use crate::error::{DbError, EngineError};
use crate::sql::Sql;
use crate::value::{Row, Value};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, Value as Stored, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 512;
/// Another process, for instance `orinoco import` beside the server, may hold the file this long.
pub(crate) const BUSY: Duration = Duration::from_secs(15);
const READERS_WAIT: Duration = Duration::from_secs(20);

const COMMON: &str = "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000;";
/// A page that many commits write is copied into the file once for all of them: 16 MB of log between two copies.
const WRITER: &str =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;";
const READER: &str = "PRAGMA query_only = ON;";

/// The connection that writes.
pub(crate) fn open_writer(file: &Path) -> Result<Connection, DbError> {
    open(file, WRITER)
}

fn open(file: &Path, own: &str) -> Result<Connection, DbError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(file, flags).and_then(|connection| {
        connection.busy_timeout(BUSY)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // Plans do not depend on what is bound: without this guarantee each statement with `LIMIT $n` is prepared anew
        // whenever its limit is bound, which took a sixth of a product page.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.execute_batch(COMMON)?;
        connection.execute_batch(own)?;
        Ok(connection)
    });
    opened.map_err(|e| DbError::Open(format!("{} cannot be opened: {e}", file.display())))
}

/// Connections that only read; as many as the settings allow, opened when they are needed.
pub(crate) struct Readers {
    file: PathBuf,
    idle: Arc<Mutex<Vec<Seat>>>,
    free: Arc<Semaphore>,
}

/// A connection and what it was answered.
struct Seat {
    connection: Connection,
    answers: Answers,
}

impl Readers {
    pub(crate) fn new(file: PathBuf, connections: u32) -> Self {
        let free = usize::try_from(connections.max(1)).unwrap_or(1);
        Self { file, idle: Arc::default(), free: Arc::new(Semaphore::new(free)) }
    }

    /// # Errors
    /// [`DbError::Closed`] after [`Readers::close`]; [`DbError::Open`] when the file cannot be opened or every
    /// connection stays in use for long.
    pub(crate) async fn acquire(&self) -> Result<Embedded, DbError> {
        let permit = match tokio::time::timeout(READERS_WAIT, Arc::clone(&self.free).acquire_owned()).await {
            Ok(permit) => permit.map_err(|_| DbError::Closed)?,
            Err(_) => return Err(DbError::Open("every connection of the database is in use".into())),
        };
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let seat = match idle {
            Some(seat) => seat,
            None => Seat { connection: open(&self.file, READER)?, answers: Answers::default() },
        };
        let home = Some(Home { idle: Arc::clone(&self.idle), permit });
        Ok(Embedded { seat: Some(seat), home, long: false, moment: false })
    }

    /// Lets nobody read any more. Connections in use are closed when they come back.
    pub(crate) fn close(&self) {
        self.free.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Where a reading connection goes when it is dropped.
struct Home {
    idle: Arc<Mutex<Vec<Seat>>>,
    permit: OwnedSemaphorePermit,
}

/// One connection to the embedded database.
pub(crate) struct Embedded {
    /// Taken only when it is dropped.
    seat: Option<Seat>,
    home: Option<Home>,
    /// Its statements may take long.
    long: bool,
    /// Inside a transaction that only keeps what it sees together.
    moment: bool,
}

impl Drop for Embedded {
    fn drop(&mut self) {
        // A connection that is still inside a transaction is closed, and the transaction with it.
        let usable =
            self.seat.take().filter(|s| self.ends_moment(&s.connection) || s.connection.is_autocommit());
        if let (Some(seat), Some(home)) = (usable, self.home.take()) {
            let mut idle = home.idle.lock().unwrap_or_else(PoisonError::into_inner);
            // Asked under the lock, under which `close` empties the list.
            if !home.permit.semaphore().is_closed() {
                idle.push(seat);
            }
        }
    }
}

impl Embedded {
    pub(crate) fn writer(connection: Connection) -> Self {
        let seat = Seat { connection, answers: Answers::default() };
        Self { seat: Some(seat), home: None, long: false, moment: false }
    }

    /// From now on statements may take long, and other tasks of the same thread are moved elsewhere meanwhile.
    pub(crate) fn expect_long(&mut self) {
        use tokio::runtime::{Handle, RuntimeFlavor};
        // A runtime of one thread has nowhere else.
        let threads = Handle::try_current().is_ok_and(|h| h.runtime_flavor() == RuntimeFlavor::MultiThread);
        self.long = threads;
    }

    /// From now on all readings see the same moment, until this is dropped.
    pub(crate) fn see_one_moment(&mut self) -> Result<(), DbError> {
        self.control("BEGIN")?;
        self.moment = true;
        // The first reading of a transaction decides which moment it sees: this one.
        let version =
            self.run(|c| c.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0)))?;
        if let Some(seat) = &mut self.seat {
            seat.answers.at(version);
        }
        Ok(())
    }

    fn ends_moment(&self, connection: &Connection) -> bool {
        self.moment && connection.prepare_cached("COMMIT").and_then(|mut c| c.raw_execute()).is_ok()
    }

    fn run<T>(&mut self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, DbError> {
        let connection = &self.seat.as_ref().ok_or(DbError::Closed)?.connection;
        let result =
            if self.long { tokio::task::block_in_place(|| work(connection)) } else { work(connection) };
        result.map_err(|e| EngineError::from(e).into())
    }

    pub(crate) fn rows(&mut self, statement: &Sql) -> Result<Vec<Row>, DbError> {
        // Only at one moment is it known that nothing was committed since.
        if !self.moment || statement.writes() {
            return Ok(self.asked(statement)?.into_iter().map(Row::Embedded).collect());
        }
        let question = question(statement);
        if let Some(known) = self.seat.as_ref().and_then(|seat| seat.answers.get(&question)) {
            return Ok(known.iter().cloned().map(Row::Embedded).collect());
        }
        let rows = self.asked(statement)?;
        if let Some(seat) = &mut self.seat {
            seat.answers.keep(question, &rows);
        }
        Ok(rows.into_iter().map(Row::Embedded).collect())
    }

    fn asked(&mut self, statement: &Sql) -> Result<Vec<EmbeddedRow>, DbError> {
        self.run(|connection| {
            let mut prepared = bound(connection, statement)?;
            let names: Names = prepared.column_names().into_iter().map(Into::into).collect();
            let mut rows = prepared.raw_query();
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let values = (0..names.len()).map(|at| row.get::<_, Stored>(at)).collect::<Result<_, _>>()?;
                found.push(EmbeddedRow { names: Arc::clone(&names), values });
            }
            Ok(found)
        })
    }

    /// How many rows it changed.
    pub(crate) fn exec(&mut self, statement: &Sql) -> Result<u64, DbError> {
        self.run(|connection| {
            let mut prepared = bound(connection, statement)?;
            let before = connection.total_changes();
            let mut rows = prepared.raw_query();
            while rows.next()?.is_some() {}
            drop(rows);
            // `changes` keeps the number of the last statement that changed something.
            Ok(if connection.total_changes() == before { 0 } else { connection.changes() })
        })
    }

    pub(crate) fn control(&mut self, text: &'static str) -> Result<(), DbError> {
        self.run(|connection| connection.prepare_cached(text)?.raw_execute().map(|_| ()))
    }
}

type Names = Arc<[Box<str>]>;

/// `$2` is a name to SQLite, and names are numbered as they come: each gets the value whose number it is.
fn bound<'c>(connection: &'c Connection, statement: &Sql) -> rusqlite::Result<CachedStatement<'c>> {
    let mut prepared = connection.prepare_cached(statement.as_str())?;
    for index in 1..=prepared.parameter_count() {
        let number =
            prepared.parameter_name(index).and_then(|name| name.get(1..)).and_then(|n| n.parse().ok());
        let number: usize = number.unwrap_or(index);
        let value = number.checked_sub(1).and_then(|at| statement.values().get(at));
        let value = value.ok_or(rusqlite::Error::InvalidParameterCount(number, statement.values().len()))?;
        prepared.raw_bind_parameter(index, value)?;
    }
    Ok(prepared)
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self {
            Self::Int(Some(v)) => ValueRef::Integer(*v),
            Self::Bool(Some(v)) => ValueRef::Integer(i64::from(*v)),
            Self::Real(Some(v)) => ValueRef::Real(*v),
            Self::Text(Some(v)) => ValueRef::Text(v.as_bytes()),
            Self::Bytes(Some(v)) => ValueRef::Blob(v),
            Self::Uuid(Some(v)) => ValueRef::Blob(v.as_bytes()),
            Self::Int(None) | Self::Bool(None) | Self::Real(None) => ValueRef::Null,
            Self::Text(None) | Self::Bytes(None) | Self::Uuid(None) => ValueRef::Null,
        };
        Ok(ToSqlOutput::Borrowed(value))
    }
}

/// A row, copied out of the database; cheap to clone.
#[derive(Debug, Clone)]
pub struct EmbeddedRow {
    names: Names,
    values: Arc<[Stored]>,
}

impl EmbeddedRow {
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| &**n == name)
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Stored> {
        self.values.get(index)
    }

    /// About what it takes in memory.
    pub(crate) fn bytes(&self) -> usize {
        let content = |value: &Stored| match value {
            Stored::Text(text) => text.len(),
            Stored::Blob(bytes) => bytes.len(),
            Stored::Null | Stored::Integer(_) | Stored::Real(_) => 0,
        };
        size_of::<Self>() + size_of_val(&*self.values) + self.values.iter().map(content).sum::<usize>()
    }

    /// About what its columns' names take, which all rows of one answer share.
    pub(crate) fn name_bytes(&self) -> usize {
        size_of_val(&*self.names) + self.names.iter().map(|name| name.len()).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::sql;

    fn readers(connections: u32) -> (tempfile::TempDir, Arc<Readers>) {
        let dir = tempfile::TempDir::new().unwrap();
        let file = dir.path().join("shop.db");
        drop(open_writer(&file).unwrap());
        (dir, Arc::new(Readers::new(file, connections)))
    }

    fn idle(readers: &Readers) -> usize {
        readers.idle.lock().unwrap().len()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn who_waits_gets_what_comes_back_and_no_more_are_opened_than_allowed() {
        let (_dir, readers) = readers(2);
        let (first, second) = (readers.acquire().await.unwrap(), readers.acquire().await.unwrap());
        let waiting: Vec<_> = (0..8)
            .map(|_| {
                let readers = Arc::clone(&readers);
                tokio::spawn(async move { readers.acquire().await.map(drop) })
            })
            .collect();
        tokio::task::yield_now().await;
        assert!(waiting.iter().all(|task| !task.is_finished()));
        drop((first, second));
        for task in waiting {
            task.await.unwrap().unwrap();
        }
        assert_eq!((idle(&readers), readers.free.available_permits()), (2, 2));
    }

    /// What one page reads, and how many answers its connection keeps.
    async fn read(readers: &Arc<Readers>, id: i64) -> (Option<i64>, usize) {
        let mut page = readers.acquire().await.unwrap();
        page.see_one_moment().unwrap();
        let found = number(&mut page, id);
        (found, page.seat.as_ref().unwrap().answers.len())
    }

    fn number(page: &mut Embedded, id: i64) -> Option<i64> {
        let rows = page.rows(&sql("SELECT number FROM things WHERE id = $1").bind(id)).unwrap();
        rows.first().map(|row| row.get("number").unwrap())
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_answer_is_kept_until_anybody_commits_and_a_moment_sees_its_own() {
        let (dir, readers) = readers(1);
        let file = dir.path().join("shop.db");
        let (writer, other) = (open_writer(&file).unwrap(), open_writer(&file).unwrap());
        writer.execute_batch("CREATE TABLE things (id INTEGER PRIMARY KEY, number INTEGER)").unwrap();
        writer.execute_batch("INSERT INTO things VALUES (1, 10)").unwrap();
        assert_eq!(read(&readers, 1).await, (Some(10), 1));
        assert_eq!(read(&readers, 2).await, (None, 2), "nothing is an answer, too");
        assert_eq!(read(&readers, 1).await, (Some(10), 2));
        other.execute_batch("UPDATE things SET number = 11").unwrap();
        assert_eq!(read(&readers, 1).await, (Some(11), 1));
        writer.execute_batch("BEGIN; UPDATE things SET number = 12; ROLLBACK").unwrap();
        assert_eq!(read(&readers, 1).await.0, Some(11));

        let mut page = readers.acquire().await.unwrap();
        page.see_one_moment().unwrap();
        writer.execute_batch("UPDATE things SET number = 13").unwrap();
        assert_eq!([number(&mut page, 1), number(&mut page, 1)], [Some(11); 2], "one moment");
        drop(page);
        assert_eq!(read(&readers, 1).await, (Some(13), 1));
        let mut alone = readers.acquire().await.unwrap();
        assert_eq!(number(&mut alone, 1), Some(13));
        writer.execute_batch("UPDATE things SET number = 14").unwrap();
        assert_eq!(
            number(&mut alone, 1),
            Some(14),
            "outside of a moment each statement sees what is committed"
        );
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_large_answer_is_given_and_not_kept_and_drives_out_no_other() {
        let (dir, readers) = readers(1);
        let writer = open_writer(&dir.path().join("shop.db")).unwrap();
        writer
            .execute_batch("CREATE TABLE things (id INTEGER PRIMARY KEY, number INTEGER, file BLOB)")
            .unwrap();
        writer.execute_batch("INSERT INTO things VALUES (1, 10, zeroblob(3000000))").unwrap();
        assert_eq!(read(&readers, 1).await, (Some(10), 1));
        let mut page = readers.acquire().await.unwrap();
        page.see_one_moment().unwrap();
        for _ in 0..2 {
            let rows = page.rows(&sql("SELECT id, file FROM things")).unwrap();
            let file: Vec<u8> = rows[0].get("file").unwrap();
            assert_eq!((rows.len(), file.len()), (1, 3_000_000));
            assert_eq!(page.seat.as_ref().unwrap().answers.len(), 1);
        }
        drop(page);
        assert_eq!(read(&readers, 1).await, (Some(10), 1));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_unusable_connection_makes_room_for_another() {
        let (_dir, readers) = readers(1);
        let mut left_open = readers.acquire().await.unwrap();
        left_open.control("BEGIN").unwrap();
        drop(left_open);
        assert_eq!(idle(&readers), 0);
        drop(readers.acquire().await.unwrap());
        assert_eq!(idle(&readers), 1);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn after_the_close_nobody_reads_and_nobody_waits() {
        let (_dir, readers) = readers(1);
        let held = readers.acquire().await.unwrap();
        let waits = tokio::spawn({
            let readers = Arc::clone(&readers);
            async move { readers.acquire().await.map(drop) }
        });
        tokio::task::yield_now().await;
        readers.close();
        assert!(matches!(waits.await.unwrap(), Err(DbError::Closed)));
        drop(held);
        assert_eq!(idle(&readers), 0);
        assert!(matches!(readers.acquire().await, Err(DbError::Closed)));
    }
}
