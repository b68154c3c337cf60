//! Settings of the operator that count from a moment on. Pure; kept by `terms`, and each asked for by the rule that it is a part
//! of, for the moment at which something was promised.

use crate::text_enum;
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
