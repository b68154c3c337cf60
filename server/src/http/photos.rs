//! Photos of a review: a form of its own, because it sends files. It answers like every other form.

use super::files;
use super::pages::visitor_of;
use app::ctx::locale_of;
use app::reviews::photos::{added_words, refusal_words};
use app::text::T;
use axum::body::{Body, Bytes};
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest as _, Path, Request, State};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse as _;
use platform::domain::feature::Feature;
use platform::domain::review::MOST_PHOTOS;
use platform::domain::roles::{Action, Resource};
use platform::domain::{AccountId, PictureId, ProductId};
use platform::reviews::ReviewError;
use platform::{Platform, reviews};

/// Where the form posts to.
pub const PATH: &str = "/account/reviews/{product}/photos";
/// All files of one form together; what is more is refused before it is read.
pub const MOST_BYTES: usize = 24 * 1024 * 1024;

/// Why no photo was added.
enum Refused {
    Unreadable(MultipartError),
    Picture(platform::pictures::PictureError),
    Review(ReviewError),
}

/// Adds the files of the form to the visitor's own review of the product.
pub async fn add(
    State(platform): State<Platform>,
    Path(product): Path<String>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let visitor = match visitor_of(&platform, &parts).await {
        Ok(visitor) => visitor,
        Err(error) => {
            tracing::error!(%error, "the visitor could not be resolved");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let page = format!("/account/reviews/{product}");
    if let Err(refusal) = visitor.allow(Action::Contribute, &Resource::OwnAccount) {
        return files::turned_away(&parts, &page, refusal);
    }
    let (Some(me), Ok(product)) = (visitor.account().map(|a| a.id), product.parse::<ProductId>()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let t = T::new(locale_of(&parts.headers));
    if let Some(refusal) = files::closed(&platform, &parts, &page, Feature::Reviews).await {
        return refusal;
    }
    let asked = Request::from_parts(parts.clone(), body);
    match take(&platform, me, product, asked).await {
        Ok(count) => files::done(&parts, &page, StatusCode::OK, added_words(t, count)),
        Err(Refused::Review(ReviewError::NotFound)) => StatusCode::NOT_FOUND.into_response(),
        Err(refused) => files::refused(&parts, &page, words(t, refused)),
    }
}

/// What a person can do about it; `None` for a fault of ours, which is logged.
fn words(t: T, refused: Refused) -> Option<String> {
    match refused {
        Refused::Unreadable(error) => {
            tracing::debug!(%error, "a form of photos cannot be read");
            Some(t.photos_too_large())
        }
        Refused::Picture(error) => refusal_words(t, &error).or_else(|| {
            tracing::error!(%error, "a photo cannot be kept");
            None
        }),
        Refused::Review(ReviewError::TooManyPhotos) => Some(t.review_too_many_photos()),
        Refused::Review(error) => {
            tracing::error!(%error, "photos cannot be added to a review");
            None
        }
    }
}

async fn take(
    platform: &Platform,
    me: AccountId,
    product: ProductId,
    request: Request,
) -> Result<usize, Refused> {
    // Before anything is read: a picture that belongs to no review would be kept for nothing.
    let mut conn = platform.db.read().await.map_err(|error| Refused::Review(error.into()))?;
    let review = reviews::of_author(&mut conn, me, product).await.map_err(Refused::Review)?;
    drop(conn);
    let had = review.ok_or(Refused::Review(ReviewError::NotFound))?.photos;
    let room = MOST_PHOTOS.saturating_sub(usize::try_from(had).unwrap_or(MOST_PHOTOS));
    let mut files: Vec<Bytes> = Vec::new();
    let unreadable = |rejection: axum::extract::multipart::MultipartRejection| {
        tracing::debug!(%rejection, "the form of photos cannot be read");
        Refused::Review(ReviewError::NotFound)
    };
    let mut form = Multipart::from_request(request, &()).await.map_err(unreadable)?;
    while let Some(field) = form.next_field().await.map_err(Refused::Unreadable)? {
        let is_photo = field.name() == Some("photo");
        let bytes = field.bytes().await.map_err(Refused::Unreadable)?;
        // A browser sends an empty file where none was chosen.
        if is_photo && !bytes.is_empty() {
            files.push(bytes);
        }
        if files.len() > room {
            return Err(Refused::Review(ReviewError::TooManyPhotos));
        }
    }
    let mut photos: Vec<PictureId> = Vec::new();
    for bytes in files {
        photos.push(platform.pictures.add(bytes).await.map_err(Refused::Picture)?.id);
    }
    let count = photos.len();
    platform
        .db
        .write(move |tx| {
            let photos = photos.clone();
            Box::pin(async move { reviews::add_photos(tx, me, product, &photos).await })
        })
        .await
        .map_err(Refused::Review)?;
    Ok(count)
}
