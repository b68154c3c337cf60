//! Looking for a product by a picture of it: a form of its own, because it sends a file. It leads to the page with what
//! looks like it; the picture is looked at and dropped.

use super::files::{self, is_page, lead};
use super::pages::visitor_of;
use app::ctx::locale_of;
use app::listing::alike::{address, back, nothing_words, plain_words};
use app::reviews::photos::refusal_words;
use app::text::T;
use axum::body::{Body, Bytes};
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest as _, Path, Request, State};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse as _;
use platform::Platform;
use platform::domain::SellerId;
use platform::domain::roles::{Action, Resource};
use platform::pictures::{Fingerprint, MAX_BYTES, PictureError};

/// Where the form posts to.
pub const PATH: &str = "/seller/products/by-picture/{seller}";

/// Why nothing was looked for.
enum Refused {
    /// The form broke off, was none, or was too large.
    Unreadable(MultipartError),
    /// The form is none that a page sends, or no file was chosen.
    Nothing,
    Picture(PictureError),
    /// There is nothing on it.
    Plain,
}

/// Looks at the file of the form and leads to what is like it.
pub async fn find(
    State(platform): State<Platform>,
    Path(seller): Path<String>,
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
    let Ok(seller) = seller.parse::<SellerId>() else { return StatusCode::NOT_FOUND.into_response() };
    if let Err(refusal) = visitor.allow(Action::ReadCatalogue, &Resource::Seller(seller)) {
        return files::turned_away(&parts, &back(seller), refusal);
    }
    let t = T::new(locale_of(&parts.headers));
    match take(&platform, Request::from_parts(parts.clone(), body)).await {
        Ok(fingerprint) if is_page(&parts) => lead(&address(seller, &fingerprint), None),
        Ok(_) => StatusCode::OK.into_response(),
        Err(refused) => files::refused(&parts, &back(seller), words(t, refused)),
    }
}

/// What a person can do about it; `None` for a fault of ours, which is logged.
fn words(t: T, refused: Refused) -> Option<String> {
    match refused {
        Refused::Unreadable(error) => {
            tracing::debug!(%error, "a form with a picture cannot be read");
            let cause = match error.status() {
                StatusCode::PAYLOAD_TOO_LARGE => PictureError::TooManyBytes { bytes: MAX_BYTES },
                _ => PictureError::NotAPicture,
            };
            refusal_words(t, &cause)
        }
        Refused::Nothing => Some(nothing_words(t)),
        Refused::Plain => Some(plain_words(t)),
        Refused::Picture(error) => refusal_words(t, &error).or_else(|| {
            tracing::error!(%error, "a picture cannot be looked at");
            None
        }),
    }
}

async fn take(platform: &Platform, request: Request) -> Result<Fingerprint, Refused> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refused::Nothing)?;
    let mut file: Option<Bytes> = None;
    while let Some(field) = form.next_field().await.map_err(Refused::Unreadable)? {
        let is_picture = field.name() == Some("picture");
        let bytes = field.bytes().await.map_err(Refused::Unreadable)?;
        // A browser sends an empty file where none was chosen.
        if is_picture && !bytes.is_empty() {
            file = Some(bytes);
        }
    }
    let file = file.ok_or(Refused::Nothing)?;
    platform.pictures.fingerprint(file).await.map_err(Refused::Picture)?.ok_or(Refused::Plain)
}
