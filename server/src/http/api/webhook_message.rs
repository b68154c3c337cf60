//! What is sent to an endpoint: the body of a message of a webhook. The messages are made by `platform::webhooks`.

use super::health::MeasureCode;
use super::types::{
    AppealRef, Code, DisputeRef, MessageRef, OfferRef, OrderRef, PartRef, PayoutRef, ProductRef, QuestionRef,
    ReturnRef, ShipmentRef, WebhookEndpointRef,
};
use super::webhooks::WebhookKindCode;
use platform::buybox::Told;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub type ToldCode = Code<Told>;

/// What a message is about: ids, by which the rest is read. What a kind does not have is missing.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WebhookData {
    /// What the buyer sees. Of `order.*`, `return.*`, `dispute.*` and `message.received`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub order_id: Option<OrderRef>,
    /// The order of this seller, as in `GET /api/v1/orders`. Of `order.*` and `message.received`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub part_id: Option<PartRef>,
    /// Of `order.shipped` and `order.delivered`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub shipment_id: Option<ShipmentRef>,
    /// Of `return.*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub return_id: Option<ReturnRef>,
    /// Of `dispute.*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub dispute_id: Option<DisputeRef>,
    /// Of `message.received`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub message_id: Option<MessageRef>,
    /// Of `question.asked`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub question_id: Option<QuestionRef>,
    /// Of `question.asked`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub product_id: Option<ProductRef>,
    /// Of `stock.out`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub offer_id: Option<OfferRef>,
    /// Of `payout.*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub payout_id: Option<PayoutRef>,
    /// Of `appeal.decided`, as in `GET /api/v1/standing`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub appeal_id: Option<AppealRef>,
    /// Of `health.changed`: what is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub measure: Option<MeasureCode>,
    /// Of `health.changed`: where it stands now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub level: Option<ToldCode>,
    /// Of `webhook.test`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub endpoint_id: Option<WebhookEndpointRef>,
}

/// The body of a message, written once: every try has the same, to the letter.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct WebhookMessage {
    #[serde(rename = "type")]
    pub kind: WebhookKindCode,
    /// When it happened.
    #[schema(format = DateTime, example = "2026-11-30T09:30:00Z")]
    pub timestamp: String,
    pub data: WebhookData,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn a_message_is_shown_as_it_was_sent() {
        let id = |prefix: &str| format!("{prefix}_01j9zq3v5n8e7kx2m4t6w0ys1b");
        for data in [
            json!({}),
            json!({ "order_id": id("ord"), "part_id": id("prt"), "message_id": id("msg") }),
            json!({ "measure": "late", "level": "near" }),
            json!({ "question_id": id("qst"), "product_id": id("prd") }),
        ] {
            let sent = json!({ "type": "order.placed", "timestamp": "2026-11-30T09:30:00Z", "data": data });
            let read: WebhookMessage = serde_json::from_str(&sent.to_string()).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), sent);
        }
        let unknown: Value = json!({ "type": "a.thing", "timestamp": "", "data": {} });
        assert!(serde_json::from_value::<WebhookMessage>(unknown).is_err());
    }
}
