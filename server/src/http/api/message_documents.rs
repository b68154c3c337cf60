//! Messages with PDFs: sending one as a form, and fetching what the two sides sent. Held to the same rules as the desk's.

use super::Api;
use super::auth::Caller;
use super::extract::{Head, Named, binary};
use super::invoices::Pdf;
use super::message_pictures::cut;
use super::messages::{MessageSent, own, seen, staff};
use super::once::{Outcome, key_of, once};
use super::problem::Problem;
use super::types::{MessageDocumentRef, PartRef};
use crate::http::messages::file_of;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::multipart::Multipart;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequest as _, Path, Request, State};
use axum::http::Response;
use domain::key::IdempotencyKey;
use domain::messages::MOST_DOCUMENTS;
use domain::review::{Prose, ProseKind};
use domain::{MessageDocumentId, PartId};
use platform::messages::{self, MessageError, NewDocument, NewMessage};
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// A message with its PDFs, as a form.
pub struct MessagePapers;

impl PartialSchema for MessagePapers {
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
        let documents = ArrayBuilder::new()
            .items(binary())
            .min_items(Some(1))
            .max_items(Some(MOST_DOCUMENTS))
            .description(Some("PDF files, each of at most 4 MB."));
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .property("text", text)
            .property("seen", seen)
            .property("documents", documents.build())
            .required("text")
            .required("documents")
            .into()
    }
}

impl ToSchema for MessagePapers {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("MessagePapers")
    }
}

/// A form that was read.
#[derive(Default)]
struct Form {
    text: String,
    seen: i64,
    files: Vec<(String, Bytes)>,
}

impl Form {
    /// All that it says, for telling it from another one.
    fn plain(&self) -> Vec<u8> {
        let files = self.files.iter().map(|(name, file)| (name, blake3::hash(file).to_hex().to_string()));
        let files: Vec<(&String, String)> = files.collect();
        serde_json::json!([self.text, self.seen, files]).to_string().into_bytes()
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
            "documents" => {
                let called = field.file_name().unwrap_or_default().to_owned();
                form.files.push((called, field.bytes().await.map_err(|error| cut(&error))?));
            }
            other => return Err(Problem::malformed(format!("A message has no field `{other}`."))),
        }
        if form.files.len() > MOST_DOCUMENTS {
            return Err(MessageError::TooManyDocuments.into());
        }
    }
    if form.files.is_empty() || form.files.iter().any(|(_, file)| file.is_empty()) {
        return Err(Problem::malformed("`documents` are 1 or 2 files, none of them empty."));
    }
    Ok(form)
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
    let form = read(request).await?;
    let command = head.said(&form.plain(), form);
    let form = &command.input;
    let body = Prose::parse(ProseKind::Message, &form.text)
        .map_err(|_| Problem::malformed("`text` is 1 to 2,000 characters, without control characters."))?;
    let key =
        IdempotencyKey::parse(&key_of(&caller, &command)).map_err(|error| Problem::unexpected(&error))?;
    let documents = form.files.iter().map(|(name, file)| NewDocument::new(name, file.to_vec())).collect();
    let (pictures, seen) = (Vec::new(), seen(form.seen)?);
    let new = NewMessage { key, party, part, body, pictures, documents, seen };
    let work = async {
        let sent = api.platform.messages.send(new).await?;
        Ok(Outcome::Done(MessageSent { id: sent.id.into(), masked: sent.masked }))
    };
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
