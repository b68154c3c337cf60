//! Tables, pages of a list, where you are, tabs, things that open. Server only.
use leptos::prelude::*;

use super::{Icon, IconView, classes};
use crate::ctx::Ctx;

/// A table that scrolls sideways on a phone. Children are `<thead>` and `<tbody>`; numbers get `class="num"`.
#[component]
pub fn Table(
    /// What the table holds, for screen readers.
    #[prop(into)]
    caption: String,
    #[prop(optional, into)] id: Option<String>,
    children: Children,
) -> AnyView {
    let label = caption.clone();
    view! {
        // What only screen readers read is placed absolutely: without `relative` it would widen the page.
        <div id=id class="relative overflow-x-auto" tabindex="0" role="region" aria-label=label>
            <table class="table">
                <caption class="sr-only">{caption}</caption>
                {children()}
            </table>
        </div>
    }
    .into_any()
}

/// Pages of a list. `href` makes the address of a page and keeps the rest of the query.
#[component]
pub fn Pagination(
    page: u32,
    pages: u32,
    #[prop(into)] href: Callback<u32, String>,
    /// What the pages are of, where a page has two such lists.
    #[prop(optional, into)]
    label: Option<String>,
) -> AnyView {
    let t = Ctx::current().t();
    if pages < 2 {
        return ().into_any();
    }
    let mut shown: Vec<u32> = [1, page.saturating_sub(1), page, page + 1, pages]
        .into_iter()
        .filter(|n| (1..=pages).contains(n))
        .collect();
    shown.dedup();
    let mut before = 0;
    let numbers = shown
        .into_iter()
        .map(|n| {
            let gap = (n > before + 1)
                .then(|| view! { <li class="px-1 text-ink-faint" aria-hidden="true">"…"</li> });
            before = n;
            let current = n == page;
            let look = if current { "bg-accent text-on-accent" } else { "hover:bg-sunken" };
            // A phone has room for the first, this and the last.
            let beside = n != 1 && n != pages && !current;
            view! {
                {gap}
                <li class=beside.then_some("max-sm:hidden")>
                    <a
                        href=href.run(n)
                        class=classes(&["tap rounded-control px-2 font-semibold", look])
                        aria-label=t.page_n(n)
                        aria-current=current.then_some("page")
                    >
                        {n}
                    </a>
                </li>
            }
        })
        .collect_view();
    let step = |to: u32, label: String, back: bool| {
        (1..=pages).contains(&to).then(|| {
            let turn = if back { "rotate-180" } else { "" };
            view! {
                <li>
                    <a href=href.run(to) class="tap rounded-control hover:bg-sunken" rel=if back { "prev" } else { "next" } aria-label=label>
                        <span class=turn><IconView icon=Icon::Forward /></span>
                    </a>
                </li>
            }
        })
    };
    view! {
        <nav aria-label=label.unwrap_or_else(|| t.pages())>
            <ul class="flex flex-wrap items-center justify-center gap-1">
                {step(page.saturating_sub(1), t.previous(), true)} {numbers} {step(page + 1, t.next(), false)}
            </ul>
        </nav>
    }
    .into_any()
}

/// Where a page stands: links from the top down to it. The last one is the page itself.
#[component]
pub fn Breadcrumbs(
    /// Address and words; the page itself comes last and its address is not used.
    trail: Vec<(String, String)>,
) -> AnyView {
    let last = trail.len().saturating_sub(1);
    let items = trail
        .into_iter()
        .enumerate()
        .map(|(at, (href, words))| {
            if at == last {
                view! { <li aria-current="page" class="truncate text-ink-faint">{words}</li> }.into_any()
            } else {
                view! {
                    <li class="flex items-center gap-1">
                        <a href=href class="inline-flex min-h-tap min-w-tap items-center whitespace-nowrap hover:text-accent hover:underline">
                            {words}
                        </a>
                        <IconView icon=Icon::Forward class="size-3.5 text-ink-faint" />
                    </li>
                }
                .into_any()
            }
        })
        .collect_view();
    view! {
        <nav aria-label=Ctx::current().t().breadcrumbs() class="no-bar overflow-x-auto text-sm text-ink-soft">
            <ol class="flex items-center gap-1">{items}</ol>
        </nav>
    }
    .into_any()
}

/// One tab: its address, its words and, if any, how many wait behind it.
#[derive(Clone, Debug, Default)]
pub struct Tab {
    pub href: String,
    pub label: String,
    pub count: Option<u64>,
    pub current: bool,
}

/// Tabs that are links, so each has an address and works without JavaScript.
#[component]
pub fn Tabs(#[prop(into)] label: String, tabs: Vec<Tab>) -> AnyView {
    let items = tabs
        .into_iter()
        .map(|tab| {
            let look = if tab.current {
                "border-accent font-semibold text-accent"
            } else {
                "border-transparent text-ink-soft hover:border-line-strong hover:text-ink"
            };
            let count = tab.count.map(|count| {
                view! { <span class="badge tone-plain ms-2">{domain::format::number(count as i64, Ctx::current().t().writing())}</span> }
            });
            view! {
                <li>
                    <a
                        href=tab.href
                        class=classes(&["inline-flex min-h-tap items-center border-b-2 px-3 whitespace-nowrap", look])
                        aria-current=tab.current.then_some("page")
                    >
                        {tab.label}
                        {count}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav aria-label=label class="no-bar overflow-x-auto border-b border-line">
            <ul class="flex gap-1">{items}</ul>
        </nav>
    }
    .into_any()
}

/// Something more that opens in its place.
#[component]
pub fn Disclosure(
    #[prop(into)] summary: String,
    #[prop(optional)] open: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> AnyView {
    view! {
        <details class=classes(&["group", &class]) open=open>
            <summary class="flex min-h-tap items-center gap-2 font-semibold hover:text-accent">
                <span class="transition-transform duration-150 group-open:rotate-90 rtl:rotate-180 rtl:group-open:rotate-90">
                    <IconView icon=Icon::Plus class="size-4 group-open:hidden" />
                    <IconView icon=Icon::Minus class="hidden size-4 group-open:block" />
                </span>
                {summary}
            </summary>
            <div class="pt-2 pb-4">{children()}</div>
        </details>
    }
    .into_any()
}

/// A window over the page, opened by `<Button opens="its-id">`. The browser's own popover: no JavaScript, closes
/// with Escape and by a click outside.
#[component]
pub fn Dialog(#[prop(into)] id: String, #[prop(into)] title: String, children: Children) -> AnyView {
    let heading = format!("{id}-title");
    let (own_id, own_heading) = (id.clone(), heading.clone());
    view! {
        <div id=own_id class="pop" popover="auto" role="dialog" aria-labelledby=own_heading>
            <div class="mb-4 flex items-start justify-between gap-4">
                <h2 id=heading class="text-xl font-semibold">{title}</h2>
                <button
                    type="button"
                    class="tap -me-3 -mt-2 rounded-control hover:bg-sunken"
                    popovertarget=id
                    popovertargetaction="hide"
                    aria-label=Ctx::current().t().close()
                >
                    <IconView icon=Icon::Close />
                </button>
            </div>
            {children()}
        </div>
    }
    .into_any()
}

/// One figure that a console opens with: what it is, how much, and how it moved.
#[component]
pub fn Figure(
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    #[prop(optional, into)] detail: String,
    #[prop(optional)] tone: super::Tone,
    /// Makes the whole figure a link to what it is made of.
    #[prop(optional, into)]
    href: Option<String>,
) -> AnyView {
    let detail = (!detail.is_empty()).then(|| view! { <super::Badge tone>{detail}</super::Badge> });
    let label = match href {
        Some(href) => view! { <a href=href class="cover hover:text-accent">{label}</a> }.into_any(),
        None => label.into_any(),
    };
    view! {
        <div class="card relative flex flex-col gap-2 p-4 sm:p-5">
            <p class="text-sm font-medium text-ink-faint">{label}</p>
            <p class="flex flex-wrap items-baseline gap-3">
                // Two stand side by side on a phone, and an amount may be long: "US$ 1,824.34" in Arabic.
                <bdi class="min-w-0 text-xl font-bold tracking-tight wrap-anywhere sm:text-3xl">{value}</bdi>
                {detail}
            </p>
        </div>
    }
    .into_any()
}
