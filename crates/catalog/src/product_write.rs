//! Making and changing products. Each change appends `product.changed`.

use crate::image::{ProductImage, product_images};
use crate::merged::{kept_among, merged_among};
use crate::model::VariantOf;
use crate::model_write::{Places, ensure_models};
use crate::product::{
    Change, NewProduct, ProductStatus, UpsertedProduct, products_by_ean, products_by_source,
};
use crate::slug::slugify;
use crate::taken_down::products_taken_down;
use crate::{BATCH, CatalogError, Gtin, Upserted, value_rows};
use db::{DbError, NewEvent, Tx, placeholders, sql};
use domain::{ModelId, PictureId, ProductId, Timestamp};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

const TITLE_MAX: usize = 500;
/// The most bytes of a description, and of all attributes together.
pub const TEXT_MAX: usize = 200_000;

#[derive(Serialize)]
struct ProductChanged {
    product: ProductId,
    created: bool,
}

/// Makes the product, or brings the one with the same source key to this content. Nothing is written and no event
/// appended when it is like this already.
pub async fn upsert_product(tx: &mut Tx, wanted: NewProduct) -> Result<UpsertedProduct, CatalogError> {
    let mut answers = upsert_products(tx, std::slice::from_ref(&wanted)).await?;
    answers.pop().ok_or(CatalogError::Db(DbError::NotFound))
}

/// [`upsert_product`] for many, in a few statements for every 500; the answers are in the given order.
pub async fn upsert_products(
    tx: &mut Tx,
    wanted: &[NewProduct],
) -> Result<Vec<UpsertedProduct>, CatalogError> {
    for product in wanted {
        check(product)?;
    }
    let mut answers = Vec::with_capacity(wanted.len());
    for batch in wanted.chunks(BATCH) {
        answers.extend(upsert_batch(tx, batch).await?);
    }
    Ok(answers)
}

fn check(product: &NewProduct) -> Result<(), CatalogError> {
    let title = product.title.trim().chars().count();
    if title == 0 || title > TITLE_MAX || product.title.contains('\0') {
        return Err(CatalogError::Title);
    }
    let attributes: usize = product.attributes.iter().map(|a| a.name.len() + a.value.len()).sum();
    if product.description.len() > TEXT_MAX || attributes > TEXT_MAX {
        return Err(CatalogError::TextTooLong { limit: TEXT_MAX });
    }
    product.variant.as_ref().map_or(Ok(()), VariantOf::check)
}

async fn upsert_batch(tx: &mut Tx, batch: &[NewProduct]) -> Result<Vec<UpsertedProduct>, CatalogError> {
    let keys: Vec<&str> = batch.iter().filter_map(|p| p.source_key.as_deref()).collect();
    let known = products_by_source(tx, &keys).await?;
    let before = product_images(tx, &known.values().copied().collect::<Vec<_>>()).await?;
    let merged = merged_among(tx, &known.values().copied().collect::<Vec<_>>()).await?;
    let kept = kept_among(tx, &known.values().copied().collect::<Vec<_>>()).await?;
    let down = products_taken_down(tx, &known.values().copied().collect::<Vec<_>>()).await?;
    let codes: Vec<Gtin> = batch.iter().flat_map(|p| p.eans.iter().cloned()).collect();
    let mut owners = products_by_ean(tx, &codes).await?;
    let variants: Vec<&VariantOf> = batch.iter().filter_map(|p| p.variant.as_ref()).collect();
    let models = ensure_models(tx, &variants).await?;
    let mut places = Places::read(tx, &models, &known.values().copied().collect()).await?;
    let mut seen_keys = HashSet::new();
    let (mut answers, mut fresh) = (Vec::with_capacity(batch.len()), Vec::new());
    for product in batch {
        if let Some(key) = &product.source_key
            && !seen_keys.insert(key)
        {
            return Err(CatalogError::SourceTwice(key.clone()));
        }
        let existing = product.source_key.as_ref().and_then(|key| known.get(key)).copied();
        // What became another product is described by that one.
        if let Some(kept) = existing.and_then(|id| merged.get(&id)) {
            answers.push(Upserted { id: *kept, change: Change::Unchanged });
            continue;
        }
        let id = existing.unwrap_or_else(|| tx.new_id());
        for ean in &product.eans {
            let owner = *owners.entry(ean.clone()).or_insert(id);
            if owner != id {
                return Err(CatalogError::EanTaken { ean: ean.clone(), product: owner });
            }
        }
        if let Some(variant) = &product.variant {
            places.take(&models, variant, id)?;
        }
        let mut wanted = ProductImage::from(product);
        if down.contains(&id) {
            wanted.status = ProductStatus::Hidden;
        }
        let before = existing.and_then(|id| before.get(&id));
        // Codes that it took over from another product are in no file of its own; what is down gives none away, for that would be
        // another product's, which is not.
        if let Some(before) = before.filter(|_| kept.contains(&id) || down.contains(&id)) {
            let missing = |code: &&String| !wanted.eans.contains(code);
            let taken: Vec<String> = before.eans.iter().filter(missing).cloned().collect();
            wanted.eans.extend(taken);
        }
        let change = match before {
            None => {
                fresh.push((id, product));
                Change::Created
            }
            Some(before) if *before == wanted => Change::Unchanged,
            Some(before) => {
                write_image(tx, id, &wanted).await?;
                Change::Changed(Box::new(before.clone()))
            }
        };
        answers.push(Upserted { id, change });
    }
    insert(tx, &fresh, &models).await?;
    Ok(answers)
}

async fn insert(
    tx: &mut Tx,
    fresh: &[(ProductId, &NewProduct)],
    models: &HashMap<String, ModelId>,
) -> Result<(), CatalogError> {
    if fresh.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    let slugs = free_slugs(tx, fresh).await?;
    let text = format!(
        "INSERT INTO catalog_products (id, source_key, slug, title, brand, ean, description, attributes, category_id,
         status, model_id, variant_values, variant_position, created_at_us, updated_at_us) VALUES {}",
        value_rows(fresh.len(), 15)
    );
    let mut statement = sql(text);
    for ((id, product), slug) in fresh.iter().zip(slugs) {
        statement = statement
            .bind(*id)
            .bind(product.source_key.clone())
            .bind(slug)
            .bind(product.title.trim())
            .bind(product.brand.clone())
            .bind(product.eans.first().map(|e| e.as_str().to_owned()))
            .bind(&product.description)
            .bind(serde_json::to_string(&product.attributes).map_err(DbError::from)?)
            .bind(product.category_id)
            .bind(product.status)
            .bind(product.variant.as_ref().and_then(|v| models.get(&v.model)).copied())
            .bind(product.variant.as_ref().map(VariantOf::values_text).transpose()?)
            .bind(product.variant.as_ref().map(|v| v.position))
            .bind(now)
            .bind(now);
    }
    tx.exec(statement).await?;
    let eans: Vec<(ProductId, &str, i64)> = fresh
        .iter()
        .flat_map(|(id, p)| (0i64..).zip(&p.eans).map(|(n, ean)| (*id, ean.as_str(), n)))
        .collect();
    insert_eans(tx, &eans).await?;
    let pictures: Vec<_> = fresh
        .iter()
        .flat_map(|(id, p)| (0i64..).zip(&p.pictures).map(|(n, picture)| (*id, *picture, n)))
        .collect();
    for rows in pictures.chunks(BATCH) {
        let text = format!(
            "INSERT INTO catalog_product_pictures (product_id, picture_id, position) VALUES {}",
            value_rows(rows.len(), 3)
        );
        let statement =
            rows.iter().fold(sql(text), |s, (product, picture, n)| s.bind(*product).bind(*picture).bind(*n));
        tx.exec(statement).await?;
    }
    for (id, _) in fresh {
        tell(tx, *id, true).await?;
    }
    Ok(())
}

async fn insert_eans(tx: &mut Tx, eans: &[(ProductId, &str, i64)]) -> Result<(), DbError> {
    for rows in eans.chunks(BATCH) {
        // A source that lists a code twice for one product means it once.
        let text = format!(
            "INSERT INTO catalog_eans (product_id, ean, position) VALUES {} ON CONFLICT (ean) DO NOTHING",
            value_rows(rows.len(), 3)
        );
        let statement =
            rows.iter().fold(sql(text), |s, (product, ean, n)| s.bind(*product).bind(*ean).bind(*n));
        tx.exec(statement).await?;
    }
    Ok(())
}

/// An address for each new product: the wished one or the title's; a taken one gets the end of the id.
async fn free_slugs(tx: &mut Tx, fresh: &[(ProductId, &NewProduct)]) -> Result<Vec<String>, DbError> {
    let wished: Vec<String> =
        fresh.iter().map(|(_, p)| slugify(p.slug.as_deref().unwrap_or(&p.title))).collect();
    let list = placeholders(1, wished.len());
    let text = format!("SELECT slug FROM catalog_products WHERE slug IN ({list})");
    let rows: Vec<(String,)> = tx.all(sql(text).bind_all(wished.iter().map(String::as_str))).await?;
    let mut taken: HashSet<String> = rows.into_iter().map(|r| r.0).collect();
    let unique = |(slug, (id, _)): (String, &(ProductId, &NewProduct))| {
        if taken.insert(slug.clone()) {
            return slug;
        }
        let id = id.to_string();
        let slug = format!("{slug}-{}", &id[id.len() - 10..]);
        taken.insert(slug.clone());
        slug
    };
    Ok(wished.into_iter().zip(fresh).map(unique).collect())
}

/// Writes the whole content of an existing product and tells the log. What an operator took down stays hidden.
pub(crate) async fn write_image(
    tx: &mut Tx,
    id: ProductId,
    image: &ProductImage,
) -> Result<(), CatalogError> {
    let now = tx.now();
    let model = match &image.variant {
        Some(variant) => ensure_models(tx, &[variant]).await?.remove(&variant.model),
        None => None,
    };
    let before: Option<(Option<ModelId>,)> =
        tx.opt(sql("SELECT model_id FROM catalog_products WHERE id = $1").bind(id)).await?;
    let changed = tx
        .exec(
            sql("UPDATE catalog_products SET title = $2, brand = $3, ean = $4, description = $5, attributes = $6,
                 category_id = $7, status = CASE WHEN taken_down_at_us IS NULL THEN $8 ELSE 'hidden' END, model_id = $9,
                 variant_values = $10, variant_position = $11, updated_at_us = $12, revision = revision + 1 WHERE id = $1")
            .bind(id)
            .bind(image.title.trim())
            .bind(image.brand.clone())
            .bind(image.eans.first().cloned())
            .bind(&image.description)
            .bind(serde_json::to_string(&image.attributes).map_err(DbError::from)?)
            .bind(image.category_id)
            .bind(image.status)
            .bind(model)
            .bind(image.variant.as_ref().map(VariantOf::values_text).transpose()?)
            .bind(image.variant.as_ref().map(|v| v.position))
            .bind(now),
        )
        .await?;
    if changed == 0 {
        return Err(CatalogError::ProductNotFound(id));
    }
    tx.exec(sql("DELETE FROM catalog_eans WHERE product_id = $1").bind(id)).await?;
    let eans: Vec<_> = (0i64..).zip(&image.eans).map(|(n, ean)| (id, ean.as_str(), n)).collect();
    insert_eans(tx, &eans).await?;
    tx.exec(sql("DELETE FROM catalog_product_pictures WHERE product_id = $1").bind(id)).await?;
    for (position, picture) in (0i64..).zip(&image.pictures) {
        let text =
            "INSERT INTO catalog_product_pictures (product_id, picture_id, position) VALUES ($1, $2, $3)";
        tx.exec(sql(text).bind(id).bind(*picture).bind(position)).await?;
    }
    tell(tx, id, false).await?;
    match before.and_then(|(before,)| before).filter(|before| model != Some(*before)) {
        Some(left) => tell_rest(tx, left).await,
        None => Ok(()),
    }
}

/// A model that lost a variant looks different: told of one of those that stayed, for whoever shows them together.
pub(crate) async fn tell_rest(tx: &mut Tx, left: ModelId) -> Result<(), CatalogError> {
    let text = "SELECT id FROM catalog_products WHERE model_id = $1 ORDER BY id LIMIT 1";
    match tx.opt::<(ProductId,)>(sql(text).bind(left)).await? {
        Some((rest,)) => tell(tx, rest, false).await,
        None => Ok(()),
    }
}

/// Puts pictures behind those that a product has; one that it has stays where it is.
pub async fn add_pictures(tx: &mut Tx, id: ProductId, pictures: &[PictureId]) -> Result<(), CatalogError> {
    let Some(mut image) = product_images(tx, &[id]).await?.remove(&id) else {
        return Err(CatalogError::ProductNotFound(id));
    };
    let before = image.pictures.len();
    for picture in pictures {
        if !image.pictures.contains(picture) {
            image.pictures.push(*picture);
        }
    }
    if image.pictures.len() == before { Ok(()) } else { write_image(tx, id, &image).await }
}

/// Shows, hides or withdraws a product. Returns whether that changed anything.
///
/// # Errors
/// [`CatalogError::TakenDown`] for showing or withdrawing what an operator took down: the page of what is withdrawn is seen.
pub async fn set_product_status(
    tx: &mut Tx,
    id: ProductId,
    status: ProductStatus,
) -> Result<bool, CatalogError> {
    let now: Timestamp = tx.now();
    let text = "SELECT status, taken_down_at_us FROM catalog_products WHERE id = $1";
    let found: Option<(ProductStatus, Option<Timestamp>)> = tx.opt(sql(text).bind(id)).await?;
    match found {
        None => return Err(CatalogError::ProductNotFound(id)),
        Some((current, _)) if current == status => return Ok(false),
        Some((_, Some(_))) => return Err(CatalogError::TakenDown),
        Some((_, None)) => {}
    }
    let text =
        "UPDATE catalog_products SET status = $2, updated_at_us = $3, revision = revision + 1 WHERE id = $1";
    tx.exec(sql(text).bind(id).bind(status).bind(now)).await?;
    tell(tx, id, false).await?;
    Ok(true)
}

pub(crate) async fn tell(tx: &mut Tx, product: ProductId, created: bool) -> Result<(), CatalogError> {
    let payload = ProductChanged { product, created };
    tx.append(NewEvent { kind: "product.changed", key: product.to_string(), topic: None, payload: &payload })
        .await?;
    Ok(())
}
