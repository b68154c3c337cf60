//! Who says rates beside the operator: asked by a job a few times a day, so that a machine that does not answer is asked
//! again and an operator sees it when it never does.

use crate::{Rates, RatesError, store};
use db::{BoxFuture, NewJob, Worker};
use domain::rate::Said;

/// The job that asks the source.
pub const FETCH_JOB: &str = "rates.fetch";
/// Central banks speak once a day, at an hour of their own.
const ASKED_EVERY_US: i64 = 6 * 3_600 * 1_000_000;

/// Somebody who says exchange rates, each with its day.
pub trait RateSource: Send + Sync + 'static {
    /// As it stands beside its rates.
    fn name(&self) -> &'static str;

    /// The newest rates that it has.
    fn newest(&self) -> BoxFuture<'_, Result<Vec<Said>, RatesError>>;
}

impl Rates {
    /// Registers the job of the source.
    pub fn register(&self, worker: Worker) -> Worker {
        let rates = self.clone();
        worker.on(FETCH_JOB, move |_| {
            let rates = rates.clone();
            Box::pin(async move { Ok(rates.fetch().await.map(|_| ())?) })
        })
    }

    /// Asks the source and writes what it says. Returns how many rates are new; none without a source.
    ///
    /// # Errors
    /// [`RatesError::Source`] when it cannot be asked or does not make sense; what is held stays.
    pub async fn fetch(&self) -> Result<usize, RatesError> {
        let Some(source) = &self.0.config.source else { return Ok(0) };
        let (rates, name) = (source.newest().await?, source.name());
        let written: Result<usize, RatesError> = self
            .0
            .db
            .write(move |tx| {
                let rates = rates.clone();
                Box::pin(async move { store::say(tx, &rates, name, None).await })
            })
            .await;
        let new = written?;
        self.reload().await?;
        Ok(new)
    }

    /// Has the job done once in each quarter of a day. Returns the quarter that is asked for.
    pub(crate) async fn ask_source(&self, asked: Option<i64>) -> Result<Option<i64>, RatesError> {
        let slot = self.0.db.now().as_micros().div_euclid(ASKED_EVERY_US);
        if self.0.config.source.is_none() || asked == Some(slot) {
            return Ok(asked);
        }
        let enqueued: Result<bool, RatesError> = self
            .0
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let run_at = tx.now();
                    let job = NewJob { kind: FETCH_JOB, key: Some(slot.to_string()), payload: &slot, run_at };
                    Ok(tx.enqueue(job).await?)
                })
            })
            .await;
        enqueued?;
        Ok(Some(slot))
    }
}
