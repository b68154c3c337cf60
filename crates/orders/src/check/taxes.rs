//! What must hold of the rates of tax, and of the prices of gift wrap, that an operator said.

use super::{Rule, Violation};
use crate::OrderError;
use db::{Conn, sql};
use domain::{TaxRateId, WrapPriceId};

// All lines are read once, and the parts only of those that name the moment of a word.
pub(super) const LINE_RULES: &[Rule] = &[Rule {
    rule: "a line is taxed as was said of its place from the moment that it names",
    statement: "SELECT l.id, CAST(MAX(t.rate_ppm) AS BIGINT) AS expected, l.tax_rate_ppm AS found
        FROM orders_tax_words t JOIN orders_lines l ON l.tax_from_us = t.starts_at_us
        JOIN orders_parts p ON p.id = l.part_id
            AND p.tax_place = CASE t.region WHEN '' THEN t.country ELSE t.country || '-' || t.region END
        WHERE l.tax_from_us IN (SELECT starts_at_us FROM orders_tax_words)
            AND NOT EXISTS (SELECT 1 FROM orders_tax_withdrawn w WHERE w.word_id = t.id)
        GROUP BY l.id, l.tax_rate_ppm
        HAVING SUM(CASE WHEN t.rate_ppm = l.tax_rate_ppm THEN 1 ELSE 0 END) = 0",
}];

/// What was taken back though it had begun.
pub(super) async fn taken_back(conn: &mut Conn) -> Result<Vec<Violation>, OrderError> {
    let early = sql("SELECT w.word_id, w.withdrawn_at_us - t.starts_at_us FROM orders_tax_withdrawn w
                     JOIN orders_tax_words t ON t.id = w.word_id
                     WHERE w.starts_at_us <> t.starts_at_us OR w.withdrawn_at_us >= t.starts_at_us");
    let rows: Vec<(TaxRateId, i64)> = conn.all(early).await?;
    let violation = |(id, late_us): (TaxRateId, i64)| Violation {
        row: format!("orders_tax_withdrawn {id}"),
        rule: "no rate of tax was taken back that had begun",
        detail: format!("{late_us} microseconds after it began"),
    };
    let mut found: Vec<Violation> = rows.into_iter().map(violation).collect();
    let early = sql("SELECT w.price_id, w.withdrawn_at_us - t.starts_at_us FROM orders_wrap_withdrawn w
                     JOIN orders_wrap_prices t ON t.id = w.price_id
                     WHERE w.starts_at_us <> t.starts_at_us OR w.withdrawn_at_us >= t.starts_at_us");
    let rows: Vec<(WrapPriceId, i64)> = conn.all(early).await?;
    found.extend(rows.into_iter().map(|(id, late_us)| Violation {
        row: format!("orders_wrap_withdrawn {id}"),
        rule: "no price of gift wrap was taken back that had begun",
        detail: format!("{late_us} microseconds after it began"),
    }));
    Ok(found)
}
