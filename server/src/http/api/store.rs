//! What the seller says of itself on its own page, and its logo.

use super::Api;
use super::auth::Caller;
use super::extract::{Command, Nothing, PictureBytes};
use super::once::together;
use super::problem::Problem;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::PictureId;
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

/// Show a logo on the seller's own page.
///
/// The body is the file; it takes the place of the one before. 409 `no-picture` says that it is no JPEG, PNG or WebP, or that
/// it is damaged.
#[utoipa::path(put, path = "/api/v1/store/logo", tag = "products", operation_id = "put_store_logo",
    request_body(content = PictureBytes, content_type = "application/octet-stream", description = "The file."),
    responses((status = 200, description = "What the page says now.", body = Store)))]
pub async fn logo(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<PictureBytes>,
) -> Result<Response<Body>, Problem> {
    let kept = api.platform.pictures.add(command.input.picture()?).await?.id;
    show(&api, &caller, &command, Some(kept)).await
}

/// Show no logo.
#[utoipa::path(post, path = "/api/v1/store/logo/remove", tag = "products", operation_id = "remove_store_logo",
    responses((status = 200, description = "What the page says now.", body = Store)))]
pub async fn no_logo(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    show(&api, &caller, &command, None).await
}

async fn show<T>(
    api: &Api,
    caller: &Caller,
    command: &Command<T>,
    logo: Option<PictureId>,
) -> Result<Response<Body>, Problem> {
    let seller = Arc::new(caller.seller.clone());
    together(api, caller, command, StatusCode::OK, move |tx| {
        let seller = Arc::clone(&seller);
        Box::pin(async move {
            sellers::show_logo(tx, seller.id, logo).await?;
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
