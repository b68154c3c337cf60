//! What a sale leaves its seller: the same commission that a shipment is charged, before there is one. Called by the page
//! that previews it, on the server and, while a seller types, in the browser.

use crate::commission::{CommissionCharge, CommissionClass, charge};
use crate::money::{Money, MoneyError, Rounding};
use serde::{Deserialize, Serialize};

/// A sale that somebody thinks about; every amount without tax, of one currency, none negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imagined {
    pub class: CommissionClass,
    /// Of one unit.
    pub price: Money,
    /// 1 to 999.
    pub quantity: i64,
    /// What the buyer pays for the delivery of all units.
    pub shipping: Money,
    /// What one unit costs the seller.
    pub cost: Money,
}

/// What comes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proceeds {
    /// Price times quantity.
    pub goods: Money,
    pub commission: CommissionCharge,
    /// Goods and shipping less commission: what is paid out.
    pub payable: Money,
    /// That less what the units cost; may be negative. What the delivery costs is the seller's to know.
    pub left: Money,
    /// `left` of goods and shipping, in basis points; `None` where those are nothing.
    pub margin_bps: Option<i64>,
}

impl Imagined {
    /// # Errors
    /// [`MoneyError::NoParts`] for a quantity outside 1..=999 or a negative amount; [`MoneyError::CurrencyMismatch`],
    /// [`MoneyError::Overflow`].
    pub fn proceeds(&self) -> Result<Proceeds, MoneyError> {
        let amounts = [self.price, self.shipping, self.cost];
        if !(1..=999).contains(&self.quantity) || amounts.iter().any(|amount| amount.minor() < 0) {
            return Err(MoneyError::NoParts);
        }
        let goods = self.price.times(self.quantity)?;
        let base = goods.add(self.shipping)?;
        let commission = charge(self.class, base, self.quantity)?;
        let payable = base.sub(commission.fee)?;
        let left = payable.sub(self.cost.times(self.quantity)?)?;
        let margin_bps = match base.minor() {
            0 => None,
            whole => Some(left.scale(10_000, whole, Rounding::HalfUp)?.minor()),
        };
        Ok(Proceeds { goods, commission, payable, left, margin_bps })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use proptest::prelude::*;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn imagined(price: i64, quantity: i64, shipping: i64, cost: i64) -> Imagined {
        let class = CommissionClass::Electronics;
        Imagined { class, price: usd(price), quantity, shipping: usd(shipping), cost: usd(cost) }
    }

    #[test]
    fn a_lamp_leaves_what_the_statement_would_say() {
        // Two lamps of 45.00 and 4.99 of delivery: 8 % of 94.99 is 7.60; they cost 20.00 each.
        let proceeds = imagined(4_500, 2, 499, 2_000).proceeds().unwrap();
        assert_eq!(proceeds.commission.fee, usd(760));
        assert_eq!((proceeds.goods, proceeds.payable, proceeds.left), (usd(9_000), usd(8_739), usd(4_739)));
        assert_eq!(proceeds.margin_bps, Some(4_989));
    }

    #[test]
    fn a_loss_is_shown_as_one() {
        let proceeds = imagined(1_000, 1, 0, 1_500).proceeds().unwrap();
        assert_eq!((proceeds.left, proceeds.margin_bps), (usd(-580), Some(-5_800)));
        assert_eq!(imagined(0, 1, 0, 0).proceeds().unwrap().margin_bps, None);
    }

    #[test]
    fn what_is_no_sale_is_refused() {
        for bad in
            [imagined(-1, 1, 0, 0), imagined(1, 0, 0, 0), imagined(1, 1_000, 0, 0), imagined(1, 1, -1, 0)]
        {
            assert_eq!(bad.proceeds(), Err(MoneyError::NoParts));
        }
        let euro = Imagined { shipping: Money::new(1, Currency::EUR), ..imagined(1, 1, 0, 0) };
        assert!(euro.proceeds().is_err());
        assert_eq!(imagined(i64::MAX, 2, 0, 0).proceeds(), Err(MoneyError::Overflow));
    }

    proptest! {
        #[test]
        fn what_is_paid_out_and_the_fee_are_what_the_buyer_pays(
            price in 0i64..1_000_000, quantity in 1i64..=999, shipping in 0i64..10_000, cost in 0i64..1_000_000,
        ) {
            let proceeds = imagined(price, quantity, shipping, cost).proceeds().unwrap();
            prop_assert_eq!(proceeds.payable.minor() + proceeds.commission.fee.minor(), price * quantity + shipping);
            prop_assert!(proceeds.payable.minor() >= 0);
        }
    }
}
