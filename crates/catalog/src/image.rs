//! Content of a product or offer at one moment: what an import keeps before it changes a row, and how its undo
//! puts it back.

use crate::model::{VARIANT_COLUMNS, VariantOf};
use crate::offer::{Condition, NewOffer, OFFER_COLUMNS, Offer};
use crate::product::{Attribute, NewProduct, ProductStatus};
use crate::taken_down::offers_taken_down;
use crate::{BATCH, CatalogError, Gtin, offer_write, product_write};
use db::{Conn, DbError, FromRow, Json, Row, Tx, placeholders, sql};
use domain::{CategoryId, Money, OfferId, PictureId, ProductId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Everything of a product that an upsert may change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductImage {
    pub title: String,
    pub brand: Option<String>,
    pub eans: Vec<String>,
    pub description: String,
    pub attributes: Vec<Attribute>,
    pub category_id: CategoryId,
    pub pictures: Vec<PictureId>,
    pub status: ProductStatus,
    /// Absent in what was kept before there were variants, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantOf>,
}

impl ProductImage {
    /// Whether both say the same of the product itself. What its model is called and has for options is said of all
    /// variants at once: it changes with any of them.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let own = |image: &Self| {
            let mut image = image.clone();
            if let Some(variant) = &mut image.variant {
                variant.title.clear();
                variant.options.clear();
            }
            image
        };
        own(self) == own(other)
    }
}

/// Everything of an offer that an upsert may change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferImage {
    pub product_id: ProductId,
    pub sku: String,
    pub condition: Condition,
    pub price: Money,
    pub active: bool,
}

impl From<&NewProduct> for ProductImage {
    fn from(new: &NewProduct) -> Self {
        Self {
            title: new.title.clone(),
            brand: new.brand.clone(),
            eans: new.eans.iter().map(|e| e.as_str().to_owned()).collect(),
            description: new.description.clone(),
            attributes: new.attributes.clone(),
            category_id: new.category_id,
            pictures: new.pictures.clone(),
            status: new.status,
            variant: new.variant.clone(),
        }
    }
}

impl From<&NewOffer> for OfferImage {
    fn from(new: &NewOffer) -> Self {
        Self {
            product_id: new.product_id,
            sku: new.sku.trim().to_owned(),
            condition: new.condition,
            price: new.price,
            active: new.active,
        }
    }
}

impl From<&Offer> for OfferImage {
    fn from(offer: &Offer) -> Self {
        Self {
            product_id: offer.product_id,
            sku: offer.sku.clone(),
            condition: offer.condition,
            price: offer.price,
            active: offer.active,
        }
    }
}

struct ImageRow {
    id: ProductId,
    image: ProductImage,
}

impl FromRow for ImageRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let image = ProductImage {
            title: row.get("title")?,
            brand: row.get("brand")?,
            eans: Vec::new(),
            description: row.get("description")?,
            attributes: row.get::<Json<Vec<Attribute>>>("attributes")?.0,
            category_id: row.get("category_id")?,
            pictures: Vec::new(),
            status: row.get("status")?,
            variant: VariantOf::joined(row)?,
        };
        Ok(Self { id: row.get("id")?, image })
    }
}

/// The present content of these products, in three statements for every 500.
pub async fn product_images(
    conn: &mut Conn,
    ids: &[ProductId],
) -> Result<HashMap<ProductId, ProductImage>, DbError> {
    let mut images = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let products = format!(
            "SELECT p.id, p.title, p.brand, p.description, p.attributes, p.category_id, p.status, {VARIANT_COLUMNS}
             FROM catalog_products AS p LEFT JOIN catalog_models AS m ON m.id = p.model_id WHERE p.id IN ({list})"
        );
        let rows: Vec<ImageRow> = conn.all(sql(products).bind_all(batch.iter().copied())).await?;
        images.extend(rows.into_iter().map(|row| (row.id, row.image)));
        let eans = format!(
            "SELECT product_id, ean FROM catalog_eans WHERE product_id IN ({list}) ORDER BY product_id, position"
        );
        for (product, ean) in
            conn.all::<(ProductId, String)>(sql(eans).bind_all(batch.iter().copied())).await?
        {
            if let Some(image) = images.get_mut(&product) {
                image.eans.push(ean);
            }
        }
        let pictures = format!(
            "SELECT product_id, picture_id FROM catalog_product_pictures WHERE product_id IN ({list})
             ORDER BY product_id, position"
        );
        let rows: Vec<(ProductId, PictureId)> =
            conn.all(sql(pictures).bind_all(batch.iter().copied())).await?;
        for (product, picture) in rows {
            if let Some(image) = images.get_mut(&product) {
                image.pictures.push(picture);
            }
        }
    }
    Ok(images)
}

/// The present content of these offers.
pub async fn offer_images(conn: &mut Conn, ids: &[OfferId]) -> Result<HashMap<OfferId, OfferImage>, DbError> {
    let mut images = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text = format!("SELECT {OFFER_COLUMNS} FROM catalog_offers AS o WHERE o.id IN ({list})");
        let rows: Vec<Offer> = conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        images.extend(rows.iter().map(|o| (o.id, OfferImage::from(o))));
    }
    Ok(images)
}

/// Puts products back to an earlier content and tells the log. A code that another product took since stays there, and what an
/// operator took down stays hidden.
pub async fn restore_products(tx: &mut Tx, images: &[(ProductId, ProductImage)]) -> Result<(), CatalogError> {
    for (id, image) in images {
        let codes: Vec<Gtin> = image.eans.iter().cloned().map(Gtin::stored).collect();
        let owners = crate::products_by_ean(tx, &codes).await?;
        let mut kept = image.clone();
        kept.eans.retain(|ean| owners.get(&Gtin::stored(ean.clone())).is_none_or(|owner| owner == id));
        product_write::write_image(tx, *id, &kept).await?;
    }
    Ok(())
}

/// Puts offers back to an earlier content and tells the log. What an operator took down stays off sale.
pub async fn restore_offers(tx: &mut Tx, images: &[(OfferId, OfferImage)]) -> Result<(), CatalogError> {
    let ids: Vec<OfferId> = images.iter().map(|(id, _)| *id).collect();
    let down = offers_taken_down(tx, &ids).await?;
    for (id, image) in images {
        let active = image.active && !down.contains(id);
        offer_write::write_image(tx, *id, &OfferImage { active, ..image.clone() }).await?;
    }
    Ok(())
}
