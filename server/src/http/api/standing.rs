//! Whether the platform has stopped the seller, why, and what the seller says against it.

use super::Api;
use super::auth::Caller;
use super::extract::Command;
use super::once::together;
use super::problem::Problem;
use super::types::{AppealRef, Time};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::SellerId;
use platform::db::Conn;
use platform::sellers::SellerError;
use platform::sellers::suspend::{self, Appeal, Decision, WORDS};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// What the seller said against its suspension, and the answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuspensionAppeal {
    pub id: AppealRef,
    #[schema(example = "The parcels were late because of the flood. They have all left by now.")]
    pub text: String,
    pub asked_at: Time,
    /// The platform's words; missing until it has decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub answer: Option<String>,
    /// Whether the seller was let go on; missing until that is decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub granted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub decided_at: Option<Time>,
}

/// A suspension that holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suspension {
    /// The platform's words.
    #[schema(example = "Too many orders were never sent.")]
    pub reason: String,
    pub since: Time,
    /// Missing until the seller appeals, which it may once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub appeal: Option<SuspensionAppeal>,
}

/// Whether the seller may sell, as far as the platform is concerned.
#[derive(Debug, Serialize, ToSchema)]
pub struct Standing {
    pub suspended: bool,
    /// Missing for a seller that is not suspended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub suspension: Option<Suspension>,
}

impl From<Appeal> for SuspensionAppeal {
    fn from(appeal: Appeal) -> Self {
        Self {
            id: appeal.id.into(),
            text: appeal.words,
            asked_at: Time(appeal.at_us),
            answer: appeal.answer,
            granted: appeal.granted,
            decided_at: appeal.answered_at_us.map(Time),
        }
    }
}

fn shown(found: Option<(Decision, Option<Appeal>)>) -> Standing {
    let suspension = found.map(|(decision, appeal)| Suspension {
        reason: decision.reason,
        since: Time(decision.at_us),
        appeal: appeal.map(SuspensionAppeal::from),
    });
    Standing { suspended: suspension.is_some(), suspension }
}

async fn read(conn: &mut Conn, seller: SellerId) -> Result<Standing, SellerError> {
    let Some(decision) = suspend::current(conn, seller).await? else { return Ok(shown(None)) };
    let appeal = suspend::appeal_of(conn, decision.id).await?;
    Ok(shown(Some((decision, appeal))))
}

/// Whether the seller is suspended.
///
/// While it is, none of its offers is sold. What was ordered before is still shipped, paid and taken back.
#[utoipa::path(get, path = "/api/v1/standing", tag = "reports", operation_id = "get_standing",
    responses((status = 200, description = "The suspension that holds, if any, with its appeal.", body = Standing)))]
pub async fn now(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Standing>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    Ok(Json(read(&mut conn, caller.seller.id).await?))
}

/// What is said against a suspension.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspensionAppealSent {
    /// For the platform's operators to read.
    #[schema(
        min_length = 3,
        max_length = 1000,
        example = "The parcels were late because of the flood. They have all left by now."
    )]
    pub text: String,
}

/// Appeal against the suspension.
///
/// Once for each suspension. The platform's answer is told by the webhook `appeal.decided`.
#[utoipa::path(post, path = "/api/v1/standing/appeal", tag = "reports", operation_id = "appeal_suspension",
    request_body = SuspensionAppealSent,
    responses((status = 200, description = "The suspension with the appeal.", body = Standing)))]
pub async fn appeal(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<SuspensionAppealSent>,
) -> Result<Response<Body>, Problem> {
    if !WORDS.contains(&command.input.text.chars().count()) {
        return Err(Problem::malformed("`text` has 3 to 1000 characters."));
    }
    let (seller, by) = (caller.seller.id, caller.key.made_by);
    let words = Arc::new(command.input.text.clone());
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        let words = Arc::clone(&words);
        Box::pin(async move {
            suspend::appeal(tx, seller, &words, by).await?;
            let standing = read(tx, seller).await?;
            Ok::<_, AppealError>(standing)
        })
    })
    .await
}

#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct AppealError(#[from] SellerError);

impl From<AppealError> for Problem {
    fn from(AppealError(error): AppealError) -> Self {
        match error {
            SellerError::BadWords => Self::conflict("appeal-refused", format!("{error}.")),
            SellerError::NotSuspended => Self::conflict("not-suspended", format!("{error}.")),
            SellerError::AppealedAlready => Self::conflict("appealed-already", format!("{error}.")),
            SellerError::Db(error) => error.into(),
            other => Self::unexpected(&other),
        }
    }
}
