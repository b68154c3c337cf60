//! Pictures that moderation took out of sight. A mark is set in the transaction that hides what shows the picture, and
//! stays with it: whether the picture is handed out again is decided by what shows it now.

use db::{Conn, DbError, Tx, placeholders, sql};
use domain::PictureId;
use std::collections::HashSet;

/// Keeps these pictures from being handed out while nothing shown uses them.
pub async fn withhold(tx: &mut Tx, ids: &[PictureId]) -> Result<(), DbError> {
    if ids.is_empty() {
        return Ok(());
    }
    let list = placeholders(1, ids.len());
    let text = format!("UPDATE pictures_pictures SET withheld = TRUE WHERE id IN ({list}) AND NOT withheld");
    tx.exec(sql(text).bind_all(ids.iter().copied())).await.map(|_| ())
}

/// The pictures that are not to be handed out. `shown` are tables, or selections in brackets, whose `picture_id` says
/// what people may look at.
pub async fn withheld(conn: &mut Conn, shown: &[&str]) -> Result<HashSet<PictureId>, DbError> {
    let unused = |of: &&str| {
        format!(" AND NOT EXISTS (SELECT 1 FROM {of} AS shown WHERE shown.picture_id = pictures_pictures.id)")
    };
    let unused: String = shown.iter().map(unused).collect();
    let text = format!("SELECT id FROM pictures_pictures WHERE withheld{unused}");
    let rows: Vec<(PictureId,)> = conn.all(sql(text)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
