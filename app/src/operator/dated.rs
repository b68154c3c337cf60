//! What was said of a setting that counts from a day on, as its page shows it: a table whose last columns are the same for
//! all of them. Called by `fees`, `shelves`, `taxes`, `terms` and `wrap`.
use domain::Timestamp;
use leptos::prelude::*;

use super::take_back::{self, Said};
use crate::text::T;
use crate::ui::*;

/// The table, with what its first columns are called; `rows` end with `begins` or `stands`, and `why`.
pub(super) fn table(t: T, caption: String, heads: Vec<String>, rows: AnyView) -> AnyView {
    let heads = heads.into_iter().chain([t.fee_begins(), t.fee_reason(), t.fee_by()]);
    let heads = heads.map(|words| view! { <th scope="col">{words}</th> }).collect_view();
    view! {
        <Table caption>
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

/// The table below all else of a page.
pub(super) fn history(t: T, heads: Vec<String>, rows: AnyView) -> AnyView {
    let table = table(t, t.rates_history(), heads, rows);
    view! {
        <section class="mt-8">
            <h2 class="mb-3 text-lg font-bold">{t.rates_history()}</h2>
            {table}
        </section>
    }
    .into_any()
}

/// When it begins, and that it was taken back or the way to do that.
pub(super) fn begins(t: T, said: Said, starts_at: Timestamp, withdrawn: bool) -> AnyView {
    let back = take_back::link(t, said, starts_at, withdrawn);
    let gone = withdrawn.then(|| view! { <Badge tone=Tone::Warn>{t.term_withdrawn()}</Badge> });
    view! { <td class="align-top"><DateText at=starts_at time=true /> " " {gone} {back}</td> }.into_any()
}

/// Where it stands, with the way to take it back where it can be, and when it begins: two columns.
pub(super) fn stands(
    t: T,
    (tone, words): (Tone, String),
    back: Option<String>,
    starts_at: Timestamp,
) -> AnyView {
    let back = back.map(|href| take_back::way(t, href));
    view! {
        <td class="align-top"><Badge tone>{words}</Badge> " " {back}</td>
        <td class="align-top"><DateText at=starts_at time=true /></td>
    }
    .into_any()
}

/// Why it was said, by whom and when; of what was taken back, why, by whom and when that was. Two columns.
pub(super) fn why(reason: String, by: String, at: Timestamp) -> AnyView {
    view! {
        <td class="align-top"><bdi>{reason}</bdi></td>
        <td class="align-top"><bdi>{by}</bdi> <span class="block text-sm text-ink-faint"><DateText at time=true /></span></td>
    }
    .into_any()
}
