//! Tax rates that the operator set, dated, in the server's settings or on the page; they win over the general ones of
//! `domain::tax`. Owns `orders_tax_*`. A rate and its day are frozen onto each line that it taxes. Nothing of it is kept in
//! memory: whoever prices an order reads what holds at that moment, on whichever server.

mod effect;
mod said;

pub use effect::{MOST_TAXED, TaxEffect, tax_effect};
pub use said::{SaidTax, SayTax, TaxError, coming_tax, is_place, said_taxes, say_tax, withdraw_tax};

use crate::OrderError;
use db::{Conn, Tx, row, sql};
use domain::Timestamp;
use domain::tax::TaxRate;
use uuid::Uuid;

row! {
    struct RateRow {
        country: String,
        region: String,
        rate_ppm: i64,
        inclusive: bool,
        shipping_taxed: bool,
        from_us: Timestamp,
    }
}

impl From<RateRow> for TaxRate {
    fn from(row: RateRow) -> Self {
        Self {
            country: row.country,
            region: row.region,
            rate_ppm: row.rate_ppm,
            inclusive: row.inclusive,
            shipping_taxed: row.shipping_taxed,
            from: row.from_us,
        }
    }
}

/// All that was set and was not taken back, the earliest first; of two that begin together the one that an operator said, and
/// the one said last, comes last, and that is the one which `domain::tax` charges. What is asked of it goes in for `{own}`.
fn set(own: &str) -> String {
    format!(
        "SELECT country, region, rate_ppm, inclusive, shipping_taxed, from_us FROM (
             SELECT country, region, rate_ppm, inclusive, shipping_taxed, from_us, 0 AS said, id FROM orders_tax_rates
             UNION ALL
             SELECT t.country, t.region, t.rate_ppm, t.inclusive, t.shipping_taxed, t.starts_at_us AS from_us, 1 AS said, t.id
             FROM orders_tax_words t
             WHERE NOT EXISTS (SELECT 1 FROM orders_tax_withdrawn w WHERE w.word_id = t.id)
         ) s {own} ORDER BY from_us, said, id"
    )
}

/// The rates of one country, of every region and date, as [`domain::tax::rate_charged`] wants them.
pub async fn rates(conn: &mut Conn, country: &str) -> Result<Vec<TaxRate>, OrderError> {
    let rows: Vec<RateRow> = conn.all(sql(set("WHERE country = $1")).bind(country)).await?;
    Ok(rows.into_iter().map(TaxRate::from).collect())
}

/// The rates of all countries: for the operator's page.
///
/// # Errors
/// Only the database's.
pub async fn all_rates(conn: &mut Conn) -> Result<Vec<TaxRate>, OrderError> {
    let rows: Vec<RateRow> = conn.all(sql(set(""))).await?;
    Ok(rows.into_iter().map(TaxRate::from).collect())
}

/// Sets a rate from its date on; the same place and date again replaces it.
pub async fn set_rate(tx: &mut Tx, rate: &TaxRate) -> Result<(), OrderError> {
    let id = Uuid::from_u128(u128::from_be_bytes(
        blake3::hash(format!("{}-{}", rate.place(), rate.from.as_micros()).as_bytes()).as_bytes()[..16]
            .try_into()
            .unwrap_or_default(),
    ));
    tx.exec(
        sql(
            "INSERT INTO orders_tax_rates (id, country, region, rate_bps, inclusive, shipping_taxed, from_us, rate_ppm)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (country, region, from_us)
             DO UPDATE SET rate_bps = $4, inclusive = $5, shipping_taxed = $6, rate_ppm = $8",
        )
        .bind(id)
        .bind(&rate.country)
        .bind(&rate.region)
        .bind(rate.rate_ppm / 100)
        .bind(rate.inclusive)
        .bind(rate.shipping_taxed)
        .bind(rate.from)
        .bind(rate.rate_ppm),
    )
    .await?;
    Ok(())
}
