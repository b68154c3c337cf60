//! A seller's disputes. Route `/seller/disputes`. Live.
use domain::DisputeId;
use leptos::prelude::*;
use platform::disputes::lists::{self, DisputeFilter};

use super::list::DisputeRow;
use super::words::sentence;
use crate::access::{live_from_now, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::islands::Live;
use crate::page::query;
use crate::seller::desk;
use crate::ui::*;

const PER_PAGE: i64 = 25;

/// Which disputes `?show=` asks for.
pub(super) fn filter() -> DisputeFilter {
    match query("show").as_deref() {
        Some("done") => DisputeFilter::Done,
        Some("all") => DisputeFilter::All,
        _ => DisputeFilter::Open,
    }
}

/// The lists that there are, on top of the page at this path.
#[component]
pub(super) fn Shown(path: &'static str, filter: DisputeFilter) -> AnyView {
    let t = Ctx::current().t();
    let tab = |show: &str, label: String, of: DisputeFilter| Tab {
        href: format!("{path}?show={show}"),
        label,
        count: None,
        current: filter == of,
    };
    let tabs = vec![
        tab("", t.disputes_open(), DisputeFilter::Open),
        tab("done", t.disputes_decided(), DisputeFilter::Done),
        tab("all", t.select_all(), DisputeFilter::All),
    ];
    view! { <Tabs label=t.disputes_title() tabs /> }.into_any()
}

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page().await?;
    let t = Ctx::current().t();
    let filter = filter();
    let before: Option<DisputeId> = query("before").and_then(|id| id.parse().ok());
    let stream = live_from_now(format!("/live/seller/{}", seller.id)).await?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let mut rows = lists::page(&mut conn, Some(seller.id), filter, before, PER_PAGE + 1)
        .await
        .map_err(|error| sentence(t, error))?;
    drop(conn);
    let more = rows.len() as i64 > PER_PAGE;
    rows.truncate(PER_PAGE as usize);
    let shown = query("show").unwrap_or_default();
    let older =
        rows.last().filter(|_| more).map(|last| format!("/seller/disputes?show={shown}&before={}", last.id));
    let rows = rows
        .into_iter()
        .map(|row| {
            let href = Some(format!("/seller/disputes/{}", row.id));
            view! { <DisputeRow row href seller=None /> }
        })
        .collect_view();
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.disputes_title()
            actions=view! { <Live stream regions="disputes" on=t.live_on() off=t.live_off() /> }.into_any()>
            <p class="-mt-2 mb-4 max-w-prose text-sm text-ink-soft">{t.disputes_about()}</p>
            <div id="disputes" class="flex flex-col gap-4">
                <Shown path="/seller/disputes" filter />
                {if rows.is_empty() {
                    view! { <EmptyState title=t.desk_nothing_title() text=t.disputes_empty() icon=Icon::Check /> }.into_any()
                } else {
                    view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }.into_any()
                }}
                {older.map(|href| view! { <LinkButton href kind=ButtonKind::Secondary>{t.disputes_older()}</LinkButton> })}
            </div>
        </ConsolePage>
    }
    .into_any())
}
