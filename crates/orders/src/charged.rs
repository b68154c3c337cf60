//! What sellers were charged, read back: the effect that another commission rule or class would have had, and how much was sent.

use crate::OrderError;
use db::{Conn, placeholders, row, sql};
use domain::commission::{CommissionClass, CommissionRule, charge};
use domain::text_enum::TextEnum as _;
use domain::{CategoryId, Currency, Money, SellerId, Timestamp};
use std::collections::{BTreeMap, HashSet};

/// So many lines are reckoned anew, the latest ones.
pub const MOST_RECKONED: i64 = 10_000;

/// So many categories are asked for at once.
const CATEGORIES: usize = 10_000;

row! {
    struct ChargedLine {
        seller_id: SellerId,
        placed_at_us: Timestamp,
        quantity: i64,
        base_minor: i64,
        commission_minor: i64,
        currency: Currency,
    }
}

/// What another rule or class would have changed, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    pub lines: i64,
    /// Whose goods they were.
    pub sellers: i64,
    /// Price and shipping without tax: what commission is reckoned of.
    pub base: Money,
    /// What was charged.
    pub was: Money,
    /// What would have been charged.
    pub would_be: Money,
}

/// What was sent and charged of the parts that [`lately`] names, where it counts: what left the door of a seller who pays
/// commission.
const CHARGED: &str = "SELECT p.seller_id, p.placed_at_us, s.quantity, s.commission_base_minor AS base_minor,
        s.commission_minor, o.currency
     FROM p JOIN orders_lines l ON l.part_id = p.id JOIN orders_shipment_lines s ON s.line_id = l.id
     JOIN orders_shipment_parts q ON q.shipment_id = s.shipment_id AND q.part_id = p.id
     JOIN orders_orders o ON o.id = p.order_id
     WHERE s.commission_base_minor IS NOT NULL AND q.state IN ('shipped', 'delivered')";

/// Parts that were ordered since the moment that is bound first, as `p`, and these alone are looked through: a database that
/// does not know how few they are would walk everything that was ever sent.
fn lately(own: &str) -> String {
    format!(
        "WITH p AS MATERIALIZED (
             SELECT id, seller_id, order_id, placed_at_us FROM orders_parts WHERE placed_at_us >= $1 {own})"
    )
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
    let lately = lately(if seller.is_some() { "AND seller_id = $4" } else { "" });
    let text = format!(
        "{lately} {CHARGED} AND l.commission_class = $2 ORDER BY p.placed_at_us DESC, s.line_id LIMIT $3"
    );
    let statement = sql(text).bind(since).bind(rule.class.as_str()).bind(MOST_RECKONED).bind_all(seller);
    let lines: Vec<ChargedLine> = conn.all(statement).await?;
    sum(lines, |_| rule)
}

/// What would have been charged for the products of these categories that were ordered since then and have left, had they been
/// of `class`: each seller by the rule that holds for it at `at`. At most [`MOST_RECKONED`] lines, the latest ones; one entry
/// for each currency.
///
/// # Errors
/// The database's, and an amount near the end of 64 bits.
pub async fn effect_of_class(
    conn: &mut Conn,
    class: CommissionClass,
    categories: &[CategoryId],
    since: Timestamp,
    at: Timestamp,
) -> Result<Vec<Effect>, OrderError> {
    let mut lines: Vec<ChargedLine> = Vec::new();
    for some in categories.chunks(CATEGORIES) {
        let text = format!(
            "{} {CHARGED} AND EXISTS (SELECT 1 FROM catalog_products c
                 WHERE c.id = l.product_id AND c.category_id IN ({}))
             ORDER BY p.placed_at_us DESC, s.line_id LIMIT $2",
            lately(""),
            placeholders(3, some.len())
        );
        let statement = sql(text).bind(since).bind(MOST_RECKONED).bind_all(some.iter().copied());
        lines.extend(conn.all::<ChargedLine>(statement).await?);
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.placed_at_us));
    lines.truncate(usize::try_from(MOST_RECKONED).unwrap_or(usize::MAX));
    let usual = fees::terms_at(conn, None, at).await?.rule(class);
    let own = fees::own_rules(conn, class, at).await?;
    sum(lines, |seller| own.get(&seller).unwrap_or(&usual))
}

/// The sums of what was charged and of what each seller's rule would have charged.
fn sum<'r>(
    lines: Vec<ChargedLine>,
    rule_of: impl Fn(SellerId) -> &'r CommissionRule,
) -> Result<Vec<Effect>, OrderError> {
    let mut effects: BTreeMap<&'static str, (Effect, HashSet<SellerId>)> = BTreeMap::new();
    for line in lines {
        let money = |minor: i64| Money::new(minor, line.currency);
        let zero = Money::zero(line.currency);
        let start = Effect { lines: 0, sellers: 0, base: zero, was: zero, would_be: zero };
        let (sum, sellers) = effects.entry(line.currency.code()).or_insert_with(|| (start, HashSet::new()));
        let fee = charge(rule_of(line.seller_id), money(line.base_minor), line.quantity)?.fee;
        let new = i64::from(sellers.insert(line.seller_id));
        *sum = Effect {
            lines: sum.lines + 1,
            sellers: sum.sellers + new,
            base: sum.base.add(money(line.base_minor))?,
            was: sum.was.add(money(line.commission_minor))?,
            would_be: sum.would_be.add(fee)?,
        };
    }
    Ok(effects.into_values().map(|(effect, _)| effect).collect())
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

/// What was charged for items under the individual plan of what was ordered since then and has left, by the currency: how many,
/// and what for them.
///
/// # Errors
/// Only the database's.
pub async fn items_charged(conn: &mut Conn, since: Timestamp) -> Result<Vec<(i64, Money)>, OrderError> {
    // A month of a large shop.
    conn.expect_long();
    let text = format!(
        "{} SELECT o.currency, CAST(SUM(s.quantity) AS BIGINT), CAST(SUM(s.item_fee_minor) AS BIGINT)
         FROM p JOIN orders_lines l ON l.part_id = p.id JOIN orders_shipment_lines s ON s.line_id = l.id
         JOIN orders_shipment_parts q ON q.shipment_id = s.shipment_id AND q.part_id = p.id
         JOIN orders_orders o ON o.id = p.order_id
         WHERE s.item_fee_minor > 0 AND q.state IN ('shipped', 'delivered')
         GROUP BY o.currency ORDER BY o.currency",
        lately("")
    );
    let rows: Vec<(Currency, i64, i64)> = conn.all(sql(text).bind(since)).await?;
    Ok(rows.into_iter().map(|(currency, items, minor)| (items, Money::new(minor, currency))).collect())
}
