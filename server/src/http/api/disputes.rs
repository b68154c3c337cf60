//! Disputes: reading them, contesting, accepting the loss.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Command, Named, Nothing};
use super::once::{Outcome, key_of, once};
use super::problem::{Problem, key_reused, too_large};
use super::types::{Amount, Code, Cursor, DisputeRef, OrderRef, Page, PartRef, Time, limit, page};
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use axum::{Extension, Json};
use domain::DisputeId;
use domain::dispute::{DisputeAnswer, DisputeReason, DisputeState};
use platform::disputes::lists::{self, DisputeFilter};
use platform::disputes::{Answer, Answered, Dispute as Row, DisputeError};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub type DisputeStateCode = Code<DisputeState>;
pub type DisputeReasonCode = Code<DisputeReason>;
pub type DisputeAnswerCode = Code<DisputeAnswer>;

domain::text_enum! {
    /// Which disputes a list shows.
    pub enum DisputesShown {
        /// Not decided yet.
        Open = "open",
        Decided = "decided",
        All = "all",
    }
}
pub type DisputesShownCode = Code<DisputesShown>;

impl From<DisputesShown> for DisputeFilter {
    fn from(shown: DisputesShown) -> Self {
        match shown {
            DisputesShown::Open => Self::Open,
            DisputesShown::Decided => Self::Done,
            DisputesShown::All => Self::All,
        }
    }
}

impl From<DisputeError> for Problem {
    fn from(error: DisputeError) -> Self {
        let code = match error {
            DisputeError::NotFound => return Self::not_found(),
            DisputeError::KeyReused => return key_reused(),
            DisputeError::WrongState { .. } => "wrong-state",
            DisputeError::TooLate { .. } => "too-late",
            DisputeError::NoEvidence | DisputeError::EvidenceTooLong { .. } => {
                return Self::malformed(format!("`evidence`: {error}."));
            }
            DisputeError::Picture(picture) => return picture.into(),
            DisputeError::DocumentTooLarge { .. } => return too_large(&error),
            DisputeError::NotADocument => return Self::conflict("no-document", format!("{error}.")),
            DisputeError::TooManyDocuments { .. } => {
                return Self::conflict("too-many-documents", format!("{error}. Take one back first."));
            }
            ref other => return Self::unexpected(other),
        };
        Self::conflict(code, format!("{error}. Read the dispute again to see what can be done with it."))
    }
}

/// A payment that a buyer's bank took back, and what became of it. What has not come is missing.
#[derive(Debug, Serialize, ToSchema)]
pub struct Dispute {
    pub id: DisputeRef,
    pub order_id: OrderRef,
    /// The order of this seller, as in `GET /api/v1/orders`.
    pub part_id: PartRef,
    pub state: DisputeStateCode,
    /// What the buyer told the bank.
    pub reason: DisputeReasonCode,
    /// What the bank took.
    pub amount: Amount,
    /// What the card processor asks for its work, whoever wins.
    pub fee: Amount,
    /// Until then an answer is read.
    pub respond_by: Time,
    pub opened_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub answer: Option<DisputeAnswerCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub answered_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ended_at: Option<Time>,
}

fn shown(row: Row) -> Dispute {
    Dispute {
        id: row.id.into(),
        order_id: row.order_id.into(),
        part_id: row.part_id.into(),
        state: Code(row.state.0),
        reason: Code(row.reason.0),
        amount: row.amount().into(),
        fee: row.fee().into(),
        respond_by: Time(row.respond_by_us),
        opened_at: Time(row.opened_at_us),
        answer: row.answer.map(|answer| Code(answer.0)),
        answered_at: row.answered_at_us.map(Time),
        ended_at: row.ended_at_us.map(Time),
    }
}

/// Which disputes, and which page of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DisputeQuery {
    /// All when nothing is said.
    #[param(inline, required = false, nullable = false)]
    pub show: Option<DisputesShownCode>,
    /// `next_cursor` of the page before; without one the list begins.
    #[param(inline, required = false, nullable = false)]
    pub cursor: Option<Cursor>,
    /// How many at the most; 25 when nothing is said.
    #[param(minimum = 1, maximum = 100, required = false, nullable = false)]
    pub limit: Option<i64>,
}

/// The seller's disputes.
///
/// The newest first.
#[utoipa::path(get, path = "/api/v1/disputes", tag = "disputes", operation_id = "list_disputes", params(DisputeQuery),
    responses((status = 200, description = "A page of disputes.", body = Page<Dispute>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<DisputeQuery>,
) -> Result<Json<Page<Dispute>>, Problem> {
    let limit = limit(asked.limit)?;
    let filter = asked.show.map_or(DisputeFilter::All, |code| code.0.into());
    let before = asked.cursor.and_then(|cursor| cursor.id::<DisputeId>());
    let mut conn = api.platform.db.read_together().await?;
    let rows = lists::page(&mut conn, Some(caller.seller.id), filter, before, limit + 1).await?;
    Ok(Json(page(rows, limit, |row| row.id, shown)))
}

async fn own(api: &Api, caller: &Caller, id: DisputeId) -> Result<Dispute, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    Ok(shown(lists::of_seller(&mut conn, caller.seller.id, id).await?))
}

/// One dispute.
#[utoipa::path(get, path = "/api/v1/disputes/{dispute}", tag = "disputes", operation_id = "get_dispute",
    params(("dispute" = DisputeRef, Path, description = "The dispute's id.")),
    responses((status = 200, description = "The dispute.", body = Dispute)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<DisputeId>,
) -> Result<Json<Dispute>, Problem> {
    Ok(Json(own(&api, &caller, id).await?))
}

/// Why the bank should give the money back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contest {
    /// 1 to 4,000 characters. What the shop knows of the sale goes along by itself.
    #[schema(pattern = "^[A-Za-z0-9][A-Za-z0-9 .,!?'-]{0,499}$")]
    pub evidence: String,
}

/// Contest a dispute.
#[utoipa::path(post, path = "/api/v1/disputes/{dispute}/contest", tag = "disputes", operation_id = "contest_dispute",
    params(("dispute" = DisputeRef, Path, description = "The dispute's id.")), request_body = Contest,
    responses(
        (status = 200, description = "The bank has it: see `state`.", body = Dispute),
        (status = 202, description = "The card processor has not confirmed it yet.", body = Dispute)))]
pub async fn contest(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<DisputeId>,
    command: Command<Contest>,
) -> Result<Response<Body>, Problem> {
    let text = command.input.evidence.clone();
    answer(&api, &caller, &command, id, DisputeAnswer::Contest, text).await
}

/// Accept the loss of a dispute.
#[utoipa::path(post, path = "/api/v1/disputes/{dispute}/accept", tag = "disputes", operation_id = "accept_dispute",
    params(("dispute" = DisputeRef, Path, description = "The dispute's id.")),
    responses(
        (status = 200, description = "The bank has it: see `state`.", body = Dispute),
        (status = 202, description = "The card processor has not confirmed it yet.", body = Dispute)))]
pub async fn accept(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<DisputeId>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    answer(&api, &caller, &command, id, DisputeAnswer::Accept, String::new()).await
}

async fn answer<I>(
    api: &Api,
    caller: &Caller,
    command: &Command<I>,
    id: DisputeId,
    what: DisputeAnswer,
    text: String,
) -> Result<Response<Body>, Problem> {
    let answer = Answer { key: key_of(caller, command), seller: caller.seller.id, id, what, text };
    let work = async {
        let given = api.platform.disputes.answer(answer).await?;
        let now = own(api, caller, id).await?;
        match given {
            Answered::Given => Ok(Outcome::Done(now)),
            Answered::Pending => Ok(Outcome::UnderWay(now)),
            Answered::Refused => {
                let detail = "The card processor did not take it. Answer again, with a new Idempotency-Key.";
                Err(Problem::conflict("answer-refused", detail))
            }
        }
    };
    once(api, caller, command, work).await
}
