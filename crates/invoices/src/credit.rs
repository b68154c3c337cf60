//! Making a credit note: what is taken back of one invoice, within the transaction that posts it.

use crate::content::{Content, InvoiceLine, LineKind};
use crate::issue::{Row, insert, next_number};
use crate::read::{Invoice, of_parcel};
use crate::{InvoiceError, InvoiceKind};
use db::Tx;
use domain::{InvoiceId, LineId, Money, PartId, ShipmentId};

/// What is taken back of a line of goods, as amounts above nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoodsBack {
    pub line: LineId,
    pub quantity: i64,
    pub net: Money,
    pub tax: Money,
}

/// What is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Back {
    /// Goods, with what of delivery and wrapping goes back with them: both without tax, and the tax of both.
    Goods { lines: Vec<GoodsBack>, shipping: Money, wrap: Money, fees_tax: Money },
    /// An amount that nobody named the goods of, and the tax in it.
    Amount { amount: Money, tax: Money },
}

/// A credit note to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCredit {
    /// What it is made for, once.
    pub source_key: String,
    pub part_id: PartId,
    pub shipment_id: ShipmentId,
    pub back: Back,
}

/// Makes the credit note of a parcel's invoice. `None` for a parcel that was charged before there were invoices, and when
/// nothing is taken back.
///
/// # Errors
/// Amounts near the end of 64 bits; the database's, also for a source that has a credit note already.
pub async fn credit(tx: &mut Tx, new: NewCredit) -> Result<Option<InvoiceId>, InvoiceError> {
    let Some(invoice) = of_parcel(tx, new.shipment_id, new.part_id).await? else { return Ok(None) };
    let lines = lines(&invoice, &new.back)?;
    if lines.is_empty() {
        return Ok(None);
    }
    let seller = sellers::get(tx, invoice.seller_id).await?.ok_or(InvoiceError::NotFound)?;
    let numbered = next_number(tx, InvoiceKind::CreditNote, &seller).await?;
    let content = Content {
        issued_day: seller.dispatch.zone.day_and_minute(numbered.at).0,
        corrects: Some(invoice.number.clone()),
        lines,
        ..invoice.content.0
    };
    let row = Row {
        kind: InvoiceKind::CreditNote,
        source_key: new.source_key,
        order_id: invoice.order_id,
        part_id: invoice.part_id,
        shipment_id: invoice.shipment_id,
        corrects: Some(invoice.id),
        currency: invoice.currency,
        buyer: invoice.buyer.0,
    };
    Ok(Some(insert(tx, row, &seller, &numbered, &content).await?))
}

fn lines(invoice: &Invoice, back: &Back) -> Result<Vec<InvoiceLine>, InvoiceError> {
    let (content, zero) = (&invoice.content.0, Money::zero(invoice.currency));
    let of = |kind: LineKind| content.lines.iter().find(move |line| line.kind == kind);
    let taken = |like: &InvoiceLine, quantity: i64, net: Money, tax: Money| -> Result<_, InvoiceError> {
        Ok(InvoiceLine { quantity, discount: zero, net: net.neg()?, tax: tax.neg()?, ..like.clone() })
    };
    let mut made = Vec::new();
    match back {
        Back::Goods { lines, shipping, wrap, fees_tax } => {
            for back in lines {
                let known = content.lines.iter().find(|line| line.line_id == Some(back.line));
                made.push(taken(known.ok_or(InvoiceError::NotFound)?, back.quantity, back.net, back.tax)?);
            }
            let [ship, gift] = [of(LineKind::Shipping), of(LineKind::GiftWrap)];
            let taxes = fees_taxes(*fees_tax, ship, gift)?;
            for (like, net, tax) in [(ship, *shipping, taxes.0), (gift, *wrap, taxes.1)] {
                match like {
                    Some(like) => made.push(taken(like, 1, net, tax)?),
                    None if net.is_zero() && tax.is_zero() => {}
                    None => return Err(InvoiceError::NotFound),
                }
            }
        }
        Back::Amount { amount, tax } => made = at_each_rate(invoice, *amount, *tax)?,
    }
    made.retain(|line| !line.net.is_zero() || !line.tax.is_zero());
    Ok(made)
}

/// The tax of delivery and of wrapping, shared as it was charged.
fn fees_taxes(
    fees_tax: Money,
    shipping: Option<&InvoiceLine>,
    wrap: Option<&InvoiceLine>,
) -> Result<(Money, Money), InvoiceError> {
    let weight = |line: Option<&InvoiceLine>| line.map_or(0, |line| line.tax.minor().unsigned_abs());
    let weights = [weight(shipping), weight(wrap)];
    let zero = Money::zero(fees_tax.currency());
    match fees_tax.is_zero() {
        true => Ok((zero, zero)),
        false => {
            let shares = fees_tax.split(&weights)?;
            Ok((shares.first().copied().unwrap_or(zero), shares.get(1).copied().unwrap_or(zero)))
        }
    }
}

/// An amount is shared by what was charged at each rate; its tax is that of the rates above nothing, by what they were
/// charged.
fn at_each_rate(invoice: &Invoice, amount: Money, tax: Money) -> Result<Vec<InvoiceLine>, InvoiceError> {
    let sums = invoice.content.0.by_rate(invoice.currency)?;
    let weight = |money: Money| u64::try_from(money.minor()).unwrap_or(0);
    let gross: Result<Vec<u64>, InvoiceError> =
        sums.iter().map(|sum| Ok(weight(sum.net.add(sum.tax)?))).collect();
    let zero = Money::zero(invoice.currency);
    let amounts = amount.split(&gross?)?;
    let taxes = match tax.is_zero() {
        true => vec![zero; sums.len()],
        false => tax.split(&sums.iter().map(|sum| weight(sum.tax)).collect::<Vec<_>>())?,
    };
    let line = |((sum, amount), tax): ((&crate::RateSum, Money), Money)| {
        Ok(InvoiceLine {
            kind: LineKind::Dispute,
            line_id: None,
            title: String::new(),
            quantity: 1,
            unit_price: amount,
            discount: zero,
            net: amount.sub(tax)?.neg()?,
            rate_ppm: sum.rate_ppm,
            tax: tax.neg()?,
        })
    };
    sums.iter().zip(amounts).zip(taxes).map(line).collect()
}
