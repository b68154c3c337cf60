//! Rows whose number is an offer that the seller has already, made by hand or from another source: price and whether
//! it is on sale follow the file; the product, which the file's source does not describe, stays as it is.

use crate::error::{Column, ImportError, Problem};
use crate::reason::Reason;
use crate::row::Row;
use crate::target::{Scope, Target};
use catalog::{
    Gtin, OfferImage, ProductStatus, offer_images, offer_keys, offers_taken_down, product_images,
    restore_offers,
};
use db::{Conn, DbError, Tx};
use domain::{OfferId, ProductId};
use std::collections::HashMap;

/// The offer behind a row, and its product with that product's codes.
pub(crate) struct Listed {
    pub id: OfferId,
    pub product: ProductId,
    codes: Vec<String>,
}

impl Listed {
    /// A code of another article means that the number was mistyped.
    pub fn objection(&self, row: &Row) -> Option<Problem> {
        let known = |code: &Gtin| self.codes.iter().any(|own| own == code.as_str());
        let other = !self.codes.is_empty() && !row.eans.is_empty() && !row.eans.iter().any(known);
        other.then(|| {
            let reason = Reason::SkuOfOther { sku: row.sku.clone() };
            Problem::error(row.line, Column::Sku, reason)
        })
    }
}

/// The seller's offers by the rows' numbers, without those that this source made itself. The operator's imports know
/// offers by their source alone.
pub(crate) async fn find(
    conn: &mut Conn,
    target: &Target,
    rows: &[Row],
) -> Result<HashMap<String, Listed>, DbError> {
    if target.scope == Scope::Operator || rows.is_empty() {
        return Ok(HashMap::new());
    }
    let own: HashMap<&str, String> = rows.iter().map(|r| (r.sku.as_str(), target.offer_key(r))).collect();
    let skus: Vec<&str> = own.keys().copied().collect();
    let mut keys = offer_keys(conn, target.seller, &skus, &[]).await?;
    keys.retain(|key| own.get(key.sku.as_str()).is_some_and(|own| key.source_key.as_ref() != Some(own)));
    let products: Vec<ProductId> = keys.iter().map(|key| key.product_id).collect();
    let mut images = product_images(conn, &products).await?;
    let listed = keys.into_iter().map(|key| {
        let codes = images.remove(&key.product_id).map(|image| image.eans).unwrap_or_default();
        (key.sku, Listed { id: key.id, product: key.product_id, codes })
    });
    Ok(listed.collect())
}

/// How an offer was and how it is now; nothing when it was like that already.
pub(crate) type OfferChange = Option<(OfferImage, OfferImage)>;

/// Brings the offers to their rows' prices; each offer is given with the position of its row.
pub(crate) async fn update(
    tx: &mut Tx,
    rows: &[Row],
    listed: &[(usize, OfferId)],
) -> Result<Vec<(usize, OfferId, OfferChange)>, ImportError> {
    let ids: Vec<OfferId> = listed.iter().map(|(_, id)| *id).collect();
    let mut images = offer_images(tx, &ids).await?;
    let down = offers_taken_down(tx, &ids).await?;
    let (mut answers, mut changed) = (Vec::with_capacity(listed.len()), Vec::new());
    for (n, id) in listed {
        let Some(before) = images.remove(id) else { continue };
        let active = rows[*n].status == ProductStatus::Active && !down.contains(id);
        let after = OfferImage { price: rows[*n].price, active, ..before.clone() };
        let change = (before != after).then_some((before, after));
        changed.extend(change.iter().map(|(_, after)| (*id, after.clone())));
        answers.push((*n, *id, change));
    }
    restore_offers(tx, &changed).await?;
    Ok(answers)
}
