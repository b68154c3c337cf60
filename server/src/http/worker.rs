//! What the installed shop asks for: its worker, which keeps files and seen pages, and its manifest.

use super::site::{FILES, VERSION};
use app::ctx::locale_of;
use app::phone::manifest as words;
use app::text::{Locale, T};
use axum::body::Body;
use axum::extract::RawQuery;
use axum::http::{HeaderMap, HeaderValue, Response, header};
use domain::text_enum::TextEnum as _;

const SCRIPT: &str = "text/javascript; charset=utf-8";
/// What the worker may load: its own script and this shop.
const POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'";

/// `/sw.js`: names this build and its files, then runs the build's `worker.js`. Another build is another text, which
/// is how a browser learns of it. A development build has no files to keep: its worker takes itself away.
pub async fn script() -> Response<Body> {
    let build = format!("/pkg/{VERSION}/");
    let files: Vec<&str> =
        FILES.iter().map(|file| file.path).filter(|path| path.starts_with(&build)).collect();
    if files.is_empty() {
        let text = "addEventListener('activate', () => self.registration.unregister());\n";
        return answer(text.into(), SCRIPT, "no-store", POLICY);
    }
    let facts = serde_json::json!({ "version": VERSION, "files": files });
    let text = format!("self.BUILD = {facts};\nimportScripts('{build}worker.js');\n");
    answer(text, SCRIPT, "no-cache", POLICY)
}

/// `/manifest.webmanifest?lang=es`
pub async fn manifest(RawQuery(query): RawQuery, headers: HeaderMap) -> Response<Body> {
    let asked = query.as_deref().unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("lang="));
    let locale = asked.and_then(Locale::parse).unwrap_or_else(|| locale_of(&headers));
    let text = words::manifest(T::new(locale)).to_string();
    answer(text, "application/manifest+json", "public, max-age=3600", "default-src 'none'")
}

fn answer(text: String, kind: &'static str, caching: &'static str, policy: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}
