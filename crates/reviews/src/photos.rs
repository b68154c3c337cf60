//! Photos of reviews. Owns `reviews_photos`; the pictures themselves are `pictures`'.

use crate::ReviewError;
use db::{Conn, Tx, placeholders, sql};
use domain::{PictureId, ReviewId};
use pictures::{Picture, pictures_by_id};
use std::collections::HashMap;

/// The photos of these reviews, each review's in its order.
pub async fn photos_of(
    conn: &mut Conn,
    reviews: &[ReviewId],
) -> Result<HashMap<ReviewId, Vec<Picture>>, ReviewError> {
    if reviews.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT review_id, picture_id FROM reviews_photos WHERE review_id IN ({}) ORDER BY review_id, position",
        placeholders(1, reviews.len())
    );
    let rows: Vec<(ReviewId, PictureId)> = conn.all(sql(text).bind_all(reviews.iter().copied())).await?;
    let ids: Vec<PictureId> = rows.iter().map(|(_, picture)| *picture).collect();
    let known = pictures_by_id(conn, &ids).await?;
    let mut photos: HashMap<ReviewId, Vec<Picture>> = HashMap::new();
    for (review, picture) in rows {
        photos.entry(review).or_default().extend(known.get(&picture).cloned());
    }
    Ok(photos)
}

pub(crate) async fn ids(conn: &mut Conn, review: ReviewId) -> Result<Vec<PictureId>, ReviewError> {
    let statement = sql("SELECT picture_id FROM reviews_photos WHERE review_id = $1 ORDER BY position");
    let rows: Vec<(PictureId,)> = conn.all(statement.bind(review)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// A hidden review's photos go out of sight with it. What shows one of them elsewhere keeps it there.
pub(crate) async fn hide(tx: &mut Tx, review: ReviewId) -> Result<(), ReviewError> {
    let photos = ids(tx, review).await?;
    Ok(pictures::withhold(tx, &photos).await?)
}

pub(crate) fn count(photos: &[PictureId]) -> i64 {
    i64::try_from(photos.len()).unwrap_or(i64::MAX)
}

pub(crate) async fn must_exist(conn: &mut Conn, photos: &[PictureId]) -> Result<(), ReviewError> {
    let known = pictures_by_id(conn, photos).await?;
    if photos.iter().all(|id| known.contains_key(id)) { Ok(()) } else { Err(ReviewError::NoSuchPhoto) }
}

/// Replaces a review's photos.
pub(crate) async fn put(tx: &mut Tx, review: ReviewId, photos: &[PictureId]) -> Result<(), ReviewError> {
    tx.exec(sql("DELETE FROM reviews_photos WHERE review_id = $1").bind(review)).await?;
    for (position, picture) in (0i64..).zip(photos) {
        let statement =
            sql("INSERT INTO reviews_photos (review_id, position, picture_id) VALUES ($1, $2, $3)");
        tx.exec(statement.bind(review).bind(position).bind(*picture)).await?;
    }
    Ok(())
}
