//! Builds every capability from one `Config`. Owns the settings and the workers; the value that server and app
//! are given. No rule of the business lives here.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod categories;
mod check;
pub mod config;
mod cookies;
mod personal;
mod platform;
mod popular;
mod promotions;
pub mod seed;
mod switches_kept;
mod visitor;
mod withheld;
mod workers;

pub use check::{Broken, Checked};
pub use config::{Config, ConfigError, Flags, Secret};
pub use cookies::{Cookies, OpenedOrder, cookie, same_secret};
pub use platform::{Capabilities, Platform, PlatformError};
pub use visitor::Visitor;
pub use workers::Workers;

// Server and app reach the capabilities through this crate alone.
pub use {
    activity, buybox, catalog, content, db, disputes, domain, fees, identity, import, integrations,
    inventory, invoices, kits, ledger, listing, lists, mail, messages, notify, openings, orders, papers,
    payments, payouts, pictures, pricing, rates, reporting, returns, reviews, search, sellers, switches,
    terms, webhooks,
};
