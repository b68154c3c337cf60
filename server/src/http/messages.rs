//! Sending a message about an order: a form of its own, because it sends files. It posts to the page that holds it. What is
//! sent leads back there; what is refused is answered with the page itself and everything that was typed, because a text
//! is longer than what comes back in a cookie.

use super::files::{self, is_page, lead};
use super::pages::{self, answer_again};
use app::ctx::locale_of;
use app::flash::{Flash, NoticeText};
use app::messages::words::{self, FORM, TEXT};
use app::text::T;
use app::ui::Tone;
use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest as _, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse as _;
use platform::db::changes::at_desk;
use platform::domain::feature::Feature;
use platform::domain::field::Problem;
use platform::domain::file::{FileKind, LARGEST_PDF};
use platform::domain::key::IdempotencyKey;
use platform::domain::messages::{MOST_DOCUMENTS, MOST_PICTURES};
use platform::domain::review::{Prose, ProseKind};
use platform::domain::roles::{self, Action, Denied, Resource};
use platform::domain::{MessageDocumentId, OrderId, PartId, PictureId};
use platform::messages::{self, MessageError, NewDocument, NewMessage, Party, Sent};
use platform::orders::{OrderError, store};
use platform::pictures::Pictures;
use platform::{Platform, PlatformError, Visitor};
use std::collections::BTreeMap;

/// The shopper's page, and where its form posts to.
pub const SHOPPER_PATH: &str = "/orders/{order}/messages/{part}";
/// The desk's page, and where its form posts to.
pub const SELLER_PATH: &str = "/seller/messages/{part}";
/// All files of one form together; what is more is refused before it is read.
pub const MOST_BYTES: usize = super::photos::MOST_BYTES;

/// A text of this many bytes is longer than any that may be sent, in whatever letters; of what is longer only the
/// beginning is kept and shown again.
const MOST_TEXT: usize = 32 * 1024;
/// A key and a number are shorter.
const MOST_NAME: usize = 256;

/// Why somebody may not write here.
enum Stopped {
    Denied(Denied),
    NotFound,
    Fault(PlatformError),
}

impl From<OrderError> for Stopped {
    fn from(error: OrderError) -> Self {
        match error {
            OrderError::NotFound => Self::NotFound,
            other => Self::Fault(other.into()),
        }
    }
}

impl From<PlatformError> for Stopped {
    fn from(error: PlatformError) -> Self {
        Self::Fault(error)
    }
}

impl From<Denied> for Stopped {
    fn from(refusal: Denied) -> Self {
        Self::Denied(refusal)
    }
}

/// Where a form stands, and who sends it.
struct Place {
    /// The page's route, and the parts of its path.
    route: &'static str,
    named: Vec<(String, String)>,
    /// Its address.
    page: String,
    part: PartId,
    party: Party,
}

/// Why a message was not sent.
enum Refused {
    Malformed,
    /// An operator has switched messages off.
    Closed,
    Unreadable(MultipartError),
    Text(Problem),
    Picture(platform::pictures::PictureError),
    Message(MessageError),
}

/// What the form holds, as far as it was read.
#[derive(Default)]
struct Form {
    key: String,
    seen: String,
    text: String,
    files: Vec<Bytes>,
    papers: Vec<NewDocument>,
}

/// `POST /orders/{order}/messages/{part}`: the shopper writes to the seller.
pub async fn from_shopper(
    State(platform): State<Platform>,
    Path((order, part)): Path<(String, String)>,
    request: Request,
) -> Response<Body> {
    let visitor = visitor_of(&request);
    let place = shoppers(&platform, &visitor, order, part).await;
    receive(platform, place, request).await
}

async fn shoppers(
    platform: &Platform,
    visitor: &Visitor,
    order: String,
    part: String,
) -> Result<Place, Stopped> {
    let page = format!("/orders/{order}/messages/{part}");
    let (Ok(id), Ok(part_id)) = (order.parse::<OrderId>(), part.parse::<PartId>()) else {
        return Err(Stopped::NotFound);
    };
    let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
    let found = store::order(&mut conn, id).await?;
    drop(conn);
    let actor = platform.actor_for(visitor, &found).await?;
    let resource = Resource::Order { buyer: found.account_id, guest: found.guest_id, sellers: Vec::new() };
    roles::allow(&actor, Action::WriteToSeller, &resource)?;
    let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
    if store::part(&mut conn, part_id).await?.order_id != id {
        return Err(Stopped::NotFound);
    }
    Ok(Place {
        route: SHOPPER_PATH,
        named: vec![("order".into(), order), ("part".into(), part)],
        page,
        part: part_id,
        party: Party::Shopper(found.shopper()?),
    })
}

/// `POST /seller/messages/{part}`: the seller whose part it is writes to the shopper.
pub async fn from_seller(
    State(platform): State<Platform>,
    Path(part): Path<String>,
    request: Request,
) -> Response<Body> {
    let visitor = visitor_of(&request);
    let place = sellers(&platform, &visitor, part).await;
    receive(platform, place, request).await
}

async fn sellers(platform: &Platform, visitor: &Visitor, part: String) -> Result<Place, Stopped> {
    // Who is nobody is asked to sign in before anything is said about the part.
    let account = visitor.account().ok_or(Denied::SignInFirst)?.id;
    let id: PartId = part.parse().map_err(|_| Stopped::NotFound)?;
    let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
    let seller = store::part(&mut conn, id).await?.seller_id;
    visitor.allow(Action::SpeakForSeller, &Resource::Seller(seller))?;
    at_desk(seller);
    Ok(Place {
        route: SELLER_PATH,
        page: format!("/seller/messages/{part}?seller={seller}"),
        named: vec![("part".into(), part)],
        part: id,
        party: Party::Staff { seller, account },
    })
}

/// Who asks, as the pages' middleware found it.
fn visitor_of(request: &Request) -> Visitor {
    request.extensions().get::<Visitor>().cloned().unwrap_or_else(|| Visitor::stranger(Default::default()))
}

/// `GET /messages/documents/{file}`: a PDF of a message, to whom its pictures are handed out.
pub async fn document(
    State(platform): State<Platform>,
    Path(file): Path<String>,
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let Ok(id) = file.parse::<MessageDocumentId>() else { return StatusCode::NOT_FOUND.into_response() };
    let found = async {
        let visitor = pages::visitor_of(&platform, &parts).await?;
        if !platform.may_have_document(&visitor, id).await? {
            return Ok(None);
        }
        Ok::<_, PlatformError>(messages::document(&mut platform.db.read().await?, id).await?)
    };
    match found.await {
        Ok(Some((document, bytes))) => file_of(document.id, bytes),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a document of a message cannot be handed out");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The document as a file.
pub(super) fn file_of(id: MessageDocumentId, bytes: Vec<u8>) -> Response<Body> {
    let kind = FileKind::Pdf;
    files::attachment(kind.media_type(), &format!("message-{id}.{kind}"), bytes)
}

/// Asks who it is before anything of the form is read.
async fn receive(platform: Platform, place: Result<Place, Stopped>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let place = match place {
        Ok(place) => place,
        Err(Stopped::NotFound) => return StatusCode::NOT_FOUND.into_response(),
        Err(Stopped::Denied(refusal)) => return files::turned_away(&parts, parts.uri.path(), refusal),
        Err(Stopped::Fault(error)) => {
            tracing::error!(%error, "nobody knows who may write a message");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let t = T::new(locale_of(&parts.headers));
    let is_closed = match platform.switched_off().await {
        Ok(off) => off.contains(&Feature::Messages),
        Err(error) => {
            tracing::error!(%error, "nobody knows what is switched off");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let (form, read) = read(Request::from_parts(parts.clone(), body)).await;
    let sent = match read {
        Ok(()) if is_closed => Err(Refused::Closed),
        Ok(()) => send(&platform, &place, &form).await,
        Err(refused) => Err(refused),
    };
    match sent {
        Ok(_) if !is_page(&parts) => StatusCode::OK.into_response(),
        Ok(sent) => {
            let notice = NoticeText::new(Tone::Good, words::sent(t, sent.masked));
            lead(&place.page, Some(Flash { notice: Some(notice), ..Flash::default() }))
        }
        Err(Refused::Message(MessageError::NotFound)) => StatusCode::NOT_FOUND.into_response(),
        Err(refused) => match said(t, &refused) {
            None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            Some(_) if !is_page(&parts) && is_closed => StatusCode::CONFLICT.into_response(),
            Some(_) if !is_page(&parts) => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
            Some(text) => refuse(place, parts, form, &refused, text).await,
        },
    }
}

/// The page once more, with what is wrong and what was typed.
async fn refuse(place: Place, parts: Parts, form: Form, refused: &Refused, text: String) -> Response<Body> {
    let mut errors = BTreeMap::new();
    if matches!(refused, Refused::Text(_)) {
        errors.insert(TEXT.to_owned(), text.clone());
    }
    let flash = Flash {
        notice: Some(NoticeText::new(Tone::Bad, text)),
        form: FORM.to_owned(),
        errors,
        typed: BTreeMap::from([(TEXT.to_owned(), form.text)]),
    };
    answer_again(place.route, place.named, parts, flash).await
}

/// What a person can do about it; `None` for a fault of ours, which is logged.
fn said(t: T, refused: &Refused) -> Option<String> {
    let ours = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "a message cannot be sent");
        None
    };
    match refused {
        Refused::Malformed => Some(words::malformed(t)),
        Refused::Closed => Some(t.switch_is_off()),
        Refused::Unreadable(error) => {
            tracing::debug!(%error, "the form of a message cannot be read");
            Some(words::too_large(t))
        }
        Refused::Text(problem) => Some(words::text_problem(t, *problem)),
        Refused::Picture(error) => words::picture_problem(t, error).or_else(|| ours(error)),
        Refused::Message(error) => words::refusal(t, error).or_else(|| ours(error)),
    }
}

/// Reads the form as far as it goes: a text that was read before files that are too large is kept.
async fn read(request: Request) -> (Form, Result<(), Refused>) {
    let mut form = Form::default();
    let Ok(mut fields) = Multipart::from_request(request, &()).await else {
        return (form, Err(Refused::Malformed));
    };
    let mut refused = None;
    loop {
        let field = match fields.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return (form, refused.map_or(Ok(()), Err)),
            Err(error) => return (form, Err(Refused::Unreadable(error))),
        };
        // To the end, or a browser that is still sending sees a broken line instead of the answer.
        let taken = match refused {
            None => take(&mut form, field).await,
            Some(_) => beginning(field, 0).await.map(|_| ()),
        };
        match taken {
            Ok(()) => {}
            Err(error @ Refused::Unreadable(_)) => return (form, Err(error)),
            Err(error) => refused = Some(error),
        }
    }
}

async fn take(form: &mut Form, mut field: Field<'_>) -> Result<(), Refused> {
    match field.name().unwrap_or_default() {
        "key" => form.key = beginning(field, MOST_NAME).await?.0,
        "seen" => form.seen = beginning(field, MOST_NAME).await?.0,
        TEXT => {
            let (text, whole) = beginning(field, MOST_TEXT).await?;
            form.text = text;
            if !whole {
                return Err(Refused::Text(Problem::TooLong));
            }
        }
        "photo" => {
            let bytes = field.bytes().await.map_err(Refused::Unreadable)?;
            // A browser sends an empty file where none was chosen.
            if !bytes.is_empty() {
                form.files.push(bytes);
            }
        }
        "paper" => {
            let name = field.file_name().unwrap_or_default().to_owned();
            let content = files::read(&mut field, LARGEST_PDF).await.map_err(Refused::Unreadable)?;
            let content = content.ok_or(Refused::Message(MessageError::DocumentTooLarge))?;
            if !content.is_empty() {
                form.papers.push(NewDocument::new(&name, content));
            }
        }
        _ => {}
    }
    if form.papers.len() > MOST_DOCUMENTS {
        return Err(Refused::Message(MessageError::TooManyDocuments));
    }
    if form.files.len() > MOST_PICTURES {
        return Err(Refused::Message(MessageError::TooManyPictures));
    }
    Ok(())
}

/// At most so many bytes of a field as text, and whether that is all of it.
async fn beginning(mut field: Field<'_>, most: usize) -> Result<(String, bool), Refused> {
    let mut bytes = Vec::new();
    let mut whole = true;
    while let Some(piece) = field.chunk().await.map_err(Refused::Unreadable)? {
        let room = (most - bytes.len()).min(piece.len());
        bytes.extend_from_slice(&piece[..room]);
        whole = whole && room == piece.len();
    }
    // What was cut may be in the middle of a letter.
    let text = String::from_utf8_lossy(&bytes);
    Ok((text.trim_end_matches(char::REPLACEMENT_CHARACTER).to_owned(), whole))
}

async fn send(platform: &Platform, place: &Place, form: &Form) -> Result<Sent, Refused> {
    let key = IdempotencyKey::parse(&form.key).map_err(|_| Refused::Malformed)?;
    let seen: i64 = form.seen.parse().map_err(|_| Refused::Malformed)?;
    let body = Prose::parse(ProseKind::Message, &form.text).map_err(Refused::Text)?;
    let mut pictures: Vec<PictureId> = Vec::new();
    for bytes in &form.files {
        let id = Pictures::id_as_private(bytes);
        if !pictures.contains(&id) {
            pictures.push(id);
        }
    }
    let documents = form.papers.clone();
    let new = NewMessage { key, party: place.party, part: place.part, body, pictures, documents, seen };
    // Whoever is refused leaves no files behind.
    if let Some(sent) = platform.messages.before_pictures(&new).await.map_err(Refused::Message)? {
        return Ok(sent);
    }
    for bytes in &form.files {
        platform.pictures.add_private(bytes.clone()).await.map_err(Refused::Picture)?;
    }
    platform.messages.send(new).await.map_err(Refused::Message)
}
