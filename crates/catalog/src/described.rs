//! How well products are described, for judging their listings. Called by the seller's list of products.

use crate::BATCH;
use crate::product::Attribute;
use db::{Conn, DbError, FromRow, Json, Row, placeholders, sql};
use domain::{CategoryId, ProductId};
use std::collections::HashMap;

/// What a product says of itself, counted where nobody reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    pub title: String,
    pub brand: Option<String>,
    pub category_id: CategoryId,
    /// In characters.
    pub description: i64,
    pub attributes: Vec<Attribute>,
    /// The first of its codes.
    pub ean: Option<String>,
    pub pictures: i64,
}

impl FromRow for Described {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            title: row.get("title")?,
            brand: row.get("brand")?,
            category_id: row.get("category_id")?,
            description: row.get("description_chars")?,
            attributes: row.get::<Json<Vec<Attribute>>>("attributes")?.0,
            ean: row.get("ean")?,
            pictures: row.get("pictures")?,
        })
    }
}

struct Named(ProductId, Described);

impl FromRow for Named {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self(row.get("id")?, Described::from_row(row)?))
    }
}

/// Of each of these products; those that do not exist are missing.
pub async fn described(conn: &mut Conn, ids: &[ProductId]) -> Result<HashMap<ProductId, Described>, DbError> {
    let mut found = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let text = format!(
            "SELECT p.id, p.title, p.brand, p.category_id, p.attributes, p.ean,
                    CAST(LENGTH(p.description) AS BIGINT) AS description_chars,
                    (SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_product_pictures AS pp
                     WHERE pp.product_id = p.id) AS pictures
             FROM catalog_products AS p WHERE p.id IN ({})",
            placeholders(1, batch.len())
        );
        let rows: Vec<Named> = conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        found.extend(rows.into_iter().map(|Named(id, described)| (id, described)));
    }
    Ok(found)
}
