//! What buyers say about a product, as rules: stars, lengths, ratings, whose name is shown, and the events that tell
//! others. Called by the capability `reviews` and by the pages.

use crate::field::Problem;
use crate::{AnswerId, FeedbackId, ProductId, QuestionId, ReviewId, SellerId, TypedId as _};
use serde::{Deserialize, Serialize};

#[path = "review/prose.rs"]
mod prose;

pub use prose::{Prose, ProseKind, first_name};

/// The most pictures of one review.
pub const MOST_PHOTOS: usize = 4;

/// One to five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Stars(u8);

impl Stars {
    /// From the most to the fewest, as a histogram lists them.
    pub const ALL: [Stars; 5] = [Stars(5), Stars(4), Stars(3), Stars(2), Stars(1)];

    /// # Errors
    /// [`Problem::Unknown`] for less than one or more than five.
    pub fn new(stars: i64) -> Result<Self, Problem> {
        match u8::try_from(stars) {
            Ok(stars @ 1..=5) => Ok(Self(stars)),
            _ => Err(Problem::Unknown),
        }
    }

    /// As a form sends them.
    ///
    /// # Errors
    /// [`Problem::Missing`] for nothing, [`Problem::Unknown`] for anything but one digit of 1 to 5.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if text.is_empty() {
            return Err(Problem::Missing);
        }
        text.parse().map_err(|_| Problem::Unknown).and_then(Self::new)
    }

    pub fn get(self) -> i64 {
        i64::from(self.0)
    }
}

impl TryFrom<i64> for Stars {
    type Error = Problem;
    fn try_from(stars: i64) -> Result<Self, Problem> {
        Self::new(stars)
    }
}

impl From<Stars> for i64 {
    fn from(stars: Stars) -> Self {
        stars.get()
    }
}

/// How many gave how many stars. Everything else about a rating follows from that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// Reviews with one star first.
    pub by_stars: [i64; 5],
}

impl Rating {
    pub fn with(&self, stars: Stars) -> i64 {
        self.by_stars[usize::from(stars.0) - 1]
    }

    pub fn count(&self) -> i64 {
        self.by_stars.iter().sum()
    }

    /// All stars together.
    pub fn sum(&self) -> i64 {
        self.by_stars.iter().zip(1..).map(|(count, stars)| count * stars).sum()
    }

    /// The average in tenths of a star, rounded half up; `None` without reviews.
    pub fn tenths(&self) -> Option<u32> {
        let count = self.count();
        let tenths = (self.sum() * 20 + count).checked_div(count * 2)?;
        u32::try_from(tenths).ok()
    }

    /// The share of these stars in whole percent, rounded half up; 0 without reviews.
    pub fn percent(&self, stars: Stars) -> i64 {
        let count = self.count();
        (self.with(stars) * 200 + count).checked_div(count * 2).unwrap_or(0)
    }
}

crate::text_enum! {
    /// The order of a product's reviews.
    #[derive(Default)]
    pub enum ReviewSort {
        /// Those that helped most people first, of equals the newest.
        #[default]
        Helpful = "helpful",
        Newest = "newest",
        Highest = "highest",
        Lowest = "lowest",
    }
}

crate::text_enum! {
    /// Whether everybody sees it. What is hidden is seen by its author and by the operator.
    pub enum Visibility {
        Shown = "shown",
        Hidden = "hidden",
    }
}

crate::text_enum! {
    /// Why a reader reports something.
    pub enum ReportReason {
        /// Advertising, or written for a reward.
        Spam = "spam",
        Offensive = "offensive",
        /// Not about the product: the delivery, the seller, something else.
        OffTopic = "off_topic",
        /// Names, addresses, telephone numbers.
        Private = "private",
        Untrue = "untrue",
    }
}

crate::text_enum! {
    /// What the operator decides about something that was reported; either can be taken back by the other.
    pub enum Verdict {
        Keep = "keep",
        Hide = "hide",
    }
}

crate::text_enum! {
    /// As what somebody answers a question.
    pub enum Voice {
        /// Works for a seller who offers the product.
        Seller = "seller",
        /// Bought the product here.
        Buyer = "buyer",
        /// Runs the shop.
        Operator = "operator",
    }
}

/// What can be voted for, reported and hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    Review(ReviewId),
    Question(QuestionId),
    Answer(AnswerId),
    /// Of a seller.
    Feedback(FeedbackId),
}

impl Subject {
    /// From the text of an id; the prefix tells which.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('_')?.0 {
            ReviewId::PREFIX => text.parse().ok().map(Self::Review),
            QuestionId::PREFIX => text.parse().ok().map(Self::Question),
            AnswerId::PREFIX => text.parse().ok().map(Self::Answer),
            FeedbackId::PREFIX => text.parse().ok().map(Self::Feedback),
            _ => None,
        }
    }
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Review(id) => id.fmt(f),
            Self::Question(id) => id.fmt(f),
            Self::Answer(id) => id.fmt(f),
            Self::Feedback(id) => id.fmt(f),
        }
    }
}

/// A review was written, changed, taken back, hidden or shown again. The key is the review's id, the topic the seller
/// whose article it is about. Payload [`ReviewChanged`].
pub const REVIEW_WRITTEN: &str = "review.written";
pub const REVIEW_EDITED: &str = "review.edited";
pub const REVIEW_REMOVED: &str = "review.removed";
pub const REVIEW_HIDDEN: &str = "review.hidden";
pub const REVIEW_RESTORED: &str = "review.restored";
/// The seller answered a review, or changed the answer. Payload [`ReviewChanged`].
pub const REVIEW_REPLIED: &str = "review.replied";

/// After each of these a product's rating may be another.
pub const RATING_KINDS: &[&str] =
    &[REVIEW_WRITTEN, REVIEW_EDITED, REVIEW_REMOVED, REVIEW_HIDDEN, REVIEW_RESTORED];

/// The key is the question's id; it has no topic, for several sellers may answer. Payload [`QuestionChanged`].
pub const QUESTION_ASKED: &str = "question.asked";
pub const QUESTION_ANSWERED: &str = "question.answered";

/// What an event about a review says; the texts stay in the database, where they can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewChanged {
    pub review_id: ReviewId,
    pub product_id: ProductId,
    /// Whose offer was bought.
    pub seller_id: SellerId,
    pub stars: Stars,
}

/// A buyer said something of a seller. The key is its id, the topic the seller. Payload [`FeedbackChanged`].
pub const FEEDBACK_GIVEN: &str = "feedback.given";
/// The seller answered it. Payload [`FeedbackChanged`].
pub const FEEDBACK_ANSWERED: &str = "feedback.answered";

/// What an event about a seller's feedback says. Which order it was about is in no event: everybody who works for the seller
/// follows these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackChanged {
    pub feedback_id: FeedbackId,
    pub seller_id: SellerId,
    pub stars: Stars,
}

/// What an event about a question says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionChanged {
    pub question_id: QuestionId,
    pub product_id: ProductId,
    /// Set when it was answered.
    #[serde(default)]
    pub answer_id: Option<AnswerId>,
}

#[cfg(test)]
#[path = "review/tests.rs"]
mod tests;
