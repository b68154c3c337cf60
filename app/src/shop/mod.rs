//! The shop: home, lists of products, the product page and its one click.
pub mod api;

#[cfg(feature = "ssr")]
mod asked;
#[cfg(feature = "ssr")]
mod buy_bar;
#[cfg(feature = "ssr")]
pub mod buy_box;
#[cfg(feature = "ssr")]
pub mod compare;
#[cfg(feature = "ssr")]
mod content;
#[cfg(feature = "ssr")]
pub mod deals;

#[cfg(feature = "ssr")]
pub(crate) mod delivery;
#[cfg(feature = "ssr")]
mod facets;
#[cfg(feature = "ssr")]
pub mod feed;
#[cfg(feature = "ssr")]
mod gallery;
#[cfg(feature = "ssr")]
pub mod home;
#[cfg(feature = "ssr")]
mod landing;
#[cfg(feature = "ssr")]
pub mod listing;
#[cfg(feature = "ssr")]
pub(crate) mod market;
#[cfg(feature = "ssr")]
mod nothing;
#[cfg(feature = "ssr")]
pub mod offers;
#[cfg(feature = "ssr")]
pub mod place;
#[cfg(feature = "ssr")]
mod prices;
#[cfg(feature = "ssr")]
pub mod product;
#[cfg(feature = "ssr")]
pub mod promotions;
#[cfg(feature = "ssr")]
pub mod quick;
#[cfg(feature = "ssr")]
pub(crate) mod refusals;
#[cfg(feature = "ssr")]
mod rows;
#[cfg(feature = "ssr")]
pub mod scan;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod suggest;
#[cfg(feature = "ssr")]
pub(crate) mod tiles;
#[cfg(feature = "ssr")]
mod variants;
#[cfg(feature = "ssr")]
mod ways;
