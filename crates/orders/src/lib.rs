//! Orders. Owns `orders_*`. Called by the shop's, the account's and the seller's pages, and by the workers.
//!
//! `quote` says what something costs, `place` and `one_click` make an order of it, `cancel` takes it back, `ship`
//! hands it over and is paid. Money, stock and states change together in one transaction with a key; the card
//! processor is asked between transactions, never inside one.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod abandon;
pub mod bundles;
mod cancel;
pub mod cart;
mod charged;
mod check;
pub mod coupons;
mod deliver;
mod error;
pub mod find;
pub mod gifts;
mod invoice;
pub mod link;
pub mod office;
mod one_click;
pub mod parcels;
mod personal;
mod place;
pub mod promotions;
pub mod purchases;
pub mod quote;
mod receipts;
pub mod reductions;
mod sale;
pub mod saved;
mod shares;
mod ship;
mod shown;
pub mod store;
pub mod taxes;
#[cfg(feature = "testing")]
pub mod testing;
mod workers;
pub mod wraps;

pub use cart::Shopper;
pub use charged::{Effect, MOST_RECKONED, effect, effect_of_class, items_charged, units_sent};
pub use check::{Violation, check};
pub use error::OrderError;
pub use one_click::{OneClick, OneClickPanel, Seen, last_one_click};
pub use personal::{OrderData, buyer_is_forgotten};
pub use place::{Gift, PlaceOrder, Placed};
pub use quote::{AppliedCoupon, NearPromotion, Quote, QuoteLine, QuotePart, Wanted};
pub use receipts::ReceiptSettings;
pub use ship::{Ship, Shipped};
pub use shown::{ShownEffect, shown_effect};

use db::Db;
use domain::{DurationUs, Money};
use payments::Payments;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// What an operator can set about orders.
#[derive(Debug, Clone)]
pub struct OrdersConfig {
    /// How long a one-click order can be undone, and how long others join its parcel.
    pub one_click_window: DurationUs,
    /// What each seller's part costs more when it is wrapped as a present, until an operator says something else; `None`: nobody
    /// wraps.
    pub gift_wrap: Option<Money>,
    /// What receipts say and link to.
    pub receipts: ReceiptSettings,
}

/// The commands that talk to the card processor; reads are free functions in [`store`], [`quote`] and [`cart`].
#[derive(Clone)]
pub struct Orders {
    db: Db,
    payments: Payments,
    config: Arc<OrdersConfig>,
    /// Who may begin an order now.
    begins: Arc<Semaphore>,
}

/// How many orders are begun at once. All the others of a rush wait before they hold anything: behind thousands that begin,
/// an order whose units are held would wait for its payment until it is given up.
const BEGUN_AT_ONCE: usize = 32;

impl Orders {
    pub fn new(db: Db, payments: Payments, config: OrdersConfig) -> Self {
        let begins = Arc::new(Semaphore::new(BEGUN_AT_ONCE));
        Self { db, payments, config: Arc::new(config), begins }
    }

    pub fn config(&self) -> &OrdersConfig {
        &self.config
    }
}

/// The table whose `picture_id` says which pictures are in use here; the sweep removes all others.
pub const PICTURES_IN_USE: &str = "orders_lines";
