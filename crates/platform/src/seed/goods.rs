//! The goods of the demo shop, from the texts in `products.toml`: categories, products, offers and their stock.

use super::cents;
use super::people::Desks;
use crate::{Platform, PlatformError};
use catalog::{Attribute, Condition, NewOffer, NewProduct, ProductStatus};
use db::Tx;
use domain::commission::CommissionClass;
use domain::text_enum::TextEnum as _;
use domain::{Currency, Money, OfferId};
use serde::Deserialize;
use std::sync::Arc;

const TEXTS: &str = include_str!("products.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    category: Vec<Shelf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shelf {
    path: Vec<String>,
    class: CommissionClass,
    product: Vec<Article>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Article {
    title: String,
    brand: String,
    about: String,
    facts: toml::Table,
    /// "seller condition price stock"
    offers: Vec<String>,
}

/// What was made, with the price of each offer, the articles in their order.
#[derive(Debug, Default)]
pub struct Goods {
    pub products: usize,
    pub offers: Vec<(OfferId, Money)>,
}

struct Wanted<'a> {
    desk: &'a str,
    condition: Condition,
    hundredths: i64,
    stock: i64,
}

fn wanted(text: &str) -> Result<Wanted<'_>, PlatformError> {
    let bad =
        || PlatformError::Input(format!("the demo's offer `{text}` is not `seller condition price stock`"));
    let words: Vec<&str> = text.split(' ').collect();
    let [desk, condition, price, stock] = words.as_slice() else { return Err(bad()) };
    Ok(Wanted {
        desk,
        condition: Condition::parse(condition).ok_or_else(bad)?,
        hundredths: price.parse().map_err(|_| bad())?,
        stock: stock.parse().map_err(|_| bad())?,
    })
}

fn texts() -> Result<Texts, PlatformError> {
    toml::from_str(TEXTS)
        .map_err(|error| PlatformError::Input(format!("the demo's texts cannot be read: {error}")))
}

pub async fn make(platform: &Platform, desks: &Desks) -> Result<Goods, PlatformError> {
    let (texts, currency) = (Arc::new(texts()?), platform.config.currency);
    let mut goods = Goods::default();
    for at in 0..texts.category.len() {
        let (texts, desks) = (Arc::clone(&texts), desks.clone());
        let made: Result<Goods, PlatformError> = platform
            .db
            .write(move |tx| {
                let (texts, desks) = (Arc::clone(&texts), desks.clone());
                Box::pin(async move { fill(tx, &texts.category[at], at, &desks, currency).await })
            })
            .await;
        let made = made?;
        goods.products += made.products;
        goods.offers.extend(made.offers);
    }
    Ok(goods)
}

async fn fill(
    tx: &mut Tx,
    shelf: &Shelf,
    at: usize,
    desks: &Desks,
    currency: Currency,
) -> Result<Goods, PlatformError> {
    let path: Vec<&str> = shelf.path.iter().map(String::as_str).collect();
    let category = catalog::ensure_category_path(tx, &path, shelf.class).await?;
    let mut goods = Goods::default();
    for (article, place) in shelf.product.iter().zip(1..) {
        let slug = catalog::slugify(&article.title);
        let attribute = |(name, value): (&String, &toml::Value)| Attribute {
            name: name.clone(),
            value: value.as_str().unwrap_or_default().to_owned(),
            unit: None,
        };
        let product = NewProduct {
            source_key: Some(format!("demo:{slug}")),
            slug: Some(slug.clone()),
            title: article.title.clone(),
            brand: Some(article.brand.clone()),
            // Made-up goods have no maker's numbers, but bars of their own to be found by.
            eans: catalog::Gtin::in_store(1_000 * at as u64 + place).into_iter().collect(),
            description: article.about.clone(),
            attributes: article.facts.iter().map(attribute).collect(),
            category_id: category.id,
            pictures: Vec::new(),
            status: ProductStatus::Active,
            variant: None,
        };
        let product_id = catalog::upsert_product(tx, product).await?.id;
        goods.products += 1;
        for text in &article.offers {
            goods.offers.push(offer(tx, &slug, product_id, wanted(text)?, desks, currency).await?);
        }
    }
    Ok(goods)
}

async fn offer(
    tx: &mut Tx,
    slug: &str,
    product_id: domain::ProductId,
    wanted: Wanted<'_>,
    desks: &Desks,
    currency: Currency,
) -> Result<(OfferId, Money), PlatformError> {
    let unknown = || PlatformError::Input(format!("the demo has no seller `{}`", wanted.desk));
    let seller_id = *desks.get(wanted.desk).ok_or_else(unknown)?;
    let key = format!("demo:{}:{slug}:{}", wanted.desk, wanted.condition);
    let short: String = slug.chars().take(32).collect();
    let price = cents(wanted.hundredths, currency);
    let new = NewOffer {
        source_key: Some(key.clone()),
        product_id,
        seller_id,
        sku: format!("{short}-{}", wanted.condition),
        condition: wanted.condition,
        price,
        active: true,
    };
    let id = catalog::upsert_offer(tx, new).await?.id;
    inventory::receive(tx, &key, id, wanted.stock).await?;
    Ok((id, price))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_the_demo_can_be_read_and_several_products_have_several_sellers() {
        let texts = texts().unwrap();
        let articles: Vec<&Article> = texts.category.iter().flat_map(|c| &c.product).collect();
        assert!(articles.len() >= 55, "{} articles", articles.len());
        for article in &articles {
            assert!(!article.offers.is_empty(), "{}", article.title);
            article.offers.iter().for_each(|o| assert!(wanted(o).unwrap().stock > 0));
        }
        assert!(articles.iter().filter(|a| a.offers.len() > 1).count() > 15);
    }
}
