//! The ledger in words: what an account is, what a line is about.
use domain::text_enum::TextEnum as _;
use platform::ledger::{
    AccountRef, EntryState, Memo, Purpose, RETURN_LABELS, RevenueStream, TransactionKind,
};

use super::overview::stream_words;
use crate::text::T;

/// What an account is for, and whose it is where that is somebody.
pub(super) fn account(t: T, account: &AccountRef) -> String {
    let whose = &account.owner_id;
    match account.purpose {
        Purpose::Revenue => {
            RevenueStream::parse(whose).map_or_else(|| whose.clone(), |stream| stream_words(t, stream))
        }
        Purpose::Shipping if whose == RETURN_LABELS => t.profit_return_labels(),
        Purpose::Shipping => t.profit_shipping(),
        Purpose::Marketing if whose.parse::<domain::PromotionId>().is_ok() => t.profit_promotion(whose),
        Purpose::Marketing => t.profit_coupon(whose),
        Purpose::Disputes => t.profit_disputes(),
        Purpose::Courtesies => t.profit_courtesies(),
        Purpose::ProcessorFees => t.profit_fees(whose),
        Purpose::Processor => t.account_processor(whose),
        Purpose::TaxPayable => t.account_tax(whose),
        Purpose::FeeTaxPayable => t.account_fee_tax(whose),
        Purpose::BuyerClearing => t.account_clearing(whose),
        Purpose::SellerPayable => t.account_payable(whose),
        Purpose::PayoutTransit => t.party_on_its_way(),
        Purpose::Bank => t.account_bank(whose),
    }
}

/// Whether it is promised, has happened, or was let go.
pub(super) fn state(t: T, state: EntryState) -> String {
    match state {
        EntryState::Pending => t.transaction_pending(),
        EntryState::Posted => t.transaction_posted(),
        EntryState::Void => t.transaction_void(),
    }
}

/// What a line is about: what happened, and for what.
pub(super) fn line(t: T, kind: TransactionKind, memo: Memo) -> String {
    let (what, of) = (kind_words(t, kind), memo_words(t, memo));
    if what == of { what } else { format!("{what} · {of}") }
}

pub(super) fn kind_words(t: T, kind: TransactionKind) -> String {
    match kind {
        TransactionKind::Authorisation => t.kind_authorisation(),
        TransactionKind::Capture => t.kind_capture(),
        TransactionKind::Void => t.kind_void(),
        TransactionKind::Refund => t.kind_refund(),
        TransactionKind::Return => t.kind_return(),
        TransactionKind::Courtesy => t.kind_courtesy(),
        TransactionKind::Sale => t.kind_sale(),
        TransactionKind::Cancellation => t.kind_cancellation(),
        TransactionKind::Dispute => t.kind_dispute(),
        TransactionKind::Fee => t.kind_fee(),
        TransactionKind::CardCharge => t.group_card_payments(),
        TransactionKind::Payout => t.kind_payout(),
        TransactionKind::Adjustment => t.kind_adjustment(),
        TransactionKind::Reversal => t.kind_reversal(),
    }
}

pub(super) fn memo_words(t: T, memo: Memo) -> String {
    match memo {
        Memo::Authorisation => t.kind_authorisation(),
        Memo::Capture => t.kind_capture(),
        Memo::Item => t.memo_item(),
        Memo::Shipping => t.group_shipping(),
        Memo::GiftWrap => t.group_wrap(),
        Memo::Tax => t.memo_tax(),
        Memo::Commission => t.group_commission(),
        Memo::Coupon => t.memo_coupon(),
        Memo::Fee => t.kind_fee(),
        Memo::FeeTax => t.group_fee_tax(),
        Memo::Refund => t.kind_refund(),
        Memo::ReturnLabel => t.group_return_labels(),
        Memo::Dispute => t.kind_dispute(),
        Memo::Payout => t.kind_payout(),
        Memo::Adjustment => t.kind_adjustment(),
        Memo::Rounding => t.memo_rounding(),
        Memo::Reversal => t.kind_reversal(),
        Memo::Release => t.memo_release(),
    }
}
