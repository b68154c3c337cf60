//! Saved for later. Owns `orders_saved_lines`. A line is in the cart or here: moving it is one transaction.

use crate::OrderError;
use crate::cart::{self, CartLine, MAX_LINES, MAX_QUANTITY, Shopper};
use db::{Conn, Tx, sql};
use domain::{AccountId, GuestId, OfferId};

/// What is saved, newest first.
///
/// # Errors
/// Only the database's.
pub async fn lines(conn: &mut Conn, shopper: Shopper) -> Result<Vec<CartLine>, OrderError> {
    let text = "SELECT offer_id, quantity FROM orders_saved_lines WHERE owner = $1
                ORDER BY saved_at_us DESC, offer_id";
    Ok(conn.all(sql(text).bind(shopper.owner())).await?)
}

async fn saved(tx: &mut Tx, shopper: Shopper, offer: OfferId) -> Result<Option<i64>, OrderError> {
    let statement = sql("SELECT quantity FROM orders_saved_lines WHERE owner = $1 AND offer_id = $2");
    let found: Option<(i64,)> = tx.opt(statement.bind(shopper.owner()).bind(offer)).await?;
    Ok(found.map(|(quantity,)| quantity))
}

/// Units that were saved before are added to, as in the cart.
async fn put(tx: &mut Tx, shopper: Shopper, offer: OfferId, quantity: i64) -> Result<(), OrderError> {
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO orders_saved_lines (owner, offer_id, quantity, saved_at_us) VALUES ($1, $2, $3, $4)
             ON CONFLICT (owner, offer_id) DO UPDATE SET quantity = $3, saved_at_us = $4")
        .bind(shopper.owner())
        .bind(offer)
        .bind(quantity.min(MAX_QUANTITY))
        .bind(now),
    )
    .await?;
    Ok(())
}

/// Moves a line out of the cart. A line that is not there (any more) changes nothing, so a form sent twice is harmless.
///
/// # Errors
/// [`OrderError::SavedFull`].
pub async fn save(tx: &mut Tx, shopper: Shopper, offer: OfferId) -> Result<(), OrderError> {
    let in_cart = cart::lines(tx, shopper).await?.into_iter().find(|line| line.offer_id == offer);
    let Some(line) = in_cart else { return Ok(()) };
    let before = saved(tx, shopper, offer).await?;
    let full = i64::try_from(lines(tx, shopper).await?.len()).unwrap_or(MAX_LINES) >= MAX_LINES;
    if before.is_none() && full {
        return Err(OrderError::SavedFull);
    }
    put(tx, shopper, offer, before.unwrap_or(0) + line.quantity).await?;
    cart::set(tx, shopper, offer, 0).await
}

/// Moves a line back into the cart, by the cart's own rules. One that is not saved (any more) changes nothing.
///
/// # Errors
/// Those of [`cart::add`]; the line then stays saved.
pub async fn restore(tx: &mut Tx, shopper: Shopper, offer: OfferId) -> Result<(), OrderError> {
    let Some(quantity) = saved(tx, shopper, offer).await? else { return Ok(()) };
    cart::add(tx, shopper, offer, quantity).await?;
    forget(tx, shopper, offer).await
}

/// Removes a line from what is saved.
///
/// # Errors
/// Only the database's.
pub async fn forget(tx: &mut Tx, shopper: Shopper, offer: OfferId) -> Result<(), OrderError> {
    let statement = sql("DELETE FROM orders_saved_lines WHERE owner = $1 AND offer_id = $2");
    tx.exec(statement.bind(shopper.owner()).bind(offer)).await?;
    Ok(())
}

/// What a guest saved becomes the account's at sign-in. Of an offer that both saved the larger quantity stays; what there
/// is no room for is left out.
pub(crate) async fn adopt(tx: &mut Tx, guest: GuestId, account: AccountId) -> Result<(), OrderError> {
    let (guest, account) = (Shopper::Guest(guest), Shopper::Account(account));
    let theirs = lines(tx, guest).await?;
    if theirs.is_empty() {
        return Ok(());
    }
    let mut count = i64::try_from(lines(tx, account).await?.len()).unwrap_or(MAX_LINES);
    for line in theirs {
        let own = saved(tx, account, line.offer_id).await?;
        if own.is_some() || count < MAX_LINES {
            count += i64::from(own.is_none());
            put(tx, account, line.offer_id, line.quantity.max(own.unwrap_or(0))).await?;
        }
    }
    tx.exec(sql("DELETE FROM orders_saved_lines WHERE owner = $1").bind(guest.owner())).await?;
    Ok(())
}
