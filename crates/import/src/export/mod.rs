//! A seller's offers out again, in a format that comes back in. Called by `orinoco export` and the pages. What is
//! written is read page by page, so memory does not grow with the catalogue; a file that is imported and exported again
//! is the same bytes.

mod bestbuy;
mod books;
mod handles;
mod icecat;
mod options;
mod shopify;

pub use options::{ExportError, ExportOptions, Exported, PictureNames};

use crate::error::ImportError;
use crate::files::Format;
use crate::row::{is_absent, one_line};
use catalog::{
    CategoryTree, Condition, Offer, ProductImage, ProductStatus, category_tree, offers_by_sku_after,
    product_images, product_sources,
};
use db::Db;
use domain::{OfferId, ProductId, SellerId, TypedId as _};
use futures::Stream;
use pictures::Pictures;
use std::io::Write;

/// Offers that are read together.
const PAGE: i64 = 500;

/// One offer and all that a file says about it.
#[derive(Debug)]
struct OfferRow {
    offer: Offer,
    product: ProductImage,
    /// The product's key at its source, with the name of the source.
    source_key: Option<String>,
    /// Pieces that may be sold now.
    available: i64,
    /// Names from the root down.
    category: Vec<String>,
}

impl OfferRow {
    /// Whether its seller wants to sell it and shoppers see it.
    fn is_on_sale(&self) -> bool {
        self.offer.active && self.product.status == ProductStatus::Active
    }

    /// Taken out of the shop, by an undo as by a person: a file would bring it back.
    fn is_withdrawn(&self) -> bool {
        self.product.status == ProductStatus::Withdrawn
    }

    /// The number that the product came with from a source of this format; one of another source is known by its id
    /// here.
    fn source_id(&self, format: Format, seller: SellerId) -> String {
        let rest = self.source_key.as_deref().and_then(|key| key.strip_prefix(&format!("{format}:")));
        let own = rest.map(|rest| rest.strip_prefix(&format!("{seller}:")).unwrap_or(rest));
        // Another seller's number is none of the common catalogue.
        let of_another = |rest: &&str| !rest.starts_with(&format!("{}_", SellerId::PREFIX));
        own.filter(of_another).map_or_else(|| self.offer.product_id.to_string(), str::to_owned)
    }
}

/// What writes one format row by row. Each call appends to what is sent.
trait Writer: Send {
    /// What stands before the first row.
    fn begin(&mut self, _out: &mut Vec<u8>) -> Result<(), ImportError> {
        Ok(())
    }
    /// One offer; `false` when the format has no place for it, and nothing was appended.
    fn row(&mut self, seller: SellerId, row: &OfferRow, out: &mut Vec<u8>) -> Result<bool, ImportError>;
}

/// A seller's file on its way out, piece by piece.
pub struct Export {
    db: Db,
    seller: SellerId,
    kind: Kind,
}

enum Kind {
    /// Offers in the order of their numbers.
    Rows { walk: Walk, writer: Box<dyn Writer>, begun: bool, done: Exported },
    /// Products in the order of their handles.
    Table(Box<shopify::Table>),
}

impl Export {
    /// Begins one; nothing is read yet. Only Shopify's table names pictures.
    pub fn new(db: Db, pictures: Pictures, format: Format, options: ExportOptions) -> Self {
        let (seller, currency) = (options.seller, options.currency);
        let writer: Box<dyn Writer> = match format {
            Format::Icecat => Box::new(icecat::Lines),
            Format::BestBuy => Box::new(bestbuy::Lines { currency }),
            Format::Books => Box::new(books::Table { currency }),
            Format::Shopify => {
                let table = Box::new(shopify::Table::new(db.clone(), pictures, options));
                return Self { db, seller, kind: Kind::Table(table) };
            }
        };
        let walk = Walk::new(db.clone(), seller);
        Self { db, seller, kind: Kind::Rows { walk, writer, begun: false, done: Exported::default() } }
    }

    /// The next piece; `None` behind the last one.
    ///
    /// # Errors
    /// When something cannot be read; what came so far is no whole file then.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ExportError> {
        let (walk, writer, begun, done) = match &mut self.kind {
            Kind::Table(table) => return table.next().await,
            Kind::Rows { walk, writer, begun, done } => (walk, writer, begun, done),
        };
        let mut out = Vec::new();
        if !std::mem::replace(begun, true) {
            writer.begin(&mut out)?;
        }
        loop {
            let page = walk.next().await?;
            for row in &page {
                if writer.row(self.seller, row, &mut out)? {
                    done.products += 1;
                    done.offers += 1;
                }
            }
            // A page that the format has no place for is no end.
            if page.is_empty() || !out.is_empty() {
                return Ok((!out.is_empty()).then_some(out));
            }
        }
    }

    /// Writes the whole file and says what is in it.
    ///
    /// # Errors
    /// When something cannot be read or written.
    pub async fn write(mut self, mut out: impl Write) -> Result<Exported, ExportError> {
        while let Some(piece) = self.next().await? {
            out.write_all(&piece)?;
        }
        out.flush()?;
        let mut done = match &self.kind {
            Kind::Table(table) => table.done,
            Kind::Rows { done, .. } => *done,
        };
        let all = catalog::count_of_seller(&mut self.db.read().await?, self.seller).await?;
        done.left_out = u64::try_from(all).unwrap_or(0).saturating_sub(done.offers);
        Ok(done)
    }

    /// The pieces as they are read: whoever takes them slowly holds nothing up, and memory holds one of them.
    pub fn stream(self) -> impl Stream<Item = Result<Vec<u8>, ExportError>> + Send + 'static {
        futures::stream::try_unfold(self, |mut export| async move {
            Ok(export.next().await?.map(|piece| (piece, export)))
        })
    }
}

/// A text that an import would take for one, of at most `max` characters; empty for what it would take for nothing.
fn present(text: &str, max: usize) -> String {
    let tidy: String = one_line(text).chars().take(max).collect();
    if is_absent(&tidy) { String::new() } else { tidy.trim_end().to_owned() }
}

/// A description that is read as HTML, so what is text must not look like it.
fn as_html(text: &str) -> String {
    let lines = text.lines().map(one_line).filter(|line| !line.is_empty() && line != "•");
    lines.collect::<Vec<_>>().join("\n").replace('&', "&amp;").replace('<', "&lt;")
}

/// A seller's offers of new goods in the order of their numbers. Used goods have no place in these formats.
struct Walk {
    db: Db,
    seller: SellerId,
    tree: Option<CategoryTree>,
    after: Option<String>,
    over: bool,
}

impl Walk {
    fn new(db: Db, seller: SellerId) -> Self {
        Self { db, seller, tree: None, after: None, over: false }
    }

    /// The next page; empty at the end.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn next(&mut self) -> Result<Vec<OfferRow>, ImportError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_reads_back_as_the_text_that_it_was() {
        for text in ["3 < 5 && 7 > 2", "<script>x</script> &amp; é", "one\ntwo", "• a\n• b", "&lt;b&gt;"]
        {
            assert_eq!(crate::html::to_text(&as_html(text)), text);
        }
    }
}
