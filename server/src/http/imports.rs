//! Files of imports and exports: taking one as it comes, handing out what was found in its rows, and writing a seller's
//! offers while they are read. Nothing here is ever whole in memory.

use super::denied;
use super::files::{self, seller_of};
use super::pages::visitor_of;
use super::trail;
use app::ctx::locale_of;
use app::imports::{findings, words};
use app::text::T;
use app::ui::Tone;
use axum::body::Body;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest as _, Path, RawQuery, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use futures::{Stream, TryStreamExt as _};
use platform::domain::feature::Feature;
use platform::domain::roles::{Action, Actor, Denied, Resource};
use platform::domain::text_enum::TextEnum as _;
use platform::domain::{Currency, Money, SellerId, UploadId};
use platform::import::export::{Export, ExportOptions, PictureNames};
use platform::import::{
    FindingsFile, Format, NewUpload, Receiving, Scope, Sheet, UPLOAD_BYTES_MAX, UploadError, Wording, upload,
};
use platform::sellers::Seller;
use platform::{Platform, PlatformError, sellers};
use tokio_util::io::ReaderStream;

/// Where a seller's form posts to.
pub const SELLER_PATH: &str = "/seller/imports/to/{seller}";
/// Where the operator's form posts to.
pub const OPERATOR_PATH: &str = "/operator/imports/to/{seller}";
/// The whole form. A file that is too large is read to its end up to here, because a browser that is cut off while it
/// sends shows its own words instead of ours.
pub const MOST_BYTES: usize = 2 * UPLOAD_BYTES_MAX as usize;
/// The longest field beside the file.
const FIELD_MAX: usize = 100;
/// A line that carries less than a large file in this time is cut off.
pub const MOST_SECONDS: u64 = 600;

/// Why a file was not taken.
enum Refused {
    /// The form broke off, or was none.
    Broken(MultipartError),
    Malformed,
    Price,
    Stock,
    Upload(UploadError),
}

impl From<MultipartError> for Refused {
    fn from(error: MultipartError) -> Self {
        Self::Broken(error)
    }
}

impl From<UploadError> for Refused {
    fn from(error: UploadError) -> Self {
        Self::Upload(error)
    }
}

/// `POST /seller/imports/to/{seller}`: a catalogue in the seller's own name.
pub async fn from_seller(
    State(platform): State<Platform>,
    Path(seller): Path<String>,
    request: Request,
) -> Response<Body> {
    receive(platform, seller, Scope::Seller, request).await
}

/// `POST /operator/imports/to/{seller}`: a catalogue in the operator's name.
pub async fn from_operator(
    State(platform): State<Platform>,
    Path(seller): Path<String>,
    request: Request,
) -> Response<Body> {
    receive(platform, seller, Scope::Operator, request).await
}

/// Asks who it is before anything of the file is read.
async fn receive(platform: Platform, seller: String, scope: Scope, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let list = match scope {
        Scope::Seller => format!("/seller/imports?seller={seller}"),
        Scope::Operator => format!("/operator/imports?for={seller}"),
    };
    let (seller, actor) = match allowed(&platform, &parts, &seller, scope).await {
        Ok(Ok(Some(found))) => found,
        Ok(Ok(None)) => return StatusCode::NOT_FOUND.into_response(),
        Ok(Err(refusal)) => return files::turned_away(&parts, &list, refusal),
        Err(error) => return unavailable(&error),
    };
    if scope == Scope::Seller
        && let Some(refusal) = files::closed(&platform, &parts, &list, Feature::Catalogues).await
    {
        return refusal;
    }
    let t = T::new(locale_of(&parts.headers));
    if scope == Scope::Seller && seller.approved_at.is_none() {
        // Products of a file are on pages at once, and nobody has looked at this shop yet.
        return files::answer(&parts, &list, StatusCode::CONFLICT, Tone::Bad, words::not_yet(t));
    }
    let asked = Request::from_parts(parts.clone(), body);
    let desk = (scope == Scope::Seller).then_some(seller.id);
    let taken = trail::at_desk(&actor, desk, &parts, take(&platform, &seller, scope, asked));
    match taken.await {
        Ok(id) => {
            let page = match scope {
                Scope::Seller => format!("/seller/imports/{id}?seller={}", seller.id),
                Scope::Operator => format!("/operator/imports/{id}"),
            };
            let mut response = files::done(&parts, &page, StatusCode::CREATED, words::received(t));
            if let Ok(page) = HeaderValue::from_str(&page) {
                response.headers_mut().insert(header::LOCATION, page);
            }
            response
        }
        Err(refused) => files::refused(&parts, &list, said(t, &refused)),
    }
}

/// The seller and who acts, when the visitor may bring something in for it in this name.
async fn allowed(
    platform: &Platform,
    parts: &Parts,
    seller: &str,
    scope: Scope,
) -> Result<Result<Option<(Seller, Actor)>, Denied>, PlatformError> {
    let visitor = visitor_of(platform, parts).await?;
    let Ok(id) = seller.parse::<SellerId>() else { return Ok(Ok(None)) };
    let may = match scope {
        Scope::Seller => visitor.allow(Action::ManageOffers, &Resource::Seller(id)),
        Scope::Operator => visitor.allow(Action::ManageCatalogue, &Resource::Platform),
    };
    if let Err(refusal) = may {
        return Ok(Err(refusal));
    }
    if visitor.account().is_none() {
        return Ok(Err(Denied::SignInFirst));
    }
    let mut conn = platform.db.read().await?;
    Ok(Ok(sellers::get(&mut conn, id).await?.map(|seller| (seller, visitor.actor))))
}

async fn take(
    platform: &Platform,
    seller: &Seller,
    scope: Scope,
    request: Request,
) -> Result<UploadId, Refused> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refused::Malformed)?;
    let mut received: Option<(Receiving, String)> = None;
    let (mut stock, mut price) = (String::new(), String::new());
    while let Some(mut field) = form.next_field().await? {
        match field.name() {
            Some("stock") => stock = short(&mut field).await?,
            Some("price") => price = short(&mut field).await?,
            Some("file") if received.is_none() => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let mut receiving = platform.imports.receive(seller.id)?;
                write(&mut field, &mut receiving).await?;
                received = Some((receiving, name));
            }
            _ => return Err(Refused::Malformed),
        }
    }
    let (receiving, file_name) = received.ok_or(UploadError::Empty)?;
    let price = match price.trim() {
        "" => None,
        text => Some(
            Money::parse_decimal(text, seller.currency)
                .ok()
                .filter(|price| price.is_positive())
                .ok_or(Refused::Price)?,
        ),
    };
    let default_quantity = match stock.trim() {
        "" => 0,
        text => text.parse().ok().filter(|pieces| (0..=1_000_000).contains(pieces)).ok_or(Refused::Stock)?,
    };
    let new =
        NewUpload { seller: seller.id, scope, file_name, currency: seller.currency, price, default_quantity };
    Ok(receiving.finish(new).await?)
}

/// Writes the file as it comes; what is refused is read to its end and kept nowhere.
async fn write(field: &mut Field<'_>, receiving: &mut Receiving) -> Result<(), Refused> {
    let mut refused = None;
    loop {
        match field.chunk().await {
            Ok(Some(bytes)) if refused.is_none() => refused = receiving.take(&bytes).await.err(),
            Ok(Some(_)) => {}
            Ok(None) => return refused.map_or(Ok(()), |error| Err(error.into())),
            Err(error) => return Err(refused.map_or(Refused::Broken(error), Refused::Upload)),
        }
    }
}

/// A field that a person types.
async fn short(field: &mut Field<'_>) -> Result<String, Refused> {
    let mut text = Vec::new();
    while let Some(bytes) = field.chunk().await? {
        text.extend_from_slice(&bytes);
        if text.len() > FIELD_MAX {
            return Err(Refused::Malformed);
        }
    }
    String::from_utf8(text).map_err(|_| Refused::Malformed)
}

/// What a person can do about it; `None` for a fault of ours, which is logged.
fn said(t: T, refused: &Refused) -> Option<String> {
    match refused {
        Refused::Broken(error) => {
            tracing::debug!(%error, "an upload broke off");
            let too_large = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
            let limit = UploadError::TooLarge { limit: UPLOAD_BYTES_MAX };
            Some(words::not_taken(t, &limit).filter(|_| too_large).unwrap_or_else(|| words::broken(t)))
        }
        Refused::Malformed => Some(words::broken(t)),
        Refused::Price => Some(words::wrong_number(t, true)),
        Refused::Stock => Some(words::wrong_number(t, false)),
        Refused::Upload(error) => words::not_taken(t, error).or_else(|| {
            tracing::error!(%error, "an upload cannot be kept");
            None
        }),
    }
}

/// `GET /seller/imports/{upload}/findings`: what was found in the rows of a seller's own upload.
pub async fn sellers_findings(
    State(platform): State<Platform>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response<Body> {
    let named = seller_of(query.as_deref());
    findings_of(platform, id, Some(named), request).await
}

/// `GET /operator/imports/{upload}/findings`: the same of any upload.
pub async fn findings_for_operator(
    State(platform): State<Platform>,
    Path(id): Path<String>,
    request: Request,
) -> Response<Body> {
    findings_of(platform, id, None, request).await
}

/// `seller` is whose desk it is read at; `None`: the operator's.
async fn findings_of(
    platform: Platform,
    id: String,
    seller: Option<Option<SellerId>>,
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let found = async {
        let visitor = visitor_of(&platform, &parts).await?;
        let may = match seller {
            None => visitor.allow(Action::ReadCatalogue, &Resource::Platform),
            // Who names no seller asks for nothing that could be somebody's.
            Some(named) => match named {
                Some(id) => visitor.allow(Action::ReadCatalogue, &Resource::Seller(id)),
                None => return Ok(Ok(None)),
            },
        };
        if let Err(refusal) = may {
            return Ok::<_, PlatformError>(Err(refusal));
        }
        let Ok(id) = id.parse::<UploadId>() else { return Ok(Ok(None)) };
        let found = upload(&mut platform.db.read().await?, id).await?;
        let own = found.filter(|upload| match seller {
            None => true,
            Some(named) => Some(upload.seller_id) == named && upload.scope == Scope::Seller,
        });
        Ok(Ok(own.map(|upload| upload.id)))
    };
    let upload = match found.await {
        Ok(Ok(Some(id))) => id,
        Ok(Ok(None)) => return StatusCode::NOT_FOUND.into_response(),
        Ok(Err(refusal)) => return denied(refusal),
        Err(error) => return unavailable(&error),
    };
    worded(platform, upload, T::new(locale_of(&parts.headers))).await
}

/// The findings as a table in the reader's language, worded while it is read.
async fn worded(platform: Platform, upload: UploadId, t: T) -> Response<Body> {
    let wording: Wording = Box::new(move |finding| findings::row(t, finding));
    let open = move || platform.imports.findings(upload, findings::heading(t), wording);
    let body = match tokio::task::spawn_blocking(open).await {
        Ok(Some(FindingsFile::Worded(sheet))) => Body::from_stream(pieces(sheet)),
        Ok(Some(FindingsFile::Older(file))) => {
            Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file)))
        }
        // Nothing was found, or the upload was given up.
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return unavailable(&error),
    };
    files::attachment("text/csv; charset=utf-8", "findings.csv", body)
}

/// Reads the next piece, off the threads that serve, when the last one was taken.
fn pieces(sheet: Sheet) -> impl Stream<Item = Result<Vec<u8>, std::io::Error>> {
    let next = |mut sheet: Sheet| async {
        let read = tokio::task::spawn_blocking(move || {
            let piece = sheet.next();
            piece.transpose().map(|piece| piece.map(|piece| (piece, sheet)))
        });
        read.await.map_err(std::io::Error::other)?
    };
    futures::stream::try_unfold(sheet, next)
        .inspect_err(|error| tracing::error!(%error, "findings broke off"))
}

/// `GET /seller/export/{format}?seller=…`: the seller's offers, written while they are read.
pub async fn offers(
    State(platform): State<Platform>,
    Path(format): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let Some(seller) = seller_of(query.as_deref()) else { return StatusCode::NOT_FOUND.into_response() };
    // An operator takes out what a seller offers, but not what the seller pays for it.
    let costs = match visitor_of(&platform, &parts).await {
        Err(error) => return unavailable(&error),
        Ok(visitor) => {
            if let Err(refusal) = visitor.allow(Action::ReadCatalogue, &Resource::Seller(seller)) {
                return denied(refusal);
            }
            visitor.allow(Action::ManageOffers, &Resource::Seller(seller)).is_ok()
        }
    };
    let Some(format) = Format::parse(&format) else { return StatusCode::NOT_FOUND.into_response() };
    let found = async {
        let mut conn = platform.db.read().await?;
        Ok::<_, PlatformError>(sellers::get(&mut conn, seller).await?)
    };
    let currency = match found.await {
        Ok(Some(seller)) => seller.currency,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return unavailable(&error),
    };
    exported(&platform, format, (seller, currency), costs)
}

/// What a seller offers as a file in this format, with what units cost the seller where `costs` says so.
pub(super) fn exported(
    platform: &Platform,
    format: Format,
    (seller, currency): (SellerId, Currency),
    costs: bool,
) -> Response<Body> {
    let pictures = PictureNames::Addresses(platform.config.site_url());
    let options = ExportOptions { seller, currency, pictures, costs };
    let export = Export::new(platform.db.clone(), platform.pictures.clone(), format, options);
    // Whoever takes it sees by the connection that a file which breaks off is not whole.
    let stream = export.stream().inspect_err(|error| tracing::error!(%error, "an export broke off"));
    let (kind, ending) = match format {
        Format::Shopify | Format::Books => ("text/csv; charset=utf-8", "csv"),
        Format::Icecat | Format::BestBuy => ("application/x-ndjson", "jsonl"),
    };
    files::attachment(kind, &format!("products-{format}.{ending}"), Body::from_stream(stream))
}

fn unavailable(error: &dyn std::fmt::Display) -> Response<Body> {
    tracing::error!(%error, "a file of an import or export cannot be handled");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
