//! What is left of an offer for its seller: what it brought, what was charged for that, what was given back, and what its
//! units cost. Called by reporting, which adds it up by offer and day.
//!
//! Each of the functions is of one transaction of the ledger and gives every line its share, cut so that the lines together
//! moved what the transaction moved on the seller's balance ([`Margin::proceeds_minor`]).

use crate::money::{Currency, Money, MoneyError};
use crate::returns::Worth;

/// Sums of one offer, in minor units and without the buyers' tax. Given back is above nothing, as are fees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Margin {
    /// That were sent and paid.
    pub units: i64,
    /// What they were sold for less discounts; what a coupon or a promotion of the platform's took off is paid by it and is in it.
    pub sales_minor: i64,
    /// What was paid for delivery and wrapping.
    pub delivery_minor: i64,
    pub commission_minor: i64,
    /// Of the individual plan, for each unit.
    pub item_fees_minor: i64,
    /// Tax on fees, less what of it came back.
    pub fee_tax_minor: i64,
    /// Units that came back.
    pub returned_units: i64,
    /// Of goods and delivery: given back to buyers, or taken by their banks.
    pub back_minor: i64,
    /// Commission that the platform gave back with that.
    pub commission_back_minor: i64,
    /// What refunds cost the seller: administration of the platform's, labels for the way back, and the processor's for
    /// disputes.
    pub back_fees_minor: i64,
    /// What the units cost, less what those cost that came back as new and are for sale again.
    pub cost_minor: i64,
    /// Units whose cost nobody knows.
    pub uncosted_units: i64,
}

impl Margin {
    /// How many sums there are.
    pub const SUMS: usize = 12;

    /// All sums, in an order that never changes: they are kept like this.
    pub fn sums(&self) -> [i64; Self::SUMS] {
        [
            self.units,
            self.sales_minor,
            self.delivery_minor,
            self.commission_minor,
            self.item_fees_minor,
            self.fee_tax_minor,
            self.returned_units,
            self.back_minor,
            self.commission_back_minor,
            self.back_fees_minor,
            self.cost_minor,
            self.uncosted_units,
        ]
    }

    /// The inverse of [`Margin::sums`].
    pub fn of_sums(sums: [i64; Self::SUMS]) -> Self {
        let [
            units,
            sales_minor,
            delivery_minor,
            commission_minor,
            item_fees_minor,
            fee_tax_minor,
            returned_units,
            back_minor,
            commission_back_minor,
            back_fees_minor,
            cost_minor,
            uncosted_units,
        ] = sums;
        Self {
            units,
            sales_minor,
            delivery_minor,
            commission_minor,
            item_fees_minor,
            fee_tax_minor,
            returned_units,
            back_minor,
            commission_back_minor,
            back_fees_minor,
            cost_minor,
            uncosted_units,
        }
    }

    pub fn add(&mut self, other: &Self) {
        let mut sums = self.sums();
        for (sum, more) in sums.iter_mut().zip(other.sums()) {
            *sum += more;
        }
        *self = Self::of_sums(sums);
    }

    /// The same for somebody who is not to know what units cost.
    #[must_use]
    pub fn without_cost(self) -> Self {
        Self { cost_minor: 0, uncosted_units: 0, ..self }
    }

    /// Commission and the fees of items.
    pub fn fees_minor(&self) -> i64 {
        self.commission_minor + self.item_fees_minor
    }

    /// What all that was given back cost: less the commission that came back, with the fees for it.
    pub fn refunds_minor(&self) -> i64 {
        self.back_minor - self.commission_back_minor + self.back_fees_minor
    }

    /// What the seller's balance moved by.
    pub fn proceeds_minor(&self) -> i64 {
        self.sales_minor + self.delivery_minor - self.fees_minor() - self.fee_tax_minor - self.refunds_minor()
    }

    /// What is left of that after what the units cost, as far as it is known.
    pub fn left_minor(&self) -> i64 {
        self.proceeds_minor() - self.cost_minor
    }

    /// That as a share of sales in basis points, rounded towards zero; nothing where nothing was sold.
    pub fn left_bps(&self) -> Option<i64> {
        if self.sales_minor <= 0 {
            return None;
        }
        let bps = i128::from(self.left_minor()) * 10_000 / i128::from(self.sales_minor);
        i64::try_from(bps).ok()
    }
}

/// A line of a parcel that left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoldUnits {
    pub units: i64,
    pub worth: Worth,
    pub item_fee_minor: i64,
    /// Of one unit.
    pub cost_minor: Option<i64>,
}

/// Units of one line that came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReturnedUnits {
    pub units: i64,
    /// What was given back for them.
    pub back: Worth,
    /// They came back as new and are for sale again: nothing of them is used up.
    pub resold: bool,
    /// Of one unit.
    pub cost_minor: Option<i64>,
}

/// What a step of a dispute moved for all lines of its parcel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Taken by the bank; below nothing where it gives it back.
    pub back_minor: i64,
    pub commission_back_minor: i64,
    pub fees_minor: i64,
    pub fee_tax_minor: i64,
}

/// Shares of an amount by weights, which add up to it; where all weights are nothing, each has the same.
fn shares(
    minor: i64,
    weights: impl Iterator<Item = i64> + Clone,
    currency: Currency,
) -> Result<Vec<i64>, MoneyError> {
    let count = weights.clone().count();
    if minor == 0 || count == 0 {
        return Ok(vec![0; count]);
    }
    let weights: Vec<u64> = weights.map(|weight| u64::try_from(weight).unwrap_or(0)).collect();
    let weights = if weights.iter().all(|weight| *weight == 0) { vec![1; count] } else { weights };
    Ok(Money::new(minor, currency).split(&weights)?.into_iter().map(Money::minor).collect())
}

/// What units cost, and how many of them nobody knows it of.
fn cost(units: i64, each_minor: Option<i64>) -> Result<(i64, i64), MoneyError> {
    match each_minor {
        Some(each) => Ok((each.checked_mul(units).ok_or(MoneyError::Overflow)?, 0)),
        None => Ok((0, units)),
    }
}

/// A parcel's sale: each line's own, with its share of the tax on the fees.
///
/// # Errors
/// [`MoneyError`] for amounts near the end of 64 bits.
pub fn sold(lines: &[SoldUnits], fee_tax_minor: i64, currency: Currency) -> Result<Vec<Margin>, MoneyError> {
    let fees = lines.iter().map(|line| line.worth.commission_minor + line.item_fee_minor);
    let taxes = shares(fee_tax_minor, fees, currency)?;
    let line = |(line, fee_tax_minor): (&SoldUnits, i64)| {
        let (cost_minor, uncosted_units) = cost(line.units, line.cost_minor)?;
        let worth = &line.worth;
        Ok(Margin {
            units: line.units,
            sales_minor: worth.items_minor + worth.subsidy_minor,
            delivery_minor: worth.shipping_minor + worth.wrap_minor + worth.shipping_subsidy_minor,
            commission_minor: worth.commission_minor,
            item_fees_minor: line.item_fee_minor,
            fee_tax_minor,
            cost_minor,
            uncosted_units,
            ..Margin::default()
        })
    };
    lines.iter().zip(taxes).map(line).collect()
}

/// A return: each line's own, with its share of what the platform keeps of the commission and asks for a label, and of the
/// tax that came back.
///
/// # Errors
/// [`MoneyError`] for amounts near the end of 64 bits.
pub fn returned(
    lines: &[ReturnedUnits],
    fee_minor: i64,
    fee_tax_minor: i64,
    currency: Currency,
) -> Result<Vec<Margin>, MoneyError> {
    let commissions = lines.iter().map(|line| line.back.commission_minor);
    let fees = shares(fee_minor, commissions.clone(), currency)?;
    let taxes = shares(fee_tax_minor, commissions, currency)?;
    let line = |((line, back_fees_minor), fee_tax_minor): ((&ReturnedUnits, i64), i64)| {
        let resold = if line.resold { line.units } else { 0 };
        let (cost_minor, uncosted_units) = cost(-resold, line.cost_minor)?;
        Ok(Margin {
            returned_units: line.units,
            back_minor: line.back.seller_minor(),
            commission_back_minor: line.back.commission_minor,
            back_fees_minor,
            fee_tax_minor,
            cost_minor,
            uncosted_units,
            ..Margin::default()
        })
    };
    lines.iter().zip(fees).zip(taxes).map(line).collect()
}

/// A step of a dispute, which names no line: each has its share by what the card paid for it.
///
/// # Errors
/// [`MoneyError`] for amounts near the end of 64 bits.
pub fn taken(lines: &[Worth], step: &Taken, currency: Currency) -> Result<Vec<Margin>, MoneyError> {
    let share = |minor: i64| shares(minor, lines.iter().map(Worth::card_minor), currency);
    let (back, commission) = (share(step.back_minor)?, share(step.commission_back_minor)?);
    let (fees, taxes) = (share(step.fees_minor)?, share(step.fee_tax_minor)?);
    let line = |at: usize| Margin {
        back_minor: back[at],
        commission_back_minor: commission[at],
        back_fees_minor: fees[at],
        fee_tax_minor: taxes[at],
        ..Margin::default()
    };
    Ok((0..lines.len()).map(line).collect())
}

#[cfg(test)]
#[path = "margin/tests.rs"]
mod tests;
