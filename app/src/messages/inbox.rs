//! A seller's conversations: those that wait for an answer first. Route `/seller/messages`. Live.
use domain::roles::Action;
use std::collections::HashMap;

use domain::PartId;
use domain::messages::Side;
use leptos::prelude::*;
use platform::messages::{Cursor, Listed, SellerFilter, lists};
use platform::orders::store::{self, PartDetail};

use super::desk_work::page_of;
use super::parts::{UnreadBadge, excerpt};
use crate::access::{live_from_now, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::islands::Live;
use crate::page::query;
use crate::seller::desk;
use crate::ui::*;

const PER_PAGE: i64 = 25;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSales).await?;
    let t = Ctx::current().t();
    let shown = query("show").unwrap_or_default();
    let filter = match shown.as_str() {
        "waiting" => SellerFilter::Waiting,
        "unread" => SellerFilter::Unread,
        _ => SellerFilter::All,
    };
    let after = query("after").and_then(|text| Cursor::parse(&text));
    let stream = live_from_now(format!("/live/seller/{}", seller.id)).await?;
    let mut conn = platform().db.read().await?;
    let mut listed = lists::of_seller(&mut conn, seller.id, filter, after, PER_PAGE + 1).await?;
    let waiting = lists::waiting_count(&mut conn, seller.id).await?;
    let more = listed.len() as i64 > PER_PAGE;
    listed.truncate(PER_PAGE as usize);
    let orders: Vec<_> = listed.iter().map(|one| one.thread.order_id).collect();
    let orders = store::orders_by_id(&mut conn, &orders).await?;
    let parts: Vec<PartId> = listed.iter().map(|one| one.thread.part_id).collect();
    let parts = store::parts_by_id(&mut conn, &parts).await?;
    let parts = store::details(&mut conn, parts).await?;
    drop(conn);
    let mut parts: HashMap<PartId, PartDetail> =
        parts.into_iter().map(|detail| (detail.part.id, detail)).collect();
    let next = listed.last().filter(|_| more).map(|last| {
        let cursor = Cursor::behind(&last.thread, filter);
        format!("/seller/messages?seller={}&show={shown}&after={cursor}", seller.id)
    });
    let tab = |show: &str, label: String, filter_is: SellerFilter| Tab {
        href: desk::here(&format!("/seller/messages?show={show}")),
        label,
        count: (filter_is == SellerFilter::Waiting).then_some(u64::try_from(waiting).unwrap_or(0)),
        current: filter == filter_is,
    };
    let tabs = vec![
        tab("", t.select_all(), SellerFilter::All),
        tab("waiting", t.messages_waiting(), SellerFilter::Waiting),
        tab("unread", t.messages_new(), SellerFilter::Unread),
    ];
    let rows = listed
        .into_iter()
        .map(|listed| {
            let name = orders.get(&listed.thread.order_id).map(|order| order.address.0.name.clone());
            let detail = parts.remove(&listed.thread.part_id);
            let goods = detail.map(|detail| detail.lines.iter().map(|l| l.title.clone()).collect::<Vec<_>>());
            view! { <Row listed name=name.unwrap_or_default() goods=goods.unwrap_or_default().join(" · ") /> }
        })
        .collect_view();
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.messages_title()
            actions=view! { <Live stream regions="inbox" on=t.live_on() off=t.live_off() /> }.into_any()>
            <div id="inbox" class="flex flex-col gap-4">
                <Tabs label=t.messages_title() tabs />
                {if rows.is_empty() {
                    view! { <EmptyState title=t.desk_nothing_title() text=t.messages_desk_empty() icon=Icon::Check /> }.into_any()
                } else {
                    view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }.into_any()
                }}
                {next.map(|href| view! { <LinkButton href kind=ButtonKind::Secondary>{t.messages_more()}</LinkButton> })}
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// One conversation; the whole row is a link.
#[component]
fn Row(listed: Listed, name: String, goods: String) -> AnyView {
    let t = Ctx::current().t();
    let href = page_of(listed.thread.seller_id, listed.thread.part_id);
    let text = excerpt(t, &listed, Side::Seller);
    let waits = listed.thread.waiting_since_us;
    view! {
        <li class="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-thread=listed.thread.part_id.to_string()>
            <div class="min-w-0 flex-1 basis-60">
                <a href=href class="cover font-medium hover:text-accent"><bdi>{name}</bdi></a>
                <p class="line-clamp-2 break-words" dir="auto">{text}</p>
                <p class="line-clamp-1 text-sm text-ink-faint"><DateText at=listed.thread.last_at_us time=true /> " · " <bdi>{goods}</bdi></p>
            </div>
            <div class="flex flex-wrap gap-2">
                <UnreadBadge unread=listed.unread />
                {waits.map(|_| view! { <Badge tone=Tone::Warn>{t.message_waits()}</Badge> })}
            </div>
        </li>
    }
    .into_any()
}
