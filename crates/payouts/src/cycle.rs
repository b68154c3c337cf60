//! The cycle: every seller is paid every so many days, by jobs that a sweep of the due ones leaves.

use crate::{PayoutError, Payouts, begin, hold, store};
use db::{Tx, sql};
use domain::payout::{PayoutTerms, PayoutTrigger, next_due};
use domain::{PayoutId, SellerId, Timestamp};
use serde::{Deserialize, Serialize};

/// Pays a seller whose date has come. Payouts has the handler.
pub const CYCLE_JOB: &str = "payouts.cycle";

/// The payload of [`CYCLE_JOB`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct CycleJob {
    pub seller: SellerId,
}

/// Sellers whose jobs one transaction leaves.
const AT_ONCE: i64 = 200;

impl Payouts {
    /// Leaves a job for every seller whose date has come. May run on several servers at once. Returns how many were due.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn sweep(&self) -> Result<usize, PayoutError> {
        let mut after: Option<SellerId> = None;
        let mut count = 0;
        loop {
            let mut conn = self.db.read().await?;
            let now = conn.now();
            let more = if after.is_some() { "AND seller_id > $3" } else { "" };
            let text = format!(
                "SELECT seller_id FROM payouts_sellers WHERE next_due_us <= $1 AND NOT held {more}
                 ORDER BY seller_id LIMIT $2"
            );
            let due: Vec<(SellerId,)> = conn.all(sql(text).bind(now).bind(AT_ONCE).bind_all(after)).await?;
            drop(conn);
            let Some((last,)) = due.last() else { return Ok(count) };
            after = Some(*last);
            count += due.len();
            self.db
                .write(move |tx| {
                    let due = due.clone();
                    Box::pin(async move {
                        for (seller,) in due {
                            hold::enqueue_cycle(tx, seller).await?;
                        }
                        Ok::<_, PayoutError>(())
                    })
                })
                .await?;
        }
    }

    /// What [`CYCLE_JOB`] does: begins the payout of the seller's date and sets the next one, in one transaction, then
    /// sends. Whoever has too little is passed over until the next date.
    pub(crate) async fn run_cycle(&self, seller: SellerId) -> Result<(), PayoutError> {
        let least = self.config.minimum_hundredths;
        let begun = self.db.write(move |tx| Box::pin(async move { due(tx, seller, least).await })).await?;
        let Some(id) = begun else { return Ok(()) };
        match self.run(id).await {
            // The payout's own job goes on with it.
            Ok(_) | Err(PayoutError::OutcomeUnknown) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// The payout of a date that has come, begun; `None` when there is nothing to do.
async fn due(tx: &mut Tx, seller: SellerId, least: i64) -> Result<Option<PayoutId>, PayoutError> {
    let now = tx.now();
    let Some(date) = store::next_due(tx, seller).await?.filter(|date| *date <= now) else { return Ok(None) };
    let key = format!("cycle:{seller}:{}", date.as_micros());
    let begun = match begin(tx, seller, PayoutTrigger::Cycle, &key, least).await {
        Ok(id) => Some(id),
        // The date stays: it is paid when the seller is let go on, or when the bank has decided about the other.
        Err(PayoutError::Held | PayoutError::UnderWay) => return Ok(None),
        Err(PayoutError::BelowMinimum { .. } | PayoutError::NoAccount) => None,
        Err(other) => return Err(other),
    };
    let terms: PayoutTerms = terms::at(tx, now).await?;
    set_due(tx, seller, next_due(date, now, &terms)).await?;
    Ok(begun)
}

async fn set_due(tx: &mut Tx, seller: SellerId, date: Timestamp) -> Result<(), PayoutError> {
    let statement = sql("UPDATE payouts_sellers SET next_due_us = $2 WHERE seller_id = $1");
    tx.exec(statement.bind(seller).bind(date)).await?;
    Ok(())
}
