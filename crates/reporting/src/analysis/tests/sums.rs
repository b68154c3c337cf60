//! The same figures, found by going through every row.

use super::shop::id;
use super::{USD, today};
use crate::analysis::{Analysis, Line, Range, analysis};
use db::testing::TestDb;
use db::{Conn, row, sql};
use domain::{ProductId, SellerId, Timestamp};
use std::collections::BTreeMap;

row! {
    /// A line with its part and order.
    struct Row {
        part_id: domain::PartId,
        seller_id: SellerId,
        state: String,
        rest_cancelled: bool,
        placed_at_us: Timestamp,
        address: String,
        device: Option<String>,
        product_id: ProductId,
        quantity: i64,
        shipped_quantity: i64,
        unit_price_minor: i64,
        /// Of this line, in all its returns.
        returned: i64,
    }
}

#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
struct Sum {
    units: i64,
    minor: i64,
}

#[derive(Debug, Default)]
struct Sums {
    orders: Vec<domain::PartId>,
    all: Sum,
    cancelled_units: i64,
    returned: i64,
    products: BTreeMap<ProductId, Sum>,
    countries: BTreeMap<String, Sum>,
    devices: BTreeMap<String, Sum>,
    days: BTreeMap<i64, i64>,
}

async fn rows(conn: &mut Conn) -> Vec<Row> {
    conn.all(sql(
        "SELECT p.id AS part_id, p.seller_id, p.state, p.cancel_reason IS NOT NULL AS rest_cancelled, p.placed_at_us,
             o.address, o.device, l.product_id, l.quantity, l.shipped_quantity, l.unit_price_minor,
             CAST(COALESCE((SELECT SUM(r.quantity) FROM returns_lines AS r WHERE r.line_id = l.id), 0) AS BIGINT)
                 AS returned
         FROM orders_lines AS l JOIN orders_parts AS p ON p.id = l.part_id JOIN orders_orders AS o ON o.id = p.order_id",
    ))
    .await
    .unwrap()
}

fn sums(rows: &[Row], seller: SellerId, range: Range) -> Sums {
    let mut sums = Sums::default();
    for row in rows.iter().filter(|row| row.seller_id == seller) {
        let day = row.placed_at_us.utc_day();
        if !(range.first()..=range.last()).contains(&day) {
            continue;
        }
        let sold = match row.state.as_str() {
            "cancelled" => 0,
            _ if row.rest_cancelled => row.shipped_quantity,
            _ => row.quantity,
        };
        let sum = Sum { units: sold, minor: sold * row.unit_price_minor };
        if row.state != "cancelled" && !sums.orders.contains(&row.part_id) {
            sums.orders.push(row.part_id);
        }
        sums.cancelled_units += row.quantity - sold;
        sums.returned += row.returned;
        let address: serde_json::Value = serde_json::from_str(&row.address).unwrap();
        let country = address["country"].as_str().unwrap().to_owned();
        let device = row.device.clone().unwrap_or_default();
        *sums.days.entry(day).or_default() += sum.minor;
        for to in [
            &mut sums.all,
            sums.products.entry(row.product_id).or_default(),
            sums.countries.entry(country).or_default(),
            sums.devices.entry(device).or_default(),
        ] {
            to.units += sum.units;
            to.minor += sum.minor;
        }
    }
    sums
}

/// Compares the lines of a table with the sums of both ranges.
fn assert_lines<K, N: Ord + Clone + std::fmt::Debug>(
    lines: &[Line<K>],
    key: impl Fn(&K) -> N,
    now: &BTreeMap<N, Sum>,
    before: &BTreeMap<N, Sum>,
) {
    for line in lines {
        let key = key(&line.key);
        let of = |sums: &BTreeMap<N, Sum>| sums.get(&key).copied().unwrap_or_default();
        let (now, before) = (of(now), of(before));
        assert_eq!((line.units.now, line.sales_minor.now), (now.units, now.minor), "{key:?}");
        assert_eq!((line.units.before, line.sales_minor.before), (before.units, before.minor), "{key:?}");
    }
    let all: i64 = lines.iter().map(|line| line.units.now).sum();
    assert_eq!(all, now.values().map(|sum| sum.units).sum::<i64>(), "no line is missing");
    assert!(lines.windows(2).all(|two| two[0].sales_minor.now >= two[1].sales_minor.now), "best first");
}

fn assert_same(found: &Analysis, now: &Sums, before: &Sums) {
    for (figures, sums) in [(&found.now, now), (&found.before, before)] {
        assert_eq!(figures.orders, sums.orders.len() as i64);
        assert_eq!((figures.units, figures.sales.minor()), (sums.all.units, sums.all.minor));
        assert_eq!((figures.cancelled_units, figures.returned_units), (sums.cancelled_units, sums.returned));
    }
    assert_lines(&found.products, |key| key.id, &now.products, &before.products);
    assert_lines(&found.countries, Clone::clone, &now.countries, &before.countries);
    assert_lines(&found.devices, |key| key.device.clone(), &now.devices, &before.devices);
    let bars: i64 = found.bars.iter().map(|bar| bar.sales.minor()).sum();
    let earlier: i64 = found.bars.iter().map(|bar| bar.before.minor()).sum();
    assert_eq!((bars, earlier), (now.all.minor, before.all.minor));
    if found.range.bar_days() == 1 {
        for bar in &found.bars {
            assert_eq!(bar.sales.minor(), now.days.get(&bar.day).copied().unwrap_or(0));
        }
    }
}

/// Every figure of both sellers, in ranges that begin and end within months and at their ends.
pub async fn assert_right(t: &TestDb) {
    let mut conn = t.db().read().await.unwrap();
    let rows = rows(&mut conn).await;
    for seller in [id(1), id(2)] {
        for days in [1, 7, 30, 31, 60, 61, 90, 120, 365] {
            for last in [today(), today() - 1, today() - 17] {
                let range = Range::last_days(last, days);
                let found = analysis(&mut conn, seller, USD, range, 500).await.unwrap();
                let (now, before) = (sums(&rows, seller, range), sums(&rows, seller, range.before()));
                assert_same(&found, &now, &before);
            }
        }
        let whole = sums(&rows, seller, Range::last_days(today(), 365));
        assert!(whole.all.units > 50 && whole.cancelled_units > 0 && whole.returned > 0, "{whole:?}");
    }
}
