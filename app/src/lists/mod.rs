//! Wish lists: the account's own, the button on the product page, and a list that somebody shared.
pub mod api;

#[cfg(feature = "ssr")]
pub(crate) mod add;
#[cfg(feature = "ssr")]
pub(crate) mod entry;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod overview;
#[cfg(feature = "ssr")]
pub mod shared;
#[cfg(feature = "ssr")]
pub(crate) mod work;
