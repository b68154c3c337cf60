//! Webhooks: where to, what is told, what became of it, and sending it again.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Command, Named, Nothing};
use super::once::{together, together_but};
use super::problem::Problem;
use super::types::{
    Code, Page, PageQuery, Time, WebhookDeliveryRef, WebhookEndpointRef, WebhookMessageRef, limit, page,
};
use super::webhook_message::WebhookMessage;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::text_enum::TextEnum as _;
use domain::webhook::{DeliveryState, EndpointState, LONGEST_URL, WebhookKind};
use domain::{SellerId, WebhookDeliveryId, WebhookEndpointId};
use platform::db::Tx;
use platform::webhooks::{self, EndpointChange, NewEndpoint, Secret, WebhookError};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

pub type WebhookKindCode = Code<WebhookKind>;
pub type EndpointStateCode = Code<EndpointState>;
pub type DeliveryStateCode = Code<DeliveryState>;

/// Where messages go.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookEndpoint {
    pub id: WebhookEndpointRef,
    pub url: String,
    /// What it is told.
    pub kinds: Vec<WebhookKindCode>,
    /// `broken`: it was turned off because it took nothing for days.
    pub state: EndpointStateCode,
    pub created_at: Time,
    /// Since when it has taken nothing; missing while all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub failing_since: Option<Time>,
    /// Since when the platform holds it back, so that its messages wait; missing where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub held_since: Option<Time>,
}

impl From<webhooks::Endpoint> for WebhookEndpoint {
    fn from(endpoint: webhooks::Endpoint) -> Self {
        Self {
            id: endpoint.id.into(),
            url: endpoint.url,
            kinds: endpoint.kinds.into_iter().map(Code).collect(),
            state: Code(endpoint.state),
            created_at: Time(endpoint.made_at),
            failing_since: endpoint.failing_since.map(Time),
            held_since: endpoint.held_since.map(Time),
        }
    }
}

/// An endpoint with its secret, which is told this one time.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookEndpointMade {
    #[serde(flatten)]
    pub endpoint: WebhookEndpoint,
    /// `whsec_` and base64: messages are signed with it as Standard Webhooks says. `null` when the request is repeated.
    #[schema(required = true)]
    pub secret: Option<String>,
}

impl WebhookEndpointMade {
    fn told(endpoint: webhooks::Endpoint, secret: &Secret) -> Self {
        Self { endpoint: endpoint.into(), secret: Some(secret.reveal().to_owned()) }
    }

    /// What is kept of it, and repeated.
    fn without_secret(self) -> Self {
        Self { secret: None, ..self }
    }
}

/// All endpoints; a seller has ten at the most.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookEndpoints {
    pub data: Vec<WebhookEndpoint>,
}

/// The seller's endpoints.
///
/// The newest first.
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "webhooks", operation_id = "list_webhooks",
    responses((status = 200, description = "The endpoints.", body = WebhookEndpoints)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<WebhookEndpoints>, Problem> {
    let mut conn = api.platform.db.read().await?;
    let found = webhooks::of_seller(&mut conn, caller.seller.id).await?;
    Ok(Json(WebhookEndpoints { data: found.into_iter().map(WebhookEndpoint::from).collect() }))
}

/// One endpoint.
#[utoipa::path(get, path = "/api/v1/webhooks/{endpoint}", tag = "webhooks", operation_id = "get_webhook",
    params(("endpoint" = WebhookEndpointRef, Path, description = "The endpoint's id.")),
    responses((status = 200, description = "The endpoint.", body = WebhookEndpoint)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<WebhookEndpointId>,
) -> Result<Json<WebhookEndpoint>, Problem> {
    let mut conn = api.platform.db.read().await?;
    Ok(Json(webhooks::endpoint(&mut conn, caller.seller.id, id).await?.into()))
}

/// What can be right in no shop.
fn refuse_malformed(url: Option<&String>, kinds: Option<&Vec<WebhookKindCode>>) -> Result<(), Problem> {
    if url.is_some_and(|url| url.chars().count() > LONGEST_URL) {
        return Err(Problem::malformed("`url` has 500 characters at the most."));
    }
    if kinds.is_some_and(|kinds| !(1..=WebhookKind::ALL.len()).contains(&kinds.len())) {
        return Err(Problem::malformed(format!("`kinds` are 1 to {}.", WebhookKind::ALL.len())));
    }
    Ok(())
}

/// An endpoint to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookEndpointNew {
    /// Starts with `https://`.
    #[schema(max_length = 500, example = "https://hooks.example/orinoco")]
    pub url: String,
    /// What it is told. `webhook.test` is sent by hand, whatever is chosen.
    #[schema(min_items = 1, max_items = 29)]
    pub kinds: Vec<WebhookKindCode>,
}

/// Add an endpoint.
///
/// What it is told is a `WebhookMessage`. The answer has the secret, this one time: it is not kept with the answer, so a
/// repeat has `null` there. Whoever has missed it gives the endpoint a new one.
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "webhooks", operation_id = "make_webhook",
    request_body = WebhookEndpointNew,
    responses((status = 201, description = "The endpoint and its secret.", body = WebhookEndpointMade)))]
pub async fn make(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<WebhookEndpointNew>,
) -> Result<Response<Body>, Problem> {
    refuse_malformed(Some(&command.input.url), Some(&command.input.kinds))?;
    let new = Arc::new(NewEndpoint {
        seller: caller.seller.id,
        by: caller.key.made_by,
        url: command.input.url.clone(),
        kinds: command.input.kinds.iter().map(|kind| kind.0).collect(),
    });
    let (secret, local) = (Secret::random(), api.platform.config.webhooks_local);
    let rest = WebhookEndpointMade::without_secret;
    together_but(&api, &caller, &command, StatusCode::CREATED, rest, move |tx| {
        let (new, secret) = (Arc::clone(&new), secret.clone());
        Box::pin(async move {
            let id = webhooks::create(tx, &new, &secret, local).await?;
            let endpoint = webhooks::endpoint(tx, new.seller, id).await?;
            Ok::<_, WebhookError>(WebhookEndpointMade::told(endpoint, &secret))
        })
    })
    .await
}

/// What changes of an endpoint; what is missing stays.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookEndpointChange {
    #[serde(default)]
    #[schema(nullable = false, max_length = 500)]
    pub url: Option<String>,
    #[serde(default)]
    #[schema(nullable = false, min_items = 1, max_items = 29)]
    pub kinds: Option<Vec<WebhookKindCode>>,
    /// Whether it is told anything.
    #[serde(default)]
    #[schema(nullable = false)]
    pub on: Option<bool>,
}

/// Change an endpoint, turn it off or on.
#[utoipa::path(patch, path = "/api/v1/webhooks/{endpoint}", tag = "webhooks", operation_id = "change_webhook",
    params(("endpoint" = WebhookEndpointRef, Path, description = "The endpoint's id.")),
    request_body = WebhookEndpointChange,
    responses((status = 200, description = "The endpoint as it is now.", body = WebhookEndpoint)))]
pub async fn change(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<WebhookEndpointId>,
    command: Command<WebhookEndpointChange>,
) -> Result<Response<Body>, Problem> {
    let input = command.input.clone();
    refuse_malformed(input.url.as_ref(), input.kinds.as_ref())?;
    let wanted = Arc::new(EndpointChange {
        url: input.url,
        kinds: input.kinds.map(|kinds| kinds.into_iter().map(|kind| kind.0).collect()),
        on: input.on,
    });
    let (seller, local) = (caller.seller.id, api.platform.config.webhooks_local);
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        let wanted = Arc::clone(&wanted);
        Box::pin(async move {
            webhooks::change(tx, seller, id, &wanted, local).await?;
            let endpoint: WebhookEndpoint = webhooks::endpoint(tx, seller, id).await?.into();
            Ok::<_, WebhookError>(endpoint)
        })
    })
    .await
}

/// Give an endpoint a new secret.
///
/// The answer has it, this one time: it is not kept with the answer, so a repeat has `null` there. The old one signs as
/// well for 24 hours.
#[utoipa::path(post, path = "/api/v1/webhooks/{endpoint}/secret", tag = "webhooks", operation_id = "rotate_webhook_secret",
    params(("endpoint" = WebhookEndpointRef, Path, description = "The endpoint's id.")),
    responses((status = 200, description = "The endpoint and its secret.", body = WebhookEndpointMade)))]
pub async fn rotate(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<WebhookEndpointId>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    let (seller, secret) = (caller.seller.id, Secret::random());
    let rest = WebhookEndpointMade::without_secret;
    together_but(&api, &caller, &command, StatusCode::OK, rest, move |tx| {
        let secret = secret.clone();
        Box::pin(async move {
            webhooks::rotate(tx, seller, id, &secret).await?;
            let endpoint = webhooks::endpoint(tx, seller, id).await?;
            Ok::<_, WebhookError>(WebhookEndpointMade::told(endpoint, &secret))
        })
    })
    .await
}

/// Send an endpoint a test.
///
/// A message that tells nothing, to see whether it arrives.
#[utoipa::path(post, path = "/api/v1/webhooks/{endpoint}/test", tag = "webhooks", operation_id = "test_webhook",
    params(("endpoint" = WebhookEndpointRef, Path, description = "The endpoint's id.")),
    responses((status = 201, description = "It is on its way.", body = WebhookDelivery)))]
pub async fn test(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<WebhookEndpointId>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    let seller = caller.seller.id;
    together(&api, &caller, &command, StatusCode::CREATED, move |tx| {
        Box::pin(async move {
            let delivery = webhooks::try_out(tx, seller, id).await?;
            as_it_is(tx, seller, delivery).await
        })
    })
    .await
}

/// An endpoint that is no more.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookEndpointRemoved {
    pub id: WebhookEndpointRef,
}

/// Remove an endpoint.
///
/// Nothing is sent there any more, not even what is on its way, and its secret is forgotten.
#[utoipa::path(post, path = "/api/v1/webhooks/{endpoint}/remove", tag = "webhooks", operation_id = "remove_webhook",
    params(("endpoint" = WebhookEndpointRef, Path, description = "The endpoint's id.")),
    responses((status = 200, description = "It is removed.", body = WebhookEndpointRemoved)))]
pub async fn remove(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<WebhookEndpointId>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    let seller = caller.seller.id;
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            webhooks::remove(tx, seller, id).await?;
            Ok::<_, WebhookError>(WebhookEndpointRemoved { id: id.into() })
        })
    })
    .await
}

/// A message on its way to an endpoint.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookDelivery {
    pub id: WebhookDeliveryRef,
    /// The header `webhook-id`: the same for every try.
    pub message_id: WebhookMessageRef,
    pub kind: WebhookKindCode,
    /// The body, as it is sent.
    pub message: WebhookMessage,
    pub state: DeliveryStateCode,
    /// Since it was sent last, by the shop or by hand.
    pub tries: i64,
    pub created_at: Time,
    /// When it is tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_try_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ended_at: Option<Time>,
}

impl TryFrom<webhooks::Delivery> for WebhookDelivery {
    type Error = WebhookError;

    fn try_from(one: webhooks::Delivery) -> Result<Self, WebhookError> {
        Ok(Self {
            id: one.id.into(),
            message_id: one.message_id.into(),
            kind: Code(one.kind.0),
            message: serde_json::from_str(&one.body)?,
            state: Code(one.state.0),
            tries: one.tries,
            created_at: Time(one.made_at_us),
            next_try_at: one.next_us.map(Time),
            ended_at: one.ended_at_us.map(Time),
        })
    }
}

/// What was sent to an endpoint.
///
/// The newest first, of the last 30 days.
#[utoipa::path(get, path = "/api/v1/webhooks/{endpoint}/deliveries", tag = "webhooks",
    operation_id = "list_webhook_deliveries",
    params(("endpoint" = WebhookEndpointRef, Path, description = "The endpoint's id."), PageQuery),
    responses((status = 200, description = "A page of deliveries.", body = Page<WebhookDelivery>)))]
pub async fn deliveries(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<WebhookEndpointId>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<WebhookDelivery>>, Problem> {
    let limit = limit(asked.limit)?;
    let before = asked.cursor.and_then(|cursor| cursor.id::<WebhookDeliveryId>());
    let mut conn = api.platform.db.read_together().await?;
    let rows = webhooks::deliveries(&mut conn, caller.seller.id, id, before, limit + 1).await?;
    let shown = rows.into_iter().map(|row| Ok::<_, WebhookError>((row.id, WebhookDelivery::try_from(row)?)));
    let shown = shown.collect::<Result<Vec<_>, _>>()?;
    Ok(Json(page(shown, limit, |(id, _)| *id, |(_, one)| one)))
}

async fn as_it_is(
    tx: &mut Tx,
    seller: SellerId,
    id: WebhookDeliveryId,
) -> Result<WebhookDelivery, WebhookError> {
    webhooks::delivery(tx, seller, id).await?.try_into()
}

/// Send a message again.
///
/// Under the same id and with all its tries, whether it was taken or given up.
#[utoipa::path(post, path = "/api/v1/webhook-deliveries/{delivery}/replay", tag = "webhooks",
    operation_id = "replay_webhook_delivery",
    params(("delivery" = WebhookDeliveryRef, Path, description = "The delivery's id.")),
    responses((status = 200, description = "The delivery as it is now.", body = WebhookDelivery)))]
pub async fn replay(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<WebhookDeliveryId>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    let seller = caller.seller.id;
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            webhooks::replay(tx, seller, id).await?;
            as_it_is(tx, seller, id).await
        })
    })
    .await
}
