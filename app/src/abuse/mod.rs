//! What shoppers report of products, offers and stores: where they report it, and the operator's desk.
pub mod api;

#[cfg(feature = "ssr")]
pub mod ask;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
mod words;
#[cfg(feature = "ssr")]
mod work;
