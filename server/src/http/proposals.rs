//! Pictures of a proposed product: a form of its own, because it sends files. It answers like every other form.

use super::files;
use super::pages::visitor_of;
use super::trail;
use app::ctx::locale_of;
use app::listing::pictures::{added_words, decided_words, too_many_words};
use app::reviews::photos::refusal_words;
use app::text::T;
use axum::body::{Body, Bytes};
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest as _, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse as _;
use platform::domain::roles::{Action, Actor, Denied, Resource};
use platform::domain::{ListingProposalId, PictureId, SellerId};
use platform::listing::{self, ListingError, MOST_PICTURES};
use platform::{Platform, PlatformError};

/// Where the form posts to.
pub const PATH: &str = "/seller/proposals/{proposal}/pictures";

/// Why no picture was added.
enum Refused {
    /// The form broke off, was none, or was too large.
    Unreadable(String),
    Picture(platform::pictures::PictureError),
    Listing(ListingError),
}

impl From<MultipartError> for Refused {
    fn from(error: MultipartError) -> Self {
        Self::Unreadable(error.to_string())
    }
}

/// Adds the files of the form to a proposal of the visitor's seller.
pub async fn add(
    State(platform): State<Platform>,
    Path(proposal): Path<String>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let (actor, id, seller) = match allowed(&platform, &parts, &proposal).await {
        Ok(Ok(Some(known))) => known,
        Ok(Ok(None)) => return StatusCode::NOT_FOUND.into_response(),
        Ok(Err(refusal)) => return files::turned_away(&parts, "/seller/products/new", refusal),
        Err(error) => {
            tracing::error!(%error, "nobody knows who may add pictures");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let t = T::new(locale_of(&parts.headers));
    let asked = Request::from_parts(parts.clone(), body);
    let work = take(&platform, seller, id, asked);
    let page = format!("/seller/products/new?seller={seller}");
    match trail::at_desk(&actor, Some(seller), &parts, work).await {
        Ok(count) => files::done(&parts, &page, StatusCode::OK, added_words(t, count)),
        Err(refused) => files::refused(&parts, &page, words(t, refused)),
    }
}

/// The proposal and whose it is, when the visitor may change that seller's offers. Who is nobody is asked to sign in before
/// anything is said about the proposal.
async fn allowed(
    platform: &Platform,
    parts: &Parts,
    proposal: &str,
) -> Result<Result<Option<(Actor, ListingProposalId, SellerId)>, Denied>, PlatformError> {
    let visitor = visitor_of(platform, parts).await?;
    if visitor.account().is_none() {
        return Ok(Err(Denied::SignInFirst));
    }
    let Ok(id) = proposal.parse::<ListingProposalId>() else { return Ok(Ok(None)) };
    let mut conn = platform.db.read().await?;
    let Some(seller) = listing::seller_of_proposal(&mut conn, id).await? else { return Ok(Ok(None)) };
    let may = visitor.allow(Action::ManageOffers, &Resource::Seller(seller));
    Ok(may.map(|()| Some((visitor.actor, id, seller))))
}

/// What a person can do about it; `None` for a fault of ours, which is logged.
fn words(t: T, refused: Refused) -> Option<String> {
    match refused {
        Refused::Unreadable(error) => {
            tracing::debug!(%error, "a form of pictures cannot be read");
            refusal_words(t, &platform::pictures::PictureError::NotAPicture)
        }
        Refused::Picture(error) => refusal_words(t, &error).or_else(|| {
            tracing::error!(%error, "a picture cannot be kept");
            None
        }),
        Refused::Listing(ListingError::TooManyPictures) => Some(too_many_words(t)),
        Refused::Listing(ListingError::Decided) => Some(decided_words(t)),
        Refused::Listing(error) => {
            tracing::error!(%error, "pictures cannot be added to a proposal");
            None
        }
    }
}

async fn take(
    platform: &Platform,
    seller: SellerId,
    id: ListingProposalId,
    request: Request,
) -> Result<usize, Refused> {
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|rejection| Refused::Unreadable(rejection.to_string()))?;
    let mut files: Vec<Bytes> = Vec::new();
    while let Some(field) = form.next_field().await? {
        let is_picture = field.name() == Some("picture");
        let bytes = field.bytes().await?;
        // A browser sends an empty file where none was chosen.
        if is_picture && !bytes.is_empty() {
            files.push(bytes);
        }
        if files.len() > MOST_PICTURES {
            return Err(Refused::Listing(ListingError::TooManyPictures));
        }
    }
    let mut pictures: Vec<PictureId> = Vec::new();
    for bytes in files {
        pictures.push(platform.pictures.add(bytes).await.map_err(Refused::Picture)?.id);
    }
    let count = pictures.len();
    platform
        .db
        .write(move |tx| {
            let pictures = pictures.clone();
            Box::pin(async move { listing::add_pictures(tx, seller, id, &pictures).await })
        })
        .await
        .map_err(Refused::Listing)?;
    Ok(count)
}
