//! Catalogues in and out: the pages of sellers and operators, and the forms behind them. Files themselves come and go by
//! routes of the server's own.
pub mod api;

#[cfg(feature = "ssr")]
pub mod console;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
pub mod findings;
#[cfg(feature = "ssr")]
mod outcome;
#[cfg(feature = "ssr")]
mod parts;
#[cfg(feature = "ssr")]
mod preview;
#[cfg(feature = "ssr")]
pub mod words;
#[cfg(feature = "ssr")]
mod work;
