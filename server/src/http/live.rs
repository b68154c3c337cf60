//! Live pages: server-sent events out of the event log, without loss.
//!
//! A stream first reads the log behind the last id that the browser saw, then follows new events. When it falls
//! behind it reads the log again. It ends when the visitor may no longer see it, and when the server stops.

use axum::response::sse::Event;
use futures::Stream;
use platform::db::events::Filter;
use platform::db::{BoxFuture, Db, DbError, StoredEvent};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio_util::sync::CancellationToken;

/// Proxies close connections on which nothing happens; this keeps them open and notices the ones that are gone.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long an event may still reach somebody who was just signed out.
const RECHECK: Duration = Duration::from_secs(2);
const PAGE: i64 = 200;

/// Which events somebody follows.
#[derive(Clone, Debug)]
pub struct Interest {
    pub topic: Option<String>,
    /// Empty: every kind.
    pub kinds: &'static [&'static str],
    /// Empty: every key.
    pub keys: Vec<String>,
}

impl Interest {
    fn wants(&self, event: &StoredEvent) -> bool {
        self.topic.as_ref().is_none_or(|t| event.topic.as_ref() == Some(t))
            && (self.kinds.is_empty() || self.kinds.contains(&event.kind.as_str()))
            && (self.keys.is_empty() || self.keys.contains(&event.event_key))
    }
}

/// Follows the log from a position on.
pub struct Follower {
    db: Db,
    interest: Interest,
    position: i64,
    read: VecDeque<StoredEvent>,
    behind: bool,
    tail: broadcast::Receiver<Arc<StoredEvent>>,
}

impl Follower {
    /// Events behind `after`; `None` begins with the next one.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn new(db: Db, interest: Interest, after: Option<i64>) -> Result<Self, DbError> {
        // Subscribed first: what is written while the log is being read comes by both ways, never by none.
        let tail = db.subscribe();
        let position = match after {
            Some(position) => position,
            None => db.read().await?.last_position().await?,
        };
        Ok(Self { db, interest, position, read: VecDeque::new(), behind: true, tail })
    }

    /// The next event; waits for it. Dropping the wait loses nothing.
    ///
    /// # Errors
    /// When the log cannot be read, or the database is being closed.
    pub async fn next(&mut self) -> Result<StoredEvent, DbError> {
        loop {
            if let Some(event) = self.read.pop_front() {
                self.position = self.position.max(event.position);
                return Ok(event);
            }
            if self.behind {
                self.read_log().await?;
                continue;
            }
            match self.tail.recv().await {
                Ok(event) if event.position > self.position && self.interest.wants(&event) => {
                    self.position = event.position;
                    return Ok((*event).clone());
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => self.behind = true,
                Err(RecvError::Closed) => return Err(DbError::Open("the database was closed".into())),
            }
        }
    }

    async fn read_log(&mut self) -> Result<(), DbError> {
        let filter = Filter { kinds: self.interest.kinds, topic: self.interest.topic.as_deref() };
        let events = self.db.read().await?.events_after(self.position, filter, PAGE).await?;
        self.behind = i64::try_from(events.len()).unwrap_or(PAGE) == PAGE;
        if let (Some(last), true) = (events.last(), !self.interest.keys.is_empty()) {
            // Events of other keys are behind us too, or a page full of them would be read for ever.
            self.position = last.position;
        }
        self.read.extend(events.into_iter().filter(|event| self.interest.wants(event)));
        Ok(())
    }
}

/// Whether the visitor may still see the stream: asked every few seconds.
pub type StillAllowed = Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

struct Live {
    follower: Follower,
    allowed: StillAllowed,
    stop: CancellationToken,
    heartbeat: tokio::time::Interval,
    checked: tokio::time::Instant,
    greeted: bool,
}

/// The body of a live page: events with the log's position as their id, heartbeats in between.
pub fn stream(
    follower: Follower,
    allowed: StillAllowed,
    stop: CancellationToken,
) -> impl Stream<Item = Result<Event, Infallible>> + Send {
    let now = tokio::time::Instant::now();
    let heartbeat = tokio::time::interval_at(now + HEARTBEAT, HEARTBEAT);
    let live = Live { follower, allowed, stop, heartbeat, checked: now, greeted: false };
    futures::stream::unfold(live, |mut live| async move {
        let event = live.next().await?;
        Some((Ok(event), live))
    })
}

impl Live {
    async fn next(&mut self) -> Option<Event> {
        if !self.greeted {
            // Sent at once, so that the browser knows that it is connected.
            self.greeted = true;
            return Some(Event::default().retry(Duration::from_secs(1)).comment("connected"));
        }
        tokio::select! {
            () = self.stop.cancelled() => None,
            _ = self.heartbeat.tick() => {
                if !self.still_allowed().await {
                    return None;
                }
                Some(Event::default().comment("alive"))
            }
            next = self.follower.next() => match next {
                Ok(event) => {
                    if self.checked.elapsed() > RECHECK && !self.still_allowed().await {
                        return None;
                    }
                    Some(as_sent(&event))
                }
                Err(error) => {
                    // The browser connects again with its last id.
                    tracing::warn!(%error, "a live stream ended");
                    None
                }
            },
        }
    }

    async fn still_allowed(&mut self) -> bool {
        self.checked = tokio::time::Instant::now();
        (self.allowed)().await
    }
}

/// `data` is one line of JSON: kind, key, time, and the payload as it was appended.
fn as_sent(event: &StoredEvent) -> Event {
    let payload = serde_json::value::RawValue::from_string(event.payload.clone()).ok();
    let data = serde_json::json!({
        "kind": event.kind,
        "key": event.event_key,
        "at_us": event.at_us.as_micros(),
        "payload": payload,
    });
    Event::default().id(event.position.to_string()).data(data.to_string())
}

/// Where a browser wants to go on: the header that it sends when it reconnects, else `after` of the address.
pub fn wanted_position(headers: &axum::http::HeaderMap, after: Option<i64>) -> Option<i64> {
    let header =
        headers.get("last-event-id").and_then(|v| v.to_str().ok()).and_then(|t| t.trim().parse().ok());
    header.or(after).filter(|position| *position >= 0)
}
