//! `/styleguide`: every part of the kit in every state. Open to everybody; shows sample contents only.
pub mod api;

#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod parts;
#[cfg(feature = "ssr")]
mod samples;
