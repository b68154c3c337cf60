//! Buyers of the whole shop by the month of their first order: what they bought, and what the platform earned by it (`earned`).
//! Owns `reporting_buyers` and `reporting_buyer_cohorts`; `cohorts` reads them.
//!
//! It has a consumer of its own, so that it began with the first event when it was added. What a buyer adds to the cohorts is
//! taken off and put back whenever their months change, because an order that is cancelled may have been the first.

use super::earned;
use super::fold::{Fact, facts, returned_lines};
use super::range::month_us;
use crate::rollup::{day_of, read};
use crate::{Reporting, ReportingError};
use db::{Conn, DbError, StoredEvent, Tx, row, sql};
use domain::courtesy::COURTESY_GIVEN;
use domain::dispute::{DISPUTE_LOST, DISPUTE_OPENED, DISPUTE_WON};
use domain::events::{
    ORDER_CANCELLED, ORDER_PLACED, ORDER_REST_CANCELLED, ORDER_SHIPPED, OrderCancelled, OrderPlaced,
    OrderRestCancelled,
};
use domain::returns::{RETURN_CLOSED, RETURN_EXCHANGED, RETURN_REFUNDED, ReturnChanged};
use domain::{Currency, OrderId, Timestamp};
use std::collections::BTreeMap;
use uuid::Uuid;

pub(crate) const CONSUMER: &str = "reporting.buyers";
pub(crate) const TABLES: &[&str] = &["reporting_buyers", "reporting_buyer_cohorts"];
/// Kinds that change a buyer's month: what was bought, and what [`earned`] reads.
pub(crate) const KINDS: &[&str] = &[
    ORDER_PLACED,
    ORDER_CANCELLED,
    ORDER_REST_CANCELLED,
    ORDER_SHIPPED,
    RETURN_REFUNDED,
    RETURN_CLOSED,
    RETURN_EXCHANGED,
    DISPUTE_OPENED,
    DISPUTE_WON,
    DISPUTE_LOST,
    COURTESY_GIVEN,
];
const EVENTS_AT_ONCE: i64 = 500;
/// So much is counted while a page waits.
const BATCHES_OF_A_PAGE: usize = 8;

/// What a buyer's month is: orders and minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Bought {
    pub(crate) orders: i64,
    pub(crate) minor: i64,
    /// By the platform, when the ledger moved.
    pub(crate) earned_minor: i64,
    /// What its own goods cost.
    pub(crate) goods_minor: i64,
}

impl Bought {
    fn add(&mut self, more: Self) {
        self.orders += more.orders;
        self.minor += more.minor;
        self.earned_minor += more.earned_minor;
        self.goods_minor += more.goods_minor;
    }

    fn of(orders: i64, minor: i64) -> Self {
        Self { orders, minor, ..Self::default() }
    }
}

/// What buyers add to one month of a cohort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) buyers: i64,
    pub(crate) bought: Bought,
}

impl Share {
    /// A month in which nothing was bought may still earn, or cost: a parcel leaves later, and comes back.
    fn of(month: &Bought) -> Self {
        if month.orders > 0 {
            Self { buyers: 1, bought: *month }
        } else {
            Self { buyers: 0, bought: Bought { orders: 0, minor: 0, ..*month } }
        }
    }

    fn add(&mut self, more: &Self, times: i64) {
        self.buyers += times * more.buyers;
        self.bought.add(Bought {
            orders: times * more.bought.orders,
            minor: times * more.bought.minor,
            earned_minor: times * more.bought.earned_minor,
            goods_minor: times * more.bought.goods_minor,
        });
    }

    fn sums(&self) -> [i64; 5] {
        let Bought { orders, minor, earned_minor, goods_minor } = self.bought;
        [self.buyers, minor, orders, earned_minor, goods_minor]
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
            changes: vec![(placed.placed_at_us, Bought::of(1, placed.items_minor))],
        }),
        ORDER_CANCELLED => read::<OrderCancelled>(event).map(|cancelled| Told {
            order: cancelled.order_id,
            currency: cancelled.currency,
            changes: vec![(cancelled.placed_at_us, Bought::of(-1, -cancelled.items_minor))],
        }),
        ORDER_REST_CANCELLED => read::<OrderRestCancelled>(event).map(|cancelled| Told {
            order: cancelled.order_id,
            currency: cancelled.currency,
            changes: vec![(cancelled.placed_at_us, Bought::of(0, -cancelled.items_minor))],
        }),
        RETURN_REFUNDED | RETURN_CLOSED => match read::<ReturnChanged>(event) {
            Some(back) => {
                let lines = returned_lines(conn, back.return_id).await?;
                let given = |minor: i64| Bought::of(0, -minor);
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
pub(crate) async fn fold(conn: &mut Conn, events: &[StoredEvent]) -> Result<Changes, ReportingError> {
    let mut all = Vec::new();
    for event in events {
        all.extend(told(conn, event).await?);
    }
    for one in earned::earned(conn, events).await? {
        let moved =
            Bought { earned_minor: one.earned_minor, goods_minor: one.goods_minor, ..Bought::default() };
        all.push(Told { order: one.order, currency: one.currency, changes: vec![(one.at, moved)] });
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

/// What a buyer adds to the cohorts: for each month, the first one in which something was bought, and what it came to.
pub(crate) fn counted(months: &Months) -> BTreeMap<(i64, i64), Share> {
    let Some((first, _)) = months.iter().find(|(_, bought)| bought.orders > 0) else {
        return BTreeMap::new();
    };
    let shares = months.iter().map(|(month, bought)| ((*first, *month), Share::of(bought)));
    shares.filter(|(_, share)| *share != Share::default()).collect()
}

async fn write(tx: &mut Tx, changes: &Changes) -> Result<(), DbError> {
    let mut cohorts: BTreeMap<BuyerCohortKey, Share> = BTreeMap::new();
    for ((currency, buyer), months) in changes {
        let before = months_of(tx, *currency, *buyer).await?;
        let mut after = before.clone();
        for (month, more) in months.iter().filter(|(_, more)| **more != Bought::default()) {
            after.entry(*month).or_default().add(*more);
            write_month(tx, (*currency, *buyer, *month), *more).await?;
        }
        for (month, was) in counted(&before) {
            cohorts.entry((*currency, month.0, month.1)).or_default().add(&was, -1);
        }
        for (month, is) in counted(&after) {
            cohorts.entry((*currency, month.0, month.1)).or_default().add(&is, 1);
        }
    }
    for ((currency, first, month), more) in cohorts.into_iter().filter(|(_, more)| *more != Share::default())
    {
        tx.exec(
            sql("INSERT INTO reporting_buyer_cohorts AS r
                     (currency, first_us, month_us, buyers, minor, orders, earned_minor, goods_minor)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (currency, first_us, month_us) DO UPDATE
                     SET buyers = r.buyers + excluded.buyers, minor = r.minor + excluded.minor,
                         orders = r.orders + excluded.orders, earned_minor = r.earned_minor + excluded.earned_minor,
                         goods_minor = r.goods_minor + excluded.goods_minor")
            .bind(currency)
            .bind_all([first, month])
            .bind_all(more.sums()),
        )
        .await?;
    }
    Ok(())
}

async fn months_of(conn: &mut Conn, currency: Currency, buyer: Uuid) -> Result<Months, DbError> {
    let known = sql("SELECT month_us, orders, minor, earned_minor, goods_minor FROM reporting_buyers
        WHERE currency = $1 AND buyer_id = $2");
    let rows: Vec<(i64, i64, i64, i64, i64)> = conn.all(known.bind(currency).bind(buyer)).await?;
    let month = |(month, orders, minor, earned_minor, goods_minor)| {
        (month, Bought { orders, minor, earned_minor, goods_minor })
    };
    Ok(rows.into_iter().map(month).collect())
}

async fn write_month(
    tx: &mut Tx,
    (currency, buyer, month): (Currency, Uuid, i64),
    more: Bought,
) -> Result<(), DbError> {
    tx.exec(
        sql("INSERT INTO reporting_buyers AS r
                 (currency, buyer_id, month_us, orders, minor, earned_minor, goods_minor)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (currency, buyer_id, month_us) DO UPDATE
                 SET orders = r.orders + excluded.orders, minor = r.minor + excluded.minor,
                     earned_minor = r.earned_minor + excluded.earned_minor,
                     goods_minor = r.goods_minor + excluded.goods_minor")
        .bind(currency)
        .bind(buyer)
        .bind_all([month, more.orders, more.minor, more.earned_minor, more.goods_minor]),
    )
    .await?;
    Ok(())
}

/// Orders, minor units and what was earned of each currency and month, with the events that are still to be counted.
pub(crate) async fn months(conn: &mut Conn) -> Result<BTreeMap<(Currency, i64), [i64; 3]>, ReportingError> {
    let rows: Vec<(Currency, i64, i64, i64, i64)> = conn
        .all(sql("SELECT currency, month_us, CAST(SUM(orders) AS BIGINT), CAST(SUM(minor) AS BIGINT),
                      CAST(SUM(earned_minor) AS BIGINT)
                  FROM reporting_buyers GROUP BY currency, month_us"))
        .await?;
    let mut all: BTreeMap<(Currency, i64), [i64; 3]> = rows
        .into_iter()
        .map(|(currency, month, orders, minor, earned)| ((currency, month), [orders, minor, earned]))
        .collect();
    let mut ahead = conn.ahead_of(CONSUMER, KINDS).await?;
    loop {
        let events = ahead.next(conn).await?;
        if events.is_empty() {
            return Ok(all);
        }
        for ((currency, _), months) in fold(conn, &events).await? {
            for (month, more) in months {
                let sum = all.entry((currency, month)).or_default();
                *sum = [sum[0] + more.orders, sum[1] + more.minor, sum[2] + more.earned_minor];
            }
        }
    }
}

row! {
    struct CohortRow {
        currency: Currency,
        first_us: i64,
        month_us: i64,
        buyers: i64,
        minor: i64,
        orders: i64,
        earned_minor: i64,
        goods_minor: i64,
    }
}

/// Buyers, minor units, orders, what was earned and what goods cost, by cohort and month.
type CohortSums = BTreeMap<BuyerCohortKey, [i64; 5]>;

/// What the cohorts are, and what the buyers' months say.
pub(crate) async fn both(conn: &mut Conn) -> Result<(CohortSums, CohortSums), DbError> {
    let rows: Vec<(Currency, Uuid, i64, i64, i64, i64, i64)> = conn
        .all(sql("SELECT currency, buyer_id, month_us, orders, minor, earned_minor, goods_minor
                  FROM reporting_buyers"))
        .await?;
    let mut buyers = Changes::new();
    for (currency, buyer, month, orders, minor, earned_minor, goods_minor) in rows {
        let bought = Bought { orders, minor, earned_minor, goods_minor };
        buyers.entry((currency, buyer)).or_default().insert(month, bought);
    }
    let mut should: BTreeMap<BuyerCohortKey, Share> = BTreeMap::new();
    for ((currency, _), months) in &buyers {
        for ((first, month), share) in counted(months) {
            should.entry((*currency, first, month)).or_default().add(&share, 1);
        }
    }
    let rows: Vec<CohortRow> = conn
        .all(sql("SELECT currency, first_us, month_us, buyers, minor, orders, earned_minor, goods_minor
                  FROM reporting_buyer_cohorts"))
        .await?;
    let is = rows.into_iter().map(|row| {
        let sums = [row.buyers, row.minor, row.orders, row.earned_minor, row.goods_minor];
        ((row.currency, row.first_us, row.month_us), sums)
    });
    Ok((is.collect(), should.into_iter().map(|(key, share)| (key, share.sums())).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buyer_belongs_to_the_first_month_with_an_order_that_stayed() {
        let of = |months: &[(i64, i64, i64)]| {
            let months = months.iter().map(|(month, orders, minor)| (*month, Bought::of(*orders, *minor)));
            let counted = counted(&months.collect());
            counted
                .into_iter()
                .map(|(key, share)| (key, share.buyers, share.bought.minor))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(&[]), []);
        assert_eq!(of(&[(1, 0, 0), (2, 3, 900)]), [((2, 2), 1, 900)]);
        assert_eq!(of(&[(1, 2, 500), (2, 0, 0), (4, 1, 100)]), [((1, 1), 1, 500), ((1, 4), 1, 100)]);
    }

    #[test]
    fn what_is_earned_later_is_of_the_first_months_cohort_and_nobodys_without_an_order_that_stayed() {
        let earned = |orders, earned_minor| Bought { earned_minor, ..Bought::of(orders, orders * 100) };
        let months: Months = [(3, earned(1, 0)), (4, earned(0, 80)), (5, earned(2, -30))].into();
        let shares: Vec<_> = counted(&months).into_iter().map(|(key, share)| (key, share.sums())).collect();
        let expected =
            [((3, 3), [1, 100, 1, 0, 0]), ((3, 4), [0, 0, 0, 80, 0]), ((3, 5), [1, 200, 2, -30, 0])];
        assert_eq!(shares, expected);
        assert!(counted(&[(3, earned(0, 80))].into()).is_empty());
    }
}
