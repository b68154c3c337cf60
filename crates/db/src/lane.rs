//! SQLite's writers: all of them share one connection, which has a thread of its own.
//!
//! A command is a savepoint in the open transaction; while others wait, the commit is left to them, so many commands
//! share one fsync. Nobody gets an answer before the commit that holds it.
//!
//! The thread is there because a commit waits for the disk, and because between two statements a command would stand
//! in line behind every page that is being made, with all other writers waiting for it.

use crate::BoxFuture;
use crate::clock::Clock;
use crate::conn::{Backend, Conn, Tx};
use crate::embedded::Embedded;
use crate::error::{BatchLost, DbError};
use futures::FutureExt as _;
use rusqlite::Connection;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Notify, mpsc, oneshot};
use tracing::Instrument as _;

/// At most this many commands share one fsync.
const BATCH_COMMANDS: usize = 64;
/// The first command of a batch waits at most this long for the others.
const BATCH_TIME: Duration = Duration::from_millis(10);

/// What commits tell to those who wait for events and jobs.
#[derive(Default)]
pub(crate) struct News {
    /// An event was committed by this server and may be given its position.
    pub(crate) events_written: Notify,
    /// A job was enqueued by this server.
    pub(crate) jobs_written: Notify,
}

impl News {
    /// Called after the commit that holds them.
    pub(crate) fn announce(&self, tx: &mut Tx) {
        if std::mem::take(&mut tx.appended) {
            self.events_written.notify_one();
        }
        if std::mem::take(&mut tx.enqueued) {
            self.jobs_written.notify_waiters();
        }
    }
}

/// A command with its caller's channel inside.
type Work = Box<dyn for<'b> FnOnce(&'b mut Batch) -> BoxFuture<'b, ()> + Send>;

/// How a command ended; a panic goes on in its caller.
pub(crate) enum Outcome<T, E> {
    Done(Result<T, E>),
    Panicked(Box<dyn std::any::Any + Send>),
}

/// The way to the writing thread. The thread ends with the last of its senders.
pub(crate) struct Lane {
    queue: mpsc::UnboundedSender<Work>,
}

impl Lane {
    /// Starts the thread with the connection that it writes through.
    ///
    /// # Errors
    /// [`DbError::Open`] when the system gives no thread.
    pub(crate) fn open(writer: Connection, clock: Arc<dyn Clock>, news: Arc<News>) -> Result<Self, DbError> {
        let tx = Tx::new(Conn::new(Backend::Sqlite(Embedded::writer(writer)), clock));
        let (queue, waiting) = mpsc::unbounded_channel();
        let batch = Batch { tx, news, begun: None, members: Vec::new() };
        let refused = |e: std::io::Error| DbError::Open(format!("the thread that writes cannot start: {e}"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(refused)?;
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || runtime.block_on(write(batch, waiting)))
            .map_err(refused)?;
        Ok(Self { queue })
    }

    /// Runs one command and waits for the commit that holds it.
    ///
    /// # Errors
    /// The command's own error, or [`BatchLost`] when the commit failed or the thread is gone.
    pub(crate) async fn run<T, E, F>(&self, command: Arc<F>) -> Result<T, E>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let span = tracing::Span::current();
        let work: Work = Box::new(move |batch| batch.run(command, reply).instrument(span).boxed());
        self.queue.send(work).map_err(|_| DbError::from(BatchLost))?;
        match answer.await {
            Ok(Outcome::Done(result)) => result,
            Ok(Outcome::Panicked(panic)) => std::panic::resume_unwind(panic),
            // The batch was given up, and the channel with it.
            Err(_) => Err(DbError::from(BatchLost).into()),
        }
    }

    /// Waits until everything that was asked before is committed or refused.
    ///
    /// # Errors
    /// [`BatchLost`] when the thread is gone.
    pub(crate) async fn drained(&self) -> Result<(), DbError> {
        self.run(Arc::new(nothing)).await
    }
}

/// A command that is answered when the commit of those before it is.
fn nothing(_: &mut Tx) -> BoxFuture<'_, Result<(), DbError>> {
    std::future::ready(Ok(())).boxed()
}

async fn write(mut batch: Batch, mut waiting: mpsc::UnboundedReceiver<Work>) {
    while let Some(work) = waiting.recv().await {
        work(&mut batch).await;
        if batch.is_full() || waiting.is_empty() {
            batch.commit().await;
        }
    }
}

/// The open transaction, and whom to tell when it is committed.
struct Batch {
    tx: Tx,
    news: Arc<News>,
    begun: Option<Instant>,
    /// Answers that are held back. Dropping one tells its caller that the work is gone.
    members: Vec<Box<dyn FnOnce() + Send>>,
}

impl Batch {
    fn is_full(&self) -> bool {
        self.members.len() >= BATCH_COMMANDS || self.begun.is_some_and(|begun| begun.elapsed() > BATCH_TIME)
    }

    async fn run<T, E, F>(&mut self, command: Arc<F>, reply: oneshot::Sender<Outcome<T, E>>)
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        // A caller that no longer listens has lost its answer, not its work: whatever `send` says is no matter.
        match self.run_in_savepoint(command.as_ref()).await {
            Ok(done @ Outcome::Done(Ok(_))) => self.members.push(Box::new(move || drop(reply.send(done)))),
            Ok(nothing_written) => drop(reply.send(nothing_written)),
            Err(error) => {
                // The connection itself failed: nothing of this batch can be trusted.
                self.abandon().await;
                drop(reply.send(Outcome::Done(Err(error.into()))));
            }
        }
    }

    /// The outer error means that the connection is not usable.
    async fn run_in_savepoint<T, E, F>(&mut self, command: &F) -> Result<Outcome<T, E>, DbError>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
    {
        if self.begun.is_none() {
            self.tx.control("BEGIN IMMEDIATE").await?;
            self.begun = Some(Instant::now());
        }
        self.tx.control("SAVEPOINT command").await?;
        self.tx.set_time();
        let outcome = match AssertUnwindSafe(command(&mut self.tx)).catch_unwind().await {
            Ok(result) => Outcome::Done(result),
            Err(panic) => Outcome::Panicked(panic),
        };
        if !matches!(outcome, Outcome::Done(Ok(_))) {
            self.tx.control("ROLLBACK TO command").await?;
        }
        self.tx.control("RELEASE command").await?;
        Ok(outcome)
    }

    async fn commit(&mut self) {
        if self.begun.is_none() {
            return;
        }
        match self.tx.control("COMMIT").await {
            Ok(()) => {
                self.begun = None;
                for answer in self.members.drain(..) {
                    answer();
                }
                self.news.announce(&mut self.tx);
            }
            Err(error) => {
                tracing::error!(%error, "a batch of writes could not be committed");
                self.abandon().await;
            }
        }
    }

    async fn abandon(&mut self) {
        if let Err(error) = self.tx.control("ROLLBACK").await {
            tracing::debug!(%error, "nothing to roll back");
        }
        self.begun = None;
        self.members.clear();
        self.tx.appended = false;
        self.tx.enqueued = false;
    }
}
