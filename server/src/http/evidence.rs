//! Files that go to a bank with a seller's answer: taking one, and handing one to the seller's desk and to operators.

use super::denied;
use super::files::{self, seller_of};
use super::pages::visitor_of;
use super::trail;
use app::ctx::locale_of;
use app::disputes::words;
use app::text::T;
use axum::body::{Body, Bytes};
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest as _, Path, RawQuery, Request, State};
use axum::http::request::Parts;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse as _;
use platform::disputes::{self, DisputeError, Document, NewDocument};
use platform::domain::roles::{Action, Actor, Denied, Resource};
use platform::domain::{DisputeDocumentId, DisputeId, SellerId};
use platform::pictures::{MAX_BYTES, PictureError};
use platform::{Platform, PlatformError};

/// Where the form posts to.
pub const PATH: &str = "/seller/disputes/{dispute}/documents";
/// The whole form. A file that is too large is read to its end up to here, because a browser that is cut off while it
/// sends shows its own words instead of ours.
pub const MOST_BYTES: usize = 2 * MAX_BYTES;

type Refused = files::Refused<DisputeError>;

impl From<DisputeError> for Refused {
    fn from(error: DisputeError) -> Self {
        Self::Capability(error)
    }
}

/// `POST /seller/disputes/{dispute}/documents`. Asks who it is before anything of the file is read.
pub async fn take(
    State(platform): State<Platform>,
    Path(dispute): Path<String>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let (actor, id, seller) = match answering(&platform, &parts, &dispute).await {
        Ok(Ok(Some(known))) => known,
        Ok(Ok(None)) => return StatusCode::NOT_FOUND.into_response(),
        Ok(Err(refusal)) => return files::turned_away(&parts, "/seller/disputes", refusal),
        Err(error) => return unavailable(&error),
    };
    let t = T::new(locale_of(&parts.headers));
    let page = format!("/seller/disputes/{id}?seller={seller}");
    let asked = Request::from_parts(parts.clone(), body);
    let work = receive(&platform, seller, id, asked);
    match trail::at_desk(&actor, Some(seller), &parts, work).await {
        Ok(()) => files::done(&parts, &page, StatusCode::CREATED, words::document_added(t)),
        Err(Refused::Capability(DisputeError::NotFound)) => StatusCode::NOT_FOUND.into_response(),
        Err(refused) => files::refused(&parts, &page, refused.words(t, &too_large(), words::refusal)),
    }
}

/// The dispute and whose it is, when the visitor may answer it. Who is nobody is asked to sign in before anything is said
/// about the dispute.
async fn answering(
    platform: &Platform,
    parts: &Parts,
    dispute: &str,
) -> Result<Result<Option<(Actor, DisputeId, SellerId)>, Denied>, PlatformError> {
    let visitor = visitor_of(platform, parts).await?;
    if visitor.account().is_none() {
        return Ok(Err(Denied::SignInFirst));
    }
    let Ok(id) = dispute.parse::<DisputeId>() else { return Ok(Ok(None)) };
    let mut conn = platform.db.read().await?;
    let seller = match disputes::seller_of(&mut conn, id).await {
        Ok(seller) => seller,
        Err(DisputeError::NotFound) => return Ok(Ok(None)),
        Err(error) => return Err(error.into()),
    };
    let may = visitor.allow(Action::FulfilOrder, &Resource::Seller(seller));
    Ok(may.map(|()| Some((visitor.actor, id, seller))))
}

async fn receive(
    platform: &Platform,
    seller: SellerId,
    dispute: DisputeId,
    request: Request,
) -> Result<(), Refused> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refused::Malformed)?;
    let mut file = None;
    while let Some(mut field) = form.next_field().await? {
        if field.name() != Some("file") || file.is_some() {
            return Err(Refused::Malformed);
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        file = Some((name, files::read(&mut field, MAX_BYTES).await?.ok_or_else(too_large)?));
    }
    let (file_name, content) = file.ok_or(Refused::Malformed)?;
    let new = NewDocument { seller, dispute, file_name, content: Bytes::from(content) };
    platform.disputes.add_document(&platform.pictures, new).await?;
    Ok(())
}

fn too_large() -> DisputeError {
    PictureError::TooManyBytes { bytes: MAX_BYTES + 1 }.into()
}

/// `GET /seller/disputes/{dispute}/documents/{paper}?seller=…`: to the seller's desk.
pub async fn for_seller(
    State(platform): State<Platform>,
    Path((dispute, paper)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let Some(seller) = seller_of(query.as_deref()) else { return StatusCode::NOT_FOUND.into_response() };
    match visitor_of(&platform, &parts).await {
        Err(error) => return unavailable(&error),
        Ok(visitor) => {
            if let Err(refusal) = visitor.allow(Action::ReadSales, &Resource::Seller(seller)) {
                return denied(refusal);
            }
        }
    }
    hand_out(&platform, Some(seller), &dispute, &paper).await
}

/// `GET /operator/disputes/{dispute}/documents/{paper}`: to operators.
pub async fn for_operator(
    State(platform): State<Platform>,
    Path((dispute, paper)): Path<(String, String)>,
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    match visitor_of(&platform, &parts).await {
        Err(error) => return unavailable(&error),
        Ok(visitor) => {
            if let Err(refusal) = visitor.allow(Action::ReadSales, &Resource::Platform) {
                return denied(refusal);
            }
        }
    }
    hand_out(&platform, None, &dispute, &paper).await
}

/// Of this seller's dispute, or of anybody's for the operator.
async fn hand_out(
    platform: &Platform,
    seller: Option<SellerId>,
    dispute: &str,
    paper: &str,
) -> Response<Body> {
    let (Ok(dispute), Ok(id)) = (dispute.parse::<DisputeId>(), paper.parse::<DisputeDocumentId>()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let found = async {
        let mut conn = platform.db.read().await?;
        if let Some(seller) = seller {
            disputes::lists::of_seller(&mut conn, seller, dispute).await?;
        }
        disputes::content(&mut conn, dispute, id).await
    };
    match found.await {
        Ok(Some((document, bytes))) => file(&document, bytes),
        Ok(None) | Err(DisputeError::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => unavailable(&error),
    }
}

/// The document as a file.
pub(super) fn file(document: &Document, bytes: Vec<u8>) -> Response<Body> {
    let kind = document.kind.0;
    files::attachment(kind.media_type(), &format!("dispute-{}.{kind}", document.id), bytes)
}

fn unavailable(error: &dyn std::fmt::Display) -> Response<Body> {
    tracing::error!(%error, "a file for a bank cannot be handled");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
