//! The tables: what was sold by product, category, country and device, against the range before.

use super::counts::{Counts, Sold};
use super::products;
use super::range::Range;
use super::read::by_facet;
use super::shelf::{self, Shelf};
use super::views::Looks;
use super::write::Facet;
use db::{Conn, DbError, placeholders, sql};
use domain::{CategoryId, Currency, ProductId, SellerId};
use std::collections::BTreeMap;

/// Both databases limit bound values.
const BATCH: usize = 500;

/// A figure of the range and of the range before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pair {
    pub now: i64,
    pub before: i64,
}

impl Pair {
    /// How it changed, in basis points of what it was; `None` when there was nothing before.
    pub fn change_bps(self) -> Option<i64> {
        share_bps(self.now - self.before, self.before)
    }
}

/// A part of a whole in basis points, rounded towards zero; `None` of nothing.
pub(crate) fn share_bps(part: i64, whole: i64) -> Option<i64> {
    let bps = (whole > 0).then(|| i128::from(part) * 10_000 / i128::from(whole))?;
    Some(i64::try_from(bps).unwrap_or(if part < 0 { i64::MIN } else { i64::MAX }))
}

/// One line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<K> {
    pub key: K,
    /// Units that were not cancelled.
    pub units: Pair,
    /// What they cost, in minor units.
    pub sales_minor: Pair,
    /// Of all sales of the range, in basis points.
    pub share_bps: i64,
}

/// Which product it is, and what else is known of it in the range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductKey {
    pub id: ProductId,
    /// As it was called in the newest order.
    pub title: String,
    pub returned_units: i64,
    pub views: i64,
    pub shelf: Shelf,
}
pub type ProductLine = Line<ProductKey>;

/// Which category it is; none where the catalogue does not have the product any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryKey {
    pub id: Option<CategoryId>,
    pub name: String,
}
pub type CategoryLine = Line<CategoryKey>;

/// Which device: the text of a `domain::order::Device`, or empty where it is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceKey {
    pub device: String,
    pub views: i64,
}
pub type DeviceLine = Line<DeviceKey>;

/// Units and sales of something in the range and in the one before.
#[derive(Debug, Clone, Copy, Default)]
struct Both {
    units: Pair,
    minor: Pair,
}

impl Both {
    fn of(now: &Sold, before: &Sold) -> Self {
        Self {
            units: Pair { now: now.units, before: before.units },
            minor: Pair { now: now.minor, before: before.minor },
        }
    }

    fn add(&mut self, other: &Self) {
        for (sum, more) in [(&mut self.units, other.units), (&mut self.minor, other.minor)] {
            sum.now += more.now;
            sum.before += more.before;
        }
    }

    fn is_nothing(&self) -> bool {
        self.units == Pair::default() && self.minor == Pair::default()
    }

    fn line<K>(self, key: K, total: i64) -> Line<K> {
        let share_bps = share_bps(self.minor.now, total).unwrap_or(0);
        Line { key, units: self.units, sales_minor: self.minor, share_bps }
    }
}

/// What each product of a seller sold, by its number.
pub(crate) struct Sales {
    seller: SellerId,
    now: Vec<Sold>,
    before: Vec<Sold>,
    total: i64,
}

impl Sales {
    pub(crate) async fn read(
        conn: &mut Conn,
        seller: SellerId,
        currency: Currency,
        range: Range,
    ) -> Result<Self, DbError> {
        let mut now = products::sold(conn, seller, currency, range).await?;
        let mut before = products::sold(conn, seller, currency, range.before()).await?;
        let numbers = now.len().max(before.len());
        now.resize(numbers, Sold::default());
        before.resize(numbers, Sold::default());
        let total = now.iter().map(|sold| sold.minor).sum();
        Ok(Self { seller, now, before, total })
    }

    /// How many products sold something in the range.
    pub(crate) fn count(&self) -> usize {
        self.now.iter().filter(|sold| **sold != Sold::default()).count()
    }

    /// The numbers of those that sold most, best first.
    fn best(&self, most: usize) -> Vec<usize> {
        let mut numbers: Vec<usize> =
            (0..self.now.len()).filter(|at| self.now[*at] != Sold::default()).collect();
        numbers.sort_unstable_by_key(|at| (-self.now[*at].minor, -self.now[*at].units, *at));
        numbers.truncate(most);
        numbers
    }

    /// The products that sold most, best first.
    pub(crate) async fn products(
        &self,
        conn: &mut Conn,
        range: Range,
        most: usize,
    ) -> Result<Vec<ProductLine>, DbError> {
        let mut lines = Vec::new();
        for some in self.best(most).chunks(BATCH) {
            let named = self.named(conn, some).await?;
            let ids: Vec<ProductId> = named.values().map(|(id, _)| *id).collect();
            let views = product_views(conn, self.seller, range, &ids).await?;
            let shelves = shelf::of_products(conn, self.seller, range, &ids).await?;
            for at in some {
                let Some((id, title)) = named.get(at) else { continue };
                let key = ProductKey {
                    id: *id,
                    title: title.clone(),
                    returned_units: self.now[*at].returned,
                    views: views.get(id).copied().unwrap_or(0),
                    shelf: shelves.get(id).copied().unwrap_or_default(),
                };
                lines.push(Both::of(&self.now[*at], &self.before[*at]).line(key, self.total));
            }
        }
        Ok(lines)
    }

    async fn named(
        &self,
        conn: &mut Conn,
        numbers: &[usize],
    ) -> Result<BTreeMap<usize, (ProductId, String)>, DbError> {
        let list = placeholders(2, numbers.len());
        let text = format!(
            "SELECT number, product_id, title FROM reporting_products WHERE seller_id = $1 AND number IN ({list})"
        );
        let numbers = numbers.iter().map(|at| i64::try_from(*at).unwrap_or(i64::MAX));
        let rows: Vec<(i64, ProductId, String)> =
            conn.all(sql(text).bind(self.seller).bind_all(numbers)).await?;
        let named =
            rows.into_iter().map(|(number, id, title)| (usize::try_from(number).unwrap_or(0), (id, title)));
        Ok(named.collect())
    }

    /// Sales by the category in which the catalogue has each product now, best first.
    pub(crate) async fn categories(&self, conn: &mut Conn) -> Result<Vec<CategoryLine>, DbError> {
        let rows: Vec<(i64, Option<CategoryId>)> = conn
            .all(
                sql("SELECT number, category_id FROM reporting_products WHERE seller_id = $1")
                    .bind(self.seller),
            )
            .await?;
        let mut sums: BTreeMap<Option<CategoryId>, Both> = BTreeMap::new();
        for (number, category) in rows {
            let at = usize::try_from(number).unwrap_or(usize::MAX);
            if let (Some(now), Some(before)) = (self.now.get(at), self.before.get(at)) {
                sums.entry(category).or_default().add(&Both::of(now, before));
            }
        }
        sums.retain(|_, both| !both.is_nothing());
        let names = category_names(conn, sums.keys().flatten().copied().collect()).await?;
        let lines = sums.into_iter().map(|(id, both)| {
            let name = id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
            both.line(CategoryKey { id, name }, self.total)
        });
        Ok(best_first(lines.collect()))
    }
}

fn best_first<K>(mut lines: Vec<Line<K>>) -> Vec<Line<K>> {
    lines.sort_by_key(|line| (-line.sales_minor.now, -line.sales_minor.before));
    lines
}

async fn category_names(
    conn: &mut Conn,
    ids: Vec<CategoryId>,
) -> Result<BTreeMap<CategoryId, String>, DbError> {
    let mut names = BTreeMap::new();
    for some in ids.chunks(BATCH) {
        let list = placeholders(1, some.len());
        let text = format!("SELECT id, name FROM catalog_categories WHERE id IN ({list})");
        names.extend(conn.all::<(CategoryId, String)>(sql(text).bind_all(some.iter().copied())).await?);
    }
    Ok(names)
}

async fn product_views(
    conn: &mut Conn,
    seller: SellerId,
    range: Range,
    products: &[ProductId],
) -> Result<BTreeMap<ProductId, i64>, DbError> {
    let mut views = BTreeMap::new();
    if products.is_empty() {
        return Ok(views);
    }
    let list = placeholders(5, products.len());
    for piece in range.pieces() {
        let text = format!(
            "SELECT product_id, CAST(SUM(views) AS BIGINT) FROM reporting_product_views
             WHERE seller_id = $1 AND span = $2 AND from_us >= $3 AND from_us < $4 AND product_id IN ({list})
             GROUP BY product_id"
        );
        let statement = sql(text).bind(seller).bind(piece.span).bind(piece.from_us).bind(piece.to_us);
        let rows: Vec<(ProductId, i64)> = conn.all(statement.bind_all(products.iter().copied())).await?;
        for (product, more) in rows {
            *views.entry(product).or_default() += more;
        }
    }
    Ok(views)
}

/// Views and carts of a range by device.
pub(crate) async fn looks(
    conn: &mut Conn,
    seller: SellerId,
    range: Range,
) -> Result<BTreeMap<String, Looks>, DbError> {
    let rows: Vec<(String, i64, i64)> = conn
        .all(
            sql("SELECT device, CAST(SUM(views) AS BIGINT), CAST(SUM(carts) AS BIGINT) FROM reporting_view_days
                 WHERE seller_id = $1 AND day_us >= $2 AND day_us < $3 GROUP BY device")
            .bind(seller)
            .bind(range.begins_us())
            .bind(range.ends_us()),
        )
        .await?;
    Ok(rows.into_iter().map(|(device, views, carts)| (device, Looks { views, carts })).collect())
}

/// Sales by a facet, best first.
async fn by(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    facet: Facet,
    range: Range,
) -> Result<Vec<Line<String>>, DbError> {
    let now = by_facet(conn, seller, currency, facet, range).await?;
    let mut before = by_facet(conn, seller, currency, facet, range.before()).await?;
    let total = now.values().map(Counts::kept_minor).sum();
    let sold = |counts: &Counts| Sold {
        units: counts.kept_units(),
        minor: counts.kept_minor(),
        returned: counts.returned_units,
    };
    let mut both: BTreeMap<String, Both> = BTreeMap::new();
    for (value, counts) in now {
        let earlier = before.remove(&value).unwrap_or_default();
        both.insert(value, Both::of(&sold(&counts), &sold(&earlier)));
    }
    for (value, earlier) in before {
        both.insert(value, Both::of(&Sold::default(), &sold(&earlier)));
    }
    both.retain(|_, both| !both.is_nothing());
    Ok(best_first(both.into_iter().map(|(value, both)| both.line(value, total)).collect()))
}

/// Sales by the country of the delivery address, best first; the key is its code, or empty.
pub(crate) async fn by_country(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    range: Range,
) -> Result<Vec<Line<String>>, DbError> {
    by(conn, seller, currency, Facet::Country, range).await
}

/// Sales and views by device, best first. A device that was only looked with is among them.
pub(crate) async fn by_device(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    range: Range,
) -> Result<Vec<DeviceLine>, DbError> {
    let mut looks = looks(conn, seller, range).await?;
    let sold = by(conn, seller, currency, Facet::Device, range).await?;
    let mut lines: Vec<DeviceLine> = sold
        .into_iter()
        .map(|line| {
            let views = looks.remove(&line.key).map_or(0, |looks| looks.views);
            let Line { key: device, units, sales_minor, share_bps } = line;
            Line { key: DeviceKey { device, views }, units, sales_minor, share_bps }
        })
        .collect();
    lines.extend(
        looks
            .into_iter()
            .map(|(device, looks)| Both::default().line(DeviceKey { device, views: looks.views }, 0)),
    );
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_measured_against_what_was() {
        let change = |now, before| Pair { now, before }.change_bps();
        assert_eq!(change(150, 100), Some(5_000));
        assert_eq!(change(50, 100), Some(-5_000));
        assert_eq!(change(0, 100), Some(-10_000));
        assert_eq!(change(5, 0), None);
        assert_eq!(share_bps(i64::MAX, 1), Some(i64::MAX));
    }
}
