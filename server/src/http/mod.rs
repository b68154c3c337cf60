//! What the server answers. One router: pages, server functions, pictures, live streams, and what watches the server.
pub mod analysis;
pub mod api;
mod by_picture;
pub mod cities;
pub mod data;
pub mod engines;
pub mod evidence;
mod files;
pub mod health;
pub mod imports;
pub mod limits;
pub mod live;
mod logos;
pub mod media;
pub mod messages;
pub mod openings;
pub mod pages;
pub mod papers;
pub mod photos;
pub mod profit;
pub mod proposals;
pub mod request;
pub mod security;
pub mod site;
pub mod skus;
pub mod statements;
pub mod streams;
mod trail;
pub mod worker;

use crate::routes_rules;
use app::message::Message;
use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::{Method, Response, StatusCode};
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

/// A route that is no page. It also stands in `routes_rules`.
struct Route {
    method: Method,
    path: &'static str,
    handler: MethodRouter,
}

fn reads<H, T, S>(path: &'static str, handler: H, state: &S) -> Route
where
    H: Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    Route { method: Method::GET, path, handler: get(handler).with_state(state.clone()) }
}

fn takes<H, T, S>(path: &'static str, handler: H, state: &S) -> Route
where
    H: Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    Route { method: Method::POST, path, handler: post(handler).with_state(state.clone()) }
}

/// What is read and no page.
fn readings(shop: &Shop) -> Vec<Route> {
    let platform = &shop.platform;
    let watched = (shop.platform.clone(), shop.metrics.clone());
    vec![
        reads("/healthz", health::healthz, &()),
        reads("/readyz", health::readyz, platform),
        reads("/metrics", health::metrics, &watched),
        reads("/sw.js", worker::script, &()),
        reads("/manifest.webmanifest", worker::manifest, &()),
        reads("/address/city", cities::city, platform),
        reads("/robots.txt", engines::robots, platform),
        reads("/sitemap.xml", engines::sitemap, platform),
        reads("/sitemap/{file}", engines::part, platform),
        reads("/feeds/google.xml", engines::google, platform),
        reads("/account/data/{id}", data::export, platform),
        reads("/seller/imports/{upload}/findings", imports::sellers_findings, platform),
        reads("/operator/imports/{upload}/findings", imports::findings_for_operator, platform),
        reads("/seller/export/{format}", imports::offers, platform),
        reads("/seller/opening/documents/{document}", openings::for_owner, platform),
        reads("/operator/sellers/{seller}/documents/{document}", openings::for_operator, platform),
        reads("/seller/disputes/{dispute}/documents/{paper}", evidence::for_seller, platform),
        reads("/operator/disputes/{dispute}/documents/{paper}", evidence::for_operator, platform),
        reads("/seller/payouts/{payout}/statement.csv", statements::csv, platform),
        reads("/seller/payouts/{payout}/statement.pdf", papers::of_payout, platform),
        reads("/orders/{order}/invoices/{invoice}", papers::for_buyer, platform),
        reads("/orders/{order}/returns/{return_id}/slip.pdf", papers::of_return, platform),
        reads("/seller/orders/{part}/invoices/{invoice}", papers::for_seller, platform),
        reads("/seller/year.csv", statements::year_csv, platform),
        reads("/seller/year.pdf", papers::of_year, platform),
        reads("/seller/invoices/{fee_invoice}/invoice.pdf", papers::of_fees, platform),
        reads("/seller/analysis/{table}", analysis::csv, platform),
        reads("/seller/profit/file.csv", skus::csv, platform),
        reads("/operator/profit/file.csv", profit::csv, platform),
        reads("/operator/profit/cohorts.csv", profit::cohorts, platform),
        reads("/operator/revenue.csv", profit::revenue, platform),
        reads("/operator/year.csv", profit::years, platform),
        reads("/media/{picture}/{file}", media::picture, platform),
        reads("/media/drawn/{file}", media::drawing, platform),
        reads("/messages/documents/{file}", messages::document, platform),
        reads("/live/seller/{seller}", streams::seller, shop),
        reads("/live/ticks", streams::ticks, shop),
        reads("/live/order/{order}", streams::order, shop),
    ]
}

/// What takes pictures.
fn photos(shop: &Shop) -> Vec<Route> {
    vec![
        takes(photos::PATH, photos::add, &shop.platform),
        takes(proposals::PATH, proposals::add, &shop.platform),
        takes(logos::PATH, logos::put, &shop.platform),
        takes(by_picture::PATH, by_picture::find, &shop.platform),
    ]
}

/// What takes messages with their pictures.
fn talks(shop: &Shop) -> Vec<Route> {
    vec![
        takes(messages::SHOPPER_PATH, messages::from_shopper, &shop.platform),
        takes(messages::SELLER_PATH, messages::from_seller, &shop.platform),
    ]
}

/// What takes a catalogue.
fn catalogues(shop: &Shop) -> Vec<Route> {
    vec![
        takes(imports::SELLER_PATH, imports::from_seller, &shop.platform),
        takes(imports::OPERATOR_PATH, imports::from_operator, &shop.platform),
    ]
}

/// What takes a document.
fn documents(shop: &Shop) -> Vec<Route> {
    vec![takes(openings::PATH, openings::take, &shop.platform)]
}

/// What takes a file for a bank.
fn evidences(shop: &Shop) -> Vec<Route> {
    vec![takes(evidence::PATH, evidence::take, &shop.platform)]
}

fn routed(routes: Vec<Route>) -> Router {
    routes.into_iter().fold(Router::new(), |router, route| router.route(route.path, route.handler))
}

/// The whole server.
pub fn router(shop: &Shop) -> Router {
    let config = &shop.platform.config;
    let guard = Guard { public_url: config.public_url.clone(), on_tls: config.on_tls() };
    let db = shop.platform.db.clone();
    let frame = Frame { db, proxy_trusted: config.proxy_trusted, guard: guard.clone() };
    let timeout = Duration::from_secs(config.limits.request_seconds);
    // Files take longer on their way than a page may, and are larger than forms: their routes have limits of their own.
    let patience = Duration::from_secs(imports::MOST_SECONDS.max(config.limits.request_seconds));
    let uploads = routed(photos(shop))
        .layer(middleware::from_fn_with_state(patience, within))
        .layer(DefaultBodyLimit::max(photos::MOST_BYTES));
    // They answer with a page, so they know what pages know of who asks.
    let talks = routed(talks(shop))
        .layer(middleware::from_fn_with_state(shop.platform.clone(), pages::with_ctx))
        .layer(middleware::from_fn_with_state(patience, within))
        .layer(DefaultBodyLimit::max(messages::MOST_BYTES));
    let documents = routed(documents(shop))
        .layer(middleware::from_fn_with_state(patience, within))
        .layer(DefaultBodyLimit::max(openings::MOST_BYTES));
    let evidences = routed(evidences(shop))
        .layer(middleware::from_fn_with_state(patience, within))
        .layer(DefaultBodyLimit::max(evidence::MOST_BYTES));
    let catalogues = routed(catalogues(shop))
        .layer(middleware::from_fn_with_state(patience, within))
        .layer(DefaultBodyLimit::max(imports::MOST_BYTES));
    // The last layer is the outermost: it sees the request first.
    pages::router(shop.platform.clone())
        .merge(routed(readings(shop)))
        .layer(middleware::from_fn_with_state(timeout, within))
        // Pages are made for one visitor, so they are packed as they go; files of the site are packed already.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(RequestBodyLimitLayer::new(config.limits.body_bytes))
        .merge(uploads)
        .merge(talks)
        .merge(documents)
        .merge(evidences)
        .merge(catalogues)
        .layer(middleware::from_fn_with_state((guard, Limiters::new(&config.limits)), gate))
        .merge(api::router(shop))
        .layer(middleware::from_fn_with_state(frame, request::frame))
}

/// Method and path of every route of the whole server, for the test that each has a rule.
pub fn every_route(shop: &Shop) -> Vec<(String, String)> {
    let files = [photos(shop), talks(shop), catalogues(shop), documents(shop), evidences(shop)];
    let own = [readings(shop)].into_iter().chain(files);
    let own = own.flatten();
    let own = own.map(|route| (route.method.to_string(), route.path.to_owned()));
    own.chain(api::every_route()).chain(pages::every_route()).collect()
}

/// Lets nobody in whom another site's page sent, or who asks too often.
async fn gate(
    State((guard, limiters)): State<(Guard, Limiters)>,
    request: Request,
    next: Next,
) -> Response<Body> {
    if let Some(refusal) = security::refused(&guard, &request) {
        return refusal;
    }
    match limits::wait(&limiters, &request) {
        Some(wait_s) => limits::refuse(&request.into_parts().0, wait_s),
        None => next.run(request).await,
    }
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
