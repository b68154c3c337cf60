//! A list that somebody shared, for whoever has its link. Route `/l/:code`. Nothing of it can be changed here but what the
//! reader bought; its owner sees no marks, so that a present stays one.
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::lists::{self, Giver, MarkedItem};

use super::api::MarkItem;
use super::entry::{Entry, IntoCart, products};
use super::work::words;
use crate::access::{platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::param;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let code = param("code");
    let visitor = visitor();
    let giver = match visitor.account() {
        Some(account) => Some(Giver::Account(account.id)),
        None => visitor.guest.map(Giver::Guest),
    };
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let list = lists::shared(&mut conn, &code).await.map_err(|e| words(t, e))?;
    let items = lists::marked_items(&mut conn, list.id, giver).await.map_err(|e| words(t, e))?;
    let mut tiles = products(&mut conn, items.iter().map(|marked| &marked.item)).await?;
    drop(conn);
    let own = giver == Some(Giver::Account(list.account_id));
    let empty = items.is_empty();
    let entries = items
        .into_iter()
        .map(|marked| {
            let tile = tiles.remove(&marked.item.product_id);
            let left = if own { marked.item.quantity } else { marked.item.quantity - marked.bought };
            let title = tile.as_ref().map(|tile| tile.title.clone()).unwrap_or_default();
            let marks = (!own).then(|| view! { <Mark marked=marked.clone() code=code.clone() title /> });
            view! {
                <Entry item=marked.item tile=tile.clone()>
                    {(left > 0).then(|| view! { <IntoCart tile quantity=left /> })}
                    {marks}
                </Entry>
            }
        })
        .collect_view();
    let told = if own { t.list_shared_own() } else { t.list_shared_intro() };
    Ok(view! {
        <ShopPage title=list.name.clone() head=Head { private: true, ..Head::default() }>
            <div id="list" class="mx-auto max-w-3xl">
                <h1 class="text-3xl font-bold"><bdi>{list.name}</bdi></h1>
                <p class="mt-2 mb-6 text-ink-soft">{told}</p>
                {if empty {
                    view! { <EmptyState title=t.list_empty_title() icon=Icon::Heart /> }.into_any()
                } else {
                    view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-4 sm:px-5">{entries}</ul> }.into_any()
                }}
            </div>
        </ShopPage>
    }
    .into_any())
}

/// What is bought already, and how to say so.
#[component]
fn Mark(marked: MarkedItem, code: String, title: String) -> AnyView {
    let t = Ctx::current().t();
    let item = marked.item.id.to_string();
    let left = marked.item.quantity - marked.bought;
    if marked.bought_by_me > 0 {
        return view! {
            <Badge tone=Tone::Good>{t.list_bought_by_me(marked.bought_by_me)}</Badge>
            <Form action=MarkItem::PATH swap="list">
                <Hidden name="code" value=code />
                <Hidden name="item" value=item />
                <Hidden name="quantity" value="0" />
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=t.list_unmark_what(title)>{t.undo()}</Button>
            </Form>
        }
        .into_any();
    }
    if left <= 0 {
        return view! { <Badge tone=Tone::Plain>{t.list_bought_already()}</Badge> }.into_any();
    }
    let how_many = if left > 1 {
        view! { <input class="control w-20" type="number" name="quantity" min="1" max=left value="1" aria-label=t.list_how_many(title.clone()) /> }.into_any()
    } else {
        view! { <Hidden name="quantity" value="1" /> }.into_any()
    };
    view! {
        <Form action=MarkItem::PATH swap="list" class="flex flex-wrap items-center gap-2">
            <Hidden name="code" value=code />
            <Hidden name="item" value=item />
            {how_many}
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small label=t.list_mark_what(title)>{t.list_mark()}</Button>
        </Form>
    }
    .into_any()
}
