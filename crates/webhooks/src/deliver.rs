//! Sending one message to one endpoint: read, send outside of every transaction, write what came of it and when it is tried
//! again. A server that dies in between sends again, under the same id.

use crate::endpoints::{self, ENDPOINT, Endpoint};
use crate::sender::{Answer, SendError, Signed};
use crate::signature::sign;
use crate::{WebhookError, Webhooks, WebhooksConfig, letters, oversight};
use db::{DbError, NewJob, Text, Tx, row, sql};
use domain::feature::Feature;
use domain::webhook::{BROKEN_AFTER, DeliveryState, EndpointState, next_try, quiet_for};
use domain::{DurationUs, Timestamp, WebhookDeliveryId, WebhookEndpointId, WebhookMessageId};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Sends one message to one endpoint.
pub const DELIVER_JOB: &str = "webhooks.deliver";
/// An endpoint that answers so wants nothing any more (Standard Webhooks, "Gone").
const GONE: u16 = 410;

/// A delivery whose time came so long ago has no job any more.
const LOST_AFTER: DurationUs = DurationUs::from_mins(15);
/// While an operator has switched all of them off, whether they are on again is asked so often.
const ASK_AGAIN: DurationUs = DurationUs::from_mins(1);
/// So many of them are looked at in one go.
const AT_ONCE: i64 = 500;

/// An endpoint that something is being sent to, until this is dropped.
struct Busy {
    all: Arc<Mutex<HashSet<WebhookEndpointId>>>,
    endpoint: WebhookEndpointId,
}

impl Busy {
    fn take(all: &Arc<Mutex<HashSet<WebhookEndpointId>>>, endpoint: WebhookEndpointId) -> Option<Self> {
        let free = all.lock().unwrap_or_else(PoisonError::into_inner).insert(endpoint);
        free.then(|| Self { all: Arc::clone(all), endpoint })
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.endpoint);
    }
}

/// The payload of [`DELIVER_JOB`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct DeliverJob {
    pub delivery: WebhookDeliveryId,
}

row! {
    struct Due {
        message_id: WebhookMessageId,
        endpoint_id: WebhookEndpointId,
        state: Text<DeliveryState>,
        tries: i64,
        round: i64,
        next_us: Option<Timestamp>,
        body: String,
    }
}

/// The job's key names the moment, so that the next one can be left while this one runs.
pub(crate) async fn enqueue(tx: &mut Tx, delivery: WebhookDeliveryId, at: Timestamp) -> Result<(), DbError> {
    let key = Some(format!("{delivery}-{}", at.as_micros()));
    tx.enqueue(NewJob { kind: DELIVER_JOB, key, payload: &DeliverJob { delivery }, run_at: at }).await?;
    Ok(())
}

async fn read_due(conn: &mut db::Conn, delivery: WebhookDeliveryId) -> Result<Option<Due>, WebhookError> {
    let statement = sql("SELECT d.message_id, d.endpoint_id, d.state, d.tries, d.round, d.next_us, m.body
        FROM webhooks_deliveries d JOIN webhooks_messages m ON m.id = d.message_id WHERE d.id = $1");
    Ok(conn.opt(statement.bind(delivery)).await?)
}

async fn read_endpoint(conn: &mut db::Conn, id: WebhookEndpointId) -> Result<Endpoint, WebhookError> {
    let text = format!("{ENDPOINT} WHERE id = $1");
    conn.opt(sql(text).bind(id)).await?.ok_or(WebhookError::NotFound)
}

impl Webhooks {
    /// What [`DELIVER_JOB`] does: one try, if its time has come. Safe to repeat.
    ///
    /// # Errors
    /// Only the database's; what the endpoint answers is no error.
    pub async fn deliver(&self, delivery: WebhookDeliveryId) -> Result<(), WebhookError> {
        let mut conn = self.db.read().await?;
        let now = conn.now();
        let Some(due) = read_due(&mut conn, delivery).await? else { return Ok(()) };
        let endpoint = read_endpoint(&mut conn, due.endpoint_id).await?;
        let closed = switches::off(&mut conn).await?.contains(&Feature::Webhooks);
        drop(conn);
        if due.state.0 != DeliveryState::Pending || due.next_us.is_none_or(|at| at > now) {
            return Ok(());
        }
        if endpoint.state != EndpointState::On {
            return self.give_up(delivery).await;
        }
        if endpoint.held_since.is_some() {
            // It waits without a job; whoever lets the endpoint go on leaves one.
            return Ok(());
        }
        if closed {
            return self.later(delivery, now.plus(ASK_AGAIN)).await;
        }
        if let Some(quiet) = endpoint.quiet_until.filter(|quiet| *quiet > now && due.tries == 0) {
            return self.later(delivery, quiet).await;
        }
        let Some(_busy) = Busy::take(&self.busy, endpoint.id) else {
            return self.later(delivery, now.plus(DurationUs::from_secs(1))).await;
        };
        let signed = signed(&endpoint, &due, now);
        let answer = self.sender.send(&signed).await;
        let took = self.db.now().since(now);
        let tried = Tried {
            delivery,
            endpoint: endpoint.id,
            number: (due.round, due.tries + 1),
            at: now,
            took,
            answer,
        };
        let config = self.config.clone();
        self.db
            .write(move |tx| {
                let (tried, config) = (tried.clone(), config.clone());
                Box::pin(async move { tried.write(tx, &config).await })
            })
            .await
    }

    /// Has deliveries looked at whose job was lost: it died with a version that did not know it, for instance. Returns how many.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn revive(&self) -> Result<usize, WebhookError> {
        self.db
            .write(|tx| {
                Box::pin(async move {
                    let before = tx.now().minus(LOST_AFTER);
                    let statement = sql("SELECT d.id, d.next_us FROM webhooks_deliveries d
                        JOIN webhooks_endpoints e ON e.id = d.endpoint_id AND e.held_since_us IS NULL
                        WHERE d.state = 'pending' AND d.next_us < $1 ORDER BY d.next_us LIMIT $2");
                    let lost: Vec<(WebhookDeliveryId, Timestamp)> =
                        tx.all(statement.bind(before).bind(AT_ONCE)).await?;
                    for (delivery, at) in &lost {
                        // A job of the same key that is there already is let run, and a dead one begins anew.
                        enqueue(tx, *delivery, *at).await?;
                    }
                    Ok::<_, WebhookError>(lost.len())
                })
            })
            .await
    }

    /// Nothing is sent to an endpoint that is off.
    async fn give_up(&self, delivery: WebhookDeliveryId) -> Result<(), WebhookError> {
        self.db.write(move |tx| Box::pin(async move { end(tx, delivery, DeliveryState::Failed).await })).await
    }

    /// The endpoint is left alone for a while: its first tries come after that, and are no tries until then.
    async fn later(&self, delivery: WebhookDeliveryId, at: Timestamp) -> Result<(), WebhookError> {
        self.db.write(move |tx| Box::pin(async move { again(tx, delivery, at).await })).await
    }
}

fn signed(endpoint: &Endpoint, due: &Due, now: Timestamp) -> Signed {
    let (id, at_s) = (due.message_id.to_string(), now.as_micros().div_euclid(1_000_000));
    let old = endpoint.replaced.as_ref().filter(|(_, until)| *until > now).map(|(secret, _)| secret);
    let signatures: Vec<String> = std::iter::once(&endpoint.secret)
        .chain(old)
        .map(|secret| sign(&secret.key(), &id, at_s, &due.body))
        .collect();
    Signed { url: endpoint.url.clone(), id, at_s, signature: signatures.join(" "), body: due.body.clone() }
}

async fn end(tx: &mut Tx, delivery: WebhookDeliveryId, state: DeliveryState) -> Result<(), WebhookError> {
    let now = tx.now();
    let statement = sql("UPDATE webhooks_deliveries SET state = $2, next_us = NULL, ended_at_us = $3
                         WHERE id = $1 AND state = 'pending'");
    tx.exec(statement.bind(delivery).bind(Text(state)).bind(now)).await?;
    Ok(())
}

async fn again(tx: &mut Tx, delivery: WebhookDeliveryId, at: Timestamp) -> Result<(), WebhookError> {
    let statement = sql("UPDATE webhooks_deliveries SET next_us = $2 WHERE id = $1 AND state = 'pending'");
    if tx.exec(statement.bind(delivery).bind(at)).await? > 0 {
        enqueue(tx, delivery, at).await?;
    }
    Ok(())
}

/// A try and what came of it.
#[derive(Debug, Clone)]
struct Tried {
    delivery: WebhookDeliveryId,
    endpoint: WebhookEndpointId,
    /// The round and the try in it.
    number: (i64, i64),
    at: Timestamp,
    took: DurationUs,
    answer: Result<Answer, SendError>,
}

impl Tried {
    async fn write(&self, tx: &mut Tx, config: &WebhooksConfig) -> Result<(), WebhookError> {
        let (round, tries) = self.number;
        // Two workers that tried at once: the second one's try was one, too, but is not counted.
        let statement = sql("UPDATE webhooks_deliveries SET tries = $2 WHERE id = $1 AND state = 'pending'
                             AND round = $3 AND tries = $2 - 1");
        if tx.exec(statement.bind(self.delivery).bind(tries).bind(round)).await? == 0 {
            return Ok(());
        }
        self.note(tx).await?;
        let taken = matches!(&self.answer, Ok(answer) if (200..300).contains(&answer.status));
        oversight::count(tx, self.endpoint, self.at, taken).await?;
        if taken {
            end(tx, self.delivery, DeliveryState::Delivered).await?;
            let statement = sql(
                "UPDATE webhooks_endpoints SET failing_since_us = NULL, failures = 0, quiet_until_us = NULL
                                 WHERE id = $1",
            );
            tx.exec(statement.bind(self.endpoint)).await?;
            return Ok(());
        }
        self.failed(tx, tries, config).await
    }

    /// What was answered, or why nothing was.
    fn words(&self) -> (Option<i64>, String) {
        let (status, text) = match &self.answer {
            Ok(answer) => (Some(i64::from(answer.status)), answer.text.clone()),
            Err(error) => (None, error.to_string()),
        };
        // PostgreSQL keeps no text with a zero byte in it.
        (status, text.replace('\0', " "))
    }

    async fn note(&self, tx: &mut Tx) -> Result<(), WebhookError> {
        let (status, text) = self.words();
        tx.exec(
            sql("INSERT INTO webhooks_attempts (delivery_id, number, at_us, took_us, status, answer)
                 SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5 FROM webhooks_attempts WHERE delivery_id = $1")
            .bind(self.delivery)
            .bind(self.at)
            .bind(self.took.as_micros().max(0))
            .bind(status)
            .bind(text),
        )
        .await?;
        Ok(())
    }

    async fn failed(&self, tx: &mut Tx, tries: i64, config: &WebhooksConfig) -> Result<(), WebhookError> {
        let now = tx.now();
        let endpoint = read_endpoint(tx, self.endpoint).await?;
        let failures = endpoint.failures + 1;
        let since = endpoint.failing_since.unwrap_or(now);
        let statement =
            sql("UPDATE webhooks_endpoints SET failing_since_us = $2, failures = $3, quiet_until_us = $4,
                 last_error = $5, last_error_us = $6 WHERE id = $1");
        let quiet = now.plus(quiet_for(failures));
        let error = match self.words() {
            (Some(status), text) => format!("{status} {text}").trim_end().to_owned(),
            (None, text) => text,
        };
        let statement = statement.bind(endpoint.id).bind(since).bind(failures).bind(quiet);
        tx.exec(statement.bind(error).bind(self.at)).await?;
        let gone = matches!(&self.answer, Ok(answer) if answer.status == GONE);
        match next_try(now, tries).filter(|_| !gone) {
            Some(at) => again(tx, self.delivery, at).await,
            None => {
                end(tx, self.delivery, DeliveryState::Failed).await?;
                let broken = gone || now.since(since) >= BROKEN_AFTER;
                if broken && endpoint.state == EndpointState::On {
                    endpoints::set_state(tx, endpoint.id, EndpointState::Broken).await?;
                    letters::broken(tx, config, &endpoint, now).await?;
                }
                Ok(())
            }
        }
    }
}
