//! Pages and server functions: gives each request who it is, its `Ctx` and its nonce.
use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};

use any_spawner::Executor;
use app::Page;
use app::ctx::{Ctx, NavLink, Session};
use app::flash::Flash;
use app::page::{Loading, PathParams, RequestHead, document, not_found};
use app::shell::HeadSlot;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::path::RawPathParams;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Response, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse as _, Redirect};
use axum::routing::{MethodRouter, any, get};
use leptos::nonce::{Nonce, provide_nonce, use_nonce};
use leptos::prelude::{expect_context, provide_context, use_context};
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;
use leptos_axum::{ResponseOptions, handle_server_fns_with_context};
use platform::catalog::CategoryTree;
use platform::identity::Client;
use platform::notify::Unread;
use platform::orders::{Shopper, cart};
use platform::{Platform, PlatformError, Visitor};

use super::request::{ClientAddress, Id, message_page, wants_page};
use super::trail;
use app::message::Message;

/// The router of all pages and server functions.
pub fn router(platform: Platform) -> Router {
    app::site::set_version(super::site::VERSION);
    // Every test's server asks for it; after the first it is there already.
    let _ = Executor::init_tokio();
    let router = app::PAGES.iter().fold(Router::new(), |router, page| router.route(page.path, shown(*page)));
    router
        .route("/api/{*function}", any(function))
        .fallback(get(unknown))
        .layer(middleware::from_fn_with_state(platform, with_ctx))
}

/// The handler of a page. A path that is not UTF-8 names nothing.
fn shown(page: Page) -> MethodRouter {
    get(move |named: Named, request: Request| {
        let named = named.iter().flat_map(|all| all.iter()).map(|(k, v)| (k.to_owned(), v.to_owned()));
        let named = PathParams(named.collect());
        answer(page.load, named, request)
    })
}

/// The most that is read of what the framework says of a form that it cannot read, in bytes.
const LONGEST_WORDS: usize = 16 * 1024;

/// A server function's answer. The framework calls whatever it cannot read of a form a fault of ours; it is the sender's: a 400,
/// which a person reads on a page, with nothing of it in an address.
async fn function(request: Request) -> Response<Body> {
    let reads_page = wants_page(request.headers());
    let answered = handle_server_fns_with_context(provide, request).await.into_response();
    if !answered.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        // A 400 of no function: there is none of this name and method, and how we are built is nobody's business.
        let is_unknown = answered.status() == StatusCode::BAD_REQUEST;
        return if is_unknown { message_page(StatusCode::NOT_FOUND, Message::Missing) } else { answered };
    }
    let (mut parts, body) = answered.into_parts();
    let Ok(words) = to_bytes(body, LONGEST_WORDS).await else {
        return message_page(StatusCode::BAD_REQUEST, Message::Malformed);
    };
    let unread = UNREAD.iter().any(|kind| words.starts_with(kind));
    if unread && reads_page {
        return message_page(StatusCode::BAD_REQUEST, Message::Malformed);
    }
    if unread {
        parts.status = StatusCode::BAD_REQUEST;
    }
    Response::from_parts(parts, Body::from(words))
}

/// How the framework's words begin where a form cannot be read. Our own functions say `ServerError` alone.
const UNREAD: [&[u8]; 3] = [b"Args|", b"Deserialization|", b"MissingArg|"];

/// A page's answer: the document, with the status and the headers that the page asked for.
async fn answer(load: fn() -> Loading, named: PathParams, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let ctx = parts.extensions.get::<Ctx>().cloned();
    let options = ResponseOptions::default();
    let asked = options.clone();
    let html = document(load, move || {
        provide_context(options);
        provide_context(named);
        provide_context(RequestHead::from(parts));
        provide_context(HeadSlot::default());
        provide();
    });
    let mut response = Html(html.await).into_response();
    let mut asked = asked.0.write().unwrap_or_else(PoisonError::into_inner);
    if let Some(status) = asked.status {
        *response.status_mut() = status;
    }
    response.headers_mut().extend(asked.headers.drain());
    if let Some(ctx) = ctx {
        let status = response.status();
        app::phone::keep::mark(&ctx, status, response.headers_mut());
    }
    response
}

/// A page in answer to a form of it that was refused: with what was typed, however long that is.
pub(super) async fn answer_again(
    route: &str,
    named: Vec<(String, String)>,
    mut parts: Parts,
    flash: Flash,
) -> Response<Body> {
    let Some(page) = app::PAGES.iter().find(|page| page.path == route) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if let Some(ctx) = parts.extensions.get::<Ctx>().cloned() {
        parts.extensions.insert(ctx.with_flash(flash));
    }
    let asked = Request::from_parts(parts, Body::empty());
    let mut response = answer(page.load, PathParams(named), asked).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

/// A path that no route knows. `/cart/` is what some people and links make of `/cart`.
async fn unknown(request: Request) -> Response<Body> {
    match without_trailing_slash(request.uri()) {
        Some(to) => Redirect::permanent(&to).into_response(),
        None => answer(not_found, PathParams::default(), request).await,
    }
}

/// The same address without the slash at its end; never one that a browser would take for another host's.
fn without_trailing_slash(uri: &Uri) -> Option<String> {
    let path = uri.path().strip_suffix('/').filter(|path| !path.is_empty())?;
    let plain = path.starts_with('/') && !path.contains("//") && !path.contains('\\');
    plain.then(|| uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}")))
}

type Named = Result<RawPathParams, RawPathParamsRejection>;

/// Method and path of every page and server function.
pub fn every_route() -> Vec<(String, String)> {
    let pages = app::PAGES.iter().map(|page| ("GET".to_owned(), page.path.to_owned()));
    let functions = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, method)| (method.to_string(), path.to_owned()));
    pages.chain(functions).collect()
}

/// Puts who it is and what the page's frame shows into the request's extensions.
pub(super) async fn with_ctx(
    State(platform): State<Platform>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    let id = parts.extensions.get::<Id>().map(|id| id.0.clone()).unwrap_or_default();
    let known = async {
        let visitor = visitor_of(&platform, &parts).await?;
        let session = session_of(&platform, &visitor).await?;
        let reading = app::prefs::reading::reading(&platform.rates, visitor.account(), &parts.headers);
        let ctx = Ctx::from_request(&parts, &id, session)
            .with_departments(departments(&platform).await?)
            .with_asks(crate::forms::asks_of)
            .with_reading(reading);
        Ok::<_, PlatformError>((visitor, ctx))
    };
    match known.await {
        Ok((visitor, ctx)) => {
            let actor = visitor.account().map(|_| visitor.actor.clone());
            parts.extensions.insert(platform);
            parts.extensions.insert(visitor);
            parts.extensions.insert(ctx);
            trail::run(actor, Request::from_parts(parts, body), next).await
        }
        Err(error) => {
            tracing::error!(%error, "the visitor could not be resolved");
            message_page(StatusCode::SERVICE_UNAVAILABLE, Message::Closed)
        }
    }
}

/// Who makes this request.
///
/// # Errors
/// When the database cannot be read.
pub async fn visitor_of(platform: &Platform, parts: &Parts) -> Result<Visitor, PlatformError> {
    let cookies = parts.headers.get_all(header::COOKIE);
    let cookies: Vec<&str> = cookies.iter().filter_map(|value| value.to_str().ok()).collect();
    let address: Option<IpAddr> = parts.extensions.get::<ClientAddress>().and_then(|a| a.0);
    let agent =
        parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    platform.visitor(&cookies, Client { address, user_agent: agent.to_owned() }).await
}

/// What the frame of every page shows of a visitor.
async fn session_of(platform: &Platform, visitor: &Visitor) -> Result<Session, PlatformError> {
    let account = visitor.account();
    let shopper = match (account, visitor.guest) {
        (Some(account), _) => Shopper::Account(account.id),
        (None, Some(guest)) => Shopper::Guest(guest),
        (None, None) => return Ok(Session::of(visitor.actor.clone())),
    };
    let mut conn = platform.db.read().await?;
    let cart_count = cart::count(&mut conn, shopper).await?;
    let (deliver_to, unread) = match account {
        Some(account) => (
            platform::identity::addresses::default(&mut conn, account.id).await?,
            platform::notify::unread(&mut conn, account.id).await?,
        ),
        None => (None, Unread::default()),
    };
    Ok(Session {
        actor: visitor.actor.clone(),
        name: account.map(|a| a.name.clone()),
        cart_count: u32::try_from(cart_count).unwrap_or(0),
        deliver_to: deliver_to
            .map(|saved| format!("{} {}", saved.address.city, saved.address.postcode).trim().to_owned()),
        unread: u32::try_from(unread.all).unwrap_or(0),
        unread_at_desks: unread
            .at_desks
            .into_iter()
            .map(|(seller, count)| (seller, u32::try_from(count).unwrap_or(0)))
            .collect(),
    })
}

/// The departments as every page's header shows them: made once for each reading of the tree, not once a page.
async fn departments(platform: &Platform) -> Result<Arc<Vec<NavLink>>, PlatformError> {
    type Made = (Arc<CategoryTree>, Arc<Vec<NavLink>>);
    static LAST: RwLock<Option<Made>> = RwLock::new(None);
    let tree = platform.categories().await?;
    if let Some((from, links)) = LAST.read().unwrap_or_else(PoisonError::into_inner).as_ref()
        && Arc::ptr_eq(from, &tree)
    {
        return Ok(Arc::clone(links));
    }
    let link = |category: &platform::catalog::Category| NavLink {
        href: format!("/c/{}", category.slug),
        label: category.name.clone(),
    };
    let links: Vec<NavLink> = tree.roots().map(link).collect();
    let mut last = LAST.write().unwrap_or_else(PoisonError::into_inner);
    // The header is kept under them: it is written anew only when they are others.
    let same = last.take().map(|(_, links)| links).filter(|last| **last == links);
    let links = same.unwrap_or_else(|| Arc::new(links));
    *last = Some((tree, Arc::clone(&links)));
    Ok(links)
}

/// Gives a page or server function its context.
fn provide() {
    // A server function is given its request's head by the framework.
    let head = use_context::<RequestHead>().or_else(|| {
        let head = RequestHead::from(use_context::<Parts>()?);
        provide_context(head.clone());
        Some(head)
    });
    if let Some(parts) = head {
        if let Some(ctx) = parts.extensions.get::<Ctx>() {
            provide_context(ctx.clone());
        }
        if let Some(visitor) = parts.extensions.get::<Visitor>() {
            provide_context(visitor.clone());
        }
        if let Some(platform) = parts.extensions.get::<Platform>() {
            provide_context(platform.clone());
        }
    }
    if use_nonce().is_none() {
        provide_nonce();
    }
    let (response, nonce) = (expect_context::<ResponseOptions>(), use_nonce());
    if let Some(policy) = nonce.and_then(|nonce| policy(&nonce)) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn policy(nonce: &Nonce) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!(
        "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    ))
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trailing_slash_leads_to_the_page_and_to_no_other_host() {
        let to = |path: &str| path.parse::<Uri>().ok().and_then(|uri| without_trailing_slash(&uri));
        assert_eq!(to("/cart/").as_deref(), Some("/cart"));
        assert_eq!(to("/search/?q=a/").as_deref(), Some("/search?q=a/"));
        for path in ["/", "/cart", "//elsewhere.example/", "/\\elsewhere.example/"] {
            assert_eq!(to(path), None, "{path}");
        }
    }
}
