//! All sellers' webhooks: which arrive and which do not, holding one back, sending again what failed. Routes `/operator/webhooks`
//! and `/operator/webhooks/{endpoint}`.
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use domain::calendar::day_text;
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::webhook::Deed;
use domain::{AccountId, SellerId, WebhookEndpointId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::db::Conn;
use platform::sellers::Seller;
use platform::webhooks::{self, DeedDone, Fares, Which, taken_percent};

use super::api::{HoldWebhook, SendWebhooksAgain};
use super::webhooks_work::{AGAIN_FORM, HOLD_FORM};
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::{param, query};
use crate::seller::webhooks_log::{Again, Log, state_words, tries_of};
use crate::seller::webhooks_work::refused;
use crate::text::T;
use crate::ui::*;

/// So many endpoints stand on a page, the newest ones.
const PER_PAGE: i64 = 50;
/// So many deeds and deliveries are shown, the latest ones.
const MOST: i64 = 30;

fn which() -> Which {
    match query("show").as_deref() {
        Some("failing") => Which::Failing,
        Some("held") => Which::Held,
        _ => Which::All,
    }
}

fn name_of(which: Which) -> &'static str {
    match which {
        Which::All => "all",
        Which::Failing => "failing",
        Which::Held => "held",
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadSystem, &Resource::Platform)?;
    let t = Ctx::current().t();
    let which = which();
    let before: Option<WebhookEndpointId> = query("before").and_then(|text| text.parse().ok());
    let mut conn = platform().db.read_together().await?;
    let mut list = webhooks::fares(&mut conn, which, before, PER_PAGE + 1).await?;
    let more = list.len() as i64 > PER_PAGE;
    list.truncate(PER_PAGE as usize);
    let mut ids: Vec<SellerId> = list.iter().map(|one| one.seller_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let sellers = platform::sellers::many(&mut conn, &ids).await?;
    let deeds = webhooks::deeds(&mut conn, None, MOST).await?;
    let people = people_of(&mut conn, &deeds).await?;
    drop(conn);
    let tabs = [Which::All, Which::Failing, Which::Held].map(|one| Tab {
        href: format!("/operator/webhooks?show={}", name_of(one)),
        label: match one {
            Which::All => t.hooks_all(),
            Which::Failing => t.hooks_failing(),
            Which::Held => t.hooks_held(),
        },
        count: None,
        current: one == which,
    });
    let older = list
        .last()
        .filter(|_| more)
        .map(|last| format!("/operator/webhooks?show={}&before={}", name_of(which), last.id));
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.hooks_title()>
            <p class="mb-6 max-w-prose text-ink-soft">{t.hooks_all_text()}</p>
            <div class="mb-6"><Tabs label=t.hooks_title() tabs=tabs.to_vec() /></div>
            <div id="webhooks" class="flex flex-col gap-10">
                <Endpoints list sellers />
                {older.map(|href| view! { <a class="link inline-flex min-h-tap items-center" href=href>{t.hooks_older()}</a> })}
                <AgainForm endpoint=None />
                <Deeds deeds people />
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// Who did it.
async fn people_of(conn: &mut Conn, deeds: &[DeedDone]) -> Result<HashMap<AccountId, String>, Failure> {
    let mut people = HashMap::new();
    for deed in deeds {
        if let Entry::Vacant(new) = people.entry(deed.by_account) {
            let who = platform::identity::account(conn, deed.by_account).await?;
            new.insert(who.map_or_else(|| deed.by_account.to_string(), |who| who.name));
        }
    }
    Ok(people)
}

/// Of so many tries, which share was taken.
fn share(t: T, taken: i64, tries: i64) -> String {
    match taken_percent(taken, tries) {
        Some(percent) => t.hooks_share(format::number(percent, t.writing()), tries),
        None => t.hooks_no_tries(),
    }
}

fn badge_of(t: T, one: &Fares) -> (Tone, String) {
    if one.held_since_us.is_some() { (Tone::Warn, t.hooks_held()) } else { state_words(t, one.state.0) }
}

#[component]
fn Endpoints(list: Vec<Fares>, sellers: HashMap<SellerId, Seller>) -> AnyView {
    let t = Ctx::current().t();
    if list.is_empty() {
        return view! { <EmptyState title=t.hooks_none_title() text=t.hooks_all_none() icon=Icon::Globe /> }
            .into_any();
    }
    let rows = list
        .into_iter()
        .map(|one| {
            let (tone, words) = badge_of(t, &one);
            let name = sellers.get(&one.seller_id).map(|seller| seller.name.clone()).unwrap_or_default();
            let error = one.last_error.clone().zip(one.last_error_us).map(|(error, at)| {
                view! {
                    <span class="block max-w-xs truncate" dir="auto">{error}</span>
                    <span class="text-ink-faint"><DateText at time=true /></span>
                }
            });
            view! {
                <tr data-endpoint=one.id.to_string() data-state=one.state.0.as_str()>
                    <th scope="row" class="text-start font-normal">
                        <a class="link inline-flex min-h-tap items-center font-medium break-all" dir="ltr" href=format!("/operator/webhooks/{}", one.id)>{one.url.clone()}</a>
                        <span class="block text-sm text-ink-faint"><bdi>{name}</bdi></span>
                    </th>
                    <td><Badge tone>{words}</Badge></td>
                    <td>{share(t, one.day_taken, one.day_tries)}</td>
                    <td>{share(t, one.week_taken, one.week_tries)}</td>
                    <td class="num">{format::number(one.waiting, t.writing())}</td>
                    <td class="text-sm">{error}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t.hooks_list() id="endpoints">
            <thead>
                <tr>
                    <th scope="col">{t.hooks_one()}</th>
                    <th scope="col">{t.payouts_state()}</th>
                    <th scope="col">{t.hooks_day()}</th>
                    <th scope="col">{t.hooks_week()}</th>
                    <th scope="col" class="num">{t.hooks_waiting()}</th>
                    <th scope="col">{t.hooks_last_error()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

/// What failed since a moment is sent again: of one endpoint, or of all.
#[component]
fn AgainForm(endpoint: Option<WebhookEndpointId>) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let yesterday = day_text(platform().db.now().utc_day() - 1);
    let form = FormState::of(&ctx, AGAIN_FORM).or("since", yesterday);
    let text = if endpoint.is_some() { t.hooks_again_one() } else { t.hooks_again_all() };
    view! {
        <section aria-labelledby="again-title">
            <h2 id="again-title" class="mb-2 text-lg font-bold">{t.hooks_again_title()}</h2>
            <p class="mb-4 max-w-prose text-sm text-ink-soft">{text}</p>
            <Form action=SendWebhooksAgain::PATH id="again" label=t.hooks_again_title() class="flex max-w-xl flex-col gap-4">
                {endpoint.map(|id| view! { <Hidden name="endpoint" value=id.to_string() /> })}
                <Field form=&form name="since" label=t.hooks_again_since() hint=t.hooks_again_hint() ltr=true />
                <Field form=&form name="why" label=t.hold_reason() hint=t.hold_reason_hint() />
                <div><Button kind=ButtonKind::Secondary>{t.hooks_replay()}</Button></div>
            </Form>
        </section>
    }
    .into_any()
}

fn deed_words(t: T, deed: &DeedDone) -> (Tone, String) {
    match deed.deed.0 {
        Deed::Hold => (Tone::Warn, t.hooks_held()),
        Deed::Release => (Tone::Good, t.hooks_deed_release()),
        Deed::Replay => (Tone::Info, t.hooks_deed_replay(deed.messages)),
    }
}

/// The audit trail.
#[component]
fn Deeds(deeds: Vec<DeedDone>, people: HashMap<AccountId, String>) -> AnyView {
    let t = Ctx::current().t();
    if deeds.is_empty() {
        return ().into_any();
    }
    let rows = deeds
        .into_iter()
        .map(|deed| {
            let (tone, done) = deed_words(t, &deed);
            let who = people.get(&deed.by_account).cloned().unwrap_or_default();
            let href = deed.endpoint_id.map(|id| format!("/operator/webhooks/{id}"));
            let one = href.map(|href| view! { <a class="link inline-flex min-h-tap items-center" href=href>{t.hooks_one()}</a> });
            view! {
                <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-deed=deed.deed.0.as_str()>
                    <div class="min-w-0 flex-1 basis-60">
                        <p class="font-medium"><bdi>{deed.reason}</bdi></p>
                        <p class="text-sm text-ink-faint"><DateText at=deed.at_us time=true /> " · " <bdi>{t.hold_by(who)}</bdi></p>
                    </div>
                    {one}
                    <Badge tone>{done}</Badge>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="deeds-title">
            <h2 id="deeds-title" class="mb-2 text-lg font-bold">{t.hooks_deeds()}</h2>
            <ul id="deeds" class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul>
        </section>
    }
    .into_any()
}

pub async fn one_page() -> Result<AnyView, Failure> {
    allow(Action::ReadSystem, &Resource::Platform)?;
    let t = Ctx::current().t();
    let id: WebhookEndpointId = param("endpoint").parse().map_err(|_| Failure::NotFound)?;
    let mut conn = platform().db.read_together().await?;
    let one = webhooks::fares_of(&mut conn, id).await.map_err(refused)?;
    let list = webhooks::deliveries(&mut conn, one.seller_id, id, None, MOST).await.map_err(refused)?;
    let tries = tries_of(&mut conn, &list).await?;
    let deeds = webhooks::deeds(&mut conn, Some(id), MOST).await?;
    let people = people_of(&mut conn, &deeds).await?;
    let seller = platform::sellers::get(&mut conn, one.seller_id).await?.ok_or(Failure::NotFound)?;
    drop(conn);
    let (tone, words) = badge_of(t, &one);
    let trail = vec![("/operator/webhooks".to_owned(), t.hooks_title()), (String::new(), t.hooks_one())];
    let error = one.last_error.clone().map(|error| view! { <p class="text-sm break-words text-ink-soft">{t.hooks_last_error()} ": " <bdi>{error}</bdi></p> });
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.hooks_one()>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <div id="webhook" class="flex flex-col gap-8">
                <div>
                    <div class="flex flex-wrap items-center gap-3">
                        <p class="min-w-0 font-medium break-all" dir="ltr">{one.url.clone()}</p>
                        <span data-endpoint=one.state.0.as_str()><Badge tone>{words}</Badge></span>
                        <bdi class="text-ink-soft">{seller.name}</bdi>
                    </div>
                    {error}
                </div>
                <div id="figures" class="grid grid-cols-2 gap-4 lg:grid-cols-3">
                    <Figure label=t.hooks_day() value=share(t, one.day_taken, one.day_tries) />
                    <Figure label=t.hooks_week() value=share(t, one.week_taken, one.week_tries) />
                    <Figure label=t.hooks_waiting() value=format::number(one.waiting, t.writing()) />
                </div>
                <HoldSection one />
                <AgainForm endpoint=Some(id) />
                <Log list tries again=Again::Operator />
                <Deeds deeds people />
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// Holding the endpoint back, or letting it go on.
#[component]
fn HoldSection(one: Fares) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, HOLD_FORM);
    let held = one.held_since_us.is_some();
    let (kind, value, words) = match held {
        true => (ButtonKind::Secondary, "", t.hooks_release()),
        false => (ButtonKind::Danger, "on", t.hooks_hold()),
    };
    view! {
        <section aria-labelledby="hold-title">
            <h2 id="hold-title" class="mb-2 text-lg font-bold">{t.hooks_hold_title()}</h2>
            <p class="mb-4 max-w-prose text-sm text-ink-soft">{t.hooks_hold_text()}</p>
            <Form action=HoldWebhook::PATH id="hold" label=t.hooks_hold_title() class="flex max-w-xl flex-col gap-4">
                <Hidden name="endpoint" value=one.id.to_string() />
                <Field form=&form name="reason" label=t.hold_reason() hint=t.hooks_hold_reason() />
                <div><Button kind name="held" value>{words}</Button></div>
            </Form>
        </section>
    }
    .into_any()
}
