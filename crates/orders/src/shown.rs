//! What buyers who read prices in another currency would have read at another rate of exchange. Called by the operator's page,
//! before a rate is said. Nothing of it is charged: an order is paid in the currency of its offers.

use crate::OrderError;
use db::{Conn, sql};
use domain::rate::Rate;
use domain::{Money, Timestamp};

/// Orders that were read in one other currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownEffect {
    pub orders: i64,
    /// What they came to in their own currency.
    pub paid: Money,
    /// What their buyers read, each at the rate of its day, and what they would have read.
    pub was: Money,
    pub would_be: Money,
}

/// What the orders that were placed since then and stand would have read at that rate: those of its currency that were read in
/// the other one. `None` where there are none.
///
/// # Errors
/// The database's, and an amount near the end of 64 bits.
pub async fn shown_effect(
    conn: &mut Conn,
    rate: &Rate,
    since: Timestamp,
) -> Result<Option<ShownEffect>, OrderError> {
    // A month of a large shop.
    conn.expect_long();
    let statement = sql("SELECT shown_numerator, shown_denominator, COUNT(*), CAST(SUM(total_minor) AS BIGINT)
         FROM orders_orders
         WHERE state IN ('placed', 'completed') AND placed_at_us >= $1 AND currency = $2 AND shown_currency = $3
         GROUP BY shown_numerator, shown_denominator");
    let rows: Vec<(i64, i64, i64, i64)> =
        conn.all(statement.bind(since).bind(rate.from()).bind(rate.to())).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let none = Money::zero(rate.to());
    let mut sum = ShownEffect { orders: 0, paid: Money::zero(rate.from()), was: none, would_be: none };
    for (numerator, denominator, orders, minor) in rows {
        let paid = Money::new(minor, rate.from());
        // A rate that was kept is one: its row would not have been written otherwise.
        let Ok(then) = Rate::new(rate.from(), rate.to(), (numerator, denominator), rate.day()) else {
            continue;
        };
        sum.orders += orders;
        sum.paid = sum.paid.add(paid)?;
        sum.was = sum.was.add(then.convert(paid)?)?;
    }
    sum.would_be = rate.convert(sum.paid)?;
    Ok(Some(sum))
}
