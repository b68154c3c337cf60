//! A catalogue out, in, and out again.
use super::small::{importer, run, seller, write};
use db::testing::{TestDb, on_both};
use futures::TryStreamExt as _;
use import::*;

/// Products with everything that a file must keep: markup that is text, two codes, units, an own number, a category.
const LINES: &str = concat!(
    r#"{"id":"7","title":"Acme \"fine\" kettle é","supplier":"Acme","short_description":"<p>3 &lt; 5 &amp; more</p><p>Two</p>","ean":["9780306406157","0036000291452"],"price":4995,"attr_n_weight":12.0,"attr_b_touchscreen":false}"#,
    "\n",
    r#"{"id":"8","title":"Plain","price":100,"currency":"EUR","sku":"A-1","quantity":3,"category":["Kitchen","Pots"],"status":"hidden"}"#,
    "\n"
);
const SHOP: &str = "Handle,Title,Vendor,Product Category,Variant SKU,Variant Inventory Qty,Variant Price\n\
                    hat,Felt hat,Casa,Clothing > Hats,H-1,4,19.90\n";

async fn exported(t: &TestDb) -> String {
    let stream = export::export(t.db(), seller(1), Format::Icecat).unwrap();
    let pieces: Vec<Vec<u8>> = stream.try_collect().await.unwrap();
    String::from_utf8(pieces.concat()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn out_in_and_out_again_is_the_same_bytes() {
    on_both(|t| {
        Box::pin(async move {
            let operator = ImportOptions::new(seller(1));
            run(t, &write(t, "a.jsonl", LINES), &operator).await;
            run(t, &write(t, "b.csv", SHOP), &operator).await;
            let first = exported(t).await;
            assert_eq!(first.lines().count(), 3, "{first}");
            assert!(first.contains(r#""price":100,"currency":"EUR","sku":"A-1","quantity":3,"status":"hidden","category":["Kitchen","Pots"]"#), "{first}");

            // Into a shop that has nothing yet.
            let fresh = TestDb::sqlite().await;
            let path = write(&fresh, "out.jsonl", &first);
            let report = run(&fresh, &path, &operator).await;
            assert_eq!((report.bad_rows, report.tally.products_created), (0, 3), "{:?}", report.problems);
            assert_eq!(exported(&fresh).await, first);

            // Into the shop that it came from, in the seller's own name.
            let mine = ImportOptions { scope: Scope::Seller, keep_pictures: true, ..operator };
            let euros = first.lines().find(|line| line.contains("EUR")).unwrap();
            let dollars = first.replace(&format!("{euros}\n"), "");
            let report = importer(t).run(&write(t, "out.jsonl", &dollars), &mine, |_| ()).await.unwrap();
            assert_eq!((report.outcome, report.tally.offers_unchanged), (Outcome::Imported, 2));
            assert_eq!(report.tally.products_created + report.tally.products_changed, 0);
            assert_eq!(exported(t).await, first);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catalogue_of_several_pages_is_exported_whole() {
    on_both(|t| {
        Box::pin(async move {
            let path = write(t, "a.jsonl", &super::small::icecat(1_000, 500));
            run(t, &path, &ImportOptions::new(seller(1))).await;
            let text = exported(t).await;
            let skus: std::collections::BTreeSet<&str> =
                text.lines().filter_map(|line| line.split("\"sku\":\"").nth(1)?.split('"').next()).collect();
            assert_eq!((text.lines().count(), skus.len()), (1_000, 1_000));
        })
    })
    .await;
    assert!(export::writer(Format::Books).is_none(), "what is only read says so");
}
