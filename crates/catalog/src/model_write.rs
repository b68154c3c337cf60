//! Making models, and seeing that no two products are the same variant. Called when products are written.

use crate::model::{MOST_VARIANTS, VariantOf};
use crate::{BATCH, CatalogError, value_rows};
use db::{DbError, FromRow, Json, Row, Tx, placeholders, sql};
use domain::{ModelId, ProductId};
use std::collections::{HashMap, HashSet};

struct ModelRow {
    id: ModelId,
    key: String,
    title: String,
    options: String,
}

impl FromRow for ModelRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            key: row.get("model_key")?,
            title: row.get("title")?,
            options: row.get("options")?,
        })
    }
}

/// The models that these variants name; a missing one is made, one of another title or other options is changed. The
/// products' own events tell of it.
pub(crate) async fn ensure_models(
    tx: &mut Tx,
    variants: &[&VariantOf],
) -> Result<HashMap<String, ModelId>, CatalogError> {
    let mut wanted: HashMap<&str, &VariantOf> = HashMap::new();
    for variant in variants {
        wanted.entry(&variant.model).or_insert(variant);
    }
    let mut keys: Vec<&str> = wanted.keys().copied().collect();
    keys.sort_unstable();
    let (mut models, now) = (HashMap::with_capacity(keys.len()), tx.now());
    for batch in keys.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text =
            format!("SELECT id, model_key, title, options FROM catalog_models WHERE model_key IN ({list})");
        for known in tx.all::<ModelRow>(sql(text).bind_all(batch.iter().copied())).await? {
            let Some(variant) = wanted.get(known.key.as_str()) else { continue };
            let options = serde_json::to_string(&variant.options).map_err(DbError::from)?;
            if known.title != variant.title || known.options != options {
                let text =
                    "UPDATE catalog_models SET title = $2, options = $3, updated_at_us = $4 WHERE id = $1";
                tx.exec(sql(text).bind(known.id).bind(&variant.title).bind(options).bind(now)).await?;
            }
            models.insert(known.key, known.id);
        }
        let fresh: Vec<&&str> = batch.iter().filter(|key| !models.contains_key(**key)).collect();
        if fresh.is_empty() {
            continue;
        }
        let text = format!(
            "INSERT INTO catalog_models (id, model_key, title, options, created_at_us, updated_at_us) VALUES {}",
            value_rows(fresh.len(), 6)
        );
        let mut statement = sql(text);
        for key in fresh {
            let (id, variant) = (tx.new_id::<ModelId>(), wanted[*key]);
            let options = serde_json::to_string(&variant.options).map_err(DbError::from)?;
            statement = statement.bind(id).bind(*key).bind(&variant.title).bind(options).bind(now).bind(now);
            models.insert((*key).to_owned(), id);
        }
        tx.exec(statement).await?;
    }
    Ok(models)
}

/// Which product is which variant of the models that a batch writes to.
pub(crate) struct Places {
    taken: HashMap<(ModelId, Vec<String>), ProductId>,
    counts: HashMap<ModelId, usize>,
}

impl Places {
    /// Reads them without the products that the batch writes itself.
    pub(crate) async fn read(
        tx: &mut Tx,
        models: &HashMap<String, ModelId>,
        written: &HashSet<ProductId>,
    ) -> Result<Self, DbError> {
        let (mut taken, mut counts) = (HashMap::new(), HashMap::new());
        let ids: Vec<ModelId> = models.values().copied().collect();
        for batch in ids.chunks(BATCH) {
            let text = format!(
                "SELECT id, model_id, variant_values FROM catalog_products WHERE model_id IN ({})",
                placeholders(1, batch.len())
            );
            let rows: Vec<(ProductId, ModelId, Json<Vec<String>>)> =
                tx.all(sql(text).bind_all(batch.iter().copied())).await?;
            for (product, model, values) in rows.into_iter().filter(|row| !written.contains(&row.0)) {
                taken.insert((model, values.0), product);
                *counts.entry(model).or_default() += 1;
            }
        }
        Ok(Self { taken, counts })
    }

    /// Takes the variant's place for a product.
    pub(crate) fn take(
        &mut self,
        models: &HashMap<String, ModelId>,
        variant: &VariantOf,
        product: ProductId,
    ) -> Result<(), CatalogError> {
        let model = *models.get(&variant.model).ok_or(DbError::NotFound)?;
        let owner = *self.taken.entry((model, variant.values.clone())).or_insert(product);
        if owner != product {
            return Err(CatalogError::VariantTaken { values: variant.values.join(", "), product: owner });
        }
        let count = self.counts.entry(model).or_default();
        *count += 1;
        if *count > MOST_VARIANTS {
            return Err(CatalogError::Variant("a model has at most 2048 variants"));
        }
        Ok(())
    }
}
