//! Stock under races and repeats: never oversold, never counted twice.
#![allow(clippy::unwrap_used)]

use catalog::{CatalogError, NewOffer, NewProduct};
use db::events::Filter;
use db::testing::{Tampering, each_is_found, on_both};
use domain::commission::CommissionClass;
use domain::{Currency, DurationUs, HoldId, Money, OfferId};
use inventory::{
    InventoryError, STOCK_CHANGED, StockChanged, check, hold, levels, receive, release, restock, sell,
    set_available,
};

async fn stocked(db: &db::Db, units: i64) -> OfferId {
    let offer: OfferId = db.new_id();
    db.write(move |tx| Box::pin(async move { receive(tx, "first", offer, units).await })).await.unwrap();
    offer
}

async fn level(db: &db::Db, offer: OfferId) -> (i64, i64, i64) {
    let mut conn = db.read().await.unwrap();
    let level = levels(&mut conn, &[offer]).await.unwrap()[&offer];
    assert_eq!(check(&mut conn).await.unwrap(), vec![]);
    (level.available, level.held, level.sold)
}

async fn hold_units(db: &db::Db, offer: OfferId, quantity: i64) -> Result<HoldId, InventoryError> {
    db.write(move |tx| {
        Box::pin(async move {
            let until = tx.now().plus(DurationUs::from_mins(15));
            hold(tx, &[(offer, quantity)], until).await
        })
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_buyers_for_twenty_units_get_exactly_twenty() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let offer = stocked(&db, 20).await;
            let buyers: Vec<_> = (0..200)
                .map(|_| {
                    let db = db.clone();
                    tokio::spawn(async move { hold_units(&db, offer, 1).await })
                })
                .collect();
            let mut held = 0;
            for buyer in buyers {
                match buyer.await.unwrap() {
                    Ok(_) => held += 1,
                    Err(InventoryError::SoldOut { left: 0, .. }) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            assert_eq!(held, 20);
            assert_eq!(level(&db, offer).await, (0, 20, 0));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reservation_is_sold_or_released_but_never_both() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let offer = stocked(&db, 5).await;
            let id = hold_units(&db, offer, 3).await.unwrap();
            let (a, b) = (db.clone(), db.clone());
            let (sold, released) = tokio::join!(
                a.write(move |tx| Box::pin(async move { sell(tx, id).await })),
                b.write(move |tx| Box::pin(async move { release(tx, id).await })),
            );
            assert_ne!(sold.is_ok(), released.is_ok());
            let expected = if sold.is_ok() { (2, 0, 3) } else { (5, 0, 0) };
            assert_eq!(level(&db, offer).await, expected);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn repeats_with_the_same_key_change_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let offer = stocked(&db, 5).await;
            let id = hold_units(&db, offer, 2).await.unwrap();
            for _ in 0..3 {
                db.write(move |tx| {
                    Box::pin(async move {
                        receive(tx, "first", offer, 5).await?;
                        sell(tx, id).await?;
                        restock(tx, "cancel-1", &[(offer, 1)]).await
                    })
                })
                .await
                .unwrap();
            }
            assert_eq!(level(&db, offer).await, (4, 0, 1));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_gets_all_its_lines_or_none() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let (plenty, few) = (stocked(&db, 10).await, stocked(&db, 1).await);
            let result = db
                .write(move |tx| {
                    Box::pin(async move {
                        let until = tx.now().plus(DurationUs::from_mins(15));
                        hold(tx, &[(plenty, 2), (few, 2)], until).await
                    })
                })
                .await;
            assert!(matches!(result, Err(InventoryError::SoldOut { left: 1, wanted: 2, .. })));
            assert_eq!(level(&db, plenty).await, (10, 0, 0));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_sets_the_count_and_nonsense_is_refused() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let offer = stocked(&db, 5).await;
            let set = |key: &'static str, wanted: i64| {
                let db = db.clone();
                async move {
                    db.write(move |tx| Box::pin(async move { set_available(tx, key, offer, wanted).await }))
                        .await
                }
            };
            assert_eq!(set("edit-1", 9).await.unwrap(), 4);
            assert_eq!(set("edit-2", 0).await.unwrap(), -9);
            assert!(matches!(set("edit-3", -1).await, Err(InventoryError::QuantityOutOfRange)));
            assert!(matches!(set("edit-4", i64::MAX).await, Err(InventoryError::QuantityOutOfRange)));
            assert_eq!(level(&db, offer).await, (0, 0, 0));
        })
    })
    .await;
}

/// Units of an offer that the catalogue knows.
async fn listed(db: &db::Db, units: i64) -> OfferId {
    let offer: Result<OfferId, CatalogError> = db
        .write(|tx| {
            Box::pin(async move {
                let category =
                    catalog::ensure_category_path(tx, &["Things"], CommissionClass::Standard).await?;
                let new = NewProduct::titled("A thing", category.id);
                let offer = NewOffer::on_sale(
                    catalog::upsert_product(tx, new).await?.id,
                    tx.new_id(),
                    "THING",
                    Money::new(500, Currency::USD),
                );
                Ok(catalog::upsert_offer(tx, offer).await?.id)
            })
        })
        .await;
    let offer = offer.unwrap();
    db.write(move |tx| Box::pin(async move { receive(tx, "first", offer, units).await })).await.unwrap();
    offer
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_says_each_time_once_that_nothing_is_left() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let offer = listed(&db, 3).await;
            hold_units(&db, offer, 1).await.unwrap();
            let rest = hold_units(&db, offer, 2).await.unwrap();
            db.write(move |tx| Box::pin(async move { release(tx, rest).await })).await.unwrap();
            for _ in 0..2 {
                let set =
                    db.write(move |tx| Box::pin(async move { set_available(tx, "count", offer, 0).await }));
                set.await.unwrap();
            }
            db.sequence_events().await.unwrap();
            let filter = Filter { kinds: &[STOCK_CHANGED], topic: None };
            let events = db.read().await.unwrap().events_after(0, filter, 100).await.unwrap();
            let left: Vec<_> = events
                .iter()
                .map(|event| (event.payload::<StockChanged>().unwrap().available, event.topic.is_some()))
                .collect();
            // Received, set aside, given back, counted: only a count is the desk's.
            assert_eq!(left, [(3, false), (0, false), (2, false), (0, true)]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_breaks_a_rule_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let offer = listed(&db, 9).await;
            let held = hold_units(&db, offer, 2).await.unwrap();
            let sold = hold_units(&db, offer, 3).await.unwrap();
            db.write(move |tx| Box::pin(async move { sell(tx, sold).await })).await.unwrap();
            assert_eq!(level(&db, offer).await, (4, 2, 3));
            let of = |statement, rules| Tampering::of("inventory_stock", offer, statement, rules);
            let tamperings = vec![
                of(
                    "UPDATE inventory_stock SET available = available + 1 WHERE offer_id = $1",
                    &["received + adjusted = available + held + sold"],
                ),
                of(
                    "UPDATE inventory_movements SET quantity = quantity + 1 WHERE offer_id = $1 AND kind = 'receive'",
                    &["received + adjusted = available + held + sold"],
                ),
                of(
                    "UPDATE inventory_stock SET held = held - 1, available = available + 1 WHERE offer_id = $1",
                    &["held = holds - releases - sales"],
                ),
                of(
                    "UPDATE inventory_stock SET sold = sold - 1, available = available + 1 WHERE offer_id = $1",
                    &["sold = sales - restocked"],
                ),
                Tampering::of(
                    "inventory_holds",
                    held,
                    "UPDATE inventory_holds SET expires_at_us = 0 WHERE id = $1",
                    &["a reservation is sold or released within a day of its end"],
                ),
                Tampering::of(
                    "catalog_offers",
                    offer,
                    "UPDATE catalog_offers SET stocked = FALSE WHERE id = $1",
                    &["an offer is marked as in stock when units of it are available"],
                ),
            ];
            each_is_found(&db, tamperings, |conn| {
                Box::pin(async move {
                    let found = check(conn).await.unwrap();
                    found.into_iter().map(|violation| (violation.row, violation.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
