//! Who stood in the buy box. Owns `reporting_shelf_days` and `reporting_shelf_views`; counted with `views`, by its cursor.
//!
//! A view says whose offer won the buy box when it was shown, whatever offer was looked at. Who else could have is asked when
//! it is counted, a minute later, of the offers that can be bought then: to note them with each view would make the record
//! of a product with ten thousand offers ten thousand times as long. A product of more sellers than [`MOST_SELLERS`] is left
//! out, of the views and of what was won, so that no share is of different products above and below its line.

use super::lines::share_bps;
use super::range::{Range, Span, month_us, next_month};
use crate::rollup::DAY_US;
use db::{Conn, DbError, Tx, placeholders, sql};
use domain::zone::Zone;
use domain::{ProductId, SellerId};
use std::collections::{BTreeMap, BTreeSet};

/// Sellers who offer one product at once, at the most; each of them has a row for its day and month.
pub const MOST_SELLERS: usize = 50;

/// Rows of products that one statement writes: a minute of a busy shop has tens of thousands, and others wait for it to write.
const ROWS_AT_ONCE: usize = 200;

/// Views of products of which a seller had an offer that could be bought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shelf {
    pub views: i64,
    /// Of these, those in whose buy box the seller's offer stood.
    pub featured: i64,
}

impl Shelf {
    /// The buy box share in basis points; `None` without views.
    pub fn share_bps(&self) -> Option<i64> {
        share_bps(self.featured, self.views)
    }
}

/// What a row changes by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counted {
    views: i64,
    featured: i64,
    left_out: i64,
}

impl Counted {
    fn add(&mut self, more: Self) {
        self.views += more.views;
        self.featured += more.featured;
        self.left_out += more.left_out;
    }
}

/// Counts the views of a part of one day.
pub(crate) async fn count(tx: &mut Tx, from: i64, to: i64) -> Result<(), DbError> {
    let won: Vec<(ProductId, SellerId, i64)> = tx
        .all(
            sql("SELECT product_id, featured_id, CAST(COUNT(*) AS BIGINT) FROM activity_events
                 WHERE at_us >= $1 AND at_us < $2 AND kind = 'view' AND product_id IS NOT NULL
                     AND featured_id IS NOT NULL
                 GROUP BY product_id, featured_id")
            .bind(from)
            .bind(to),
        )
        .await?;
    if won.is_empty() {
        return Ok(());
    }
    let mut products: BTreeMap<ProductId, BTreeMap<SellerId, i64>> = BTreeMap::new();
    for (product, seller, views) in won {
        products.entry(product).or_default().insert(seller, views);
    }
    let away = on_holiday(tx).await?;
    let mut rows: BTreeMap<(SellerId, ProductId), Counted> = BTreeMap::new();
    for (product, won) in products {
        let views: i64 = won.values().sum();
        let mut sellers = who_could(tx, product, &away).await?;
        // Whoever won had an offer then, whatever became of it since.
        sellers.extend(won.keys().copied());
        let few = sellers.len() <= MOST_SELLERS;
        for seller in sellers {
            let featured = won.get(&seller).copied().unwrap_or(0);
            let counted = if few {
                Counted { views, featured, left_out: 0 }
            } else {
                Counted { left_out: featured, ..Counted::default() }
            };
            if counted != Counted::default() {
                rows.insert((seller, product), counted);
            }
        }
    }
    write(tx, from.div_euclid(DAY_US) * DAY_US, &rows).await
}

/// Sellers of offers of the product that can be bought now, as many as tell whether there are too many.
async fn who_could(
    conn: &mut Conn,
    product: ProductId,
    away: &BTreeSet<SellerId>,
) -> Result<BTreeSet<SellerId>, DbError> {
    let sellers: Vec<(SellerId,)> = conn
        .all(
            sql("SELECT DISTINCT o.seller_id FROM catalog_offers AS o
                 WHERE o.product_id = $1 AND o.active = TRUE AND o.stocked = TRUE
                     AND NOT EXISTS (SELECT 1 FROM sellers_sellers AS s WHERE s.id = o.seller_id
                         AND (s.status <> 'active' OR s.suspended_at_us IS NOT NULL OR s.approved_at_us IS NULL))
                 LIMIT $2")
            .bind(product)
            .bind(i64::try_from(MOST_SELLERS + 1 + away.len()).unwrap_or(i64::MAX)),
        )
        .await?;
    Ok(sellers.into_iter().map(|(seller,)| seller).filter(|seller| !away.contains(seller)).collect())
}

/// Sellers on whose own calendar it is a holiday now.
async fn on_holiday(conn: &mut Conn) -> Result<BTreeSet<SellerId>, DbError> {
    let now = conn.now();
    let holidays: Vec<(SellerId, String, i64, Option<i64>)> = conn
        .all(sql("SELECT id, time_zone, holiday_from, holiday_until FROM sellers_sellers
                  WHERE holiday_from IS NOT NULL"))
        .await?;
    let is_away = |zone: &str, from: i64, until: Option<i64>| {
        let today = Zone::parse(zone).unwrap_or(Zone::UTC).day_and_minute(now).0;
        from <= today && until.is_none_or(|until| today <= until)
    };
    let away = holidays.into_iter().filter(|(_, zone, from, until)| is_away(zone, *from, *until));
    Ok(away.map(|(seller, ..)| seller).collect())
}

async fn write(
    tx: &mut Tx,
    day_us: i64,
    rows: &BTreeMap<(SellerId, ProductId), Counted>,
) -> Result<(), DbError> {
    let mut days: BTreeMap<SellerId, Counted> = BTreeMap::new();
    for ((seller, _), counted) in rows {
        days.entry(*seller).or_default().add(*counted);
    }
    for (seller, counted) in days {
        tx.exec(
            sql("INSERT INTO reporting_shelf_days AS r (seller_id, day_us, views, featured, left_out)
                 VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (seller_id, day_us) DO UPDATE SET views = r.views + excluded.views,
                     featured = r.featured + excluded.featured, left_out = r.left_out + excluded.left_out")
            .bind(seller)
            .bind_all([day_us, counted.views, counted.featured, counted.left_out]),
        )
        .await?;
    }
    let spans = [(Span::Day, day_us), (Span::Month, month_us(day_us))];
    let rows: Vec<_> = rows
        .iter()
        .flat_map(|(key, counted)| spans.map(|(span, from_us)| (*key, span, from_us, *counted)))
        .collect();
    for some in rows.chunks(ROWS_AT_ONCE) {
        let values = (0..some.len()).map(|row| format!("({})", placeholders(row * 7 + 1, 7)));
        let text = format!(
            "INSERT INTO reporting_shelf_views AS r
                 (seller_id, product_id, span, from_us, views, featured, left_out)
             VALUES {}
             ON CONFLICT (seller_id, product_id, span, from_us) DO UPDATE SET
                 views = r.views + excluded.views, featured = r.featured + excluded.featured,
                 left_out = r.left_out + excluded.left_out",
            values.collect::<Vec<_>>().join(", ")
        );
        let mut statement = sql(text);
        for ((seller, product), span, from_us, counted) in some {
            let figures = [*from_us, counted.views, counted.featured, counted.left_out];
            statement = statement.bind(*seller).bind(*product).bind(*span).bind_all(figures);
        }
        tx.exec(statement).await?;
    }
    Ok(())
}

/// A seller's views and buy boxes of a range.
pub(crate) async fn of_seller(conn: &mut Conn, seller: SellerId, range: Range) -> Result<Shelf, DbError> {
    let (views, featured): (i64, i64) = conn
        .one(
            sql("SELECT CAST(COALESCE(SUM(views), 0) AS BIGINT), CAST(COALESCE(SUM(featured), 0) AS BIGINT)
                 FROM reporting_shelf_days WHERE seller_id = $1 AND day_us >= $2 AND day_us < $3")
            .bind(seller)
            .bind(range.begins_us())
            .bind(range.ends_us()),
        )
        .await?;
    Ok(Shelf { views, featured })
}

/// The same of some of the seller's products; one that nobody looked at is missing.
pub(crate) async fn of_products(
    conn: &mut Conn,
    seller: SellerId,
    range: Range,
    products: &[ProductId],
) -> Result<BTreeMap<ProductId, Shelf>, DbError> {
    let mut found: BTreeMap<ProductId, Shelf> = BTreeMap::new();
    if products.is_empty() {
        return Ok(found);
    }
    let list = placeholders(5, products.len());
    for piece in range.pieces() {
        let text = format!(
            "SELECT product_id, CAST(SUM(views) AS BIGINT), CAST(SUM(featured) AS BIGINT) FROM reporting_shelf_views
             WHERE seller_id = $1 AND span = $2 AND from_us >= $3 AND from_us < $4 AND product_id IN ({list})
             GROUP BY product_id"
        );
        let statement = sql(text).bind(seller).bind(piece.span).bind(piece.from_us).bind(piece.to_us);
        let rows: Vec<(ProductId, i64, i64)> = conn.all(statement.bind_all(products.iter().copied())).await?;
        for (product, views, featured) in rows {
            let shelf = found.entry(product).or_default();
            shelf.views += views;
            shelf.featured += featured;
        }
    }
    Ok(found)
}

/// Takes back what was counted from this day on, which begins then; the month that it cuts in two is what its days before are.
pub(crate) async fn rewind(tx: &mut Tx, day_us: i64) -> Result<(), DbError> {
    tx.exec(sql("DELETE FROM reporting_shelf_days WHERE day_us >= $1").bind(day_us)).await?;
    tx.exec(sql("DELETE FROM reporting_shelf_views WHERE from_us >= $1").bind(day_us)).await?;
    let month = month_us(day_us);
    if month == day_us {
        return Ok(());
    }
    let old = "DELETE FROM reporting_shelf_views WHERE span = 'month' AND from_us = $1";
    tx.exec(sql(old).bind(month)).await?;
    tx.exec(
        sql("INSERT INTO reporting_shelf_views (seller_id, product_id, span, from_us, views, featured, left_out)
             SELECT seller_id, product_id, 'month', $1, CAST(SUM(views) AS BIGINT), CAST(SUM(featured) AS BIGINT),
                 CAST(SUM(left_out) AS BIGINT)
             FROM reporting_shelf_views WHERE span = 'day' AND from_us >= $1 AND from_us < $2
             GROUP BY seller_id, product_id")
        .bind(month)
        .bind(next_month(month.div_euclid(DAY_US)) * DAY_US),
    )
    .await?;
    Ok(())
}
