//! Best Buy's products as JSON, an array or one object a line: `name`, `price`, the way through the category tree, and
//! the number of the article as `sku` or in the name of its picture.
//!
//! What Orinoco writes itself has more, so that it comes back as it was: `details` of name, value and unit, `quantity`,
//! `active`, and `seller_sku` where the seller's number is not made from the article's.

use crate::departments::class_of;
use crate::error::{Column, ImportError, Problem};
use crate::json_rows::{self, JsonRow};
use crate::reader::{Item, Sink};
use crate::reason::Reason;
use crate::row::{Cells, Row, TITLE_MAX, is_absent, one_line};
use crate::terms::SaidTerms;
use catalog::{Attribute, ProductStatus};
use domain::{Currency, Money};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::io::Read;

const DEPTH_MAX: usize = 8;
const NAME_MAX: usize = 80;
const NUMBER_MAX: usize = 60;
/// What shoppers choose by, and how it is called here.
pub(crate) const ATTRIBUTES: [(&str, &str); 3] = [("model", "Model"), ("color", "Colour"), ("type", "Type")];
pub(crate) const BRAND_MAX: usize = 100;
const SKU_MAX: usize = 100;

/// A fact as it stands in the file.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Detail {
    pub name: String,
    pub value: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

pub(crate) fn read(input: impl Read, currency: Currency, sink: Sink<'_>) -> Result<(), ImportError> {
    json_rows::read(input, &mut |row| {
        sink(match row {
            JsonRow::Bad(problem) => Item::Bad(vec![problem]),
            JsonRow::Object(line, bytes) => match parse(line, bytes, currency) {
                Ok(row) => Item::Row(Box::new(row)),
                Err(problems) => Item::Bad(problems),
            },
        })
    })
}

/// Whether an object is one of these.
pub(crate) fn looks_like(fields: &Map<String, Value>) -> bool {
    let has = |name: &str| fields.contains_key(name);
    has("name") && has("price") && (has("categories") || has("category"))
}

fn parse(line: u64, bytes: &[u8], currency: Currency) -> Result<Row, Vec<Problem>> {
    let whole = |reason| vec![Problem::error(line, Column::WholeLine, reason)];
    let text = std::str::from_utf8(bytes).map_err(|_| whole(Reason::NotUtf8))?;
    let fields: Map<String, Value> =
        serde_json::from_str(text).map_err(|e| whole(Reason::bad_json(line, &e)))?;
    let mut cells = Cells::new(line);
    let id = number(&mut cells, &fields);
    let title = cells.marked_name("name", &string(&fields, "name"), TITLE_MAX);
    let maker = if is_absent(&string(&fields, "brand")) { "manufacturer" } else { "brand" };
    let brand = cells.optional_name(maker, &string(&fields, maker), BRAND_MAX);
    let description = cells.text("description", &string(&fields, "description"));
    let codes = codes(&fields);
    let eans = cells.codes("upc", codes.iter().map(String::as_str).filter(|code| !is_absent(code)));
    let price = price(&mut cells, &fields, currency);
    let category = path(&mut cells, &fields);
    let mut attributes = attributes(&mut cells, &fields);
    attributes.extend(details(&mut cells, &fields));
    let quantity = cells.quantity("quantity", &string(&fields, "quantity"));
    let status = match fields.get("active") {
        Some(Value::Bool(false)) => ProductStatus::Hidden,
        _ => ProductStatus::Active,
    };
    let own_sku = string(&fields, "seller_sku");
    let own_sku = (!own_sku.is_empty()).then(|| cells.marked_name("seller_sku", &own_sku, SKU_MAX));
    // Pictures are not fetched from the web; a file beside the catalogue is taken.
    let picture = string(&fields, "image");
    let pictures = if is_absent(&picture) || picture.contains("://") { Vec::new() } else { vec![picture] };
    if !cells.problems.is_empty() {
        return Err(cells.problems);
    }
    Ok(Row {
        line,
        sku: own_sku.unwrap_or_else(|| sku_of(&id)),
        id,
        slug: None,
        title,
        brand,
        eans,
        description,
        attributes,
        class: class_of(&category),
        category,
        price,
        quantity,
        terms: SaidTerms::default(),
        status,
        variant: None,
        pictures,
        warnings: cells.warnings,
    })
}

/// The number of an offer whose seller has none of their own.
pub(crate) fn sku_of(id: &str) -> String {
    format!("BBY-{id}")
}

/// One code, or several.
fn codes(fields: &Map<String, Value>) -> Vec<String> {
    match fields.get("upc") {
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => vec![string(fields, "upc")],
    }
}

/// A text or number as text; nothing for everything else.
fn string(fields: &Map<String, Value>, column: &str) -> String {
    match fields.get(column) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The article's number: `sku`, else the digits that lead the name of its picture.
fn number(cells: &mut Cells, fields: &Map<String, Value>) -> String {
    if fields.contains_key("sku") {
        return cells.name("sku", &string(fields, "sku"), NUMBER_MAX);
    }
    let image = string(fields, "image");
    let file = image.rsplit('/').next().unwrap_or_default();
    let digits: String = file.chars().take_while(char::is_ascii_digit).take(NUMBER_MAX).collect();
    if digits.is_empty() {
        cells.error("sku", Reason::ArticleMissing);
    }
    digits
}

fn price(cells: &mut Cells, fields: &Map<String, Value>, currency: Currency) -> Money {
    match fields.get("price") {
        // The digits as they stand in the file: no arithmetic with fractions happens on the way.
        Some(Value::Number(number)) => cells.decimal_price("price", &number.to_string(), currency),
        Some(Value::String(text)) => cells.decimal_price("price", text, currency),
        other => {
            let missing = matches!(other, None | Some(Value::Null));
            cells.error("price", if missing { Reason::Missing } else { Reason::NoNumber });
            Money::zero(currency)
        }
    }
}

/// Names, or objects with an id and a name, from the root down.
fn path(cells: &mut Cells, fields: &Map<String, Value>) -> Vec<String> {
    let column = if fields.contains_key("categories") { "categories" } else { "category" };
    let names: Vec<String> = match fields.get(column) {
        Some(Value::Array(steps)) => steps.iter().map(step_name).collect(),
        None | Some(Value::Null) => Vec::new(),
        Some(_) => {
            cells.error(column, Reason::NoList);
            Vec::new()
        }
    };
    tidy_path(names.iter().map(String::as_str))
}

/// The names of a path as an import keeps them and an export writes them.
pub(crate) fn tidy_path<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let tidy = names.map(|name| one_line(name).chars().take(NAME_MAX).collect::<String>());
    let tidy = tidy.map(|name| name.trim_end().to_owned());
    let mut path: Vec<String> = tidy.filter(|name| !name.is_empty()).take(DEPTH_MAX).collect();
    // A list may name a department again as its own child.
    path.dedup();
    if path.is_empty() {
        path.push("Other".to_owned());
    }
    path
}

fn step_name(step: &Value) -> String {
    match step {
        Value::String(name) => name.clone(),
        other => other.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
    }
}

fn details(cells: &mut Cells, fields: &Map<String, Value>) -> Vec<Attribute> {
    let Some(listed) = fields.get("details").filter(|value| !value.is_null()) else { return Vec::new() };
    match Vec::<Detail>::deserialize(listed) {
        Ok(details) => {
            let fact =
                |detail: Detail| Attribute { name: detail.name, value: detail.value, unit: detail.unit };
            cells.facts("details", details.into_iter().map(fact).collect())
        }
        Err(_) => {
            cells.error("details", Reason::NoFacts);
            Vec::new()
        }
    }
}

fn attributes(cells: &mut Cells, fields: &Map<String, Value>) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    for (column, name) in ATTRIBUTES {
        let text = string(fields, column);
        if text.contains('\0') {
            cells.error(column, Reason::NulByte);
        } else if !is_absent(&text) {
            let value = cells.value(column, &text);
            attributes.push(Attribute { name: name.to_owned(), value, unit: None });
        }
    }
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_export_adds_is_read_and_a_wrong_one_named() {
        let (rows, problems) = read_all(
            r#"{"sku":"1","name":"'=Acme","price":5,"categories":["A"],"upc":["0036000291452","x"],"quantity":3,
                "active":false,"seller_sku":"A-1","details":[{"name":"Weight","value":"2","unit":"g"}]}
               {"sku":"2","name":"x","price":5,"categories":["A"],"quantity":-1,"details":[1]}"#,
        );
        let row = &rows[0];
        assert_eq!((row.title.as_str(), row.sku.as_str(), row.quantity), ("=Acme", "A-1", Some(3)));
        assert_eq!((row.status, row.eans.len(), row.warnings.len()), (ProductStatus::Hidden, 1, 1));
        assert_eq!(row.attributes[0].unit.as_deref(), Some("g"));
        let columns: Vec<&str> = problems.iter().map(|p| p.column.as_str()).collect();
        assert_eq!(columns, ["details", "quantity"]);
    }

    fn read_all(text: &str) -> (Vec<Row>, Vec<Problem>) {
        let (mut rows, mut problems) = (Vec::new(), Vec::new());
        let mut sink = |item| {
            match item {
                Item::Row(row) => rows.push(*row),
                Item::Bad(bad) => problems.extend(bad),
            }
            true
        };
        read(text.as_bytes(), Currency::USD, &mut sink).unwrap();
        (rows, problems)
    }

    #[test]
    fn both_spellings_of_an_article_are_read() {
        let (rows, problems) = read_all(
            r#"[{"name":"Acme  phone","brand":"Acme","categories":["Phones","Prepaid"],"price":49.99,
                 "description":"<p>Thin</p>","image":"https://img.example/4984700_sb.jpg","popularity":3},
                {"sku":17,"name":"Acme cable","manufacturer":"Acme","upc":"036000291452","price":5,"model":"C-1",
                 "category":[{"id":"a","name":"Phones"},{"id":"b","name":"Cables"}],"image":"c.jpg"}]"#,
        );
        assert_eq!(problems, []);
        let [phone, cable] = &rows[..] else { panic!("two rows") };
        assert_eq!((phone.sku.as_str(), phone.title.as_str()), ("BBY-4984700", "Acme phone"));
        assert_eq!((phone.price.minor(), phone.category.join(">").as_str()), (4_999, "Phones>Prepaid"));
        assert!(phone.pictures.is_empty(), "nothing is fetched from the web");
        assert_eq!((cable.id.as_str(), cable.eans.len(), cable.price.minor()), ("17", 1, 500));
        assert_eq!((cable.category.join(">").as_str(), cable.pictures.len()), ("Phones>Cables", 1));
        assert_eq!(cable.attributes[0].value, "C-1");
    }

    #[test]
    fn a_bad_article_names_its_column_and_reason() {
        let deep = format!(r#"{{"name":{}1{}}}"#, "[".repeat(5_000), "]".repeat(5_000));
        let cases = [
            (r#"{"sku":1,"name":"x","categories":["A"]}"#, "price", "missing"),
            (r#"{"sku":1,"name":"x","price":0,"categories":["A"]}"#, "price", "above zero"),
            (r#"{"sku":1,"name":"x","price":1.005,"categories":["A"]}"#, "price", ""),
            (r#"{"sku":1,"price":1,"categories":["A"]}"#, "name", "empty"),
            (r#"{"name":"x","price":1,"categories":["A"]}"#, "sku", "missing"),
            (r#"{"sku":1,"name":"x","price":1,"categories":"A"}"#, "categories", "list"),
            (deep.as_str(), "the whole line", "not a JSON"),
        ];
        for (text, column, reason) in cases {
            let (_, problems) = read_all(text);
            let found =
                problems.iter().any(|p| p.column.as_str() == column && p.reason.to_string().contains(reason));
            assert!(found, "{} gave {problems:?}", &text[..text.len().min(90)]);
        }
    }
}
