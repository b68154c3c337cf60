//! The write path: commits are whole, conflicts are run again, nothing half done remains.
#![allow(clippy::unwrap_used)]

use db::testing::on_both;
use db::{DbError, Lane, NewEvent, NewJob, Postponed, Tx, Worker, sql};
use domain::DurationUs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

#[derive(Debug, thiserror::Error)]
enum TestError {
    #[error("refused")]
    Refused,
    #[error(transparent)]
    Db(#[from] DbError),
}

async fn cursor(db: &db::Db, name: &str) -> i64 {
    let row: Option<(i64,)> = db
        .read()
        .await
        .unwrap()
        .opt(sql("SELECT position FROM db_consumers WHERE name = $1").bind(name))
        .await
        .unwrap();
    row.map_or(0, |r| r.0)
}

async fn add_one(db: &db::Db, name: &'static str) -> Result<(), TestError> {
    db.write(move |tx| {
        Box::pin(async move {
            let row: Option<(i64,)> =
                tx.opt(sql("SELECT position FROM db_consumers WHERE name = $1").bind(name)).await?;
            let next = row.map_or(0, |r| r.0) + 1;
            tx.exec(
                sql("INSERT INTO db_consumers (name, position) VALUES ($1, $2)
                     ON CONFLICT (name) DO UPDATE SET position = $2")
                .bind(name)
                .bind(next),
            )
            .await?;
            Ok(())
        })
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_read_modify_writes_at_once_lose_none() {
    on_both(|t| {
        Box::pin(async move {
            let (a, b) = (t.db(), t.second().await);
            let tasks: Vec<_> = (0..200)
                .map(|n| {
                    let db = if n % 2 == 0 { a.clone() } else { b.clone() };
                    tokio::spawn(async move { add_one(&db, "counter").await })
                })
                .collect();
            for task in tasks {
                task.await.unwrap().unwrap();
            }
            assert_eq!(cursor(&a, "counter").await, 200);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_command_leaves_nothing_and_does_not_harm_its_neighbours() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let tasks: Vec<_> = (0..40)
                .map(|n: i64| {
                    let db = db.clone();
                    tokio::spawn(async move {
                        db.write(move |tx| {
                            Box::pin(async move {
                                let name = format!("row-{n}");
                                tx.exec(
                                    sql("INSERT INTO db_consumers (name, position) VALUES ($1, $2)")
                                        .bind(name)
                                        .bind(n),
                                )
                                .await?;
                                if n % 3 == 0 { Err(TestError::Refused) } else { Ok(()) }
                            })
                        })
                        .await
                    })
                })
                .collect();
            for (n, task) in tasks.into_iter().enumerate() {
                assert_eq!(task.await.unwrap().is_err(), n % 3 == 0);
            }
            let (count,): (i64,) = db
                .read()
                .await
                .unwrap()
                .one(sql("SELECT CAST(COUNT(*) AS BIGINT) FROM db_consumers"))
                .await
                .unwrap();
            assert_eq!(count, 26);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_in_a_command_leaves_nothing_and_the_next_one_works() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let panicking = db.clone();
            let joined = tokio::spawn(async move {
                panicking
                    .write::<(), TestError, _>(|tx| {
                        Box::pin(async move {
                            tx.exec(sql("INSERT INTO db_consumers (name, position) VALUES ('panic', 1)"))
                                .await?;
                            panic!("boom")
                        })
                    })
                    .await
            })
            .await;
            assert!(joined.unwrap_err().is_panic());
            add_one(&db, "after").await.unwrap();
            assert_eq!((cursor(&db, "panic").await, cursor(&db, "after").await), (0, 1));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_listener_sees_every_event_once_and_in_order_across_servers() {
    on_both(|t| {
        Box::pin(async move {
            let (a, b) = (t.db(), t.second().await);
            let mut live = b.subscribe();
            let tasks: Vec<_> = (0..120i64)
                .map(|n| {
                    let db = if n % 2 == 0 { a.clone() } else { b.clone() };
                    tokio::spawn(async move {
                        db.write(move |tx| {
                            Box::pin(async move {
                                let event = NewEvent {
                                    kind: "test.happened",
                                    key: n.to_string(),
                                    topic: None,
                                    payload: &n,
                                };
                                tx.append(event).await
                            })
                        })
                        .await
                    })
                })
                .collect();
            for task in tasks {
                task.await.unwrap().unwrap();
            }
            let mut seen = Vec::new();
            let mut last = 0;
            while seen.len() < 120 {
                let event = live.recv().await.unwrap();
                assert!(event.position > last, "positions rise");
                last = event.position;
                seen.push(event.payload::<i64>().unwrap());
            }
            seen.sort_unstable();
            assert_eq!(seen, (0..120).collect::<Vec<_>>());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_consumer_has_ahead_of_it_is_all_that_its_reader_sees_numbered_or_not() {
    const KINDS: &[&str] = &["n", "m"];
    async fn say(tx: &mut Tx, kind: &'static str, key: &str) -> Result<(), DbError> {
        tx.append(NewEvent { kind, key: key.into(), topic: None, payload: &1 }).await
    }
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let said = db.write::<_, DbError, _>(|tx| {
                Box::pin(async move {
                    for (kind, key) in [("n", "handled"), ("n", "first"), ("other", "none"), ("m", "second")]
                    {
                        say(tx, kind, key).await?;
                    }
                    Ok(())
                })
            });
            said.await.unwrap();
            db.sequence_events().await.unwrap();
            let handled = db.consume("reads-on", 1, |_, _| Box::pin(async { Ok::<_, DbError>(()) }));
            assert_eq!(handled.await.unwrap(), 1);
            let ahead = db.write::<_, DbError, _>(|tx| {
                Box::pin(async move {
                    // On PostgreSQL nothing of this transaction is numbered before it is committed.
                    for (kind, key) in [("m", "third"), ("other", "none"), ("n", "fourth")] {
                        say(tx, kind, key).await?;
                    }
                    let mut ahead = tx.ahead_of("reads-on", KINDS).await?;
                    let mut keys = Vec::new();
                    loop {
                        let events = ahead.next(tx).await?;
                        if events.is_empty() {
                            return Ok(keys);
                        }
                        keys.extend(events.into_iter().map(|event| event.event_key));
                    }
                })
            });
            assert_eq!(ahead.await.unwrap(), ["first", "second", "third", "fourth"]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_handles_each_event_once_even_when_two_servers_share_it() {
    on_both(|t| {
        Box::pin(async move {
            let (a, b) = (t.db(), t.second().await);
            a.write(|tx| {
                Box::pin(async move {
                    for n in 0..50i64 {
                        tx.append(NewEvent { kind: "n", key: n.to_string(), topic: None, payload: &n })
                            .await?;
                    }
                    Ok::<_, DbError>(())
                })
            })
            .await
            .unwrap();
            a.sequence_events().await.unwrap();
            let consume = |db: db::Db| async move {
                loop {
                    let count = db
                        .consume("adder", 7, |tx, events| {
                            Box::pin(async move {
                                for event in events {
                                    let statement =
                                        sql("INSERT INTO db_consumers (name, position) VALUES ($1, 0)");
                                    tx.exec(statement.bind(format!("seen-{}", event.event_key))).await?;
                                }
                                Ok::<_, DbError>(())
                            })
                        })
                        .await
                        .unwrap();
                    if count == 0 {
                        return;
                    }
                }
            };
            tokio::join!(consume(a.clone()), consume(b));
            let (count,): (i64,) = a
                .read()
                .await
                .unwrap()
                .one(sql("SELECT CAST(COUNT(*) AS BIGINT) FROM db_consumers WHERE name LIKE 'seen-%'"))
                .await
                .unwrap();
            assert_eq!(count, 50);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_job_is_retried_with_pauses_then_dead_and_can_be_replayed() {
    on_both(|t| {
        Box::pin(async move {
            let (db, clock) = (t.db(), t.clock());
            let runs = Arc::new(AtomicUsize::new(0));
            let counter = Arc::clone(&runs);
            let worker = db::Worker::new(db.clone()).on("test.fails", move |_| {
                let counter = Arc::clone(&counter);
                Box::pin(async move {
                    counter.fetch_add(1, Ordering::SeqCst);
                    Err("no luck".into())
                })
            });
            let added: bool = db
                .write(|tx| {
                    Box::pin(async move {
                        let run_at = tx.now();
                        let job =
                            || NewJob { kind: "test.fails", key: Some("one".into()), payload: &(), run_at };
                        tx.enqueue(job()).await?;
                        tx.enqueue(job()).await
                    })
                })
                .await
                .map_err(|e: DbError| e)
                .unwrap();
            assert!(!added, "the same key is enqueued once");
            assert_eq!(worker.run_due().await.unwrap(), 1);
            assert_eq!(worker.run_due().await.unwrap(), 0, "a pause follows a failure");
            for _ in 0..20 {
                clock.advance(domain::DurationUs::from_hours(2));
                worker.run_due().await.unwrap();
            }
            assert_eq!(runs.load(Ordering::SeqCst), 12);
            let dead = db.read().await.unwrap().dead_jobs(10).await.unwrap();
            assert_eq!(dead[0].last_error.as_deref(), Some("no luck"));
            let id = dead[0].id;
            db.write(move |tx| Box::pin(async move { tx.replay_job(id).await }))
                .await
                .map_err(|e: DbError| e)
                .unwrap();
            assert_eq!(worker.run_due().await.unwrap(), 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_passes_on_only_when_its_time_is_over() {
    on_both(|t| {
        Box::pin(async move {
            let (db, minute) = (t.db(), domain::DurationUs::from_mins(1));
            assert!(db.lease("indexer", "a", minute).await.unwrap());
            assert!(!db.lease("indexer", "b", minute).await.unwrap());
            assert!(db.lease("indexer", "a", minute).await.unwrap(), "the holder renews");
            t.clock().advance(domain::DurationUs::from_mins(2));
            assert!(db.lease("indexer", "b", minute).await.unwrap());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_in_a_transaction_happens_at_one_time_and_the_next_one_later() {
    on_both(|t| {
        Box::pin(async move {
            let (db, clock) = (t.db(), t.clock());
            let both = move || {
                let clock = clock.clone();
                let db = db.clone();
                async move {
                    db.write(move |tx| {
                        let clock = clock.clone();
                        Box::pin(async move {
                            let first = tx.now();
                            clock.advance(domain::DurationUs::from_secs(1));
                            Ok::<_, db::DbError>((first, tx.now()))
                        })
                    })
                    .await
                    .unwrap()
                }
            };
            let (first, again) = both().await;
            assert_eq!(first, again);
            let (later, _) = both().await;
            assert_eq!(later.since(first), domain::DurationUs::from_secs(1));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn readings_together_see_one_moment_and_the_next_ones_a_later_one() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let count = || async { cursor(&db, "together").await };
            let mut page = db.read_together().await.unwrap();
            let seen = |row: Option<(i64,)>| row.map_or(0, |r| r.0);
            let ask = || sql("SELECT position FROM db_consumers WHERE name = 'together'");
            let before = seen(page.opt(ask()).await.unwrap());
            add_one(&db, "together").await.unwrap();
            let after = seen(page.opt(ask()).await.unwrap());
            assert_eq!(before, 0);
            assert_eq!(after, i64::from(db.engine() != "sqlite"), "one moment on the embedded database");
            drop(page);
            assert_eq!(count().await, 1);
            // The connection went back and is no longer held at that moment.
            let mut again = db.read_together().await.unwrap();
            assert_eq!(seen(again.opt(ask()).await.unwrap()), 1);
            drop(again);
            add_one(&db, "together").await.unwrap();
            assert_eq!(count().await, 2);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_in_a_lane_takes_its_kinds_alone() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let added: Result<(), DbError> = db
                .write(|tx| {
                    Box::pin(async move {
                        for kind in ["slow", "slow", "quick"] {
                            let run_at = tx.now();
                            tx.enqueue(NewJob { kind, key: None, payload: &(), run_at }).await?;
                        }
                        Ok(())
                    })
                })
                .await;
            added.unwrap();
            let worker = |lane| {
                let worker = Worker::new(t.db()).on("slow", |_| Box::pin(async { Ok(()) }));
                worker.on("quick", |_| Box::pin(async { Ok(()) })).in_lane(lane)
            };
            assert_eq!(worker(Lane::AllBut(&["slow"])).run_due().await.unwrap(), 1);
            assert_eq!(worker(Lane::AllBut(&["slow"])).run_due().await.unwrap(), 0);
            assert_eq!(worker(Lane::Only("slow")).run_due().await.unwrap(), 2);
            assert_eq!(worker(Lane::Every).run_due().await.unwrap(), 0);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_can_do_nothing_yet_waits_as_the_same_job_and_uses_up_no_attempt() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let added: Result<bool, DbError> = db
                .write(|tx| {
                    Box::pin(async move {
                        let run_at = tx.now();
                        tx.enqueue(NewJob { kind: "waits", key: None, payload: &(), run_at }).await
                    })
                })
                .await;
            assert!(added.unwrap());
            let seen = Arc::new(Mutex::new(Vec::new()));
            let heard = Arc::clone(&seen);
            let worker = Worker::new(t.db()).on("waits", move |job| {
                let heard = Arc::clone(&heard);
                Box::pin(async move {
                    let mut heard = heard.lock().unwrap();
                    heard.push((job.id, job.attempts));
                    // Longer than any job is tried again.
                    if heard.len() < 40 { Err(Postponed(DurationUs::from_mins(1)).into()) } else { Ok(()) }
                })
            });
            for _ in 0..40 {
                assert_eq!(worker.run_due().await.unwrap(), 1);
                assert_eq!(worker.run_due().await.unwrap(), 0, "not before its time");
                t.clock().advance(DurationUs::from_mins(1));
            }
            assert!(db.read().await.unwrap().job_counts().await.unwrap().is_empty());
            let seen = seen.lock().unwrap().clone();
            assert!(seen.len() == 40 && seen.iter().all(|one| *one == (seen[0].0, 1)), "{seen:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn while_one_reads_for_long_others_of_the_same_thread_go_on() {
    on_both(|t| {
        Box::pin(async move {
            let (begun, begins) = tokio::sync::oneshot::channel();
            let done = Arc::new(AtomicUsize::new(0));
            let (db, read) = (t.db(), Arc::clone(&done));
            let long = tokio::spawn(async move {
                let mut conn = db.read().await.unwrap();
                conn.expect_long();
                begun.send(()).unwrap();
                let rows =
                    sql("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000)
                                SELECT CAST(COUNT(*) AS BIGINT) FROM n");
                let (rows,): (i64,) = conn.one(rows).await.unwrap();
                read.store(1, Ordering::SeqCst);
                rows
            });
            let other = tokio::spawn(async move {
                begins.await.unwrap();
                done.load(Ordering::SeqCst)
            });
            assert_eq!((other.await.unwrap(), long.await.unwrap()), (0, 3_000_000));
        })
    })
    .await;
}
