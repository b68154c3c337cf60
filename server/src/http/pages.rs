//! Pages and server functions: gives each request its `Ctx` and nonce, and each answer its security headers.
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use app::ctx::{Ctx, Session};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Response, header};
use axum::middleware::{self, Next};
use axum::routing::{any, get};
use domain::GuestId;
use domain::roles::Actor;
use leptos::config::LeptosOptions;
use leptos::nonce::{Nonce, provide_nonce, use_nonce};
use leptos::prelude::{expect_context, provide_context, use_context};
use leptos_axum::{LeptosRoutes, ResponseOptions, generate_route_list, handle_server_fns_with_context};

/// The router of all pages and server functions.
pub fn router() -> Router {
    app::site::set_version(super::site::VERSION);
    // Leptos asks for options, but nothing that reads them is used: files are embedded (`site`).
    let options = LeptosOptions::builder().output_name("orinoco").build();
    let routes = generate_route_list(app::App);
    Router::new()
        .route("/api/{*function}", any(|request: Request| handle_server_fns_with_context(provide, request)))
        .leptos_routes_with_context(&options, routes, provide, app::shell)
        .fallback(get(leptos_axum::render_app_async_with_context(provide, app::shell)))
        .layer(middleware::from_fn(with_ctx))
        .with_state(options)
}

/// Puts the request's `Ctx` into its extensions. Whoever knows sessions adds them here.
async fn with_ctx(request: Request, next: Next) -> Response<Body> {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let request_id = format!("{:08x}", NEXT.fetch_add(1, Ordering::Relaxed));
    let (mut parts, body) = request.into_parts();
    let ctx = Ctx::from_request(&parts, &request_id, Session::of(Actor::Guest(nobody())));
    parts.extensions.insert(ctx);
    next.run(Request::from_parts(parts, body)).await
}

/// The guest that owns nothing.
fn nobody() -> GuestId {
    static NOBODY: LazyLock<GuestId> =
        LazyLock::new(|| "gst_00000000000000000000000000".parse().expect("a well-formed id"));
    *NOBODY
}

/// Gives a page or server function its context.
fn provide() {
    if let Some(ctx) =
        use_context::<http::request::Parts>().and_then(|parts| parts.extensions.get::<Ctx>().cloned())
    {
        provide_context(ctx);
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
         img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    ))
    .ok()
}
