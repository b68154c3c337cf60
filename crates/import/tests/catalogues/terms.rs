//! What a unit costs, how long handling takes and what a piece weighs, in and out of a seller's own file.
use super::small::{importer, pictures, run, seller, write};
use catalog::{Offer, Terms};
use db::testing::{TestDb, on_both};
use domain::shipping::Packing;
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

const WEIGHED: &str = "URL handle,Title,SKU,Inventory quantity,Price,Weight value (grams)\n";

fn weighed(t: &TestDb, name: &str, lines: &str) -> std::path::PathBuf {
    write(t, name, &format!("{WEIGHED}{lines}"))
}

async fn pack(t: &TestDb, packing: Packing) {
    let id = hat(t).await.id;
    let packed: Result<Offer, catalog::CatalogError> = t
        .db()
        .write(move |tx| Box::pin(async move { catalog::set_packing(tx, id, packing, None).await }))
        .await;
    packed.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_piece_weighs_is_read_under_either_name_and_nought_says_nothing() {
    on_both(|t| {
        Box::pin(async move {
            run(t, &weighed(t, "a.csv", "hat,Felt hat,H-1,4,19.90,900\n"), &own()).await;
            assert_eq!(hat(t).await.packing, Packing { table: None, weight_g: Some(900) });
            for (name, cell) in [("b.csv", "0"), ("c.csv", "0.0"), ("d.csv", ""), ("e.csv", "900.4")] {
                let lines = format!("hat,Felt hat,H-1,4,19.90,{cell}\n");
                let said = run(t, &weighed(t, name, &lines), &own()).await;
                assert_eq!((said.tally.offers_unchanged, said.tally.offers_changed), (1, 0), "{cell}");
            }
            let older = "Handle,Title,Variant SKU,Variant Inventory Qty,Variant Price,Variant Grams,Variant Weight Unit\n\
                         hat,Felt hat,H-1,4,19.90,453.59237,lb\n";
            let older = run(t, &write(t, "f.csv", older), &own()).await;
            assert_eq!((older.bad_rows, older.tally.offers_changed), (0, 1));
            assert_eq!(hat(t).await.packing.weight_g, Some(454), "grams, whatever the unit for display is");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_weight_goes_out_as_it_comes_in() {
    on_both(|t| {
        Box::pin(async move {
            let lines = "hat,Felt hat,H-1,4,19.90,900\ncap,Cap,C-1,2,9.90,\n";
            run(t, &weighed(t, "a.csv", lines), &own()).await;
            let out = exported(t, true).await;
            assert!(out.contains(",900,g,"), "{out}");
            let again = run(t, &write(t, "again.csv", &out), &own()).await;
            assert_eq!((again.bad_rows, again.tally.offers_unchanged), (0, 2), "{:?}", again.problems);
            let other = TestDb::sqlite().await;
            run(&other, &write(&other, "theirs.csv", &out), &own()).await;
            assert_eq!(hat(&other).await.packing.weight_g, Some(900));
            assert_eq!(exported(&other, true).await, out);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_brings_back_what_it_weighed_unless_somebody_said_something_since() {
    on_both(|t| {
        Box::pin(async move {
            run(t, &weighed(t, "a.csv", "hat,Felt hat,H-1,4,19.90,\n"), &own()).await;
            let table = Some(t.db().new_id());
            pack(t, Packing { table, weight_g: None }).await;
            let second = run(t, &weighed(t, "b.csv", "hat,Felt hat,H-1,4,19.90,900\n"), &own()).await;
            assert_eq!(hat(t).await.packing, Packing { table, weight_g: Some(900) });
            let undone = importer(t).undo(second.import.unwrap(), |_| ()).await.unwrap();
            assert_eq!((undone.restored, undone.left_alone), (1, 0));
            assert_eq!(hat(t).await.packing, Packing { table, weight_g: None }, "nothing was said before");

            let third = run(t, &weighed(t, "c.csv", "hat,Felt hat,H-1,4,21.00,800\n"), &own()).await;
            pack(t, Packing { table, weight_g: Some(810) }).await;
            let undone = importer(t).undo(third.import.unwrap(), |_| ()).await.unwrap();
            assert_eq!((undone.restored, undone.left_alone), (0, 1));
            assert_eq!((hat(t).await.price.minor(), hat(t).await.packing.weight_g), (2_100, Some(810)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_weight_is_named_with_line_and_column() {
    let t = TestDb::sqlite().await;
    let lines = "a,A,A-1,1,9,-1\nb,B,B-1,1,9,heavy\nc,C,C-1,1,9,10000001\nd,D,D-1,1,9,1e3\ne,E,E-1,1,9,2.\n";
    let report = run(&t, &weighed(&t, "a.csv", lines), &own()).await;
    assert_eq!((report.outcome, report.bad_rows), (Outcome::Refused, 5));
    for line in 2..=6 {
        let told = |p: &&Problem| p.line == line && p.column.as_str() == "Weight value (grams)";
        let told = report.problems.iter().find(told).map(|p| p.reason.clone());
        assert_eq!(told, Some(Reason::NoGrams { limit: 10_000_000 }), "{line}: {:?}", report.problems);
    }
}
