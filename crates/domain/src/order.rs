//! The states of an order, of one seller's part of it and of a shipment. Each has one table; a change that is not in
//! the table cannot happen. Called by orders, reporting and every page that shows an order.

use crate::time::{DurationUs, Timestamp};

pub use carrier::Carrier;
pub use tracking::{PartTimes, Step, StepState, TrackingStep, tracking_steps};

#[path = "order/carrier.rs"]
mod carrier;
#[path = "order/tracking.rs"]
mod tracking;

/// How long a one-click order can be undone when the setting says nothing else (product.md, 2).
pub const ONE_CLICK_UNDO_DEFAULT: DurationUs = DurationUs::from_mins(30);

crate::text_enum! {
    /// What an order was placed with, as far as its browser says.
    pub enum Device {
        Phone = "phone",
        /// Anything larger.
        Desktop = "desktop",
    }
}

crate::text_enum! {
    /// Where a whole order stands; each seller's part has its own [`PartState`].
    pub enum OrderState {
        /// Written and its stock held; the processor has not said yes.
        AwaitingPayment = "awaiting_payment",
        /// Authorised; its sellers know.
        Placed = "placed",
        /// Every part was called off, or payment never came.
        Cancelled = "cancelled",
        /// The card was refused; nothing is kept.
        PaymentFailed = "payment_failed",
        /// No part has anything left to ship.
        Completed = "completed",
    }
}

crate::text_enum! {
    /// What happens to a whole order.
    pub enum OrderEvent {
        Authorise = "authorise",
        Decline = "decline",
        Cancel = "cancel",
        Complete = "complete",
    }
}

/// Every change of an order: what happens, from, to.
pub const ORDER_TRANSITIONS: &[(OrderEvent, OrderState, OrderState)] = &[
    (OrderEvent::Authorise, OrderState::AwaitingPayment, OrderState::Placed),
    (OrderEvent::Decline, OrderState::AwaitingPayment, OrderState::PaymentFailed),
    (OrderEvent::Cancel, OrderState::AwaitingPayment, OrderState::Cancelled),
    (OrderEvent::Cancel, OrderState::Placed, OrderState::Cancelled),
    (OrderEvent::Complete, OrderState::Placed, OrderState::Completed),
];

/// The order's state after an event; `None` when the event cannot happen in this state.
pub fn next_order_state(state: OrderState, event: OrderEvent) -> Option<OrderState> {
    find(ORDER_TRANSITIONS, state, event)
}

crate::text_enum! {
    /// Where one seller's part of an order stands.
    pub enum PartState {
        /// The order is not paid for: the seller does not see the part.
        AwaitingPayment = "awaiting_payment",
        /// Paid for (authorised); the seller has not begun, the buyer can still take it back.
        Placed = "placed",
        /// The seller picks and packs.
        Accepted = "accepted",
        /// Some units left, others did not.
        PartlyShipped = "partly_shipped",
        /// Everything that will be sent has left.
        Shipped = "shipped",
        Delivered = "delivered",
        Cancelled = "cancelled",
    }
}

crate::text_enum! {
    /// What happens to one seller's part of an order.
    pub enum PartEvent {
        /// The payment of its order is authorised.
        Authorise = "authorise",
        /// The payment of its order was refused or never came.
        Abandon = "abandon",
        Accept = "accept",
        /// A shipment left and something is still to be sent.
        ShipPart = "ship_part",
        /// A shipment left and nothing is still to be sent.
        ShipRest = "ship_rest",
        /// What was not sent will not be: the rest of the authorisation goes back.
        CancelRest = "cancel_rest",
        Deliver = "deliver",
        Cancel = "cancel",
        /// A one-click order is taken back inside its window.
        Undo = "undo",
    }
}

/// Every change of a part: what happens, from, to.
pub const PART_TRANSITIONS: &[(PartEvent, PartState, PartState)] = &[
    (PartEvent::Authorise, PartState::AwaitingPayment, PartState::Placed),
    (PartEvent::Abandon, PartState::AwaitingPayment, PartState::Cancelled),
    (PartEvent::Accept, PartState::Placed, PartState::Accepted),
    (PartEvent::ShipPart, PartState::Accepted, PartState::PartlyShipped),
    (PartEvent::ShipPart, PartState::PartlyShipped, PartState::PartlyShipped),
    (PartEvent::ShipRest, PartState::Accepted, PartState::Shipped),
    (PartEvent::ShipRest, PartState::PartlyShipped, PartState::Shipped),
    (PartEvent::CancelRest, PartState::PartlyShipped, PartState::Shipped),
    (PartEvent::Deliver, PartState::Shipped, PartState::Delivered),
    (PartEvent::Undo, PartState::Placed, PartState::Cancelled),
    (PartEvent::Cancel, PartState::Placed, PartState::Cancelled),
    (PartEvent::Cancel, PartState::Accepted, PartState::Cancelled),
];

/// The part's state after an event; `None` when the event cannot happen in this state.
pub fn next_part_state(state: PartState, event: PartEvent) -> Option<PartState> {
    find(PART_TRANSITIONS, state, event)
}

crate::text_enum! {
    /// On whose behalf something happens to a part.
    pub enum Party {
        Buyer = "buyer",
        Seller = "seller",
        /// The platform itself: payments, time-outs, carriers.
        System = "system",
    }
}

/// Who may make which change. The buyer's cancel ends when the seller begins; the seller's when something left.
pub const PART_PARTIES: &[(Party, PartEvent, &[PartState])] = &[
    (Party::Buyer, PartEvent::Undo, &[PartState::Placed]),
    (Party::Buyer, PartEvent::Cancel, &[PartState::Placed]),
    (Party::Seller, PartEvent::Accept, &[PartState::Placed]),
    (Party::Seller, PartEvent::ShipPart, &[PartState::Accepted, PartState::PartlyShipped]),
    (Party::Seller, PartEvent::ShipRest, &[PartState::Accepted, PartState::PartlyShipped]),
    (Party::Seller, PartEvent::CancelRest, &[PartState::PartlyShipped]),
    (Party::Seller, PartEvent::Deliver, &[PartState::Shipped]),
    (Party::Seller, PartEvent::Cancel, &[PartState::Placed, PartState::Accepted]),
    (Party::System, PartEvent::Authorise, &[PartState::AwaitingPayment]),
    (Party::System, PartEvent::Abandon, &[PartState::AwaitingPayment]),
    (Party::System, PartEvent::Deliver, &[PartState::Shipped]),
];

/// Whether this party may make this change now: what a page asks before it shows a button.
pub fn party_may(party: Party, event: PartEvent, state: PartState) -> bool {
    PART_PARTIES.iter().any(|(p, e, states)| *p == party && *e == event && states.contains(&state))
}

impl OrderState {
    /// The state after an event; see [`next_order_state`].
    pub fn next(self, event: OrderEvent) -> Option<Self> {
        next_order_state(self, event)
    }
    /// Nothing happens to it any more.
    pub fn is_final(self) -> bool {
        ORDER_TRANSITIONS.iter().all(|(_, from, _)| *from != self)
    }
}

impl PartState {
    /// The state after an event; see [`next_part_state`].
    pub fn next(self, event: PartEvent) -> Option<Self> {
        next_part_state(self, event)
    }
    /// Nothing happens to it any more.
    pub fn is_final(self) -> bool {
        PART_TRANSITIONS.iter().all(|(_, from, _)| *from != self)
    }
    /// Paid for and with units that have not left: what a seller still has to do.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Placed | Self::Accepted | Self::PartlyShipped)
    }
}

crate::text_enum! {
    /// Where one parcel and its captures stand.
    pub enum ShipmentState {
        /// The card is being charged; do not hand it over yet.
        Capturing = "capturing",
        Shipped = "shipped",
        /// The card could not be charged; its units are back to be shipped.
        Failed = "failed",
        Delivered = "delivered",
    }
}

crate::text_enum! {
    /// What happens to one parcel.
    pub enum ShipmentEvent {
        Capture = "capture",
        Refuse = "refuse",
        Deliver = "deliver",
    }
}

/// Every change of a shipment: what happens, from, to.
pub const SHIPMENT_TRANSITIONS: &[(ShipmentEvent, ShipmentState, ShipmentState)] = &[
    (ShipmentEvent::Capture, ShipmentState::Capturing, ShipmentState::Shipped),
    (ShipmentEvent::Refuse, ShipmentState::Capturing, ShipmentState::Failed),
    (ShipmentEvent::Deliver, ShipmentState::Shipped, ShipmentState::Delivered),
];

/// The shipment's state after an event; `None` when the event cannot happen in this state.
pub fn next_shipment_state(state: ShipmentState, event: ShipmentEvent) -> Option<ShipmentState> {
    find(SHIPMENT_TRANSITIONS, state, event)
}

crate::text_enum! {
    /// How an order was placed.
    pub enum OrderSource {
        Checkout = "checkout",
        OneClick = "one_click",
    }
}

crate::text_enum! {
    /// Why a part was called off. The buyer reads it, translated.
    pub enum CancelReason {
        /// The buyer undid a one-click order.
        Undone = "undone",
        /// The buyer cancelled.
        ChangedMind = "changed_mind",
        OutOfStock = "out_of_stock",
        CannotShip = "cannot_ship",
        PriceError = "price_error",
        /// The buyer asked the seller to cancel.
        BuyerAsked = "buyer_asked",
        SuspectedFraud = "suspected_fraud",
        /// Payment was refused or never came.
        NotPaid = "not_paid",
    }
}

impl CancelReason {
    /// What a seller may choose from.
    pub const FOR_SELLER: &'static [Self] =
        &[Self::OutOfStock, Self::CannotShip, Self::PriceError, Self::BuyerAsked, Self::SuspectedFraud];
    /// What an operator may choose from: none of it is the seller's doing.
    pub const FOR_PLATFORM: &'static [Self] = &[Self::BuyerAsked, Self::SuspectedFraud];
    /// Those of them that are the seller's own doing, and count against its health.
    pub const SELLERS_FAULT: &'static [Self] = &[Self::OutOfStock, Self::CannotShip, Self::PriceError];
}

/// What is left of the time to undo; zero when it is over. The last microsecond still counts, as for the command.
pub fn undo_left(undo_until: Timestamp, now: Timestamp) -> DurationUs {
    undo_until.since(now).max(DurationUs::from_micros(0))
}

fn find<E: Copy + PartialEq, S: Copy + PartialEq>(table: &[(E, S, S)], state: S, event: E) -> Option<S> {
    table.iter().find(|(e, from, _)| *e == event && *from == state).map(|(_, _, to)| *to)
}

#[cfg(test)]
#[path = "order/tests.rs"]
mod tests;
