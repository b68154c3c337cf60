//! What who made the key is told about the seller, and how: beside the bell, on their devices, by mail. Read and set as on their page of
//! notifications.

use super::Api;
use super::auth::Caller;
use super::extract::Command;
use super::once::together;
use super::problem::Problem;
use super::types::Code;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::AccountId;
use domain::text_enum::TextEnum as _;
use platform::db::Conn;
use platform::notify::{self, Choice, Kind, NotifyError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

domain::text_enum! {
    /// What is told about a seller.
    pub enum NotificationKind {
        Sale = "sale",
        /// The last unit of an offer was sold.
        StockOut = "stock_out",
        Message = "message",
        Feedback = "feedback",
        /// A shopper wants to return something.
        Return = "return",
        /// A bank took a payment back.
        Dispute = "dispute",
        Payout = "payout",
        /// A measure came close to a limit.
        Health = "health",
        /// A shopper asked about a product that the seller offers.
        Question = "question",
        /// An operator decided about an appeal.
        Appeal = "appeal",
    }
}
pub type NotificationKindCode = Code<NotificationKind>;

impl From<NotificationKind> for Kind {
    fn from(kind: NotificationKind) -> Self {
        match kind {
            NotificationKind::Sale => Self::Sale,
            NotificationKind::StockOut => Self::StockOut,
            NotificationKind::Message => Self::Message,
            NotificationKind::Feedback => Self::Feedback,
            NotificationKind::Return => Self::Return,
            NotificationKind::Dispute => Self::Dispute,
            NotificationKind::Payout => Self::Payout,
            NotificationKind::Health => Self::Health,
            NotificationKind::Question => Self::Question,
            NotificationKind::Appeal => Self::Appeal,
        }
    }
}

/// How one kind is told.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NotificationChoice {
    pub kind: NotificationKindCode,
    /// In the shop's own pages, beside the bell. Left out, it stays as it is.
    #[serde(default)]
    pub page: Option<bool>,
    /// On their devices; of payouts devices are never told.
    pub push: bool,
    /// By mail. Mails of `dispute`, `health` and `appeal` are always sent: for those this stays true.
    pub mail: bool,
}

/// How all kinds are told.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notifications {
    pub data: Vec<NotificationChoice>,
}

impl From<NotifyError> for Problem {
    fn from(error: NotifyError) -> Self {
        Self::unexpected(&error)
    }
}

async fn all(conn: &mut Conn, account: AccountId) -> Result<Notifications, NotifyError> {
    let mut data = Vec::with_capacity(NotificationKind::ALL.len());
    for kind in NotificationKind::ALL {
        let Choice { page, push, mail } = notify::choice(conn, account, (*kind).into()).await?;
        data.push(NotificationChoice { kind: Code(*kind), page: Some(page), push, mail });
    }
    Ok(Notifications { data })
}

/// How who made the key is told.
///
/// Whether something is told at all depends on their role at the seller, as on the page of notifications.
#[utoipa::path(get, path = "/api/v1/notifications", tag = "webhooks", operation_id = "get_notifications",
    responses((status = 200, description = "Every kind.", body = Notifications)))]
pub async fn now(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Notifications>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    Ok(Json(all(&mut conn, caller.key.made_by).await?))
}

/// Set how who made the key is told of one kind.
///
/// Answers with all of them.
#[utoipa::path(put, path = "/api/v1/notifications", tag = "webhooks", operation_id = "set_notification",
    request_body = NotificationChoice,
    responses((status = 200, description = "Every kind, as it is now.", body = Notifications)))]
pub async fn put(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<NotificationChoice>,
) -> Result<Response<Body>, Problem> {
    let NotificationChoice { kind, page, push, mail } = command.input;
    let (by, kind) = (caller.key.made_by, Kind::from(kind.0));
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            let page = match page {
                Some(page) => page,
                None => notify::choice(tx, by, kind).await?.page,
            };
            notify::choose(tx, by, kind, Choice { page, push, mail }).await?;
            all(tx, by).await
        })
    })
    .await
}
