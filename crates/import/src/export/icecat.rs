//! JSON lines as `icecat` reads them: the source's own fields, and those that make a line come back as it was.

use super::{OfferRow, Writer, as_html};
use crate::error::ImportError;
use crate::files::Format;
use crate::row::{is_absent, one_line};
use domain::SellerId;
use serde::Serialize;

/// One line of the file; the fields are written in this order.
#[derive(Serialize)]
struct Line<'a> {
    id: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    supplier: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    short_description: String,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    ean: &'a [String],
    price: i64,
    currency: &'static str,
    sku: &'a str,
    quantity: i64,
    status: &'static str,
    category: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attributes: Vec<Vec<String>>,
}

pub(super) struct Lines;

impl Writer for Lines {
    fn row(&mut self, seller: SellerId, row: &OfferRow, out: &mut Vec<u8>) -> Result<bool, ImportError> {
        let product = &row.product;
        let line = Line {
            id: row.source_id(Format::Icecat, seller),
            title: one_line(&product.title),
            supplier: product.brand.as_deref().filter(|brand| !is_absent(brand)).map(one_line),
            short_description: as_html(&product.description),
            ean: &product.eans,
            price: row.offer.price.minor(),
            currency: row.offer.price.currency().code(),
            sku: &row.offer.sku,
            quantity: row.available,
            status: if row.offer.active { "active" } else { "hidden" },
            category: &row.category,
            attributes: product.attributes.iter().filter_map(attribute).collect(),
        };
        serde_json::to_writer(&mut *out, &line).map_err(db::DbError::from)?;
        out.push(b'\n');
        Ok(true)
    }
}

fn attribute(attribute: &catalog::Attribute) -> Option<Vec<String>> {
    let (name, value) = (one_line(&attribute.name), one_line(&attribute.value));
    let unit = attribute.unit.as_deref().map(one_line).filter(|unit| !unit.is_empty());
    let usable = !name.is_empty() && !value.is_empty();
    usable.then(|| [Some(name), Some(value), unit].into_iter().flatten().collect())
}
