//! States, reasons and grades of returns in words, and what a person reads when something cannot be done.
use domain::format;
use domain::returns::{Grade, NoAppeal, ReturnReason, ReturnState};
use platform::payments::PaymentError;
use platform::returns::ReturnError;

use crate::answer::Failure;
use crate::shop::refusals::refusal;
use crate::text::T;
use crate::ui::Tone;

/// Where a return stands, in words and tone.
pub(crate) fn state_badge(t: T, state: ReturnState) -> (Tone, String) {
    match state {
        ReturnState::Requested => (Tone::Warn, t.return_requested()),
        ReturnState::Approved => (Tone::Info, t.return_is_approved()),
        ReturnState::Declined => (Tone::Bad, t.return_declined()),
        ReturnState::Sent => (Tone::Info, t.return_sent()),
        ReturnState::Received => (Tone::Info, t.return_received()),
        ReturnState::Refunding => (Tone::Info, t.return_refunding()),
        ReturnState::Refunded => (Tone::Good, t.return_refunded()),
        ReturnState::Closed => (Tone::Plain, t.return_closed()),
        ReturnState::Cancelled => (Tone::Plain, t.return_cancelled()),
        ReturnState::Exchanged => (Tone::Good, t.return_exchanged()),
    }
}

pub(crate) fn reason_words(t: T, reason: ReturnReason) -> String {
    match reason {
        ReturnReason::Damaged => t.reason_damaged(),
        ReturnReason::Defective => t.reason_defective(),
        ReturnReason::WrongItem => t.reason_wrong_item(),
        ReturnReason::NotAsDescribed => t.reason_not_as_described(),
        ReturnReason::ArrivedLate => t.reason_arrived_late(),
        ReturnReason::NoLongerWanted => t.reason_no_longer_wanted(),
        ReturnReason::ByMistake => t.reason_by_mistake(),
    }
}

pub(crate) fn grade_words(t: T, grade: Grade) -> String {
    match grade {
        Grade::AsNew => t.grade_as_new(),
        Grade::Used => t.grade_used(),
        Grade::Damaged => t.grade_damaged(),
        Grade::Empty => t.grade_empty(),
    }
}

/// A named error as a sentence; what nobody can act on is our fault and stays unexpected.
pub(crate) fn sentence(t: T, error: ReturnError) -> Failure {
    let text = match error {
        ReturnError::NotFound => return Failure::NotFound,
        ReturnError::Order(error) => return refusal(t, error),
        ReturnError::KeyReused => t.refused_key_reused(),
        ReturnError::NothingChosen => t.return_refused_nothing(),
        ReturnError::NothingToGiveBack => t.return_refused_worthless(),
        ReturnError::AskedTooOften => t.return_refused_often(),
        ReturnError::TooManyUnits { .. } => t.return_refused_units(),
        ReturnError::WindowIsOver { .. } => t.return_over(),
        ReturnError::AmountChanged { now, .. } => t.return_refused_amount(format::money(now, t.writing())),
        ReturnError::WrongState { .. } => t.return_refused_state(),
        ReturnError::NoReturnAddress => t.return_no_address(),
        ReturnError::NotGraded { .. } => t.return_grading(),
        ReturnError::TooMuchKept { most_bps, .. } => t.return_refused_kept(most_bps / 100),
        ReturnError::NothingToRestock { .. } => t.return_refused_restock(),
        ReturnError::Payment(PaymentError::Disputed) => t.return_refused_disputed(),
        ReturnError::TrackingMalformed => t.refused_tracking(),
        ReturnError::NoLabel => t.return_refused_label(),
        ReturnError::WrongPickupDay => t.pickup_wrong_day(),
        ReturnError::PickupConfirmed => t.pickup_refused_confirmed(),
        ReturnError::PickupChanged => t.pickup_refused_changed(),
        ReturnError::Carrier(_) => t.return_refused_carrier(),
        ReturnError::NoSuchReplacement => t.exchange_refused_choice(),
        ReturnError::ReplacementSoldOut => t.exchange_refused_sold_out(),
        ReturnError::ExchangeIsOpen => t.exchange_refused_open(),
        ReturnError::NothingCameBack => t.exchange_refused_empty(),
        ReturnError::BankGaveBack => t.exchange_refused_bank(),
        ReturnError::NoAppeal(NoAppeal::NotDecided) => t.return_refused_state(),
        ReturnError::NoAppeal(NoAppeal::NothingLeft) => t.return_refused_appeal_nothing(),
        ReturnError::NoAppeal(NoAppeal::TooLate) => t.return_refused_appeal_late(),
        ReturnError::AppealedBefore => t.return_refused_appeal_twice(),
        ReturnError::AppealIsDecided => t.return_refused_appeal_decided(),
        ReturnError::RulesChanged => t.return_rules_changed(),
        ReturnError::NoSuchCategory { .. } => t.return_rule_no_category(),
        ReturnError::OwnOrder => t.return_refused_own(),
        ReturnError::NoExchange
        | ReturnError::WrongExchangeState { .. }
        | ReturnError::NotTheSellersReason => t.return_refused_state(),
        other => return other.into(),
    };
    Failure::refused(text)
}
