//! The demo shop's articles in several variants, from the texts in `variants.toml`.

use super::cents;
use super::goods::Goods;
use super::people::Desks;
use crate::{Platform, PlatformError};
use catalog::{Attribute, Condition, NewOffer, NewProduct, ProductStatus, VariantOf, slugify};
use db::Tx;
use domain::commission::CommissionClass;
use domain::{CategoryId, Currency, SellerId};
use serde::Deserialize;
use std::sync::Arc;

const TEXTS: &str = include_str!("variants.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    model: Vec<Model>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Model {
    title: String,
    brand: String,
    path: Vec<String>,
    class: CommissionClass,
    desk: String,
    about: String,
    facts: toml::Table,
    options: Vec<String>,
    variants: Vec<Variant>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Variant {
    is: Vec<String>,
    /// In hundredths.
    price: i64,
    stock: i64,
}

fn texts() -> Result<Texts, PlatformError> {
    toml::from_str(TEXTS)
        .map_err(|error| PlatformError::Input(format!("the demo's variants cannot be read: {error}")))
}

pub async fn make(platform: &Platform, desks: &Desks) -> Result<Goods, PlatformError> {
    let (texts, currency) = (Arc::new(texts()?), platform.config.currency);
    let desks = desks.clone();
    platform
        .db
        .write(move |tx| {
            let (texts, desks) = (Arc::clone(&texts), desks.clone());
            Box::pin(async move {
                let mut goods = Goods::default();
                for model in &texts.model {
                    fill(tx, model, &desks, currency, &mut goods).await?;
                }
                Ok(goods)
            })
        })
        .await
}

async fn fill(
    tx: &mut Tx,
    model: &Model,
    desks: &Desks,
    currency: Currency,
    goods: &mut Goods,
) -> Result<(), PlatformError> {
    let path: Vec<&str> = model.path.iter().map(String::as_str).collect();
    let category = catalog::ensure_category_path(tx, &path, model.class).await?.id;
    let unknown = || PlatformError::Input(format!("the demo has no seller `{}`", model.desk));
    let seller = *desks.get(model.desk.as_str()).ok_or_else(unknown)?;
    for (position, variant) in (0i64..).zip(&model.variants) {
        let product = product(model, variant, position, category);
        let slug = slugify(&product.title);
        let product_id = catalog::upsert_product(tx, product).await?.id;
        let price = cents(variant.price, currency);
        let key = format!("demo:{}:{slug}:new", model.desk);
        let offer = catalog::upsert_offer(tx, offer(&key, &slug, product_id, seller, price)).await?.id;
        if variant.stock > 0 {
            inventory::receive(tx, &key, offer, variant.stock).await?;
        }
        goods.products += 1;
        goods.offers.push((offer, price));
    }
    Ok(())
}

fn product(model: &Model, variant: &Variant, position: i64, category_id: CategoryId) -> NewProduct {
    let title: Vec<&str> = std::iter::once(&model.title).chain(&variant.is).map(String::as_str).collect();
    let title = title.join(", ");
    let fact = |name: &str, value: &str| Attribute { name: name.into(), value: value.into(), unit: None };
    let chosen = model.options.iter().zip(&variant.is).map(|(name, value)| fact(name, value));
    let facts = model.facts.iter().map(|(name, value)| fact(name, value.as_str().unwrap_or_default()));
    NewProduct {
        source_key: Some(format!("demo:{}", slugify(&title))),
        slug: Some(slugify(&title)),
        brand: Some(model.brand.clone()),
        eans: Vec::new(),
        description: model.about.clone(),
        attributes: chosen.chain(facts).collect(),
        category_id,
        pictures: Vec::new(),
        status: ProductStatus::Active,
        variant: Some(VariantOf {
            model: format!("demo:{}", slugify(&model.title)),
            title: model.title.clone(),
            options: model.options.clone(),
            values: variant.is.clone(),
            position,
        }),
        title,
    }
}

fn offer(
    key: &str,
    slug: &str,
    product_id: domain::ProductId,
    seller_id: SellerId,
    price: domain::Money,
) -> NewOffer {
    NewOffer {
        source_key: Some(key.to_owned()),
        product_id,
        seller_id,
        sku: slug.chars().take(60).collect(),
        condition: Condition::New,
        price,
        active: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_the_demos_models_has_a_sold_out_variant_and_one_that_does_not_exist() {
        let texts = texts().unwrap();
        let shell = &texts.model[0];
        let distinct = |at: usize| {
            let values: std::collections::BTreeSet<&str> =
                shell.variants.iter().map(|v| v.is[at].as_str()).collect();
            values.len()
        };
        assert!(shell.variants.len() < distinct(0) * distinct(1));
        assert!(shell.variants.iter().any(|v| v.stock == 0));
        assert!(texts.model.iter().all(|m| m.variants.iter().all(|v| v.is.len() == m.options.len())));
    }
}
