//! Sellers with their health, appeals that wait, and suspending one. Route `/operator/sellers`.
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use domain::health::{Level, Measure};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{AccountId, AppealId, SellerId, Timestamp, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::buybox::{Counted, counted_of};
use platform::db::Conn;
use platform::openings::{self, Opening};
use platform::sellers::suspend::{self, Appeal, Decision};
use platform::sellers::{Seller, SellerError};

use super::api::{AnswerAppeal, AnswerForm, SuspendForm, SuspendSeller};
use super::stop::StopForm;
use crate::access::{account_id, allow, may, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::page::query;
use crate::seller::health_words as words;
use crate::team::work::letterhead;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "suspend";
/// So many sellers stand on a page, in the order in which they came.
const PER_PAGE: i64 = 50;
/// So many appeals and decisions are shown.
const MOST: i64 = 50;

/// What the page shows.
struct Desk {
    sellers: Vec<Seller>,
    /// The page behind this one.
    next: Option<SellerId>,
    health: HashMap<SellerId, Counted>,
    appeals: Vec<Appeal>,
    /// Shops that wait for review.
    waiting: Vec<Opening>,
    decisions: Vec<Decision>,
    /// Of all sellers that are named.
    names: HashMap<SellerId, String>,
    people: HashMap<AccountId, String>,
}

impl Desk {
    async fn load(conn: &mut Conn, after: Option<SellerId>) -> Result<Self, Failure> {
        let mut sellers = platform::sellers::list(conn, after, PER_PAGE + 1).await?;
        let more = sellers.len() as i64 > PER_PAGE;
        sellers.truncate(PER_PAGE as usize);
        let next = sellers.last().filter(|_| more).map(|seller| seller.id);
        let ids: Vec<SellerId> = sellers.iter().map(|seller| seller.id).collect();
        let health = counted_of(conn, &ids).await?;
        let appeals = suspend::open_appeals(conn, MOST).await?;
        let decisions = suspend::decisions(conn, MOST).await?;
        let waiting = openings::waiting(conn, MOST).await?;
        let mut named: Vec<SellerId> = appeals.iter().map(|a| a.seller_id).collect();
        named.extend(decisions.iter().map(|d| d.seller_id));
        named.extend(waiting.iter().map(|opening| opening.seller_id));
        named.sort_unstable();
        named.dedup();
        let named = platform::sellers::many(conn, &named).await?;
        let mut people = HashMap::new();
        for decision in &decisions {
            if let Entry::Vacant(new) = people.entry(decision.by_account) {
                let who = platform::identity::account(conn, decision.by_account).await?;
                new.insert(who.map_or_else(|| decision.by_account.to_string(), |who| who.name));
            }
        }
        let names = named.into_iter().map(|(id, seller)| (id, seller.name)).collect();
        Ok(Self { sellers, next, health, appeals, waiting, decisions, names, people })
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadSellers, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let after = query("after").and_then(|id| id.parse().ok());
    let mut conn = platform().db.read_together().await?;
    let desk = Desk::load(&mut conn, after).await?;
    drop(conn);
    let form = FormState::of(&ctx, FORM);
    let choices: Vec<(String, String)> = desk
        .sellers
        .iter()
        .filter(|seller| !seller.is_platform)
        .map(|seller| (seller.id.to_string(), seller.name.clone()))
        .collect();
    let next = desk.next.map(|id| format!("/operator/sellers?after={id}"));
    let may_decide = may(Action::ManageSellers, &Resource::Platform);
    let stop = may_decide.then(|| {
        view! {
            <StopForm
                form
                choices
                action=SuspendSeller::PATH
                id="suspend"
                title=t.suspend_title()
                text=t.suspend_text()
                name="suspended"
                stop=t.suspend_stop()
                release=t.suspend_release()
            />
        }
    });
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.operator_sellers()>
            <div class="flex flex-col gap-10">
                <WaitingShops waiting=desk.waiting names=desk.names.clone() />
                <Appeals appeals=desk.appeals names=desk.names.clone() may_decide />
                <div class="flex flex-col gap-4">
                    <List sellers=desk.sellers health=desk.health />
                    {next.map(|href| view! { <p><LinkButton href kind=ButtonKind::Secondary>{t.sellers_next()}</LinkButton></p> })}
                </div>
                {stop}
                <Log decisions=desk.decisions names=desk.names people=desk.people />
            </div>
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn List(sellers: Vec<Seller>, health: HashMap<SellerId, Counted>) -> AnyView {
    let t = Ctx::current().t();
    if sellers.is_empty() {
        return view! { <p class="text-ink-soft">{t.sellers_none()}</p> }.into_any();
    }
    let now = platform().db.now();
    let rows = sellers.into_iter().map(|seller| row(&seller, health.get(&seller.id), now)).collect_view();
    let head = |measure: &Measure| view! { <th scope="col" class="num">{words::name(t, *measure)}</th> };
    let heads = Measure::ALL.iter().map(head).collect_view();
    view! {
        <Table caption=t.operator_sellers() id="sellers">
            <thead>
                <tr>
                    <th scope="col">{t.payouts_seller()}</th>
                    <th scope="col">{t.sellers_state()}</th>
                    <th scope="col">{t.seller_health()}</th>
                    {heads}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

fn row(seller: &Seller, counted: Option<&Counted>, now: Timestamp) -> AnyView {
    let t = Ctx::current().t();
    let (tone, state) = match seller {
        seller if seller.is_platform => (Tone::Plain, t.sellers_own()),
        seller if seller.approved_at.is_none() => (Tone::Info, t.sellers_opening()),
        seller if seller.may_sell(now) => (Tone::Good, t.sellers_selling()),
        // Its own choice, and only where nothing else stops it.
        seller if seller.suspended_at.is_none() && seller.on_holiday(now).is_some() => {
            (Tone::Info, t.sellers_on_holiday())
        }
        _ => (Tone::Bad, t.sellers_suspended()),
    };
    let worst = counted.map_or(Level::TooFew, |counted| counted.health.worst());
    let (health_tone, health) = words::level(t, worst);
    let rates = Measure::ALL.iter().map(|measure| {
        let rate = counted.map_or_else(
            || t.health_no_rate(),
            |counted| words::rate(t, *measure, counted.health.tally(*measure)),
        );
        view! { <td class="num"><bdi>{rate}</bdi></td> }
    });
    let href = format!("/operator/sellers/{}", seller.id);
    view! {
        <tr data-seller=seller.id.to_string()>
            <th scope="row" class="text-start font-medium"><a class="link inline-flex min-h-tap items-center" href=href><bdi>{seller.name.clone()}</bdi></a></th>
            <td><Badge tone>{state}</Badge></td>
            <td><Badge tone=health_tone>{health}</Badge></td>
            {rates.collect_view()}
        </tr>
    }
    .into_any()
}

/// Shops that somebody opened and that wait to be looked at, the longest first.
#[component]
fn WaitingShops(waiting: Vec<Opening>, names: HashMap<SellerId, String>) -> AnyView {
    let t = Ctx::current().t();
    let rows = waiting
        .into_iter()
        .map(|opening| {
            let name = names.get(&opening.seller_id).cloned().unwrap_or_default();
            let href = format!("/operator/sellers/{}", opening.seller_id);
            view! {
                <li class="flex flex-wrap items-center justify-between gap-3 py-3" data-opening=opening.seller_id.to_string()>
                    <div>
                        <p class="font-medium"><bdi>{name.clone()}</bdi></p>
                        <p class="text-sm text-ink-faint">{opening.submitted_at_us.map(|at| view! { <DateText at time=true /> })}</p>
                    </div>
                    <LinkButton href kind=ButtonKind::Secondary>{t.opening_look()} <span class="sr-only"><bdi>{name}</bdi></span></LinkButton>
                </li>
            }
        })
        .collect_view();
    let list = if rows.is_empty() {
        view! { <p class="text-ink-soft">{t.opening_waiting_none()}</p> }.into_any()
    } else {
        view! { <ul class="divide-y divide-line">{rows}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="waiting-title">
            <h2 id="waiting-title" class="mb-2 text-lg font-bold">{t.opening_waiting()}</h2>
            {list}
        </section>
    }
    .into_any()
}

#[component]
fn Appeals(
    appeals: Vec<Appeal>,
    names: HashMap<SellerId, String>,
    /// Answers them; everybody else reads what was said.
    may_decide: bool,
) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let entries = appeals
        .into_iter()
        .map(|appeal| {
            let name = names.get(&appeal.seller_id).cloned().unwrap_or_default();
            let answer = may_decide.then(|| answer_form(&ctx, appeal.id));
            view! {
                <li class="card p-4" data-appeal=appeal.id.to_string()>
                    <p class="font-medium"><bdi>{name}</bdi> ": " <bdi>{appeal.words}</bdi></p>
                    <p class="text-sm text-ink-faint">{format::date_time(appeal.at_us, t.locale())}</p>
                    {answer}
                </li>
            }
        })
        .collect_view();
    let list = if entries.is_empty() {
        view! { <p class="text-ink-soft">{t.appeals_none()}</p> }.into_any()
    } else {
        view! { <ul class="flex flex-col gap-4">{entries}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="appeals-title">
            <h2 id="appeals-title" class="mb-2 text-lg font-bold">{t.appeals_title()}</h2>
            {list}
        </section>
    }
    .into_any()
}

fn answer_form(ctx: &Ctx, appeal: AppealId) -> AnyView {
    let t = ctx.t();
    let form = FormState::of(ctx, &format!("appeal-{appeal}"));
    view! {
        <Form action=AnswerAppeal::PATH id=format!("answer-{appeal}") class="mt-3 flex max-w-xl flex-col gap-3">
            <Hidden name="appeal" value=appeal.to_string() />
            <Field form=&form name="answer" label=t.appeal_answer() />
            <div class="flex flex-wrap gap-3">
                <Button name="granted" value="on">{t.appeal_grant()}</Button>
                <Button kind=ButtonKind::Secondary name="granted" value="">{t.appeal_refuse()}</Button>
            </div>
        </Form>
    }
    .into_any()
}

#[component]
fn Log(
    decisions: Vec<Decision>,
    names: HashMap<SellerId, String>,
    people: HashMap<AccountId, String>,
) -> AnyView {
    let t = Ctx::current().t();
    if decisions.is_empty() {
        return ().into_any();
    }
    let rows = decisions
        .into_iter()
        .map(|decision| {
            let (tone, done) = match decision.suspended {
                true => (Tone::Bad, t.sellers_suspended()),
                false => (Tone::Good, t.sellers_selling()),
            };
            let name = names.get(&decision.seller_id).cloned().unwrap_or_default();
            let who = people.get(&decision.by_account).cloned().unwrap_or_default();
            view! {
                <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-suspended=decision.suspended.to_string()>
                    <div class="min-w-0 flex-1 basis-60">
                        <p class="font-medium"><bdi>{name}</bdi> ": " <bdi>{decision.reason}</bdi></p>
                        <p class="text-sm text-ink-faint">{format::date_time(decision.at_us, t.locale())} " · " <bdi>{t.hold_by(who)}</bdi></p>
                    </div>
                    <Badge tone>{done}</Badge>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="log-title">
            <h2 id="log-title" class="mb-2 text-lg font-bold">{t.hold_log()}</h2>
            <ul class="divide-y divide-line">{rows}</ul>
        </section>
    }
    .into_any()
}

/// Suspends a seller, or lets it go on.
pub(super) async fn decide(form: SuspendForm) -> Result<Done, Failure> {
    allow(Action::ManageSellers, &Resource::Platform)?;
    let t = Ctx::current().t();
    let me = account_id()?;
    let seller: SellerId = form.seller.parse().map_err(|_| Failure::NotFound)?;
    let suspended = !form.suspended.is_empty();
    let invalid = Invalid::new(FORM, &form);
    let reason = form.reason.clone();
    let done = platform()
        .db
        .write(move |tx| {
            let reason = reason.clone();
            Box::pin(async move { suspend::decide(tx, seller, suspended, &reason, me).await })
        })
        .await;
    let here = Done::to("/operator/sellers");
    match done {
        Ok(false) => Ok(here.notice(Tone::Info, t.hold_as_it_was())),
        Ok(true) if suspended => Ok(here.notice(Tone::Good, t.suspend_stopped())),
        Ok(true) => Ok(here.notice(Tone::Good, t.suspend_released())),
        Err(SellerError::BadWords) => Err(invalid.field("reason", t.words_wrong()).into()),
        Err(SellerError::IsPlatform) => Err(invalid.field("seller", t.suspend_own()).into()),
        Err(SellerError::NoSuchSeller) => Err(Failure::NotFound),
        Err(other) => Err(other.into()),
    }
}

/// Answers an appeal; one that is granted lets the seller go on.
pub(super) async fn answer(form: AnswerForm) -> Result<Done, Failure> {
    allow(Action::ManageSellers, &Resource::Platform)?;
    let t = Ctx::current().t();
    let me = account_id()?;
    let appeal: AppealId = form.appeal.parse().map_err(|_| Failure::NotFound)?;
    let granted = !form.granted.is_empty();
    let invalid = Invalid::new(&format!("appeal-{appeal}"), &form);
    let (answer, letterhead) = (form.answer.clone(), letterhead());
    let done = platform()
        .db
        .write(move |tx| {
            let (answer, letterhead) = (answer.clone(), letterhead.clone());
            Box::pin(async move { suspend::answer(tx, &letterhead, appeal, granted, &answer, me).await })
        })
        .await;
    match done {
        Ok(_) => Ok(Done::to("/operator/sellers").notice(Tone::Good, t.appeal_answered())),
        Err(SellerError::BadWords) => Err(invalid.field("answer", t.words_wrong()).into()),
        Err(SellerError::AnsweredAlready) => Err(Failure::refused(t.appeal_answered_before())),
        Err(SellerError::NoSuchAppeal) => Err(Failure::NotFound),
        Err(other) => Err(other.into()),
    }
}
