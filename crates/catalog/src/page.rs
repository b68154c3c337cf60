//! Reads made for pages: one product in four statements, any number of cards in three.

use crate::category::{Category, categories_on_path};
use crate::contend::{Contending, contending, contending_of};
use crate::offer::Offer;
use crate::product::{PRODUCT_COLUMNS, Product, ProductStatus};
use crate::{BATCH, CatalogError};
use db::{Conn, DbError, FromRow, Row, placeholders, sql};
use domain::{ModelId, ProductId};
use pictures::{PICTURE_COLUMNS, Picture};
use std::collections::HashMap;

/// Everything that the catalogue says on a product's page.
#[derive(Debug, Clone)]
pub struct ProductDetail {
    pub product: Product,
    /// From the root to the product's category.
    pub category_path: Vec<Category>,
    pub pictures: Vec<Picture>,
    /// Those that contend for the product: active ones, lowest price first.
    pub offers: Vec<Offer>,
    /// There are more offers than those.
    pub crowded: bool,
}

/// A product in a list.
#[derive(Debug, Clone)]
pub struct ProductCard {
    pub id: ProductId,
    pub slug: String,
    pub title: String,
    pub brand: Option<String>,
    pub category_slug: String,
    pub status: ProductStatus,
    pub picture: Option<Picture>,
    /// What it is called together with its variants, for one of several.
    pub model: Option<CardModel>,
    /// Those that contend for the product: active ones, lowest price first; which are in stock is `inventory`'s to say.
    pub offers: Vec<Offer>,
    /// There are more offers than those.
    pub crowded: bool,
}

/// The model of a product in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardModel {
    pub id: ModelId,
    pub title: String,
    /// How many variants shoppers see, this one among them.
    pub variants: i64,
}

struct DetailRow {
    product: Product,
    category_path: String,
}

impl FromRow for DetailRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { product: Product::from_row(row)?, category_path: row.get("category_path")? })
    }
}

impl FromRow for ProductCard {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            slug: row.get("slug")?,
            title: row.get("title")?,
            brand: row.get("brand")?,
            category_slug: row.get("category_slug")?,
            status: row.get("status")?,
            picture: Picture::joined(row)?,
            model: match row.get::<Option<String>>("model_title")? {
                Some(title) => {
                    Some(CardModel { id: row.get("model_id")?, title, variants: row.get("variants")? })
                }
                None => None,
            },
            offers: Vec::new(),
            crowded: false,
        })
    }
}

pub(crate) struct PictureRow(pub(crate) Picture);

impl FromRow for PictureRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Picture::joined(row)?.map(Self).ok_or(DbError::NotFound)
    }
}

/// The product at an address, whatever its status: a withdrawn one still has a page that says so.
pub async fn product_by_slug(conn: &mut Conn, slug: &str) -> Result<Option<ProductDetail>, DbError> {
    let text = format!(
        "SELECT {PRODUCT_COLUMNS}, c.path AS category_path FROM catalog_products AS p
         JOIN catalog_categories AS c ON c.id = p.category_id WHERE p.slug = $1"
    );
    match conn.opt::<DetailRow>(sql(text).bind(slug)).await? {
        Some(row) => detail(conn, row).await.map(Some),
        None => Ok(None),
    }
}

/// The same by id.
///
/// # Errors
/// [`CatalogError::ProductNotFound`].
pub async fn product_detail(conn: &mut Conn, id: ProductId) -> Result<ProductDetail, CatalogError> {
    let text = format!(
        "SELECT {PRODUCT_COLUMNS}, c.path AS category_path FROM catalog_products AS p
         JOIN catalog_categories AS c ON c.id = p.category_id WHERE p.id = $1"
    );
    let row = conn.opt::<DetailRow>(sql(text).bind(id)).await?.ok_or(CatalogError::ProductNotFound(id))?;
    Ok(detail(conn, row).await?)
}

async fn detail(conn: &mut Conn, row: DetailRow) -> Result<ProductDetail, DbError> {
    let text = format!(
        "SELECT {PICTURE_COLUMNS} FROM catalog_product_pictures AS pp
         JOIN pictures_pictures AS pic ON pic.id = pp.picture_id WHERE pp.product_id = $1 ORDER BY pp.position"
    );
    let pictures: Vec<PictureRow> = conn.all(sql(text).bind(row.product.id)).await?;
    let Contending { offers, crowded } = contending(conn, row.product.id).await?;
    Ok(ProductDetail {
        category_path: categories_on_path(conn, &row.category_path).await?,
        pictures: pictures.into_iter().map(|p| p.0).collect(),
        offers,
        crowded,
        product: row.product,
    })
}

/// Cards in the given order; products that do not exist are left out.
pub async fn cards(conn: &mut Conn, ids: &[ProductId]) -> Result<Vec<ProductCard>, DbError> {
    let mut found: HashMap<ProductId, ProductCard> = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text = format!(
            "SELECT p.id, p.slug, p.title, p.brand, p.status, c.slug AS category_slug, {PICTURE_COLUMNS},
                    p.model_id, m.title AS model_title, (SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_products AS v
                     WHERE v.model_id = p.model_id AND v.status = 'active') AS variants
             FROM catalog_products AS p
             JOIN catalog_categories AS c ON c.id = p.category_id
             LEFT JOIN catalog_models AS m ON m.id = p.model_id
             LEFT JOIN catalog_product_pictures AS pp ON pp.product_id = p.id AND pp.position = 0
             LEFT JOIN pictures_pictures AS pic ON pic.id = pp.picture_id
             WHERE p.id IN ({list})"
        );
        let rows: Vec<ProductCard> = conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        found.extend(rows.into_iter().map(|card| (card.id, card)));
    }
    let mut contending = contending_of(conn, ids).await?;
    let in_order = ids.iter().filter_map(|id| {
        let mut card = found.remove(id)?;
        let of_card = contending.remove(id).unwrap_or_default();
        (card.offers, card.crowded) = (of_card.offers, of_card.crowded);
        Some(card)
    });
    Ok(in_order.collect())
}
