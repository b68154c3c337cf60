//! Reservations: held, then sold or released, each exactly once.

use crate::{InventoryError, MAX_QUANTITY, MovementKind, levels, record, turned};
use db::{Tx, sql};
use domain::{HoldId, OfferId, Timestamp};
use std::collections::BTreeMap;

/// Sets units aside for an order, all lines or none. Offers are taken in sorted order, so two orders for the
/// same offers never wait for each other in a circle. The caller releases what it does not sell by `expires_at`.
///
/// # Errors
/// [`InventoryError::SoldOut`] names the first offer that has too few; the transaction must then be given up.
pub async fn hold(
    tx: &mut Tx,
    lines: &[(OfferId, i64)],
    expires_at: Timestamp,
) -> Result<HoldId, InventoryError> {
    let id: HoldId = tx.new_id();
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO inventory_holds (id, state, expires_at_us, created_at_us) VALUES ($1, 'held', $2, $3)")
            .bind(id)
            .bind(expires_at)
            .bind(now),
    )
    .await?;
    for (offer, quantity) in merged(lines)? {
        take(tx, offer, quantity).await?;
        record(tx, MovementKind::Hold, &id.to_string(), offer, quantity, Some(id)).await?;
    }
    Ok(id)
}

/// Adds up repeated offers and sorts them.
fn merged(lines: &[(OfferId, i64)]) -> Result<BTreeMap<OfferId, i64>, InventoryError> {
    let mut wanted = BTreeMap::new();
    for (offer, quantity) in lines {
        if !(1..=MAX_QUANTITY).contains(quantity) {
            return Err(InventoryError::QuantityOutOfRange);
        }
        *wanted.entry(*offer).or_insert(0) += quantity;
    }
    Ok(wanted)
}

async fn take(tx: &mut Tx, offer: OfferId, quantity: i64) -> Result<(), InventoryError> {
    let now = tx.now();
    let left: Option<(i64,)> = tx
        .opt(
            sql("UPDATE inventory_stock SET available = available - $2, held = held + $2, updated_at_us = $3
                 WHERE offer_id = $1 AND available >= $2 RETURNING available")
            .bind(offer)
            .bind(quantity)
            .bind(now),
        )
        .await?;
    match left {
        Some((0,)) => turned(tx, offer, 0).await,
        Some(_) => Ok(()),
        None => {
            let left = levels(tx, &[offer]).await?.get(&offer).map_or(0, |l| l.available);
            Err(InventoryError::SoldOut { offer, wanted: quantity, left })
        }
    }
}

/// The order was paid: held units become sold. Doing it again changes nothing.
///
/// # Errors
/// [`InventoryError::HoldClosed`] when the units were released before.
pub async fn sell(tx: &mut Tx, hold: HoldId) -> Result<(), InventoryError> {
    close(tx, hold, MovementKind::Sell, "sold").await
}

/// The order was abandoned: held units are for sale again. Doing it again changes nothing.
///
/// # Errors
/// [`InventoryError::HoldClosed`] when the units were sold before.
pub async fn release(tx: &mut Tx, hold: HoldId) -> Result<(), InventoryError> {
    close(tx, hold, MovementKind::Release, "released").await
}

async fn close(tx: &mut Tx, hold: HoldId, kind: MovementKind, to: &str) -> Result<(), InventoryError> {
    let closed = tx
        .exec(
            sql("UPDATE inventory_holds SET state = $2 WHERE id = $1 AND state = 'held'").bind(hold).bind(to),
        )
        .await?;
    if closed == 0 {
        let state: Option<(String,)> =
            tx.opt(sql("SELECT state FROM inventory_holds WHERE id = $1").bind(hold)).await?;
        let (state,) = state.ok_or(InventoryError::UnknownHold)?;
        return if state == to { Ok(()) } else { Err(InventoryError::HoldClosed { state }) };
    }
    let lines: Vec<(OfferId, i64)> = tx
        .all(
            sql("SELECT offer_id, quantity FROM inventory_movements WHERE hold_id = $1 AND kind = 'hold'
                 ORDER BY offer_id")
            .bind(hold),
        )
        .await?;
    let (to_available, to_sold) = if kind == MovementKind::Sell { (0, 1) } else { (1, 0) };
    for (offer, quantity) in lines {
        let now = tx.now();
        let (available,): (i64,) = tx
            .one(
                sql("UPDATE inventory_stock SET held = held - $2, available = available + $3, sold = sold + $4,
                     updated_at_us = $5 WHERE offer_id = $1 RETURNING available")
                .bind(offer)
                .bind(quantity)
                .bind(quantity * to_available)
                .bind(quantity * to_sold)
                .bind(now),
            )
            .await?;
        record(tx, kind, &hold.to_string(), offer, quantity, Some(hold)).await?;
        if kind == MovementKind::Release && available == quantity {
            turned(tx, offer, available).await?;
        }
    }
    Ok(())
}

/// A paid order was cancelled before it left, or came back: sold units are for sale again. The same key does it once.
pub async fn restock(tx: &mut Tx, key: &str, lines: &[(OfferId, i64)]) -> Result<(), InventoryError> {
    for (offer, quantity) in merged(lines)? {
        if !record(tx, MovementKind::Restock, key, offer, quantity, None).await? {
            continue;
        }
        let now = tx.now();
        let (available,): (i64,) = tx
            .one(
                sql("UPDATE inventory_stock SET sold = sold - $2, available = available + $2, updated_at_us = $3
                     WHERE offer_id = $1 RETURNING available")
                .bind(offer)
                .bind(quantity)
                .bind(now),
            )
            .await?;
        if available == quantity {
            turned(tx, offer, available).await?;
        }
    }
    Ok(())
}
