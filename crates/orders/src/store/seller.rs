//! Lists of a seller's parts of orders. Called by the seller's pages and the API.

use super::{PART, PartDetail, details};
use crate::OrderError;
use db::{Bind as _, Conn, sql};
use domain::{PartId, ProductId, SellerId};

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
    seller_parts(conn, seller, filter, Some(product), before, limit).await
}

async fn seller_parts(
    conn: &mut Conn,
    seller: SellerId,
    filter: SellerFilter,
    product: Option<ProductId>,
    before: Option<PartId>,
    limit: i64,
) -> Result<Vec<PartDetail>, OrderError> {
    let mut conditions = String::new();
    let mut values = Vec::new();
    if let Some(before) = before {
        values.push(before.into_value());
        conditions.push_str(&format!(" AND id < ${}", values.len() + 2));
    }
    if let Some(product) = product {
        values.push(product.into_value());
        let lines = "SELECT part_id FROM orders_lines WHERE product_id";
        conditions.push_str(&format!(" AND id IN ({lines} = ${})", values.len() + 2));
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
