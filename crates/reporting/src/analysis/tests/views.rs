//! Views and carts: whose they are, and that they outlive what they were counted from.

use super::shop::{id, order, place, product};
use super::{USD, counted, today};
use crate::analysis::{Figures, Range, analysis};
use crate::{check, rebuild};
use db::testing::{START, TestDb, on_both};
use db::{DbError, sql};
use domain::{DurationUs, OfferId, ProductId, SellerId, Timestamp};
use uuid::Uuid;

/// Something that somebody did with a product, so long ago.
async fn did(
    t: &TestDb,
    kind: &'static str,
    number: u128,
    seller: Option<u128>,
    ago: DurationUs,
    phone: bool,
) {
    let at = START.minus(ago);
    t.db()
        .write::<_, DbError, _>(move |tx| {
            Box::pin(async move {
                let id: OfferId = tx.new_id();
                tx.exec(
                    sql("INSERT INTO activity_events (id, at_us, kind, product_id, locale, phone, seller_id)
                         VALUES ($1, $2, $3, $4, 'en', $5, $6)")
                    .bind(id)
                    .bind(at)
                    .bind(kind)
                    .bind(super::id::<ProductId>(number))
                    .bind(phone)
                    .bind(seller.map(super::id::<SellerId>)),
                )
                .await
            })
        })
        .await
        .unwrap();
}

/// A look at a product while the buy box was that seller's, so many hours ago.
async fn won(t: &TestDb, number: u128, seller: u128, hours: i64) {
    let at = START.minus(DurationUs::from_hours(hours));
    t.db()
        .write::<_, DbError, _>(move |tx| {
            Box::pin(async move {
                let event: OfferId = tx.new_id();
                tx.exec(
                    sql("INSERT INTO activity_events (id, at_us, kind, product_id, locale, phone, featured_id)
                         VALUES ($1, $2, 'view', $3, 'en', FALSE, $4)")
                    .bind(event)
                    .bind(at)
                    .bind(id::<ProductId>(number))
                    .bind(id::<SellerId>(seller)),
                )
                .await
            })
        })
        .await
        .unwrap();
}

/// The offers of a product can be bought, or no more.
async fn stocked(t: &TestDb, number: u128, seller: u128, stocked: bool) {
    t.db()
        .write::<_, DbError, _>(move |tx| {
            Box::pin(async move {
                let text = "UPDATE catalog_offers SET stocked = $3 WHERE product_id = $1 AND seller_id = $2";
                tx.exec(sql(text).bind(id::<ProductId>(number)).bind(id::<SellerId>(seller)).bind(stocked))
                    .await
            })
        })
        .await
        .unwrap();
}

async fn shelf(t: &TestDb, seller: u128) -> (i64, i64) {
    let shelf = figures(t, seller).await.shelf;
    (shelf.views, shelf.featured)
}

async fn offer(t: &TestDb, number: u128, seller: u128) {
    t.db()
        .write::<_, DbError, _>(move |tx| {
            Box::pin(async move {
                tx.exec(
                    sql("INSERT INTO catalog_offers (id, product_id, seller_id, sku, condition, price_minor, currency,
                             active, version, created_at_us, updated_at_us)
                         VALUES ($1, $2, $3, $4, 'new', 100, 'USD', TRUE, 1, 0, 0)")
                    .bind(Uuid::from_u128(number * 100 + seller))
                    .bind(id::<ProductId>(number))
                    .bind(id::<SellerId>(seller))
                    .bind(format!("{number}-{seller}")),
                )
                .await
            })
        })
        .await
        .unwrap();
}

async fn figures(t: &TestDb, seller: u128) -> Figures {
    let mut conn = t.db().read().await.unwrap();
    analysis(&mut conn, id(seller), USD, Range::last_days(today(), 30), 25).await.unwrap().now
}

const HOUR: DurationUs = DurationUs::from_hours(1);

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_the_sellers_whose_offer_was_shown_or_the_only_ones() {
    on_both(|t| {
        Box::pin(async move {
            for number in [11, 12] {
                product(&t.db(), number, 1, "Lamps").await;
                offer(t, number, 1).await;
            }
            offer(t, 12, 2).await;
            did(t, "view", 11, Some(1), HOUR, true).await;
            did(t, "view", 11, None, HOUR, false).await;
            did(t, "view", 12, None, HOUR, false).await;
            did(t, "view", 12, Some(2), HOUR, false).await;
            did(t, "cart", 11, Some(1), HOUR, true).await;
            did(t, "search", 11, Some(1), HOUR, true).await;
            did(t, "view", 11, Some(1), DurationUs::from_secs(5), true).await;
            place(&t.db(), &order(1, 1, 0, &[(11, 1, 1_000)])).await;
            counted(t).await;
            let now = figures(t, 1).await;
            assert_eq!(
                (now.views, now.carts, now.orders),
                (2, 1, 1),
                "what was just done is counted in a minute"
            );
            assert_eq!(now.conversion_bps(), Some(5_000));
            assert_eq!((figures(t, 2).await.views, figures(t, 9).await.views), (1, 0));
            let mut conn = t.db().read().await.unwrap();
            let found = analysis(&mut conn, id(1), USD, Range::last_days(today(), 30), 25).await.unwrap();
            assert_eq!(found.products[0].key.views, 2);
            let devices: Vec<_> =
                found.devices.iter().map(|l| (l.key.device.as_str(), l.key.views)).collect();
            assert_eq!(devices, [("desktop", 1), ("phone", 1)]);
            assert_eq!(check(&mut conn).await.unwrap(), []);
            t.clock().advance(DurationUs::from_mins(2));
            counted(t).await;
            counted(t).await;
            assert_eq!(figures(t, 1).await.views, 3, "and once");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_stay_when_the_events_are_gone_and_a_rebuild_keeps_them() {
    on_both(|t| {
        Box::pin(async move {
            for days in [3, 2, 1, 0] {
                did(t, "view", 11, Some(1), DurationUs::from_hours(24 * days + 2), false).await;
                did(t, "view", 11, Some(1), DurationUs::from_hours(24 * days + 1), true).await;
            }
            counted(t).await;
            assert_eq!(figures(t, 1).await.views, 8);
            // One and a half days are gone.
            let before = START.minus(DurationUs::from_hours(24 * 2)).minus(DurationUs::from_mins(90));
            purge(t, before).await;
            rebuild(&t.db()).await.unwrap();
            assert_eq!(figures(t, 1).await.views, 8);
            assert_eq!(check(&mut t.db().read().await.unwrap()).await.unwrap(), []);
        })
    })
    .await;
}

async fn purge(t: &TestDb, before: Timestamp) {
    let removed = t
        .db()
        .write::<_, DbError, _>(move |tx| {
            Box::pin(async move {
                tx.exec(sql("DELETE FROM activity_events WHERE at_us < $1").bind(before)).await
            })
        })
        .await;
    assert_eq!(removed.unwrap(), 3);
}

/// Two products: one that three sellers have, of whom one has none left, and one of a single seller.
async fn three_sellers(t: &TestDb) {
    for number in [11, 12] {
        product(&t.db(), number, 1, "Lamps").await;
    }
    for seller in [1, 2, 3] {
        offer(t, 11, seller).await;
        stocked(t, 11, seller, seller != 3).await;
    }
    offer(t, 12, 1).await;
    stocked(t, 12, 1, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_buy_box_share_is_of_views_on_which_the_offer_could_be_bought() {
    on_both(|t| {
        Box::pin(async move {
            three_sellers(t).await;
            for _ in 0..3 {
                won(t, 11, 1, 1).await;
            }
            won(t, 11, 2, 1).await;
            won(t, 12, 1, 30).await;
            // Before this was noted, and while nothing could be bought: nobody's.
            did(t, "view", 11, Some(2), HOUR, false).await;
            place(&t.db(), &order(1, 1, 0, &[(11, 1, 1_000)])).await;
            counted(t).await;
            counted(t).await;
            assert_eq!([shelf(t, 1).await, shelf(t, 2).await, shelf(t, 3).await], [(5, 4), (4, 1), (0, 0)]);
            let mut conn = t.db().read().await.unwrap();
            let found = analysis(&mut conn, id(1), USD, Range::last_days(today(), 30), 25).await.unwrap();
            assert_eq!(found.now.shelf.share_bps(), Some(8_000));
            assert_eq!((found.before.shelf.views, found.before.shelf.share_bps()), (0, None));
            let of_lamp = found.products[0].key.shelf;
            assert_eq!((of_lamp.views, of_lamp.featured), (4, 3));
            let day = analysis(&mut conn, id(1), USD, Range::last_days(today(), 1), 25).await.unwrap();
            assert_eq!((day.now.shelf.featured, day.before.shelf.featured), (3, 1), "each day has its own");
            let figures = super::file(t, crate::AnalysisFile::Figures, id(1), 30).await;
            assert!(
                figures.contains("views_with_offer,5,0\nviews_in_buy_box,4,0\nbuy_box_percent,80.00,\n"),
                "{figures}"
            );
            let products = super::file(t, crate::AnalysisFile::Products, id(1), 30).await;
            assert!(products.contains(",4,3,75.00\n"), "{products}");
            assert_eq!(check(&mut conn).await.unwrap(), []);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_won_a_buy_box_had_an_offer_then_and_a_product_of_too_many_is_left_out() {
    on_both(|t| {
        Box::pin(async move {
            three_sellers(t).await;
            won(t, 11, 3, 1).await;
            counted(t).await;
            assert_eq!([shelf(t, 1).await, shelf(t, 3).await], [(1, 0), (1, 1)], "sold out a moment later");
            for seller in 4..=60 {
                offer(t, 11, seller).await;
                stocked(t, 11, seller, true).await;
            }
            won(t, 11, 1, 0).await;
            won(t, 12, 1, 0).await;
            t.clock().advance(DurationUs::from_mins(2));
            counted(t).await;
            assert_eq!([shelf(t, 1).await, shelf(t, 60).await], [(2, 1), (0, 0)]);
            assert_eq!(check(&mut t.db().read().await.unwrap()).await.unwrap(), []);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_looks_than_one_transaction_takes_are_each_counted_once() {
    on_both(|t| {
        Box::pin(async move {
            product(&t.db(), 21, 1, "Lamps").await;
            offer(t, 21, 1).await;
            stocked(t, 21, 1, true).await;
            let (db, first) = (t.db(), START.minus(DurationUs::from_hours(1)));
            let looks = db.write::<_, DbError, _>(move |tx| {
                Box::pin(async move {
                    for look in 0..1_201 {
                        let event: OfferId = tx.new_id();
                        // Two at each moment: those of one moment are counted together.
                        let at = first.plus(DurationUs::from_micros(look / 2));
                        tx.exec(
                            sql("INSERT INTO activity_events
                                     (id, at_us, kind, product_id, locale, phone, featured_id)
                                 VALUES ($1, $2, 'view', $3, 'en', FALSE, $4)")
                            .bind(event)
                            .bind(at)
                            .bind(id::<ProductId>(21))
                            .bind(id::<SellerId>(1)),
                        )
                        .await?;
                    }
                    Ok(())
                })
            });
            looks.await.unwrap();
            for _ in 0..2 {
                counted(t).await;
                assert_eq!(shelf(t, 1).await, (1_201, 1_201));
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_buy_boxes_than_one_statement_writes_are_each_counted() {
    on_both(|t| {
        Box::pin(async move {
            for number in 21..=23 {
                product(&t.db(), number, 1, "Lamps").await;
                for seller in 1..=40 {
                    offer(t, number, seller).await;
                    stocked(t, number, seller, true).await;
                }
                won(t, number, 40, 1).await;
            }
            won(t, 23, 1, 1).await;
            counted(t).await;
            assert_eq!([shelf(t, 1).await, shelf(t, 40).await], [(4, 1), (4, 3)]);
            let mut conn = t.db().read().await.unwrap();
            let rows = sql(
                "SELECT CAST(COUNT(*) AS BIGINT), CAST(SUM(featured) AS BIGINT) FROM reporting_shelf_views",
            );
            assert_eq!(conn.one::<(i64, i64)>(rows).await.unwrap(), (240, 8), "of each day and month");
            assert_eq!(check(&mut conn).await.unwrap(), []);
        })
    })
    .await;
}

/// A seller, and what of it is not as it is of one that sells.
async fn seller(
    t: &TestDb,
    number: u128,
    status: &'static str,
    [approved, suspended, from, until]: [Option<i64>; 4],
) {
    t.db()
        .write::<_, DbError, _>(move |tx| {
            Box::pin(async move {
                tx.exec(
                    sql("INSERT INTO sellers_sellers (id, name, slug, is_platform, country, region, currency, status,
                             handling_days, transit_days_min, transit_days_max, cutoff_minutes, shipping_fee_minor,
                             created_at_us, approved_at_us, suspended_at_us, holiday_from, holiday_until)
                         VALUES ($1, $2, $2, FALSE, 'US', '', 'USD', $3, 1, 1, 1, 0, 0, 0, $4, $5, $6, $7)")
                    .bind(id::<SellerId>(number))
                    .bind(format!("seller-{number}"))
                    .bind(status)
                    .bind_all([approved, suspended, from, until]),
                )
                .await
            })
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_sell_has_no_offer_that_could_be_bought() {
    on_both(|t| {
        Box::pin(async move {
            product(&t.db(), 11, 1, "Lamps").await;
            let (yesterday, today) = (Some(today() - 1), Some(today()));
            for (number, status, of) in [
                (1, "active", [Some(1), None, None, None]),
                // On holiday, until further notice and until today.
                (2, "active", [Some(1), None, yesterday, None]),
                (3, "active", [Some(1), None, yesterday, today]),
                // Back from one.
                (4, "active", [Some(1), None, yesterday, yesterday]),
                (5, "active", [Some(1), Some(1), None, None]),
                (6, "active", [None, None, None, None]),
                (7, "paused", [Some(1), None, None, None]),
            ] {
                seller(t, number, status, of).await;
                offer(t, 11, number).await;
                stocked(t, 11, number, true).await;
            }
            won(t, 11, 1, 1).await;
            counted(t).await;
            let mut shelves = Vec::new();
            for number in 1..=7 {
                shelves.push(shelf(t, number).await);
            }
            let none = (0, 0);
            assert_eq!(shelves, [(1, 1), none, none, (1, 0), none, none, none]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn buy_boxes_are_counted_anew_and_what_is_wrong_is_named() {
    on_both(|t| {
        Box::pin(async move {
            three_sellers(t).await;
            for hours in [1, 2, 26, 50, 800] {
                won(t, 11, 1, hours).await;
                won(t, 11, 2, hours).await;
            }
            counted(t).await;
            let before = shelf(t, 1).await;
            assert_eq!(before, (8, 4));
            rebuild(&t.db()).await.unwrap();
            assert_eq!(shelf(t, 1).await, before);
            for (wrong, right) in [
                (
                    "UPDATE reporting_shelf_views SET featured = featured + 100 WHERE span = 'day'",
                    "UPDATE reporting_shelf_views SET featured = featured - 100 WHERE span = 'day'",
                ),
                (
                    "UPDATE reporting_shelf_days SET left_out = left_out - 100",
                    "UPDATE reporting_shelf_days SET left_out = left_out + 100",
                ),
                (
                    "UPDATE reporting_shelf_views SET views = views + 1 WHERE span = 'month'",
                    "UPDATE reporting_shelf_views SET views = views - 1 WHERE span = 'month'",
                ),
            ] {
                run(t, wrong).await;
                let found = check(&mut t.db().read().await.unwrap()).await.unwrap();
                assert!(found.iter().any(|v| v.table.starts_with("reporting_shelf_")), "{wrong}: {found:?}");
                run(t, right).await;
                assert_eq!(check(&mut t.db().read().await.unwrap()).await.unwrap(), [], "{right}");
            }
        })
    })
    .await;
}

async fn run(t: &TestDb, text: &'static str) {
    let changed =
        t.db().write::<_, DbError, _>(move |tx| Box::pin(async move { tx.exec(sql(text)).await })).await;
    assert!(changed.unwrap() > 0, "{text}");
}
