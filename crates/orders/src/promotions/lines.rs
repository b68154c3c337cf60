//! What promotions took off the lines of an order, frozen with it.

use super::rule;
use crate::OrderError;
use db::{Conn, DbError, Row, Tx, placeholders, sql};
use domain::coupon::Funding;
use domain::promotion::Rule;
use domain::{Currency, LineId, Money, PromotionId};
use std::collections::HashMap;

/// What a promotion took off one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinePromotion {
    pub promotion: PromotionId,
    pub rule: Rule,
    /// Units of the line that count for it.
    pub units: i64,
    pub off: Money,
    /// Who pays for it.
    pub funding: Funding,
    /// What the platform adds for the seller because of it, without tax; nothing of what the seller gives.
    pub subsidy: Money,
}

/// Freezes what was taken off a line.
pub(crate) async fn freeze(tx: &mut Tx, line: LineId, given: &[LinePromotion]) -> Result<(), DbError> {
    for one in given {
        let statement =
            sql("INSERT INTO orders_line_promotions (line_id, promotion_id, units, off_minor, subsidy_minor)
                 VALUES ($1, $2, $3, $4, $5)");
        let statement = statement.bind(line).bind(one.promotion).bind(one.units).bind(one.off.minor());
        tx.exec(statement.bind(one.subsidy.minor())).await?;
    }
    Ok(())
}

struct Frozen {
    line: LineId,
    taken: LinePromotion,
}

impl db::FromRow for Frozen {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let currency: Currency = row.get("order_currency")?;
        let limit: Option<i64> = row.get("limit_units")?;
        let funding: db::Text<Funding> = row.get("funded_by")?;
        let taken = LinePromotion {
            promotion: row.get("promotion_id")?,
            rule: rule(row, limit.is_some())?,
            units: row.get("counted")?,
            off: Money::new(row.get("taken_minor")?, currency),
            funding: funding.0,
            subsidy: Money::new(row.get("subsidy_minor")?, currency),
        };
        Ok(Self { line: row.get("line_id")?, taken })
    }
}

/// What promotions took off these lines of orders.
pub(crate) async fn of_lines(
    conn: &mut Conn,
    lines: &[LineId],
) -> Result<HashMap<LineId, Vec<LinePromotion>>, OrderError> {
    let mut taken: HashMap<LineId, Vec<LinePromotion>> = HashMap::new();
    for some in lines.chunks(500) {
        let text = format!(
            "SELECT g.line_id, g.promotion_id, g.units AS counted, g.off_minor AS taken_minor, g.subsidy_minor,
                 o.currency AS order_currency, p.kind, p.units, p.units_on_top, p.percent_bps, p.off_minor, p.currency,
                 p.limit_units, p.funded_by
             FROM orders_line_promotions g JOIN orders_promotions p ON p.id = g.promotion_id
             JOIN orders_lines l ON l.id = g.line_id JOIN orders_parts q ON q.id = l.part_id
             JOIN orders_orders o ON o.id = q.order_id
             WHERE g.line_id IN ({}) ORDER BY g.line_id, g.promotion_id",
            placeholders(1, some.len())
        );
        let rows: Vec<Frozen> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        for row in rows {
            taken.entry(row.line).or_default().push(row.taken);
        }
    }
    Ok(taken)
}
