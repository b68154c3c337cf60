//! The real catalogues, where they are present. Prints how long they took.
use db::testing::{TestDb, on_both};
use domain::{SellerId, TypedId};
use import::*;
use pictures::{Pictures, local_store};
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

/// A catalogue of the folder that `ORINOCO_DATA` names, or that stands beside the repository. Where it is named and not
/// there, a run that nobody watches (`CI`) must not pass for having imported.
pub(crate) fn data(name: &str) -> Option<PathBuf> {
    let named = std::env::var_os("ORINOCO_DATA").map(PathBuf::from);
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let path = named.clone().unwrap_or_else(beside).join("catalog").join(name);
    if path.exists() {
        return Some(path);
    }
    assert!(named.is_none() || std::env::var_os("CI").is_none(), "{} is not there", path.display());
    // Written past what the test's own output is kept in: a skip that nobody sees passes for a test.
    let said = format!(
        "SKIPPED, NOTHING IS IMPORTED: {} is not there; ORINOCO_DATA names the folder\n",
        path.display()
    );
    std::io::stderr().write_all(said.as_bytes()).unwrap();
    None
}

fn importer(t: &TestDb) -> Importer {
    Importer::new(t.db(), Pictures::open(t.db(), local_store(&t.dir().join("objects")).unwrap()))
}

async fn count(t: &TestDb, what: &'static str) -> i64 {
    let (count,): (i64,) = t.db().read().await.unwrap().one(db::sql(what)).await.unwrap();
    count
}

#[tokio::test(flavor = "multi_thread")]
async fn icecat_comes_in_whole_and_a_second_time_changes_nothing() {
    let Some(path) = data("icecat") else { return };
    on_both(|t| {
        let path = path.clone();
        Box::pin(async move {
            let options = ImportOptions::new(SellerId::from_uuid(uuid::Uuid::from_u128(1)));
            let start = Instant::now();
            let report = importer(t).run(&path, &options, |_| ()).await.unwrap();
            eprintln!("icecat on {}: {:?} {:?}", t.db().engine(), start.elapsed(), report.tally);
            for problem in report.problems.iter().take(5) {
                eprintln!("  {problem}");
            }
            assert_eq!((report.rows, report.bad_rows, report.tally.products_created), (19_406, 0, 19_406));
            let categories = count(t, "SELECT CAST(COUNT(DISTINCT category_id) AS BIGINT) FROM catalog_products").await;
            assert!(categories > 60, "{categories} categories");
            let other = "SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_products AS p
                         JOIN catalog_categories AS c ON c.id = p.category_id WHERE c.path = 'more-electronics'";
            let other = count(t, other).await;
            assert!(other < 1_200, "{other} products have no better place");
            let start = Instant::now();
            let again = importer(t).run(&path, &options, |_| ()).await.unwrap();
            eprintln!("icecat again on {}: {:?}", t.db().engine(), start.elapsed());
            assert_eq!((again.tally.products_unchanged, again.tally.offers_unchanged), (19_406, 19_406));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fashion_comes_in_with_every_picture() {
    let Some(path) = data("fashion") else { return };
    on_both(|t| {
        let path = path.clone();
        Box::pin(async move {
            let options = ImportOptions::new(SellerId::from_uuid(uuid::Uuid::from_u128(1)));
            let start = Instant::now();
            let report = importer(t).run(&path, &options, |_| ()).await.unwrap();
            eprintln!("fashion on {}: {:?} {:?}", t.db().engine(), start.elapsed(), report.tally);
            for problem in report.problems.iter().take(5) {
                eprintln!("  {problem}");
            }
            assert_eq!((report.rows, report.bad_rows, report.tally.products_created), (2_766, 0, 2_766));
            let pictures = count(t, "SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_product_pictures").await;
            // Of the set's pictures one is missing and one is cut off: both rows come in without, and are named.
            assert_eq!(pictures, 2_764);
            let left_out = report.problems.iter().filter(|p| p.to_string().contains("is left out")).count();
            assert_eq!(left_out, 2);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bestbuy_comes_in_whole_with_its_tree_of_categories() {
    let Some(path) = data("bestbuy") else { return };
    on_both(|t| {
        let path = path.clone();
        Box::pin(async move {
            let options = ImportOptions::new(SellerId::from_uuid(uuid::Uuid::from_u128(1)));
            let start = Instant::now();
            let report = importer(t).run(&path, &options, |_| ()).await.unwrap();
            eprintln!("bestbuy on {}: {:?} {:?}", t.db().engine(), start.elapsed(), report.tally);
            for problem in report.problems.iter().take(5) {
                eprintln!("  {problem}");
            }
            assert_eq!((report.rows, report.bad_rows, report.tally.offers_created), (3_291, 0, 3_291));
            let deepest = "SELECT CAST(MAX(LENGTH(path) - LENGTH(REPLACE(path, '/', ''))) AS BIGINT) FROM catalog_categories";
            assert_eq!(count(t, deepest).await, 4, "five names deep");
            let again = importer(t).run(&path, &options, |_| ()).await.unwrap();
            assert_eq!((again.tally.products_unchanged, again.tally.offers_unchanged), (3_291, 3_291));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn books_come_in_whole_and_are_not_for_sale_without_a_price() {
    let Some(path) = data("books") else { return };
    on_both(|t| {
        let path = path.clone();
        Box::pin(async move {
            let options = ImportOptions::new(SellerId::from_uuid(uuid::Uuid::from_u128(1)));
            let start = Instant::now();
            let report = importer(t).run(&path, &options, |_| ()).await.unwrap();
            eprintln!("books on {}: {:?} {:?}", t.db().engine(), start.elapsed(), report.tally);
            eprintln!("  {} warnings", report.warnings);
            for problem in report.problems.iter().take(5) {
                eprintln!("  {problem}");
            }
            assert_eq!((report.rows, report.bad_rows, report.tally.products_created), (10_000, 0, 10_000));
            assert_eq!((report.tally.offers_created, report.tally.products_without_price), (0, 10_000));
            let codes =
                count(t, "SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_eans WHERE ean LIKE '97%'").await;
            eprintln!("  {codes} have an EAN");
            assert!(codes > 9_000, "{codes}");
        })
    })
    .await;
}
