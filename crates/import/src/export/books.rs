//! A table as `books` reads it: the source's own columns, and those that make a line come back as it was. A book is what
//! has authors; everything else has no place in it.

use super::{OfferRow, Writer, as_html, present};
use crate::bestbuy::Detail;
use crate::books::{
    AUTHOR_MAX, AUTHORS, LANGUAGE, ORIGINAL, PUBLISHED, language_code, names_of, says_more, sku_of, year_cell,
};
use crate::error::ImportError;
use crate::files::Format;
use crate::row::{FACTS_MAX, is_absent, one_line, tidy_fact};
use crate::shopify_columns::escaped;
use catalog::{Attribute, ProductImage};
use domain::{Currency, SellerId};

const HEADERS: [&str; 13] = [
    "book_id",
    "isbn13",
    "authors",
    "original_publication_year",
    "original_title",
    "title",
    "language_code",
    "price",
    "sku",
    "quantity",
    "status",
    "description",
    "facts",
];

pub(super) struct Table {
    /// Offers in another one are left out: the format names none.
    pub currency: Currency,
}

impl Writer for Table {
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<(), ImportError> {
        line(out, HEADERS)
    }

    fn row(&mut self, seller: SellerId, row: &OfferRow, out: &mut Vec<u8>) -> Result<bool, ImportError> {
        if row.offer.price.currency() != self.currency || row.is_withdrawn() {
            return Ok(false);
        }
        let Some(said) = Said::of(&row.product)? else { return Ok(false) };
        let id = row.source_id(Format::Books, seller);
        let sku = one_line(&row.offer.sku);
        let sku = if is_absent(&sku) { sku_of(&id) } else { sku };
        let isbn = |code: &&String| code.starts_with("978") || code.starts_with("979");
        line(
            out,
            [
                &id,
                row.product.eans.iter().find(isbn).map_or("", String::as_str),
                &escaped(&said.authors),
                // A year before Christ is a number and no formula.
                &said.year,
                &escaped(&said.original),
                &escaped(&said.title),
                said.language,
                &row.offer.price.to_decimal(),
                &escaped(&sku),
                &row.available.to_string(),
                if row.is_on_sale() { "active" } else { "hidden" },
                &escaped(&as_html(&row.product.description)),
                &said.facts,
            ],
        )?;
        Ok(true)
    }
}

fn line<const N: usize>(out: &mut Vec<u8>, cells: [&str; N]) -> Result<(), ImportError> {
    let mut writer = csv::Writer::from_writer(out);
    let written = writer.write_record(cells).map_err(std::io::Error::from).and_then(|()| writer.flush());
    written.map_err(|source| ImportError::Read { path: std::path::PathBuf::new(), source })
}

/// What a product says, as the columns want it.
struct Said {
    title: String,
    authors: String,
    year: String,
    language: &'static str,
    original: String,
    /// The facts without a column, as JSON.
    facts: String,
}

impl Said {
    /// `None` for what is no book.
    fn of(product: &ProductImage) -> Result<Option<Self>, ImportError> {
        let title = one_line(&product.title);
        let mut facts: Vec<Attribute> = product.attributes.iter().filter_map(tidy_fact).collect();
        let is_author = |fact: &Attribute| AUTHORS.contains(&fact.name.as_str()) && fact.unit.is_none();
        let Some(at) = facts.iter().position(is_author) else { return Ok(None) };
        let names = names_of(&facts.remove(at).value);
        let names: Vec<String> = names.iter().map(|name| present(name, AUTHOR_MAX)).collect();
        let authors = names.iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join(", ");
        if authors.is_empty() {
            return Ok(None);
        }
        // Columns are read in this order: a fact has its column where it stands before all that have none.
        let mut rest = facts.into_iter().take(FACTS_MAX).peekable();
        let mut column = |name: &str, fits: &dyn Fn(&str) -> bool| {
            let taken = rest.next_if(|fact| fact.name == name && fact.unit.is_none() && fits(&fact.value));
            taken.map(|fact| fact.value).unwrap_or_default()
        };
        let year = column(PUBLISHED, &|value| year_cell(value).is_some());
        let language = column(LANGUAGE, &|value| language_code(value).is_some());
        let original = column(ORIGINAL, &|value| says_more(value, &title));
        let facts: Vec<Detail> =
            rest.map(|fact| Detail { name: fact.name, value: fact.value, unit: fact.unit }).collect();
        let facts = match facts.is_empty() {
            true => String::new(),
            false => serde_json::to_string(&facts).map_err(db::DbError::from)?,
        };
        Ok(Some(Self {
            authors,
            year: year_cell(&year).unwrap_or_default(),
            language: language_code(&language).unwrap_or_default(),
            original,
            title,
            facts,
        }))
    }
}
