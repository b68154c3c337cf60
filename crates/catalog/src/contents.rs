//! What products say of themselves, kept in memory: half of what a product's page reads, and it hardly ever changes. Each
//! use asks the database for the product's revision, so nothing is shown that is out of date. Called by the product page.

use crate::page::PictureRow;
use crate::product::{Attribute, PRODUCT_COLUMNS, Product};
use db::{Conn, DbError, FromRow, Row, sql};
use domain::ProductId;
use pictures::{PICTURE_COLUMNS, Picture};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// So many bytes of text may be kept, about 10,000 products of an electronics catalogue; then it begins anew.
const MOST_BYTES: usize = 32 << 20;

/// A product with its pictures at one revision. The same `Arc` always says the same.
#[derive(Debug, Clone)]
pub struct Content {
    pub product: Product,
    pub pictures: Vec<Picture>,
    revision: i64,
}

struct ContentRow {
    product: Product,
    revision: i64,
}

impl FromRow for ContentRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { product: Product::from_row(row)?, revision: row.get("revision")? })
    }
}

impl Content {
    /// About what it takes in memory.
    fn bytes(&self) -> usize {
        let product = &self.product;
        let unit = |a: &Attribute| a.unit.as_ref().map_or(0, String::len);
        let attributes: usize =
            product.attributes.iter().map(|a| size_of_val(a) + a.name.len() + a.value.len() + unit(a)).sum();
        let values: usize = product.values.iter().map(|v| size_of_val(v) + v.len()).sum();
        let words = product.slug.len() + product.title.len() + product.brand.as_ref().map_or(0, String::len);
        size_of::<Self>()
            + words
            + product.description.len()
            + attributes
            + values
            + size_of_val(&*self.pictures)
    }
}

#[derive(Debug, Default)]
struct Shelf {
    contents: HashMap<ProductId, Arc<Content>>,
    bytes: usize,
}

/// The kept contents of one database; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Contents(Arc<RwLock<Shelf>>);

impl Contents {
    /// What the product at an address says of itself, whatever its status. Only for connections that read: inside a
    /// transaction that is rolled back a revision may come twice.
    pub async fn by_slug(&self, conn: &mut Conn, slug: &str) -> Result<Option<Arc<Content>>, DbError> {
        let statement = sql("SELECT id, revision FROM catalog_products WHERE slug = $1").bind(slug);
        let Some((id, revision)) = conn.opt::<(ProductId, i64)>(statement).await? else { return Ok(None) };
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).contents.get(&id).cloned();
        if let Some(known) = known.filter(|known| known.revision == revision) {
            return Ok(Some(known));
        }
        let Some(content) = read(conn, id).await?.map(Arc::new) else { return Ok(None) };
        self.keep(content.clone());
        Ok(Some(content))
    }

    fn keep(&self, content: Arc<Content>) {
        let mut shelf = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if shelf.bytes > MOST_BYTES {
            *shelf = Shelf::default();
        }
        shelf.bytes += content.bytes();
        if let Some(before) = shelf.contents.insert(content.product.id, content) {
            shelf.bytes -= before.bytes();
        }
    }
}

async fn read(conn: &mut Conn, id: ProductId) -> Result<Option<Content>, DbError> {
    let text = format!("SELECT {PRODUCT_COLUMNS}, p.revision FROM catalog_products AS p WHERE p.id = $1");
    let Some(row) = conn.opt::<ContentRow>(sql(text).bind(id)).await? else { return Ok(None) };
    let text = format!(
        "SELECT {PICTURE_COLUMNS} FROM catalog_product_pictures AS pp
         JOIN pictures_pictures AS pic ON pic.id = pp.picture_id WHERE pp.product_id = $1 ORDER BY pp.position"
    );
    let pictures: Vec<PictureRow> = conn.all(sql(text).bind(id)).await?;
    let pictures = pictures.into_iter().map(|p| p.0).collect();
    Ok(Some(Content { product: row.product, pictures, revision: row.revision }))
}
