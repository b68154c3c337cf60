//! Products: what they are made of, and finding them.

use crate::BATCH;
use crate::gtin::Gtin;
use crate::image::ProductImage;
use crate::model::VariantOf;
use db::{Conn, DbError, FromRow, Json, Row, placeholders, sql};
use domain::{CategoryId, ModelId, PictureId, ProductId, Timestamp, text_enum};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

text_enum! {
    /// Whether shoppers see a product.
    pub enum ProductStatus {
        /// On its page, in lists and in search.
        Active = "active",
        /// Kept by its seller, shown to nobody yet.
        Hidden = "hidden",
        /// Taken back; its page says that it is no longer sold.
        Withdrawn = "withdrawn",
    }
}
db::text_column!(ProductStatus);

/// One fact about a product: `Weight: 3460 g`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Attribute {
    #[serde(rename = "n")]
    pub name: String,
    #[serde(rename = "v")]
    pub value: String,
    /// Shown behind the value: `g`, `mm`, `GHz`.
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// A product as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    pub id: ProductId,
    pub slug: String,
    pub title: String,
    pub brand: Option<String>,
    /// The first of its codes, 13 or 14 digits.
    pub ean: Option<String>,
    /// Plain text, paragraphs separated by line breaks.
    pub description: String,
    /// In the order of the source.
    pub attributes: Vec<Attribute>,
    pub category_id: CategoryId,
    pub status: ProductStatus,
    /// When an operator took it down; hidden then, until an operator shows it again.
    pub taken_down_at: Option<Timestamp>,
    /// What ties it to its variants, for one of several.
    pub model: Option<ModelId>,
    /// Its own values of the model's options; none without a model.
    pub values: Vec<String>,
    pub source_key: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub(crate) const PRODUCT_COLUMNS: &str = "p.id, p.slug, p.title, p.brand, p.ean, p.description, p.attributes, \
     p.category_id, p.status, p.taken_down_at_us, p.model_id, p.variant_values, p.source_key, p.created_at_us, \
     p.updated_at_us";

impl FromRow for Product {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            slug: row.get("slug")?,
            title: row.get("title")?,
            brand: row.get("brand")?,
            ean: row.get("ean")?,
            description: row.get("description")?,
            attributes: row.get::<Json<Vec<Attribute>>>("attributes")?.0,
            category_id: row.get("category_id")?,
            status: row.get("status")?,
            taken_down_at: row.get("taken_down_at_us")?,
            model: row.get("model_id")?,
            values: row.get::<Option<Json<Vec<String>>>>("variant_values")?.map(|v| v.0).unwrap_or_default(),
            source_key: row.get("source_key")?,
            created_at: row.get("created_at_us")?,
            updated_at: row.get("updated_at_us")?,
        })
    }
}

/// A product to be made, or the wanted content of the one with the same source key.
#[derive(Debug, Clone)]
pub struct NewProduct {
    /// The source's own id, e.g. `icecat:3920564`. `None` always makes a new product.
    pub source_key: Option<String>,
    /// Wished address; otherwise it is made from the title. Only used for a new product: addresses do not change.
    pub slug: Option<String>,
    pub title: String,
    pub brand: Option<String>,
    /// Every code of the product, the most telling first.
    pub eans: Vec<Gtin>,
    pub description: String,
    pub attributes: Vec<Attribute>,
    pub category_id: CategoryId,
    pub pictures: Vec<PictureId>,
    pub status: ProductStatus,
    /// Its place among variants; `None` for a product that is the only one of its kind.
    pub variant: Option<VariantOf>,
}

impl NewProduct {
    /// A new product that everybody sees and of which nothing is said but what it is called and where it stands.
    pub fn titled(title: impl Into<String>, category_id: CategoryId) -> Self {
        Self {
            source_key: None,
            slug: None,
            title: title.into(),
            brand: None,
            eans: Vec::new(),
            description: String::new(),
            attributes: Vec::new(),
            category_id,
            pictures: Vec::new(),
            status: ProductStatus::Active,
            variant: None,
        }
    }
}

/// What an upsert did to one row; `I` is how it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<I> {
    Created,
    Changed(Box<I>),
    Unchanged,
}

/// The answer of an upsert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upserted<Id, I> {
    pub id: Id,
    pub change: Change<I>,
}

/// The answer for a product; `Changed` holds its content before.
pub type UpsertedProduct = Upserted<ProductId, ProductImage>;

/// One product by its id.
pub async fn product_by_id(conn: &mut Conn, id: ProductId) -> Result<Option<Product>, DbError> {
    let text = format!("SELECT {PRODUCT_COLUMNS} FROM catalog_products AS p WHERE p.id = $1");
    conn.opt(sql(text).bind(id)).await
}

/// The product that carries the code, whoever described it.
pub async fn product_by_ean(conn: &mut Conn, ean: &Gtin) -> Result<Option<Product>, DbError> {
    let text = format!(
        "SELECT {PRODUCT_COLUMNS} FROM catalog_eans AS e JOIN catalog_products AS p ON p.id = e.product_id
         WHERE e.ean = $1"
    );
    conn.opt(sql(text).bind(ean.as_str())).await
}

/// The products that carry these codes.
pub async fn products_by_ean(conn: &mut Conn, eans: &[Gtin]) -> Result<HashMap<Gtin, ProductId>, DbError> {
    let mut found = HashMap::new();
    for batch in eans.chunks(BATCH) {
        let text = format!(
            "SELECT ean, product_id FROM catalog_eans WHERE ean IN ({})",
            placeholders(1, batch.len())
        );
        let rows: Vec<(String, ProductId)> =
            conn.all(sql(text).bind_all(batch.iter().map(Gtin::as_str))).await?;
        found.extend(rows.into_iter().map(|(ean, product)| (Gtin::stored(ean), product)));
    }
    Ok(found)
}

/// The source key of every product that has one, for tools that look at a whole catalogue.
pub async fn source_keys(conn: &mut Conn) -> Result<Vec<(String, ProductId)>, DbError> {
    conn.all(sql("SELECT source_key, id FROM catalog_products WHERE source_key IS NOT NULL ORDER BY id"))
        .await
}

/// The products with these source keys.
pub async fn products_by_source(
    conn: &mut Conn,
    keys: &[&str],
) -> Result<HashMap<String, ProductId>, DbError> {
    let mut found = HashMap::new();
    for batch in keys.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text = format!("SELECT source_key, id FROM catalog_products WHERE source_key IN ({list})");
        found.extend(conn.all::<(String, ProductId)>(sql(text).bind_all(batch.iter().copied())).await?);
    }
    Ok(found)
}

/// The source keys of these products.
pub async fn product_sources(
    conn: &mut Conn,
    ids: &[ProductId],
) -> Result<HashMap<ProductId, Option<String>>, DbError> {
    let mut found = HashMap::new();
    for batch in ids.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text = format!("SELECT id, source_key FROM catalog_products WHERE id IN ({list})");
        found.extend(
            conn.all::<(ProductId, Option<String>)>(sql(text).bind_all(batch.iter().copied())).await?,
        );
    }
    Ok(found)
}
