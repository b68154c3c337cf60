//! What reviews, questions and answers have in common: an author, a product, and whether they are shown.

use crate::ReviewError;
use db::{Conn, Text, row, sql};
use domain::review::{Subject, Visibility};
use domain::{AccountId, ProductId, TypedId as _};
use uuid::Uuid;

row! {
    /// A review, a question or an answer, whichever it is.
    pub struct Found {
        pub account_id: AccountId,
        pub product_id: ProductId,
        pub visibility: Text<Visibility>,
        /// What people read of it.
        pub text: String,
    }
}

impl Found {
    pub fn is_shown(&self) -> bool {
        self.visibility.0 == Visibility::Shown
    }
}

/// The id without its kind.
pub(crate) fn uuid_of(subject: Subject) -> Uuid {
    match subject {
        Subject::Review(id) => id.uuid(),
        Subject::Question(id) => id.uuid(),
        Subject::Answer(id) => id.uuid(),
        Subject::Feedback(id) => id.uuid(),
    }
}

/// The table that holds it.
pub(crate) fn table_of(subject: Subject) -> &'static str {
    match subject {
        Subject::Review(_) => "reviews_reviews",
        Subject::Question(_) => "reviews_questions",
        Subject::Answer(_) => "reviews_answers",
        Subject::Feedback(_) => "reviews_feedback",
    }
}

/// The thing itself, shown or hidden; `None` when it is gone.
pub(crate) async fn find(conn: &mut Conn, subject: Subject) -> Result<Option<Found>, ReviewError> {
    let text = match subject {
        Subject::Review(_) => {
            "SELECT account_id, product_id, visibility, title || ': ' || body AS text FROM reviews_reviews
             WHERE id = $1 AND NOT removed"
        }
        Subject::Question(_) => {
            "SELECT account_id, product_id, visibility, body AS text FROM reviews_questions WHERE id = $1"
        }
        Subject::Answer(_) => {
            "SELECT a.account_id, q.product_id, a.visibility, a.body AS text FROM reviews_answers a
             JOIN reviews_questions q ON q.id = a.question_id WHERE a.id = $1"
        }
        Subject::Feedback(_) => {
            "SELECT account_id, product_id, visibility, body AS text FROM reviews_feedback WHERE id = $1"
        }
    };
    Ok(conn.opt(sql(text).bind(uuid_of(subject))).await?)
}

/// The thing when everybody sees it; for anybody else than its author and the operator there is no other.
pub(crate) async fn shown(conn: &mut Conn, subject: Subject) -> Result<Found, ReviewError> {
    find(conn, subject).await?.filter(Found::is_shown).ok_or(ReviewError::NotFound)
}
