//! What is owed to sellers, what was paid and what came back, and stopping one. Route `/operator/payouts`.
use domain::calendar::civil;
use domain::roles::{Action, Resource};
use domain::{AccountId, SellerId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::payouts::{self, Hold, HoldWords, Owed, Payout, PayoutError};
use platform::sellers::Seller;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::api::{HoldForm, HoldPayouts};
use super::stop::StopForm;
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::seller::payout_words as words;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "hold";
/// So many payouts and decisions are shown, the latest ones.
const MOST: i64 = 100;
/// So many sellers are chosen from.
const MOST_SELLERS: i64 = 500;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let owed = payouts::owed(&mut conn).await?;
    let list = payouts::payouts_of(&mut conn, None, MOST).await?;
    let holds = payouts::history(&mut conn, MOST).await?;
    let choices = platform::sellers::list(&mut conn, None, MOST_SELLERS).await?;
    let mut ids: Vec<SellerId> =
        list.iter().map(|p| p.seller).chain(holds.iter().map(|h| h.seller_id)).collect();
    ids.sort();
    ids.dedup();
    let sellers = platform::sellers::many(&mut conn, &ids).await?;
    let mut people: HashMap<AccountId, String> = HashMap::new();
    for hold in &holds {
        if let Entry::Vacant(new) = people.entry(hold.by_account) {
            let who = platform::identity::account(&mut conn, hold.by_account).await?;
            new.insert(who.map_or_else(|| hold.by_account.to_string(), |who| who.name));
        }
    }
    drop(conn);
    let form = FormState::of(&ctx, FORM);
    let present = civil(platform.db.now().utc_day()).year;
    let files = [present - 1, present].map(|year| {
        let href = format!("/operator/year.csv?year={year}");
        view! { <LinkButton href kind=ButtonKind::Secondary>{t.operator_year_file(year.to_string())}</LinkButton> }
    });
    let files = files.into_iter().collect_view().into_any();
    let choices =
        choices.into_iter().filter(|s| !s.is_platform).map(|s| (s.id.to_string(), s.name)).collect();
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.operator_payouts() actions=files>
            <div class="flex flex-col gap-10">
                <InAll owed />
                <Latest list sellers=sellers.clone() />
                <StopForm
                form
                choices
                action=HoldPayouts::PATH
                id="hold"
                title=t.hold_title()
                text=t.hold_text()
                hint=t.hold_reason_hint()
                name="held"
                stop=t.hold_stop()
                release=t.hold_release()
            />
                <Log holds sellers people />
            </div>
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn InAll(owed: Vec<Owed>) -> AnyView {
    let t = Ctx::current().t();
    if owed.is_empty() {
        return view! { <p id="owed" class="text-ink-soft">{t.owed_none()}</p> }.into_any();
    }
    let figures = owed
        .into_iter()
        .map(|owed| {
            let detail = if owed.on_its_way.is_zero() {
                String::new()
            } else {
                t.owed_on_its_way(amount_text(owed.on_its_way, t.writing()))
            };
            let value = amount_text(owed.balance, t.writing());
            view! { <Figure label=t.owed_title() value detail tone=Tone::Info /> }
        })
        .collect_view();
    view! { <div id="owed" class="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">{figures}</div> }.into_any()
}

fn name_of(sellers: &HashMap<SellerId, Seller>, id: SellerId) -> String {
    sellers.get(&id).map_or_else(|| id.to_string(), |seller| seller.name.clone())
}

#[component]
fn Latest(list: Vec<Payout>, sellers: HashMap<SellerId, Seller>) -> AnyView {
    let t = Ctx::current().t();
    if list.is_empty() {
        return view! { <p class="text-ink-soft">{t.payouts_latest_none()}</p> }.into_any();
    }
    let rows = list
        .into_iter()
        .map(|payout| {
            let (tone, state) = words::state(t, payout.state);
            let why = payout.rejection.map(|why| view! { <span class="block text-sm text-bad">{words::why(t, why)}</span> });
            let href = format!("/seller/payouts/{}?seller={}", payout.id, payout.seller);
            view! {
                <tr data-payout=payout.id.to_string()>
                    <th scope="row" class="text-start font-medium"><a class="link inline-flex min-h-tap items-center" href=href><bdi>{name_of(&sellers, payout.seller)}</bdi></a></th>
                    <td class="whitespace-nowrap">{format::date_time(payout.created_at, t.locale())}</td>
                    <td><Badge tone>{state}</Badge> {why}</td>
                    <td class="num"><Amount money=payout.amount /></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        // The table is a region by this name.
        <section>
            <h2 class="mb-2 text-lg font-bold">{t.payouts_latest()}</h2>
            <Table caption=t.payouts_latest()>
                <thead>
                    <tr>
                        <th scope="col">{t.payouts_seller()}</th>
                        <th scope="col">{t.statement_date()}</th>
                        <th scope="col">{t.payouts_state()}</th>
                        <th scope="col" class="num">{t.statement_amount()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

#[component]
fn Log(holds: Vec<Hold>, sellers: HashMap<SellerId, Seller>, people: HashMap<AccountId, String>) -> AnyView {
    let t = Ctx::current().t();
    if holds.is_empty() {
        return ().into_any();
    }
    let rows = holds
        .into_iter()
        .map(|hold| {
            let (tone, done) =
                if hold.held { (Tone::Warn, t.hold_stopped()) } else { (Tone::Good, t.hold_released()) };
            let who = people.get(&hold.by_account).cloned().unwrap_or_default();
            view! {
                <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-held=hold.held.to_string()>
                    <div class="min-w-0 flex-1 basis-60">
                        <p class="font-medium"><bdi>{name_of(&sellers, hold.seller_id)}</bdi> ": " <bdi>{hold.reason}</bdi></p>
                        <p class="text-sm text-ink-faint"><DateText at=hold.at_us time=true /> " · " <bdi>{t.hold_by(who)}</bdi></p>
                    </div>
                    <Badge tone>{done}</Badge>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="log-title">
            <h2 id="log-title" class="mb-2 text-lg font-bold">{t.hold_log()}</h2>
            <ul id="hold-log" class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul>
        </section>
    }
    .into_any()
}

pub(super) async fn hold(form: HoldForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let t = Ctx::current().t();
    let by = account_id()?;
    let invalid = Invalid::new(FORM, &form);
    let Ok(seller) = form.seller.parse::<SellerId>() else { return Err(Failure::NotFound) };
    let words = HoldWords { seller, held: !form.held.is_empty(), reason: form.reason, by };
    let held = words.held;
    let done = platform()
        .db
        .write(move |tx| {
            let words = words.clone();
            Box::pin(async move { payouts::set_hold(tx, &words).await })
        })
        .await;
    let here = Done::to("/operator/payouts");
    match done {
        Ok(false) => Ok(here.notice(Tone::Info, t.hold_as_it_was())),
        Ok(true) if held => Ok(here.notice(Tone::Good, t.hold_stopped())),
        Ok(true) => Ok(here.notice(Tone::Good, t.hold_released())),
        Err(PayoutError::BadReason) => Err(invalid.field("reason", t.hold_reason_wrong()).into()),
        Err(PayoutError::PlatformSeller) => Err(invalid.field("seller", t.hold_seller_wrong()).into()),
        Err(PayoutError::NoSuchSeller) => Err(Failure::NotFound),
        Err(other) => Err(other.into()),
    }
}
