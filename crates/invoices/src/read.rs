//! Reading invoices, and taking a buyer's name off them.

use crate::content::Content;
use crate::{InvoiceError, InvoiceKind};
use db::{Conn, Json, Tx, row, sql};
use domain::address::Address;
use domain::{Currency, InvoiceId, Money, OrderId, PartId, SellerId, ShipmentId, Timestamp};

row! {
    /// An invoice or a credit note, with everything that it says.
    pub struct Invoice {
        pub id: InvoiceId,
        pub kind: InvoiceKind,
        pub number: String,
        pub seller_id: SellerId,
        pub order_id: OrderId,
        pub part_id: PartId,
        pub shipment_id: ShipmentId,
        pub corrects_id: Option<InvoiceId>,
        pub currency: Currency,
        pub net_minor: i64,
        pub tax_minor: i64,
        pub total_minor: i64,
        pub issued_at_us: Timestamp,
        pub content: Json<Content>,
        pub buyer: Json<Address>,
    }
}
const INVOICE: &str =
    "SELECT i.id, i.kind, i.number, i.seller_id, i.order_id, i.part_id, i.shipment_id, i.corrects_id,
    i.currency, i.net_minor, i.tax_minor, i.total_minor, i.issued_at_us, i.content, b.address AS buyer
    FROM invoices_invoices i JOIN invoices_buyers b ON b.invoice_id = i.id";

row! {
    /// What a list says of one.
    #[derive(PartialEq, Eq)]
    pub struct Listed {
        pub id: InvoiceId,
        pub kind: InvoiceKind,
        pub number: String,
        pub part_id: PartId,
        pub shipment_id: ShipmentId,
        pub corrects_id: Option<InvoiceId>,
        pub currency: Currency,
        pub net_minor: i64,
        pub tax_minor: i64,
        pub total_minor: i64,
        pub issued_at_us: Timestamp,
    }
}
const LISTED: &str =
    "SELECT id, kind, number, part_id, shipment_id, corrects_id, currency, net_minor, tax_minor,
    total_minor, issued_at_us FROM invoices_invoices";

impl Invoice {
    pub fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }
}

/// One of them. Who may read it, the caller asks.
///
/// # Errors
/// [`InvoiceError::NotFound`], or the database's.
pub async fn one(conn: &mut Conn, id: InvoiceId) -> Result<Invoice, InvoiceError> {
    conn.opt(sql(format!("{INVOICE} WHERE i.id = $1")).bind(id)).await?.ok_or(InvoiceError::NotFound)
}

/// The invoice of a part's share of a parcel.
pub(crate) async fn of_parcel(
    conn: &mut Conn,
    shipment: ShipmentId,
    part: PartId,
) -> Result<Option<Invoice>, InvoiceError> {
    let text = format!("{INVOICE} WHERE i.part_id = $1 AND i.shipment_id = $2 AND i.kind = 'invoice'");
    Ok(conn.opt(sql(text).bind(part).bind(shipment)).await?)
}

/// Those of one part, oldest first.
///
/// # Errors
/// Only the database's.
pub async fn of_part(conn: &mut Conn, part: PartId) -> Result<Vec<Listed>, InvoiceError> {
    let text = format!("{LISTED} WHERE part_id = $1 ORDER BY issued_at_us, kind DESC, counted");
    Ok(conn.all(sql(text).bind(part)).await?)
}

/// Those of all parts of an order, oldest first.
///
/// # Errors
/// Only the database's.
pub async fn of_order(conn: &mut Conn, order: OrderId) -> Result<Vec<Listed>, InvoiceError> {
    let text = format!("{LISTED} WHERE order_id = $1 ORDER BY issued_at_us, kind DESC, counted");
    Ok(conn.all(sql(text).bind(order)).await?)
}

/// What was sold stays for the books, without saying to whom: `left` is what a tax authority may still ask for.
///
/// # Errors
/// Only the database's, and an address that cannot be written.
pub async fn erase_buyer(tx: &mut Tx, order: OrderId, left: &Address) -> Result<(), InvoiceError> {
    let update = sql("UPDATE invoices_buyers SET address = $2 WHERE order_id = $1");
    tx.exec(update.bind(order).bind(serde_json::to_string(left)?)).await?;
    Ok(())
}
