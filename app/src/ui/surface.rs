//! Cards, badges, notices, and what a list shows while it is loading, empty or broken.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Icon, IconView, classes};

/// What a badge or notice says about its subject.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    #[default]
    Plain,
    Info,
    Good,
    Warn,
    Bad,
}

impl Tone {
    /// Every tone, for the style guide.
    pub const ALL: [Tone; 5] = [Tone::Plain, Tone::Info, Tone::Good, Tone::Warn, Tone::Bad];

    fn class(self) -> &'static str {
        match self {
            Tone::Plain => "tone-plain",
            Tone::Info => "tone-info",
            Tone::Good => "tone-good",
            Tone::Warn => "tone-warn",
            Tone::Bad => "tone-bad",
        }
    }

    fn icon(self) -> Icon {
        match self {
            Tone::Plain | Tone::Info => Icon::Info,
            Tone::Good => Icon::Check,
            Tone::Warn | Tone::Bad => Icon::Warn,
        }
    }
}

/// A surface with a border. `title` becomes its heading; `id` makes it a region that forms can swap.
#[component]
pub fn Card(
    #[prop(optional, into)] title: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> AnyView {
    view! {
        <section id=id class=classes(&["card p-4 sm:p-6", &class])>
            {title.map(|title| view! { <h2 class="mb-4 text-lg font-semibold">{title}</h2> })}
            {children()}
        </section>
    }
    .into_any()
}

/// A word or two about a state: "Shipped", "Only 3 left".
#[component]
pub fn Badge(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    view! { <span class=classes(&["badge", tone.class(), &class])>{children()}</span> }
}

/// A sentence that stands out. `alert` has it read out at once.
#[component]
pub fn Notice(
    #[prop(optional)] tone: Tone,
    #[prop(optional)] alert: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> AnyView {
    view! {
        <div class=classes(&["notice", tone.class(), &class]) role=alert.then_some("alert")>
            <IconView icon=tone.icon() class="mt-0.5" />
            <div class="min-w-0 flex-1">{children()}</div>
        </div>
    }
    .into_any()
}

/// A list with nothing in it: what this place is for, and the next step as children.
#[component]
pub fn EmptyState(
    #[prop(into)] title: String,
    #[prop(optional, into)] text: String,
    #[prop(default = Icon::Box)] icon: Icon,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <div class="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-14 text-center">
            <span class="grid size-16 place-items-center rounded-full bg-accent-soft text-accent">
                <IconView icon class="size-8" />
            </span>
            <h2 class="text-xl font-semibold">{title}</h2>
            <p class="text-ink-soft">{text}</p>
            {children.map(|children| view! { <div class="mt-2 flex flex-wrap justify-center gap-3">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// Part of a page that could not be loaded: what happened, and what to do as children.
#[component]
pub fn ErrorState(
    #[prop(into)] title: String,
    #[prop(optional, into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <div class="card flex flex-col items-start gap-3 border-bad p-6" role="alert">
            <span class="flex items-center gap-2 text-lg font-semibold text-bad">
                <IconView icon=Icon::Warn />
                {title}
            </span>
            <p class="text-ink-soft">{text}</p>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// Grey shapes in the place of what is being loaded. `lines` of text after an optional picture.
#[component]
pub fn Skeleton(#[prop(default = 3)] lines: usize, #[prop(optional)] picture: bool) -> AnyView {
    view! {
        <div class="flex flex-col gap-3" aria-hidden="true">
            {picture.then(|| view! { <div class="skeleton aspect-square w-full"></div> })}
            {(0..lines)
                .map(|line| {
                    let width = if line + 1 == lines { "w-2/3" } else { "w-full" };
                    view! { <div class=classes(&["skeleton h-4", width])></div> }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}
