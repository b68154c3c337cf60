//! Making an invoice: its number and its rows, within the transaction that posts the sale.

use crate::content::{Content, InvoiceLine, SoldBy, sums};
use crate::{InvoiceError, InvoiceKind};
use db::{Tx, sql};
use domain::address::Address;
use domain::calendar::civil;
use domain::format::Locale;
use domain::text_enum::TextEnum as _;
use domain::{Currency, InvoiceId, OrderId, PartId, SellerId, ShipmentId, Timestamp};
use sellers::Seller;

/// What a parcel's share of a part was charged.
#[derive(Debug, Clone)]
pub struct NewInvoice {
    pub seller_id: SellerId,
    pub order_id: OrderId,
    pub part_id: PartId,
    pub shipment_id: ShipmentId,
    pub currency: Currency,
    pub locale: Locale,
    pub buyer: Address,
    pub inclusive: bool,
    pub tax_place: String,
    pub ordered_at: Timestamp,
    pub lines: Vec<InvoiceLine>,
}

/// What is the same for invoices and credit notes.
pub(crate) struct Row {
    pub kind: InvoiceKind,
    pub source_key: String,
    pub order_id: OrderId,
    pub part_id: PartId,
    pub shipment_id: ShipmentId,
    pub corrects: Option<InvoiceId>,
    pub currency: Currency,
    pub buyer: Address,
}

/// A number and the moment at which it was given.
pub(crate) struct Numbered {
    pub counted: i64,
    pub year: i64,
    pub at: Timestamp,
}

/// Makes the invoice of what one capture charged. The parcel and the part are its key, so there is one.
///
/// # Errors
/// [`InvoiceError::NoLines`]; [`InvoiceError::NotFound`] for a seller that there is not; amounts near the end of 64 bits; the
/// database's, also for a parcel that has an invoice already.
pub async fn issue(tx: &mut Tx, new: NewInvoice) -> Result<InvoiceId, InvoiceError> {
    let seller = sellers::get(tx, new.seller_id).await?.ok_or(InvoiceError::NotFound)?;
    let kind = InvoiceKind::Invoice;
    let numbered = next_number(tx, kind, &seller).await?;
    let day = |at| seller.dispatch.zone.day_and_minute(at).0;
    let content = Content {
        sold_by: sold_by(&seller),
        locale: new.locale,
        inclusive: new.inclusive,
        tax_place: new.tax_place,
        issued_day: day(numbered.at),
        ordered_day: day(new.ordered_at),
        supplied_day: day(numbered.at),
        corrects: None,
        lines: new.lines,
    };
    let row = Row {
        kind,
        source_key: format!("sale-{}-{}", new.shipment_id, new.part_id),
        order_id: new.order_id,
        part_id: new.part_id,
        shipment_id: new.shipment_id,
        corrects: None,
        currency: new.currency,
        buyer: new.buyer,
    };
    insert(tx, row, &seller, &numbered, &content).await
}

fn sold_by(seller: &Seller) -> SoldBy {
    SoldBy {
        name: seller.name.clone(),
        country: seller.country.clone(),
        region: seller.region.clone(),
        email: seller.support_email.as_ref().map(|email| email.as_str().to_owned()),
        legal: seller.legal.clone(),
    }
}

/// The next number of this kind in the year that the seller's calendar shows. The row is the lock: who counts at the same
/// time waits or is run again. No number is given at an earlier moment than the one before it.
pub(crate) async fn next_number(
    tx: &mut Tx,
    kind: InvoiceKind,
    seller: &Seller,
) -> Result<Numbered, InvoiceError> {
    let now = tx.now();
    let year = civil(seller.dispatch.zone.day_and_minute(now).0).year;
    let (counted, at): (i64, Timestamp) = tx
        .one(
            sql("INSERT INTO invoices_counters (seller_id, kind, year, last_number, last_at_us)
                 VALUES ($1, $2, $3, 1, $4)
                 ON CONFLICT (seller_id, kind, year) DO UPDATE
                     SET last_number = invoices_counters.last_number + 1,
                         last_at_us = CASE WHEN excluded.last_at_us > invoices_counters.last_at_us
                             THEN excluded.last_at_us ELSE invoices_counters.last_at_us END
                 RETURNING last_number, last_at_us")
            .bind(seller.id)
            .bind(kind)
            .bind(year)
            .bind(now),
        )
        .await?;
    Ok(Numbered { counted, year, at })
}

/// How a number is written: `LAMP-HOUSE-2026-000123`, and `LAMP-HOUSE-CN-2026-000001` of a credit note.
fn written(kind: InvoiceKind, seller: &Seller, numbered: &Numbered) -> String {
    let series = match kind {
        InvoiceKind::Invoice => "",
        InvoiceKind::CreditNote => "CN-",
    };
    let prefix = seller.slug.to_ascii_uppercase();
    format!("{prefix}-{series}{}-{:06}", numbered.year, numbered.counted)
}

pub(crate) async fn insert(
    tx: &mut Tx,
    row: Row,
    seller: &Seller,
    numbered: &Numbered,
    content: &Content,
) -> Result<InvoiceId, InvoiceError> {
    if content.lines.is_empty() {
        return Err(InvoiceError::NoLines);
    }
    let (net, tax) = sums(row.currency, &content.lines)?;
    let id = tx.new_id::<InvoiceId>();
    tx.exec(
        sql(
            "INSERT INTO invoices_invoices (id, kind, source_key, seller_id, year, counted, number, order_id, part_id,
                 shipment_id, corrects_id, currency, net_minor, tax_minor, total_minor, issued_at_us, content)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        )
        .bind(id)
        .bind(row.kind.as_str())
        .bind(row.source_key)
        .bind(seller.id)
        .bind(numbered.year)
        .bind(numbered.counted)
        .bind(written(row.kind, seller, numbered))
        .bind(row.order_id)
        .bind(row.part_id)
        .bind(row.shipment_id)
        .bind(row.corrects)
        .bind(row.currency)
        .bind(net.minor())
        .bind(tax.minor())
        .bind(net.add(tax)?.minor())
        .bind(numbered.at)
        .bind(serde_json::to_string(content)?),
    )
    .await?;
    let buyer = sql("INSERT INTO invoices_buyers (invoice_id, order_id, address) VALUES ($1, $2, $3)");
    tx.exec(buyer.bind(id).bind(row.order_id).bind(serde_json::to_string(&row.buyer)?)).await?;
    Ok(id)
}
