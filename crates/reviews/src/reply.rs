//! The seller's reply to a review: one, editable. Owns `reviews_replies`.

use crate::read::review;
use crate::{ReviewError, write};
use db::{Conn, DbError, FromRow, Row, Tx, placeholders, sql};
use domain::review::{Prose, REVIEW_REPLIED, Visibility};
use domain::{AccountId, ReviewId, SellerId, Timestamp};
use std::collections::HashMap;

/// What the seller says to a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewReply {
    pub seller_id: SellerId,
    pub seller: String,
    pub body: String,
    pub written_at: Timestamp,
    pub edited_at: Option<Timestamp>,
}

struct Stored(ReviewId, ReviewReply);

impl FromRow for Stored {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let reply = ReviewReply {
            seller_id: row.get("seller_id")?,
            seller: String::new(),
            body: row.get("body")?,
            written_at: row.get("written_at_us")?,
            edited_at: row.get("edited_at_us")?,
        };
        Ok(Self(row.get("review_id")?, reply))
    }
}

/// Replies in the name of the seller whose offer was bought, or changes that reply. Returns whether anything changed.
/// `seller` is one that `staff` works for: the caller has asked.
///
/// # Errors
/// [`ReviewError::NotFound`] for a review that is gone or hidden, or of another seller's article.
pub async fn reply(
    tx: &mut Tx,
    staff: AccountId,
    seller: SellerId,
    id: ReviewId,
    body: &Prose,
) -> Result<bool, ReviewError> {
    let review = review(tx, id).await?.filter(|r| r.seller_id == seller && r.visibility == Visibility::Shown);
    let review = review.ok_or(ReviewError::NotFound)?;
    if review.reply.as_ref().is_some_and(|reply| reply.body == body.as_str()) {
        return Ok(false);
    }
    let now = tx.now();
    let statement = sql("INSERT INTO reviews_replies (review_id, seller_id, account_id, body, written_at_us)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (review_id) DO UPDATE SET account_id = $3, body = $4, edited_at_us = $5");
    tx.exec(statement.bind(id).bind(seller).bind(staff).bind(body.as_str()).bind(now)).await?;
    write::announce(tx, REVIEW_REPLIED, &review.as_event()).await?;
    Ok(true)
}

/// Replies by review.
pub(crate) async fn replies_to(
    conn: &mut Conn,
    reviews: &[ReviewId],
) -> Result<HashMap<ReviewId, ReviewReply>, ReviewError> {
    if reviews.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT review_id, seller_id, body, written_at_us, edited_at_us FROM reviews_replies
         WHERE review_id IN ({})",
        placeholders(1, reviews.len())
    );
    let rows: Vec<Stored> = conn.all(sql(text).bind_all(reviews.iter().copied())).await?;
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<SellerId> = rows.iter().map(|stored| stored.1.seller_id).collect();
    let sellers = sellers::many(conn, &ids).await?;
    let named = |Stored(review, mut reply): Stored| {
        reply.seller = sellers.get(&reply.seller_id).map(|s| s.name.clone()).unwrap_or_default();
        (review, reply)
    };
    Ok(rows.into_iter().map(named).collect())
}
