//! Writing one page in one language: the text, how it looks, and every version that there was. Route
//! `/operator/content/edit`.
use std::collections::HashMap;

use domain::calendar::day_text;
use domain::format::{self, Locale};
use domain::roles::{Action, Resource};
use domain::slug::slugify;
use domain::text_enum::TextEnum as _;
use domain::{AccountId, Timestamp};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::content::{
    Section, Slug, Standing, Version, VersionState, history, live_of, reading, standing, version,
};

use super::api::{RestoreContent, SaveContent, UnscheduleContent, WithdrawContent};
use super::parts::Written;
use crate::access::{allow, platform};
use crate::answer::{Failure, encode_query};
use crate::ctx::Ctx;
use crate::page::{query, redirect};
use crate::text::T;
use crate::ui::*;

/// Versions that the list names; the others stay where they are.
const MOST_VERSIONS: i64 = 50;
/// Where a new page stands in the index: behind those that are there already.
const LAST: i64 = 100;

/// Where a page is written in a language.
pub(crate) fn address(slug: &Slug, locale: Locale) -> String {
    format!("/operator/content/edit?page={}&language={}", encode_query(slug.as_str()), locale.as_str())
}

pub(super) fn standing_words(t: T, state: Standing) -> String {
    match state {
        Standing::Shipped => t.content_state_shipped(),
        Standing::Published => t.content_state_published(),
        Standing::Withdrawn => t.content_state_withdrawn(),
        Standing::Missing => t.content_state_missing(),
    }
}

/// The page that the address names: one that there is, a new one of the help, or the words over a category.
fn asked() -> Option<Slug> {
    let page = query("page").and_then(|page| Slug::parse(&page));
    let help = || query("help").and_then(|name| Slug::help(&slugify(&name)));
    page.or_else(help).or_else(|| query("category").and_then(|slug| Slug::category(&slug)))
}

/// What the editor begins with.
struct Start {
    title: String,
    body: String,
    position: i64,
    /// From when on it counts, as it would be typed; nothing where it does.
    from: String,
}

/// A moment as the form reads it, in UTC.
fn typed(at: Timestamp) -> String {
    let minute = at.as_micros().rem_euclid(86_400_000_000) / 60_000_000;
    format!("{} {:02}:{:02}", day_text(at.utc_day()), minute / 60, minute % 60)
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadCatalogue, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let Some(slug) = asked() else { return Ok(redirect("/operator/content")) };
    let locale = query("language").and_then(|l| Locale::parse(&l)).unwrap_or(ctx.locale());
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let now = conn.now();
    let live = live_of(&mut conn, &slug).await?;
    let versions = history(&mut conn, &slug, locale, MOST_VERSIONS).await?;
    let looked_at = match query("version").and_then(|n| n.parse().ok()) {
        Some(number) => Some(version(&mut conn, &slug, locale, number).await?.ok_or(Failure::NotFound)?),
        None => None,
    };
    let who: Vec<AccountId> = versions.iter().map(|v| v.written_by).collect();
    let names = platform::identity::accounts(&mut conn, &who).await?;
    drop(conn);
    let names: HashMap<AccountId, String> =
        names.into_iter().map(|(id, account)| (id, account.name)).collect();
    let state = standing(&slug, &live, locale);
    let shipped = reading(&slug, &[], locale).filter(|page| page.locale == locale);
    let shown = reading(&slug, &live, locale).filter(|page| page.locale == locale);
    // A text that is under way is gone on with; otherwise what people read is, which need not be what was written last.
    let open = |v: &&Version| v.state == VersionState::Draft || v.coming(now).is_some();
    let going_on = versions.first().filter(open);
    let start = match (
        going_on.or(versions.first().filter(|_| shown.is_none())),
        shown.or_else(|| shipped.clone()),
    ) {
        (Some(last), _) => {
            let from = last.coming(now).map(typed).unwrap_or_default();
            Start { title: last.title.clone(), body: last.body.clone(), position: last.position, from }
        }
        (None, Some(page)) => {
            Start { title: page.title, body: page.body, position: page.position, from: String::new() }
        }
        (None, None) => {
            Start { title: String::new(), body: String::new(), position: LAST, from: String::new() }
        }
    };
    let has_shipped = shipped.is_some();
    let seen = versions.first().map_or(0, |v| v.number);
    let coming = versions.iter().filter_map(|v| v.coming(now)).min();
    let is_draft = versions.first().is_some_and(|v| v.state == VersionState::Draft);
    let tabs: Vec<Tab> = Locale::ALL
        .iter()
        .map(|other| Tab {
            href: address(&slug, *other),
            label: format!("{} · {}", other.name(), standing_words(t, standing(&slug, &live, *other))),
            count: None,
            current: *other == locale,
        })
        .collect();
    let path = slug.path();
    let is_readable = matches!(state, Standing::Published | Standing::Shipped);
    let open = is_readable.then(|| {
        let href = format!("{path}?lang={}", locale.as_str());
        view! { <LinkButton href kind=ButtonKind::Secondary>{t.content_open()}</LinkButton> }
    });
    let open = open.into_any();
    let down = (is_readable && !slug.is_needed()).then(|| view! { <TakeDown slug=slug.clone() locale /> });
    let middle = match looked_at {
        Some(old) => view! { <Earlier old now /> }.into_any(),
        None => view! { <Editor slug=slug.clone() locale start seen is_draft coming /> }.into_any(),
    };
    let trail = vec![("/operator/content".to_owned(), t.operator_content()), (String::new(), path.clone())];
    Ok(view! {
        <ConsolePage console=Console::Operator title=path actions=open>
            <div class="-mt-4 mb-4"><Breadcrumbs trail /></div>
            <div class="mb-6"><Tabs label=t.footer_language() tabs /></div>
            {middle}
            <History slug=slug.clone() locale versions names has_shipped now />
            {down}
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn Editor(
    slug: Slug,
    locale: Locale,
    start: Start,
    seen: i64,
    is_draft: bool,
    /// When the next text begins.
    coming: Option<Timestamp>,
) -> AnyView {
    let t = Ctx::current().t();
    let form = FormState::default()
        .or("title", start.title.clone())
        .or("body", start.body.clone())
        .or("position", start.position.to_string())
        .or("from", start.from.clone());
    let in_index = slug.section() == Section::Help;
    let position = match in_index {
        true => view! { <Field form=&form name="position" label=t.content_position() hint=t.content_position_hint() inputmode="numeric" ltr=true class="max-w-40" /> }.into_any(),
        false => view! { <Hidden name="position" value=start.position.to_string() /> }.into_any(),
    };
    view! {
        {is_draft.then(|| view! { <Notice tone=Tone::Info class="mb-5">{t.content_is_draft()}</Notice> })}
        {coming.map(|at| {
            let at = format::date_time(at, t.locale());
            view! { <Notice tone=Tone::Info class="mb-5">{t.content_is_coming(at)}</Notice> }
        })}
        <div class="grid gap-8 xl:grid-cols-2">
            <Form action=SaveContent::PATH id="content-form" label=t.edit() class="flex flex-col gap-5">
                <Hidden name="page" value=slug.to_string() />
                <Hidden name="language" value=locale.as_str() />
                <Hidden name="seen" value=seen.to_string() />
                <Field form=&form name="title" label=t.content_title() language=locale />
                <TextArea form=&form name="body" label=t.content_body() hint=t.content_body_hint() rows=20 language=locale />
                {position}
                <Field form=&form name="from" label=t.content_from() hint=t.content_from_hint() optional=true ltr=true class="max-w-60" />
                <div class="flex flex-wrap gap-3">
                    <Button name="act" value="publish">{t.content_publish()}</Button>
                    <Button name="act" value="draft" kind=ButtonKind::Secondary>{t.content_preview()}</Button>
                </div>
            </Form>
            <Preview title=start.title body=start.body locale heading=t.content_looks() />
        </div>
    }
    .into_any()
}

/// The text as people would read it.
#[component]
fn Preview(title: String, body: String, locale: Locale, heading: String) -> AnyView {
    view! {
        <section aria-labelledby="preview" id="content-preview">
            <h2 id="preview" class="mb-3 text-sm font-semibold text-ink-soft">{heading}</h2>
            <div class="card p-5">
                <p class="mb-4 text-2xl font-bold" lang=locale.as_str() dir=locale.dir()>{title}</p>
                <Written body locale />
            </div>
        </section>
    }
    .into_any()
}

/// A version that is looked at, with the way to bring it back.
#[component]
fn Earlier(old: Version, now: Timestamp) -> AnyView {
    let t = Ctx::current().t();
    if let Some(at) = old.coming(now) {
        return view! { <Coming old at /> }.into_any();
    }
    let Version { slug, locale, number, title, body, .. } = old;
    let heading = t.content_version(number);
    let back = address(&slug, locale);
    view! {
        <Preview title body locale heading />
        <div class="mt-5 flex flex-wrap gap-3">
            <Form action=RestoreContent::PATH>
                <Hidden name="page" value=slug.to_string() />
                <Hidden name="language" value=locale.as_str() />
                <Hidden name="number" value=number.to_string() />
                <Button>{t.content_restore()}</Button>
            </Form>
            <LinkButton href=back kind=ButtonKind::Secondary>{t.content_back()}</LinkButton>
        </div>
    }
    .into_any()
}

/// A version that begins later, with the way to take it back.
#[component]
fn Coming(old: Version, at: Timestamp) -> AnyView {
    let t = Ctx::current().t();
    let Version { slug, locale, number, title, body, .. } = old;
    let heading = t.content_version(number);
    let back = address(&slug, locale);
    let at = format::date_time(at, t.locale());
    view! {
        <Notice tone=Tone::Info class="mb-5">{t.content_is_coming(at)}</Notice>
        <Preview title body locale heading />
        <div class="mt-5 flex flex-wrap gap-3">
            <Form action=UnscheduleContent::PATH>
                <Hidden name="page" value=slug.to_string() />
                <Hidden name="language" value=locale.as_str() />
                <Hidden name="number" value=number.to_string() />
                <Button kind=ButtonKind::Danger>{t.content_unschedule()}</Button>
            </Form>
            <LinkButton href=back kind=ButtonKind::Secondary>{t.content_back()}</LinkButton>
        </div>
    }
    .into_any()
}

#[component]
fn History(
    slug: Slug,
    locale: Locale,
    versions: Vec<Version>,
    names: HashMap<AccountId, String>,
    has_shipped: bool,
    now: Timestamp,
) -> AnyView {
    let t = Ctx::current().t();
    if versions.is_empty() {
        return ().into_any();
    }
    let state_words = move |state: VersionState| match state {
        VersionState::Draft => t.content_state_draft(),
        VersionState::Published => t.content_state_published(),
        VersionState::Withdrawn => t.content_state_withdrawn(),
    };
    let here = address(&slug, locale);
    let rows = versions
        .into_iter()
        .map(|v| {
            let href = format!("{here}&version={}", v.number);
            let begins = v.starts_at.map(|at| {
                let at = format::date_time(at, t.locale());
                match (v.taken_back, v.coming(now).is_some()) {
                    (true, _) => format!(" · {}", t.content_state_taken_back(at)),
                    (_, true) => format!(" · {}", t.content_state_coming(at)),
                    _ => format!(" · {}", t.content_state_begun(at)),
                }
            });
            let who = names.get(&v.written_by).cloned().unwrap_or_default();
            let from = v.restored.map(|number| match number {
                0 => format!(" · {}", t.content_state_shipped()),
                _ => format!(" · {}", t.content_restored_from(number)),
            });
            view! {
                <li class="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-2" data-version=v.number.to_string()>
                    <span>
                        <a class="inline-flex min-h-tap items-center font-medium hover:text-accent hover:underline" href=href>{t.content_version(v.number)}</a>
                        " · " {state_words(v.state)} {from} {begins}
                    </span>
                    <span class="text-sm text-ink-faint"><bdi>{who}</bdi> " · " <DateText at=v.written_at time=true /></span>
                </li>
            }
        })
        .collect_view();
    let shipped = has_shipped.then(|| {
        view! {
            <Form action=RestoreContent::PATH class="mt-4">
                <Hidden name="page" value=slug.to_string() />
                <Hidden name="language" value=locale.as_str() />
                <Hidden name="number" value="0" />
                <Button kind=ButtonKind::Secondary>{t.content_restore_shipped()}</Button>
            </Form>
        }
    });
    view! {
        <section class="mt-10" aria-labelledby="history" id="content-history">
            <h2 id="history" class="mb-3 text-lg font-bold">{t.content_history()}</h2>
            <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul>
            {shipped}
        </section>
    }
    .into_any()
}

#[component]
fn TakeDown(slug: Slug, locale: Locale) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <Form action=WithdrawContent::PATH class="mt-10 flex flex-wrap items-center gap-4">
            <Hidden name="page" value=slug.to_string() />
            <Hidden name="language" value=locale.as_str() />
            <Button kind=ButtonKind::Danger>{t.content_withdraw()}</Button>
            <p class="text-sm text-ink-soft">{t.content_withdraw_text()}</p>
        </Form>
    }
    .into_any()
}
