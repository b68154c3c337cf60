//! One product on a list, as its owner and those who were given the link see it alike: picture, prices, note.
use std::collections::HashMap;

use domain::{Money, ProductId};
use leptos::prelude::*;
use platform::db::Conn;
use platform::lists::Item;

use crate::answer::Failure;
use crate::basket::add::AddForm;
use crate::ctx::Ctx;
use crate::shop::tiles::tiles;
use crate::ui::*;

/// What the shop shows of the products now.
pub(super) async fn products(
    conn: &mut Conn,
    items: impl Iterator<Item = &Item>,
) -> Result<HashMap<ProductId, ProductTile>, Failure> {
    let ids: Vec<ProductId> = items.map(|item| item.product_id).collect();
    let tiles = tiles(conn, &ids).await?;
    Ok(tiles.into_iter().filter_map(|tile| Some((tile.product?, tile))).collect())
}

/// "3.10 less than when you added it"; nothing where the price is the same or there is none to compare.
pub(super) fn since_then(then: Option<Money>, now: Option<Money>) -> Option<(Tone, String)> {
    let t = Ctx::current().t();
    let (then, now) = then.zip(now)?;
    let words = shown_text;
    if then.currency() != now.currency() || then == now {
        return None;
    }
    if now.minor() < then.minor() {
        return Some((Tone::Good, t.list_price_less(words(then.sub(now).ok()?))));
    }
    Some((Tone::Plain, t.list_price_more(words(now.sub(then).ok()?))))
}

/// The product with what is said about it; what can be done with it comes as children.
#[component]
pub(super) fn Entry(
    item: Item,
    tile: Option<ProductTile>,
    /// The price of the day it was added is its owner's to know.
    #[prop(optional)]
    compares: bool,
    children: Children,
) -> AnyView {
    let t = Ctx::current().t();
    let tile =
        tile.unwrap_or_else(|| ProductTile { unavailable: Some(t.unavailable()), ..ProductTile::default() });
    let title = match tile.href.is_empty() {
        true => view! { <p class="font-medium"><bdi>{tile.title}</bdi></p> }.into_any(),
        false => {
            view! { <a href=tile.href class="font-medium hover:text-accent"><bdi>{tile.title}</bdi></a> }
                .into_any()
        }
    };
    let since = if compares { since_then(item.price_then, tile.price) } else { None };
    let wanted = (item.quantity > 1).then(|| t.list_wanted(item.quantity));
    view! {
        <li class="flex gap-4 py-5" data-item=item.id.to_string()>
            <PhotoView photo=tile.photo size=96
                class="picture-plate size-20 shrink-0 rounded-control border border-line object-contain p-1 sm:size-28" />
            <div class="flex min-w-0 flex-1 flex-col gap-2">
                {title}
                {tile.price.map(|money| view! { <Price money before=tile.before /> })}
                {tile.unavailable.map(|words| view! { <p class="text-sm text-ink-faint">{words}</p> })}
                {since.map(|(tone, words)| view! { <p><Badge tone>{words}</Badge></p> })}
                {wanted.map(|words| view! { <p class="text-sm text-ink-soft">{words}</p> })}
                {(!item.note.is_empty()).then(|| view! { <p class="text-sm text-ink-soft"><bdi>{item.note.clone()}</bdi></p> })}
                <div class="flex flex-wrap items-center gap-2">{children()}</div>
            </div>
        </li>
    }
    .into_any()
}

/// Puts this many into the cart.
#[component]
pub(super) fn IntoCart(tile: Option<ProductTile>, quantity: i64) -> AnyView {
    let t = Ctx::current().t();
    let Some((offer, title)) = tile.and_then(|tile| Some((tile.offer?, tile.title))) else {
        return ().into_any();
    };
    view! {
        <AddForm offer title=title.clone() swap="list" quantity=quantity.max(1)>
            <Button size=ButtonSize::Small label=t.add_to_cart_what(title)>{t.add_to_cart()}</Button>
        </AddForm>
    }
    .into_any()
}
