//! Buyers of the whole shop by the month of their first order. Owns `reporting_buyers` and `reporting_buyer_cohorts`. Called by
//! the operator's page of cohorts and its file.
//!
//! It has a consumer of its own, so that it began with the first event when it was added. What a buyer adds to the cohorts is
//! taken off and put back whenever their months change, because an order that is cancelled may have been the first.

use super::file::Sheet;
use super::fold::{Fact, KINDS, facts, returned_lines};
use super::range::{month_of, month_us, next_month};
use crate::rollup::{DAY_US, day_of, read};
use crate::{Reporting, ReportingError};
use db::events::Filter;
use db::{Conn, DbError, StoredEvent, Tx, sql};
use domain::calendar::day_text;
use domain::events::{
    ORDER_CANCELLED, ORDER_PLACED, ORDER_REST_CANCELLED, OrderCancelled, OrderPlaced, OrderRestCancelled,
};
use domain::returns::{RETURN_REFUNDED, ReturnChanged};
use domain::{Currency, Money, OrderId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub(crate) const CONSUMER: &str = "reporting.buyers";
pub(crate) const TABLES: &[&str] = &["reporting_buyers", "reporting_buyer_cohorts"];
const EVENTS_AT_ONCE: i64 = 500;
/// So much is counted while a page waits.
const BATCHES_OF_A_PAGE: usize = 8;
/// Months after the first one that are shown.
pub const MONTHS_AFTER: usize = 11;

/// Orders and minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Bought {
    pub(crate) orders: i64,
    pub(crate) minor: i64,
}

impl Bought {
    fn add(&mut self, more: Self) {
        self.orders += more.orders;
        self.minor += more.minor;
    }
}

/// What one buyer bought by month.
type Months = BTreeMap<i64, Bought>;
/// What buyers' months change by. Sorted, so that rows are always locked in the same order.
pub(crate) type Changes = BTreeMap<(Currency, Uuid), Months>;
/// Currency, month of the first order, month of another: the key of `reporting_buyer_cohorts`.
pub(crate) type BuyerCohortKey = (Currency, i64, i64);

impl Reporting {
    /// Counts what the log holds, for a page that is about to read. Returns whether that was all.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn refresh_buyers(&self) -> Result<bool, ReportingError> {
        self.db.sequence_events().await?;
        for _ in 0..BATCHES_OF_A_PAGE {
            if self.step_buyers().await? == 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Counts the next events. Returns how many there were.
    pub(crate) async fn step_buyers(&self) -> Result<usize, ReportingError> {
        self.db
            .consume(CONSUMER, EVENTS_AT_ONCE, |tx, events| {
                Box::pin(async move {
                    let changes = fold(tx, &events).await?;
                    Ok(write(tx, &changes).await?)
                })
            })
            .await
    }
}

/// An event that counts: of which order, in which currency, and what it changes in which month.
struct Told {
    order: OrderId,
    currency: Currency,
    changes: Vec<(Timestamp, Bought)>,
}

async fn told(conn: &mut Conn, event: &StoredEvent) -> Result<Option<Told>, DbError> {
    Ok(match event.kind.as_str() {
        ORDER_PLACED => read::<OrderPlaced>(event).map(|placed| Told {
            order: placed.order_id,
            currency: placed.currency,
            changes: vec![(placed.placed_at_us, Bought { orders: 1, minor: placed.items_minor })],
        }),
        ORDER_CANCELLED => read::<OrderCancelled>(event).map(|cancelled| Told {
            order: cancelled.order_id,
            currency: cancelled.currency,
            changes: vec![(cancelled.placed_at_us, Bought { orders: -1, minor: -cancelled.items_minor })],
        }),
        ORDER_REST_CANCELLED => read::<OrderRestCancelled>(event).map(|cancelled| Told {
            order: cancelled.order_id,
            currency: cancelled.currency,
            changes: vec![(cancelled.placed_at_us, Bought { orders: 0, minor: -cancelled.items_minor })],
        }),
        RETURN_REFUNDED => match read::<ReturnChanged>(event) {
            Some(back) => {
                let lines = returned_lines(conn, back.return_id).await?;
                let given = |minor: i64| Bought { orders: 0, minor: -minor };
                let changes = lines
                    .iter()
                    .map(|line| (line.placed_at_us, given(line.given_back_minor(back.currency))))
                    .collect();
                Some(Told { order: back.order_id, currency: back.currency, changes })
            }
            None => None,
        },
        _ => None,
    })
}

/// Sums up what the events say.
pub(crate) async fn fold(conn: &mut Conn, events: &[StoredEvent]) -> Result<Changes, DbError> {
    let mut all = Vec::new();
    for event in events {
        all.extend(told(conn, event).await?);
    }
    let facts = facts(conn, all.iter().map(|one| one.order).collect()).await?;
    let mut changes = Changes::new();
    for one in all {
        let Some(Fact { shopper: Some(buyer), .. }) = facts.get(&one.order) else { continue };
        let months = changes.entry((one.currency, *buyer)).or_default();
        for (at, more) in one.changes {
            months.entry(month_us(day_of(at))).or_default().add(more);
        }
    }
    Ok(changes)
}

/// What a buyer adds to the cohorts: for each month in which something was bought, the first of them, and what it came to.
pub(crate) fn counted(months: &Months) -> BTreeMap<(i64, i64), Bought> {
    let active = months.iter().filter(|(_, bought)| bought.orders > 0);
    let Some((first, _)) = active.clone().next() else { return BTreeMap::new() };
    active.map(|(month, bought)| ((*first, *month), Bought { orders: 1, ..*bought })).collect()
}

async fn write(tx: &mut Tx, changes: &Changes) -> Result<(), DbError> {
    let mut cohorts: BTreeMap<BuyerCohortKey, Bought> = BTreeMap::new();
    for ((currency, buyer), months) in changes {
        let before = months_of(tx, *currency, *buyer).await?;
        let mut after = before.clone();
        for (month, more) in months.iter().filter(|(_, more)| **more != Bought::default()) {
            after.entry(*month).or_default().add(*more);
            write_month(tx, (*currency, *buyer, *month), *more).await?;
        }
        for ((first, month), was) in counted(&before) {
            let off = Bought { orders: -was.orders, minor: -was.minor };
            cohorts.entry((*currency, first, month)).or_default().add(off);
        }
        for ((first, month), is) in counted(&after) {
            cohorts.entry((*currency, first, month)).or_default().add(is);
        }
    }
    for ((currency, first, month), more) in cohorts.into_iter().filter(|(_, more)| *more != Bought::default())
    {
        tx.exec(
            sql("INSERT INTO reporting_buyer_cohorts AS r (currency, first_us, month_us, buyers, minor)
                 VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (currency, first_us, month_us) DO UPDATE
                     SET buyers = r.buyers + excluded.buyers, minor = r.minor + excluded.minor")
            .bind(currency)
            .bind_all([first, month, more.orders, more.minor]),
        )
        .await?;
    }
    Ok(())
}

async fn months_of(conn: &mut Conn, currency: Currency, buyer: Uuid) -> Result<Months, DbError> {
    let known =
        sql("SELECT month_us, orders, minor FROM reporting_buyers WHERE currency = $1 AND buyer_id = $2");
    let rows: Vec<(i64, i64, i64)> = conn.all(known.bind(currency).bind(buyer)).await?;
    Ok(rows.into_iter().map(|(month, orders, minor)| (month, Bought { orders, minor })).collect())
}

async fn write_month(
    tx: &mut Tx,
    (currency, buyer, month): (Currency, Uuid, i64),
    more: Bought,
) -> Result<(), DbError> {
    tx.exec(
        sql("INSERT INTO reporting_buyers AS r (currency, buyer_id, month_us, orders, minor) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (currency, buyer_id, month_us) DO UPDATE
                 SET orders = r.orders + excluded.orders, minor = r.minor + excluded.minor")
        .bind(currency)
        .bind(buyer)
        .bind_all([month, more.orders, more.minor]),
    )
    .await?;
    Ok(())
}

/// Buyers whose first order was in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuyerCohort {
    /// The first day of the month, in UTC.
    pub month: i64,
    pub buyers: i64,
    /// How many of them bought in each of the months after it, up to eleven and to the present one.
    pub again: Vec<i64>,
    /// What they bought to date: goods, without tax, delivery, and what was cancelled or given back.
    pub sold: Money,
}

impl BuyerCohort {
    /// What each of them bought to date, rounded towards zero.
    pub fn each(&self) -> Money {
        Money::new(self.sold.minor().checked_div(self.buyers).unwrap_or(0), self.sold.currency())
    }
}

/// Cohorts of the last so many months, or of all, the oldest first; a month without new buyers is left out.
///
/// # Errors
/// Only the database's.
pub async fn buyer_cohorts(
    conn: &mut Conn,
    currency: Currency,
    last: Option<usize>,
) -> Result<Vec<BuyerCohort>, ReportingError> {
    let now = month_of(conn.now().utc_day());
    let since = last.map(|last| (1..last).fold(now, |month, _| month_of(month - 1)));
    let rows = sql("SELECT first_us, month_us, buyers, minor FROM reporting_buyer_cohorts
        WHERE currency = $1 AND first_us >= $2");
    let since_us = since.map_or(i64::MIN, |month| month * DAY_US);
    let rows: Vec<(i64, i64, i64, i64)> = conn.all(rows.bind(currency).bind(since_us)).await?;
    let firsts: BTreeSet<i64> = rows.iter().map(|(first, ..)| *first).collect();
    let known: BTreeMap<(i64, i64), (i64, i64)> =
        rows.into_iter().map(|(first, month, buyers, minor)| ((first, month), (buyers, minor))).collect();
    let cohort = |first_us: i64| {
        let first = first_us.div_euclid(DAY_US);
        let later = std::iter::successors(Some(next_month(first)), |month| Some(next_month(*month)));
        let later = later.take_while(|month| *month <= now).take(MONTHS_AFTER);
        let of = |month: i64| known.get(&(first_us, month * DAY_US)).map_or(0, |(buyers, _)| *buyers);
        let minor = known.range((first_us, i64::MIN)..=(first_us, i64::MAX)).map(|(_, (_, minor))| minor);
        BuyerCohort {
            month: first,
            buyers: of(first),
            again: later.map(of).collect(),
            sold: Money::new(minor.sum(), currency),
        }
    };
    Ok(firsts.into_iter().map(cohort).filter(|cohort| cohort.buyers > 0).collect())
}

/// Cohorts as a CSV for spreadsheets: months and amounts as machines write them, and of those who bought again how many they were.
///
/// # Errors
/// [`ReportingError::File`].
pub fn buyer_cohorts_file(cohorts: &[BuyerCohort]) -> Result<Vec<u8>, ReportingError> {
    let mut header = vec!["month".to_owned(), "buyers".to_owned()];
    header.extend((1..=MONTHS_AFTER).map(|after| format!("again_{after}")));
    header.extend(["sold", "sold_per_buyer", "currency"].map(str::to_owned));
    let mut sheet = Sheet::new(header)?;
    for cohort in cohorts {
        let mut row = vec![day_text(cohort.month)[..7].to_owned(), cohort.buyers.to_string()];
        let again = |after: usize| cohort.again.get(after).map(i64::to_string).unwrap_or_default();
        row.extend((0..MONTHS_AFTER).map(again));
        row.extend([cohort.sold.to_decimal(), cohort.each().to_decimal()]);
        row.push(cohort.sold.currency().code().to_owned());
        sheet.row(row)?;
    }
    sheet.done()
}

/// Orders and minor units of each currency and month, with the events that are still to be counted.
pub(crate) async fn months(conn: &mut Conn) -> Result<BTreeMap<(Currency, i64), [i64; 2]>, ReportingError> {
    let rows: Vec<(Currency, i64, i64, i64)> = conn
        .all(sql("SELECT currency, month_us, CAST(SUM(orders) AS BIGINT), CAST(SUM(minor) AS BIGINT)
                  FROM reporting_buyers GROUP BY currency, month_us"))
        .await?;
    let mut all: BTreeMap<(Currency, i64), [i64; 2]> = rows
        .into_iter()
        .map(|(currency, month, orders, minor)| ((currency, month), [orders, minor]))
        .collect();
    let consumers = conn.consumer_positions().await?;
    let mut position = consumers.into_iter().find(|(name, _)| name == CONSUMER).map_or(0, |(_, p)| p);
    loop {
        let events = conn.events_after(position, Filter { kinds: KINDS, topic: None }, 1_000).await?;
        let Some(last) = events.last() else { return Ok(all) };
        position = last.position;
        for ((currency, _), months) in fold(conn, &events).await? {
            for (month, more) in months {
                let sum = all.entry((currency, month)).or_default();
                *sum = [sum[0] + more.orders, sum[1] + more.minor];
            }
        }
    }
}

/// What the cohorts are, and what the buyers' months say.
pub(crate) async fn both(
    conn: &mut Conn,
) -> Result<(BTreeMap<BuyerCohortKey, [i64; 2]>, BTreeMap<BuyerCohortKey, [i64; 2]>), DbError> {
    let rows: Vec<(Currency, Uuid, i64, i64, i64)> =
        conn.all(sql("SELECT currency, buyer_id, month_us, orders, minor FROM reporting_buyers")).await?;
    let mut buyers = Changes::new();
    for (currency, buyer, month, orders, minor) in rows {
        buyers.entry((currency, buyer)).or_default().insert(month, Bought { orders, minor });
    }
    let mut should: BTreeMap<BuyerCohortKey, [i64; 2]> = BTreeMap::new();
    for ((currency, _), months) in &buyers {
        for ((first, month), bought) in counted(months) {
            let sum = should.entry((*currency, first, month)).or_default();
            *sum = [sum[0] + bought.orders, sum[1] + bought.minor];
        }
    }
    let rows: Vec<(Currency, i64, i64, i64, i64)> = conn
        .all(sql("SELECT currency, first_us, month_us, buyers, minor FROM reporting_buyer_cohorts"))
        .await?;
    let is =
        rows.into_iter().map(|(currency, first, month, n, minor)| ((currency, first, month), [n, minor]));
    Ok((is.collect(), should))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buyer_belongs_to_the_first_month_with_an_order_that_stayed() {
        let of = |months: &[(i64, i64, i64)]| {
            let months = months
                .iter()
                .map(|(month, orders, minor)| (*month, Bought { orders: *orders, minor: *minor }));
            let counted = counted(&months.collect());
            counted.into_iter().map(|(key, bought)| (key, bought.orders, bought.minor)).collect::<Vec<_>>()
        };
        assert_eq!(of(&[]), []);
        assert_eq!(of(&[(1, 0, 0), (2, 3, 900)]), [((2, 2), 1, 900)]);
        assert_eq!(of(&[(1, 2, 500), (2, 0, 0), (4, 1, 100)]), [((1, 1), 1, 500), ((1, 4), 1, 100)]);
    }
}
