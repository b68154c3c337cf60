//! Two products that are one: what becomes of the one that goes. Owns catalog_merged. Called by listing, which moves the
//! offers and what was written about it.

use crate::product_write::{tell, tell_rest};
use crate::{BATCH, CatalogError, product_by_id};
use db::{Conn, DbError, Tx, placeholders, row, sql};
use domain::{ModelId, ProductId};
use std::collections::{HashMap, HashSet};

/// Takes a product out of the catalogue for another one: its codes are the other's, it is withdrawn, its address leads to the
/// other's, and so do those that led to it before. Its offers are the caller's to move first. Returns the codes that moved.
///
/// # Errors
/// [`CatalogError::ProductNotFound`], also for one that is merged already, and for a product with itself;
/// [`CatalogError::TakenDown`] where an operator took one of them down: under another name it would be for sale again.
pub async fn merge_products(
    tx: &mut Tx,
    from: ProductId,
    into: ProductId,
) -> Result<Vec<String>, CatalogError> {
    for id in [from, into] {
        let gone = merged_into(tx, id).await?.is_some();
        let product = product_by_id(tx, id).await?.filter(|_| !gone && from != into);
        if product.ok_or(CatalogError::ProductNotFound(id))?.taken_down_at.is_some() {
            return Err(CatalogError::TakenDown);
        }
    }
    let now = tx.now();
    let codes = move_codes(tx, from, into).await?;
    let model: Option<(Option<ModelId>,)> =
        tx.opt(sql("SELECT model_id FROM catalog_products WHERE id = $1").bind(from)).await?;
    tx.exec(
        sql("UPDATE catalog_products SET status = 'withdrawn', ean = NULL, model_id = NULL, variant_values = NULL,
             variant_position = NULL, updated_at_us = $2, revision = revision + 1 WHERE id = $1")
        .bind(from)
        .bind(now),
    )
    .await?;
    tx.exec(
        sql("UPDATE catalog_products SET ean = (SELECT e.ean FROM catalog_eans AS e
                 WHERE e.product_id = $1 ORDER BY e.position, e.ean LIMIT 1),
             updated_at_us = $2, revision = revision + 1 WHERE id = $1")
        .bind(into)
        .bind(now),
    )
    .await?;
    tx.exec(sql("UPDATE catalog_merged SET into_id = $2 WHERE into_id = $1").bind(from).bind(into)).await?;
    tx.exec(
        sql("INSERT INTO catalog_merged (product_id, into_id, merged_at_us) VALUES ($1, $2, $3)")
            .bind(from)
            .bind(into)
            .bind(now),
    )
    .await?;
    tell(tx, from, false).await?;
    tell(tx, into, false).await?;
    if let Some((Some(left),)) = model {
        tell_rest(tx, left).await?;
    }
    Ok(codes)
}

/// The codes of the one behind those of the other.
async fn move_codes(tx: &mut Tx, from: ProductId, into: ProductId) -> Result<Vec<String>, DbError> {
    let codes: Vec<(String,)> = tx
        .all(sql("SELECT ean FROM catalog_eans WHERE product_id = $1 ORDER BY position, ean").bind(from))
        .await?;
    let (behind,): (i64,) = tx
        .one(
            sql("SELECT CAST(COALESCE(MAX(position) + 1, 0) AS BIGINT) FROM catalog_eans WHERE product_id = $1")
                .bind(into),
        )
        .await?;
    let moved =
        sql("UPDATE catalog_eans SET product_id = $2, position = position + $3 WHERE product_id = $1");
    tx.exec(moved.bind(from).bind(into).bind(behind)).await?;
    Ok(codes.into_iter().map(|(code,)| code).collect())
}

/// The product that this one became.
pub async fn merged_into(conn: &mut Conn, id: ProductId) -> Result<Option<ProductId>, DbError> {
    let found: Option<(ProductId,)> =
        conn.opt(sql("SELECT into_id FROM catalog_merged WHERE product_id = $1").bind(id)).await?;
    Ok(found.map(|(into,)| into))
}

/// The address of the product that this one became.
pub async fn merged_address(conn: &mut Conn, id: ProductId) -> Result<Option<String>, DbError> {
    let statement =
        sql("SELECT p.slug FROM catalog_merged AS m JOIN catalog_products AS p ON p.id = m.into_id
         WHERE m.product_id = $1");
    let found: Option<(String,)> = conn.opt(statement.bind(id)).await?;
    Ok(found.map(|(slug,)| slug))
}

/// Those of these products that became another one, with the one that each became.
pub async fn merged_among(
    conn: &mut Conn,
    ids: &[ProductId],
) -> Result<HashMap<ProductId, ProductId>, DbError> {
    let mut found = HashMap::new();
    for batch in ids.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text = format!("SELECT product_id, into_id FROM catalog_merged WHERE product_id IN ({list})");
        let rows: Vec<(ProductId, ProductId)> = conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Those of these products that another one became.
pub(crate) async fn kept_among(conn: &mut Conn, ids: &[ProductId]) -> Result<HashSet<ProductId>, DbError> {
    let mut found = HashSet::new();
    for batch in ids.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text = format!("SELECT DISTINCT into_id FROM catalog_merged WHERE into_id IN ({list})");
        let rows: Vec<(ProductId,)> = conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        found.extend(rows.into_iter().map(|(id,)| id));
    }
    Ok(found)
}

row! {
    /// A product that shoppers see and that looks like another one: it has the same code, or the same brand and title.
    pub struct Twins {
        /// What they share: a code, or the title in small letters.
        pub shared: String,
        pub product_id: ProductId,
        pub slug: String,
        pub title: String,
        pub brand: Option<String>,
        pub ean: Option<String>,
    }
}

/// Products that are probably one, those that share something beside each other, the oldest of them first; at most `most`
/// rows. Variants of a model may well bear one title, so only their codes count.
pub async fn twins(conn: &mut Conn, most: i64) -> Result<Vec<Twins>, DbError> {
    let groups = [
        (
            "p.ean",
            "p.ean IN (SELECT ean FROM catalog_products WHERE ean IS NOT NULL AND status = 'active'
                 GROUP BY ean HAVING COUNT(*) > 1)",
        ),
        (
            "lower(p.title)",
            "p.brand IS NOT NULL AND p.model_id IS NULL AND (lower(p.title), lower(p.brand)) IN (
                 SELECT lower(title), lower(brand) FROM catalog_products
                 WHERE status = 'active' AND brand IS NOT NULL AND model_id IS NULL
                 GROUP BY lower(title), lower(brand) HAVING COUNT(*) > 1)",
        ),
    ];
    let mut found: Vec<Twins> = Vec::new();
    for (shared, are) in groups {
        let text = format!(
            "SELECT {shared} AS shared, p.id AS product_id, p.slug, p.title, p.brand, p.ean FROM catalog_products AS p
             WHERE p.status = 'active' AND {are} ORDER BY 1, p.id LIMIT $1"
        );
        found.extend(conn.all::<Twins>(sql(text).bind(most)).await?);
    }
    Ok(found)
}
