//! What protects the browser: headers on every answer, and no writing request from another site.

use super::request::message_page;
use app::message::Message;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, Uri, header};

/// What the checks need to know about where this shop stands.
#[derive(Clone, Debug)]
pub struct Guard {
    /// Scheme, host and port of the setting `public_url`.
    pub public_url: Option<String>,
    pub on_tls: bool,
}

/// For answers that are no page: they may load nothing at all. Pages bring their own policy with a nonce.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const BARE_PAGE: &str =
    "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Adds the headers that every answer carries.
pub fn protect(guard: &Guard, response: &mut Response<Body>) {
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let headers = response.headers_mut();
    let mut add = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    add(header::CONTENT_SECURITY_POLICY, if is_page { BARE_PAGE } else { NOTHING });
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::X_FRAME_OPTIONS, "DENY");
    // Our own forms need the path to come back to; other sites learn at most who sent the visitor.
    add(header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    add(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    add(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    add(HeaderName::from_static("permissions-policy"), "geolocation=(), microphone=(), payment=(), usb=()");
    // What is not marked is made for one visitor.
    add(header::CACHE_CONTROL, "private, no-cache");
    if guard.on_tls {
        add(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
        secure_cookies(headers);
    }
}

/// A shop on TLS sends no cookie that the browser would give away without it, whoever made the cookie.
fn secure_cookies(headers: &mut HeaderMap) {
    let header::Entry::Occupied(mut cookies) = headers.entry(header::SET_COOKIE) else { return };
    for cookie in cookies.iter_mut() {
        let says = |part: &[u8]| part.trim_ascii().eq_ignore_ascii_case(b"secure");
        if !cookie.as_bytes().split(|byte| *byte == b';').skip(1).any(says)
            && let Ok(secure) = HeaderValue::from_bytes(&[cookie.as_bytes(), b"; Secure"].concat())
        {
            *cookie = secure;
        }
    }
}

/// The refusal of a writing request that another site's page makes with our visitor's cookies.
pub fn refused(guard: &Guard, request: &Request) -> Option<Response<Body>> {
    if request.method().is_safe() || comes_from_here(guard, request.headers(), request.uri()) {
        return None;
    }
    tracing::info!(path = request.uri().path(), "refused: sent by another site");
    Some(message_page(StatusCode::FORBIDDEN, Message::OtherSite))
}

/// Every browser of the last years sends `Sec-Fetch-Site`, the older ones `Origin`. A program that sends neither is
/// no browser and carries nobody's cookies but its own.
fn comes_from_here(guard: &Guard, headers: &HeaderMap, uri: &Uri) -> bool {
    let text = |name: &str| headers.get(name).map(|v| v.to_str().unwrap_or("unreadable"));
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => return true,
        Some(_) => return false,
        None => {}
    }
    let Some(origin) = text("origin") else { return true };
    if guard.public_url.as_deref() == Some(origin) {
        return true;
    }
    let host = text("host").or_else(|| uri.authority().map(|a| a.as_str()));
    origin.split_once("://").is_some_and(|(_, sender)| Some(sender) == host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_and_programs_may_write() {
        let guard = Guard { public_url: Some("https://shop.example".into()), on_tls: true };
        for (headers, allowed) in [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-site"), ("origin", "https://shop.example")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("origin", "https://shop.example"), ("host", "10.0.0.3:3000")], true),
            (&[("origin", "http://localhost:3000"), ("host", "localhost:3000")], true),
            (&[("origin", "https://evil.example"), ("host", "localhost:3000")], false),
            (&[("origin", "null"), ("host", "null")], false),
            (&[("host", "localhost:3000")], true),
        ] {
            let map = headers
                .iter()
                .map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v)))
                .collect();
            assert_eq!(comes_from_here(&guard, &map, &Uri::from_static("/api/x")), allowed, "{headers:?}");
        }
    }
}
