//! A seller's offers out again, in a format that comes back in. Called by `orinoco export` and the pages. What is
//! written is read page by page, so memory does not grow with the catalogue; a file that is imported and exported again
//! is the same bytes.

mod icecat;
mod options;
mod shopify;

pub use options::{ExportError, ExportOptions, Exported, PictureNames};
pub use shopify::shopify;

use crate::error::ImportError;
use crate::files::Format;
use catalog::{
    CategoryTree, Condition, Offer, ProductImage, category_tree, offers_by_sku_after, product_images,
    product_sources,
};
use db::Db;
use domain::{OfferId, ProductId, SellerId};
use futures::Stream;

/// Offers that are read together.
const PAGE: i64 = 500;

/// One offer and all that a file says about it.
#[derive(Debug)]
pub struct OfferRow {
    pub offer: Offer,
    pub product: ProductImage,
    /// The product's key at its source, with the name of the source.
    pub source_key: Option<String>,
    /// Pieces that may be sold now.
    pub available: i64,
    /// Names from the root down.
    pub category: Vec<String>,
}

/// What writes one format. Each call appends to what is sent.
pub trait Writer: Send {
    /// What stands before the first row.
    fn begin(&mut self, _out: &mut Vec<u8>) -> Result<(), ImportError> {
        Ok(())
    }
    /// One row, or one product of several lines.
    fn row(&mut self, seller: SellerId, row: &OfferRow, out: &mut Vec<u8>) -> Result<(), ImportError>;
}

/// The writer of a format; `None` for those that are only read.
pub fn writer(format: Format) -> Option<Box<dyn Writer>> {
    match format {
        Format::Icecat => Some(Box::new(icecat::Lines)),
        Format::Shopify | Format::BestBuy | Format::Books => None,
    }
}

/// A seller's offers of new goods in the order of their numbers. Used goods have no place in these formats.
pub struct Walk {
    db: Db,
    seller: SellerId,
    tree: Option<CategoryTree>,
    after: Option<String>,
    over: bool,
}

impl Walk {
    pub fn new(db: Db, seller: SellerId) -> Self {
        Self { db, seller, tree: None, after: None, over: false }
    }

    /// The next page; empty at the end.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next(&mut self) -> Result<Vec<OfferRow>, ImportError> {
        while !self.over {
            let page = self.page().await?;
            if !page.is_empty() {
                return Ok(page);
            }
        }
        Ok(Vec::new())
    }

    async fn page(&mut self) -> Result<Vec<OfferRow>, ImportError> {
        let mut conn = self.db.read().await?;
        if self.tree.is_none() {
            self.tree = Some(category_tree(&mut conn).await?);
        }
        let mut offers = offers_by_sku_after(&mut conn, self.seller, self.after.as_deref(), PAGE).await?;
        self.over = i64::try_from(offers.len()).is_ok_and(|count| count < PAGE);
        self.after = offers.last().map(|offer| offer.sku.clone());
        offers.retain(|offer| offer.condition == Condition::New);
        let products: Vec<ProductId> = offers.iter().map(|offer| offer.product_id).collect();
        let ids: Vec<OfferId> = offers.iter().map(|offer| offer.id).collect();
        let images = product_images(&mut conn, &products).await?;
        let sources = product_sources(&mut conn, &products).await?;
        let levels = inventory::levels(&mut conn, &ids).await?;
        let row = |offer: Offer| {
            let product = images.get(&offer.product_id)?.clone();
            let path = self.tree.as_ref().map(|tree| tree.path(product.category_id)).unwrap_or_default();
            Some(OfferRow {
                category: path.into_iter().map(|category| category.name.clone()).collect(),
                source_key: sources.get(&offer.product_id).cloned().flatten(),
                available: levels.get(&offer.id).map_or(0, |level| level.available),
                product,
                offer,
            })
        };
        Ok(offers.into_iter().filter_map(row).collect())
    }
}

/// The whole file, piece by piece. `None` for a format that is only read.
pub fn export(
    db: Db,
    seller: SellerId,
    format: Format,
) -> Option<impl Stream<Item = Result<Vec<u8>, ImportError>> + Send + 'static> {
    let writer = writer(format)?;
    let state = (Walk::new(db, seller), writer, true);
    Some(futures::stream::try_unfold(state, move |(mut walk, mut writer, first)| async move {
        let mut out = Vec::new();
        if first {
            writer.begin(&mut out)?;
        }
        let page = walk.next().await?;
        for row in &page {
            writer.row(seller, row, &mut out)?;
        }
        let over = page.is_empty() && out.is_empty();
        Ok((!over).then_some((out, (walk, writer, false))))
    }))
}
