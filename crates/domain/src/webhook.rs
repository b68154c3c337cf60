//! What sellers' programs can be told, when a message is tried again, and when an endpoint is left alone. Pure; called by
//! `webhooks`, the API and the seller's pages.
//!
//! The schedule is the one that Standard Webhooks recommends: closely at first, then for three days.

use crate::dispute::{DISPUTE_LOST, DISPUTE_OPENED, DISPUTE_WON};
use crate::events::{
    ORDER_ACCEPTED, ORDER_CANCELLED, ORDER_DELIVERED, ORDER_PLACED, ORDER_REST_CANCELLED, ORDER_SHIPPED,
};
use crate::health::{APPEAL_DECIDED, HEALTH_CHANGED};
use crate::messages::MESSAGE_SENT;
use crate::payout::{PAYOUT_PAID, PAYOUT_REJECTED};
use crate::returns::{
    RETURN_APPEAL_DECIDED, RETURN_APPEALED, RETURN_APPROVED, RETURN_CANCELLED, RETURN_CLOSED,
    RETURN_DECLINED, RETURN_EXCHANGE_CHANGED, RETURN_EXCHANGED, RETURN_RECEIVED, RETURN_REFUNDED,
    RETURN_REQUESTED, RETURN_SENT,
};
use crate::review::QUESTION_ASKED;
use crate::stock::STOCK_CHANGED;
use crate::{DurationUs, Timestamp, text_enum};

text_enum! {
    /// What an endpoint can be told. All but the last come from the event log ([`WebhookKind::event`]).
    pub enum WebhookKind {
        /// A shopper paid: the seller may begin.
        OrderPlaced = "order.placed",
        OrderAccepted = "order.accepted",
        /// A parcel left.
        OrderShipped = "order.shipped",
        OrderDelivered = "order.delivered",
        OrderCancelled = "order.cancelled",
        /// What had not left of an order was called off.
        OrderRestCancelled = "order.rest_cancelled",
        ReturnRequested = "return.requested",
        ReturnApproved = "return.approved",
        ReturnDeclined = "return.declined",
        ReturnCancelled = "return.cancelled",
        ReturnSent = "return.sent",
        ReturnReceived = "return.received",
        ReturnRefunded = "return.refunded",
        ReturnClosed = "return.closed",
        /// A replacement was sent instead of the money.
        ReturnExchanged = "return.exchanged",
        /// An exchange was agreed to, turned into a refund, or arrived.
        ReturnExchangeChanged = "return.exchange_changed",
        /// A shopper asks the platform about the seller's decision.
        ReturnAppealed = "return.appealed",
        ReturnAppealDecided = "return.appeal_decided",
        DisputeOpened = "dispute.opened",
        DisputeWon = "dispute.won",
        DisputeLost = "dispute.lost",
        /// A shopper wrote; what the seller writes is told to nobody.
        MessageReceived = "message.received",
        /// Somebody asked about a product that the seller offers.
        QuestionAsked = "question.asked",
        /// The last unit of an offer is sold, or set aside for an order being paid.
        StockOut = "stock.out",
        /// The bank has sent a payout.
        PayoutPaid = "payout.paid",
        /// The bank gave a payout back.
        PayoutRejected = "payout.rejected",
        /// A measure of the seller's health stands elsewhere.
        HealthChanged = "health.changed",
        /// The platform answered the appeal against a suspension.
        AppealDecided = "appeal.decided",
        /// Sent by hand, to see whether it arrives.
        Test = "webhook.test",
    }
}

impl WebhookKind {
    /// The kind of the event log that it tells, of which it may be a part; `None` for what is sent by hand.
    pub fn event(self) -> Option<&'static str> {
        Some(match self {
            Self::OrderPlaced => ORDER_PLACED,
            Self::OrderAccepted => ORDER_ACCEPTED,
            Self::OrderShipped => ORDER_SHIPPED,
            Self::OrderDelivered => ORDER_DELIVERED,
            Self::OrderCancelled => ORDER_CANCELLED,
            Self::OrderRestCancelled => ORDER_REST_CANCELLED,
            Self::ReturnRequested => RETURN_REQUESTED,
            Self::ReturnApproved => RETURN_APPROVED,
            Self::ReturnDeclined => RETURN_DECLINED,
            Self::ReturnCancelled => RETURN_CANCELLED,
            Self::ReturnSent => RETURN_SENT,
            Self::ReturnReceived => RETURN_RECEIVED,
            Self::ReturnRefunded => RETURN_REFUNDED,
            Self::ReturnClosed => RETURN_CLOSED,
            Self::ReturnExchanged => RETURN_EXCHANGED,
            Self::ReturnExchangeChanged => RETURN_EXCHANGE_CHANGED,
            Self::ReturnAppealed => RETURN_APPEALED,
            Self::ReturnAppealDecided => RETURN_APPEAL_DECIDED,
            Self::DisputeOpened => DISPUTE_OPENED,
            Self::DisputeWon => DISPUTE_WON,
            Self::DisputeLost => DISPUTE_LOST,
            // Only what the shopper wrote.
            Self::MessageReceived => MESSAGE_SENT,
            Self::QuestionAsked => QUESTION_ASKED,
            // Only that nothing is left.
            Self::StockOut => STOCK_CHANGED,
            Self::PayoutPaid => PAYOUT_PAID,
            Self::PayoutRejected => PAYOUT_REJECTED,
            Self::HealthChanged => HEALTH_CHANGED,
            Self::AppealDecided => APPEAL_DECIDED,
            Self::Test => return None,
        })
    }

    /// What tells events of this kind; `None` for one that nobody is told.
    pub fn of_event(kind: &str) -> Option<Self> {
        use crate::text_enum::TextEnum as _;
        Self::ALL.iter().copied().find(|one| one.event() == Some(kind))
    }

    /// Whether an endpoint chooses to be told it.
    pub fn is_chosen(self) -> bool {
        self != Self::Test
    }
}

text_enum! {
    /// What became of a message to one endpoint.
    pub enum DeliveryState {
        /// It is on its way, or tried again later.
        Pending = "pending",
        /// The endpoint took it.
        Delivered = "delivered",
        /// Tried often enough.
        Failed = "failed",
    }
}

text_enum! {
    /// Whether an endpoint is told anything.
    pub enum EndpointState {
        On = "on",
        /// Its owner turned it off.
        Off = "off",
        /// It was turned off because it took nothing for days, or said that it is gone.
        Broken = "broken",
    }
}

text_enum! {
    /// What an operator does about an endpoint.
    pub enum Deed {
        /// Its messages wait.
        Hold = "hold",
        /// They are sent.
        Release = "release",
        /// What failed is sent again.
        Replay = "replay",
    }
}

/// After the first, second, ... try that failed.
const AGAIN_AFTER_S: [i64; 9] =
    [5, 5 * 60, 30 * 60, 2 * 3_600, 5 * 3_600, 10 * 3_600, 14 * 3_600, 20 * 3_600, 24 * 3_600];

/// An endpoint that took nothing for so long is turned off when a message is given up.
pub const BROKEN_AFTER: DurationUs = DurationUs::from_days(3);
/// The longest that an endpoint is left alone after it failed.
const LONGEST_QUIET_S: i64 = 15 * 60;

/// When a message that was tried `tries` times in vain is tried again; `None` when it is given up.
pub fn next_try(now: Timestamp, tries: i64) -> Option<Timestamp> {
    let at = usize::try_from(tries).ok()?.checked_sub(1)?;
    AGAIN_AFTER_S.get(at).map(|seconds| now.plus(DurationUs::from_secs(*seconds)))
}

/// How long nothing is sent to an endpoint that failed so many times in a row: two seconds, four, and so on to a quarter of an
/// hour. One that does not answer must not keep those waiting that do.
pub fn quiet_for(failures: i64) -> DurationUs {
    let doublings = u32::try_from(failures.clamp(0, 10)).unwrap_or(0);
    DurationUs::from_secs(2_i64.pow(doublings).min(LONGEST_QUIET_S))
}

/// The longest address of an endpoint, in characters.
pub const LONGEST_URL: usize = 500;

/// Whether messages can be sent there: https, a host, no user, no fragment, nothing that a header could be broken with.
/// `local` also lets plain http through, for trying things out on one machine.
pub fn is_endpoint(url: &str, local: bool) -> bool {
    let rest = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => rest,
        (None, Some(rest)) if local => rest,
        _ => return false,
    };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let clean = url.chars().all(|c| {
        c.is_ascii_graphic() && !matches!(c, '#' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
    });
    url.len() <= LONGEST_URL && clean && !host.is_empty() && !host.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text_enum::TextEnum as _;

    #[test]
    fn every_kind_but_the_test_tells_an_event_that_no_other_tells() {
        for kind in WebhookKind::ALL {
            assert_eq!(kind.event().is_some(), kind.is_chosen(), "{kind}");
            assert_eq!(kind.event().and_then(WebhookKind::of_event), kind.event().map(|_| *kind), "{kind}");
        }
        // What tells an event whole is called like it.
        let apart: Vec<_> = WebhookKind::ALL
            .iter()
            .filter(|kind| kind.event().is_some_and(|event| event != kind.as_str()))
            .collect();
        assert_eq!(apart, [&WebhookKind::MessageReceived, &WebhookKind::StockOut]);
        assert_eq!(WebhookKind::of_event("offer.changed"), None);
    }

    #[test]
    fn a_message_is_tried_ten_times_in_a_little_more_than_three_days() {
        let mut at = Timestamp::from_micros(0);
        let mut tries = 1;
        while let Some(next) = next_try(at, tries) {
            assert!(next > at);
            (at, tries) = (next, tries + 1);
        }
        assert_eq!((tries, at.since(Timestamp::from_micros(0)).as_secs() / 3_600), (10, 75));
        assert_eq!(next_try(at, 0), None);
    }

    #[test]
    fn an_endpoint_that_fails_is_left_alone_longer_and_not_for_ever() {
        let seconds: Vec<_> = [0, 1, 2, 9, 10, 1_000].map(|failures| quiet_for(failures).as_secs()).into();
        assert_eq!(seconds, [1, 2, 4, 512, 900, 900]);
    }

    #[test]
    fn an_address_is_https_and_nothing_strange() {
        for url in
            ["https://hooks.example/orinoco?shop=1", "https://hooks.example", "https://[2001:db8::1]/x"]
        {
            assert!(is_endpoint(url, false), "{url}");
        }
        for url in [
            "http://hooks.example",
            "https://",
            "https://user:word@hooks.example/",
            "https://hooks.example/#part",
            "https://hooks.example/a b",
            "https://hooks.example/\r\nx: y",
            "ftp://hooks.example",
            "",
        ] {
            assert!(!is_endpoint(url, false), "{url}");
        }
        assert!(is_endpoint("http://127.0.0.1:9000/x", true));
        assert!(!is_endpoint(&format!("https://hooks.example/{}", "x".repeat(500)), false));
    }
}
