//! What a seller has to say something to.

use crate::feedback;
use crate::questions::{self, Question};
use crate::read::{REVIEW, Review, Stored, complete};
use crate::{ReviewError, ReviewPage};
use db::{Conn, sql};
use domain::{QuestionId, ReviewId, SellerId};

/// How much waits for a seller.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Todo {
    /// Questions about what the seller offers that nobody has answered.
    pub questions: i64,
    /// Reviews of what was bought from the seller that have no reply.
    pub reviews: i64,
    /// What buyers said of the seller itself and it has not answered.
    pub feedback: i64,
}

const WAITING: &str = "FROM reviews_questions q WHERE q.answers = 0 AND q.visibility = 'shown'
    AND q.product_id IN (SELECT o.product_id FROM catalog_offers o WHERE o.seller_id = $1 AND o.active = $2)";
const SHOWN: &str = "FROM reviews_reviews WHERE seller_id = $1 AND visibility = 'shown'";
const UNREPLIED: &str = "FROM reviews_reviews WHERE seller_id = $1 AND visibility = 'shown'
    AND NOT EXISTS (SELECT 1 FROM reviews_replies r WHERE r.review_id = reviews_reviews.id)";

/// How much waits for a seller.
pub async fn todo(conn: &mut Conn, seller: SellerId) -> Result<Todo, ReviewError> {
    let text = format!("SELECT CAST(COUNT(*) AS BIGINT) {WAITING}");
    let (questions,): (i64,) = conn.one(sql(text).bind(seller).bind(true)).await?;
    let text = format!("SELECT CAST(COUNT(*) AS BIGINT) {UNREPLIED}");
    let (reviews,): (i64,) = conn.one(sql(text).bind(seller)).await?;
    let feedback = feedback::unanswered(conn, seller).await?;
    Ok(Todo { questions, reviews, feedback })
}

/// The questions that wait for a seller, the longest first.
pub async fn waiting_questions(
    conn: &mut Conn,
    seller: SellerId,
    limit: i64,
) -> Result<Vec<Question>, ReviewError> {
    let text = format!(
        "SELECT q.id, q.product_id, q.account_id, q.body, q.visibility, q.votes, q.written_at_us {WAITING}
         ORDER BY q.written_at_us, q.id LIMIT $3"
    );
    let rows = conn.all(sql(text).bind(seller).bind(true).bind(limit)).await?;
    questions::complete(conn, rows).await
}

/// The same after one of them, for programs that read page by page: in the order in which they were asked.
pub async fn waiting_questions_after(
    conn: &mut Conn,
    seller: SellerId,
    after: Option<QuestionId>,
    limit: i64,
) -> Result<Vec<Question>, ReviewError> {
    let cut = if after.is_some() { "AND q.id > $4" } else { "" };
    let text = format!(
        "SELECT q.id, q.product_id, q.account_id, q.body, q.visibility, q.votes, q.written_at_us {WAITING}
         {cut} ORDER BY q.id LIMIT $3"
    );
    let rows = conn.all(sql(text).bind(seller).bind(true).bind(limit).bind_all(after)).await?;
    questions::complete(conn, rows).await
}

/// The shown reviews of what was bought from a seller before one, the newest first; if asked, only those without a reply.
pub async fn reviews_of_seller_before(
    conn: &mut Conn,
    seller: SellerId,
    before: Option<ReviewId>,
    unreplied: bool,
    limit: i64,
) -> Result<Vec<Review>, ReviewError> {
    let which = if unreplied { UNREPLIED } else { SHOWN };
    let cut = if before.is_some() { "AND id < $3" } else { "" };
    let text = format!("SELECT {REVIEW} {which} {cut} ORDER BY id DESC LIMIT $2");
    let rows: Vec<Stored> = conn.all(sql(text).bind(seller).bind(limit).bind_all(before)).await?;
    complete(conn, rows).await
}

/// A page of the reviews of what was bought from a seller: those without a reply first, then the newest.
pub async fn reviews_of_seller(
    conn: &mut Conn,
    seller: SellerId,
    page: u32,
    per_page: u32,
) -> Result<ReviewPage, ReviewError> {
    let text = format!("SELECT CAST(COUNT(*) AS BIGINT) {SHOWN}");
    let (total,): (i64,) = conn.one(sql(text).bind(seller)).await?;
    let text = format!(
        "SELECT {REVIEW} {SHOWN}
         ORDER BY CASE WHEN EXISTS (SELECT 1 FROM reviews_replies r WHERE r.review_id = reviews_reviews.id)
             THEN 1 ELSE 0 END, written_at_us DESC, id DESC LIMIT $2 OFFSET $3"
    );
    let offset = i64::from(page.max(1) - 1) * i64::from(per_page);
    let rows: Vec<Stored> = conn.all(sql(text).bind(seller).bind(i64::from(per_page)).bind(offset)).await?;
    let reviews: Vec<Review> = complete(conn, rows).await?;
    Ok(ReviewPage { reviews, total })
}
