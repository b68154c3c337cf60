//! Orders: reading them, accepting, shipping, delivering, cancelling.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Command, Named, Nothing};
use super::once::{Outcome, key_of, once};
use super::orders_query::OrderQuery;
use super::orders_types::{CarrierCode, Order, OrderState, shown};
use super::problem::Problem;
use super::types::{Code, LineRef, Page, PartRef, ShipmentRef, limit, page, texts};
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use axum::{Extension, Json};
use domain::order::{CancelReason, PartState};
use domain::text_enum::TextEnum as _;
use domain::{OrderId, PartId};
use platform::fees::taxed_first;
use platform::orders::store::{self, PartDetail};
use platform::orders::{OrderError, Ship, Shipped};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// The seller's orders.
///
/// The newest first. An order is what this seller sends of what somebody bought; orders that are not paid for are none.
/// Whatever the query names has to hold at once; repeat it with each `cursor`.
#[utoipa::path(get, path = "/api/v1/orders", tag = "orders", operation_id = "list_orders", params(OrderQuery),
    responses((status = 200, description = "A page of orders.", body = Page<Order>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<OrderQuery>,
) -> Result<Json<Page<Order>>, Problem> {
    let limit = limit(asked.limit)?;
    let (filter, to, before) = (asked.filter(), asked.narrowed()?, asked.before());
    let seller = caller.seller.id;
    let mut conn = api.platform.db.read_together().await?;
    let rows = if to.is_any() {
        store::parts_narrowed(&mut conn, seller, filter, &to, before, limit + 1).await?
    } else {
        store::parts_of_seller(&mut conn, seller, filter, before, limit + 1).await?
    };
    let ids: Vec<OrderId> = rows.iter().map(|row| row.part.order_id).collect();
    let orders = store::orders_by_id(&mut conn, &ids).await?;
    let known: Vec<(PartDetail, store::Order)> = rows
        .into_iter()
        .filter_map(|row| orders.get(&row.part.order_id).cloned().map(|order| (row, order)))
        .collect();
    let captures = known.iter().flat_map(|(row, _)| &row.shipments).map(|one| one.capture_id.to_string());
    let taxed = taxed_first(&mut conn, captures.collect()).await?;
    Ok(Json(page(known, limit, |(row, _)| row.part.id, |(row, order)| shown(row, &order, &taxed))))
}

/// The part, if it is this seller's and paid for.
async fn own(api: &Api, caller: &Caller, id: PartId) -> Result<(PartDetail, store::Order), Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let part = store::part(&mut conn, id).await?;
    if part.seller_id != caller.seller.id || part.state.0 == PartState::AwaitingPayment {
        return Err(Problem::not_found());
    }
    let order = store::order(&mut conn, part.order_id).await?;
    let detail = store::details(&mut conn, vec![part]).await?.pop().ok_or_else(Problem::not_found)?;
    Ok((detail, order))
}

/// One order.
#[utoipa::path(get, path = "/api/v1/orders/{order}", tag = "orders", operation_id = "get_order",
    params(("order" = PartRef, Path, description = "The order's id.")),
    responses((status = 200, description = "The order.", body = Order)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<PartId>,
) -> Result<Json<Order>, Problem> {
    let (detail, order) = own(&api, &caller, id).await?;
    let captures = detail.shipments.iter().map(|one| one.capture_id.to_string()).collect();
    let taxed = taxed_first(&mut api.platform.db.read().await?, captures).await?;
    Ok(Json(shown(detail, &order, &taxed)))
}

/// What became of an order. The rest of it is read with `GET`.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderChanged {
    pub id: PartRef,
    pub state: OrderState,
}

async fn changed(api: &Api, caller: &Caller, id: PartId) -> Result<OrderChanged, Problem> {
    let (detail, _) = own(api, caller, id).await?;
    Ok(OrderChanged { id: id.into(), state: Code(detail.part.state.0) })
}

/// One step of it, once.
async fn step<I, E>(
    api: &Api,
    caller: &Caller,
    command: &Command<I>,
    id: PartId,
    does: impl Future<Output = Result<(), E>>,
) -> Result<Response<Body>, Problem>
where
    Problem: From<E>,
{
    let work = async {
        does.await?;
        Ok(Outcome::Done(changed(api, caller, id).await?))
    };
    once(api, caller, command, work).await
}

/// Begin to work on an order.
///
/// From now on its buyer cannot take it back. Orders that ship together are accepted together.
#[utoipa::path(post, path = "/api/v1/orders/{order}/accept", tag = "orders", operation_id = "accept_order",
    params(("order" = PartRef, Path, description = "The order's id.")),
    responses((status = 200, description = "It is accepted.", body = OrderChanged)))]
pub async fn accept(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<PartId>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    step(&api, &caller, &command, id, api.platform.orders.accept(caller.seller.id, id)).await
}

/// Units of one line that go into a parcel.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParcelLine {
    pub line_id: LineRef,
    #[schema(minimum = 1, maximum = 999)]
    pub quantity: i64,
}

/// What goes into a parcel, and who carries it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShipmentSent {
    /// Lines of this order, and of orders that ship together with it.
    #[schema(min_items = 1, max_items = 200)]
    pub lines: Vec<ParcelLine>,
    pub carrier: CarrierCode,
    /// 4 to 40 letters, digits and hyphens.
    #[schema(pattern = "^[A-Za-z0-9-]{4,40}$", example = "1Z999AA10123456784")]
    pub tracking: String,
}

domain::text_enum! {
    /// How far a shipment is.
    pub enum ShipOutcome {
        /// The card was charged: hand it over.
        Shipped = "shipped",
        /// The card could not be charged: do not hand it over.
        Refused = "refused",
        /// The card's answer is not there yet: wait for it before handing over, and ask again with the same key.
        Pending = "pending",
    }
}
pub type ShipOutcomeCode = Code<ShipOutcome>;

/// What became of a shipment.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShipmentMade {
    pub shipment_id: ShipmentRef,
    pub outcome: ShipOutcomeCode,
    /// Why the card could not be charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
    pub order: OrderChanged,
}

/// Ship an order, whole or in part.
///
/// The card is charged for what goes into the parcel.
#[utoipa::path(post, path = "/api/v1/orders/{order}/shipments", tag = "orders", operation_id = "ship_order",
    params(("order" = PartRef, Path, description = "The order's id.")), request_body = ShipmentSent,
    responses(
        (status = 200, description = "It is decided: see `outcome`.", body = ShipmentMade),
        (status = 202, description = "The card's answer is not there yet.", body = ShipmentMade)))]
pub async fn ship(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<PartId>,
    command: Command<ShipmentSent>,
) -> Result<Response<Body>, Problem> {
    let (detail, _) = own(&api, &caller, id).await?;
    let input = &command.input;
    if input.lines.is_empty() || !input.lines.iter().all(|line| (1..=999).contains(&line.quantity)) {
        return Err(Problem::malformed("Name at least one line, and 1 to 999 units of each."));
    }
    if !input.lines.iter().any(|sent| detail.lines.iter().any(|line| line.id == sent.line_id.0)) {
        return Err(OrderError::WrongShipment.into());
    }
    let parcel = Ship {
        key: key_of(&caller, &command),
        seller: caller.seller.id,
        lines: input.lines.iter().map(|line| (line.line_id.0, line.quantity)).collect(),
        carrier: input.carrier.0,
        tracking: input.tracking.clone(),
    };
    let work = async {
        let (shipment, outcome, reason) = match api.platform.orders.ship(parcel).await? {
            Shipped::Shipped { shipment } => (shipment, ShipOutcome::Shipped, None),
            Shipped::Refused { shipment, reason } => (shipment, ShipOutcome::Refused, Some(reason)),
            Shipped::Pending { shipment } => (shipment, ShipOutcome::Pending, None),
        };
        let order = changed(&api, &caller, id).await?;
        let made = ShipmentMade { shipment_id: shipment.into(), outcome: Code(outcome), reason, order };
        Ok(if outcome == ShipOutcome::Pending { Outcome::UnderWay(made) } else { Outcome::Done(made) })
    };
    once(&api, &caller, &command, work).await
}

/// Why a seller cancels.
#[derive(Clone, Copy, Debug)]
pub struct SellerReason(CancelReason);

impl<'de> Deserialize<'de> for SellerReason {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(d)?;
        let reason = CancelReason::parse(&text).filter(|reason| CancelReason::FOR_SELLER.contains(reason));
        reason
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no reason of a seller's")))
    }
}

impl PartialSchema for SellerReason {
    fn schema() -> RefOr<Schema> {
        texts(CancelReason::FOR_SELLER.iter().map(|reason| reason.as_str()))
    }
}

impl ToSchema for SellerReason {}

/// Why an order is cancelled. Its buyer reads it, translated.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancellation {
    pub reason: SellerReason,
}

/// Cancel an order, or what of it did not leave.
#[utoipa::path(post, path = "/api/v1/orders/{order}/cancel", tag = "orders", operation_id = "cancel_order",
    params(("order" = PartRef, Path, description = "The order's id.")), request_body = Cancellation,
    responses((status = 200, description = "It is cancelled, or its rest is.", body = OrderChanged)))]
pub async fn cancel(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<PartId>,
    command: Command<Cancellation>,
) -> Result<Response<Body>, Problem> {
    let reason = command.input.reason.0;
    step(&api, &caller, &command, id, api.platform.orders.cancel_by_seller(caller.seller.id, id, reason))
        .await
}

/// Say that an order arrived.
#[utoipa::path(post, path = "/api/v1/orders/{order}/deliver", tag = "orders", operation_id = "deliver_order",
    params(("order" = PartRef, Path, description = "The order's id.")),
    responses((status = 200, description = "It is delivered.", body = OrderChanged)))]
pub async fn deliver(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<PartId>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    step(&api, &caller, &command, id, api.platform.orders.deliver(caller.seller.id, id)).await
}
