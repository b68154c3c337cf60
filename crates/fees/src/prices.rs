//! What the plans cost, as an operator said it, from a moment on.

use crate::{FeeError, Withdrawn};
use db::{Conn, Tx, row, sql};
use domain::plan::PlanPrices;
use domain::terms::said_at;
use domain::{AccountId, Currency, PlanPriceId, Timestamp};

row! {
    /// Prices as they were said.
    pub struct StoredPrices {
        pub id: PlanPriceId,
        pub currency: Currency,
        pub monthly_minor: i64,
        pub item_minor: i64,
        pub starts_at_us: Timestamp,
        pub reason: String,
        pub made_by: AccountId,
        pub made_at_us: Timestamp,
        /// All three or none: who took it back before it began, when and why.
        pub withdrawn_by: Option<AccountId>,
        pub withdrawn_at_us: Option<Timestamp>,
        pub withdrawn_reason: Option<String>,
    }
}

impl StoredPrices {
    pub fn prices(&self) -> PlanPrices {
        PlanPrices { currency: self.currency, monthly_minor: self.monthly_minor, item_minor: self.item_minor }
    }

    pub fn withdrawn(&self) -> Option<Withdrawn> {
        let (by, at) = self.withdrawn_by.zip(self.withdrawn_at_us)?;
        Some(Withdrawn { by, at, reason: self.withdrawn_reason.clone().unwrap_or_default() })
    }
}

const PRICES: &str =
    "SELECT p.id, p.currency, p.monthly_minor, p.item_minor, p.starts_at_us, p.reason, p.made_by,
    p.made_at_us, w.withdrawn_by, w.withdrawn_at_us, w.reason AS withdrawn_reason
    FROM fees_prices p LEFT JOIN fees_withdrawn w ON w.word_id = p.id";

/// What an operator says.
#[derive(Debug, Clone)]
pub struct SayPrices {
    pub prices: PlanPrices,
    /// `None`: now.
    pub starts_at: Option<Timestamp>,
    pub reason: String,
    pub by: AccountId,
}

/// Says what the plans cost. Items that were ordered and months that began before are charged as they were.
///
/// # Errors
/// [`FeeError::BadPrice`], [`FeeError::BadReason`], [`FeeError::InThePast`].
pub async fn say_prices(tx: &mut Tx, said: &SayPrices) -> Result<PlanPriceId, FeeError> {
    let (last,): (Option<Timestamp>,) = tx.one(sql("SELECT MAX(made_at_us) FROM fees_prices")).await?;
    let now = said_at(tx.now(), last);
    let (reason, starts_at) = crate::said(&said.reason, said.starts_at, now)?;
    if !said.prices.is_valid() {
        return Err(FeeError::BadPrice);
    }
    let id = tx.new_id::<PlanPriceId>();
    tx.exec(
        sql(
            "INSERT INTO fees_prices (id, currency, monthly_minor, item_minor, starts_at_us, reason, made_by,
                 made_at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(id)
        .bind(said.prices.currency)
        .bind(said.prices.monthly_minor)
        .bind(said.prices.item_minor)
        .bind(starts_at)
        .bind(reason)
        .bind(said.by)
        .bind(now),
    )
    .await?;
    Ok(id)
}

/// The row that holds at that moment; `None` while nothing was said.
///
/// # Errors
/// Only the database's.
pub async fn prices_said(conn: &mut Conn, at: Timestamp) -> Result<Option<StoredPrices>, FeeError> {
    let text = format!(
        "{PRICES} WHERE p.starts_at_us <= $1 AND w.word_id IS NULL ORDER BY p.starts_at_us DESC, p.id DESC LIMIT 1"
    );
    Ok(conn.opt(sql(text).bind(at)).await?)
}

/// What the plans cost at that moment.
///
/// # Errors
/// Only the database's.
pub async fn prices_at(conn: &mut Conn, at: Timestamp) -> Result<PlanPrices, FeeError> {
    Ok(prices_said(conn, at).await?.map_or(PlanPrices::USUAL, |row| row.prices()))
}

/// Everything that was said, newest first.
///
/// # Errors
/// Only the database's.
pub async fn prices_history(conn: &mut Conn, limit: i64) -> Result<Vec<StoredPrices>, FeeError> {
    let text = format!("{PRICES} ORDER BY p.id DESC LIMIT $1");
    Ok(conn.all(sql(text).bind(limit)).await?)
}
