//! What is asked of the search and what it answers.

use crate::intent::Understood;
use domain::{CategoryId, ProductId, text_enum};
use serde::{Deserialize, Serialize};

/// The longest list a page of results may have.
pub const MOST_PER_PAGE: u32 = 100;
/// Results behind this one are not listed; nobody looks, and each costs as much as all before it.
pub const DEEPEST_RESULT: u32 = 10_000;
/// Attributes that can be chosen at once.
pub const MOST_CHOICES: usize = 12;
/// Ranges of one attribute that can be chosen at once: more than a page lists.
pub const MOST_RANGES: usize = 12;

text_enum! {
    /// The order of the results.
    #[derive(Default)]
    pub enum Sort {
        /// Best match first; without a text, what is in stock and new first.
        #[default]
        Relevance = "relevance",
        /// Cheapest first; products without a price last.
        PriceAsc = "price_asc",
        /// Dearest first; products without a price last.
        PriceDesc = "price_desc",
        /// Latest addition first.
        Newest = "newest",
    }
}

/// What was chosen of one attribute: any of some values, or any of some ranges of numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AttributeChoice {
    /// As the facet names it.
    pub name: String,
    /// As the facet spells them, unit included.
    pub values: Vec<String>,
    /// At most [`MOST_RANGES`] count.
    pub ranges: Vec<NumberRange>,
}

/// Numbers of one unit, both ends inclusive, in thousandths.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NumberRange {
    pub from_milli: i64,
    pub to_milli: i64,
    /// As written behind the number; empty when there is none.
    pub unit: String,
}

/// A search. [`SearchRequest::default`] lists everything.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchRequest {
    /// As typed. Nothing in it is an error; empty means browsing.
    pub text: String,
    /// This category and all below it.
    pub category: Option<CategoryId>,
    /// Any of these brands, spelled as in the facet; empty means all.
    pub brands: Vec<String>,
    /// Inclusive, in minor units of the shop's currency.
    pub price_from_minor: Option<i64>,
    /// Inclusive, in minor units of the shop's currency.
    pub price_to_minor: Option<i64>,
    /// Only what can be bought now.
    pub in_stock: bool,
    /// All of these, each by any of its values. At most [`MOST_CHOICES`] count.
    pub attributes: Vec<AttributeChoice>,
    /// Take words for words only, and never for a brand or a category.
    pub as_typed: bool,
    /// Whether the answer shall list brands with few results, too.
    pub all_brands: bool,
    /// Whether the answer shall count attributes, which costs as much again.
    pub with_attributes: bool,
    pub sort: Sort,
    /// From 1.
    pub page: u32,
    /// 1..=[`MOST_PER_PAGE`]; other numbers are moved to the nearest.
    pub per_page: u32,
}

impl Default for SearchRequest {
    fn default() -> Self {
        Self {
            text: String::new(),
            category: None,
            brands: Vec::new(),
            price_from_minor: None,
            price_to_minor: None,
            in_stock: false,
            attributes: Vec::new(),
            as_typed: false,
            all_brands: false,
            with_attributes: false,
            sort: Sort::Relevance,
            page: 1,
            per_page: 24,
        }
    }
}

/// One page of results with the counts for narrowing them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchPage {
    pub hits: Vec<ProductId>,
    /// How many products match, on all pages together.
    pub total: u64,
    pub page: u32,
    pub per_page: u32,
    /// Children of the asked category (or the roots) with at least one result, most results first.
    pub categories: Vec<CategoryCount>,
    /// Brands as if no brand were chosen, chosen ones first, then most results first.
    pub brands: Vec<BrandCount>,
    /// How many brands there are, listed or not.
    pub brand_total: u64,
    /// Up to six ranges as if no price were chosen; they do not overlap and leave nothing out.
    pub prices: Vec<PriceBucket>,
    /// Attributes that tell these results apart, chosen ones first; none when there are too many results.
    pub attributes: Vec<AttributeFacet>,
    /// They are too many for their attributes to be counted.
    #[serde(default)]
    pub attributes_uncounted: bool,
    /// How many products have every word as typed. They come first.
    pub exact: u64,
    /// A brand or category that the words were taken for: what is of another is left out.
    pub understood: Understood,
    /// What was probably meant, when no product has every word as typed and one of them is near a known one.
    pub corrected: Option<String>,
    /// Few products have every word; behind them come some with only some of the words, or words spelled alike.
    pub relaxed: bool,
    /// Of the words as typed, those that most of the products behind are without.
    pub left_out: Vec<String>,
}

/// Results within one category and all below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryCount {
    pub id: CategoryId,
    pub count: u64,
}

/// Results of one brand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandCount {
    pub brand: String,
    pub count: u64,
    pub selected: bool,
}

/// Results with a price of `from_minor` to `to_minor`, both inclusive; the last range is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceBucket {
    pub from_minor: i64,
    pub to_minor: Option<i64>,
    pub count: u64,
}

/// The values of one attribute among the results, or ranges of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeFacet {
    pub name: String,
    /// As if none of them were chosen; chosen ones first, then most results first.
    pub values: Vec<ValueCount>,
    /// Instead of values where these are many numbers; in order, and they do not overlap, but for chosen ones that are
    /// not among them and stand first.
    pub ranges: Vec<RangeCount>,
}

impl AttributeFacet {
    pub(crate) fn is_chosen(&self) -> bool {
        self.values.iter().any(|value| value.selected) || self.ranges.iter().any(|range| range.selected)
    }
}

/// Results with one value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueCount {
    pub value: String,
    pub count: u64,
    pub selected: bool,
}

/// Results with a number in this range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RangeCount {
    pub range: NumberRange,
    pub count: u64,
    pub selected: bool,
}
