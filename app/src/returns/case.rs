//! One return at the seller's desk: answer it, receive it, grade it, give back. Route `/seller/returns/:return_id`.
use domain::ReturnId;
use domain::returns::{ReturnEvent, ReturnState, Worth, next_return_state};
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::returns::{Return, ReturnDetail, store};

use super::api::{ApproveReturn, DeclineReturn, ReceiveReturn};
use super::appeal::AppealSaid;
use super::desk_work::DECLINE_FORM;
use super::exchange::ExchangeDesk;
use super::grading::{Grading, fee_tax_back, sees_money};
use super::labels::{desk_words, row_words};
use super::one::Said;
use super::parts::{Back, Goods, Way};
use super::pickup::PickupDesk;
use super::rules::said_to_seller;
use super::words::{grade_words, sentence, state_badge};
use crate::access::{may, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::param;
use crate::seller::desk;
use crate::shop::refusals::refusal;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSales).await?;
    let t = Ctx::current().t();
    let id: ReturnId = param("return_id").parse().map_err(|_| Failure::NotFound)?;
    let mut conn = platform().db.read().await?;
    let detail = store::of_seller_one(&mut conn, seller.id, id).await.map_err(|e| sentence(t, e))?;
    let fee_tax = fee_tax_back(&mut conn, &seller, &detail).await?;
    let from = match detail.pickup {
        Some(_) => {
            let order = platform::orders::store::order(&mut conn, detail.row.order_id).await;
            order.map_err(|e| refusal(t, e))?.address.0.envelope()
        }
        None => Vec::new(),
    };
    drop(conn);
    let decided = said_to_seller(&detail).await?;
    let appealed = detail.appeal.clone().map(|appeal| {
        let follow = appeal.follow_id.map(|id| desk::here(&format!("/seller/returns/{id}")));
        view! { <AppealSaid appeal follow /> }
    });
    let row = detail.row.clone();
    let state = row.state.0;
    let (tone, words) = state_badge(t, state);
    let badge = view! { <span data-return-state=state.to_string()><Badge tone>{words}</Badge></span> };
    let fulfils = may(Action::FulfilOrder, &Resource::Seller(seller.id));
    let may = |event| fulfils && next_return_state(state, event).is_some();
    let answer = may(ReturnEvent::Approve).then(|| view! { <Answer row=row.clone() /> });
    let pickup = detail.pickup.filter(|_| state == ReturnState::Approved);
    let pickup = pickup.map(|pickup| {
        view! { <PickupDesk row=row.clone() pickup from confirms=fulfils /> }
    });
    let receive = may(ReturnEvent::Receive).then(|| {
        view! {
            <Form action=ReceiveReturn::PATH>
                <Hidden name="seller" value=row.seller_id.to_string() />
                <Hidden name="return_id" value=row.id.to_string() />
                <Button>{t.return_receive()}</Button>
            </Form>
        }
    });
    let failed = (state == ReturnState::Received && row.failure.is_some())
        .then(|| view! { <Notice tone=Tone::Bad>{t.return_refund_failed()}</Notice> });
    let pending = (state == ReturnState::Refunding)
        .then(|| view! { <Notice tone=Tone::Warn>{t.return_refund_pending()}</Notice> });
    let exchange = detail.exchange.as_ref().map(|exchange| exchange.state.0);
    let is_open = exchange.is_some_and(|state| state.is_open());
    let exchanged = is_open || exchange.is_some_and(|state| state.has_left());
    let grading = (fulfils && state == ReturnState::Received && !is_open && row.rest_of.is_none())
        .then(|| view! { <Grading detail=detail.clone() fee_tax /> });
    let instead = exchange.map(|_| {
        let detail = detail.clone();
        view! { <ExchangeDesk detail fulfils /> }
    });
    let (way, lines) = (row.clone(), detail.lines.clone());
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.return_one() actions=badge.into_any()>
            <div id="return" class="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
                <div class="flex min-w-0 flex-col gap-6">
                    <Card><Way row=way exchanged /></Card>
                    {decided}
                    <Said row />
                    {appealed}
                    {failed}
                    {pending}
                    <Card><Goods lines /></Card>
                    {answer}
                    {pickup}
                    {receive}
                    {instead}
                    {grading}
                </div>
                <Facts detail />
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// Approve with a word or without, decline with one.
#[component]
fn Answer(row: Return) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, DECLINE_FORM);
    let none = FormState::default();
    let whose = move || {
        view! {
            <Hidden name="seller" value=row.seller_id.to_string() />
            <Hidden name="return_id" value=row.id.to_string() />
        }
    };
    let (to_approve, to_decline) = (whose(), whose());
    view! {
        <Card title=t.return_approve() id="approve">
            <p class="mb-4 text-sm text-ink-faint">{t.return_approve_hint()}</p>
            <Form action=ApproveReturn::PATH class="flex flex-col gap-4">
                {to_approve}
                <Field form=&none name="answer" label=t.return_answer() optional=true />
                <div><Button>{t.return_approve()}</Button></div>
            </Form>
        </Card>
        <Disclosure summary=t.return_decline() open=form.failed()>
            <Form action=DeclineReturn::PATH id="decline" class="flex flex-col gap-4 pt-3">
                {to_decline}
                <TextArea form=&form name="decline" label=t.return_answer() rows=3 />
                <div><Button kind=ButtonKind::Danger>{t.return_decline()}</Button></div>
            </Form>
        </Disclosure>
    }
    .into_any()
}

#[component]
fn Facts(detail: ReturnDetail) -> AnyView {
    let t = Ctx::current().t();
    let ReturnDetail { row, lines, label, .. } = detail;
    let worth = Worth::sum(lines.iter().map(|line| &line.worth));
    let way = if row.returnless { t.return_nothing_sent() } else { desk_words(t, &row, label.as_ref()) };
    let number = row.tracking.clone().or_else(|| label.as_ref().and_then(|label| label.code.clone()));
    let charged = label.map_or(0, |label| label.charged_minor);
    let (charged, by) = (row.money(charged), row_words(t, row.pays_return.0));
    let charged = (!charged.is_zero()).then(|| view! { <dt>{by}</dt><dd><Amount money=charged /></dd> });
    let sent = !row.returnless;
    let grades = lines
        .iter()
        .filter(|_| sent)
        .filter_map(|line| {
            let grade = grade_words(t, line.grade?);
            let fate = if line.restock { t.return_restock() } else { t.return_written_off() };
            Some(view! { <li><bdi>{line.title.clone()}</bdi> ": " {grade} " · " {fate}</li> })
        })
        .collect_view();
    let amounts =
        [row.refunded_minor, row.commission_back_minor, row.fee_minor].map(|minor| row.money(minor));
    let [card, commission, fee] = amounts;
    let fees = sees_money(row.seller_id).then(|| {
        view! {
            <dt>{t.return_commission_back()}</dt><dd><Amount money=commission /></dd>
            <dt>{t.return_fee_kept()}</dt><dd><Amount money=fee /></dd>
        }
    });
    let given = (row.state.0 == ReturnState::Refunded).then(|| {
        view! {
            <Card title=t.return_given_back() id="given">
                <dl class="grid grid-cols-[1fr_auto] gap-y-2 [&>dd]:text-end">
                    <dt>{t.return_card_gets()}</dt><dd class="font-bold"><Amount money=card /></dd>
                    {charged}
                    {fees}
                </dl>
                <ul class="mt-3 text-sm text-ink-soft">{grades}</ul>
            </Card>
        }
    });
    let part = format!("/seller/orders/{}?seller={}", row.part_id, row.seller_id);
    let tracking = number.map(|number| view! { <p class="text-sm" dir="ltr">{number}</p> });
    view! {
        <aside class="flex flex-col gap-4">
            {given}
            <Card title=t.return_claimed() id="claim">
                <Back worth currency=row.currency total=t.sum_total() />
                <p class="mt-3 text-sm text-ink-soft">{way}</p>
            </Card>
            <Card title=t.return_number()>
                <code dir="ltr" class="block text-sm break-all select-all">{row.id.to_string()}</code>
                {tracking}
                <a class="link inline-flex min-h-tap items-center" href=part>{t.sale_title()}</a>
            </Card>
        </aside>
    }
    .into_any()
}
