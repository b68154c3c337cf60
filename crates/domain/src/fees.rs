//! What a sale leaves its seller: the same commission that a shipment is charged, before there is one. Called by the page
//! that previews it, on the server and, while a seller types, in the browser.

use crate::commission::{CommissionCharge, CommissionRule, charge};
use crate::fee_tax::tax_of;
use crate::money::{Money, MoneyError, Rounding};
use crate::plan::item_fee;
use serde::{Deserialize, Serialize};

/// A sale that somebody thinks about; every amount without tax, of one currency, none negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imagined {
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
    /// Of the individual plan; zero under the other one.
    pub item_fee: Money,
    /// On both.
    pub fee_tax: Money,
    /// Goods and shipping less all three: what is paid out. Less than nothing where the fees are all of it and taxed.
    pub payable: Money,
    /// That less what the units cost; may be negative. What the delivery costs is the seller's to know.
    pub left: Money,
    /// `left` of goods and shipping, in basis points; `None` where those are nothing.
    pub margin_bps: Option<i64>,
}

impl Imagined {
    /// By the rule of its class, and, under the individual plan, what that takes for `item`; both with tax of so many
    /// millionths.
    ///
    /// # Errors
    /// [`MoneyError::NoParts`] for a quantity outside 1..=999 or a negative amount; [`MoneyError::CurrencyMismatch`],
    /// [`MoneyError::Overflow`].
    pub fn proceeds(
        &self,
        rule: &CommissionRule,
        item: Option<Money>,
        fee_tax_ppm: i64,
    ) -> Result<Proceeds, MoneyError> {
        let amounts = [self.price, self.shipping, self.cost];
        if !(1..=999).contains(&self.quantity) || amounts.iter().any(|amount| amount.minor() < 0) {
            return Err(MoneyError::NoParts);
        }
        let goods = self.price.times(self.quantity)?;
        let base = goods.add(self.shipping)?;
        let commission = charge(rule, base, self.quantity)?;
        let kept = base.sub(commission.fee)?;
        let item_fee = match item {
            Some(each) => item_fee(each, self.quantity, kept)?,
            None => Money::zero(base.currency()),
        };
        let fee_tax = tax_of(commission.fee.add(item_fee)?, fee_tax_ppm)?;
        let payable = kept.sub(item_fee)?.sub(fee_tax)?;
        let left = payable.sub(self.cost.times(self.quantity)?)?;
        let margin_bps = match base.minor() {
            0 => None,
            whole => Some(left.scale(10_000, whole, Rounding::HalfUp)?.minor()),
        };
        Ok(Proceeds { goods, commission, item_fee, fee_tax, payable, left, margin_bps })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commission::{CommissionClass, default_rule};
    use crate::money::Currency;
    use proptest::prelude::*;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn imagined(price: i64, quantity: i64, shipping: i64, cost: i64) -> Imagined {
        Imagined { price: usd(price), quantity, shipping: usd(shipping), cost: usd(cost) }
    }

    /// Of electronics, by the published rule, under the professional plan.
    fn proceeds(imagined: Imagined) -> Result<Proceeds, MoneyError> {
        imagined.proceeds(&default_rule(CommissionClass::Electronics), None, 0)
    }

    #[test]
    fn a_lamp_leaves_what_the_statement_would_say() {
        // Two lamps of 45.00 and 4.99 of delivery: 8 % of 94.99 is 7.60; they cost 20.00 each.
        let found = proceeds(imagined(4_500, 2, 499, 2_000)).unwrap();
        assert_eq!(found.commission.fee, usd(760));
        assert_eq!((found.goods, found.payable, found.left), (usd(9_000), usd(8_739), usd(4_739)));
        assert_eq!(found.margin_bps, Some(4_989));
    }

    #[test]
    fn an_individual_pays_for_each_item_and_never_more_than_is_left() {
        let rule = default_rule(CommissionClass::Electronics);
        let found = imagined(4_500, 2, 499, 2_000).proceeds(&rule, Some(usd(99)), 0).unwrap();
        assert_eq!((found.commission.fee, found.item_fee, found.payable), (usd(760), usd(198), usd(8_541)));
        let cheap = imagined(100, 1, 0, 0).proceeds(&rule, Some(usd(99)), 0).unwrap();
        assert_eq!((cheap.commission.fee, cheap.item_fee, cheap.payable), (usd(30), usd(70), usd(0)));
    }

    #[test]
    fn fees_are_taxed_together() {
        let rule = default_rule(CommissionClass::Electronics);
        // 19 % of 7.60 and 1.98 is 1.82.
        let found = imagined(4_500, 2, 499, 2_000).proceeds(&rule, Some(usd(99)), 190_000).unwrap();
        assert_eq!((found.fee_tax, found.payable, found.left), (usd(182), usd(8_359), usd(4_359)));
        // Where fees take all of a sale, their tax is owed all the same.
        let cheap = imagined(100, 1, 0, 0).proceeds(&rule, Some(usd(99)), 190_000).unwrap();
        assert_eq!((cheap.fee_tax, cheap.payable), (usd(19), usd(-19)));
    }

    #[test]
    fn a_loss_is_shown_as_one() {
        let found = proceeds(imagined(1_000, 1, 0, 1_500)).unwrap();
        assert_eq!((found.left, found.margin_bps), (usd(-580), Some(-5_800)));
        assert_eq!(proceeds(imagined(0, 1, 0, 0)).unwrap().margin_bps, None);
    }

    #[test]
    fn what_is_no_sale_is_refused() {
        for bad in
            [imagined(-1, 1, 0, 0), imagined(1, 0, 0, 0), imagined(1, 1_000, 0, 0), imagined(1, 1, -1, 0)]
        {
            assert_eq!(proceeds(bad), Err(MoneyError::NoParts));
        }
        let euro = Imagined { shipping: Money::new(1, Currency::EUR), ..imagined(1, 1, 0, 0) };
        assert!(proceeds(euro).is_err());
        assert_eq!(proceeds(imagined(i64::MAX, 2, 0, 0)), Err(MoneyError::Overflow));
    }

    proptest! {
        #[test]
        fn what_is_paid_out_and_the_fee_are_what_the_buyer_pays(
            price in 0i64..1_000_000, quantity in 1i64..=999, shipping in 0i64..10_000, cost in 0i64..1_000_000,
        ) {
            let found = proceeds(imagined(price, quantity, shipping, cost)).unwrap();
            prop_assert_eq!(found.payable.minor() + found.commission.fee.minor(), price * quantity + shipping);
            prop_assert!(found.payable.minor() >= 0);
            let sale = imagined(price, quantity, shipping, cost);
            let single = sale.proceeds(&default_rule(CommissionClass::Electronics), Some(usd(99)), 0).unwrap();
            prop_assert_eq!(single.payable.add(single.item_fee).unwrap(), found.payable);
        }
    }
}
