//! Where documents come from: products and offers of the catalogue, stock of the inventory.

use crate::document::Document;
use crate::error::SearchError;
use crate::facets;
use catalog::{Condition, ProductDocument, ProductStatus};
use db::{Conn, StoredEvent};
use domain::{Currency, OfferId, ProductId};
use std::collections::{BTreeSet, HashMap};

/// Events after which a product may look different in the index.
pub(crate) const KINDS: &[&str] = &["product.changed", "offer.changed", "stock.changed"];
const PRODUCT_CHANGED: &str = "product.changed";

/// Numbers of attributes like `Yes` say nothing without their names.
const NAMELESS_CHARS: usize = 3;

/// The products that these events are about, each once.
pub(crate) async fn products_of(
    conn: &mut Conn,
    events: &[StoredEvent],
) -> Result<Vec<ProductId>, SearchError> {
    let mut products = BTreeSet::new();
    let mut offers = BTreeSet::new();
    for event in events {
        // A key that is not an id comes from a version that does not exist yet; the log must not stop at it.
        if event.kind == PRODUCT_CHANGED {
            products.extend(event.event_key.parse::<ProductId>());
        } else {
            offers.extend(event.event_key.parse::<OfferId>());
        }
    }
    let offers: Vec<OfferId> = offers.into_iter().collect();
    for batch in offers.chunks(500) {
        products
            .extend(catalog::offers_for_sale(conn, batch).await?.into_values().map(|o| o.offer.product_id));
    }
    Ok(products.into_iter().collect())
}

/// The documents of these products; `None` for one that shoppers must not find.
pub(crate) async fn load(
    conn: &mut Conn,
    currency: Currency,
    ids: &[ProductId],
) -> Result<Vec<(ProductId, Option<Document>)>, SearchError> {
    let products = catalog::product_documents(conn, ids).await?;
    let offers: Vec<OfferId> = products.iter().flat_map(|p| p.offers.iter().map(|o| o.id)).collect();
    let mut available = HashMap::new();
    for batch in offers.chunks(500) {
        available.extend(
            inventory::levels(conn, batch).await?.into_iter().map(|(id, level)| (id, level.available)),
        );
    }
    let mut documents: HashMap<ProductId, Document> = products
        .into_iter()
        .filter(|product| product.status == ProductStatus::Active)
        .map(|product| (product.id, document(product, currency, &available)))
        .collect();
    Ok(ids.iter().map(|id| (*id, documents.remove(id))).collect())
}

/// The price is the lowest that one can pay now, for a new one where there is one, as the page shows it; when nothing is
/// in stock, the lowest asked.
fn document(product: ProductDocument, currency: Currency, available: &HashMap<OfferId, i64>) -> Document {
    let comparable = || product.offers.iter().filter(|o| o.price.currency() == currency);
    let in_stock = |id: OfferId| available.get(&id).is_some_and(|n| *n > 0);
    let worth = |o: &&catalog::Offer| (o.condition != Condition::New, o.price.minor());
    let buyable = comparable().filter(|o| in_stock(o.id)).min_by_key(worth).map(|o| o.price.minor());
    let asked = comparable().min_by_key(worth).map(|o| o.price.minor());
    let mut numbers = product.eans;
    numbers.extend(product.offers.iter().map(|o| o.sku.clone()));
    Document {
        id: product.id,
        attributes: attributes_text(&product.attributes),
        tokens: tokens(&product.attributes),
        numbers,
        price_minor: buyable.or(asked),
        in_stock: buyable.is_some(),
        title: product.title,
        brand: product.brand,
        description: product.description,
        path: product.category_ids,
        category_names: product.category_names,
        created: product.created_at,
    }
}

/// What one can choose by, each once.
pub(crate) fn tokens(attributes: &[catalog::Attribute]) -> Vec<String> {
    let tokens: BTreeSet<String> =
        attributes.iter().filter_map(facets::token).take(facets::MOST_TOKENS).collect();
    tokens.into_iter().collect()
}

/// Values one to a line; a short one (`Yes`, `5 m`) with its name in front.
pub(crate) fn attributes_text(attributes: &[catalog::Attribute]) -> String {
    let mut text = String::new();
    for attribute in attributes {
        let value = attribute.value.trim();
        // What a product has not got is not what it should be found by.
        if value.is_empty() || ["no", "false", "n", "0"].iter().any(|not| value.eq_ignore_ascii_case(not)) {
            continue;
        }
        let number = value.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-'));
        let yes = ["yes", "true", "y"].iter().any(|y| value.eq_ignore_ascii_case(y));
        if yes || number || value.chars().count() <= NAMELESS_CHARS {
            text.push_str(&attribute.name);
            text.push(' ');
        }
        if !yes {
            text.push_str(value);
            if let Some(unit) = &attribute.unit {
                text.push(' ');
                text.push_str(unit);
            }
        }
        text.push('\n');
    }
    text
}
