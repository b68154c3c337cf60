//! Opening a database and handing out its connections.

use crate::clock::Clock;
use crate::conn::{Backend, Conn, Reader, new_id};
use crate::embedded::{self, Readers};
use crate::error::DbError;
use crate::events::StoredEvent;
use crate::lane::{Lane, News};
use crate::migrate;
use domain::{Timestamp, TypedId};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::path::PathBuf;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast;

/// How many events a slow listener may lag behind before it reads from the log again.
const TAIL_CAPACITY: usize = 4_096;
pub(crate) const SQLITE_FILE: &str = "orinoco.db";

/// Where the data is and how much of the machine it may use.
#[derive(Debug, Clone)]
pub struct DbConfig {
    /// `postgres://…`; `None` opens an SQLite file in `data_dir`.
    pub url: Option<String>,
    pub data_dir: PathBuf,
    /// Connections for reading (SQLite) or for everything (PostgreSQL).
    pub connections: u32,
}

impl DbConfig {
    /// The embedded database in this directory.
    pub fn embedded(data_dir: impl Into<PathBuf>) -> Self {
        Self { url: None, data_dir: data_dir.into(), connections: 8 }
    }
}

/// A handle to the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) enum Pools {
    Sqlite { readers: Readers, lane: Lane },
    Postgres { pool: PgPool },
}

pub(crate) struct Inner {
    pub(crate) pools: Pools,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) news: Arc<News>,
    pub(crate) tail: broadcast::Sender<Arc<StoredEvent>>,
}

impl Inner {
    pub(crate) fn conn(&self, backend: Backend) -> Conn {
        Conn::new(backend, Arc::clone(&self.clock))
    }
}

impl Db {
    /// Opens the database, creates what is missing and brings the tables up to date.
    ///
    /// # Errors
    /// [`DbError::Open`] with the reason, or [`DbError::Migrate`].
    pub async fn connect(config: &DbConfig, clock: Arc<dyn Clock>) -> Result<Self, DbError> {
        let news = Arc::new(News::default());
        let pools = match &config.url {
            Some(url) => open_postgres(url, config.connections).await?,
            None => open_sqlite(config, &clock, &news).await?,
        };
        let (tail, _) = broadcast::channel(TAIL_CAPACITY);
        let inner = Inner { pools, clock, news, tail };
        let db = Self { inner: Arc::new(inner) };
        crate::events::start_tail(&db).await?;
        Ok(db)
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Reader, DbError> {
        let backend = match &self.inner.pools {
            Pools::Sqlite { readers, .. } => Backend::Sqlite(readers.acquire().await?),
            Pools::Postgres { pool } => Backend::Postgres(pool.acquire().await?),
        };
        Ok(self.inner.conn(backend))
    }

    /// A connection for several short readings of one page. On the embedded database they all see one moment and the
    /// file is locked once for all of them; on PostgreSQL, where a transaction would cost two ways there and back, each
    /// sees its own. Not to be kept while the same task writes.
    pub async fn read_together(&self) -> Result<Reader, DbError> {
        let mut backend = match &self.inner.pools {
            Pools::Sqlite { readers, .. } => Backend::Sqlite(readers.acquire().await?),
            Pools::Postgres { pool } => Backend::Postgres(pool.acquire().await?),
        };
        if let Backend::Sqlite(connection) = &mut backend {
            connection.see_one_moment()?;
        }
        Ok(self.inner.conn(backend))
    }

    /// Reads everything as it stands at one moment, while others go on writing.
    pub async fn snapshot<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<DbError>,
        F: for<'c> FnOnce(&'c mut Conn) -> crate::BoxFuture<'c, Result<T, E>>,
    {
        let mut conn = self.read().await?;
        conn.begin_snapshot().await?;
        work(&mut conn).await
    }

    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.inner.clock)
    }

    pub fn new_id<I: TypedId>(&self) -> I {
        new_id(self.now())
    }

    /// `sqlite` or `postgres`, for people and metrics; no rule may depend on it.
    pub fn engine(&self) -> &'static str {
        match self.inner.pools {
            Pools::Sqlite { .. } => "sqlite",
            Pools::Postgres { .. } => "postgres",
        }
    }

    /// Waits for open work; nobody can read any more afterwards.
    pub async fn close(&self) {
        match &self.inner.pools {
            Pools::Sqlite { readers, lane } => {
                if let Err(error) = lane.drained().await {
                    tracing::warn!(%error, "writes under way were given up");
                }
                readers.close();
            }
            Pools::Postgres { pool } => pool.close().await,
        }
    }
}

async fn open_postgres(url: &str, connections: u32) -> Result<Pools, DbError> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|e| DbError::Open(format!("DATABASE_URL is not a PostgreSQL address: {e}")))?
        .application_name("orinoco")
        .statement_cache_capacity(512);
    let pool = PgPoolOptions::new()
        .max_connections(connections.max(2))
        .acquire_timeout(Duration::from_secs(20))
        .connect_with(options)
        .await
        .map_err(|e| DbError::Open(format!("PostgreSQL does not answer: {e}")))?;
    migrate::postgres(&pool).await?;
    Ok(Pools::Postgres { pool })
}

async fn open_sqlite(config: &DbConfig, clock: &Arc<dyn Clock>, news: &Arc<News>) -> Result<Pools, DbError> {
    let dir = &config.data_dir;
    std::fs::create_dir_all(dir)
        .map_err(|e| DbError::Open(format!("the data directory {} cannot be made: {e}", dir.display())))?;
    let file = dir.join(SQLITE_FILE);
    migrate::sqlite(file.clone()).await?;
    let lane = Lane::open(embedded::open_writer(&file)?, Arc::clone(clock), Arc::clone(news))?;
    Ok(Pools::Sqlite { readers: Readers::new(file, config.connections), lane })
}
