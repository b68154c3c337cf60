//! Stopping a seller, its appeal, and letting it go on: operators' decisions with reasons, kept for ever. Owns
//! sellers_decisions and sellers_appeals. Called by the operator's page and the seller's page of its health.
//!
//! A suspended seller's offers are not sold; what was ordered before is still shipped, paid and taken back.

use crate::store::{changed, get};
use crate::{SellerError, appeal_letters};
use db::{Conn, NewEvent, Tx, row, sql};
use domain::field::tidied;
use domain::health::{APPEAL_DECIDED, AppealDecided};
use domain::{AccountId, AppealId, SellerDecisionId, SellerId, Timestamp};
use identity::invitations::Letterhead;

/// The shortest and the longest reason, answer or appeal, in characters.
pub const WORDS: std::ops::RangeInclusive<usize> = 3..=1_000;

row! {
    /// One decision.
    pub struct Decision {
        pub id: SellerDecisionId,
        pub seller_id: SellerId,
        /// Stopped, or let go on.
        pub suspended: bool,
        pub reason: String,
        pub by_account: AccountId,
        pub at_us: Timestamp,
    }
}

row! {
    /// What a seller said against its suspension, and the answer.
    pub struct Appeal {
        pub id: AppealId,
        pub seller_id: SellerId,
        pub decision_id: SellerDecisionId,
        pub words: String,
        pub by_account: AccountId,
        pub at_us: Timestamp,
        pub answer: Option<String>,
        /// Whether the seller may go on.
        pub granted: Option<bool>,
        pub answered_by: Option<AccountId>,
        pub answered_at_us: Option<Timestamp>,
    }
}

const DECISION: &str = "SELECT id, seller_id, suspended, reason, by_account, at_us FROM sellers_decisions";
const APPEAL: &str =
    "SELECT id, seller_id, decision_id, words, by_account, at_us, answer, granted, answered_by,
                      answered_at_us FROM sellers_appeals";

/// Suspends a seller, or lets it go on, with a reason that the seller reads. Returns `false` when that was so already; then
/// nothing is written.
///
/// # Errors
/// [`SellerError::BadWords`], [`SellerError::NoSuchSeller`], [`SellerError::IsPlatform`].
pub async fn decide(
    tx: &mut Tx,
    seller: SellerId,
    suspended: bool,
    reason: &str,
    by: AccountId,
) -> Result<bool, SellerError> {
    let reason = tidied(reason, &WORDS).ok_or(SellerError::BadWords)?;
    let row = get(tx, seller).await?.ok_or(SellerError::NoSuchSeller)?;
    if row.is_platform {
        return Err(SellerError::IsPlatform);
    }
    if row.suspended_at.is_some() == suspended {
        return Ok(false);
    }
    let (id, now) = (tx.new_id::<SellerDecisionId>(), tx.now());
    let state = sql("UPDATE sellers_sellers SET suspended_at_us = $2, revision = revision + 1 WHERE id = $1");
    tx.exec(state.bind(seller).bind(suspended.then_some(now))).await?;
    tx.exec(
        sql("INSERT INTO sellers_decisions (id, seller_id, suspended, reason, by_account, at_us)
             VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(seller)
        .bind(suspended)
        .bind(reason)
        .bind(by)
        .bind(now),
    )
    .await?;
    changed(tx, seller).await?;
    Ok(true)
}

/// Says something against the suspension, once. The same words again change nothing.
///
/// # Errors
/// [`SellerError::BadWords`], [`SellerError::NotSuspended`], [`SellerError::AppealedAlready`].
pub async fn appeal(tx: &mut Tx, seller: SellerId, words: &str, by: AccountId) -> Result<(), SellerError> {
    let words = tidied(words, &WORDS).ok_or(SellerError::BadWords)?;
    let decision = current(tx, seller).await?.ok_or(SellerError::NotSuspended)?;
    if let Some(earlier) = appeal_of(tx, decision.id).await? {
        return if earlier.words == words { Ok(()) } else { Err(SellerError::AppealedAlready) };
    }
    let (id, now) = (tx.new_id::<AppealId>(), tx.now());
    tx.exec(
        sql("INSERT INTO sellers_appeals (id, seller_id, decision_id, words, by_account, at_us)
             VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(seller)
        .bind(decision.id)
        .bind(words)
        .bind(by)
        .bind(now),
    )
    .await?;
    Ok(())
}

/// Answers an appeal, and tells the seller's owners and the log. One that is granted lets the seller go on, in the same
/// transaction.
///
/// # Errors
/// [`SellerError::BadWords`], [`SellerError::NoSuchAppeal`], [`SellerError::AnsweredAlready`].
pub async fn answer(
    tx: &mut Tx,
    letterhead: &Letterhead,
    id: AppealId,
    granted: bool,
    words: &str,
    by: AccountId,
) -> Result<Appeal, SellerError> {
    let words = tidied(words, &WORDS).ok_or(SellerError::BadWords)?;
    let text = format!("{APPEAL} WHERE id = $1");
    let appeal: Appeal = tx.opt(sql(text).bind(id)).await?.ok_or(SellerError::NoSuchAppeal)?;
    if appeal.answer.is_some() {
        return Err(SellerError::AnsweredAlready);
    }
    let now = tx.now();
    tx.exec(
        sql("UPDATE sellers_appeals SET answer = $2, granted = $3, answered_by = $4, answered_at_us = $5 WHERE id = $1")
            .bind(id)
            .bind(&words)
            .bind(granted)
            .bind(by)
            .bind(now),
    )
    .await?;
    let decided = AppealDecided { appeal_id: id, seller_id: appeal.seller_id, granted };
    let (key, topic) = (id.to_string(), Some(appeal.seller_id.to_string()));
    tx.append(NewEvent { kind: APPEAL_DECIDED, key, topic, payload: &decided }).await?;
    let stands =
        current(tx, appeal.seller_id).await?.is_some_and(|decision| decision.id == appeal.decision_id);
    if granted && stands {
        decide(tx, appeal.seller_id, false, &words, by).await?;
    }
    appeal_letters::decided(tx, letterhead, (appeal.seller_id, id), granted, &words).await?;
    Ok(appeal)
}

/// The decision that stops a seller now.
pub async fn current(conn: &mut Conn, seller: SellerId) -> Result<Option<Decision>, SellerError> {
    let text = format!("{DECISION} WHERE seller_id = $1 ORDER BY id DESC LIMIT 1");
    let last: Option<Decision> = conn.opt(sql(text).bind(seller)).await?;
    Ok(last.filter(|decision| decision.suspended))
}

/// The appeal against a decision.
pub async fn appeal_of(conn: &mut Conn, decision: SellerDecisionId) -> Result<Option<Appeal>, SellerError> {
    let text = format!("{APPEAL} WHERE decision_id = $1");
    Ok(conn.opt(sql(text).bind(decision)).await?)
}

/// Appeals that wait for an answer, oldest first.
pub async fn open_appeals(conn: &mut Conn, limit: i64) -> Result<Vec<Appeal>, SellerError> {
    let text = format!("{APPEAL} WHERE answer IS NULL ORDER BY id LIMIT $1");
    Ok(conn.all(sql(text).bind(limit)).await?)
}

/// The latest decisions about all sellers, newest first.
pub async fn decisions(conn: &mut Conn, limit: i64) -> Result<Vec<Decision>, SellerError> {
    let text = format!("{DECISION} ORDER BY id DESC LIMIT $1");
    Ok(conn.all(sql(text).bind(limit)).await?)
}
