//! The frame around every request: its id, its log lines, its metrics, and what happens when a handler panics.

use super::security::{Guard, protect};
use super::site;
use app::message::Message;
use app::text::T;
use axum::body::{Body, HttpBody as _};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri, header};
use axum::middleware::Next;
use domain::text_enum::TextEnum as _;
use futures::FutureExt as _;
use platform::db::Db;
use std::net::{IpAddr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::time::Instant;
use tracing::Instrument as _;

domain::typed_id! {
    /// One HTTP request: on its log lines, in the answer's `x-request-id`, and on error pages.
    RequestId, "req";
}

pub const REQUEST_ID_HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Where a request comes from. The address is the peer's, or the proxy's word when a proxy is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub Option<IpAddr>);

/// What the frame needs.
#[derive(Clone)]
pub struct Frame {
    pub db: Db,
    pub proxy_trusted: bool,
    pub guard: Guard,
}

/// Gives the request its id and address, runs it or sends a file of the site, protects the answer, and writes down what came
/// of it. One layer for all of that: each layer costs every request a copy of what is below it.
pub async fn frame(State(frame): State<Frame>, mut request: Request, next: Next) -> Response<Body> {
    let started = Instant::now();
    let id = request_id(&frame, request.headers());
    let locale = app::ctx::locale_of(request.headers());
    let address = client_address(&frame, &request);
    let reads_pages = wants_page(request.headers());
    let method = request.method().clone();
    let route =
        request.extensions().get::<MatchedPath>().map_or("(none)".to_owned(), |m| m.as_str().to_owned());
    // Whoever knows the code of a link may see what it leads to: it is no more for a log than a password is.
    let path = if route.contains("{code}") { route.clone() } else { request.uri().path().to_owned() };
    request.extensions_mut().insert(id.clone());
    request.extensions_mut().insert(address);

    let span = tracing::info_span!("request", request_id = %id.0, %method, path);
    let answered = async {
        match site::find(&request) {
            Some(file) => file,
            None if names_nothing(request.uri()) => message_page(StatusCode::NOT_FOUND, Message::Missing),
            None => next.run(request).await,
        }
    };
    let done = AssertUnwindSafe(answered).catch_unwind().instrument(span.clone()).await;
    let mut response = done.unwrap_or_else(|panic| {
        let reason = panic_text(panic.as_ref());
        span.in_scope(|| tracing::error!(reason, "the handler panicked"));
        message_page(StatusCode::INTERNAL_SERVER_ERROR, Message::Fault)
    });
    if reads_pages {
        response = told(response);
    }
    protect(&frame.guard, &mut response);
    if let Some(message) = response.extensions().get::<Message>() {
        *response.body_mut() = Body::from(message_html(T::new(locale), *message, &id.0));
    }
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(REQUEST_ID_HEADER, value);
    }
    span.in_scope(|| note(&method, &route, response.status(), started));
    response
}

/// Whether a path holds a NUL. Nothing of ours is called so, and PostgreSQL takes a text with one for a fault of ours. The
/// API says itself what of an address is malformed; what pages read of a query is read without (`app::page::query`).
fn names_nothing(uri: &Uri) -> bool {
    !uri.path().starts_with("/api/v1/") && uri.path().contains("%00")
}

/// The id as other layers read it from the request's extensions.
#[derive(Clone, Debug)]
pub struct Id(pub String);

fn request_id(frame: &Frame, headers: &HeaderMap) -> Id {
    let given = headers.get(REQUEST_ID_HEADER).and_then(|v| v.to_str().ok());
    let plain = |text: &&str| {
        (8..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    // Only our own proxy may name requests: anybody else could make two of them look like one.
    match given.filter(plain).filter(|_| frame.proxy_trusted) {
        Some(text) => Id(text.to_owned()),
        None => Id(frame.db.new_id::<RequestId>().to_string()),
    }
}

/// Whether a person waits for the answer, not a program.
pub fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/html"))
}

/// A route that is no page answers what is amiss with a status alone; a person is told what it means.
pub fn told(mut response: Response<Body>) -> Response<Body> {
    if response.extensions().get::<Message>().is_some() || response.body().size_hint().exact() != Some(0) {
        return response;
    }
    if let Some(message) = Message::of(response.status()) {
        response.extensions_mut().insert(message);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

fn client_address(frame: &Frame, request: &Request) -> ClientAddress {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if !frame.proxy_trusted {
        return ClientAddress(peer);
    }
    let forwarded =
        request.headers().get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).next_back();
    // The last entry is what our proxy itself saw; earlier ones are whatever the visitor sent.
    let last = forwarded.and_then(|list| list.rsplit(',').next()).and_then(|text| text.trim().parse().ok());
    ClientAddress(last.or(peer))
}

fn note(method: &Method, route: &str, status: StatusCode, started: Instant) {
    let elapsed = started.elapsed();
    let labels =
        [("method", method.to_string()), ("route", route.to_owned()), ("status", status.as_str().to_owned())];
    metrics::counter!("orinoco_http_requests_total", &labels).increment(1);
    metrics::histogram!("orinoco_http_request_seconds", &labels[..2]).record(elapsed.as_secs_f64());
    let ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    let status_code = status.as_u16();
    // Reading is everyday: at `info` the log holds what changes something, what fails and what is slow.
    if status.is_server_error() {
        tracing::warn!(status = status_code, ms, route, "answered");
    } else if !method.is_safe() || status.is_client_error() || ms > 1_000 {
        tracing::info!(status = status_code, ms, route, "answered");
    } else {
        tracing::debug!(status = status_code, ms, route, "answered");
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no reason given")
}

/// A page without the shop around it, for when the shop cannot be asked or does not want to be. The frame writes it,
/// in the visitor's language and with the request's id.
pub fn message_page(status: StatusCode, message: Message) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response.extensions_mut().insert(message);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn message_html(t: T, message: Message, id: &str) -> String {
    let style = app::site::asset("orinoco.css");
    let (lang, dir) = (t.locale().as_str(), t.locale().dir());
    let (title, text) = message.words(t);
    let (home, number) = (t.nav_home(), t.error_code());
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\" dir=\"{dir}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"{style}\"></head>\
         <body class=\"min-h-dvh bg-page text-ink antialiased\"><main id=\"main\" class=\"mx-auto max-w-prose p-6\">\
         <h1 class=\"text-2xl font-bold\">{title}</h1><p class=\"mt-4\">{text}</p>\
         <p class=\"mt-4 text-sm text-ink-faint\">{number} <code dir=\"ltr\">{id}</code></p>\
         <p class=\"mt-4\"><a class=\"underline\" href=\"/\">{home}</a></p></main></body></html>"
    )
}
