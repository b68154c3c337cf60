//! What is taken down after a report, why, and showing it again. Owns reviews_abuse_shown_again, to which rows are only added.
//! Called by the operator's desk, and by the pages of sellers, who read why.

use crate::ReviewError;
use crate::abuse::{About, about};
use db::{Conn, Text, Tx, placeholders, row, sql};
use domain::abuse::{Thing, ThingKind};
use domain::review::Prose;
use domain::{AbuseDecisionId, AccountId, Timestamp};
use std::collections::HashMap;
use uuid::Uuid;

/// Of a decision `d`: it took its thing down, and nobody took that back.
const STANDS: &str = "d.verdict IN ('hide', 'stop') AND NOT EXISTS (
    SELECT 1 FROM reviews_abuse_shown_again AS a WHERE a.decision_id = d.id)";

row! {
    /// A decision that was taken back.
    #[derive(PartialEq, Eq)]
    pub struct ShownAgain {
        pub decision_id: AbuseDecisionId,
        pub reason: String,
        pub account_id: AccountId,
        pub at_us: Timestamp,
    }
}

/// Shows a product or an offer again as it was before the last decision that took it down, which is taken back for this reason.
/// The caller has asked who does so.
///
/// # Errors
/// [`ReviewError::NotFound`] for what no decision holds down.
pub async fn show_again(tx: &mut Tx, by: AccountId, thing: Thing, reason: &Prose) -> Result<(), ReviewError> {
    let text = format!(
        "SELECT d.id FROM reviews_abuse_decisions AS d WHERE d.thing_id = $1 AND {STANDS}
         ORDER BY d.at_us DESC, d.id DESC LIMIT 1"
    );
    let standing: Option<(AbuseDecisionId,)> = tx.opt(sql(text).bind(thing.uuid())).await?;
    let (decision,) = standing.ok_or(ReviewError::NotFound)?;
    let shown = match thing {
        Thing::Product(id) => catalog::show_product_again(tx, id).await?,
        Thing::Offer(id) => catalog::show_offer_again(tx, id).await?,
        Thing::Seller(_) => false,
    };
    if !shown {
        return Err(ReviewError::NotFound);
    }
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO reviews_abuse_shown_again (decision_id, reason, account_id, at_us)
             VALUES ($1, $2, $3, $4)")
        .bind(decision)
        .bind(reason.as_str())
        .bind(by)
        .bind(now),
    )
    .await?;
    Ok(())
}

/// Which decisions about a thing were taken back, the last one first.
///
/// # Errors
/// Only the database's.
pub async fn shown_again(conn: &mut Conn, thing: Thing) -> Result<Vec<ShownAgain>, ReviewError> {
    let statement = sql("SELECT a.decision_id, a.reason, a.account_id, a.at_us
         FROM reviews_abuse_shown_again AS a JOIN reviews_abuse_decisions AS d ON d.id = a.decision_id
         WHERE d.thing_id = $1 ORDER BY a.at_us DESC, a.decision_id DESC");
    Ok(conn.all(statement.bind(thing.uuid())).await?)
}

/// Something that is taken down now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownNow {
    pub thing: Thing,
    pub since: Timestamp,
    pub about: Option<About>,
    /// In the words of whoever decided so.
    pub reason: Option<String>,
}

/// What is taken down now, of one kind or of every kind, the last one first; at most `limit`. Stores are suspended, and stand
/// with the sellers.
///
/// # Errors
/// Only the database's.
pub async fn down_now(
    conn: &mut Conn,
    kind: Option<ThingKind>,
    limit: i64,
) -> Result<Vec<DownNow>, ReviewError> {
    let wants = |one: ThingKind| kind.is_none_or(|kind| kind == one);
    let mut found: Vec<(Thing, Timestamp)> = Vec::new();
    if wants(ThingKind::Product) {
        let products = catalog::products_down_now(conn, limit).await?;
        found.extend(products.into_iter().map(|(id, since)| (Thing::Product(id), since)));
    }
    if wants(ThingKind::Offer) {
        let offers = catalog::offers_down_now(conn, limit).await?;
        found.extend(offers.into_iter().map(|(id, since)| (Thing::Offer(id), since)));
    }
    found.sort_by_key(|(thing, since)| std::cmp::Reverse((*since, *thing)));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let things: Vec<Thing> = found.iter().map(|(thing, _)| *thing).collect();
    let mut reasons = why_down(conn, &things).await?;
    let mut all = Vec::with_capacity(found.len());
    for (thing, since) in found {
        let about = about(conn, thing).await?;
        all.push(DownNow { thing, since, about, reason: reasons.remove(&thing) });
    }
    Ok(all)
}

row! {
    struct Why { thing: Text<ThingKind>, thing_id: Uuid, reason: String }
}

/// Why each of these things was taken down, by the last decision about it that nobody took back. Nothing of a thing without one.
///
/// # Errors
/// Only the database's.
pub async fn why_down(conn: &mut Conn, things: &[Thing]) -> Result<HashMap<Thing, String>, ReviewError> {
    let mut found = HashMap::new();
    for some in things.chunks(500) {
        let text = format!(
            "SELECT d.thing, d.thing_id, d.reason FROM reviews_abuse_decisions AS d
             WHERE d.thing_id IN ({}) AND {STANDS} ORDER BY d.at_us, d.id",
            placeholders(1, some.len())
        );
        let rows: Vec<Why> = conn.all(sql(text).bind_all(some.iter().map(|thing| thing.uuid()))).await?;
        found.extend(rows.into_iter().map(|row| (Thing::of(row.thing.0, row.thing_id), row.reason)));
    }
    Ok(found)
}

/// What is taken down without a decision that stands: nobody could show it again.
pub(crate) const RULES: [(&str, &str, &str); 2] = [
    (
        "catalog_products",
        "a product is taken down by a decision that stands",
        "SELECT p.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM catalog_products p
         WHERE p.taken_down_at_us IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM reviews_abuse_decisions d WHERE d.thing_id = p.id AND d.verdict = 'hide' AND NOT EXISTS (
                 SELECT 1 FROM reviews_abuse_shown_again a WHERE a.decision_id = d.id))",
    ),
    (
        "catalog_offers",
        "an offer is taken down by a decision that stands",
        "SELECT o.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM catalog_offers o
         WHERE o.taken_down_at_us IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM reviews_abuse_decisions d WHERE d.thing_id = o.id AND d.verdict = 'stop' AND NOT EXISTS (
                 SELECT 1 FROM reviews_abuse_shown_again a WHERE a.decision_id = d.id))",
    ),
];
