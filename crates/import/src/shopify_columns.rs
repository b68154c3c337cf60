//! The columns of Shopify's product CSV under one name each. Shopify has renamed most of them over the years; a file of
//! either generation is read alike, and what is wrong is told by the name that stands in the file.
//!
//! `Compare-at price` is not read on purpose: what this shop strikes through is the lowest price of the thirty days that it
//! showed itself (Directive 98/6/EC, article 6a), never what a file claims. `Weight unit for display` is not read because it
//! is one: the weight itself is in grams whatever it says.

use crate::error::{Column, ImportError, Problem};
use crate::reason::Reason;
use csv::ByteRecord;
use std::collections::HashMap;

pub(crate) const HANDLE: &str = "URL handle";
pub(crate) const TITLE: &str = "Title";
pub(crate) const DESCRIPTION: &str = "Description";
pub(crate) const VENDOR: &str = "Vendor";
pub(crate) const CATEGORY: &str = "Product category";
pub(crate) const TYPE: &str = "Type";
pub(crate) const TAGS: &str = "Tags";
pub(crate) const PUBLISHED: &str = "Published on online store";
pub(crate) const STATUS: &str = "Status";
pub(crate) const SKU: &str = "SKU";
pub(crate) const BARCODE: &str = "Barcode";
pub(crate) const OPTION_NAMES: [&str; 3] = ["Option1 name", "Option2 name", "Option3 name"];
pub(crate) const OPTION_VALUES: [&str; 3] = ["Option1 value", "Option2 value", "Option3 value"];
pub(crate) const PRICE: &str = "Price";
pub(crate) const COST: &str = "Cost per item";
pub(crate) const QUANTITY: &str = "Inventory quantity";
/// Of one piece, in grams whatever the unit for display is. Shopify writes nought where nobody has said.
pub(crate) const WEIGHT: &str = "Weight value (grams)";
/// Written beside a weight; not read.
pub(crate) const WEIGHT_UNIT: &str = "Weight unit for display";
pub(crate) const PICTURE: &str = "Product image URL";
pub(crate) const PICTURE_POSITION: &str = "Image position";
pub(crate) const VARIANT_PICTURE: &str = "Variant image URL";
/// Our own: a metafield in Shopify's words, with the days of work until the hand-over.
pub(crate) const HANDLING: &str = "Handling days (product.metafields.orinoco.handling_days)";
/// Our own: a product metafield in Shopify's words, with every fact of the product as JSON.
pub(crate) const FACTS: &str = "Facts (product.metafields.orinoco.facts)";

/// A column's present name, and those it had before or has in some exports.
const COLUMNS: [(&str, &[&str]); 26] = [
    (HANDLE, &["Handle"]),
    (TITLE, &[]),
    (DESCRIPTION, &["Body (HTML)", "Body HTML"]),
    (VENDOR, &[]),
    (CATEGORY, &["Standardized Product Type", "Standard Product Type"]),
    (TYPE, &["Custom Product Type"]),
    (TAGS, &[]),
    (PUBLISHED, &["Published"]),
    (STATUS, &[]),
    (SKU, &["Variant SKU"]),
    (BARCODE, &["Barcodes", "Variant Barcode"]),
    (OPTION_NAMES[0], &[]),
    (OPTION_VALUES[0], &[]),
    (OPTION_NAMES[1], &[]),
    (OPTION_VALUES[1], &[]),
    (OPTION_NAMES[2], &[]),
    (OPTION_VALUES[2], &[]),
    (PRICE, &["Variant Price"]),
    (COST, &[]),
    (QUANTITY, &["Variant Inventory Qty"]),
    (WEIGHT, &["Variant Grams"]),
    (PICTURE, &["Image Src"]),
    (PICTURE_POSITION, &["Image Position"]),
    (VARIANT_PICTURE, &["Variant Image"]),
    (HANDLING, &[]),
    (FACTS, &[]),
];

/// Needed ones, with the names of the generation that has a `Handle`.
const NEEDED: [(&str, &str); 3] = [(HANDLE, "Handle"), (TITLE, "Title"), (PRICE, "Variant Price")];

/// Whether these are the first cells of a product file.
pub(crate) fn is_header<'a>(names: impl Iterator<Item = &'a str> + Clone) -> bool {
    let has = |wanted: &str| names.clone().any(|name| name.trim().eq_ignore_ascii_case(wanted));
    has(TITLE) && (has("Handle") || has(HANDLE))
}

/// Where each column is.
pub(crate) struct Header {
    columns: HashMap<&'static str, Place>,
    count: usize,
}

struct Place {
    at: usize,
    /// As the file has it.
    name: String,
}

/// The cells of one line by column.
pub(crate) struct Line<'h> {
    pub number: u64,
    header: &'h Header,
    cells: HashMap<&'static str, Cell>,
}

struct Cell {
    text: String,
    /// An apostrophe stood before it, so that no spreadsheet takes it for a formula.
    escaped: bool,
}

impl Header {
    pub fn read(record: &ByteRecord) -> Result<Self, ImportError> {
        let mut names: HashMap<String, (usize, String)> = HashMap::new();
        for (n, cell) in record.iter().enumerate() {
            let bytes = if n == 0 { cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell) } else { cell };
            // A quoted first cell behind a byte order mark keeps its quotation marks.
            let name = String::from_utf8_lossy(bytes).trim().trim_matches('"').to_owned();
            if !name.is_empty() && names.insert(name.to_ascii_lowercase(), (n, name.clone())).is_some() {
                return Err(ImportError::ColumnTwice(name));
            }
        }
        let mut columns = HashMap::new();
        for (column, older) in COLUMNS {
            let found =
                std::iter::once(&column).chain(older).find_map(|name| names.get(&name.to_ascii_lowercase()));
            if let Some((at, name)) = found {
                columns.insert(column, Place { at: *at, name: name.clone() });
            }
        }
        let newer = names.contains_key(&HANDLE.to_ascii_lowercase());
        match NEEDED.into_iter().find(|(column, _)| !columns.contains_key(column)) {
            Some((column, older)) => Err(ImportError::MissingColumn(if newer { column } else { older })),
            None => Ok(Self { columns, count: record.len() }),
        }
    }

    /// The cells of one line.
    ///
    /// # Errors
    /// What is wrong with the line as a whole.
    pub fn cells(&self, number: u64, record: &ByteRecord) -> Result<Line<'_>, Vec<Problem>> {
        if record.len() != self.count {
            let reason = Reason::CellCount { cells: record.len() as u64, header: self.count as u64 };
            return Err(vec![Problem::error(number, Column::WholeLine, reason)]);
        }
        let (mut cells, mut problems) = (HashMap::with_capacity(self.columns.len()), Vec::new());
        for (column, place) in &self.columns {
            match std::str::from_utf8(record.get(place.at).unwrap_or_default()) {
                Ok(text) => {
                    let (text, escaped) = unescaped(text);
                    cells.insert(*column, Cell { text: text.to_owned(), escaped });
                }
                Err(_) => {
                    problems.push(Problem::error(number, place.name.as_str(), Reason::NotUtf8));
                }
            }
        }
        if problems.is_empty() { Ok(Line { number, header: self, cells }) } else { Err(problems) }
    }
}

impl Line<'_> {
    pub fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", |cell| &cell.text)
    }

    /// Whether the cell says by an apostrophe that it is a text.
    pub fn is_escaped(&self, column: &str) -> bool {
        self.cells.get(column).is_some_and(|cell| cell.escaped)
    }

    /// Whether the file has this column at all.
    pub fn has(&self, column: &str) -> bool {
        self.header.columns.contains_key(column)
    }

    /// The column's name in the file.
    pub fn name_of<'n>(&'n self, column: &'n str) -> &'n str {
        self.header.columns.get(column).map_or(column, |place| &place.name)
    }
}

/// Spreadsheets run cells that begin like this.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A cell as it is written: an apostrophe stands before what a spreadsheet would run. One more before what has one
/// already, so that [`unescaped`] gives back exactly this text.
pub(crate) fn escaped(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text of a cell, and whether an apostrophe was taken away.
pub(crate) fn unescaped(cell: &str) -> (&str, bool) {
    match cell.strip_prefix('\'') {
        Some(text) if is_formula(text) => (text, true),
        _ => (cell, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_comes_back_as_it_was() {
        for text in ["", "=1+1", "'=1", "''=1", "+49", "-20° bag", "@x", "'tis", "plain", "\tx", "'"] {
            let cell = escaped(text);
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
            assert_eq!(unescaped(&cell).0, text, "{cell}");
        }
        assert_eq!(escaped("plain"), "plain");
    }

    #[test]
    fn both_generations_of_headers_name_the_same_columns() {
        let old = "Handle,Title,Body (HTML),Option1 Name,Variant SKU,Variant Price,Image Src,Variant Image";
        let new = "Title,URL handle,Description,Option1 name,SKU,Price,Product image URL,Variant image URL";
        for header in [old, new] {
            let record = ByteRecord::from(header.split(',').collect::<Vec<_>>());
            let header = Header::read(&record).unwrap();
            for column in [HANDLE, TITLE, DESCRIPTION, OPTION_NAMES[0], SKU, PRICE, PICTURE, VARIANT_PICTURE]
            {
                assert!(header.columns.contains_key(column), "{column}");
            }
        }
        assert!(is_header(old.split(',')) && is_header(new.split(',')) && !is_header(["Title"].into_iter()));
        let missing = |header: &str| {
            Header::read(&ByteRecord::from(header.split(',').collect::<Vec<_>>())).err().unwrap().to_string()
        };
        assert!(missing("Handle,Title").contains("`Variant Price`"));
        assert!(missing("URL handle,Title").contains("`Price`"));
    }
}
