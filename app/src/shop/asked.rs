//! What the address of a list asks for, and the addresses of its links. Called by `listing` and `facets`.
use platform::domain::text_enum::TextEnum as _;
use platform::search::{AttributeChoice, Sort};

use super::ways::Way;
use super::{facets, prices};
use crate::answer::encode_query;
use crate::page::{query, query_all};

/// What the address asks for; changing one thing gives the address of a link.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// `/search` or `/c/<slug>`.
    pub(super) path: String,
    pub(super) text: String,
    pub(super) brands: Vec<String>,
    pub(super) attributes: Vec<AttributeChoice>,
    pub(super) from_minor: Option<i64>,
    pub(super) to_minor: Option<i64>,
    pub(super) in_stock: bool,
    /// Words are taken for words only, not for brands and categories.
    pub(super) as_typed: bool,
    /// Brands with few results are listed, too.
    pub(super) all_brands: bool,
    pub(super) sort: Option<Sort>,
    /// Only when the address says it; what was chosen before is remembered.
    pub(super) way: Option<Way>,
    pub(super) page: u32,
}

impl Asked {
    pub(super) fn read(path: String) -> Self {
        let minor = |name: &str| query(name).and_then(|v| v.parse().ok()).filter(|v: &i64| *v >= 0);
        // What somebody typed comes as it was typed; links have minor units of the shop's currency.
        let price = |typed: &str, linked: &str| {
            query(typed).and_then(|text| prices::read(&text)).or_else(|| minor(linked))
        };
        let (from_minor, to_minor) = prices::in_order(price("from", "min"), price("to", "max"));
        Self {
            path,
            text: query("q").unwrap_or_default(),
            brands: query_all("brand"),
            attributes: facets::read(&query_all("a"), &query_all("r")),
            from_minor,
            to_minor,
            in_stock: query("stock").is_some(),
            as_typed: query("as").is_some(),
            all_brands: query("brands").is_some(),
            sort: query("sort").and_then(|s| Sort::parse(&s)),
            way: query("view").and_then(|v| Way::parse(&v)),
            page: query("page").and_then(|p| p.parse().ok()).unwrap_or(1).clamp(1, 400),
        }
    }

    /// The same list shown in another way, on the same page of it.
    pub(super) fn shown_as(&self, way: Way) -> String {
        Self { way: Some(way), ..self.clone() }.address()
    }

    /// The address with this change, back on the first page.
    pub(super) fn with(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut asked = Self { page: 1, way: None, ..self.clone() };
        change(&mut asked);
        asked.address()
    }

    pub(super) fn address(&self) -> String {
        let mut pairs = self.choices();
        pairs.extend(self.sort.map(|s| ("sort", s.as_str().to_owned())));
        pairs.extend(self.way.map(|w| ("view", w.as_str().to_owned())));
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        if pairs.is_empty() {
            return self.path.clone();
        }
        let pairs: Vec<String> = pairs.iter().map(|(k, v)| format!("{k}={}", encode_query(v))).collect();
        format!("{}?{}", self.path, pairs.join("&"))
    }

    /// What is asked for, without how it is shown: for an address, or as hidden fields of a form.
    pub(super) fn choices(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        if !self.text.is_empty() {
            pairs.push(("q", self.text.clone()));
        }
        pairs.extend(self.brands.iter().map(|b| ("brand", b.clone())));
        pairs.extend(facets::pairs(&self.attributes));
        pairs.extend(self.from_minor.map(|v| ("min", v.to_string())));
        pairs.extend(self.to_minor.map(|v| ("max", v.to_string())));
        if self.in_stock {
            pairs.push(("stock", "1".into()));
        }
        if self.as_typed {
            pairs.push(("as", "typed".into()));
        }
        if self.all_brands {
            pairs.push(("brands", "all".into()));
        }
        pairs
    }

    /// A whole list in its own order, on whatever page of it.
    pub(super) fn is_whole(&self) -> bool {
        !self.filtered() && self.text.is_empty() && self.sort.is_none() && !self.all_brands
    }

    pub(super) fn filtered(&self) -> bool {
        !self.brands.is_empty()
            || !self.attributes.is_empty()
            || self.from_minor.is_some()
            || self.to_minor.is_some()
            || self.in_stock
    }
}
