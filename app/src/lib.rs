//! The pages: what every audience sees, and the server functions behind their forms.
//!
//! Pages exist on the server only (`ssr`): they load through `platform`, then show. What also runs in the browser
//! is small and compiled for both: the islands, the parts of the kit that they use, the server functions' types.
#![cfg_attr(test, allow(clippy::unwrap_used))]
#![recursion_limit = "512"]

pub mod abuse;
pub mod account;
pub mod basket;
pub mod content;
pub mod disputes;
pub mod imports;
pub mod islands;
pub mod kits;
pub mod listing;
pub mod lists;
pub mod messages;
pub mod openings;
pub mod operator;
pub mod prefs;
pub mod returns;
pub mod reviews;
pub mod seller;
pub mod shop;
pub mod styleguide;
pub mod switches;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod access;
#[cfg(feature = "ssr")]
pub mod answer;
#[cfg(feature = "ssr")]
mod category_names;
#[cfg(feature = "ssr")]
mod cohort_table;
#[cfg(feature = "ssr")]
pub mod ctx;
#[cfg(feature = "ssr")]
pub mod developers;
#[cfg(feature = "ssr")]
mod fee_words;
#[cfg(feature = "ssr")]
pub mod flash;
#[cfg(feature = "ssr")]
pub mod head;
#[cfg(feature = "ssr")]
pub mod message;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod phone;
#[cfg(feature = "ssr")]
pub mod printed;
#[cfg(feature = "ssr")]
pub mod range;
#[cfg(feature = "ssr")]
mod reports;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod site;
#[cfg(feature = "ssr")]
mod team;
#[cfg(feature = "ssr")]
pub mod text;
#[cfg(feature = "ssr")]
mod track;
#[cfg(feature = "ssr")]
mod typed;
#[cfg(feature = "ssr")]
mod undo;

#[cfg(feature = "ssr")]
pub use routes::{PAGES, Page};
