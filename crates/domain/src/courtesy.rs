//! Giving back without anything being sent back: why, who bears it, how far it is, and how much can be given. Called by the
//! capability `returns` and by the operator's pages.

use crate::{CourtesyId, Currency, OrderId, SellerId};
use serde::{Deserialize, Serialize};

/// The card has what was given: a [`CourtesyGiven`]. Its key is the courtesy's id, its topic the seller's.
pub const COURTESY_GIVEN: &str = "courtesy.given";

/// Something was given back though nothing comes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourtesyGiven {
    pub courtesy_id: CourtesyId,
    pub order_id: OrderId,
    pub seller_id: SellerId,
    pub currency: Currency,
}

crate::text_enum! {
    /// Why a shopper is given something back though nothing comes back.
    pub enum CourtesyReason {
        /// It never arrived.
        NotReceived = "not_received",
        Damaged = "damaged",
        /// Something was missing, or was not what was ordered.
        Incomplete = "incomplete",
        Late = "late",
        /// Nothing went wrong that anybody answers for.
        Goodwill = "goodwill",
        Other = "other",
    }
}

crate::text_enum! {
    /// Whose money it is.
    pub enum Bearer {
        /// A cost of the platform's.
        Platform = "platform",
        /// Taken off what the seller is owed.
        Seller = "seller",
    }
}

crate::text_enum! {
    /// How far it is.
    pub enum CourtesyState {
        /// The card's processor has not answered.
        Refunding = "refunding",
        /// The card has it.
        Refunded = "refunded",
        /// The processor refused; it can be tried again.
        Failed = "failed",
    }
}

impl CourtesyState {
    /// It is, or may soon be, no longer there to be given back once more.
    pub fn takes(self) -> bool {
        self != Self::Failed
    }
}

/// What a card was charged, and what of that is spoken for, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    pub captured_minor: i64,
    /// Given back or being given back, for whatever reason.
    pub refunded_minor: i64,
    /// Taken by the buyer's bank, unless it returned it.
    pub disputed_minor: i64,
    /// The most that returns under way would give back, before the card's processor is asked for it.
    pub claimed_minor: i64,
}

impl Spoken {
    /// The most that can be given: what was charged less everything that is spoken for, never less than nothing.
    pub fn most_minor(&self) -> i64 {
        let spoken = i128::from(self.refunded_minor)
            + i128::from(self.disputed_minor)
            + i128::from(self.claimed_minor);
        let left = i128::from(self.captured_minor) - spoken;
        i64::try_from(left.max(0)).unwrap_or(0)
    }
}

/// Who bears it: nobody owes the platform anything for its own sales.
pub fn bearer(wanted: Bearer, sold_by_platform: bool) -> Bearer {
    if sold_by_platform { Bearer::Platform } else { wanted }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_left_is_what_nobody_else_has_a_claim_on() {
        for (captured, refunded, disputed, claimed, most) in [
            (1_000, 0, 0, 0, 1_000),
            (1_000, 400, 0, 0, 600),
            (1_000, 400, 600, 0, 0),
            (1_000, 100, 200, 300, 400),
            // A return claims the most that it may give back, which others may have been given since.
            (1_000, 600, 0, 1_000, 0),
            (0, 0, 0, 0, 0),
        ] {
            let spoken = Spoken {
                captured_minor: captured,
                refunded_minor: refunded,
                disputed_minor: disputed,
                claimed_minor: claimed,
            };
            assert_eq!(spoken.most_minor(), most, "{spoken:?}");
        }
    }

    #[test]
    fn the_platform_bears_what_is_given_for_its_own_sales() {
        assert_eq!(bearer(Bearer::Seller, true), Bearer::Platform);
        assert_eq!(bearer(Bearer::Seller, false), Bearer::Seller);
        assert_eq!(bearer(Bearer::Platform, false), Bearer::Platform);
    }

    #[test]
    fn only_what_was_refused_takes_nothing() {
        assert!(CourtesyState::Refunding.takes() && CourtesyState::Refunded.takes());
        assert!(!CourtesyState::Failed.takes());
    }

    proptest! {
        #[test]
        fn no_more_is_given_than_was_charged(
            captured_minor in 0..i64::MAX, refunded_minor in 0..i64::MAX,
            disputed_minor in 0..i64::MAX, claimed_minor in 0..i64::MAX,
        ) {
            let spoken = Spoken { captured_minor, refunded_minor, disputed_minor, claimed_minor };
            prop_assert!((0..=captured_minor).contains(&spoken.most_minor()));
        }
    }
}
