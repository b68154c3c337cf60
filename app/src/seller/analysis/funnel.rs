//! The way from views to orders: each step with how many of the first take it.
use domain::format;
use leptos::prelude::*;
use platform::reporting::{AnalysisFile, Figures, Pair};

use super::{Asked, change, percent};
use crate::ctx::Ctx;
use crate::ui::*;

#[component]
pub(super) fn Funnel(asked: Asked, now: Figures, before: Figures) -> AnyView {
    let t = Ctx::current().t();
    let number = |n: i64| format::number(n, t.writing());
    let steps = [
        ("views", t.analysis_views(), Pair { now: now.views, before: before.views }),
        ("carts", t.analysis_carts(), Pair { now: now.carts, before: before.carts }),
        ("orders", t.seller_orders(), Pair { now: now.orders, before: before.orders }),
    ];
    let most = steps.iter().map(|(_, _, pair)| pair.now).max().unwrap_or(0).max(1);
    let rows = steps
        .into_iter()
        .map(|(step, words, pair)| {
            let (tone, moved) = change(t, pair, true);
            // Of all who looked; where more was bought than looked at, as by programs, a share says nothing.
            let share = (now.views >= pair.now && now.views > 0)
                .then(|| percent(t, pair.now.saturating_mul(10_000) / now.views));
            let width = format!("{:.1}%", pair.now as f64 * 100.0 / most as f64);
            view! {
                <li data-step=step class="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 py-2">
                    <span class="font-medium">{words}</span>
                    <span class="flex flex-wrap items-baseline justify-end gap-2">
                        <bdi class="font-bold">{number(pair.now)}</bdi>
                        {share.map(|share| view! { <span class="text-sm text-ink-faint">{t.analysis_of_views(share)}</span> })}
                        {(!moved.is_empty()).then(|| view! { <Badge tone><bdi>{moved}</bdi></Badge> })}
                    </span>
                    <svg class="col-span-2 block h-2 w-full rtl:-scale-x-100" aria-hidden="true">
                        <rect width="100%" height="8" rx="4" class="fill-line" />
                        <rect width=width height="8" rx="4" class="fill-accent" />
                    </svg>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="mb-8 max-w-3xl" aria-labelledby="funnel-title">
            <div class="mb-2 flex flex-wrap items-center justify-between gap-3">
                <h2 id="funnel-title" class="text-lg font-bold">{t.analysis_funnel()}</h2>
                {asked.file(AnalysisFile::Funnel, t.analysis_funnel())}
            </div>
            <ol id="funnel" class="divide-y divide-line">{rows}</ol>
        </section>
    }
    .into_any()
}
