//! What stays of an upload after its import: an undo that nobody ends, and what was found in its rows.
use super::small::icecat;
use super::uploading::{folders, found, look, receive, rows, set, uploads, work};
use db::testing::on_both;
use import::*;

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_whose_job_died_can_be_started_again_and_goes_on() {
    on_both(|t| {
        Box::pin(async move {
            let id = receive(t, &icecat(2, 5)).await.unwrap();
            work(t).await;
            uploads(t).start(id, false).await.unwrap();
            work(t).await;
            uploads(t).undo(id).await.unwrap();
            let died: Result<u64, db::DbError> = t
                .db()
                .write(|tx| {
                    Box::pin(async move {
                        tx.exec(db::sql("UPDATE db_jobs SET state = 'dead' WHERE state = 'ready'")).await
                    })
                })
                .await;
            assert!(died.unwrap() > 0);
            work(t).await;
            assert_eq!(look(t, id).await.state, UploadState::Undoing);
            let at_once = uploads(t).undo(id).await;
            let under_way = UploadError::WrongState { state: UploadState::Undoing }.to_string();
            assert_eq!(at_once.unwrap_err().to_string(), under_way, "somebody may be about to begin");
            t.clock().advance(domain::DurationUs::from_mins(10));
            // Whoever is at it says so.
            set(t, "UPDATE import_uploads SET held_until_us = 9000000000000000 WHERE id = $1", id).await;
            assert!(!look(t, id).await.undo_stalls(t.db().now()));
            assert_eq!(uploads(t).undo(id).await.unwrap_err().to_string(), under_way);
            set(t, "UPDATE import_uploads SET held_until_us = 5 WHERE id = $1", id).await;
            assert!(look(t, id).await.undo_stalls(t.db().now()));
            uploads(t).undo(id).await.unwrap();
            assert_eq!(uploads(t).undo(id).await.unwrap_err().to_string(), under_way, "it was begun again");
            work(t).await;
            assert_eq!((look(t, id).await.state, rows(t).await.1), (UploadState::Undone, 0));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_found_in_imported_rows_is_kept_for_a_week() {
    on_both(|t| {
        Box::pin(async move {
            let bad = format!("{}{{\"id\":\"x\",\"title\":\"=1\",\"price\":5}}\n", icecat(2, 5));
            let id = receive(t, &bad).await.unwrap();
            work(t).await;
            uploads(t).start(id, true).await.unwrap();
            work(t).await;
            let age = || {
                let folder = t.dir().join("imports").join(id.to_string());
                let kept = std::fs::File::open(folder).unwrap();
                kept.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
            };
            age();
            t.clock().advance(domain::DurationUs::from_days(6));
            uploads(t).tidy().await.unwrap();
            assert!(uploads(t).keeps_findings(id).await);
            assert_eq!(found(t, id).len(), 1);
            age();
            t.clock().advance(domain::DurationUs::from_days(2));
            uploads(t).tidy().await.unwrap();
            assert!(!uploads(t).keeps_findings(id).await);
            assert_eq!((found(t, id).len(), folders(t)), (0, 0));
            uploads(t).undo(id).await.unwrap();
            work(t).await;
            assert_eq!(look(t, id).await.state, UploadState::Undone, "it can be taken back without");
        })
    })
    .await;
}
