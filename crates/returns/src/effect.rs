//! What another price of labels or another window would have come to for returns of late. Called by the operator's page, before
//! it is said.

use crate::{ReturnError, settings};
use db::{Conn, row, sql};
use domain::returns::{window_days, window_end};
use domain::{CategoryId, Money, ProductId, ReturnId, SellerId, Timestamp};
use std::collections::{BTreeSet, HashMap, HashSet};

/// So many lines of returns are looked through at the most, the latest ones.
pub const MOST_LINES: i64 = 10_000;

/// What labels of one currency cost, and what they would have cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelEffect {
    pub labels: i64,
    pub was: Money,
    pub would_be: Money,
}

/// What the labels that were taken since then would have cost at that price, in its currency. At nothing there would have been
/// none.
///
/// # Errors
/// The database's, and an amount near the end of 64 bits.
pub async fn label_effect(
    conn: &mut Conn,
    price: Money,
    since: Timestamp,
) -> Result<LabelEffect, ReturnError> {
    let statement =
        sql("SELECT COUNT(*), CAST(COALESCE(SUM(s.price_minor), 0) AS BIGINT) FROM returns_shipping s
         JOIN returns_returns r ON r.id = s.return_id
         WHERE s.code IS NOT NULL AND s.taken_at_us >= $1 AND r.currency = $2");
    let (labels, was): (i64, i64) = conn.one(statement.bind(since).bind(price.currency())).await?;
    Ok(LabelEffect { labels, was: Money::new(was, price.currency()), would_be: price.times(labels)? })
}

/// Returns of goods that a window would be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowEffect {
    pub returns: i64,
    /// Of these, the ones of which something would have been asked for too late.
    pub late: i64,
}

row! {
    struct AskedLine {
        return_id: ReturnId,
        product_id: ProductId,
        seller_id: SellerId,
        requested_at_us: Timestamp,
        delivered_at_us: Timestamp,
    }
}

/// How many of the returns that were asked for since then would have come too late, had the category, or without one the whole
/// shop, that window. What a seller gives more than it counts as it does today.
///
/// # Errors
/// Only the database's.
pub async fn window_effect(
    conn: &mut Conn,
    category: Option<CategoryId>,
    days: Option<i64>,
    since: Timestamp,
) -> Result<WindowEffect, ReturnError> {
    let statement = sql("SELECT r.id AS return_id, l.product_id, r.seller_id, r.requested_at_us, p.delivered_at_us
         FROM returns_returns r JOIN returns_lines l ON l.return_id = r.id JOIN orders_parts p ON p.id = r.part_id
         WHERE r.requested_at_us >= $1 AND p.delivered_at_us IS NOT NULL
         ORDER BY r.requested_at_us DESC, r.id DESC LIMIT $2");
    let lines: Vec<AskedLine> = conn.all(statement.bind(since).bind(MOST_LINES)).await?;
    let products: BTreeSet<ProductId> = lines.iter().map(|line| line.product_id).collect();
    let products: Vec<ProductId> = products.into_iter().collect();
    let would = catalog::would_return_in(conn, &products, category, days).await?;
    let mut sellers: HashMap<SellerId, Option<i64>> = HashMap::new();
    let (mut returns, mut late) = (HashSet::new(), HashSet::new());
    for line in lines {
        let Some(days) = would.get(&line.product_id) else { continue };
        let seller_days = match sellers.get(&line.seller_id) {
            Some(days) => *days,
            None => {
                let days = settings(conn, line.seller_id).await?.window_days;
                sellers.insert(line.seller_id, days);
                days
            }
        };
        returns.insert(line.return_id);
        if line.requested_at_us > window_end(line.delivered_at_us, window_days(*days, seller_days)) {
            late.insert(line.return_id);
        }
    }
    Ok(WindowEffect { returns: returns.len() as i64, late: late.len() as i64 })
}
