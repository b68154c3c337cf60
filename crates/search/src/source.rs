//! Where documents come from: products and offers of the catalogue, stock of the inventory, and who may sell.

use crate::document::Document;
use crate::error::SearchError;
use crate::facets;
use catalog::{Condition, ProductDocument, ProductStatus};
use db::{Conn, StoredEvent};
use domain::{Currency, ModelId, OfferId, ProductId, SellerId};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Events after which a product may look different in the index.
pub(crate) const KINDS: &[&str] = &["product.changed", "offer.changed", "stock.changed", SELLER_CHANGED];
const PRODUCT_CHANGED: &str = "product.changed";
/// It was suspended or goes on; most of its changes are others and change no document.
const SELLER_CHANGED: &str = "seller.changed";

/// Numbers of attributes like `Yes` say nothing without their names.
const NAMELESS_CHARS: usize = 3;

/// The products that these events are about, each once.
pub(crate) async fn products_of(
    conn: &mut Conn,
    events: &[StoredEvent],
) -> Result<Vec<ProductId>, SearchError> {
    let mut products = BTreeSet::new();
    let mut offers = BTreeSet::new();
    let mut sellers = BTreeSet::new();
    for event in events {
        // A key that is not an id comes from a version that does not exist yet; the log must not stop at it.
        match event.kind.as_str() {
            PRODUCT_CHANGED => products.extend(event.event_key.parse::<ProductId>()),
            SELLER_CHANGED => sellers.extend(event.event_key.parse::<SellerId>()),
            _ => offers.extend(event.event_key.parse::<OfferId>()),
        }
    }
    for seller in sellers {
        products.extend(catalog::products_of_seller(conn, seller).await?);
    }
    let offers: Vec<OfferId> = offers.into_iter().collect();
    for batch in offers.chunks(500) {
        products
            .extend(catalog::offers_for_sale(conn, batch).await?.into_values().map(|o| o.offer.product_id));
    }
    Ok(products.into_iter().collect())
}

/// What is found for some products now: for one alone, or for all variants of a model together.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) members: Vec<ProductId>,
    /// `None` when shoppers must not find any of them.
    pub(crate) document: Option<Document>,
}

/// The documents of these products. Who asks for one variant gets the document of all.
pub(crate) async fn load(
    conn: &mut Conn,
    currency: Currency,
    ids: &[ProductId],
) -> Result<Vec<Change>, SearchError> {
    let mut products = catalog::product_documents(conn, ids).await?;
    let models: BTreeSet<ModelId> = products.iter().filter_map(|p| p.model).collect();
    let members = catalog::models_members(conn, &models.into_iter().collect::<Vec<_>>()).await?;
    let known: HashSet<ProductId> = ids.iter().copied().collect();
    let rest: Vec<ProductId> =
        members.values().flat_map(|m| &m.products).filter(|id| !known.contains(id)).copied().collect();
    products.extend(catalog::product_documents(conn, &rest).await?);
    without_shut(conn, &mut products).await?;
    let offers: Vec<OfferId> = products.iter().flat_map(|p| p.offers.iter().map(|o| o.id)).collect();
    let mut available = HashMap::new();
    for batch in offers.chunks(500) {
        available.extend(
            inventory::levels(conn, batch).await?.into_iter().map(|(id, level)| (id, level.available)),
        );
    }
    let of: HashMap<ProductId, ModelId> = products.iter().filter_map(|p| Some((p.id, p.model?))).collect();
    let mut documents: HashMap<ProductId, Document> = products
        .into_iter()
        .filter(|product| product.status == ProductStatus::Active)
        .map(|mut product| {
            if let Some(members) = product.model.and_then(|model| members.get(&model)) {
                name_values(&mut product, &members.options);
            }
            (product.id, document(product, currency, &available))
        })
        .collect();
    let (mut changes, mut done) = (Vec::with_capacity(ids.len()), HashSet::new());
    for id in ids {
        let Some((model, members)) = of.get(id).and_then(|model| Some((*model, members.get(model)?))) else {
            changes.push(Change { members: vec![*id], document: documents.remove(id) });
            continue;
        };
        if done.insert(model) {
            let variants = members.products.iter().filter_map(|id| documents.remove(id)).collect();
            let document = together(members, variants);
            changes.push(Change { members: members.products.clone(), document });
        }
    }
    Ok(changes)
}

/// Leaves the offers of those out who may not sell.
async fn without_shut(conn: &mut Conn, products: &mut [ProductDocument]) -> Result<(), SearchError> {
    let who: BTreeSet<SellerId> =
        products.iter().flat_map(|p| p.offers.iter().map(|o| o.seller_id)).collect();
    let mut shut = HashSet::new();
    let now = conn.now();
    for batch in who.into_iter().collect::<Vec<_>>().chunks(500) {
        let sellers = sellers::many(conn, batch).await?;
        shut.extend(sellers.into_values().filter(|seller| !seller.may_sell(now)).map(|seller| seller.id));
    }
    if !shut.is_empty() {
        for product in products {
            product.offers.retain(|offer| !shut.contains(&offer.seller_id));
        }
    }
    Ok(())
}

/// What a variant is chosen by belongs to what it is found and counted by, whether its source repeats it or not.
fn name_values(product: &mut ProductDocument, options: &[String]) {
    for (name, value) in options.iter().zip(std::mem::take(&mut product.values)) {
        if product.attributes.iter().all(|a| a.name != *name || a.value != value) {
            let name = name.clone();
            product.attributes.insert(0, catalog::Attribute { name, value, unit: None });
        }
    }
}

/// One document for the variants of a model: found by what any of them is found by, shown as the one that costs least
/// of those that can be bought.
fn together(members: &catalog::Members, variants: Vec<Document>) -> Option<Document> {
    let dearness = |d: &&Document| (!d.in_stock, d.price_minor.is_none(), d.price_minor);
    let mut all = variants.iter().min_by_key(dearness)?.clone();
    let mut lines: Vec<&str> = Vec::new();
    let mut seen = HashSet::new();
    for line in variants.iter().flat_map(|d| d.attributes.lines()) {
        if seen.insert(line) {
            lines.push(line);
        }
    }
    all.attributes = lines.iter().map(|line| format!("{line}\n")).collect();
    let tokens: BTreeSet<&String> = variants.iter().flat_map(|d| &d.tokens).collect();
    all.tokens = tokens.into_iter().cloned().collect();
    let numbers: BTreeSet<&String> = variants.iter().flat_map(|d| &d.numbers).collect();
    all.numbers = numbers.into_iter().cloned().collect();
    all.created = variants.iter().map(|d| d.created).min().unwrap_or(all.created);
    all.title = members.title.clone();
    all.members = members.products.clone();
    Some(all)
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
        members: vec![product.id],
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
