//! Returns: the shopper asks, follows and prints a slip; the seller answers, grades and gives back or sends a replacement.
pub mod api;

#[cfg(feature = "ssr")]
pub mod appeal;
#[cfg(feature = "ssr")]
mod appeal_work;
#[cfg(feature = "ssr")]
pub mod ask;
#[cfg(feature = "ssr")]
pub mod case;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
mod desk_work;
#[cfg(feature = "ssr")]
pub(crate) mod exchange;
#[cfg(feature = "ssr")]
mod exchange_work;
#[cfg(feature = "ssr")]
mod grading;
#[cfg(feature = "ssr")]
pub(crate) mod labels;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod one;
#[cfg(feature = "ssr")]
pub(crate) mod parts;
#[cfg(feature = "ssr")]
mod pickup;
#[cfg(feature = "ssr")]
pub mod rules;
#[cfg(feature = "ssr")]
mod rules_work;
#[cfg(feature = "ssr")]
pub(crate) mod settings;
#[cfg(feature = "ssr")]
pub(crate) mod words;
#[cfg(feature = "ssr")]
mod work;
