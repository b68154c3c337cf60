//! What an operator took down, and showing it again. Called by `reviews`, where that is decided, and by `import`, which says so.
//!
//! The mark stands with the offer or the product. A command that would put it up for sale is refused; what is written as a
//! whole, by a file or an undo, is written and stays down. Stock and orders know nothing of it.

use crate::{BATCH, CatalogError, merged_into, offer, offer_write, product_by_id, product_write, set_active};
use db::{Conn, DbError, Tx, placeholders, sql};
use domain::{OfferId, ProductId, SellerId, Timestamp};
use std::collections::HashSet;

/// Takes an offer off sale until [`show_offer_again`]. One that is taken down already stays as it is.
///
/// # Errors
/// [`CatalogError::OfferNotFound`].
pub async fn take_down_offer(tx: &mut Tx, id: OfferId) -> Result<(), CatalogError> {
    let current = offer(tx, id).await?;
    if current.taken_down_at.is_some() {
        return Ok(());
    }
    let now = tx.now();
    let text =
        "UPDATE catalog_offers SET taken_down_at_us = $2, taken_down_active = active, version = version + 1,
         updated_at_us = $2 WHERE id = $1";
    tx.exec(sql(text).bind(id).bind(now)).await?;
    if current.active {
        set_active(tx, id, false, None).await?;
        return Ok(());
    }
    offer_write::tell(tx, id, current.product_id, current.seller_id, false).await
}

/// Lets an offer be sold again; it is for sale if it was when it was taken down. Returns `false` for one that nobody took down.
///
/// # Errors
/// [`CatalogError::OfferNotFound`].
pub async fn show_offer_again(tx: &mut Tx, id: OfferId) -> Result<bool, CatalogError> {
    let current = offer(tx, id).await?;
    if current.taken_down_at.is_none() {
        return Ok(false);
    }
    let (was_active,): (Option<bool>,) =
        tx.one(sql("SELECT taken_down_active FROM catalog_offers WHERE id = $1").bind(id)).await?;
    let now = tx.now();
    let text =
        "UPDATE catalog_offers SET taken_down_at_us = NULL, taken_down_active = NULL, version = version + 1,
         updated_at_us = $2 WHERE id = $1";
    tx.exec(sql(text).bind(id).bind(now)).await?;
    if was_active == Some(true) {
        set_active(tx, id, true, None).await?;
    } else {
        offer_write::tell(tx, id, current.product_id, current.seller_id, false).await?;
    }
    Ok(true)
}

/// Hides a product until [`show_product_again`]. One that is taken down already stays as it is.
///
/// # Errors
/// [`CatalogError::ProductNotFound`], also for one that became another product.
pub async fn take_down_product(tx: &mut Tx, id: ProductId) -> Result<(), CatalogError> {
    let merged = merged_into(tx, id).await?.is_some();
    let product = product_by_id(tx, id).await?.filter(|_| !merged);
    if product.ok_or(CatalogError::ProductNotFound(id))?.taken_down_at.is_some() {
        return Ok(());
    }
    let now = tx.now();
    let text =
        "UPDATE catalog_products SET taken_down_at_us = $2, taken_down_status = status, status = 'hidden',
         updated_at_us = $2, revision = revision + 1 WHERE id = $1";
    tx.exec(sql(text).bind(id).bind(now)).await?;
    product_write::tell(tx, id, false).await
}

/// Gives a product back the status that it had when it was taken down. Returns `false` for one that nobody took down.
///
/// # Errors
/// Only the database's.
pub async fn show_product_again(tx: &mut Tx, id: ProductId) -> Result<bool, CatalogError> {
    let now = tx.now();
    let text =
        "UPDATE catalog_products SET status = COALESCE(taken_down_status, status), taken_down_at_us = NULL,
         taken_down_status = NULL, updated_at_us = $2, revision = revision + 1
         WHERE id = $1 AND taken_down_at_us IS NOT NULL";
    if tx.exec(sql(text).bind(id).bind(now)).await? == 0 {
        return Ok(false);
    }
    product_write::tell(tx, id, false).await?;
    Ok(true)
}

/// Those of these offers that an operator took down.
///
/// # Errors
/// Only the database's.
pub async fn offers_taken_down(conn: &mut Conn, ids: &[OfferId]) -> Result<HashSet<OfferId>, DbError> {
    let mut found = HashSet::new();
    for batch in ids.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text =
            format!("SELECT id FROM catalog_offers WHERE taken_down_at_us IS NOT NULL AND id IN ({list})");
        let rows: Vec<(OfferId,)> = conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        found.extend(rows.into_iter().map(|(id,)| id));
    }
    Ok(found)
}

/// Those of these products that an operator took down.
///
/// # Errors
/// Only the database's.
pub async fn products_taken_down(conn: &mut Conn, ids: &[ProductId]) -> Result<HashSet<ProductId>, DbError> {
    let mut found = HashSet::new();
    for batch in ids.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text =
            format!("SELECT id FROM catalog_products WHERE taken_down_at_us IS NOT NULL AND id IN ({list})");
        let rows: Vec<(ProductId,)> = conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        found.extend(rows.into_iter().map(|(id,)| id));
    }
    Ok(found)
}

/// Those of these products of which an operator took an offer of this seller down: the seller puts no other one of them up for
/// sale, in another condition or under another number.
///
/// # Errors
/// Only the database's.
pub async fn barred_products(
    conn: &mut Conn,
    seller: SellerId,
    products: &[ProductId],
) -> Result<HashSet<ProductId>, DbError> {
    let mut found = HashSet::new();
    for batch in products.chunks(BATCH) {
        let list = placeholders(2, batch.len());
        let text = format!(
            "SELECT product_id FROM catalog_offers
             WHERE taken_down_at_us IS NOT NULL AND seller_id = $1 AND product_id IN ({list})"
        );
        let rows: Vec<(ProductId,)> =
            conn.all(sql(text).bind(seller).bind_all(batch.iter().copied())).await?;
        found.extend(rows.into_iter().map(|(id,)| id));
    }
    Ok(found)
}

/// The offers that are taken down now, and since when, the last one first; at most `limit`.
///
/// # Errors
/// Only the database's.
pub async fn offers_down_now(conn: &mut Conn, limit: i64) -> Result<Vec<(OfferId, Timestamp)>, DbError> {
    let statement = sql("SELECT id, taken_down_at_us FROM catalog_offers WHERE taken_down_at_us IS NOT NULL
                         ORDER BY taken_down_at_us DESC, id DESC LIMIT $1");
    conn.all(statement.bind(limit)).await
}

/// The products that are taken down now, and since when, the last one first; at most `limit`.
///
/// # Errors
/// Only the database's.
pub async fn products_down_now(conn: &mut Conn, limit: i64) -> Result<Vec<(ProductId, Timestamp)>, DbError> {
    let statement =
        sql("SELECT id, taken_down_at_us FROM catalog_products WHERE taken_down_at_us IS NOT NULL
                         ORDER BY taken_down_at_us DESC, id DESC LIMIT $1");
    conn.all(statement.bind(limit)).await
}
