//! Icecat Open Content as JSON lines: `id`, `title`, `supplier`, `ean`, `price` in US cents, and sparse attributes
//! `attr_t_` (text), `attr_n_` (number), `attr_b_` (yes or no).
//!
//! What Orinoco writes itself has more, so that it comes back as it was: `currency` (the price is in its minor unit),
//! `sku`, `quantity`, `status`, `category` from the root down, and readable `attributes` of name, value and unit.

use crate::attributes::{readable_name, readable_number, unit_of};
use crate::categories::{Evidence, Place, class_at, place_of};
use crate::departments::class_of;
use crate::error::{Column, ImportError, Problem};
use crate::reader::{Item, ROW_BYTES_MAX, Sink};
use crate::reason::Reason;
use crate::row::{Cells, Row, TITLE_MAX};
use crate::terms::SaidTerms;
use catalog::{Attribute, ProductStatus};
use domain::{Currency, Money};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};

const SKU_MAX: usize = 100;
const DEPTH_MAX: usize = 8;

/// A JSON object in the order in which it is written.
struct Fields(Vec<(String, Value)>);

impl Fields {
    fn get(&self, column: &str) -> Option<&Value> {
        self.0.iter().find(|(name, _)| name == column).map(|(_, value)| value)
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

pub(crate) fn read(input: impl Read, _currency: Currency, sink: Sink<'_>) -> Result<(), ImportError> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let mut line = Vec::new();
    let mut number = 0u64;
    loop {
        line.clear();
        number += 1;
        let read = Read::by_ref(&mut input)
            .take(ROW_BYTES_MAX + 1)
            .read_until(b'\n', &mut line)
            .map_err(|source| ImportError::Read { path: std::path::PathBuf::new(), source })?;
        if read == 0 {
            return Ok(());
        }
        if line.len() as u64 > ROW_BYTES_MAX {
            return Err(ImportError::RowTooLong { line: number, limit: ROW_BYTES_MAX });
        }
        let bytes = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line) } else { &line };
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let item = match parse(number, bytes) {
            Ok(row) => Item::Row(Box::new(row)),
            Err(problems) => Item::Bad(problems),
        };
        if !sink(item) {
            return Ok(());
        }
    }
}

fn parse(line: u64, bytes: &[u8]) -> Result<Row, Vec<Problem>> {
    let whole = |reason| vec![Problem::error(line, Column::WholeLine, reason)];
    let text = std::str::from_utf8(bytes)
        .map_err(|e| whole(Reason::NotUtf8From { byte: e.valid_up_to() as u64 + 1 }))?;
    let fields: Fields = serde_json::from_str(text).map_err(|e| whole(Reason::bad_json(line, &e)))?;
    let mut cells = Cells::new(line);
    let id = identity(&mut cells, &fields);
    let title = required(&mut cells, &fields, "title", TITLE_MAX);
    let brand = string(&mut cells, &fields, "supplier");
    let brand = brand.and_then(|text| cells.optional_name("supplier", text, 100));
    let description = string(&mut cells, &fields, "short_description").unwrap_or_default().to_owned();
    let description = cells.text("short_description", &description);
    let eans = eans(&mut cells, &fields);
    let price = price(&mut cells, &fields);
    let mut attributes = attributes(&mut cells, &fields);
    attributes.extend(readable_attributes(&mut cells, &fields));
    let sku = string(&mut cells, &fields, "sku").map(|text| cells.name("sku", text, SKU_MAX));
    let quantity = quantity(&mut cells, &fields);
    let status = status(&mut cells, &fields);
    let named_place = named_place(&mut cells, &fields);
    if !cells.problems.is_empty() {
        return Err(cells.problems);
    }
    let named = |name: &str| fields.0.iter().any(|(column, _)| column.strip_prefix("attr_") == Some(name));
    let kind = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let product_type = format!("{} . {}", kind("attr_t_product_type"), kind("attr_t_type"));
    let place = named_place.unwrap_or_else(|| {
        place_of(&Evidence {
            title: &title,
            attributes: &named,
            product_type: &product_type,
            print_technology: kind("attr_t_print_technology"),
            description: &description,
        })
    });
    Ok(Row {
        line,
        sku: sku.unwrap_or_else(|| format!("ICE-{id}")),
        id,
        slug: None,
        title,
        brand,
        eans,
        description,
        attributes,
        category: place.path,
        class: place.class,
        price,
        quantity,
        terms: SaidTerms::default(),
        status,
        variant: None,
        pictures: Vec::new(),
        warnings: cells.warnings,
    })
}

fn identity(cells: &mut Cells, fields: &Fields) -> String {
    match fields.get("id") {
        Some(Value::Number(number)) => number.to_string(),
        _ => required(cells, fields, "id", 60),
    }
}

fn required(cells: &mut Cells, fields: &Fields, column: &str, max: usize) -> String {
    match fields.get(column) {
        Some(Value::String(text)) => cells.name(column, text, max),
        Some(_) => {
            cells.error(column, Reason::NoText);
            String::new()
        }
        None => {
            cells.error(column, Reason::Missing);
            String::new()
        }
    }
}

fn string<'a>(cells: &mut Cells, fields: &'a Fields, column: &str) -> Option<&'a str> {
    match fields.get(column) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text),
        Some(_) => {
            cells.error(column, Reason::NoText);
            None
        }
    }
}

fn eans(cells: &mut Cells, fields: &Fields) -> Vec<catalog::Gtin> {
    match fields.get("ean") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::String(one)) => cells.codes("ean", std::iter::once(one.as_str())),
        Some(Value::Array(many)) => {
            if many.iter().any(|v| !v.is_string()) {
                cells.warning("ean", Reason::CodesNoTexts);
            }
            cells.codes("ean", many.iter().filter_map(Value::as_str))
        }
        Some(_) => {
            cells.warning("ean", Reason::CodesNoList);
            Vec::new()
        }
    }
}

fn price(cells: &mut Cells, fields: &Fields) -> Money {
    let currency = currency(cells, fields);
    match fields.get("price").map(Value::as_i64) {
        Some(Some(minor)) => cells.price("price", Money::new(minor, currency)),
        Some(None) => {
            cells.error("price", Reason::NoMinorUnits);
            Money::zero(Currency::USD)
        }
        None => {
            cells.error("price", Reason::Missing);
            Money::zero(Currency::USD)
        }
    }
}

/// US dollars, unless the row says otherwise.
fn currency(cells: &mut Cells, fields: &Fields) -> Currency {
    let Some(code) = string(cells, fields, "currency") else { return Currency::USD };
    Currency::parse(code).unwrap_or_else(|error| {
        cells.error("currency", Reason::of_money(code, &error));
        Currency::USD
    })
}

fn quantity(cells: &mut Cells, fields: &Fields) -> Option<i64> {
    let value = fields.get("quantity").filter(|value| !value.is_null())?;
    let quantity = value.as_i64().filter(|quantity| (0..=1_000_000_000).contains(quantity));
    if quantity.is_none() {
        cells.error("quantity", Reason::NoPieces);
    }
    quantity
}

fn status(cells: &mut Cells, fields: &Fields) -> ProductStatus {
    match string(cells, fields, "status") {
        None | Some("active") => ProductStatus::Active,
        Some("hidden") => ProductStatus::Hidden,
        Some(_) => {
            cells.error("status", Reason::WrongStatus);
            ProductStatus::Hidden
        }
    }
}

/// The category that the row names itself.
fn named_place(cells: &mut Cells, fields: &Fields) -> Option<Place> {
    let value = fields.get("category").filter(|value| !value.is_null())?;
    let names = value.as_array().map(|names| names.iter().map(Value::as_str).collect::<Option<Vec<_>>>());
    let path: Vec<String> = match names {
        Some(Some(names)) if (1..=DEPTH_MAX).contains(&names.len()) => {
            names.into_iter().map(|name| cells.name("category", name, 80)).collect()
        }
        _ => {
            cells.error("category", Reason::NoPath { limit: DEPTH_MAX as u64 });
            return None;
        }
    };
    let class = class_at(&path).unwrap_or_else(|| class_of(&path));
    Some(Place { path, class })
}

/// `[["Weight", "12", "g"], ["Touchscreen", "No"]]`.
fn readable_attributes(cells: &mut Cells, fields: &Fields) -> Vec<Attribute> {
    let Some(value) = fields.get("attributes").filter(|value| !value.is_null()) else { return Vec::new() };
    let Some(listed) = value.as_array() else {
        cells.error("attributes", Reason::NoList);
        return Vec::new();
    };
    let mut attributes = Vec::with_capacity(listed.len());
    for one in listed {
        let texts: Option<Vec<&str>> =
            one.as_array().and_then(|texts| texts.iter().map(Value::as_str).collect());
        let (name, value, unit) = match texts.as_deref() {
            Some([name, value]) => (*name, *value, None),
            Some([name, value, unit]) => (*name, *value, Some(*unit)),
            _ => {
                cells.error("attributes", Reason::NoFacts);
                return attributes;
            }
        };
        if value.contains('\0') {
            cells.error("attributes", Reason::NulByte);
            continue;
        }
        attributes.push(Attribute {
            name: cells.name("attributes", name, 200),
            value: cells.value("attributes", value),
            unit: unit.map(|unit| cells.name("attributes", unit, 20)),
        });
    }
    attributes
}

fn attributes(cells: &mut Cells, fields: &Fields) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    for (column, value) in &fields.0 {
        let Some(source) = column
            .strip_prefix("attr_t_")
            .or_else(|| column.strip_prefix("attr_n_"))
            .or_else(|| column.strip_prefix("attr_b_"))
        else {
            continue;
        };
        let Some(name) = readable_name(source) else { continue };
        let value = match value {
            Value::String(text) if text.contains('\0') => {
                cells.error(column, Reason::NulByte);
                continue;
            }
            Value::String(text) => match text.trim() {
                "" | "-" | "Not available" => continue,
                "Y" => "Yes".to_owned(),
                "N" => "No".to_owned(),
                text => cells.value(column, text),
            },
            Value::Number(number) => number.as_f64().map(readable_number).unwrap_or_default(),
            Value::Bool(yes) => if *yes { "Yes" } else { "No" }.to_owned(),
            Value::Null => continue,
            Value::Array(_) | Value::Object(_) => {
                cells.error(column, Reason::NoValue);
                continue;
            }
        };
        let unit = unit_of(source, &value).map(str::to_owned);
        attributes.push(Attribute { name, value, unit });
    }
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &[u8]) -> (Vec<Row>, Vec<Problem>) {
        let (mut rows, mut problems) = (Vec::new(), Vec::new());
        let mut sink = |item| {
            match item {
                Item::Row(row) => rows.push(*row),
                Item::Bad(bad) => problems.extend(bad),
            }
            true
        };
        read(text, Currency::USD, &mut sink).unwrap();
        (rows, problems)
    }

    #[test]
    fn a_line_becomes_a_product_with_readable_attributes() {
        let line = "\u{feff}{\"id\":\"1\",\"title\":\" Acme  <b>X</b> \",\"supplier\":\"Acme\",\"price\":4995,\
                    \"ean\":[\"0095205603217\",\"85896333746\"],\"attr_n_weight\":12.0,\"attr_b_touchscreen\":false}\n\n";
        let (rows, problems) = read_all(line.as_bytes());
        assert_eq!(problems, []);
        let row = &rows[0];
        assert_eq!((row.sku.as_str(), row.price.minor(), row.eans.len()), ("ICE-1", 4995, 1));
        let shown: Vec<_> = row
            .attributes
            .iter()
            .map(|a| format!("{}={}{}", a.name, a.value, a.unit.as_deref().unwrap_or("")))
            .collect();
        assert_eq!(shown, ["Weight=12g", "Touchscreen=No"]);
        assert_eq!(row.warnings.len(), 1, "the wrong code is told");
    }

    #[test]
    fn a_bad_line_names_its_column_and_reason() {
        let cases: [(&[u8], &str, &str); 9] = [
            (b"{\"id\":\"1\",\"title\":\"x\"}", "price", "missing"),
            (b"{\"id\":\"1\",\"title\":\"x\",\"price\":-5}", "price", "above zero"),
            (b"{\"id\":\"1\",\"title\":\"x\",\"price\":12.5}", "price", "whole number"),
            (b"{\"id\":\"1\",\"title\":\"x\",\"price\":99999999999999}", "price", "limit"),
            (b"{\"id\":\"1\",\"title\":\"=1+1\",\"price\":5}", "title", "formula"),
            (b"{\"id\":\"1\",\"title\":\"a\\u0000b\",\"price\":5}", "title", "NUL"),
            (b"{\"title\":\"x\",\"price\":5}", "id", "missing"),
            (b"{\"id\":\"1\",", "the whole line", "not a JSON"),
            (b"{\"id\":\"\xff\"}", "the whole line", "UTF-8"),
        ];
        for (line, column, reason) in cases {
            let (_, problems) = read_all(line);
            let found = problems
                .iter()
                .any(|p| p.column.as_str() == column && p.reason.to_string().contains(reason) && p.line == 1);
            assert!(found, "{} gave {problems:?}", String::from_utf8_lossy(line));
        }
    }
}
