//! The seller's desk: today, orders to ship, products, settings. Live, and on a phone too.
pub mod api;

#[cfg(feature = "ssr")]
mod calendar;
#[cfg(feature = "ssr")]
pub mod dashboard;
#[cfg(feature = "ssr")]
pub(crate) mod desk;
#[cfg(feature = "ssr")]
pub mod order;
#[cfg(feature = "ssr")]
pub mod orders;
#[cfg(feature = "ssr")]
pub mod products;
#[cfg(feature = "ssr")]
pub mod settings;
#[cfg(feature = "ssr")]
mod work;
