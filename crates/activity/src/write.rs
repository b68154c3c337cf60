//! Writing events, and taking back who they were of.

use crate::{ActivityId, Event, counted_words};
use db::{Db, DbError, Tx, sql};
use domain::Timestamp;
use domain::text_enum::TextEnum as _;

/// Events of one transaction.
pub(crate) const AT_ONCE: usize = 500;
/// Old events are removed in pieces, so that no writer waits long.
const PURGED_AT_ONCE: i64 = 5_000;

pub(crate) async fn events(db: &Db, events: Vec<(Timestamp, Event)>) -> Result<(), DbError> {
    let events = std::sync::Arc::new(events);
    db.write(move |tx| {
        let events = events.clone();
        Box::pin(async move {
            for (at, event) in events.iter() {
                let words = event.words.as_deref().map(counted_words).filter(|words| !words.is_empty());
                let id: ActivityId = tx.new_id();
                let statement = sql("INSERT INTO activity_events
                        (id, at_us, kind, visitor, stranger, product_id, words, results, locale, phone, seller_id,
                         featured_id)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
                .bind(id)
                .bind(*at)
                .bind(event.kind)
                .bind(event.visitor.clone())
                .bind(event.stranger.clone())
                .bind(event.product)
                .bind(words)
                .bind(event.results)
                .bind(event.locale.as_str())
                .bind(event.phone)
                .bind(event.seller)
                .bind(event.featured);
                tx.exec(statement).await?;
            }
            Ok::<_, DbError>(())
        })
    })
    .await
}

pub(crate) async fn forget(db: &Db, visitor: String) -> Result<(), DbError> {
    db.write(move |tx| {
        let visitor = visitor.clone();
        Box::pin(async move { erase(tx, &visitor).await })
    })
    .await
}

pub(crate) async fn forget_search(db: &Db, visitor: String, words: String) -> Result<(), DbError> {
    db.write(move |tx| {
        let statement = sql("UPDATE activity_events SET visitor = NULL WHERE visitor = $1 AND words = $2")
            .bind(&visitor)
            .bind(&words);
        Box::pin(async move { tx.exec(statement).await.map(|_| ()) })
    })
    .await
}

pub(crate) async fn purge(db: &Db, before: Timestamp) -> Result<u64, DbError> {
    let mut removed = 0;
    loop {
        let count = db
            .write(move |tx| {
                let statement = sql("DELETE FROM activity_events WHERE id IN
                    (SELECT id FROM activity_events WHERE at_us < $1 ORDER BY at_us LIMIT $2)")
                .bind(before)
                .bind(PURGED_AT_ONCE);
                Box::pin(async move { tx.exec(statement).await })
            })
            .await?;
        removed += count;
        if count < PURGED_AT_ONCE.unsigned_abs() {
            return Ok(removed);
        }
    }
}

/// Makes what this visitor did nobody's, as a part of a larger change.
///
/// # Errors
/// When the database cannot be written.
pub async fn erase(tx: &mut Tx, visitor: &str) -> Result<(), DbError> {
    tx.exec(sql("UPDATE activity_events SET visitor = NULL WHERE visitor = $1").bind(visitor)).await?;
    Ok(())
}
