//! The live streams' addresses: who may follow what.

use super::live::{Follower, Interest, StillAllowed, stream, wanted_position};
use super::pages::visitor_of;
use super::{Shop, denied};
use axum::body::Body;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::sse::Event;
use axum::response::{IntoResponse as _, Sse};
use platform::domain::dispute::{DISPUTE_LOST, DISPUTE_OPENED, DISPUTE_WON};
use platform::domain::events::ORDER_KINDS;
use platform::domain::messages::MESSAGE_KINDS;
use platform::domain::returns::{
    RETURN_APPEAL_DECIDED, RETURN_APPEALED, RETURN_APPROVED, RETURN_CANCELLED, RETURN_CLOSED,
    RETURN_DECLINED, RETURN_EXCHANGE_CHANGED, RETURN_EXCHANGED, RETURN_RECEIVED, RETURN_REFUNDED,
    RETURN_REQUESTED, RETURN_SENT,
};
use platform::domain::review::{FEEDBACK_ANSWERED, FEEDBACK_GIVEN};
use platform::domain::roles::{self, Action, Denied, Resource};
use platform::domain::{OrderId, SellerId};
use platform::orders::store::Order;
use platform::{Platform, PlatformError, orders};
use std::convert::Infallible;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

/// What an order's shopper follows.
static OF_ORDER: LazyLock<Vec<&'static str>> = LazyLock::new(|| [ORDER_KINDS, MESSAGE_KINDS].concat());
/// What whoever sends orders follows of a seller, and reads no money of it.
static OF_SALES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| [ORDER_KINDS, MESSAGE_KINDS, BESIDE_ORDERS.as_slice()].concat());
static BESIDE_ORDERS: [&str; 17] = [
    DISPUTE_OPENED,
    DISPUTE_WON,
    DISPUTE_LOST,
    RETURN_REQUESTED,
    RETURN_APPROVED,
    RETURN_DECLINED,
    RETURN_CANCELLED,
    RETURN_SENT,
    RETURN_RECEIVED,
    RETURN_REFUNDED,
    RETURN_CLOSED,
    RETURN_EXCHANGED,
    RETURN_EXCHANGE_CHANGED,
    RETURN_APPEALED,
    RETURN_APPEAL_DECIDED,
    "seller.changed",
    "stock.changed",
];
/// What whoever has no business with orders follows of a seller.
static OF_CATALOGUE: [&str; 6] =
    [FEEDBACK_GIVEN, FEEDBACK_ANSWERED, "import.changed", "offer.changed", "seller.changed", "stock.changed"];
/// A shopper's page never needs more of the past than this.
const ORDER_PAST: i64 = 5_000;
const TICK: Duration = Duration::from_secs(2);
const TICKS: u32 = 30;

/// Where to go on, from the address: the position of the log at which the page was made. A browser's script that
/// connects again adds the last one that it saw behind it.
fn after(query: Option<&str>) -> Option<i64> {
    query?
        .split('&')
        .filter_map(|pair| pair.strip_prefix("after="))
        .filter_map(|text| text.parse().ok())
        .next_back()
}

/// `/live/seller/{seller}`: orders, offers and whatever else concerns one seller.
pub async fn seller(
    State(shop): State<Shop>,
    Path(seller): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response<Body> {
    let Ok(id) = seller.parse::<SellerId>() else { return StatusCode::NOT_FOUND.into_response() };
    let (parts, body) = request.into_parts();
    let visitor = match visitor_of(&shop.platform, &parts).await {
        Ok(visitor) => visitor,
        Err(error) => return unavailable(&error),
    };
    let request = Request::from_parts(parts, body);
    let (actions, kinds) = of_seller(|action| visitor.allow(action, &Resource::Seller(id)).is_ok());
    let interest = Interest { topic: Some(id.to_string()), kinds, keys: Vec::new() };
    let permit = Permit { actions, resource: Resource::Seller(id), order: None };
    let wanted = Wanted { after: after(query.as_deref()), oldest: 0 };
    follow(shop, request, wanted, interest, permit).await
}

/// What somebody must go on being allowed who follows a seller, and the kinds that they follow; none are all
/// of them. What was ordered is for those who send it, what was paid out and charged for those who also read
/// the money, and it ends for them when they do so no more.
fn of_seller(may: impl Fn(Action) -> bool) -> (&'static [Action], &'static [&'static str]) {
    match (may(Action::ReadSales), may(Action::ReadMoney)) {
        (true, true) => (&[Action::ReadSales, Action::ReadMoney], &[]),
        (true, false) => (&[Action::ReadSales], OF_SALES.as_slice()),
        (false, _) => (&[Action::ReadSeller], OF_CATALOGUE.as_slice()),
    }
}

/// `/live/order/{order}`: what happens to one order, and what is written about it, for its shopper.
pub async fn order(
    State(shop): State<Shop>,
    Path(order): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response<Body> {
    let Ok(id) = order.parse::<OrderId>() else { return StatusCode::NOT_FOUND.into_response() };
    let found = async {
        let mut conn = shop.platform.db.read().await?;
        let detail = orders::store::detail(&mut conn, id).await?;
        Ok::<_, PlatformError>((detail, conn.last_position().await?))
    };
    let (detail, last) = match found.await {
        Ok(found) => found,
        Err(PlatformError::Order(orders::OrderError::NotFound)) => {
            return StatusCode::NOT_FOUND.into_response();
        }
        Err(error) => return unavailable(&error),
    };
    // Sellers follow what is theirs at `/live/seller`: a stream of the whole order would show each what others sold.
    let resource =
        Resource::Order { buyer: detail.order.account_id, guest: detail.order.guest_id, sellers: Vec::new() };
    let keys = detail.parts.iter().map(|p| p.part.id.to_string()).collect();
    let interest = Interest { topic: None, kinds: &OF_ORDER, keys };
    let wanted = Wanted { after: after(query.as_deref()), oldest: last - ORDER_PAST };
    let permit = Permit { actions: &[Action::ReadOrder], resource, order: Some(detail.order) };
    follow(shop, request, wanted, interest, permit).await
}

/// From where a follower wants to read, and what is too long ago for it, whoever says so.
struct Wanted {
    after: Option<i64>,
    oldest: i64,
}

/// What a follower must be allowed, at the start and as long as it follows.
struct Permit {
    /// All of them.
    actions: &'static [Action],
    resource: Resource,
    /// The order that it is about, which a link from a mail may have opened.
    order: Option<Order>,
}

impl Permit {
    async fn asked(&self, platform: &Platform, parts: &Parts) -> Result<Result<(), Denied>, PlatformError> {
        let visitor = visitor_of(platform, parts).await?;
        let actor = match &self.order {
            Some(order) => platform.actor_for(&visitor, order).await?,
            None => visitor.actor,
        };
        Ok(self.actions.iter().try_for_each(|action| roles::allow(&actor, *action, &self.resource)))
    }
}

async fn follow(
    shop: Shop,
    request: Request,
    wanted: Wanted,
    interest: Interest,
    permit: Permit,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    match permit.asked(&shop.platform, &parts).await {
        Ok(Ok(())) => {}
        Ok(Err(refusal)) => return denied(refusal),
        Err(error) => return unavailable(&error),
    }
    let after = wanted_position(&parts.headers, wanted.after).map(|position| position.max(wanted.oldest));
    let follower = match Follower::new(shop.platform.db.clone(), interest, after).await {
        Ok(follower) => follower,
        Err(error) => return unavailable(&error.into()),
    };
    let (platform, parts, permit) = (shop.platform.clone(), Arc::new(parts), Arc::new(permit));
    // Asked anew with the same cookies: signing out, losing a seat and an ended session all end the stream.
    let allowed: StillAllowed = Arc::new(move || {
        let (platform, parts, permit) = (platform.clone(), Arc::clone(&parts), Arc::clone(&permit));
        Box::pin(async move { matches!(permit.asked(&platform, &parts).await, Ok(Ok(()))) })
    });
    let mut response = Sse::new(stream(follower, allowed, shop.streams.clone())).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A proxy that collects the answer first would hold events back.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// `/live/ticks`: a tick every two seconds for a minute, so that the style guide shows a live region at work.
pub async fn ticks(State(shop): State<Shop>) -> Response<Body> {
    let stop = shop.streams.clone();
    let ticks = futures::stream::unfold((stop, 0), |(stop, count)| async move {
        tokio::select! {
            () = stop.cancelled() => return None,
            () = tokio::time::sleep(TICK) => {}
        }
        let tick = Event::default().id(count.to_string()).data(count.to_string());
        (count < TICKS).then(|| (Ok::<_, Infallible>(tick), (stop, count + 1)))
    });
    let mut response = Sse::new(ticks).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn unavailable(error: &PlatformError) -> Response<Body> {
    tracing::error!(%error, "a live stream cannot begin");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn the_last_position_of_the_address_counts() {
        assert_eq!(after(Some("after=7")), Some(7));
        assert_eq!(after(Some("after=7&after=12")), Some(12));
        assert_eq!(after(Some("after=7&after=nonsense")), Some(7));
        assert_eq!(after(Some("x=1")), None);
        assert_eq!(after(None), None);
    }
}
