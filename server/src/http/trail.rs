//! Says who acts, for what people post to the consoles and programs to the API: what it changes is then noted in the audit
//! trail (`db::changes`). Of what was sent it keeps choices, numbers, days and ids: no secret, and no words of people.

use super::request::Id;
use crate::routes_rules::{self, About};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Form, FromRequest as _, MatchedPath, Request};
use axum::http::request::Parts;
use axum::http::{Method, Response, StatusCode, header};
use axum::middleware::Next;
use axum::response::IntoResponse as _;
use platform::db::changes::{By, acting};
use platform::domain::SellerId;
use platform::domain::roles::Actor;
use std::future::Future;

/// Fields of which nothing is kept, whatever is in them: secrets, numbers of cards and accounts, who somebody is.
const SECRET: &[&str] = &[
    "account", "address", "born_on", "card", "code", "email", "holder", "iban", "name", "password", "phone",
    "routing", "secret", "tax_id", "token",
];
/// The largest form that is read, in bytes; the frame around the server functions takes less.
const LARGEST_FORM: usize = 4 * 1024 * 1024;
/// Longer values are words, or lists of ids that say little.
const LONGEST: usize = 60;
/// So many fields are kept; a form with hundreds of rows says what it did by its first ones.
const MOST_FIELDS: usize = 40;

/// Runs the request; where it is a form of a console, as a deed of who sent it.
pub(super) async fn run(actor: Option<Actor>, request: Request, next: Next) -> Response<Body> {
    let Some(actor) = actor.filter(|_| is_of_a_console(&request)) else { return next.run(request).await };
    let (request, fields) = match with_fields(request).await {
        Ok(read) => read,
        Err(status) => return status.into_response(),
    };
    // Whose desk it is says who lets them in, not the form: that may name any.
    let By { route, fields, request: id, .. } = deed(&request, kept(fields));
    acting(By { route, fields, request: id, ..By::person(&actor) }, next.run(request)).await
}

/// Runs what takes a file as a deed of who sent it, at the desk that they were let in to; without one, the operator's.
pub(super) async fn at_desk<F: Future>(
    actor: &Actor,
    seller: Option<SellerId>,
    parts: &Parts,
    work: F,
) -> F::Output {
    let request = parts.extensions.get::<Id>().map(|id| id.0.clone()).unwrap_or_default();
    let route = format!("{} {}", parts.method, parts.uri.path());
    let desk = seller.map(Into::into).unwrap_or_default();
    acting(By { desk, route, request, ..By::person(actor) }, work).await
}

/// What a program does with a key: the path says what.
pub(super) fn deed(request: &Request, fields: Vec<(String, String)>) -> By {
    let id = request.extensions().get::<Id>().map(|id| id.0.clone()).unwrap_or_default();
    let route = format!("{} {}", request.method(), request.uri().path());
    By { route, fields, request: id, ..By::default() }
}

fn is_of_a_console(request: &Request) -> bool {
    if *request.method() != Method::POST {
        return false;
    }
    let matched = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let rule = routes_rules::find("POST", request.uri().path())
        .or_else(|| matched.and_then(|path| routes_rules::find("POST", path)));
    // Who comes to a console by an invitation is a change of that console, too.
    rule.is_some_and(|rule| {
        matches!(rule.about, About::Platform | About::Seller(_)) || rule.path == "/api/join"
    })
}

/// The request as it was, and the fields of its form; none of a form that sends files.
async fn with_fields(request: Request) -> Result<(Request, Vec<(String, String)>), StatusCode> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_plain = kind.is_some_and(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
    });
    // Everything else that is posted to a console sends files, which are not read here.
    if !is_plain || !request.uri().path().starts_with("/api/") {
        return Ok((request, Vec::new()));
    }
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, LARGEST_FORM).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    let fields = fields_of(&parts, bytes.clone()).await;
    Ok((Request::from_parts(parts, Body::from(bytes)), fields))
}

/// A form that cannot be read has no fields; whoever is asked says what is wrong with it.
async fn fields_of(parts: &Parts, bytes: Bytes) -> Vec<(String, String)> {
    let mut copy = Request::new(Body::from(bytes));
    *copy.method_mut() = parts.method.clone();
    *copy.headers_mut() = parts.headers.clone();
    Form::<Vec<(String, String)>>::from_request(copy, &()).await.map(|form| form.0).unwrap_or_default()
}

/// What the trail keeps of the fields: no empty ones, and no key of a click.
fn kept(fields: Vec<(String, String)>) -> Vec<(String, String)> {
    let fields = fields
        .into_iter()
        .filter(|(name, value)| !value.is_empty() && !matches!(name.as_str(), "key" | "form[key]"));
    let fields = fields.map(|(name, value)| {
        let value = if is_plain(&name, &value) { value } else { "…".to_owned() };
        (name, value)
    });
    fields.take(MOST_FIELDS).collect()
}

/// Whether a value is a choice, a number, a day or an id.
fn is_plain(name: &str, value: &str) -> bool {
    let secret = SECRET.iter().any(|word| name.contains(word));
    let sign =
        |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b':' | b'+' | b'_' | b'%' | b'/');
    let fits = value.len() <= LONGEST
        && value.bytes().all(|b| sign(b) || b.is_ascii_lowercase() || b.is_ascii_uppercase());
    // A word with a capital and no number may be somebody's name; a choice is written small, a code in capitals.
    let word = value.bytes().any(|b| b.is_ascii_uppercase()) && value.bytes().any(|b| b.is_ascii_lowercase());
    !secret && fits && (!word || value.bytes().any(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_numbers_days_and_ids_are_kept_and_nothing_that_people_wrote() {
        for (name, value) in [
            ("price", "19.99"),
            ("decision", "approve"),
            ("offer", "off_01jz0000000000000000000000"),
            ("starts", "2026-12-01"),
            ("currency", "EUR"),
            ("granted", "on"),
        ] {
            assert!(is_plain(name, value), "{name}={value}");
        }
        for (name, value) in [
            ("reason", "The parcel is late"),
            ("reason", "Lucia"),
            ("password", "a1"),
            ("iban", "DE89370400440532013000"),
            ("card_number", "4242424242424242"),
            ("email", "ada"),
            ("words", "ada@example.com"),
            ("list", &"1,".repeat(40)),
        ] {
            assert!(!is_plain(name, value), "{name}={value}");
        }
    }

    #[test]
    fn empty_fields_and_keys_of_clicks_say_nothing() {
        let sent = [("seller", "slr_1"), ("key", "abc"), ("price", "5"), ("stock", ""), ("why", "It is\nso")];
        let sent = sent.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let kept = kept(sent);
        let kept: Vec<(&str, &str)> =
            kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(kept, [("seller", "slr_1"), ("price", "5"), ("why", "…")]);
    }
}
