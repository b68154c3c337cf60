//! Settings of the operator that count from a moment on. Pure; kept by `terms`, and each asked for by the rule that it is a part
//! of, for the moment at which something was promised.

use crate::{DurationUs, Timestamp, text_enum};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::ops::RangeInclusive;

text_enum! {
    /// What is set.
    pub enum TermsKind {
        /// [`crate::commission::RefundFee`].
        RefundFee = "refund_fee",
        /// [`crate::payout::PayoutTerms`].
        Payouts = "payouts",
        /// [`crate::health::Gates`].
        Gates = "gates",
    }
}

/// A value that is out of its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` is out of its range")]
pub struct WrongTerm {
    /// As the type has it.
    pub field: &'static str,
}

/// A setting that is kept as one document, whole.
pub trait Dated:
    Serialize + DeserializeOwned + Copy + PartialEq + std::fmt::Debug + Send + Sync + 'static
{
    const KIND: TermsKind;
    /// What counts as long as nothing was said (product.md, "default rates").
    const USUAL: Self;

    /// # Errors
    /// The first field that is out of its range.
    fn validate(&self) -> Result<(), WrongTerm>;
}

/// # Errors
/// When the value is out of the range.
pub fn within(field: &'static str, value: i64, range: RangeInclusive<i64>) -> Result<(), WrongTerm> {
    if range.contains(&value) { Ok(()) } else { Err(WrongTerm { field }) }
}

/// The most by which a clock goes back on its own. One that went back by more was put right by somebody, and what was said under
/// the wrong one waits for its moment.
pub const CLOCK_BACK: DurationUs = DurationUs::from_hours(1);

/// When something is said: now, or right behind what was said last of the same thing, where the clock went back since. Of what
/// was said the last to begin counts, so what is said after it must not begin before it.
pub fn said_at(now: Timestamp, last: Option<Timestamp>) -> Timestamp {
    match last {
        Some(last) if last > now && last.since(now) <= CLOCK_BACK => last.plus(DurationUs::from_micros(1)),
        _ => now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_while_the_clock_is_back_is_behind_what_was_said_before() {
        let at = Timestamp::from_micros;
        let hour = CLOCK_BACK.as_micros();
        let cases = [
            (5, None, 5),
            (5, Some(4), 5),
            (5, Some(5), 5),
            (5, Some(6), 7),
            (5, Some(5 + hour), 6 + hour),
            (5, Some(6 + hour), 5),
        ];
        for (now, last, expected) in cases {
            assert_eq!(said_at(at(now), last.map(at)), at(expected), "{now} after {last:?}");
        }
    }
}
