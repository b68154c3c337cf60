//! Exchanges as rules: a return whose shopper wants the same item again, or another variant of it, instead of the money.
//! An even exchange: the sale stands as it was, and only stock moves.
//!
//! An exchange lives beside its return and has states of its own: the return says where the goods are that come back, the
//! exchange where the replacement is. What cannot be exchanged after all is an ordinary return from then on.

use super::ReturnState;
use crate::time::DurationUs;

/// How long a replacement is set aside, from the approval on, in days: enough for the way back and a look at what came.
/// Afterwards it is for sale again, and the return goes on as an ordinary one.
pub const EXCHANGE_LASTS_DAYS: i64 = 45;

/// How long a replacement is set aside.
pub fn exchange_lasts() -> DurationUs {
    DurationUs::from_days(EXCHANGE_LASTS_DAYS)
}

crate::text_enum! {
    /// Where the replacement is.
    pub enum ExchangeState {
        /// Wished for; the seller has not approved the return.
        Asked = "asked",
        /// Set aside.
        Held = "held",
        /// What came back is as it should be: the seller has to send the replacement.
        Due = "due",
        /// On its way to the shopper.
        Sent = "sent",
        Delivered = "delivered",
        /// There is no replacement: the return is about money.
        Turned = "turned",
        /// The return was refused or taken back.
        Ended = "ended",
    }
}

crate::text_enum! {
    /// What happens to an exchange.
    pub enum ExchangeEvent {
        /// The return is approved, and the replacement set aside.
        Hold = "hold",
        /// The seller has looked at what came back, and keeps to the exchange.
        Accept = "accept",
        Send = "send",
        Deliver = "deliver",
        /// It becomes an ordinary return.
        Turn = "turn",
        /// The return was refused or taken back.
        End = "end",
    }
}

crate::text_enum! {
    /// Why there is no replacement. The shopper reads it, translated.
    pub enum TurnReason {
        /// There is none of it any more.
        SoldOut = "sold_out",
        /// The seller does not send it.
        NotSending = "not_sending",
        /// What came back is not as it should be.
        NotAsItShould = "not_as_it_should",
        /// It took too long: nobody says so, the shop does.
        TooLate = "too_late",
    }
}

impl TurnReason {
    /// Those that a seller may give.
    pub const SELLERS: &'static [Self] = &[Self::SoldOut, Self::NotSending, Self::NotAsItShould];
}

/// Every change of an exchange: what happens, from, to.
pub const EXCHANGE_TRANSITIONS: &[(ExchangeEvent, ExchangeState, ExchangeState)] = &[
    (ExchangeEvent::Hold, ExchangeState::Asked, ExchangeState::Held),
    (ExchangeEvent::Accept, ExchangeState::Held, ExchangeState::Due),
    (ExchangeEvent::Send, ExchangeState::Due, ExchangeState::Sent),
    (ExchangeEvent::Deliver, ExchangeState::Sent, ExchangeState::Delivered),
    (ExchangeEvent::Turn, ExchangeState::Asked, ExchangeState::Turned),
    (ExchangeEvent::Turn, ExchangeState::Held, ExchangeState::Turned),
    (ExchangeEvent::Turn, ExchangeState::Due, ExchangeState::Turned),
    (ExchangeEvent::End, ExchangeState::Asked, ExchangeState::Ended),
    (ExchangeEvent::End, ExchangeState::Held, ExchangeState::Ended),
];

/// The exchange's state after an event; `None` when the event cannot happen in this state.
pub fn next_exchange_state(state: ExchangeState, event: ExchangeEvent) -> Option<ExchangeState> {
    EXCHANGE_TRANSITIONS.iter().find(|(e, from, _)| *e == event && *from == state).map(|(_, _, to)| *to)
}

impl ExchangeState {
    /// Its return is about the replacement and not about money.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Held | Self::Due)
    }

    /// The replacement is set aside.
    pub fn holds_stock(self) -> bool {
        matches!(self, Self::Held | Self::Due)
    }

    /// The replacement has left: it is sold.
    pub fn has_left(self) -> bool {
        matches!(self, Self::Sent | Self::Delivered)
    }

    /// Whether an exchange can be in this state while its return is in that one.
    pub fn fits(self, of: ReturnState) -> bool {
        match self {
            Self::Asked => of == ReturnState::Requested,
            Self::Held => matches!(of, ReturnState::Approved | ReturnState::Sent | ReturnState::Received),
            Self::Due => of == ReturnState::Received,
            Self::Sent | Self::Delivered => of == ReturnState::Exchanged,
            Self::Turned => of != ReturnState::Exchanged,
            Self::Ended => matches!(of, ReturnState::Declined | ReturnState::Cancelled),
        }
    }
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod tests;
