//! Builds every capability from one `Config`. Owns the settings and the workers; the value that server and app
//! are given. No rule of the business lives here.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod config;

pub use config::{Config, ConfigError, Flags};
