//! The event log: appended in the transaction of the change, read in commit order, kept for ever.
//!
//! A position must never appear behind one that somebody has already read. SQLite's writers run one after
//! another, so the row's own number is the position. On PostgreSQL transactions commit in another order than they
//! took their numbers, so a sequencer numbers rows after they are committed; one runs at a time.

use crate::conn::{Conn, Dialect, Tx};
use crate::error::DbError;
use crate::pool::{Db, Inner};
use crate::sql::{placeholders, sql};
use crate::{BoxFuture, row};
use domain::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::broadcast;

/// How long the tail waits before it looks for events of other servers and processes.
const POLL: Duration = Duration::from_millis(150);
const TAIL_BATCH: i64 = 1_000;

/// An event about to be appended.
pub struct NewEvent<'a, P> {
    /// Noun and past participle: `order.placed`.
    pub kind: &'static str,
    /// The id of the thing that changed.
    pub key: String,
    /// Who may listen to it live, for instance a seller's id.
    pub topic: Option<String>,
    pub payload: &'a P,
}

row! {
    /// An event as the log keeps it.
    pub struct StoredEvent {
        /// Strictly rising; what a consumer's cursor and a live page's last id are made of.
        pub position: i64,
        pub kind: String,
        pub event_key: String,
        pub topic: Option<String>,
        pub payload: String,
        pub at_us: Timestamp,
    }
}

impl StoredEvent {
    /// The payload as the type that was appended.
    pub fn payload<P: DeserializeOwned>(&self) -> Result<P, DbError> {
        Ok(serde_json::from_str(&self.payload)?)
    }
}

impl Tx {
    /// Appends an event; it becomes visible with the transaction's commit, or not at all.
    pub async fn append<P: Serialize + Sync>(&mut self, event: NewEvent<'_, P>) -> Result<(), DbError> {
        let now = self.now();
        let payload = serde_json::to_string(event.payload)?;
        self.exec(
            sql("INSERT INTO db_events (kind, event_key, topic, payload, at_us) VALUES ($1, $2, $3, $4, $5)")
                .bind(event.kind)
                .bind(event.key)
                .bind(event.topic)
                .bind(payload)
                .bind(now),
        )
        .await?;
        self.appended = true;
        Ok(())
    }

    /// Lets a consumer handle the whole log again; what it made of it is taken away in the same transaction.
    pub async fn rewind_consumer(&mut self, consumer: &'static str) -> Result<(), DbError> {
        self.exec(sql("DELETE FROM db_consumers WHERE name = $1").bind(consumer)).await?;
        Ok(())
    }
}

/// Which events a reader wants.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// Empty: every kind.
    pub kinds: &'a [&'a str],
    /// Only events of this topic.
    pub topic: Option<&'a str>,
}

/// Reads on where a consumer stands without moving it. In a snapshot that is all it will ever hear of what the snapshot
/// sees: on PostgreSQL something may be committed after the last numbering and before the snapshot's moment.
#[derive(Debug)]
pub struct Ahead {
    /// At least one.
    kinds: &'static [&'static str],
    /// `None` once those without a position were read, too.
    position: Option<i64>,
}

impl Ahead {
    /// The next ones, oldest first; none once there are no more. Those without a position have the greatest one.
    pub async fn next(&mut self, conn: &mut Conn) -> Result<Vec<StoredEvent>, DbError> {
        let Some(position) = self.position else { return Ok(Vec::new()) };
        let filter = Filter { kinds: self.kinds, topic: None };
        let events = conn.events_after(position, filter, TAIL_BATCH).await?;
        if let Some(last) = events.last() {
            self.position = Some(last.position);
            return Ok(events);
        }
        self.position = None;
        conn.unnumbered_events(self.kinds).await
    }
}

fn position_column(conn: &Conn) -> &'static str {
    match conn.dialect() {
        Dialect::Sqlite => "id",
        Dialect::Postgres => "position",
    }
}

impl Conn {
    /// Events behind `position`, oldest first, at most `limit`.
    pub async fn events_after(
        &mut self,
        position: i64,
        filter: Filter<'_>,
        limit: i64,
    ) -> Result<Vec<StoredEvent>, DbError> {
        let column = position_column(self);
        let mut text = format!(
            "SELECT {column} AS position, kind, event_key, topic, payload, at_us FROM db_events WHERE {column} > $1"
        );
        if filter.topic.is_some() {
            text.push_str(" AND topic = $3");
        }
        if !filter.kinds.is_empty() {
            let first = if filter.topic.is_some() { 4 } else { 3 };
            text.push_str(&format!(" AND kind IN ({})", placeholders(first, filter.kinds.len())));
        }
        text.push_str(&format!(" ORDER BY {column} LIMIT $2"));
        let mut statement = sql(text).bind(position).bind(limit);
        if let Some(topic) = filter.topic {
            statement = statement.bind(topic);
        }
        self.all(statement.bind_all(filter.kinds.iter().copied())).await
    }

    /// What a consumer has still to handle of these kinds.
    pub async fn ahead_of(
        &mut self,
        consumer: &str,
        kinds: &'static [&'static str],
    ) -> Result<Ahead, DbError> {
        let consumers = self.consumer_positions().await?;
        let position = consumers.into_iter().find(|(name, _)| name == consumer).map_or(0, |(_, p)| p);
        Ok(Ahead { kinds, position: Some(position) })
    }

    /// Committed events without a position yet, in the order in which they will get one.
    async fn unnumbered_events(&mut self, kinds: &[&str]) -> Result<Vec<StoredEvent>, DbError> {
        if self.dialect() == Dialect::Sqlite {
            return Ok(Vec::new());
        }
        let text = format!(
            "SELECT CAST({} AS BIGINT) AS position, kind, event_key, topic, payload, at_us FROM db_events
             WHERE position IS NULL AND kind IN ({}) ORDER BY id",
            i64::MAX,
            placeholders(1, kinds.len())
        );
        self.all(sql(text).bind_all(kinds.iter().copied())).await
    }

    /// The newest position; 0 for an empty log.
    pub async fn last_position(&mut self) -> Result<i64, DbError> {
        let column = position_column(self);
        let (last,): (i64,) = self
            .one(sql(format!("SELECT CAST(COALESCE(MAX({column}), 0) AS BIGINT) FROM db_events")))
            .await?;
        Ok(last)
    }

    /// How far each consumer has come.
    pub async fn consumer_positions(&mut self) -> Result<Vec<(String, i64)>, DbError> {
        self.all(sql("SELECT name, position FROM db_consumers ORDER BY name")).await
    }
}

impl Db {
    /// Every event from now on, once it is committed. A listener that lags reads the log by `events_after`.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<StoredEvent>> {
        self.inner.tail.subscribe()
    }

    /// Hands the next events to `handler` and moves the consumer's cursor, in one transaction. Returns how many
    /// there were; call again until 0. Two servers at once never handle an event twice.
    pub async fn consume<E, F>(&self, consumer: &'static str, limit: i64, handler: F) -> Result<usize, E>
    where
        F: for<'t> Fn(&'t mut Tx, Vec<StoredEvent>) -> BoxFuture<'t, Result<(), E>> + Send + Sync + 'static,
        E: std::error::Error + From<DbError> + Send + 'static,
    {
        let handler = Arc::new(handler);
        self.write(move |tx| {
            let handler = Arc::clone(&handler);
            Box::pin(async move {
                let cursor: Option<(i64,)> =
                    tx.opt(sql("SELECT position FROM db_consumers WHERE name = $1").bind(consumer)).await?;
                let position = cursor.map_or(0, |c| c.0);
                let events = tx.events_after(position, Filter::default(), limit).await?;
                let Some(last) = events.last().map(|e| e.position) else { return Ok(0) };
                let count = events.len();
                handler(tx, events).await?;
                tx.exec(
                    sql("INSERT INTO db_consumers (name, position) VALUES ($1, $2)
                         ON CONFLICT (name) DO UPDATE SET position = $2")
                    .bind(consumer)
                    .bind(last),
                )
                .await?;
                Ok(count)
            })
        })
        .await
    }

    /// Gives positions to committed events that have none yet. Tests call it to make the log visible at once.
    pub async fn sequence_events(&self) -> Result<u64, DbError> {
        let mut conn = self.read().await?;
        if conn.dialect() == Dialect::Sqlite {
            return Ok(0);
        }
        // READ COMMITTED: after the wait for the lock the next statement sees what the other sequencer did.
        conn.control("BEGIN ISOLATION LEVEL READ COMMITTED").await?;
        let numbered = number_committed(&mut conn).await;
        conn.control(if numbered.is_ok() { "COMMIT" } else { "ROLLBACK" }).await?;
        numbered
    }
}

async fn number_committed(conn: &mut Conn) -> Result<u64, DbError> {
    let _: (String,) =
        conn.one(sql("SELECT name FROM db_leases WHERE name = 'event-sequencer' FOR UPDATE")).await?;
    conn.exec(sql("UPDATE db_events AS e SET position = n.position FROM (
             SELECT id, (SELECT COALESCE(MAX(position), 0) FROM db_events) + ROW_NUMBER() OVER (ORDER BY id) AS position
             FROM db_events WHERE position IS NULL
         ) AS n WHERE e.id = n.id"))
        .await
}

/// Starts the task that follows the log and tells subscribers; it ends when the last handle is dropped.
pub(crate) async fn start_tail(db: &Db) -> Result<(), DbError> {
    let position = db.read().await?.last_position().await?;
    tokio::spawn(follow(Arc::downgrade(&db.inner), position));
    Ok(())
}

async fn follow(inner: Weak<Inner>, mut position: i64) {
    loop {
        let Some(strong) = inner.upgrade() else { return };
        let db = Db { inner: strong };
        match read_tail(&db, position).await {
            Ok(events) => {
                for event in events {
                    position = event.position;
                    // Nobody listening is not an error.
                    let _ = db.inner.tail.send(Arc::new(event));
                }
            }
            Err(DbError::Closed) => return,
            Err(error) => tracing::warn!(%error, "the event log could not be read; trying again"),
        }
        let _ = tokio::time::timeout(POLL, db.inner.news.events_written.notified()).await;
    }
}

async fn read_tail(db: &Db, position: i64) -> Result<Vec<StoredEvent>, DbError> {
    db.sequence_events().await?;
    db.read().await?.events_after(position, Filter::default(), TAIL_BATCH).await
}
