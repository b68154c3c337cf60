//! What an operator says of the tax of a place from a moment on, and takes back before it begins. Owns `orders_tax_words` and
//! `orders_tax_withdrawn`. Called by the operator's page.

use super::rates;
use crate::OrderError;
use db::{Conn, Tx, row, sql};
use domain::address::{country_format, regions};
use domain::field::{REASON, tidied};
use domain::tax::{MOST_PPM, TaxRate, is_inclusive_market, rate_charged_at};
use domain::terms::said_at;
use domain::{AccountId, TaxRateId, Timestamp};

/// Why a rate of tax stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum TaxError {
    #[error("there is no such rate")]
    NotFound,
    #[error("there is no such country or region")]
    NoSuchPlace,
    #[error("a rate is from 0 to 100 percent")]
    BadRate,
    #[error("a reason has 3 to 300 characters")]
    BadReason,
    #[error("a change begins now or later: what was charged before it stays")]
    InThePast,
    #[error("so it is then already")]
    Same,
    #[error("what has begun cannot be taken back; say another one")]
    Begun,
    #[error("it was taken back already")]
    Withdrawn,
    #[error(transparent)]
    Order(#[from] OrderError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}

/// What an operator says.
#[derive(Debug, Clone)]
pub struct SayTax {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The region's code; empty for the whole country.
    pub region: String,
    /// 0 to 1,000,000 millionths.
    pub rate_ppm: i64,
    pub shipping_taxed: bool,
    /// `None`: now.
    pub starts_at: Option<Timestamp>,
    pub reason: String,
    pub by: AccountId,
}

row! {
    /// A rate as it was said.
    #[derive(PartialEq, Eq)]
    pub struct SaidTax {
        pub id: TaxRateId,
        pub country: String,
        pub region: String,
        pub rate_ppm: i64,
        pub shipping_taxed: bool,
        pub starts_at_us: Timestamp,
        pub reason: String,
        pub made_by: AccountId,
        pub made_at_us: Timestamp,
        /// All three or none: who took it back, when and why. It never counts.
        pub withdrawn_by: Option<AccountId>,
        pub withdrawn_at_us: Option<Timestamp>,
        pub withdrawn_reason: Option<String>,
    }
}

const SAID: &str =
    "SELECT t.id, t.country, t.region, t.rate_ppm, t.shipping_taxed, t.starts_at_us, t.reason, t.made_by,
    t.made_at_us, w.withdrawn_by, w.withdrawn_at_us, w.reason AS withdrawn_reason
    FROM orders_tax_words t LEFT JOIN orders_tax_withdrawn w ON w.word_id = t.id";

/// Whether there is such a place: a country's code, and a region's of that country or nothing.
pub fn is_place(country: &str, region: &str) -> bool {
    let known = || regions(country).is_some_and(|mut all| all.any(|one| one.code == region));
    country_format(country).is_some() && (region.is_empty() || known())
}

impl SayTax {
    /// The rate that it makes from that moment on. Whether prices include it is the market's.
    pub fn rate(&self, from: Timestamp) -> TaxRate {
        TaxRate {
            country: self.country.clone(),
            region: self.region.clone(),
            rate_ppm: self.rate_ppm,
            inclusive: is_inclusive_market(&self.country),
            shipping_taxed: self.shipping_taxed,
            from,
        }
    }
}

/// Says the rate of a place from a moment on. The same press twice is refused the second time, as what is so already.
///
/// # Errors
/// [`TaxError::BadReason`], [`TaxError::NoSuchPlace`], [`TaxError::BadRate`], [`TaxError::InThePast`], [`TaxError::Same`].
pub async fn say_tax(tx: &mut Tx, said: &SayTax) -> Result<TaxRateId, TaxError> {
    let reason = tidied(&said.reason, &REASON).ok_or(TaxError::BadReason)?;
    if !is_place(&said.country, &said.region) {
        return Err(TaxError::NoSuchPlace);
    }
    if !(0..=MOST_PPM).contains(&said.rate_ppm) {
        return Err(TaxError::BadRate);
    }
    let last = sql("SELECT MAX(made_at_us) FROM orders_tax_words WHERE country = $1 AND region = $2");
    let (last,): (Option<Timestamp>,) = tx.one(last.bind(&said.country).bind(&said.region)).await?;
    let now = said_at(tx.now(), last);
    let starts_at = said.starts_at.unwrap_or(now);
    if starts_at < now {
        return Err(TaxError::InThePast);
    }
    let rate = said.rate(starts_at);
    let set = rates(tx, &said.country).await?;
    if let Some(held) = rate_charged_at(&set, &said.country, &said.region, starts_at) {
        // From which day on it holds is no difference.
        if (TaxRate { from: starts_at, ..held }) == rate {
            return Err(TaxError::Same);
        }
    }
    let id = tx.new_id::<TaxRateId>();
    tx.exec(
        sql("INSERT INTO orders_tax_words (id, country, region, rate_ppm, inclusive, shipping_taxed, starts_at_us, reason,
                 made_by, made_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(id)
        .bind(&rate.country)
        .bind(&rate.region)
        .bind(rate.rate_ppm)
        .bind(rate.inclusive)
        .bind(rate.shipping_taxed)
        .bind(starts_at)
        .bind(reason)
        .bind(said.by)
        .bind(now),
    )
    .await?;
    Ok(id)
}

/// Takes back what has not begun.
///
/// # Errors
/// [`TaxError::BadReason`], [`TaxError::NotFound`], [`TaxError::Begun`], [`TaxError::Withdrawn`].
pub async fn withdraw_tax(tx: &mut Tx, id: TaxRateId, reason: &str, by: AccountId) -> Result<(), TaxError> {
    let now = tx.now();
    let reason = tidied(reason, &REASON).ok_or(TaxError::BadReason)?;
    let found: Option<(Timestamp,)> =
        tx.opt(sql("SELECT starts_at_us FROM orders_tax_words WHERE id = $1").bind(id)).await?;
    let (starts_at,) = found.ok_or(TaxError::NotFound)?;
    if starts_at <= now {
        return Err(TaxError::Begun);
    }
    let written = tx
        .exec(
            sql("INSERT INTO orders_tax_withdrawn (word_id, starts_at_us, reason, withdrawn_by, withdrawn_at_us)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING")
            .bind(id)
            .bind(starts_at)
            .bind(reason)
            .bind(by)
            .bind(now),
        )
        .await?;
    if written == 0 { Err(TaxError::Withdrawn) } else { Ok(()) }
}

/// Everything that was ever said, of one country or of all, the newest first.
///
/// # Errors
/// Only the database's.
pub async fn said_taxes(
    conn: &mut Conn,
    country: Option<&str>,
    limit: i64,
) -> Result<Vec<SaidTax>, TaxError> {
    let own = if country.is_some() { "WHERE t.country = $2" } else { "" };
    let text = format!("{SAID} {own} ORDER BY t.id DESC LIMIT $1");
    Ok(conn.all(sql(text).bind(limit).bind_all(country)).await?)
}

/// One that was said and has not begun, nor was taken back.
///
/// # Errors
/// Only the database's.
pub async fn coming_tax(conn: &mut Conn, id: TaxRateId) -> Result<Option<SaidTax>, TaxError> {
    let now = conn.now();
    let text = format!("{SAID} WHERE t.id = $1 AND t.starts_at_us > $2 AND w.word_id IS NULL");
    Ok(conn.opt(sql(text).bind(id).bind(now)).await?)
}
