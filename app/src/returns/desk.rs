//! A seller's returns. Route `/seller/returns`. Live.
use domain::ReturnId;
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use platform::returns::{SellerFilter, lists};

use super::list::ReturnRow;
use crate::access::{live_from_now, may, platform};
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
        "approved" => SellerFilter::Approved,
        "replacements" => SellerFilter::ToReplace,
        "done" => SellerFilter::Done,
        "all" => SellerFilter::All,
        _ => SellerFilter::ToDo,
    };
    let before: Option<ReturnId> = query("before").and_then(|id| id.parse().ok());
    let stream = live_from_now(format!("/live/seller/{}", seller.id)).await?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let mut returns = lists::of_seller(&mut conn, seller.id, filter, before, PER_PAGE + 1).await?;
    let waiting = lists::waiting_count(&mut conn, seller.id).await?;
    let replacements = lists::replacements_due(&mut conn, seller.id).await?;
    drop(conn);
    let more = returns.len() as i64 > PER_PAGE;
    returns.truncate(PER_PAGE as usize);
    let older = returns
        .last()
        .filter(|_| more)
        .map(|last| desk::here(&format!("/seller/returns?show={shown}&before={}", last.row.id)));
    let tab = |show: &str, label: String, filter_is: SellerFilter| Tab {
        href: desk::here(&format!("/seller/returns?show={show}")),
        label,
        count: match filter_is {
            SellerFilter::ToDo => u64::try_from(waiting).ok(),
            SellerFilter::ToReplace => u64::try_from(replacements).ok(),
            _ => None,
        },
        current: filter == filter_is,
    };
    let tabs = vec![
        tab("", t.returns_to_do(), SellerFilter::ToDo),
        tab("replacements", t.exchange_send(), SellerFilter::ToReplace),
        tab("approved", t.returns_approved(), SellerFilter::Approved),
        tab("done", t.returns_done(), SellerFilter::Done),
        tab("all", t.select_all(), SellerFilter::All),
    ];
    let rules = may(Action::ReadSettings, &Resource::Seller(seller.id)).then(|| {
        let href = desk::here(super::rules::PATH);
        view! { <a class="link inline-flex min-h-tap items-center self-start" href=href>{t.return_rules_title()}</a> }
    });
    let rows = returns
        .into_iter()
        .map(|detail| {
            let href = desk::here(&format!("/seller/returns/{}", detail.row.id));
            view! { <ReturnRow detail href /> }
        })
        .collect_view();
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.returns_title()
            actions=view! { <Live stream regions="returns" on=t.live_on() off=t.live_off() /> }.into_any()>
            <div id="returns" class="flex flex-col gap-4">
                <Tabs label=t.returns_title() tabs />
                {rules}
                {if rows.is_empty() {
                    view! { <EmptyState title=t.desk_nothing_title() text=t.returns_desk_empty() icon=Icon::Check /> }.into_any()
                } else {
                    view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }.into_any()
                }}
                {older.map(|href| view! { <LinkButton href kind=ButtonKind::Secondary>{t.returns_older()}</LinkButton> })}
            </div>
        </ConsolePage>
    }
    .into_any())
}
