//! Opening a shop: the form that begins one, the checklist on its desk, and the operator's look at it.
pub mod api;

#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
mod files;
#[cfg(feature = "ssr")]
pub mod review;
#[cfg(feature = "ssr")]
pub mod sell;
#[cfg(feature = "ssr")]
pub mod words;
#[cfg(feature = "ssr")]
mod work;
