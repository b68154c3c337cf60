//! The operator's console: revenue by stream from the ledger, failed jobs.
pub mod api;

#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod overview;
