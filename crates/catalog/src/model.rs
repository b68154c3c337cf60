//! Models: what ties the variants of one article together, sizes and colours of a jacket. Owns catalog_models; who
//! is a variant of what stands with the product. Called by product pages, search and imports.
//!
//! Each variant is a product with its own address, codes, pictures, offers and stock, so whatever deals with products
//! need not know of variants.

use crate::contend::{FEW, of_crowded};
use crate::offer::{OFFER_COLUMNS, Offer};
use crate::{BATCH, CatalogError};
use db::{Conn, DbError, FromRow, Json, Row, placeholders, sql};
use domain::{ModelId, OfferId, ProductId};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// A model has no more variants than this; a source that holds more is a mistake.
pub const MOST_VARIANTS: usize = 2_048;
const MOST_OPTIONS: usize = 3;
const NAME_MAX: usize = 80;
const VALUE_MAX: usize = 120;

/// A product's place among the variants of a model. It is part of the product's content, so that an upsert compares
/// it and an undo puts it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantOf {
    /// The model's own name, unique among all: `shopify:sel_…:trail-jacket`.
    pub model: String,
    /// What all variants are called together: `Trail Jacket`.
    pub title: String,
    /// Names of what they differ in, in the order of choosing: `Colour`, `Size`.
    pub options: Vec<String>,
    /// This product's value of each option.
    pub values: Vec<String>,
    /// Its order among the variants, from 0.
    pub position: i64,
}

pub(crate) const VARIANT_COLUMNS: &str =
    "m.model_key, m.title AS model_title, m.options AS model_options, p.variant_values, p.variant_position";

impl VariantOf {
    /// Reads [`VARIANT_COLUMNS`]; `None` where the join found no model.
    pub(crate) fn joined(row: &Row) -> Result<Option<Self>, DbError> {
        let Some(model) = row.get::<Option<String>>("model_key")? else { return Ok(None) };
        Ok(Some(Self {
            model,
            title: row.get("model_title")?,
            options: row.get::<Json<Vec<String>>>("model_options")?.0,
            values: row.get::<Json<Vec<String>>>("variant_values")?.0,
            position: row.get("variant_position")?,
        }))
    }

    pub(crate) fn check(&self) -> Result<(), CatalogError> {
        let fits = |text: &String, most: usize| {
            let tidy = text.trim() == text && !text.contains('\0');
            tidy && (1..=most).contains(&text.chars().count())
        };
        if self.model.is_empty() || !fits(&self.title, 500) {
            return Err(CatalogError::Variant("a model needs a name and a title of 1 to 500 characters"));
        }
        if !(1..=MOST_OPTIONS).contains(&self.options.len()) || self.options.len() != self.values.len() {
            return Err(CatalogError::Variant("a variant has one to three options and a value for each"));
        }
        if self.options.iter().collect::<HashSet<_>>().len() != self.options.len() {
            return Err(CatalogError::Variant("the options of a model have different names"));
        }
        if !self.options.iter().all(|o| fits(o, NAME_MAX)) || !self.values.iter().all(|v| fits(v, VALUE_MAX))
        {
            return Err(CatalogError::Variant("an option's name has 1 to 80 characters, its value 1 to 120"));
        }
        Ok(())
    }

    pub(crate) fn values_text(&self) -> Result<String, DbError> {
        Ok(serde_json::to_string(&self.values)?)
    }
}

/// A model with its variants, as a product's page shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    pub id: ModelId,
    pub title: String,
    pub options: Vec<String>,
    /// Those that shoppers see, in their order.
    pub variants: Vec<Variant>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    pub product_id: ProductId,
    pub slug: String,
    /// One for each option of the model.
    pub values: Vec<String>,
    /// Those that contend for it: active ones, lowest price first; which are in stock is `inventory`'s to say.
    pub offers: Vec<Offer>,
    /// There are more offers than those.
    pub crowded: bool,
}

struct VariantRow {
    model: ModelId,
    title: String,
    options: Vec<String>,
    variant: Variant,
}

impl FromRow for VariantRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let offer = match row.get::<Option<OfferId>>("id")? {
            Some(_) => Some(Offer::from_row(row)?),
            None => None,
        };
        Ok(Self {
            model: row.get("model_id")?,
            title: row.get("model_title")?,
            options: row.get::<Json<Vec<String>>>("model_options")?.0,
            variant: Variant {
                product_id: row.get("variant_id")?,
                slug: row.get("variant_slug")?,
                values: row.get::<Json<Vec<String>>>("variant_values")?.0,
                offers: offer.into_iter().collect(),
                crowded: false,
            },
        })
    }
}

/// Models with the variants that shoppers see and the offers that contend for them, in two statements for up to 500 and
/// one more for each crowded variant. A model that has none left is missing.
pub async fn models(conn: &mut Conn, ids: &[ModelId]) -> Result<HashMap<ModelId, Model>, DbError> {
    let mut found: HashMap<ModelId, Model> = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let crowded = crowded_variants(conn, batch).await?;
        for row in variant_rows(conn, batch, &crowded).await? {
            let new = Model { id: row.model, title: row.title, options: row.options, variants: Vec::new() };
            let model = found.entry(row.model).or_insert(new);
            match model.variants.last_mut().filter(|last| last.product_id == row.variant.product_id) {
                Some(last) => last.offers.extend(row.variant.offers),
                None => model.variants.push(row.variant),
            }
        }
        if crowded.is_empty() {
            continue;
        }
        let variants = found.values_mut().flat_map(|model| &mut model.variants);
        for variant in variants.filter(|variant| crowded.contains(&variant.product_id)) {
            variant.offers = of_crowded(conn, variant.product_id).await?.offers;
            variant.crowded = true;
        }
    }
    Ok(found)
}

/// Each variant with each of its active offers; those of the crowded ones without.
async fn variant_rows(
    conn: &mut Conn,
    models: &[ModelId],
    crowded: &[ProductId],
) -> Result<Vec<VariantRow>, DbError> {
    let all_but = match crowded.len() {
        0 => String::new(),
        n => format!("AND p.id NOT IN ({})", placeholders(1 + models.len(), n)),
    };
    let text = format!(
        "SELECT m.id AS model_id, m.title AS model_title, m.options AS model_options, p.id AS variant_id,
                p.slug AS variant_slug, p.variant_values, {OFFER_COLUMNS}
         FROM catalog_products AS p JOIN catalog_models AS m ON m.id = p.model_id
         LEFT JOIN catalog_offers AS o ON o.product_id = p.id AND o.active = TRUE {all_but}
         WHERE p.model_id IN ({}) AND p.status = 'active'
         ORDER BY p.variant_position, p.id, o.price_minor, o.id",
        placeholders(1, models.len())
    );
    conn.all(sql(text).bind_all(models.iter().copied()).bind_all(crowded.iter().copied())).await
}

/// The variants of these models that have more offers than a page reads.
async fn crowded_variants(conn: &mut Conn, models: &[ModelId]) -> Result<Vec<ProductId>, DbError> {
    let text = format!(
        "SELECT p.id FROM catalog_products AS p WHERE p.model_id IN ({}) AND EXISTS (
             SELECT 1 FROM catalog_offers AS o WHERE o.product_id = p.id LIMIT 1 OFFSET {FEW})",
        placeholders(1, models.len())
    );
    let rows: Vec<(ProductId,)> = conn.all(sql(text).bind_all(models.iter().copied())).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What the variants of a model have in common, and which they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members {
    pub title: String,
    pub options: Vec<String>,
    /// In the variants' order, those that nobody sees too.
    pub products: Vec<ProductId>,
}

/// Every product of these models; a model without any is missing.
pub async fn models_members(
    conn: &mut Conn,
    models: &[ModelId],
) -> Result<HashMap<ModelId, Members>, DbError> {
    let mut found: HashMap<ModelId, Members> = HashMap::with_capacity(models.len());
    for batch in models.chunks(BATCH) {
        let text = format!(
            "SELECT m.id, m.title, m.options, p.id FROM catalog_models AS m JOIN catalog_products AS p ON p.model_id = m.id
             WHERE m.id IN ({}) ORDER BY p.variant_position, p.id",
            placeholders(1, batch.len())
        );
        let rows: Vec<(ModelId, String, Json<Vec<String>>, ProductId)> =
            conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        for (model, title, options, product) in rows {
            let members = Members { title, options: options.0, products: Vec::new() };
            found.entry(model).or_insert(members).products.push(product);
        }
    }
    Ok(found)
}

/// The product that is this variant of its model, what was withdrawn aside.
pub async fn variant_owner(conn: &mut Conn, variant: &VariantOf) -> Result<Option<ProductId>, DbError> {
    let text = "SELECT p.id FROM catalog_products AS p JOIN catalog_models AS m ON m.id = p.model_id
                WHERE m.model_key = $1 AND p.variant_values = $2 AND p.status <> 'withdrawn' ORDER BY p.id LIMIT 1";
    let row: Option<(ProductId,)> =
        conn.opt(sql(text).bind(&variant.model).bind(variant.values_text()?)).await?;
    Ok(row.map(|row| row.0))
}

/// Whether the variants of its model that shoppers see have as many options as this one.
pub async fn fits_model(conn: &mut Conn, variant: &VariantOf) -> Result<bool, DbError> {
    let text =
        "SELECT p.variant_values FROM catalog_products AS p JOIN catalog_models AS m ON m.id = p.model_id
                WHERE m.model_key = $1 AND p.status = 'active'";
    let rows: Vec<(Json<Vec<String>>,)> = conn.all(sql(text).bind(&variant.model)).await?;
    Ok(rows.iter().all(|(values,)| values.0.len() == variant.options.len()))
}

/// How many products a model has, those that nobody sees too, and what they differ in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelSize {
    pub options: Vec<String>,
    pub variants: usize,
}

/// The sizes of the models of these names; one that does not exist is missing.
pub async fn model_sizes(conn: &mut Conn, keys: &[&str]) -> Result<HashMap<String, ModelSize>, DbError> {
    let mut found = HashMap::with_capacity(keys.len());
    for batch in keys.chunks(BATCH) {
        let text = format!(
            "SELECT m.model_key, m.options, CAST((SELECT COUNT(*) FROM catalog_products AS p WHERE p.model_id = m.id)
                    AS BIGINT)
             FROM catalog_models AS m WHERE m.model_key IN ({})",
            placeholders(1, batch.len())
        );
        let rows: Vec<(String, Json<Vec<String>>, i64)> =
            conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        found.extend(rows.into_iter().map(|(key, options, count)| {
            (key, ModelSize { options: options.0, variants: usize::try_from(count).unwrap_or(0) })
        }));
    }
    Ok(found)
}

/// Every product of the model of this name with its values, those that nobody sees too.
pub async fn model_variants(conn: &mut Conn, key: &str) -> Result<Vec<(ProductId, Vec<String>)>, DbError> {
    let text = "SELECT p.id, p.variant_values FROM catalog_products AS p JOIN catalog_models AS m ON m.id = p.model_id
                WHERE m.model_key = $1 ORDER BY p.variant_position, p.id";
    let rows: Vec<(ProductId, Json<Vec<String>>)> = conn.all(sql(text).bind(key)).await?;
    Ok(rows.into_iter().map(|(product, values)| (product, values.0)).collect())
}

/// The names of the models of these products; one that is no variant is missing.
pub async fn model_keys_of(
    conn: &mut Conn,
    products: &[ProductId],
) -> Result<HashMap<ProductId, String>, DbError> {
    let mut found = HashMap::new();
    for batch in products.chunks(BATCH) {
        let text = format!(
            "SELECT p.id, m.model_key FROM catalog_products AS p JOIN catalog_models AS m ON m.id = p.model_id
             WHERE p.id IN ({})",
            placeholders(1, batch.len())
        );
        found.extend(conn.all::<(ProductId, String)>(sql(text).bind_all(batch.iter().copied())).await?);
    }
    Ok(found)
}
