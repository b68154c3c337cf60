//! What became of messages: each delivery with its tries; sending one again; trying an endpoint out.

use crate::WebhookError;
use crate::endpoints::endpoint;
use crate::follow::{Message, leave};
use crate::oversight::{begin_again, forget_hours};
use db::{Conn, Text, Tx, row, sql};
use domain::webhook::{DeliveryState, WebhookKind};
use domain::{DurationUs, SellerId, Timestamp, WebhookDeliveryId, WebhookEndpointId, WebhookMessageId};

/// What is older is forgotten.
const KEPT: DurationUs = DurationUs::from_days(30);

/// So many tries of a delivery are read, the latest ones.
const MOST_TRIES: i64 = 20;
/// So many messages are forgotten in one go.
const AT_ONCE: i64 = 500;

row! {
    /// A message on its way to one endpoint.
    pub struct Delivery {
        pub id: WebhookDeliveryId,
        pub message_id: WebhookMessageId,
        pub endpoint_id: WebhookEndpointId,
        pub kind: Text<WebhookKind>,
        pub body: String,
        pub state: Text<DeliveryState>,
        /// Of the round that runs or ran last.
        pub tries: i64,
        pub next_us: Option<Timestamp>,
        pub made_at_us: Timestamp,
        pub ended_at_us: Option<Timestamp>,
    }
}

row! {
    /// One try.
    pub struct Attempt {
        pub delivery_id: WebhookDeliveryId,
        pub number: i64,
        pub at_us: Timestamp,
        pub took_us: i64,
        /// What was answered; nothing where there was no answer.
        pub status: Option<i64>,
        /// The beginning of the answer, or why there was none.
        pub answer: String,
    }
}

const DELIVERY: &str =
    "SELECT d.id, d.message_id, d.endpoint_id, m.kind, m.body, d.state, d.tries, d.next_us, d.made_at_us,
    d.ended_at_us FROM webhooks_deliveries d JOIN webhooks_messages m ON m.id = d.message_id";

/// An endpoint's deliveries before one, the newest first.
///
/// # Errors
/// [`WebhookError::NotFound`] for an endpoint of another seller.
pub async fn deliveries(
    conn: &mut Conn,
    seller: SellerId,
    id: WebhookEndpointId,
    before: Option<WebhookDeliveryId>,
    limit: i64,
) -> Result<Vec<Delivery>, WebhookError> {
    endpoint(conn, seller, id).await?;
    let more = if before.is_some() { "AND d.id < $3" } else { "" };
    let text = format!("{DELIVERY} WHERE d.endpoint_id = $1 {more} ORDER BY d.id DESC LIMIT $2");
    Ok(conn.all(sql(text).bind(id).bind(limit).bind_all(before)).await?)
}

/// One of a seller's deliveries.
///
/// # Errors
/// [`WebhookError::NotFound`], also for one of another seller.
pub async fn delivery(
    conn: &mut Conn,
    seller: SellerId,
    id: WebhookDeliveryId,
) -> Result<Delivery, WebhookError> {
    let text = format!("{DELIVERY} WHERE d.id = $1 AND m.seller_id = $2");
    let found: Delivery = conn.opt(sql(text).bind(id).bind(seller)).await?.ok_or(WebhookError::NotFound)?;
    endpoint(conn, seller, found.endpoint_id).await?;
    Ok(found)
}

/// The latest tries of these deliveries, in their order; whoever sends again and again has many.
///
/// # Errors
/// Only the database's.
pub async fn attempts_of(conn: &mut Conn, of: &[WebhookDeliveryId]) -> Result<Vec<Attempt>, WebhookError> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT delivery_id, number, at_us, took_us, status, answer FROM webhooks_attempts a
         WHERE delivery_id IN ({}) AND number > (
             SELECT MAX(number) - {MOST_TRIES} FROM webhooks_attempts l WHERE l.delivery_id = a.delivery_id)
         ORDER BY delivery_id, number",
        db::placeholders(1, of.len())
    );
    Ok(conn.all(sql(text).bind_all(of.iter().copied())).await?)
}

/// Sends a message to an endpoint once more, whether it was taken or not: under the same id, with all its tries.
///
/// # Errors
/// [`WebhookError::NotFound`], [`WebhookError::IsOff`], [`WebhookError::IsHeld`], [`WebhookError::Underway`].
pub async fn replay(tx: &mut Tx, seller: SellerId, id: WebhookDeliveryId) -> Result<(), WebhookError> {
    let found = delivery(tx, seller, id).await?;
    endpoint(tx, seller, found.endpoint_id).await?.may_be_sent()?;
    let now = tx.now();
    if !begin_again(tx, id, now).await? {
        return Err(WebhookError::Underway);
    }
    // Whoever asks for it by hand does not wait for an endpoint that is left alone.
    let statement = sql("UPDATE webhooks_endpoints SET quiet_until_us = NULL WHERE id = $1");
    tx.exec(statement.bind(found.endpoint_id)).await?;
    Ok(())
}

/// Sends a message that tells nothing, to see whether it arrives.
///
/// # Errors
/// [`WebhookError::NotFound`], [`WebhookError::IsOff`], [`WebhookError::IsHeld`], [`WebhookError::Underway`] while the one before
/// waits.
pub async fn try_out(
    tx: &mut Tx,
    seller: SellerId,
    id: WebhookEndpointId,
) -> Result<WebhookDeliveryId, WebhookError> {
    endpoint(tx, seller, id).await?.may_be_sent()?;
    let waiting = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM webhooks_deliveries d
        JOIN webhooks_messages m ON m.id = d.message_id
        WHERE d.endpoint_id = $1 AND d.state = 'pending' AND d.tries = 0 AND m.kind = 'webhook.test'");
    if tx.one::<(i64,)>(waiting.bind(id)).await?.0 > 0 {
        return Err(WebhookError::Underway);
    }
    let statement = sql("UPDATE webhooks_endpoints SET quiet_until_us = NULL WHERE id = $1");
    tx.exec(statement.bind(id)).await?;
    let message = Message {
        seller,
        kind: WebhookKind::Test,
        position: None,
        data: serde_json::json!({ "endpoint_id": id.to_string() }),
        at: tx.now(),
    };
    leave(tx, &message, &[id]).await?.pop().ok_or(WebhookError::NotFound)
}

/// Forgets messages that are old and have come to their end everywhere, some hundreds at a time. Returns how many; call again
/// until 0.
///
/// # Errors
/// Only the database's.
pub async fn forget_old(tx: &mut Tx) -> Result<usize, WebhookError> {
    let before = tx.now().minus(KEPT);
    forget_hours(tx, before).await?;
    let old = sql("SELECT m.id FROM webhooks_messages m WHERE m.made_at_us < $1 AND NOT EXISTS (
            SELECT 1 FROM webhooks_deliveries p WHERE p.message_id = m.id AND p.state = 'pending')
        ORDER BY m.made_at_us LIMIT $2");
    let old: Vec<(WebhookMessageId,)> = tx.all(old.bind(before).bind(AT_ONCE)).await?;
    if old.is_empty() {
        return Ok(0);
    }
    let list = db::placeholders(1, old.len());
    for text in [
        format!(
            "DELETE FROM webhooks_attempts WHERE delivery_id IN (
                SELECT id FROM webhooks_deliveries WHERE message_id IN ({list}))"
        ),
        format!("DELETE FROM webhooks_deliveries WHERE message_id IN ({list})"),
        format!("DELETE FROM webhooks_messages WHERE id IN ({list})"),
    ] {
        tx.exec(sql(text).bind_all(old.iter().map(|(id,)| *id))).await?;
    }
    Ok(old.len())
}
