//! Following the log: the analysis has a consumer of its own, so that it began with the first event when it was added, and
//! is behind by itself when there is much to count.

use super::{buyers, fold, views, write};
use crate::rollup::RETRY;
use crate::{Reporting, ReportingError};
use db::{Db, sql};
use std::time::Duration;

pub(crate) const CONSUMER: &str = "reporting.analysis";
const EVENTS_AT_ONCE: i64 = 500;
/// So much is counted while a page waits; with more, the page says that it is behind.
const BATCHES_OF_A_PAGE: usize = 8;
/// Sales are counted together, because each of them would write a month's sheet; a page that is asked for counts first.
const GATHER: Duration = Duration::from_secs(5);

const TABLES: &[&str] = &[
    "reporting_facets",
    "reporting_products",
    "reporting_sheets",
    "reporting_shoppers",
    "reporting_cohorts",
];

impl Reporting {
    /// Counts everything that the log and the activity hold now. Returns how many events there were.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn catch_up_analysis(&self) -> Result<usize, ReportingError> {
        self.db.sequence_events().await?;
        let mut handled = 0;
        loop {
            match self.step_analysis().await? {
                0 => break,
                count => handled += count,
            }
        }
        while self.step_buyers().await? > 0 {}
        while self.step_skus().await? > 0 {}
        views::count(&self.db).await?;
        Ok(handled)
    }

    /// Counts what the log holds, for a page that is about to read. Returns whether that was all: after an upgrade the whole
    /// log is counted in the background, and nobody waits for that.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn refresh_analysis(&self) -> Result<bool, ReportingError> {
        self.db.sequence_events().await?;
        for _ in 0..BATCHES_OF_A_PAGE {
            if self.step_analysis().await? == 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn step_analysis(&self) -> Result<usize, ReportingError> {
        self.db
            .consume(CONSUMER, EVENTS_AT_ONCE, |tx, events| {
                Box::pin(async move {
                    let deltas = fold::fold(tx, &events).await?;
                    Ok(write::write(tx, &deltas).await?)
                })
            })
            .await
    }

    /// Counts every few seconds.
    pub(crate) async fn follow_analysis(&self) {
        loop {
            let pause = match self.catch_up_analysis().await {
                Ok(_) => GATHER,
                Err(error) => {
                    tracing::error!(%error, "the analysis could not be counted; trying again");
                    RETRY
                }
            };
            tokio::time::sleep(pause).await;
        }
    }
}

/// Throws the analysis' roll-ups away and counts the whole log again.
pub(crate) async fn rebuild(db: &Db) -> Result<usize, ReportingError> {
    db.write::<_, ReportingError, _>(|tx| {
        Box::pin(async move {
            for table in TABLES.iter().chain(buyers::TABLES) {
                tx.exec(sql(format!("DELETE FROM {table}"))).await?;
            }
            views::rebuild(tx).await?;
            tx.rewind_consumer(buyers::CONSUMER).await?;
            Ok(tx.rewind_consumer(CONSUMER).await?)
        })
    })
    .await?;
    Reporting::new(db.clone()).catch_up_analysis().await
}
