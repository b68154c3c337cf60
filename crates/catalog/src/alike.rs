//! Finding products by a picture. Called by the seller's page.

use crate::BATCH;
use db::{Conn, DbError, placeholders, sql};
use domain::{PictureId, ProductId};
use pictures::Fingerprint;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Products of so many pictures at once: one that stands for a missing one may be of thousands.
const MOST_PRODUCTS: usize = 2_000;

/// The products that the shop shows and one of whose pictures looks like this, the most alike first, each with how alike that
/// one is in percent.
///
/// # Errors
/// Only when the database cannot be read.
pub async fn products_alike(
    conn: &mut Conn,
    fingerprint: &Fingerprint,
) -> Result<Vec<(ProductId, u8)>, DbError> {
    let alike: HashMap<PictureId, u8> = pictures::alike(conn, fingerprint).await?.into_iter().collect();
    let ids: Vec<PictureId> = alike.keys().copied().collect();
    let mut best: HashMap<ProductId, u8> = HashMap::new();
    for batch in ids.chunks(BATCH) {
        let text = format!(
            "SELECT pp.product_id, pp.picture_id FROM catalog_product_pictures AS pp
             JOIN catalog_products AS p ON p.id = pp.product_id
             WHERE p.status = 'active' AND pp.picture_id IN ({}) LIMIT {MOST_PRODUCTS}",
            placeholders(1, batch.len())
        );
        let rows: Vec<(ProductId, PictureId)> = conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        for (product, picture) in rows {
            let percent = alike.get(&picture).copied().unwrap_or_default();
            let known = best.entry(product).or_default();
            *known = percent.max(*known);
        }
    }
    let mut best: Vec<_> = best.into_iter().collect();
    best.sort_by_key(|(id, percent)| (Reverse(*percent), *id));
    Ok(best)
}
