//! What routes share that take files and hand them out: who is turned away, reading a field of a form to its end, what is
//! answered to a page and to who asks for none, and sending a file so that it is saved and never shown inside the shop.

use super::denied;
use app::answer::sign_in_path;
use app::ctx::locale_of;
use app::flash::{Flash, NoticeText};
use app::text::T;
use app::ui::Tone;
use axum::body::Body;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use platform::Platform;
use platform::domain::SellerId;
use platform::domain::feature::Feature;
use platform::domain::roles::Denied;

/// Why the one file of a form was not taken.
pub(super) enum Refused<E> {
    /// The form broke off, or is too large.
    Broken(MultipartError),
    /// The form is none that a page sends.
    Malformed,
    /// By the capability that the file is for.
    Capability(E),
}

impl<E> From<MultipartError> for Refused<E> {
    fn from(error: MultipartError) -> Self {
        Self::Broken(error)
    }
}

impl<E: std::fmt::Display> Refused<E> {
    /// What a person can do about it, as `refusal` says it of the capability's errors, of which `too_large` is the one for a
    /// form that is larger than any; `None` for a fault of ours, which is logged.
    pub(super) fn words(&self, t: T, too_large: &E, refusal: fn(T, &E) -> Option<String>) -> Option<String> {
        match self {
            Self::Broken(error) => {
                tracing::debug!(%error, "a file broke off");
                let is_too_large = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
                let words = refusal(t, too_large).filter(|_| is_too_large);
                Some(words.unwrap_or_else(|| t.form_malformed()))
            }
            Self::Malformed => Some(t.form_malformed()),
            Self::Capability(error) => refusal(t, error).or_else(|| {
                tracing::error!(%error, "a file cannot be kept");
                None
            }),
        }
    }
}

/// Whether a person's browser asks, which is answered with a page.
pub(super) fn is_page(parts: &Parts) -> bool {
    parts.headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/html"))
}

/// On to a page of the shop, with something to say there.
pub(super) fn lead(to: &str, flash: Option<Flash>) -> Response<Body> {
    let Ok(to) = HeaderValue::from_str(to) else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, to);
    let cookie = flash.and_then(|flash| HeaderValue::from_str(&flash.to_set_cookie()).ok());
    if let Some(cookie) = cookie {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Whoever may not send this: asked to sign in on the way to `page`, or told that it is not theirs.
pub(super) fn turned_away(parts: &Parts, page: &str, refusal: Denied) -> Response<Body> {
    if is_page(parts) && refusal == Denied::SignInFirst {
        return lead(&sign_in_path(page), None);
    }
    denied(refusal)
}

/// What was sent is done, as `page` says; who asks for no page gets the status.
pub(super) fn done(parts: &Parts, page: &str, status: StatusCode, text: String) -> Response<Body> {
    answer(parts, page, status, Tone::Good, text)
}

/// What was sent is refused, as `page` says; without words it is a fault of ours.
pub(super) fn refused(parts: &Parts, page: &str, text: Option<String>) -> Response<Body> {
    match text {
        Some(text) => answer(parts, page, StatusCode::UNPROCESSABLE_ENTITY, Tone::Bad, text),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// `page`, with something to say there, or for who asks for no page the status alone.
pub(super) fn answer(
    parts: &Parts,
    page: &str,
    status: StatusCode,
    tone: Tone,
    text: String,
) -> Response<Body> {
    if !is_page(parts) {
        return status.into_response();
    }
    lead(page, Some(Flash { notice: Some(NoticeText::new(tone, text)), ..Flash::default() }))
}

/// What is answered while an operator has this switched off; `None` while it is on.
pub(super) async fn closed(
    platform: &Platform,
    parts: &Parts,
    page: &str,
    feature: Feature,
) -> Option<Response<Body>> {
    match platform.switched_off().await {
        Ok(off) if !off.contains(&feature) => None,
        Ok(_) => {
            let words = T::new(locale_of(&parts.headers)).switch_is_off();
            Some(answer(parts, page, StatusCode::CONFLICT, Tone::Bad, words))
        }
        Err(error) => {
            tracing::error!(%error, "nobody knows what is switched off");
            Some(StatusCode::SERVICE_UNAVAILABLE.into_response())
        }
    }
}

/// The seller that the query names.
pub(super) fn seller_of(query: Option<&str>) -> Option<SellerId> {
    query?.split('&').find_map(|pair| pair.strip_prefix("seller="))?.parse().ok()
}

/// The field to its end; `None` where it is longer than `most`, of which nothing is kept. A browser that is cut off while it
/// sends shows its own words instead of ours.
pub(super) async fn read(field: &mut Field<'_>, most: usize) -> Result<Option<Vec<u8>>, MultipartError> {
    let (mut bytes, mut too_long) = (Vec::new(), false);
    while let Some(piece) = field.chunk().await? {
        too_long |= bytes.len() + piece.len() > most;
        if too_long {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&piece);
        }
    }
    Ok((!too_long).then_some(bytes))
}

/// A table as a file.
pub(super) fn csv(text: Vec<u8>, name: &str) -> Response<Body> {
    attachment("text/csv; charset=utf-8", &format!("{name}.csv"), text)
}

/// A file under a name of ours: saved, run nowhere, kept by nobody on the way.
pub(super) fn attachment(media_type: &'static str, name: &str, content: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(content.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
