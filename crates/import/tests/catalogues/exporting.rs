//! A catalogue out, in, and out again.
use super::small::{importer, pictures, run, seller, write};
use db::testing::{TestDb, on_both};
use domain::{Currency, Money};
use futures::TryStreamExt as _;
use import::export::{Export, ExportOptions, Exported, PictureNames};
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

fn export(t: &TestDb, format: Format) -> Export {
    let pictures_as = PictureNames::Addresses("https://shop.example.com".into());
    let options =
        ExportOptions { seller: seller(1), currency: Currency::USD, pictures: pictures_as, costs: true };
    Export::new(t.db(), pictures(t), format, options)
}

/// As a page sends it.
async fn sent(t: &TestDb, format: Format) -> String {
    let pieces: Vec<Vec<u8>> = export(t, format).stream().try_collect().await.unwrap();
    String::from_utf8(pieces.concat()).unwrap()
}

async fn exported(t: &TestDb) -> String {
    sent(t, Format::Icecat).await
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
}

/// What came in by `first` goes out, into a shop that has nothing yet, and out again: the same bytes. Where it came
/// from, and where it went to, nothing changes by importing it once more.
async fn goes_round(t: &TestDb, format: Format, first: &std::path::Path, options: &ImportOptions) -> String {
    let report = run(t, first, options).await;
    assert_eq!(report.outcome, Outcome::Imported, "{:?}", report.problems);
    let out = sent(t, format).await;
    let fresh = TestDb::sqlite().await;
    let name = if out.starts_with('{') { "out.jsonl" } else { "out.csv" };
    for shop in [&fresh, &fresh, t] {
        let report = run(shop, &write(shop, name, &out), &ImportOptions::new(seller(1))).await;
        assert_eq!((report.outcome, report.format), (Outcome::Imported, format), "{:?}", report.problems);
        assert_eq!((report.bad_rows, report.warnings), (0, 0), "{:?}", report.problems);
        let tally = report.tally;
        assert_eq!((tally.products_changed, tally.offers_changed, tally.products_shared), (0, 0, 0));
        assert_eq!(sent(shop, format).await, out);
    }
    let again = run(t, &t.dir().join(name), &ImportOptions::new(seller(1))).await;
    assert_eq!((again.tally.products_created, again.tally.offers_created), (0, 0));
    out
}

const PHONES: &str = r#"[
  {"name":"Acme \"fine\" phone","brand":"Acme","categories":["Cell Phones","Cell Phones","Prepaid"],"price":49.99,
   "type":"Hard good","image":"https://x.example/111_sb.jpg","description":"<p>3 &lt; 5 &amp; more</p><p>Two</p>"},
  {"sku":17,"name":"Acme cable","manufacturer":"Acme","upc":"036000291452","price":5,"model":"C-1","color":"Red",
   "category":[{"id":"a","name":"Phones"},{"id":"b","name":"Cables"}]},
  {"sku":"18","name":"'=Acme","price":"1200.50","categories":[],"quantity":0,"active":false,"seller_sku":"'@18",
   "details":[{"name":"Weight","value":"2","unit":"g"},{"name":"Model","value":"None"}]}
]"#;

#[tokio::test(flavor = "multi_thread")]
async fn best_buys_articles_go_round_byte_by_byte() {
    on_both(|t| {
        Box::pin(async move {
            let first = write(t, "products.json", PHONES);
            let out = goes_round(t, Format::BestBuy, &first, &ImportOptions::new(seller(1))).await;
            let lines: Vec<&str> = out.lines().collect();
            assert_eq!(lines.len(), 3, "{out}");
            assert!(lines[0].starts_with(r#"{"sku":"18","name":"'=Acme","price":1200.5,"#), "{out}");
            assert!(lines[0].ends_with(r#""seller_sku":"'@18","quantity":0,"active":false}"#), "{out}");
            assert!(
                lines[1]
                    .contains(r#""price":49.99,"categories":["Cell Phones","Prepaid"],"type":"Hard good""#),
                "{out}"
            );
            assert!(lines[2].contains(r#""upc":"0036000291452","price":5.0,"#), "{out}");
        })
    })
    .await;
}

const BOOKS: &str = "book_id,isbn,isbn13,authors,original_publication_year,original_title,title,language_code\n\
    1,306406152,9.78030640615e+12,\"Ann Ink, Bo Quill\",-720.0,Das Buch,The Book (A Row of Books #1),en-US\n\
    2,,9.78030640615e+12,Ann Ink,,,\"Second, \"\"part\"\" two\",\n\
    3,,9780804429573,Ann Ink,2008.0,Third,Third,eng\n";

#[tokio::test(flavor = "multi_thread")]
async fn books_go_round_byte_by_byte() {
    on_both(|t| {
        Box::pin(async move {
            let price = Some(Money::new(1_290, Currency::USD));
            let options = ImportOptions { price, ..ImportOptions::new(seller(1)) };
            // What is no book has no place in the table.
            run(t, &write(t, "shop.csv", SHOP), &ImportOptions::new(seller(1))).await;
            let out = goes_round(t, Format::Books, &write(t, "books.csv", BOOKS), &options).await;
            let lines: Vec<&str> = out.lines().collect();
            assert_eq!(lines.len(), 4, "{out}");
            let first = "1,9780306406157,\"Ann Ink, Bo Quill\",-720,Das Buch,The Book (A Row of Books #1),eng,12.90,\
                         BOOK-1,25,active,,";
            assert_eq!(lines[1], first);
            let mut file = Vec::new();
            let done = export(t, Format::Books).write(&mut file).await.unwrap();
            assert_eq!(String::from_utf8(file).unwrap(), out);
            assert_eq!(done, Exported { products: 3, offers: 3, pictures: 0, left_out: 1 });
        })
    })
    .await;
}

/// Whatever the catalogue holds goes out as a row that is read again, and is the same bytes afterwards.
#[tokio::test(flavor = "multi_thread")]
async fn what_came_from_elsewhere_goes_round_in_other_formats() {
    on_both(|t| {
        Box::pin(async move {
            let book = r#"{"id":"9","title":"@Home","price":700,"supplier":"n/a","sku":"-1","attributes":[["Pages","9"],["Author","Bo, @Ann"],["Language","Klingon"]],"category":["Books","Books"],"short_description":"-1 &lt;b&gt;"}"#;
            let lines = format!("{LINES}{}\n", book.replace("\"@Home", "\"Home"));
            run(t, &write(t, "a.jsonl", &lines), &ImportOptions::new(seller(1))).await;
            run(t, &write(t, "b.csv", SHOP), &ImportOptions::new(seller(1))).await;
            for (format, name, rows) in [(Format::BestBuy, "out.jsonl", 3), (Format::Books, "out.csv", 1)] {
                let out = sent(t, format).await;
                let fresh = TestDb::sqlite().await;
                let report = run(&fresh, &write(&fresh, name, &out), &ImportOptions::new(seller(1))).await;
                assert_eq!((report.bad_rows, report.warnings), (0, 0), "{:?}", report.problems);
                assert_eq!(report.tally.offers_created, rows, "{out}");
                assert_eq!(sent(&fresh, format).await, out);
                // In their own name a seller's offers are known by their numbers.
                let mine = ImportOptions { scope: Scope::Seller, ..ImportOptions::new(seller(1)) };
                let report = run(t, &write(t, name, &out), &mine).await;
                assert_eq!((report.outcome, report.tally.offers_unchanged), (Outcome::Imported, rows));
                assert_eq!(sent(t, format).await, out);
            }
        })
    })
    .await;
}

/// The real ones, where they are present.
#[tokio::test(flavor = "multi_thread")]
async fn real_catalogues_go_round_byte_by_byte() {
    for (format, folder, most) in [(Format::BestBuy, "bestbuy", 3_291), (Format::Books, "books", 10_000)] {
        let Some(path) = super::real::data(folder) else { continue };
        let shop = TestDb::sqlite().await;
        let price = Some(Money::new(1_290, Currency::USD));
        let out =
            goes_round(&shop, format, &path, &ImportOptions { price, ..ImportOptions::new(seller(1)) }).await;
        let head = usize::from(format == Format::Books);
        assert!(out.lines().count() - head == most, "{} lines", out.lines().count());
    }
}
