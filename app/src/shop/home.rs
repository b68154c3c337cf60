//! The home page: departments, deals, and what is new.
use leptos::prelude::*;
use platform::search::{SearchRequest, Sort};

use super::landing::{CategoryTiles, departments, with_photos};
use super::tiles::found_tiles;
use super::{deals, rows};
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::head::shop;
use crate::ui::*;

const NEW_PRODUCTS: u32 = 24;

pub async fn page() -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let newest = SearchRequest {
        sort: Sort::Newest,
        in_stock: true,
        per_page: NEW_PRODUCTS,
        ..SearchRequest::default()
    };
    let found = platform.search.query(newest).await?;
    let tree = platform.categories().await?;
    let departments = departments(&tree, &found.categories).await?;
    let mut conn = platform.db.read_together().await?;
    let products = found_tiles(&mut conn, &found.hits, &[]).await?;
    let departments = with_photos(&mut conn, departments).await?;
    drop(conn);
    let deals = deals::row().await?;
    let (seen, popular) = (rows::recently_seen(None).await?, rows::popular().await?);
    let total = found.total;
    let head = Head {
        description: t.home_description(),
        canonical: Some("/".into()),
        json_ld: shop(&platform.config.site_url(), &t.brand()).into(),
        ..Head::default()
    };
    Ok(view! {
        <ShopPage title=t.brand() head>
            <section class="relative mb-8 overflow-hidden rounded-card bg-accent px-6 pt-8 pb-16 text-on-accent sm:px-10 sm:pt-10">
                <svg viewBox="0 0 600 120" preserveAspectRatio="none" aria-hidden="true"
                    class="absolute inset-x-0 bottom-0 h-14 w-full opacity-20" fill="none" stroke="currentColor" stroke-width="10" stroke-linecap="round">
                    <path d="M0 40c50-30 100 30 150 0s100-30 150 0 100 30 150 0 100-30 150 0" />
                    <path d="M0 80c50-30 100 30 150 0s100-30 150 0 100 30 150 0 100-30 150 0" opacity="0.6" />
                </svg>
                <div class="relative flex flex-col gap-2">
                    <h1 class="text-3xl font-bold sm:text-4xl">{t.brand_promise()}</h1>
                    <p class="max-w-xl text-lg">{t.home_intro(total as i64)}</p>
                </div>
            </section>
            <CategoryTiles tiles=departments title=t.nav_departments() />
            {deals.map(|row| view! { <div class="mb-12">{row}</div> })}
            <section aria-labelledby="new">
                <h2 id="new" class="mb-4 text-2xl font-bold">{t.home_new()}</h2>
                {if products.is_empty() {
                    view! { <EmptyState title=t.home_empty_title() text=t.home_empty_text() icon=Icon::Store /> }.into_any()
                } else {
                    view! { <Grid products /> }.into_any()
                }}
            </section>
            {popular}
            {seen}
        </ShopPage>
    }
    .into_any())
}

/// Products in a grid; the pictures of the first row are not loaded late.
#[component]
pub(crate) fn Grid(products: Vec<ProductTile>) -> AnyView {
    let cards = products
        .into_iter()
        .enumerate()
        .map(|(at, tile)| view! { <li class="h-full"><ProductCard tile first=at < 4 /></li> })
        .collect_view();
    view! {
        <ul class="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 lg:grid-cols-4 xl:grid-cols-6">{cards}</ul>
    }
    .into_any()
}
