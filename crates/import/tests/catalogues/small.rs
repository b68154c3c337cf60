//! Small catalogues on both databases.
use catalog::{Gtin, ProductStatus};
use db::Db;
use db::testing::{TestDb, on_both};
use domain::{ImportId, Money, SellerId, TypedId};
use import::*;
use pictures::{Pictures, local_store};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

pub(crate) fn pictures(t: &TestDb) -> Pictures {
    Pictures::open(t.db(), local_store(&t.dir().join("objects")).unwrap())
}

pub(crate) fn importer(t: &TestDb) -> Importer {
    Importer::new(t.db(), pictures(t))
}

pub(crate) fn seller(n: u128) -> SellerId {
    SellerId::from_uuid(uuid::Uuid::from_u128(n))
}

pub(crate) fn write(t: &TestDb, name: &str, text: &str) -> PathBuf {
    let path = t.dir().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path
}

/// Lines of an Icecat file: product n costs `price` cents.
pub(crate) fn icecat(count: usize, price: i64) -> String {
    let mut text = String::new();
    for n in 0..count {
        writeln!(text, r#"{{"id":"{n}","title":"Acme cable {n}","supplier":"Acme","price":{price},"attr_n_weight":{n}.0}}"#)
            .unwrap();
    }
    text
}

pub(crate) async fn run(t: &TestDb, path: &Path, options: &ImportOptions) -> Report {
    importer(t).run(path, options, |_| ()).await.unwrap()
}

pub(crate) async fn count(db: &Db, what: &'static str) -> i64 {
    let (count,): (i64,) = db.read().await.unwrap().one(db::sql(what)).await.unwrap();
    count
}

async fn products(db: &Db) -> i64 {
    count(db, "SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_products WHERE status = 'active'").await
}

async fn events(db: &Db) -> i64 {
    count(db, "SELECT CAST(COUNT(*) AS BIGINT) FROM db_events").await
}

async fn offer_of(db: &Db, key: &'static str) -> catalog::Offer {
    let mut conn = db.read().await.unwrap();
    let id = catalog::products_by_source(&mut conn, &[key]).await.unwrap()[key];
    let (offer,): (domain::OfferId,) =
        conn.one(db::sql("SELECT id FROM catalog_offers WHERE product_id = $1").bind(id)).await.unwrap();
    catalog::offer(&mut conn, offer).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn three_broken_rows_stop_everything_unless_they_may_be_skipped() {
    on_both(|t| {
        Box::pin(async move {
            let mut text = icecat(1_200, 500);
            text.push_str("{\"id\":\"bad\",\"title\":\"x\"}\nnot json\n");
            text.push_str("{\"id\":\"7\",\"title\":\"again\",\"price\":5}\n");
            let path = write(t, "products.jsonl", &text);
            let mut options = ImportOptions::new(seller(1));
            let refused = run(t, &path, &options).await;
            assert_eq!((refused.outcome, refused.bad_rows, refused.rows), (Outcome::Refused, 3, 1_203));
            let told: Vec<_> = refused.problems.iter().map(|p| (p.line, p.column.as_str())).collect();
            assert_eq!(told, [(1_201, "price"), (1_202, "the whole line"), (1_203, "id")]);
            assert_eq!((products(&t.db()).await, events(&t.db()).await), (0, 0));

            options.skip_bad_rows = true;
            options.dry_run = true;
            assert_eq!(run(t, &path, &options).await.outcome, Outcome::WouldImport);
            assert_eq!((products(&t.db()).await, events(&t.db()).await), (0, 0));

            options.dry_run = false;
            let done = run(t, &path, &options).await;
            assert_eq!((done.outcome, done.tally.products_created), (Outcome::Imported, 1_200));
            assert_eq!(products(&t.db()).await, 1_200);
            let stock = count(&t.db(), "SELECT CAST(SUM(available) AS BIGINT) FROM inventory_stock").await;
            assert_eq!(stock, 1_200 * 25);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_is_told_how_far_each_phase_is() {
    on_both(|t| {
        Box::pin(async move {
            const ROWS: u64 = 3_500;
            // More than is read of a file at once, so that a beginning is not its end.
            let text = icecat(3_500, 500);
            let path = write(t, "a.jsonl", &text);
            let told = Mutex::new(Vec::new());
            let tell = |progress: Progress| told.lock().unwrap().push(progress);
            let report = importer(t).run(&path, &ImportOptions::new(seller(1)), tell).await.unwrap();
            importer(t).undo(report.import.unwrap(), tell).await.unwrap();

            let told = told.into_inner().unwrap();
            let mut phases: Vec<_> = told.iter().map(|progress| progress.phase).collect();
            phases.dedup();
            assert_eq!(phases, [Phase::Checking, Phase::Loading, Phase::Undoing]);
            let size = u64::try_from(text.len()).unwrap();
            // A product and its offer each are taken back.
            for (phase, total) in [(phases[0], size), (phases[1], ROWS), (phases[2], 2 * ROWS)] {
                let of_phase: Vec<_> = told.iter().filter(|progress| progress.phase == phase).collect();
                assert!(of_phase.iter().all(|progress| progress.total == total), "{of_phase:?}");
                let done: Vec<u64> = of_phase.iter().map(|progress| progress.done).collect();
                assert!(done[0] < total && done.last() == Some(&total), "{phase:?} of {total}: {done:?}");
                assert!(done.is_sorted(), "{phase:?} goes backwards: {done:?}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_again_changes_nothing_and_tells_nobody() {
    on_both(|t| {
        Box::pin(async move {
            let path = write(t, "a.jsonl", &icecat(700, 500));
            let options = ImportOptions::new(seller(1));
            run(t, &path, &options).await;
            let before = events(&t.db()).await;
            let again = run(t, &path, &options).await;
            assert_eq!((again.tally.products_unchanged, again.tally.offers_unchanged), (700, 700));
            assert_eq!(again.tally.products_created + again.tally.offers_changed, 0);
            assert_eq!(events(&t.db()).await, before);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_run_continues_behind_its_last_batch() {
    on_both(|t| {
        Box::pin(async move {
            let path = write(t, "a.jsonl", &icecat(1_700, 500));
            let options = ImportOptions::new(seller(1));
            let killed = {
                let (importer, path, options) = (importer(t), path.clone(), options.clone());
                tokio::spawn(async move {
                    let die = |p: Progress| assert!(p.phase != Phase::Loading || p.done < 1_000, "killed");
                    importer.run(&path, &options, die).await
                })
            };
            assert!(killed.await.unwrap_err().is_panic());
            assert_eq!(products(&t.db()).await, 1_000);
            let rest = run(t, &path, &options).await;
            assert_eq!((rest.continued_from, rest.tally.products_created), (1_000, 1_700));
            assert_eq!(products(&t.db()).await, 1_700);
            let runs = recent_runs(&mut t.db().read().await.unwrap(), 10).await.unwrap();
            assert_eq!(runs.len(), 1);
            assert_eq!((runs[0].state, runs[0].cursor), (RunState::Done, 1_700));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_withdraws_restores_and_leaves_alone_what_a_person_changed_since() {
    on_both(|t| {
        Box::pin(async move {
            let options = ImportOptions::new(seller(1));
            run(t, &write(t, "a.jsonl", &icecat(600, 500)), &options).await;
            let second = run(t, &write(t, "b.jsonl", &icecat(650, 900)), &options).await;
            assert_eq!((second.tally.offers_changed, second.tally.products_created), (600, 50));
            let id: ImportId = second.import.unwrap();
            let price = Money::new(777, domain::Currency::USD);
            for changed_then_made in ["icecat:3", "icecat:640"] {
                let by_hand = offer_of(&t.db(), changed_then_made).await.id;
                t.db()
                    .write(move |tx| {
                        Box::pin(async move { catalog::set_price(tx, by_hand, price, None).await })
                    })
                    .await
                    .unwrap();
            }

            let undone = importer(t).undo(id, |_| ()).await.unwrap();
            assert_eq!(undone, UndoReport { withdrawn: 98, restored: 599, left_alone: 3 });
            let (all, left) = left_alone(&mut t.db().read().await.unwrap(), id, 2).await.unwrap();
            let named: Vec<_> = left.iter().map(|left| (left.name.as_str(), left.why)).collect();
            assert_eq!((all, named), (3, vec![("ICE-3", Left::Changed), ("Acme cable 640", Left::Sold)]));
            assert_eq!(products(&t.db()).await, 601, "the offer changed by hand keeps its product");
            assert_eq!(offer_of(&t.db(), "icecat:3").await.price.minor(), 777);
            assert_eq!(offer_of(&t.db(), "icecat:4").await.price.minor(), 500);
            assert!(offer_of(&t.db(), "icecat:640").await.active);
            assert!(!offer_of(&t.db(), "icecat:641").await.active);
            assert!(matches!(importer(t).undo(id, |_| ()).await, Err(ImportError::UndoneAlready(_))));

            let again = run(t, &t.dir().join("b.jsonl"), &options).await;
            assert_eq!((again.tally.products_changed, again.tally.offers_changed), (49, 650));
            let stock = count(&t.db(), "SELECT CAST(SUM(available) AS BIGINT) FROM inventory_stock").await;
            assert_eq!(stock, 650 * 25, "goods are taken in once");
        })
    })
    .await;
}

/// An offer of this number on the product of another one's.
async fn offer_by_hand(t: &TestDb, sku: &'static str, beside: &'static str) {
    let product_id = offer_of(&t.db(), beside).await.product_id;
    let db = t.db();
    let write = db.write(move |tx| {
        Box::pin(async move {
            let offer = catalog::NewOffer {
                source_key: None,
                product_id,
                seller_id: seller(1),
                sku: sku.into(),
                condition: catalog::Condition::Good,
                price: Money::new(100, domain::Currency::USD),
                active: true,
            };
            catalog::upsert_offer(tx, offer).await
        })
    });
    write.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_goes_on_past_a_number_that_is_another_offers_now_and_names_it() {
    on_both(|t| {
        Box::pin(async move {
            let lines = |sku: &str, price: i64| {
                let own = format!(r#"{{"id":"own","title":"Jar","price":{price},"sku":"{sku}"}}"#);
                format!("{own}\n{}", icecat(600, price))
            };
            let options = ImportOptions::new(seller(1));
            run(t, &write(t, "a.jsonl", &lines("OLD", 500)), &options).await;
            let second = run(t, &write(t, "b.jsonl", &lines("NEW", 900)), &options).await;
            let id = second.import.unwrap();
            offer_by_hand(t, "OLD", "icecat:7").await;
            let undone = importer(t).undo(id, |_| ()).await.unwrap();
            assert_eq!(undone, UndoReport { withdrawn: 0, restored: 600, left_alone: 1 });
            let mut conn = t.db().read().await.unwrap();
            let left = LeftAlone { name: "NEW".into(), why: Left::SkuTaken, sku_before: Some("OLD".into()) };
            assert_eq!(left_alone(&mut conn, id, 10).await.unwrap(), (1, vec![left]));
            assert_eq!(import::run(&mut conn, id).await.unwrap().state, RunState::Undone);
            drop(conn);
            assert_eq!(offer_of(&t.db(), "icecat:own").await.price.minor(), 900);
            assert_eq!(offer_of(&t.db(), "icecat:9").await.price.minor(), 500);
            assert!(matches!(importer(t).undo(id, |_| ()).await, Err(ImportError::UndoneAlready(_))));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_with_a_known_code_is_offered_and_not_described_again() {
    on_both(|t| {
        Box::pin(async move {
            let line = r#"{"id":"1","title":"Xerox toner","price":5000,"ean":["0095205603217"]}"#;
            run(t, &write(t, "a.jsonl", line), &ImportOptions::new(seller(1))).await;
            let csv = "Handle,Title,Variant SKU,Variant Barcode,Variant Price\n\
                       toner,My toner,T-1,095205603217,44.00\n";
            let path = write(t, "shop.csv", csv);
            let other = run(t, &path, &ImportOptions::new(seller(2))).await;
            assert_eq!((other.tally.products_shared, other.tally.offers_created), (1, 1));
            let mut conn = t.db().read().await.unwrap();
            let code = Gtin::parse("0095205603217").unwrap();
            let product = catalog::product_by_ean(&mut conn, &code).await.unwrap().unwrap();
            assert_eq!(product.title, "Xerox toner");
            let offers = catalog::offers_of(&mut conn, product.id).await.unwrap();
            assert_eq!(offers.iter().map(|o| o.price.minor()).collect::<Vec<_>>(), [4_400, 5_000]);
            drop(conn);
            let same_seller = run(t, &path, &ImportOptions::new(seller(1))).await;
            assert_eq!(
                (same_seller.outcome, same_seller.problems[0].column.as_str()),
                (Outcome::Refused, "EAN")
            );
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_stands_in_two_rows_belongs_to_the_first() {
    on_both(|t| {
        Box::pin(async move {
            let mut text = String::new();
            for n in 0..1_100 {
                // The last row repeats the first one's code, two batches later.
                let ean = if n == 0 || n == 1_099 { "\"0095205603217\"" } else { "" };
                writeln!(text, r#"{{"id":"{n}","title":"T{n}","price":5,"ean":[{ean}]}}"#).unwrap();
            }
            let path = write(t, "a.jsonl", &text);
            let report = run(t, &path, &ImportOptions::new(seller(1))).await;
            assert_eq!(
                (report.tally.products_created, report.warnings, report.problems[0].line),
                (1_100, 1, 1_100)
            );
            let again = run(t, &path, &ImportOptions::new(seller(1))).await;
            assert_eq!((again.tally.products_unchanged, again.tally.offers_unchanged), (1_100, 1_100));
            let other = run(t, &path, &ImportOptions::new(seller(2))).await;
            assert_eq!((other.tally.products_unchanged, other.tally.offers_created), (1_100, 1_100));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_shops_with_the_same_handle_sell_two_products() {
    on_both(|t| {
        Box::pin(async move {
            for (n, title) in [(1, "Red shirt"), (2, "Blue shirt")] {
                let csv = format!("Handle,Title,Variant Price\nt-shirt,{title},5\n");
                let path = write(t, &format!("{n}.csv"), &csv);
                let report = run(t, &path, &ImportOptions::new(seller(n))).await;
                assert_eq!(report.tally.products_created, 1);
            }
            let mut conn = t.db().read().await.unwrap();
            let first = catalog::product_by_slug(&mut conn, "t-shirt").await.unwrap().unwrap();
            assert_eq!(first.product.title, "Red shirt");
        })
    })
    .await;
}

pub(crate) fn picture(colour: [u8; 3]) -> Vec<u8> {
    let image = image::RgbImage::from_pixel(64, 48, image::Rgb(colour));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn tar_with(path: &Path, files: &[(&str, Vec<u8>)]) {
    let mut tar = tar::Builder::new(std::fs::File::create(path).unwrap());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    tar.finish().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_come_from_the_folder_and_its_archives_and_from_nowhere_else() {
    on_both(|t| {
        Box::pin(async move {
            std::fs::write(t.dir().join("secret.png"), picture([1, 2, 3])).unwrap();
            let csv = "Handle,Title,Variant Price,Image Src,Published\n\
                       a,A,1,t/a.png,TRUE\n\
                       b,B,1,b.png,TRUE\n\
                       c,C,1,../secret.png,TRUE\n\
                       d,D,1,http://127.0.0.1/x.png,TRUE\n\
                       e,E,1,broken.png,FALSE\n\
                       f,F,1,missing.png,TRUE\n";
            write(t, "shop/products.csv", csv);
            write(t, "shop/notes.txt", "nothing");
            write(t, "shop/broken.png", "no picture");
            std::fs::write(t.dir().join("shop/b.png"), picture([200, 10, 10])).unwrap();
            tar_with(&t.dir().join("shop/thumbnails.tar"), &[("t/a.png", picture([10, 200, 10]))]);
            let report = run(t, &t.dir().join("shop"), &ImportOptions::new(seller(1))).await;
            assert_eq!((report.outcome, report.tally.pictures, report.warnings), (Outcome::Imported, 2, 4));
            let lines: Vec<_> = report.problems.iter().map(|p| p.line).collect();
            assert_eq!(lines, [4, 5, 6, 7]);
            assert!(report.problems.iter().all(|p| p.severity == Severity::Warning));
            let mut conn = t.db().read().await.unwrap();
            let a = catalog::product_by_slug(&mut conn, "a").await.unwrap().unwrap();
            assert_eq!((a.pictures.len(), a.pictures[0].colour.as_str()), (1, "#0ac80a"));
            let e = catalog::product_by_slug(&mut conn, "e").await.unwrap().unwrap();
            assert_eq!((e.product.status, e.offers.len(), e.pictures.len()), (ProductStatus::Hidden, 0, 0));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_catalogue_is_refused_with_a_reason() {
    let t = TestDb::sqlite().await;
    let options = ImportOptions::new(seller(1));
    let run = async |path: PathBuf| importer(&t).run(&path, &options, |_| ()).await.unwrap_err();
    assert!(matches!(run(t.dir().join("nowhere")).await, ImportError::Read { .. }));
    assert!(matches!(run(write(&t, "x.csv", "a,b\n1,2\n")).await, ImportError::UnknownFormat { .. }));
    std::fs::write(t.dir().join("y.csv"), b"\xff\xfeH\0a\0").unwrap();
    assert!(matches!(run(t.dir().join("y.csv")).await, ImportError::Utf16));
    write(&t, "empty/readme.md", "x");
    assert!(matches!(run(t.dir().join("empty")).await, ImportError::NothingFound { .. }));
    write(&t, "two/a.jsonl", "{}");
    write(&t, "two/b.jsonl", "{}");
    assert!(matches!(run(t.dir().join("two")).await, ImportError::SeveralFound { .. }));
    std::fs::write(t.dir().join("z.jsonl.gz"), b"\x1f\x8b\x08 not gzip").unwrap();
    let progress = Arc::new(|_: Progress| ());
    assert!(importer(&t).run(&t.dir().join("z.jsonl.gz"), &options, move |p| progress(p)).await.is_err());
}
