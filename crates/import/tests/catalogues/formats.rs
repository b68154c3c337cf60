//! What a source without prices, a tree of categories and a seller's own name do, on both databases.
use super::small::{count, run, seller, write};
use db::testing::{TestDb, on_both};
use domain::commission::CommissionClass;
use domain::listing::{ListingRule, RestrictedBrand};
use domain::{AccountId, Currency, Money};
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
            let now = conn.now();
            let held = catalog::classes_at(&mut conn, &[cases.id], now).await.unwrap();
            assert_eq!(held[&cases.id].class, class);
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

/// Says what the kitchen asks for.
async fn said(t: &TestDb, rule: ListingRule) {
    let said: Result<bool, listing::ListingError> = t
        .db()
        .write(move |tx| {
            let rule = rule.clone();
            Box::pin(async move {
                let kitchen =
                    catalog::ensure_category_path(tx, &["Kitchen"], CommissionClass::Standard).await?.id;
                let by = tx.new_id::<AccountId>();
                listing::say(tx, kitchen, rule, by).await
            })
        })
        .await;
    assert!(said.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sellers_file_is_held_to_what_categories_ask_for_and_what_is_there_is_not() {
    on_both(|t| {
        Box::pin(async move {
            let theirs = concat!(
                r#"{"id":"1","title":"Kettle","supplier":"Acme","ean":["9780306406157"],"price":500,"category":["Kitchen","Kettles"]}"#,
                "\n",
                r#"{"id":"2","title":"Pan","supplier":"Acme","ean":["4006381333931"],"price":900,"category":["Kitchen","Pans"]}"#,
            );
            let theirs = write(t, "a.jsonl", theirs);
            run(t, &theirs, &ImportOptions::new(seller(1))).await;
            let before = r#"{"id":"p","title":"Pan","ean":["4006381333931"],"price":800}"#;
            run(t, &write(t, "b.jsonl", before), &in_the_name_of(2)).await;
            let brands = vec![RestrictedBrand { brand: "Acme".into(), sellers: vec![seller(1)] }];
            said(t, ListingRule { required: vec!["Material".into()], approval: false, brands }).await;

            let mine = concat!(
                r#"{"id":"k","title":"Kettle","ean":["9780306406157"],"price":400}"#,
                "\n",
                r#"{"id":"a","title":"My kettle","price":300,"category":["Kitchen","Kettles","Mine"]}"#,
                "\n",
                r#"{"id":"b","title":"Copy","supplier":"ACME","price":300,"category":["Kitchen"],"attributes":[["Material","Tin"]]}"#,
                "\n",
                r#"{"id":"c","title":"My pot","price":300,"category":["Kitchen"],"attributes":[["material","Steel"]]}"#,
                "\n",
                r#"{"id":"d","title":"My rope","price":300,"category":["Garden"]}"#,
                "\n",
                r#"{"id":"p","title":"Pan","ean":["4006381333931"],"price":750}"#,
            );
            let mine = write(t, "c.jsonl", mine);
            let report = run(t, &mine, &in_the_name_of(2)).await;
            let found: Vec<_> = report.problems.iter().map(|p| (p.line, p.reason.clone())).collect();
            let brand = || Reason::BrandRefused { brand: "Acme".into() };
            let missing = Reason::AttributesMissing { names: "Material".into() };
            assert_eq!(found, [(1, brand()), (2, missing), (3, brand())]);
            let good = ImportOptions { skip_bad_rows: true, ..in_the_name_of(2) };
            let report = run(t, &mine, &good).await;
            assert_eq!((report.tally.products_created, report.tally.offers_created), (2, 2));
            assert_eq!(report.tally.offers_changed, 1, "the offer that was there before the rule follows the file");

            said(t, ListingRule { approval: true, ..ListingRule::default() }).await;
            let next = concat!(
                r#"{"id":"c","title":"My pot","price":250,"category":["Kitchen"]}"#,
                "\n",
                r#"{"id":"e","title":"My lid","price":100,"category":["Kitchen"]}"#,
            );
            let report = run(t, &write(t, "d.jsonl", next), &good).await;
            let found: Vec<_> = report.problems.iter().map(|p| (p.line, p.reason.clone())).collect();
            assert_eq!((found, report.tally.offers_changed), (vec![(2, Reason::NeedsApproval)], 1));
            assert_eq!(run(t, &theirs, &ImportOptions::new(seller(1))).await.bad_rows, 0, "the operator's own");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sellers_file_changes_no_brand_and_no_category_past_what_categories_ask_for() {
    on_both(|t| {
        Box::pin(async move {
            let theirs = concat!(
                r#"{"id":"1","title":"Kettle","price":500,"category":["Kitchen"]}"#,
                "\n",
                r#"{"id":"2","title":"Rope","price":900,"category":["Garden"]}"#,
            );
            run(t, &write(t, "a.jsonl", theirs), &ImportOptions::new(seller(1))).await;
            let before = concat!(
                r#"{"id":"pot","title":"Pot","supplier":"Bree","price":300,"category":["Kitchen"],"attributes":[["Material","Tin"]]}"#,
                "\n",
                r#"{"id":"hose","title":"Hose","price":300,"category":["Garden"]}"#,
                "\n",
                r#"{"id":"old","title":"Old pan","supplier":"Acme","price":300,"category":["Kitchen"]}"#,
                "\n",
                r#"{"id":"lid","title":"Lid","price":300,"category":["Kitchen"],"attributes":[["Material","Tin"]]}"#,
            );
            run(t, &write(t, "b.jsonl", before), &in_the_name_of(2)).await;
            let brands = vec![RestrictedBrand { brand: "Acme".into(), sellers: vec![seller(1)] }];
            said(t, ListingRule { required: vec!["Material".into()], approval: false, brands }).await;

            let after = concat!(
                r#"{"id":"pot","title":"Pot","supplier":"ACME","price":300,"category":["Kitchen"],"attributes":[["Material","Tin"]]}"#,
                "\n",
                r#"{"id":"hose","title":"Hose","supplier":"Acme","price":300,"category":["Kitchen"]}"#,
                "\n",
                r#"{"id":"old","title":"Old pan, black","supplier":"Acme","price":250,"category":["Kitchen"]}"#,
                "\n",
                r#"{"id":"lid","title":"Lid","price":300,"category":["Kitchen"]}"#,
            );
            let after = write(t, "c.jsonl", after);
            let report = run(t, &after, &in_the_name_of(2)).await;
            let found: Vec<_> = report.problems.iter().map(|p| (p.line, p.reason.clone())).collect();
            let brand = || Reason::BrandRefused { brand: "Acme".into() };
            let missing = || Reason::AttributesMissing { names: "Material".into() };
            assert_eq!(found, [(1, brand()), (2, brand()), (2, missing()), (4, missing())]);
            assert_eq!(report.tally.products_changed, 0, "nothing of it is loaded");
            let good = ImportOptions { skip_bad_rows: true, ..in_the_name_of(2) };
            let report = run(t, &after, &good).await;
            let done = (report.tally.products_changed, report.tally.offers_changed);
            assert_eq!(done, (1, 1), "what was so before the rule still changes in everything else");

            said(t, ListingRule { approval: true, ..ListingRule::default() }).await;
            let next = concat!(
                r#"{"id":"pot","title":"Pot with a lid","supplier":"BREE","price":280,"category":["Kitchen"],"attributes":[["Material","Tin"]]}"#,
                "\n",
                r#"{"id":"lid","title":"Lid","supplier":"Bree","price":300,"category":["Kitchen"],"attributes":[["Material","Tin"]]}"#,
                "\n",
                r#"{"id":"hose","title":"Hose","price":300,"category":["Kitchen"]}"#,
                "\n",
                r#"{"id":"old","title":"Old pan, black","supplier":"Acme","price":250,"category":["Garden"]}"#,
            );
            let report = run(t, &write(t, "d.jsonl", next), &good).await;
            let found: Vec<_> = report.problems.iter().map(|p| (p.line, p.reason.clone())).collect();
            let looked_at = || Reason::ChangeNeedsApproval;
            assert_eq!(found, [(2, looked_at()), (3, looked_at())]);
            assert_eq!((report.tally.products_changed, report.tally.offers_changed), (2, 1));
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
