//! A shopper's conversations with sellers, the latest first. Route `/account/messages`; a guest sees those of this browser.
use domain::messages::Side;
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use platform::messages::{Cursor, Listed, lists};

use super::parts::{UnreadBadge, excerpt};
use super::work::page_of;
use crate::access::{allow, platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::shop::refusals::shopper;
use crate::ui::*;

const PER_PAGE: i64 = 20;

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let visitor = visitor();
    if visitor.account().is_none() && visitor.guest.is_none() {
        allow(Action::ReadAccount, &Resource::OwnAccount)?;
    }
    let after = query("after").and_then(|text| Cursor::parse(&text));
    let mut conn = platform().db.read().await?;
    let mut listed = match shopper(&visitor) {
        Some(shopper) => lists::of_shopper(&mut conn, shopper, after, PER_PAGE + 1).await?,
        None => Vec::new(),
    };
    let more = listed.len() as i64 > PER_PAGE;
    listed.truncate(PER_PAGE as usize);
    let who: Vec<_> = listed.iter().map(|one| one.thread.seller_id).collect();
    let sellers = platform::sellers::many(&mut conn, &who).await?;
    drop(conn);
    let older = listed.last().filter(|_| more).map(|last| {
        let cursor = Cursor::Latest { at: last.thread.last_at_us, part: last.thread.part_id };
        format!("/account/messages?after={cursor}")
    });
    let rows = listed
        .into_iter()
        .map(|listed| {
            let name = sellers.get(&listed.thread.seller_id).map(|s| s.name.clone()).unwrap_or_default();
            view! { <Row listed name /> }
        })
        .collect_view();
    Ok(view! {
        <ShopPage title=t.messages_title() head=Head { private: true, ..Head::default() }>
            <h1 class="mb-6 text-3xl font-bold">{t.messages_title()}</h1>
            {if rows.is_empty() {
                view! {
                    <EmptyState title=t.messages_none_title() text=t.messages_list_empty() icon=Icon::Talk>
                        <LinkButton href="/account/orders">{t.nav_orders()}</LinkButton>
                    </EmptyState>
                }.into_any()
            } else {
                view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }.into_any()
            }}
            {older.map(|href| view! { <div class="mt-6"><LinkButton href kind=ButtonKind::Secondary>{t.messages_more()}</LinkButton></div> })}
        </ShopPage>
    }
    .into_any())
}

/// One conversation; the whole row is a link.
#[component]
fn Row(listed: Listed, name: String) -> AnyView {
    let t = Ctx::current().t();
    let href = page_of(listed.thread.order_id, listed.thread.part_id);
    let text = excerpt(t, &listed, Side::Shopper);
    view! {
        <li class="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-thread=listed.thread.part_id.to_string()>
            <div class="min-w-0 flex-1 basis-60">
                <a href=href class="cover font-medium hover:text-accent"><bdi>{name}</bdi></a>
                <p class="line-clamp-2 break-words text-ink-soft" dir="auto">{text}</p>
                <p class="text-sm text-ink-faint"><DateText at=listed.thread.last_at_us time=true /></p>
            </div>
            <UnreadBadge unread=listed.unread />
        </li>
    }
    .into_any()
}
