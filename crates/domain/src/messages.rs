//! Messages about one part of an order, as rules: who writes to whom, until when, how much, and the events that tell
//! others. Called by the capability `messages` and by the pages.

use crate::order::{CancelReason, PartState};
use crate::text_enum::TextEnum as _;
use crate::{DurationUs, MessageId, OrderId, PartId, SellerId, Timestamp};
use serde::{Deserialize, Serialize};

/// The most pictures of one message.
pub const MOST_PICTURES: usize = 4;
/// The most PDFs of one message.
pub const MOST_DOCUMENTS: usize = 2;
/// The most PDFs that one side sends about one part.
pub const MOST_DOCUMENTS_OF_SIDE: i64 = 20;
/// So many messages one side sends about one part within [`RATE_WINDOW`].
pub const MOST_IN_WINDOW: i64 = 20;
/// What [`MOST_IN_WINDOW`] is counted over.
pub const RATE_WINDOW: DurationUs = DurationUs::from_hours(1);

crate::text_enum! {
    /// One of the two who write to each other.
    pub enum Side {
        /// Who ordered.
        Shopper = "shopper",
        /// Whoever of the seller's staff writes: to the shopper they are the seller.
        Seller = "seller",
    }
}

impl Side {
    /// To whom this side writes.
    pub fn other(self) -> Self {
        match self {
            Self::Shopper => Self::Seller,
            Self::Seller => Self::Shopper,
        }
    }
}

crate::text_enum! {
    /// How a shopper's wait for an answer ended.
    pub enum Answered {
        /// The seller wrote.
        Written = "written",
        /// The seller said that nothing needs to be answered.
        NotNeeded = "not_needed",
    }
}

crate::text_enum! {
    /// Why one side reports a message of the other.
    pub enum Complaint {
        /// Insults, threats.
        Offensive = "offensive",
        /// Wants to trade or to be paid outside of the shop.
        Outside = "outside",
        /// Wants data, codes or money that nobody should give.
        Fraud = "fraud",
        /// Advertising.
        Spam = "spam",
    }
}

/// Whether shopper and seller of a part can write to each other: from its payment on, for ever. Of a part that was never
/// paid for the seller knows nothing.
pub fn can_write(state: PartState, cancel_reason: Option<&str>) -> bool {
    state != PartState::AwaitingPayment
        && cancel_reason.and_then(CancelReason::parse) != Some(CancelReason::NotPaid)
}

/// How long a side has to wait before its next message; nothing when it need not. `sent` are the times of its messages
/// about the part within the window, in any order.
pub fn wait_before_next(sent: &[Timestamp], now: Timestamp) -> Option<DurationUs> {
    let begin = now.minus(RATE_WINDOW);
    let mut within: Vec<Timestamp> = sent.iter().copied().filter(|at| *at > begin).collect();
    within.sort_unstable();
    let over = within.len().checked_sub(usize::try_from(MOST_IN_WINDOW).unwrap_or(usize::MAX))?;
    Some(within.get(over)?.plus(RATE_WINDOW).since(now))
}

/// Somebody wrote. The key is the part's id, the topic the seller's, as of all events here. Payload [`MessageChanged`].
pub const MESSAGE_SENT: &str = "message.sent";
/// The operator hid a message, or shows it again. Payload [`MessageChanged`].
pub const MESSAGE_HIDDEN: &str = "message.hidden";
pub const MESSAGE_RESTORED: &str = "message.restored";
/// The seller said that a message needs no answer. Payload [`MessageChanged`], with the message that waited.
pub const MESSAGE_SETTLED: &str = "message.settled";

/// Every kind of this file, for whoever follows a conversation.
pub const MESSAGE_KINDS: &[&str] = &[MESSAGE_SENT, MESSAGE_HIDDEN, MESSAGE_RESTORED, MESSAGE_SETTLED];

/// What an event about a message says; the words stay in the database, where they can be taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageChanged {
    pub message_id: MessageId,
    pub order_id: OrderId,
    pub part_id: PartId,
    pub seller_id: SellerId,
    /// Who wrote it.
    pub side: Side,
}

#[cfg(test)]
#[path = "messages/tests.rs"]
mod tests;
