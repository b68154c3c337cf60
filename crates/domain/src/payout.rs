//! When a seller is paid, and how much. Pure; called by `payouts` and the seller's pages.
//!
//! A seller is paid every fourteen days, and once a day on demand, what it is owed less the reserve: what parts earned
//! that were not delivered at least seven days ago, because until then they are likely to come back, and what is coming back.

use crate::{Currency, DurationUs, Money, MoneyError, Timestamp, text_enum};

/// From one payout of the cycle to the next.
pub const CYCLE: DurationUs = DurationUs::from_days(14);
/// What a part earned is kept back this long after it was delivered.
pub const RESERVE_AFTER_DELIVERY: DurationUs = DurationUs::from_days(7);
/// A seller may ask for a payout again after this time.
pub const ON_DEMAND_EVERY: DurationUs = DurationUs::from_hours(24);

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
    /// Seven days after it is delivered, which it is not yet.
    UntilDelivered,
    /// Until what comes back is refunded, or is not.
    UntilReturned,
    Until(Timestamp),
}

/// Whether a share is kept back at this time; `None`: it may be paid out. At the very end of the seven days it may.
pub fn kept(share: Share, now: Timestamp) -> Option<Kept> {
    if !share.amount.is_positive() {
        return None;
    }
    let Some(delivered_at) = share.delivered_at else { return Some(Kept::UntilDelivered) };
    if share.in_return {
        return Some(Kept::UntilReturned);
    }
    let until = delivered_at.plus(RESERVE_AFTER_DELIVERY);
    (until > now).then_some(Kept::Until(until))
}

/// What a seller is owed, and how much of it could be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What the ledger owes the seller; negative when the seller owes the platform.
    pub balance: Money,
    /// Kept back until delivery and seven days; never negative.
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
) -> Result<Standing, MoneyError> {
    let kept = shares.into_iter().filter(|share| kept(*share, now).is_some()).map(|share| share.amount);
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

/// The next date of a seller's cycle after `now`, in steps of fourteen days from `due`: a shop that was closed for a
/// month pays once when it opens again, and then at the dates that it would have had.
pub fn next_due(due: Timestamp, now: Timestamp) -> Timestamp {
    if due > now {
        return due;
    }
    let missed = now.since(due).as_micros() / CYCLE.as_micros();
    due.plus(DurationUs::from_micros((missed + 1).saturating_mul(CYCLE.as_micros())))
}

/// When a seller may ask for a payout again, after one that it asked for at `last`; `None`: now.
pub fn on_demand_after(last: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    last.map(|at| at.plus(ON_DEMAND_EVERY)).filter(|next| *next > now)
}

#[cfg(test)]
#[path = "payout/tests.rs"]
mod tests;
