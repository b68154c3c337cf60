//! Disputes: what buyers' banks took back, at the seller's desk and for the operator.
pub mod api;

#[cfg(feature = "ssr")]
pub mod case;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
pub mod queue;
#[cfg(feature = "ssr")]
pub(crate) mod words;
#[cfg(feature = "ssr")]
mod work;
