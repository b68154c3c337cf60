//! What promotions took off the lines of an order, frozen with it.

use super::rule;
use crate::OrderError;
use db::{Conn, DbError, Tx, placeholders, row, sql};
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
}

/// Freezes what was taken off a line.
pub(crate) async fn freeze(tx: &mut Tx, line: LineId, given: &[LinePromotion]) -> Result<(), DbError> {
    for one in given {
        let statement = sql("INSERT INTO orders_line_promotions (line_id, promotion_id, units, off_minor)
                             VALUES ($1, $2, $3, $4)");
        tx.exec(statement.bind(line).bind(one.promotion).bind(one.units).bind(one.off.minor())).await?;
    }
    Ok(())
}

row! {
    struct Frozen {
        line_id: LineId,
        promotion_id: PromotionId,
        counted: i64,
        off_minor: i64,
        currency: Currency,
        kind: String,
        units: i64,
        units_on_top: i64,
        percent_bps: i64,
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
            "SELECT g.line_id, g.promotion_id, g.units AS counted, g.off_minor, o.currency, p.kind,
                 COALESCE(p.units, 0) AS units, COALESCE(p.units_on_top, 0) AS units_on_top, p.percent_bps
             FROM orders_line_promotions g JOIN orders_promotions p ON p.id = g.promotion_id
             JOIN orders_lines l ON l.id = g.line_id JOIN orders_parts q ON q.id = l.part_id
             JOIN orders_orders o ON o.id = q.order_id
             WHERE g.line_id IN ({}) ORDER BY g.line_id, g.promotion_id",
            placeholders(1, some.len())
        );
        let rows: Vec<Frozen> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        for row in rows {
            taken.entry(row.line_id).or_default().push(LinePromotion {
                promotion: row.promotion_id,
                rule: rule(&row.kind, row.units, row.units_on_top, row.percent_bps),
                units: row.counted,
                off: Money::new(row.off_minor, row.currency),
            });
        }
    }
    Ok(taken)
}
