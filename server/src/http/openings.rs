//! Documents of shops that are opened: taking one, and handing one to its shop's owners and to operators.

use super::denied;
use super::files;
use super::pages::visitor_of;
use super::trail;
use app::ctx::locale_of;
use app::openings::words;
use app::text::T;
use axum::body::Body;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest as _, Path, RawQuery, Request, State};
use axum::http::request::Parts;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse as _;
use platform::domain::opening::DocumentKind;
use platform::domain::roles::{Action, Actor, Denied, Resource};
use platform::domain::text_enum::TextEnum as _;
use platform::domain::{AccountId, OpeningDocumentId, SellerId};
use platform::openings::{self, Document, LARGEST_DOCUMENT, NewDocument, OpeningError};
use platform::{Platform, PlatformError};
use std::sync::Arc;

/// Where the form posts to.
pub const PATH: &str = "/seller/opening/to/{seller}";
/// The whole form. A file that is too large is read to its end up to here, because a browser that is cut off while it
/// sends shows its own words instead of ours.
pub const MOST_BYTES: usize = 4 * LARGEST_DOCUMENT;
/// The longest field beside the file.
const FIELD_MAX: usize = 100;

type Refused = files::Refused<OpeningError>;

impl From<OpeningError> for Refused {
    fn from(error: OpeningError) -> Self {
        Self::Capability(error)
    }
}

/// `POST /seller/opening/to/{seller}`. Asks who it is before anything of the file is read.
pub async fn take(
    State(platform): State<Platform>,
    Path(seller): Path<String>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let page = format!("/seller/opening?seller={seller}");
    let (seller, by, actor) = match owner(&platform, &parts, &seller).await {
        Ok(Ok(Some(found))) => found,
        Ok(Ok(None)) => return StatusCode::NOT_FOUND.into_response(),
        Ok(Err(refusal)) => return files::turned_away(&parts, &page, refusal),
        Err(error) => return unavailable(&error),
    };
    let t = T::new(locale_of(&parts.headers));
    let asked = Request::from_parts(parts.clone(), body);
    match trail::at_desk(&actor, Some(seller), &parts, receive(&platform, seller, by, asked)).await {
        Ok(()) => files::done(&parts, &page, StatusCode::CREATED, words::received(t)),
        Err(Refused::Capability(OpeningError::NotFound)) => StatusCode::NOT_FOUND.into_response(),
        Err(refused) => {
            files::refused(&parts, &page, refused.words(t, &OpeningError::TooLarge, words::refusal))
        }
    }
}

/// The seller and who acts, when it is one of its owners.
async fn owner(
    platform: &Platform,
    parts: &Parts,
    seller: &str,
) -> Result<Result<Option<(SellerId, AccountId, Actor)>, Denied>, PlatformError> {
    let visitor = visitor_of(platform, parts).await?;
    let Ok(id) = seller.parse::<SellerId>() else { return Ok(Ok(None)) };
    if let Err(refusal) = visitor.allow(Action::ManageOpening, &Resource::Seller(id)) {
        return Ok(Err(refusal));
    }
    let by = visitor.account().map(|account| account.id);
    Ok(by.map(|by| Some((id, by, visitor.actor))).ok_or(Denied::SignInFirst))
}

async fn receive(
    platform: &Platform,
    seller: SellerId,
    by: AccountId,
    request: Request,
) -> Result<(), Refused> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refused::Malformed)?;
    let (mut kind, mut file) = (None, None);
    while let Some(mut field) = form.next_field().await? {
        match field.name() {
            Some("document_kind") => {
                let text =
                    String::from_utf8(files::read(&mut field, FIELD_MAX).await?.ok_or(Refused::Malformed)?);
                kind = DocumentKind::parse(&text.map_err(|_| Refused::Malformed)?);
            }
            Some("file") if file.is_none() => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let content =
                    files::read(&mut field, LARGEST_DOCUMENT).await?.ok_or(OpeningError::TooLarge)?;
                file = Some((name, content));
            }
            _ => return Err(Refused::Malformed),
        }
    }
    let (Some(kind), Some((file_name, content))) = (kind, file) else { return Err(Refused::Malformed) };
    let content = Arc::new(content);
    platform.openings.add_document(NewDocument { seller, by, kind, file_name, content }).await?;
    Ok(())
}

/// `GET /seller/opening/documents/{document}?seller=…`: to the owners of the shop.
pub async fn for_owner(
    State(platform): State<Platform>,
    Path(document): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let seller = query.as_deref().and_then(|q| q.split('&').find_map(|pair| pair.strip_prefix("seller=")));
    let Some(seller) = seller else { return StatusCode::NOT_FOUND.into_response() };
    match owner(&platform, &parts, seller).await {
        Ok(Ok(Some((seller, ..)))) => hand_out(&platform, seller, &document).await,
        Ok(Ok(None)) => StatusCode::NOT_FOUND.into_response(),
        Ok(Err(refusal)) => denied(refusal),
        Err(error) => unavailable(&error),
    }
}

/// `GET /operator/sellers/{seller}/documents/{document}`: to operators.
pub async fn for_operator(
    State(platform): State<Platform>,
    Path((seller, document)): Path<(String, String)>,
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    match visitor_of(&platform, &parts).await {
        Err(error) => return unavailable(&error),
        Ok(visitor) => {
            if let Err(refusal) = visitor.allow(Action::ReadSellers, &Resource::Platform) {
                return denied(refusal);
            }
        }
    }
    match seller.parse() {
        Ok(seller) => hand_out(&platform, seller, &document).await,
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn hand_out(platform: &Platform, seller: SellerId, document: &str) -> Response<Body> {
    let Ok(id) = document.parse::<OpeningDocumentId>() else { return StatusCode::NOT_FOUND.into_response() };
    let found = async {
        let mut conn = platform.db.read().await?;
        Ok::<_, PlatformError>(openings::content(&mut conn, seller, id).await?)
    };
    match found.await {
        Ok(Some((document, bytes))) => file(&document, bytes),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => unavailable(&error),
    }
}

/// A stranger's file: saved, never shown inside the shop, under a name of ours.
fn file(document: &Document, bytes: Vec<u8>) -> Response<Body> {
    let (kind, ending) = match document.media_type.as_str() {
        "application/pdf" => ("application/pdf", "pdf"),
        "image/png" => ("image/png", "png"),
        "image/jpeg" => ("image/jpeg", "jpg"),
        _ => ("application/octet-stream", "bin"),
    };
    files::attachment(kind, &format!("{}-{}.{ending}", document.kind.0, document.id), bytes)
}

fn unavailable(error: &dyn std::fmt::Display) -> Response<Body> {
    tracing::error!(%error, "a document of an opening cannot be handled");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
