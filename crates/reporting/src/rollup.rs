//! From order events to roll-ups: what an event changes, writing it, and building everything anew.

use crate::ReportingError;
use db::{Conn, Db, DbError, StoredEvent, Tx, sql};
use domain::events::{
    ORDER_CANCELLED, ORDER_PLACED, ORDER_REST_CANCELLED, OrderCancelled, OrderPlaced, OrderRestCancelled,
};
use domain::{Currency, PartId, ProductId, SellerId, Timestamp};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

pub(crate) const CONSUMER: &str = "reporting";
pub(crate) const HOUR_US: i64 = 3_600_000_000;
pub(crate) const DAY_US: i64 = 24 * HOUR_US;
/// Kinds that change a figure.
pub(crate) const KINDS: &[&str] = &[ORDER_PLACED, ORDER_CANCELLED, ORDER_REST_CANCELLED];
const EVENTS_AT_ONCE: i64 = 500;
pub(crate) const RETRY: Duration = Duration::from_secs(1);
/// A look at the log without being told, in case the telling was lost.
const LOOK: Duration = Duration::from_secs(5);

/// One seller's figures of one hour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Hour {
    pub(crate) orders: i64,
    pub(crate) units: i64,
    pub(crate) items_minor: i64,
    pub(crate) cancelled_orders: i64,
    pub(crate) cancelled_units: i64,
    pub(crate) cancelled_minor: i64,
}

impl Hour {
    pub(crate) fn add(&mut self, other: &Self) {
        self.orders += other.orders;
        self.units += other.units;
        self.items_minor += other.items_minor;
        self.cancelled_orders += other.cancelled_orders;
        self.cancelled_units += other.cancelled_units;
        self.cancelled_minor += other.cancelled_minor;
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ProductDay {
    pub(crate) title: String,
    pub(crate) units: i64,
    pub(crate) amount_minor: i64,
}

/// What a run of events changes. Sorted, so that rows are always locked in the same order.
#[derive(Debug, Default)]
pub(crate) struct Deltas {
    pub(crate) hours: BTreeMap<(SellerId, Currency, i64), Hour>,
    pub(crate) products: BTreeMap<(SellerId, Currency, i64, ProductId), ProductDay>,
}

pub(crate) fn hour_of(at: Timestamp) -> i64 {
    at.as_micros().div_euclid(HOUR_US) * HOUR_US
}

pub(crate) fn day_of(at: Timestamp) -> i64 {
    at.utc_day() * DAY_US
}

/// Reads a payload; one that cannot be read is told once and skipped, for the log must not stop at it.
pub(crate) fn read<P: serde::de::DeserializeOwned>(event: &StoredEvent) -> Option<P> {
    let payload = event.payload();
    if let Err(error) = &payload {
        tracing::error!(position = event.position, kind = %event.kind, %error, "an event cannot be counted");
    }
    payload.ok()
}

/// Sums up what the events say. Lines of a cancelled part are read from the order, where they never change.
pub(crate) async fn fold(conn: &mut Conn, events: &[StoredEvent]) -> Result<Deltas, DbError> {
    let mut deltas = Deltas::default();
    for event in events {
        match event.kind.as_str() {
            ORDER_PLACED => {
                let Some(placed) = read::<OrderPlaced>(event) else { continue };
                deltas.place(&placed);
            }
            ORDER_CANCELLED => {
                let Some(cancelled) = read::<OrderCancelled>(event) else { continue };
                let lines = lines_of(conn, cancelled.part_id).await?;
                deltas.cancel(&cancelled, lines);
            }
            ORDER_REST_CANCELLED => {
                let Some(cancelled) = read::<OrderRestCancelled>(event) else { continue };
                deltas.cancel_rest(&cancelled);
            }
            _ => {}
        }
    }
    Ok(deltas)
}

impl Deltas {
    fn place(&mut self, placed: &OrderPlaced) {
        let (seller, currency) = (placed.seller_id, placed.currency);
        self.hours.entry((seller, currency, hour_of(placed.placed_at_us))).or_default().add(&Hour {
            orders: 1,
            units: placed.units,
            items_minor: placed.items_minor,
            ..Hour::default()
        });
        for line in &placed.lines {
            let key = (seller, currency, day_of(placed.placed_at_us), line.product_id);
            let day = self.products.entry(key).or_default();
            day.title.clone_from(&line.title);
            day.units += line.quantity;
            day.amount_minor += line.amount_minor;
        }
    }

    fn cancel(&mut self, cancelled: &OrderCancelled, lines: Vec<(ProductId, String, i64, i64)>) {
        let (seller, currency) = (cancelled.seller_id, cancelled.currency);
        self.hours.entry((seller, currency, hour_of(cancelled.placed_at_us))).or_default().add(&Hour {
            cancelled_orders: 1,
            cancelled_units: cancelled.units,
            cancelled_minor: cancelled.items_minor,
            ..Hour::default()
        });
        let day = day_of(cancelled.placed_at_us);
        self.take_back(seller, currency, day, lines);
    }

    /// The order stays counted; the units that were not sent, and their amount, are taken back.
    fn cancel_rest(&mut self, cancelled: &OrderRestCancelled) {
        let (seller, currency) = (cancelled.seller_id, cancelled.currency);
        self.hours.entry((seller, currency, hour_of(cancelled.placed_at_us))).or_default().add(&Hour {
            cancelled_units: cancelled.units,
            cancelled_minor: cancelled.items_minor,
            ..Hour::default()
        });
        let lines = cancelled.lines.iter().cloned();
        let lines = lines.map(|l| (l.product_id, l.title, l.quantity, l.amount_minor)).collect();
        self.take_back(seller, currency, day_of(cancelled.placed_at_us), lines);
    }

    fn take_back(
        &mut self,
        seller: SellerId,
        currency: Currency,
        day: i64,
        lines: Vec<(ProductId, String, i64, i64)>,
    ) {
        for (product, title, quantity, amount_minor) in lines {
            let key = (seller, currency, day, product);
            let day = self.products.entry(key).or_default();
            day.title = title;
            day.units -= quantity;
            day.amount_minor -= amount_minor;
        }
    }
}

pub(crate) async fn lines_of(
    conn: &mut Conn,
    part: PartId,
) -> Result<Vec<(ProductId, String, i64, i64)>, DbError> {
    let text = "SELECT product_id, title, quantity, amount_minor FROM orders_lines WHERE part_id = $1 ORDER BY position";
    conn.all(sql(text).bind(part)).await
}

async fn write(tx: &mut Tx, deltas: &Deltas) -> Result<(), DbError> {
    for ((seller, currency, hour_us), hour) in &deltas.hours {
        tx.exec(
            sql("INSERT INTO reporting_sales_hours AS r (seller_id, currency, hour_us, orders, units, items_minor,
                     cancelled_orders, cancelled_units, cancelled_minor)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 ON CONFLICT (seller_id, currency, hour_us) DO UPDATE SET orders = r.orders + excluded.orders,
                     units = r.units + excluded.units, items_minor = r.items_minor + excluded.items_minor,
                     cancelled_orders = r.cancelled_orders + excluded.cancelled_orders,
                     cancelled_units = r.cancelled_units + excluded.cancelled_units,
                     cancelled_minor = r.cancelled_minor + excluded.cancelled_minor")
            .bind(*seller)
            .bind(*currency)
            .bind(*hour_us)
            .bind_all([hour.orders, hour.units, hour.items_minor])
            .bind_all([hour.cancelled_orders, hour.cancelled_units, hour.cancelled_minor]),
        )
        .await?;
    }
    for ((seller, currency, day_us, product), day) in &deltas.products {
        tx.exec(
            sql(
                "INSERT INTO reporting_product_days AS r
                     (seller_id, currency, day_us, product_id, title, units, amount_minor)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (seller_id, currency, day_us, product_id) DO UPDATE SET title = excluded.title,
                     units = r.units + excluded.units, amount_minor = r.amount_minor + excluded.amount_minor",
            )
            .bind(*seller)
            .bind(*currency)
            .bind(*day_us)
            .bind(*product)
            .bind(&day.title)
            .bind(day.units)
            .bind(day.amount_minor),
        )
        .await?;
    }
    Ok(())
}

/// Feeds the roll-ups; cheap to clone. Several servers may run one each: the cursor moves in the same transaction.
#[derive(Clone)]
pub struct Reporting {
    pub(crate) db: Db,
}

impl Reporting {
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// Counts everything that the log holds now. Returns how many events there were.
    pub async fn catch_up(&self) -> Result<usize, ReportingError> {
        self.db.sequence_events().await?;
        let mut handled = 0;
        loop {
            match self.step().await? {
                0 => return Ok(handled),
                count => handled += count,
            }
        }
    }

    async fn step(&self) -> Result<usize, ReportingError> {
        self.db
            .consume(CONSUMER, EVENTS_AT_ONCE, |tx, events| {
                Box::pin(async move {
                    let deltas = fold(tx, &events).await?;
                    Ok(write(tx, &deltas).await?)
                })
            })
            .await
    }

    /// Follows the log until `stop`.
    pub async fn run(&self, stop: impl Future<Output = ()> + Send) {
        tokio::select! {
            () = stop => {}
            () = self.follow() => {}
            () = self.follow_analysis() => {}
        }
    }

    async fn follow(&self) {
        let mut news = self.db.subscribe();
        loop {
            match self.step().await {
                Ok(0) => {
                    let told = async {
                        loop {
                            match news.recv().await {
                                Ok(event) if !KINDS.contains(&event.kind.as_str()) => {}
                                Ok(_) | Err(RecvError::Lagged(_)) => return,
                                Err(RecvError::Closed) => std::future::pending().await,
                            }
                        }
                    };
                    let _ = tokio::time::timeout(LOOK, told).await;
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, "sales could not be counted; trying again");
                    tokio::time::sleep(RETRY).await;
                }
            }
        }
    }
}

/// Throws the roll-ups away and counts the whole log again. Dashboards stay right meanwhile only as far as it has
/// come, so it is for repairs.
pub async fn rebuild(db: &Db) -> Result<usize, ReportingError> {
    db.write(|tx| {
        Box::pin(async move {
            tx.exec(sql("DELETE FROM reporting_sales_hours")).await?;
            tx.exec(sql("DELETE FROM reporting_product_days")).await?;
            tx.rewind_consumer(CONSUMER).await
        })
    })
    .await?;
    let handled = Reporting::new(db.clone()).catch_up().await?;
    crate::analysis::rebuild(db).await?;
    crate::skus::rebuild(db).await?;
    Ok(handled)
}
