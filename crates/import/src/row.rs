//! A row of any format after checking, and the checks that all formats share.

use crate::error::Problem;
use crate::reason::Reason;
use crate::shopify_columns::unescaped;
use crate::terms::SaidTerms;
use catalog::{Attribute, Gtin, ProductStatus, Terms, VariantOf};
use domain::commission::CommissionClass;
use domain::shipping::Packing;
use domain::{Currency, Money};

pub(crate) const TITLE_MAX: usize = 500;
pub(crate) const TEXT_MAX: usize = 50_000;
const VALUE_MAX: usize = 4_000;
pub(crate) const FACTS_MAX: usize = 500;
/// What all facts of a product may take: as much as the catalogue keeps.
pub(crate) const FACTS_BYTES_MAX: usize = 200_000;
const QUANTITY_MAX: i64 = 1_000_000_000;
/// Ten million in the currency's main unit: above it a price is a mistake.
const PRICE_MAX_UNITS: i64 = 10_000_000;

/// One product and the importing seller's offer on it.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub line: u64,
    /// The source's id, without the name of the source.
    pub id: String,
    pub slug: Option<String>,
    pub title: String,
    pub brand: Option<String>,
    pub eans: Vec<Gtin>,
    pub description: String,
    pub attributes: Vec<Attribute>,
    pub category: Vec<String>,
    pub class: CommissionClass,
    pub sku: String,
    /// Zero: the source has none, and the product is catalogued without being offered.
    pub price: Money,
    /// `None`: the source does not know; the import's default is used.
    pub quantity: Option<i64>,
    pub terms: SaidTerms,
    pub status: ProductStatus,
    /// Files beside the catalogue.
    pub pictures: Vec<String>,
    /// Its place among variants, where it is one of several.
    pub variant: Option<RowVariant>,
    pub warnings: Vec<Problem>,
}

/// What ties a row to the other variants of its product.
#[derive(Debug, Clone)]
pub(crate) struct RowVariant {
    /// The source's id of all together.
    pub model: String,
    pub title: String,
    pub options: Vec<String>,
    /// One for each option.
    pub values: Vec<String>,
    pub position: i64,
}

impl RowVariant {
    /// The same for the catalogue, where the source's ids have this prefix.
    pub fn within(&self, prefix: &str) -> VariantOf {
        VariantOf {
            model: format!("{prefix}{}", self.model),
            title: self.title.clone(),
            options: self.options.clone(),
            values: self.values.clone(),
            position: self.position,
        }
    }
}

/// Collects what is wrong with one row while its cells are read.
pub(crate) struct Cells {
    pub line: u64,
    pub problems: Vec<Problem>,
    pub warnings: Vec<Problem>,
}

impl Cells {
    pub fn new(line: u64) -> Self {
        Self { line, problems: Vec::new(), warnings: Vec::new() }
    }

    pub fn error(&mut self, column: &str, reason: Reason) {
        self.problems.push(Problem::error(self.line, column, reason));
    }
    pub fn warning(&mut self, column: &str, reason: Reason) {
        self.warnings.push(Problem::warning(self.line, column, reason));
    }

    /// A short text that must be there: one line, no control characters, no formula.
    pub fn name(&mut self, column: &str, text: &str, max: usize) -> String {
        let tidy = self.plain_name(column, text, max);
        if is_formula(&tidy) {
            self.error(column, Reason::Formula);
        }
        tidy
    }

    /// The same for a text whose source says that it is no formula.
    pub fn plain_name(&mut self, column: &str, text: &str, max: usize) -> String {
        let tidy = one_line(text);
        if text.contains('\0') {
            self.error(column, Reason::NulByte);
        } else if tidy.is_empty() {
            self.error(column, Reason::Empty);
        } else if tidy.chars().count() > max {
            self.error(column, Reason::TooManyCharacters { limit: max as u64 });
        }
        tidy
    }

    /// The same for a text that may say by an apostrophe that it is no formula, as an export writes it.
    pub fn marked_name(&mut self, column: &str, text: &str, max: usize) -> String {
        match unescaped(text) {
            (text, true) => self.plain_name(column, text, max),
            (text, false) => self.name(column, text, max),
        }
    }

    /// The same, but it may be missing.
    pub fn optional_name(&mut self, column: &str, text: &str, max: usize) -> Option<String> {
        if is_absent(text) {
            return None;
        }
        Some(self.marked_name(column, text, max))
    }

    /// A long text, with or without markup.
    pub fn text(&mut self, column: &str, text: &str) -> String {
        if text.contains('\0') {
            self.error(column, Reason::NulByte);
            return String::new();
        }
        let plain = crate::html::to_text(text);
        if plain.len() > TEXT_MAX {
            self.error(column, Reason::TooManyBytes { limit: TEXT_MAX as u64 });
        }
        plain
    }

    /// An attribute's value; too long ones are cut and told.
    pub fn value(&mut self, column: &str, text: &str) -> String {
        let tidy = one_line(text);
        if tidy.len() <= VALUE_MAX {
            return tidy;
        }
        self.warning(column, Reason::Cut { limit: VALUE_MAX as u64 });
        tidy[..tidy.floor_char_boundary(VALUE_MAX)].to_owned()
    }

    /// Pieces in stock; nothing where the source does not say.
    pub fn quantity(&mut self, column: &str, text: &str) -> Option<i64> {
        if is_absent(text) {
            return None;
        }
        let quantity = text.trim().parse().ok().filter(|quantity| (0..=QUANTITY_MAX).contains(quantity));
        if quantity.is_none() {
            self.error(column, Reason::NoPieces);
        }
        quantity
    }

    /// Days of work until the hand-over; nothing where the source does not say.
    pub fn handling_days(&mut self, column: &str, text: &str) -> Option<u8> {
        if is_absent(text) {
            return None;
        }
        let days = text.trim().parse::<u8>().ok().filter(|days| *days <= Terms::LONGEST_HANDLING);
        if days.is_none() {
            self.error(column, Reason::NoDays { limit: u64::from(Terms::LONGEST_HANDLING) });
        }
        days
    }

    /// Grams of one packed piece; nothing where the source does not say. A part of a gram is rounded, half of one up.
    pub fn weight_g(&mut self, column: &str, text: &str) -> Option<i64> {
        if is_absent(text) {
            return None;
        }
        match rounded(text.trim()) {
            // Shopify writes nought where nobody has said.
            Some(0) => None,
            Some(grams) if grams <= Packing::HEAVIEST_G => Some(grams),
            _ => {
                self.error(column, Reason::NoGrams { limit: Packing::HEAVIEST_G.unsigned_abs() });
                None
            }
        }
    }

    /// What a unit costs the seller; nothing where the source does not say.
    pub fn cost(&mut self, column: &str, text: &str, currency: Currency) -> Option<Money> {
        if is_absent(text) {
            return None;
        }
        match Money::parse_decimal(text, currency) {
            Ok(cost) if cost.is_negative() => self.error(column, Reason::NoAmount { text: excerpt(text) }),
            // Free of charge is a cost, and no price.
            Ok(cost) if cost.is_zero() => return Some(cost),
            Ok(cost) => return Some(self.price(column, cost)),
            Err(error) => self.error(column, Reason::of_money(text, &error)),
        }
        None
    }

    /// Facts that are as many and as long as a product may have; each in one line.
    pub fn facts(&mut self, column: &str, facts: Vec<Attribute>) -> Vec<Attribute> {
        let bytes: usize = facts.iter().map(|fact| fact.name.len() + fact.value.len()).sum();
        if facts.len() > FACTS_MAX || bytes > FACTS_BYTES_MAX {
            self.error(
                column,
                Reason::TooManyFacts { facts: FACTS_MAX as u64, bytes: FACTS_BYTES_MAX as u64 },
            );
            return Vec::new();
        }
        if facts.iter().any(|fact| fact.name.contains('\0') || fact.value.contains('\0')) {
            self.error(column, Reason::NulByte);
            return Vec::new();
        }
        facts.iter().filter_map(tidy_fact).collect()
    }

    /// A price above zero that no mistake of typing made.
    pub fn price(&mut self, column: &str, price: Money) -> Money {
        let limit = PRICE_MAX_UNITS.saturating_mul(10i64.pow(price.currency().exponent()));
        if !price.is_positive() {
            self.error(column, Reason::NoPrice { price });
        } else if price.minor() > limit {
            self.error(column, Reason::PriceTooHigh { price, limit: PRICE_MAX_UNITS.unsigned_abs() });
        }
        price
    }

    pub fn decimal_price(&mut self, column: &str, text: &str, currency: Currency) -> Money {
        match Money::parse_decimal(text, currency) {
            Ok(price) => self.price(column, price),
            Err(error) => {
                self.error(column, Reason::of_money(text, &error));
                Money::zero(currency)
            }
        }
    }

    /// The valid codes; a wrong one is left out and told, because the product can be sold without it.
    pub fn codes<'a>(&mut self, column: &str, texts: impl Iterator<Item = &'a str>) -> Vec<Gtin> {
        let mut codes = Vec::new();
        for text in texts {
            match Gtin::parse(text) {
                Ok(code) if codes.contains(&code) => {}
                Ok(code) => codes.push(code),
                Err(error) => self.warning(column, Reason::of_code(text, error)),
            }
        }
        codes
    }
}

/// A plain decimal number of nought or more as a whole one; `None` for anything else.
fn rounded(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let is_plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain(whole) || !is_plain(part) {
        return None;
    }
    let up = i64::from(part.starts_with(['5', '6', '7', '8', '9']));
    whole.parse::<i64>().ok()?.checked_add(up)
}

/// A fact in one line; `None` for one without a name or value. As an export writes it and an import reads it.
pub(crate) fn tidy_fact(fact: &Attribute) -> Option<Attribute> {
    let name = one_line(&fact.name);
    // What is too long is cut; an export has nobody to tell.
    let value = Cells::new(0).value("", &fact.value);
    let unit = fact.unit.as_deref().map(one_line).filter(|unit| !unit.is_empty());
    (!name.is_empty() && !value.is_empty()).then_some(Attribute { name, value, unit })
}

/// Every white space and control character is one space.
pub(crate) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What people and programs write for "nothing".
pub(crate) fn is_absent(text: &str) -> bool {
    matches!(text.trim().to_ascii_lowercase().as_str(), "" | "nan" | "null" | "none" | "n/a" | "-")
}

/// Spreadsheets run cells that begin like this; `+` and `-` begin honest texts too often to be refused.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '@'])
}

/// The first characters of an input, for a message.
pub(crate) fn excerpt(text: &str) -> String {
    let short: String = one_line(text).chars().take(40).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}
