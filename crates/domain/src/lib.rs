//! The rules of the business as pure functions and types, compiled for the server AND the browser.
//!
//! Nothing here reads a clock, a database or a random number: what a rule needs is passed in.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod abuse;
pub mod address;
pub mod bank;
pub mod buy_box;
pub mod calendar;
pub mod commission;
pub mod contact;
pub mod coupon;
pub mod courtesy;
pub mod currency;
pub mod dispute;
pub mod ean;
pub mod events;
pub mod feature;
pub mod fee_tax;
pub mod fees;
pub mod field;
pub mod file;
pub mod format;
pub mod gift;
pub mod giving;
pub mod health;
pub mod ids;
pub mod integration;
pub mod key;
pub mod listing;
pub mod listing_quality;
pub mod margin;
pub mod masking;
pub mod messages;
pub mod money;
pub mod opening;
pub mod order;
pub mod payment;
pub mod payout;
pub mod place;
pub mod plan;
pub mod price;
pub mod price_rule;
pub mod processing;
pub mod promise;
pub mod promotion;
#[cfg(test)]
mod published;
pub mod rate;
pub mod reduction;
pub mod returns;
pub mod review;
pub mod roles;
pub mod shipping;
pub mod slug;
pub mod stock;
pub mod tax;
pub mod tax_id;
pub mod terms;
pub mod text_enum;
pub mod time;
pub mod us_zip;
pub mod variants;
pub mod webhook;
pub mod zone;

pub use ids::*;
pub use money::{Currency, Money, MoneyError, Rounding};
pub use time::{DurationUs, Timestamp};
