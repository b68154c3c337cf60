//! One JSON object a line as `bestbuy` reads them: the source's own fields, and those that make a line come back as it
//! was. It names no pictures.

use super::{OfferRow, Writer, as_html, present};
use crate::bestbuy::{ATTRIBUTES, BRAND_MAX, Detail, sku_of, tidy_path};
use crate::error::ImportError;
use crate::files::Format;
use crate::row::{FACTS_MAX, is_absent, one_line, tidy_fact};
use crate::shopify_columns::escaped;
use catalog::Attribute;
use domain::{Currency, Money, SellerId};
use serde::Serialize;
use serde_json::{Number, Value};

/// One line of the file; the fields are written in this order.
#[derive(Serialize)]
struct Line {
    sku: String,
    name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    brand: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    #[serde(skip_serializing_if = "Value::is_null")]
    upc: Value,
    price: Value,
    categories: Vec<String>,
    /// Those of [`ATTRIBUTES`].
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "type")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    details: Vec<Detail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seller_sku: Option<String>,
    quantity: i64,
    active: bool,
}

pub(super) struct Lines {
    /// Offers in another one are left out: the format names none.
    pub currency: Currency,
}

impl Writer for Lines {
    fn row(&mut self, seller: SellerId, row: &OfferRow, out: &mut Vec<u8>) -> Result<bool, ImportError> {
        if row.offer.price.currency() != self.currency || row.is_withdrawn() {
            return Ok(false);
        }
        let product = &row.product;
        let id = row.source_id(Format::BestBuy, seller);
        let sku = one_line(&row.offer.sku);
        let ([model, color, kind], details) = facts(&product.attributes);
        let line = Line {
            seller_sku: (sku != sku_of(&id)).then(|| escaped(&sku)),
            sku: id,
            name: escaped(&one_line(&product.title)),
            brand: escaped(&present(product.brand.as_deref().unwrap_or_default(), BRAND_MAX)),
            description: as_html(&product.description),
            upc: codes(&product.eans),
            price: number(row.offer.price),
            categories: tidy_path(row.category.iter().map(String::as_str)),
            model,
            color,
            kind,
            details,
            quantity: row.available,
            active: row.is_on_sale(),
        };
        serde_json::to_writer(&mut *out, &line).map_err(db::DbError::from)?;
        out.push(b'\n');
        Ok(true)
    }
}

/// The facts that have a field of their own, as far as they stand first in its order, and all others.
fn facts(attributes: &[Attribute]) -> ([Option<String>; 3], Vec<Detail>) {
    let mut fields = [const { None }; 3];
    let mut rest = attributes.iter().filter_map(tidy_fact).take(FACTS_MAX).peekable();
    for (field, (_, name)) in fields.iter_mut().zip(ATTRIBUTES) {
        let fits = |fact: &Attribute| fact.name == name && fact.unit.is_none() && !is_absent(&fact.value);
        *field = rest.next_if(fits).map(|fact| fact.value);
    }
    (fields, rest.map(|fact| Detail { name: fact.name, value: fact.value, unit: fact.unit }).collect())
}

fn codes(eans: &[String]) -> Value {
    match eans {
        [] => Value::Null,
        [one] => Value::from(one.as_str()),
        many => Value::from(many.to_vec()),
    }
}

/// The price as a number in the main unit, as Best Buy writes it. An import refuses what has more digits than a number
/// of JSON keeps.
fn number(price: Money) -> Value {
    let text = price.to_decimal();
    let whole = text.parse::<i64>().ok().map(Number::from);
    let number = whole.or_else(|| text.parse().ok().and_then(Number::from_f64));
    number.map_or(Value::String(text), Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_reads_back_to_the_last_cent() {
        for (minor, currency) in [
            (4_999, Currency::USD),
            (500, Currency::USD),
            (1, Currency::USD),
            (999_999_999, Currency::USD),
            (7, Currency::JPY),
        ] {
            let price = Money::new(minor, currency);
            let Value::Number(number) = number(price) else { panic!("{price} is no number") };
            assert_eq!(Money::parse_decimal(&number.to_string(), currency).unwrap(), price);
        }
    }

    #[test]
    fn facts_keep_their_order() {
        let fact = |name: &str, value: &str| Attribute { name: name.into(), value: value.into(), unit: None };
        let (fields, rest) = facts(&[fact("Model", "C-1"), fact("Type", "Case"), fact("Colour", "Red")]);
        assert_eq!(fields, [Some("C-1".into()), None, Some("Case".into())]);
        assert_eq!((rest.len(), rest[0].name.as_str()), (1, "Colour"));
        // What an import would take for nothing stays a fact.
        assert_eq!(facts(&[fact("Model", "None")]).1.len(), 1);
    }
}
