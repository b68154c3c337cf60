//! From the event log to messages: one message for an event to each seller that wants to be told, and a delivery for each
//! endpoint that does, in the transaction that moves the place in the log. So none is lost, and none is left twice.

use crate::deliver::enqueue;
use crate::endpoints::{ENDPOINT, Endpoint};
use crate::{WebhookError, Webhooks};
use db::{StoredEvent, Tx, sql};
use domain::format;
use domain::messages::Side;
use domain::review::QuestionChanged;
use domain::text_enum::TextEnum as _;
use domain::webhook::WebhookKind;
use domain::{OfferId, SellerId, Timestamp, WebhookDeliveryId, WebhookEndpointId, WebhookMessageId};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Events that one transaction looks at.
const AT_ONCE: i64 = 200;
/// Sellers whose endpoints one statement reads: few enough placeholders for both databases.
const SELLERS_AT_ONCE: usize = 500;
/// What of an event a message has: ids, by which the rest can be read, and of health which measure stands where. Everything
/// else may change its shape.
const TOLD: [&str; 13] = [
    "order_id",
    "part_id",
    "shipment_id",
    "return_id",
    "dispute_id",
    "message_id",
    "question_id",
    "product_id",
    "offer_id",
    "payout_id",
    "appeal_id",
    "measure",
    "level",
];

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
    let Some(kind) = WebhookKind::of_event(&event.kind) else { return Ok(()) };
    let payload: Value = event.payload()?;
    if !is_told(kind, &payload) {
        return Ok(());
    }
    let sellers = sellers_of(tx, kind, event, &payload).await?;
    let data: Map<String, Value> =
        TOLD.iter().filter_map(|name| Some(((*name).to_owned(), payload.get(name)?.clone()))).collect();
    for (seller, wanted) in endpoints_of(tx, kind, &sellers, event.at_us).await? {
        let data = Value::Object(data.clone());
        let message = Message { seller, kind, position: Some(event.position), data, at: event.at_us };
        leave(tx, &message, &wanted).await?;
    }
    Ok(())
}

/// Whether it is this event that is told, and not another of its kind.
fn is_told(kind: WebhookKind, payload: &Value) -> bool {
    match kind {
        WebhookKind::MessageReceived => payload["side"] == Side::Shopper.as_str(),
        WebhookKind::StockOut => payload["available"] == 0,
        _ => true,
    }
}

/// Who is told: the event's topic, or, where it has none, whose offer it is about or who offers the product now.
async fn sellers_of(
    tx: &mut Tx,
    kind: WebhookKind,
    event: &StoredEvent,
    payload: &Value,
) -> Result<Vec<SellerId>, WebhookError> {
    if let Some(topic) = &event.topic {
        return Ok(topic.parse::<SellerId>().into_iter().collect());
    }
    match kind {
        WebhookKind::QuestionAsked => {
            let asked: QuestionChanged = event.payload()?;
            Ok(catalog::sellers_of(tx, asked.product_id).await?)
        }
        WebhookKind::StockOut => {
            let Some(offer) = payload["offer_id"].as_str().and_then(|id| id.parse::<OfferId>().ok()) else {
                return Ok(Vec::new());
            };
            Ok(catalog::seller_of_offer(tx, offer).await?.into_iter().collect())
        }
        _ => Ok(Vec::new()),
    }
}

/// The endpoints of these sellers that want to be told, by seller.
async fn endpoints_of(
    tx: &mut Tx,
    kind: WebhookKind,
    sellers: &[SellerId],
    at: Timestamp,
) -> Result<BTreeMap<SellerId, Vec<WebhookEndpointId>>, WebhookError> {
    let mut found: BTreeMap<SellerId, Vec<WebhookEndpointId>> = BTreeMap::new();
    for some in sellers.chunks(SELLERS_AT_ONCE) {
        let text = format!(
            "{ENDPOINT} WHERE made_at_us <= $1 AND seller_id IN ({}) AND state = 'on' AND removed_at_us IS NULL
             ORDER BY id",
            db::placeholders(2, some.len())
        );
        let endpoints: Vec<Endpoint> = tx.all(sql(text).bind(at).bind_all(some.iter().copied())).await?;
        for one in endpoints.into_iter().filter(|one| one.kinds.contains(&kind)) {
            found.entry(one.seller).or_default().push(one.id);
        }
    }
    Ok(found)
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
