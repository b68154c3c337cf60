//! What was delivered: each parcel's share of a part, what it was charged, and the lines in it. Called by returns, which
//! take parts of it back.

use crate::OrderError;
use db::{Conn, Text, placeholders, row, sql};
use domain::commission::CommissionClass;
use domain::order::Carrier;
use domain::returns::{Fees, Worth, spread};
use domain::{
    CaptureId, Currency, LineId, OfferId, OrderId, PartId, PictureId, ProductId, SellerId, ShipmentId,
    Timestamp,
};
use std::collections::HashMap;

row! {
    /// One part's share of a parcel that arrived: what one capture charged.
    #[derive(PartialEq, Eq)]
    pub struct Parcel {
        pub shipment_id: ShipmentId,
        pub part_id: PartId,
        pub order_id: OrderId,
        pub seller_id: SellerId,
        pub capture_id: CaptureId,
        pub currency: Currency,
        pub tax_place: String,
        pub carrier: Text<Carrier>,
        pub tracking: String,
        pub delivered_at_us: Timestamp,
        pub shipping_minor: i64,
        pub wrap_minor: i64,
        pub tax_minor: i64,
        /// What the card was charged.
        pub total_minor: i64,
        pub items_subsidy_minor: i64,
        pub shipping_subsidy_minor: i64,
    }
}

row! {
    /// What one capture charged: one part's share of a parcel, whether it has arrived or not.
    #[derive(PartialEq, Eq)]
    pub struct Charged {
        pub shipment_id: ShipmentId,
        pub part_id: PartId,
        pub order_id: OrderId,
        pub seller_id: SellerId,
        pub tax_place: String,
        pub carrier: Text<Carrier>,
        pub tracking: String,
        pub shipped_at_us: Option<Timestamp>,
        pub delivered_at_us: Option<Timestamp>,
        pub tax_minor: i64,
        /// What the card was charged.
        pub total_minor: i64,
        pub items_subsidy_minor: i64,
        pub shipping_subsidy_minor: i64,
        pub commission_minor: i64,
    }
}

/// A line of a parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParcelLine {
    pub line_id: LineId,
    pub offer_id: OfferId,
    pub product_id: ProductId,
    pub title: String,
    pub slug: String,
    pub picture_id: Option<PictureId>,
    pub class: CommissionClass,
    /// Days after delivery in which it can be returned, as it was promised at the sale; `None` for what was sold before
    /// that was kept.
    pub return_days: Option<i64>,
    /// Units in this parcel.
    pub quantity: i64,
    /// What all of these units were charged and posted as, delivery included.
    pub worth: Worth,
}

row! {
    struct LineRow {
        shipment_id: ShipmentId,
        part_id: PartId,
        line_id: LineId,
        offer_id: OfferId,
        product_id: ProductId,
        title: String,
        slug: String,
        picture_id: Option<PictureId>,
        commission_class: Text<CommissionClass>,
        return_days: Option<i64>,
        quantity: i64,
        ordered: i64,
        items_minor: i64,
        tax_minor: i64,
        commission_minor: i64,
        line_subsidy_minor: i64,
    }
}

const PARCEL: &str =
    "SELECT q.shipment_id, q.part_id, p.order_id, p.seller_id, q.capture_id, o.currency, p.tax_place,
        s.carrier, s.tracking, p.delivered_at_us, q.shipping_minor, q.wrap_minor, q.tax_minor, q.total_minor,
        q.items_subsidy_minor, q.shipping_subsidy_minor
    FROM orders_shipment_parts q JOIN orders_shipments s ON s.id = q.shipment_id
    JOIN orders_parts p ON p.id = q.part_id JOIN orders_orders o ON o.id = p.order_id
    WHERE q.state = 'delivered' AND p.delivered_at_us IS NOT NULL";

/// The parcels of an order that arrived, with their lines, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn delivered(
    conn: &mut Conn,
    order: OrderId,
) -> Result<Vec<(Parcel, Vec<ParcelLine>)>, OrderError> {
    let text = format!("{PARCEL} AND p.order_id = $1 ORDER BY q.shipment_id, q.part_id");
    let parcels: Vec<Parcel> = conn.all(sql(text).bind(order)).await?;
    with_lines(conn, parcels).await
}

/// One part's share of one parcel, if it arrived.
///
/// # Errors
/// When the database cannot be read.
pub async fn one(
    conn: &mut Conn,
    shipment: ShipmentId,
    part: PartId,
) -> Result<Option<(Parcel, Vec<ParcelLine>)>, OrderError> {
    let text = format!("{PARCEL} AND q.shipment_id = $1 AND q.part_id = $2");
    let parcel: Option<Parcel> = conn.opt(sql(text).bind(shipment).bind(part)).await?;
    Ok(with_lines(conn, parcel.into_iter().collect()).await?.pop())
}

/// What a capture charged; `None` for one that charged no parcel.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_capture(conn: &mut Conn, capture: CaptureId) -> Result<Option<Charged>, OrderError> {
    let statement = sql(
        "SELECT q.shipment_id, q.part_id, p.order_id, p.seller_id, p.tax_place, s.carrier, s.tracking, s.shipped_at_us,
            p.delivered_at_us, q.tax_minor, q.total_minor, q.items_subsidy_minor, q.shipping_subsidy_minor,
            CAST(COALESCE((SELECT SUM(l.commission_minor) FROM orders_shipment_lines l
                JOIN orders_lines o ON o.id = l.line_id
                WHERE l.shipment_id = q.shipment_id AND o.part_id = q.part_id), 0) AS BIGINT) AS commission_minor
         FROM orders_shipment_parts q JOIN orders_shipments s ON s.id = q.shipment_id
         JOIN orders_parts p ON p.id = q.part_id WHERE q.capture_id = $1",
    );
    Ok(conn.opt(statement.bind(capture)).await?)
}

row! {
    /// A line of a parcel with what its units were charged, tax included, delivery and wrapping not.
    #[derive(PartialEq, Eq)]
    pub struct ChargedLine {
        pub line_id: LineId,
        pub title: String,
        pub quantity: i64,
        pub charged_minor: i64,
    }
}

/// The lines that a capture charged, in their order.
///
/// # Errors
/// When the database cannot be read.
pub async fn lines_of_capture(conn: &mut Conn, capture: CaptureId) -> Result<Vec<ChargedLine>, OrderError> {
    let statement = sql("SELECT s.line_id, l.title, s.quantity, s.items_minor + s.tax_minor AS charged_minor
         FROM orders_shipment_parts q JOIN orders_shipment_lines s ON s.shipment_id = q.shipment_id
         JOIN orders_lines l ON l.id = s.line_id AND l.part_id = q.part_id
         WHERE q.capture_id = $1 ORDER BY l.position");
    Ok(conn.all(statement.bind(capture)).await?)
}

/// What one part had in a parcel, a title each, in the order of the lines.
///
/// # Errors
/// When the database cannot be read.
pub async fn titles(conn: &mut Conn, shipment: ShipmentId, part: PartId) -> Result<Vec<String>, OrderError> {
    let statement = sql("SELECT l.title FROM orders_shipment_lines s JOIN orders_lines l ON l.id = s.line_id
                         WHERE s.shipment_id = $1 AND l.part_id = $2 ORDER BY l.position");
    let rows: Vec<(String,)> = conn.all(statement.bind(shipment).bind(part)).await?;
    Ok(rows.into_iter().map(|(title,)| title).collect())
}

async fn with_lines(
    conn: &mut Conn,
    parcels: Vec<Parcel>,
) -> Result<Vec<(Parcel, Vec<ParcelLine>)>, OrderError> {
    if parcels.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT s.shipment_id, l.part_id, s.line_id, l.offer_id, l.product_id, l.title, l.slug, l.picture_id,
                l.commission_class, l.return_days, s.quantity, l.quantity AS ordered, s.items_minor, s.tax_minor, s.commission_minor,
                l.subsidy_minor AS line_subsidy_minor
         FROM orders_shipment_lines s JOIN orders_lines l ON l.id = s.line_id
         WHERE s.shipment_id IN ({}) ORDER BY l.part_id, l.position",
        placeholders(1, parcels.len())
    );
    let rows: Vec<LineRow> =
        conn.all(sql(text).bind_all(parcels.iter().map(|parcel| parcel.shipment_id))).await?;
    let mut by_parcel: HashMap<(ShipmentId, PartId), Vec<LineRow>> = HashMap::new();
    for row in rows {
        by_parcel.entry((row.shipment_id, row.part_id)).or_default().push(row);
    }
    let mut all = Vec::with_capacity(parcels.len());
    for parcel in parcels {
        let rows = by_parcel.remove(&(parcel.shipment_id, parcel.part_id)).unwrap_or_default();
        let lines = lines_of(&parcel, rows)?;
        all.push((parcel, lines));
    }
    Ok(all)
}

/// The lines with what they are worth. What was charged for delivery and wrapping is shared by the price of the goods, as
/// the commission was; what the platform added, by what it added to each line.
fn lines_of(parcel: &Parcel, rows: Vec<LineRow>) -> Result<Vec<ParcelLine>, OrderError> {
    let goods_tax: i64 = rows.iter().map(|row| row.tax_minor).sum();
    let fees = Fees {
        shipping_minor: parcel.shipping_minor,
        wrap_minor: parcel.wrap_minor,
        tax_minor: parcel.tax_minor - goods_tax,
        shipping_subsidy_minor: parcel.shipping_subsidy_minor,
    };
    let weight = |row: &LineRow| {
        let share =
            i128::from(row.line_subsidy_minor) * i128::from(row.quantity) / i128::from(row.ordered.max(1));
        // A line that was given something keeps a part of it, however small.
        u64::try_from(share).unwrap_or(0).max(u64::from(row.line_subsidy_minor > 0))
    };
    let weights: Vec<u64> = rows.iter().map(weight).collect();
    let goods = |row: &LineRow| Worth {
        items_minor: row.items_minor,
        tax_minor: row.tax_minor,
        commission_minor: row.commission_minor,
        ..Worth::default()
    };
    let mut worths: Vec<Worth> = rows.iter().map(goods).collect();
    spread(parcel.currency, &mut worths, &fees, parcel.items_subsidy_minor, &weights)?;
    let line = |(row, worth): (LineRow, Worth)| ParcelLine {
        line_id: row.line_id,
        offer_id: row.offer_id,
        product_id: row.product_id,
        title: row.title,
        slug: row.slug,
        picture_id: row.picture_id,
        class: row.commission_class.0,
        return_days: row.return_days,
        quantity: row.quantity,
        worth,
    };
    Ok(rows.into_iter().zip(worths).map(line).collect())
}
