//! Making and changing offers. Each change raises the version, keeps the price that it sets, and appends `offer.changed` for
//! the seller.

use crate::image::OfferImage;
use crate::offer::{NewOffer, OFFER_COLUMNS, Offer, Terms, UpsertedOffer, offer, offer_keys};
use crate::product::Change;
use crate::taken_down::barred_products;
use crate::{BATCH, CatalogError, Upserted, offers_by_source, prices, value_rows};
use db::{DbError, NewEvent, Tx, placeholders, sql};
use domain::shipping::Packing;
use domain::{Money, OfferId, ProductId, SellerId};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

const SKU_MAX: usize = 100;

#[derive(Serialize)]
struct OfferChanged {
    offer: OfferId,
    product: ProductId,
    seller: SellerId,
    created: bool,
}

/// Makes the offer, or brings the one with the same source key to this content. Nothing is written and no event
/// appended when it is like this already.
///
/// # Errors
/// [`CatalogError::TakenDown`] for a further offer of a product of which an operator took one of the same seller down, in whatever
/// condition; [`CatalogError::OfferExists`], [`CatalogError::SkuTaken`], [`CatalogError::Price`], [`CatalogError::Sku`].
pub async fn upsert_offer(tx: &mut Tx, wanted: NewOffer) -> Result<UpsertedOffer, CatalogError> {
    let mut answers = upsert_offers(tx, std::slice::from_ref(&wanted)).await?;
    answers.pop().ok_or(CatalogError::Db(DbError::NotFound))
}

/// [`upsert_offer`] for many, in a few statements for every 500; the answers are in the given order.
pub async fn upsert_offers(tx: &mut Tx, wanted: &[NewOffer]) -> Result<Vec<UpsertedOffer>, CatalogError> {
    for offer in wanted {
        check_price(offer.price)?;
        check_sku(&offer.sku)?;
    }
    let mut answers = Vec::with_capacity(wanted.len());
    for batch in wanted.chunks(BATCH) {
        answers.extend(upsert_batch(tx, batch).await?);
    }
    Ok(answers)
}

fn check_price(price: Money) -> Result<(), CatalogError> {
    if price.is_positive() { Ok(()) } else { Err(CatalogError::Price(price)) }
}

fn check_sku(sku: &str) -> Result<(), CatalogError> {
    let length = sku.trim().chars().count();
    if length == 0 || length > SKU_MAX || sku.contains('\0') { Err(CatalogError::Sku) } else { Ok(()) }
}

async fn upsert_batch(tx: &mut Tx, batch: &[NewOffer]) -> Result<Vec<UpsertedOffer>, CatalogError> {
    let keys: Vec<&str> = batch.iter().filter_map(|o| o.source_key.as_deref()).collect();
    let known = offers_by_source(tx, &keys).await?;
    let ids: Vec<OfferId> = known.values().copied().collect();
    let text = format!("SELECT {OFFER_COLUMNS} FROM catalog_offers AS o WHERE o.id IN");
    let before: HashMap<OfferId, Offer> = match ids.len() {
        0 => HashMap::new(),
        n => {
            let statement = sql(format!("{text} ({})", placeholders(1, n))).bind_all(ids);
            tx.all::<Offer>(statement).await?.into_iter().map(|o| (o.id, o)).collect()
        }
    };
    let mut taken = Taken::of(tx, batch).await?;
    let (mut answers, mut fresh) = (Vec::with_capacity(batch.len()), Vec::new());
    let mut seen_keys = HashSet::new();
    for wanted in batch {
        if let Some(key) = &wanted.source_key
            && !seen_keys.insert(key)
        {
            return Err(CatalogError::SourceTwice(key.clone()));
        }
        let existing =
            wanted.source_key.as_ref().and_then(|key| known.get(key)).and_then(|id| before.get(id));
        let id = existing.map_or_else(|| tx.new_id(), |o| o.id);
        taken.claim(id, wanted)?;
        if existing.is_none() && taken.barred.contains(&(wanted.product_id, wanted.seller_id)) {
            return Err(CatalogError::TakenDown);
        }
        let mut image = OfferImage::from(wanted);
        // What an operator took down stays down, whatever a file says.
        image.active &= existing.is_none_or(|offer| offer.taken_down_at.is_none());
        let change = match existing {
            None => {
                fresh.push((id, wanted));
                Change::Created
            }
            Some(current) if OfferImage::from(current) == image => Change::Unchanged,
            Some(current) => {
                write_image(tx, id, &image).await?;
                Change::Changed(Box::new(OfferImage::from(current)))
            }
        };
        answers.push(Upserted { id, change });
    }
    insert(tx, &fresh).await?;
    Ok(answers)
}

/// Which offers hold the SKUs and the places (product, seller, condition) that a batch wants, and which products its sellers offer
/// no second time.
struct Taken {
    barred: HashSet<(ProductId, SellerId)>,
    skus: HashMap<(SellerId, String), OfferId>,
    places: HashMap<(ProductId, SellerId, &'static str), OfferId>,
}

impl Taken {
    async fn of(tx: &mut Tx, batch: &[NewOffer]) -> Result<Self, DbError> {
        let sellers: HashSet<SellerId> = batch.iter().map(|o| o.seller_id).collect();
        let mut taken = Self { barred: HashSet::new(), skus: HashMap::new(), places: HashMap::new() };
        for seller in sellers {
            let of_seller = || batch.iter().filter(|o| o.seller_id == seller);
            let skus: Vec<&str> = of_seller().map(|o| o.sku.trim()).collect();
            let products: Vec<ProductId> = of_seller().map(|o| o.product_id).collect();
            for found in offer_keys(tx, seller, &skus, &products).await? {
                taken.places.insert((found.product_id, seller, text_of(found.condition)), found.id);
                taken.skus.insert((seller, found.sku), found.id);
            }
            let barred = barred_products(tx, seller, &products).await?;
            taken.barred.extend(barred.into_iter().map(|product| (product, seller)));
        }
        Ok(taken)
    }

    fn claim(&mut self, id: OfferId, wanted: &NewOffer) -> Result<(), CatalogError> {
        let sku = wanted.sku.trim().to_owned();
        if *self.skus.entry((wanted.seller_id, sku)).or_insert(id) != id {
            return Err(CatalogError::SkuTaken(wanted.sku.clone()));
        }
        let place = (wanted.product_id, wanted.seller_id, text_of(wanted.condition));
        if *self.places.entry(place).or_insert(id) != id {
            return Err(CatalogError::OfferExists);
        }
        Ok(())
    }
}

fn text_of(condition: crate::Condition) -> &'static str {
    domain::text_enum::TextEnum::as_str(condition)
}

async fn insert(tx: &mut Tx, fresh: &[(OfferId, &NewOffer)]) -> Result<(), CatalogError> {
    if fresh.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    let text = format!(
        "INSERT INTO catalog_offers (id, product_id, seller_id, sku, condition, price_minor, currency, active,
         source_key, version, created_at_us, updated_at_us) VALUES {}",
        value_rows(fresh.len(), 12)
    );
    let mut statement = sql(text);
    for (id, offer) in fresh {
        statement = statement
            .bind(*id)
            .bind(offer.product_id)
            .bind(offer.seller_id)
            .bind(offer.sku.trim())
            .bind(offer.condition)
            .bind(offer.price.minor())
            .bind(offer.price.currency())
            .bind(offer.active)
            .bind(offer.source_key.clone())
            .bind(1i64)
            .bind(now)
            .bind(now);
    }
    tx.exec(statement).await?;
    let images: Vec<OfferImage> = fresh.iter().map(|(_, offer)| OfferImage::from(*offer)).collect();
    let begun: Vec<_> = fresh.iter().zip(&images).map(|((id, _), image)| (*id, 1, image)).collect();
    prices::keep(tx, &begun).await?;
    for (id, offer) in fresh {
        tell(tx, *id, offer.product_id, offer.seller_id, true).await?;
    }
    Ok(())
}

/// Changes the price. With `expected_version` it is refused when somebody else changed the offer since.
pub async fn set_price(
    tx: &mut Tx,
    id: OfferId,
    price: Money,
    expected_version: Option<i64>,
) -> Result<Offer, CatalogError> {
    check_price(price)?;
    let current = checked(tx, id, expected_version).await?;
    if current.price == price {
        return Ok(current);
    }
    write_image(tx, id, &OfferImage { price, ..OfferImage::from(&current) }).await
}

/// Puts an offer up for sale or takes it off.
///
/// # Errors
/// [`CatalogError::TakenDown`] for putting up what an operator took down; [`CatalogError::VersionConflict`].
pub async fn set_active(
    tx: &mut Tx,
    id: OfferId,
    active: bool,
    expected_version: Option<i64>,
) -> Result<Offer, CatalogError> {
    let current = checked(tx, id, expected_version).await?;
    if current.active == active {
        return Ok(current);
    }
    if active && current.taken_down_at.is_some() {
        return Err(CatalogError::TakenDown);
    }
    write_image(tx, id, &OfferImage { active, ..OfferImage::from(&current) }).await
}

/// Whether one piece can be sent like this. Whether the table is one of the seller's is for the caller to see.
///
/// # Errors
/// [`CatalogError::Weight`] for a weight that is none.
pub fn check_packing(packing: Packing) -> Result<(), CatalogError> {
    let is_none = packing.weight_g.is_some_and(|grams| !(1..=Packing::HEAVIEST_G).contains(&grams));
    if is_none { Err(CatalogError::Weight) } else { Ok(()) }
}

/// Whether goods can take so many days of work until the hand-over.
///
/// # Errors
/// [`CatalogError::Handling`] for more than [`Terms::LONGEST_HANDLING`].
pub fn check_handling(days: Option<u8>) -> Result<(), CatalogError> {
    let is_long = days.is_some_and(|days| days > Terms::LONGEST_HANDLING);
    if is_long { Err(CatalogError::Handling) } else { Ok(()) }
}

/// Changes how an offer is sent. Whether the table is one of the seller's is for the caller to see.
///
/// # Errors
/// [`CatalogError::Weight`] for a weight that is none; [`CatalogError::VersionConflict`].
pub async fn set_packing(
    tx: &mut Tx,
    id: OfferId,
    packing: Packing,
    expected_version: Option<i64>,
) -> Result<Offer, CatalogError> {
    check_packing(packing)?;
    let current = checked(tx, id, expected_version).await?;
    if current.packing == packing {
        return Ok(current);
    }
    let text = format!(
        "UPDATE catalog_offers SET shipping_table = $2, weight_g = $3, version = version + 1, updated_at_us = $4
         WHERE id = $1 RETURNING {}",
        OFFER_COLUMNS.replace("o.", "")
    );
    let now = tx.now();
    let written: Option<Offer> =
        tx.opt(sql(text).bind(id).bind(packing.table).bind(packing.weight_g).bind(now)).await?;
    let offer = written.ok_or(CatalogError::OfferNotFound(id))?;
    tell(tx, id, offer.product_id, offer.seller_id, false).await?;
    Ok(offer)
}

/// Changes how long an offer takes to be handed over, and what a unit costs its seller.
///
/// # Errors
/// [`CatalogError::Handling`], [`CatalogError::Cost`]; [`CatalogError::VersionConflict`].
pub async fn set_terms(
    tx: &mut Tx,
    id: OfferId,
    terms: Terms,
    expected_version: Option<i64>,
) -> Result<Offer, CatalogError> {
    check_handling(terms.handling_days)?;
    let current = checked(tx, id, expected_version).await?;
    let wrong = |cost: &Money| cost.is_negative() || cost.currency() != current.price.currency();
    if let Some(cost) = terms.cost.filter(wrong) {
        return Err(CatalogError::Cost(cost));
    }
    if current.terms == terms {
        return Ok(current);
    }
    let text = format!(
        "UPDATE catalog_offers SET handling_days = $2, cost_minor = $3, version = version + 1, updated_at_us = $4
         WHERE id = $1 RETURNING {}",
        OFFER_COLUMNS.replace("o.", "")
    );
    let now = tx.now();
    let (days, cost) = (terms.handling_days.map(i64::from), terms.cost.map(Money::minor));
    let written: Option<Offer> = tx.opt(sql(text).bind(id).bind(days).bind(cost).bind(now)).await?;
    let offer = written.ok_or(CatalogError::OfferNotFound(id))?;
    tell(tx, id, offer.product_id, offer.seller_id, false).await?;
    Ok(offer)
}

/// Makes it an offer of another product, as it stands: the seller's number, price and stock stay. What it cost before was
/// the price of another article, so no reduction is measured against it.
///
/// # Errors
/// [`CatalogError::OfferExists`] when the seller offers that product in this condition already.
pub async fn move_offer(tx: &mut Tx, id: OfferId, product_id: ProductId) -> Result<Offer, CatalogError> {
    let current = offer(tx, id).await?;
    if current.product_id == product_id {
        return Ok(current);
    }
    let own = offer_keys(tx, current.seller_id, &[], &[product_id]).await?;
    if own.iter().any(|other| other.condition == current.condition) {
        return Err(CatalogError::OfferExists);
    }
    write_image(tx, id, &OfferImage { product_id, ..OfferImage::from(&current) }).await
}

async fn checked(tx: &mut Tx, id: OfferId, expected_version: Option<i64>) -> Result<Offer, CatalogError> {
    let current = offer(tx, id).await?;
    if expected_version.is_some_and(|expected| expected != current.version) {
        return Err(CatalogError::VersionConflict { current: current.version });
    }
    Ok(current)
}

/// Writes the whole content of an existing offer with what its price is measured against, and tells the log.
pub(crate) async fn write_image(tx: &mut Tx, id: OfferId, image: &OfferImage) -> Result<Offer, CatalogError> {
    let next = prices::next(tx, id, image).await?;
    let offer = update(tx, id, image, &next).await?;
    if next.changed {
        prices::keep(tx, &[(id, offer.version, image)]).await?;
        prices::shorten(tx, id).await?;
    }
    tell(tx, id, offer.product_id, offer.seller_id, false).await?;
    Ok(offer)
}

async fn update(
    tx: &mut Tx,
    id: OfferId,
    image: &OfferImage,
    next: &prices::Next,
) -> Result<Offer, CatalogError> {
    let now = tx.now();
    let text = format!(
        "UPDATE catalog_offers SET product_id = $2, sku = $3, condition = $4, price_minor = $5, currency = $6,
         active = $7, version = version + 1, updated_at_us = $8, prior_minor = $9, reduced_at_us = $10,
         reduced_bps = $11, cost_minor = CASE WHEN currency = $6 THEN cost_minor END WHERE id = $1 RETURNING {}",
        OFFER_COLUMNS.replace("o.", "")
    );
    let written: Option<Offer> = tx
        .opt(
            sql(text)
                .bind(id)
                .bind(image.product_id)
                .bind(&image.sku)
                .bind(image.condition)
                .bind(image.price.minor())
                .bind(image.price.currency())
                .bind(image.active)
                .bind(now)
                .bind(next.reduction.map(|found| found.prior.minor()))
                .bind(next.reduction.map(|found| found.since))
                .bind(next.off_bps),
        )
        .await?;
    written.ok_or(CatalogError::OfferNotFound(id))
}

pub(crate) async fn tell(
    tx: &mut Tx,
    offer: OfferId,
    product: ProductId,
    seller: SellerId,
    created: bool,
) -> Result<(), CatalogError> {
    let payload = OfferChanged { offer, product, seller, created };
    let topic = Some(seller.to_string());
    tx.append(NewEvent { kind: "offer.changed", key: offer.to_string(), topic, payload: &payload }).await?;
    Ok(())
}
