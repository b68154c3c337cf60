//! The write path: a closure that runs as if alone, is run again after a conflict, and is committed before its
//! answer is seen.
//!
//! On SQLite all writers share one connection (`lane`). On PostgreSQL each closure is a SERIALIZABLE transaction of
//! its own.

use crate::BoxFuture;
use crate::changes::{self, Acting};
use crate::conn::{Backend, Tx};
use crate::error::{DbError, is_retryable, is_unique_race};
use crate::pool::{Db, Inner, Pools};
use futures::FutureExt as _;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tracing::Instrument as _;

/// A conflict is retried this often before it is given to the caller.
const MAX_ATTEMPTS: u32 = 40;
/// A unique value that was taken in a race is seen by the next run; one that is really taken fails again.
const UNIQUE_RACES: u32 = 3;

impl Db {
    /// Runs `command` in one transaction and commits it. The closure may run several times and must have no effect
    /// outside the transaction. Once begun it runs to its end, even when the caller stops waiting.
    ///
    /// # Errors
    /// The closure's own error, after which nothing of it remains; or a [`DbError`] as `E`.
    pub async fn write<T, E, F>(&self, command: F) -> Result<T, E>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
        T: Send + 'static,
        E: std::error::Error + From<DbError> + Send + 'static,
    {
        let (inner, command) = (Arc::clone(&self.inner), Arc::new(command));
        // Read here: the task that writes is another one.
        let by = changes::current();
        let work = async move {
            match by {
                Some(by) => {
                    let written = inner.write_with_retry(&Arc::new(noted(command, Arc::clone(&by)))).await;
                    if written.is_ok() {
                        by.committed();
                    }
                    written
                }
                None => inner.write_with_retry(&command).await,
            }
        };
        let run = tokio::spawn(work.in_current_span());
        match run.await {
            Ok(result) => result,
            Err(join) if join.is_panic() => std::panic::resume_unwind(join.into_panic()),
            Err(_) => Err(DbError::Open("the server is shutting down".into()).into()),
        }
    }
}

/// The command, and the note of who ran it.
fn noted<T, E, F>(
    command: Arc<F>,
    by: Arc<Acting>,
) -> impl for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static
where
    F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
    T: Send + 'static,
    E: std::error::Error + From<DbError> + Send + 'static,
{
    move |tx: &mut Tx| {
        let (command, by) = (Arc::clone(&command), Arc::clone(&by));
        Box::pin(async move {
            let value = command(tx).await?;
            changes::note(tx, &by).await?;
            Ok(value)
        })
    }
}

impl Inner {
    async fn write_with_retry<T, E, F>(&self, command: &Arc<F>) -> Result<T, E>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
        T: Send + 'static,
        E: std::error::Error + From<DbError> + Send + 'static,
    {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let result = match &self.pools {
                Pools::Sqlite { lane, .. } => lane.run(Arc::clone(command)).await,
                Pools::Postgres { .. } => self.write_postgres(command.as_ref()).await,
            };
            match result {
                Err(error)
                    if attempt < MAX_ATTEMPTS
                        && (is_retryable(&error) || self.may_be_race(attempt, &error)) =>
                {
                    tracing::debug!(attempt, %error, "transaction is run again");
                    tokio::time::sleep(backoff(attempt)).await;
                }
                other => return other,
            }
        }
    }

    fn may_be_race(&self, attempt: u32, error: &(dyn std::error::Error + 'static)) -> bool {
        matches!(self.pools, Pools::Postgres { .. }) && attempt <= UNIQUE_RACES && is_unique_race(error)
    }

    async fn write_postgres<T, E, F>(&self, command: &F) -> Result<T, E>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
        E: From<DbError>,
    {
        let Pools::Postgres { pool } = &self.pools else {
            return Err(DbError::Open("not a PostgreSQL database".into()).into());
        };
        let connection = pool.acquire().await.map_err(DbError::from)?;
        let mut tx = Tx::new(self.conn(Backend::Postgres(connection)));
        tx.control("BEGIN ISOLATION LEVEL SERIALIZABLE").await?;
        tx.set_time();
        match AssertUnwindSafe(command(&mut tx)).catch_unwind().await {
            Ok(Ok(value)) => {
                if let Err(error) = tx.control("COMMIT").await {
                    return Err(error.into());
                }
                self.news.announce(&mut tx);
                Ok(value)
            }
            Ok(Err(error)) => {
                tx.control("ROLLBACK").await?;
                Err(error)
            }
            Err(panic) => {
                tx.control("ROLLBACK").await?;
                std::panic::resume_unwind(panic)
            }
        }
    }
}

/// Full jitter over an exponential ceiling: 2 ms, 4 ms … 250 ms.
fn backoff(attempt: u32) -> Duration {
    let ceiling_us = (2_000u64 << attempt.min(7)).min(250_000);
    Duration::from_micros(rand::random_range(500..=ceiling_us))
}
