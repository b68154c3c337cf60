//! Loads a batch of rows in one transaction: products, offers, first stock, what is needed to undo it, the cursor.

use crate::claims::{Claims, Leaving};
use crate::detach::detach;
use crate::error::{Column, ImportError, Problem};
use crate::listed::{self, Listed};
use crate::reason::Reason;
use crate::row::Row;
use crate::rules::Rules;
use crate::runs::{Changed, Kind, Tally, advance, record};
use crate::target::{Scope, Target};
use crate::terms::{self, KeptOffer};
use catalog::{
    CatalogError, Change, Condition, Gtin, NewOffer, NewProduct, OfferImage, ProductStatus, barred_products,
    merged_among, offer_images, offer_keys, offers_by_source, offers_of_products, offers_taken_down,
    product_images, product_sources, products_by_ean, products_by_source, products_taken_down, upsert_offers,
    upsert_products,
};
use db::{Conn, DbError, Tx};
use domain::{CategoryId, ImportId, OfferId, PictureId, ProductId, TypedId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// One batch on its way into the database.
pub(crate) struct Load {
    pub run: ImportId,
    pub target: Target,
    pub rows: Vec<Row>,
    pub pictures: HashMap<String, PictureId>,
    pub categories: Arc<HashMap<Vec<String>, CategoryId>>,
    /// The cursor before and after this batch.
    pub from: i64,
    pub to: i64,
    /// What the run did before this batch.
    pub tally: Tally,
    pub leaving: Arc<Leaving>,
}

/// Where a row's product is.
pub(crate) enum Place {
    /// A product of this source, if there is one yet, with the codes that nobody else has.
    Own(Option<ProductId>, Vec<Gtin>),
    /// Somebody else described it already: the row only offers it.
    Shared(ProductId),
    /// The seller offers it under this number already, on a product that this source does not describe.
    Listed(Listed),
}

async fn places(conn: &mut Conn, target: &Target, rows: &[Row]) -> Result<Vec<Place>, DbError> {
    let keys: Vec<String> = rows.iter().map(|r| target.product_key(r)).collect();
    let known = products_by_source(conn, &keys.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    let merged = merged_among(conn, &known.values().copied().collect::<Vec<_>>()).await?;
    let codes: Vec<Gtin> = rows.iter().flat_map(|r| r.eans.iter().cloned()).collect();
    let owners = products_by_ean(conn, &codes).await?;
    let own: HashSet<ProductId> = known.values().copied().collect();
    let foreign: Vec<ProductId> = owners.values().copied().filter(|id| !own.contains(id)).collect();
    let sources = product_sources(conn, &foreign).await?;
    let down = products_taken_down(conn, &owners.values().copied().collect::<Vec<_>>()).await?;
    let same_source = |id: &ProductId| {
        sources.get(id).is_some_and(|key| key.as_ref().is_some_and(|k| target.is_own_source(k)))
    };
    let mut listed = listed::find(conn, target, rows).await?;
    let mut claimed = HashSet::new();
    let mut place = |row: &Row, key: &String| {
        let id = known.get(key);
        // What became another product is described by that one, and only offered from here.
        if let Some(kept) = id.and_then(|id| merged.get(id)) {
            return Place::Shared(*kept);
        }
        if id.is_none()
            && let Some(listed) = listed.remove(&row.sku)
        {
            return Place::Listed(listed);
        }
        // A code of what was taken down makes no second product without the code: it is that one, also of the same source.
        let describes =
            |owner: &&ProductId| down.contains(*owner) || (!own.contains(*owner) && !same_source(owner));
        let shared = row.eans.iter().find_map(|ean| owners.get(ean).filter(describes));
        if let (None, Some(shared)) = (id, shared) {
            return Place::Shared(*shared);
        }
        let free = |ean: &&Gtin| owners.get(*ean).is_none_or(|owner| Some(owner) == id);
        Place::Own(
            id.copied(),
            row.eans.iter().filter(free).filter(|ean| claimed.insert((*ean).clone())).cloned().collect(),
        )
    };
    Ok(rows.iter().zip(&keys).map(|(row, key)| place(row, key)).collect())
}

/// What stands against loading these rows that only the database and the rows before them know: one list of problems
/// for each row that cannot be loaded. What is loaded otherwise than it says is a warning of its row.
pub(crate) async fn precheck(
    conn: &mut Conn,
    target: &Target,
    rows: &mut [Row],
    claims: &mut Claims,
) -> Result<Vec<(u64, Vec<Problem>)>, DbError> {
    let places = places(conn, target, rows).await?;
    let barred = warn_of_taken_down(conn, target, rows, &places).await?;
    let rows = &*rows;
    let shared: Vec<ProductId> =
        places.iter().filter_map(|p| if let Place::Shared(id) = p { Some(*id) } else { None }).collect();
    let skus: Vec<&str> = rows.iter().map(|r| r.sku.as_str()).collect();
    let keys = offer_keys(conn, target.seller, &skus, &shared).await?;
    let rules = Rules::read(conn, target, &places).await?;
    let present = claims.look(conn, target, rows, &places).await?;
    let mut found = Vec::new();
    for (row, place) in rows.iter().zip(&places) {
        let own_key = target.offer_key(row);
        let others = || keys.iter().filter(|k| k.source_key.as_deref() != Some(own_key.as_str()));
        let mut problems = target.objections(row);
        if let Place::Listed(listed) = place {
            problems.extend(listed.objection(row));
        } else if others().any(|k| k.sku == row.sku) {
            let reason = Reason::SkuTaken { sku: row.sku.clone() };
            problems.push(Problem::error(row.line, Column::Sku, reason));
        }
        if let Place::Shared(product) = place
            && others().any(|k| k.product_id == *product && k.condition == Condition::New)
        {
            problems.push(Problem::error(row.line, Column::Ean, Reason::OfferedAlready));
        }
        if barred.contains(&row.line) {
            problems.push(Problem::error(row.line, Column::WholeLine, Reason::OfferTakenDown));
        }
        if let Some(rules) = &rules {
            problems.extend(rules.objections(target, row, place, &keys));
        }
        // A row that is not loaded takes nothing.
        if problems.is_empty() {
            problems.extend(claims.take(target, row, place, &present));
        }
        if !problems.is_empty() {
            found.push((row.line, problems));
        }
    }
    Ok(found)
}

/// Says of each row that would be for sale that its product or offer was taken down: it is loaded and stays down. Gives the lines
/// that would be a further offer beside one of the seller's that was taken down: those are not loaded.
async fn warn_of_taken_down(
    conn: &mut Conn,
    target: &Target,
    rows: &mut [Row],
    places: &[Place],
) -> Result<HashSet<u64>, DbError> {
    let keys: Vec<String> = rows.iter().map(|row| target.offer_key(row)).collect();
    let known = offers_by_source(conn, &keys.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    let of_row = |key: &String, place: &Place| match place {
        Place::Own(product, _) => (*product, known.get(key).copied()),
        Place::Shared(product) => (Some(*product), known.get(key).copied()),
        Place::Listed(listed) => (Some(listed.product), Some(listed.id)),
    };
    let behind: Vec<(Option<ProductId>, Option<OfferId>)> =
        keys.iter().zip(places).map(|(key, place)| of_row(key, place)).collect();
    let products: Vec<ProductId> = behind.iter().filter_map(|(product, _)| *product).collect();
    let offers: Vec<OfferId> = behind.iter().filter_map(|(_, offer)| *offer).collect();
    let barred = barred_products(conn, target.seller, &products).await?;
    let (products, offers) =
        (products_taken_down(conn, &products).await?, offers_taken_down(conn, &offers).await?);
    let mut further = HashSet::new();
    for (row, (product, offer)) in rows.iter_mut().zip(behind) {
        // A row without a price makes no offer.
        if offer.is_none() && !row.price.is_zero() && product.is_some_and(|id| barred.contains(&id)) {
            further.insert(row.line);
            continue;
        }
        let reason = match (product, offer) {
            _ if row.status != ProductStatus::Active => continue,
            (Some(product), _) if products.contains(&product) => Reason::ProductTakenDown,
            (_, Some(offer)) if offers.contains(&offer) => Reason::OfferTakenDown,
            _ => continue,
        };
        row.warnings.push(Problem::warning(row.line, Column::WholeLine, reason));
    }
    Ok(further)
}

/// Loads the batch and moves the run's cursor; answers with what the run did including this batch.
pub(crate) async fn load(tx: &mut Tx, load: &Load) -> Result<Tally, ImportError> {
    let places = places(tx, &load.target, &load.rows).await?;
    let mut tally = Tally { pictures: load.pictures.len() as u64, ..Tally::default() };
    let mut changes = Vec::new();
    let products = load_products(tx, load, &places, &mut tally, &mut changes).await?;
    load_offers(tx, load, &places, &products, &mut tally, &mut changes).await?;
    record(tx, load.run, changes).await?;
    let tally = load.tally.plus(tally);
    advance(tx, load.run, load.from, load.to, tally).await?;
    Ok(tally)
}

/// Two places in the run's list of changes for each row: its product, its offer.
fn seq(load: &Load, row: usize, offset: i64) -> i64 {
    load.from * 2 + i64::try_from(row).unwrap_or(0) * 2 + offset
}

async fn load_products(
    tx: &mut Tx,
    load: &Load,
    places: &[Place],
    tally: &mut Tally,
    changes: &mut Vec<Changed>,
) -> Result<Vec<ProductId>, ImportError> {
    let mut ids = vec![None; load.rows.len()];
    let (mut wanted, mut at) = (Vec::new(), Vec::new());
    for (n, (row, place)) in load.rows.iter().zip(places).enumerate() {
        match place {
            Place::Shared(id) => {
                ids[n] = Some(*id);
                tally.products_shared += 1;
            }
            Place::Listed(listed) => {
                ids[n] = Some(listed.product);
                tally.products_shared += 1;
            }
            Place::Own(_, eans) => {
                wanted.push(new_product(load, row, eans)?);
                at.push(n);
            }
        }
    }
    if load.target.keeps_pictures {
        keep_pictures(tx, places, &at, &mut wanted).await?;
    }
    if load.target.scope == Scope::Seller {
        keep_on_sale(tx, &load.target, places, &at, &mut wanted).await?;
    }
    let detached = detach(tx, load.run, &load.leaving, &wanted).await?;
    tally.variants_detached += detached.len() as u64;
    changes.extend(detached);
    let answers = upsert_products(tx, &wanted).await?;
    let changed = answers.iter().filter(|answer| matches!(answer.change, Change::Changed(_)));
    // As it was written: a product that others became keeps their codes, which the file does not name.
    let mut now = product_images(tx, &changed.map(|answer| answer.id).collect::<Vec<_>>()).await?;
    for (n, answer) in at.into_iter().zip(answers) {
        ids[n] = Some(answer.id);
        let (before, after) = match answer.change {
            Change::Unchanged => {
                tally.products_unchanged += 1;
                continue;
            }
            Change::Created => {
                tally.products_created += 1;
                (None, None)
            }
            Change::Changed(before) => {
                tally.products_changed += 1;
                let after = now.remove(&answer.id).map(|after| json(&after)).transpose()?;
                (Some(json(&*before)?), after)
            }
        };
        let target = answer.id.uuid();
        changes.push(Changed { seq: seq(load, n, 0), kind: Kind::Product, target, before, after });
    }
    Ok(ids.into_iter().flatten().collect())
}

/// A file that came without pictures takes none away.
async fn keep_pictures(
    conn: &mut Conn,
    places: &[Place],
    at: &[usize],
    wanted: &mut [NewProduct],
) -> Result<(), DbError> {
    let known = |n: &usize| if let Place::Own(id, _) = places[*n] { id } else { None };
    let ids: Vec<ProductId> = at.iter().filter_map(known).collect();
    let mut images = product_images(conn, &ids).await?;
    for (n, product) in at.iter().zip(wanted) {
        let image = known(n).and_then(|id| images.remove(&id));
        if let Some(image) = image.filter(|_| product.pictures.is_empty()) {
            product.pictures = image.pictures;
        }
    }
    Ok(())
}

/// What others sell stays on sale: a seller who takes a product out of their file takes out their own offer of it.
async fn keep_on_sale(
    conn: &mut Conn,
    target: &Target,
    places: &[Place],
    at: &[usize],
    wanted: &mut [NewProduct],
) -> Result<(), DbError> {
    let known = |n: &usize| if let Place::Own(id, _) = places[*n] { id } else { None };
    let hidden = at.iter().zip(&*wanted).filter(|(_, product)| product.status != ProductStatus::Active);
    let ids: Vec<ProductId> = hidden.filter_map(|(n, _)| known(n)).collect();
    let offers = offers_of_products(conn, &ids).await?;
    let images = product_images(conn, &ids).await?;
    for (n, product) in at.iter().zip(wanted) {
        let Some(id) = known(n) else { continue };
        let by_others = offers.get(&id).is_some_and(|all| all.iter().any(|o| o.seller_id != target.seller));
        if let Some(image) = images.get(&id).filter(|_| by_others) {
            product.status = image.status;
        }
    }
    Ok(())
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, DbError> {
    Ok(serde_json::to_string(value)?)
}

fn new_product(load: &Load, row: &Row, eans: &[Gtin]) -> Result<NewProduct, ImportError> {
    let category = load.categories.get(&row.category);
    Ok(NewProduct {
        source_key: Some(load.target.product_key(row)),
        slug: row.slug.clone(),
        title: row.title.clone(),
        brand: row.brand.clone(),
        eans: eans.to_vec(),
        description: row.description.clone(),
        attributes: row.attributes.clone(),
        // Every category was made before the first batch; a file that changed since is read again from the start.
        category_id: *category
            .ok_or_else(|| ImportError::Stopped("the file changed while it was read".into()))?,
        pictures: row.pictures.iter().filter_map(|name| load.pictures.get(name)).copied().collect(),
        status: row.status,
        variant: row.variant.as_ref().map(|of| of.within(&load.target.prefix())),
    })
}

async fn load_offers(
    tx: &mut Tx,
    load: &Load,
    places: &[Place],
    products: &[ProductId],
    tally: &mut Tally,
    changes: &mut Vec<Changed>,
) -> Result<(), ImportError> {
    let (mut wanted, mut at) = (Vec::new(), Vec::new());
    let mut listed = Vec::new();
    let offer = |row: &Row, product: &ProductId| NewOffer {
        source_key: Some(load.target.offer_key(row)),
        product_id: *product,
        seller_id: load.target.seller,
        sku: row.sku.clone(),
        condition: Condition::New,
        price: row.price,
        active: row.status == ProductStatus::Active,
    };
    for (n, (row, product)) in load.rows.iter().zip(products).enumerate() {
        match &places[n] {
            Place::Listed(offer) => listed.push((n, offer.id)),
            _ if row.price.is_zero() => tally.products_without_price += 1,
            _ => {
                wanted.push(offer(row, product));
                at.push(n);
            }
        }
    }
    let mut done = Vec::with_capacity(load.rows.len());
    for (row, id, change) in listed::update(tx, &load.rows, &listed).await? {
        done.push(Done { row, id, change: change.map(|(before, after)| (Some(before), after)) });
    }
    let answers = upsert_offers(tx, &wanted).await?;
    let changed = answers.iter().filter(|answer| matches!(answer.change, Change::Changed(_)));
    // As it was written: what an operator took down stays off sale.
    let mut now = offer_images(tx, &changed.map(|answer| answer.id).collect::<Vec<_>>()).await?;
    for ((row, wanted), answer) in at.into_iter().zip(&wanted).zip(answers) {
        // What an undo compares with: an offer that reads otherwise was changed by somebody since.
        let change = match answer.change {
            Change::Unchanged => None,
            Change::Created => {
                first_stock(tx, load, &load.rows[row], answer.id).await?;
                Some((None, OfferImage::from(wanted)))
            }
            Change::Changed(before) => {
                let after = now.remove(&answer.id).ok_or(CatalogError::OfferNotFound(answer.id))?;
                Some((Some(*before), after))
            }
        };
        done.push(Done { row, id: answer.id, change });
    }
    let offers: Vec<(usize, OfferId)> = done.iter().map(|done| (done.row, done.id)).collect();
    let terms = terms::update(tx, &load.rows, &offers).await?;
    for Done { row, id, change } in done {
        let (kept_before, kept_after) = terms.get(&row).copied().unwrap_or_default();
        let (before, after) = match change {
            Some(change) => change,
            None if !kept_after.is_something() => {
                tally.offers_unchanged += 1;
                continue;
            }
            None => {
                let same = offer_images(tx, &[id]).await?.remove(&id);
                let same = same.ok_or(CatalogError::OfferNotFound(id))?;
                (Some(same.clone()), same)
            }
        };
        match before {
            None => tally.offers_created += 1,
            Some(_) => tally.offers_changed += 1,
        }
        let before = before.map(|offer| json(&KeptOffer::new(offer, kept_before)));
        let (before, target) = (before.transpose()?, id.uuid());
        let after = Some(json(&KeptOffer::new(after, kept_after))?);
        changes.push(Changed { seq: seq(load, row, 1), kind: Kind::Offer, target, before, after });
    }
    Ok(())
}

/// What a row did to its offer: how it was, if it was there, and how it is now; nothing where it was like that.
struct Done {
    row: usize,
    id: OfferId,
    change: Option<(Option<OfferImage>, OfferImage)>,
}

/// Stock is taken in once, when the offer is made: afterwards it is counted by sales and deliveries, not by files.
async fn first_stock(tx: &mut Tx, load: &Load, row: &Row, offer: OfferId) -> Result<(), ImportError> {
    let quantity = row.quantity.unwrap_or(load.target.default_quantity);
    if quantity > 0 {
        inventory::receive(tx, &format!("import:{offer}"), offer, quantity).await?;
    }
    Ok(())
}
