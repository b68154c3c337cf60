//! Fresh databases for tests: every store and command test runs on both from one source.

use crate::clock::ManualClock;
use crate::conn::Conn;
use crate::error::DbError;
use crate::migrate;
use crate::pool::{Db, DbConfig, SQLITE_FILE};
use crate::sql::sql;
use domain::{Timestamp, TypedId};
use futures::FutureExt as _;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::TempDir;
use uuid::Uuid;

/// Where `scripts/with-postgres` tells the server of the tests.
const POSTGRES_ENV: &str = "ORINOCO_TEST_POSTGRES_URL";
/// Tests start on Monday 2026-06-01 at 09:00 UTC.
pub const START: Timestamp = Timestamp::from_micros(1_780_304_400_000_000);

/// One test's database with a clock that stands still.
pub struct TestDb {
    db: Db,
    clock: Arc<ManualClock>,
    dir: TempDir,
    url: Option<String>,
}

impl TestDb {
    pub fn db(&self) -> Db {
        self.db.clone()
    }
    pub fn clock(&self) -> Arc<ManualClock> {
        Arc::clone(&self.clock)
    }
    /// A directory of this test alone, removed at its end.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Address of the PostgreSQL database; `None` on SQLite, whose file is in [`Self::dir`].
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// A second server on the same database (PostgreSQL), or a second handle on the same file (SQLite).
    pub async fn second(&self) -> Db {
        let config = DbConfig { url: self.url.clone(), data_dir: self.dir.path().into(), connections: 8 };
        Db::connect(&config, self.clock.clone()).await.unwrap_or_else(|e| panic!("second server: {e}"))
    }

    pub async fn sqlite() -> Self {
        let dir = TempDir::new().unwrap_or_else(|e| panic!("temporary directory: {e}"));
        copy_sqlite(dir.path()).await.unwrap_or_else(|e| panic!("test database: {e}"));
        Self::open(dir, None).await
    }

    async fn postgres(url: String) -> Self {
        let dir = TempDir::new().unwrap_or_else(|e| panic!("temporary directory: {e}"));
        Self::open(dir, Some(url)).await
    }

    async fn open(dir: TempDir, url: Option<String>) -> Self {
        let clock = Arc::new(ManualClock::at(START));
        let config = DbConfig { url: url.clone(), data_dir: dir.path().into(), connections: 8 };
        let db = Db::connect(&config, clock.clone()).await.unwrap_or_else(|e| panic!("test database: {e}"));
        Self { db, clock, dir, url }
    }
}

/// Runs the test on SQLite, then on PostgreSQL when `scripts/with-postgres` provides one.
///
/// # Panics
/// In a run that sets `CI` and provides no PostgreSQL: half of a test must not pass for the whole.
pub async fn on_both<F>(test: F)
where
    F: for<'t> Fn(&'t TestDb) -> crate::BoxFuture<'t, ()>,
{
    let sqlite = TestDb::sqlite().await;
    test(&sqlite).await;
    // What the first half wrote is gone before the second writes it again: hundreds of tests share a disk.
    drop(sqlite);
    let Ok(server) = std::env::var(POSTGRES_ENV) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "no PostgreSQL: run the tests through scripts/with-postgres"
        );
        eprintln!("PostgreSQL half skipped: run the tests through scripts/with-postgres");
        return;
    };
    let url = fresh_postgres(&server).await.unwrap_or_else(|e| panic!("test database on PostgreSQL: {e}"));
    let postgres = TestDb::postgres(url.clone()).await;
    let outcome = AssertUnwindSafe(test(&postgres)).catch_unwind().await;
    postgres.db.close().await;
    let dropped = drop_postgres(&server, &url).await;
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
    dropped.unwrap_or_else(|e| panic!("test database on PostgreSQL: {e}"));
}

/// Removes a test's database, also under handles that the test left open.
async fn drop_postgres(server: &str, url: &str) -> Result<(), DbError> {
    let name = url.rsplit('/').next().and_then(|rest| rest.split('?').next()).unwrap_or_default();
    let mut admin = PgConnection::connect(server).await?;
    sqlx::raw_sql(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).execute(&mut admin).await?;
    Ok(())
}

/// Puts a file with the current tables into `dir`. It is copied from one that the first test made beside all the tests'
/// directories: eighty migrations take ten times as long.
async fn copy_sqlite(dir: &Path) -> Result<(), DbError> {
    let failed = |e: std::io::Error| DbError::Open(format!("template of test databases: {e}"));
    let template = std::env::temp_dir().join(format!("orinoco_template_{}.db", migrate::fingerprint()));
    let file = dir.join(SQLITE_FILE);
    if !template.exists() {
        // Made elsewhere and then renamed: another test sees all of it or nothing.
        let made = TempDir::new().map_err(failed)?;
        let making = made.path().join(SQLITE_FILE);
        migrate::sqlite(making.clone()).await?;
        std::fs::copy(&making, &file).map_err(failed)?;
        return match std::fs::rename(&making, &template) {
            // Another user's, which is as good.
            Err(_) if template.exists() => Ok(()),
            moved => moved.map_err(failed),
        };
    }
    std::fs::copy(&template, &file).map(drop).map_err(failed)
}

/// A new database copied from a template that holds the current tables, which is faster than migrating each time.
async fn fresh_postgres(server: &str) -> Result<String, DbError> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let template = format!("orinoco_template_{}", migrate::fingerprint());
    let name = format!("t_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    let mut admin = PgConnection::connect(server).await?;
    sqlx::query("SELECT pg_advisory_lock(4711)").execute(&mut admin).await?;
    let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
        .bind(&template)
        .fetch_one(&mut admin)
        .await?;
    if !exists {
        sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {template}"))).execute(&mut admin).await?;
        let pool = sqlx::PgPool::connect(&on_database(server, &template)).await?;
        migrate::postgres(&pool).await?;
        pool.close().await;
    }
    let create = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy");
    sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut admin).await?;
    sqlx::query("SELECT pg_advisory_unlock(4711)").execute(&mut admin).await?;
    Ok(on_database(server, &name))
}

/// The same server's address with another database name.
fn on_database(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').map_or((server, None), |(a, q)| (a, Some(q)));
    let base = address.rsplit_once('/').map_or(address, |(base, _)| base);
    query.map_or_else(|| format!("{base}/{name}"), |q| format!("{base}/{name}?{q}"))
}

/// One row that is broken on purpose, and what a check must say then.
pub struct Tampering {
    /// As the check names it.
    row: String,
    key: Uuid,
    statement: &'static str,
    rules: &'static [&'static str],
}

impl Tampering {
    /// The statement is given the row's key as `$1` and changes one row. The first rule is the one that is tried: it names
    /// this row and no other. The further ones cannot hold then either.
    pub fn of<I: TypedId>(
        table: &str,
        id: I,
        statement: &'static str,
        rules: &'static [&'static str],
    ) -> Self {
        Self { row: format!("{table} {id}"), key: id.uuid(), statement, rules }
    }

    /// Of a row that the check names by more than its key.
    #[must_use]
    pub fn named(self, row: String) -> Self {
        Self { row, ..self }
    }
}

/// Breaks one row after the other, each by itself: `check` finds nothing before, and then the rules of the tampering and
/// no others. Nothing stays broken.
///
/// # Panics
/// When the check says something else, or a statement breaks nothing.
pub async fn each_is_found<C>(db: &Db, tamperings: Vec<Tampering>, check: C)
where
    C: for<'t> Fn(&'t mut Conn) -> crate::BoxFuture<'t, Vec<(String, &'static str)>> + Send + Sync + 'static,
{
    let check = Arc::new(check);
    let mut conn = db.read().await.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(check(&mut conn).await, vec![], "before anything is broken");
    drop(conn);
    for tampering in tamperings {
        let found = broken(db, &tampering, Arc::clone(&check)).await;
        let (statement, tried) = (tampering.statement, tampering.rules[0]);
        let rules: BTreeSet<&str> = found.iter().map(|(_, rule)| *rule).collect();
        assert_eq!(rules, tampering.rules.iter().copied().collect(), "{statement}");
        let rows: Vec<&String> =
            found.iter().filter(|(_, rule)| *rule == tried).map(|(row, _)| row).collect();
        assert_eq!(rows, [&tampering.row], "{statement}");
    }
}

/// What the check says inside the transaction that breaks the row and is taken back.
async fn broken<C>(db: &Db, tampering: &Tampering, check: Arc<C>) -> Vec<(String, &'static str)>
where
    C: for<'t> Fn(&'t mut Conn) -> crate::BoxFuture<'t, Vec<(String, &'static str)>> + Send + Sync + 'static,
{
    let (statement, key) = (tampering.statement, tampering.key);
    let said = Arc::new(Mutex::new(None));
    let kept = Arc::clone(&said);
    let undone: Result<(), DbError> = db
        .write(move |tx| {
            let (kept, check) = (Arc::clone(&kept), Arc::clone(&check));
            Box::pin(async move {
                let changed = tx.exec(sql(statement).bind(key)).await?;
                assert_eq!(changed, 1, "rows changed by {statement}");
                let found = check(tx).await;
                kept.lock().unwrap_or_else(PoisonError::into_inner).replace(found);
                // A transaction that fails leaves nothing behind.
                Err(DbError::NotFound)
            })
        })
        .await;
    let found = said.lock().unwrap_or_else(PoisonError::into_inner).take();
    found.unwrap_or_else(|| panic!("{statement}: {undone:?}"))
}
