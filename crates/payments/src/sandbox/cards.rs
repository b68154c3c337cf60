//! The sandbox's test cards: what each number makes the processor do.

use domain::dispute::DisputeReason;
use domain::payment::DeclineReason;
use domain::text_enum;

text_enum! {
    /// What a test card does. It is all that the sandbox keeps of a card.
    pub enum Behaviour {
        Approve = "approve",
        Decline = "decline",
        InsufficientFunds = "insufficient_funds",
        ExpiredCard = "expired_card",
        NeedsConfirmation = "needs_confirmation",
        /// The authorisation is recorded, and its answer lost once.
        AnswerLost = "answer_lost",
        /// The request never arrives.
        RequestLost = "request_lost",
        /// Approved; every capture answers that the authorisation has ended.
        AuthorisationExpires = "authorisation_expires",
        /// Approved; the first capture is made, and its answer lost once.
        CaptureAnswerLost = "capture_answer_lost",
        /// Approved; once charged, its owner tells the bank that nothing arrived.
        DisputedNotReceived = "disputed_not_received",
        /// Approved; once charged, its owner tells the bank that somebody else bought.
        DisputedFraudulent = "disputed_fraudulent",
        /// Approved; the first refund of a charge is refused, and the next one made.
        RefundRefusedOnce = "refund_refused_once",
    }
}
db::text_column!(Behaviour);

impl Behaviour {
    /// What the card's owner tells the bank about every charge.
    pub(crate) fn dispute(self) -> Option<DisputeReason> {
        match self {
            Self::DisputedNotReceived => Some(DisputeReason::NotReceived),
            Self::DisputedFraudulent => Some(DisputeReason::Fraudulent),
            _ => None,
        }
    }

    pub(crate) fn decline(self) -> Option<DeclineReason> {
        match self {
            Self::Decline => Some(DeclineReason::Declined),
            Self::InsufficientFunds => Some(DeclineReason::InsufficientFunds),
            Self::ExpiredCard => Some(DeclineReason::ExpiredCard),
            _ => None,
        }
    }
}

/// A card that the sandbox knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TestCard {
    pub number: &'static str,
    pub behaviour: Behaviour,
}

const fn card(number: &'static str, behaviour: Behaviour) -> TestCard {
    TestCard { number, behaviour }
}

/// Every test card, with any name, code and future expiry. Other numbers are refused, so that nobody types a real one.
pub const TEST_CARDS: &[TestCard] = &[
    card("4242424242424242", Behaviour::Approve),
    card("4000056655665556", Behaviour::Approve),
    card("5555555555554444", Behaviour::Approve),
    card("378282246310005", Behaviour::Approve),
    card("6011111111111117", Behaviour::Approve),
    card("4000000000000002", Behaviour::Decline),
    card("4000000000009995", Behaviour::InsufficientFunds),
    card("4000000000000069", Behaviour::ExpiredCard),
    card("4000002500003155", Behaviour::NeedsConfirmation),
    card("4000000000000119", Behaviour::AnswerLost),
    card("4000000000000259", Behaviour::RequestLost),
    card("4000000000000341", Behaviour::AuthorisationExpires),
    card("4000000000005126", Behaviour::CaptureAnswerLost),
    card("4000000000002685", Behaviour::DisputedNotReceived),
    card("4000000000001976", Behaviour::DisputedFraudulent),
    card("4000000000007726", Behaviour::RefundRefusedOnce),
];

pub(crate) fn behaviour_of(number: &str) -> Option<Behaviour> {
    TEST_CARDS.iter().find(|c| c.number == number).map(|c| c.behaviour)
}
