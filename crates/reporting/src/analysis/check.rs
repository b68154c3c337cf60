//! Are the analysis' figures right? Its roll-ups, with the events still to be counted, against the rows of orders, returns
//! and activity.

use super::buyers;
use super::consume::CONSUMER;
use super::counts::{Counts, SUMS, Sold};
use super::fold::{Deltas, Fact, GAVE_BACK, KINDS, RETURNED_LINE, ReturnedLine, country_of, fold};
use super::products::{self, SpanKey};
use super::range::month_us;
use super::shoppers::{self, CohortKey};
use super::write::{Facet, FacetKey, facets};
use crate::ReportingError;
use crate::check::{NO_SALE, Violation};
use crate::rollup::DAY_US;
use db::{Conn, DbError, FromRow, Row, row, sql};
use domain::order::PartState;
use domain::text_enum::TextEnum as _;
use domain::{Currency, PartId, ProductId, SellerId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use uuid::Uuid;

/// Orders, units, minor, units that came back and what was given back for them; cancelled ones are taken off.
type Net = [i64; 5];

/// Everything that the roll-ups of orders say, cancelled sales taken off: two that are equal say the same.
#[derive(Debug, Default)]
struct Totals {
    facets: BTreeMap<FacetKey, Net>,
    products: BTreeMap<SpanKey, Sold>,
    /// Orders of a seller in a month, whoever placed them: whose a guest's order is may change.
    months: BTreeMap<(SellerId, i64), i64>,
}

impl Totals {
    fn add(&mut self, deltas: &Deltas) {
        for (key, counts) in facets(&deltas.sales) {
            add_net(self.facets.entry(key).or_default(), &counts);
        }
        for (key, sold) in products::spans(&deltas.products) {
            self.products.entry(key).or_default().add(&sold);
        }
        for ((seller, _), months) in &deltas.shoppers {
            for (month, orders) in months {
                *self.months.entry((*seller, *month)).or_default() += orders;
            }
        }
    }
}

fn add_net(net: &mut Net, counts: &Counts) {
    let more = [
        counts.kept_orders(),
        counts.kept_units(),
        counts.kept_minor(),
        counts.returned_units,
        counts.returned_minor,
    ];
    for (sum, one) in net.iter_mut().zip(more) {
        *sum += one;
    }
}

/// Compares the roll-ups with the rows that they are of. Nothing may be written meanwhile.
pub(crate) async fn check(conn: &mut Conn) -> Result<Vec<Violation>, ReportingError> {
    let (counted, raw) = (counted(conn).await?, raw(conn).await?);
    let mut found = differences("reporting_facets", &counted.facets, &raw.facets);
    found.extend(differences("reporting_sheets", &counted.products, &raw.products));
    found.extend(differences("reporting_shoppers", &counted.months, &raw.months));
    found.extend(wrong_cohorts(conn).await?);
    let months =
        buyers::months(conn).await?.into_iter().map(|(key, [orders, minor, _])| (key, [orders, minor]));
    found.extend(differences("reporting_buyers", &months.collect(), &bought(&raw.facets)));
    let (is, should) = buyers::both(conn).await?;
    found.extend(differences("reporting_buyer_cohorts", &is, &should));
    found.extend(wrong_views(conn).await?);
    found.extend(wrong_shelves(conn).await?);
    Ok(found)
}

/// Orders and minor units of each currency and month, whoever sold and bought; what came back is taken off.
fn bought(facets: &BTreeMap<FacetKey, Net>) -> BTreeMap<(Currency, i64), [i64; 2]> {
    let mut months: BTreeMap<(Currency, i64), [i64; 2]> = BTreeMap::new();
    let all = facets.iter().filter(|((_, _, facet, ..), _)| *facet == Facet::All);
    for ((_, currency, _, _, _, day_us), [orders, _, minor, _, returned]) in all {
        let sum = months.entry((*currency, month_us(*day_us))).or_default();
        *sum = [sum[0] + orders, sum[1] + minor - returned];
    }
    months
}

pub(crate) fn differences<K: Ord + Debug, N: Copy + Default + PartialEq + Debug>(
    table: &'static str,
    counted: &BTreeMap<K, N>,
    raw: &BTreeMap<K, N>,
) -> Vec<Violation> {
    let keys: BTreeSet<&K> = counted.keys().chain(raw.keys()).collect();
    let differ = keys.into_iter().filter_map(|key| {
        let of = |rows: &BTreeMap<K, N>| rows.get(key).copied().unwrap_or_default();
        let (is, should) = (of(counted), of(raw));
        (is != should).then(|| Violation {
            table,
            row: format!("{key:?}"),
            detail: format!("is {is:?}, the rows say {should:?}"),
        })
    });
    differ.collect()
}

struct FacetRow {
    key: FacetKey,
    counts: Counts,
}

impl FromRow for FacetRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let key = (
            row.get("seller_id")?,
            row.get("currency")?,
            row.get("facet")?,
            row.get("value")?,
            row.get("span")?,
            row.get("from_us")?,
        );
        Ok(Self { key, counts: Counts::from_row(row)? })
    }
}

async fn counted(conn: &mut Conn) -> Result<Totals, ReportingError> {
    let mut totals = Totals { products: products::all(conn).await?, ..Totals::default() };
    let text = format!(
        "SELECT seller_id, currency, facet, value, span, from_us, {SUMS} FROM reporting_facets
         GROUP BY seller_id, currency, facet, value, span, from_us"
    );
    for row in conn.all::<FacetRow>(sql(text)).await? {
        add_net(totals.facets.entry(row.key).or_default(), &row.counts);
    }
    let months: Vec<(SellerId, i64, i64)> = conn
        .all(sql("SELECT seller_id, month_us, CAST(SUM(orders) AS BIGINT) FROM reporting_shoppers
                  GROUP BY seller_id, month_us"))
        .await?;
    totals.months = months.into_iter().map(|(seller, month, orders)| ((seller, month), orders)).collect();
    let mut ahead = conn.ahead_of(CONSUMER, KINDS).await?;
    loop {
        let events = ahead.next(conn).await?;
        if events.is_empty() {
            return Ok(totals);
        }
        totals.add(&fold(conn, &events).await?);
    }
}

row! {
    struct PartRow {
        id: PartId,
        seller_id: SellerId,
        currency: Currency,
        placed_at_us: Timestamp,
        address: String,
        device: Option<String>,
        shopper: Option<Uuid>,
        /// Only what left was sold.
        rest_cancelled: bool,
    }
}

row! {
    struct LineRow {
        part_id: PartId,
        product_id: ProductId,
        quantity: i64,
        amount_minor: i64,
        shipped_quantity: i64,
        unit_price_minor: i64,
    }
}

async fn raw(conn: &mut Conn) -> Result<Totals, ReportingError> {
    let mut deltas = Deltas::default();
    let parts: Vec<PartRow> = conn
        .all(
            sql("SELECT p.id, p.seller_id, o.currency, p.placed_at_us, o.address, o.device,
                     COALESCE(o.guest_id, o.account_id) AS shopper, p.cancel_reason IS NOT NULL AS rest_cancelled
                 FROM orders_parts AS p JOIN orders_orders AS o ON o.id = p.order_id
                 WHERE p.state NOT IN ($1, $2)")
            .bind_all(NO_SALE.map(PartState::as_str)),
        )
        .await?;
    let parts: BTreeMap<PartId, PartRow> = parts.into_iter().map(|part| (part.id, part)).collect();
    for part in parts.values() {
        deltas.sold_part(part);
    }
    let lines: Vec<LineRow> = conn
        .all(sql("SELECT part_id, product_id, quantity, amount_minor, shipped_quantity, unit_price_minor
                  FROM orders_lines"))
        .await?;
    for line in &lines {
        if let Some(part) = parts.get(&line.part_id) {
            deltas.sold_line(part, line);
        }
    }
    come_back(conn, &mut deltas).await?;
    let mut totals = Totals::default();
    totals.add(&deltas);
    Ok(totals)
}

impl PartRow {
    fn fact(&self) -> Fact {
        let (country, device) = (country_of(&self.address), self.device.clone().unwrap_or_default());
        Fact { country, device, shopper: self.shopper }
    }
}

impl Deltas {
    fn sold_part(&mut self, part: &PartRow) {
        let fact = part.fact();
        self.sale((part.seller_id, part.currency), part.placed_at_us, &fact).orders += 1;
        self.shopper(part.seller_id, part.placed_at_us, &fact, 1);
    }

    fn sold_line(&mut self, part: &PartRow, line: &LineRow) {
        let (units, minor) = if part.rest_cancelled {
            (line.shipped_quantity, line.shipped_quantity * line.unit_price_minor)
        } else {
            (line.quantity, line.amount_minor)
        };
        let whose = (part.seller_id, part.currency);
        self.sale(whose, part.placed_at_us, &part.fact()).add(&Counts { units, minor, ..Counts::default() });
        let product = self.product(whose, part.placed_at_us, line.product_id, "");
        product.sold.add(&Sold { units, minor, returned: 0 });
    }
}

struct BackRow {
    seller: SellerId,
    currency: Currency,
    fact: Fact,
    line: ReturnedLine,
}

impl FromRow for BackRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let device = row.get::<Option<String>>("device")?.unwrap_or_default();
        let country = country_of(&row.get::<String>("address")?);
        Ok(Self {
            seller: row.get("seller_id")?,
            currency: row.get("currency")?,
            fact: Fact { country, device, shopper: None },
            line: ReturnedLine::from_row(row)?,
        })
    }
}

async fn come_back(conn: &mut Conn, deltas: &mut Deltas) -> Result<(), DbError> {
    let text = format!(
        "SELECT r.seller_id, r.currency, o.address, o.device, {RETURNED_LINE}
         FROM returns_lines AS l JOIN returns_returns AS r ON r.id = l.return_id
         JOIN orders_parts AS p ON p.id = r.part_id JOIN orders_orders AS o ON o.id = r.order_id
         WHERE {GAVE_BACK}"
    );
    for row in conn.all::<BackRow>(sql(text)).await? {
        deltas.take_back(row.seller, row.currency, &row.fact, &[row.line]);
    }
    Ok(())
}

/// Cohorts are what the shoppers' months say.
async fn wrong_cohorts(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let rows: Vec<(SellerId, Uuid, i64, i64)> =
        conn.all(sql("SELECT seller_id, shopper_id, month_us, orders FROM reporting_shoppers")).await?;
    let mut shoppers: BTreeMap<(SellerId, Uuid), BTreeMap<i64, i64>> = BTreeMap::new();
    for (seller, shopper, month, orders) in rows {
        shoppers.entry((seller, shopper)).or_default().insert(month, orders);
    }
    let mut should: BTreeMap<CohortKey, i64> = BTreeMap::new();
    for ((seller, _), months) in &shoppers {
        for (first, month) in shoppers::bought(months) {
            *should.entry((*seller, first, month)).or_default() += 1;
        }
    }
    let rows: Vec<(SellerId, i64, i64, i64)> =
        conn.all(sql("SELECT seller_id, first_us, month_us, shoppers FROM reporting_cohorts")).await?;
    let is = rows.into_iter().map(|(seller, first, month, n)| ((seller, first, month), n)).collect();
    Ok(differences("reporting_cohorts", &is, &should))
}

/// Months of views are the sums of their days, and no day has fewer than what is still there of it. It may have more:
/// events are kept for a while only, and those without an offer were given to whoever alone had one then.
async fn wrong_views(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let rows: Vec<(SellerId, ProductId, super::range::Span, i64, i64, i64)> = conn
        .all(sql("SELECT seller_id, product_id, span, from_us, views, carts FROM reporting_product_views"))
        .await?;
    let (mut days, mut months) = (BTreeMap::new(), BTreeMap::new());
    for (seller, product, span, from_us, views, carts) in rows {
        let to = if span == super::range::Span::Day { &mut days } else { &mut months };
        let sum: &mut [i64; 2] = to.entry((seller, product, super::range::month_us(from_us))).or_default();
        sum[0] += views;
        sum[1] += carts;
    }
    let mut found = differences("reporting_product_views", &months, &days);
    let fewer: Vec<(SellerId, i64, i64)> = conn
        .all(
            sql("SELECT a.seller_id, a.day_us, a.views FROM (
                     SELECT seller_id, at_us / $1 * $1 AS day_us, COUNT(*) AS views FROM activity_events
                     WHERE kind = 'view' AND product_id IS NOT NULL AND seller_id IS NOT NULL
                         AND at_us < COALESCE((SELECT at_us FROM reporting_cursors WHERE name = 'views'), 0)
                     GROUP BY seller_id, at_us / $1 * $1) AS a
                 WHERE a.views > COALESCE((SELECT SUM(d.views) FROM reporting_view_days AS d
                     WHERE d.seller_id = a.seller_id AND d.day_us = a.day_us), 0)")
            .bind(DAY_US),
        )
        .await?;
    found.extend(fewer.into_iter().map(|(seller, day_us, views)| Violation {
        table: "reporting_view_days",
        row: format!("{:?}", (seller, day_us)),
        detail: format!("has fewer views than the {views} that activity still holds"),
    }));
    Ok(found)
}

/// Months are the sums of their days, days those of their products, nobody stood in the buy box oftener than there was one,
/// and no day has fewer of those than the views that are still there say.
async fn wrong_shelves(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let rows: Vec<(SellerId, ProductId, super::range::Span, i64, i64, i64, i64)> = conn
        .all(sql("SELECT seller_id, product_id, span, from_us, views, featured, left_out FROM reporting_shelf_views"))
        .await?;
    let (mut of_days, mut months, mut sums) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut found = Vec::new();
    for (seller, product, span, from_us, views, featured, left_out) in rows {
        let day = span == super::range::Span::Day;
        if featured > views {
            found.push(Violation {
                table: "reporting_shelf_views",
                row: format!("{:?}", (seller, product, span, from_us)),
                detail: format!("stood in {featured} buy boxes of {views}"),
            });
        }
        if day {
            add_three(of_days.entry((seller, from_us)).or_default(), [views, featured, left_out]);
        }
        let to = if day { &mut sums } else { &mut months };
        add_three(to.entry((seller, product, month_us(from_us))).or_default(), [views, featured, left_out]);
    }
    found.extend(differences("reporting_shelf_views", &months, &sums));
    let days: Vec<(SellerId, i64, i64, i64, i64)> = conn
        .all(sql("SELECT seller_id, day_us, views, featured, left_out FROM reporting_shelf_days"))
        .await?;
    let days: BTreeMap<(SellerId, i64), [i64; 3]> =
        days.into_iter().map(|(seller, day, v, f, l)| ((seller, day), [v, f, l])).collect();
    found.extend(differences("reporting_shelf_days", &days, &of_days));
    let won: Vec<(SellerId, i64, i64)> = conn
        .all(
            sql("SELECT featured_id, at_us / $1 * $1, CAST(COUNT(*) AS BIGINT) FROM activity_events
                 WHERE kind = 'view' AND product_id IS NOT NULL AND featured_id IS NOT NULL
                     AND at_us < COALESCE((SELECT at_us FROM reporting_cursors WHERE name = 'views'), 0)
                 GROUP BY featured_id, at_us / $1 * $1")
            .bind(DAY_US),
        )
        .await?;
    let fewer = won.into_iter().filter(|(seller, day, won)| {
        let [_, featured, left_out] = days.get(&(*seller, *day)).copied().unwrap_or_default();
        featured + left_out < *won
    });
    found.extend(fewer.map(|(seller, day_us, won)| Violation {
        table: "reporting_shelf_days",
        row: format!("{:?}", (seller, day_us)),
        detail: format!("stood in fewer buy boxes than the {won} that activity still holds"),
    }));
    Ok(found)
}

fn add_three(sum: &mut [i64; 3], more: [i64; 3]) {
    for (sum, one) in sum.iter_mut().zip(more) {
        *sum += one;
    }
}
