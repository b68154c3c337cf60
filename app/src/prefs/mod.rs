//! A visitor's own settings that need no account: language, currency and theme, as cookies.
pub mod api;
#[cfg(feature = "ssr")]
pub mod reading;
