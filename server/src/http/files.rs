//! What routes share that take small files and hand them out: reading a field of a form to its end, and sending a stranger's
//! file so that it is saved and never shown inside the shop.

use axum::body::Body;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::{HeaderValue, Response, header};

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

/// A stranger's file under a name of ours: saved, run nowhere, kept by nobody on the way.
pub(super) fn attachment(media_type: &'static str, name: &str, bytes: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
