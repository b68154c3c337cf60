//! What the search index needs to know of products.

use crate::BATCH;
use crate::category::{CategoryTree, category_tree};
use crate::offer::{Offer, offers_of_products};
use crate::product::{Attribute, PRODUCT_COLUMNS, Product, ProductStatus};
use db::{Conn, DbError, placeholders, sql};
use domain::{CategoryId, ModelId, ProductId, Timestamp};
use std::collections::HashMap;

/// A product as the index sees it.
#[derive(Debug, Clone)]
pub struct ProductDocument {
    pub id: ProductId,
    pub slug: String,
    pub title: String,
    pub brand: Option<String>,
    pub description: String,
    pub attributes: Vec<Attribute>,
    /// Every code, so that a scanned or typed one finds the product.
    pub eans: Vec<String>,
    /// From the root to the product's category.
    pub category_ids: Vec<CategoryId>,
    pub category_names: Vec<String>,
    /// Active ones, lowest price first.
    pub offers: Vec<Offer>,
    /// Only active products belong in the index.
    pub status: ProductStatus,
    /// What ties it to its variants, for one of several.
    pub model: Option<ModelId>,
    /// Its own values of the model's options.
    pub values: Vec<String>,
    pub created_at: Timestamp,
}

/// Documents in the given order; products that do not exist are left out, those not active are in the answer.
pub async fn product_documents(conn: &mut Conn, ids: &[ProductId]) -> Result<Vec<ProductDocument>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let tree = category_tree(conn).await?;
    let mut found = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text = format!("SELECT {PRODUCT_COLUMNS} FROM catalog_products AS p WHERE p.id IN ({list})");
        for product in conn.all::<Product>(sql(text).bind_all(batch.iter().copied())).await? {
            found.insert(product.id, document(product, &tree));
        }
        let text = format!("SELECT product_id, ean FROM catalog_eans WHERE product_id IN ({list})");
        for (product, ean) in
            conn.all::<(ProductId, String)>(sql(text).bind_all(batch.iter().copied())).await?
        {
            if let Some(document) = found.get_mut(&product) {
                document.eans.push(ean);
            }
        }
    }
    let mut offers = offers_of_products(conn, ids).await?;
    let in_order = ids.iter().filter_map(|id| {
        let mut document = found.remove(id)?;
        document.offers = offers.remove(id).unwrap_or_default();
        Some(document)
    });
    Ok(in_order.collect())
}

fn document(product: Product, tree: &CategoryTree) -> ProductDocument {
    let path = tree.path(product.category_id);
    ProductDocument {
        category_ids: path.iter().map(|c| c.id).collect(),
        category_names: path.iter().map(|c| c.name.clone()).collect(),
        id: product.id,
        slug: product.slug,
        title: product.title,
        brand: product.brand,
        description: product.description,
        attributes: product.attributes,
        eans: Vec::new(),
        offers: Vec::new(),
        status: product.status,
        model: product.model,
        values: product.values,
        created_at: product.created_at,
    }
}

/// Every product's id in ascending order, page by page, for building an index anew.
pub async fn all_product_ids_after(
    conn: &mut Conn,
    after: Option<ProductId>,
    limit: i64,
) -> Result<Vec<ProductId>, DbError> {
    let rows: Vec<(ProductId,)> = match after {
        Some(after) => {
            conn.all(
                sql("SELECT id FROM catalog_products WHERE id > $1 ORDER BY id LIMIT $2")
                    .bind(after)
                    .bind(limit),
            )
            .await?
        }
        None => conn.all(sql("SELECT id FROM catalog_products ORDER BY id LIMIT $1").bind(limit)).await?,
    };
    Ok(rows.into_iter().map(|r| r.0).collect())
}
