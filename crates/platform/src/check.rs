//! `orinoco check`: every capability's invariants from the raw rows.

use crate::{Platform, PlatformError};

/// One row that breaks one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub capability: &'static str,
    /// Table and id of the row.
    pub row: String,
    pub rule: String,
    pub detail: String,
}

/// What one capability's rules said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub capability: &'static str,
    pub broken: Vec<Broken>,
}

impl Platform {
    /// Proves every capability's invariants at one moment, so that orders under way are not mistaken for loss. The shop
    /// goes on meanwhile.
    ///
    /// # Errors
    /// When the rows cannot be read; a broken rule is no error but an entry of the answer.
    pub async fn check(&self) -> Result<Vec<Checked>, PlatformError> {
        self.db.sequence_events().await?;
        self.db.snapshot(|conn| Box::pin(check_all(conn))).await
    }
}

async fn check_all(conn: &mut db::Conn) -> Result<Vec<Checked>, PlatformError> {
    let mut all = Vec::new();
    let mut add = |capability: &'static str, broken: Vec<(String, String, String)>| {
        let broken =
            broken.into_iter().map(|(row, rule, detail)| Broken { capability, row, rule, detail }).collect();
        all.push(Checked { capability, broken });
    };
    let found = ledger::check(conn).await?;
    add(
        "ledger",
        found.into_iter().map(|v| (format!("{} {}", v.table, v.row_id), v.rule.into(), v.detail)).collect(),
    );
    let found = payments::check(conn).await?;
    add(
        "payments",
        found.into_iter().map(|v| (format!("{} {}", v.table, v.row_id), v.rule.into(), v.detail)).collect(),
    );
    let found = payouts::check(conn).await?;
    add("payouts", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = buybox::check(conn).await?;
    add("buybox", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = catalog::check(conn).await?;
    add("catalog", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = listing::check(conn).await?;
    add("listing", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = pricing::check(conn).await?;
    add("pricing", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = inventory::check(conn).await?;
    add("inventory", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = orders::check(conn).await?;
    add("orders", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = invoices::check(conn).await?;
    add("invoices", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = returns::check(conn).await?;
    add("returns", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = disputes::check(conn).await?;
    add("disputes", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = fees::check(conn).await?;
    add("fees", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = content::check(conn).await?;
    add("content", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = terms::check(conn).await?;
    add("terms", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = messages::check(conn).await?;
    add("messages", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = reviews::check(conn).await?;
    add("reviews", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let mut found = reporting::check(conn).await?;
    found.extend(reporting::check_skus(conn).await?);
    found.extend(reporting::check_earned(conn).await?);
    let rule = "roll-ups add up to the orders' rows";
    add(
        "reporting",
        found.into_iter().map(|v| (format!("{} {}", v.table, v.row), rule.into(), v.detail)).collect(),
    );
    let end = conn.last_position().await?;
    let beyond = conn.consumer_positions().await?.into_iter().filter(|(_, position)| *position > end);
    let rule = "no consumer of the log is beyond its end";
    let words = |position| format!("the log ends at {end}, it is at {position}");
    add(
        "events",
        beyond.map(|(name, at)| (format!("db_consumers {name}"), rule.into(), words(at))).collect(),
    );
    let dead = conn.dead_jobs(1_000).await?;
    const MONEY: [&str; 5] = ["payments.", "payouts.", "orders.", "disputes.", "fees."];
    let about_money = dead.iter().filter(|j| MONEY.iter().any(|kinds| j.kind.starts_with(kinds)));
    let words = |j: &db::StoredJob| j.last_error.clone().unwrap_or_default();
    let rule = "no job about money failed for good";
    let rows =
        about_money.map(|j| (format!("db_jobs {}", j.id), rule.into(), format!("{}: {}", j.kind, words(j))));
    add("jobs", rows.collect());
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::check_all;
    use db::testing::on_both;
    use db::{DbError, NewEvent, NewJob, sql};
    use domain::JobId;

    #[tokio::test]
    async fn a_consumer_beyond_the_log_and_a_dead_job_about_money_are_named() {
        on_both(|t| {
            Box::pin(async move {
                let db = t.db();
                let made = db.write::<(), DbError, _>(|tx| {
                    Box::pin(async move {
                        let event = NewEvent { kind: "a.thing", key: "a".into(), topic: None, payload: &1 };
                        tx.append(event).await?;
                        tx.exec(sql("INSERT INTO db_consumers (name, position) VALUES ('reads-on', 1)"))
                            .await?;
                        for kind in ["mail.send", "payments.reconcile"] {
                            let run_at = tx.now();
                            tx.enqueue(NewJob { kind, key: None, payload: &1, run_at }).await?;
                        }
                        Ok(())
                    })
                });
                made.await.unwrap();
                db.sequence_events().await.unwrap();
                assert_eq!(broken(&db).await, []);
                let tampered = db.write::<(), DbError, _>(|tx| {
                    Box::pin(async move {
                        tx.exec(sql("UPDATE db_consumers SET position = 2")).await?;
                        tx.exec(sql("UPDATE db_jobs SET state = 'dead'")).await?;
                        Ok(())
                    })
                });
                tampered.await.unwrap();
                let job = sql("SELECT id FROM db_jobs WHERE kind = 'payments.reconcile'");
                let (job,): (JobId,) = db.read().await.unwrap().one(job).await.unwrap();
                let named =
                    [("events", "db_consumers reads-on".to_owned()), ("jobs", format!("db_jobs {job}"))];
                assert_eq!(broken(&db).await, named);
            })
        })
        .await;
    }

    async fn broken(db: &db::Db) -> Vec<(&'static str, String)> {
        let checked = check_all(&mut db.read().await.unwrap()).await.unwrap();
        let broken = checked.into_iter().flat_map(|checked| checked.broken);
        broken.map(|broken| (broken.capability, broken.row)).collect()
    }
}
