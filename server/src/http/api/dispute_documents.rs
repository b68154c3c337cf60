//! Files that go to a bank with an answer to a dispute: attaching one as a form, reading them, taking one back. Held to the same
//! rules as the desk's.

use super::Api;
use super::auth::Caller;
use super::extract::{Command, Head, Named, Nothing, binary, cut, fields};
use super::once::{Outcome, once};
use super::problem::Problem;
use super::types::{Code, DisputeDocumentRef, DisputeRef, Time};
use crate::http::evidence::file;
use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::Response;
use axum::{Extension, Json};
use domain::file::FileKind;
use domain::{DisputeDocumentId, DisputeId};
use platform::db::Conn;
use platform::disputes::{self, Document, NewDocument, lists};
use serde::Serialize;
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

pub type FileKindCode = Code<FileKind>;

/// A file that goes to the bank.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisputeDocument {
    pub id: DisputeDocumentRef,
    /// A picture of any kind is drawn anew and kept as a JPEG.
    pub kind: FileKindCode,
    /// As it was called; empty for a name that cannot be shown.
    pub file_name: String,
    #[schema(minimum = 1)]
    pub bytes: i64,
    /// BLAKE3 of its bytes as they are kept, in hexadecimal.
    pub hash: String,
    pub added_at: Time,
}

impl From<Document> for DisputeDocument {
    fn from(row: Document) -> Self {
        Self {
            id: row.id.into(),
            kind: Code(row.kind.0),
            file_name: row.file_name,
            bytes: row.bytes,
            hash: row.hash,
            added_at: Time(row.added_at_us),
        }
    }
}

/// Those of one dispute.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisputeDocuments {
    /// The oldest first.
    pub data: Vec<DisputeDocument>,
}

/// A file, as a form.
pub struct DocumentForm;

impl PartialSchema for DocumentForm {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .property("file", binary())
            .required("file")
            .description(Some("A PDF of at most 4 MB, or a JPEG, PNG or WebP picture of at most 20 MB."))
            .into()
    }
}

impl ToSchema for DocumentForm {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("DocumentForm")
    }
}

/// The bytes of a file, which its `Content-Type` tells.
pub struct FileBytes;

impl PartialSchema for FileBytes {
    fn schema() -> RefOr<Schema> {
        binary()
    }
}

impl ToSchema for FileBytes {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("FileBytes")
    }
}

async fn must_own(conn: &mut Conn, caller: &Caller, id: DisputeId) -> Result<(), Problem> {
    lists::of_seller(conn, caller.seller.id, id).await?;
    Ok(())
}

/// The dispute and the document that a path names.
fn both(
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<(DisputeId, DisputeDocumentId), Problem> {
    let Path((dispute, document)) = path.map_err(|_| Problem::not_found())?;
    match (dispute.parse::<DisputeId>(), document.parse::<DisputeDocumentId>()) {
        (Ok(dispute), Ok(document)) => Ok((dispute, document)),
        _ => Err(Problem::not_found()),
    }
}

/// The files that go to the bank, or went there.
#[utoipa::path(get, path = "/api/v1/disputes/{dispute}/documents", tag = "disputes",
    operation_id = "list_dispute_documents",
    params(("dispute" = DisputeRef, Path, description = "The dispute's id.")),
    responses((status = 200, description = "All of them.", body = DisputeDocuments)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<DisputeId>,
) -> Result<Json<DisputeDocuments>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    must_own(&mut conn, &caller, id).await?;
    let rows = disputes::documents(&mut conn, id).await?;
    Ok(Json(DisputeDocuments { data: rows.into_iter().map(DisputeDocument::from).collect() }))
}

/// The form's one file, and what it was called.
async fn read(request: Request) -> Result<(String, Bytes), Problem> {
    let mut fields = fields(request).await?;
    let mut file = None;
    while let Some(field) = fields.next_field().await.map_err(|error| cut(&error))? {
        if field.name() != Some("file") || file.is_some() {
            return Err(Problem::malformed("The form has one field, `file`, once."));
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        file = Some((name, field.bytes().await.map_err(|error| cut(&error))?));
    }
    let file = file.filter(|(_, bytes)| !bytes.is_empty());
    file.ok_or_else(|| Problem::malformed("`file` is a file that is not empty."))
}

/// Attach a file to the answer to a dispute.
///
/// It goes to the bank when the dispute is contested, and can be taken back until then; at most 8 do. The same file again is the
/// one that is there. 409 `no-document` says that it is neither a whole PDF nor a picture.
#[utoipa::path(post, path = "/api/v1/disputes/{dispute}/documents", tag = "disputes",
    operation_id = "attach_dispute_document",
    params(("dispute" = DisputeRef, Path, description = "The dispute's id.")),
    request_body(content = DocumentForm, content_type = "multipart/form-data", description = "The file."),
    responses((status = 200, description = "It is attached.", body = DisputeDocument)))]
pub async fn attach(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(dispute): Named<DisputeId>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let head = Head::of(&request)?;
    // Whose it is comes first: nothing is read for somebody else's.
    must_own(&mut api.platform.db.read().await?, &caller, dispute).await?;
    let (file_name, content) = read(request).await?;
    let plain = serde_json::json!([file_name, blake3::hash(&content).to_hex().as_str()]).to_string();
    let command = head.said(plain.as_bytes(), (file_name, content));
    let (file_name, content) = command.input.clone();
    let new = NewDocument { seller: caller.seller.id, dispute, file_name, content };
    let work = async {
        let id = api.platform.disputes.add_document(&api.platform.pictures, new).await?;
        let mut conn = api.platform.db.read().await?;
        let all = disputes::documents(&mut conn, dispute).await?;
        let one = all.into_iter().find(|document| document.id == id).ok_or_else(Problem::not_found)?;
        Ok(Outcome::Done(DisputeDocument::from(one)))
    };
    once(&api, &caller, &command, work).await
}

/// A file that goes to the bank, or went there.
#[utoipa::path(get, path = "/api/v1/disputes/{dispute}/documents/{document}", tag = "disputes",
    operation_id = "get_dispute_document",
    params(("dispute" = DisputeRef, Path, description = "The dispute's id."),
        ("document" = DisputeDocumentRef, Path, description = "The file's id.")),
    responses((status = 200, description = "The file.",
        content((FileBytes = "application/pdf"), (FileBytes = "image/jpeg")))))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response<Body>, Problem> {
    let (dispute, id) = both(path)?;
    let mut conn = api.platform.db.read().await?;
    must_own(&mut conn, &caller, dispute).await?;
    let (document, bytes) =
        disputes::content(&mut conn, dispute, id).await?.ok_or_else(Problem::not_found)?;
    Ok(file(&document, bytes))
}

/// Take a file back.
///
/// Until the dispute is answered. Answers with what is left.
#[utoipa::path(post, path = "/api/v1/disputes/{dispute}/documents/{document}/remove", tag = "disputes",
    operation_id = "remove_dispute_document",
    params(("dispute" = DisputeRef, Path, description = "The dispute's id."),
        ("document" = DisputeDocumentRef, Path, description = "The file's id.")),
    responses((status = 200, description = "It is gone.", body = DisputeDocuments)))]
pub async fn remove(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    path: Result<Path<(String, String)>, PathRejection>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    let (dispute, id) = both(path)?;
    let work = async {
        if !api.platform.disputes.remove_document(caller.seller.id, dispute, id).await? {
            return Err(Problem::not_found());
        }
        let rows = disputes::documents(&mut api.platform.db.read().await?, dispute).await?;
        Ok(Outcome::Done(DisputeDocuments { data: rows.into_iter().map(DisputeDocument::from).collect() }))
    };
    once(&api, &caller, &command, work).await
}
