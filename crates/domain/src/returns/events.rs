//! What the event log says about returns. As for orders, these types only grow.

use crate::{Currency, OrderId, ReturnId, SellerId};
use serde::{Deserialize, Serialize};

/// A shopper asked for a return. Payload [`ReturnChanged`], as for all others.
pub const RETURN_REQUESTED: &str = "return.requested";
pub const RETURN_APPROVED: &str = "return.approved";
pub const RETURN_DECLINED: &str = "return.declined";
pub const RETURN_CANCELLED: &str = "return.cancelled";
pub const RETURN_SENT: &str = "return.sent";
pub const RETURN_RECEIVED: &str = "return.received";
/// The card has it back.
pub const RETURN_REFUNDED: &str = "return.refunded";
/// Nothing is given back.
pub const RETURN_CLOSED: &str = "return.closed";
/// A replacement has left instead of the money.
pub const RETURN_EXCHANGED: &str = "return.exchanged";
/// Its exchange has another state: accepted, turned into a refund, delivered.
pub const RETURN_EXCHANGE_CHANGED: &str = "return.exchange_changed";
/// A shopper appeals against a decision.
pub const RETURN_APPEALED: &str = "return.appealed";
/// The platform has decided about the appeal.
pub const RETURN_APPEAL_DECIDED: &str = "return.appeal_decided";

/// A return has another state. The event's key is the return's id, its topic the seller's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnChanged {
    pub return_id: ReturnId,
    pub order_id: OrderId,
    pub seller_id: SellerId,
    pub currency: Currency,
    /// What the card got back; 0 until it did.
    pub refunded_minor: i64,
}
