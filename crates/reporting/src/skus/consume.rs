//! Following the log, with a consumer of its own: it began with the first event when it was added.

use super::{fold, sheets};
use crate::{Reporting, ReportingError};
use db::{Db, sql};

pub(crate) const CONSUMER: &str = "reporting.skus";
const EVENTS_AT_ONCE: i64 = 500;
/// So much is counted while a page waits; with more, the page says that it is behind.
const BATCHES_OF_A_PAGE: usize = 8;

const TABLES: &[&str] = &["reporting_offers", "reporting_offer_sheets"];

impl Reporting {
    /// Counts what the log holds, for a page that is about to read. Returns whether that was all.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn refresh_skus(&self) -> Result<bool, ReportingError> {
        self.db.sequence_events().await?;
        for _ in 0..BATCHES_OF_A_PAGE {
            if self.step_skus().await? == 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Counts the next events. Returns how many there were.
    pub(crate) async fn step_skus(&self) -> Result<usize, ReportingError> {
        self.db
            .consume(CONSUMER, EVENTS_AT_ONCE, |tx, events| {
                Box::pin(async move {
                    let deltas = fold::fold(tx, &events).await?;
                    sheets::write(tx, &deltas).await
                })
            })
            .await
    }
}

/// Throws the roll-ups away and counts the whole log again.
pub(crate) async fn rebuild(db: &Db) -> Result<(), ReportingError> {
    db.write::<_, ReportingError, _>(|tx| {
        Box::pin(async move {
            for table in TABLES {
                tx.exec(sql(format!("DELETE FROM {table}"))).await?;
            }
            Ok(tx.rewind_consumer(CONSUMER).await?)
        })
    })
    .await?;
    let reporting = Reporting::new(db.clone());
    while reporting.step_skus().await? > 0 {}
    Ok(())
}
