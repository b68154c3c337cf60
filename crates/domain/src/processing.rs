//! What a card processor keeps of what it captures. Called by the embedded processor; a real one tells its own.

use crate::money::{Currency, Money, MoneyError, Rounding};
use std::collections::BTreeMap;

/// A share of each capture and a fixed amount beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProcessingFee {
    /// Of the captured amount, in basis points: 0 to 10,000.
    rate_bps: i64,
    /// For each capture, by currency, in its smallest unit (USD 30: $0.30).
    fixed_minor: BTreeMap<Currency, i64>,
}

impl ProcessingFee {
    /// A share in basis points, 0 to 10,000, and a fixed amount for each currency that has one; of the same currency the
    /// last one counts.
    pub fn new(rate_bps: i64, fixed: impl IntoIterator<Item = Money>) -> Self {
        let fixed_minor = fixed.into_iter().map(|amount| (amount.currency(), amount.minor())).collect();
        Self { rate_bps, fixed_minor }
    }

    /// The fee of one capture, in its currency: the share rounded half up, and the fixed amount of that currency. Never more
    /// than what was captured, and nothing of nothing.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn of(&self, captured: Money) -> Result<Money, MoneyError> {
        let currency = captured.currency();
        let fixed = Money::new(self.fixed_minor.get(&currency).copied().unwrap_or(0), currency);
        let fee = captured.bps(self.rate_bps, Rounding::HalfUp)?.add(fixed)?;
        Ok(Money::new(fee.minor().min(captured.minor()).max(0), currency))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may panic

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_fee_is_a_share_and_a_fixed_amount_and_never_more_than_the_capture() {
        let fee = ProcessingFee::new(290, [Money::new(30, Currency::USD)]);
        // 2.9 % of 100.00 and 0.30; of 0.50 it is 0.0145, of 17.50 it is 0.5075.
        for (captured, expected) in [(10_000, 320), (50, 31), (1_750, 81), (30, 30), (7, 7), (1, 1), (0, 0)] {
            let captured = Money::new(captured, Currency::USD);
            assert_eq!(fee.of(captured).unwrap(), Money::new(expected, Currency::USD), "{captured:?}");
        }
        let all = ProcessingFee::new(10_000, [Money::new(30, Currency::USD)]);
        assert_eq!(all.of(Money::new(999, Currency::USD)).unwrap(), Money::new(999, Currency::USD));
        assert!(ProcessingFee::default().of(Money::new(999, Currency::USD)).unwrap().is_zero());
    }

    #[test]
    fn the_fixed_amount_is_that_of_the_captures_currency() {
        let fixed = [(30, Currency::USD), (25, Currency::EUR)].map(|(minor, of)| Money::new(minor, of));
        let fee = ProcessingFee::new(290, fixed);
        for (currency, expected) in [(Currency::USD, 320), (Currency::EUR, 315), (Currency::JPY, 290)] {
            let told = fee.of(Money::new(10_000, currency)).unwrap();
            assert_eq!(told, Money::new(expected, currency));
        }
    }

    proptest! {
        #[test]
        fn a_fee_is_within_half_a_unit_of_its_share(
            captured in 1i64..1_000_000_000, rate_bps in 0i64..=10_000, fixed_minor in 0i64..10_000,
        ) {
            let fee = ProcessingFee::new(rate_bps, [Money::new(fixed_minor, Currency::USD)]);
            let told = fee.of(Money::new(captured, Currency::USD)).unwrap().minor();
            prop_assert!((0..=captured).contains(&told));
            if told < captured {
                let exact = captured * rate_bps;
                let gap = (told - fixed_minor) * 10_000 - exact;
                prop_assert!((-4_999..=5_000).contains(&gap), "{}", gap);
            }
        }
    }
}
