//! From the event log to messages: one message for an event that somebody wants to be told, and a delivery for each endpoint
//! that does, in the transaction that moves the place in the log. So none is lost, and none is left twice.

use crate::deliver::enqueue;
use crate::endpoints::{ENDPOINT, Endpoint};
use crate::{WebhookError, Webhooks};
use db::{StoredEvent, Tx, sql};
use domain::format;
use domain::text_enum::TextEnum as _;
use domain::webhook::WebhookKind;
use domain::{SellerId, Timestamp, WebhookDeliveryId, WebhookEndpointId, WebhookMessageId};
use serde_json::{Map, Value, json};

/// Events that one transaction looks at.
const AT_ONCE: i64 = 200;
/// What of an event a message has: ids, by which the rest can be read. Everything else may change its shape.
const TOLD: [&str; 5] = ["order_id", "part_id", "shipment_id", "return_id", "dispute_id"];

impl Webhooks {
    /// Leaves messages for the next events of the log. Returns how many events there were; call again until 0.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn follow(&self) -> Result<usize, WebhookError> {
        self.db
            .consume("webhooks", AT_ONCE, |tx, events| {
                Box::pin(async move {
                    for event in &events {
                        tell(tx, event).await?;
                    }
                    Ok::<_, WebhookError>(())
                })
            })
            .await
    }
}

async fn tell(tx: &mut Tx, event: &StoredEvent) -> Result<(), WebhookError> {
    let kind = WebhookKind::parse(&event.kind).filter(|kind| kind.is_chosen());
    let seller = event.topic.as_deref().and_then(|topic| topic.parse::<SellerId>().ok());
    let (Some(kind), Some(seller)) = (kind, seller) else { return Ok(()) };
    let text = format!(
        "{ENDPOINT} WHERE seller_id = $1 AND state = 'on' AND removed_at_us IS NULL AND made_at_us <= $2 ORDER BY id"
    );
    let endpoints: Vec<Endpoint> = tx.all(sql(text).bind(seller).bind(event.at_us)).await?;
    let wanted: Vec<_> =
        endpoints.into_iter().filter(|one| one.kinds.contains(&kind)).map(|one| one.id).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let payload: Value = event.payload()?;
    let data: Map<String, Value> =
        TOLD.iter().filter_map(|name| Some(((*name).to_owned(), payload.get(name)?.clone()))).collect();
    let message =
        Message { seller, kind, position: Some(event.position), data: Value::Object(data), at: event.at_us };
    leave(tx, &message, &wanted).await?;
    Ok(())
}

/// What is told.
pub(crate) struct Message {
    pub seller: SellerId,
    pub kind: WebhookKind,
    pub position: Option<i64>,
    pub data: Value,
    /// When it happened.
    pub at: Timestamp,
}

/// Writes a message and has it sent to these endpoints. Returns the deliveries, in the endpoints' order.
pub(crate) async fn leave(
    tx: &mut Tx,
    message: &Message,
    endpoints: &[WebhookEndpointId],
) -> Result<Vec<WebhookDeliveryId>, WebhookError> {
    let (id, now) = (tx.new_id::<WebhookMessageId>(), tx.now());
    let body =
        json!({ "type": message.kind.as_str(), "timestamp": format::iso(message.at), "data": message.data });
    tx.exec(
        sql("INSERT INTO webhooks_messages (id, seller_id, kind, position, body, made_at_us)
             VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(message.seller)
        .bind(message.kind.as_str())
        .bind(message.position)
        .bind(body.to_string())
        .bind(now),
    )
    .await?;
    let mut deliveries = Vec::with_capacity(endpoints.len());
    for endpoint in endpoints {
        let delivery = tx.new_id::<WebhookDeliveryId>();
        tx.exec(
            sql("INSERT INTO webhooks_deliveries (id, message_id, endpoint_id, state, tries, round, next_us, made_at_us)
                 VALUES ($1, $2, $3, 'pending', 0, 1, $4, $4)")
            .bind(delivery)
            .bind(id)
            .bind(*endpoint)
            .bind(now),
        )
        .await?;
        enqueue(tx, delivery, now).await?;
        deliveries.push(delivery);
    }
    Ok(deliveries)
}
