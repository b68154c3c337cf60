//! Reviews of what was bought from the seller and questions about what it offers: reading them, replying, answering.
//! Pictures are counted and looked at on the desk.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Command, Named};
use super::once::together;
use super::problem::Problem;
use super::types::{
    AnswerRef, Code, Cursor, Page, PageQuery, ProductRef, QuestionRef, ReviewRef, Time, limit, page,
};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::key::IdempotencyKey;
use domain::review::{Prose, ProseKind, ReportReason, Subject, Visibility};
use domain::{AnswerId, QuestionId, ReviewId, SellerId};
use platform::db::Conn;
use platform::reviews::{self, Question, Reply, Review, ReviewError, ReviewReply, Speaker};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

domain::text_enum! {
    /// Which reviews a list shows.
    pub enum ReviewsShown {
        /// Those that have no reply.
        Waiting = "waiting",
        All = "all",
    }
}
pub type ReviewsShownCode = Code<ReviewsShown>;

/// What the seller said to a review.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewReplied {
    pub text: String,
    pub written_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub edited_at: Option<Time>,
}

/// A review of what was bought from the seller.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductReview {
    pub id: ReviewRef,
    pub product_id: ProductRef,
    /// The first name; nobody is told more.
    pub author: String,
    #[schema(minimum = 1, maximum = 5)]
    pub stars: i64,
    pub title: String,
    pub text: String,
    /// How many pictures it has.
    pub pictures: i64,
    /// How many it helped.
    pub votes: i64,
    pub written_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub edited_at: Option<Time>,
    /// Missing while the seller has said nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reply: Option<ReviewReplied>,
}

impl From<ReviewReply> for ReviewReplied {
    fn from(reply: ReviewReply) -> Self {
        Self { text: reply.body, written_at: Time(reply.written_at), edited_at: reply.edited_at.map(Time) }
    }
}

fn shown(row: Review) -> ProductReview {
    ProductReview {
        id: row.id.into(),
        product_id: row.product_id.into(),
        author: row.author,
        stars: row.stars.get(),
        title: row.title,
        text: row.body,
        pictures: row.photos,
        votes: row.votes,
        written_at: Time(row.written_at),
        edited_at: row.edited_at.map(Time),
        reply: row.reply.map(ReviewReplied::from),
    }
}

/// Which reviews, and which page of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReviewQuery {
    /// All when nothing is said.
    #[param(inline, required = false, nullable = false)]
    pub show: Option<ReviewsShownCode>,
    /// `next_cursor` of the page before; without one the list begins.
    #[param(inline, required = false, nullable = false)]
    pub cursor: Option<Cursor>,
    /// How many at the most; 25 when nothing is said.
    #[param(minimum = 1, maximum = 100, required = false, nullable = false)]
    pub limit: Option<i64>,
}

/// Reviews of what was bought from the seller.
///
/// The newest first. What an operator hid is not among them.
#[utoipa::path(get, path = "/api/v1/reviews", tag = "reviews", operation_id = "list_reviews", params(ReviewQuery),
    responses((status = 200, description = "A page of reviews.", body = Page<ProductReview>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<ReviewQuery>,
) -> Result<Json<Page<ProductReview>>, Problem> {
    let limit = limit(asked.limit)?;
    let unreplied = asked.show.is_some_and(|code| code.0 == ReviewsShown::Waiting);
    let before = asked.cursor.and_then(|cursor| cursor.id::<ReviewId>());
    let mut conn = api.platform.db.read_together().await?;
    let rows =
        reviews::reviews_of_seller_before(&mut conn, caller.seller.id, before, unreplied, limit + 1).await?;
    Ok(Json(page(rows, limit, |row| row.id, shown)))
}

/// A shown review, if it is of what was bought from this seller.
async fn own(conn: &mut Conn, seller: SellerId, id: ReviewId) -> Result<Review, ReviewError> {
    let found = reviews::review(conn, id).await?;
    let is_own = |row: &Review| row.seller_id == seller && row.visibility == Visibility::Shown;
    found.filter(is_own).ok_or(ReviewError::NotFound)
}

/// One review.
#[utoipa::path(get, path = "/api/v1/reviews/{review}", tag = "reviews", operation_id = "get_review",
    params(("review" = ReviewRef, Path, description = "The review's id.")),
    responses((status = 200, description = "The review.", body = ProductReview)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ReviewId>,
) -> Result<Json<ProductReview>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    Ok(Json(shown(own(&mut conn, caller.seller.id, id).await?)))
}

/// What is said, for everybody to read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordsSent {
    /// 2 to 2,000 characters.
    #[schema(pattern = "^[A-Za-z0-9][A-Za-z0-9 .,!?'-]{0,498}[A-Za-z0-9.!?]$")]
    pub text: String,
}

pub fn words(kind: ProseKind, text: &str) -> Result<Prose, Problem> {
    Prose::parse(kind, text).map_err(|_| {
        Problem::malformed(
            "`text` has 2 to 2,000 characters with a letter or digit, and no control characters.",
        )
    })
}

/// What was said. The review itself is read with `GET`: what is kept of requests says nothing about people.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewAnswered {
    pub id: ReviewRef,
    pub reply: ReviewReplied,
}

/// Reply to a review, or change the reply.
///
/// A review has one reply. It is read by everybody below the review.
#[utoipa::path(put, path = "/api/v1/reviews/{review}/reply", tag = "reviews", operation_id = "reply_to_review",
    params(("review" = ReviewRef, Path, description = "The review's id.")), request_body = WordsSent,
    responses((status = 200, description = "The reply as it is now.", body = ReviewAnswered)))]
pub async fn reply(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ReviewId>,
    command: Command<WordsSent>,
) -> Result<Response<Body>, Problem> {
    let body = words(ProseKind::Reply, &command.input.text)?;
    let (seller, by) = (caller.seller.id, caller.key.made_by);
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        let body = body.clone();
        Box::pin(async move {
            reviews::reply(tx, by, seller, id, &body).await?;
            let reply = own(tx, seller, id).await?.reply.ok_or(ReviewError::NotFound)?;
            Ok::<_, ReviewError>(ReviewAnswered { id: id.into(), reply: reply.into() })
        })
    })
    .await
}

pub type ReportReasonCode = Code<ReportReason>;

/// Why a review is reported.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewReport {
    pub reason: ReportReasonCode,
}

/// A review that is reported.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewReported {
    pub review_id: ReviewRef,
}

/// Report a review.
///
/// The shop looks at it, and hides it or keeps it; until then it stands. Who reports it is who made the key, once. 409
/// `own-words` for a review that they wrote themselves.
#[utoipa::path(post, path = "/api/v1/reviews/{review}/report", tag = "reviews", operation_id = "report_review",
    params(("review" = ReviewRef, Path, description = "The review's id.")), request_body = ReviewReport,
    responses((status = 200, description = "It is reported.", body = ReviewReported)))]
pub async fn report(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ReviewId>,
    command: Command<ReviewReport>,
) -> Result<Response<Body>, Problem> {
    let (seller, by, reason) = (caller.seller.id, caller.key.made_by, command.input.reason.0);
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            own(tx, seller, id).await?;
            reviews::report(tx, by, Subject::Review(id), reason).await?;
            Ok::<_, ReviewError>(ReviewReported { review_id: id.into() })
        })
    })
    .await
}

/// A question about a product that the seller offers.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShopperQuestion {
    pub id: QuestionRef,
    pub product_id: ProductRef,
    /// The first name; nobody is told more.
    pub author: String,
    pub text: String,
    pub asked_at: Time,
}

/// As the seller's programs read it.
pub fn asked(row: Question) -> ShopperQuestion {
    ShopperQuestion {
        id: row.id.into(),
        product_id: row.product_id.into(),
        author: row.author,
        text: row.body,
        asked_at: Time(row.written_at),
    }
}

/// Questions that wait for an answer.
///
/// About products that the seller has on sale, as long as nobody has answered; the longest first.
#[utoipa::path(get, path = "/api/v1/questions", tag = "reviews", operation_id = "list_questions", params(PageQuery),
    responses((status = 200, description = "A page of questions.", body = Page<ShopperQuestion>)))]
pub async fn questions(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(which): Asked<PageQuery>,
) -> Result<Json<Page<ShopperQuestion>>, Problem> {
    let limit = limit(which.limit)?;
    let after = which.cursor.and_then(|cursor| cursor.id::<QuestionId>());
    let mut conn = api.platform.db.read_together().await?;
    let rows = reviews::waiting_questions_after(&mut conn, caller.seller.id, after, limit + 1).await?;
    Ok(Json(page(rows, limit, |row| row.id, asked)))
}

/// An answer that was given.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerGiven {
    pub id: AnswerRef,
    pub question_id: QuestionRef,
}

/// Answer a question in the seller's name.
///
/// It is read by everybody below the question. Of a product that the seller does not offer there is no question (404).
#[utoipa::path(post, path = "/api/v1/questions/{question}/answers", tag = "reviews", operation_id = "answer_question",
    params(("question" = QuestionRef, Path, description = "The question's id.")), request_body = WordsSent,
    responses((status = 201, description = "It is answered.", body = AnswerGiven)))]
pub async fn answer(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(question): Named<QuestionId>,
    command: Command<WordsSent>,
) -> Result<Response<Body>, Problem> {
    let body = words(ProseKind::Answer, &command.input.text)?;
    // The request is known once in the transaction that answers; its own key may come again when it is long forgotten.
    let own: AnswerId = api.platform.db.new_id();
    let key = IdempotencyKey::parse(&own.to_string()).map_err(|error| Problem::unexpected(&error))?;
    let speaker = Speaker::Seller(caller.seller.id);
    let given = Reply { key, account: caller.key.made_by, speaker, question, body };
    let config = api.platform.reviews.clone();
    together(&api, &caller, &command, StatusCode::CREATED, move |tx| {
        let (given, config) = (given.clone(), config.clone());
        Box::pin(async move {
            let answer = reviews::answer(tx, &config, &given).await?;
            Ok::<_, ReviewError>(AnswerGiven { id: answer.id.into(), question_id: question.into() })
        })
    })
    .await
}
