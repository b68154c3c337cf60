//! What buyers say of the seller itself: reading it, answering it once, reporting it.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Command, Named};
use super::once::together;
use super::problem::Problem;
use super::reviews::{ReviewReport, ReviewsShown, ReviewsShownCode, WordsSent, words};
use super::types::{Cursor, FeedbackRef, Page, Time, limit, page};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::review::{ProseKind, Subject, Visibility};
use domain::{FeedbackId, SellerId};
use platform::db::Conn;
use platform::reviews::{self, Feedback, ReviewError};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What the seller said to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedbackAnswer {
    pub text: String,
    pub written_at: Time,
}

impl From<reviews::FeedbackAnswer> for FeedbackAnswer {
    fn from(answer: reviews::FeedbackAnswer) -> Self {
        Self { text: answer.body, written_at: Time(answer.written_at) }
    }
}

/// What a buyer says of the seller, for an order that arrived.
#[derive(Debug, Serialize, ToSchema)]
pub struct SellerFeedback {
    pub id: FeedbackRef,
    /// The first name; nobody is told more.
    pub author: String,
    #[schema(minimum = 1, maximum = 5)]
    pub stars: i64,
    pub text: String,
    pub written_at: Time,
    /// Missing while the seller has said nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub answer: Option<FeedbackAnswer>,
}

fn shown(row: Feedback) -> SellerFeedback {
    SellerFeedback {
        id: row.id.into(),
        author: row.author,
        stars: row.stars.get(),
        text: row.body,
        written_at: Time(row.written_at),
        answer: row.answer.map(FeedbackAnswer::from),
    }
}

/// Which feedback, and which page of it.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FeedbackQuery {
    /// `waiting`: what has no answer. All when nothing is said.
    #[param(inline, required = false, nullable = false)]
    pub show: Option<ReviewsShownCode>,
    /// `next_cursor` of the page before; without one the list begins.
    #[param(inline, required = false, nullable = false)]
    pub cursor: Option<Cursor>,
    /// How many at the most; 25 when nothing is said.
    #[param(minimum = 1, maximum = 100, required = false, nullable = false)]
    pub limit: Option<i64>,
}

/// What buyers say of the seller.
///
/// The newest first. What an operator hid is not among it.
#[utoipa::path(get, path = "/api/v1/feedback", tag = "reviews", operation_id = "list_feedback", params(FeedbackQuery),
    responses((status = 200, description = "A page of feedback.", body = Page<SellerFeedback>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<FeedbackQuery>,
) -> Result<Json<Page<SellerFeedback>>, Problem> {
    let limit = limit(asked.limit)?;
    let unanswered = asked.show.is_some_and(|code| code.0 == ReviewsShown::Waiting);
    let before = asked.cursor.and_then(|cursor| cursor.id::<FeedbackId>());
    let mut conn = api.platform.db.read_together().await?;
    let rows = reviews::feedback_before(&mut conn, caller.seller.id, before, unanswered, limit + 1).await?;
    Ok(Json(page(rows, limit, |row| row.id, shown)))
}

/// What is shown, if it is of this seller.
async fn own(conn: &mut Conn, seller: SellerId, id: FeedbackId) -> Result<Feedback, ReviewError> {
    let found = reviews::feedback(conn, id).await?;
    let is_own = |row: &Feedback| row.seller_id == seller && row.visibility == Visibility::Shown;
    found.filter(is_own).ok_or(ReviewError::NotFound)
}

/// What one buyer says.
#[utoipa::path(get, path = "/api/v1/feedback/{feedback}", tag = "reviews", operation_id = "get_feedback",
    params(("feedback" = FeedbackRef, Path, description = "The feedback's id.")),
    responses((status = 200, description = "The feedback.", body = SellerFeedback)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<FeedbackId>,
) -> Result<Json<SellerFeedback>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    Ok(Json(shown(own(&mut conn, caller.seller.id, id).await?)))
}

/// What was answered. The feedback itself is read with `GET`: what is kept of requests says nothing about people.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedbackAnswered {
    pub id: FeedbackRef,
    pub answer: FeedbackAnswer,
}

/// Answer what a buyer says of the seller.
///
/// Once: it is read by everybody below the buyer's words, and stays. 409 `said-already` where something else was answered.
#[utoipa::path(post, path = "/api/v1/feedback/{feedback}/answer", tag = "reviews", operation_id = "answer_feedback",
    params(("feedback" = FeedbackRef, Path, description = "The feedback's id.")), request_body = WordsSent,
    responses((status = 201, description = "It is answered.", body = FeedbackAnswered)))]
pub async fn answer(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<FeedbackId>,
    command: Command<WordsSent>,
) -> Result<Response<Body>, Problem> {
    let body = words(ProseKind::Reply, &command.input.text)?;
    let (seller, by) = (caller.seller.id, caller.key.made_by);
    together(&api, &caller, &command, StatusCode::CREATED, move |tx| {
        let body = body.clone();
        Box::pin(async move {
            reviews::answer_feedback(tx, by, seller, id, &body).await?;
            let answer = own(tx, seller, id).await?.answer.ok_or(ReviewError::NotFound)?;
            Ok::<_, ReviewError>(FeedbackAnswered { id: id.into(), answer: answer.into() })
        })
    })
    .await
}

/// What is reported.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedbackReported {
    pub feedback_id: FeedbackRef,
}

/// Report what a buyer says of the seller.
///
/// The shop looks at it, and hides it or keeps it; until then it stands. Who reports it is who made the key, once.
#[utoipa::path(post, path = "/api/v1/feedback/{feedback}/report", tag = "reviews", operation_id = "report_feedback",
    params(("feedback" = FeedbackRef, Path, description = "The feedback's id.")), request_body = ReviewReport,
    responses((status = 200, description = "It is reported.", body = FeedbackReported)))]
pub async fn report(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<FeedbackId>,
    command: Command<ReviewReport>,
) -> Result<Response<Body>, Problem> {
    let (seller, by, reason) = (caller.seller.id, caller.key.made_by, command.input.reason.0);
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            own(tx, seller, id).await?;
            reviews::report(tx, by, Subject::Feedback(id), reason).await?;
            Ok::<_, ReviewError>(FeedbackReported { feedback_id: id.into() })
        })
    })
    .await
}
