//! What the platform earned by an order, and what the goods of its own that left with it cost: from the lines of the ledger
//! that the profit and loss adds up, of the transactions that are of an order. Called by `buyers`, whose cohorts have it.
//!
//! Each such transaction was written with an event, so what an event tells is read by the transaction's key.

use super::{buyers, differences};
use crate::ReportingError;
use crate::check::Violation;
use crate::profit::{of_profit, profit_accounts};
use crate::rollup::DAY_US;
use crate::skus::moved;
use db::{Conn, DbError, StoredEvent, placeholders, sql};
use domain::{Currency, Money, OrderId, Timestamp};
use std::collections::{BTreeMap, HashMap};

/// Both databases limit bound values.
const BATCH: usize = 500;

/// What one transaction earned, in minor units.
pub(crate) struct Earned {
    pub(crate) order: OrderId,
    pub(crate) currency: Currency,
    pub(crate) at: Timestamp,
    pub(crate) earned_minor: i64,
    pub(crate) goods_minor: i64,
}

/// What these events tell of.
pub(crate) async fn earned(conn: &mut Conn, events: &[StoredEvent]) -> Result<Vec<Earned>, ReportingError> {
    let moved = moved(conn, events).await?;
    let fees: Vec<Option<String>> = moved.iter().map(|one| fee_key(&one.key)).collect();
    let own = moved.iter().map(|one| one.key.as_str());
    let keys: Vec<&str> = own.chain(fees.iter().flatten().map(String::as_str)).collect();
    let posted = posted(conn, &keys).await?;
    let told = moved.into_iter().zip(fees).map(|(one, fee)| {
        let (at, moved_minor) = posted.get(&one.key).copied().unwrap_or((one.at, 0));
        let fee_minor = fee.and_then(|key| posted.get(&key)).map_or(0, |(_, minor)| *minor);
        let earned_minor = moved_minor + fee_minor;
        Earned { order: one.order, currency: one.currency, at, earned_minor, goods_minor: one.cost_minor }
    });
    Ok(told.collect())
}

/// The transaction of what the processor kept of the capture that this sale is of; both were written with its event.
fn fee_key(sale: &str) -> Option<String> {
    sale.strip_prefix("sale-").map(|parcel| format!("processing-{parcel}"))
}

/// When these transactions were, and what they earned; one that moved nothing of the profit and loss is missing.
async fn posted(conn: &mut Conn, keys: &[&str]) -> Result<HashMap<String, (Timestamp, i64)>, DbError> {
    let mut found = HashMap::with_capacity(keys.len());
    for some in keys.chunks(BATCH) {
        let text = format!(
            "SELECT t.tx_key, t.at_us, CAST(-SUM(p.amount_minor) AS BIGINT) FROM ledger_transactions AS t
             JOIN ledger_postings AS p ON p.tx_id = t.id JOIN ledger_accounts AS a ON a.id = p.account_id
             WHERE t.tx_key IN ({}) AND p.layer = 'posted' AND ({}) GROUP BY t.tx_key, t.at_us",
            placeholders(1, some.len()),
            of_profit()
        );
        let rows: Vec<(String, Timestamp, i64)> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        found.extend(rows.into_iter().map(|(key, at, minor)| (key, (at, minor))));
    }
    Ok(found)
}

/// What of the profit and loss is of cohorts, to date and in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attributed {
    /// The contribution of the profit and loss.
    pub contribution: Money,
    /// What of it the orders of all cohorts brought.
    pub of_cohorts: Money,
    /// What the platform's own goods in them cost, as their offers said when they were ordered; the ledger has none of it.
    pub goods: Money,
}

impl Attributed {
    /// What is of no cohort: sellers' plans, and whatever else was posted for no order.
    pub fn rest(&self) -> Money {
        let (all, of) = (self.contribution.minor(), self.of_cohorts.minor());
        Money::new(all.saturating_sub(of), self.contribution.currency())
    }
}

/// How much of the profit and loss the cohorts are.
///
/// # Errors
/// Only the database's, and sums that no amount holds.
pub async fn attributed(conn: &mut Conn, currency: Currency) -> Result<Attributed, ReportingError> {
    let (from, to) = (Timestamp::from_micros(0), Timestamp::from_micros(i64::MAX));
    let mut contribution = Money::zero(currency);
    for kind in profit_accounts() {
        for moved in ledger::movements(conn, kind, currency, from, to).await? {
            contribution = contribution.sub(moved.amount)?;
        }
    }
    let (earned, goods): (i64, i64) = conn
        .one(
            sql("SELECT CAST(COALESCE(SUM(earned_minor), 0) AS BIGINT), CAST(COALESCE(SUM(goods_minor), 0) AS BIGINT)
                 FROM reporting_buyer_cohorts WHERE currency = $1")
            .bind(currency),
        )
        .await?;
    let money = |minor| Money::new(minor, currency);
    Ok(Attributed { contribution, of_cohorts: money(earned), goods: money(goods) })
}

/// Compares what buyers' months earned, with the events that are still to be counted, with what the ledger says of orders.
/// Nothing may be written meanwhile.
///
/// # Errors
/// When the rows cannot be read.
pub async fn check_earned(conn: &mut Conn) -> Result<Vec<Violation>, ReportingError> {
    let counted = buyers::months(conn).await?;
    let earned = counted.iter().map(|(key, sums)| (*key, sums[2])).filter(|(_, minor)| *minor != 0);
    let earned: BTreeMap<(Currency, i64), i64> = earned.collect();
    Ok(differences("reporting_buyers", &earned, &of_orders(conn).await?))
}

/// What was posted for orders, by currency and month.
async fn of_orders(conn: &mut Conn) -> Result<BTreeMap<(Currency, i64), i64>, DbError> {
    let text = format!(
        "SELECT p.currency, p.at_us / $1 AS day, CAST(-SUM(p.amount_minor) AS BIGINT)
         FROM ledger_postings AS p JOIN ledger_accounts AS a ON a.id = p.account_id
         JOIN ledger_transactions AS t ON t.id = p.tx_id
         WHERE t.order_ref IS NOT NULL AND p.layer = 'posted' AND ({}) GROUP BY p.currency, p.at_us / $1",
        of_profit()
    );
    let rows: Vec<(Currency, i64, i64)> = conn.all(sql(text).bind(DAY_US)).await?;
    let mut months: BTreeMap<(Currency, i64), i64> = BTreeMap::new();
    for (currency, day, minor) in rows {
        *months.entry((currency, super::month_us(day * DAY_US))).or_default() += minor;
    }
    months.retain(|_, minor| *minor != 0);
    Ok(months)
}
