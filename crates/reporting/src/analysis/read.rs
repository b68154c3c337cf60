//! What the page "Analysis" shows of a range, put together from the roll-ups alone.

use super::counts::{Counts, SUMS};
use super::lines::{self, CategoryLine, DeviceLine, Line, ProductLine};
use super::range::{Range, month_of, next_month};
use super::shelf::{self, Shelf};
use super::shoppers;
use super::write::Facet;
use crate::ReportingError;
use crate::rollup::DAY_US;
use db::{Conn, DbError, FromRow, Row, sql};
use domain::{Currency, Money, Rounding, SellerId};
use std::collections::BTreeMap;

/// Months of first orders that are shown.
const COHORTS: usize = 12;

/// The figures of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Orders (a seller's part of an order counts as one) that were not cancelled.
    pub orders: i64,
    /// Units that were not cancelled.
    pub units: i64,
    /// What they cost, without shipping and tax. What came back is in it.
    pub sales: Money,
    pub cancelled_orders: i64,
    pub cancelled_units: i64,
    pub cancelled: Money,
    /// Of what was sold in the range, whenever it came back.
    pub returned_units: i64,
    /// What was given back for the goods.
    pub returned: Money,
    /// Of product pages on which the seller's offer was the one to buy.
    pub views: i64,
    /// How often it was put into a cart, or ordered with one click.
    pub carts: i64,
    /// Views of products of which the seller had an offer that could be bought, and whether it stood in the buy box.
    pub shelf: Shelf,
}

impl Figures {
    fn of(counts: &Counts, currency: Currency, (views, carts): (i64, i64), shelf: Shelf) -> Self {
        let money = |minor| Money::new(minor, currency);
        Self {
            orders: counts.kept_orders(),
            units: counts.kept_units(),
            sales: money(counts.kept_minor()),
            cancelled_orders: counts.cancelled_orders,
            cancelled_units: counts.cancelled_units,
            cancelled: money(counts.cancelled_minor),
            returned_units: counts.returned_units,
            returned: money(counts.returned_minor),
            views,
            carts,
            shelf,
        }
    }

    /// Sales per order, to the nearest minor unit; `None` without orders.
    pub fn average(&self) -> Option<Money> {
        (self.orders > 0).then(|| self.sales.scale(1, self.orders, Rounding::HalfUp).ok()).flatten()
    }

    /// Orders per view in basis points; `None` without views.
    pub fn conversion_bps(&self) -> Option<i64> {
        lines::share_bps(self.orders, self.views)
    }
}

/// Some days' sales beside those of the range before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SalesBar {
    /// The first day, since 1970-01-01.
    pub day: i64,
    pub sales: Money,
    pub before: Money,
}

/// Shoppers whose first order of this seller was in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// The month's first day, since 1970-01-01.
    pub month: i64,
    pub shoppers: i64,
    /// How many of them bought again in the first, second, … month after it, up to the present one.
    pub again: Vec<i64>,
}

/// Everything that the page shows.
#[derive(Debug, Clone)]
pub struct Analysis {
    pub range: Range,
    pub now: Figures,
    pub before: Figures,
    pub bars: Vec<SalesBar>,
    /// Those that sold most, as many as were asked for.
    pub products: Vec<ProductLine>,
    /// How many products sold anything in the range.
    pub products_in_all: usize,
    pub categories: Vec<CategoryLine>,
    pub countries: Vec<Line<String>>,
    pub devices: Vec<DeviceLine>,
    pub cohorts: Vec<Cohort>,
}

/// A seller's figures of a range against the range before, with the `products` that sold most.
///
/// # Errors
/// When the database cannot be read.
pub async fn analysis(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    range: Range,
    products: usize,
) -> Result<Analysis, ReportingError> {
    let days = days(conn, seller, currency, range).await?;
    let sold = lines::Sales::read(conn, seller, currency, range).await?;
    Ok(Analysis {
        range,
        now: figures(conn, seller, currency, range, &days).await?,
        before: figures(conn, seller, currency, range.before(), &days).await?,
        bars: bars(&days, currency, range),
        products: sold.products(conn, range, products).await?,
        products_in_all: sold.count(),
        categories: sold.categories(conn).await?,
        countries: lines::by_country(conn, seller, currency, range).await?,
        devices: lines::by_device(conn, seller, currency, range).await?,
        cohorts: cohorts(conn, seller).await?,
    })
}

struct DayRow {
    day_us: i64,
    counts: Counts,
}

impl FromRow for DayRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { day_us: row.get("from_us")?, counts: Counts::from_row(row)? })
    }
}

/// Days of the range and of the one before it, by their beginning; days without sales are left out.
pub(crate) async fn days(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    range: Range,
) -> Result<BTreeMap<i64, Counts>, DbError> {
    let rows: Vec<DayRow> = conn
        .all(
            sql("SELECT from_us, orders, units, minor, cancelled_orders, cancelled_units, cancelled_minor,
                     returned_units, returned_minor
                 FROM reporting_facets WHERE seller_id = $1 AND currency = $2 AND facet = $3 AND span = 'day'
                     AND from_us >= $4 AND from_us < $5")
            .bind(seller)
            .bind(currency)
            .bind(Facet::All)
            .bind(range.before().begins_us())
            .bind(range.ends_us()),
        )
        .await?;
    Ok(rows.into_iter().map(|row| (row.day_us, row.counts)).collect())
}

async fn figures(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    range: Range,
    days: &BTreeMap<i64, Counts>,
) -> Result<Figures, DbError> {
    let mut counts = Counts::default();
    days.range(range.begins_us()..range.ends_us()).for_each(|(_, day)| counts.add(day));
    let looks = lines::looks(conn, seller, range).await?;
    let views = looks.values().map(|looks| looks.views).sum();
    let carts = looks.values().map(|looks| looks.carts).sum();
    let shelf = shelf::of_seller(conn, seller, range).await?;
    Ok(Figures::of(&counts, currency, (views, carts), shelf))
}

/// The chart: days, or several days together. The last bar of a long range may be of fewer days than the others.
pub(crate) fn bars(days: &BTreeMap<i64, Counts>, currency: Currency, range: Range) -> Vec<SalesBar> {
    let (step_us, apart_us) = (range.bar_days() * DAY_US, range.days() * DAY_US);
    let sum = |from: i64, to: i64| {
        Money::new(days.range(from..to).map(|(_, day)| day.kept_minor()).sum(), currency)
    };
    let mut bars = Vec::new();
    let mut from = range.begins_us();
    while from < range.ends_us() {
        let to = (from + step_us).min(range.ends_us());
        bars.push(SalesBar {
            day: from.div_euclid(DAY_US),
            sales: sum(from, to),
            before: sum(from - apart_us, to - apart_us),
        });
        from = to;
    }
    bars
}

/// The last twelve months of first orders, oldest first; a month without new shoppers is left out.
pub(crate) async fn cohorts(conn: &mut Conn, seller: SellerId) -> Result<Vec<Cohort>, DbError> {
    let now = month_of(conn.now().utc_day());
    let mut months = vec![now];
    while months.len() < COHORTS {
        months.push(month_of(months[months.len() - 1] - 1));
    }
    months.reverse();
    let known = shoppers::cohorts(conn, seller, months[0] * DAY_US).await?;
    let shoppers =
        |first: i64, month: i64| known.get(&(first * DAY_US, month * DAY_US)).copied().unwrap_or(0);
    let cohort = |first: i64| {
        let mut again = Vec::new();
        let mut month = next_month(first);
        while month <= now {
            again.push(shoppers(first, month));
            month = next_month(month);
        }
        Cohort { month: first, shoppers: shoppers(first, first), again }
    };
    Ok(months.into_iter().map(cohort).filter(|cohort| cohort.shoppers > 0).collect())
}

/// Sales of a range by country or device.
pub(crate) async fn by_facet(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    facet: Facet,
    range: Range,
) -> Result<BTreeMap<String, Counts>, DbError> {
    let mut all: BTreeMap<String, Counts> = BTreeMap::new();
    for piece in range.pieces() {
        let rows: Vec<ValueRow> = conn
            .all(
                sql(format!(
                    "SELECT value, {SUMS} FROM reporting_facets WHERE seller_id = $1 AND currency = $2 AND facet = $3
                         AND span = $4 AND from_us >= $5 AND from_us < $6 GROUP BY value"
                ))
                .bind(seller)
                .bind(currency)
                .bind(facet)
                .bind(piece.span)
                .bind(piece.from_us)
                .bind(piece.to_us),
            )
            .await?;
        for row in rows {
            all.entry(row.value).or_default().add(&row.counts);
        }
    }
    Ok(all)
}

struct ValueRow {
    value: String,
    counts: Counts,
}

impl FromRow for ValueRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { value: row.get("value")?, counts: Counts::from_row(row)? })
    }
}
