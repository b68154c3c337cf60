//! What a unit costs and how long handling takes, in and out of a seller's own file.
use super::small::{importer, pictures, run, seller, write};
use catalog::{Offer, Terms};
use db::testing::{TestDb, on_both};
use domain::{Currency, Money};
use import::export::{Export, ExportOptions, PictureNames};
use import::*;

const HEADER: &str = "Handle,Title,Variant SKU,Variant Inventory Qty,Variant Price,Cost per item,\
                      Handling days (product.metafields.orinoco.handling_days)\n";

fn file(t: &TestDb, name: &str, lines: &str) -> std::path::PathBuf {
    write(t, name, &format!("{HEADER}{lines}"))
}

fn own() -> ImportOptions {
    ImportOptions::new(seller(1))
}

async fn hat(t: &TestDb) -> Offer {
    let mut conn = t.db().read().await.unwrap();
    catalog::offer_by_sku(&mut conn, seller(1), "H-1").await.unwrap().unwrap()
}

fn terms(handling_days: Option<u8>, cost_minor: Option<i64>) -> Terms {
    Terms { handling_days, cost: cost_minor.map(|minor| Money::new(minor, Currency::USD)) }
}

async fn exported(t: &TestDb, costs: bool) -> String {
    let pictures_as = PictureNames::Addresses("https://shop.example.com".into());
    let options = ExportOptions { seller: seller(1), currency: Currency::USD, pictures: pictures_as, costs };
    let mut bytes = Vec::new();
    Export::new(t.db(), pictures(t), Format::Shopify, options).write(&mut bytes).await.unwrap();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_says_what_a_unit_costs_and_how_long_it_takes_and_an_empty_cell_says_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let first = run(t, &file(t, "a.csv", "hat,Felt hat,H-1,4,19.90,7.25,3\n"), &own()).await;
            assert_eq!((first.outcome, first.tally.offers_created), (Outcome::Imported, 1));
            assert_eq!(hat(t).await.terms, terms(Some(3), Some(725)));
            let blank = run(t, &file(t, "b.csv", "hat,Felt hat,H-1,4,19.90,,\n"), &own()).await;
            assert_eq!((blank.tally.offers_unchanged, blank.tally.offers_changed), (1, 0));
            assert_eq!(hat(t).await.terms, terms(Some(3), Some(725)));
            let cost = run(t, &file(t, "c.csv", "hat,Felt hat,H-1,4,19.90,0,\n"), &own()).await;
            assert_eq!((cost.tally.offers_unchanged, cost.tally.offers_changed), (0, 1));
            assert_eq!(hat(t).await.terms, terms(Some(3), Some(0)), "free of charge is a cost");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_out_comes_in_alike_and_costs_are_for_the_sellers_own_people() {
    on_both(|t| {
        Box::pin(async move {
            run(t, &file(t, "a.csv", "hat,Felt hat,H-1,4,19.90,7.25,3\n"), &own()).await;
            let out = exported(t, true).await;
            assert!(out.contains(",19.90,,7.25,") && out.contains(",3,"), "{out}");
            assert!(!exported(t, false).await.contains("7.25"));
            let again = run(t, &write(t, "again.csv", &out), &own()).await;
            assert_eq!((again.bad_rows, again.tally.offers_unchanged), (0, 1), "{:?}", again.problems);
            let other = TestDb::sqlite().await;
            run(&other, &write(&other, "theirs.csv", &out), &own()).await;
            assert_eq!(hat(&other).await.terms, terms(Some(3), Some(725)));
            assert_eq!(exported(&other, true).await, out);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_brings_back_what_it_cost_unless_somebody_said_something_since() {
    on_both(|t| {
        Box::pin(async move {
            run(t, &file(t, "a.csv", "hat,Felt hat,H-1,4,19.90,7.25,3\n"), &own()).await;
            let second = run(t, &file(t, "b.csv", "hat,Felt hat,H-1,4,19.90,8.00,5\n"), &own()).await;
            assert_eq!(hat(t).await.terms, terms(Some(5), Some(800)));
            let undone = importer(t).undo(second.import.unwrap(), |_| ()).await.unwrap();
            assert_eq!((undone.restored, undone.left_alone), (1, 0));
            assert_eq!(hat(t).await.terms, terms(Some(3), Some(725)));

            let third = run(t, &file(t, "c.csv", "hat,Felt hat,H-1,4,21.00,9.00,\n"), &own()).await;
            let id = hat(t).await.id;
            let said: Result<Offer, catalog::CatalogError> = t
                .db()
                .write(move |tx| {
                    Box::pin(async move { catalog::set_terms(tx, id, terms(None, Some(910)), None).await })
                })
                .await;
            said.unwrap();
            let undone = importer(t).undo(third.import.unwrap(), |_| ()).await.unwrap();
            assert_eq!((undone.restored, undone.left_alone), (0, 1));
            assert_eq!((hat(t).await.price.minor(), hat(t).await.terms), (2_100, terms(None, Some(910))));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_cost_and_no_time_is_named_with_line_and_column() {
    let t = TestDb::sqlite().await;
    let lines = "hat,Felt hat,H-1,4,19.90,-1,\ncap,Cap,C-1,4,9.90,cheap,31\ncoat,Coat,K-1,1,99,1.005,soon\n";
    let report = run(&t, &file(&t, "a.csv", lines), &own()).await;
    assert_eq!((report.outcome, report.bad_rows), (Outcome::Refused, 3));
    let days = "Handling days (product.metafields.orinoco.handling_days)";
    for (line, column) in
        [(2, "Cost per item"), (3, "Cost per item"), (3, days), (4, "Cost per item"), (4, days)]
    {
        let told = report.problems.iter().any(|p| p.line == line && p.column.as_str() == column);
        assert!(told, "{line}, {column}: {:?}", report.problems);
    }
}
