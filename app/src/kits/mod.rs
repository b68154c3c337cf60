//! Starter kits: what each would add to this shop, and the button that adds it.
pub mod api;

#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
mod preview;
