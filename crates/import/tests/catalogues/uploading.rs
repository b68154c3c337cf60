//! Uploads from the first byte to the undo, on both databases.
use super::small::{count, icecat, importer, picture, run, seller, write};
use super::zipping::zip;
use db::Worker;
use db::testing::{TestDb, on_both};
use domain::{Currency, SellerId, UploadId};
use import::*;
use std::time::Duration;

pub(crate) fn uploads(t: &TestDb) -> Uploads {
    Uploads::new(t.db(), importer(t), t.dir().join("imports"))
}

fn new(seller: SellerId) -> NewUpload {
    NewUpload {
        seller,
        scope: Scope::Seller,
        file_name: "mine.jsonl".into(),
        currency: Currency::USD,
        price: None,
        default_quantity: 4,
    }
}

pub(crate) async fn receive(t: &TestDb, text: &str) -> Result<UploadId, UploadError> {
    let mut receiving = uploads(t).receive(seller(2))?;
    for piece in text.as_bytes().chunks(1_000) {
        receiving.take(piece).await?;
    }
    receiving.finish(new(seller(2))).await
}

pub(crate) async fn work(t: &TestDb) {
    uploads(t).register(Worker::new(t.db())).run_due().await.unwrap();
}

pub(crate) async fn look(t: &TestDb, id: UploadId) -> Upload {
    upload(&mut t.db().read().await.unwrap(), id).await.unwrap().unwrap()
}

/// What the file of findings says, by kind and in English.
pub(crate) fn found(t: &TestDb, id: UploadId) -> Vec<String> {
    let wording: Wording = Box::new(|finding| match finding {
        Finding::Found(found) => {
            let kind = if found.severity == Severity::Error { "error" } else { "warning" };
            [
                format!("{kind} {}", found.to_string().trim_start_matches("line ")),
                "".into(),
                "".into(),
                "".into(),
            ]
        }
        Finding::More { more } => [format!("{more} more"), "".into(), "".into(), "".into()],
    });
    let heading = ["found", "", "", ""].map(str::to_owned);
    let Some(FindingsFile::Worded(sheet)) = uploads(t).findings(id, heading, wording) else {
        return Vec::new();
    };
    let text: Vec<u8> = sheet.flat_map(Result::unwrap).collect();
    let mut reader = csv::Reader::from_reader(text.as_slice());
    reader.records().map(|record| record.unwrap()[0].to_owned()).collect()
}

pub(crate) async fn rows(t: &TestDb) -> (i64, i64, i64) {
    let of = async |what| count(&t.db(), what).await;
    (
        of("SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_products").await,
        of("SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_offers WHERE active = TRUE").await,
        of("SELECT CAST(COUNT(*) AS BIGINT) FROM import_runs").await,
    )
}

pub(crate) fn folders(t: &TestDb) -> usize {
    std::fs::read_dir(t.dir().join("imports")).map_or(0, |entries| entries.flatten().count())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_changes_nothing_and_the_import_does_what_it_said() {
    on_both(|t| {
        Box::pin(async move {
            run(t, &write(t, "old.jsonl", &icecat(3, 500)), &ImportOptions::new(seller(2))).await;
            let before = rows(t).await;
            let mut text = icecat(600, 500).replacen("\"price\":500", "\"price\":450", 1);
            text.push_str("{\"id\":\"x\",\"title\":\"=1+1\",\"price\":5}\n");
            let id = receive(t, &text).await.unwrap();
            assert_eq!(look(t, id).await.state, UploadState::Checking);
            work(t).await;

            let ready = look(t, id).await;
            let preview = ready.preview.clone().unwrap();
            assert_eq!((ready.state, ready.format), (UploadState::Ready, Some(Format::Icecat)));
            assert_eq!((preview.new, preview.changed, preview.unchanged), (597, 1, 2));
            assert_eq!((preview.rows, preview.bad_rows), (601, 1));
            let changed = preview.samples.iter().find(|s| s.difference == Difference::Changed).unwrap();
            let (old, now) = (changed.before.as_ref().unwrap(), &changed.after);
            assert_eq!((old.price.unwrap().minor(), now.price.unwrap().minor(), now.stock), (500, 450, 25));
            let fresh = preview.samples.iter().find(|s| s.difference == Difference::New).unwrap();
            assert_eq!((fresh.before.is_none(), fresh.after.stock), (true, 4));
            assert_eq!(rows(t).await, before, "a preview changes nothing");
            assert_eq!(found(t, id), ["error 601, title: it begins like a spreadsheet formula"]);

            // With a bad row nothing is imported unless that is said.
            uploads(t).start(id, false).await.unwrap();
            work(t).await;
            let failed = look(t, id).await;
            assert_eq!((failed.state, failed.refusal), (UploadState::Failed, Some(Refusal::BadRows)));
            assert_eq!(rows(t).await, before);

            uploads(t).start(id, true).await.unwrap();
            let twice = uploads(t).start(id, true).await;
            assert!(matches!(twice, Err(UploadError::WrongState { .. })), "{twice:?}");
            work(t).await;
            let done = look(t, id).await;
            assert_eq!(done.state, UploadState::Done);
            assert_eq!(rows(t).await, (600, 600, before.2 + 1));
            let run = import::run(&mut t.db().read().await.unwrap(), done.import_id.unwrap()).await.unwrap();
            assert_eq!((run.file_name.as_str(), run.tally), ("mine.jsonl", preview.tally));

            uploads(t).undo(id).await.unwrap();
            work(t).await;
            assert_eq!(look(t, id).await.state, UploadState::Undone);
            assert_eq!(rows(t).await.1, 3);
            let old = "SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_offers WHERE active = TRUE AND price_minor = 500";
            assert_eq!(count(&t.db(), old).await, 3, "the price is what it was");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_an_upload_leaves_nothing_behind() {
    let t = TestDb::sqlite().await;
    let mut receiving = uploads(&t).receive(seller(2)).unwrap();
    receiving.take(b"{\"id\":\"1\",").await.unwrap();
    assert_eq!(folders(&t), 1);
    drop(receiving);
    assert_eq!(folders(&t), 0);
    let empty = uploads(&t).receive(seller(2)).unwrap().finish(new(seller(2))).await;
    assert!(matches!(empty, Err(UploadError::Empty)));
    assert_eq!(count(&t.db(), "SELECT CAST(COUNT(*) AS BIGINT) FROM import_uploads").await, 0);
}

const GOODS: &str = "Handle,Title,Variant SKU,Variant Price,Image Src\n\
                     jar,Clay jar,JAR-1,15.00,pictures/jar.png\n\
                     pot,Clay pot,POT-1,9.00,pictures/pot.png\n\
                     cup,Clay cup,CUP-1,4.00,../secret.png\n";

async fn receive_bytes(t: &TestDb, bytes: &[u8]) -> Result<UploadId, UploadError> {
    let mut receiving = uploads(t).receive(seller(2))?;
    for piece in bytes.chunks(1_000) {
        receiving.take(piece).await?;
    }
    receiving.finish(NewUpload { file_name: "goods.zip".into(), ..new(seller(2)) }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_brings_its_pictures_along() {
    on_both(|t| {
        Box::pin(async move {
            let png = picture([10, 200, 10]);
            let files: [(&str, &[u8]); 3] =
                [("goods/", b""), ("goods/list.csv", GOODS.as_bytes()), ("goods/pictures/jar.png", &png)];
            let id = receive_bytes(t, &zip(&files)).await.unwrap();
            work(t).await;
            let ready = look(t, id).await;
            assert_eq!((ready.state, ready.file_name.as_str()), (UploadState::Ready, "goods.zip"));
            let told = found(t, id).join("; ");
            assert!(told.contains("not in the folder") && told.contains("below the folder"), "{told}");
            uploads(t).start(id, false).await.unwrap();
            work(t).await;
            let done = look(t, id).await;
            assert_eq!(done.state, UploadState::Done);
            let run = import::run(&mut t.db().read().await.unwrap(), done.import_id.unwrap()).await.unwrap();
            assert_eq!((run.tally.pictures, rows(t).await.0), (1, 3));
            let shown = "SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_product_pictures";
            assert_eq!(count(&t.db(), shown).await, 1);
            let left = std::fs::read_dir(t.dir().join("imports").join(id.to_string())).unwrap();
            let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
            assert_eq!(left, ["findings.jsonl"], "catalogue and archive are gone");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn archives_that_are_not_taken_leave_nothing() {
    let t = TestDb::sqlite().await;
    let (jar, zeros) = (picture([1, 2, 3]), vec![b' '; 4 * 1024 * 1024]);
    let csv = GOODS.as_bytes();
    let cases: [(Vec<u8>, ArchiveFault); 6] = [
        (b"PK\x03\x04 a spreadsheet".to_vec(), ArchiveFault::Damaged),
        (zip(&[("jar.png", &jar)]), ArchiveFault::NoCatalogue),
        (zip(&[("a.csv", csv), ("b.csv", csv)]), ArchiveFault::SeveralCatalogues),
        (zip(&[("a.csv", csv), ("../../jar.png", &jar)]), ArchiveFault::UnsafeName),
        (zip(&[("a.csv", &zeros)]), ArchiveFault::Bomb),
        (zip(&[("a.csv", csv)])[..60].to_vec(), ArchiveFault::Damaged),
    ];
    for (bytes, fault) in cases {
        let refused = receive_bytes(&t, &bytes).await;
        assert!(
            matches!(refused, Err(UploadError::Archive(found)) if found == fault),
            "{fault}: {refused:?}"
        );
    }
    let refused = receive_bytes(&t, &zip(&[("a.csv", b"a\0b")])).await;
    assert!(matches!(refused, Err(UploadError::NotText)), "{refused:?}");
    assert_eq!((folders(&t), rows(&t).await), (0, (0, 0, 0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn bombs_are_refused_and_nothing_changes() {
    let t = TestDb::sqlite().await;
    let take = async |bytes: &[u8]| uploads(&t).receive(seller(2)).unwrap().take(bytes).await;
    assert!(matches!(take(b"PK\x05\x06 nothing").await, Err(UploadError::Compressed)));
    assert!(matches!(take(b"\x1f\x8b gzip").await, Err(UploadError::Compressed)));
    assert!(matches!(take(b"a\0b").await, Err(UploadError::NotText)));
    let mut large = uploads(&t).receive(seller(2)).unwrap();
    let megabyte = vec![b'x'; 1024 * 1024];
    for _ in 0..UPLOAD_BYTES_MAX / megabyte.len() as u64 {
        large.take(&megabyte).await.unwrap();
    }
    assert!(matches!(large.take(b"x").await, Err(UploadError::TooLarge { .. })));
    drop(large);

    let endless = format!("Handle,Title,Variant Price\na,\"{}", "x".repeat(9 * 1024 * 1024));
    let deep = format!("{{\"id\":\"1\",\"title\":{}", "[".repeat(100_000));
    let words = "this is no catalogue\nat all\n".to_owned();
    let cases = [
        (endless, Refusal::RowTooLong { line: 2 }),
        (words, Refusal::UnknownFormat),
        ("Handle,Title\na,b\n".to_owned(), Refusal::MissingColumn { column: "Variant Price".into() }),
    ];
    for (text, refusal) in cases {
        let id = receive(&t, &text).await.unwrap();
        work(&t).await;
        let refused = look(&t, id).await;
        assert_eq!((refused.state, refused.refusal), (UploadState::Refused, Some(refusal)));
        uploads(&t).discard(id).await.unwrap();
    }
    let id = receive(&t, &deep).await.unwrap();
    work(&t).await;
    assert_eq!(look(&t, id).await.preview.unwrap().bad_rows, 1, "too deep is a bad row");
    assert_eq!(rows(&t).await, (0, 0, 0));
    assert_eq!(folders(&t), 1, "what was given up is gone from the disk");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_has_a_few_open_uploads_and_old_ones_are_given_up() {
    on_both(|t| {
        Box::pin(async move {
            let mut ids = Vec::new();
            for _ in 0..10 {
                ids.push(receive(t, &icecat(1, 5)).await.unwrap());
            }
            let eleventh = receive(t, &icecat(1, 5)).await;
            assert!(matches!(eleventh, Err(UploadError::TooMany { limit: 10 })), "{eleventh:?}");
            work(t).await;
            let undone = uploads(t).undo(ids[0]).await;
            assert!(
                matches!(undone, Err(UploadError::WrongState { state: UploadState::Ready })),
                "{undone:?}"
            );
            t.clock().advance(domain::DurationUs::from_days(15));
            uploads(t).tidy().await.unwrap();
            assert_eq!(look(t, ids[0]).await.state, UploadState::Discarded);
            assert_eq!(folders(t), 0);
            receive(t, &icecat(1, 5)).await.unwrap();
        })
    })
    .await;
}

pub(crate) async fn set(t: &TestDb, what: &'static str, id: UploadId) {
    let done: Result<_, db::DbError> =
        t.db().write(move |tx| Box::pin(async move { tx.exec(db::sql(what).bind(id)).await })).await;
    done.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stopped_counts_until_it_is_given_up_and_what_came_in_can_still_be_taken_back() {
    on_both(|t| {
        Box::pin(async move {
            let bad = format!("{}{{\"id\":\"x\",\"title\":\"=1\",\"price\":5}}\n", icecat(2, 5));
            let mut ids = Vec::new();
            for _ in 0..10 {
                ids.push(receive(t, &bad).await.unwrap());
            }
            work(t).await;
            for id in &ids {
                uploads(t).start(*id, false).await.unwrap();
            }
            work(t).await;
            assert_eq!(look(t, ids[0]).await.state, UploadState::Failed);
            let eleventh = receive(t, &bad).await;
            assert!(matches!(eleventh, Err(UploadError::TooMany { limit: 10 })), "{eleventh:?}");
            uploads(t).discard(ids[0]).await.unwrap();
            assert_eq!((look(t, ids[0]).await.state, folders(t)), (UploadState::Discarded, 9));
            let undone = uploads(t).undo(ids[0]).await;
            assert!(matches!(undone, Err(UploadError::WrongState { .. })), "nothing came in: {undone:?}");

            // One that stopped after something had come in.
            let half = receive(t, &bad).await.unwrap();
            work(t).await;
            uploads(t).start(half, true).await.unwrap();
            work(t).await;
            set(t, "UPDATE import_uploads SET state = 'failed' WHERE id = $1", half).await;
            uploads(t).discard(half).await.unwrap();
            assert_eq!((folders(t), rows(t).await.1), (9, 2), "what came in stays");
            let listed = uploads_of_seller(&mut t.db().read().await.unwrap(), seller(2), 50).await.unwrap();
            assert!(listed.iter().any(|upload| upload.id == half), "it can be found to be taken back");
            assert!(listed.iter().all(|upload| upload.id != ids[0]));
            uploads(t).undo(half).await.unwrap();
            work(t).await;
            assert_eq!((look(t, half).await.state, rows(t).await.1), (UploadState::Undone, 0));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_were_not_imported_for_a_week_are_removed_whatever_kept_them() {
    on_both(|t| {
        Box::pin(async move {
            let done = receive(t, &icecat(1, 5)).await.unwrap();
            let (ready, dead) =
                (receive(t, &icecat(1, 5)).await.unwrap(), receive(t, &icecat(1, 5)).await.unwrap());
            work(t).await;
            uploads(t).start(done, false).await.unwrap();
            work(t).await;
            // A process that took an import and died, and a check that nobody ever did.
            set(t, "UPDATE import_uploads SET state = 'importing', held_until_us = 5 WHERE id = $1", dead).await;
            let waiting = receive(t, &icecat(1, 5)).await.unwrap();
            t.clock().advance(domain::DurationUs::from_days(6));
            uploads(t).tidy().await.unwrap();
            assert_eq!(folders(t), 4, "a week is a week");
            let busy = "UPDATE import_uploads SET state = 'importing', held_until_us = 9000000000000000 WHERE id = $1";
            set(t, busy, ready).await;
            t.clock().advance(domain::DurationUs::from_days(2));
            uploads(t).tidy().await.unwrap();
            for (id, state) in [
                (dead, UploadState::Discarded),
                (waiting, UploadState::Discarded),
                (ready, UploadState::Importing),
                (done, UploadState::Done),
            ] {
                assert_eq!(look(t, id).await.state, state);
            }
            assert_eq!(folders(t), 2, "somebody is at work on one, and one was imported");
            // The job that comes late finds nothing to do.
            work(t).await;
            assert_eq!(look(t, waiting).await.state, UploadState::Discarded);
        })
    })
    .await;
}

async fn come(uploads: &Uploads) -> Whole {
    let mut receiving = uploads.receive(seller(2)).unwrap();
    receiving.take(icecat(1, 5).as_bytes()).await.unwrap();
    receiving.whole(new(seller(2))).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_hangs_up_while_their_upload_is_written_loses_no_file_and_leaves_none() {
    on_both(|t| {
        Box::pin(async move {
            let own = uploads(t);
            let whole = come(&own).await;
            let entry = whole.entry();
            // The transaction goes on without them.
            drop(whole);
            let written: Result<UploadId, UploadError> = t
                .db()
                .write(move |tx| {
                    let entry = entry.clone();
                    Box::pin(async move { entry.write(tx).await })
                })
                .await;
            work(t).await;
            assert_eq!(look(t, written.unwrap()).await.state, UploadState::Ready);

            // Of this one nobody ever writes anything.
            drop(come(&own).await);
            let gone = async {
                while folders(t) > 1 {
                    tokio::task::yield_now().await;
                }
            };
            tokio::time::timeout(Duration::from_secs(30), gone).await.unwrap();
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_sends_as_many_files_at_once_as_it_may_have_uploads() {
    let t = TestDb::sqlite().await;
    let own = uploads(&t);
    let mut coming: Vec<Receiving> = (0..10).map(|_| own.receive(seller(2)).unwrap()).collect();
    let eleventh = own.receive(seller(2)).err();
    assert!(matches!(eleventh, Some(UploadError::TooMany { limit: 10 })), "{eleventh:?}");
    assert_eq!(folders(&t), 10, "nothing was begun");
    drop(own.receive(seller(3)).unwrap());
    coming.pop();
    drop(own.receive(seller(2)).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_up_is_forgotten_though_nobody_waits_for_it() {
    on_both(|t| {
        Box::pin(async move {
            let id = receive(t, &icecat(1, 5)).await.unwrap();
            work(t).await;
            let given_up: Result<(), UploadError> =
                t.db().write(move |tx| Box::pin(discard_upload(tx, id))).await;
            given_up.unwrap();
            work(t).await;
            assert_eq!((look(t, id).await.state, folders(t)), (UploadState::Discarded, 0));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_a_server_died_before_forgetting_go_with_the_next_tidying() {
    on_both(|t| {
        Box::pin(async move {
            let folder = |id: UploadId| t.dir().join("imports").join(id.to_string());
            let mut ids = Vec::new();
            for state in [
                "UPDATE import_uploads SET state = 'discarded' WHERE id = $1",
                "UPDATE import_uploads SET state = 'undone' WHERE id = $1",
                "UPDATE import_uploads SET state = 'done' WHERE id = $1",
                "UPDATE import_uploads SET state = 'ready' WHERE id = $1",
            ] {
                let id = receive(t, &icecat(1, 5)).await.unwrap();
                set(t, state, id).await;
                let kept = std::fs::File::open(folder(id)).unwrap();
                kept.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
                ids.push(id);
            }
            uploads(t).tidy().await.unwrap();
            let are_there: Vec<bool> = ids.iter().map(|id| folder(*id).is_dir()).collect();
            assert_eq!(are_there, [false, false, true, true]);
            let has_file = |id: UploadId| folder(id).join("catalogue").is_file();
            assert_eq!((has_file(ids[2]), has_file(ids[3])), (false, true), "what is ready waits");
        })
    })
    .await;
}
