//! From the cart to a paid order: cart, checkout, the bank's question.
#[cfg(feature = "ssr")]
pub(crate) mod add;
#[cfg(feature = "ssr")]
pub(crate) mod address;
pub mod api;

#[cfg(feature = "ssr")]
pub(crate) mod card;
#[cfg(feature = "ssr")]
pub mod cart;
#[cfg(feature = "ssr")]
pub mod checkout;
#[cfg(feature = "ssr")]
pub mod confirm;
#[cfg(feature = "ssr")]
pub(crate) mod coupon;
#[cfg(feature = "ssr")]
pub(crate) mod forms;
#[cfg(feature = "ssr")]
mod gift;
#[cfg(feature = "ssr")]
mod place;
#[cfg(feature = "ssr")]
pub(crate) mod saved;
