//! A shopper's returns, newest first. Route `/account/returns`; a guest sees those of this browser.
use domain::ReturnId;
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use platform::returns::{ReturnDetail, lists};

use super::exchange::exchange_badge;
use super::parts::return_href;
use super::words::state_badge;
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
    let before: Option<ReturnId> = query("before").and_then(|id| id.parse().ok());
    let mut returns = match shopper(&visitor) {
        Some(shopper) => {
            let mut conn = platform().db.read().await?;
            lists::of_shopper(&mut conn, shopper, before, PER_PAGE + 1).await?
        }
        None => Vec::new(),
    };
    let more = returns.len() as i64 > PER_PAGE;
    returns.truncate(PER_PAGE as usize);
    let older =
        returns.last().filter(|_| more).map(|last| format!("/account/returns?before={}", last.row.id));
    let rows = returns
        .into_iter()
        .map(|detail| {
            let href = return_href(&detail.row);
            view! { <ReturnRow detail href /> }
        })
        .collect_view();
    Ok(view! {
        <ShopPage title=t.returns_title() head=Head { private: true, ..Head::default() }>
            <h1 class="mb-6 text-3xl font-bold">{t.returns_title()}</h1>
            {if rows.is_empty() {
                view! {
                    <EmptyState title=t.returns_empty_title() text=t.returns_empty_text() icon=Icon::Return>
                        <LinkButton href="/account/orders">{t.nav_orders()}</LinkButton>
                    </EmptyState>
                }.into_any()
            } else {
                view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }.into_any()
            }}
            {older.map(|href| view! { <div class="mt-6"><LinkButton href kind=ButtonKind::Secondary>{t.returns_older()}</LinkButton></div> })}
        </ShopPage>
    }
    .into_any())
}

/// One return in a list; the whole row is a link.
#[component]
pub(super) fn ReturnRow(detail: ReturnDetail, #[prop(into)] href: String) -> AnyView {
    let t = Ctx::current().t();
    let (tone, words) = state_badge(t, detail.row.state.0);
    let instead = detail.exchange.as_ref().filter(|exchange| !exchange.state.0.has_left());
    let instead = instead.map(|exchange| {
        let (tone, words) = exchange_badge(t, exchange.state.0);
        view! { <Badge tone>{t.exchange_is(words)}</Badge> }
    });
    let titles: Vec<String> = detail.lines.iter().map(|l| format!("{} × {}", l.quantity, l.title)).collect();
    let minor =
        if detail.row.refunded_minor > 0 { detail.row.refunded_minor } else { detail.row.claim_minor };
    view! {
        <li class="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-return=detail.row.id.to_string()>
            <div class="min-w-0 flex-1 basis-60">
                <a href=href class="cover line-clamp-2 font-medium hover:text-accent"><bdi>{titles.join(" · ")}</bdi></a>
                <p class="text-sm text-ink-faint"><DateText at=detail.row.requested_at_us time=true /></p>
            </div>
            {instead}
            <Badge tone>{words}</Badge>
            <Amount money=detail.row.money(minor) class="font-semibold" />
        </li>
    }
    .into_any()
}
