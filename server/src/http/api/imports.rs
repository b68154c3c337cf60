//! Catalogue files: sending one as it is, what it would change, importing it, what is wrong with its rows, taking it back.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Command, Named, Nothing, Streamed, binary};
use super::imports_types::{CatalogueImport, Finding, FindingPlace, finding};
use super::once::together;
use super::problem::Problem;
use super::types::{ImportRef, Page, PageQuery, limit, page};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::{Money, SellerId, UploadId};
use futures::StreamExt as _;
use platform::db::{Conn, Tx};
use platform::import::{
    self, FINDINGS_MAX, NewUpload, Receiving, Scope, UPLOAD_BYTES_MAX, Upload, UploadError,
};
use serde::Deserialize;
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{IntoParams, PartialSchema, ToSchema};

/// Where a file is sent to.
pub const PATH: &str = "/api/v1/imports";
/// So many things that an undo left as they were are named.
const MOST_LEFT: i64 = 50;
/// The most units of a new offer of which a file does not say how many.
const MOST_STOCK: i64 = 1_000_000;
/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 120;
/// What is more than this is not read to its end.
const MOST_BYTES: u64 = 2 * UPLOAD_BYTES_MAX;

/// The bytes of a catalogue.
pub struct CatalogueFile;

impl PartialSchema for CatalogueFile {
    fn schema() -> RefOr<Schema> {
        binary()
    }
}

impl ToSchema for CatalogueFile {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("CatalogueFile")
    }
}

/// What is said of a file beside its bytes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FileQuery {
    /// What it is called in lists.
    #[param(min_length = 1, max_length = 120, required = false, nullable = false, example = "autumn.csv")]
    pub file_name: Option<String>,
    /// Units of a new offer of which the file does not say how many; 0 when nothing is said.
    #[param(minimum = 0, maximum = 1_000_000, required = false, nullable = false)]
    pub default_stock: Option<i64>,
    /// The price of rows without one, in the smallest unit of the seller's currency.
    #[param(minimum = 1, maximum = 1_000_000_000_000_i64, required = false, nullable = false)]
    pub default_price_minor: Option<i64>,
}

fn described(asked: &FileQuery, caller: &Caller) -> Result<NewUpload, Problem> {
    let name = asked.file_name.as_deref();
    if name.is_some_and(|name| !(1..=LONGEST_NAME).contains(&name.chars().count())) {
        return Err(Problem::malformed("`file_name` has 1 to 120 characters."));
    }
    let default_quantity = asked.default_stock.unwrap_or_default();
    if !(0..=MOST_STOCK).contains(&default_quantity) {
        return Err(Problem::malformed(format!("`default_stock` is 0 to {MOST_STOCK}.")));
    }
    let price = asked.default_price_minor;
    if price.is_some_and(|minor| !(1..=1_000_000_000_000).contains(&minor)) {
        return Err(Problem::malformed("`default_price_minor` is 1 to 1000000000000."));
    }
    let (seller, currency) = (caller.seller.id, caller.seller.currency);
    Ok(NewUpload {
        seller,
        scope: Scope::Seller,
        file_name: name.unwrap_or_default().to_owned(),
        currency,
        price: price.map(|minor| Money::new(minor, currency)),
        default_quantity,
    })
}

/// Writes the file as it comes. One that is refused is read on for a while, so that its sender hears why.
async fn receive(api: &Api, caller: &Caller, body: Body) -> Result<(Receiving, blake3::Hash), Problem> {
    let mut receiving = api.platform.imports.receive(caller.seller.id)?;
    let (mut hasher, mut bytes, mut refused) = (blake3::Hasher::new(), 0_u64, None);
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Problem::malformed("The body was cut off."))?;
        bytes = bytes.saturating_add(piece.len() as u64);
        if bytes > MOST_BYTES {
            break;
        }
        if refused.is_none() {
            hasher.update(&piece);
            refused = receiving.take(&piece).await.err();
        }
    }
    match refused {
        Some(error) => Err(error.into()),
        None => Ok((receiving, hasher.finalize())),
    }
}

/// Send a catalogue.
///
/// The body is the file, of at most 64 MB: JSON lines, JSON or CSV in one of the formats that `GET /api/v1/export` writes, or a
/// ZIP archive of one with its pictures. Nothing of it is imported yet: it is `checking` until its preview is there, then
/// `ready` or `refused`. 409 `no-catalogue` says what is wrong with the file, `too-many-imports` that ten others are on their
/// way, or wait to be imported or given up, `not-approved` that nobody has let the shop in yet.
#[utoipa::path(post, path = "/api/v1/imports", tag = "products", operation_id = "send_catalogue", params(FileQuery),
    request_body(content = CatalogueFile, content_type = "application/octet-stream", description = "The file."),
    responses((status = 201, description = "It came, and is being checked.", body = CatalogueImport)))]
pub async fn send(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<FileQuery>,
    request: Streamed,
) -> Result<Response<Body>, Problem> {
    let new = described(&asked, &caller)?;
    if caller.seller.approved_at.is_none() {
        // Products of a file are on pages at once, and nobody has looked at this shop yet.
        let detail = "The shop is not approved yet: nothing is brought in until somebody has looked at it.";
        return Err(Problem::conflict("not-approved", detail));
    }
    let (receiving, content) = receive(&api, &caller, request.body).await?;
    let command = request.head.said(content.as_bytes(), ());
    let whole = receiving.whole(new).await?;
    let entry = whole.entry();
    let answered = together(&api, &caller, &command, StatusCode::CREATED, move |tx| {
        let entry = entry.clone();
        Box::pin(async move {
            let id = entry.write(tx).await?;
            let upload = import::upload(tx, id).await?.ok_or(UploadError::NotFound)?;
            Ok::<_, UploadError>(CatalogueImport::of(upload))
        })
    })
    .await;
    // A repeat got the answer of before, and its file is not needed. The same is found out without us when the sender hangs up.
    whole.settle().await?;
    answered
}

/// The seller's catalogues.
///
/// The newest first. What was given up is left out, unless some of it was imported.
#[utoipa::path(get, path = "/api/v1/imports", tag = "products", operation_id = "list_imports", params(PageQuery),
    responses((status = 200, description = "A page of imports.", body = Page<CatalogueImport>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<CatalogueImport>>, Problem> {
    let limit = limit(asked.limit)?;
    let before = asked.cursor.and_then(|cursor| cursor.id::<UploadId>());
    let mut conn = api.platform.db.read().await?;
    let rows = import::uploads_before(&mut conn, caller.seller.id, before, limit + 1).await?;
    Ok(Json(page(rows, limit, |row| row.id, CatalogueImport::of)))
}

/// An upload in the seller's own name; the operator's for it is not the seller's to touch.
async fn own(conn: &mut Conn, seller: SellerId, id: UploadId) -> Result<Upload, UploadError> {
    let found = import::upload(conn, id).await?;
    found.filter(|up| up.seller_id == seller && up.scope == Scope::Seller).ok_or(UploadError::NotFound)
}

/// One catalogue: how far it is, what it would change, what it did.
#[utoipa::path(get, path = "/api/v1/imports/{import}", tag = "products", operation_id = "get_import",
    params(("import" = ImportRef, Path, description = "The import's id.")),
    responses((status = 200, description = "The import.", body = CatalogueImport)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<UploadId>,
) -> Result<Json<CatalogueImport>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let upload = own(&mut conn, caller.seller.id, id).await?;
    let run = upload.import_id;
    let shown = CatalogueImport::of(upload);
    let Some(run) = run else { return Ok(Json(shown)) };
    let found = import::run(&mut conn, run).await.map_err(|error| Problem::unexpected(&error))?;
    let left = import::left_alone(&mut conn, run, MOST_LEFT).await?;
    Ok(Json(shown.with(&found, left)))
}

/// Which findings.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FindingsQuery {
    /// `next_cursor` of the page before; without one the list begins.
    #[param(inline, required = false, nullable = false)]
    pub cursor: Option<FindingPlace>,
    /// How many at the most; 25 when nothing is said.
    #[param(minimum = 1, maximum = 100, required = false, nullable = false)]
    pub limit: Option<i64>,
}

/// What is wrong with the rows of a catalogue.
///
/// In the order in which it was found; none while it is being checked. 50,000 are kept at the most. They go with the file: what
/// was given up or taken back has none any more, what was imported a week ago neither, nor has what came before they were kept
/// one by one.
#[utoipa::path(get, path = "/api/v1/imports/{import}/findings", tag = "products", operation_id = "list_import_findings",
    params(("import" = ImportRef, Path, description = "The import's id."), FindingsQuery),
    responses((status = 200, description = "A page of findings.", body = Page<Finding>)))]
pub async fn findings(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<UploadId>,
    Asked(asked): Asked<FindingsQuery>,
) -> Result<Json<Page<Finding>>, Problem> {
    let most = usize::try_from(limit(asked.limit)?).unwrap_or(1);
    let behind = asked.cursor.map_or(0, |place| place.0);
    let upload = own(&mut api.platform.db.read().await?, caller.seller.id, id).await?;
    if upload.state == import::UploadState::Checking {
        return Ok(Json(Page { data: Vec::new(), next_cursor: None }));
    }
    let imports = api.platform.imports.clone();
    let read = tokio::task::spawn_blocking(move || imports.findings_behind(id, behind, most + 1)).await;
    let read = read.map_err(|error| Problem::unexpected(&error))?;
    let found = read.map_err(|error| Problem::unexpected(&error))?.unwrap_or_default();
    let next = behind + most;
    let more = found.len() > most && next < usize::try_from(FINDINGS_MAX).unwrap_or(usize::MAX);
    let data: Vec<Finding> = found.into_iter().take(most).filter_map(finding).collect::<Result<_, _>>()?;
    Ok(Json(Page { data, next_cursor: more.then(|| next.to_string()) }))
}

/// How a catalogue is imported.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportStarted {
    /// Import all good rows though others are bad. Without it one bad row stops everything.
    #[serde(default)]
    #[schema(default = false)]
    pub skip_bad_rows: bool,
}

/// Import what was previewed.
///
/// Of what is `ready`, or `failed` half-way: that goes on where it stopped. It is `importing` from now on, then `done` or
/// `failed`; anything else answers 409 `wrong-state`.
#[utoipa::path(post, path = "/api/v1/imports/{import}/start", tag = "products", operation_id = "start_import",
    params(("import" = ImportRef, Path, description = "The import's id.")), request_body = ImportStarted,
    responses((status = 200, description = "It is begun.", body = CatalogueImport)))]
pub async fn start(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<UploadId>,
    command: Command<ImportStarted>,
) -> Result<Response<Body>, Problem> {
    let deed = Deed::Start { skip_bad_rows: command.input.skip_bad_rows };
    moved(&api, &caller, &command, id, deed).await
}

/// Take back what was imported.
///
/// It is `undoing` from now on, then `undone`; what somebody has changed since stays, and is named in `left`. Of one that stopped
/// half-way, what came in until then is taken back. One that is `undoing`, and that nobody has been at for ten minutes, is begun
/// again and goes on where it stopped.
#[utoipa::path(post, path = "/api/v1/imports/{import}/undo", tag = "products", operation_id = "undo_import",
    params(("import" = ImportRef, Path, description = "The import's id.")),
    responses((status = 200, description = "It is begun.", body = CatalogueImport)))]
pub async fn undo(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<UploadId>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    moved(&api, &caller, &command, id, Deed::Undo).await
}

/// Give a catalogue up.
///
/// Its file is forgotten. Of one that stopped half-way, what came in until then stays, and can still be taken back.
#[utoipa::path(post, path = "/api/v1/imports/{import}/discard", tag = "products", operation_id = "discard_import",
    params(("import" = ImportRef, Path, description = "The import's id.")),
    responses((status = 200, description = "It is given up.", body = CatalogueImport)))]
pub async fn discard(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<UploadId>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    let given_up = moved(&api, &caller, &command, id, Deed::Discard).await?;
    api.platform.imports.forget_discarded(id).await?;
    Ok(given_up)
}

/// What is done with a catalogue.
#[derive(Clone, Copy)]
enum Deed {
    Start { skip_bad_rows: bool },
    Undo,
    Discard,
}

impl Deed {
    async fn apply(self, tx: &mut Tx, id: UploadId) -> Result<(), UploadError> {
        match self {
            Self::Start { skip_bad_rows } => import::start_upload(tx, id, skip_bad_rows).await,
            Self::Undo => import::undo_upload(tx, id).await,
            Self::Discard => import::discard_upload(tx, id).await,
        }
    }
}

async fn moved<T>(
    api: &Api,
    caller: &Caller,
    command: &Command<T>,
    id: UploadId,
    deed: Deed,
) -> Result<Response<Body>, Problem> {
    let seller = caller.seller.id;
    together(api, caller, command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            own(tx, seller, id).await?;
            deed.apply(tx, id).await?;
            Ok::<_, UploadError>(CatalogueImport::of(own(tx, seller, id).await?))
        })
    })
    .await
}
