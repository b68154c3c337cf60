//! The lines of one handle as rows: one for a product alone, one for each variant of several. Called by `shopify`.

use crate::reader::Item;
use crate::reason::Reason;
use crate::row::{Cells, FACTS_BYTES_MAX, Row, RowVariant, TITLE_MAX, excerpt, is_absent, one_line};
use crate::shopify_columns::{
    BARCODE, CATEGORY, COST, DESCRIPTION, FACTS, HANDLE, HANDLING, Line, OPTION_NAMES, OPTION_VALUES,
    PICTURE, PICTURE_POSITION, PRICE, PUBLISHED, QUANTITY, SKU, STATUS, TAGS, TITLE, TYPE, VARIANT_PICTURE,
    VENDOR, WEIGHT,
};
use crate::terms::SaidTerms;
use catalog::{Attribute, MOST_VARIANTS, ProductStatus};
use domain::Currency;
use domain::commission::CommissionClass;
use std::collections::HashSet;

const SKU_MAX: usize = 100;
const OPTION_NAME_MAX: usize = 80;
const OPTION_VALUE_MAX: usize = 120;
pub(crate) const BRAND_MAX: usize = 100;
pub(crate) const CATEGORY_MAX: usize = 80;
pub(crate) const CATEGORY_DEPTH_MAX: usize = 8;
/// As many as Shopify keeps of a product.
const PICTURES_MAX: usize = 250;
/// Tags that speak about the supplier and not about the product.
const NOT_STYLE: &[&str] = &["issues", "new", "sale"];
/// What stands in the one option of a product without options.
const NO_OPTION: (&str, &str) = ("Title", "Default Title");

/// What the variants of a product have in common.
struct Product {
    handle: String,
    title: String,
    brand: Option<String>,
    description: String,
    attributes: Vec<Attribute>,
    category: Vec<String>,
    class: CommissionClass,
    status: ProductStatus,
    /// Names of the options that its variants really differ in, with the column of each.
    options: Vec<(String, usize)>,
}

/// The rows of one handle's lines. When what describes the product is wrong there is one bad row, else one for each
/// variant that is.
///
/// One by one: each row repeats what its product says, and a file of a few megabytes may name thousands of them.
pub(crate) fn rows<'a>(lines: &'a [Line<'a>], currency: Currency) -> Box<dyn Iterator<Item = Item> + 'a> {
    let Some(first) = lines.first() else { return Box::new(std::iter::empty()) };
    let mut cells = Cells::new(first.number);
    let product = product(&mut cells, lines);
    let pictures = Pictures::of(lines);
    let mut variants: Vec<&'a Line<'a>> = lines
        .iter()
        .enumerate()
        .filter(|(at, line)| *at == 0 || is_variant(line))
        .map(|(_, line)| line)
        .collect();
    if product.options.is_empty() && variants.len() > 1 {
        let reason = Reason::VariantsLeftOut { count: variants.len() as u64 - 1 };
        cells.warning(first.name_of(OPTION_NAMES[0]), reason);
        variants.truncate(1);
    }
    if variants.len() > MOST_VARIANTS {
        let reason = Reason::TooManyVariants { limit: MOST_VARIANTS as u64, count: variants.len() as u64 };
        cells.error(first.name_of(HANDLE), reason);
    }
    if pictures.all.len() > PICTURES_MAX {
        cells.error(first.name_of(PICTURE), Reason::TooManyPictures { limit: PICTURES_MAX as u64 });
    }
    if !cells.problems.is_empty() {
        // What is wrong with its first variant is told along with it.
        let _ = row(&mut cells, &product, first, 0, &pictures, currency);
        return Box::new(std::iter::once(Item::Bad(cells.problems)));
    }
    let mut first_cells = Some(cells);
    let row_of = move |(position, line): (usize, &'a Line<'a>)| {
        let mut cells = first_cells.take().unwrap_or_else(|| Cells::new(line.number));
        match row(&mut cells, &product, line, position, &pictures, currency) {
            Some(row) if cells.problems.is_empty() => {
                Item::Row(Box::new(Row { warnings: cells.warnings, ..row }))
            }
            _ => Item::Bad(cells.problems),
        }
    };
    Box::new(variants.into_iter().enumerate().map(row_of))
}

/// Whether a further line says more than a picture.
fn is_variant(line: &Line<'_>) -> bool {
    [PRICE, SKU].iter().chain(&OPTION_VALUES).any(|column| !line.get(column).trim().is_empty())
}

fn product(cells: &mut Cells, lines: &[Line<'_>]) -> Product {
    let line = &lines[0];
    let (category, class) = category(line);
    let options = options(cells, lines);
    Product {
        handle: name(cells, line, HANDLE, 255),
        title: name(cells, line, TITLE, TITLE_MAX),
        brand: optional_name(cells, line, VENDOR, BRAND_MAX),
        description: cells.text(line.name_of(DESCRIPTION), line.get(DESCRIPTION)),
        attributes: attributes(cells, line),
        category,
        class,
        status: status(cells, line),
        options,
    }
}

fn row(
    cells: &mut Cells,
    product: &Product,
    line: &Line<'_>,
    position: usize,
    pictures: &Pictures,
    currency: Currency,
) -> Option<Row> {
    let sku = optional_name(cells, line, SKU, SKU_MAX);
    let barcode = Some(line.get(BARCODE).trim_start_matches('\'')).filter(|text| !is_absent(text));
    let eans = cells.codes(line.name_of(BARCODE), barcode.into_iter());
    let price = cells.decimal_price(line.name_of(PRICE), line.get(PRICE), currency);
    let quantity = quantity(cells, line);
    let terms = SaidTerms {
        handling_days: cells.handling_days(line.name_of(HANDLING), line.get(HANDLING)),
        cost: cells.cost(line.name_of(COST), line.get(COST), currency),
        weight_g: cells.weight_g(line.name_of(WEIGHT), line.get(WEIGHT)),
    };
    let values = values(cells, product, line)?;
    let mut attributes = product.attributes.clone();
    for ((name, _), value) in product.options.iter().zip(&values) {
        if attributes.iter().all(|a| a.name != *name || a.value != *value) {
            attributes.push(Attribute { name: name.clone(), value: value.clone(), unit: None });
        }
    }
    let title: Vec<&str> = std::iter::once(&product.title).chain(&values).map(String::as_str).collect();
    let title = title.join(", ");
    if title.chars().count() > TITLE_MAX {
        cells.error(line.name_of(TITLE), Reason::TooLongWithOptions { limit: TITLE_MAX as u64 });
    }
    let variant = (!values.is_empty()).then(|| RowVariant {
        model: product.handle.clone(),
        title: product.title.clone(),
        options: product.options.iter().map(|(name, _)| name.clone()).collect(),
        values: values.clone(),
        position: i64::try_from(position).unwrap_or(i64::MAX),
    });
    Some(Row {
        line: line.number,
        id: row_id(&product.handle, &values),
        sku: sku.unwrap_or_else(|| fallback_sku(&product.handle, &values)),
        slug: Some(slug(&product.handle, &values)),
        title,
        brand: product.brand.clone(),
        eans,
        description: product.description.clone(),
        attributes,
        category: product.category.clone(),
        class: product.class,
        price,
        quantity,
        terms,
        status: product.status,
        pictures: pictures.of_variant(line),
        variant,
        warnings: Vec::new(),
    })
}

/// The source's id: the handle, for a variant with its values, because those are what Shopify itself tells variants
/// apart by.
fn row_id(handle: &str, values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|v| v.replace('%', "%25").replace('/', "%2F")).collect();
    if values.is_empty() { handle.to_owned() } else { format!("{handle}#{}", values.join("/")) }
}

fn slug(handle: &str, values: &[String]) -> String {
    std::iter::once(handle).chain(values.iter().map(String::as_str)).collect::<Vec<_>>().join("-")
}

/// The number of an offer whose source has none.
pub(crate) fn fallback_sku(handle: &str, values: &[String]) -> String {
    slug(handle, values).chars().take(SKU_MAX).collect()
}

/// A name of the file; one that looks like a formula must say that it is none.
fn name(cells: &mut Cells, line: &Line<'_>, column: &str, max: usize) -> String {
    let in_file = line.name_of(column);
    match line.is_escaped(column) {
        true => cells.plain_name(in_file, line.get(column), max),
        false => cells.name(in_file, line.get(column), max),
    }
}

fn optional_name(cells: &mut Cells, line: &Line<'_>, column: &str, max: usize) -> Option<String> {
    (!is_absent(line.get(column))).then(|| name(cells, line, column, max))
}

/// The options that the variants differ in. Their names stand in the first line, in older files in each.
fn options(cells: &mut Cells, lines: &[Line<'_>]) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for (at, (names, values)) in OPTION_NAMES.iter().zip(&OPTION_VALUES).enumerate() {
        let Some(named) = lines.iter().find(|line| !is_absent(line.get(names))) else { continue };
        let chosen: Vec<String> = lines
            .iter()
            .map(|line| one_line(line.get(values)))
            .filter(|value| says_something(value))
            .collect();
        let none =
            one_line(named.get(names)) == NO_OPTION.0 && chosen.iter().all(|value| value == NO_OPTION.1);
        if none || chosen.is_empty() {
            continue;
        }
        let option = name(cells, named, names, OPTION_NAME_MAX);
        if found.iter().any(|(known, _)| *known == option) {
            cells.error(named.name_of(names), Reason::OptionTwice { option: excerpt(&option) });
        }
        found.push((option, at));
    }
    found
}

/// `None` and `-` are values that one may choose; what programs write for an empty cell is not.
fn says_something(value: &str) -> bool {
    !value.is_empty() && !value.eq_ignore_ascii_case("nan")
}

/// This variant's value of each option; `None` after telling that one is missing.
fn values(cells: &mut Cells, product: &Product, line: &Line<'_>) -> Option<Vec<String>> {
    let before = cells.problems.len();
    let mut values = Vec::with_capacity(product.options.len());
    for (_, at) in &product.options {
        values.push(name(cells, line, OPTION_VALUES[*at], OPTION_VALUE_MAX));
    }
    (cells.problems.len() == before).then_some(values)
}

fn quantity(cells: &mut Cells, line: &Line<'_>) -> Option<i64> {
    let text = line.get(QUANTITY);
    if is_absent(text) {
        return None;
    }
    match text.trim().parse::<i64>() {
        // A shop that sold more than it had exports a negative stock.
        Ok(quantity) if quantity < 0 => Some(0),
        Ok(quantity) if quantity <= 1_000_000_000 => Some(quantity),
        _ => {
            cells.error(line.name_of(QUANTITY), Reason::NoPieces);
            None
        }
    }
}

fn status(cells: &mut Cells, line: &Line<'_>) -> ProductStatus {
    let published = !line.get(PUBLISHED).trim().eq_ignore_ascii_case("false");
    match line.get(STATUS).trim().to_ascii_lowercase().as_str() {
        "" | "active" if published => ProductStatus::Active,
        "" | "active" | "draft" | "archived" | "unlisted" => ProductStatus::Hidden,
        other => {
            let reason = Reason::WrongShopifyStatus { status: excerpt(other) };
            cells.error(line.name_of(STATUS), reason);
            ProductStatus::Hidden
        }
    }
}

/// Pictures of the product in their order, and which of them show one variant only.
struct Pictures {
    all: Vec<String>,
    of_variants: HashSet<String>,
}

impl Pictures {
    fn of(lines: &[Line<'_>]) -> Self {
        let mut all: Vec<(i64, &str)> = Vec::new();
        for line in lines {
            let name = line.get(PICTURE).trim();
            // One too many is enough to be refused.
            if all.len() > PICTURES_MAX {
                break;
            }
            if !is_absent(name) && all.iter().all(|(_, known)| *known != name) {
                all.push((line.get(PICTURE_POSITION).trim().parse().unwrap_or(i64::MAX), name));
            }
        }
        all.sort_by_key(|(position, _)| *position);
        let of_variants = lines.iter().filter_map(own_picture).collect();
        Self { all: all.into_iter().map(|(_, name)| name.to_owned()).collect(), of_variants }
    }

    /// Its own picture in front, then those that show no other variant.
    fn of_variant(&self, line: &Line<'_>) -> Vec<String> {
        let shared = self.all.iter().filter(|name| !self.of_variants.contains(*name)).cloned();
        own_picture(line).into_iter().chain(shared).collect()
    }
}

fn own_picture(line: &Line<'_>) -> Option<String> {
    let name = line.get(VARIANT_PICTURE).trim();
    (!is_absent(name)).then(|| name.to_owned())
}

/// The facts where the file has them; else the type, and what describes the style among the tags.
fn attributes(cells: &mut Cells, line: &Line<'_>) -> Vec<Attribute> {
    if line.has(FACTS) {
        return facts(cells, line);
    }
    let mut attributes = Vec::new();
    let mut add = |name: String, value: String| attributes.push(Attribute { name, value, unit: None });
    for column in [TYPE, TAGS] {
        if line.get(column).contains('\0') {
            cells.error(line.name_of(column), Reason::NulByte);
        }
    }
    if !is_absent(line.get(TYPE)) {
        add("Type".into(), cells.value(line.name_of(TYPE), line.get(TYPE)));
    }
    let tags: Vec<String> = line.get(TAGS).split(',').map(one_line).filter(|t| !is_absent(t)).collect();
    // Shops write words for shoppers in small letters and their suppliers' names in capitals.
    let style: Vec<&str> = tags
        .iter()
        .map(String::as_str)
        .filter(|t| !t.starts_with(char::is_uppercase) && !NOT_STYLE.contains(t))
        .collect();
    if !style.is_empty() {
        add("Style".into(), cells.value(line.name_of(TAGS), &style.join(", ")));
    }
    attributes
}

fn facts(cells: &mut Cells, line: &Line<'_>) -> Vec<Attribute> {
    let text = line.get(FACTS).trim();
    if text.is_empty() {
        return Vec::new();
    }
    if text.len() > FACTS_BYTES_MAX {
        cells.error(FACTS, Reason::TooManyBytes { limit: FACTS_BYTES_MAX as u64 });
        return Vec::new();
    }
    match serde_json::from_str(text) {
        Ok(facts) => cells.facts(FACTS, facts),
        Err(_) => {
            cells.error(FACTS, Reason::NoFacts);
            Vec::new()
        }
    }
}

/// Shopify's product taxonomy; without one the type; without both one shelf for the rest.
fn category(line: &Line<'_>) -> (Vec<String>, CommissionClass) {
    let names = |text: &str| -> Vec<String> {
        text.split('>')
            .map(|n| one_line(n).chars().take(CATEGORY_MAX).collect::<String>())
            .filter(|n| !n.is_empty())
            .collect()
    };
    let column = if is_absent(line.get(CATEGORY)) { TYPE } else { CATEGORY };
    let mut path = if is_absent(line.get(column)) { Vec::new() } else { names(line.get(column)) };
    path.truncate(CATEGORY_DEPTH_MAX);
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
