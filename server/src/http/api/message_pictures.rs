//! Messages with pictures: sending one as a form, which is how files come with words, and fetching what the two sides sent. Held
//! to the same rules as the desk's.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Head, Named, binary};
use super::message_form::Files;
use super::messages::{MessageSent, new_message, own, staff};
use super::once::{Outcome, once};
use super::problem::Problem;
use super::types::{PartRef, PictureRef};
use axum::Extension;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Response, header};
use domain::messages::MOST_PICTURES;
use domain::{PartId, PictureId};
use platform::messages::{self, MessageError};
use platform::pictures::{PictureError, Pictures};
use serde::Deserialize;
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{IntoParams, PartialSchema, ToSchema};

/// The widest that a picture may be asked for, in pixels.
const WIDEST: u32 = 20_000;

const FILES: Files = Files {
    field: "pictures",
    most: MOST_PICTURES,
    count: "1 to 4",
    about: "JPEG, PNG or WebP files, each of at most 20 MB and all of at most 24 MB.",
};

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
        FILES.schema()
    }
}

impl ToSchema for MessageForm {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("MessageForm")
    }
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
    let form = FILES.read(request, MessageError::TooManyPictures).await?;
    let command = head.said(&form.plain(|_, hash| hash), form);
    let form = &command.input;
    let mut new = new_message(&caller, &command, part, &form.text, form.seen)?;
    for (_, bytes) in &form.files {
        let id = Pictures::id_as_private(bytes);
        if !new.pictures.contains(&id) {
            new.pictures.push(id);
        }
    }
    let work = async {
        // Whoever is refused leaves no files behind.
        let sent = match api.platform.messages.before_pictures(&new).await? {
            Some(sent) => sent,
            None => {
                for (_, bytes) in &form.files {
                    api.platform.pictures.add_private(bytes.clone()).await?;
                }
                api.platform.messages.send(new).await?
            }
        };
        Ok(Outcome::Done(MessageSent::from(sent)))
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
