//! What an order costs: lines, shipping and tax of one seller's part, in the one order in which they are computed, and
//! the order as the sum of its parts. Called by orders for the cart, the checkout and one click alike, so that what is
//! shown is what is charged.

use crate::money::{Currency, Money, MoneyError};
use crate::tax::{TaxRate, tax_at};
use serde::{Deserialize, Serialize};

/// How many units somebody wants: 1..=999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Quantity(i64);

/// Not a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a quantity is a whole number from 1 to 999, not {0}")]
pub struct QuantityError(pub i64);

impl Quantity {
    pub const ONE: Self = Self(1);
    pub const MOST: i64 = 999;

    /// # Errors
    /// [`QuantityError`] outside 1..=999.
    pub fn new(units: i64) -> Result<Self, QuantityError> {
        if (1..=Self::MOST).contains(&units) { Ok(Self(units)) } else { Err(QuantityError(units)) }
    }

    pub fn get(self) -> i64 {
        self.0
    }
}

impl TryFrom<i64> for Quantity {
    type Error = QuantityError;
    fn try_from(units: i64) -> Result<Self, QuantityError> {
        Self::new(units)
    }
}

impl From<Quantity> for i64 {
    fn from(quantity: Quantity) -> Self {
        quantity.0
    }
}

/// One line to be priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PricedLine {
    /// As it is shown: with tax where the place's prices include it.
    pub unit_price: Money,
    /// 1 to 999.
    pub quantity: i64,
}

/// What one line costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineAmounts {
    /// Unit price times quantity, as shown.
    pub amount: Money,
    /// What promotions and a coupon take off the amount; tax is on the rest.
    pub discount: Money,
    /// By how much the coupon's share of it lowers the price without tax.
    pub given: Money,
    /// By how much the share of promotions that the platform pays for does.
    pub funded: Money,
    /// In the amount when prices include tax, else on top of it.
    pub tax: Money,
    /// What the shopper pays for the line.
    pub total: Money,
}

/// What one seller's part costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartAmounts {
    pub lines: Vec<LineAmounts>,
    /// Sum of the lines' amounts, as shown.
    pub items: Money,
    /// The fee as shown.
    pub shipping: Money,
    /// What promotions and a coupon take off the goods and the fee, as shown.
    pub discount: Money,
    /// By how much it lowers the fee without tax.
    pub shipping_given: Money,
    /// The fee for wrapping it as a present, as shown; zero where nobody asked for that.
    pub wrap: Money,
    /// Of the lines, of shipping and of wrapping.
    pub tax: Money,
    /// What the shopper pays. Exclusive: items + shipping + wrap - discount + tax; inclusive: the same without the tax.
    pub total: Money,
}

/// Prices one seller's part. Tax is rounded half up on each line and on shipping, so each can be refunded by itself.
///
/// # Errors
/// [`MoneyError::CurrencyMismatch`] when a price or the fee is not in `currency`; [`MoneyError::Overflow`].
pub fn part(
    currency: Currency,
    lines: &[PricedLine],
    shipping: Money,
    rate: Option<&TaxRate>,
) -> Result<PartAmounts, MoneyError> {
    wrapped(currency, lines, shipping, Money::zero(currency), rate)
}

/// [`part`] with a fee for wrapping, which is taxed as the goods are.
///
/// # Errors
/// As [`part`].
pub fn wrapped(
    currency: Currency,
    lines: &[PricedLine],
    shipping: Money,
    wrap: Money,
    rate: Option<&TaxRate>,
) -> Result<PartAmounts, MoneyError> {
    discounted(currency, lines, &Off::nothing(currency, lines.len()), shipping, wrap, rate)
}

/// What is taken off, as shown: of each line, and of the shipping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Off {
    /// By promotions: one for each line, from nothing to the line's amount.
    pub promoted: Vec<Money>,
    /// The share of it that the platform pays for: one for each line, from nothing to all of it.
    pub funded: Vec<Money>,
    /// By a coupon, of what promotions leave: one for each line.
    pub lines: Vec<Money>,
    /// By a coupon, from nothing to the fee.
    pub shipping: Money,
}

impl Off {
    /// Nothing, of so many lines.
    pub fn nothing(currency: Currency, lines: usize) -> Self {
        let none = Money::zero(currency);
        Self {
            promoted: vec![none; lines],
            funded: vec![none; lines],
            lines: vec![none; lines],
            shipping: none,
        }
    }
}

/// [`wrapped`] with what promotions and a coupon take off: tax is on what is left.
///
/// # Errors
/// As [`part`]; [`MoneyError::NoParts`] when `off` is for other lines.
pub fn discounted(
    currency: Currency,
    lines: &[PricedLine],
    off: &Off,
    shipping: Money,
    wrap: Money,
    rate: Option<&TaxRate>,
) -> Result<PartAmounts, MoneyError> {
    if [&off.lines, &off.promoted, &off.funded].iter().any(|of| of.len() != lines.len()) {
        return Err(MoneyError::NoParts);
    }
    let (rate_ppm, inclusive, shipping_taxed) =
        rate.map_or((0, false, false), |r| (r.rate_ppm, r.inclusive, r.shipping_taxed));
    let mut priced = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let (promoted, coupon) = (off.promoted[at], off.lines[at]);
        let amount = line.unit_price.times(line.quantity)?;
        let promoted_price = amount.sub(promoted)?;
        let taxed = tax_at(promoted_price.sub(coupon)?, rate_ppm, inclusive)?;
        let before = tax_at(promoted_price, rate_ppm, inclusive)?.net;
        let given = before.sub(taxed.net)?;
        // What the seller asks for: less what it takes off itself.
        let asked = promoted_price.add(off.funded[at])?;
        let funded = tax_at(asked, rate_ppm, inclusive)?.net.sub(before)?;
        let discount = promoted.add(coupon)?;
        priced.push(LineAmounts { amount, discount, given, funded, tax: taxed.tax, total: taxed.total });
    }
    let shipping_ppm = if shipping_taxed { rate_ppm } else { 0 };
    let shipping_taxed = tax_at(shipping.sub(off.shipping)?, shipping_ppm, inclusive)?;
    let shipping_given = tax_at(shipping, shipping_ppm, inclusive)?.net.sub(shipping_taxed.net)?;
    let wrap_taxed = tax_at(wrap, rate_ppm, inclusive)?;
    let sum = |amounts: &mut dyn Iterator<Item = Money>| Money::sum(currency, amounts);
    let items = sum(&mut priced.iter().map(|l| l.amount))?;
    let discount = sum(&mut priced.iter().map(|l| l.discount))?.add(off.shipping)?;
    let tax = sum(&mut priced.iter().map(|l| l.tax))?.add(shipping_taxed.tax)?.add(wrap_taxed.tax)?;
    let total = sum(&mut priced.iter().map(|l| l.total))?.add(shipping_taxed.total)?.add(wrap_taxed.total)?;
    Ok(PartAmounts { lines: priced, items, shipping, discount, shipping_given, wrap, tax, total })
}

/// What a whole order costs: each figure is the sum of the parts' figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderAmounts {
    pub items: Money,
    pub shipping: Money,
    pub tax: Money,
    pub total: Money,
}

/// Adds the parts up; all zero when there are none.
///
/// # Errors
/// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`].
pub fn order<'p>(
    currency: Currency,
    parts: impl IntoIterator<Item = &'p PartAmounts>,
) -> Result<OrderAmounts, MoneyError> {
    let zero = Money::zero(currency);
    let none = OrderAmounts { items: zero, shipping: zero, tax: zero, total: zero };
    parts.into_iter().try_fold(none, |sum, part| {
        Ok(OrderAmounts {
            items: sum.items.add(part.items)?,
            shipping: sum.shipping.add(part.shipping)?,
            tax: sum.tax.add(part.tax)?,
            total: sum.total.add(part.total)?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;
    use proptest::prelude::*;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn rate(rate_bps: i64, inclusive: bool, shipping_taxed: bool) -> TaxRate {
        let (country, region) = ("US".into(), "CA".into());
        TaxRate {
            country,
            region,
            rate_ppm: rate_bps * 100,
            inclusive,
            shipping_taxed,
            from: Timestamp::default(),
        }
    }

    fn lines(lines: &[(i64, i64)]) -> Vec<PricedLine> {
        lines
            .iter()
            .map(|(price, quantity)| PricedLine { unit_price: usd(*price), quantity: *quantity })
            .collect()
    }

    #[test]
    fn a_part_costs_what_a_till_would_say() {
        let three = lines(&[(1_999, 2), (5, 1)]);
        let cases = [
            // (rate, items, shipping, tax, total)
            (None, 4_003, 499, 0, 4_502),
            (Some(rate(725, false, false)), 4_003, 499, 290, 4_792),
            (Some(rate(725, false, true)), 4_003, 499, 326, 4_828),
            (Some(rate(2_100, true, true)), 4_003, 499, 782, 4_502),
            (Some(rate(2_100, true, false)), 4_003, 499, 695, 4_502),
            (Some(rate(0, false, true)), 4_003, 499, 0, 4_502),
        ];
        for (rate, items, shipping, tax, total) in cases {
            let p = part(Currency::USD, &three, usd(499), rate.as_ref()).unwrap();
            let got = (p.items.minor(), p.shipping.minor(), p.tax.minor(), p.total.minor());
            assert_eq!(got, (items, shipping, tax, total), "{rate:?}");
        }
    }

    #[test]
    fn wrapping_is_taxed_as_the_goods_are_even_where_shipping_is_not() {
        let one = lines(&[(4_500, 1)]);
        for (rate, tax, total) in [
            (None, 0, 5_299),
            (Some(rate(725, false, false)), 348, 5_647),
            (Some(rate(725, false, true)), 384, 5_683),
            (Some(rate(2_100, true, true)), 920, 5_299),
        ] {
            let p = wrapped(Currency::USD, &one, usd(499), usd(300), rate.as_ref()).unwrap();
            assert_eq!((p.wrap.minor(), p.tax.minor(), p.total.minor()), (300, tax, total), "{rate:?}");
        }
        assert!(wrapped(Currency::USD, &one, usd(0), Money::new(1, Currency::EUR), None).is_err());
    }

    #[test]
    fn tax_is_on_what_a_coupon_leaves() {
        let two = lines(&[(1_000, 2), (500, 1)]);
        let off = Off { lines: vec![usd(300), usd(0)], shipping: usd(499), ..Off::nothing(Currency::USD, 2) };
        for (rate, given, tax, total) in [
            (None, [300, 499], 0, 2_200),
            (Some(rate(1_000, false, true)), [300, 499], 220, 2_420),
            (Some(rate(2_100, true, true)), [248, 412], 382, 2_200),
        ] {
            let p = discounted(Currency::USD, &two, &off, usd(499), usd(0), rate.as_ref()).unwrap();
            let got = [p.lines[0].given.minor(), p.shipping_given.minor()];
            assert_eq!((got, p.tax.minor(), p.total.minor()), (given, tax, total), "{rate:?}");
            assert_eq!((p.items.minor(), p.discount.minor()), (2_500, 799));
        }
        for (promoted, funded, lines) in [(0, 2, 2), (2, 2, 0), (1, 1, 1), (2, 1, 2)] {
            let of = |n| vec![usd(0); n];
            let short =
                Off { promoted: of(promoted), funded: of(funded), lines: of(lines), shipping: usd(0) };
            assert!(discounted(Currency::USD, &two, &short, usd(0), usd(0), None).is_err());
        }
    }

    #[test]
    fn a_coupon_gives_of_what_promotions_leave() {
        let one = lines(&[(1_210, 1)]);
        let off = Off { promoted: vec![usd(242)], lines: vec![usd(121)], ..Off::nothing(Currency::USD, 1) };
        // 12.10 with 21 %: 8.00 net are left after the promotion, 7.00 after the coupon.
        let rate = rate(2_100, true, true);
        let p = discounted(Currency::USD, &one, &off, usd(0), usd(0), Some(&rate)).unwrap();
        assert_eq!((p.lines[0].discount.minor(), p.lines[0].given.minor()), (363, 100));
        assert_eq!((p.discount.minor(), p.tax.minor(), p.total.minor()), (363, 147, 847));
        assert_eq!(p.lines[0].funded, usd(0), "the seller gives it");
    }

    #[test]
    fn what_the_platform_pays_of_promotions_is_said_without_tax_and_apart_from_the_coupon() {
        let one = lines(&[(1_210, 1)]);
        // 2.42 off by promotions, half of it the platform's; then 1.21 by a coupon.
        let off = Off {
            promoted: vec![usd(242)],
            funded: vec![usd(121)],
            lines: vec![usd(121)],
            ..Off::nothing(Currency::USD, 1)
        };
        for (rate, funded, given, total) in
            [(rate(2_100, true, true), 100, 100, 847), (rate(1_000, false, true), 121, 121, 932)]
        {
            let p = discounted(Currency::USD, &one, &off, usd(0), usd(0), Some(&rate)).unwrap();
            let line = p.lines[0];
            assert_eq!((line.funded.minor(), line.given.minor()), (funded, given), "{rate:?}");
            assert_eq!((line.discount.minor(), p.total.minor()), (363, total));
        }
    }

    #[test]
    fn currencies_do_not_mix_in_a_part_nor_in_an_order() {
        let euro = Money::new(100, Currency::EUR);
        assert!(part(Currency::USD, &[PricedLine { unit_price: euro, quantity: 1 }], usd(0), None).is_err());
        assert!(part(Currency::USD, &lines(&[(100, 1)]), euro, None).is_err());
        let dollars = part(Currency::USD, &lines(&[(100, 1)]), usd(0), None).unwrap();
        assert!(order(Currency::EUR, [&dollars]).is_err());
    }

    #[test]
    fn an_amount_that_cannot_be_kept_is_an_error() {
        assert_eq!(part(Currency::USD, &lines(&[(i64::MAX, 2)]), usd(0), None), Err(MoneyError::Overflow));
        let big = lines(&[(i64::MAX, 1), (1, 1)]);
        assert_eq!(part(Currency::USD, &big, usd(0), None), Err(MoneyError::Overflow));
    }

    #[test]
    fn a_quantity_is_from_1_to_999() {
        for bad in [i64::MIN, -1, 0, 1_000, i64::MAX] {
            assert_eq!(Quantity::new(bad), Err(QuantityError(bad)));
            assert!(serde_json::from_str::<Quantity>(&bad.to_string()).is_err());
        }
        for good in [1, 2, 999] {
            assert_eq!(serde_json::from_str::<Quantity>(&good.to_string()).unwrap().get(), good);
        }
    }

    prop_compose! {
        fn a_part()(
            items in prop::collection::vec((0i64..1_000_000, 1i64..=999), 1..8),
            fee in 0i64..10_000, bps in 0i64..3_000, inclusive: bool, shipping_taxed: bool,
        ) -> (PartAmounts, TaxRate) {
            let rate = rate(bps, inclusive, shipping_taxed);
            (part(Currency::USD, &lines(&items), usd(fee), Some(&rate)).unwrap(), rate)
        }
    }

    proptest! {
        #[test]
        fn a_part_is_the_sum_of_what_it_is_made_of((p, rate) in a_part()) {
            let shown = p.items.minor() + p.shipping.minor();
            prop_assert_eq!(p.total.minor(), if rate.inclusive { shown } else { shown + p.tax.minor() });
            let of_lines = |f: fn(&LineAmounts) -> Money| p.lines.iter().map(|l| f(l).minor()).sum::<i64>();
            prop_assert_eq!(of_lines(|l| l.amount), p.items.minor());
            let shipping_tax = p.tax.minor() - of_lines(|l| l.tax);
            prop_assert!(shipping_tax >= 0 && (rate.shipping_taxed || shipping_tax == 0));
            let shipping_total = p.shipping.minor() + if rate.inclusive { 0 } else { shipping_tax };
            prop_assert_eq!(of_lines(|l| l.total) + shipping_total, p.total.minor());
        }

        #[test]
        fn an_order_is_the_sum_of_its_parts(parts in prop::collection::vec(a_part(), 0..6)) {
            let parts: Vec<PartAmounts> = parts.into_iter().map(|(p, _)| p).collect();
            let whole = order(Currency::USD, &parts).unwrap();
            let sum = |f: fn(&PartAmounts) -> Money| parts.iter().map(|p| f(p).minor()).sum::<i64>();
            prop_assert_eq!(whole.items.minor(), sum(|p| p.items));
            prop_assert_eq!(whole.shipping.minor(), sum(|p| p.shipping));
            prop_assert_eq!(whole.tax.minor(), sum(|p| p.tax));
            prop_assert_eq!(whole.total.minor(), sum(|p| p.total));
        }
    }
}
