//! What a request says, read strictly: unknown fields are refused, and whatever cannot be read is a problem with a
//! reason.

use super::problem::Problem;
use super::types::Id;
use axum::body::Bytes;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use domain::TypedId;
use domain::key::IdempotencyKey;
use platform::integrations::requests::input_hash;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::str::FromStr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{KnownFormat, RefOr};
use utoipa::{PartialSchema, ToSchema};

pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The id in the path. A text that is no such id names nothing.
pub struct Named<T>(pub T);

impl<S: Send + Sync, T: TypedId + FromStr> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let all = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Problem::not_found())?;
        let first = all.iter().next().and_then(|(_, text)| text.parse().ok());
        first.map(Self).ok_or_else(Problem::not_found)
    }
}

/// The query.
pub struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let read = axum::extract::Query::<T>::try_from_uri(&parts.uri);
        read.map(|query| Self(query.0)).map_err(|error| Problem::malformed(format!("{}.", error.body_text())))
    }
}

/// A request that changes something: its key, what it says, and a hash of both and of where it was sent.
pub struct Command<T> {
    pub key: IdempotencyKey,
    pub hash: String,
    pub input: T,
}

/// For commands that say nothing but what they are about.
pub struct Nothing;

/// What can be read from a body.
pub trait Body: Sized {
    /// # Errors
    /// With the reason.
    fn read(headers: &HeaderMap, bytes: &[u8]) -> Result<(Self, Vec<u8>), Problem>;
}

impl Body for Nothing {
    fn read(_: &HeaderMap, bytes: &[u8]) -> Result<(Self, Vec<u8>), Problem> {
        if bytes.is_empty() || bytes == b"{}" {
            return Ok((Self, Vec::new()));
        }
        Err(Problem::malformed("This request has no body: send none."))
    }
}

/// The bytes of a picture. What they are is told by themselves, whatever the request calls them.
pub struct PictureBytes(pub Bytes);

impl PictureBytes {
    /// # Errors
    /// When there are none.
    pub fn picture(&self) -> Result<Bytes, Problem> {
        if self.0.is_empty() {
            return Err(Problem::malformed("The body is the picture's own bytes, and there are none."));
        }
        Ok(self.0.clone())
    }
}

impl Body for PictureBytes {
    fn read(_: &HeaderMap, bytes: &[u8]) -> Result<(Self, Vec<u8>), Problem> {
        Ok((Self(Bytes::copy_from_slice(bytes)), blake3::hash(bytes).as_bytes().to_vec()))
    }
}

/// What is no text: the bytes of a file.
pub fn binary() -> RefOr<Schema> {
    let format = SchemaFormat::KnownFormat(KnownFormat::Binary);
    ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
}

impl PartialSchema for PictureBytes {
    fn schema() -> RefOr<Schema> {
        binary()
    }
}

impl ToSchema for PictureBytes {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("PictureBytes")
    }
}

impl<T: DeserializeOwned> Body for T {
    fn read(headers: &HeaderMap, bytes: &[u8]) -> Result<(Self, Vec<u8>), Problem> {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
            let detail = "Send the body as `Content-Type: application/json`.";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json", detail));
        }
        let wrong =
            |error: serde_json::Error| Problem::malformed(format!("The body cannot be read: {error}."));
        let mut said: serde_json::Value = serde_json::from_slice(bytes).map_err(wrong)?;
        if !said.is_object() {
            // A list would be taken for the fields in their order.
            return Err(Problem::malformed("The body is an object: begin it with `{`."));
        }
        whole(&mut said);
        // The same said with other spaces is the same.
        let plain = said.to_string().into_bytes();
        Ok((serde_json::from_value(said).map_err(wrong)?, plain))
    }
}

/// To JSON Schema `5.0` is a whole number, and some languages have no others.
fn whole(said: &mut serde_json::Value) {
    /// Beyond this not every whole number is one of these.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match said {
        serde_json::Value::Number(number) if number.is_f64() => {
            let exact = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < EXACT);
            #[allow(clippy::cast_possible_truncation)]
            if let Some(float) = exact {
                *number = (float as i64).into();
            }
        }
        serde_json::Value::Array(all) => all.iter_mut().for_each(whole),
        serde_json::Value::Object(all) => all.values_mut().for_each(whole),
        _ => {}
    }
}

impl<S: Send + Sync, T: Body> FromRequest<S> for Command<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let key = key_of(request.headers())?;
        let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
        let headers = request.headers().clone();
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            let detail = "The body is too large, or it was cut off.";
            match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => {
                    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail)
                }
                _ => Problem::malformed(detail),
            }
        })?;
        let (input, plain) = T::read(&headers, &bytes)?;
        Ok(Self { key, hash: input_hash(&method, &path, &plain), input })
    }
}

/// A request whose body is read as it comes, because it is too large to be held. What it says is known at its end.
pub struct Streamed {
    pub head: Head,
    pub body: axum::body::Body,
}

/// What is known of a request before its body was read.
pub struct Head {
    key: IdempotencyKey,
    method: String,
    /// Path and query.
    target: String,
}

impl Head {
    /// # Errors
    /// Without a key that can be one.
    pub fn of(request: &Request) -> Result<Self, Problem> {
        let target = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
        Ok(Self { key: key_of(request.headers())?, method: request.method().to_string(), target })
    }

    /// The request, once its body was read: `plain` is all that it said, `input` what that means.
    pub fn said<T>(self, plain: &[u8], input: T) -> Command<T> {
        Command { key: self.key, hash: input_hash(&self.method, &self.target, plain), input }
    }
}

impl<S: Send + Sync> FromRequest<S> for Streamed {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        Ok(Self { head: Head::of(&request)?, body: request.into_body() })
    }
}

/// What can be right with nothing else: whether each holds, and what it has to be.
///
/// # Errors
/// With the first that does not hold.
pub fn each_holds(checks: &[(bool, &str)]) -> Result<(), Problem> {
    match checks.iter().find(|(holds, _)| !*holds) {
        Some((_, detail)) => Err(Problem::malformed(*detail)),
        None => Ok(()),
    }
}

/// The fields of a form, for what comes with files.
///
/// # Errors
/// For a body that is no such form.
pub async fn fields(request: Request) -> Result<Multipart, Problem> {
    Multipart::from_request(request, &())
        .await
        .map_err(|_| Problem::malformed("Send the body as `Content-Type: multipart/form-data`."))
}

/// The form broke off, or is too large.
pub fn cut(error: &MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The form is too large.")
        }
        _ => Problem::malformed("The form cannot be read, or it was cut off."),
    }
}

fn key_of(headers: &HeaderMap) -> Result<IdempotencyKey, Problem> {
    let wrong = |why: &str| {
        let detail = format!(
            "Send an `Idempotency-Key` header with every request that changes something: {why}. \
             A repeat with the same key changes nothing and gets the same answer."
        );
        Problem::new(StatusCode::BAD_REQUEST, "idempotency-key-missing", detail)
    };
    let mut given = headers.get_all(IDEMPOTENCY_KEY).iter();
    let (Some(first), None) = (given.next(), given.next()) else {
        return Err(wrong("one of your own making"));
    };
    let text = first.to_str().map_err(|_| wrong("16 to 64 letters, digits, `_` and `-`"))?;
    IdempotencyKey::parse(text).map_err(|error| wrong(&error.to_string()))
}

impl<T: TypedId> From<T> for Id<T> {
    fn from(id: T) -> Self {
        Self(id)
    }
}

#[cfg(test)]
mod tests {
    use super::whole;
    use serde_json::json;

    #[test]
    fn a_whole_number_is_one_however_it_is_written() {
        for (said, read) in [
            (json!({ "a": [5.0, -3.0, 0.0] }), json!({ "a": [5, -3, 0] })),
            (json!(1.5), json!(1.5)),
            (json!(1e300), json!(1e300)),
            (json!("5.0"), json!("5.0")),
        ] {
            let mut value = said.clone();
            whole(&mut value);
            assert_eq!(value.to_string(), read.to_string(), "{said}");
        }
    }
}
