//! A visitor's own settings that need no account: language and theme, as cookies.
pub mod api;
