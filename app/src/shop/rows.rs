//! Rows of products: those that this visitor looked at, and those that many want. Called by home, deals, product page and
//! empty lists.
use domain::ProductId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::tiles::tiles;
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::prefs::api::ChooseMemory;
use crate::text::T;
use crate::track;
use crate::ui::kept::{Piece, kept};
use crate::ui::*;

pub(super) const MOST: usize = 12;
/// Fewer products that many want are no row.
pub(super) const LEAST_POPULAR: usize = 4;

/// What this visitor looked at. Who has not said whether it may be remembered is asked here, where it would be of use.
pub(crate) async fn recently_seen(now: Option<ProductId>) -> Result<Option<AnyView>, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    if !track::remembers() {
        return Ok(ctx.remembers().is_none().then(|| view! { <AskToRemember /> }.into_any()));
    }
    let seen = track::seen_before(now, MOST).await?;
    row("seen", t.row_seen(), &seen).await
}

/// What many want, from what they put into carts and look at.
pub(crate) async fn popular() -> Result<Option<AnyView>, Failure> {
    let popular = platform().activity.popular().await?;
    if popular.products.len() < LEAST_POPULAR {
        return Ok(None);
    }
    row("popular", Ctx::current().t().row_popular(), &popular.products[..popular.products.len().min(MOST)])
        .await
}

async fn row(id: &'static str, title: String, products: &[ProductId]) -> Result<Option<AnyView>, Failure> {
    if products.is_empty() {
        return Ok(None);
    }
    let mut conn = platform().db.read_together().await?;
    let products = tiles(&mut conn, products).await?;
    drop(conn);
    Ok(Some(shown(id, title, products)))
}

/// A page with all that a row shows some of.
pub(super) struct All {
    pub href: &'static str,
    pub words: String,
}

/// Products beside each other, to be moved sideways.
pub(super) fn shown(id: &'static str, title: String, products: Vec<ProductTile>) -> AnyView {
    shown_with(id, title, products, None)
}

/// The same with a link to all of them.
pub(super) fn shown_with(
    id: &'static str,
    title: String,
    products: Vec<ProductTile>,
    all: Option<All>,
) -> AnyView {
    let cards = products
        .into_iter()
        .map(|tile| view! { <li class="w-40 shrink-0 snap-start sm:w-48"><ProductCard tile /></li> })
        .collect_view();
    view! {
        <section aria-labelledby=id class="mt-12">
            <div class="mb-4 flex flex-wrap items-baseline justify-between gap-x-6">
                <h2 id=id class="text-2xl font-bold">{title}</h2>
                {all.map(|all| view! { <a href=all.href class="inline-flex min-h-tap items-center font-medium text-accent hover:underline">{all.words}</a> })}
            </div>
            <ul class="flex snap-x gap-4 overflow-x-auto pb-3" tabindex="0" role="list" aria-labelledby=id>{cards}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn AskToRemember() -> AnyView {
    let ctx = Ctx::current();
    kept(Piece::Remember { locale: ctx.locale() }, || ask_to_remember(ctx.t()))
}

fn ask_to_remember(t: T) -> AnyView {
    let button =
        "tap rounded-full border border-line-strong bg-surface px-5 text-sm font-medium hover:border-accent";
    view! {
        <section aria-labelledby="remember" class="mt-12 flex flex-wrap items-center justify-between gap-x-8 gap-y-3 rounded-card border border-line bg-surface px-5 py-4">
            <div class="max-w-prose">
                <h2 id="remember" class="font-semibold">{t.memory_ask()}</h2>
                <p class="text-sm text-ink-soft">{t.memory_ask_text()}</p>
            </div>
            <form method="post" action=ChooseMemory::PATH class="flex gap-2">
                <button class=button name="remember" value="1">{t.memory_yes()}</button>
                <button class=button name="remember" value="0">{t.memory_no()}</button>
            </form>
        </section>
    }
    .into_any()
}
