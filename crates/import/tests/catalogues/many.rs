//! Many rows in bounded memory. Ignored: `cargo test --release -p import --test catalogues -- --ignored --nocapture
//! hundred_thousand` prints time and peak.
use super::small::{icecat, importer, pictures, run, seller, write};
use db::testing::TestDb;
use domain::Currency;
use futures::TryStreamExt as _;
use import::export::{Export, ExportOptions, PictureNames};
use import::*;
use std::time::Instant;

/// The most memory that this process had, in kilobytes, as Linux counts it.
fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute; measures"]
async fn a_hundred_thousand_rows_take_little_more_memory_than_ten_thousand() {
    let mut peaks = Vec::new();
    for rows in [10_000, 100_000] {
        let t = TestDb::sqlite().await;
        let path = write(&t, "many.jsonl", &icecat(rows, 500));
        let options = ImportOptions::new(seller(1));
        let begun = Instant::now();
        let preview = importer(&t).rehearse(&path, &options, |_| (), |_| Ok(())).await.unwrap();
        let previewed = begun.elapsed();
        let begun = Instant::now();
        let report = importer(&t).run(&path, &options, |_| ()).await.unwrap();
        assert_eq!((preview.new, report.tally.products_created), (rows as u64, rows as u64));
        let peak = peak_kb();
        eprintln!(
            "{rows} rows: previewed in {previewed:?}, imported in {:?}, peak {peak:?} kB",
            begun.elapsed()
        );
        peaks.extend(peak);
    }
    if let [few, many] = peaks[..] {
        assert!(many < few + 100_000, "ten times the rows took {} kB more", many - few);
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute; measures"]
async fn a_hundred_thousand_offers_leave_as_shopifys_table_piece_by_piece() {
    let t = TestDb::sqlite().await;
    run(&t, &write(&t, "many.jsonl", &icecat(100_000, 500)), &ImportOptions::new(seller(1))).await;
    let before = peak_kb();
    let begun = Instant::now();
    let pictures_as = PictureNames::Addresses("https://shop.example.com".into());
    let options =
        ExportOptions { seller: seller(1), currency: Currency::USD, pictures: pictures_as, costs: true };
    let export = Export::new(t.db(), pictures(&t), Format::Shopify, options);
    let mut stream = std::pin::pin!(export.stream());
    let (mut bytes, mut first, mut largest) = (0, None, 0);
    while let Some(piece) = stream.try_next().await.unwrap() {
        first.get_or_insert_with(|| begun.elapsed());
        bytes += piece.len();
        largest = largest.max(piece.len());
    }
    eprintln!(
        "{bytes} bytes in {:?}, the first after {first:?}, the largest piece {largest}; peak {before:?} kB before, {:?} kB \
         after",
        begun.elapsed(),
        peak_kb()
    );
    assert!(bytes > 10_000_000 && largest < 1_000_000, "{bytes} bytes, {largest} at once");
    if let (Some(before), Some(after)) = (before, peak_kb()) {
        assert!(after < before + 50_000, "it took {} kB more", after - before);
    }
}
