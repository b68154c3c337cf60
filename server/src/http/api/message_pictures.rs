//! Messages with pictures: sending one as a form, which is how files come with words, and fetching what the two sides sent. Held
//! to the same rules as the desk's.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Head, Named, binary};
use super::messages::{MessageSent, own, seen, staff};
use super::once::{Outcome, key_of, once};
use super::problem::Problem;
use super::types::{PartRef, PictureRef};
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequest as _, Path, Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use domain::key::IdempotencyKey;
use domain::messages::MOST_PICTURES;
use domain::review::{Prose, ProseKind};
use domain::{PartId, PictureId};
use platform::messages::{self, MessageError, NewMessage};
use platform::pictures::{PictureError, Pictures};
use serde::Deserialize;
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

/// The widest that a picture may be asked for, in pixels.
const WIDEST: u32 = 20_000;

/// The bytes of a picture.
pub struct Jpeg;

impl PartialSchema for Jpeg {
    fn schema() -> RefOr<Schema> {
        binary()
    }
}

impl ToSchema for Jpeg {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Jpeg")
    }
}

/// A message with its pictures, as a form.
pub struct MessageForm;

impl PartialSchema for MessageForm {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[A-Za-z0-9][A-Za-z0-9 .,!?'-]{0,499}$"))
            .description(Some(
                "1 to 2,000 characters. Addresses and numbers in it are hidden from the shopper.",
            ));
        let seen = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(0_i64))
            .maximum(Some(1_000_000_i64))
            .description(Some("The number of the last message that was read; 0 when nothing is said."));
        let pictures = ArrayBuilder::new()
            .items(binary())
            .min_items(Some(1))
            .max_items(Some(MOST_PICTURES))
            .description(Some("JPEG, PNG or WebP files, each of at most 20 MB and all of at most 24 MB."));
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .property("text", text)
            .property("seen", seen)
            .property("pictures", pictures.build())
            .required("text")
            .required("pictures")
            .into()
    }
}

impl ToSchema for MessageForm {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("MessageForm")
    }
}

/// A form that was read.
#[derive(Default)]
struct Form {
    text: String,
    seen: i64,
    files: Vec<Bytes>,
}

impl Form {
    /// All that it says, for telling it from another one.
    fn plain(&self) -> Vec<u8> {
        let files: Vec<String> =
            self.files.iter().map(|file| blake3::hash(file).to_hex().to_string()).collect();
        serde_json::json!([self.text, self.seen, files]).to_string().into_bytes()
    }
}

/// The form broke off, or is too large.
pub(super) fn cut(error: &MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The form is too large.")
        }
        _ => Problem::malformed("The form cannot be read, or it was cut off."),
    }
}

async fn read(request: Request) -> Result<Form, Problem> {
    let mut fields = Multipart::from_request(request, &())
        .await
        .map_err(|_| Problem::malformed("Send the body as `Content-Type: multipart/form-data`."))?;
    let mut form = Form::default();
    while let Some(field) = fields.next_field().await.map_err(|error| cut(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "text" => form.text = field.text().await.map_err(|error| cut(&error))?,
            "seen" => {
                let said = field.text().await.map_err(|error| cut(&error))?;
                form.seen = said.parse().map_err(|_| Problem::malformed("`seen` is 0 to 1,000,000."))?;
            }
            "pictures" => form.files.push(field.bytes().await.map_err(|error| cut(&error))?),
            other => return Err(Problem::malformed(format!("A message has no field `{other}`."))),
        }
        if form.files.len() > MOST_PICTURES {
            return Err(MessageError::TooManyPictures.into());
        }
    }
    if form.files.is_empty() || form.files.iter().any(Bytes::is_empty) {
        return Err(Problem::malformed("`pictures` are 1 to 4 files, none of them empty."));
    }
    Ok(form)
}

/// Write to the shopper of an order, with pictures.
///
/// They are checked and drawn anew as on the desk, and seen by the two sides and the shop alone. 409 `no-picture` says that one is no
/// JPEG, PNG or WebP, or that it is damaged; then nothing is sent.
#[utoipa::path(post, path = "/api/v1/messages/{order}/pictures", tag = "messages",
    operation_id = "send_message_with_pictures",
    params(("order" = PartRef, Path, description = "The order's id.")),
    request_body(content = MessageForm, content_type = "multipart/form-data", description = "The message."),
    responses((status = 200, description = "It is sent.", body = MessageSent)))]
pub async fn send(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(part): Named<PartId>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let head = Head::of(&request)?;
    let party = staff(&caller);
    // Whose it is comes first: nothing is read for somebody else's.
    api.platform.messages.takes_part(party, part).await?;
    let form = read(request).await?;
    let command = head.said(&form.plain(), form);
    let form = &command.input;
    let body = Prose::parse(ProseKind::Message, &form.text)
        .map_err(|_| Problem::malformed("`text` is 1 to 2,000 characters, without control characters."))?;
    let key =
        IdempotencyKey::parse(&key_of(&caller, &command)).map_err(|error| Problem::unexpected(&error))?;
    let mut pictures: Vec<PictureId> = Vec::new();
    for bytes in &form.files {
        let id = Pictures::id_as_private(bytes);
        if !pictures.contains(&id) {
            pictures.push(id);
        }
    }
    let documents = Vec::new();
    let new = NewMessage { key, party, part, body, pictures, documents, seen: seen(form.seen)? };
    let work = async {
        // Whoever is refused leaves no files behind.
        let sent = match api.platform.messages.before_pictures(&new).await? {
            Some(sent) => sent,
            None => {
                for bytes in &form.files {
                    api.platform.pictures.add_private(bytes.clone()).await?;
                }
                api.platform.messages.send(new).await?
            }
        };
        Ok(Outcome::Done(MessageSent { id: sent.id.into(), masked: sent.masked }))
    };
    once(&api, &caller, &command, work).await
}

/// How wide the picture is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WidthQuery {
    /// In pixels: the nearest wider one that is kept, or the widest. The widest when nothing is said.
    #[param(minimum = 1, maximum = 20_000, required = false, nullable = false)]
    pub width: Option<u32>,
}

/// A picture of a message.
///
/// Of those that the conversation's messages name in `picture_ids`, as long as their message is not hidden.
#[utoipa::path(get, path = "/api/v1/messages/{order}/pictures/{picture}", tag = "messages",
    operation_id = "get_message_picture",
    params(("order" = PartRef, Path, description = "The order's id."),
        ("picture" = PictureRef, Path, description = "The picture's id."), WidthQuery),
    responses((status = 200, description = "The picture.", body = Jpeg, content_type = "image/jpeg")))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    path: Result<Path<(String, String)>, PathRejection>,
    Asked(asked): Asked<WidthQuery>,
) -> Result<Response<Body>, Problem> {
    let Path((order, picture)) = path.map_err(|_| Problem::not_found())?;
    let (Ok(part), Ok(id)) = (order.parse::<PartId>(), picture.parse::<PictureId>()) else {
        return Err(Problem::not_found());
    };
    let width = asked.width.unwrap_or(WIDEST);
    if !(1..=WIDEST).contains(&width) {
        return Err(Problem::malformed(format!("`width` is 1 to {WIDEST}.")));
    }
    own(&api, &caller, part).await?;
    let uses = messages::uses_of(&mut api.platform.db.read().await?, id).await?;
    if !uses.iter().any(|place| place.part_id == part && place.is_shown()) {
        return Err(Problem::not_found());
    }
    let served = match api.platform.pictures.get(id, width, "jpg").await {
        Ok(served) => served,
        // It was forgotten meanwhile.
        Err(PictureError::NotFound(_)) => return Err(Problem::not_found()),
        Err(error) => return Err(error.into()),
    };
    let mut response = Response::new(Body::from(served.bytes));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(served.content_type));
    Ok(response)
}
