//! The component kit: what pages are made of. `/styleguide` shows all of it in every state.
//!
//! Styles are Tailwind utilities and the few classes of `style/main.css`. No `style=` attributes: the policy forbids
//! them. Parts that speak take their words from `Ctx`, so they exist on the server only; islands use the others.
pub mod button;
pub mod icon;
pub mod surface;

#[cfg(feature = "ssr")]
pub mod chart;
#[cfg(feature = "ssr")]
pub mod data;
#[cfg(feature = "ssr")]
pub mod field;
#[cfg(feature = "ssr")]
pub mod footer;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod header;
#[cfg(feature = "ssr")]
pub(crate) mod kept;
#[cfg(feature = "ssr")]
pub mod layout;
#[cfg(feature = "ssr")]
pub mod money;
#[cfg(feature = "ssr")]
pub mod product;
#[cfg(feature = "ssr")]
pub mod qr;
#[cfg(feature = "ssr")]
pub mod reading;
#[cfg(feature = "ssr")]
pub mod share;
#[cfg(feature = "ssr")]
pub mod steps;

pub use button::*;
pub use icon::*;
pub use surface::*;

#[cfg(feature = "ssr")]
pub use {
    chart::*, data::*, field::*, form::*, layout::*, money::*, product::*, qr::*, reading::*, share::*,
    steps::*,
};

/// Joins class names, leaving out empty ones.
pub(crate) fn classes(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}
