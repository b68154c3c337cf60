//! Disputes: a buyer's bank takes a payment back, the seller says why it should not, the bank decides. Called by payments
//! and disputes, and by their pages.

use crate::commission::RefundFee;
use crate::{Currency, DisputeId, Money, MoneyError, OrderId, Rounding, SellerId};
use serde::{Deserialize, Serialize};

/// Kinds of the events that tell of disputes.
pub const DISPUTE_OPENED: &str = "dispute.opened";
pub const DISPUTE_WON: &str = "dispute.won";
pub const DISPUTE_LOST: &str = "dispute.lost";

/// The payload of an event about a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeChanged {
    pub dispute_id: DisputeId,
    pub order_id: OrderId,
    pub seller_id: SellerId,
    pub currency: Currency,
    /// What the bank took.
    pub amount_minor: i64,
}

/// The most characters of a seller's answer to a bank, which has to read it.
pub const MOST_EVIDENCE_CHARS: usize = 4_000;
/// The most files that go along with it.
pub const MOST_EVIDENCE_FILES: i64 = 8;

crate::text_enum! {
    /// What a buyer told the bank, in the groups that the card schemes have.
    pub enum DisputeReason {
        /// It was not the card's owner who bought.
        Fraudulent = "fraudulent",
        NotReceived = "not_received",
        NotAsDescribed = "not_as_described",
        /// It was charged twice.
        Duplicate = "duplicate",
        /// It went back, and the money did not.
        CreditNotProcessed = "credit_not_processed",
        /// Something else, or nothing.
        General = "general",
    }
}

impl DisputeReason {
    /// Those that make an order a defect of its seller's, unless the bank decides for the seller. Somebody else's card is no
    /// fault of theirs.
    pub const DEFECTS: &'static [Self] = &[Self::NotReceived, Self::NotAsDescribed, Self::CreditNotProcessed];
}

crate::text_enum! {
    /// Where a dispute stands.
    pub enum DisputeState {
        /// The seller can answer until a deadline.
        NeedsResponse = "needs_response",
        /// The seller has answered; the processor has not said that it has the answer.
        Answering = "answering",
        /// The bank has the answer and decides.
        UnderReview = "under_review",
        /// The money came back.
        Won = "won",
        Lost = "lost",
    }
}

crate::text_enum! {
    /// What happens to a dispute.
    pub enum DisputeEvent {
        /// The seller answers: contests it or accepts the loss.
        Answer = "answer",
        /// The processor has the answer.
        Submit = "submit",
        /// The processor did not take the answer.
        Refuse = "refuse",
        Win = "win",
        Lose = "lose",
    }
}

crate::text_enum! {
    /// What a seller answers.
    pub enum DisputeAnswer {
        Contest = "contest",
        Accept = "accept",
    }
}

/// Every change of a dispute: what happens, from, to. A bank may decide at any time, even before it is answered.
pub const DISPUTE_TRANSITIONS: &[(DisputeEvent, DisputeState, DisputeState)] = &[
    (DisputeEvent::Answer, DisputeState::NeedsResponse, DisputeState::Answering),
    (DisputeEvent::Submit, DisputeState::Answering, DisputeState::UnderReview),
    (DisputeEvent::Refuse, DisputeState::Answering, DisputeState::NeedsResponse),
    (DisputeEvent::Win, DisputeState::NeedsResponse, DisputeState::Won),
    (DisputeEvent::Win, DisputeState::Answering, DisputeState::Won),
    (DisputeEvent::Win, DisputeState::UnderReview, DisputeState::Won),
    (DisputeEvent::Lose, DisputeState::NeedsResponse, DisputeState::Lost),
    (DisputeEvent::Lose, DisputeState::Answering, DisputeState::Lost),
    (DisputeEvent::Lose, DisputeState::UnderReview, DisputeState::Lost),
];

impl DisputeState {
    /// The state after an event; `None` when the event cannot happen in this state.
    pub fn next(self, event: DisputeEvent) -> Option<Self> {
        DISPUTE_TRANSITIONS.iter().find(|(e, from, _)| *e == event && *from == self).map(|(_, _, to)| *to)
    }
    /// Nothing happens to it any more.
    pub fn is_final(self) -> bool {
        DISPUTE_TRANSITIONS.iter().all(|(_, from, _)| *from != self)
    }
}

/// What a sale posted that a lost dispute takes back from others than the seller, in minor units, as far as no return
/// and no other dispute has taken it back before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sold {
    /// What the card was charged.
    pub card_minor: i64,
    pub tax_minor: i64,
    pub commission_minor: i64,
    /// What the platform added for the seller.
    pub subsidy_minor: i64,
}

/// Who bears how much of a lost dispute beside its seller, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Relief {
    /// No longer owed to the tax authority.
    pub tax_minor: i64,
    /// Given back by the platform.
    pub commission_minor: i64,
    /// What the platform keeps of that: as with a refund.
    pub fee_minor: i64,
    /// Given back to the platform by the seller.
    pub subsidy_minor: i64,
}

impl Relief {
    /// What the seller gets back of the amount that the bank took; less than nothing when the platform had added more.
    pub fn seller_minor(&self) -> i64 {
        self.tax_minor + self.commission_minor - self.fee_minor - self.subsidy_minor
    }
}

/// What a lost dispute of this amount takes back of a sale: the same share of tax, commission and subsidy as the amount
/// is of what the card was charged, each rounded down; all of it for all of the amount. `fee`: as for a refund.
///
/// # Errors
/// When an amount does not fit.
pub fn relief(
    sold: &Sold,
    amount_minor: i64,
    currency: Currency,
    fee: &RefundFee,
) -> Result<Relief, MoneyError> {
    if sold.card_minor <= 0 {
        return Ok(Relief::default());
    }
    let amount = amount_minor.clamp(0, sold.card_minor);
    let share = |minor: i64| Money::new(minor, currency).scale(amount, sold.card_minor, Rounding::Down);
    let commission = share(sold.commission_minor)?;
    Ok(Relief {
        tax_minor: share(sold.tax_minor)?.minor(),
        commission_minor: commission.minor(),
        fee_minor: fee.of(commission)?.minor(),
        subsidy_minor: share(sold.subsidy_minor)?.minor(),
    })
}

#[cfg(test)]
#[path = "dispute/tests.rs"]
mod tests;
