//! Lists of a seller's parts of orders. Called by the seller's pages and the API.

use super::{PART, PartDetail, details};
use crate::OrderError;
use db::{Bind as _, Conn, Value, row, sql};
use domain::{OfferId, PartId, PictureId, ProductId, SellerId};

/// Which of a seller's parts a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SellerFilter {
    /// Placed, accepted or partly shipped: something to do.
    ToShip,
    Shipped,
    Cancelled,
    All,
}

impl SellerFilter {
    fn states(self) -> &'static str {
        match self {
            Self::ToShip => "'placed', 'accepted', 'partly_shipped'",
            Self::Shipped => "'shipped', 'delivered'",
            Self::Cancelled => "'cancelled'",
            Self::All => "'placed', 'accepted', 'partly_shipped', 'shipped', 'delivered', 'cancelled'",
        }
    }
}

/// A seller's parts, newest first, before `before`. Parts whose payment is not authorised are not among them.
pub async fn parts_of_seller(
    conn: &mut Conn,
    seller: SellerId,
    filter: SellerFilter,
    before: Option<PartId>,
    limit: i64,
) -> Result<Vec<PartDetail>, OrderError> {
    seller_parts(conn, seller, filter, None, before, limit).await
}

/// Those of a seller's parts in which this product was ordered; otherwise as [`parts_of_seller`].
pub async fn parts_with_product(
    conn: &mut Conn,
    seller: SellerId,
    product: ProductId,
    filter: SellerFilter,
    before: Option<PartId>,
    limit: i64,
) -> Result<Vec<PartDetail>, OrderError> {
    let of = ("product_id", product.into_value());
    seller_parts(conn, seller, filter, Some(of), before, limit).await
}

/// Those of a seller's parts in which this offer was ordered; otherwise as [`parts_of_seller`].
pub async fn parts_with_offer(
    conn: &mut Conn,
    seller: SellerId,
    offer: OfferId,
    filter: SellerFilter,
    before: Option<PartId>,
    limit: i64,
) -> Result<Vec<PartDetail>, OrderError> {
    let of = ("offer_id", offer.into_value());
    seller_parts(conn, seller, filter, Some(of), before, limit).await
}

async fn seller_parts(
    conn: &mut Conn,
    seller: SellerId,
    filter: SellerFilter,
    of: Option<(&'static str, Value)>,
    before: Option<PartId>,
    limit: i64,
) -> Result<Vec<PartDetail>, OrderError> {
    let mut conditions = String::new();
    let mut values = Vec::new();
    if let Some(before) = before {
        values.push(before.into_value());
        conditions.push_str(&format!(" AND id < ${}", values.len() + 2));
    }
    if let Some((column, value)) = of {
        values.push(value);
        let lines = "SELECT part_id FROM orders_lines WHERE";
        conditions.push_str(&format!(" AND id IN ({lines} {column} = ${})", values.len() + 2));
    }
    let text = format!(
        "SELECT {PART} FROM orders_parts WHERE seller_id = $1 AND state IN ({}){conditions} ORDER BY id DESC LIMIT $2",
        filter.states()
    );
    let parts = conn.all(sql(text).bind(seller).bind(limit).bind_all(values)).await?;
    details(conn, parts).await
}

/// How many of a seller's parts wait to be shipped.
pub async fn to_ship_count(conn: &mut Conn, seller: SellerId) -> Result<i64, OrderError> {
    let text = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM orders_parts WHERE seller_id = $1 AND state IN ({})",
        SellerFilter::ToShip.states()
    );
    let (count,): (i64,) = conn.one(sql(text).bind(seller)).await?;
    Ok(count)
}

row! {
    /// Units of one offer that parcels wait for.
    #[derive(PartialEq, Eq)]
    pub struct ToPick {
        pub offer_id: OfferId,
        pub product_id: ProductId,
        pub title: String,
        pub picture_id: Option<PictureId>,
        pub units: i64,
        /// In so many orders.
        pub parts: i64,
    }
}

/// What is to be taken off the shelves: units that were not sent, of parts that the seller has begun and nobody can undo
/// any more; by title, at most `limit` offers.
///
/// # Errors
/// Only the database's.
pub async fn to_pick(conn: &mut Conn, seller: SellerId, limit: i64) -> Result<Vec<ToPick>, OrderError> {
    let statement = sql("SELECT l.offer_id, l.product_id, l.title, l.picture_id,
             CAST(SUM(l.quantity - l.shipped_quantity) AS BIGINT) AS units,
             CAST(COUNT(DISTINCT l.part_id) AS BIGINT) AS parts
         FROM orders_lines l JOIN orders_parts p ON p.id = l.part_id
         WHERE p.seller_id = $1 AND p.state IN ('accepted', 'partly_shipped') AND l.quantity > l.shipped_quantity
         GROUP BY l.offer_id, l.product_id, l.title, l.picture_id ORDER BY l.title, l.offer_id LIMIT $2");
    Ok(conn.all(statement.bind(seller).bind(limit)).await?)
}
