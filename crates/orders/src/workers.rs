//! What runs behind the commands: jobs that finish what a crash or a lost answer left open, and the receipts.

use crate::place::ABANDON_JOB;
use crate::{OrderError, Orders};
use db::{DbError, Worker};
use domain::OrderId;
use payments::{CAPTURE_JOB, CaptureJob, RECONCILE_JOB, ReconcileJob};

impl Orders {
    /// Registers the handlers of this capability's jobs and of the payments' jobs that change orders.
    pub fn register(&self, worker: Worker) -> Worker {
        let (reconcile, capture, abandon) = (self.clone(), self.clone(), self.clone());
        crate::reductions::register(worker, self.db.clone())
            .on(RECONCILE_JOB, move |job| {
                let orders = reconcile.clone();
                Box::pin(async move {
                    let payload: ReconcileJob = job.payload()?;
                    match orders.reconcile(payload.payment).await? {
                        crate::Placed::Pending { .. } => Err("the processor has not answered yet".into()),
                        _ => Ok(()),
                    }
                })
            })
            .on(CAPTURE_JOB, move |job| {
                let orders = capture.clone();
                Box::pin(async move {
                    let payload: CaptureJob = job.payload()?;
                    match orders.finish_capture(payload.capture).await? {
                        crate::Shipped::Pending { .. } => Err("the processor has not answered yet".into()),
                        _ => Ok(()),
                    }
                })
            })
            .on(ABANDON_JOB, move |job| {
                let orders = abandon.clone();
                Box::pin(async move {
                    let order: OrderId = job.payload()?;
                    orders.abandon(order).await?;
                    Ok(())
                })
            })
    }

    /// Writes the receipts for what is new in the log; returns how many events were read. Call until 0.
    pub async fn write_receipts(&self) -> Result<usize, OrderError> {
        let config = std::sync::Arc::clone(&self.config);
        self.db
            .consume("orders.receipts", 200, move |tx, events| {
                let config = std::sync::Arc::clone(&config);
                Box::pin(async move {
                    for event in &events {
                        match crate::receipts::write(tx, &config.receipts, event).await {
                            // An event that no later try could read must not hold up the letters behind it.
                            Err(error @ (OrderError::NotFound | OrderError::Db(DbError::Json(_)))) => {
                                tracing::error!(position = event.position, %error, "no letter for this event");
                            }
                            other => other?,
                        }
                    }
                    Ok::<_, OrderError>(())
                })
            })
            .await
    }
}
