//! A shopper's orders, newest first. Route `/account/orders`; a guest sees the orders of this browser.
use domain::OrderId;
use domain::order::OrderState;
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use platform::orders::store::{self, OrderDetail};

use crate::access::{allow, platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::shop::refusals::shopper;
use crate::shop::tiles::thumbnail;
use crate::text::T;
use crate::ui::*;

const PER_PAGE: i64 = 20;

/// Where a whole order stands, in words and tone.
pub(crate) fn state_badge(t: T, state: OrderState) -> (Tone, String) {
    match state {
        OrderState::AwaitingPayment => (Tone::Warn, t.order_awaiting()),
        OrderState::Placed => (Tone::Info, t.order_placed()),
        OrderState::Completed => (Tone::Good, t.order_completed()),
        OrderState::Cancelled => (Tone::Plain, t.order_was_cancelled()),
        OrderState::PaymentFailed => (Tone::Bad, t.order_not_paid()),
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let visitor = visitor();
    if visitor.account().is_none() && visitor.guest.is_none() {
        allow(Action::ReadAccount, &Resource::OwnAccount)?;
    }
    let before: Option<OrderId> = query("before").and_then(|id| id.parse().ok());
    let orders = match shopper(&visitor) {
        Some(shopper) => {
            let platform = platform();
            let mut conn = platform.db.read().await?;
            store::orders_of(&mut conn, shopper, before, PER_PAGE + 1).await?
        }
        None => Vec::new(),
    };
    let more = orders.len() as i64 > PER_PAGE;
    let orders: Vec<OrderDetail> = orders.into_iter().take(PER_PAGE as usize).collect();
    let older = orders.last().filter(|_| more).map(|o| format!("/account/orders?before={}", o.order.id));
    let rows = orders.into_iter().map(|detail| view! { <OrderRow detail /> }).collect_view();
    Ok(view! {
        <ShopPage title=t.nav_orders() head=Head { private: true, ..Head::default() }>
            <h1 class="mb-6 text-3xl font-bold">{t.nav_orders()}</h1>
            {if rows.is_empty() {
                view! {
                    <EmptyState title=t.orders_empty_title() text=t.orders_empty_text() icon=Icon::Orders>
                        <LinkButton href="/">{t.cart_empty_next()}</LinkButton>
                    </EmptyState>
                }.into_any()
            } else {
                view! { <ul class="flex flex-col gap-4">{rows}</ul> }.into_any()
            }}
            {older.map(|href| view! { <div class="mt-6"><LinkButton href kind=ButtonKind::Secondary>{t.orders_older()}</LinkButton></div> })}
        </ShopPage>
    }
    .into_any())
}

#[component]
fn OrderRow(detail: OrderDetail) -> AnyView {
    let t = Ctx::current().t();
    let (tone, words) = state_badge(t, detail.order.state.0);
    let href = format!("/orders/{}", detail.order.id);
    let total = detail.order.total();
    let titles: Vec<String> = detail.parts.iter().flat_map(|p| &p.lines).map(|l| l.title.clone()).collect();
    let pictures = detail
        .parts
        .iter()
        .flat_map(|p| &p.lines)
        .take(4)
        .map(|l| {
            let photo = thumbnail(l.picture_id, l.product_id);
            view! { <PhotoView photo size=64 class="picture-plate size-16 rounded-control border border-line object-contain p-1" /> }
        })
        .collect_view();
    view! {
        <li class="relative flex flex-wrap items-center gap-4 rounded-card border border-line bg-surface p-4 hover:border-accent sm:flex-nowrap">
            <div class="flex shrink-0 gap-2">{pictures}</div>
            <div class="min-w-0 flex-1">
                <p class="flex flex-wrap items-center gap-2 text-sm text-ink-faint">
                    <DateText at=detail.order.placed_at_us /> <Badge tone>{words}</Badge>
                </p>
                <a href=href class="cover line-clamp-2 font-medium"><bdi>{titles.join(" · ")}</bdi></a>
            </div>
            <Amount money=total class="font-bold" />
        </li>
    }
    .into_any()
}
