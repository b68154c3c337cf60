//! Keeping what was counted. Every five minutes a worker of the platform counts all sellers anew; a server holds the records of all in
//! memory for a minute, so a page of the shop asks for nothing.

use crate::{BuyBox, BuyBoxError, FRESH, Records, count, warn};
use db::{Conn, DbError, FromRow, Row, Tx, placeholders, sql};
use domain::buy_box::Record;
use domain::health::{Gates, Health, Level, Tally};
use domain::terms::Dated as _;
use domain::{SellerId, Timestamp};
use std::collections::HashMap;
use std::sync::Arc;

/// Sellers that are counted and written in one transaction.
const AT_ONCE: i64 = 100;

/// A seller's health as it was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    pub seller: SellerId,
    pub health: Health,
    pub at: Timestamp,
}

impl FromRow for Counted {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let tally = |mishaps: &str, of: &str| -> Result<Tally, DbError> {
            Ok(Tally { mishaps: row.get(mishaps)?, of: row.get(of)? })
        };
        Ok(Self {
            seller: row.get("seller_id")?,
            health: Health {
                // Whoever reads it says by which it is judged.
                gates: Gates::USUAL,
                defects: tally("defects", "orders")?,
                late: tally("late", "late_of")?,
                cancelled: tally("cancelled", "orders")?,
                tracked: tally("untracked", "parcels")?,
                answered: tally("unanswered", "requests")?,
                replied: tally("unreplied", "writers")?,
            },
            at: row.get("counted_at_us")?,
        })
    }
}

const COUNTED: &str =
    "SELECT seller_id, orders, defects, late_of, late, cancelled, parcels, untracked, requests,
                       unanswered, writers, unreplied, counted_at_us FROM buybox_health";

impl Counted {
    /// Judged by these limits.
    fn judged(self, gates: Gates) -> Self {
        Self { health: Health { gates, ..self.health }, ..self }
    }
}

/// The limits that count now.
async fn gates(conn: &mut Conn) -> Result<Gates, DbError> {
    let now = conn.now();
    terms::at(conn, now).await
}

/// What was last counted of a seller, judged by the limits that count now; `None` before the first time.
///
/// # Errors
/// Only the database's.
pub async fn counted(conn: &mut Conn, seller: SellerId) -> Result<Option<Counted>, BuyBoxError> {
    let gates = gates(conn).await?;
    let row: Option<Counted> = conn.opt(sql(format!("{COUNTED} WHERE seller_id = $1")).bind(seller)).await?;
    Ok(row.map(|row| row.judged(gates)))
}

/// The same of some sellers.
///
/// # Errors
/// Only the database's.
pub async fn counted_of(
    conn: &mut Conn,
    sellers: &[SellerId],
) -> Result<HashMap<SellerId, Counted>, BuyBoxError> {
    if sellers.is_empty() {
        return Ok(HashMap::new());
    }
    let gates = gates(conn).await?;
    let text = format!("{COUNTED} WHERE seller_id IN ({})", placeholders(1, sellers.len()));
    let rows: Vec<Counted> = conn.all(sql(text).bind_all(sellers.iter().copied())).await?;
    Ok(rows.into_iter().map(|row| (row.seller, row.judged(gates))).collect())
}

/// How many sellers stand where under two sets of limits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Judged {
    pub sellers: i64,
    /// Near a limit, or slow to answer, but in the buy box.
    pub warned: i64,
    /// They fail a gate: no buy box that another can have.
    pub failed: i64,
}

/// Where all sellers stand, as they were last counted, by these limits.
///
/// # Errors
/// Only the database's.
pub async fn judged(conn: &mut Conn, gates: &Gates) -> Result<Judged, BuyBoxError> {
    let rows: Vec<Counted> = conn.all(sql(COUNTED)).await?;
    let mut found = Judged::default();
    for row in rows {
        let health = row.judged(*gates).health;
        found.sellers += 1;
        if !health.failed_gates().is_empty() {
            found.failed += 1;
        } else if health.worst() >= Level::Near {
            found.warned += 1;
        }
    }
    Ok(found)
}

impl BuyBox {
    /// Counts one seller now, keeps it, and warns its owners of what became worse. A seller that nothing was counted of is
    /// kept, too.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn recount(&self, seller: SellerId) -> Result<Health, BuyBoxError> {
        let health = count(&mut self.db.read().await?, seller).await?;
        self.keep_all(vec![(seller, health)]).await?;
        Ok(health)
    }

    /// Counts every seller anew. Returns how many there are. May run on several servers at once.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn recount_all(&self) -> Result<usize, BuyBoxError> {
        let mut after = None;
        let mut done = 0;
        loop {
            let sellers = sellers::list(&mut self.db.read().await?, after, AT_ONCE).await?;
            let Some(last) = sellers.last() else { return Ok(done) };
            after = Some(last.id);
            done += sellers.len();
            let mut counted = Vec::with_capacity(sellers.len());
            // Counting is reading: whoever writes meanwhile need not wait for it.
            for seller in sellers {
                counted.push((seller.id, count(&mut self.db.read().await?, seller.id).await?));
            }
            self.keep_all(counted).await?;
        }
    }

    async fn keep_all(&self, counted: Vec<(SellerId, Health)>) -> Result<(), BuyBoxError> {
        let (counted, config) = (Arc::new(counted), Arc::clone(&self.config));
        self.db
            .write(move |tx| {
                let (counted, config) = (Arc::clone(&counted), Arc::clone(&config));
                Box::pin(async move {
                    for (seller, health) in counted.iter() {
                        keep(tx, *seller, health).await?;
                        warn::follow(tx, &config, *seller, health).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// The records of all sellers, at most a minute and a count old: as old as the limits by which they are judged may be, too.
    pub(crate) async fn records(&self, conn: &mut Conn) -> Result<Arc<Records>, BuyBoxError> {
        let now = conn.now();
        let fresh = |records: &Arc<Records>| now.since(records.at) < FRESH && records.at <= now;
        let read = move || async move {
            let gates: Gates = terms::at(conn, now).await?;
            let rows: Vec<Counted> = conn.all(sql(COUNTED)).await?;
            let judged = rows.into_iter().map(|row| row.judged(gates));
            let of = judged.map(|row| (row.seller, Record::from(&row.health))).collect();
            Ok(Arc::new(Records { at: now, gates, of }))
        };
        self.kept.get(fresh, read).await
    }
}

async fn keep(tx: &mut Tx, seller: SellerId, health: &Health) -> Result<(), DbError> {
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO buybox_health (seller_id, orders, defects, late_of, late, cancelled, parcels, untracked,
                 requests, unanswered, writers, unreplied, counted_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
             ON CONFLICT (seller_id) DO UPDATE SET orders = $2, defects = $3, late_of = $4, late = $5, cancelled = $6,
                 parcels = $7, untracked = $8, requests = $9, unanswered = $10, writers = $11, unreplied = $12,
                 counted_at_us = $13")
        .bind(seller)
        .bind(health.defects.of)
        .bind(health.defects.mishaps)
        .bind(health.late.of)
        .bind(health.late.mishaps)
        .bind(health.cancelled.mishaps)
        .bind(health.tracked.of)
        .bind(health.tracked.mishaps)
        .bind(health.answered.of)
        .bind(health.answered.mishaps)
        .bind(health.replied.of)
        .bind(health.replied.mishaps)
        .bind(now),
    )
    .await?;
    Ok(())
}
