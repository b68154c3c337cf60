//! Prices and dates, written by the one formatter in the reader's language. Server only.
use domain::format::Writing;
use domain::reduction::whole_percent_bps;
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

/// What something costs now, large; where that is less than before, by how much, and the lowest price before, struck
/// through. About, for a reader of another currency.
#[component]
pub fn Price(
    money: Money,
    /// The lowest price of the 30 days before it was reduced.
    #[prop(default = None)]
    before: Option<Money>,
    /// As large as on a product's own page, where there is room to say what is struck through.
    #[prop(optional)]
    large: bool,
) -> AnyView {
    let size = if large { "text-3xl" } else { "text-lg" };
    view! {
        <span class="inline-flex flex-wrap items-baseline gap-x-2">
            <Shown money class=classes(&[size, "font-bold tracking-tight"]) />
            {before.map(|before| was(before, money, large))}
        </span>
    }
    .into_any()
}

fn was(before: Money, now: Money, large: bool) -> AnyView {
    let t = Ctx::current().t();
    let off = whole_percent_bps(before, now).filter(|off| *off > 0);
    let off = off.map(|off| {
        let (size, text) = (if large { "text-lg" } else { "text-sm" }, format::percent(-off, t.writing()));
        view! { <bdi class=classes(&[size, "font-semibold whitespace-nowrap text-good"])>{text}</bdi> }
    });
    let (line, words) = if large { ("basis-full", "") } else { ("", "sr-only") };
    view! {
        {off}
        <span data-before="" class=classes(&["text-sm text-ink-faint", line])>
            <span class=words>{t.was_price()} ": "</span>
            <s><bdi>{shown_text(before)}</bdi></s>
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
