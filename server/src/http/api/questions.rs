//! One question about what the seller offers, with its answers, and reporting either. Giving an answer is in `reviews`.

use super::Api;
use super::auth::Caller;
use super::extract::{Command, Named};
use super::once::together;
use super::problem::Problem;
use super::reviews::{ReviewReport, ShopperQuestion, asked};
use super::types::{AnswerRef, Code, QuestionRef, Time};
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::review::{Subject, Visibility, Voice};
use domain::{AnswerId, QuestionId, SellerId};
use platform::db::Conn;
use platform::reviews::{self, Answer, Question, ReviewError};
use serde::Serialize;
use utoipa::ToSchema;

pub type VoiceCode = Code<Voice>;

/// What somebody answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionAnswer {
    pub id: AnswerRef,
    /// A buyer's first name, or a seller's name.
    pub author: String,
    pub voice: VoiceCode,
    /// Whether it was given in this seller's name.
    pub is_own: bool,
    pub text: String,
    pub written_at: Time,
}

/// A question with all that is answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnsweredQuestion {
    #[serde(flatten)]
    pub question: ShopperQuestion,
    /// Those that everybody reads; what helped most people first.
    pub answers: Vec<QuestionAnswer>,
}

fn answered(answer: &Answer, seller: SellerId) -> QuestionAnswer {
    QuestionAnswer {
        id: answer.id.into(),
        author: answer.author.clone(),
        voice: Code(answer.voice),
        is_own: answer.seller_id == Some(seller),
        text: answer.body.clone(),
        written_at: Time(answer.written_at),
    }
}

/// The question, if everybody sees it and the seller offers what it is about.
async fn own(conn: &mut Conn, seller: SellerId, id: QuestionId) -> Result<Question, ReviewError> {
    let found = reviews::question(conn, id).await?;
    let found = found.filter(|row| row.visibility == Visibility::Shown).ok_or(ReviewError::NotFound)?;
    let offers = platform::catalog::offers_of(conn, found.product_id).await?;
    if !offers.iter().any(|offer| offer.seller_id == seller) {
        return Err(ReviewError::NotFound);
    }
    Ok(found)
}

/// One question, with its answers.
///
/// Of a product that the seller does not offer there is no question (404).
#[utoipa::path(get, path = "/api/v1/questions/{question}", tag = "reviews", operation_id = "get_question",
    params(("question" = QuestionRef, Path, description = "The question's id.")),
    responses((status = 200, description = "The question.", body = AnsweredQuestion)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<QuestionId>,
) -> Result<Json<AnsweredQuestion>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let found = own(&mut conn, caller.seller.id, id).await?;
    let answers = found.answers.iter().map(|answer| answered(answer, caller.seller.id)).collect();
    Ok(Json(AnsweredQuestion { question: asked(found), answers }))
}

/// A question that is reported.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionReported {
    pub question_id: QuestionRef,
}

/// Report a question.
///
/// The shop looks at it, and hides it or keeps it; until then it stands. Who reports it is who made the key, once. 409
/// `own-words` for a question that they asked themselves.
#[utoipa::path(post, path = "/api/v1/questions/{question}/report", tag = "reviews", operation_id = "report_question",
    params(("question" = QuestionRef, Path, description = "The question's id.")), request_body = ReviewReport,
    responses((status = 200, description = "It is reported.", body = QuestionReported)))]
pub async fn report(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<QuestionId>,
    command: Command<ReviewReport>,
) -> Result<Response<Body>, Problem> {
    let (seller, by, reason) = (caller.seller.id, caller.key.made_by, command.input.reason.0);
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            own(tx, seller, id).await?;
            reviews::report(tx, by, Subject::Question(id), reason).await?;
            Ok::<_, ReviewError>(QuestionReported { question_id: id.into() })
        })
    })
    .await
}

/// An answer that is reported.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerReported {
    pub question_id: QuestionRef,
    pub answer_id: AnswerRef,
}

/// Report an answer to a question.
///
/// As a question is reported. 409 `own-words` for an answer that whoever made the key gave themselves.
#[utoipa::path(post, path = "/api/v1/questions/{question}/answers/{answer}/report", tag = "reviews",
    operation_id = "report_answer",
    params(("question" = QuestionRef, Path, description = "The question's id."),
        ("answer" = AnswerRef, Path, description = "The answer's id.")), request_body = ReviewReport,
    responses((status = 200, description = "It is reported.", body = AnswerReported)))]
pub async fn report_answer(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    path: Result<Path<(String, String)>, PathRejection>,
    command: Command<ReviewReport>,
) -> Result<Response<Body>, Problem> {
    let Path((question, answer)) = path.map_err(|_| Problem::not_found())?;
    let (Ok(question), Ok(answer)) = (question.parse::<QuestionId>(), answer.parse::<AnswerId>()) else {
        return Err(Problem::not_found());
    };
    let (seller, by, reason) = (caller.seller.id, caller.key.made_by, command.input.reason.0);
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            if !own(tx, seller, question).await?.answers.iter().any(|one| one.id == answer) {
                return Err(ReviewError::NotFound);
            }
            reviews::report(tx, by, Subject::Answer(answer), reason).await?;
            Ok(AnswerReported { question_id: question.into(), answer_id: answer.into() })
        })
    })
    .await
}
