//! All disputes, for the operator. Route `/operator/disputes`.
use domain::DisputeId;
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use platform::disputes::lists;
use platform::sellers::many;

use super::desk::{Shown, filter};
use super::list::DisputeRow;
use super::words::sentence;
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::ui::*;

const PER_PAGE: i64 = 50;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadPlatform, &Resource::Platform)?;
    let t = Ctx::current().t();
    let filter = filter();
    let before: Option<DisputeId> = query("before").and_then(|id| id.parse().ok());
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let mut rows = lists::page(&mut conn, None, filter, before, PER_PAGE + 1)
        .await
        .map_err(|error| sentence(t, error))?;
    let more = rows.len() as i64 > PER_PAGE;
    rows.truncate(PER_PAGE as usize);
    let mut who: Vec<_> = rows.iter().map(|row| row.seller_id).collect();
    who.sort_unstable();
    who.dedup();
    let sellers = many(&mut conn, &who).await?;
    drop(conn);
    let shown = query("show").unwrap_or_default();
    let older = rows
        .last()
        .filter(|_| more)
        .map(|last| format!("/operator/disputes?show={shown}&before={}", last.id));
    let rows = rows
        .into_iter()
        .map(|row| {
            let seller = sellers.get(&row.seller_id).map(|seller| seller.name.clone());
            view! { <DisputeRow row href=None seller /> }
        })
        .collect_view();
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.disputes_title()>
            <div id="disputes" class="flex flex-col gap-4">
                <Shown path="/operator/disputes" filter />
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
