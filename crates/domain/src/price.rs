//! What an order costs: lines, shipping and tax of one seller's part, in the one order in which they are computed.

use crate::money::{Currency, Money, MoneyError};
use crate::tax::{TaxRate, tax};
use serde::{Deserialize, Serialize};

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
    /// Of the lines and of shipping.
    pub tax: Money,
    /// What the shopper pays. Exclusive: items + shipping + tax; inclusive: items + shipping.
    pub total: Money,
}

/// Prices one seller's part. Tax is rounded on each line, so a line can be refunded by itself.
pub fn part(
    currency: Currency,
    lines: &[PricedLine],
    shipping: Money,
    rate: Option<&TaxRate>,
) -> Result<PartAmounts, MoneyError> {
    let (rate_bps, inclusive, shipping_taxed) =
        rate.map_or((0, false, false), |r| (r.rate_bps, r.inclusive, r.shipping_taxed));
    let mut priced = Vec::with_capacity(lines.len());
    for line in lines {
        let amount = line.unit_price.times(line.quantity)?;
        let taxed = tax(amount, rate_bps, inclusive)?;
        priced.push(LineAmounts { amount, tax: taxed.tax, total: taxed.total });
    }
    let shipping_taxed = tax(shipping, if shipping_taxed { rate_bps } else { 0 }, inclusive)?;
    let sum = |amounts: &mut dyn Iterator<Item = Money>| Money::sum(currency, amounts);
    let items = sum(&mut priced.iter().map(|l| l.amount))?;
    let tax = sum(&mut priced.iter().map(|l| l.tax))?.add(shipping_taxed.tax)?;
    let total = sum(&mut priced.iter().map(|l| l.total))?.add(shipping_taxed.total)?;
    Ok(PartAmounts { lines: priced, items, shipping, tax, total })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;
    use proptest::prelude::*;

    fn rate(rate_bps: i64, inclusive: bool, shipping_taxed: bool) -> TaxRate {
        TaxRate { country: "US".into(), region: "CA".into(), rate_bps, inclusive, shipping_taxed, from: Timestamp::default() }
    }

    proptest! {
        #[test]
        fn a_part_is_the_sum_of_what_it_is_made_of(
            lines in prop::collection::vec((0i64..1_000_000, 1i64..999), 1..8),
            fee in 0i64..10_000, bps in 0i64..3_000, inclusive: bool, shipping_taxed: bool,
        ) {
            let usd = |minor| Money::new(minor, Currency::USD);
            let lines: Vec<_> = lines.into_iter().map(|(p, quantity)| PricedLine { unit_price: usd(p), quantity }).collect();
            let rate = rate(bps, inclusive, shipping_taxed);
            let p = part(Currency::USD, &lines, usd(fee), Some(&rate)).unwrap();
            let shown = p.items.minor() + p.shipping.minor();
            prop_assert_eq!(p.total.minor(), if inclusive { shown } else { shown + p.tax.minor() });
            let lines_total: i64 = p.lines.iter().map(|l| l.total.minor()).sum();
            prop_assert!(p.total.minor() >= lines_total);
            if !shipping_taxed { prop_assert_eq!(p.tax.minor(), p.lines.iter().map(|l| l.tax.minor()).sum::<i64>()); }
        }
    }
}
