//! The operator's console: revenue by stream from the ledger, failed jobs, what shoppers search for, exchange rates,
//! coupons, payouts, sellers.
pub mod api;

#[cfg(feature = "ssr")]
pub mod coupons;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod overview;
#[cfg(feature = "ssr")]
pub mod payouts;
#[cfg(feature = "ssr")]
pub mod rates;
#[cfg(feature = "ssr")]
mod rates_work;
#[cfg(feature = "ssr")]
pub mod searches;
#[cfg(feature = "ssr")]
pub mod sellers;
#[cfg(feature = "ssr")]
mod stop;
#[cfg(feature = "ssr")]
mod work;
