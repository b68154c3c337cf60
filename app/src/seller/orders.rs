//! A seller's orders. Route `/seller/orders`. Live.
use domain::order::PartState;
use domain::roles::Action;
use domain::{Currency, Money, OfferId, PartId, ProductId, format};
use leptos::prelude::*;
use platform::orders::store::{self, Line, PartDetail, SellerFilter};

use super::desk;
use crate::access::{live_from_now, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::islands::Live;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

const PER_PAGE: i64 = 25;

/// What alone is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Only {
    Product(ProductId),
    Offer(OfferId),
}

impl Only {
    fn of_page() -> Option<Self> {
        let offer = query("offer").and_then(|id| id.parse().ok()).map(Self::Offer);
        offer.or_else(|| query("product").and_then(|id| id.parse().ok()).map(Self::Product))
    }

    /// As the address says it.
    fn query(self) -> String {
        match self {
            Self::Product(id) => format!("&product={id}"),
            Self::Offer(id) => format!("&offer={id}"),
        }
    }

    fn is_of(self, line: &Line) -> bool {
        match self {
            Self::Product(id) => line.product_id == id,
            Self::Offer(id) => line.offer_id == id,
        }
    }
}

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
    let shown = query("show").unwrap_or_default();
    let filter = match shown.as_str() {
        "shipped" => SellerFilter::Shipped,
        "cancelled" => SellerFilter::Cancelled,
        "all" => SellerFilter::All,
        _ => SellerFilter::ToShip,
    };
    let before: Option<PartId> = query("before").and_then(|id| id.parse().ok());
    let only = Only::of_page();
    let stream = live_from_now(format!("/live/seller/{}", seller.id)).await?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let limit = PER_PAGE + 1;
    let mut parts = match only {
        Some(Only::Product(id)) => {
            store::parts_with_product(&mut conn, seller.id, id, filter, before, limit).await?
        }
        Some(Only::Offer(id)) => {
            store::parts_with_offer(&mut conn, seller.id, id, filter, before, limit).await?
        }
        None => store::parts_of_seller(&mut conn, seller.id, filter, before, limit).await?,
    };
    let waiting = store::to_ship_count(&mut conn, seller.id).await?;
    drop(conn);
    let more = parts.len() as i64 > PER_PAGE;
    parts.truncate(PER_PAGE as usize);
    let along = only.map(Only::query).unwrap_or_default();
    let older = parts
        .last()
        .filter(|_| more)
        .map(|p| desk::here(&format!("/seller/orders?show={shown}{along}&before={}", p.part.id)));
    let tab = |show: &str, label: String, filter_is: SellerFilter| Tab {
        href: desk::here(&format!("/seller/orders?show={show}{along}")),
        label,
        // How many wait in all: of one product nobody has counted them.
        count: (filter_is == SellerFilter::ToShip && only.is_none())
            .then_some(u64::try_from(waiting).unwrap_or(0)),
        current: filter == filter_is,
    };
    let tabs = vec![
        tab("", t.sales_to_ship(), SellerFilter::ToShip),
        tab("shipped", t.sales_shipped(), SellerFilter::Shipped),
        tab("cancelled", t.sales_cancelled(), SellerFilter::Cancelled),
        tab("all", t.select_all(), SellerFilter::All),
    ];
    let currency = seller.currency;
    let heading = only.map(|only| only_of(only, &parts));
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
                {if rows.is_empty() && only.is_some() {
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

/// Says that only orders of one product or offer are shown, and leads back to all.
fn only_of(only: Only, parts: &[PartDetail]) -> AnyView {
    let t = Ctx::current().t();
    let line = parts.iter().flat_map(|part| &part.lines).find(|line| only.is_of(line));
    let title = line.map(|line| t.sales_of_product(line.title.clone()));
    view! {
        <div id="only-product" class="flex flex-wrap items-center justify-between gap-3">
            <p class="font-semibold"><bdi>{title}</bdi></p>
            <LinkButton href=desk::here("/seller/orders?show=all") kind=ButtonKind::Secondary>{t.desk_all_orders()}</LinkButton>
        </div>
    }
    .into_any()
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
