//! Switching features off and on: the operator's page, and the one place that closes the forms of what is off.
pub mod api;

#[cfg(feature = "ssr")]
mod closed;
#[cfg(feature = "ssr")]
pub mod desk;

#[cfg(feature = "ssr")]
pub(crate) use closed::{closed_notice, is_on, must_be_on};
