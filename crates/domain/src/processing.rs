//! What a card processor keeps of what it captures. Called by the embedded processor; a real one tells its own.

use crate::money::{Money, MoneyError, Rounding};

/// A share of each capture and a fixed amount beside it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProcessingFee {
    /// Of the captured amount, in basis points: 0 to 10,000.
    pub rate_bps: i64,
    /// For each capture, in the smallest unit of its currency (30: $0.30, ¥30).
    pub fixed_minor: i64,
}

impl ProcessingFee {
    /// The fee of one capture, in its currency: the share rounded half up, and the fixed amount. Never more than what was
    /// captured, and nothing of nothing.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn of(self, captured: Money) -> Result<Money, MoneyError> {
        let fixed = Money::new(self.fixed_minor, captured.currency());
        let fee = captured.bps(self.rate_bps, Rounding::HalfUp)?.add(fixed)?;
        Ok(Money::new(fee.minor().min(captured.minor()).max(0), captured.currency()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may panic

    use super::*;
    use crate::money::Currency;
    use proptest::prelude::*;

    #[test]
    fn a_fee_is_a_share_and_a_fixed_amount_and_never_more_than_the_capture() {
        let fee = ProcessingFee { rate_bps: 290, fixed_minor: 30 };
        // 2.9 % of 100.00 and 0.30; of 0.50 it is 0.0145, of 17.50 it is 0.5075.
        for (captured, expected) in [(10_000, 320), (50, 31), (1_750, 81), (30, 30), (7, 7), (1, 1), (0, 0)] {
            let captured = Money::new(captured, Currency::USD);
            assert_eq!(fee.of(captured).unwrap(), Money::new(expected, Currency::USD), "{captured:?}");
        }
        let all = ProcessingFee { rate_bps: 10_000, fixed_minor: 30 };
        assert_eq!(all.of(Money::new(999, Currency::USD)).unwrap(), Money::new(999, Currency::USD));
        assert!(ProcessingFee::default().of(Money::new(999, Currency::USD)).unwrap().is_zero());
    }

    proptest! {
        #[test]
        fn a_fee_is_within_half_a_unit_of_its_share(
            captured in 1i64..1_000_000_000, rate_bps in 0i64..=10_000, fixed_minor in 0i64..10_000,
        ) {
            let fee = ProcessingFee { rate_bps, fixed_minor };
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
