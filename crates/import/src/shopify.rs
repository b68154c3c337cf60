//! Shopify's product CSV. Rows with one `Handle` are one product: the first describes it, the others add pictures.
//! Variants beyond the first are told and left out.

use crate::error::{ImportError, Problem};
use crate::reader::{Item, ROW_BYTES_MAX, Sink};
use crate::row::{Cells, Row, TITLE_MAX, is_absent, one_line};
use catalog::{Attribute, ProductStatus};
use csv::ByteRecord;
use domain::Currency;
use domain::commission::CommissionClass;
use std::cell::Cell;
use std::collections::HashMap;
use std::io::Read;
use std::rc::Rc;

const NEEDED: [&str; 3] = ["Handle", "Title", "Variant Price"];
const SKU_MAX: usize = 100;
/// Tags that speak about the supplier and not about the product.
const NOT_STYLE: &[&str] = &["issues", "new", "sale"];

pub(crate) fn read(input: impl Read, currency: Currency, sink: Sink<'_>) -> Result<(), ImportError> {
    let budget = Rc::new(Cell::new(ROW_BYTES_MAX));
    let input = Limited { inner: input, budget: Rc::clone(&budget) };
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(input);
    let mut record = ByteRecord::new();
    let mut product: Option<Product> = None;
    let mut header: Option<Header> = None;
    loop {
        let line = reader.position().line();
        match reader.read_byte_record(&mut record) {
            Ok(false) => break,
            Ok(true) => budget.set(ROW_BYTES_MAX),
            Err(_) if budget.get() == 0 => {
                return Err(ImportError::RowTooLong { line, limit: ROW_BYTES_MAX });
            }
            Err(error) => {
                let path = std::path::PathBuf::new();
                return Err(ImportError::Read { path, source: std::io::Error::other(error) });
            }
        }
        let Some(columns) = &header else {
            header = Some(Header::read(&record)?);
            continue;
        };
        let line = record.position().map_or(line, csv::Position::line);
        let cells = match (columns.cells(line, &record), &mut product) {
            (Ok(row), Some(open)) if open.handle() == row.get("Handle") => {
                open.add(&row);
                continue;
            }
            (cells, _) => cells,
        };
        if let Some(done) = product.replace(Product::begin(cells))
            && !sink(done.finish(currency))
        {
            return Ok(());
        }
    }
    if header.is_none() {
        return Err(ImportError::MissingColumn(NEEDED[0]));
    }
    if let Some(done) = product {
        sink(done.finish(currency));
    }
    Ok(())
}

/// Ends the input when one record swallows the rest of the file.
struct Limited<R> {
    inner: R,
    budget: Rc<Cell<u64>>,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.budget.get() == 0 {
            return Err(std::io::Error::other("a row does not end"));
        }
        let count = self.inner.read(buffer)?;
        self.budget.set(self.budget.get().saturating_sub(count as u64));
        Ok(count)
    }
}

/// The columns by name.
struct Header {
    columns: HashMap<String, usize>,
    count: usize,
}

/// The cells of one line by column.
struct Line {
    number: u64,
    cells: HashMap<String, String>,
}

impl Line {
    fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

impl Header {
    fn read(record: &ByteRecord) -> Result<Self, ImportError> {
        let mut columns = HashMap::new();
        for (n, cell) in record.iter().enumerate() {
            let bytes = if n == 0 { cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell) } else { cell };
            // A quoted first cell behind a byte order mark keeps its quotation marks.
            let name = String::from_utf8_lossy(bytes).trim().trim_matches('"').to_owned();
            if !name.is_empty() && columns.insert(name.clone(), n).is_some() {
                return Err(ImportError::ColumnTwice(name));
            }
        }
        if let Some(missing) = NEEDED.into_iter().find(|name| !columns.contains_key(*name)) {
            return Err(ImportError::MissingColumn(missing));
        }
        Ok(Self { columns, count: record.len() })
    }

    fn cells(&self, number: u64, record: &ByteRecord) -> Result<Line, Vec<Problem>> {
        if record.len() != self.count {
            let reason = format!("it has {} cells, the header has {}", record.len(), self.count);
            return Err(vec![Problem::error(number, "the whole line", reason)]);
        }
        let (mut cells, mut problems) = (HashMap::with_capacity(self.columns.len()), Vec::new());
        for (name, n) in &self.columns {
            match std::str::from_utf8(record.get(*n).unwrap_or_default()) {
                Ok(text) => {
                    cells.insert(name.clone(), text.to_owned());
                }
                Err(_) => {
                    problems.push(Problem::error(number, name, "it is not UTF-8; save the file as UTF-8"))
                }
            }
        }
        if problems.is_empty() { Ok(Line { number, cells }) } else { Err(problems) }
    }
}

/// The lines of one handle so far.
enum Product {
    Bad(Vec<Problem>),
    Open { first: Line, pictures: Vec<(i64, String)>, variants: u64 },
}

impl Product {
    fn begin(line: Result<Line, Vec<Problem>>) -> Self {
        match line {
            Err(problems) => Self::Bad(problems),
            Ok(first) => {
                let mut product = Self::Open { pictures: Vec::new(), variants: 0, first };
                product.take_picture(None);
                product
            }
        }
    }

    fn handle(&self) -> &str {
        match self {
            Self::Bad(_) => "\0",
            Self::Open { first, .. } => first.get("Handle"),
        }
    }

    fn add(&mut self, line: &Line) {
        let is_variant = !line.get("Variant Price").trim().is_empty();
        self.take_picture(Some(line));
        if let Self::Open { variants, .. } = self
            && is_variant
        {
            *variants += 1;
        }
    }

    fn take_picture(&mut self, line: Option<&Line>) {
        let Self::Open { first, pictures, .. } = self else { return };
        let line = line.unwrap_or(first);
        let name = line.get("Image Src").trim().to_owned();
        if !is_absent(&name) && pictures.iter().all(|(_, known)| *known != name) {
            let position = line.get("Image Position").trim().parse().unwrap_or(i64::MAX);
            pictures.push((position, name));
        }
    }

    fn finish(self, currency: Currency) -> Item {
        match self {
            Self::Bad(problems) => Item::Bad(problems),
            Self::Open { first, mut pictures, variants } => {
                pictures.sort_by_key(|(position, _)| *position);
                match parse(&first, pictures.into_iter().map(|p| p.1).collect(), variants, currency) {
                    Ok(row) => Item::Row(Box::new(row)),
                    Err(problems) => Item::Bad(problems),
                }
            }
        }
    }
}

fn parse(line: &Line, pictures: Vec<String>, variants: u64, currency: Currency) -> Result<Row, Vec<Problem>> {
    let mut cells = Cells::new(line.number);
    let handle = cells.name("Handle", line.get("Handle"), 255);
    let title = cells.name("Title", line.get("Title"), TITLE_MAX);
    let brand = cells.optional_name("Vendor", line.get("Vendor"), 100);
    let description = cells.text("Body (HTML)", line.get("Body (HTML)"));
    let sku = cells.optional_name("Variant SKU", line.get("Variant SKU"), SKU_MAX);
    let barcode = Some(line.get("Variant Barcode").trim_start_matches('\'')).filter(|text| !is_absent(text));
    let eans = cells.codes("Variant Barcode", barcode.into_iter());
    let price = cells.decimal_price("Variant Price", line.get("Variant Price"), currency);
    let quantity = quantity(&mut cells, line.get("Variant Inventory Qty"));
    let attributes = attributes(&mut cells, line);
    if variants > 0 {
        let reason = format!("{variants} more variants are left out: one price and number a product so far");
        cells.warning("Variant SKU", reason);
    }
    let status = status(&mut cells, line);
    let (category, class) = category(line);
    if !cells.problems.is_empty() {
        return Err(cells.problems);
    }
    Ok(Row {
        line: line.number,
        sku: sku.unwrap_or_else(|| handle.chars().take(SKU_MAX).collect()),
        slug: Some(handle.clone()),
        id: handle,
        title,
        brand,
        eans,
        description,
        attributes,
        category,
        class,
        price,
        quantity,
        status,
        pictures,
        warnings: cells.warnings,
    })
}

fn quantity(cells: &mut Cells, text: &str) -> Option<i64> {
    if is_absent(text) {
        return None;
    }
    match text.trim().parse::<i64>() {
        // A shop that sold more than it had exports a negative stock.
        Ok(quantity) if quantity < 0 => Some(0),
        Ok(quantity) if quantity <= 1_000_000_000 => Some(quantity),
        _ => {
            cells.error("Variant Inventory Qty", "it is not a whole number of pieces");
            None
        }
    }
}

fn status(cells: &mut Cells, line: &Line) -> ProductStatus {
    let published = !line.get("Published").trim().eq_ignore_ascii_case("false");
    match line.get("Status").trim().to_ascii_lowercase().as_str() {
        "" | "active" if published => ProductStatus::Active,
        "" | "active" | "draft" | "archived" => ProductStatus::Hidden,
        other => {
            cells.error("Status", format!("`{other}` is none of active, draft, archived"));
            ProductStatus::Hidden
        }
    }
}

/// The type, what describes the style among the tags, and the options that were really chosen.
fn attributes(cells: &mut Cells, line: &Line) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let mut add = |name: String, value: String| attributes.push(Attribute { name, value, unit: None });
    for (column, text) in ["Type", "Tags", "Option1 Value"].map(|c| (c, line.get(c))) {
        if text.contains('\0') {
            cells.error(column, "it holds a NUL byte");
        }
    }
    if !is_absent(line.get("Type")) {
        add("Type".into(), cells.value("Type", line.get("Type")));
    }
    let tags: Vec<String> = line.get("Tags").split(',').map(one_line).filter(|t| !is_absent(t)).collect();
    // Shops write words for shoppers in small letters and their suppliers' names in capitals.
    let style: Vec<&str> = tags
        .iter()
        .map(String::as_str)
        .filter(|t| !t.starts_with(char::is_uppercase) && !NOT_STYLE.contains(t))
        .collect();
    if !style.is_empty() {
        add("Style".into(), cells.value("Tags", &style.join(", ")));
    }
    for option in 1..=3 {
        let name = one_line(line.get(&format!("Option{option} Name")));
        let value = line.get(&format!("Option{option} Value"));
        if !is_absent(&name) && !is_absent(value) && name != "Title" {
            add(name, cells.value("Option Value", value));
        }
    }
    attributes
}

/// Shopify's product taxonomy; without one the type; without both one shelf for the rest.
fn category(line: &Line) -> (Vec<String>, CommissionClass) {
    let names = |text: &str| -> Vec<String> {
        text.split('>')
            .map(|n| one_line(n).chars().take(80).collect::<String>())
            .filter(|n| !n.is_empty())
            .collect()
    };
    let column = if is_absent(line.get("Product Category")) { "Type" } else { "Product Category" };
    let mut path = if is_absent(line.get(column)) { Vec::new() } else { names(line.get(column)) };
    path.truncate(8);
    if path.is_empty() {
        path.push("Other".to_owned());
    }
    let class = class_of(&path);
    (path, class)
}

/// The first department on the path that has a commission of its own.
fn class_of(path: &[String]) -> CommissionClass {
    use CommissionClass as C;
    let table: [(&str, C); 15] = [
        ("Jewelry", C::Jewelry),
        ("Clothing", C::Clothing),
        ("Clothing Accessories", C::Clothing),
        ("Baby & Toddler", C::Baby),
        ("Electronics Accessories", C::ElectronicsAccessories),
        ("Electronics", C::Electronics),
        ("Cameras & Optics", C::Electronics),
        ("Health & Beauty", C::Beauty),
        ("Food, Beverages & Tobacco", C::Grocery),
        ("Furniture", C::Furniture),
        ("Media", C::Media),
        ("Hardware", C::Industrial),
        ("Business & Industrial", C::Industrial),
        ("Vehicles & Parts", C::Industrial),
        ("Luggage & Bags", C::Standard),
    ];
    let found = table.iter().find(|(name, _)| path.iter().any(|n| n.eq_ignore_ascii_case(name)));
    found.map_or(C::Standard, |(_, class)| *class)
}

#[cfg(test)]
#[path = "shopify_tests.rs"]
mod tests;
