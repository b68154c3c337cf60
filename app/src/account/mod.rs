//! The shopper's own: signing in and up, orders, addresses, cards, settings.
pub mod api;

#[cfg(feature = "ssr")]
pub mod addresses;
#[cfg(feature = "ssr")]
mod again;
#[cfg(feature = "ssr")]
pub mod cards;
#[cfg(feature = "ssr")]
pub mod codes;
#[cfg(feature = "ssr")]
pub mod data;
#[cfg(feature = "ssr")]
pub mod entry;
#[cfg(feature = "ssr")]
pub mod join;
#[cfg(feature = "ssr")]
pub mod notices;
#[cfg(feature = "ssr")]
pub mod notifications;
#[cfg(feature = "ssr")]
pub mod order;
#[cfg(feature = "ssr")]
pub mod orders;
#[cfg(feature = "ssr")]
pub mod overview;
#[cfg(feature = "ssr")]
pub mod passkey;
#[cfg(feature = "ssr")]
pub mod security;
#[cfg(feature = "ssr")]
mod security_work;
#[cfg(feature = "ssr")]
mod work;
