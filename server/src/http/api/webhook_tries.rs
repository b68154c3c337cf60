//! One delivery with its tries: when each was, and what the endpoint answered. As in the log of the seller's page.

use super::Api;
use super::auth::Caller;
use super::extract::Named;
use super::problem::Problem;
use super::types::{Time, WebhookDeliveryRef};
use super::webhooks::WebhookDelivery;
use axum::extract::State;
use axum::{Extension, Json};
use domain::WebhookDeliveryId;
use platform::webhooks::{self, Attempt};
use serde::Serialize;
use utoipa::ToSchema;

/// One try to send a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookTry {
    /// Of all tries, those that were asked for by hand included.
    #[schema(minimum = 1, example = 1)]
    pub number: i64,
    pub at: Time,
    /// How long it took, in milliseconds.
    #[schema(minimum = 0, example = 120)]
    pub took_ms: i64,
    /// The HTTP status; missing where there was no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = 503)]
    pub status: Option<i64>,
    /// The beginning of the answer, or why there was none.
    pub answer: String,
}

impl From<Attempt> for WebhookTry {
    fn from(attempt: Attempt) -> Self {
        Self {
            number: attempt.number,
            at: Time(attempt.at_us),
            took_ms: attempt.took_us / 1_000,
            status: attempt.status,
            answer: attempt.answer,
        }
    }
}

/// A delivery with what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookDeliveryTried {
    #[serde(flatten)]
    pub delivery: WebhookDelivery,
    /// The latest ones, twenty at the most, the first of them first.
    pub log: Vec<WebhookTry>,
}

/// One delivery with its tries.
#[utoipa::path(get, path = "/api/v1/webhook-deliveries/{delivery}", tag = "webhooks", operation_id = "get_webhook_delivery",
    params(("delivery" = WebhookDeliveryRef, Path, description = "The delivery's id.")),
    responses((status = 200, description = "The delivery and what was answered.", body = WebhookDeliveryTried)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<WebhookDeliveryId>,
) -> Result<Json<WebhookDeliveryTried>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let found = webhooks::delivery(&mut conn, caller.seller.id, id).await?;
    let tries = webhooks::attempts_of(&mut conn, &[id]).await?;
    let log = tries.into_iter().map(WebhookTry::from).collect();
    Ok(Json(WebhookDeliveryTried { delivery: found.try_into()?, log }))
}
