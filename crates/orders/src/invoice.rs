//! What a charged parcel's invoice says: goods as their share was charged, then delivery and wrapping. Called by `ship`
//! within the transaction that posts the sale.

use crate::OrderError;
use crate::store::{Order, Part};
use db::{Tx, row, sql};
use domain::format::Locale;
use domain::tax::tax_at;
use domain::text_enum::TextEnum as _;
use domain::{LineId, Money, ShipmentId};
use invoices::{InvoiceLine, LineKind, NewInvoice};

row! {
    struct Goods {
        line_id: LineId,
        title: String,
        quantity: i64,
        unit_price_minor: i64,
        items_minor: i64,
        tax_minor: i64,
        tax_rate_ppm: i64,
        tax_inclusive: bool,
    }
}

row! {
    struct Fees {
        shipping_minor: i64,
        wrap_minor: i64,
        tax_minor: i64,
    }
}

/// How a part is taxed.
#[derive(Clone, Copy)]
struct Taxed {
    rate_ppm: i64,
    inclusive: bool,
}

/// Issues the invoice of one part's share of a shipment.
pub(crate) async fn issue(
    tx: &mut Tx,
    order: &Order,
    part: &Part,
    shipment: ShipmentId,
) -> Result<(), OrderError> {
    let goods: Vec<Goods> = tx
        .all(
            sql("SELECT s.line_id, l.title, s.quantity, l.unit_price_minor, s.items_minor, s.tax_minor,
                     l.tax_rate_ppm, l.tax_inclusive
                 FROM orders_shipment_lines s JOIN orders_lines l ON l.id = s.line_id
                 WHERE s.shipment_id = $1 AND l.part_id = $2 ORDER BY l.position")
            .bind(shipment)
            .bind(part.id),
        )
        .await?;
    let fees: Fees = tx
        .one(
            sql("SELECT shipping_minor, wrap_minor, tax_minor FROM orders_shipment_parts
                 WHERE shipment_id = $1 AND part_id = $2")
            .bind(shipment)
            .bind(part.id),
        )
        .await?;
    // One place's rate holds for a part.
    let taxed = goods.first().map_or(Taxed { rate_ppm: 0, inclusive: false }, |line| Taxed {
        rate_ppm: line.tax_rate_ppm,
        inclusive: line.tax_inclusive,
    });
    let goods_tax: i64 = goods.iter().map(|line| line.tax_minor).sum();
    let mut lines = Vec::with_capacity(goods.len() + 2);
    for line in goods {
        lines.push(goods_line(order, line)?);
    }
    lines.extend(fee_lines(order, part, &fees, fees.tax_minor - goods_tax, taxed)?);
    let new = NewInvoice {
        seller_id: part.seller_id,
        order_id: order.id,
        part_id: part.id,
        shipment_id: shipment,
        currency: order.currency,
        // It was parsed when the order was placed.
        locale: Locale::parse(&order.locale).unwrap_or(Locale::En),
        buyer: order.address.0.clone(),
        inclusive: taxed.inclusive,
        // An order keeps a dash where no tax is taken.
        tax_place: if part.tax_place == "-" { String::new() } else { part.tax_place.clone() },
        ordered_at: part.placed_at_us,
        lines,
    };
    invoices::issue(tx, new).await?;
    Ok(())
}

fn goods_line(order: &Order, line: Goods) -> Result<InvoiceLine, OrderError> {
    let money = |minor: i64| Money::new(minor, order.currency);
    let (net, tax) = (money(line.items_minor), money(line.tax_minor));
    let shown = if line.tax_inclusive { net.add(tax)? } else { net };
    let unit_price = money(line.unit_price_minor);
    Ok(InvoiceLine {
        kind: LineKind::Goods,
        line_id: Some(line.line_id),
        title: line.title,
        quantity: line.quantity,
        unit_price,
        discount: unit_price.times(line.quantity)?.sub(shown)?,
        net,
        rate_ppm: line.tax_rate_ppm,
        tax,
    })
}

/// Delivery and wrapping, with the parcel that they were charged with. Wrapping is taxed as goods are; what is left of the
/// tax is that of the delivery, which some places do not tax.
fn fee_lines(
    order: &Order,
    part: &Part,
    fees: &Fees,
    fees_tax_minor: i64,
    taxed: Taxed,
) -> Result<Vec<InvoiceLine>, OrderError> {
    let money = |minor: i64| Money::new(minor, order.currency);
    let wrap_tax = match fees.wrap_minor {
        0 => money(0),
        _ => tax_at(money(part.wrap_minor), taxed.rate_ppm, taxed.inclusive)?.tax,
    };
    let shipping_tax = money(fees_tax_minor).sub(wrap_tax)?;
    let rate = |tax: Money| if tax.is_zero() { 0 } else { taxed.rate_ppm };
    let line = |kind, shown_minor: i64, net: Money, tax: Money, rate_ppm: i64| {
        let charged = if taxed.inclusive { net.add(tax)? } else { net };
        let unit_price = money(shown_minor);
        let discount = unit_price.sub(charged)?;
        let (line_id, title) = (None, String::new());
        Ok(InvoiceLine { kind, line_id, title, quantity: 1, unit_price, discount, net, rate_ppm, tax })
    };
    let shipping = money(fees.shipping_minor);
    let wrap = money(fees.wrap_minor);
    let mut lines = Vec::new();
    if !shipping.is_zero() || !shipping_tax.is_zero() {
        let rate_ppm = rate(shipping_tax);
        lines.push(line(LineKind::Shipping, part.shipping_minor, shipping, shipping_tax, rate_ppm));
    }
    if !wrap.is_zero() {
        lines.push(line(LineKind::GiftWrap, part.wrap_minor, wrap, wrap_tax, taxed.rate_ppm));
    }
    lines.into_iter().collect()
}
