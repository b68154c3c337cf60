//! What an account has bought and was sent: who may say something about a product as its buyer. Called by reviews.

use crate::OrderError;
use db::{Conn, placeholders, row, sql};
use domain::{AccountId, LineId, PartId, PictureId, ProductId, SellerId, Timestamp};
use std::collections::HashSet;

row! {
    /// One line of an order of which at least one unit left for its buyer.
    #[derive(PartialEq, Eq)]
    pub struct Purchase {
        pub line_id: LineId,
        pub part_id: PartId,
        pub seller_id: SellerId,
        pub product_id: ProductId,
        /// As they were when it was ordered.
        pub title: String,
        pub slug: String,
        pub picture_id: Option<PictureId>,
        pub placed_at_us: Timestamp,
    }
}

row! {
    /// A seller's part of an order that reached its buyer whole.
    #[derive(PartialEq, Eq)]
    pub struct Delivered {
        pub part_id: PartId,
        pub seller_id: SellerId,
        /// Of its first line.
        pub product_id: ProductId,
    }
}

/// The part, if it was ordered by this account and was delivered.
pub async fn delivered(
    conn: &mut Conn,
    account: AccountId,
    part: PartId,
) -> Result<Option<Delivered>, OrderError> {
    let text = "SELECT p.id AS part_id, p.seller_id, l.product_id
                FROM orders_orders o JOIN orders_parts p ON p.order_id = o.id JOIN orders_lines l ON l.part_id = p.id
                WHERE o.account_id = $1 AND p.id = $2 AND p.state = 'delivered' ORDER BY l.id LIMIT 1";
    Ok(conn.opt(sql(text).bind(account).bind(part)).await?)
}

/// Units count once their parcel was charged and handed over: what is merely being captured may still be refused.
const SENT: &str = "SELECT l.id AS line_id, p.id AS part_id, p.seller_id, l.product_id, l.title, l.slug,
        l.picture_id, p.placed_at_us
    FROM orders_orders o JOIN orders_parts p ON p.order_id = o.id JOIN orders_lines l ON l.part_id = p.id
    WHERE o.account_id = $1 AND EXISTS (
        SELECT 1 FROM orders_shipment_parts q
        JOIN orders_shipment_lines s ON s.shipment_id = q.shipment_id AND s.line_id = l.id
        WHERE q.part_id = p.id AND q.state IN ('shipped', 'delivered'))";

/// The newest purchase of this product by this account, also under another name that it had before two products became
/// one; the answer names the product that was asked for.
pub async fn latest(
    conn: &mut Conn,
    account: AccountId,
    product: ProductId,
) -> Result<Option<Purchase>, OrderError> {
    let text = format!(
        "{SENT} AND (l.product_id = $2 OR l.product_id IN (SELECT m.product_id FROM catalog_merged m WHERE m.into_id = $2))
         ORDER BY p.placed_at_us DESC, l.id DESC LIMIT 1"
    );
    let found: Option<Purchase> = conn.opt(sql(text).bind(account).bind(product)).await?;
    Ok(found.map(|purchase| Purchase { product_id: product, ..purchase }))
}

/// The newest purchases of an account, each product once; one that became another product is named as that one.
pub async fn of_account(
    conn: &mut Conn,
    account: AccountId,
    limit: usize,
) -> Result<Vec<Purchase>, OrderError> {
    let text = format!("{SENT} ORDER BY p.placed_at_us DESC, l.id DESC LIMIT 500");
    let mut all: Vec<Purchase> = conn.all(sql(text).bind(account)).await?;
    let merged = catalog::merged_among(conn, &all.iter().map(|p| p.product_id).collect::<Vec<_>>()).await?;
    for purchase in &mut all {
        purchase.product_id = merged.get(&purchase.product_id).copied().unwrap_or(purchase.product_id);
    }
    let mut seen = HashSet::new();
    Ok(all.into_iter().filter(|p| seen.insert(p.product_id)).take(limit).collect())
}

/// Which of these lines were sent, at least in part.
pub async fn sent_lines(
    conn: &mut Conn,
    account: AccountId,
    lines: &[LineId],
) -> Result<HashSet<LineId>, OrderError> {
    if lines.is_empty() {
        return Ok(HashSet::new());
    }
    let text = format!("{SENT} AND l.id IN ({})", placeholders(2, lines.len()));
    let rows: Vec<Purchase> = conn.all(sql(text).bind(account).bind_all(lines.iter().copied())).await?;
    Ok(rows.into_iter().map(|p| p.line_id).collect())
}
