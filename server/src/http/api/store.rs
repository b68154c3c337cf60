//! What the seller says of itself on its own page. The logo is handed in on the desk.

use super::Api;
use super::auth::Caller;
use super::extract::Command;
use super::once::together;
use super::problem::Problem;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use platform::sellers::{self, LONGEST_STORY, Seller, SellerError, Shopfront};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// The seller's own page.
#[derive(Debug, Serialize, ToSchema)]
pub struct Store {
    pub name: String,
    /// Where the page is, below the address of the shop.
    #[schema(example = "/s/casa-guayabo")]
    pub path: String,
    /// Where the goods leave: ISO 3166.
    #[schema(pattern = "^[A-Z]{2}$", example = "US")]
    pub country: String,
    /// Paragraphs with an empty line between them; empty while nothing was said.
    pub story: String,
    pub has_logo: bool,
}

fn shown(seller: &Seller, front: Shopfront) -> Store {
    Store {
        name: seller.name.clone(),
        path: format!("/s/{}", seller.slug),
        country: seller.country.clone(),
        story: front.story,
        has_logo: front.logo.is_some(),
    }
}

/// The seller's own page.
#[utoipa::path(get, path = "/api/v1/store", tag = "products", operation_id = "get_store",
    responses((status = 200, description = "What it says.", body = Store)))]
pub async fn now(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Store>, Problem> {
    let mut conn = api.platform.db.read().await?;
    let front = sellers::shopfront(&mut conn, caller.seller.id).await?;
    Ok(Json(shown(&caller.seller, front)))
}

/// What the page is to say from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StoreSent {
    /// Paragraphs with an empty line between them; an empty text takes the story away.
    #[schema(max_length = 2_000)]
    pub story: String,
}

/// Change what the seller's own page says.
#[utoipa::path(put, path = "/api/v1/store", tag = "products", operation_id = "put_store", request_body = StoreSent,
    responses((status = 200, description = "What it says now.", body = Store)))]
pub async fn put(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<StoreSent>,
) -> Result<Response<Body>, Problem> {
    if command.input.story.chars().count() > LONGEST_STORY {
        return Err(Problem::malformed(format!("`story` has at most {LONGEST_STORY} characters.")));
    }
    let (story, seller) = (Arc::new(command.input.story.clone()), Arc::new(caller.seller.clone()));
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        let (story, seller) = (Arc::clone(&story), Arc::clone(&seller));
        Box::pin(async move {
            sellers::tell_story(tx, seller.id, &story).await?;
            Ok::<_, PutError>(shown(&seller, sellers::shopfront(tx, seller.id).await?))
        })
    })
    .await
}

#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct PutError(#[from] SellerError);

impl From<PutError> for Problem {
    fn from(PutError(error): PutError) -> Self {
        match error {
            SellerError::BadStory => Self::conflict("story-refused", format!("{error}.")),
            other => other.into(),
        }
    }
}
