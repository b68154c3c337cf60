//! What an operator took down stays down whatever a file says: the same row, its undo, another row with the same code.

use crate::small::{importer, run, seller, write};
use catalog::{CatalogError, Condition, Gtin, NewOffer, Offer, Product, ProductStatus};
use db::testing::{TestDb, on_both};
use domain::{Currency, Money, OfferId, ProductId};
use import::*;

const CODE: &str = "0095205603217";

/// One row of a catalogue.
fn toner(id: &str, title: &str, price: i64, codes: &str) -> String {
    format!(r#"{{"id":"{id}","title":"{title}","price":{price},"ean":[{codes}]}}"#)
}

async fn load(t: &TestDb, of: u128, name: &str, text: &str) -> Report {
    run(t, &write(t, name, text), &ImportOptions::new(seller(of))).await
}

async fn of_code(t: &TestDb) -> (Product, Vec<Offer>) {
    let mut conn = t.db().read().await.unwrap();
    let code = Gtin::parse(CODE).unwrap();
    let product = catalog::product_by_ean(&mut conn, &code).await.unwrap().unwrap();
    let offers = catalog::every_offer_of(&mut conn, product.id).await.unwrap();
    (product, offers)
}

async fn hide(t: &TestDb, id: ProductId) {
    let hidden: Result<(), CatalogError> =
        t.db().write(move |tx| Box::pin(async move { catalog::take_down_product(tx, id).await })).await;
    hidden.unwrap();
}

async fn stop(t: &TestDb, id: OfferId) {
    let stopped: Result<(), CatalogError> =
        t.db().write(move |tx| Box::pin(async move { catalog::take_down_offer(tx, id).await })).await;
    stopped.unwrap();
}

fn found(report: &Report) -> Vec<(Severity, Reason)> {
    report.problems.iter().map(|problem| (problem.severity, problem.reason.clone())).collect()
}

async fn assert_sound(t: &TestDb) {
    assert_eq!(catalog::check(&mut t.db().read().await.unwrap()).await.unwrap(), vec![]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_that_is_down_is_changed_and_stays_down_and_so_does_its_undo() {
    on_both(|t| {
        Box::pin(async move {
            let code = format!("\"{CODE}\"");
            load(t, 1, "a.jsonl", &toner("1", "Toner", 5_000, &code)).await;
            let (product, _) = of_code(t).await;
            hide(t, product.id).await;
            // Without its code, too: that would be another product's then.
            let again = load(t, 1, "b.jsonl", &toner("1", "Black toner", 6_000, "")).await;
            assert_eq!(again.outcome, Outcome::Imported);
            assert_eq!(found(&again), [(Severity::Warning, Reason::ProductTakenDown)]);
            let (now, offers) = of_code(t).await;
            assert_eq!((now.id, now.status), (product.id, ProductStatus::Hidden));
            assert_eq!((now.title.as_str(), offers[0].price.minor()), ("Black toner", 6_000));
            let undone = importer(t).undo(again.import.unwrap(), |_| ()).await.unwrap();
            assert_eq!(undone, UndoReport { withdrawn: 0, restored: 2, left_alone: 0 });
            let (now, offers) = of_code(t).await;
            assert_eq!((now.title.as_str(), now.status), ("Toner", ProductStatus::Hidden));
            assert_eq!(offers[0].price.minor(), 5_000);

            // Another row with the code is that product, whoever's file it stands in.
            let second = load(t, 1, "c.jsonl", &toner("2", "Another toner", 5_000, &code)).await;
            assert_eq!(second.outcome, Outcome::Refused);
            assert!(found(&second).contains(&(Severity::Error, Reason::OfferedAlready)), "{second:?}");
            let other = load(t, 2, "d.jsonl", &toner("3", "My toner", 4_000, &code)).await;
            assert_eq!((other.outcome, other.tally.products_created), (Outcome::Imported, 0));
            assert_eq!(found(&other), [(Severity::Warning, Reason::ProductTakenDown)]);
            let (now, offers) = of_code(t).await;
            assert_eq!((now.status, offers.len()), (ProductStatus::Hidden, 2));
            assert_sound(t).await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_is_down_is_changed_and_stays_down_and_has_no_other_beside_it() {
    on_both(|t| {
        Box::pin(async move {
            let code = format!("\"{CODE}\"");
            load(t, 1, "a.jsonl", &toner("1", "Toner", 5_000, &code)).await;
            let (product, offers) = of_code(t).await;
            stop(t, offers[0].id).await;
            let again = load(t, 1, "b.jsonl", &toner("1", "Toner", 6_000, &code)).await;
            assert_eq!(found(&again), [(Severity::Warning, Reason::OfferTakenDown)]);
            let (_, offers) = of_code(t).await;
            assert_eq!((offers[0].price.minor(), offers[0].active), (6_000, false));
            importer(t).undo(again.import.unwrap(), |_| ()).await.unwrap();
            let (_, offers) = of_code(t).await;
            assert_eq!((offers[0].price.minor(), offers[0].active), (5_000, false));

            // Somebody else's used one is taken down: a file puts up no new one of theirs.
            let used = NewOffer {
                condition: Condition::Good,
                ..NewOffer::on_sale(product.id, seller(2), "USED", Money::new(1_000, Currency::USD))
            };
            let db = t.db();
            let put = db.write(move |tx| {
                let used = used.clone();
                Box::pin(async move { catalog::upsert_offer(tx, used).await })
            });
            stop(t, put.await.unwrap().id).await;
            let csv = "Handle,Title,Variant SKU,Variant Barcode,Variant Price\n\
                       toner,My toner,T-1,095205603217,44.00\n";
            let refused = load(t, 2, "shop.csv", csv).await;
            assert_eq!(refused.outcome, Outcome::Refused);
            assert!(found(&refused).contains(&(Severity::Error, Reason::OfferTakenDown)), "{refused:?}");
            assert_eq!(of_code(t).await.1.len(), 2);
            assert_sound(t).await;
        })
    })
    .await;
}
