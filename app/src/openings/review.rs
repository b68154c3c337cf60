//! An operator's look at one seller: who it is, what it handed in, and whether it may sell. Route
//! `/operator/sellers/{seller}`.
use domain::address::country_name;
use domain::opening::{HandedIn, OpeningDecision, OpeningState, Requirement};
use domain::roles::{Action, Resource};
use domain::{SellerId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::openings::{self, Opening};
use platform::payouts::{self, SavedAccount};
use platform::sellers::Seller;

use super::api::DecideOpening;
use super::desk::History;
use super::files::{Documents, Reader};
use super::words;
use super::work::review_form;
use crate::access::{allow, may, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::fee_words::plan_words;
use crate::page::param;
use crate::seller::payout_words;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadSellers, &Resource::Platform)?;
    let t = Ctx::current().t();
    let id: SellerId = param("seller").parse().map_err(|_| Failure::NotFound)?;
    let mut conn = platform().db.read_together().await?;
    let seller = platform::sellers::get(&mut conn, id).await?.ok_or(Failure::NotFound)?;
    let opening = openings::opening(&mut conn, id).await?;
    let documents = openings::documents(&mut conn, id).await?;
    let steps = openings::steps(&mut conn, id).await?;
    let there = openings::handed_in(&mut conn, &seller).await?;
    let bank = payouts::account(&mut conn, id).await?;
    let seen = openings::sight(&mut conn, &seller).await?;
    drop(conn);
    let trail =
        vec![("/operator/sellers".to_owned(), t.operator_sellers()), (String::new(), seller.name.clone())];
    let papers = opening.is_some().then(|| {
        view! {
            <Card title=t.opening_papers() id="papers">
                <Documents seller=id documents reader=Reader::Operator />
            </Card>
            <History steps />
        }
    });
    let may_decide = may(Action::ManageSellers, &Resource::Platform);
    let decide = opening.as_ref().filter(|opening| may_decide && opening.state.0 == OpeningState::Submitted);
    let decide =
        decide.map(|opening| view! { <Decide seller=id opening=opening.clone() there=there.clone() seen=seen.clone() /> });
    Ok(view! {
        <ConsolePage console=Console::Operator title=seller.name.clone()>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <div id="seller" class="flex max-w-3xl flex-col gap-6">
                <Facts seller opening bank />
                {decide}
                {papers}
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// Who it is, part for part.
#[component]
fn Facts(seller: Seller, opening: Option<Opening>, bank: Option<SavedAccount>) -> AnyView {
    let t = Ctx::current().t();
    let none = || t.opening_line_missing();
    let legal = seller.legal.clone().unwrap_or_default();
    let bank = bank.map(|account| payout_words::account(&account));
    let mut facts = vec![
        (t.opening_country(), country_name(&seller.country, t.locale()).to_owned()),
        (t.opening_currency(), seller.currency.code().to_owned()),
        (
            t.opening_contact(),
            seller.support_email.as_ref().map_or_else(none, |email| email.as_str().to_owned()),
        ),
        (t.legal_name(), some(legal.name, none)),
        (t.legal_address(), some(legal.address.join(", "), none)),
        (t.legal_tax_id(), some(legal.tax_id, none)),
        (t.bank_title(), bank.unwrap_or_else(none)),
    ];
    if let Some(opening) = &opening {
        facts.insert(0, (t.opening_kind(), words::kind(t, opening.kind.0)));
        facts.push((t.opening_plan(), plan_words(t, opening.plan.0)));
        facts.push((t.opening_opened(), format::date_time(opening.opened_at_us, t.locale())));
    }
    let rows = facts.into_iter().map(|(name, value)| {
        view! { <dt class="text-ink-soft">{name}</dt><dd class="font-medium break-words"><bdi>{value}</bdi></dd> }
    });
    let state = match (&opening, seller.approved_at) {
        (Some(opening), _) => words::state(t, opening.state.0),
        (None, Some(_)) => (Tone::Good, t.opening_approved()),
        (None, None) => (Tone::Plain, t.opening_draft()),
    };
    let links = [
        (Action::ReadSeller, format!("/seller?seller={}", seller.id), t.opening_desk()),
        (Action::ReadSales, format!("/seller/health?seller={}", seller.id), t.seller_health()),
        (Action::ReadMoney, format!("/seller/payouts?seller={}", seller.id), t.seller_payouts()),
    ];
    let desk = Resource::Seller(seller.id);
    let links = links.into_iter().filter(|(action, ..)| may(*action, &desk));
    let links = links.map(|(_, href, words)| {
        view! { <a class="link inline-flex min-h-tap items-center" href=href>{words}</a> }
    });
    let links = links.collect_view();
    let (tone, state) = state;
    view! {
        <Card title=t.opening_who() id="who">
            <p class="mb-3"><Badge tone>{state}</Badge></p>
            <dl class="grid gap-x-6 gap-y-2 sm:grid-cols-[max-content_1fr]">{rows.collect_view()}</dl>
            <p class="mt-4 flex flex-wrap gap-x-6">{links}</p>
        </Card>
    }
    .into_any()
}

fn some(text: String, none: impl Fn() -> String) -> String {
    if text.is_empty() { none() } else { text }
}

/// The checklist with a tick for what has to come again, the words, and the three ways on.
#[component]
fn Decide(seller: SellerId, opening: Opening, there: HandedIn, seen: String) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, &review_form(seller));
    let missing = there.missing(opening.kind.0);
    let warn = (!missing.is_empty()).then(|| {
        let what: Vec<String> = missing.iter().map(|one| words::requirement(t, *one)).collect();
        view! { <Notice tone=Tone::Warn class="mb-4">{t.opening_missing(what.join(", "))}</Notice> }
    });
    let ticks = Requirement::of(opening.kind.0).iter().map(|requirement| {
        view! { <Checkbox form=&form name=format!("again-{requirement}") label=words::requirement(t, *requirement) /> }
    });
    let ticks = ticks.collect_view();
    let button = |decision: OpeningDecision, kind: ButtonKind, words: String| {
        view! { <Button kind name="decision" value=decision.to_string()>{words}</Button> }
    };
    view! {
        <Card title=t.opening_decide() id="decide">
            {warn}
            <Form action=DecideOpening::PATH swap="seller" class="flex flex-col gap-4">
                <Hidden name="seller" value=seller.to_string() />
                <Hidden name="seen" value=seen />
                <fieldset>
                    <legend class="mb-1 text-sm font-semibold">{t.opening_again()}</legend>
                    <div class="grid sm:grid-cols-2">{ticks}</div>
                </fieldset>
                <TextArea form=&form name="words" label=t.opening_words() hint=t.opening_words_hint() optional=true />
                <div class="flex flex-wrap gap-3">
                    {button(OpeningDecision::Approve, ButtonKind::Primary, t.opening_approve())}
                    {button(OpeningDecision::Return, ButtonKind::Secondary, t.opening_return())}
                    {button(OpeningDecision::Refuse, ButtonKind::Danger, t.opening_refuse())}
                </div>
            </Form>
        </Card>
    }
    .into_any()
}
