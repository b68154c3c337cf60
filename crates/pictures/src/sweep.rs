//! Removing pictures that nothing shows any more: of a deleted review, of a form that was refused half-way.
//!
//! A sweep notes since when a picture is unused, and removes it a day later: what is handed in is referred to in a
//! moment, what was taken off a page is still shown by browsers, and either may come back.
//!
//! Removing has three steps, each of which may be the last one before a crash. *Mark*, one transaction: the row says that
//! it goes, so nobody can begin to refer to it. *Remove* its files. *Forget*, one transaction: the row. A server that dies
//! in between leaves a marked row, which the next sweep takes up; a file without a row is never left behind.

use crate::encode::PictureError;
use crate::store::{Pictures, path};
use db::{DbError, placeholders, sql};
use domain::{DurationUs, PictureId, Timestamp};
use object_store::ObjectStoreExt as _;

/// How long an unused picture stays.
const SPARED: DurationUs = DurationUs::from_hours(24);
/// Pictures that one round looks at.
const AT_ONCE: i64 = 500;

/// What a sweep has to do.
struct Found {
    /// Unused, and not known to be.
    unused: Vec<PictureId>,
    /// Thought to be unused, and in use again.
    used: Vec<PictureId>,
    /// Unused for long enough, or given up by a sweep that was cut off.
    due: Vec<PictureId>,
}

impl Pictures {
    /// Notes which pictures are unused and removes those that have been for a day. `tables` are those whose `picture_id`
    /// says what is in use. Returns how many were removed.
    ///
    /// # Errors
    /// When the database or the object store cannot be reached; what was begun is finished by the next sweep.
    pub async fn sweep(&self, tables: &'static [&'static str]) -> Result<usize, PictureError> {
        let mut removed = 0;
        loop {
            let (some, goes_on) = self.round(tables).await?;
            removed += some;
            if !goes_on {
                return Ok(removed);
            }
        }
    }

    /// How many one round removed, and whether there may be more. A round that got nowhere is the last.
    async fn round(&self, tables: &'static [&'static str]) -> Result<(usize, bool), PictureError> {
        let before = self.db.now().minus(SPARED);
        let found = self.look(tables, before).await?;
        self.note(&found.unused, true).await?;
        self.note(&found.used, false).await?;
        let due = found.due.len();
        let mut removed = 0;
        for id in found.due {
            removed += usize::from(self.remove(id, tables, before).await?);
        }
        let is_full = |count: usize| i64::try_from(count).is_ok_and(|count| count >= AT_ONCE);
        let goes_on =
            is_full(found.unused.len()) || is_full(found.used.len()) || (is_full(due) && removed > 0);
        Ok((removed, goes_on))
    }

    async fn look(&self, tables: &[&str], before: Timestamp) -> Result<Found, DbError> {
        let used = |table: &&str| format!("SELECT picture_id FROM {table} WHERE picture_id IS NOT NULL");
        let used: Vec<String> = tables.iter().map(used).collect();
        let used = used.join(" UNION ");
        let ids = move |which: String| {
            sql(format!("SELECT id FROM pictures_pictures WHERE {which} ORDER BY id LIMIT $1")).bind(AT_ONCE)
        };
        let unused = ids(format!("unused_since_us IS NULL AND NOT removing AND id NOT IN ({used})"));
        let again = ids(format!("unused_since_us IS NOT NULL AND NOT removing AND id IN ({used})"));
        let due = ids("removing OR unused_since_us < $2".into()).bind(before);
        self.db
            .snapshot::<_, DbError, _>(move |conn| {
                Box::pin(async move {
                    let mut all = Vec::new();
                    for statement in [unused, again, due] {
                        let rows: Vec<(PictureId,)> = conn.all(statement).await?;
                        all.push(rows.into_iter().map(|(id,)| id).collect());
                    }
                    let mut all = all.into_iter();
                    let mut next = || all.next().unwrap_or_default();
                    Ok(Found { unused: next(), used: next(), due: next() })
                })
            })
            .await
    }

    async fn note(&self, ids: &[PictureId], unused: bool) -> Result<(), DbError> {
        if ids.is_empty() {
            return Ok(());
        }
        let text = format!(
            "UPDATE pictures_pictures SET unused_since_us = $1 WHERE id IN ({}) AND NOT removing",
            placeholders(2, ids.len())
        );
        let ids = ids.to_vec();
        self.db
            .write(move |tx| {
                let since = unused.then(|| tx.now());
                let statement = sql(text.clone()).bind(since).bind_all(ids.iter().copied());
                Box::pin(async move { tx.exec(statement).await.map(|_| ()) })
            })
            .await
    }

    async fn remove(&self, id: PictureId, tables: &[&str], before: Timestamp) -> Result<bool, PictureError> {
        // Asked again inside the transaction: it may have come into use since it was found.
        let free = |table: &&str| format!(" AND NOT EXISTS (SELECT 1 FROM {table} WHERE picture_id = $2)");
        let free: String = tables.iter().map(free).collect();
        let mark = format!(
            "UPDATE pictures_pictures SET removing = TRUE
             WHERE id = $2 AND (removing OR (unused_since_us < $1{free})) RETURNING widths"
        );
        let widths: Option<(String,)> = self
            .db
            .write::<_, DbError, _>(move |tx| {
                let mark = sql(mark.clone()).bind(before).bind(id);
                Box::pin(async move { tx.opt(mark).await })
            })
            .await?;
        let Some((widths,)) = widths else { return Ok(false) };
        for width in widths.split(',').filter_map(|width| width.parse().ok()) {
            for ext in ["webp", "jpg"] {
                match self.store.delete(&path(id, width, ext)).await {
                    Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        let forget = move || sql("DELETE FROM pictures_pictures WHERE id = $1 AND removing").bind(id);
        self.db.write(move |tx| Box::pin(async move { tx.exec(forget()).await.map(|_| ()) })).await?;
        Ok(true)
    }
}
