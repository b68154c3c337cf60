//! A product as the index sees it, and how it is written.

use crate::facets;
use crate::schema::Fields;
use crate::text;
use domain::{CategoryId, ProductId, Timestamp, TypedId};
use tantivy::TantivyDocument;

/// How often a word of the title counts compared with one of the description.
const TITLE_WEIGHT: usize = 4;
const BRAND_WEIGHT: usize = 2;
/// Of a description only so much is searched: the rest is boilerplate that drowns the words that matter.
const DESCRIPTION_BYTES: usize = 4_000;
const ATTRIBUTE_BYTES: usize = 8_000;

/// Everything about one product that can be found, filtered, counted or sorted by. The variants of a model are one
/// document, so that they are one result and count once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Document {
    /// The product that is shown.
    pub(crate) id: ProductId,
    /// Every product that this stands for, the shown one among them.
    pub(crate) members: Vec<ProductId>,
    pub(crate) title: String,
    pub(crate) brand: Option<String>,
    pub(crate) description: String,
    /// Values of attributes, with their names where the value alone says nothing.
    pub(crate) attributes: String,
    /// What one can choose by, as `facets` keeps it.
    pub(crate) tokens: Vec<String>,
    /// EAN, UPC, manufacturer's number, sellers' SKUs.
    pub(crate) numbers: Vec<String>,
    /// From the root to the product's own category.
    pub(crate) path: Vec<CategoryId>,
    pub(crate) category_names: Vec<String>,
    /// The lowest price one can buy it for, in minor units of the shop's currency.
    pub(crate) price_minor: Option<i64>,
    pub(crate) in_stock: bool,
    pub(crate) created: Timestamp,
}

/// The prefix of a text of at most so many bytes, cut between characters.
fn cut(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

impl Document {
    /// Changes whenever anything in the document changes.
    pub(crate) fn stamp(&self) -> u64 {
        hash_of(self)
    }

    pub(crate) fn to_tantivy(&self, f: &Fields) -> TantivyDocument {
        let mut doc = TantivyDocument::new();
        for member in &self.members {
            doc.add_text(f.id, member.to_string());
        }
        let (high, low) = self.id.uuid().as_u64_pair();
        doc.add_u64(f.id_high, high);
        doc.add_u64(f.id_low, low);
        doc.add_u64(f.stamp, self.stamp());
        doc.add_text(f.title, &self.title);
        self.add_words(f, &mut doc);
        self.add_codes(f, &mut doc);
        for name in &self.category_names {
            doc.add_text(f.shelf, name);
        }
        doc.add_u64(f.title_key, hash_of(&text::plain_words(&self.title)));
        if let Some(own) = self.path.last() {
            doc.add_u64(f.shelf_key, hash_of(own));
        }
        doc.add_text(f.attributes, cut(&self.attributes, ATTRIBUTE_BYTES));
        let mut names = std::collections::BTreeSet::new();
        for token in &self.tokens {
            doc.add_text(f.attribute_tokens, token);
            names.insert(facets::name_of(token));
        }
        for name in names {
            doc.add_text(f.attribute_names, name);
        }
        for category in &self.path {
            doc.add_text(f.category, category.to_string());
        }
        if !self.path.is_empty() {
            doc.add_text(f.path, path_text(&self.path));
        }
        if let Some(brand) = self.brand.as_deref().filter(|b| !b.is_empty()) {
            doc.add_text(f.brand, brand);
        }
        if let Some(price) = self.price_minor {
            doc.add_i64(f.price, price);
        }
        doc.add_bool(f.in_stock, self.in_stock);
        doc.add_i64(f.created, self.created.as_micros());
        doc
    }

    fn add_words(&self, f: &Fields, doc: &mut TantivyDocument) {
        let mut add = |text: &str, times: usize| (0..times).for_each(|_| doc.add_text(f.text, text));
        add(&self.title, TITLE_WEIGHT);
        if let Some(brand) = &self.brand {
            add(brand, BRAND_WEIGHT);
        }
        for number in &self.numbers {
            add(number, 1);
        }
        add(cut(&self.description, DESCRIPTION_BYTES), 1);
    }

    fn add_codes(&self, f: &Fields, doc: &mut TantivyDocument) {
        let mut codes = text::codes(&self.title);
        for number in &self.numbers {
            codes.push(text::plain_words(number).concat());
            codes.extend(text::article_number(number).map(|n| text::article_code(&n)));
        }
        codes.sort_unstable();
        codes.dedup();
        for code in codes.iter().filter(|c| !c.is_empty()) {
            doc.add_text(f.codes, code);
        }
    }
}

/// With fixed keys: hashes are compared with those of an earlier run. Another hash in another compiler's library costs
/// a needless rewrite, never a missed one.
fn hash_of(thing: &impl std::hash::Hash) -> u64 {
    use std::hash::Hasher as _;
    let mut hasher = std::collections::hash_map::DefaultHasher::new();
    thing.hash(&mut hasher);
    hasher.finish()
}

/// `id/id/id`, root first.
pub(crate) fn path_text(path: &[CategoryId]) -> String {
    path.iter().map(ToString::to_string).collect::<Vec<_>>().join("/")
}
