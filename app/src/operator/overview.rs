//! What each stream earned, from the ledger's postings. Route `/operator`.
use domain::roles::{Action, Resource};
use domain::{DurationUs, Money, Timestamp, format};
use leptos::prelude::*;
use platform::ledger::RevenueStream;
use platform::reporting::{self, RevenuePoint};

use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::content::overview;
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

/// Ranges to choose from, in days.
const RANGES: [i64; 3] = [7, 30, 90];

pub(super) fn stream_words(t: T, stream: RevenueStream) -> String {
    match stream {
        RevenueStream::Retail => t.stream_retail(),
        RevenueStream::Commission => t.stream_commission(),
        RevenueStream::PlanFee => t.stream_plan(),
        RevenueStream::ItemFee => t.stream_item(),
        RevenueStream::RefundFee => t.stream_refund(),
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadPlatform, &Resource::Platform)?;
    let t = Ctx::current().t();
    let platform = platform();
    let asked: i64 = query("days").and_then(|d| d.parse().ok()).unwrap_or(30);
    let days = if RANGES.contains(&asked) { asked } else { 30 };
    let today = platform.db.now().utc_day();
    let to = Timestamp::from_micros((today + 1) * 86_400_000_000);
    let from = to.minus(DurationUs::from_days(days));
    let mut conn = platform.db.read().await?;
    let revenue = reporting::revenue(&mut conn, from, to, DurationUs::from_days(1)).await?;
    let earlier = reporting::revenue(
        &mut conn,
        from.minus(DurationUs::from_days(days)),
        from,
        DurationUs::from_days(1),
    )
    .await?;
    let dead = conn.job_counts().await?.get("dead").copied().unwrap_or(0);
    let gaps = overview::imprint_has_gaps(&mut conn).await?;
    drop(conn);
    let no_categories = platform.categories().await?.all().is_empty();
    let currency = platform.config.currency;
    let figures = revenue
        .total
        .iter()
        .map(|s| view! { <Figure label=stream_words(t, s.stream) value=format::money(s.amount, t.writing()) /> })
        .collect_view();
    let in_all = |point: &RevenuePoint| {
        let own = point.streams.iter().filter(|s| s.amount.currency() == currency);
        Money::new(own.map(|s| s.amount.minor()).sum(), currency)
    };
    let bars: Vec<Bar> = revenue
        .points
        .iter()
        .zip(&earlier.points)
        .map(|(point, earlier)| {
            let (own, before) = (in_all(point), in_all(earlier));
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
    let tabs: Vec<Tab> = RANGES
        .iter()
        .map(|n| Tab {
            href: format!("/operator?days={n}"),
            label: t.last_days(*n),
            count: None,
            current: *n == days,
        })
        .collect();
    let heads = [t.desk_day(), t.operator_revenue(), t.desk_days_before(days)];
    let empty = revenue.total.is_empty();
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.operator_overview()
            actions=view! { <LinkButton href=format!("/operator/profit?days={days}") kind=ButtonKind::Secondary>{t.profit_title()}</LinkButton> }.into_any()>
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
            <div class="mb-6"><Tabs label=t.operator_revenue() tabs /></div>
            {if empty {
                view! { <EmptyState title=t.operator_empty_title() text=t.operator_empty_text() icon=Icon::Chart /> }.into_any()
            } else {
                view! {
                    <div class="mb-8 grid grid-cols-2 gap-4 lg:grid-cols-4">{figures}</div>
                    <BarChart title=t.operator_revenue() bars heads id="revenue" />
                }.into_any()
            }}
        </ConsolePage>
    }
    .into_any())
}
