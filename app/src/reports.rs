//! The operator's desk of what was reported: its tabs, and the list under each. Called by reviews, by products, offers and
//! stores (`abuse`), and by messages, whose routes begin with `/operator/reports`. Also what the pages of one review, question,
//! answer or message have in common: the buttons that decide, and what was decided.
use std::collections::HashMap;

use domain::review::Verdict;
use domain::roles::{Action, Resource};
use domain::{AccountId, Timestamp};
use leptos::prelude::*;
use platform::db::Conn;
use platform::identity::AccountSummary;

use crate::access::allow;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

/// What readers reported.
pub(crate) const REVIEWS: &str = "/operator/reports";
/// Products, offers and stores.
pub(crate) const THINGS: &str = "/operator/reports/things";
/// What people wrote to each other.
pub(crate) const MESSAGES: &str = "/operator/reports/messages";

/// How much of each waits for the operator.
#[derive(Clone, Copy)]
pub(crate) struct Waiting {
    reviews: i64,
    messages: i64,
    things: i64,
}

impl Waiting {
    pub(crate) async fn load(conn: &mut Conn) -> Result<Self, Failure> {
        Ok(Self {
            reviews: platform::reviews::open_cases(conn).await?,
            messages: platform::messages::open_reports(conn).await?,
            things: platform::reviews::abuse::open_abuse(conn).await?,
        })
    }
}

/// Whether the list is of what was decided.
pub(crate) fn is_of_decided() -> bool {
    query("show").as_deref() == Some("decided")
}

/// In the address: what is taken down now, whoever reported it and when.
pub(crate) const DOWN: &str = "down";

/// Whether the list is of what is taken down.
pub(crate) fn is_of_down() -> bool {
    query("show").as_deref() == Some(DOWN)
}

/// The tabs, of which the one of `list` is open.
fn tabs(t: T, waiting: Waiting, list: &str) -> Vec<Tab> {
    let (decided, down) = (is_of_decided(), is_of_down());
    let pair = |href: &str, open: String, waiting: i64, closed: String| {
        [
            Tab {
                href: href.to_owned(),
                label: open,
                count: u64::try_from(waiting).ok(),
                current: list == href && !decided && !down,
            },
            Tab {
                href: format!("{href}?show=decided"),
                label: closed,
                count: None,
                current: list == href && decided,
            },
        ]
    };
    let reviews = pair(REVIEWS, t.reports_open(), waiting.reviews, t.reports_decided());
    let things = pair(THINGS, t.abuse_tab(), waiting.things, t.abuse_tab_decided());
    let down = Tab {
        href: format!("{THINGS}?show={DOWN}"),
        label: t.abuse_tab_down(),
        count: None,
        current: list == THINGS && down,
    };
    // Whoever looks after products reads no letters.
    let messages = allow(Action::ReadSales, &Resource::Platform)
        .is_ok()
        .then(|| pair(MESSAGES, t.messages_title(), waiting.messages, t.messages_decided()));
    reviews.into_iter().chain(things).chain([down]).chain(messages.into_iter().flatten()).collect()
}

/// The page of the desk with this list; `none` says that nothing is on it.
pub(crate) fn desk(waiting: Waiting, list: &str, none: String, rows: Vec<AnyView>) -> AnyView {
    desk_narrowed(waiting, list, ().into_any(), none, rows)
}

/// [`desk`], with what narrows the list above it.
pub(crate) fn desk_narrowed(
    waiting: Waiting,
    list: &str,
    narrow: AnyView,
    none: String,
    rows: Vec<AnyView>,
) -> AnyView {
    let t = Ctx::current().t();
    let tabs = tabs(t, waiting, list);
    view! {
        <ConsolePage console=Console::Operator title=t.operator_reports()>
            <div class="mb-6"><Tabs label=t.operator_reports() tabs /></div>
            {narrow}
            {if rows.is_empty() {
                view! { <EmptyState title=t.reports_none_title() text=none icon=Icon::Check /> }.into_any()
            } else {
                view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }.into_any()
            }}
        </ConsolePage>
    }
    .into_any()
}

/// The buttons that decide about words; hidden ones can be shown again.
pub(crate) fn verdicts(t: T, hidden: bool) -> AnyView {
    let keep = if hidden { t.case_show_again() } else { t.case_keep() };
    let hide = (!hidden).then(|| {
        view! { <Button kind=ButtonKind::Danger name="verdict" value=Verdict::Hide.to_string()>{t.case_hide()}</Button> }
    });
    view! {
        <div class="flex flex-wrap gap-3">
            {hide}
            <Button kind=ButtonKind::Secondary name="verdict" value=Verdict::Keep.to_string()>{keep}</Button>
        </div>
    }
    .into_any()
}

/// One decision: what, by whom, when, why, and the words as they were then.
pub(crate) type Decided = (Verdict, AccountId, Timestamp, String, String);

/// The audit trail of the words that a page is about.
pub(crate) fn trail(
    t: T,
    decisions: impl Iterator<Item = Decided>,
    people: &HashMap<AccountId, AccountSummary>,
) -> AnyView {
    let rows: Vec<AnyView> = decisions
        .map(|(verdict, by, at, reason, text)| {
            let (tone, words) = match verdict {
                Verdict::Hide => (Tone::Warn, t.case_hidden()),
                Verdict::Keep => (Tone::Good, t.case_kept()),
            };
            let name = people.get(&by).map(|who| who.name.clone()).unwrap_or_default();
            view! {
                <li class="py-3" data-verdict=verdict.to_string()>
                    <p class="flex flex-wrap items-center gap-2">
                        <Badge tone>{words}</Badge> <bdi class="font-medium">{name}</bdi>
                        <span class="text-sm text-ink-faint"><DateText at time=true /></span>
                    </p>
                    <p class="break-words" dir="auto">{reason}</p>
                    <p class="line-clamp-3 text-sm break-words text-ink-faint" dir="auto">{text}</p>
                </li>
            }
            .into_any()
        })
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="mt-10" aria-labelledby="trail">
            <h2 id="trail" class="mb-3 text-lg font-bold">{t.case_trail()}</h2>
            <ol class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ol>
        </section>
    }
    .into_any()
}
