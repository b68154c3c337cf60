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
