//! The API as its programmers read it, and try it. Route `/developers`. Made of the description that programs read, which
//! the server hands over at its start.
mod page;
mod read;

pub use page::page;

use std::sync::OnceLock;

use read::Api;

static API: OnceLock<Option<Api>> = OnceLock::new();

/// Takes the description (OpenAPI 3.1 as JSON) once, at start. A second call has no effect.
pub fn set_description(json: &str) {
    let _ = API
        .set(read::api(json).inspect_err(|error| tracing::error!(%error, "the API is not described")).ok());
}

fn api() -> Option<&'static Api> {
    API.get()?.as_ref()
}
