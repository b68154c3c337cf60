//! How a page is made: load first, then show, then write it in one go. Owns the error pages. Called by `routes` and
//! by the server.
use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;

use axum::extract::Query;
use http::request::Parts;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::tachys::view::Position;
use leptos_axum::ResponseOptions;

use crate::answer::{Failure, set_cookie, sign_in_path};
use crate::ctx::Ctx;
use crate::flash;
use crate::shell::shell;
use crate::ui::layout::MessagePage;

/// Most pages have fewer bytes.
const ROOM: usize = 64 * 1_024;

/// What a page shows, once it is loaded.
pub type Loading = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Waits for a page and shows it, or the error page with its status. A page is an
/// `async fn() -> Result<impl IntoView, Failure>` that reads everything before it shows anything.
pub fn page<F, V>(work: F) -> Loading
where
    F: Future<Output = Result<V, Failure>> + Send + 'static,
    V: IntoView + 'static,
{
    // A page's future is tens of kilobytes: it moves to the heap at once, not from frame to frame.
    let work = Box::pin(work);
    Box::pin(async move {
        let ctx = Ctx::current();
        if ctx.flash().is_some() {
            set_cookie(&flash::clear_cookie());
        }
        match work.await {
            Ok(view) => view.into_any(),
            Err(failure) => failure_page(&ctx, failure),
        }
    })
}

/// The page for a path that no route knows.
pub fn not_found() -> Loading {
    Box::pin(async { failure_page(&Ctx::current(), Failure::NotFound) })
}

/// The whole document of a page: waits for what it shows, then writes it in one go. `provide` gives the page its
/// context. A page waits for nothing while it is written, so there is nothing to stream.
pub async fn document(load: fn() -> Loading, provide: impl FnOnce()) -> String {
    // Without the framework's shared context: it carries resources into the browser, and no island asks for one.
    let owner = Owner::default();
    let loading = owner.with(|| {
        provide();
        ScopedFuture::new_untracked(load())
    });
    let view = loading.await;
    let html = owner.with(|| {
        // Whole at once: a text that grows is copied at each step.
        let mut html = String::with_capacity(ROOM);
        shell(view).to_html_with_buf(&mut html, &mut Position::FirstChild, true, false, Vec::new());
        html
    });
    owner.unset_with_forced_cleanup();
    html
}

/// Leads on to another page of the shop instead of showing one.
pub fn redirect(to: &str) -> AnyView {
    let response = expect_context::<ResponseOptions>();
    response.set_status(http::StatusCode::SEE_OTHER);
    if let Ok(to) = http::HeaderValue::from_str(to) {
        response.insert_header(http::header::LOCATION, to);
    }
    ().into_any()
}

/// Says that a page has moved for ever: who kept its address, search engines above all, takes the other one from now on.
pub fn moved(to: &str) -> AnyView {
    let view = redirect(to);
    expect_context::<ResponseOptions>().set_status(http::StatusCode::MOVED_PERMANENTLY);
    view
}

fn failure_page(ctx: &Ctx, failure: Failure) -> AnyView {
    failure.log(ctx);
    if matches!(failure, Failure::NotSignedIn) {
        return redirect(&sign_in_path(ctx.path()));
    }
    expect_context::<ResponseOptions>().set_status(failure.status());
    let t = ctx.t();
    let (title, text) = match failure {
        Failure::NotFound => (t.error_not_found_title(), t.error_not_found_text()),
        Failure::Forbidden => (t.error_forbidden_title(), t.error_forbidden_text()),
        Failure::Refused { text, .. } => (t.error_refused_title(), text),
        _ => (t.error_unexpected_title(), t.error_unexpected_text()),
    };
    // What support needs to find it in the log.
    let code = Some(ctx.request_id().to_owned());
    view! { <MessagePage title text code /> }.into_any()
}

/// The head of the request that is being answered. Shared: a page looks at it many times.
#[derive(Clone, Debug)]
pub struct RequestHead(Arc<Parts>);

impl From<Parts> for RequestHead {
    fn from(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for RequestHead {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// What was asked. None outside of a page or server function.
pub(crate) fn request_head() -> Option<RequestHead> {
    use_context::<RequestHead>()
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

/// All values of a repeated query key, in order: `?brand=a&brand=b`. A NUL in one is left out: nobody types it, and PostgreSQL
/// takes a text with one for a fault of ours.
pub fn query_all(name: &str) -> Vec<String> {
    let Some(parts) = request_head() else { return Vec::new() };
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|query| query.0);
    let of_name = pairs.unwrap_or_default().into_iter().filter(|(key, _)| key == name);
    of_name.map(|(_, value)| value.replace('\0', "")).collect()
}
