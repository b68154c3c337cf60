//! What a seller's dashboard shows: sales today and before, what is to be done, what sells, what runs out.
//!
//! Sales are the prices of placed items without shipping and tax, cancelled ones taken off, in the hour of the order.
//! Days are those of the seller's zone. Hours are whole in UTC: where midnight is not, a day begins with the first whole
//! hour after it.

use crate::ReportingError;
use crate::rollup::{CONSUMER, DAY_US, HOUR_US, Hour, KINDS, fold, hour_of};
use db::events::Filter;
use db::{Conn, DbError, row, sql};
use domain::order::PartState;
use domain::text_enum::TextEnum as _;
use domain::zone::Zone;
use domain::{Currency, DurationUs, Money, OfferId, ProductId, Rounding, SellerId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The longest daily series.
const MOST_DAYS: usize = 366;
/// Events behind the roll-ups that are added while reading; more than that only during a rebuild.
const MOST_PENDING: i64 = 2_000;
/// A reader that meets the consumer at work looks again.
const MOST_TRIES: u32 = 5;
const TO_SHIP: [PartState; 3] = [PartState::Placed, PartState::Accepted, PartState::PartlyShipped];

/// Sales of a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sales {
    /// Orders (a seller's part of an order counts as one) that were not cancelled.
    pub orders: i64,
    pub units: i64,
    pub gross: Money,
    /// Per order, to the nearest minor unit; `None` without orders.
    pub average: Option<Money>,
}

/// Sales of one hour or day that begins at `from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SalesPoint {
    pub from: Timestamp,
    pub orders: i64,
    pub units: i64,
    pub gross: Money,
}

/// One hour of today beside the same hour of yesterday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourPair {
    pub today: SalesPoint,
    pub yesterday: SalesPoint,
}

/// The first screen of a seller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dashboard {
    pub today: Sales,
    /// Yesterday up to the end of the present hour, to compare with.
    pub yesterday_so_far: Sales,
    pub yesterday: Sales,
    /// The hours of today: 24, one less or more when the clock changes; those to come are zero.
    pub by_hour: Vec<HourPair>,
    /// Orders that wait for the seller.
    pub to_ship: i64,
    /// When the one that waits longest was placed.
    pub oldest_to_ship: Option<Timestamp>,
}

row! {
    /// A product by what it sold.
    #[derive(PartialEq, Eq, Serialize, Deserialize)]
    pub struct TopProduct {
        pub product_id: ProductId,
        pub title: String,
        pub units: i64,
        pub amount_minor: i64,
    }
}

row! {
    /// An active offer that is running out.
    #[derive(PartialEq, Eq, Serialize, Deserialize)]
    pub struct LowStock {
        pub offer_id: OfferId,
        pub product_id: ProductId,
        pub title: String,
        pub sku: String,
        pub available: i64,
    }
}

/// The offers that run out first, and how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LowStockList {
    pub rows: Vec<LowStock>,
    pub total: i64,
}

row! {
    struct HourRow {
        hour_us: i64,
        orders: i64,
        units: i64,
        items_minor: i64,
        cancelled_orders: i64,
        cancelled_units: i64,
        cancelled_minor: i64,
    }
}

type Hours = BTreeMap<i64, Hour>;

async fn position(conn: &mut Conn) -> Result<i64, DbError> {
    let consumers = conn.consumer_positions().await?;
    Ok(consumers.into_iter().find(|(name, _)| name == CONSUMER).map_or(0, |(_, position)| position))
}

/// Hours with sales from `from` to before `to`: the roll-ups and what the log holds beyond them.
async fn hours(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    from: Timestamp,
    to: Timestamp,
) -> Result<Hours, DbError> {
    let (first, last) = (hour_of(from), to.as_micros());
    let topic = seller.to_string();
    let mut tries = 0;
    loop {
        tries += 1;
        let before = position(conn).await?;
        let mut hours = rolled_up(conn, seller, currency, first, last).await?;
        let pending =
            conn.events_after(before, Filter { kinds: KINDS, topic: Some(&topic) }, MOST_PENDING).await?;
        // Statements see what is committed: when the consumer moved in between, an order could count twice.
        if position(conn).await? != before && tries < MOST_TRIES {
            continue;
        }
        for ((_, event_currency, hour), delta) in fold(conn, &pending).await?.hours {
            if event_currency == currency && (first..last).contains(&hour) {
                hours.entry(hour).or_default().add(&delta);
            }
        }
        return Ok(hours);
    }
}

async fn rolled_up(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    first: i64,
    last: i64,
) -> Result<Hours, DbError> {
    let rows: Vec<HourRow> = conn
        .all(
            sql("SELECT hour_us, orders, units, items_minor, cancelled_orders, cancelled_units, cancelled_minor
                 FROM reporting_sales_hours WHERE seller_id = $1 AND currency = $2 AND hour_us >= $3 AND hour_us < $4")
            .bind(seller)
            .bind(currency)
            .bind(first)
            .bind(last),
        )
        .await?;
    let hour = |r: HourRow| Hour {
        orders: r.orders,
        units: r.units,
        items_minor: r.items_minor,
        cancelled_orders: r.cancelled_orders,
        cancelled_units: r.cancelled_units,
        cancelled_minor: r.cancelled_minor,
    };
    Ok(rows.into_iter().map(|r| (r.hour_us, hour(r))).collect())
}

/// What begins from `from` to before `to`.
fn sum(hours: &Hours, from: i64, to: i64) -> Hour {
    let mut sum = Hour::default();
    hours.range(from..to.max(from)).for_each(|(_, hour)| sum.add(hour));
    sum
}

fn point(hours: &Hours, currency: Currency, from: i64, to: i64) -> SalesPoint {
    let sum = sum(hours, from, to);
    SalesPoint {
        from: Timestamp::from_micros(from),
        orders: sum.orders - sum.cancelled_orders,
        units: sum.units - sum.cancelled_units,
        gross: Money::new(sum.items_minor - sum.cancelled_minor, currency),
    }
}

fn sales(hours: &Hours, currency: Currency, from: i64, to: i64) -> Result<Sales, ReportingError> {
    let SalesPoint { orders, units, gross, .. } = point(hours, currency, from, to);
    let average = if orders > 0 { Some(gross.scale(1, orders, Rounding::HalfUp)?) } else { None };
    Ok(Sales { orders, units, gross, average })
}

/// The first whole hour of a day.
fn begins(zone: Zone, day: i64) -> i64 {
    whole_hour(zone.moment(day, 0))
}

fn whole_hour(at: Timestamp) -> i64 {
    hour_of(at.plus(DurationUs::from_micros(HOUR_US - 1)))
}

/// Where each hour of a day begins in the day before it by the clock on the wall, and where that day ends. When the clock
/// was changed one of them stands for two hours or for none, so that together they are the whole day before.
fn hours_before(zone: Zone, day: i64) -> Vec<i64> {
    let [before, begin, end] = [day - 1, day, day + 1].map(|day| begins(zone, day));
    let mut latest = before;
    let behind_the_first = (1..(end - begin) / HOUR_US).map(|i| {
        let (_, minute) = zone.day_and_minute(Timestamp::from_micros(begin + i * HOUR_US));
        latest = whole_hour(zone.moment(day - 1, minute)).clamp(latest, begin);
        latest
    });
    let mut edges = vec![before];
    edges.extend(behind_the_first);
    edges.push(begin);
    edges
}

/// The figures of a seller's first screen, with the days of the zone where the seller is.
pub async fn dashboard(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    zone: Zone,
) -> Result<Dashboard, ReportingError> {
    let now = conn.now();
    let (day, _) = zone.day_and_minute(now);
    let [yesterday, today, tomorrow] = [day - 1, day, day + 1].map(|day| begins(zone, day));
    let (first, end) = (Timestamp::from_micros(yesterday), Timestamp::from_micros(tomorrow));
    let hours = hours(conn, seller, currency, first, end).await?;
    let before = hours_before(zone, day);
    let begun = usize::try_from((hour_of(now) - today) / HOUR_US + 1).unwrap_or(0);
    let so_far = before.get(begun).copied().unwrap_or(today);
    let by_hour = before.windows(2).zip(0..).map(|(edges, i)| HourPair {
        today: point(&hours, currency, today + i * HOUR_US, today + (i + 1) * HOUR_US),
        yesterday: point(&hours, currency, edges[0], edges[1]),
    });
    let (to_ship, oldest_to_ship) = waiting(conn, seller).await?;
    Ok(Dashboard {
        today: sales(&hours, currency, today, tomorrow)?,
        yesterday_so_far: sales(&hours, currency, yesterday, so_far)?,
        yesterday: sales(&hours, currency, yesterday, today)?,
        by_hour: by_hour.collect(),
        to_ship,
        oldest_to_ship,
    })
}

/// How many orders wait for the seller, and since when.
async fn waiting(conn: &mut Conn, seller: SellerId) -> Result<(i64, Option<Timestamp>), DbError> {
    conn.one(
        sql("SELECT CAST(COUNT(*) AS BIGINT), MIN(placed_at_us) FROM orders_parts
             WHERE seller_id = $1 AND state IN ($2, $3, $4)")
        .bind(seller)
        .bind_all(TO_SHIP.map(PartState::as_str)),
    )
    .await
}

/// `days` days up to today, oldest first, each with its sales, as the zone counts days.
///
/// # Errors
/// [`ReportingError::Range`] unless `days` is 1 to 366.
pub async fn daily_sales(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    zone: Zone,
    days: usize,
) -> Result<Vec<SalesPoint>, ReportingError> {
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(ReportingError::Range { most: MOST_DAYS });
    }
    let (today, _) = zone.day_and_minute(conn.now());
    let edges: Vec<i64> = (1 - days as i64..=1).map(|i| begins(zone, today + i)).collect();
    let (from, to) = (Timestamp::from_micros(edges[0]), Timestamp::from_micros(edges[days]));
    let hours = hours(conn, seller, currency, from, to).await?;
    Ok(edges.windows(2).map(|edge| point(&hours, currency, edge[0], edge[1])).collect())
}

/// Products by what they sold since `since` (whole days in UTC), best first, cancelled orders taken off.
pub async fn top_products(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<TopProduct>, ReportingError> {
    let rows = conn
        .all(
            sql("SELECT product_id, MAX(title) AS title, CAST(SUM(units) AS BIGINT) AS units,
                     CAST(SUM(amount_minor) AS BIGINT) AS amount_minor
                 FROM reporting_product_days WHERE seller_id = $1 AND currency = $2 AND day_us >= $3
                 GROUP BY product_id HAVING SUM(units) > 0 ORDER BY 4 DESC, product_id LIMIT $4")
            .bind(seller)
            .bind(currency)
            .bind(since.minus(DurationUs::from_micros(DAY_US - 1)))
            .bind(limit),
        )
        .await?;
    Ok(rows)
}

/// Active offers of which few units are left ([`domain::stock::is_low`]), emptiest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn low_stock(
    conn: &mut Conn,
    seller: SellerId,
    limit: i64,
) -> Result<LowStockList, ReportingError> {
    let from = "FROM catalog_offers AS o JOIN catalog_products AS p ON p.id = o.product_id
                LEFT JOIN inventory_stock AS s ON s.offer_id = o.id
                WHERE o.seller_id = $1 AND o.active = TRUE AND p.status = 'active' AND COALESCE(s.available, 0) <= $2";
    let rows: Vec<LowStock> = conn
        .all(
            sql(format!(
                "SELECT o.id AS offer_id, o.product_id, p.title, o.sku,
                     CAST(COALESCE(s.available, 0) AS BIGINT) AS available {from} ORDER BY 5, o.id LIMIT $3"
            ))
            .bind(seller)
            .bind(domain::stock::LOW)
            .bind(limit),
        )
        .await?;
    let total = if (rows.len() as i64) < limit {
        rows.len() as i64
    } else {
        let count = sql(format!("SELECT CAST(COUNT(*) AS BIGINT) {from}"));
        conn.one::<(i64,)>(count.bind(seller).bind(domain::stock::LOW)).await?.0
    };
    Ok(LowStockList { rows, total })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lengths in hours of what stands beside each hour of the day.
    fn beside(zone: &str, day: i64) -> Vec<i64> {
        let zone = Zone::parse(zone).unwrap();
        let edges = hours_before(zone, day);
        assert_eq!(edges[0], begins(zone, day - 1));
        assert_eq!(*edges.last().unwrap(), begins(zone, day), "the whole day before and nothing else");
        edges.windows(2).map(|edge| (edge[1] - edge[0]) / HOUR_US).collect()
    }

    #[test]
    fn each_hour_stands_beside_the_same_one_on_the_wall_when_the_clock_was_changed() {
        // The clock goes forward at 02:00 on 2026-03-29 and back at 03:00 on 2026-10-25.
        let (forward, back) = (20_541, 20_751);
        assert_eq!(beside("Europe/Berlin", forward - 1), [1; 24]);
        let mut short = vec![1; 23];
        short[1] = 2;
        assert_eq!(beside("Europe/Berlin", forward), short, "02:00 of the day before has no hour of its own");
        let after: Vec<i64> = beside("Europe/Berlin", forward + 1);
        assert_eq!((after.len(), after.iter().sum::<i64>()), (24, 23));
        assert_eq!(after.iter().filter(|hours| **hours == 0).count(), 1, "{after:?}");
        let long = beside("Europe/Berlin", back);
        assert_eq!((long.len(), long.iter().sum::<i64>()), (25, 24));
        let after = beside("Europe/Berlin", back + 1);
        assert_eq!((after.len(), after.iter().sum::<i64>()), (24, 25));
        assert_eq!(beside("Asia/Kolkata", forward), [1; 24]);
    }
}
