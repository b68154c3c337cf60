//! What was written about a product that became another one. Called by listing, in the transaction that makes them one.

use crate::ReviewError;
use crate::rating::recount;
use db::{Tx, sql};
use domain::ProductId;

/// How much was moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    pub reviews: i64,
    pub questions: i64,
}

/// Reviews and questions of the one are the other's from now on. Whoever reviewed both keeps the review of the other one
/// there; the second stays with the product that went, where its author still finds it.
pub async fn move_product(tx: &mut Tx, from: ProductId, into: ProductId) -> Result<Moved, ReviewError> {
    let reviews =
        sql("UPDATE reviews_reviews SET product_id = $2 WHERE product_id = $1 AND account_id NOT IN (
             SELECT k.account_id FROM reviews_reviews AS k WHERE k.product_id = $2)");
    let reviews = tx.exec(reviews.bind(from).bind(into)).await?;
    let questions = sql("UPDATE reviews_questions SET product_id = $2 WHERE product_id = $1");
    let questions = tx.exec(questions.bind(from).bind(into)).await?;
    let feedback = sql("UPDATE reviews_feedback SET product_id = $2 WHERE product_id = $1");
    tx.exec(feedback.bind(from).bind(into)).await?;
    let cases = sql(
        "UPDATE reviews_cases SET product_id = $2 WHERE product_id = $1 AND NOT EXISTS (
             SELECT 1 FROM reviews_reviews AS r WHERE r.id = reviews_cases.subject_id AND r.product_id = $1)",
    );
    tx.exec(cases.bind(from).bind(into)).await?;
    // Both in one order, whichever goes: two that are merged at once must not wait for each other.
    for product in [from.min(into), from.max(into)] {
        recount(tx, product).await?;
    }
    let count = |rows: u64| i64::try_from(rows).unwrap_or(i64::MAX);
    Ok(Moved { reviews: count(reviews), questions: count(questions) })
}
