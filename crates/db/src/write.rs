//! The write path: a closure that runs as if alone, is run again after a conflict, and is committed before its
//! answer is seen.
//!
//! On SQLite all writers share one connection. A closure runs inside a savepoint of the open transaction; when
//! others already wait for the lane the commit is left to them, so many commands share one fsync. Nobody gets an
//! answer before the commit that holds it. On PostgreSQL each closure is a SERIALIZABLE transaction of its own.

use crate::BoxFuture;
use crate::conn::{Backend, Tx};
use crate::error::{BatchLost, DbError, is_retryable, is_unique_race};
use crate::pool::{Db, Inner, Pools};
use futures::FutureExt as _;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, oneshot};
use tracing::Instrument as _;

/// A conflict is retried this often before it is given to the caller.
const MAX_ATTEMPTS: u32 = 40;
/// A unique value that was taken in a race is seen by the next run; one that is really taken fails again.
const UNIQUE_RACES: u32 = 3;
/// At most this many commands share one fsync.
const BATCH_COMMANDS: usize = 64;
/// The first command of a batch waits at most this long for the others.
const BATCH_TIME: Duration = Duration::from_millis(5);

/// The one connection through which SQLite is written.
pub(crate) struct Lane {
    waiting: AtomicUsize,
    state: Mutex<LaneState>,
}

struct LaneState {
    tx: Tx,
    begun: Option<Instant>,
    members: Vec<oneshot::Sender<()>>,
}

impl Lane {
    pub(crate) fn new(tx: Tx) -> Self {
        let state = LaneState { tx, begun: None, members: Vec::new() };
        Self { waiting: AtomicUsize::new(0), state: Mutex::new(state) }
    }
}

enum Outcome<T, E> {
    Done(Result<T, E>),
    Panicked(Box<dyn std::any::Any + Send>),
}

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
        let inner = Arc::clone(&self.inner);
        let run = tokio::spawn(async move { inner.write_with_retry(&command).await }.in_current_span());
        match run.await {
            Ok(result) => result,
            Err(join) if join.is_panic() => std::panic::resume_unwind(join.into_panic()),
            Err(_) => Err(DbError::Open("the server is shutting down".into()).into()),
        }
    }
}

impl Inner {
    async fn write_with_retry<T, E, F>(&self, command: &F) -> Result<T, E>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync,
        T: Send,
        E: std::error::Error + From<DbError> + Send + 'static,
    {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let result = match &self.pools {
                Pools::Sqlite { lane, .. } => self.write_sqlite(lane, command).await,
                Pools::Postgres { .. } => self.write_postgres(command).await,
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

    async fn write_sqlite<T, E, F>(&self, lane: &Lane, command: &F) -> Result<T, E>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
        E: From<DbError>,
    {
        lane.waiting.fetch_add(1, Ordering::SeqCst);
        let mut state = lane.state.lock().await;
        lane.waiting.fetch_sub(1, Ordering::SeqCst);
        if state.begun.is_none() {
            state.tx.control("BEGIN IMMEDIATE").await?;
            state.begun = Some(Instant::now());
        }
        let ran = run_in_savepoint(&mut state.tx, command).await;
        let outcome = match ran {
            Ok(outcome) => outcome,
            Err(error) => {
                // The connection itself failed: nothing of this batch can be trusted.
                self.abandon_batch(&mut state).await;
                return Err(error.into());
            }
        };
        let committed = match &outcome {
            Outcome::Done(Ok(_)) => {
                let (sender, receiver) = oneshot::channel();
                state.members.push(sender);
                Some(receiver)
            }
            _ => None,
        };
        let full =
            state.members.len() >= BATCH_COMMANDS || state.begun.is_some_and(|b| b.elapsed() > BATCH_TIME);
        if full || lane.waiting.load(Ordering::SeqCst) == 0 {
            self.commit_batch(&mut state).await;
        }
        drop(state);
        if let Some(receiver) = committed {
            receiver.await.map_err(|_| DbError::from(BatchLost))?;
        }
        match outcome {
            Outcome::Done(result) => result,
            Outcome::Panicked(panic) => std::panic::resume_unwind(panic),
        }
    }

    async fn commit_batch(&self, state: &mut LaneState) {
        match state.tx.control("COMMIT").await {
            Ok(()) => {
                state.begun = None;
                for member in state.members.drain(..) {
                    // A member that no longer listens has lost its caller, not its commit.
                    let _ = member.send(());
                }
                self.announce(&mut state.tx);
            }
            Err(error) => {
                tracing::error!(%error, "a batch of writes could not be committed");
                self.abandon_batch(state).await;
            }
        }
    }

    /// Dropping the senders tells every member that its work is gone.
    async fn abandon_batch(&self, state: &mut LaneState) {
        if let Err(error) = state.tx.control("ROLLBACK").await {
            tracing::debug!(%error, "nothing to roll back");
        }
        state.begun = None;
        state.members.clear();
        state.tx.appended = false;
        state.tx.enqueued = false;
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
                self.announce(&mut tx);
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

    /// Wakes those who wait for events and jobs, after the commit that holds them.
    fn announce(&self, tx: &mut Tx) {
        if std::mem::take(&mut tx.appended) {
            self.events_written.notify_one();
        }
        if std::mem::take(&mut tx.enqueued) {
            self.jobs_written.notify_waiters();
        }
    }
}

/// Runs one command inside a savepoint. The outer error means that the connection is not usable.
async fn run_in_savepoint<T, E, F>(tx: &mut Tx, command: &F) -> Result<Outcome<T, E>, DbError>
where
    F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
{
    tx.control("SAVEPOINT command").await?;
    tx.set_time();
    let outcome = match AssertUnwindSafe(command(tx)).catch_unwind().await {
        Ok(result) => Outcome::Done(result),
        Err(panic) => Outcome::Panicked(panic),
    };
    if !matches!(outcome, Outcome::Done(Ok(_))) {
        tx.control("ROLLBACK TO command").await?;
    }
    tx.control("RELEASE command").await?;
    Ok(outcome)
}

/// Full jitter over an exponential ceiling: 2 ms, 4 ms … 250 ms.
fn backoff(attempt: u32) -> Duration {
    let ceiling_us = (2_000u64 << attempt.min(7)).min(250_000);
    Duration::from_micros(rand::random_range(500..=ceiling_us))
}
