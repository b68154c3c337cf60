//! How a list of products is shown: as a grid or as rows, and what can be done with each product without leaving. Owns the
//! cookie that remembers the way. Called by `listing`.
use domain::ProductId;
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;

use super::compare::Pick;
use crate::answer::set_cookie;
use crate::basket::add::AddForm;
use crate::ctx::{Ctx, cookie};
use crate::page::request_head;
use crate::ui::*;

const COOKIE: &str = "list_view";

domain::text_enum! {
    /// How a list is shown.
    pub(super) enum Way {
        Grid = "grid",
        Rows = "rows",
    }
}

impl Way {
    /// What the address says, which is then remembered; else what was remembered; else a grid.
    pub(super) fn chosen(asked: Option<Way>) -> Way {
        if let Some(way) = asked {
            set_cookie(&format!("{COOKIE}={way}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"));
            return way;
        }
        let parts = request_head();
        let remembered = parts.and_then(|parts| cookie(&parts.headers, COOKIE).and_then(Way::parse));
        remembered.unwrap_or(Way::Grid)
    }
}

/// Two links that keep everything else that was asked for.
#[component]
pub(super) fn WayLinks(way: Way, grid: String, rows: String) -> AnyView {
    let t = Ctx::current().t();
    let link = |this: Way, href: String, icon: Icon, words: String| {
        let look =
            if this == way { "bg-accent-soft text-accent-strong" } else { "text-ink-soft hover:bg-sunken" };
        view! {
            <a href=href rel="nofollow" aria-current=(this == way).then_some("true") aria-label=words
                class=classes(&["tap rounded-control", look])><IconView icon class="size-5" /></a>
        }
    };
    view! {
        <nav aria-label=t.view_label() class="flex gap-1 rounded-control border border-line bg-surface">
            {link(Way::Grid, grid, Icon::Grid, t.view_grid())}
            {link(Way::Rows, rows, Icon::Menu, t.view_rows())}
        </nav>
    }
    .into_any()
}

/// The products; the pictures of the first ones are not loaded late.
#[component]
pub(super) fn Products(products: Vec<ProductTile>, way: Way, picked: Vec<ProductId>) -> AnyView {
    let entries = products.into_iter().enumerate().map(|(at, tile)| {
        let tools = view! { <Tools tile=tile.clone() picked=picked.clone() /> };
        match way {
            Way::Grid => {
                view! { <li class="flex h-full flex-col"><ProductCard tile first=at < 4 /> {tools}</li> }
                    .into_any()
            }
            Way::Rows => view! { <li><ProductRow tile first=at < 4>{tools}</ProductRow></li> }.into_any(),
        }
    });
    let class = match way {
        Way::Grid => "grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 lg:grid-cols-4 xl:grid-cols-6",
        Way::Rows => "divide-y divide-line rounded-card border border-line bg-surface px-4",
    };
    view! { <ul class=class data-way=way.to_string()>{entries.collect_view()}</ul> }.into_any()
}

/// A product as a row: more of its title, and its way into the cart.
#[component]
fn ProductRow(tile: ProductTile, first: bool, children: Children) -> AnyView {
    let t = Ctx::current().t();
    let ProductTile {
        href,
        title,
        brand,
        photo,
        price,
        before,
        rating,
        promise,
        flag,
        unavailable,
        offer,
        variants,
        ..
    } = tile;
    let buy_what = t.add_to_cart_what(title.clone());
    let buy = offer.map(|offer| {
        view! {
            <AddForm offer title=title.clone()>
                <Button size=ButtonSize::Small label=buy_what>{t.add_to_cart()}</Button>
            </AddForm>
        }
    });
    view! {
        <article class="group relative flex gap-4 py-4">
            <div class="picture-plate size-24 shrink-0 overflow-hidden rounded-card border border-line sm:size-36">
                <PhotoView photo size=160 first class="size-full object-contain p-2" />
            </div>
            <div class="flex min-w-0 flex-1 flex-col gap-1">
                <p class="truncate text-xs font-medium text-ink-faint"><bdi>{brand}</bdi></p>
                <h3 class="leading-snug font-medium tracking-normal"><a href=href class="cover group-hover:text-accent"><bdi>{title}</bdi></a></h3>
                {rating.map(|(rating_tenths, reviews)| view! { <Rating rating_tenths reviews small=true /> })}
                {flag.map(|(tone, words)| view! { <p><Badge tone>{words}</Badge></p> })}
                {price.map(|money| view! { <Price money before /> })}
                {unavailable.map(|words| view! { <p class="text-sm text-ink-faint">{words}</p> })}
                {(!promise.is_empty()).then(|| view! { <p class="text-sm text-ink-soft">{promise}</p> })}
                {variants.map(|words| view! { <p class="text-sm text-ink-soft">{words}</p> })}
                <div class="relative z-1 mt-1 flex flex-wrap items-center gap-x-2 gap-y-1">{buy} {children()}</div>
            </div>
        </article>
    }
    .into_any()
}

/// A quick look, and the tick that compares.
#[component]
fn Tools(tile: ProductTile, picked: Vec<ProductId>) -> AnyView {
    let t = Ctx::current().t();
    let quick = tile.href.strip_prefix("/p/").map(|slug| {
        let (look_what, at) = (t.quick_look_what(tile.title.clone()), format!("/quick/{slug}"));
        view! { <a href=tile.href.clone() data-quick=at aria-label=look_what class="btn btn-quiet btn-small">{t.quick_look()}</a> }
    });
    let pick = tile
        .product
        .map(|product| view! { <Pick product title=tile.title.clone() picked=picked.contains(&product) /> });
    view! {
        <div class="-mx-2 flex flex-wrap items-center [&_.btn]:px-2 [&_.btn]:text-xs">{quick} {pick}</div>
    }
    .into_any()
}
