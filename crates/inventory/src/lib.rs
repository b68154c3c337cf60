//! Stock. Owns `inventory_*`. Called by orders (hold, sell, release, restock), sellers' pages and imports (receive).
//!
//! For every offer, at any time: received + adjusted = available + held + sold. A unit is held while its order is
//! being paid, sold when the payment is authorised, and released when the order is abandoned.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod check;
mod holds;

pub use check::{Violation, check};
pub use holds::{hold, release, restock, sell};

use db::{Conn, DbError, NewEvent, Tx, placeholders, row, sql};
use domain::OfferId;
use domain::text_enum;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Appended when an offer goes out of stock, comes back, or is received or adjusted.
pub use domain::stock::STOCK_CHANGED;
/// The most units that one movement may name.
pub const MAX_QUANTITY: i64 = 10_000_000;

text_enum! {
    /// Why stock moved.
    pub enum MovementKind {
        /// New units arrived.
        Receive = "receive",
        /// A count was corrected; may be negative.
        Adjust = "adjust",
        /// Set aside for an order being paid.
        Hold = "hold",
        /// An order was abandoned.
        Release = "release",
        /// An order was paid.
        Sell = "sell",
        /// A paid order was cancelled, or its units came back: they are for sale again.
        Restock = "restock",
    }
}
db::text_column!(MovementKind);

/// Why stock cannot be moved.
#[derive(Debug, thiserror::Error)]
pub enum InventoryError {
    #[error("only {left} left of this offer")]
    SoldOut { offer: OfferId, wanted: i64, left: i64 },
    #[error("a quantity is between 1 and {MAX_QUANTITY}")]
    QuantityOutOfRange,
    #[error("this correction would leave less than nothing; {available} are available")]
    BelowZero { offer: OfferId, available: i64 },
    #[error("this reservation does not exist")]
    UnknownHold,
    #[error("this reservation is {state} already")]
    HoldClosed { state: String },
    #[error(transparent)]
    Db(#[from] DbError),
}

row! {
    /// The units of one offer.
    #[derive(PartialEq, Eq, Serialize, Deserialize, Copy)]
    pub struct Level {
        pub offer_id: OfferId,
        /// For sale now.
        pub available: i64,
        /// Set aside for orders being paid.
        pub held: i64,
        /// Paid for, shipped or about to be.
        pub sold: i64,
    }
}

/// What `stock.changed` says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StockChanged {
    pub offer_id: OfferId,
    pub available: i64,
}

/// Levels of these offers; an offer that never had stock is absent.
pub async fn levels(conn: &mut Conn, offers: &[OfferId]) -> Result<HashMap<OfferId, Level>, InventoryError> {
    if offers.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT offer_id, available, held, sold FROM inventory_stock WHERE offer_id IN ({})",
        placeholders(1, offers.len())
    );
    let rows: Vec<Level> = conn.all(sql(text).bind_all(offers.iter().copied())).await?;
    Ok(rows.into_iter().map(|l| (l.offer_id, l)).collect())
}

/// Takes in `quantity` new units. The same key does it once.
pub async fn receive(tx: &mut Tx, key: &str, offer: OfferId, quantity: i64) -> Result<(), InventoryError> {
    if !(1..=MAX_QUANTITY).contains(&quantity) {
        return Err(InventoryError::QuantityOutOfRange);
    }
    change_available(tx, MovementKind::Receive, key, offer, quantity).await
}

/// Corrects the available count by `delta`. The same key does it once.
///
/// # Errors
/// [`InventoryError::BelowZero`] when fewer units are available than are taken away.
pub async fn adjust(tx: &mut Tx, key: &str, offer: OfferId, delta: i64) -> Result<(), InventoryError> {
    if delta == 0 {
        return Ok(());
    }
    if !(-MAX_QUANTITY..=MAX_QUANTITY).contains(&delta) {
        return Err(InventoryError::QuantityOutOfRange);
    }
    change_available(tx, MovementKind::Adjust, key, offer, delta).await
}

/// Sets the available count, as a seller does on the stock page. Returns the correction that was made.
pub async fn set_available(
    tx: &mut Tx,
    key: &str,
    offer: OfferId,
    wanted: i64,
) -> Result<i64, InventoryError> {
    if !(0..=MAX_QUANTITY).contains(&wanted) {
        return Err(InventoryError::QuantityOutOfRange);
    }
    let current = levels(tx, &[offer]).await?.get(&offer).map_or(0, |l| l.available);
    adjust(tx, key, offer, wanted - current).await?;
    Ok(wanted - current)
}

async fn change_available(
    tx: &mut Tx,
    kind: MovementKind,
    key: &str,
    offer: OfferId,
    delta: i64,
) -> Result<(), InventoryError> {
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO inventory_stock (offer_id, available, held, sold, updated_at_us)
             VALUES ($1, 0, 0, 0, $2) ON CONFLICT (offer_id) DO NOTHING")
        .bind(offer)
        .bind(now),
    )
    .await?;
    if !record(tx, kind, key, offer, delta, None).await? {
        return Ok(());
    }
    let changed: Option<(i64,)> = tx
        .opt(
            sql("UPDATE inventory_stock SET available = available + $2, updated_at_us = $3
                 WHERE offer_id = $1 AND available + $2 >= 0 RETURNING available")
            .bind(offer)
            .bind(delta)
            .bind(now),
        )
        .await?;
    let Some((available,)) = changed else {
        let level = levels(tx, &[offer]).await?;
        return Err(InventoryError::BelowZero {
            offer,
            available: level.get(&offer).map_or(0, |l| l.available),
        });
    };
    let before = available - delta;
    if (before > 0) != (available > 0) {
        catalog::set_stocked(tx, offer, available > 0).await?;
    }
    // Who counts by hand tells everybody at the desk; what comes in with a catalogue is thousands at once.
    let desk = match kind {
        MovementKind::Adjust => catalog::seller_of_offer(tx, offer).await?.map(|seller| seller.to_string()),
        _ => None,
    };
    announce(tx, offer, available, desk).await
}

/// Appends one movement. `false` when the key has moved this offer already.
async fn record(
    tx: &mut Tx,
    kind: MovementKind,
    key: &str,
    offer: OfferId,
    quantity: i64,
    hold: Option<domain::HoldId>,
) -> Result<bool, InventoryError> {
    let now = tx.now();
    let added = tx
        .exec(
            sql("INSERT INTO inventory_movements (offer_id, kind, movement_key, quantity, hold_id, at_us)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (offer_id, kind, movement_key) DO NOTHING")
            .bind(offer)
            .bind(kind)
            .bind(key)
            .bind(quantity)
            .bind(hold)
            .bind(now),
        )
        .await?;
    Ok(added > 0)
}

/// An offer sold out, or came back: the catalogue keeps it where pages look for offers, and the log is told.
async fn turned(tx: &mut Tx, offer: OfferId, available: i64) -> Result<(), InventoryError> {
    catalog::set_stocked(tx, offer, available > 0).await?;
    announce(tx, offer, available, None).await
}

async fn announce(
    tx: &mut Tx,
    offer_id: OfferId,
    available: i64,
    topic: Option<String>,
) -> Result<(), InventoryError> {
    let payload = StockChanged { offer_id, available };
    let event = NewEvent { kind: STOCK_CHANGED, key: offer_id.to_string(), topic, payload: &payload };
    Ok(tx.append(event).await?)
}
