//! Products of the catalogue, to be offered: found by code, by words, by a picture.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Command, PictureBytes};
use super::offers::ConditionCode;
use super::problem::{Problem, ProblemDetails};
use super::types::{Amount, Code, OfferRef, ProductRef};
use axum::extract::State;
use axum::{Extension, Json};
use domain::ProductId;
use platform::catalog::{self, Gtin, ProductStatus};
use platform::listing;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};

/// What is looked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProductQuery {
    /// Words of the title, as in the shop's search. Not looked at beside `ean`.
    #[param(min_length = 1, max_length = 200, required = false, nullable = false)]
    pub q: Option<String>,
    /// The EAN, UPC or ISBN, with its check digit.
    #[param(pattern = "^[0-9]{8,14}$", required = false, nullable = false, example = "4006381333931")]
    pub ean: Option<String>,
}

/// An offer of the seller's own.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnOffer {
    pub id: OfferRef,
    pub condition: ConditionCode,
}

/// A product that can be offered.
#[derive(Debug, Serialize, ToSchema)]
pub struct Product {
    pub id: ProductRef,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub brand: Option<String>,
    /// The first of its codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ean: Option<String>,
    /// The lowest price in the seller's currency, whoever asks for it; missing when nobody offers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub lowest_price: Option<Amount>,
    /// What the seller offers of it already, on sale or not.
    pub own_offers: Vec<OwnOffer>,
    /// How much one of its pictures looks like the one that was sent, in percent; missing unless one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, maximum = 100)]
    pub alike_percent: Option<u8>,
}

/// What was found, the best first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Products {
    /// At most 40.
    pub data: Vec<Product>,
}

/// Find products to offer.
///
/// By code, which finds one or none, or by words. Each variant is a product of its own.
#[utoipa::path(get, path = "/api/v1/products", tag = "products", operation_id = "find_products", params(ProductQuery),
    responses(
        (status = 200, description = "What was found.", body = Products),
        (status = 409, description = "The code's check digit does not fit.", body = ProblemDetails,
            content_type = "application/problem+json")))]
pub async fn find(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<ProductQuery>,
) -> Result<Json<Products>, Problem> {
    let ids = match (&asked.ean, &asked.q) {
        (Some(code), _) => of_code(&api, code).await?,
        (None, Some(words)) => of_words(&api, words).await?,
        (None, None) => Vec::new(),
    };
    Ok(Json(shown(&api, &caller, &ids, &HashMap::new()).await?))
}

/// Find products to offer by a picture of one.
///
/// The body is the file; it is looked at and kept nowhere. The most alike come first. 409 `no-picture` says that it is no JPEG, PNG
/// or WebP or that it is damaged, `plain-picture` that there is nothing on it. The key is asked for as of every POST, and the
/// same picture may be found otherwise tomorrow: no answer is kept.
#[utoipa::path(post, path = "/api/v1/products/by-picture", tag = "products", operation_id = "find_products_by_picture",
    request_body(content = PictureBytes, content_type = "application/octet-stream", description = "The file."),
    responses((status = 200, description = "What looks like it.", body = Products)))]
pub async fn by_picture(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<PictureBytes>,
) -> Result<Json<Products>, Problem> {
    let fingerprint = api.platform.pictures.fingerprint(command.input.picture()?).await?;
    let Some(fingerprint) = fingerprint else {
        return Err(Problem::conflict("plain-picture", "There is nothing on the picture to look for."));
    };
    let mut best = catalog::products_alike(&mut api.platform.db.read().await?, &fingerprint).await?;
    best.truncate(listing::MOST_FOUND);
    let ids: Vec<ProductId> = best.iter().map(|(id, _)| *id).collect();
    Ok(Json(shown(&api, &caller, &ids, &best.into_iter().collect()).await?))
}

/// These products as the seller finds them, in this order; with how much a picture of each looks like one that was sent.
async fn shown(
    api: &Api,
    caller: &Caller,
    ids: &[ProductId],
    alike: &HashMap<ProductId, u8>,
) -> Result<Products, Problem> {
    let seller = &caller.seller;
    let mut conn = api.platform.db.read_together().await?;
    let cards = catalog::cards(&mut conn, ids).await?;
    let mut described = catalog::described(&mut conn, ids).await?;
    let mut own = listing::own_offers(&mut conn, seller.id, ids).await?;
    let shown = |card: catalog::ProductCard| {
        let prices = card.offers.iter().map(|offer| offer.price);
        let lowest = prices.filter(|p| p.currency() == seller.currency).min_by_key(|p| p.minor());
        let own = own.remove(&card.id).unwrap_or_default();
        Product {
            id: card.id.into(),
            title: card.title,
            brand: card.brand,
            ean: described.remove(&card.id).and_then(|product| product.ean),
            lowest_price: lowest.map(Amount::from),
            own_offers: own
                .into_iter()
                .map(|(id, condition)| OwnOffer { id: id.into(), condition: Code(condition) })
                .collect(),
            alike_percent: alike.get(&card.id).copied(),
        }
    };
    let listed = cards.into_iter().filter(|card| card.status == ProductStatus::Active);
    Ok(Products { data: listed.map(shown).collect() })
}

async fn of_code(api: &Api, code: &str) -> Result<Vec<ProductId>, Problem> {
    if !(8..=14).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Problem::malformed("`ean` has 8 to 14 digits."));
    }
    let code = Gtin::parse(code).map_err(|error| Problem::conflict("wrong-code", format!("{error}.")))?;
    let mut conn = api.platform.db.read().await?;
    Ok(catalog::product_by_ean(&mut conn, &code).await?.into_iter().map(|product| product.id).collect())
}

async fn of_words(api: &Api, words: &str) -> Result<Vec<ProductId>, Problem> {
    if !(1..=200).contains(&words.chars().count()) {
        return Err(Problem::malformed("`q` has 1 to 200 characters."));
    }
    Ok(listing::of_words(&api.platform.db, &api.platform.search, words).await?)
}
