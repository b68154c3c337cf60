//! The rows: what was said, by whom, of which day. They are added to and never changed.

use crate::RatesError;
use db::{Conn, DbError, Tx, row, sql};
use domain::promise::Day;
use domain::rate::{Rate, Said};
use domain::{AccountId, Currency, Timestamp};

/// A rate that is older than this says nothing any more.
pub const OLDEST_DAYS: i64 = 366;
/// A rate can be said this long before its day.
pub const FURTHEST_DAYS: i64 = 31;
/// More than the currencies of the world.
pub const MOST_AT_ONCE: usize = 500;
/// The source's name of what the operator says.
pub const BY_HAND: &str = "operator";

row! {
    /// A rate as it was said.
    pub struct StoredRate {
        pub position: i64,
        pub base: Currency,
        pub quote: Currency,
        /// One unit of `base` in billionths of a unit of `quote`.
        pub billionths: i64,
        pub day: Day,
        pub source: String,
        pub said_at_us: Timestamp,
    }
}
const RATE: &str = "position, base, quote, billionths, day, source, said_at_us";

/// Writes what was said. What is known already as the last word of its day is passed over, so a repeat changes nothing.
/// Returns how many are new; other servers see them within seconds, this one after `Rates::reload`.
///
/// # Errors
/// [`RatesError`] names what is wrong; then none is written.
pub async fn say(
    tx: &mut Tx,
    rates: &[Said],
    source: &str,
    by: Option<AccountId>,
) -> Result<usize, RatesError> {
    if rates.len() > MOST_AT_ONCE {
        return Err(RatesError::TooMany { most: MOST_AT_ONCE });
    }
    let (now, today) = (tx.now(), tx.now().utc_day());
    let mut new = 0;
    for said in rates {
        Rate::new(said.base, said.quote, (said.billionths, domain::rate::BILLION), said.day)?;
        if !(today - OLDEST_DAYS..=today + FURTHEST_DAYS).contains(&said.day) {
            return Err(RatesError::DayOutOfRange);
        }
        let last: Option<(i64, String)> = tx
            .opt(
                sql("SELECT billionths, source FROM rates_rates WHERE day = $1 AND base = $2 AND quote = $3
                     ORDER BY position DESC LIMIT 1")
                .bind(said.day)
                .bind(said.base)
                .bind(said.quote),
            )
            .await?;
        if let Some((known, from)) = last {
            // What the operator said of a day is a correction: the source that was wrong would say it wrongly again.
            let corrected = from == BY_HAND && source != BY_HAND;
            if corrected || known == said.billionths {
                continue;
            }
        }
        tx.exec(
            sql("INSERT INTO rates_rates (base, quote, billionths, day, source, said_by, said_at_us)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(said.base)
            .bind(said.quote)
            .bind(said.billionths)
            .bind(said.day)
            .bind(source)
            .bind(by)
            .bind(now),
        )
        .await?;
        new += 1;
    }
    if new > 0 {
        tx.exec(sql("UPDATE rates_version SET version = version + 1 WHERE only_row = 1")).await?;
    }
    Ok(new)
}

/// What was said last, newest day first.
///
/// # Errors
/// When the database cannot be read.
pub async fn history(conn: &mut Conn, limit: i64) -> Result<Vec<StoredRate>, DbError> {
    let text = format!("SELECT {RATE} FROM rates_rates ORDER BY day DESC, position DESC LIMIT $1");
    conn.all(sql(text).bind(limit)).await
}

/// How often the table was changed.
pub(crate) async fn version(conn: &mut Conn) -> Result<i64, DbError> {
    let (version,): (i64,) = conn.one(sql("SELECT version FROM rates_version WHERE only_row = 1")).await?;
    Ok(version)
}

/// Everything that counts on this day, the last word of a day and pair last.
pub(crate) async fn said(conn: &mut Conn, today: Day) -> Result<Vec<Said>, DbError> {
    let text = format!("SELECT {RATE} FROM rates_rates WHERE day BETWEEN $1 AND $2 ORDER BY day, position");
    let rows: Vec<StoredRate> = conn.all(sql(text).bind(today - OLDEST_DAYS).bind(today)).await?;
    let said = |r: StoredRate| Said { base: r.base, quote: r.quote, billionths: r.billionths, day: r.day };
    Ok(rows.into_iter().map(said).collect())
}
