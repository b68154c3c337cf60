//! Removing pictures that nothing shows any more: of a deleted review, of a form that was refused half-way.
//!
//! Three steps, each of which may be the last one before a crash. *Mark*, one transaction: the row says that it goes, so
//! nobody can begin to refer to it. *Remove* its files. *Forget*, one transaction: the row. A server that dies in between
//! leaves a marked row, which the next sweep takes up; a file without a row is never left behind.

use crate::encode::PictureError;
use crate::store::{Pictures, path};
use db::{DbError, sql};
use domain::{DurationUs, PictureId};
use object_store::ObjectStoreExt as _;

/// Between handing a picture in and referring to it lies a form or a batch of an import; a day is far more than either.
pub(crate) const SPARED: DurationUs = DurationUs::from_hours(24);
/// Pictures of one sweep; the next one goes on.
const AT_ONCE: i64 = 500;

impl Pictures {
    /// Removes pictures that have been unused for a day. `uses` are statements that select the ids in use, one for each
    /// table that refers to pictures. Returns how many were removed: 500 at most.
    ///
    /// # Errors
    /// When the database or the object store cannot be reached; what was begun is finished by the next sweep.
    pub async fn sweep(&self, uses: &'static [&'static str]) -> Result<usize, PictureError> {
        let before = self.db.now().minus(SPARED);
        let used: String = uses.iter().map(|ids| format!(" AND id NOT IN ({ids})")).collect();
        let unused = format!(
            "SELECT id FROM pictures_pictures
             WHERE removing OR (created_at_us < $1 AND asked_at_us < $1{used}) ORDER BY id LIMIT $2"
        );
        let find = sql(unused.clone()).bind(before).bind(AT_ONCE);
        let found: Vec<(PictureId,)> = self
            .db
            .snapshot::<_, DbError, _>(move |conn| Box::pin(async move { conn.all(find).await }))
            .await?;
        let mut removed = 0;
        for (id,) in found {
            removed += usize::from(self.remove(id, &used, before).await?);
        }
        Ok(removed)
    }

    async fn remove(
        &self,
        id: PictureId,
        used: &str,
        before: domain::Timestamp,
    ) -> Result<bool, PictureError> {
        // Asked again inside the transaction: it may have come into use since it was found.
        let mark = format!(
            "UPDATE pictures_pictures SET removing = TRUE
             WHERE id = $2 AND (removing OR (created_at_us < $1 AND asked_at_us < $1{used})) RETURNING widths"
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
