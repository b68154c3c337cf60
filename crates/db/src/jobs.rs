//! The job queue: delayed and retried work, enqueued in the transaction that wants it.
//!
//! A job runs at least once: its handler must be idempotent. A failure is retried with growing pauses; after the
//! last attempt the job is dead and stays for an operator to see and replay.

use crate::conn::{Conn, Tx};
use crate::error::DbError;
use crate::pool::Db;
use crate::sql::sql;
use crate::{BoxFuture, row};
use domain::{DurationUs, JobId, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// A worker that dies is succeeded after this time.
const LOCK: DurationUs = DurationUs::from_mins(5);
const IDLE_POLL: Duration = Duration::from_millis(500);
/// 12 attempts with doubling pauses from 2 s between them: 68 minutes before an operator is needed.
pub const DEFAULT_MAX_ATTEMPTS: i64 = 12;

/// A job about to be enqueued.
pub struct NewJob<'a, P> {
    /// Capability and verb: `orders.release`.
    pub kind: &'static str,
    /// While a job of this kind and key waits or runs, another one is not added; a dead one begins anew.
    pub key: Option<String>,
    pub payload: &'a P,
    pub run_at: Timestamp,
}

row! {
    /// A job as the queue keeps it.
    pub struct StoredJob {
        pub id: JobId,
        pub kind: String,
        pub payload: String,
        pub state: String,
        pub run_at_us: Timestamp,
        pub attempts: i64,
        pub max_attempts: i64,
        pub last_error: Option<String>,
        pub created_at_us: Timestamp,
    }
}

const JOB_COLUMNS: &str =
    "id, kind, payload, state, run_at_us, attempts, max_attempts, last_error, created_at_us";

impl StoredJob {
    pub fn payload<P: DeserializeOwned>(&self) -> Result<P, DbError> {
        Ok(serde_json::from_str(&self.payload)?)
    }
}

impl Tx {
    /// Enqueues a job. Returns `false` when one of the same kind and key is there already.
    pub async fn enqueue<P: Serialize + Sync>(&mut self, job: NewJob<'_, P>) -> Result<bool, DbError> {
        let (id, now) = (self.new_id::<JobId>(), self.now());
        let payload = serde_json::to_string(job.payload)?;
        let added = self
            .exec(
                sql("INSERT INTO db_jobs (id, kind, job_key, payload, state, run_at_us, max_attempts, created_at_us)
                     VALUES ($1, $2, $3, $4, 'ready', $5, $6, $7)
                     ON CONFLICT (kind, job_key) DO UPDATE SET state = 'ready', attempts = 0, payload = $4,
                         run_at_us = $5 WHERE db_jobs.state = 'dead'")
                .bind(id)
                .bind(job.kind)
                .bind(job.key)
                .bind(payload)
                .bind(job.run_at)
                .bind(DEFAULT_MAX_ATTEMPTS)
                .bind(now),
            )
            .await?;
        self.enqueued = true;
        Ok(added > 0)
    }

    /// Takes back a job that has not begun. Returns whether there was one.
    pub async fn cancel_job(&mut self, kind: &'static str, key: &str) -> Result<bool, DbError> {
        let statement = sql("DELETE FROM db_jobs WHERE kind = $1 AND job_key = $2 AND state <> 'running'");
        Ok(self.exec(statement.bind(kind).bind(key)).await? > 0)
    }

    /// Gives a dead job all its attempts again, from now.
    pub async fn replay_job(&mut self, id: JobId) -> Result<bool, DbError> {
        let now = self.now();
        let statement = sql(
            "UPDATE db_jobs SET state = 'ready', attempts = 0, run_at_us = $2 WHERE id = $1 AND state = 'dead'",
        );
        let changed = self.exec(statement.bind(id).bind(now)).await?;
        self.enqueued = true;
        Ok(changed > 0)
    }
}

impl Conn {
    /// Jobs that used up their attempts, newest first.
    pub async fn dead_jobs(&mut self, limit: i64) -> Result<Vec<StoredJob>, DbError> {
        let text = format!(
            "SELECT {JOB_COLUMNS} FROM db_jobs WHERE state = 'dead' ORDER BY run_at_us DESC LIMIT $1"
        );
        self.all(sql(text).bind(limit)).await
    }

    /// Jobs by state: how many wait, run and are dead.
    pub async fn job_counts(&mut self) -> Result<HashMap<String, i64>, DbError> {
        let rows: Vec<(String, i64)> =
            self.all(sql("SELECT state, CAST(COUNT(*) AS BIGINT) FROM db_jobs GROUP BY state")).await?;
        Ok(rows.into_iter().collect())
    }
}

/// What a handler ends with when it could do nothing yet: the same job runs again after this time. Waiting uses up no attempt.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("nothing could be done yet")]
pub struct Postponed(pub DurationUs);

/// Why a job failed; the text is kept for the operator. [`Postponed`] is no failure.
pub type JobError = Box<dyn std::error::Error + Send + Sync>;
type Handler = Arc<dyn Fn(StoredJob) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync>;

/// Runs jobs with the handlers registered for their kinds.
#[derive(Clone)]
pub struct Worker {
    db: Db,
    handlers: HashMap<String, Handler>,
    lane: Lane,
}

/// Which kinds a worker takes. What waits for strangers' machines has workers of its own, so that nothing else waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lane {
    #[default]
    Every,
    Only(&'static str),
    AllBut(&'static [&'static str]),
}

impl Lane {
    /// A condition on `kind`, whose text is the program's own. The lanes of the server have an index each, which says the same
    /// word for word.
    pub fn condition(self) -> String {
        match self {
            Self::Every => String::new(),
            Self::Only(kind) => format!(" AND kind = '{kind}'"),
            Self::AllBut(kinds) => kinds.iter().map(|kind| format!(" AND kind <> '{kind}'")).collect(),
        }
    }
}

impl Worker {
    pub fn new(db: Db) -> Self {
        Self { db, handlers: HashMap::new(), lane: Lane::Every }
    }

    /// The same worker for these kinds alone.
    pub fn in_lane(self, lane: Lane) -> Self {
        Self { lane, ..self }
    }

    /// Registers the handler for one kind. It must be idempotent: a job may run twice.
    pub fn on<F>(mut self, kind: &'static str, handler: F) -> Self
    where
        F: Fn(StoredJob) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync + 'static,
    {
        self.handlers.insert(kind.to_owned(), Arc::new(handler));
        self
    }

    /// Runs until `stop` is done; the job at work is finished first.
    pub async fn run(&self, stop: impl Future<Output = ()> + Send) {
        tokio::pin!(stop);
        loop {
            let written = self.db.inner.news.jobs_written.notified();
            match self.run_next().await {
                Ok(true) => {
                    // A due job does not keep a stop waiting behind the whole queue.
                    if futures::poll!(&mut stop).is_ready() {
                        return;
                    }
                    continue;
                }
                Ok(false) => {}
                Err(error) => tracing::error!(%error, "the job queue could not be read"),
            }
            tokio::select! {
                () = &mut stop => return,
                () = written => {}
                () = tokio::time::sleep(IDLE_POLL) => {}
            }
        }
    }

    /// Runs every job that is due, and those that become due by running them. For tests and `orinoco check`.
    pub async fn run_due(&self) -> Result<usize, DbError> {
        let mut count = 0;
        while self.run_next().await? {
            count += 1;
        }
        Ok(count)
    }

    async fn run_next(&self) -> Result<bool, DbError> {
        let Some(job) = self.claim().await? else { return Ok(false) };
        // A job that takes its server down with it never gets to fail.
        let crashed = job.attempts > job.max_attempts;
        let result = match self.handlers.get(&job.kind) {
            _ if crashed => Err("no attempt ended: the server stopped during each".into()),
            Some(handler) => match tokio::spawn(handler(job.clone())).await {
                Ok(result) => result,
                Err(join) => Err(format!("the handler panicked: {join}").into()),
            },
            None => Err(format!("no handler for `{}` in this version", job.kind).into()),
        };
        match result {
            Ok(()) => self.finish(&job).await?,
            Err(error) => match error.downcast_ref::<Postponed>().copied() {
                Some(Postponed(wait)) => self.postpone(&job, wait).await?,
                None => self.fail(&job, error.to_string()).await?,
            },
        }
        Ok(true)
    }

    async fn claim(&self) -> Result<Option<StoredJob>, DbError> {
        let mut reader = self.db.read().await?;
        // Two looks into the index instead of one OR, which would sort every job that is due to find the first.
        let mine = self.lane.condition();
        let due = format!(
            "SELECT COALESCE(
                (SELECT id FROM db_jobs WHERE state = 'running' AND locked_until_us < $1{mine}
                 ORDER BY run_at_us LIMIT 1),
                (SELECT id FROM db_jobs WHERE state = 'ready' AND run_at_us <= $1{mine}
                 ORDER BY run_at_us LIMIT 1))"
        );
        // A read first: an idle queue costs no write.
        let (found,): (Option<JobId>,) = reader.one(sql(due.clone()).bind(self.db.now())).await?;
        drop(reader);
        if found.is_none() {
            return Ok(None);
        }
        self.db
            .write(move |tx| {
                let due = due.clone();
                Box::pin(async move {
                    let now = tx.now();
                    let text = format!(
                        "UPDATE db_jobs SET state = 'running', attempts = attempts + 1, locked_until_us = $2
                         WHERE id = ({due}) RETURNING {JOB_COLUMNS}"
                    );
                    tx.opt(sql(text).bind(now).bind(now.plus(LOCK))).await
                })
            })
            .await
    }

    /// Only the holder of the latest claim ends a job: one that took longer than [`LOCK`] was given to another.
    async fn finish(&self, job: &StoredJob) -> Result<(), DbError> {
        let (id, attempts) = (job.id, job.attempts);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let done =
                        sql("DELETE FROM db_jobs WHERE id = $1 AND state = 'running' AND attempts = $2");
                    tx.exec(done.bind(id).bind(attempts)).await.map(|_| ())
                })
            })
            .await
    }

    /// The holder gives its attempt back, and no other one has had its number: see [`Worker::finish`].
    async fn postpone(&self, job: &StoredJob, wait: DurationUs) -> Result<(), DbError> {
        let (id, attempts) = (job.id, job.attempts);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let run_at = tx.now().plus(wait);
                    let statement = sql("UPDATE db_jobs SET state = 'ready', run_at_us = $3,
                                         attempts = attempts - 1, locked_until_us = NULL
                                         WHERE id = $1 AND state = 'running' AND attempts = $2");
                    tx.exec(statement.bind(id).bind(attempts).bind(run_at)).await.map(|_| ())
                })
            })
            .await
    }

    async fn fail(&self, job: &StoredJob, error: String) -> Result<(), DbError> {
        let dead = job.attempts >= job.max_attempts;
        tracing::warn!(job = %job.id, kind = %job.kind, attempts = job.attempts, dead, %error, "job failed");
        let (id, attempts) = (job.id, job.attempts);
        self.db
            .write(move |tx| {
                let error = error.clone();
                Box::pin(async move {
                    let run_at = tx.now().plus(pause(attempts));
                    let state = if dead { "dead" } else { "ready" };
                    let statement = sql("UPDATE db_jobs SET state = $2, run_at_us = $3, last_error = $4,
                                         locked_until_us = NULL
                                         WHERE id = $1 AND state = 'running' AND attempts = $5");
                    let statement = statement.bind(id).bind(state).bind(run_at).bind(error).bind(attempts);
                    tx.exec(statement).await.map(|_| ())
                })
            })
            .await
    }
}

/// 2 s, 4 s, 8 s … at most an hour.
fn pause(attempts: i64) -> DurationUs {
    DurationUs::from_secs((1i64 << attempts.clamp(1, 12)).min(3_600))
}
