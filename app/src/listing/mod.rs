//! One catalogue: a seller offers what it has or proposes what it has not, and the operator says what categories ask for,
//! decides about proposals and makes one of two products.
pub mod api;

#[cfg(feature = "ssr")]
pub mod alike;
#[cfg(feature = "ssr")]
pub mod console;
#[cfg(feature = "ssr")]
mod duplicates;
#[cfg(feature = "ssr")]
pub mod find;
#[cfg(feature = "ssr")]
pub mod offer;
#[cfg(feature = "ssr")]
pub mod pictures;
#[cfg(feature = "ssr")]
pub mod propose;
#[cfg(feature = "ssr")]
pub mod rules;
#[cfg(feature = "ssr")]
mod sending;
#[cfg(feature = "ssr")]
mod words;
#[cfg(feature = "ssr")]
mod work;
