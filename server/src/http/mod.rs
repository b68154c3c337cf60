//! What the server answers. One router: pages, server functions, pictures, live streams, and what watches the server.
pub mod api;
pub mod data;
pub mod engines;
pub mod health;
pub mod imports;
pub mod limits;
pub mod live;
pub mod media;
pub mod messages;
pub mod pages;
pub mod photos;
pub mod request;
pub mod security;
pub mod site;
pub mod statements;
pub mod streams;
pub mod worker;

use crate::routes_rules;
use app::message::Message;
use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode};
use axum::middleware::{self, Next};
use axum::response::IntoResponse as _;
use axum::routing::{MethodRouter, get, post};
use limits::Limiters;
use metrics_exporter_prometheus::PrometheusHandle;
use platform::Platform;
use platform::domain::roles::Denied;
use request::{Frame, message_page};
use security::Guard;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

/// What the routes work with; cheap to clone.
#[derive(Clone)]
pub struct Shop {
    pub platform: Platform,
    pub metrics: PrometheusHandle,
    /// Ends every live stream when the server stops.
    pub streams: CancellationToken,
}

/// The routes that are no pages. Each one also stands in `routes_rules`.
fn routes(shop: &Shop) -> Vec<(&'static str, MethodRouter)> {
    let platform = shop.platform.clone();
    let watched = (shop.platform.clone(), shop.metrics.clone());
    vec![
        ("/healthz", get(health::healthz)),
        ("/readyz", get(health::readyz).with_state(platform.clone())),
        ("/metrics", get(health::metrics).with_state(watched)),
        ("/sw.js", get(worker::script)),
        ("/manifest.webmanifest", get(worker::manifest)),
        ("/robots.txt", get(engines::robots).with_state(platform.clone())),
        ("/sitemap.xml", get(engines::sitemap).with_state(platform.clone())),
        ("/sitemap/{file}", get(engines::part).with_state(platform.clone())),
        ("/feeds/google.xml", get(engines::google).with_state(platform.clone())),
        ("/account/data/{id}", get(data::export).with_state(platform.clone())),
        ("/seller/imports/{upload}/findings", get(imports::sellers_findings).with_state(platform.clone())),
        (
            "/operator/imports/{upload}/findings",
            get(imports::findings_for_operator).with_state(platform.clone()),
        ),
        ("/seller/export/{format}", get(imports::offers).with_state(platform.clone())),
        ("/seller/payouts/{payout}/statement.csv", get(statements::csv).with_state(platform.clone())),
        ("/media/{picture}/{file}", get(media::picture).with_state(platform.clone())),
        ("/media/drawn/{file}", get(media::drawing).with_state(platform)),
        ("/live/seller/{seller}", get(streams::seller).with_state(shop.clone())),
        ("/live/ticks", get(streams::ticks).with_state(shop.clone())),
        ("/live/order/{order}", get(streams::order).with_state(shop.clone())),
    ]
}

/// The whole server.
pub fn router(shop: &Shop) -> Router {
    let config = &shop.platform.config;
    let frame = Frame { db: shop.platform.db.clone(), proxy_trusted: config.proxy_trusted };
    let guard = Guard { public_url: config.public_url.clone(), on_tls: config.on_tls() };
    let timeout = Duration::from_secs(config.limits.request_seconds);
    let own = routes(shop).into_iter().fold(Router::new(), |router, (path, route)| router.route(path, route));
    // Files are larger than forms: their routes have a limit of their own.
    let uploads = Router::new()
        .route(photos::PATH, post(photos::add).with_state(shop.platform.clone()))
        .layer(middleware::from_fn_with_state(timeout, within))
        .layer(DefaultBodyLimit::max(photos::MOST_BYTES));
    // They answer with a page, so they know what pages know of who asks.
    let talks = Router::new()
        .route(messages::SHOPPER_PATH, post(messages::from_shopper).with_state(shop.platform.clone()))
        .route(messages::SELLER_PATH, post(messages::from_seller).with_state(shop.platform.clone()))
        .layer(middleware::from_fn_with_state(shop.platform.clone(), pages::with_ctx))
        .layer(middleware::from_fn_with_state(timeout, within))
        .layer(DefaultBodyLimit::max(messages::MOST_BYTES));
    // A catalogue takes longer on its way than a page may.
    let patience = Duration::from_secs(imports::MOST_SECONDS.max(config.limits.request_seconds));
    let catalogues = Router::new()
        .route(imports::SELLER_PATH, post(imports::from_seller).with_state(shop.platform.clone()))
        .route(imports::OPERATOR_PATH, post(imports::from_operator).with_state(shop.platform.clone()))
        .layer(middleware::from_fn_with_state(patience, within))
        .layer(DefaultBodyLimit::max(imports::MOST_BYTES));
    // The last layer is the outermost: it sees the request first.
    pages::router(shop.platform.clone())
        .merge(own)
        .layer(middleware::from_fn_with_state(timeout, within))
        // Pages are made for one visitor, so they are packed as they go; files of the site are packed already.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(RequestBodyLimitLayer::new(config.limits.body_bytes))
        .merge(uploads)
        .merge(talks)
        .merge(catalogues)
        .layer(middleware::from_fn_with_state(Limiters::new(&config.limits), limits::limit))
        .layer(middleware::from_fn_with_state(guard.clone(), security::same_site))
        .merge(api::router(shop))
        .layer(middleware::from_fn(site::serve))
        .layer(middleware::from_fn_with_state(guard, security::headers))
        .layer(middleware::from_fn_with_state(frame, request::frame))
}

/// Method and path of every route of the whole server, for the test that each has a rule.
pub fn every_route(shop: &Shop) -> Vec<(String, String)> {
    let own = routes(shop).into_iter().map(|(path, _)| ("GET".to_owned(), path.to_owned()));
    let uploads = [
        photos::PATH,
        messages::SHOPPER_PATH,
        messages::SELLER_PATH,
        imports::SELLER_PATH,
        imports::OPERATOR_PATH,
    ];
    let uploads = uploads.into_iter().map(|path| ("POST".to_owned(), path.to_owned()));
    own.chain(uploads).chain(api::every_route()).chain(pages::every_route()).collect()
}

/// Gives up on a request that takes too long. What it writes is written whole or not at all. A live stream has
/// answered when its first line is out, so it is not cut off.
async fn within(State(timeout): State<Duration>, request: Request, next: Next) -> Response<Body> {
    match tokio::time::timeout(timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_) => message_page(StatusCode::SERVICE_UNAVAILABLE, Message::TookTooLong),
    }
}

/// The refusal of a route that is no page.
fn denied(refusal: Denied) -> Response<Body> {
    StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::FORBIDDEN).into_response()
}

/// Whether every route has a rule; checked at start, so a server with an unruled route never serves.
///
/// # Errors
/// The routes without one.
pub fn check_rules(shop: &Shop) -> Result<(), String> {
    let missing: Vec<String> = every_route(shop)
        .into_iter()
        .filter(|(method, path)| routes_rules::find(method, path).is_none())
        .map(|(method, path)| format!("{method} {path}"))
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("routes without a rule: {}", missing.join(", "))) }
}
