//! Who asks: the key of the `Authorization` header, how often it may ask, and what it may do. What a route needs
//! stands in `routes_rules`, nowhere else; a route that is not in it answers nobody.

use super::Api;
use super::problem::Problem;
use crate::http::request::ClientAddress;
use crate::http::trail;
use crate::routes_rules::{self, About};
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, Response, StatusCode, header};
use axum::middleware::Next;
use axum::response::IntoResponse as _;
use domain::ApiKeyId;
use domain::feature::{Feature, of_operation};
use domain::text_enum::TextEnum as _;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use platform::db::Conn;
use platform::db::changes::{By, acting};
use platform::integrations::{ApiKey, IntegrationError, keys};
use platform::sellers::{self, Seller, SellerError};
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;

/// Requests without a right key, per address and minute: nobody guesses 256 bits, but each guess costs a look.
const STRANGERS_PER_MINUTE: u32 = 120;
/// When to ask again for what an operator has switched off, in seconds: a guess.
const CLOSED_FOR_S: u64 = 60;
/// Those that have been quiet are forgotten when this many are known.
const FORGET_ABOVE: usize = 20_000;

/// The key of a request and whose it is.
#[derive(Clone, Debug)]
pub struct Caller {
    pub key: ApiKey,
    pub seller: Seller,
}

/// How often each key, and each address without one, may ask this server: a bucket that holds a minute's worth.
pub struct Buckets {
    keys: DefaultKeyedRateLimiter<ApiKeyId>,
    strangers: DefaultKeyedRateLimiter<IpAddr>,
}

impl Buckets {
    pub fn new(per_minute: u32) -> Self {
        let bucket = |n: u32| Quota::per_minute(NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN));
        Self {
            keys: RateLimiter::keyed(bucket(per_minute)),
            strangers: RateLimiter::keyed(bucket(STRANGERS_PER_MINUTE)),
        }
    }
}

fn take<K: Hash + Eq + Clone>(bucket: &DefaultKeyedRateLimiter<K>, of: &K) -> Result<(), Problem> {
    if bucket.len() > FORGET_ABOVE {
        bucket.retain_recent();
    }
    bucket
        .check_key(of)
        .map_err(|until| Problem::too_many(until.wait_time_from(DefaultClock::default().now()).as_secs() + 1))
}

/// Lets a request through that its key may make, with its [`Caller`].
pub async fn authorise(State(api): State<Api>, request: Request, next: Next) -> Response<Body> {
    match caller(&api, request).await {
        Ok(request) if request.method().is_safe() => next.run(request).await,
        Ok(request) => {
            let caller = request.extensions().get::<Caller>();
            let (key, seller) = (caller.map(|c| c.key.id), caller.map(|c| c.seller.id));
            let desk = seller.map(Into::into).unwrap_or_default();
            let by = By { key, desk, ..trail::deed(&request, Vec::new()) };
            acting(by, next.run(request)).await
        }
        Err(problem) => problem.into_response(),
    }
}

async fn caller(api: &Api, mut request: Request) -> Result<Request, Problem> {
    let found = match bearer(request.headers()) {
        Some(sent) => {
            let mut conn = api.platform.db.read_together().await?;
            match keys::find(&mut conn, sent).await? {
                Some(key) => of_owner(&mut conn, key).await.map_err(|error| Problem::unexpected(&error))?,
                None => None,
            }
        }
        None => None,
    };
    let Some(caller) = found else {
        let address = request.extensions().get::<ClientAddress>().and_then(|address| address.0);
        if let Some(address) = address {
            take(&api.buckets.strangers, &address)?;
        }
        return Err(unknown());
    };
    take(&api.buckets.keys, &caller.key.id)?;
    permitted(&caller, &request)?;
    let (method, route) = (request.method().clone(), route_of(&request).to_owned());
    open(api, &method, &route).await?;
    note(api, &caller.key).await?;
    request.extensions_mut().insert(caller);
    Ok(request)
}

/// A key acts for the owner who made it: of somebody who is none any more no program acts either.
async fn of_owner(conn: &mut Conn, key: ApiKey) -> Result<Option<Caller>, SellerError> {
    if !sellers::is_owner(conn, key.seller, key.made_by).await? {
        return Ok(None);
    }
    Ok(sellers::get(conn, key.seller).await?.map(|seller| Caller { key, seller }))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn unknown() -> Problem {
    let detail =
        "Send `Authorization: Bearer orn_…` with a key of the seller's page “API” that was not revoked.";
    Problem::new(StatusCode::UNAUTHORIZED, "no-key", detail).with(header::WWW_AUTHENTICATE, "Bearer")
}

fn route_of(request: &Request) -> &str {
    request.extensions().get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default()
}

/// Refuses what an operator has switched off: all programs, or this operation.
async fn open(api: &Api, method: &Method, route: &str) -> Result<(), Problem> {
    let off = api.platform.switched_off().await.map_err(|error| Problem::unexpected(&error))?;
    let is_closed = |feature: Feature| off.contains(&feature);
    if !is_closed(Feature::SellerApi) && !of_operation(method.as_str(), route).any(is_closed) {
        return Ok(());
    }
    let detail = "The shop has closed this at the moment; nothing was changed. Try again later with the same \
                  Idempotency-Key.";
    Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "switched-off", detail)
        .with(header::RETRY_AFTER, &CLOSED_FOR_S.to_string()))
}

/// Whether the route's rule lets this key.
fn permitted(caller: &Caller, request: &Request) -> Result<(), Problem> {
    let path = route_of(request);
    let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
    let Some(rule) = routes_rules::find(method.as_str(), path) else {
        // A path that is known under another method is told which ones there are. Anything else does not exist.
        let known = routes_rules::RULES.iter().any(|rule| rule.path == path);
        return if known { Ok(()) } else { Err(Problem::not_found()) };
    };
    match rule.about {
        About::Key(Some(scope)) if caller.key.scopes.has(scope) => Ok(()),
        About::Key(None) => Ok(()),
        About::Key(Some(scope)) => {
            let detail =
                format!("This key has no scope `{scope}`. Make a key that has, on the seller's page “API”.");
            let says = format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", scope.as_str());
            Err(Problem::new(StatusCode::FORBIDDEN, "insufficient-scope", detail)
                .with(header::WWW_AUTHENTICATE, &says))
        }
        _ => Err(Problem::not_found()),
    }
}

async fn note(api: &Api, key: &ApiKey) -> Result<(), Problem> {
    let id = key.id;
    if keys::use_is_news(key, api.platform.db.now()) {
        let noted: Result<(), IntegrationError> =
            api.platform.db.write(move |tx| Box::pin(keys::used(tx, id))).await;
        noted?;
    }
    Ok(())
}
