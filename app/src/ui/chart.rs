//! Bars over time, with the same figures as a table behind them. Drawn on the server, no script. Server only.
use leptos::prelude::*;

use super::Disclosure;
use crate::ctx::Ctx;

/// One bar: an hour or a day.
#[derive(Clone, Debug, Default)]
pub struct Bar {
    /// "09:00", "Mon 3".
    pub label: String,
    /// What is drawn, in minor units or pieces.
    pub value: i64,
    /// What is written: "$1,204.00".
    pub text: String,
    /// The same hour or day of the period before.
    pub before: Option<i64>,
    pub before_text: String,
}

const HEIGHT: i64 = 160;
/// Room under the bars for the labels.
const FOOT: i64 = 24;

/// Bars by hour or day. Widths are percentages, so the drawing is as wide as its place and letters keep their shape.
#[component]
pub fn BarChart(
    /// What is drawn: "Sales by hour".
    #[prop(into)]
    title: String,
    bars: Vec<Bar>,
    /// Heads of the table: time, this period, the period before.
    heads: [String; 3],
    /// Swapped by live regions.
    #[prop(optional, into)]
    id: Option<String>,
) -> AnyView {
    let ctx = Ctx::current();
    let turned = ctx.locale().dir() == "rtl";
    let count = bars.len().max(1) as f64;
    let most = bars.iter().flat_map(|bar| [bar.value, bar.before.unwrap_or(0)]).max().unwrap_or(0).max(1);
    let step = (bars.len() / 8).max(1);
    let slot = 100.0 / count;
    let compares = bars.iter().any(|bar| bar.before.is_some());
    let drawn = bars
        .iter()
        .enumerate()
        .map(|(at, bar)| {
            let place = if turned { bars.len() - 1 - at } else { at } as f64 * slot;
            let height = |value: i64| if value <= 0 { 0 } else { (value * (HEIGHT - 4) / most).max(3) };
            let (now, before) = (height(bar.value), height(bar.before.unwrap_or(0)));
            let label = (at % step == 0).then(|| {
                view! {
                    <text
                        x=format!("{:.2}%", place + slot / 2.0)
                        y=HEIGHT + FOOT - 6
                        text-anchor="middle"
                        class="fill-ink-faint text-[0.6875rem]"
                    >
                        {bar.label.clone()}
                    </text>
                }
            });
            view! {
                <g>
                    <title>{format!("{}: {}", bar.label, bar.text)}</title>
                    <rect x=format!("{place:.2}%") y="0" width=format!("{slot:.2}%") height=HEIGHT fill="transparent" />
                    <rect
                        x=format!("{:.2}%", place + slot * 0.1)
                        y=HEIGHT - before
                        width=format!("{:.2}%", slot * 0.8)
                        height=before
                        rx="3"
                        class="fill-line"
                    />
                    <rect
                        x=format!("{:.2}%", place + slot * 0.22)
                        y=HEIGHT - now
                        width=format!("{:.2}%", slot * 0.56)
                        height=now
                        rx="3"
                        class="fill-accent"
                    />
                    {label}
                </g>
            }
        })
        .collect_view();
    let lines = [0, HEIGHT / 2, HEIGHT]
        .map(|y| view! { <line x1="0" x2="100%" y1=y y2=y class="stroke-line" stroke-dasharray="3 5" /> })
        .collect_view();
    let [time, now, past] = heads;
    let legend = compares.then(|| {
        view! {
            <p class="mb-2 flex gap-4 text-sm text-ink-soft" aria-hidden="true">
                <span class="flex items-center gap-1.5"><i class="size-3 rounded-sm bg-accent"></i>{now.clone()}</span>
                <span class="flex items-center gap-1.5"><i class="size-3 rounded-sm bg-line"></i>{past.clone()}</span>
            </p>
        }
    });
    let rows = bars
        .into_iter()
        .map(|bar| {
            view! {
                <tr>
                    <th scope="row" class="font-normal">{bar.label}</th>
                    <td class="num">{bar.text}</td>
                    {compares.then(|| view! { <td class="num">{bar.before_text}</td> })}
                </tr>
            }
        })
        .collect_view();
    view! {
        <figure id=id class="m-0">
            <figcaption class="sr-only">{title.clone()}</figcaption>
            {legend}
            <svg class="block h-46 w-full overflow-visible" role="img" aria-label=title>
                {lines}
                {drawn}
            </svg>
            <Disclosure summary=ctx.t().show_table() class="mt-2 text-sm">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{time}</th>
                            <th scope="col" class="num">{now}</th>
                            {compares.then(|| view! { <th scope="col" class="num">{past}</th> })}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </Disclosure>
        </figure>
    }
    .into_any()
}
