//! What the seller's own products say: those that it proposed or that its files brought. What somebody else described it
//! only offers.

use super::Api;
use super::auth::Caller;
use super::extract::{Command, Named, each_holds};
use super::once::together;
use super::problem::Problem;
use super::proposals::{ProductAttribute, attribute, has, is_fact};
use super::types::{CategoryRef, Code, ProductRef};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::ProductId;
use domain::listing::LONGEST_NAME;
use platform::catalog::{self, ProductImage, ProductStatus};
use platform::listing::{self, LONGEST_DESCRIPTION, LONGEST_TITLE, ListingError, MOST_ATTRIBUTES, Revision};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

pub type ProductStatusCode = Code<ProductStatus>;

/// A fact about a product, as it is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductFact {
    pub name: String,
    pub value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub unit: Option<String>,
}

impl From<catalog::Attribute> for ProductFact {
    fn from(one: catalog::Attribute) -> Self {
        Self { name: one.name, value: one.value, unit: one.unit }
    }
}

/// What a product says.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductDescribed {
    pub id: ProductRef,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub brand: Option<String>,
    pub category_id: CategoryRef,
    /// Plain text, with an empty line between paragraphs.
    pub description: String,
    pub attributes: Vec<ProductFact>,
    /// Its EAN, UPC or ISBN, and others that lead to it.
    pub eans: Vec<String>,
    /// How many pictures it has.
    pub pictures: usize,
    /// Whether shoppers see it.
    pub status: ProductStatusCode,
}

fn shown(id: ProductId, image: ProductImage) -> ProductDescribed {
    ProductDescribed {
        id: id.into(),
        title: image.title,
        brand: image.brand,
        category_id: image.category_id.into(),
        description: image.description,
        attributes: image.attributes.into_iter().map(ProductFact::from).collect(),
        eans: image.eans,
        pictures: image.pictures.len(),
        status: Code(image.status),
    }
}

/// What a product of the seller's own says.
///
/// Of those that the seller proposed or that its files brought; any other answers 404.
#[utoipa::path(get, path = "/api/v1/products/{product}", tag = "products", operation_id = "get_product",
    params(("product" = ProductRef, Path, description = "The product's id.")),
    responses((status = 200, description = "The product.", body = ProductDescribed)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ProductId>,
) -> Result<Json<ProductDescribed>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    Ok(Json(shown(id, listing::own_product(&mut conn, caller.seller.id, id).await?)))
}

/// What changes of a product; what is missing stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductChange {
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 250)]
    pub title: Option<String>,
    /// `null` for none.
    #[serde(default, deserialize_with = "super::offers::said")]
    #[schema(min_length = 1, max_length = 80)]
    pub brand: Option<Option<String>>,
    #[serde(default)]
    #[schema(nullable = false, max_length = 20_000)]
    pub description: Option<String>,
    /// All of its attributes from now on.
    #[serde(default)]
    #[schema(nullable = false, max_items = 100)]
    pub attributes: Option<Vec<ProductAttribute>>,
    #[serde(default)]
    #[schema(nullable = false)]
    pub category_id: Option<CategoryRef>,
}

fn read(sent: &ProductChange) -> Result<Revision, Problem> {
    let brand = sent.brand.as_ref().and_then(Option::as_deref);
    let facts = sent.attributes.as_deref().unwrap_or_default();
    each_holds(&[
        (
            sent.title.as_deref().is_none_or(|title| has(title, 1, LONGEST_TITLE)),
            "`title` has 1 to 250 characters.",
        ),
        (brand.is_none_or(|brand| has(brand, 1, LONGEST_NAME)), "`brand` has 1 to 80 characters."),
        (
            sent.description.as_deref().is_none_or(|text| has(text, 0, LONGEST_DESCRIPTION)),
            "`description` has at most 20000 characters.",
        ),
        (
            facts.len() <= MOST_ATTRIBUTES && facts.iter().all(is_fact),
            "`attributes` are at most 100, with names of 1 to 80, values of 1 to 1000 and units of 1 to 20 characters.",
        ),
    ])?;
    Ok(Revision {
        title: sent.title.clone(),
        brand: sent.brand.clone(),
        description: sent.description.clone(),
        attributes: sent.attributes.as_ref().map(|all| all.iter().map(attribute).collect()),
        category: sent.category_id.map(|category| category.0),
    })
}

/// Change what a product of the seller's own says.
///
/// All of it together, or nothing. It is held to what the category asks for (`GET /api/v1/categories`): 409 `category-asks`
/// names what the change would take away or bring that is refused, and where an operator looks first, brand and category stay
/// (409 `change-needs-approval`). A later file of the seller says it anew.
#[utoipa::path(patch, path = "/api/v1/products/{product}", tag = "products", operation_id = "change_product",
    params(("product" = ProductRef, Path, description = "The product's id.")), request_body = ProductChange,
    responses((status = 200, description = "The product as it is now.", body = ProductDescribed)))]
pub async fn change(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ProductId>,
    command: Command<ProductChange>,
) -> Result<Response<Body>, Problem> {
    let (seller, revision) = (caller.seller.id, Arc::new(read(&command.input)?));
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        let revision = Arc::clone(&revision);
        Box::pin(async move {
            listing::revise(tx, seller, id, &revision).await?;
            Ok::<_, ListingError>(shown(id, listing::own_product(tx, seller, id).await?))
        })
    })
    .await
}
