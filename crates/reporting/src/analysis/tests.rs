//! The analysis against the rows of orders, returns and activity, on both databases.

mod cohorts;
mod shop;
mod sums;
mod views;

use super::{AnalysisFile, Range, analysis, analysis_file};
use crate::{Reporting, check, rebuild};
use db::testing::{START, TestDb, on_both};
use db::{DbError, sql};
use domain::{Currency, Money, SellerId};
use shop::{cancel, cancel_rest, give_back, id, many_lives, order, place, product, seller_of};

const USD: Currency = Currency::USD;

fn today() -> i64 {
    START.utc_day()
}

async fn counted(t: &TestDb) {
    Reporting::new(t.db()).catch_up_analysis().await.unwrap();
}

async fn file(t: &TestDb, what: AnalysisFile, seller: SellerId, days: i64) -> String {
    let mut conn = t.db().read().await.unwrap();
    let range = Range::last_days(today(), days);
    String::from_utf8(analysis_file(&mut conn, what, seller, USD, range).await.unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_the_sums_of_the_orders_rows() {
    on_both(|t| {
        Box::pin(async move {
            many_lives(&t.db()).await;
            counted(t).await;
            sums::assert_right(t).await;
            assert_eq!(check(&mut t.db().read().await.unwrap()).await.unwrap(), []);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_counts_the_same() {
    on_both(|t| {
        Box::pin(async move {
            many_lives(&t.db()).await;
            counted(t).await;
            let files = [AnalysisFile::Figures, AnalysisFile::Products, AnalysisFile::Cohorts];
            let mut before = Vec::new();
            for what in files {
                before.push(file(t, what, id(1), 90).await);
            }
            rebuild(&t.db()).await.unwrap();
            sums::assert_right(t).await;
            for (what, before) in files.into_iter().zip(before) {
                assert_eq!(file(t, what, id(1), 90).await, before, "{what}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_seller_sees_nothing() {
    on_both(|t| {
        Box::pin(async move {
            many_lives(&t.db()).await;
            counted(t).await;
            let mut conn = t.db().read().await.unwrap();
            let found = analysis(&mut conn, id(9), USD, Range::last_days(today(), 365), 25).await.unwrap();
            assert_eq!((found.now.orders, found.now.sales), (0, Money::new(0, USD)));
            assert_eq!((found.now.average(), found.now.conversion_bps()), (None, None));
            assert_eq!((found.products.len(), found.products_in_all), (0, 0));
            assert!(found.categories.is_empty() && found.countries.is_empty() && found.devices.is_empty());
            assert!(found.cohorts.is_empty() && found.bars.iter().all(|bar| bar.sales.minor() == 0));
            assert_eq!(file(t, AnalysisFile::Products, id(9), 365).await.lines().count(), 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_that_count_at_once_count_once() {
    on_both(|t| {
        Box::pin(async move {
            many_lives(&t.db()).await;
            t.db().sequence_events().await.unwrap();
            let (first, second) = (Reporting::new(t.db()), Reporting::new(t.second().await));
            let (a, b) = tokio::join!(first.catch_up_analysis(), second.catch_up_analysis());
            assert!(a.unwrap() + b.unwrap() > 0);
            assert!(first.refresh_analysis().await.unwrap(), "nothing is left");
            sums::assert_right(t).await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_names_what_is_wrong_and_a_rebuild_repairs_it() {
    on_both(|t| {
        Box::pin(async move {
            many_lives(&t.db()).await;
            assert_eq!(check(&mut t.db().read().await.unwrap()).await.unwrap(), [], "nothing is counted yet");
            counted(t).await;
            t.db()
                .write::<_, DbError, _>(|tx| {
                    Box::pin(async move {
                        let texts = [
                            "UPDATE reporting_facets SET minor = minor + 1 WHERE facet = 'country' AND seller_id = $1",
                            "UPDATE reporting_sheets SET lines = '[]' WHERE span = 'month' AND seller_id = $1",
                            "UPDATE reporting_cohorts SET shoppers = shoppers + 1 WHERE seller_id = $1",
                        ];
                        for text in texts {
                            tx.exec(sql(text).bind(id::<SellerId>(2))).await?;
                        }
                        Ok(())
                    })
                })
                .await
                .unwrap();
            let found = check(&mut t.db().read().await.unwrap()).await.unwrap();
            let mut tables: Vec<_> = found.iter().map(|v| v.table).collect();
            tables.dedup();
            assert_eq!(tables, ["reporting_facets", "reporting_sheets", "reporting_cohorts"]);
            assert!(found.iter().all(|v| v.row.contains(&id::<SellerId>(2).to_string())), "{found:?}");
            rebuild(&t.db()).await.unwrap();
            assert_eq!(check(&mut t.db().read().await.unwrap()).await.unwrap(), []);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cancelled_and_what_came_back_counts_on_the_day_of_the_sale() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let (kept, called_off) = (order(1, 1, 3, &[(11, 4, 1_000)]), order(2, 1, 3, &[(12, 2, 500)]));
            let rest = order(3, 1, 40, &[(11, 3, 1_000)]);
            for sold in [&kept, &called_off, &rest] {
                place(&db, sold).await;
            }
            counted(t).await;
            cancel(&db, &called_off).await;
            cancel_rest(&db, &rest).await;
            give_back(&db, &kept, 2, 2_500).await;
            counted(t).await;
            let mut conn = db.read().await.unwrap();
            let found = analysis(&mut conn, id(1), USD, Range::last_days(today(), 30), 25).await.unwrap();
            let now = found.now;
            assert_eq!((now.orders, now.units, now.sales.minor()), (1, 4, 4_000));
            assert_eq!((now.cancelled_orders, now.cancelled_units, now.cancelled.minor()), (1, 2, 1_000));
            // A quarter of the price of two units was kept back.
            assert_eq!((now.returned_units, now.returned.minor()), (2, 1_500));
            let before = found.before;
            assert_eq!((before.orders, before.units, before.sales.minor()), (1, 1, 1_000));
            assert_eq!((before.cancelled_orders, before.cancelled_units), (0, 2));
            assert_eq!(found.products.len(), 1, "what was cancelled sold nothing");
            assert_eq!(found.products[0].key.returned_units, 2);
            assert_eq!(found.products[0].sales_minor.change_bps(), Some(30_000));
            assert_eq!(check(&mut conn).await.unwrap(), []);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_counts_in_the_category_where_the_catalogue_has_it_now() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            product(&db, 11, 1, "Lamps").await;
            place(&db, &order(1, 1, 3, &[(11, 1, 1_000), (99, 1, 400)])).await;
            counted(t).await;
            assert!(file(t, AnalysisFile::Categories, id(1), 30).await.contains("Lamps,1,0,10.00"));
            product(&db, 11, 2, "Chairs").await;
            counted(t).await;
            let file = file(t, AnalysisFile::Categories, id(1), 30).await;
            assert!(file.contains("Chairs,1,0,10.00") && !file.contains("Lamps"), "{file}");
            assert!(
                file.contains("\n,1,0,4.00"),
                "what the catalogue does not have is in no category: {file}"
            );
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_holds_every_product_and_no_formula() {
    on_both(|t| {
        Box::pin(async move {
            let mut sold = order(1, 1, 3, &[(11, 2, 1_000)]);
            sold.title = Some("=HYPERLINK(1)".into());
            place(&t.db(), &sold).await;
            for number in 2..40 {
                place(&t.db(), &order(number, 1, 5, &[(100 + number, 1, 500)])).await;
            }
            counted(t).await;
            let file = file(t, AnalysisFile::Products, id(1), 30).await;
            assert_eq!(file.lines().count(), 1 + 39);
            assert!(file.contains(",'=HYPERLINK(1),0,0,2,0,20.00,0.00,USD,9.52,0,0,\n"), "{file}");
            let mut conn = t.db().read().await.unwrap();
            let page = analysis(&mut conn, id(1), USD, Range::last_days(today(), 30), 25).await.unwrap();
            assert_eq!((page.products.len(), page.products_in_all), (25, 39));
            assert_eq!(seller_of(&sold), id(1));
        })
    })
    .await;
}
