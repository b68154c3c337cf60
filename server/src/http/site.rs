//! The built site inside the binary: WebAssembly, scripts, styles, icons. Owns their caching and compression.
//!
//! `/pkg/<version>/…` never changes and may be kept for ever; another version is a 404, which the page's script
//! answers by loading the page again. A page whose first script is of another version has none that could: that script
//! is answered with one that loads the page again. Development builds read `target/site` from disk instead.
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};

/// One file of the site.
pub struct File {
    pub path: &'static str,
    kind: &'static str,
    etag: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/site.rs"));

const FOREVER: &str = "public, max-age=31536000, immutable";
const FOR_AN_HOUR: &str = "public, max-age=3600";

/// The answer to a request for a file of the site; `None` for everything else.
pub fn find(request: &Request) -> Option<Response<Body>> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return None;
    }
    let path = request.uri().path();
    if cfg!(debug_assertions) && FILES.is_empty() {
        if let Some(answer) = from_disk(path) {
            return Some(answer);
        }
    } else if let Ok(at) = FILES.binary_search_by(|file| file.path.cmp(path)) {
        return Some(answer(&FILES[at], request.headers()));
    }
    // Whoever keeps files, as the shop's own worker does, is told that it is gone.
    let runs = request.headers().get("sec-fetch-dest").is_some_and(|dest| dest == "script");
    let first_script = path.ends_with("/boot.js") && request.method() == Method::GET && runs;
    path.starts_with("/pkg/")
        .then(|| if first_script { load_again() } else { status(StatusCode::NOT_FOUND, "no-store") })
}

/// The first script of another version's page: loads the page again, and not twice in ten seconds, should two servers of
/// different versions answer in turns.
fn load_again() -> Response<Body> {
    const SCRIPT: &str = "const KEY = 'reloaded-for-update-at';\n\
        if (Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) > 10_000) {\n\
        \x20 sessionStorage.setItem(KEY, String(Date.now()));\n\
        \x20 location.reload();\n\
        }\n";
    let mut response = Response::new(Body::from(SCRIPT));
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/javascript"));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    out.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn answer(file: &File, headers: &HeaderMap) -> Response<Body> {
    let caching = if file.path.starts_with("/pkg/") { FOREVER } else { FOR_AN_HOUR };
    if headers.get(header::IF_NONE_MATCH).is_some_and(|etag| etag.as_bytes() == file.etag.as_bytes()) {
        return status(StatusCode::NOT_MODIFIED, caching);
    }
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (encoding, bytes) = match (file.brotli, file.gzip) {
        (Some(packed), _) if accepts(accepted, "br") => (Some("br"), packed),
        (_, Some(packed)) if accepts(accepted, "gzip") => (Some("gzip"), packed),
        _ => (None, file.plain),
    };
    let mut response = Response::new(Body::from(bytes));
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    out.insert(header::ETAG, HeaderValue::from_static(file.etag));
    out.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if file.brotli.is_some() {
        out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if let Some(encoding) = encoding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// Whether an encoding is accepted: named, and not with weight zero.
fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|part| {
        let (name, weight) = part.split_once(';').unwrap_or((part, "q=1"));
        name.trim() == encoding && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn status(status: StatusCode, caching: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

/// While developing, files come from the last build on disk and are never kept.
fn from_disk(path: &str) -> Option<Response<Body>> {
    let inside = path.trim_start_matches('/');
    if inside.is_empty() || inside.split('/').any(|part| part.is_empty() || part == "..") {
        return None;
    }
    let name = match inside.strip_prefix(&format!("pkg/{VERSION}/")) {
        Some(rest) => [format!("pkg/{rest}"), format!("assets/{rest}")],
        None => [inside.to_owned(), inside.to_owned()],
    };
    let site = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site");
    let bytes = name.iter().find_map(|name| std::fs::read(format!("{site}/{name}")).ok())?;
    let kind = match inside.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript",
        "css" => "text/css",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "application/octet-stream",
    };
    let mut response = Response::new(Body::from(bytes));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Some(response)
}

#[cfg(test)]
mod tests {
    use super::accepts;

    #[test]
    fn an_encoding_with_weight_zero_is_not_accepted() {
        assert!(accepts("gzip, deflate, br;q=0.5", "br"));
        assert!(!accepts("br;q=0, gzip", "br"));
        assert!(!accepts("identity", "gzip"));
        assert!(!accepts("", "gzip"));
    }
}
