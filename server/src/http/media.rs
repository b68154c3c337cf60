//! Pictures. A stored picture never changes under its address; a drawn one follows its product.
//!
//! A picture that moderation withheld is handed out to moderators alone, about a second after the decision at the
//! latest. What was handed out before cannot be called back: a browser that has it, and a cache in front of the shop,
//! may show it under its address for as long as [`FOREVER`] says, a year. Asking anew each time would cost every picture
//! of every page a request, for the sake of a few; whoever runs a cache in front empties it of a withheld address.
//!
//! A private picture, which its id says, is asked about each time and kept nowhere.

use super::pages::visitor_of;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use platform::domain::roles::{Action, Resource};
use platform::domain::{PictureId, ProductId};
use platform::pictures::{PictureError, drawn, is_private};
use platform::{Platform, catalog};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

const FOREVER: &str = "public, max-age=31536000, immutable";
const FOR_A_DAY: &str = "public, max-age=86400";
/// A picture may be looked at; it may not load or run anything.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// `/media/<picture>/<width>.<webp|jpg>`
pub async fn picture(
    State(platform): State<Platform>,
    Path((picture, file)): Path<(String, String)>,
    request: Request,
) -> Response<Body> {
    let named = file.split_once('.').and_then(|(width, ext)| Some((width.parse::<u32>().ok()?, ext)));
    let (Ok(id), Some((width, ext))) = (picture.parse::<PictureId>(), named) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if is_private(id) {
        return guarded(&platform, id, (width, ext), request).await;
    }
    match platform.is_withheld(id).await {
        Ok(false) => {}
        Ok(true) => return guarded(&platform, id, (width, ext), request).await,
        Err(error) => {
            tracing::error!(%error, %id, "nobody knows whether a picture is withheld");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    }
    // The address names the content, so it is its own tag.
    let etag = format!("\"{picture}-{width}-{ext}\"");
    if is_kept(request.headers(), &etag) {
        return kept(&etag, FOREVER);
    }
    match platform.pictures.get(id, width, ext).await {
        Ok(served) => sent(Body::from(served.bytes), served.content_type, &etag, FOREVER),
        Err(PictureError::NotFound(_) | PictureError::Format) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, %id, "a picture cannot be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A picture that only some see: those who decide about a withheld one, those who take part where a private one stands.
/// Nothing keeps the answer, whichever it is: the decision may be taken back.
async fn guarded(
    platform: &Platform,
    id: PictureId,
    (width, ext): (u32, &str),
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let allowed = async {
        let visitor = visitor_of(platform, &parts).await?;
        match is_private(id) {
            true => platform.may_see_private(&visitor, id).await,
            false => Ok(visitor.allow(Action::Moderate, &Resource::Platform).is_ok()),
        }
    };
    let served = match allowed.await {
        Ok(true) => platform.pictures.get(id, width, ext).await,
        Ok(false) => Err(PictureError::NotFound(id)),
        Err(error) => {
            tracing::error!(%error, %id, "nobody knows who may see a picture");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let mut response = match served {
        Ok(served) => plain(Body::from(served.bytes), served.content_type),
        Err(PictureError::NotFound(_) | PictureError::Format) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, %id, "a picture cannot be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// `/media/drawn/<product>.svg`: for a product without a picture.
pub async fn drawing(
    State(platform): State<Platform>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    let Some(id) = file.strip_suffix(".svg").and_then(|id| id.parse::<ProductId>().ok()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let svg = match draw(&platform, id).await {
        Ok(Some(svg)) => svg,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, %id, "a product cannot be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let mut hash = DefaultHasher::new();
    svg.hash(&mut hash);
    let etag = format!("\"{:016x}\"", hash.finish());
    if is_kept(&headers, &etag) {
        return kept(&etag, FOR_A_DAY);
    }
    sent(Body::from(svg), "image/svg+xml", &etag, FOR_A_DAY)
}

async fn draw(platform: &Platform, id: ProductId) -> Result<Option<String>, platform::PlatformError> {
    let product = catalog::product_by_id(&mut platform.db.read().await?, id).await?;
    let Some(product) = product else { return Ok(None) };
    let tree = platform.categories().await?;
    let slug = tree.get(product.category_id).map_or("", |category| category.slug.as_str());
    Ok(Some(drawn(&product.title, product.brand.as_deref(), slug)))
}

fn is_kept(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get(header::IF_NONE_MATCH)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|given| given.split(',').any(|one| one.trim().trim_start_matches("W/") == etag))
}

fn kept(etag: &str, caching: &'static str) -> Response<Body> {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    tag(&mut response, etag, caching);
    response
}

fn sent(body: Body, kind: &'static str, etag: &str, caching: &'static str) -> Response<Body> {
    let mut response = plain(body, kind);
    tag(&mut response, etag, caching);
    response
}

fn plain(body: Body, kind: &'static str) -> Response<Body> {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

fn tag(response: &mut Response<Body>, etag: &str, caching: &'static str) {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Ok(value) = HeaderValue::from_str(etag) {
        response.headers_mut().insert(header::ETAG, value);
    }
}
