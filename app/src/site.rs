//! Where the built site's files are. Owns the one version that all of a page's files share.
//! Called by the shell and by the server, which sets the version at start.
//!
//! Every file of a build lives under `/pkg/<version>/`, so a page can only ever load files of one build:
//! names inside a build need no hashes of their own, and a file of an older build is a plain 404.
use std::sync::OnceLock;

static VERSION: OnceLock<String> = OnceLock::new();

/// The version that stands in the addresses while nothing is embedded (development and tests).
pub const UNBUILT: &str = "dev";

/// Sets the version of the site's files, once, at start. A second call has no effect.
pub fn set_version(version: &str) {
    let _ = VERSION.set(version.to_owned());
}

/// The version of the site's files.
pub fn version() -> &'static str {
    VERSION.get().map_or(UNBUILT, String::as_str)
}

/// The address of a file of the build: `asset("orinoco.css")`.
pub fn asset(name: &str) -> String {
    format!("/pkg/{}/{name}", version())
}
