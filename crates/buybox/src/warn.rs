//! Warning sellers: each time a measure becomes worse, and once a week while it hovers. Owns buybox_warnings.

use crate::{BuyBoxConfig, BuyBoxError, letters};
use db::{Conn, DbError, NewEvent, Text, Tx, row, sql};
use domain::health::{HEALTH_CHANGED, Health, HealthChanged, Level, Measure, Tally};
use domain::text_enum::TextEnum as _;
use domain::{DurationUs, SellerId, Timestamp};

/// A measure that swings around a limit is written about once in this time.
const QUIET: DurationUs = DurationUs::from_days(7);

domain::text_enum! {
    /// What a seller was told.
    pub enum Told {
        /// It is well again.
        Good = "good",
        Near = "near",
        Failed = "failed",
    }
}

row! {
    /// A change of a measure that a seller was told.
    pub struct Warning {
        pub measure: Text<Measure>,
        pub at_us: Timestamp,
        pub level: Text<Told>,
        pub mishaps: i64,
        pub counted: i64,
    }
}

impl Warning {
    /// The count as it was then.
    pub fn tally(&self) -> Tally {
        Tally { mishaps: self.mishaps, of: self.counted }
    }
}

/// The latest changes of a seller's measures, newest first.
///
/// # Errors
/// Only the database's.
pub async fn warnings(conn: &mut Conn, seller: SellerId, limit: i64) -> Result<Vec<Warning>, BuyBoxError> {
    let statement = sql("SELECT measure, at_us, level, mishaps, counted FROM buybox_warnings
                         WHERE seller_id = $1 ORDER BY at_us DESC, measure LIMIT $2");
    Ok(conn.all(statement.bind(seller).bind(limit)).await?)
}

/// Keeps what changed since the last count and writes to the owners about what became worse.
pub(crate) async fn follow(
    tx: &mut Tx,
    config: &BuyBoxConfig,
    seller: SellerId,
    health: &Health,
) -> Result<(), BuyBoxError> {
    let last = last_told(tx, seller).await?;
    let mut worse = Vec::new();
    let now = tx.now();
    for (measure, tally, level) in health.measures() {
        let told = match level {
            Level::TooFew | Level::Good => Told::Good,
            Level::Near => Told::Near,
            Level::Failed => Told::Failed,
        };
        let before = last.iter().find(|warning| warning.measure.0 == measure);
        let was = before.map_or(Told::Good, |warning| warning.level.0);
        // Two changes in one moment are one: the later is told at the next count.
        if told == was || before.is_some_and(|warning| warning.at_us >= now) {
            continue;
        }
        keep(tx, seller, measure, told, tally).await?;
        announce(tx, seller, measure, told).await?;
        let quiet = before.is_some_and(|warning| now.since(warning.at_us) < QUIET);
        if told == Told::Failed || (told == Told::Near && was == Told::Good && !quiet) {
            worse.push((measure, tally, told));
        }
    }
    if worse.is_empty() { Ok(()) } else { letters::warn(tx, config, seller, &worse).await }
}

/// Tells the log, and by it the seller's own programs.
async fn announce(tx: &mut Tx, seller: SellerId, measure: Measure, told: Told) -> Result<(), DbError> {
    let payload =
        HealthChanged { seller_id: seller, measure: measure.to_string(), level: told.as_str().to_owned() };
    let key = seller.to_string();
    tx.append(NewEvent { kind: HEALTH_CHANGED, topic: Some(key.clone()), key, payload: &payload }).await
}

/// The last change of each measure.
async fn last_told(conn: &mut Conn, seller: SellerId) -> Result<Vec<Warning>, BuyBoxError> {
    let statement = sql("SELECT w.measure, w.at_us, w.level, w.mishaps, w.counted FROM buybox_warnings w
                         WHERE w.seller_id = $1 AND NOT EXISTS (SELECT 1 FROM buybox_warnings n
                             WHERE n.seller_id = w.seller_id AND n.measure = w.measure AND n.at_us > w.at_us)");
    Ok(conn.all(statement.bind(seller)).await?)
}

async fn keep(
    tx: &mut Tx,
    seller: SellerId,
    measure: Measure,
    told: Told,
    tally: Tally,
) -> Result<(), BuyBoxError> {
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO buybox_warnings (seller_id, measure, at_us, level, mishaps, counted)
             VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(seller)
        .bind(measure.as_str())
        .bind(now)
        .bind(told.as_str())
        .bind(tally.mishaps)
        .bind(tally.of),
    )
    .await?;
    Ok(())
}
