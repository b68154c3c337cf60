//! What buyers and sellers say about products. Owns `reviews_*`: reviews with a reply, votes and photos, questions with
//! answers, what buyers say of sellers, reports, the operator's decisions, and each product's rating; what is
//! reported of products, offers and stores (`abuse`).
//!
//! Only who was sent a product reviews it, once. A rating is kept in the transaction that changes it, so every page
//! shows the same one. What the operator hides leaves the rating and the pages at once, and comes back the same way;
//! each decision stays on record. Called by the shop's, the account's, the seller's and the operator's pages.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod abuse;
mod abuse_letters;
mod answer_letters;
mod check;
mod desk;
mod error;
mod feedback;
mod letters;
mod moderate;
mod moved;
mod personal;
mod photos;
mod question_letters;
mod questions;
mod rating;
mod read;
mod reply;
pub mod shown_again;
mod subject;
mod votes;
mod write;

pub use abuse_letters::{TELL_ABUSE_JOB, TOLD_AT_ONCE, register};
pub use check::{Violation, check};
pub use desk::{
    Todo, reviews_of_seller, reviews_of_seller_before, todo, waiting_questions, waiting_questions_after,
};
pub use error::ReviewError;
pub use feedback::{
    Feedback, FeedbackAnswer, FeedbackPage, MayRate, answer_feedback, feedback, feedback_before,
    feedback_of_seller, feedback_rating, feedback_to_answer, give_feedback, may_rate,
};
pub use moderate::{Case, Decided, Decision, case, case_of, cases, decide, decisions, open_cases, report};
pub use moved::{Moved, move_product};
pub use personal::ReviewData;
pub use photos::photos_of;
pub use question_letters::MOST_TOLD;
pub use questions::{
    Answer, Ask, Asked, QUESTIONS_PER_PAGE, Question, QuestionPage, Reply, Speaker, answer, ask, question,
    questions, remove_answer, remove_question,
};
pub use rating::{Standing, rating_of_seller, standing, standings};
pub use read::{Filter, PER_PAGE, Review, ReviewPage, by_author, of_author, page, review};
pub use reply::{ReviewReply, reply};
pub use subject::Found;
pub use votes::{vote, voted};
pub use write::{Draft, May, Saved, add_photos, may_review, remove, remove_photo, save};

/// What mails about what buyers say of sellers say and link to.
#[derive(Debug, Clone)]
pub struct ReviewsConfig {
    pub shop_name: String,
    /// The address of the site without a final slash.
    pub public_url: String,
}

/// The table whose `picture_id` says which pictures are in use here; the sweep removes all others.
pub const PICTURES_IN_USE: &str = "reviews_photos";
/// The part of it that people may look at: photos of reviews that are not hidden.
pub const PICTURES_SHOWN: &str = "(SELECT p.picture_id FROM reviews_photos p
     JOIN reviews_reviews r ON r.id = p.review_id WHERE r.visibility = 'shown')";
