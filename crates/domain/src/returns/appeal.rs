//! Appeals as rules: when a shopper may ask the platform about a seller's decision, and what can become of it.

use super::{ReturnState, Worth};
use crate::money::{Currency, MoneyError};
use crate::time::{DurationUs, Timestamp};

/// Days after the seller's decision in which a shopper may appeal.
pub const APPEAL_DAYS: i64 = 14;

crate::text_enum! {
    /// Where an appeal stands.
    pub enum AppealState {
        /// The platform has to decide.
        Open = "open",
        /// The seller's decision stands.
        Upheld = "upheld",
        /// Another decision stands in its place.
        Overturned = "overturned",
    }
}

/// Why there is no appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAppeal {
    #[error("nothing was decided that an appeal could be about")]
    NotDecided,
    #[error("everything was given back")]
    NothingLeft,
    #[error("an appeal is possible for {APPEAL_DAYS} days after the decision")]
    TooLate,
}

/// What an appeal would be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    pub state: ReturnState,
    /// The most that the card was to get, and what it got, in minor units.
    pub claim_minor: i64,
    pub given_minor: i64,
    /// When the seller decided.
    pub at: Option<Timestamp>,
}

/// Until when a shopper may appeal.
///
/// # Errors
/// Why there is no appeal at all, or none any more. The last moment counts.
pub fn may_appeal(decided: &Decided, now: Timestamp) -> Result<Timestamp, NoAppeal> {
    let about = matches!(decided.state, ReturnState::Declined | ReturnState::Refunded | ReturnState::Closed);
    let at = decided.at.filter(|_| about).ok_or(NoAppeal::NotDecided)?;
    if decided.given_minor >= decided.claim_minor {
        return Err(NoAppeal::NothingLeft);
    }
    let end = at.plus(DurationUs::from_days(APPEAL_DAYS));
    if now > end { Err(NoAppeal::TooLate) } else { Ok(end) }
}

/// What was kept back of units that were worth this: with what was given back it is all of it, to the minor unit.
///
/// # Errors
/// As [`Worth::less`].
pub fn rest_of(worth: &Worth, kept_bps: i64, currency: Currency) -> Result<Worth, MoneyError> {
    Ok(worth.minus(&worth.less(kept_bps, currency)?))
}

#[cfg(test)]
#[path = "appeal_tests.rs"]
mod tests;
