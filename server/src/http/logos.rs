//! A seller's logo: a form of its own, because it sends a file. It answers like every other form.

use super::denied;
use super::files;
use super::pages::visitor_of;
use super::trail;
use app::ctx::locale_of;
use app::reviews::photos::refusal_words;
use app::seller::store::logo_words;
use app::text::T;
use axum::body::{Body, Bytes};
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest as _, Path, Request, State};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse as _;
use platform::domain::SellerId;
use platform::domain::roles::{Action, Denied, Resource};
use platform::pictures::PictureError;
use platform::sellers::{SellerError, show_logo};
use platform::{Platform, PlatformError};

/// Where the form posts to.
pub const PATH: &str = "/seller/store/logo/{seller}";

/// Why no logo is shown.
enum Refused {
    Unreadable(MultipartError),
    /// The form is none that a page sends.
    Malformed,
    /// No file was chosen.
    Nothing,
    Picture(PictureError),
    Seller(SellerError),
}

/// Shows the file of the form as the seller's logo.
pub async fn put(
    State(platform): State<Platform>,
    Path(seller): Path<String>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let visitor = match visitor_of(&platform, &parts).await {
        Ok(visitor) => visitor,
        Err(error) => return unavailable(&error),
    };
    let Ok(seller) = seller.parse::<SellerId>() else { return StatusCode::NOT_FOUND.into_response() };
    let page = format!("/seller/store?seller={seller}");
    if let Err(refusal) = visitor.allow(Action::ManageSeller, &Resource::Seller(seller)) {
        return files::turned_away(&parts, &page, refusal);
    }
    let t = T::new(locale_of(&parts.headers));
    if visitor.account().is_none() {
        return denied(Denied::SignInFirst);
    }
    let work = take(&platform, seller, Request::from_parts(parts.clone(), body));
    match trail::at_desk(&visitor.actor, Some(seller), &parts, work).await {
        Ok(()) => files::done(&parts, &page, StatusCode::OK, logo_words(t, true)),
        Err(Refused::Seller(SellerError::NoSuchSeller)) => StatusCode::NOT_FOUND.into_response(),
        Err(refused) => files::refused(&parts, &page, words(t, refused)),
    }
}

fn unavailable(error: &PlatformError) -> Response<Body> {
    tracing::error!(%error, "the visitor could not be resolved");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

/// What a person can do about it; `None` for a fault of ours, which is logged.
fn words(t: T, refused: Refused) -> Option<String> {
    match refused {
        Refused::Unreadable(error) => {
            tracing::debug!(%error, "a form with a logo cannot be read");
            refusal_words(t, &PictureError::NotAPicture)
        }
        Refused::Malformed | Refused::Nothing => Some(logo_words(t, false)),
        Refused::Picture(error) => refusal_words(t, &error).or_else(|| {
            tracing::error!(%error, "a logo cannot be kept");
            None
        }),
        Refused::Seller(error) => {
            tracing::error!(%error, "a logo cannot be shown");
            None
        }
    }
}

async fn take(platform: &Platform, seller: SellerId, request: Request) -> Result<(), Refused> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refused::Malformed)?;
    let mut file: Option<Bytes> = None;
    while let Some(field) = form.next_field().await.map_err(Refused::Unreadable)? {
        let is_logo = field.name() == Some("logo");
        let bytes = field.bytes().await.map_err(Refused::Unreadable)?;
        // A browser sends an empty file where none was chosen.
        if is_logo && !bytes.is_empty() {
            file = Some(bytes);
        }
    }
    let file = file.ok_or(Refused::Nothing)?;
    let logo = platform.pictures.add(file).await.map_err(Refused::Picture)?.id;
    let shown = platform.db.write(move |tx| Box::pin(show_logo(tx, seller, Some(logo))));
    shown.await.map_err(Refused::Seller)
}
