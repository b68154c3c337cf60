//! Messages with PDFs: sending one as a form, and fetching what the two sides sent. Held to the same rules as the desk's.

use super::Api;
use super::auth::Caller;
use super::extract::{Head, Named};
use super::invoices::Pdf;
use super::message_form::Files;
use super::messages::{MessageSent, new_message, own, staff};
use super::once::{Outcome, once};
use super::problem::Problem;
use super::types::{MessageDocumentRef, PartRef};
use crate::http::messages::file_of;
use axum::Extension;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::Response;
use domain::messages::MOST_DOCUMENTS;
use domain::{MessageDocumentId, PartId};
use platform::messages::{self, MessageError, NewDocument};
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

const FILES: Files = Files {
    field: "documents",
    most: MOST_DOCUMENTS,
    count: "1 or 2",
    about: "PDF files, each of at most 4 MB.",
};

/// A message with its PDFs, as a form.
pub struct MessagePapers;

impl PartialSchema for MessagePapers {
    fn schema() -> RefOr<Schema> {
        FILES.schema()
    }
}

impl ToSchema for MessagePapers {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("MessagePapers")
    }
}

/// Write to the shopper of an order, with PDFs.
///
/// They are kept as they are, and handed out to the two sides and the shop alone. 409 `no-document` says that one is no whole
/// PDF; then nothing is sent.
#[utoipa::path(post, path = "/api/v1/messages/{order}/documents", tag = "messages",
    operation_id = "send_message_with_documents",
    params(("order" = PartRef, Path, description = "The order's id.")),
    request_body(content = MessagePapers, content_type = "multipart/form-data", description = "The message."),
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
    let form = FILES.read(request, MessageError::TooManyDocuments).await?;
    let command = head.said(&form.plain(|name, hash| (name.to_owned(), hash)), form);
    let form = &command.input;
    let mut new = new_message(&caller, &command, part, &form.text, form.seen)?;
    new.documents = form.files.iter().map(|(name, file)| NewDocument::new(name, file.to_vec())).collect();
    let work = async { Ok(Outcome::Done(MessageSent::from(api.platform.messages.send(new).await?))) };
    once(&api, &caller, &command, work).await
}

/// A PDF of a message.
///
/// Of those that the conversation's messages name in `documents`, as long as their message is not hidden.
#[utoipa::path(get, path = "/api/v1/messages/{order}/documents/{document}", tag = "messages",
    operation_id = "get_message_document",
    params(("order" = PartRef, Path, description = "The order's id."),
        ("document" = MessageDocumentRef, Path, description = "The PDF's id.")),
    responses((status = 200, description = "The PDF.", body = Pdf, content_type = "application/pdf")))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response<Body>, Problem> {
    let Path((order, document)) = path.map_err(|_| Problem::not_found())?;
    let (Ok(part), Ok(id)) = (order.parse::<PartId>(), document.parse::<MessageDocumentId>()) else {
        return Err(Problem::not_found());
    };
    own(&api, &caller, part).await?;
    let mut conn = api.platform.db.read().await?;
    let uses = messages::uses_of_document(&mut conn, id).await?;
    if !uses.iter().any(|place| place.part_id == part && place.is_shown()) {
        return Err(Problem::not_found());
    }
    let (_, bytes) = messages::document(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
    Ok(file_of(id, bytes))
}
