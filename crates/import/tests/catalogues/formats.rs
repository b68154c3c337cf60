//! What a source without prices, a tree of categories and a seller's own name do, on both databases.
use super::small::{count, run, seller, write};
use db::testing::{TestDb, on_both};
use domain::{Currency, Money};
use import::*;

const BOOKS: &str = "book_id,isbn,isbn13,authors,title\n1,306406152,9.7803e+12,\"Ann Ink, Bo Quill\",One\n\
                     2,,,Ann Ink,Two\n";
const PHONES: &str = r#"[
  {"name":"Acme phone","brand":"Acme","categories":["Cell Phones","Prepaid"],"price":49.99,"image":"https://x.example/111_sb.jpg"},
  {"name":"Acme case","brand":"Acme","categories":["Cell Phones","Cell Phone Accessories","Cases"],"price":5,"image":"https://x.example/112_sb.jpg"}
]"#;

fn in_the_name_of(n: u128) -> ImportOptions {
    ImportOptions { scope: Scope::Seller, keep_pictures: true, ..ImportOptions::new(seller(n)) }
}

async fn title_of(t: &TestDb, ean: &str) -> String {
    let code = catalog::Gtin::parse(ean).unwrap();
    let mut conn = t.db().read().await.unwrap();
    catalog::product_by_ean(&mut conn, &code).await.unwrap().unwrap().title
}

#[tokio::test(flavor = "multi_thread")]
async fn the_content_tells_the_format_and_the_tree_follows_the_paths() {
    on_both(|t| {
        Box::pin(async move {
            let path = write(t, "products.json", PHONES);
            let report = run(t, &path, &ImportOptions::new(seller(1))).await;
            assert_eq!((report.format, report.tally.offers_created), (Format::BestBuy, 2));
            let mut conn = t.db().read().await.unwrap();
            let tree = catalog::category_tree(&mut conn).await.unwrap();
            let cases = tree.by_slug("cases").unwrap();
            assert_eq!(cases.path, "cell-phones/cell-phone-accessories/cases");
            let class = domain::commission::CommissionClass::ElectronicsAccessories;
            assert_eq!(cases.commission_class, class);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn books_are_catalogued_until_a_price_is_given() {
    on_both(|t| {
        Box::pin(async move {
            let path = write(t, "books.csv", BOOKS);
            let mut options = ImportOptions::new(seller(1));
            let report = run(t, &path, &options).await;
            assert_eq!((report.format, report.tally.products_created), (Format::Books, 2));
            assert_eq!((report.tally.offers_created, report.tally.products_without_price), (0, 2));
            assert_eq!(title_of(t, "9780306406157").await, "One");

            options.price = Some(Money::new(1_290, Currency::USD));
            let priced = run(t, &path, &options).await;
            assert_eq!((priced.tally.products_unchanged, priced.tally.offers_created), (2, 2));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sellers_file_neither_renames_anothers_product_nor_makes_departments() {
    on_both(|t| {
        Box::pin(async move {
            let theirs =
                r#"{"id":"1","title":"Good kettle","ean":["9780306406157"],"price":500,"attr_n_weight":1.0}"#;
            run(t, &write(t, "a.jsonl", theirs), &ImportOptions::new(seller(1))).await;
            let categories = "SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_categories";
            let before = count(&t.db(), categories).await;

            // The same number and code, another title and price: it is offered as it is.
            let mine = concat!(
                r#"{"id":"1","title":"Bad kettle","ean":["9780306406157"],"price":400}"#,
                "\n",
                r#"{"id":"2","title":"My own thing","price":300,"category":["Top of all","My shop"]}"#
            );
            let path = write(t, "b.jsonl", mine);
            let report = run(t, &path, &in_the_name_of(2)).await;
            assert_eq!((report.tally.products_shared, report.tally.products_created), (1, 1));
            assert_eq!(report.tally.offers_created, 2);
            assert_eq!(title_of(t, "9780306406157").await, "Good kettle");
            assert_eq!(count(&t.db(), categories).await, before + 1, "one for the rest, no department");

            // The second time it is this seller's offer: the price follows, the title stays.
            let changed = mine.replace("400", "450").replace("My own thing", "My better thing");
            let report = run(t, &write(t, "c.jsonl", &changed), &in_the_name_of(2)).await;
            assert_eq!((report.outcome, report.tally.offers_changed), (Outcome::Imported, 1));
            assert_eq!(report.tally.products_changed, 1, "one's own product is one's own to describe");
            assert_eq!(title_of(t, "9780306406157").await, "Good kettle");
            let others = "SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_offers WHERE price_minor = 500";
            assert_eq!(count(&t.db(), others).await, 1, "the other seller's offer is as it was");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_made_by_hand_follows_the_file_by_its_number() {
    on_both(|t| {
        Box::pin(async move {
            run(t, &write(t, "a.jsonl", r#"{"id":"1","title":"Kettle","price":500}"#), &ImportOptions::new(seller(2))).await;
            let line = r#"{"id":"77","title":"Something else","sku":"ICE-1","price":450,"status":"hidden"}"#;
            let path = write(t, "b.jsonl", line);
            let report = run(t, &path, &in_the_name_of(2)).await;
            assert_eq!((report.tally.offers_changed, report.tally.products_created), (1, 0));
            let now = "SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_offers WHERE price_minor = 450 AND active = FALSE";
            assert_eq!(count(&t.db(), now).await, 1);
            super::small::importer(t).undo(report.import.unwrap(), |_| ()).await.unwrap();
            let back = "SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_offers WHERE price_minor = 500 AND active = TRUE";
            assert_eq!(count(&t.db(), back).await, 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sellers_rows_need_a_price_in_the_sellers_currency() {
    on_both(|t| {
        Box::pin(async move {
            let options = ImportOptions { currency: Currency::EUR, ..in_the_name_of(2) };
            let report = run(t, &write(t, "books.csv", BOOKS), &options).await;
            assert_eq!((report.outcome, report.bad_rows), (Outcome::Refused, 2));
            assert!(report.problems[0].reason.to_string().contains("missing"), "{:?}", report.problems);
            let dollars = write(t, "a.jsonl", r#"{"id":"1","title":"Kettle","price":500}"#);
            let report = run(t, &dollars, &options).await;
            assert!(report.problems[0].reason.to_string().contains("in EUR"), "{:?}", report.problems);
        })
    })
    .await;
}
