//! When a seller is paid, and how much. Pure; called by `payouts` and the seller's pages.
//!
//! A seller is paid every so many days, and on demand once in so many hours, what it is owed less the reserve: what parts earned
//! that were not delivered long enough ago, because until then they are likely to come back, and what is coming back. How
//! long is a setting of the operator ([`PayoutTerms`]); those in force when a payout is reckoned count for it.

use crate::terms::{Dated, TermsKind, WrongTerm, within};
use crate::{Currency, DurationUs, Money, MoneyError, Timestamp, text_enum};
use serde::{Deserialize, Serialize};

/// A payout has left the bank. The key is the payout's id, the topic the seller's.
pub const PAYOUT_PAID: &str = "payout.paid";
/// The bank gave a payout back: it is in the seller's balance again. Key and topic as of the other.
pub const PAYOUT_REJECTED: &str = "payout.rejected";

/// When and how much sellers are paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutTerms {
    /// From one payout of the cycle to the next, 1..=90.
    pub cycle_days: i64,
    /// What a part earned is kept back this long after it was delivered, 0..=90.
    pub reserve_days: i64,
    /// A seller may ask for a payout again after this time, 1..=720.
    pub on_demand_hours: i64,
    /// The smallest payout, see [`minimum`], 0..=1_000_000; `None`: what the server's setting says.
    pub minimum_hundredths: Option<i64>,
}

impl Dated for PayoutTerms {
    const KIND: TermsKind = TermsKind::Payouts;
    const USUAL: Self =
        Self { cycle_days: 14, reserve_days: 7, on_demand_hours: 24, minimum_hundredths: None };

    fn validate(&self) -> Result<(), WrongTerm> {
        within("cycle_days", self.cycle_days, 1..=90)?;
        within("reserve_days", self.reserve_days, 0..=90)?;
        within("on_demand_hours", self.on_demand_hours, 1..=720)?;
        within("minimum_hundredths", self.minimum_hundredths.unwrap_or(0), 0..=1_000_000)
    }
}

impl PayoutTerms {
    pub const fn cycle(&self) -> DurationUs {
        DurationUs::from_days(self.cycle_days)
    }

    pub const fn reserve(&self) -> DurationUs {
        DurationUs::from_days(self.reserve_days)
    }

    pub const fn on_demand_every(&self) -> DurationUs {
        DurationUs::from_hours(self.on_demand_hours)
    }
}

text_enum! {
    /// How far a payout is.
    pub enum PayoutState {
        /// The money has left the seller's balance; the bank has not said what became of it.
        Sending = "sending",
        Paid = "paid",
        /// The bank gave it back: it is in the balance again.
        Rejected = "rejected",
    }
}

text_enum! {
    /// What a bank says about a payout.
    pub enum PayoutEvent {
        Pay = "pay",
        Reject = "reject",
    }
}

text_enum! {
    /// Who wanted a payout.
    pub enum PayoutTrigger {
        Cycle = "cycle",
        OnDemand = "on_demand",
    }
}

text_enum! {
    /// Why a bank gave a payout back.
    pub enum Rejection {
        AccountClosed = "account_closed",
        AccountNotFound = "account_not_found",
        /// The account does not take this currency or this kind of transfer.
        NotAccepted = "not_accepted",
        Refused = "refused",
    }
}

/// Every step that there is: from, what happens, to. What is settled stays so.
pub const TRANSITIONS: &[(PayoutState, PayoutEvent, PayoutState)] = &[
    (PayoutState::Sending, PayoutEvent::Pay, PayoutState::Paid),
    (PayoutState::Sending, PayoutEvent::Reject, PayoutState::Rejected),
];

/// The state after an event; `None` when it cannot happen in this state.
pub fn next_state(state: PayoutState, event: PayoutEvent) -> Option<PayoutState> {
    TRANSITIONS.iter().find(|(from, what, _)| (*from, *what) == (state, event)).map(|(_, _, to)| *to)
}

/// What one part of an order has brought to its seller so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Less commission, and less what was refunded of it. Negative when more was taken than it brought.
    pub amount: Money,
    /// When all of it had arrived; `None` while something has not.
    pub delivered_at: Option<Timestamp>,
    /// Some of it is on its way back, or is to be: it may be refunded any moment.
    pub in_return: bool,
}

/// Until when a share is kept back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Some days after it is delivered, which it is not yet.
    UntilDelivered,
    /// Until what comes back is refunded, or is not.
    UntilReturned,
    Until(Timestamp),
}

/// Whether a share is kept back at this time; `None`: it may be paid out. At the very end of the reserve's days it may.
pub fn kept(share: Share, now: Timestamp, terms: &PayoutTerms) -> Option<Kept> {
    if !share.amount.is_positive() {
        return None;
    }
    let Some(delivered_at) = share.delivered_at else { return Some(Kept::UntilDelivered) };
    if share.in_return {
        return Some(Kept::UntilReturned);
    }
    let until = delivered_at.plus(terms.reserve());
    (until > now).then_some(Kept::Until(until))
}

/// What a seller is owed, and how much of it could be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What the ledger owes the seller; negative when the seller owes the platform.
    pub balance: Money,
    /// Kept back until delivery and the reserve's days; never negative.
    pub reserved: Money,
    /// Never negative, and never more than balance less reserve.
    pub available: Money,
}

/// Adds up a seller's account: available is the balance less every share that is kept back, and never below zero.
///
/// # Errors
/// [`MoneyError`] for amounts of several currencies, or ones that are too large to add.
pub fn standing(
    balance: Money,
    shares: impl IntoIterator<Item = Share>,
    now: Timestamp,
    terms: &PayoutTerms,
) -> Result<Standing, MoneyError> {
    let kept =
        shares.into_iter().filter(|share| kept(*share, now, terms).is_some()).map(|share| share.amount);
    let reserved = Money::sum(balance.currency(), kept)?;
    let rest = balance.sub(reserved)?;
    let available = if rest.is_positive() { rest } else { Money::zero(balance.currency()) };
    Ok(Standing { balance, reserved, available })
}

/// The smallest payout of a currency, from a setting in hundredths: 100 is $1.00, ¥100 and 1.000 KWD. One whole yen
/// would be worth less than the transfer of it, so a currency without hundredths takes the figure as it is.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn minimum(hundredths: i64, currency: Currency) -> Result<Money, MoneyError> {
    let more_digits = currency.exponent().saturating_sub(2);
    Money::new(hundredths, currency).times(10_i64.pow(more_digits))
}

/// The next date of a seller's cycle after `now`, in steps of the cycle's days from `due`: a shop that was closed for a
/// month pays once when it opens again, and then at the dates that it would have had.
pub fn next_due(due: Timestamp, now: Timestamp, terms: &PayoutTerms) -> Timestamp {
    if due > now {
        return due;
    }
    // A cycle of no days would never end.
    let cycle_us = terms.cycle().as_micros().max(1);
    let missed = now.since(due).as_micros() / cycle_us;
    due.plus(DurationUs::from_micros((missed + 1).saturating_mul(cycle_us)))
}

/// When a seller may ask for a payout again, after one that it asked for at `last`; `None`: now.
pub fn on_demand_after(last: Option<Timestamp>, now: Timestamp, terms: &PayoutTerms) -> Option<Timestamp> {
    last.map(|at| at.plus(terms.on_demand_every())).filter(|next| *next > now)
}

#[cfg(test)]
#[path = "payout/tests.rs"]
mod tests;
