//! Who came back. Owns `reporting_shoppers` and `reporting_cohorts`.
//!
//! A shopper belongs to the month of their first order. An order that is cancelled may have been the first, or the only
//! one of its month, so what a shopper adds to the cohorts is taken off and put back whenever their months change.

use db::{Conn, DbError, Tx, sql};
use domain::SellerId;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Seller, month of the first order, month of another: the key of `reporting_cohorts`.
pub(crate) type CohortKey = (SellerId, i64, i64);

/// Orders of one shopper by month.
type Months = BTreeMap<i64, i64>;

/// The months in which something was bought, each with the first of them.
pub(crate) fn bought(months: &Months) -> BTreeSet<(i64, i64)> {
    let mut active = months.iter().filter(|(_, orders)| **orders > 0).map(|(month, _)| *month);
    let Some(first) = active.next() else { return BTreeSet::new() };
    std::iter::once(first).chain(active).map(|month| (first, month)).collect()
}

pub(crate) async fn write(tx: &mut Tx, shoppers: &BTreeMap<(SellerId, Uuid), Months>) -> Result<(), DbError> {
    let mut cohorts: BTreeMap<CohortKey, i64> = BTreeMap::new();
    for ((seller, shopper), changes) in shoppers {
        let known =
            sql("SELECT month_us, orders FROM reporting_shoppers WHERE seller_id = $1 AND shopper_id = $2");
        let before: Months =
            tx.all::<(i64, i64)>(known.bind(*seller).bind(*shopper)).await?.into_iter().collect();
        let mut after = before.clone();
        for (month_us, orders) in changes.iter().filter(|(_, orders)| **orders != 0) {
            *after.entry(*month_us).or_default() += orders;
            write_month(tx, *seller, *shopper, *month_us, *orders).await?;
        }
        let (was, is) = (bought(&before), bought(&after));
        for (first, month) in was.difference(&is) {
            *cohorts.entry((*seller, *first, *month)).or_default() -= 1;
        }
        for (first, month) in is.difference(&was) {
            *cohorts.entry((*seller, *first, *month)).or_default() += 1;
        }
    }
    for ((seller, first_us, month_us), shoppers) in cohorts.into_iter().filter(|(_, n)| *n != 0) {
        tx.exec(
            sql("INSERT INTO reporting_cohorts AS r (seller_id, first_us, month_us, shoppers)
                 VALUES ($1, $2, $3, $4)
                 ON CONFLICT (seller_id, first_us, month_us) DO UPDATE SET shoppers = r.shoppers + excluded.shoppers")
            .bind(seller)
            .bind_all([first_us, month_us, shoppers]),
        )
        .await?;
    }
    Ok(())
}

async fn write_month(
    tx: &mut Tx,
    seller: SellerId,
    shopper: Uuid,
    month_us: i64,
    orders: i64,
) -> Result<(), DbError> {
    tx.exec(
        sql("INSERT INTO reporting_shoppers AS r (seller_id, shopper_id, month_us, orders) VALUES ($1, $2, $3, $4)
             ON CONFLICT (seller_id, shopper_id, month_us) DO UPDATE SET orders = r.orders + excluded.orders")
        .bind(seller)
        .bind(shopper)
        .bind_all([month_us, orders]),
    )
    .await?;
    Ok(())
}

/// How many shoppers of each first month, from `since_us` on, bought in which month.
pub(crate) async fn cohorts(
    conn: &mut Conn,
    seller: SellerId,
    since_us: i64,
) -> Result<BTreeMap<(i64, i64), i64>, DbError> {
    let rows: Vec<(i64, i64, i64)> = conn
        .all(
            sql("SELECT first_us, month_us, shoppers FROM reporting_cohorts WHERE seller_id = $1 AND first_us >= $2
                 AND shoppers > 0")
            .bind(seller)
            .bind(since_us),
        )
        .await?;
    Ok(rows.into_iter().map(|(first, month, shoppers)| ((first, month), shoppers)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_month_with_an_order_is_where_a_shopper_belongs() {
        let of =
            |months: &[(i64, i64)]| bought(&months.iter().copied().collect()).into_iter().collect::<Vec<_>>();
        assert_eq!(of(&[]), []);
        assert_eq!(of(&[(1, 0), (2, 1)]), [(2, 2)]);
        assert_eq!(of(&[(1, 2), (2, 0), (4, 1)]), [(1, 1), (1, 4)]);
    }
}
