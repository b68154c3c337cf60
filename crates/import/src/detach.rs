//! Variants whose model gets other options: they fit in no picker any more and become products of their own. Called when
//! a batch is loaded, in its transaction, before its products are written.

use crate::claims::Leaving;
use crate::error::ImportError;
use crate::runs::{Changed, Kind, first_seq};
use catalog::{NewProduct, ProductImage, product_images, restore_products};
use db::{DbError, Tx};
use domain::{ImportId, ProductId, TypedId as _};
use std::collections::BTreeSet;

/// Takes those out of the models that these products are written to; answers with what changed. Their places in the
/// run's list are before all rows: an undo puts them back last, when the model is free of what the run had made.
pub(crate) async fn detach(
    tx: &mut Tx,
    run: ImportId,
    leaving: &Leaving,
    wanted: &[NewProduct],
) -> Result<Vec<Changed>, ImportError> {
    let models: BTreeSet<&str> =
        wanted.iter().filter_map(|product| product.variant.as_ref()).map(|of| of.model.as_str()).collect();
    let mut ids: Vec<ProductId> =
        models.iter().filter_map(|model| leaving.get(*model)).flatten().copied().collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    ids.sort_unstable();
    let mut images = product_images(tx, &ids).await?;
    let (mut changes, mut seq) = (Vec::new(), first_seq(tx, run).await?);
    for id in ids {
        // An earlier batch took it out already.
        let in_model = |image: &ProductImage| {
            image.variant.as_ref().is_some_and(|of| models.contains(of.model.as_str()))
        };
        let Some(before) = images.remove(&id).filter(in_model) else { continue };
        let after = ProductImage { variant: None, ..before.clone() };
        restore_products(tx, &[(id, after.clone())]).await?;
        seq -= 1;
        let json = |image: &ProductImage| serde_json::to_string(image).map_err(DbError::from);
        let (before, after) = (Some(json(&before)?), Some(json(&after)?));
        changes.push(Changed { seq, kind: Kind::Product, target: id.uuid(), before, after });
    }
    Ok(changes)
}
