//! What waits for whoever opens the console, and for who keeps the books what each stream earned, from the
//! ledger's postings. Route `/operator`.
use domain::format;
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use platform::ledger::RevenueStream;
use platform::reporting::{self, REVENUE_DAYS, USUAL_REVENUE_DAYS};

use crate::access::{self, allow, platform};
use crate::answer::Failure;
use crate::content::overview;
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::layout::operator_menu;
use crate::ui::*;

pub(super) fn stream_words(t: T, stream: RevenueStream) -> String {
    match stream {
        RevenueStream::Retail => t.stream_retail(),
        RevenueStream::Commission => t.stream_commission(),
        RevenueStream::PlanFee => t.stream_plan(),
        RevenueStream::ItemFee => t.stream_item(),
        RevenueStream::RefundFee => t.stream_refund(),
    }
}

/// What this visitor's role is for is shown, and nothing else is read.
fn may(action: Action) -> bool {
    access::may(action, &Resource::Platform)
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadPlatform, &Resource::Platform)?;
    let t = Ctx::current().t();
    let mut conn = platform().db.read().await?;
    let dead = match may(Action::ReadSystem) {
        true => conn.job_counts().await?.get("dead").copied().unwrap_or(0),
        false => 0,
    };
    let gaps = may(Action::ReadCatalogue) && overview::imprint_has_gaps(&mut conn).await?;
    drop(conn);
    let no_categories = may(Action::ReadCatalogue) && platform().categories().await?.all().is_empty();
    let rest = if may(Action::ReadMoney) { earned().await? } else { ways() };
    let profit = may(Action::ReadMoney).then(|| {
        let href = format!("/operator/profit?days={}", days_asked());
        view! { <LinkButton href kind=ButtonKind::Secondary>{t.profit_title()}</LinkButton> }
    });
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.operator_overview() actions=profit.into_any()>
            {(dead > 0).then(|| view! {
                <Notice tone=Tone::Bad class="mb-6">
                    {t.operator_dead(dead)} " " <a class="underline" href="/operator/jobs">{t.operator_jobs()}</a>
                </Notice>
            })}
            {no_categories.then(|| view! {
                <Notice tone=Tone::Info class="mb-6">
                    {t.kits_no_categories()} " " <a class="underline" href="/operator/kits">{t.kits_title()}</a>
                </Notice>
            })}
            {gaps.then(|| view! {
                <Notice tone=Tone::Warn class="mb-6">
                    {t.imprint_gaps()} " " <a class="underline" href="/operator/content">{t.operator_content()}</a>
                </Notice>
            })}
            {rest}
        </ConsolePage>
    }
    .into_any())
}

/// What a role without the books opens.
fn ways() -> AnyView {
    let links = operator_menu().into_iter().filter(|(_, href, _)| *href != "/operator");
    let links = links.map(|(icon, href, words)| {
        view! {
            <li>
                <a href=href class="flex min-h-20 items-center gap-4 rounded-card border border-line bg-surface p-5 font-semibold hover:border-accent">
                    <IconView icon class="size-7 text-accent" />
                    {words}
                </a>
            </li>
        }
    });
    let links = links.collect_view();
    view! { <ul id="ways" class="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">{links}</ul> }.into_any()
}

fn days_asked() -> i64 {
    let asked: i64 = query("days").and_then(|d| d.parse().ok()).unwrap_or(USUAL_REVENUE_DAYS);
    if REVENUE_DAYS.contains(&asked) { asked } else { USUAL_REVENUE_DAYS }
}

/// Revenue by stream and day, beside the days before.
async fn earned() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let platform = platform();
    let days = days_asked();
    let mut conn = platform.db.read().await?;
    let (revenue, earlier) = reporting::revenue_days(&mut conn, days).await?;
    drop(conn);
    let currency = platform.config.currency;
    let figures = revenue
        .total
        .iter()
        .map(|s| view! { <Figure label=stream_words(t, s.stream) value=format::money(s.amount, t.writing()) /> })
        .collect_view();
    let bars: Vec<Bar> = revenue
        .points
        .iter()
        .zip(&earlier.points)
        .map(|(point, earlier)| {
            let (own, before) = (point.in_all(currency), earlier.in_all(currency));
            let date = format::civil(point.from.utc_day());
            Bar {
                label: format!("{}/{}", date.day, date.month),
                value: own.minor(),
                text: format::money(own, t.writing()),
                before: Some(before.minor()),
                before_text: format::money(before, t.writing()),
            }
        })
        .collect();
    let tabs: Vec<Tab> = REVENUE_DAYS
        .iter()
        .map(|n| Tab {
            href: format!("/operator?days={n}"),
            label: t.last_days(*n),
            count: None,
            current: *n == days,
        })
        .collect();
    let heads = [t.desk_day(), t.operator_revenue(), t.desk_days_before(days)];
    let csv = format!("/operator/revenue.csv?days={days}");
    let empty = revenue.total.is_empty();
    let shown = if empty {
        view! { <EmptyState title=t.operator_empty_title() text=t.operator_empty_text() icon=Icon::Chart /> }
            .into_any()
    } else {
        view! {
            <div class="mb-8 grid grid-cols-2 gap-4 lg:grid-cols-4">{figures}</div>
            <div class="mb-3 flex flex-wrap items-center justify-between gap-3">
                <h2 class="text-lg font-bold">{t.operator_revenue()}</h2>
                <LinkButton href=csv kind=ButtonKind::Quiet class="relative">
                    {t.analysis_csv()} <span class="sr-only">": " {t.operator_revenue()}</span>
                </LinkButton>
            </div>
            <BarChart title=t.operator_revenue() bars heads id="revenue" />
        }
        .into_any()
    };
    Ok(view! {
        <div class="mb-6"><Tabs label=t.operator_revenue() tabs /></div>
        {shown}
    }
    .into_any())
}
