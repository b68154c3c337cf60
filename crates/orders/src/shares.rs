//! What one shipment of a part is worth: its lines' share of price, tax, shipping and commission.
//!
//! Shares of a line are cut cumulatively: units 1 to q are worth floor(total * q / quantity), so whatever the order
//! of shipments, the last one makes the sum exact.

use crate::OrderError;
use crate::store::{Line, Part};
use domain::commission;
use domain::plan::item_fee;
use domain::{Currency, LineId, Money, Rounding};
use fees::Terms;

/// One line's share of a shipment, in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineShare {
    pub line: LineId,
    /// Price without tax.
    pub net_minor: i64,
    pub tax_minor: i64,
    /// What the platform adds for the seller, without tax: the commission is on that, too.
    pub subsidy_minor: i64,
    pub commission_minor: i64,
    /// What the commission was reckoned of; nothing for the platform's own retail.
    pub commission_base_minor: Option<i64>,
    /// Under the individual plan.
    pub item_fee_minor: i64,
    /// The frozen sentence of how the commission was computed.
    pub commission_why: String,
}

/// What a shipment captures of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    pub lines: Vec<LineShare>,
    /// Shipping is charged with the first shipment of a part.
    pub shipping_net_minor: i64,
    /// Wrapping is charged as shipping is.
    pub wrap_net_minor: i64,
    /// Of shipping and wrapping.
    pub fees_tax_minor: i64,
    /// What the platform adds to the shipping for the seller.
    pub shipping_subsidy_minor: i64,
}

impl Share {
    pub fn items_net_minor(&self) -> i64 {
        self.lines.iter().map(|l| l.net_minor).sum()
    }
    pub fn items_subsidy_minor(&self) -> i64 {
        self.lines.iter().map(|l| l.subsidy_minor).sum()
    }
    pub fn tax_minor(&self) -> i64 {
        self.lines.iter().map(|l| l.tax_minor).sum::<i64>() + self.fees_tax_minor
    }
    pub fn commission_minor(&self) -> i64 {
        self.lines.iter().map(|l| l.commission_minor).sum()
    }
    pub fn item_fee_minor(&self) -> i64 {
        self.lines.iter().map(|l| l.item_fee_minor).sum()
    }
    /// What the card pays.
    pub fn total_minor(&self) -> i64 {
        self.items_net_minor() + self.shipping_net_minor + self.wrap_net_minor + self.tax_minor()
    }
    pub(crate) fn line(&self, id: LineId) -> Result<&LineShare, OrderError> {
        self.lines.iter().find(|l| l.line == id).ok_or(OrderError::WrongShipment)
    }
}

/// The part of `whole` that units `from + 1 ..= to` of `quantity` are worth.
fn slice(whole: Money, from: i64, to: i64, quantity: i64) -> Result<Money, OrderError> {
    let until = |units: i64| whole.scale(units, quantity, Rounding::Down);
    Ok(until(to)?.sub(until(from)?)?)
}

/// What a seller is charged for a line.
struct Taken {
    commission_minor: i64,
    base_minor: Option<i64>,
    item_fee_minor: i64,
    why: String,
}

impl Taken {
    /// `terms` are `None` for the platform's own retail.
    fn of(terms: Option<&Terms>, line: &Line, earned: Money, quantity: i64) -> Result<Self, OrderError> {
        let Some(terms) = terms else {
            let why = String::from("own retail: no commission");
            return Ok(Self { commission_minor: 0, base_minor: None, item_fee_minor: 0, why });
        };
        let charge = commission::charge(&terms.rule(line.commission_class.0), earned, quantity)?;
        let item_fee = match terms.item(earned.currency())? {
            Some(each) => item_fee(each, quantity, earned.sub(charge.fee)?)?.minor(),
            None => 0,
        };
        Ok(Self {
            commission_minor: charge.fee.minor(),
            base_minor: Some(earned.minor()),
            item_fee_minor: item_fee,
            why: charge.explain(),
        })
    }
}

/// The share of one shipment. `first` is whether the part's shipping is still to be charged; `terms` what the seller pays
/// (the platform's own retail pays nothing).
pub(crate) fn of_shipment(
    currency: Currency,
    part: &Part,
    all: &[Line],
    chosen: &[(Line, i64)],
    first: bool,
    terms: Option<&Terms>,
) -> Result<Share, OrderError> {
    let lines_total: i64 = all.iter().map(|l| l.total_minor).sum();
    let lines_tax: i64 = all.iter().map(|l| l.tax_minor).sum();
    let (fees_total, fees_tax) =
        if first { (part.total_minor - lines_total, part.tax_minor - lines_tax) } else { (0, 0) };
    let wrap_net = if first { wrap_net(currency, part, all)? } else { 0 };
    let shipping_net = fees_total - fees_tax - wrap_net;
    let shipping_subsidy = if first { part.shipping_subsidy_minor } else { 0 };
    let mut shares = Vec::with_capacity(chosen.len());
    for (line, quantity) in chosen {
        let to = line.shipped_quantity + quantity;
        let cut = |minor: i64| slice(Money::new(minor, currency), line.shipped_quantity, to, line.quantity);
        let tax = cut(line.tax_minor)?;
        let net = cut(line.total_minor)?.sub(tax)?;
        shares.push((line, *quantity, net, tax, cut(line.subsidy_minor)?));
    }
    let weights: Vec<u64> = shares.iter().map(|s| u64::try_from(s.2.minor()).unwrap_or(0).max(1)).collect();
    let fees_shares = Money::new(shipping_net + shipping_subsidy + wrap_net, currency).split(&weights)?;
    let mut lines = Vec::with_capacity(shares.len());
    for ((line, quantity, net, tax, subsidy), fees) in shares.into_iter().zip(fees_shares) {
        let taken = Taken::of(terms, line, net.add(subsidy)?.add(fees)?, quantity)?;
        lines.push(LineShare {
            line: line.id,
            net_minor: net.minor(),
            tax_minor: tax.minor(),
            subsidy_minor: subsidy.minor(),
            commission_minor: taken.commission_minor,
            commission_base_minor: taken.base_minor,
            item_fee_minor: taken.item_fee_minor,
            commission_why: taken.why,
        });
    }
    Ok(Share {
        lines,
        shipping_net_minor: shipping_net,
        wrap_net_minor: wrap_net,
        fees_tax_minor: fees_tax,
        shipping_subsidy_minor: shipping_subsidy,
    })
}

/// The part's wrapping without tax, computed as it was when the order was placed: at the rate of the goods.
fn wrap_net(currency: Currency, part: &Part, all: &[Line]) -> Result<i64, OrderError> {
    let (rate_ppm, inclusive) = all.first().map_or((0, false), |l| (l.tax_rate_ppm, l.tax_inclusive));
    let wrap = Money::new(part.wrap_minor, currency);
    Ok(domain::tax::tax_at(wrap, rate_ppm, inclusive)?.net.minor())
}
