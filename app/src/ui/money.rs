//! Prices and dates, written by the one formatter in the reader's language. Server only.
use domain::format::Writing;
use domain::{Money, Timestamp, format};
use leptos::prelude::*;

use super::{Shown, classes, shown_text};
use crate::ctx::Ctx;

/// An amount as a page writes it. In Arabic the `$` of `US$` would jump to the front of its letters: a mark holds it.
pub fn amount_text(money: Money, writing: Writing) -> String {
    let text = format::money(money, writing);
    if writing.tag().starts_with("ar") { text.replace('$', "$\u{200e}") } else { text }
}

/// An amount: `$1,234.50`.
#[component]
pub fn Amount(money: Money, #[prop(optional, into)] class: String) -> AnyView {
    let text = amount_text(money, Ctx::current().t().writing());
    view! { <bdi class=classes(&["whitespace-nowrap", &class])>{text}</bdi> }.into_any()
}

/// What something costs now, large, and what it cost before, struck through; about, for a reader of another currency.
#[component]
pub fn Price(
    money: Money,
    #[prop(optional)] before: Option<Money>,
    /// As large as on a product's own page.
    #[prop(optional)]
    large: bool,
) -> AnyView {
    let ctx = Ctx::current();
    let size = if large { "text-3xl" } else { "text-lg" };
    let was = before.map(|before| {
        let text = shown_text(before);
        view! {
            <span class="text-sm text-ink-faint">
                <span class="sr-only">{ctx.t().was_price()} " "</span>
                <s><bdi>{text}</bdi></s>
            </span>
        }
    });
    view! {
        <span class="inline-flex flex-wrap items-baseline gap-x-2">
            <Shown money class=classes(&[size, "font-bold tracking-tight"]) />
            {was}
        </span>
    }
    .into_any()
}

/// A day: `Tuesday, 24 November`. Machines read it too.
#[component]
pub fn DateText(
    at: Timestamp,
    /// With the time of day.
    #[prop(optional)]
    time: bool,
) -> AnyView {
    let locale = Ctx::current().locale();
    let text = if time { format::date_time(at, locale) } else { format::date(at.utc_day(), locale) };
    let day = format::civil(at.utc_day());
    let machine = format!("{:04}-{:02}-{:02}", day.year, day.month, day.day);
    view! { <time datetime=machine>{text}</time> }.into_any()
}
