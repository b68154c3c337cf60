//! What was looked at. Owns `reporting_view_days`, `reporting_product_views` and the cursor of both.
//!
//! Activity is no part of the event log and is kept for a while only, so it is counted by its time, up to a minute ago:
//! what is written later than that is not counted, as what a crash loses is not. A view belongs to the seller whose offer
//! the page showed; one without such an offer to whoever is the only one to offer the product.

use super::range::{Span, month_us, next_month};
use super::shelf;
use crate::ReportingError;
use crate::rollup::DAY_US;
use db::{Conn, Db, DbError, Tx, row, sql};
use domain::order::Device;
use domain::text_enum::TextEnum as _;
use domain::{DurationUs, ProductId, SellerId};
use std::collections::BTreeMap;

const CURSOR: &str = "views";
/// Activity waits less than a second to be written, unless the database is very busy.
const SETTLED: DurationUs = DurationUs::from_mins(1);

/// Events that one transaction counts: others wait for it to write. Each view may be one of another product, with two rows for
/// every seller of it: of 5,000 views that were 200,000 rows, and every order waited for a second.
const AT_ONCE: i64 = 500;

/// What pages were looked at and how often something of them was put into a cart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Looks {
    pub(crate) views: i64,
    pub(crate) carts: i64,
}

impl Looks {
    pub(crate) fn add(&mut self, views: i64, carts: i64) {
        self.views += views;
        self.carts += carts;
    }
}

row! {
    struct Seen {
        seller_id: Option<SellerId>,
        product_id: ProductId,
        phone: bool,
        views: i64,
        carts: i64,
    }
}

pub(crate) fn device_of(phone: bool) -> Device {
    if phone { Device::Phone } else { Device::Desktop }
}

async fn cursor(conn: &mut Conn) -> Result<Option<i64>, DbError> {
    let at: Option<(i64,)> =
        conn.opt(sql("SELECT at_us FROM reporting_cursors WHERE name = $1").bind(CURSOR)).await?;
    Ok(at.map(|(at,)| at))
}

/// Counts everything up to a minute ago.
pub(crate) async fn count(db: &Db) -> Result<(), ReportingError> {
    while db.write::<_, ReportingError, _>(|tx| Box::pin(count_some(tx))).await? {}
    Ok(())
}

/// Counts at most the rest of one day and about [`AT_ONCE`] events, in one transaction with the cursor. Returns whether there
/// is more.
async fn count_some(tx: &mut Tx) -> Result<bool, ReportingError> {
    let end = tx.now().minus(SETTLED).as_micros();
    let from = match cursor(tx).await? {
        Some(at) => at,
        None => first(tx).await?.unwrap_or(end),
    };
    let day_us = from.div_euclid(DAY_US) * DAY_US;
    let to = end.min(day_us + DAY_US);
    if from >= end {
        return Ok(false);
    }
    let to = cut(tx, from, to).await?;
    let seen: Vec<Seen> = tx
        .all(
            sql("SELECT seller_id, product_id, phone,
                     CAST(SUM(CASE WHEN kind = 'view' THEN 1 ELSE 0 END) AS BIGINT) AS views,
                     CAST(SUM(CASE WHEN kind = 'cart' THEN 1 ELSE 0 END) AS BIGINT) AS carts
                 FROM activity_events WHERE at_us >= $1 AND at_us < $2 AND kind IN ('view', 'cart')
                     AND product_id IS NOT NULL
                 GROUP BY seller_id, product_id, phone")
            .bind(from)
            .bind(to),
        )
        .await?;
    add(tx, day_us, seen).await?;
    shelf::count(tx, from, to).await?;
    tx.exec(
        sql("INSERT INTO reporting_cursors (name, at_us) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET at_us = excluded.at_us")
        .bind(CURSOR)
        .bind(to),
    )
    .await?;
    Ok(to < end)
}

/// Up to when there are few enough events; those of one moment are counted together.
async fn cut(conn: &mut Conn, from: i64, to: i64) -> Result<i64, DbError> {
    let next = sql("SELECT at_us FROM activity_events WHERE at_us >= $1 AND at_us < $2 ORDER BY at_us
        LIMIT 1 OFFSET $3");
    let next: Option<(i64,)> = conn.opt(next.bind(from).bind(to).bind(AT_ONCE)).await?;
    Ok(next.map_or(to, |(at,)| at.max(from + 1)))
}

/// When the oldest event that is still there happened.
async fn first(conn: &mut Conn) -> Result<Option<i64>, DbError> {
    let oldest: Option<(i64,)> =
        conn.opt(sql("SELECT at_us FROM activity_events ORDER BY at_us LIMIT 1")).await?;
    Ok(oldest.map(|(at,)| at))
}

async fn add(tx: &mut Tx, day_us: i64, seen: Vec<Seen>) -> Result<(), DbError> {
    let mut days: BTreeMap<(SellerId, Device), Looks> = BTreeMap::new();
    let mut products: BTreeMap<(SellerId, ProductId), Looks> = BTreeMap::new();
    for row in seen {
        let whose = match row.seller_id {
            Some(seller) => Some(seller),
            None => only_seller(tx, row.product_id).await?,
        };
        let Some(seller) = whose else { continue };
        days.entry((seller, device_of(row.phone))).or_default().add(row.views, row.carts);
        products.entry((seller, row.product_id)).or_default().add(row.views, row.carts);
    }
    for ((seller, device), looks) in days {
        tx.exec(
            sql("INSERT INTO reporting_view_days AS r (seller_id, day_us, device, views, carts)
                 VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (seller_id, day_us, device) DO UPDATE SET views = r.views + excluded.views,
                     carts = r.carts + excluded.carts")
            .bind(seller)
            .bind(day_us)
            .bind(device.as_str())
            .bind_all([looks.views, looks.carts]),
        )
        .await?;
    }
    for ((seller, product), looks) in products {
        for (span, from_us) in [(Span::Day, day_us), (Span::Month, month_us(day_us))] {
            tx.exec(
                sql("INSERT INTO reporting_product_views AS r (seller_id, product_id, span, from_us, views, carts)
                     VALUES ($1, $2, $3, $4, $5, $6)
                     ON CONFLICT (seller_id, product_id, span, from_us) DO UPDATE SET
                         views = r.views + excluded.views, carts = r.carts + excluded.carts")
                .bind(seller)
                .bind(product)
                .bind(span)
                .bind_all([from_us, looks.views, looks.carts]),
            )
            .await?;
        }
    }
    Ok(())
}

async fn only_seller(conn: &mut Conn, product: ProductId) -> Result<Option<SellerId>, DbError> {
    let text = "SELECT DISTINCT seller_id FROM catalog_offers WHERE product_id = $1 LIMIT 2";
    let sellers: Vec<(SellerId,)> = conn.all(sql(text).bind(product)).await?;
    Ok(if let [(seller,)] = sellers.as_slice() { Some(*seller) } else { None })
}

/// Counts again what is still there whole; days of which events are gone keep their counts.
pub(crate) async fn rebuild(tx: &mut Tx) -> Result<(), DbError> {
    let Some(oldest) = first(tx).await? else { return Ok(()) };
    // Of the oldest day some may be gone.
    let whole_us = (oldest.div_euclid(DAY_US) + 1) * DAY_US;
    if cursor(tx).await?.is_none_or(|at| at <= whole_us) {
        return Ok(());
    }
    tx.exec(sql("DELETE FROM reporting_view_days WHERE day_us >= $1").bind(whole_us)).await?;
    let days = "DELETE FROM reporting_product_views WHERE from_us >= $1";
    tx.exec(sql(days).bind(whole_us)).await?;
    shelf::rewind(tx, whole_us).await?;
    // The month that is cut in two is what its days before are.
    let month = month_us(whole_us);
    if month < whole_us {
        sum_month(tx, month).await?;
    }
    tx.exec(sql("UPDATE reporting_cursors SET at_us = $2 WHERE name = $1").bind(CURSOR).bind(whole_us))
        .await?;
    Ok(())
}

async fn sum_month(tx: &mut Tx, month: i64) -> Result<(), DbError> {
    let end = next_month(month.div_euclid(DAY_US)) * DAY_US;
    let old = "DELETE FROM reporting_product_views WHERE span = 'month' AND from_us = $1";
    tx.exec(sql(old).bind(month)).await?;
    tx.exec(
        sql("INSERT INTO reporting_product_views (seller_id, product_id, span, from_us, views, carts)
             SELECT seller_id, product_id, 'month', $1, CAST(SUM(views) AS BIGINT), CAST(SUM(carts) AS BIGINT)
             FROM reporting_product_views WHERE span = 'day' AND from_us >= $1 AND from_us < $2
             GROUP BY seller_id, product_id")
        .bind(month)
        .bind(end),
    )
    .await?;
    Ok(())
}
