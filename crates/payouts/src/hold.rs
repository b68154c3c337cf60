//! Stopping a seller's payouts, and letting them go on: an operator's decision with a reason, kept for ever.

use crate::PayoutError;
use crate::cycle::{CYCLE_JOB, CycleJob};
use db::{Conn, DbError, NewJob, Tx, row, sql};
use domain::field::{REASON, tidied};
use domain::{AccountId, PayoutHoldId, SellerId, Timestamp};

row! {
    /// One decision.
    pub struct Hold {
        pub id: PayoutHoldId,
        pub seller_id: SellerId,
        /// Stopped, or let go on.
        pub held: bool,
        pub reason: String,
        pub by_account: AccountId,
        pub at_us: Timestamp,
    }
}

const HOLD: &str = "SELECT id, seller_id, held, reason, by_account, at_us FROM payouts_holds";

/// What an operator says.
#[derive(Debug, Clone)]
pub struct HoldWords {
    pub seller: SellerId,
    pub held: bool,
    pub reason: String,
    pub by: AccountId,
}

/// Whether a seller's payouts are stopped.
///
/// # Errors
/// Only the database's.
pub async fn held(conn: &mut Conn, seller: SellerId) -> Result<bool, PayoutError> {
    let row: Option<(bool,)> =
        conn.opt(sql("SELECT held FROM payouts_sellers WHERE seller_id = $1").bind(seller)).await?;
    Ok(row.is_some_and(|(held,)| held))
}

/// The decision that stops a seller's payouts now.
///
/// # Errors
/// Only the database's.
pub async fn current_hold(conn: &mut Conn, seller: SellerId) -> Result<Option<Hold>, PayoutError> {
    let text = format!("{HOLD} WHERE seller_id = $1 ORDER BY id DESC LIMIT 1");
    let last: Option<Hold> = conn.opt(sql(text).bind(seller)).await?;
    Ok(last.filter(|hold| hold.held))
}

/// The latest decisions about all sellers, newest first.
///
/// # Errors
/// Only the database's.
pub async fn history(conn: &mut Conn, limit: i64) -> Result<Vec<Hold>, PayoutError> {
    let text = format!("{HOLD} ORDER BY id DESC LIMIT $1");
    Ok(conn.all(sql(text).bind(limit)).await?)
}

/// Stops a seller's payouts, or lets them go on; what fell due meanwhile is then paid at once. A payout that is on its
/// way is not stopped. Returns `false` when that was so already.
///
/// # Errors
/// [`PayoutError::BadReason`], [`PayoutError::NoSuchSeller`], [`PayoutError::PlatformSeller`].
pub async fn set_hold(tx: &mut Tx, words: &HoldWords) -> Result<bool, PayoutError> {
    let reason = tidied(&words.reason, &REASON).ok_or(PayoutError::BadReason)?;
    let seller = sellers::get(tx, words.seller).await?.ok_or(PayoutError::NoSuchSeller)?;
    if seller.is_platform {
        return Err(PayoutError::PlatformSeller);
    }
    if held(tx, words.seller).await? == words.held {
        return Ok(false);
    }
    let (id, now) = (tx.new_id::<PayoutHoldId>(), tx.now());
    let state = sql("INSERT INTO payouts_sellers (seller_id, held) VALUES ($1, $2)
                     ON CONFLICT (seller_id) DO UPDATE SET held = $2");
    tx.exec(state.bind(words.seller).bind(words.held)).await?;
    tx.exec(
        sql("INSERT INTO payouts_holds (id, seller_id, held, reason, by_account, at_us)
             VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(words.seller)
        .bind(words.held)
        .bind(reason)
        .bind(words.by)
        .bind(now),
    )
    .await?;
    if !words.held {
        enqueue_cycle(tx, words.seller).await?;
    }
    Ok(true)
}

/// Has a seller's cycle looked at now. It pays only what is due.
pub(crate) async fn enqueue_cycle(tx: &mut Tx, seller: SellerId) -> Result<(), DbError> {
    let (payload, run_at) = (CycleJob { seller }, tx.now());
    tx.enqueue(NewJob { kind: CYCLE_JOB, key: Some(seller.to_string()), payload: &payload, run_at }).await?;
    Ok(())
}
