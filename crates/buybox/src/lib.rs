//! Which offer speaks for a product, and the health of sellers that gates it. Owns `buybox_*`. Called by every page that
//! shows products, by the seller's and the operator's pages, and by a worker.
//!
//! The rule is `domain::buy_box`; it is asked for each request and its answer is never stored. `market` puts offers,
//! stock, sellers and health before it; `crowd` reads on in a product with thousands of offers until no other can win.
//! `stands` says of a seller's offers how they stand. `count` counts what sellers did, `health` keeps the counts for some minutes, `warn` tells sellers.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod check;
mod count;
mod crowd;
mod error;
mod health;
mod letters;
mod market;
mod mishaps;
mod stands;
mod warn;

pub use check::{Violation, check};
pub use count::count;
pub use crowd::{MOST_LOOKED_AT, Shelf};
pub use error::BuyBoxError;
pub use health::{Counted, Judged, counted, counted_of, judged};
pub use market::Market;
pub use mishaps::{Mishap, mishaps};
pub use stands::{Stand, stands};
pub use warn::{Told, Warning, warnings};

use db::{Db, Kept};
use domain::buy_box::Record;
use domain::health::Gates;
use domain::{DurationUs, SellerId, Timestamp};
use std::collections::HashMap;
use std::sync::Arc;

/// So long a server takes the records of all sellers from memory.
const FRESH: DurationUs = DurationUs::from_secs(60);

/// What letters say and link to.
#[derive(Debug, Clone)]
pub struct BuyBoxConfig {
    pub shop_name: String,
    /// The address of the site without a final slash.
    pub public_url: String,
}

/// The records of sellers as a server holds them.
#[derive(Debug, Default)]
pub(crate) struct Records {
    at: Timestamp,
    gates: Gates,
    of: HashMap<SellerId, Record>,
}

/// Health of sellers, and the market that pages ask; cheap to clone.
#[derive(Clone)]
pub struct BuyBox {
    db: Db,
    config: Arc<BuyBoxConfig>,
    kept: Arc<Kept<Arc<Records>>>,
}

impl BuyBox {
    pub fn new(db: Db, config: BuyBoxConfig) -> Self {
        Self { db, config: Arc::new(config), kept: Arc::default() }
    }
}
