//! What people say about products: reviews and questions on the product page, one's own under the account, what waits
//! at the seller's desk, and what was reported to the operator.
pub mod api;

#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
pub mod feedback;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod mine;
#[cfg(feature = "ssr")]
pub(crate) mod parts;
#[cfg(feature = "ssr")]
pub mod photos;
#[cfg(feature = "ssr")]
pub mod question;
#[cfg(feature = "ssr")]
pub mod queue;
#[cfg(feature = "ssr")]
pub(crate) mod section;
#[cfg(feature = "ssr")]
mod work;
