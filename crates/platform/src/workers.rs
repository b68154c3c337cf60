//! What runs beside the requests: the job queue, the consumers of the event log, and the tidying.

use crate::Platform;
use db::{Lane, Worker};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Jobs at work at the same time: most of them wait for the database or for another machine.
const JOB_WORKERS: usize = 4;
/// Jobs with a worker of their own each: they wait for strangers' machines, or read a file for minutes. Each of them has an index
/// `db_jobs_due_*`, and so have all others together.
const SLOW_JOBS: &[&str] = &[notify::SEND_JOB, import::UPLOAD_JOB, webhooks::DELIVER_JOB];
/// So many messages to sellers' programs are on their way at the same time: each may take ten seconds to fail.
const WEBHOOK_WORKERS: usize = 4;
/// A consumer that was told nothing looks by itself.
const LOOK: Duration = Duration::from_secs(2);
/// After a failure, before it is tried again.
const RETRY: Duration = Duration::from_secs(1);
const TIDY_EVERY: Duration = Duration::from_secs(900);
/// How old a seller's health may be on a page.
const COUNT_SELLERS_EVERY: Duration = Duration::from_secs(300);
/// How old may be what the order of a search knows of people's wishes, which are a month's.
const TELL_WANTED_EVERY: Duration = Duration::from_secs(3_600);
/// Balances older than this are summed up, so that a balance stays a snapshot plus what came after.
const SNAPSHOT_AFTER: domain::DurationUs = domain::DurationUs::from_mins(15);

/// Everything that refers to pictures.
pub(crate) const PICTURES_IN_USE: &[&str] = &[
    catalog::PICTURES_IN_USE,
    import::PICTURES_IN_USE,
    listing::PICTURES_IN_USE,
    messages::PICTURES_IN_USE,
    orders::PICTURES_IN_USE,
    returns::PICTURES_IN_USE,
    reviews::PICTURES_IN_USE,
    sellers::PICTURES_IN_USE,
];

/// The workers of one server.
pub struct Workers {
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
}

impl Platform {
    /// The queue with the handlers of every capability.
    pub fn worker(&self) -> Worker {
        let worker = Worker::new(self.db.clone());
        let worker = mail::register(worker, self.db.clone(), self.mailer.clone());
        let (keys, pusher) = (self.notify_keys.clone(), self.pusher.clone());
        let worker = notify::register(worker, self.db.clone(), keys, self.contact(), pusher);
        let worker = sellers::register(worker, self.db.clone());
        let worker = reviews::register(worker, self.db.clone(), self.reviews.clone());
        let worker = self.personal.register(worker);
        let worker = self.payments.register(worker);
        let worker = self.returns.register(worker);
        let worker = self.disputes.register(worker);
        let worker = self.payouts.register(worker);
        let worker = self.fees.register(worker);
        let worker = self.webhooks.register(worker);
        let worker = self.rates.register(worker);
        let worker = self.imports.register(worker);
        let worker = self.pricing.register(worker);
        self.orders.register(worker)
    }

    /// How push services reach the operator.
    fn contact(&self) -> String {
        let from = self.config.mail.from.as_str();
        let address = from.split_once('<').map_or(from, |(_, rest)| rest.trim_end_matches('>'));
        let site = self.config.site_url();
        if site.starts_with("https://") { site } else { format!("mailto:{address}") }
    }

    /// Starts everything that runs in the background.
    pub fn start(&self) -> Workers {
        let stop = CancellationToken::new();
        let mut tasks = Vec::new();
        let lanes = std::iter::repeat_n(Lane::AllBut(SLOW_JOBS), JOB_WORKERS);
        let lanes = lanes.chain(SLOW_JOBS.iter().map(|kind| Lane::Only(kind)));
        for lane in lanes.chain(std::iter::repeat_n(Lane::Only(webhooks::DELIVER_JOB), WEBHOOK_WORKERS - 1)) {
            let (worker, stop) = (self.worker().in_lane(lane), stop.clone());
            tasks.push(tokio::spawn(async move { worker.run(stop.cancelled()).await }));
        }
        let (search, end) = (self.search.clone(), stop.clone());
        tasks.push(keep_going("search", &stop, move || {
            let (search, end) = (search.clone(), end.clone());
            async move { search.run(end.cancelled()).await }
        }));
        let (reporting, end) = (self.reporting.clone(), stop.clone());
        tasks.push(keep_going("reporting", &stop, move || {
            let (reporting, end) = (reporting.clone(), end.clone());
            async move { reporting.run(end.cancelled()).await }
        }));
        let (activity, end) = (self.activity.clone(), stop.clone());
        tasks.push(keep_going("activity", &stop, move || {
            let (activity, end) = (activity.clone(), end.clone());
            async move { activity.run(end.cancelled()).await }
        }));
        let (rates, end) = (self.rates.clone(), stop.clone());
        tasks.push(keep_going("rates", &stop, move || {
            let (rates, end) = (rates.clone(), end.clone());
            async move { rates.run(end.cancelled()).await }
        }));
        let (own, end) = (self.clone(), stop.clone());
        tasks.push(keep_going("receipts", &stop, move || own.clone().receipts(end.clone())));
        let (own, end) = (self.clone(), stop.clone());
        tasks.push(keep_going("webhooks", &stop, move || own.clone().tell_programs(end.clone())));
        let (own, end) = (self.clone(), stop.clone());
        tasks.push(keep_going("pricing", &stop, move || own.clone().follow_prices(end.clone())));
        let (own, end) = (self.clone(), stop.clone());
        tasks.push(keep_going("health", &stop, move || own.clone().health(end.clone())));
        let (own, end) = (self.clone(), stop.clone());
        tasks.push(keep_going("disputes", &stop, move || own.clone().read_disputes(end.clone())));
        let (own, end) = (self.clone(), stop.clone());
        tasks.push(keep_going("wishes", &stop, move || own.clone().wishes(end.clone())));
        let (own, end) = (self.clone(), stop.clone());
        tasks.push(keep_going("tidying", &stop, move || own.clone().tidy(end.clone())));
        Workers { stop, tasks }
    }

    /// Does everything that is due and follows the log to its end, as the workers would. For seeding and tests.
    ///
    /// # Errors
    /// The first failure of a consumer; a failing job is kept by the queue.
    pub async fn settle(&self) -> Result<(), crate::PlatformError> {
        loop {
            self.db.sequence_events().await?;
            let receipts = self.orders.write_receipts().await?;
            let told = self.webhooks.follow().await?;
            let priced = self.pricing.follow().await?;
            let jobs = self.worker().run_due().await?;
            if receipts == 0 && told == 0 && priced == 0 && jobs == 0 {
                break;
            }
        }
        self.disputes.read_news().await?;
        self.search.catch_up().await?;
        self.reporting.catch_up().await?;
        self.activity.flush().await?;
        self.reporting.catch_up_analysis().await?;
        Ok(())
    }

    async fn receipts(self, stop: CancellationToken) {
        let mut news = self.db.subscribe();
        while !stop.is_cancelled() {
            match self.orders.write_receipts().await {
                Ok(0) => tokio::select! {
                    () = stop.cancelled() => return,
                    // Lagging is news, too; a closed log ends with the server.
                    _ = news.recv() => {}
                    () = tokio::time::sleep(LOOK) => {}
                },
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, "receipts could not be written; trying again");
                    pause(&stop, RETRY).await;
                }
            }
        }
    }

    async fn tell_programs(self, stop: CancellationToken) {
        let mut news = self.db.subscribe();
        while !stop.is_cancelled() {
            match self.webhooks.follow().await {
                Ok(0) => tokio::select! {
                    () = stop.cancelled() => return,
                    // Lagging is news, too; a closed log ends with the server.
                    _ = news.recv() => {}
                    () = tokio::time::sleep(LOOK) => {}
                },
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, "sellers' programs could not be told; trying again");
                    pause(&stop, RETRY).await;
                }
            }
        }
    }

    async fn follow_prices(self, stop: CancellationToken) {
        let mut news = self.db.subscribe();
        while !stop.is_cancelled() {
            match self.pricing.follow().await {
                Ok(0) => tokio::select! {
                    () = stop.cancelled() => return,
                    // Lagging is news, too; a closed log ends with the server.
                    _ = news.recv() => {}
                    () = tokio::time::sleep(LOOK) => {}
                },
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, "prices could not follow others; trying again");
                    pause(&stop, RETRY).await;
                }
            }
        }
    }

    async fn health(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.buybox.recount_all().await {
                tracing::warn!(%error, "sellers' health could not be counted");
            }
            pause(&stop, COUNT_SELLERS_EVERY).await;
        }
    }

    async fn read_disputes(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.disputes.read_news().await {
                tracing::warn!(%error, "what banks tell of disputes could not be read; asking again");
            }
            pause(&stop, self.config.disputes_every).await;
        }
    }

    async fn wishes(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.tell_wanted().await {
                tracing::warn!(%error, "what people want could not be read; the order of searches stays as it was");
            }
            pause(&stop, TELL_WANTED_EVERY).await;
        }
    }

    async fn forget_requests(&self) -> Result<(), integrations::IntegrationError> {
        loop {
            let forgotten = self.db.write(|tx| Box::pin(integrations::requests::forget(tx))).await?;
            if forgotten < integrations::requests::AT_ONCE.unsigned_abs() {
                return Ok(());
            }
        }
    }

    /// Addresses and cards that were removed and can no longer be put back, and cards whose order never came.
    async fn forget_removed(&self) -> Result<(), crate::PlatformError> {
        self.db.write(|tx| Box::pin(identity::addresses::forget_removed(tx))).await?;
        self.db.write(|tx| Box::pin(payments::forget_removed(tx))).await?;
        Ok(self.db.write(|tx| Box::pin(payments::forget_expired(tx))).await?)
    }

    async fn forget_told(&self) -> Result<(), crate::PlatformError> {
        while self.db.write(|tx| Box::pin(webhooks::forget_old(tx))).await? > 0 {}
        Ok(())
    }

    async fn forget_notices(&self) -> Result<(), notify::NotifyError> {
        while self.db.write(|tx| Box::pin(notify::forget_old(tx))).await? > 0 {}
        Ok(())
    }

    async fn tidy(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.identity.purge().await {
                tracing::warn!(%error, "expired sessions could not be removed");
            }
            if let Err(error) = self.activity.purge(self.config.activity.retention).await {
                tracing::warn!(%error, "old activity could not be removed");
            }
            if let Err(error) = self.imports.tidy().await {
                tracing::warn!(%error, "old uploads could not be given up");
            }
            if let Err(error) = self.pictures.sweep(PICTURES_IN_USE).await {
                tracing::warn!(%error, "pictures that nothing shows could not be removed");
            }
            if let Err(error) = self.pictures.fingerprint_rest().await {
                tracing::warn!(%error, "pictures could not be looked at; nobody finds a product by them yet");
            }
            if let Err(error) = self.pricing.sweep().await {
                tracing::warn!(%error, "prices that follow others could not be looked at");
            }
            if let Err(error) = self.returns.lapse_exchanges().await {
                tracing::warn!(%error, "exchanges that took too long could not be turned into refunds");
            }
            if let Err(error) = self.payouts.sweep().await {
                tracing::warn!(%error, "due payouts could not be looked for");
            }
            if let Err(error) = self.fees.sweep().await {
                tracing::warn!(%error, "months of plans could not be looked for");
            }
            if let Err(error) = self.fees.sweep_invoices().await {
                tracing::warn!(%error, "sellers whose fees are invoiced could not be looked for");
            }
            let before = self.db.now().minus(SNAPSHOT_AFTER);
            if let Err(error) = ledger::take_snapshots(&self.db, before).await {
                tracing::warn!(%error, "balances could not be summed up");
            }
            if let Err(error) = self.forget_requests().await {
                tracing::warn!(%error, "answers to old requests of programs could not be forgotten");
            }
            let forgotten = self.db.write(|tx| Box::pin(orders::cart::forget_keys(tx))).await;
            if let Err(error) = forgotten {
                tracing::warn!(%error, "keys of old changes of carts could not be forgotten");
            }
            let forgotten = self.db.write(|tx| Box::pin(lists::forget_removed(tx))).await;
            if let Err(error) = forgotten {
                tracing::warn!(%error, "what was taken off lists could not be forgotten");
            }
            if let Err(error) = self.forget_removed().await {
                tracing::warn!(%error, "addresses and cards that were removed could not be forgotten");
            }
            if let Err(error) = self.openings.forget_old().await {
                tracing::warn!(%error, "documents of shops that never opened could not be forgotten");
            }
            if let Err(error) = self.webhooks.revive().await {
                tracing::warn!(%error, "messages to sellers' programs whose job was lost could not be looked for");
            }
            if let Err(error) = self.forget_told().await {
                tracing::warn!(%error, "what sellers' programs were told long ago could not be forgotten");
            }
            if let Err(error) = self.forget_notices().await {
                tracing::warn!(%error, "what people were told long ago could not be forgotten");
            }
            let ended = self.db.write(|tx| Box::pin(catalog::end_reductions(tx))).await;
            if let Err(error) = ended {
                tracing::warn!(%error, "reductions that are over could not be taken off the list");
            }
            pause(&stop, TIDY_EVERY).await;
        }
    }
}

/// Runs a worker, and begins it anew should it panic: one bad row must not end what all others wait for.
fn keep_going<F, W>(name: &'static str, stop: &CancellationToken, work: F) -> JoinHandle<()>
where
    F: Fn() -> W + Send + 'static,
    W: Future<Output = ()> + Send + 'static,
{
    let stop = stop.clone();
    tokio::spawn(async move {
        while let Err(panic) = tokio::spawn(work()).await {
            if stop.is_cancelled() {
                return;
            }
            tracing::error!(worker = name, %panic, "a worker panicked and begins anew");
            pause(&stop, RETRY).await;
        }
    })
}

async fn pause(stop: &CancellationToken, span: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(span) => {}
    }
}

impl Workers {
    /// Lets each worker finish what it has in hand, flushes the index, and returns. After `patience` the rest is cut
    /// off: jobs and consumers go on from the database next time.
    pub async fn stop(self, patience: Duration) {
        self.stop.cancel();
        let all = futures::future::join_all(self.tasks);
        if tokio::time::timeout(patience, all).await.is_err() {
            tracing::warn!("workers were still busy and are cut off; they go on at the next start");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PICTURES_IN_USE, SLOW_JOBS};
    use db::testing::TestDb;
    use db::{Lane, sql};

    #[tokio::test]
    async fn the_sweep_of_pictures_asks_every_table_that_refers_to_one() {
        let t = TestDb::sqlite().await;
        let tables = "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c
                      WHERE m.type = 'table' AND c.name LIKE '%picture_id'";
        let tables: Vec<(String,)> = t.db().read().await.unwrap().all(sql(tables)).await.unwrap();
        assert!(tables.len() >= PICTURES_IN_USE.len());
        for (table,) in tables {
            let asked = PICTURES_IN_USE.contains(&table.as_str());
            assert!(
                asked,
                "{table} refers to pictures: add it to PICTURES_IN_USE, or its pictures are removed"
            );
        }
    }

    #[tokio::test]
    async fn whatever_else_is_due_no_worker_looks_through_it_for_its_next_job() {
        let t = TestDb::sqlite().await;
        let slow = SLOW_JOBS.iter().map(|kind| Lane::Only(kind));
        for lane in slow.chain([Lane::AllBut(SLOW_JOBS)]) {
            for due in ["state = 'running' AND locked_until_us < $1", "state = 'ready' AND run_at_us <= $1"] {
                let text = format!(
                    "EXPLAIN QUERY PLAN SELECT id FROM db_jobs WHERE {due}{} ORDER BY run_at_us LIMIT 1",
                    lane.condition()
                );
                let mut conn = t.db().read().await.unwrap();
                let plan: Vec<(i64, i64, i64, String)> = conn.all(sql(text).bind(0_i64)).await.unwrap();
                let own = plan.iter().all(|(.., step)| step.contains("INDEX db_jobs_due_"));
                assert!(own && !plan.is_empty(), "{lane:?} needs an index of its own: {plan:?}");
            }
        }
    }
}
