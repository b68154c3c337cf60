//! Every page that the shop has or could have, in which languages, and what is still to be filled in. Route
//! `/operator/content`.
use std::collections::{BTreeMap, BTreeSet};

use domain::Timestamp;
use domain::format::{self, Locale};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use platform::content::{
    self, SHIPPED, Section, Shipped, Slug, Standing, Version, gaps, live_of, live_under, reading, standing,
    waiting,
};
use platform::db::Conn;

use super::editor::{address, standing_words};
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::category_names::trail_to;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadCatalogue, &Resource::Platform)?;
    let t = Ctx::current().t();
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let live = live_under(&mut conn, "").await?;
    let drafts = waiting(&mut conn).await?;
    let coming = content::coming(&mut conn).await?;
    drop(conn);
    let tree = platform.categories().await?;
    let mut slugs: BTreeSet<Slug> = SHIPPED.iter().map(Shipped::slug).collect();
    slugs.extend(live.iter().map(|v| v.slug.clone()));
    slugs.extend(drafts.iter().map(|(slug, _)| slug.clone()));
    slugs.extend(coming.iter().map(|(slug, ..)| slug.clone()));
    let mut sections: BTreeMap<Section, Vec<Slug>> = BTreeMap::new();
    for slug in slugs {
        sections.entry(slug.section()).or_default().push(slug);
    }
    let all: Vec<Slug> = sections.into_values().flatten().collect();
    let missing = missing(&all, &live);
    let rows = all
        .into_iter()
        .map(|slug| view! { <PageRow slug live=live.clone() drafts=drafts.clone() coming=coming.clone() /> })
        .collect_view();
    let categories: Vec<(String, String)> =
        tree.all().iter().map(|c| (c.slug.clone(), trail_to(&tree, c.id))).collect();
    let form = FormState::default();
    let of_categories = form.clone();
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.operator_content()>
            {(!missing.is_empty()).then(|| view! { <Missing missing /> })}
            <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul>
            <div class="mt-10 grid gap-8 lg:grid-cols-2">
                <section aria-labelledby="new-help">
                    <h2 id="new-help" class="mb-3 text-lg font-bold">{t.content_new_help()}</h2>
                    <Form action="/operator/content/edit" get=true class="flex flex-wrap items-end gap-3">
                        <Field form=&form name="help" label=t.content_address() hint=t.content_address_hint() ltr=true placeholder="gift-cards" />
                        <Button kind=ButtonKind::Secondary>{t.content_write()}</Button>
                    </Form>
                </section>
                {(!categories.is_empty()).then(|| view! {
                    <section aria-labelledby="new-category">
                        <h2 id="new-category" class="mb-3 text-lg font-bold">{t.content_new_category()}</h2>
                        <Form action="/operator/content/edit" get=true class="flex flex-wrap items-end gap-3">
                            <Select form=&of_categories name="category" label=t.facet_category() options=categories />
                            <Button kind=ButtonKind::Secondary>{t.content_write()}</Button>
                        </Form>
                    </section>
                })}
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// Whether people who open the imprint in this language find something that is still to be filled in.
///
/// # Errors
/// When it cannot be read.
pub(crate) async fn imprint_has_gaps(conn: &mut Conn) -> Result<bool, Failure> {
    let Some(slug) = Slug::parse("imprint") else { return Ok(false) };
    let live = live_of(conn, &slug).await?;
    let page = reading(&slug, &live, Ctx::current().locale());
    Ok(page.is_some_and(|page| !gaps(&page.body).is_empty()))
}

/// Pages that people read with gaps in them, and the gaps.
fn missing(slugs: &[Slug], live: &[Version]) -> Vec<(Slug, Locale, Vec<String>)> {
    let each = slugs.iter().flat_map(|slug| Locale::ALL.iter().map(move |locale| (slug, *locale)));
    each.filter_map(|(slug, locale)| {
        let page = reading(slug, live, locale).filter(|page| page.locale == locale)?;
        let gaps = gaps(&page.body);
        (!gaps.is_empty()).then(|| (slug.clone(), locale, gaps))
    })
    .collect()
}

#[component]
fn Missing(missing: Vec<(Slug, Locale, Vec<String>)>) -> AnyView {
    let t = Ctx::current().t();
    let rows = missing
        .into_iter()
        .map(|(slug, locale, gaps)| {
            let href = address(&slug, locale);
            let words = format!("/{slug} ({})", locale.name());
            view! {
                <li>
                    <a class="inline-flex min-h-tap items-center underline" href=href><bdi>{words}</bdi></a>
                    ": " <span lang=locale.as_str()><bdi>{gaps.join(" · ")}</bdi></span>
                </li>
            }
        })
        .collect_view();
    view! {
        <Notice tone=Tone::Warn class="mb-8">
            <p class="font-semibold">{t.content_gaps()}</p>
            <ul>{rows}</ul>
        </Notice>
    }
    .into_any()
}

fn tone_of(state: Standing) -> Tone {
    match state {
        Standing::Published => Tone::Good,
        Standing::Shipped => Tone::Plain,
        Standing::Withdrawn | Standing::Missing => Tone::Warn,
    }
}

#[component]
fn PageRow(
    slug: Slug,
    live: Vec<Version>,
    drafts: Vec<(Slug, Locale)>,
    coming: Vec<(Slug, Locale, Timestamp)>,
) -> AnyView {
    let ctx = Ctx::current();
    let t: T = ctx.t();
    let shown = reading(&slug, &live, ctx.locale());
    let title = shown.as_ref().map_or_else(|| slug.name().to_owned(), |page| page.title.clone());
    let (path, href) = (slug.path(), slug.path());
    let languages = Locale::ALL
        .iter()
        .copied()
        .map(|locale| {
            let state = standing(&slug, &live, locale);
            let draft = drafts.iter().any(|(page, language)| *page == slug && *language == locale);
            let draft = draft.then(|| view! { <Badge tone=Tone::Info>{t.content_state_draft()}</Badge> });
            let next = coming.iter().find(|(page, language, _)| *page == slug && *language == locale);
            let next = next.map(|(.., at)| {
                let at = format::date_time(*at, t.locale());
                view! { <Badge tone=Tone::Info>{t.content_state_coming(at)}</Badge> }
            });
            view! {
                <li>
                    <a href=address(&slug, locale) class="inline-flex min-h-tap items-center gap-2 rounded-control px-2 hover:bg-sunken">
                        <span lang=locale.as_str()>{locale.name()}</span>
                        <Badge tone=tone_of(state)>{standing_words(t, state)}</Badge>
                        {draft}
                        {next}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-3" data-page=slug.to_string()>
            <div class="min-w-0">
                <p class="font-medium"><bdi>{title}</bdi></p>
                <p class="text-sm text-ink-faint"><a class="hover:underline" href=href dir="ltr">{path}</a></p>
            </div>
            <ul class="flex flex-wrap gap-1 text-sm">{languages}</ul>
        </li>
    }
    .into_any()
}
