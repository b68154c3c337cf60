//! Returns as rules: why something comes back and who pays for that, until when, the states on the way, what a grade
//! may cost. Called by the capability `returns` and by the pages.
//!
//! What the units of a parcel are worth stands in [`worth`]. The window and the fee follow product.md ("return window",
//! "refund administration").

use crate::time::{DurationUs, Timestamp};

pub use appeal::*;
pub use events::*;
pub use exchange::*;
pub use pickup::{PICKUP_DAYS, pickup_days};
pub use postage::{LabelTerms, MOST_LABEL_MINOR, label_moved};
pub use rules::{
    AskedLine, AskedReturn, EARLIER_RETURNS_DAYS, MOST_EARLIER_RETURNS, MOST_RETURN_RULES, MOST_RULE_MINOR,
    ReturnRule, RuleDecision, RuleError, RuleOutcome, decide_return, validate_return_rules,
};
pub use worth::{Fees, Short, Worth, fit, spread};

#[path = "returns/appeal.rs"]
mod appeal;
#[path = "returns/events.rs"]
mod events;
#[path = "returns/exchange.rs"]
mod exchange;
#[path = "returns/pickup.rs"]
mod pickup;
#[path = "returns/postage.rs"]
mod postage;
#[path = "returns/rules.rs"]
mod rules;
#[path = "returns/worth.rs"]
mod worth;

/// The most units of one line that come back at once: as many as a line can have.
pub const MOST_UNITS: i64 = 999;
/// Days after delivery in which a return can be asked for, unless a category or the seller gives more.
pub const STANDARD_WINDOW_DAYS: i64 = 30;
/// The longest window that a seller may give, in days.
pub const LONGEST_WINDOW_DAYS: i64 = 365;

crate::text_enum! {
    /// Why something comes back. The seller reads it, translated.
    pub enum ReturnReason {
        /// It arrived broken.
        Damaged = "damaged",
        /// It does not work.
        Defective = "defective",
        WrongItem = "wrong_item",
        NotAsDescribed = "not_as_described",
        ArrivedLate = "arrived_late",
        NoLongerWanted = "no_longer_wanted",
        ByMistake = "by_mistake",
    }
}

crate::text_enum! {
    /// Who pays for the way back.
    pub enum Payer {
        Seller = "seller",
        Shopper = "shopper",
    }
}

impl ReturnReason {
    /// Those that make an order a defect of its seller's. A late one is measured by when it left, not by what came back.
    pub const DEFECTS: &'static [Self] =
        &[Self::Damaged, Self::Defective, Self::WrongItem, Self::NotAsDescribed];

    /// Whether the seller is at fault: then the way back is the seller's to pay, and the delivery is given back, too.
    pub fn is_sellers_fault(self) -> bool {
        match self {
            Self::Damaged | Self::Defective | Self::WrongItem | Self::NotAsDescribed | Self::ArrivedLate => {
                true
            }
            Self::NoLongerWanted | Self::ByMistake => false,
        }
    }
}

/// Who pays for the parcel that goes back. One thing in it that is the seller's fault is enough: it had to be sent.
pub fn payer(reasons: impl IntoIterator<Item = ReturnReason>) -> Payer {
    if reasons.into_iter().any(ReturnReason::is_sellers_fault) { Payer::Seller } else { Payer::Shopper }
}

/// Days after delivery in which something can be returned: what its category gives, or what was promised when it was sold;
/// the standard window where neither says anything; the seller's where that is longer.
pub fn window_days(days: Option<i64>, seller_days: Option<i64>) -> i64 {
    days.unwrap_or(STANDARD_WINDOW_DAYS).max(seller_days.unwrap_or(0)).min(LONGEST_WINDOW_DAYS)
}

/// The last moment at which a return can be asked for.
pub fn window_end(delivered_at: Timestamp, days: i64) -> Timestamp {
    delivered_at.plus(DurationUs::from_days(days.clamp(0, LONGEST_WINDOW_DAYS)))
}

crate::text_enum! {
    /// Where a return stands.
    pub enum ReturnState {
        /// The seller has to answer.
        Requested = "requested",
        /// It may be sent.
        Approved = "approved",
        Declined = "declined",
        /// On its way to the seller.
        Sent = "sent",
        /// The seller has it and has to look at it.
        Received = "received",
        /// Decided; the card's processor has not answered.
        Refunding = "refunding",
        Refunded = "refunded",
        /// Looked at, and nothing is given back.
        Closed = "closed",
        /// The shopper took it back before it was sent.
        Cancelled = "cancelled",
        /// Looked at, and a replacement was sent instead of the money.
        Exchanged = "exchanged",
    }
}

crate::text_enum! {
    /// What happens to a return.
    pub enum ReturnEvent {
        Approve = "approve",
        Decline = "decline",
        Cancel = "cancel",
        Send = "send",
        Receive = "receive",
        /// What came back was graded, and something is given back for it.
        Refund = "refund",
        /// The processor has given it back.
        Settle = "settle",
        /// The processor could not give it back; it can be tried again.
        Fail = "fail",
        /// What came back was graded, and is worth nothing.
        Close = "close",
        /// What came back was graded, and a replacement has left.
        Exchange = "exchange",
    }
}

/// Every change of a return: what happens, from, to.
pub const RETURN_TRANSITIONS: &[(ReturnEvent, ReturnState, ReturnState)] = &[
    (ReturnEvent::Approve, ReturnState::Requested, ReturnState::Approved),
    (ReturnEvent::Decline, ReturnState::Requested, ReturnState::Declined),
    (ReturnEvent::Cancel, ReturnState::Requested, ReturnState::Cancelled),
    (ReturnEvent::Cancel, ReturnState::Approved, ReturnState::Cancelled),
    (ReturnEvent::Send, ReturnState::Approved, ReturnState::Sent),
    // Not everybody says that they sent it.
    (ReturnEvent::Receive, ReturnState::Approved, ReturnState::Received),
    (ReturnEvent::Receive, ReturnState::Sent, ReturnState::Received),
    (ReturnEvent::Refund, ReturnState::Received, ReturnState::Refunding),
    (ReturnEvent::Close, ReturnState::Received, ReturnState::Closed),
    (ReturnEvent::Exchange, ReturnState::Received, ReturnState::Exchanged),
    (ReturnEvent::Settle, ReturnState::Refunding, ReturnState::Refunded),
    (ReturnEvent::Fail, ReturnState::Refunding, ReturnState::Received),
];

/// The return's state after an event; `None` when the event cannot happen in this state.
pub fn next_return_state(state: ReturnState, event: ReturnEvent) -> Option<ReturnState> {
    RETURN_TRANSITIONS.iter().find(|(e, from, _)| *e == event && *from == state).map(|(_, _, to)| *to)
}

impl ReturnState {
    /// Its units cannot be returned once more.
    pub fn holds_units(self) -> bool {
        !matches!(self, Self::Declined | Self::Cancelled)
    }
    /// Nothing happens to it any more.
    pub fn is_final(self) -> bool {
        RETURN_TRANSITIONS.iter().all(|(_, from, _)| *from != self)
    }
    /// The seller has to do something.
    pub fn waits_for_seller(self) -> bool {
        matches!(self, Self::Requested | Self::Sent | Self::Received)
    }
}

crate::text_enum! {
    /// In what state goods came back.
    pub enum Grade {
        /// Unused and complete: can be sold again.
        AsNew = "as_new",
        Used = "used",
        Damaged = "damaged",
        /// The parcel did not hold what was to come back.
        Empty = "empty",
    }
}

impl Grade {
    /// The most that may be kept back for it, in basis points of what was to be given back. Goods that came back as they
    /// should, or in a state that the seller answers for, cost nothing; what was used beyond trying costs at most half.
    pub fn most_kept_bps(self, reason: ReturnReason) -> i64 {
        match self {
            Self::Empty => 10_000,
            Self::AsNew => 0,
            Self::Used | Self::Damaged if reason.is_sellers_fault() => 0,
            Self::Used => 5_000,
            Self::Damaged => 10_000,
        }
    }

    /// What is kept back when the seller says nothing else, in basis points.
    pub fn usual_kept_bps(self) -> i64 {
        match self {
            Self::Empty => 10_000,
            Self::AsNew | Self::Used | Self::Damaged => 0,
        }
    }

    /// Whether the goods can be for sale again: there is something, and the seller thinks it fit.
    pub fn may_restock(self) -> bool {
        self != Self::Empty
    }
}

/// When a seller's returns are approved at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AutoApproval {
    pub on: bool,
    /// At most this is given back, in minor units of the seller's currency; `None`: any amount.
    pub up_to_minor: Option<i64>,
}

impl AutoApproval {
    /// Whether a return that would give back this much is approved at once.
    pub fn approves(&self, card_minor: i64) -> bool {
        self.on && self.up_to_minor.is_none_or(|most| card_minor <= most)
    }
}

#[cfg(test)]
#[path = "returns/tests.rs"]
mod tests;
