//! The seller's desk: today, orders to ship, products, payouts, settings. Live, and on a phone too.
pub mod api;

#[cfg(feature = "ssr")]
pub mod analysis;
#[cfg(feature = "ssr")]
mod box_words;
#[cfg(feature = "ssr")]
mod calendar;
#[cfg(feature = "ssr")]
pub mod coupons;
#[cfg(feature = "ssr")]
pub(crate) mod coupons_work;
#[cfg(feature = "ssr")]
pub mod dashboard;
#[cfg(feature = "ssr")]
pub(crate) mod desk;
#[cfg(feature = "ssr")]
mod fee_card;
#[cfg(feature = "ssr")]
pub mod fee_invoices;
#[cfg(feature = "ssr")]
mod fee_kinds;
#[cfg(feature = "ssr")]
pub mod fees;
#[cfg(feature = "ssr")]
pub mod health;
#[cfg(feature = "ssr")]
pub mod health_words;
#[cfg(feature = "ssr")]
pub(crate) mod holiday;
#[cfg(feature = "ssr")]
pub mod keys;
#[cfg(feature = "ssr")]
mod keys_work;
#[cfg(feature = "ssr")]
mod legal;
#[cfg(feature = "ssr")]
pub mod lines;
#[cfg(feature = "ssr")]
pub mod order;
#[cfg(feature = "ssr")]
pub mod orders;
#[cfg(feature = "ssr")]
pub mod paper;
#[cfg(feature = "ssr")]
mod payout_account;
#[cfg(feature = "ssr")]
pub mod payout_words;
#[cfg(feature = "ssr")]
pub mod payouts;
#[cfg(feature = "ssr")]
pub mod plan;
#[cfg(feature = "ssr")]
pub mod posting;
#[cfg(feature = "ssr")]
pub mod prices;
#[cfg(feature = "ssr")]
mod prices_work;
#[cfg(feature = "ssr")]
pub mod products;
#[cfg(feature = "ssr")]
pub mod profit;
#[cfg(feature = "ssr")]
pub mod promotions;
#[cfg(feature = "ssr")]
pub(crate) mod promotions_work;
#[cfg(feature = "ssr")]
mod quality;
#[cfg(feature = "ssr")]
pub mod settings;
#[cfg(feature = "ssr")]
pub mod sheet;
#[cfg(feature = "ssr")]
mod sheet_past;
#[cfg(feature = "ssr")]
mod sheet_work;
#[cfg(feature = "ssr")]
pub mod staff;
#[cfg(feature = "ssr")]
mod staff_work;
#[cfg(feature = "ssr")]
pub mod statement;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod tables;
#[cfg(feature = "ssr")]
mod tables_work;
#[cfg(feature = "ssr")]
mod tax_person;
#[cfg(feature = "ssr")]
pub mod webhooks;
#[cfg(feature = "ssr")]
pub(crate) mod webhooks_log;
#[cfg(feature = "ssr")]
pub(crate) mod webhooks_work;
#[cfg(feature = "ssr")]
mod work;
#[cfg(feature = "ssr")]
pub mod year;
