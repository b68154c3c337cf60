//! Who came back, when orders are cancelled and come out of order.

use super::shop::{Sold, cancel, earn, give_back, id, keep_fee, order, place};
use super::{counted, today};
use crate::analysis::Range;
use crate::analysis::{Brought, Cohort, analysis, buyer_cohorts, buyer_cohorts_file};
use crate::{attributed, check, check_earned, forget_buyer, profit};
use db::testing::{TestDb, on_both};
use db::{Db, DbError, sql};
use domain::calendar::day_text;
use uuid::Uuid;

/// An order of this shopper, in the month so many months ago (tests are on the first of June).
fn bought(number: u128, shopper: u128, days_ago: i64) -> Sold {
    Sold { shopper, ..order(number, 1, days_ago, &[(11, 1, 1_000)]) }
}

/// May is 20 days ago, April 50, March 80.
const MAY: i64 = 20;
const APRIL: i64 = 50;
const MARCH: i64 = 80;

async fn cohorts(t: &TestDb) -> Vec<(String, i64, Vec<i64>)> {
    counted(t).await;
    let mut conn = t.db().read().await.unwrap();
    assert_eq!(check(&mut conn).await.unwrap(), []);
    let range = Range::last_days(today(), 30);
    let found = analysis(&mut conn, id(1), super::USD, range, 0).await.unwrap();
    let told = |cohort: Cohort| (day_text(cohort.month)[..7].to_owned(), cohort.shoppers, cohort.again);
    found.cohorts.into_iter().map(told).collect()
}

fn cohort(month: &str, shoppers: i64, again: &[i64]) -> (String, i64, Vec<i64>) {
    (month.to_owned(), shoppers, again.to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shopper_belongs_to_the_month_of_the_first_order_that_was_not_cancelled() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let first = bought(1, 801, MARCH);
            for sold in [&first, &bought(2, 801, APRIL), &bought(3, 802, MARCH), &bought(4, 802, MAY)] {
                place(&db, sold).await;
            }
            place(&db, &bought(5, 802, MAY)).await;
            assert_eq!(cohorts(t).await, [cohort("2026-03", 2, &[1, 1, 0])]);
            cancel(&db, &first).await;
            let moved = [cohort("2026-03", 1, &[0, 1, 0]), cohort("2026-04", 1, &[0, 0])];
            assert_eq!(cohorts(t).await, moved);
            place(&db, &bought(6, 801, MARCH)).await;
            assert_eq!(cohorts(t).await, [cohort("2026-03", 2, &[1, 1, 0])], "told late, and first");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn shoppers_of_one_seller_are_strangers_to_another() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            place(&db, &Sold { seller: 2, ..bought(1, 801, MARCH) }).await;
            place(&db, &bought(2, 801, MAY)).await;
            assert_eq!(cohorts(t).await, [cohort("2026-05", 1, &[0])]);
        })
    })
    .await;
}

/// The cohorts of the whole shop: month, buyers, who came back, minor units to date.
async fn buyers(t: &TestDb) -> Vec<(String, i64, Vec<i64>, i64)> {
    counted(t).await;
    let mut conn = t.db().read().await.unwrap();
    assert_eq!(check(&mut conn).await.unwrap(), []);
    let found = buyer_cohorts(&mut conn, super::USD, Some(12)).await.unwrap();
    let told = found
        .into_iter()
        .map(|one| (day_text(one.month)[..7].to_owned(), one.buyers, one.again, one.sold.minor()));
    told.collect()
}

fn group(month: &str, buyers: i64, again: &[i64], minor: i64) -> (String, i64, Vec<i64>, i64) {
    (month.to_owned(), buyers, again.to_vec(), minor)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_of_two_sellers_is_one_of_the_shops() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let first = Sold { seller: 2, ..bought(1, 801, MARCH) };
            for sold in [&first, &bought(2, 801, MAY), &bought(3, 802, MARCH)] {
                place(&db, sold).await;
            }
            assert_eq!(buyers(t).await, [group("2026-03", 2, &[0, 1, 0], 3_000)]);
            // What is cancelled moves its buyer, with all that was bought.
            cancel(&db, &first).await;
            let moved = [group("2026-03", 1, &[0, 0, 0], 1_000), group("2026-05", 1, &[0], 1_000)];
            assert_eq!(buyers(t).await, moved);
            let mut conn = db.read().await.unwrap();
            let all = buyer_cohorts(&mut conn, super::USD, None).await.unwrap();
            let file = String::from_utf8(buyer_cohorts_file(&all).unwrap()).unwrap();
            let lines: Vec<&str> = file.lines().collect();
            assert!(lines[0].starts_with("month,buyers,again_1,again_2,"), "{file}");
            assert!(lines[0].contains("sold_per_buyer,currency,orders,earned,cost_of_own_goods,"), "{file}");
            let bought = ["2026-03,1,0,0,0,,,,,,,,,10.00,10.00,USD", "2026-05,1,0,,,,,,,,,,,10.00,10.00,USD"];
            // An order that brought nothing yet, in as many months as there are.
            let brought =
                [4, 2].map(|months| format!(",1{}{}", ",0.00".repeat(5 + months), ",".repeat(12 - months)));
            assert_eq!(lines[1..], [0, 1].map(|at| format!("{}{}", bought[at], brought[at])));
            assert_eq!(buyer_cohorts(&mut conn, domain::Currency::EUR, None).await.unwrap(), []);
        })
    })
    .await;
}

/// What the orders of each cohort brought: month, orders, what of each of them is left, and what is left by month.
async fn brought(t: &TestDb) -> Vec<(String, i64, i64, Vec<i64>)> {
    counted(t).await;
    let mut conn = t.db().read().await.unwrap();
    assert_eq!(check(&mut conn).await.unwrap(), []);
    assert_eq!(check_earned(&mut conn).await.unwrap(), []);
    let found = buyer_cohorts(&mut conn, super::USD, None).await.unwrap();
    let told = found.into_iter().map(|one| {
        let months = one.months.iter().map(Brought::left_minor).collect();
        (day_text(one.month)[..7].to_owned(), one.brought.orders, one.left_per_order().minor(), months)
    });
    told.collect()
}

fn of(month: &str, orders: i64, each: i64, months: &[i64]) -> (String, i64, i64, Vec<i64>) {
    (month.to_owned(), orders, each, months.to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn cohorts_and_the_rest_are_together_what_the_profit_and_loss_says() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let first = bought(1, 801, MARCH);
            for sold in [&first, &bought(2, 801, MAY), &bought(3, 802, APRIL)] {
                place(&db, sold).await;
            }
            // Sent in June, whenever they were ordered; and a month of a plan, which is of no order.
            earn(&db, Some(1), 300).await;
            earn(&db, Some(3), 50).await;
            earn(&db, None, 40).await;
            let march = of("2026-03", 2, 150, &[0, 0, 0, 300]);
            assert_eq!(brought(t).await, [march.clone(), of("2026-04", 1, 50, &[0, 0, 50])]);
            let found = attributed(&mut db.read().await.unwrap(), super::USD).await.unwrap();
            let told = (found.contribution.minor(), found.of_cohorts.minor(), found.rest().minor());
            assert_eq!(told, (390, 350, 40));
            let range = Range::last_days(today(), 365);
            let all = profit(&mut db.read().await.unwrap(), super::USD, range, None).await.unwrap();
            assert_eq!(all.contribution().now, found.contribution.minor());
            // Whoever begins later takes along what their orders brought.
            cancel(&db, &first).await;
            let moved = [of("2026-04", 1, 50, &[0, 0, 50]), of("2026-05", 1, 300, &[0, 300])];
            assert_eq!(brought(t).await, moved);
            crate::rebuild(&db).await.unwrap();
            assert_eq!(brought(t).await, moved);
            db.write::<_, DbError, _>(|tx| {
                let wrong = "UPDATE reporting_buyers SET earned_minor = earned_minor + 1";
                Box::pin(async move { tx.exec(sql(wrong)).await })
            })
            .await
            .unwrap();
            let mut conn = db.read().await.unwrap();
            assert!(check(&mut conn).await.unwrap().iter().any(|v| v.table == "reporting_buyer_cohorts"));
            assert!(check_earned(&mut conn).await.unwrap().iter().any(|v| v.table == "reporting_buyers"));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cohort_bears_what_the_processor_kept_of_its_parcels() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            place(&db, &bought(1, 801, MARCH)).await;
            keep_fee(&db, 1, 30).await;
            earn(&db, Some(1), 300).await;
            assert_eq!(brought(t).await, [of("2026-03", 1, 270, &[0, 0, 0, 270])]);
            let mut conn = db.read().await.unwrap();
            let found = attributed(&mut conn, super::USD).await.unwrap();
            assert_eq!((found.contribution.minor(), found.rest().minor()), (270, 0));
            assert_eq!(check_earned(&mut conn).await.unwrap(), []);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_buyers_are_counted_anew_to_the_same() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            for sold in [&bought(1, 801, MARCH), &bought(2, 801, MAY), &bought(3, 802, APRIL)] {
                place(&db, sold).await;
            }
            let before = buyers(t).await;
            crate::rebuild(&db).await.unwrap();
            assert_eq!(buyers(t).await, before);
        })
    })
    .await;
}

/// The order was placed in this browser before its shopper signed in.
async fn as_guest(db: &Db, order: u128, guest: u128) {
    let placed = db.write::<_, DbError, _>(move |tx| {
        Box::pin(async move {
            let text = "UPDATE orders_orders SET guest_id = $2 WHERE id = $1";
            tx.exec(sql(text).bind(Uuid::from_u128(order)).bind(Uuid::from_u128(guest))).await
        })
    });
    assert_eq!(placed.await.unwrap(), 1);
}

/// The end of an account: first the figures, then the orders forget whose they were.
async fn erase(db: &Db, shopper: u128) {
    db.write::<_, DbError, _>(move |tx| {
        Box::pin(async move {
            forget_buyer(tx, id(shopper)).await?;
            let text = "UPDATE orders_orders SET guest_id = NULL WHERE account_id = $1";
            tx.exec(sql(text).bind(Uuid::from_u128(shopper))).await
        })
    })
    .await
    .unwrap();
}

/// How many rows of the roll-ups name this one.
async fn named(db: &Db, who: u128) -> i64 {
    let mut conn = db.read().await.unwrap();
    let text =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT buyer_id FROM reporting_buyers WHERE buyer_id = $1
                UNION ALL SELECT shopper_id FROM reporting_shoppers WHERE shopper_id = $1
                UNION ALL SELECT buyer_id FROM reporting_order_buyers WHERE buyer_id = $1) AS all_of_them";
    let (count,): (i64,) = conn.one(sql(text).bind(Uuid::from_u128(who))).await.unwrap();
    count
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_of_a_forgotten_buyers_order_is_of_its_cohort() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let first = bought(1, 801, MARCH);
            for sold in [&first, &bought(2, 801, MAY), &bought(3, 802, MARCH)] {
                place(&db, sold).await;
            }
            as_guest(&db, 1, 901).await;
            // A guest's browser and an account are two, whoever had both.
            let both = [group("2026-03", 2, &[0, 0, 0], 2_000), group("2026-05", 1, &[0], 1_000)];
            assert_eq!(buyers(t).await, both);
            let shoppers = cohorts(t).await;
            assert!(named(&db, 801).await > 0 && named(&db, 901).await > 0);
            // What was not counted yet is counted as theirs all the same.
            place(&db, &bought(4, 801, MAY)).await;
            erase(&db, 801).await;
            erase(&db, 801).await;
            assert_eq!((named(&db, 801).await, named(&db, 901).await), (0, 0));
            let more = [group("2026-03", 2, &[0, 0, 0], 2_000), group("2026-05", 1, &[0], 2_000)];
            assert_eq!((buyers(t).await, cohorts(t).await), (more.to_vec(), shoppers.clone()));
            give_back(&db, &first, 1, 0).await;
            let less = [group("2026-03", 2, &[0, 0, 0], 1_000), group("2026-05", 1, &[0], 2_000)];
            assert_eq!(buyers(t).await, less);
            crate::rebuild(&db).await.unwrap();
            assert_eq!((buyers(t).await, cohorts(t).await), (less.to_vec(), shoppers));
            assert_eq!((named(&db, 801).await, named(&db, 901).await), (0, 0));
        })
    })
    .await;
}
