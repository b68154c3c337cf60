//! Showing again what was taken down after a report. Owns reviews_abuse_shown_again, to which rows are only added. Called by the
//! operator's desk.

use crate::ReviewError;
use db::{Conn, Tx, row, sql};
use domain::abuse::Thing;
use domain::review::Prose;
use domain::{AbuseDecisionId, AccountId, Timestamp};

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
    let standing = sql("SELECT d.id FROM reviews_abuse_decisions AS d
         WHERE d.thing_id = $1 AND d.verdict IN ('hide', 'stop') AND NOT EXISTS (
             SELECT 1 FROM reviews_abuse_shown_again AS a WHERE a.decision_id = d.id)
         ORDER BY d.at_us DESC, d.id DESC LIMIT 1");
    let standing: Option<(AbuseDecisionId,)> = tx.opt(standing.bind(thing.uuid())).await?;
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
