//! Switching features of the shop off and on again while it runs. Owns `switches_changes`. Called by the operator's page, by the
//! app for every form of a feature, by the API, and by what sends messages to devices and programs.
#![cfg_attr(test, allow(clippy::unwrap_used))]

use db::{Conn, DbError, Text, Tx, row, sql};
use domain::feature::Feature;
use domain::field::tidied;
use domain::{AccountId, DurationUs, SwitchId, Timestamp};
use std::collections::HashSet;

/// The shortest and the longest reason, in characters.
pub const WORDS: std::ops::RangeInclusive<usize> = 3..=300;

/// Why a switch stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum SwitchError {
    #[error("a reason has {} to {} characters", WORDS.start(), WORDS.end())]
    BadReason,
    #[error(transparent)]
    Db(#[from] DbError),
}

row! {
    /// Something that was said about a feature.
    pub struct SwitchChange {
        pub id: SwitchId,
        pub feature: Text<Feature>,
        pub is_on: bool,
        pub reason: String,
        pub by_account: AccountId,
        pub at_us: Timestamp,
    }
}

const CHANGE: &str = "SELECT id, feature, is_on, reason, by_account, at_us FROM switches_changes";

/// Switches a feature on or off. Returns `false` when that was so already; then nothing is written.
///
/// # Errors
/// [`SwitchError::BadReason`].
pub async fn set(
    tx: &mut Tx,
    feature: Feature,
    is_on: bool,
    reason: &str,
    by: AccountId,
) -> Result<bool, SwitchError> {
    let reason = tidied(reason, &WORDS).ok_or(SwitchError::BadReason)?;
    if off(tx).await?.contains(&feature) != is_on {
        return Ok(false);
    }
    let last = sql("SELECT MAX(at_us) FROM switches_changes WHERE feature = $1").bind(Text(feature));
    let (last,): (Option<Timestamp>,) = tx.one(last).await?;
    let (id, now) = (tx.new_id::<SwitchId>(), tx.now());
    // What was said last counts, also where the clock went back since: nobody waits for it to switch something on again.
    let now = last.map_or(now, |last| now.max(last.plus(DurationUs::from_micros(1))));
    tx.exec(
        sql("INSERT INTO switches_changes (id, feature, is_on, reason, by_account, at_us)
             VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(Text(feature))
        .bind(is_on)
        .bind(reason)
        .bind(by)
        .bind(now),
    )
    .await?;
    Ok(true)
}

/// What is off now.
///
/// # Errors
/// Only the database's.
pub async fn off(conn: &mut Conn) -> Result<HashSet<Feature>, DbError> {
    // A feature that is not known any more is switched by nobody.
    let statement = sql("SELECT feature FROM switches_changes c WHERE NOT is_on AND NOT EXISTS
                         (SELECT 1 FROM switches_changes later WHERE later.feature = c.feature
                              AND (later.at_us, later.id) > (c.at_us, c.id))");
    let rows: Vec<(String,)> = conn.all(statement).await?;
    let known = |(text,): (String,)| <Feature as domain::text_enum::TextEnum>::parse(&text);
    Ok(rows.into_iter().filter_map(known).collect())
}

/// What was said, the newest first.
///
/// # Errors
/// Only the database's.
pub async fn changes(conn: &mut Conn, limit: i64) -> Result<Vec<SwitchChange>, SwitchError> {
    let text = format!("{CHANGE} ORDER BY at_us DESC, id DESC LIMIT $1");
    Ok(conn.all(sql(text).bind(limit)).await?)
}
