//! Exchanges: keeping to one, sending the replacement, saying that it arrived, turning it into a refund.

use super::Api;
use super::auth::Caller;
use super::extract::{Command, Named, Nothing};
use super::problem::Problem;
use super::returns::{CarrierCode, GradeCode, ReturnChanged, own, step};
use super::types::{Code, OfferRef, ProductRef, ReturnRef, Time};
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use domain::ReturnId;
use domain::returns::{ExchangeState, TurnReason};
use platform::returns::{Graded, Sending};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub type ExchangeStateCode = Code<ExchangeState>;
pub type TurnReasonCode = Code<TurnReason>;

domain::text_enum! {
    /// Why a seller turns an exchange into a refund.
    pub enum SellersReason {
        SoldOut = "sold_out",
        NotSending = "not_sending",
        /// What came back is not as it should be.
        NotAsItShould = "not_as_it_should",
    }
}
pub type SellersReasonCode = Code<SellersReason>;

impl From<SellersReason> for TurnReason {
    fn from(reason: SellersReason) -> Self {
        match reason {
            SellersReason::SoldOut => Self::SoldOut,
            SellersReason::NotSending => Self::NotSending,
            SellersReason::NotAsItShould => Self::NotAsItShould,
        }
    }
}

/// What the buyer wants instead of the money, and where that is. What has not come is missing.
#[derive(Debug, Serialize, ToSchema)]
pub struct Exchange {
    pub state: ExchangeStateCode,
    /// The replacement: an offer of this seller.
    pub offer_id: OfferRef,
    pub product_id: ProductRef,
    pub title: String,
    pub quantity: i64,
    /// Until when the units are set aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub lasts_until: Option<Time>,
    /// Why there is no replacement.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub turned_because: Option<TurnReasonCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub carrier: Option<CarrierCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub tracking: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub sent_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub delivered_at: Option<Time>,
}

impl From<platform::returns::Exchange> for Exchange {
    fn from(row: platform::returns::Exchange) -> Self {
        Self {
            state: Code(row.state.0),
            offer_id: row.offer_id.into(),
            product_id: row.product_id.into(),
            title: row.title,
            quantity: row.quantity,
            lasts_until: row.lasts_until_us.map(Time),
            turned_because: row.turned_because.map(|because| Code(because.0)),
            carrier: row.carrier.map(|carrier| Code(carrier.0)),
            tracking: row.tracking,
            sent_at: row.sent_at_us.map(Time),
            delivered_at: row.delivered_at_us.map(Time),
        }
    }
}

/// How the units of an exchange came back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExchangeAccepted {
    /// Anything but `empty`: what did not come back is not exchanged.
    pub grade: GradeCode,
    /// For sale again once the replacement has left; otherwise written off.
    pub restock: bool,
}

/// Keep to an exchange: the replacement is to be sent.
#[utoipa::path(post, path = "/api/v1/returns/{return}/exchange/accept", tag = "returns",
    operation_id = "accept_exchange",
    params(("return" = ReturnRef, Path, description = "The return's id.")), request_body = ExchangeAccepted,
    responses((status = 200, description = "The replacement is to be sent.", body = ReturnChanged)))]
pub async fn accept(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ReturnId>,
    command: Command<ExchangeAccepted>,
) -> Result<Response<Body>, Problem> {
    let known = own(&api, &caller, id).await?;
    let (grade, restock) = (command.input.grade.0, command.input.restock);
    let graded = known.lines.iter().map(|line| Graded { line: line.line_id, grade, kept_bps: None, restock });
    let does = api.platform.returns.accept_exchange(caller.seller.id, id, graded.collect());
    step(&api, &caller, &command, id, does).await
}

/// How a replacement goes to the buyer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    pub carrier: CarrierCode,
    /// 4 to 40 letters, digits and hyphens.
    #[schema(pattern = "^[A-Za-z0-9-]{4,40}$")]
    pub tracking: String,
}

/// Say that the replacement has left.
#[utoipa::path(post, path = "/api/v1/returns/{return}/exchange/send", tag = "returns",
    operation_id = "send_replacement",
    params(("return" = ReturnRef, Path, description = "The return's id.")), request_body = Replacement,
    responses((status = 200, description = "It is on its way.", body = ReturnChanged)))]
pub async fn send(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ReturnId>,
    command: Command<Replacement>,
) -> Result<Response<Body>, Problem> {
    let how = Sending { carrier: command.input.carrier.0, tracking: command.input.tracking.clone() };
    let does = api.platform.returns.send_replacement(caller.seller.id, id, how);
    step(&api, &caller, &command, id, does).await
}

/// Say that the replacement has arrived.
#[utoipa::path(post, path = "/api/v1/returns/{return}/exchange/deliver", tag = "returns",
    operation_id = "deliver_replacement",
    params(("return" = ReturnRef, Path, description = "The return's id.")),
    responses((status = 200, description = "It has arrived.", body = ReturnChanged)))]
pub async fn deliver(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ReturnId>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    let does = api.platform.returns.replacement_delivered(caller.seller.id, id);
    step(&api, &caller, &command, id, does).await
}

/// Why there is no replacement. The buyer reads it, translated.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExchangeTurned {
    pub because: SellersReasonCode,
}

/// Turn an exchange into an ordinary return.
///
/// What was set aside is for sale again, and the return is refunded as others are.
#[utoipa::path(post, path = "/api/v1/returns/{return}/exchange/turn", tag = "returns",
    operation_id = "turn_exchange",
    params(("return" = ReturnRef, Path, description = "The return's id.")), request_body = ExchangeTurned,
    responses((status = 200, description = "It is an ordinary return.", body = ReturnChanged)))]
pub async fn turn(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ReturnId>,
    command: Command<ExchangeTurned>,
) -> Result<Response<Body>, Problem> {
    let does = api.platform.returns.turn_exchange(caller.seller.id, id, command.input.because.0.into());
    step(&api, &caller, &command, id, does).await
}
