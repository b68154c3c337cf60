//! The API for sellers' programs, under `/api/v1`. Each handler is thin: it reads the request, asks the capability that
//! the dashboard asks, and writes the answer. The description at `/api/v1/openapi.json` is made from the same handlers and
//! types. A key opens its seller's things alone; anybody else's do not exist.

mod analysis;
pub mod auth;
mod calendar;
mod changes;
mod coupons;
mod delivery;
mod dispute_documents;
mod disputes;
mod docs;
mod exchanges;
mod export;
mod extract;
mod fee_invoices;
mod fee_quote;
mod feedback;
mod fees;
mod health;
mod holiday;
mod imports;
mod imports_types;
mod invoices;
mod lines;
mod listings;
mod message_documents;
mod message_form;
mod message_pictures;
mod messages;
mod notifications;
mod offers;
mod once;
mod orders;
mod orders_query;
mod orders_types;
mod papers;
mod payouts;
mod postings;
mod price_rules;
pub mod problem;
mod products;
mod profit;
mod promotions;
mod proposals;
mod quality;
mod questions;
mod return_policy;
mod return_rules;
mod returns;
mod reviews;
mod sales;
mod sheets;
mod shipping;
mod staff;
mod standing;
mod store;
mod todo;
mod types;
mod webhook_message;
mod webhook_tries;
mod webhooks;

use super::Shop;
use auth::Buckets;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::IntoResponse as _;
use axum::routing::{any, get};
use platform::Platform;
use problem::Problem;
use std::sync::Arc;
use std::time::Duration;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Where the description is.
pub const DESCRIPTION: &str = "/api/v1/openapi.json";
/// The largest body of a request, in bytes.
const MOST_BYTES: usize = 64 * 1024;
/// The largest body of a request with a file for a bank: a picture, and what stands around it in a form.
const MOST_BYTES_OF_EVIDENCE: usize = platform::pictures::MAX_BYTES + MOST_BYTES;
/// The largest body of a request with many rows.
const MOST_BYTES_OF_ROWS: usize = 256 * 1024;

/// What takes files, which are longer on their way than everything else that is said.
const OF_FILES: [&str; 7] = [
    imports::PATH,
    "/api/v1/disputes/{dispute}/documents",
    "/api/v1/messages/{order}/documents",
    "/api/v1/messages/{order}/pictures",
    "/api/v1/products/by-picture",
    "/api/v1/proposals/{proposal}/pictures",
    "/api/v1/store/logo",
];

/// What the handlers work with; cheap to clone.
#[derive(Clone)]
pub struct Api {
    pub platform: Platform,
    buckets: Arc<Buckets>,
}

/// What takes pictures, which are larger than everything else that is said.
fn with_pictures() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(proposals::picture))
        .routes(routes!(products::by_picture))
        .routes(routes!(store::logo))
        .layer(DefaultBodyLimit::max(platform::pictures::MAX_BYTES))
}

/// What takes messages with their files.
fn with_messages() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(message_pictures::send))
        .routes(routes!(message_documents::send))
        .layer(DefaultBodyLimit::max(super::messages::MOST_BYTES))
}

/// What takes a file for a bank.
fn with_evidence() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(dispute_documents::list, dispute_documents::attach))
        .layer(DefaultBodyLimit::max(MOST_BYTES_OF_EVIDENCE))
}

/// What takes many rows at once.
fn with_rows() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(sheets::list, sheets::save))
        .layer(DefaultBodyLimit::max(MOST_BYTES_OF_ROWS))
}

/// Catalogues in and out. What is sent is read as it comes, with a limit of its own.
fn catalogues() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(imports::list, imports::send))
        .routes(routes!(imports::one))
        .routes(routes!(imports::findings))
        .routes(routes!(imports::start))
        .routes(routes!(imports::undo))
        .routes(routes!(imports::discard))
        .routes(routes!(export::download))
}

/// Every operation, with its description.
fn operations() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .merge(with_pictures())
        .merge(with_messages())
        .merge(with_evidence())
        .merge(with_rows())
        .merge(catalogues())
        .routes(routes!(sheets::one))
        .routes(routes!(sheets::undo))
        .routes(routes!(sales::key))
        .routes(routes!(offers::list, offers::make))
        .routes(routes!(products::find))
        .routes(routes!(listings::one, listings::change))
        .routes(routes!(proposals::categories))
        .routes(routes!(proposals::list, proposals::make))
        .routes(routes!(proposals::one))
        .routes(routes!(offers::one, offers::change))
        .routes(routes!(quality::list))
        .routes(routes!(quality::one))
        .routes(routes!(price_rules::list))
        .routes(routes!(price_rules::one, price_rules::put))
        .routes(routes!(price_rules::remove))
        .routes(routes!(papers::pick_list))
        .routes(routes!(papers::slip))
        .routes(routes!(orders::list))
        .routes(routes!(orders::one))
        .routes(routes!(orders::accept))
        .routes(routes!(orders::ship))
        .routes(routes!(orders::cancel))
        .routes(routes!(orders::deliver))
        .routes(routes!(invoices::list))
        .routes(routes!(invoices::one))
        .routes(routes!(returns::list))
        .routes(routes!(returns::one))
        .routes(routes!(returns::approve))
        .routes(routes!(returns::decline))
        .routes(routes!(returns::receive))
        .routes(routes!(returns::pickup))
        .routes(routes!(returns::refund))
        .routes(routes!(exchanges::accept))
        .routes(routes!(exchanges::send))
        .routes(routes!(exchanges::deliver))
        .routes(routes!(exchanges::turn))
        .routes(routes!(return_policy::now, return_policy::put))
        .routes(routes!(return_rules::now, return_rules::put))
        .routes(routes!(return_rules::preview))
        .routes(routes!(disputes::list))
        .routes(routes!(disputes::one))
        .routes(routes!(disputes::contest))
        .routes(routes!(disputes::accept))
        .routes(routes!(dispute_documents::one))
        .routes(routes!(dispute_documents::remove))
        .routes(routes!(messages::list))
        .routes(routes!(messages::of_order, messages::send))
        .routes(routes!(messages::read))
        .routes(routes!(messages::settle))
        .routes(routes!(messages::report))
        .routes(routes!(message_pictures::one))
        .routes(routes!(message_documents::one))
        .routes(routes!(reviews::list))
        .routes(routes!(reviews::one))
        .routes(routes!(reviews::reply))
        .routes(routes!(reviews::report))
        .routes(routes!(reviews::questions))
        .routes(routes!(reviews::answer))
        .routes(routes!(questions::one))
        .routes(routes!(questions::report))
        .routes(routes!(questions::report_answer))
        .routes(routes!(feedback::list))
        .routes(routes!(feedback::one))
        .routes(routes!(feedback::answer))
        .routes(routes!(feedback::report))
        .routes(routes!(promotions::list, promotions::make))
        .routes(routes!(promotions::one, promotions::change))
        .routes(routes!(coupons::list, coupons::make))
        .routes(routes!(coupons::one))
        .routes(routes!(coupons::end))
        .routes(routes!(shipping::list, shipping::make))
        .routes(routes!(shipping::change))
        .routes(routes!(shipping::remove))
        .routes(routes!(holiday::now, holiday::put))
        .routes(routes!(delivery::now, delivery::put))
        .routes(routes!(calendar::now, calendar::put))
        .routes(routes!(store::now, store::put))
        .routes(routes!(store::no_logo))
        .routes(routes!(fees::now))
        .routes(routes!(fee_quote::quote))
        .routes(routes!(fee_invoices::list))
        .routes(routes!(fee_invoices::pdf))
        .routes(routes!(payouts::balance))
        .routes(routes!(payouts::list))
        .routes(routes!(payouts::one))
        .routes(routes!(payouts::statement))
        .routes(routes!(payouts::open_statement))
        .routes(routes!(payouts::year))
        .routes(routes!(lines::list))
        .routes(routes!(postings::one))
        .routes(routes!(papers::statement))
        .routes(routes!(papers::open_statement))
        .routes(routes!(papers::year))
        .routes(routes!(notifications::now, notifications::put))
        .routes(routes!(webhooks::list, webhooks::make))
        .routes(routes!(webhooks::one, webhooks::change))
        .routes(routes!(webhooks::rotate))
        .routes(routes!(webhooks::test))
        .routes(routes!(webhooks::remove))
        .routes(routes!(webhooks::deliveries))
        .routes(routes!(webhook_tries::one))
        .routes(routes!(webhooks::replay))
        .routes(routes!(sales::summary))
        .routes(routes!(sales::daily))
        .routes(routes!(analysis::of_range))
        .routes(routes!(profit::of_range))
        .routes(routes!(todo::now))
        .routes(routes!(health::now))
        .routes(routes!(standing::now))
        .routes(routes!(standing::appeal))
        .routes(routes!(staff::list))
        .routes(routes!(changes::list))
}

/// The description of the API.
#[must_use]
pub fn description() -> OpenApi {
    docs::complete(operations().into_openapi())
}

/// Method and path of every route.
#[must_use]
pub fn every_route() -> Vec<(String, String)> {
    let described = description();
    let mut routes = vec![("GET".to_owned(), DESCRIPTION.to_owned())];
    for (path, mut item) in described.paths.paths {
        let named =
            docs::operations(&mut item).into_iter().map(|(method, _)| (method.to_owned(), path.clone()));
        routes.extend(named);
    }
    routes
}

/// The API with its own limits. It stands outside of what protects browsers: its requests carry no cookie.
pub fn router(shop: &Shop) -> Router {
    let config = &shop.platform.config;
    let api = Api {
        platform: shop.platform.clone(),
        buckets: Arc::new(Buckets::new(config.limits.api_per_minute)),
    };
    let usual = Duration::from_secs(config.limits.request_seconds);
    let (handlers, _) = operations().split_for_parts();
    let text: Option<Arc<str>> = description().to_json().ok().map(Arc::from);
    if let Some(text) = &text {
        app::developers::set_description(text);
    }
    handlers
        .route("/api/v1/", any(async || Problem::not_found()))
        .route("/api/v1/{*rest}", any(async || Problem::not_found()))
        .method_not_allowed_fallback(async || {
            let detail = "This address has other methods: see the `Allow` header.";
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", detail)
        })
        .layer(middleware::from_fn_with_state(api.clone(), auth::authorise))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(middleware::from_fn_with_state(usual, within))
        .route(DESCRIPTION, get(move || std::future::ready(described(text.as_deref()))))
        .layer(middleware::from_fn(unkept))
        .with_state(api)
}

fn described(text: Option<&str>) -> Response<Body> {
    match text {
        Some(text) => ([(header::CONTENT_TYPE, "application/json")], text.to_owned()).into_response(),
        None => Problem::unexpected(&"the description cannot be written").into_response(),
    }
}

/// No answer is kept by anybody on the way.
async fn unkept(request: Request, next: Next) -> Response<Body> {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// How long a request to this route may take: a file as long as one that a person sends.
fn patience_for(route: Option<&str>, usual: Duration) -> Duration {
    let of_file = route.is_some_and(|route| OF_FILES.contains(&route));
    if of_file { usual.max(Duration::from_secs(super::imports::MOST_SECONDS)) } else { usual }
}

async fn within(State(usual): State<Duration>, request: Request, next: Next) -> Response<Body> {
    let patience = patience_for(request.extensions().get::<MatchedPath>().map(MatchedPath::as_str), usual);
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let detail = "This took too long. Try again with the same Idempotency-Key.";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "took-too-long", detail).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utoipa::openapi::RefOr;

    #[test]
    fn whatever_takes_a_file_waits_for_it_and_nothing_else_does() {
        let usual = Duration::from_secs(30);
        let mut of_files = 0;
        for (path, mut item) in description().paths.paths {
            let takes_a_file = docs::operations(&mut item).into_iter().any(|(_, operation)| {
                operation.request_body.as_ref().is_some_and(|body| match body {
                    RefOr::T(body) => {
                        let is_file = |kind| body.content.contains_key(kind);
                        is_file("application/octet-stream") || is_file("multipart/form-data")
                    }
                    RefOr::Ref(_) => false,
                })
            });
            let patience = patience_for(Some(&path), usual);
            assert_eq!(patience > usual, takes_a_file, "{path}");
            of_files += usize::from(takes_a_file);
        }
        assert_eq!(of_files, OF_FILES.len());
        assert_eq!(patience_for(None, usual), usual);
    }
}
