//! Payouts in words: what a line is about, why a bank gave something back, what is wrong with a number. Called by the
//! seller's and the operator's pages, and by the server for the file of a statement.
use domain::Currency;
use domain::bank::BankProblem;
use domain::payout::{PayoutState, PayoutTerms, Rejection, minimum};
use platform::payouts::{Behaviour, Figure, Group, OtherParty, SavedAccount};

use crate::text::T;
use crate::ui::{Tone, amount_text};

/// What a line of a statement is about.
pub fn group(t: T, group: Group) -> String {
    match group {
        Group::Sales => t.group_sales(),
        Group::Shipping => t.group_shipping(),
        Group::GiftWrap => t.group_wrap(),
        Group::Commission => t.group_commission(),
        Group::Refunds => t.group_refunds(),
        Group::ReturnLabels => t.group_return_labels(),
        Group::Disputes => t.group_disputes(),
        Group::Fees => t.group_fees(),
        Group::FeeTax => t.group_fee_tax(),
        Group::CardPayments => t.group_card_payments(),
        Group::Returned => t.group_returned(),
        Group::Payouts => t.group_payouts(),
        Group::Other => t.group_other(),
    }
}

/// A figure of a year, as its report calls it.
pub(super) fn figure(t: T, figure: Figure) -> String {
    match figure {
        Figure::Gross => t.year_gross(),
        Figure::Refunds => t.year_refunds(),
        Figure::Commission => t.year_commission(),
        Figure::Fees => t.year_fees(),
        Figure::FeeTax => t.group_fee_tax(),
        Figure::Disputes => t.year_disputes(),
        Figure::Other => t.year_other(),
        Figure::Earned => t.year_earned(),
        Figure::Kept => t.year_kept(),
        Figure::Payouts => t.year_payouts(),
        Figure::PaidByCard => t.group_card_payments(),
        Figure::Tax => t.year_tax(),
    }
}

/// The first and the last row of a statement's file.
pub fn ends(t: T) -> (String, String) {
    (t.statement_opening(), t.statement_closing())
}

/// Terms of payouts, one after the other; the smallest one where they name it.
pub(crate) fn terms(t: T, terms: &PayoutTerms, currency: Currency) -> Vec<String> {
    let mut words = vec![
        t.term_cycle(terms.cycle_days),
        t.term_reserve(terms.reserve_days),
        t.term_on_demand(terms.on_demand_hours),
    ];
    // Within its range the smallest payout can be kept in any currency.
    let least = terms.minimum_hundredths.and_then(|hundredths| minimum(hundredths, currency).ok());
    words.extend(least.map(|least| t.payouts_smallest(amount_text(least, t.writing()))));
    words
}

pub(crate) fn why(t: T, rejection: Rejection) -> String {
    match rejection {
        Rejection::AccountClosed => t.why_closed(),
        Rejection::AccountNotFound => t.why_not_found(),
        Rejection::NotAccepted => t.why_not_accepted(),
        Rejection::Refused => t.why_refused(),
    }
}

pub(crate) fn state(t: T, state: PayoutState) -> (Tone, String) {
    match state {
        PayoutState::Sending => (Tone::Info, t.payout_sending()),
        PayoutState::Paid => (Tone::Good, t.payout_paid()),
        PayoutState::Rejected => (Tone::Bad, t.payout_rejected()),
    }
}

pub(super) fn party(t: T, party: OtherParty) -> String {
    match party {
        OtherParty::Buyer => t.party_buyer(),
        OtherParty::Commission => t.party_commission(),
        OtherParty::PlatformFee => t.party_fee(),
        OtherParty::Platform => t.party_platform(),
        OtherParty::Tax => t.party_tax(),
        OtherParty::Coupon => t.party_coupon(),
        OtherParty::Promotion => t.party_promotion(),
        OtherParty::Processor => t.party_processor(),
        OtherParty::OnItsWay => t.party_on_its_way(),
        OtherParty::Bank => t.party_bank(),
        OtherParty::AnotherSeller => t.party_seller(),
    }
}

pub(super) fn problem(t: T, problem: BankProblem) -> String {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    match problem {
        BankProblem::Empty => t.bank_wrong_empty(),
        BankProblem::Signs => t.bank_wrong_signs(),
        BankProblem::UnknownCountry => t.bank_wrong_country(),
        BankProblem::WrongLength { expected, found } => t.bank_wrong_length(number(expected), number(found)),
        BankProblem::Checksum => t.bank_wrong_checksum(),
        BankProblem::NotNineDigits => t.bank_wrong_routing(),
        BankProblem::NotAnAccount => t.bank_wrong_account(),
        BankProblem::TooLong => t.bank_wrong_long(),
    }
}

pub(super) fn behaviour(t: T, behaviour: Behaviour) -> String {
    match behaviour {
        Behaviour::Pays => t.bank_test_pays(),
        Behaviour::Closed => t.bank_test_closed(),
        Behaviour::Unknown => t.bank_test_unknown(),
        Behaviour::AnswerLost => t.bank_test_lost(),
        Behaviour::RequestLost => t.bank_test_request_lost(),
        Behaviour::Late => t.bank_test_late(),
        Behaviour::LateClosed => t.bank_test_late_closed(),
    }
}

/// An account as it may be shown: country, bank, last four.
pub(crate) fn account(account: &SavedAccount) -> String {
    format!("{} {} •••• {}", account.country, account.bank_code, account.last4)
}
