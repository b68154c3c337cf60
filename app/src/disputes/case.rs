//! One dispute at the seller's desk: what the bank says, what is at stake, the answer. Route `/seller/disputes/:dispute`.
use domain::dispute::{DisputeAnswer, DisputeState, Relief};
use domain::roles::{Action, Resource};
use domain::{DisputeId, Money};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::disputes::{Dispute, documents, lists};
use platform::payments::Evidence;

use super::api::{AcceptDispute, ContestDispute};
use super::files::Attached;
use super::words::{advice, reason_words, sentence, state_badge};
use super::work::CONTEST_FORM;
use crate::access::{live_from_now, may, platform};
use crate::answer::Failure;
use crate::basket::forms::new_key;
use crate::ctx::Ctx;
use crate::islands::Live;
use crate::page::param;
use crate::seller::desk;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSales).await?;
    let t = Ctx::current().t();
    let id: DisputeId = param("dispute").parse().map_err(|_| Failure::NotFound)?;
    let stream = live_from_now(format!("/live/seller/{}", seller.id)).await?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let row = lists::of_seller(&mut conn, seller.id, id).await.map_err(|error| sentence(t, error))?;
    let known = lists::known(&mut conn, &row).await.map_err(|error| sentence(t, error))?;
    let relief = lists::relief(&mut conn, &row).await.map_err(|error| sentence(t, error))?;
    let fee_tax = lists::fee_tax_back(&mut conn, &row, &relief).await.map_err(|error| sentence(t, error))?;
    let papers = documents(&mut conn, row.id).await.map_err(|error| sentence(t, error))?;
    drop(conn);
    let fee_tax = if seller.is_platform { Money::zero(row.currency) } else { fee_tax };
    let relief =
        if seller.is_platform { Relief { commission_minor: 0, fee_minor: 0, ..relief } } else { relief };
    let said = row.words().map_err(|error| sentence(t, error))?;
    let (tone, words) = state_badge(t, row.state.0);
    let actions = view! {
        <span class="flex items-center gap-3" data-dispute-state=row.state.0.to_string()>
            <Badge tone>{words}</Badge>
            // Not the form: what is being typed there would be gone.
            <Live stream regions="now stakes" on=t.live_on() off=t.live_off() />
        </span>
    };
    let of_seller = Resource::Seller(seller.id);
    let open = may(Action::FulfilOrder, &of_seller) && row.can_be_answered(platform.db.now());
    let money = may(Action::ReadMoney, &of_seller);
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.dispute_one() actions=actions.into_any()>
            <div id="dispute" class="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
                <div class="flex min-w-0 flex-col gap-6">
                    <div id="now"><State row=row.clone() /></div>
                    <Attached row=row.clone() documents=papers open />
                    {open.then(|| view! { <Answering row=row.clone() /> })}
                    {said.map(|text| view! {
                        <Card title=t.dispute_you_wrote() id="said"><p class="whitespace-pre-line break-words"><bdi>{text}</bdi></p></Card>
                    })}
                    <Known known />
                </div>
                <Stakes row relief fee_tax money />
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// What has happened, and what the seller can expect.
#[component]
fn State(row: Dispute) -> AnyView {
    let t = Ctx::current().t();
    let text = match row.state.0 {
        DisputeState::NeedsResponse => t.dispute_now_answer(),
        DisputeState::Answering => t.dispute_pending(),
        DisputeState::UnderReview => t.dispute_now_wait(),
        DisputeState::Won => t.dispute_now_won(),
        DisputeState::Lost => t.dispute_now_lost(),
    };
    let (tone, _) = state_badge(t, row.state.0);
    let accepted = row.answer.is_some_and(|answer| answer.0 == DisputeAnswer::Accept);
    view! {
        <Notice tone>
            <p class="font-semibold">{t.dispute_says(reason_words(t, row.reason.0))}</p>
            <p>{text}</p>
            {accepted.then(|| view! { <p>{t.dispute_accepted()}</p> })}
            {row.failure.is_some().then(|| view! { <p>{t.dispute_refused()}</p> })}
        </Notice>
    }
    .into_any()
}

/// Contest it, or let the bank have it.
#[component]
fn Answering(row: Dispute) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, CONTEST_FORM);
    let whose = |key: String| {
        view! {
            <Hidden name="seller" value=row.seller_id.to_string() />
            <Hidden name="dispute" value=row.id.to_string() />
            <Hidden name="key" value=key />
        }
    };
    let (to_contest, to_accept) = (whose(new_key()), whose(new_key()));
    view! {
        <Card title=t.dispute_contest() id="contest">
            <p class="mb-4 text-sm text-ink-soft">{t.dispute_answer_by()} " " <DateText at=row.respond_by_us time=true /></p>
            <Form action=ContestDispute::PATH class="flex flex-col gap-4">
                {to_contest}
                <TextArea form=&form name="evidence" label=t.dispute_evidence() hint=advice(t, row.reason.0) rows=8 />
                <div><Button>{t.dispute_contest()}</Button></div>
            </Form>
        </Card>
        <Disclosure summary=t.dispute_accept()>
            <p class="pt-3 text-sm text-ink-soft">{t.dispute_accept_hint()}</p>
            <Form action=AcceptDispute::PATH id="accept" class="pt-3">
                {to_accept}
                <Button kind=ButtonKind::Danger>{t.dispute_accept()}</Button>
            </Form>
        </Disclosure>
    }
    .into_any()
}

/// What the bank gets beside the seller's words.
#[component]
fn Known(known: Evidence) -> AnyView {
    let t = Ctx::current().t();
    let Evidence { order, goods, carrier, tracking, shipped_at, delivered_at, .. } = known;
    let goods = goods.into_iter().map(|title| view! { <li><bdi>{title}</bdi></li> }).collect_view();
    view! {
        <Card title=t.dispute_known() id="known">
            <p class="mb-4 text-sm text-ink-soft">{t.dispute_known_hint()}</p>
            <dl class="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2">
                <dt class="text-ink-faint">{t.dispute_order()}</dt><dd class="break-all" dir="ltr">{order}</dd>
                <dt class="text-ink-faint">{t.dispute_goods()}</dt><dd><ul>{goods}</ul></dd>
                {carrier.map(|name| view! { <dt class="text-ink-faint">{t.dispute_carrier()}</dt><dd><bdi>{name}</bdi></dd> })}
                {tracking.map(|number| view! { <dt class="text-ink-faint">{t.dispute_tracking()}</dt><dd class="break-all"><bdi dir="ltr">{number}</bdi></dd> })}
                {shipped_at.map(|at| view! { <dt class="text-ink-faint">{t.dispute_shipped()}</dt><dd><DateText at time=true /></dd> })}
                {delivered_at.map(|at| view! { <dt class="text-ink-faint">{t.dispute_delivered()}</dt><dd><DateText at time=true /></dd> })}
            </dl>
        </Card>
    }
    .into_any()
}

/// The money: what was taken, and for whoever reads the seller's money what a loss gives back.
#[component]
fn Stakes(row: Dispute, relief: Relief, fee_tax: Money, money: bool) -> AnyView {
    let t = Ctx::current().t();
    let (amount, fee, currency) = (row.amount(), row.fee(), row.currency);
    let [tax, commission, kept, coupon, back] = [
        relief.tax_minor,
        relief.commission_minor,
        -relief.fee_minor,
        -relief.subsidy_minor,
        relief.seller_minor() + fee_tax.minor(),
    ]
    .map(|minor| Money::new(minor, currency));
    let title = if row.state.0 == DisputeState::Lost { t.dispute_given_back() } else { t.dispute_if_lost() };
    let if_lost = (money && row.state.0 != DisputeState::Won).then(|| {
        view! {
            <Card title id="if-lost">
                <dl class="grid grid-cols-[1fr_auto] gap-y-2 [&>dd]:text-end">
                    <dt>{t.dispute_tax_back()}</dt><dd><Amount money=tax /></dd>
                    <dt>{t.return_commission_back()}</dt><dd><Amount money=commission /></dd>
                    <dt>{t.return_fee_kept()}</dt><dd><Amount money=kept /></dd>
                    {(!fee_tax.is_zero()).then(|| view! { <dt>{t.group_fee_tax()}</dt><dd><Amount money=fee_tax /></dd> })}
                    {(!coupon.is_zero()).then(|| view! { <dt>{t.memo_coupon()}</dt><dd><Amount money=coupon /></dd> })}
                    <dt class="font-semibold">{t.dispute_back_to_you()}</dt><dd class="font-semibold"><Amount money=back /></dd>
                </dl>
            </Card>
        }
    });
    let (number, part) =
        (row.id.to_string(), format!("/seller/orders/{}?seller={}", row.part_id, row.seller_id));
    view! {
        <aside id="stakes" class="flex flex-col gap-4">
            <Card title=t.dispute_taken() id="taken">
                <dl class="grid grid-cols-[1fr_auto] gap-y-2 [&>dd]:text-end">
                    <dt>{t.dispute_amount()}</dt><dd class="font-semibold"><Amount money=amount /></dd>
                    <dt>{t.dispute_fee()}</dt><dd><Amount money=fee /></dd>
                </dl>
                <p class="mt-3 text-sm text-ink-soft">{t.dispute_fee_hint()}</p>
            </Card>
            {if_lost}
            <Card title=t.dispute_number()>
                <code dir="ltr" class="block text-sm break-all select-all">{number}</code>
                <a class="link inline-flex min-h-tap items-center" href=part>{t.sale_title()}</a>
            </Card>
        </aside>
    }
    .into_any()
}
