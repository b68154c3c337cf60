//! What the event log says about orders: the payloads that orders writes and reporting, mail and live pages read.
//!
//! The log is kept for ever, so these types only grow: a new field has a default, a field is never renamed, and a
//! reason is text, so that an old event stays readable when an enum changes. Every event is appended once per PART
//! of an order (what one seller ships), with the seller's id as its topic and the part's id as its key.

use crate::{BundleId, Currency, OfferId, OrderId, PartId, ProductId, SellerId, ShipmentId, Timestamp};
use serde::{Deserialize, Serialize};

/// A part's payment is authorised: the seller may begin. Payload [`OrderPlaced`].
pub const ORDER_PLACED: &str = "order.placed";
/// A part was called off before anything of it was shipped. Payload [`OrderCancelled`].
pub const ORDER_CANCELLED: &str = "order.cancelled";
/// What of a partly shipped part had not left was called off. Payload [`OrderRestCancelled`].
pub const ORDER_REST_CANCELLED: &str = "order.rest_cancelled";
/// The payment of a part's order was refused or never came. Payload [`OrderNotPaid`]; it has no topic, for the seller
/// never saw the part.
pub const ORDER_NOT_PAID: &str = "order.not_paid";
/// The seller began to work on a part; undo is over. Payload [`PartAccepted`].
pub const ORDER_ACCEPTED: &str = "order.accepted";
/// A shipment of a part left and its share was captured. Payload [`PartShipped`].
pub const ORDER_SHIPPED: &str = "order.shipped";
/// A shipment of a part arrived. Payload [`PartDelivered`].
pub const ORDER_DELIVERED: &str = "order.delivered";

/// Every kind of this file, for consumers that follow orders.
pub const ORDER_KINDS: &[&str] = &[
    ORDER_PLACED,
    ORDER_CANCELLED,
    ORDER_REST_CANCELLED,
    ORDER_NOT_PAID,
    ORDER_ACCEPTED,
    ORDER_SHIPPED,
    ORDER_DELIVERED,
];

/// One line of a placed part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedLine {
    pub offer_id: OfferId,
    pub product_id: ProductId,
    /// As it was when ordered.
    pub title: String,
    pub quantity: i64,
    /// Price times quantity, without shipping and exclusive tax.
    pub amount_minor: i64,
}

/// A part was placed and its payment authorised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPlaced {
    pub order_id: OrderId,
    pub part_id: PartId,
    pub seller_id: SellerId,
    pub currency: Currency,
    /// Sum of the lines' amounts.
    pub items_minor: i64,
    pub shipping_minor: i64,
    pub tax_minor: i64,
    /// Sum of the lines' quantities.
    pub units: i64,
    pub lines: Vec<PlacedLine>,
    pub placed_at_us: Timestamp,
    /// Set when several one-clicks ship together.
    #[serde(default)]
    pub bundle_id: Option<BundleId>,
}

/// A whole part was cancelled; the amounts are those of its [`OrderPlaced`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCancelled {
    pub order_id: OrderId,
    pub part_id: PartId,
    pub seller_id: SellerId,
    pub currency: Currency,
    pub items_minor: i64,
    pub units: i64,
    /// When the part was placed: the sale is taken back where it was counted.
    pub placed_at_us: Timestamp,
    /// The stable text of a `domain::order::CancelReason`.
    pub reason: String,
}

/// The units of a part that had not left were cancelled after others did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRestCancelled {
    pub order_id: OrderId,
    pub part_id: PartId,
    pub seller_id: SellerId,
    pub currency: Currency,
    /// Sum of `lines`' amounts.
    pub items_minor: i64,
    pub units: i64,
    /// The units that will not be sent; a line that left whole is not among them.
    pub lines: Vec<PlacedLine>,
    /// When the part was placed: the sale is taken back where it was counted.
    pub placed_at_us: Timestamp,
    /// The stable text of a `domain::order::CancelReason`.
    pub reason: String,
}

/// An order ended without its payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderNotPaid {
    pub order_id: OrderId,
    pub part_id: PartId,
    pub placed_at_us: Timestamp,
    /// The stable text of a `domain::payment::DeclineReason`.
    pub reason: String,
}

/// The seller accepted a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartAccepted {
    pub order_id: OrderId,
    pub part_id: PartId,
    pub seller_id: SellerId,
}

/// One shipment left; a part shipped in pieces has several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartShipped {
    pub order_id: OrderId,
    pub part_id: PartId,
    pub seller_id: SellerId,
    pub shipment_id: ShipmentId,
    pub currency: Currency,
    /// What the card was charged for this shipment: items, shipping and tax.
    pub captured_minor: i64,
    /// Units in this shipment.
    pub units: i64,
}

/// One shipment arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartDelivered {
    pub order_id: OrderId,
    pub part_id: PartId,
    pub seller_id: SellerId,
    pub shipment_id: ShipmentId,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TypedId as _;
    use uuid::Uuid;

    #[test]
    fn an_event_written_before_a_field_existed_is_still_read() {
        let id = Uuid::from_u128(5);
        let text = format!(
            r#"{{"order_id":"{}","part_id":"{}","seller_id":"{}","currency":"USD","items_minor":1999,
                "shipping_minor":0,"tax_minor":0,"units":1,"lines":[],"placed_at_us":7}}"#,
            OrderId::from_uuid(id),
            PartId::from_uuid(id),
            SellerId::from_uuid(id)
        );
        let placed: OrderPlaced = serde_json::from_str(&text).unwrap();
        assert_eq!((placed.bundle_id, placed.items_minor, placed.currency), (None, 1999, Currency::USD));
    }
}
