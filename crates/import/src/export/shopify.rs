//! A seller's catalogue as Shopify's product CSV, under its present headers.
//!
//! Taking it out, in, and out again gives the same bytes: products stand in the order of their handles, texts are
//! written as the import would tidy them, and a cell that a spreadsheet would run has an apostrophe in front that the
//! import takes away. Facts that Shopify has no column for are a metafield of their own.

use super::handles::{self, Groups, Listed};
use super::{ExportError, ExportOptions, Exported, PictureNames, present};
use crate::html;
use crate::row::{FACTS_MAX, is_absent, one_line, tidy_fact};
use crate::shopify_columns::{
    BARCODE, CATEGORY, COST, DESCRIPTION, FACTS, HANDLE, HANDLING, OPTION_NAMES, OPTION_VALUES, PICTURE,
    PICTURE_POSITION, PRICE, PUBLISHED, QUANTITY, SKU, STATUS, TAGS, TITLE, TYPE, VARIANT_PICTURE, VENDOR,
    WEIGHT, WEIGHT_UNIT, escaped,
};
use crate::shopify_product::{BRAND_MAX, CATEGORY_DEPTH_MAX, CATEGORY_MAX, fallback_sku};
use catalog::{Attribute, CategoryTree, OfferImage, ProductImage, Terms, slugify};
use db::{Conn, Db};
use domain::shipping::Packing;
use domain::{Money, OfferId, PictureId, ProductId};
use inventory::Level;
use pictures::Pictures;
use std::collections::{HashMap, HashSet};

/// Offers read at once; a product more, where its variants begin within them.
const AT_ONCE: usize = 300;
/// Width of the pictures that are written, in px; a smaller one is written as it is.
const PICTURE_PX: u32 = 4_096;
const FOLDER: &str = "pictures";

/// The columns in Shopify's own order. What the catalogue does not have is left empty.
const HEADERS: [&str; 45] = [
    TITLE,
    HANDLE,
    DESCRIPTION,
    VENDOR,
    CATEGORY,
    TYPE,
    TAGS,
    PUBLISHED,
    STATUS,
    SKU,
    BARCODE,
    OPTION_NAMES[0],
    OPTION_VALUES[0],
    "Option1 Linked To",
    OPTION_NAMES[1],
    OPTION_VALUES[1],
    "Option2 Linked To",
    OPTION_NAMES[2],
    OPTION_VALUES[2],
    "Option3 Linked To",
    PRICE,
    "Compare-at price",
    COST,
    "Charge tax",
    "Tax code",
    "Unit price total measure",
    "Unit price total measure unit",
    "Unit price base measure",
    "Unit price base measure unit",
    "Inventory tracker",
    QUANTITY,
    "Continue selling when out of stock",
    WEIGHT,
    WEIGHT_UNIT,
    "Requires shipping",
    "Fulfillment service",
    PICTURE,
    PICTURE_POSITION,
    "Image alt text",
    VARIANT_PICTURE,
    "Gift card",
    "SEO title",
    "SEO description",
    HANDLING,
    FACTS,
];

/// The table on its way out: its header, then some products at a time. What is kept between two pieces is which
/// products there are, about a hundred bytes for each offer; what they say is read for the piece alone.
pub(super) struct Table {
    db: Db,
    pictures: Pictures,
    options: ExportOptions,
    state: State,
    pub done: Exported,
}

enum State {
    Begun,
    Headed,
    Goes(Groups, CategoryTree),
}

impl Table {
    pub fn new(db: Db, pictures: Pictures, options: ExportOptions) -> Self {
        Self { db, pictures, options, state: State::Begun, done: Exported::default() }
    }

    /// The next piece; `None` behind the last one. No connection is held while somebody takes it.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ExportError> {
        let mut lines = csv::Writer::from_writer(Vec::new());
        if matches!(self.state, State::Begun) {
            self.state = State::Headed;
            lines.write_record(HEADERS)?;
            return finished(lines).map(Some);
        }
        if matches!(self.state, State::Headed) {
            let groups = handles::read(&self.db, &self.options).await?;
            let tree = catalog::category_tree(&mut self.db.read().await?).await?;
            self.state = State::Goes(groups, tree);
        }
        let State::Goes(groups, tree) = &mut self.state else { return Ok(None) };
        let some = groups.next(AT_ONCE);
        if some.is_empty() {
            return Ok(None);
        }
        let mut content = Content::read(&mut self.db.read_together().await?, &some).await?;
        if !self.options.costs {
            content.terms.values_mut().for_each(|(terms, _)| terms.cost = None);
        }
        for (handle, sold) in &some {
            let product = Product::of(handle, sold, &mut content);
            let names = write_pictures(&self.pictures, &self.options, handle, &product.pictures).await?;
            for line in product.lines(tree, &names) {
                lines.write_record(line.cells())?;
            }
            self.done.products += u64::from(!product.variants.is_empty());
            self.done.offers += product.variants.len() as u64;
            self.done.pictures += product.pictures.len() as u64;
        }
        finished(lines).map(Some)
    }
}

fn finished(lines: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, ExportError> {
    lines.into_inner().map_err(|error| ExportError::Write(std::io::Error::other(error.to_string())))
}

/// What the catalogue holds of some products.
struct Content {
    products: HashMap<ProductId, ProductImage>,
    offers: HashMap<OfferId, OfferImage>,
    terms: HashMap<OfferId, (Terms, Packing)>,
    stock: HashMap<OfferId, Level>,
}

impl Content {
    async fn read(conn: &mut Conn, groups: &[(Box<str>, Vec<Listed>)]) -> Result<Self, ExportError> {
        let sold = || groups.iter().flat_map(|(_, sold)| sold);
        let products: Vec<ProductId> = sold().map(|s| s.product).collect();
        let offers: Vec<OfferId> = sold().map(|s| s.offer).collect();
        let mut stock = HashMap::with_capacity(offers.len());
        for some in offers.chunks(500) {
            stock.extend(inventory::levels(conn, some).await?);
        }
        Ok(Self {
            products: catalog::product_images(conn, &products).await?,
            offers: catalog::offer_images(conn, &offers).await?,
            terms: catalog::terms_of(conn, &offers).await?,
            stock,
        })
    }
}

struct Variant {
    product: ProductImage,
    offer: OfferImage,
    terms: Terms,
    weight_g: Option<i64>,
    available: i64,
}

/// One handle's worth of lines.
struct Product<'h> {
    handle: &'h str,
    active: bool,
    variants: Vec<Variant>,
    /// Of all variants, each once.
    pictures: Vec<PictureId>,
    /// What each variant shows before all others, where that is its own.
    own_pictures: Vec<Option<PictureId>>,
}

impl<'h> Product<'h> {
    fn of(handle: &'h str, sold: &[Listed], content: &mut Content) -> Self {
        let active = sold.iter().any(|s| s.on_sale);
        // A product has one status for all its variants: those not on sale would be put up for sale by it.
        let shown = sold.iter().filter(|s| !active || s.on_sale);
        let variant = |s: &Listed| {
            let (terms, packing) = content.terms.remove(&s.offer).unwrap_or_default();
            Some(Variant {
                product: content.products.remove(&s.product)?,
                offer: content.offers.remove(&s.offer)?,
                terms,
                weight_g: packing.weight_g,
                available: content.stock.get(&s.offer).map_or(0, |level| level.available),
            })
        };
        let variants: Vec<Variant> = shown.filter_map(variant).collect();
        let galleries: Vec<&[PictureId]> = variants.iter().map(|v| v.product.pictures.as_slice()).collect();
        let (pictures, own_pictures) = arranged(&galleries);
        Self { handle, active, variants, pictures, own_pictures }
    }

    fn lines(&self, tree: &CategoryTree, pictures: &HashMap<PictureId, String>) -> Vec<Line> {
        let count = self.variants.len().max(self.pictures.len());
        let mut lines: Vec<Line> = (0..count).map(|_| Line::default()).collect();
        for line in &mut lines {
            line.set(HANDLE, self.handle);
        }
        let named = |picture: &PictureId| pictures.get(picture).map_or("", String::as_str);
        for (at, (line, picture)) in lines.iter_mut().zip(&self.pictures).enumerate() {
            line.set(PICTURE, named(picture));
            line.set(PICTURE_POSITION, &(at + 1).to_string());
        }
        for (at, (line, variant)) in lines.iter_mut().zip(&self.variants).enumerate() {
            self.describe_variant(line, variant, at == 0);
            if let Some(picture) = self.own_pictures.get(at).and_then(Option::as_ref) {
                line.set(VARIANT_PICTURE, named(picture));
            }
        }
        if let (Some(line), Some(first)) = (lines.first_mut(), self.variants.first()) {
            self.describe(line, &first.product, tree);
        }
        lines
    }

    fn describe(&self, line: &mut Line, product: &ProductImage, tree: &CategoryTree) {
        let title = product.variant.as_ref().map_or(&product.title, |variant| &variant.title);
        line.set(TITLE, &one_line(title));
        let paragraph = |text: &str| format!("<p>{}</p>", html::escape(text));
        line.set(DESCRIPTION, &html::tidy(&product.description).lines().map(paragraph).collect::<String>());
        line.set(VENDOR, &present(product.brand.as_deref().unwrap_or_default(), BRAND_MAX));
        line.set(CATEGORY, &category(tree, product));
        line.set(TYPE, &fact(product, "Type"));
        line.set(TAGS, &fact(product, "Style"));
        line.set(PUBLISHED, if self.active { "TRUE" } else { "FALSE" });
        line.set(STATUS, if self.active { "Active" } else { "Draft" });
        line.set("Gift card", "FALSE");
        line.set(FACTS, &facts(product));
    }

    fn describe_variant(&self, line: &mut Line, variant: &Variant, first: bool) {
        let values = variant.product.variant.as_ref().map_or(&[][..], |of| of.values.as_slice());
        match &variant.product.variant {
            Some(of) => {
                for (at, (name, value)) in of.options.iter().zip(values).enumerate() {
                    // As Shopify writes it, names stand in a product's first line.
                    if first {
                        line.set(OPTION_NAMES[at], &one_line(name));
                    }
                    line.set(OPTION_VALUES[at], &one_line(value));
                }
            }
            None => {
                line.set(OPTION_NAMES[0], "Title");
                line.set(OPTION_VALUES[0], "Default Title");
            }
        }
        let given = one_line(&variant.offer.sku);
        let sku = if is_absent(&given) { fallback_sku(self.handle, values) } else { given };
        line.set(SKU, &sku);
        line.set(BARCODE, variant.product.eans.first().map_or("", String::as_str));
        line.set(PRICE, &variant.offer.price.to_decimal());
        line.set(COST, &variant.terms.cost.map(Money::to_decimal).unwrap_or_default());
        line.set(HANDLING, &variant.terms.handling_days.map(|days| days.to_string()).unwrap_or_default());
        if let Some(grams) = variant.weight_g {
            line.set(WEIGHT, &grams.to_string());
            line.set(WEIGHT_UNIT, "g");
        }
        line.set(QUANTITY, &variant.available.to_string());
        let always = [
            ("Charge tax", "TRUE"),
            ("Inventory tracker", "shopify"),
            ("Continue selling when out of stock", "DENY"),
            ("Requires shipping", "TRUE"),
            ("Fulfillment service", "manual"),
        ];
        for (column, text) in always {
            line.set(column, text);
        }
    }
}

/// Every picture once, those that show one variant first, and each variant's own. A picture is a variant's own when it
/// stands first there and others have not got it; read like that, each variant has its own and all that are nobody's.
fn arranged(galleries: &[&[PictureId]]) -> (Vec<PictureId>, Vec<Option<PictureId>>) {
    let by_all = |picture: &PictureId| galleries.iter().all(|gallery| gallery.contains(picture));
    let own: Vec<Option<PictureId>> =
        galleries.iter().map(|gallery| gallery.first().filter(|picture| !by_all(picture)).copied()).collect();
    let everything = own.iter().flatten().chain(galleries.iter().flat_map(|gallery| gallery.iter()));
    let mut seen = HashSet::new();
    (everything.filter(|picture| seen.insert(**picture)).copied().collect(), own)
}

/// The names of a product's pictures, after writing those that are files.
async fn write_pictures(
    pictures: &Pictures,
    options: &ExportOptions,
    handle: &str,
    wanted: &[PictureId],
) -> Result<HashMap<PictureId, String>, ExportError> {
    let mut names = HashMap::with_capacity(wanted.len());
    for (at, id) in wanted.iter().enumerate() {
        let name = match &options.pictures {
            PictureNames::Addresses(site) => format!("{site}{}", pictures::url(*id, PICTURE_PX, "jpg")),
            PictureNames::Files(folder) => {
                let name = format!("{FOLDER}/{}-{}.jpg", file_stem(handle), at + 1);
                let bytes = pictures.get(*id, PICTURE_PX, "jpg").await?.bytes;
                let path = folder.join(&name);
                tokio::fs::create_dir_all(folder.join(FOLDER)).await?;
                tokio::fs::write(&path, &bytes).await?;
                name
            }
        };
        names.insert(*id, name);
    }
    Ok(names)
}

/// A handle as part of a file's name; one that is not plain is told from others like it by its hash.
fn file_stem(handle: &str) -> String {
    let plain = slugify(handle);
    let safe = plain == handle && handle.is_ascii();
    if safe { plain } else { format!("{plain}-{}", &blake3::hash(handle.as_bytes()).to_hex()[..8]) }
}

fn category(tree: &CategoryTree, product: &ProductImage) -> String {
    let names: Vec<String> = tree.path(product.category_id).iter().map(|c| c.name.clone()).collect();
    let names = names.join(" > ");
    let names: Vec<String> =
        names.split('>').map(|name| present(name, CATEGORY_MAX)).filter(|name| !name.is_empty()).collect();
    let path = names[..names.len().min(CATEGORY_DEPTH_MAX)].join(" > ");
    if path.is_empty() { "Other".to_owned() } else { path }
}

/// The facts that are no options of the variants: those come with them.
fn own_facts(product: &ProductImage) -> Vec<Attribute> {
    let chosen = |fact: &Attribute| {
        product.variant.as_ref().is_some_and(|of| {
            of.options.iter().zip(&of.values).any(|(name, value)| *name == fact.name && *value == fact.value)
        })
    };
    product.attributes.iter().filter(|fact| !chosen(fact)).filter_map(tidy_fact).take(FACTS_MAX).collect()
}

fn facts(product: &ProductImage) -> String {
    let facts = own_facts(product);
    if facts.is_empty() { String::new() } else { serde_json::to_string(&facts).unwrap_or_default() }
}

fn fact(product: &ProductImage, name: &str) -> String {
    own_facts(product).into_iter().find(|fact| fact.name == name).map(|fact| fact.value).unwrap_or_default()
}

/// The cells of one line by column.
#[derive(Default)]
struct Line(HashMap<&'static str, String>);

impl Line {
    fn set(&mut self, column: &'static str, text: &str) {
        self.0.insert(column, escaped(text));
    }

    fn cells(&self) -> impl Iterator<Item = &str> {
        HEADERS.iter().map(|column| self.0.get(column).map_or("", String::as_str))
    }
}

#[cfg(test)]
#[path = "shopify_tests.rs"]
mod tests;
