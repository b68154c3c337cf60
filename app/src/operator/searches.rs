//! What shoppers search for and what comes of it, and the words that mean the same. Route `/operator/search`.
use domain::roles::{Action, Resource};
use domain::{DurationUs, Timestamp, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::activity::{SearchLine, search_lines, search_totals};
use platform::search::synonyms::{self, Synonym};

use super::api::{PutSynonym, RemoveSynonym};
use crate::access::{allow, platform};
use crate::answer::{Failure, encode_query};
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

/// Ranges to choose from, in days.
const RANGES: [i64; 3] = [7, 30, 90];
const MOST: i64 = 50;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadCatalogue, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let asked: i64 = query("days").and_then(|d| d.parse().ok()).unwrap_or(30);
    let days = if RANGES.contains(&asked) { asked } else { 30 };
    let to = Timestamp::from_micros((platform.db.now().utc_day() + 1) * 86_400_000_000);
    let range = (to.minus(DurationUs::from_days(days)), to);
    platform.activity.flush().await?;
    let mut conn = platform.db.read_together().await?;
    let totals = search_totals(&mut conn, range).await?;
    let lines = search_lines(&mut conn, range, false, MOST).await?;
    let missing = search_lines(&mut conn, range, true, MOST).await?;
    let known = synonyms::all(&mut conn).await?;
    drop(conn);
    let tabs: Vec<Tab> = RANGES
        .iter()
        .map(|n| Tab {
            href: format!("/operator/search?days={n}"),
            label: t.last_days(*n),
            count: None,
            current: *n == days,
        })
        .collect();
    let share = |part: i64, of: i64| format::percent(part * 10_000 / of.max(1), t.writing());
    let (vain, opened) =
        (share(totals.without_results, totals.searches), share(totals.opened, totals.people));
    let form = FormState::of(&ctx, "synonym");
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.operator_search()>
            <div class="mb-6"><Tabs label=t.operator_search() tabs /></div>
            <div class="mb-10 grid grid-cols-2 gap-4 lg:grid-cols-3">
                <Figure label=t.searches_made() value=format::number(totals.searches, t.writing()) />
                <Figure label=t.searches_without() value=vain />
                <Figure label=t.searches_clicked() value=opened />
            </div>
            <div class="flex flex-col gap-10">
                <Missing lines=missing />
                <Made lines />
                <Synonyms known form />
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// Searches that found nothing, each with the one step that mends it.
#[component]
fn Missing(lines: Vec<SearchLine>) -> AnyView {
    let t = Ctx::current().t();
    if lines.is_empty() {
        return ().into_any();
    }
    let rows = lines
        .into_iter()
        .map(|line| {
            let label = t.synonym_for(line.words.clone());
            view! {
                <li class="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
                    <span class="min-w-0">
                        <a class="font-medium break-words hover:text-accent hover:underline" href=href(&line)><bdi>{line.words.clone()}</bdi></a>
                        <span class="block text-sm text-ink-faint">{t.searches_count(line.searches)}</span>
                    </span>
                    <Form action=PutSynonym::PATH swap="searches-missing synonyms" class="flex gap-2">
                        <Hidden name="typed" value=line.words />
                        <input class="control" name="meant" required aria-label=label.clone() placeholder=t.synonym_meant() />
                        <Button kind=ButtonKind::Secondary label>{t.synonym_add()}</Button>
                    </Form>
                </li>
            }
        })
        .collect_view();
    view! {
        <section id="searches-missing" aria-labelledby="missing">
            <h2 id="missing" class="mb-2 text-lg font-bold">{t.searches_missing()}</h2>
            <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul>
        </section>
    }
    .into_any()
}

fn href(line: &SearchLine) -> String {
    format!("/search?q={}", encode_query(&line.words))
}

/// The most frequent searches.
#[component]
fn Made(lines: Vec<SearchLine>) -> AnyView {
    let t = Ctx::current().t();
    if lines.is_empty() {
        return view! { <EmptyState title=t.searches_none_title() text=t.searches_none_text() icon=Icon::Search /> }
            .into_any();
    }
    let rows = lines
        .into_iter()
        .map(|line| {
            let clicked = format::percent(line.opened * 10_000 / line.people.max(1), t.writing());
            let to = href(&line);
            view! {
                <tr>
                    <th scope="row" class="text-start font-medium">
                        <a class="hover:text-accent hover:underline" href=to><bdi>{line.words}</bdi></a>
                    </th>
                    <td class="text-end">{format::number(line.searches, t.writing())}</td>
                    <td class="text-end">{format::number(line.results, t.writing())}</td>
                    <td class="text-end">{clicked}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section>
            <h2 class="mb-2 text-lg font-bold">{t.searches_top()}</h2>
            <Table caption=t.searches_top()>
                <thead>
                    <tr>
                        <th scope="col">{t.searches_words()}</th>
                        <th scope="col" class="text-end">{t.searches_made()}</th>
                        <th scope="col" class="text-end">{t.searches_results()}</th>
                        <th scope="col" class="text-end">{t.searches_clicked()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

/// Words that mean the same, and a form for more.
#[component]
fn Synonyms(known: Vec<Synonym>, form: FormState) -> AnyView {
    let t = Ctx::current().t();
    let rows = known
        .into_iter()
        .map(|synonym| {
            let label = t.synonym_remove(synonym.typed.clone());
            view! {
                <li class="flex items-center justify-between gap-4 py-2">
                    <span class="min-w-0"><bdi>{words(t, &synonym)}</bdi></span>
                    <Form action=RemoveSynonym::PATH swap="synonyms">
                        <Hidden name="synonym" value=synonym.id.to_string() />
                        <Button kind=ButtonKind::Quiet label><IconView icon=Icon::Trash /></Button>
                    </Form>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let list = (!rows.is_empty()).then(|| {
        view! { <ul class="mb-6 divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }
    });
    view! {
        <section id="synonyms" aria-labelledby="synonyms-title">
            <h2 id="synonyms-title" class="text-lg font-bold">{t.synonyms_title()}</h2>
            <p class="mb-4 max-w-prose text-ink-soft">{t.synonyms_text()}</p>
            {list}
            <Form action=PutSynonym::PATH swap="searches-missing synonyms" class="grid max-w-3xl gap-4 sm:grid-cols-2">
                <Field form=&form name="typed" label=t.synonym_typed() placeholder="telly" />
                <Field form=&form name="meant" label=t.synonym_meant() hint=t.synonym_meant_hint() placeholder="tv, television" />
                <Checkbox form=&form name="both_ways" label=t.synonym_both_ways() />
                <div class="sm:col-span-2"><Button>{t.synonym_add()}</Button></div>
            </Form>
        </section>
    }
    .into_any()
}

fn words(t: T, synonym: &Synonym) -> String {
    let meant = synonym.meant.join(", ");
    if synonym.both_ways {
        t.synonym_same(synonym.typed.clone(), meant)
    } else {
        t.synonym_finds(synonym.typed.clone(), meant)
    }
}
