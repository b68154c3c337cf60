//! The steps of something under way: an order's tracking, a long form. Server only.
use leptos::prelude::*;

use super::{Icon, IconView};
use crate::ctx::Ctx;

/// One step: its name, and when it happened or is promised.
#[derive(Clone, Debug, Default)]
pub struct Step {
    pub title: String,
    pub detail: String,
}

/// Steps in order. `current` counts from 0; steps before it are done. `failed` marks the current one as stopped.
#[component]
pub fn Steps(
    #[prop(into)] label: String,
    steps: Vec<Step>,
    current: usize,
    #[prop(optional)] failed: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let last = steps.len().saturating_sub(1);
    let items = steps
        .into_iter()
        .enumerate()
        .map(|(at, step)| {
            let done = at < current || (at == current && current == last && !failed);
            let is_current = at == current;
            let dot = match (done, is_current, failed) {
                (_, true, true) => "border-bad bg-bad text-on-bad",
                (true, ..) => "border-accent bg-accent text-on-accent",
                (_, true, _) => "border-accent bg-surface text-accent",
                _ => "border-line bg-surface text-transparent",
            };
            let icon = if is_current && failed { Icon::Close } else { Icon::Check };
            let bar = if at < current { "bg-accent" } else { "bg-line" };
            let words = if is_current && !done { t.step_current() } else if done { t.step_done() } else { String::new() };
            let strength = if done || is_current { "font-semibold" } else { "text-ink-faint" };
            view! {
                <li
                    class="relative flex flex-1 gap-3 pb-6 last:pb-0 sm:flex-col sm:gap-2 sm:pb-0"
                    aria-current=is_current.then_some("step")
                >
                    {(at < last)
                        .then(|| {
                            let place = "absolute start-3 top-7 bottom-0 w-0.5 sm:start-8 sm:end-1 sm:top-3 sm:bottom-auto sm:h-0.5 sm:w-auto";
                            view! { <span class=super::classes(&[place, bar]) aria-hidden="true"></span> }
                        })}
                    <span class=super::classes(&["relative z-1 grid size-6.5 shrink-0 place-items-center rounded-full border-2", dot])>
                        {if is_current && !done && !failed {
                            view! { <span class="size-2 rounded-full bg-accent"></span> }.into_any()
                        } else {
                            view! { <IconView icon class="size-4" /> }.into_any()
                        }}
                    </span>
                    <span class="flex flex-col sm:pe-3">
                        <span class=strength>{step.title} <span class="sr-only">" " {words}</span></span>
                        <span class="text-sm text-ink-faint">{step.detail}</span>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="flex flex-col sm:flex-row" aria-label=label>{items}</ol> }.into_any()
}
