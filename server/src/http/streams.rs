//! The live streams' addresses: who may follow what.

use super::live::{Follower, Interest, StillAllowed, stream, wanted_position};
use super::pages::visitor_of;
use super::{Shop, denied};
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::{IntoResponse as _, Sse};
use platform::domain::events::ORDER_KINDS;
use platform::domain::roles::{Action, Resource};
use platform::domain::{OrderId, SellerId};
use platform::{PlatformError, orders};
use serde::Deserialize;
use std::sync::Arc;

/// A shopper's page never needs more of the past than this.
const ORDER_PAST: i64 = 5_000;

#[derive(Debug, Deserialize)]
pub struct From {
    /// The position of the log at which the page was made, or of the last event that it saw.
    after: Option<i64>,
}

/// `/live/seller/{seller}`: orders, offers and whatever else concerns one seller.
pub async fn seller(
    State(shop): State<Shop>,
    Path(seller): Path<String>,
    Query(from): Query<From>,
    request: Request,
) -> Response<Body> {
    let Ok(id) = seller.parse::<SellerId>() else { return StatusCode::NOT_FOUND.into_response() };
    let interest = Interest { topic: Some(id.to_string()), kinds: &[], keys: Vec::new() };
    follow(shop, request, from.after, interest, Action::ReadSeller, Resource::Seller(id)).await
}

/// `/live/order/{order}`: what happens to one order, for its shopper.
pub async fn order(
    State(shop): State<Shop>,
    Path(order): Path<String>,
    Query(from): Query<From>,
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
    let resource = Resource::Order {
        buyer: detail.order.account_id,
        guest: detail.order.guest_id,
        sellers: detail.parts.iter().map(|p| p.part.seller_id).collect(),
    };
    let keys = detail.parts.iter().map(|p| p.part.id.to_string()).collect();
    let interest = Interest { topic: None, kinds: ORDER_KINDS, keys };
    let after = from.after.map(|position| position.max(last - ORDER_PAST));
    follow(shop, request, after, interest, Action::ReadOrder, resource).await
}

async fn follow(
    shop: Shop,
    request: Request,
    after: Option<i64>,
    interest: Interest,
    action: Action,
    resource: Resource,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    match visitor_of(&shop.platform, &parts).await {
        Ok(visitor) => {
            if let Err(refusal) = visitor.allow(action, &resource) {
                return denied(refusal);
            }
        }
        Err(error) => return unavailable(&error),
    }
    let after = wanted_position(&parts.headers, after);
    let follower = match Follower::new(shop.platform.db.clone(), interest, after).await {
        Ok(follower) => follower,
        Err(error) => return unavailable(&error.into()),
    };
    let (platform, parts, resource) = (shop.platform.clone(), Arc::new(parts), Arc::new(resource));
    // Asked anew with the same cookies: signing out, losing a seat and an ended session all end the stream.
    let allowed: StillAllowed = Arc::new(move || {
        let (platform, parts, resource) = (platform.clone(), Arc::clone(&parts), Arc::clone(&resource));
        Box::pin(async move {
            match visitor_of(&platform, &parts).await {
                Ok(visitor) => visitor.allow(action, &resource).is_ok(),
                Err(_) => false,
            }
        })
    });
    let mut response = Sse::new(stream(follower, allowed, shop.streams.clone())).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A proxy that collects the answer first would hold events back.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

fn unavailable(error: &PlatformError) -> Response<Body> {
    tracing::error!(%error, "a live stream cannot begin");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
