//! What shoppers reported of products, offers and stores, thing by thing, for the operator to decide. Routes
//! `/operator/reports/things` and `/operator/reports/things/{thing}`.
use std::collections::HashMap;

use domain::AccountId;
use domain::abuse::{AbuseVerdict, Thing, ThingKind};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::reviews::abuse::{
    AbuseCase, AbuseDecision, AbuseReport, about, abuse_cases, abuse_decisions, abuse_reports,
};
use platform::reviews::shown_again::{DownNow, ShownAgain, down_now, shown_again};

use super::api::{JudgeAbuse, ShowAgain};
use super::words::{decided_words, kind_words, reason_words, verdict_words};
use super::work::{JUDGE_FORM, SHOW_FORM, needs};
use crate::access::{allow, may, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::{param, query};
use crate::reports::{DOWN, THINGS, Waiting, desk, desk_narrowed, is_of_decided, is_of_down};
use crate::ui::*;

/// So many things, and so many reports of one, are shown.
const MOST: i64 = 100;

pub async fn list_page() -> Result<AnyView, Failure> {
    allow(Action::ReadReports, &Resource::Platform)?;
    let t = Ctx::current().t();
    let mut conn = platform().db.read_together().await?;
    let waiting = Waiting::load(&mut conn).await?;
    if is_of_down() {
        let kind =
            query("thing").and_then(|kind| ThingKind::parse(&kind)).filter(|kind| DOWN_KINDS.contains(kind));
        let found = down_now(&mut conn, kind, MOST).await?;
        drop(conn);
        let rows = found.into_iter().map(|down| view! { <DownRow down /> }.into_any()).collect();
        return Ok(desk_narrowed(waiting, THINGS, of_kind(kind), t.abuse_down_none(), rows));
    }
    let cases = abuse_cases(&mut conn, !is_of_decided(), MOST).await?;
    drop(conn);
    let rows = cases.into_iter().map(|case| view! { <CaseRow case /> }.into_any()).collect();
    Ok(desk(waiting, THINGS, t.abuse_none(), rows))
}

/// What can be taken down; a store is suspended.
const DOWN_KINDS: [ThingKind; 2] = [ThingKind::Product, ThingKind::Offer];

/// Links to what is taken down of every kind, and of each.
fn of_kind(chosen: Option<ThingKind>) -> AnyView {
    let t = Ctx::current().t();
    let all = Tab {
        href: format!("{THINGS}?show={DOWN}"),
        label: t.abuse_down_all(),
        count: None,
        current: chosen.is_none(),
    };
    let of_one = |kind: ThingKind| Tab {
        href: format!("{THINGS}?show={DOWN}&thing={}", kind.as_str()),
        label: kind_words(t, kind),
        count: None,
        current: chosen == Some(kind),
    };
    let tabs: Vec<Tab> = std::iter::once(all).chain(DOWN_KINDS.map(of_one)).collect();
    view! { <div class="mb-6"><Tabs label=t.abuse_down_kinds() tabs /></div> }.into_any()
}

/// Something that is taken down, and why; its page shows it again.
#[component]
fn DownRow(down: DownNow) -> AnyView {
    let t = Ctx::current().t();
    let href = format!("{THINGS}/{}", down.thing);
    let title = down.about.map_or_else(|| down.thing.to_string(), |about| about.title);
    let reason = down.reason.map(|reason| view! { <p class="break-words" dir="auto">{reason}</p> });
    view! {
        <li class="relative py-3" data-down=down.thing.to_string()>
            <a href=href class="cover line-clamp-2 font-medium hover:text-accent"><bdi>{title}</bdi></a>
            {reason}
            <p class="text-sm text-ink-faint">{kind_words(t, down.thing.kind())} " · " <DateText at=down.since time=true /></p>
        </li>
    }
    .into_any()
}

#[component]
fn CaseRow(case: AbuseCase) -> AnyView {
    let t = Ctx::current().t();
    let href = format!("{THINGS}/{}", case.thing);
    let title = case.about.map_or_else(|| case.thing.to_string(), |about| about.title);
    view! {
        <li class="relative flex flex-wrap items-center justify-between gap-3 py-3" data-thing=case.thing.to_string()>
            <div class="min-w-0 flex-1 basis-60">
                <a href=href class="cover line-clamp-2 font-medium hover:text-accent"><bdi>{title}</bdi></a>
                <p class="text-sm text-ink-faint">{kind_words(t, case.thing.kind())} " · " <DateText at=case.last_at time=true /></p>
            </div>
            <Badge tone=Tone::Warn>{t.abuse_count(case.reports)}</Badge>
        </li>
    }
    .into_any()
}

pub async fn case_page() -> Result<AnyView, Failure> {
    allow(Action::ReadReports, &Resource::Platform)?;
    let t = Ctx::current().t();
    let thing = Thing::parse(&param("thing")).ok_or(Failure::NotFound)?;
    let mut conn = platform().db.read_together().await?;
    let about = about(&mut conn, thing).await?.ok_or(Failure::NotFound)?;
    let reports = abuse_reports(&mut conn, thing, MOST).await?;
    let decisions = abuse_decisions(&mut conn, thing).await?;
    let taken_back = shown_again(&mut conn, thing).await?;
    let mut who: Vec<AccountId> = decisions.iter().map(|decision| decision.account_id).collect();
    who.extend(taken_back.iter().map(|again| again.account_id));
    // Who shops here is known to those who help shoppers.
    if may(Action::ReadSales, &Resource::Platform) {
        who.extend(reports.iter().filter_map(|report| report.account_id));
    }
    let people = platform::identity::accounts(&mut conn, &who).await?;
    drop(conn);
    let people: HashMap<AccountId, String> = people.into_iter().map(|(id, known)| (id, known.name)).collect();
    let waits = reports.iter().any(|report| report.decision_id.is_none());
    let back = about.taken_down && may(Action::ManageCatalogue, &Resource::Platform);
    let gone = (!about.shown).then(|| view! { <Badge tone=Tone::Warn>{t.abuse_not_shown()}</Badge> });
    let trail = vec![(THINGS.to_owned(), t.operator_reports()), (String::new(), kind_words(t, thing.kind()))];
    Ok(view! {
        <ConsolePage console=Console::Operator title=kind_words(t, thing.kind())>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <p class="mb-6 flex flex-wrap items-center gap-3">
                <a class="link inline-flex min-h-tap items-center font-medium" href=about.href><bdi>{about.title}</bdi></a>
                {gone}
            </p>
            <div class="flex flex-col gap-8">
                {waits.then(|| view! { <Judge thing /> })}
                {back.then(|| view! { <Again thing /> })}
                <Reports reports people=people.clone() />
                <Decisions decisions taken_back people />
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// The reason, and a button for each decision that this reader may take.
#[component]
fn Judge(thing: Thing) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, JUDGE_FORM);
    let open = AbuseVerdict::ALL.iter().filter(|one| one.fits(thing.kind()));
    let open = open.filter(|one| may(needs(**one), &Resource::Platform));
    let buttons = open
        .map(|one| {
            let kind = match one {
                AbuseVerdict::Dismiss => ButtonKind::Secondary,
                _ => ButtonKind::Danger,
            };
            view! { <Button kind name="verdict" value=one.as_str()>{verdict_words(t, *one)}</Button> }
        })
        .collect_view();
    view! {
        <Form action=JudgeAbuse::PATH id="judge" label=t.abuse_decide() class="flex max-w-prose flex-col gap-3">
            <Hidden name="thing" value=thing.to_string() />
            <TextArea form=&form name="reason" label=t.case_reason() hint=t.abuse_reason_hint() rows=2 />
            <div class="flex flex-wrap gap-3">{buttons}</div>
        </Form>
    }
    .into_any()
}

/// The way back for what was taken down.
#[component]
fn Again(thing: Thing) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, SHOW_FORM);
    view! {
        <Form action=ShowAgain::PATH id="show-again" label=t.abuse_show_again() class="flex max-w-prose flex-col gap-3">
            <Hidden name="thing" value=thing.to_string() />
            <TextArea form=&form name="why" label=t.case_reason() hint=t.abuse_again_hint() rows=2 />
            <div><Button kind=ButtonKind::Secondary>{t.abuse_show_again()}</Button></div>
        </Form>
    }
    .into_any()
}

#[component]
fn Reports(reports: Vec<AbuseReport>, people: HashMap<AccountId, String>) -> AnyView {
    let t = Ctx::current().t();
    let rows = reports
        .into_iter()
        .map(|report| {
            let name = match report.account_id {
                Some(id) => people.get(&id).cloned().unwrap_or_else(|| t.office_has_account()),
                None => t.office_guest(),
            };
            let waits = report.decision_id.is_none();
            view! {
                <li class="py-3" data-report=report.id.to_string()>
                    <p class="flex flex-wrap items-center gap-2">
                        <span class="font-medium">{reason_words(t, report.reason.0)}</span>
                        {waits.then(|| view! { <Badge tone=Tone::Warn>{t.reports_open()}</Badge> })}
                    </p>
                    <p class="break-words" dir="auto">{report.body}</p>
                    <p class="text-sm text-ink-faint"><bdi>{name}</bdi> " · " <DateText at=report.at_us time=true /></p>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="reports-title">
            <h2 id="reports-title" class="mb-2 text-lg font-bold">{t.abuse_reports()}</h2>
            <ul id="reports" class="divide-y divide-line rounded-card border border-line bg-surface px-5 empty:hidden">{rows}</ul>
        </section>
    }
    .into_any()
}

/// The audit trail.
#[component]
fn Decisions(
    decisions: Vec<AbuseDecision>,
    taken_back: Vec<ShownAgain>,
    people: HashMap<AccountId, String>,
) -> AnyView {
    let t = Ctx::current().t();
    if decisions.is_empty() {
        return ().into_any();
    }
    let rows = decisions
        .into_iter()
        .map(|decision| {
            let (tone, words) = decided_words(t, decision.verdict.0);
            let name = people.get(&decision.account_id).cloned().unwrap_or_default();
            let again = taken_back.iter().find(|again| again.decision_id == decision.id).cloned();
            let again = again.map(|again| {
                let name = people.get(&again.account_id).cloned().unwrap_or_default();
                view! {
                    <li class="py-3" data-verdict="show_again">
                        <p class="flex flex-wrap items-center gap-2">
                            <Badge tone=Tone::Good>{t.abuse_shown_again()}</Badge> <bdi class="font-medium">{name}</bdi>
                            <span class="text-sm text-ink-faint"><DateText at=again.at_us time=true /></span>
                        </p>
                        <p class="break-words" dir="auto">{again.reason}</p>
                    </li>
                }
            });
            view! {
                {again}
                <li class="py-3" data-verdict=decision.verdict.0.as_str()>
                    <p class="flex flex-wrap items-center gap-2">
                        <Badge tone>{words}</Badge> <bdi class="font-medium">{name}</bdi>
                        <span class="text-sm text-ink-faint"><DateText at=decision.at_us time=true /> " · " {t.abuse_count(decision.reports)}</span>
                    </p>
                    <p class="break-words" dir="auto">{decision.reason}</p>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="decisions-title">
            <h2 id="decisions-title" class="mb-2 text-lg font-bold">{t.case_trail()}</h2>
            <ol class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ol>
        </section>
    }
    .into_any()
}
