//! What the page "Profit" shows of a range, put together from the roll-ups alone.

use super::sheets;
use crate::ReportingError;
use crate::analysis::Range;
use db::{Conn, placeholders, row, sql};
use domain::margin::Margin;
use domain::{Currency, OfferId, ProductId, SellerId};
use std::collections::HashMap;

/// Both databases limit bound values.
const BATCH: usize = 500;

/// One offer in the range and in the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkuLine {
    pub offer: OfferId,
    /// Of which product it was when it was ordered last.
    pub product: ProductId,
    /// As it was called then.
    pub title: String,
    /// The seller's own number for it, as long as there is the offer.
    pub sku: Option<String>,
    /// Units that can be bought now; `None` for an offer that is not for sale.
    pub available: Option<i64>,
    pub now: Margin,
    pub before: Margin,
}

impl SkuLine {
    /// Whole days for which its stock lasts when as many units leave each day as in `range`, of which `now` is; `None` where
    /// none left, and for an offer that is not for sale.
    pub fn cover_days(&self, range: Range) -> Option<i64> {
        let units = Some(self.now.units).filter(|units| *units > 0)?;
        self.available?.checked_mul(range.days())?.checked_div(units)
    }
}

/// What is left of a seller's offers in a range and in the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skus {
    pub range: Range,
    pub currency: Currency,
    /// Whether it is known to the reader what units cost.
    pub costs: bool,
    /// All offers together.
    pub now: Margin,
    pub before: Margin,
    /// Those of which something moved in the range; of which most is left first, as many as were asked for.
    pub lines: Vec<SkuLine>,
    /// How many there are.
    pub in_all: usize,
}

row! {
    struct Named {
        number: i64,
        offer_id: OfferId,
        product_id: ProductId,
        title: String,
        sku: Option<String>,
        available: Option<i64>,
    }
}

/// What is left of a seller's offers in the range, of the `most` of which most is left. Without `costs` nobody's cost is in it,
/// and the order is that of what they brought.
///
/// # Errors
/// When the database cannot be read.
pub async fn skus(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    range: Range,
    costs: bool,
    most: usize,
) -> Result<Skus, ReportingError> {
    let now = moved(conn, seller, currency, range, costs).await?;
    let before = moved(conn, seller, currency, range.before(), costs).await?;
    let mut numbers: Vec<usize> = (0..now.len()).filter(|at| now[*at] != Margin::default()).collect();
    numbers.sort_by_key(|at| (std::cmp::Reverse(now[*at].left_minor()), *at));
    let in_all = numbers.len();
    numbers.truncate(most);
    let mut named = named(conn, seller, &numbers).await?;
    let line = |at: usize| {
        let of = named.remove(&at)?;
        Some(SkuLine {
            offer: of.offer_id,
            product: of.product_id,
            title: of.title,
            sku: of.sku,
            available: of.available,
            now: now[at],
            before: before.get(at).copied().unwrap_or_default(),
        })
    };
    let lines = numbers.into_iter().filter_map(line).collect();
    Ok(Skus { range, currency, costs, now: sum(&now), before: sum(&before), lines, in_all })
}

async fn moved(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    range: Range,
    costs: bool,
) -> Result<Vec<Margin>, ReportingError> {
    let mut all = sheets::moved(conn, seller, currency, range).await?;
    if !costs {
        for margin in &mut all {
            *margin = margin.without_cost();
        }
    }
    Ok(all)
}

fn sum(all: &[Margin]) -> Margin {
    let mut sum = Margin::default();
    for margin in all {
        sum.add(margin);
    }
    sum
}

/// Which offers have these numbers.
async fn named(
    conn: &mut Conn,
    seller: SellerId,
    numbers: &[usize],
) -> Result<HashMap<usize, Named>, ReportingError> {
    let mut named = HashMap::with_capacity(numbers.len());
    for some in numbers.chunks(BATCH) {
        let text = format!(
            "SELECT r.number, r.offer_id, r.product_id, r.title, o.sku,
                 CASE WHEN o.active = TRUE THEN s.available END AS available
             FROM reporting_offers AS r LEFT JOIN catalog_offers AS o ON o.id = r.offer_id
             LEFT JOIN inventory_stock AS s ON s.offer_id = r.offer_id
             WHERE r.seller_id = $1 AND r.number IN ({})",
            placeholders(2, some.len())
        );
        let some: Vec<i64> = some.iter().map(|at| i64::try_from(*at).unwrap_or(-1)).collect();
        let rows: Vec<Named> = conn.all(sql(text).bind(seller).bind_all(some)).await?;
        named.extend(rows.into_iter().map(|row| (usize::try_from(row.number).unwrap_or(0), row)));
    }
    Ok(named)
}
