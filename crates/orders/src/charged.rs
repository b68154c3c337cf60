//! What sellers were charged, read back: the effect that another commission rule would have had, and how much was sent.

use crate::OrderError;
use db::{Conn, row, sql};
use domain::commission::{CommissionRule, charge};
use domain::text_enum::TextEnum as _;
use domain::{Currency, Money, SellerId, Timestamp};
use std::collections::BTreeMap;

/// So many lines are reckoned anew, the latest ones.
pub const MOST_RECKONED: i64 = 10_000;

row! {
    struct ChargedLine {
        quantity: i64,
        base_minor: i64,
        commission_minor: i64,
        currency: Currency,
    }
}

/// What a rule would have changed, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    pub lines: i64,
    /// Price and shipping without tax: what commission is reckoned of.
    pub base: Money,
    /// What was charged.
    pub was: Money,
    /// What the rule would have charged.
    pub would_be: Money,
}

/// What `rule` would have charged for the goods of its class that were ordered since then and have left: of everybody, or of one
/// seller. At most [`MOST_RECKONED`] lines, the latest ones; one entry for each currency.
///
/// # Errors
/// The database's, and an amount near the end of 64 bits.
pub async fn effect(
    conn: &mut Conn,
    rule: &CommissionRule,
    seller: Option<SellerId>,
    since: Timestamp,
) -> Result<Vec<Effect>, OrderError> {
    let own = if seller.is_some() { "AND p.seller_id = $4" } else { "" };
    let text = format!(
        "SELECT s.quantity, s.commission_base_minor AS base_minor, s.commission_minor, o.currency
         FROM orders_shipment_lines s JOIN orders_lines l ON l.id = s.line_id
         JOIN orders_shipment_parts q ON q.shipment_id = s.shipment_id AND q.part_id = l.part_id
         JOIN orders_parts p ON p.id = l.part_id JOIN orders_orders o ON o.id = p.order_id
         WHERE l.commission_class = $1 AND p.placed_at_us >= $2 AND s.commission_base_minor IS NOT NULL
           AND q.state IN ('shipped', 'delivered') {own}
         ORDER BY p.placed_at_us DESC, s.line_id LIMIT $3"
    );
    let statement = sql(text).bind(rule.class.as_str()).bind(since).bind(MOST_RECKONED).bind_all(seller);
    let lines: Vec<ChargedLine> = conn.all(statement).await?;
    let mut effects: BTreeMap<&'static str, Effect> = BTreeMap::new();
    for line in lines {
        let money = |minor: i64| Money::new(minor, line.currency);
        let zero = Money::zero(line.currency);
        let start = Effect { lines: 0, base: zero, was: zero, would_be: zero };
        let sum = effects.entry(line.currency.code()).or_insert(start);
        let fee = charge(rule, money(line.base_minor), line.quantity)?.fee;
        *sum = Effect {
            lines: sum.lines + 1,
            base: sum.base.add(money(line.base_minor))?,
            was: sum.was.add(money(line.commission_minor))?,
            would_be: sum.would_be.add(fee)?,
        };
    }
    Ok(effects.into_values().collect())
}

/// How many units left a seller's door since then.
///
/// # Errors
/// Only the database's.
pub async fn units_sent(conn: &mut Conn, seller: SellerId, since: Timestamp) -> Result<i64, OrderError> {
    let statement = sql("SELECT CAST(COALESCE(SUM(s.quantity), 0) AS BIGINT) FROM orders_shipment_lines s
        JOIN orders_shipments h ON h.id = s.shipment_id
        WHERE h.seller_id = $1 AND h.shipped_at_us >= $2 AND h.state IN ('shipped', 'delivered')");
    let (units,): (i64,) = conn.one(statement.bind(seller).bind(since)).await?;
    Ok(units)
}
