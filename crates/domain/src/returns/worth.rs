//! What units of a parcel are worth: to the card, to the seller, to the tax office, to the platform. All in minor units
//! of the order's currency, all cut so that parts add up to what was charged and never to more.

use crate::dispute::Sold;
use crate::money::{Currency, Money, MoneyError, Rounding};

/// What a line of a parcel, or some units of it, was charged and posted as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worth {
    /// Price without tax that the card paid.
    pub items_minor: i64,
    /// Tax on that.
    pub tax_minor: i64,
    /// What the platform added to the price for the seller, because of a coupon or promotions of its own.
    pub subsidy_minor: i64,
    /// Its share of the delivery without tax.
    pub shipping_minor: i64,
    /// Its share of the wrapping without tax.
    pub wrap_minor: i64,
    /// Tax on delivery and wrapping.
    pub fees_tax_minor: i64,
    /// What the platform added to the delivery for the seller.
    pub shipping_subsidy_minor: i64,
    /// What the seller paid for it.
    pub commission_minor: i64,
}

/// What a parcel was charged beside its goods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fees {
    pub shipping_minor: i64,
    pub wrap_minor: i64,
    /// Tax on both.
    pub tax_minor: i64,
    pub shipping_subsidy_minor: i64,
}

/// How much less than its worth a line takes back, because a bank took some of the same charge for good. What the card
/// gets stays the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Short {
    /// Tax that is no longer there: the seller gives it in its place. Less than nothing where more of it is tax.
    pub tax_minor: i64,
    /// Of what the platform added: the seller keeps it.
    pub subsidy_minor: i64,
    pub commission_minor: i64,
}

impl Short {
    pub fn is_zero(&self) -> bool {
        *self == Self::default()
    }
}

/// `whole * units / of`, rounded down; `units` is at most `of`, so it fits.
fn until(whole: i64, units: i64, of: i64) -> i64 {
    let exact = i128::from(whole) * i128::from(units) / i128::from(of.max(1));
    i64::try_from(exact).unwrap_or(whole)
}

impl Worth {
    /// The same done to each amount.
    fn map(self, change: impl Fn(i64) -> i64) -> Self {
        Self {
            items_minor: change(self.items_minor),
            tax_minor: change(self.tax_minor),
            subsidy_minor: change(self.subsidy_minor),
            shipping_minor: change(self.shipping_minor),
            wrap_minor: change(self.wrap_minor),
            fees_tax_minor: change(self.fees_tax_minor),
            shipping_subsidy_minor: change(self.shipping_subsidy_minor),
            commission_minor: change(self.commission_minor),
        }
    }

    /// What unit `unit` (from 0) of `of` units is worth. Units differ by a minor unit at the most, and all of them are
    /// the whole. `with_fees`: delivery and wrapping, too; without them the part of the commission that was for them
    /// stays where it is.
    pub fn unit(&self, unit: i64, of: i64, with_fees: bool) -> Self {
        let cut = self.map(|whole| until(whole, unit + 1, of) - until(whole, unit, of));
        if with_fees {
            return cut;
        }
        let goods = self.items_minor + self.subsidy_minor;
        let base = goods + self.shipping_minor + self.wrap_minor + self.shipping_subsidy_minor;
        Self {
            shipping_minor: 0,
            wrap_minor: 0,
            fees_tax_minor: 0,
            shipping_subsidy_minor: 0,
            commission_minor: if base > 0 { until(cut.commission_minor, goods, base) } else { 0 },
            ..cut
        }
    }

    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            items_minor: self.items_minor + other.items_minor,
            tax_minor: self.tax_minor + other.tax_minor,
            subsidy_minor: self.subsidy_minor + other.subsidy_minor,
            shipping_minor: self.shipping_minor + other.shipping_minor,
            wrap_minor: self.wrap_minor + other.wrap_minor,
            fees_tax_minor: self.fees_tax_minor + other.fees_tax_minor,
            shipping_subsidy_minor: self.shipping_subsidy_minor + other.shipping_subsidy_minor,
            commission_minor: self.commission_minor + other.commission_minor,
        }
    }

    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&other.map(|minor| -minor))
    }

    pub fn sum<'w>(all: impl IntoIterator<Item = &'w Self>) -> Self {
        all.into_iter().fold(Self::default(), |sum, one| sum.plus(one))
    }

    /// What is left when `kept_bps` basis points (0..=10_000) of it are kept back; what is kept rounds half up.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] for amounts near the end of 64 bits.
    pub fn less(&self, kept_bps: i64, currency: Currency) -> Result<Self, MoneyError> {
        let kept_bps = kept_bps.clamp(0, 10_000);
        // Each amount is checked before any is cut, so that the cut itself cannot fail half-way.
        for minor in [self.card_minor(), self.seller_minor(), self.commission_minor] {
            Money::new(minor, currency).bps(kept_bps, Rounding::HalfUp)?;
        }
        Ok(self.map(|whole| {
            let kept = Money::new(whole, currency).bps(kept_bps, Rounding::HalfUp);
            kept.map_or(0, |kept| whole - kept.minor())
        }))
    }

    /// The same taken back of what a bank left of the charge: see [`fit`].
    #[must_use]
    pub fn short(&self, short: &Short) -> Self {
        let of_fees = short.tax_minor.clamp(0, self.fees_tax_minor.max(0));
        let of_goods = short.subsidy_minor.min(self.subsidy_minor);
        Self {
            items_minor: self.items_minor + short.tax_minor,
            tax_minor: self.tax_minor - (short.tax_minor - of_fees),
            fees_tax_minor: self.fees_tax_minor - of_fees,
            subsidy_minor: self.subsidy_minor - of_goods,
            shipping_subsidy_minor: self.shipping_subsidy_minor - (short.subsidy_minor - of_goods),
            commission_minor: self.commission_minor - short.commission_minor,
            ..*self
        }
    }

    /// What the card paid for it.
    pub fn card_minor(&self) -> i64 {
        self.items_minor + self.tax_minor + self.shipping_minor + self.wrap_minor + self.fees_tax_minor
    }

    /// What of that is tax.
    pub fn all_tax_minor(&self) -> i64 {
        self.tax_minor + self.fees_tax_minor
    }

    /// What the platform added.
    pub fn added_minor(&self) -> i64 {
        self.subsidy_minor + self.shipping_subsidy_minor
    }

    /// What whoever sells was credited for it, before the commission.
    pub fn seller_minor(&self) -> i64 {
        self.items_minor + self.shipping_minor + self.wrap_minor + self.added_minor()
    }
}

/// What these lines take back less than they are worth, where of their charge only `left` is left after a bank took some of
/// it for good. Of tax, of what the platform added and of commission no more is taken back than is left. Of tax no less than
/// makes what stays of it part of what the card still pays: the seller gives back no more than is left of the sale either.
pub fn fit(lines: &[Worth], left: &Sold) -> Vec<Short> {
    let all = Worth::sum(lines);
    let stays_minor = (left.card_minor - all.card_minor()).max(0);
    let tax_minor = all.all_tax_minor().max(left.tax_minor - stays_minor).min(left.tax_minor.max(0)).max(0);
    let mut tax = all.all_tax_minor() - tax_minor;
    let mut subsidy = (all.added_minor() - left.subsidy_minor).max(0);
    let mut commission = (all.commission_minor - left.commission_minor).max(0);
    let of = |line: &Worth| {
        let short = Short {
            tax_minor: tax.clamp(-line.items_minor.max(0), line.all_tax_minor().max(0)),
            subsidy_minor: subsidy.min(line.added_minor().max(0)),
            commission_minor: commission.min(line.commission_minor.max(0)),
        };
        tax -= short.tax_minor;
        subsidy -= short.subsidy_minor;
        commission -= short.commission_minor;
        short
    };
    lines.iter().map(of).collect()
}

/// Gives each line of a parcel its share of the parcel's delivery and wrapping, by the price of its goods, as the
/// commission was computed. `subsidy_minor` is what the platform added to all goods; `weights` say whose it was, line by
/// line, 0 for a line without.
///
/// # Errors
/// [`MoneyError`] for amounts near the end of 64 bits.
pub fn spread(
    currency: Currency,
    lines: &mut [Worth],
    fees: &Fees,
    subsidy_minor: i64,
    weights: &[u64],
) -> Result<(), MoneyError> {
    let prices: Vec<u64> = lines.iter().map(|l| u64::try_from(l.items_minor).unwrap_or(0).max(1)).collect();
    let cut = |minor: i64, by: &[u64]| -> Result<Vec<i64>, MoneyError> {
        if minor == 0 || by.iter().all(|weight| *weight == 0) {
            return Ok(vec![0; by.len()]);
        }
        Ok(Money::new(minor, currency).split(by)?.into_iter().map(Money::minor).collect())
    };
    let (shipping, wrap) = (cut(fees.shipping_minor, &prices)?, cut(fees.wrap_minor, &prices)?);
    let (tax, added) = (cut(fees.tax_minor, &prices)?, cut(fees.shipping_subsidy_minor, &prices)?);
    let subsidy = cut(subsidy_minor, weights)?;
    for (at, line) in lines.iter_mut().enumerate() {
        line.shipping_minor = shipping[at];
        line.wrap_minor = wrap[at];
        line.fees_tax_minor = tax[at];
        line.shipping_subsidy_minor = added[at];
        line.subsidy_minor = subsidy.get(at).copied().unwrap_or(0);
    }
    Ok(())
}
