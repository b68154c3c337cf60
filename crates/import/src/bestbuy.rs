//! Best Buy's products as JSON, an array or one object a line: `name`, `price`, the way through the category tree, and
//! the number of the article as `sku` or in the name of its picture.

use crate::departments::class_of;
use crate::error::{ImportError, Problem};
use crate::json_rows::{self, JsonRow};
use crate::reader::{Item, Sink};
use crate::row::{Cells, Row, TITLE_MAX, is_absent, one_line};
use catalog::{Attribute, ProductStatus};
use domain::{Currency, Money};
use serde_json::{Map, Value};
use std::io::Read;

const DEPTH_MAX: usize = 8;
const NAME_MAX: usize = 80;
const NUMBER_MAX: usize = 60;
/// What shoppers choose by, and how it is called here.
const ATTRIBUTES: &[(&str, &str)] = &[("model", "Model"), ("color", "Colour"), ("type", "Type")];

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
    let whole = |reason: String| vec![Problem::error(line, "the whole line", reason)];
    let text = std::str::from_utf8(bytes)
        .map_err(|_| whole("it is not UTF-8; save the file as UTF-8".to_owned()))?;
    let fields: Map<String, Value> =
        serde_json::from_str(text).map_err(|e| whole(format!("it is not a JSON object: {e}")))?;
    let mut cells = Cells::new(line);
    let id = number(&mut cells, &fields);
    let title = cells.name("name", &string(&fields, "name"), TITLE_MAX);
    let maker = if is_absent(&string(&fields, "brand")) { "manufacturer" } else { "brand" };
    let brand = cells.optional_name(maker, &string(&fields, maker), 100);
    let description = cells.text("description", &string(&fields, "description"));
    let code = string(&fields, "upc");
    let eans = cells.codes("upc", Some(code.as_str()).filter(|c| !is_absent(c)).into_iter());
    let price = price(&mut cells, &fields, currency);
    let category = path(&mut cells, &fields);
    let attributes = attributes(&mut cells, &fields);
    // Pictures are not fetched from the web; a file beside the catalogue is taken.
    let picture = string(&fields, "image");
    let pictures = if is_absent(&picture) || picture.contains("://") { Vec::new() } else { vec![picture] };
    if !cells.problems.is_empty() {
        return Err(cells.problems);
    }
    Ok(Row {
        line,
        sku: format!("BBY-{id}"),
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
        quantity: None,
        status: ProductStatus::Active,
        variant: None,
        pictures,
        warnings: cells.warnings,
    })
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
        cells.error("sku", "it is missing, and the picture's name does not begin with a number either");
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
            cells.error("price", if missing { "it is missing" } else { "it is not a number" });
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
            cells.error(column, "it is not a list");
            Vec::new()
        }
    };
    let mut path: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).take(DEPTH_MAX).collect();
    // A list may name a department again as its own child.
    path.dedup();
    if path.is_empty() {
        path.push("Other".to_owned());
    }
    path
}

fn step_name(step: &Value) -> String {
    let name = match step {
        Value::String(name) => name.as_str(),
        other => other.get("name").and_then(Value::as_str).unwrap_or_default(),
    };
    one_line(name).chars().take(NAME_MAX).collect()
}

fn attributes(cells: &mut Cells, fields: &Map<String, Value>) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    for (column, name) in ATTRIBUTES {
        let text = string(fields, column);
        if text.contains('\0') {
            cells.error(column, "it holds a NUL byte");
        } else if !is_absent(&text) {
            let value = cells.value(column, &text);
            attributes.push(Attribute { name: (*name).to_owned(), value, unit: None });
        }
    }
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;

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
            (deep.as_str(), "the whole line", "recursion"),
        ];
        for (text, column, reason) in cases {
            let (_, problems) = read_all(text);
            let found = problems.iter().any(|p| p.column == column && p.reason.contains(reason));
            assert!(found, "{} gave {problems:?}", &text[..text.len().min(90)]);
        }
    }
}
