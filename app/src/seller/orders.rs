//! A seller's orders. Route `/seller/orders`. Live.
use domain::order::PartState;
use domain::roles::Action;
use domain::{Currency, Money, PartId, format};
use leptos::prelude::*;
use platform::orders::store::{self, PartDetail, SellerFilter};

use super::desk;
use crate::access::{live_from_now, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::islands::Live;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

pub(super) mod narrowed;

use narrowed::Asked;

const PER_PAGE: i64 = 25;

/// Where a part stands, in the seller's words.
pub(crate) fn part_badge(t: T, state: PartState) -> (Tone, String) {
    match state {
        PartState::AwaitingPayment => (Tone::Plain, t.order_awaiting()),
        PartState::Placed => (Tone::Warn, t.sale_new()),
        PartState::Accepted => (Tone::Info, t.step_preparing()),
        PartState::PartlyShipped => (Tone::Info, t.step_partly_shipped()),
        PartState::Shipped => (Tone::Good, t.step_shipped()),
        PartState::Delivered => (Tone::Good, t.step_delivered()),
        PartState::Cancelled => (Tone::Plain, t.step_cancelled()),
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSales).await?;
    let t = Ctx::current().t();
    let (show, filter) = match query("show").as_deref() {
        Some("shipped") => ("shipped", SellerFilter::Shipped),
        Some("cancelled") => ("cancelled", SellerFilter::Cancelled),
        Some("kept") => ("kept", SellerFilter::Kept),
        Some("all") => ("all", SellerFilter::All),
        _ => ("", SellerFilter::ToShip),
    };
    let before: Option<PartId> = query("before").and_then(|id| id.parse().ok());
    let asked = Asked::of_page();
    let narrowed = asked.to.is_any();
    let stream = live_from_now(format!("/live/seller/{}", seller.id)).await?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let limit = PER_PAGE + 1;
    let mut parts = if narrowed {
        store::parts_narrowed(&mut conn, seller.id, filter, &asked.to, before, limit).await?
    } else {
        store::parts_of_seller(&mut conn, seller.id, filter, before, limit).await?
    };
    let waiting = store::to_ship_count(&mut conn, seller.id).await?;
    drop(conn);
    let more = parts.len() as i64 > PER_PAGE;
    parts.truncate(PER_PAGE as usize);
    let along = asked.along();
    let older = parts
        .last()
        .filter(|_| more)
        .map(|p| desk::here(&format!("/seller/orders?show={show}{along}&before={}", p.part.id)));
    let tab = |show: &str, label: String, filter_is: SellerFilter| Tab {
        href: desk::here(&format!("/seller/orders?show={show}{along}")),
        label,
        // How many wait in all: of some of them nobody has counted it.
        count: (filter_is == SellerFilter::ToShip && !narrowed)
            .then_some(u64::try_from(waiting).unwrap_or(0)),
        current: filter == filter_is,
    };
    let tabs = vec![
        tab("", t.sales_to_ship(), SellerFilter::ToShip),
        tab("shipped", t.sales_shipped(), SellerFilter::Shipped),
        tab("cancelled", t.sales_cancelled(), SellerFilter::Cancelled),
        tab("kept", t.sales_kept(), SellerFilter::Kept),
        tab("all", t.select_all(), SellerFilter::All),
    ];
    let currency = seller.currency;
    let heading = if narrowed { Some(asked.chips(show, &parts).await?) } else { None };
    let rows = parts.into_iter().map(|part| view! { <SaleRow part currency /> }).collect_view();
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.seller_orders()
            actions=view! {
                <LinkButton href=desk::here("/seller/orders/pick-list") kind=ButtonKind::Secondary>{t.pick_title()}</LinkButton>
                <Live stream regions="sales" on=t.live_on() off=t.live_off() />
            }.into_any()>
            <div id="sales" class="flex flex-col gap-4">
                {heading}
                <Tabs label=t.seller_orders() tabs />
                {if rows.is_empty() && narrowed {
                    view! { <EmptyState title=t.sales_of_none_title() text=t.sales_of_none_text() icon=Icon::Orders /> }.into_any()
                } else if rows.is_empty() {
                    view! { <EmptyState title=t.desk_nothing_title() text=t.desk_nothing_text() icon=Icon::Check /> }.into_any()
                } else {
                    view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }.into_any()
                }}
                {older.map(|href| view! { <LinkButton href kind=ButtonKind::Secondary>{t.orders_older()}</LinkButton> })}
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// One order in a list; the whole row is a link.
#[component]
pub(super) fn SaleRow(part: PartDetail, currency: Currency) -> AnyView {
    let t = Ctx::current().t();
    let (tone, words) = part_badge(t, part.part.state.0);
    let titles: Vec<String> = part.lines.iter().map(|l| format!("{} × {}", l.quantity, l.title)).collect();
    let total = Money::new(part.part.total_minor, currency);
    let ship_by = format::weekday_and_day(part.part.promise.0.ship_day, t.locale());
    let open = part.part.state.0.is_open();
    let href = desk::here(&format!("/seller/orders/{}", part.part.id));
    view! {
        <li class="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-part=part.part.id.to_string()>
            <div class="min-w-0 flex-1 basis-60">
                <a href=href class="cover line-clamp-2 font-medium hover:text-accent"><bdi>{titles.join(" · ")}</bdi></a>
                <p class="text-sm text-ink-faint">
                    <DateText at=part.part.placed_at_us time=true />
                    {open.then(|| view! { <span>" · " {t.sale_ship_by()} " " {ship_by}</span> })}
                </p>
            </div>
            {(part.part.wrap_minor > 0).then(|| view! { <Badge tone=Tone::Info>{t.gift_wrapped()}</Badge> })}
            <Badge tone>{words}</Badge>
            <Amount money=total class="font-semibold" />
        </li>
    }
    .into_any()
}
