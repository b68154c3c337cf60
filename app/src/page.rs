//! How a page is made: load first, then show. Owns the error pages. Called by `routes`.
use std::future::Future;

use axum::extract::Query;
use http::request::Parts;
use leptos::either::Either;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos_axum::ResponseOptions;

use crate::answer::{Failure, set_cookie, sign_in_path};
use crate::ctx::Ctx;
use crate::flash;
use crate::ui::layout::MessagePage;

/// Waits for a page and shows it, or the error page with its status. A page is an
/// `async fn() -> Result<impl IntoView, Failure>` that reads everything before it shows anything.
pub fn page<F, V>(work: F) -> AnyView
where
    F: Future<Output = Result<V, Failure>> + Send + 'static,
    V: IntoView + 'static,
{
    let ctx = Ctx::current();
    if ctx.flash().is_some() {
        set_cookie(&flash::clear_cookie());
    }
    // The page is written after it was waited for, on whatever thread: without its owner its tags for the head of
    // the document would find no place to go.
    let owner = Owner::current().unwrap_or_default();
    Suspend::new(async move {
        let view = match work.await {
            Ok(view) => Either::Left(view),
            Err(failure) => Either::Right(failure_page(&ctx, failure)),
        };
        OwnedView::new_with_owner(view, owner)
    })
    .into_any()
}

/// The page for a path that no route knows.
pub fn not_found() -> AnyView {
    failure_page(&Ctx::current(), Failure::NotFound)
}

fn failure_page(ctx: &Ctx, failure: Failure) -> AnyView {
    failure.log(ctx);
    let response = expect_context::<ResponseOptions>();
    if matches!(failure, Failure::NotSignedIn) {
        response.set_status(http::StatusCode::SEE_OTHER);
        if let Ok(to) = http::HeaderValue::from_str(&sign_in_path(ctx.path())) {
            response.insert_header(http::header::LOCATION, to);
        }
        return ().into_any();
    }
    response.set_status(failure.status());
    let t = ctx.t();
    let (title, text, shows_id) = match failure {
        Failure::NotFound => (t.error_not_found_title(), t.error_not_found_text(), false),
        Failure::Forbidden => (t.error_forbidden_title(), t.error_forbidden_text(), false),
        Failure::Refused { text, .. } => (t.error_refused_title(), text, false),
        _ => (t.error_unexpected_title(), t.error_unexpected_text(), true),
    };
    let code = shows_id.then(|| ctx.request_id().to_owned());
    view! { <MessagePage title text code /> }.into_any()
}

/// The parts of the path that the route names, as the server's router found them.
#[derive(Clone, Debug, Default)]
pub struct PathParams(pub Vec<(String, String)>);

/// One part of the path: `param("slug")`. Empty when the route has no such part.
pub fn param(name: &str) -> String {
    let params = use_context::<PathParams>().unwrap_or_default();
    params.0.into_iter().find(|(key, _)| key == name).map(|(_, value)| value).unwrap_or_default()
}

/// One value of the query, the last of several: `query("q")`.
pub fn query(name: &str) -> Option<String> {
    query_all(name).pop().filter(|value| !value.is_empty())
}

/// All values of a repeated query key, in order: `?brand=a&brand=b`.
pub fn query_all(name: &str) -> Vec<String> {
    let Some(parts) = use_context::<Parts>() else { return Vec::new() };
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|query| query.0);
    pairs.unwrap_or_default().into_iter().filter(|(key, _)| key == name).map(|(_, value)| value).collect()
}
