//! Messages about an order: the shopper's and the seller's side of a conversation, their lists, and what the operator is
//! asked to look at. Sending is the server's own route, because it takes files; it answers with these pages.
pub mod api;

#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
mod desk_work;
#[cfg(feature = "ssr")]
pub mod inbox;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub(crate) mod parts;
#[cfg(feature = "ssr")]
pub mod queue;
#[cfg(feature = "ssr")]
pub mod thread;
#[cfg(feature = "ssr")]
pub mod words;
#[cfg(feature = "ssr")]
mod work;
