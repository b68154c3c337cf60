//! Are the figures right? Every roll-up compared with the orders themselves.

use crate::ReportingError;
use crate::rollup::{CONSUMER, DAY_US, HOUR_US, KINDS, fold};
use db::{Conn, sql};
use domain::order::PartState;
use domain::text_enum::TextEnum as _;
use domain::{Currency, ProductId, SellerId};
use std::collections::BTreeMap;
use std::fmt::Debug;

/// A figure that is not what the orders say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub table: &'static str,
    /// The row's key, readable.
    pub row: String,
    pub detail: String,
}

/// Parts that never were a sale, or are none any more.
pub(crate) const NO_SALE: [PartState; 2] = [PartState::AwaitingPayment, PartState::Cancelled];

type Counts<K> = BTreeMap<K, (i64, i64, i64)>;

/// Compares what the roll-ups and the events still to be counted add up to with the orders' own rows.
/// Nothing may be written meanwhile.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, ReportingError> {
    let (mut hours, mut products) = counted(conn).await?;
    let (raw_hours, raw_products) = raw(conn).await?;
    hours.retain(|_, n| *n != (0, 0, 0));
    products.retain(|_, n| *n != (0, 0, 0));
    let mut found = differences("reporting_sales_hours", &hours, &raw_hours);
    found.extend(differences("reporting_product_days", &products, &raw_products));
    found.extend(crate::analysis::check(conn).await?);
    Ok(found)
}

type HourKey = (SellerId, Currency, i64);
type ProductKey = (SellerId, Currency, i64, ProductId);

async fn counted(conn: &mut Conn) -> Result<(Counts<HourKey>, Counts<ProductKey>), ReportingError> {
    let mut hours: Counts<HourKey> = Counts::new();
    let rows: Vec<(SellerId, Currency, i64, i64, i64, i64)> = conn
        .all(sql("SELECT seller_id, currency, hour_us, orders - cancelled_orders, units - cancelled_units,
                      items_minor - cancelled_minor FROM reporting_sales_hours"))
        .await?;
    for (seller, currency, hour, orders, units, minor) in rows {
        hours.insert((seller, currency, hour), (orders, units, minor));
    }
    let mut products: Counts<ProductKey> = Counts::new();
    let rows: Vec<(SellerId, Currency, i64, ProductId, i64, i64)> = conn
        .all(sql(
            "SELECT seller_id, currency, day_us, product_id, units, amount_minor FROM reporting_product_days",
        ))
        .await?;
    for (seller, currency, day, product, units, minor) in rows {
        products.insert((seller, currency, day, product), (0, units, minor));
    }
    let mut ahead = conn.ahead_of(CONSUMER, KINDS).await?;
    loop {
        let events = ahead.next(conn).await?;
        if events.is_empty() {
            return Ok((hours, products));
        }
        let deltas = fold(conn, &events).await?;
        for (key, d) in deltas.hours {
            let n = hours.entry(key).or_default();
            n.0 += d.orders - d.cancelled_orders;
            n.1 += d.units - d.cancelled_units;
            n.2 += d.items_minor - d.cancelled_minor;
        }
        for (key, d) in deltas.products {
            let n = products.entry(key).or_default();
            n.1 += d.units;
            n.2 += d.amount_minor;
        }
    }
}

async fn raw(conn: &mut Conn) -> Result<(Counts<HourKey>, Counts<ProductKey>), ReportingError> {
    let (mut hours, mut products): (Counts<HourKey>, Counts<ProductKey>) = Default::default();
    let parts: Vec<(SellerId, Currency, i64)> = conn
        .all(
            sql("SELECT p.seller_id, o.currency, p.placed_at_us FROM orders_parts AS p
                 JOIN orders_orders AS o ON o.id = p.order_id WHERE p.state NOT IN ($1, $2)")
            .bind_all(NO_SALE.map(PartState::as_str)),
        )
        .await?;
    for (seller, currency, placed_at_us) in parts {
        hours.entry((seller, currency, placed_at_us.div_euclid(HOUR_US) * HOUR_US)).or_default().0 += 1;
    }
    // A part that was shipped and yet has a reason for being cancelled is one whose rest was cancelled: it sold what
    // left.
    let lines: Vec<(SellerId, Currency, i64, ProductId, i64, i64)> = conn
        .all(
            sql("SELECT p.seller_id, o.currency, p.placed_at_us, l.product_id,
                     CASE WHEN p.cancel_reason IS NULL THEN l.quantity ELSE l.shipped_quantity END,
                     CASE WHEN p.cancel_reason IS NULL THEN l.amount_minor
                         ELSE l.shipped_quantity * l.unit_price_minor END
                 FROM orders_lines AS l JOIN orders_parts AS p ON p.id = l.part_id
                 JOIN orders_orders AS o ON o.id = p.order_id WHERE p.state NOT IN ($1, $2)")
            .bind_all(NO_SALE.map(PartState::as_str)),
        )
        .await?;
    for (seller, currency, placed_at_us, product, quantity, amount_minor) in lines {
        let hour = hours.entry((seller, currency, placed_at_us.div_euclid(HOUR_US) * HOUR_US)).or_default();
        let day = products
            .entry((seller, currency, placed_at_us.div_euclid(DAY_US) * DAY_US, product))
            .or_default();
        for n in [hour, day] {
            n.1 += quantity;
            n.2 += amount_minor;
        }
    }
    products.retain(|_, n| *n != (0, 0, 0));
    Ok((hours, products))
}

fn differences<K: Ord + Debug>(table: &'static str, counted: &Counts<K>, raw: &Counts<K>) -> Vec<Violation> {
    let keys: std::collections::BTreeSet<&K> = counted.keys().chain(raw.keys()).collect();
    let differ = keys.into_iter().filter_map(|key| {
        let (is, should) =
            (counted.get(key).copied().unwrap_or_default(), raw.get(key).copied().unwrap_or_default());
        (is != should).then(|| Violation {
            table,
            row: format!("{key:?}"),
            detail: format!("(orders, units, minor) is {is:?}, the orders say {should:?}"),
        })
    });
    differ.collect()
}
