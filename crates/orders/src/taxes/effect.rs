//! What another rate of tax would have come to for what was ordered of late. Called by the operator's page, before it is said.

use super::rates;
use crate::OrderError;
use db::{Conn, Json, placeholders, row, sql};
use domain::address::Address;
use domain::tax::{TaxRate, rate_charged_at, tax_at};
use domain::{Currency, Money, MoneyError, OrderId, PartId, Timestamp};
use std::collections::{BTreeMap, HashMap, HashSet};

/// So many sellers' parts of orders are reckoned anew at the most, the latest ones.
pub const MOST_TAXED: i64 = 10_000;

/// Parts whose lines one statement asks for.
const AT_ONCE: usize = 500;

/// What was taxed in one place and currency, and what would have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxEffect {
    /// The destination's region; empty where the country has none or the address says none.
    pub region: String,
    pub orders: i64,
    /// Goods, shipping and wrapping as shown, less what was taken off.
    pub taxed: Money,
    pub was: Money,
    pub would_be: Money,
}

row! {
    struct TaxedPart {
        id: PartId,
        order_id: OrderId,
        address: Json<Address>,
        currency: Currency,
        shipping_minor: i64,
        wrap_minor: i64,
        tax_minor: i64,
    }
}

/// What of a part is taxed, as shown, and by how much at that rate.
fn reckoned(part: &TaxedPart, lines: &[i64], rate: &TaxRate) -> Result<(Money, Money), MoneyError> {
    let money = |minor: i64| Money::new(minor, part.currency);
    let shipping_ppm = if rate.shipping_taxed { rate.rate_ppm } else { 0 };
    let mut tax = tax_at(money(part.shipping_minor), shipping_ppm, rate.inclusive)?.tax;
    tax = tax.add(tax_at(money(part.wrap_minor), rate.rate_ppm, rate.inclusive)?.tax)?;
    let mut taxed = money(part.shipping_minor).add(money(part.wrap_minor))?;
    for line in lines {
        tax = tax.add(tax_at(money(*line), rate.rate_ppm, rate.inclusive)?.tax)?;
        taxed = taxed.add(money(*line))?;
    }
    Ok((taxed, tax))
}

/// What each part's lines went for, as shown and less what was taken off.
async fn lines_of(conn: &mut Conn, parts: &[TaxedPart]) -> Result<HashMap<PartId, Vec<i64>>, OrderError> {
    let mut lines: HashMap<PartId, Vec<i64>> = HashMap::new();
    for some in parts.chunks(AT_ONCE) {
        let text = format!(
            "SELECT part_id, amount_minor - discount_minor FROM orders_lines WHERE part_id IN ({})",
            placeholders(1, some.len())
        );
        let rows: Vec<(PartId, i64)> = conn.all(sql(text).bind_all(some.iter().map(|part| part.id))).await?;
        for (part, minor) in rows {
            lines.entry(part).or_default().push(minor);
        }
    }
    Ok(lines)
}

/// What `asked` would have taken, had it held when they were ordered, of what was ordered since then to places where it would
/// be charged at its own moment: a region with a rate of its own keeps that. Orders that were called off or never paid count for
/// nothing. At most [`MOST_TAXED`] parts, the latest ones; one entry for each region and currency.
///
/// # Errors
/// The database's, and an amount near the end of 64 bits.
pub async fn tax_effect(
    conn: &mut Conn,
    asked: &TaxRate,
    since: Timestamp,
) -> Result<Vec<TaxEffect>, OrderError> {
    let mut set = rates(conn, &asked.country).await?;
    set.push(asked.clone());
    // All parts of those days are read for the ones that went there.
    conn.expect_long();
    let statement = sql("SELECT p.id, p.order_id, o.address, o.currency,
                p.shipping_minor - p.shipping_discount_minor AS shipping_minor, p.wrap_minor, p.tax_minor
             FROM orders_parts p JOIN orders_orders o ON o.id = p.order_id
             WHERE p.placed_at_us >= $1 AND p.country = $2 AND p.state NOT IN ('awaiting_payment', 'cancelled')
             ORDER BY p.placed_at_us DESC, p.id DESC LIMIT $3");
    let parts: Vec<TaxedPart> = conn.all(statement.bind(since).bind(&asked.country).bind(MOST_TAXED)).await?;
    let is_asked = |part: &TaxedPart| {
        let charged = rate_charged_at(&set, &asked.country, &part.address.0.region, asked.from);
        charged.as_ref() == Some(asked)
    };
    let parts: Vec<TaxedPart> = parts.into_iter().filter(is_asked).collect();
    let lines = lines_of(conn, &parts).await?;
    let mut sums: BTreeMap<(String, Currency), (TaxEffect, HashSet<OrderId>)> = BTreeMap::new();
    for part in parts {
        let none = Money::zero(part.currency);
        let region = part.address.0.region.clone();
        let own = lines.get(&part.id).map(Vec::as_slice).unwrap_or_default();
        let (taxed, tax) = reckoned(&part, own, asked)?;
        let start = TaxEffect { region: region.clone(), orders: 0, taxed: none, was: none, would_be: none };
        let (sum, orders) = sums.entry((region, part.currency)).or_insert_with(|| (start, HashSet::new()));
        sum.orders += i64::from(orders.insert(part.order_id));
        sum.taxed = sum.taxed.add(taxed)?;
        sum.was = sum.was.add(Money::new(part.tax_minor, part.currency))?;
        sum.would_be = sum.would_be.add(tax)?;
    }
    Ok(sums.into_values().map(|(sum, _)| sum).collect())
}
