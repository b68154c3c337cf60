//! Many rows in bounded memory. Ignored: `cargo test --release -p import --test catalogues -- --ignored --nocapture
//! hundred_thousand` prints time and peak.
use super::small::{icecat, importer, seller, write};
use db::testing::TestDb;
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
