//! Exchanges on pages: what can be had instead of the money, where the replacement is, and what the seller does about it.
use domain::format;
use domain::order::Carrier;
use domain::returns::{ExchangeState, Grade, ReturnState, TurnReason};
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::returns::exchange;
use platform::returns::{Exchange, Return, ReturnDetail};

use super::api::{AcceptExchange, ArriveReplacement, DeliverReplacement, SendReplacement, TurnExchange};
use super::exchange_work::REPLACEMENT_FORM;
use super::words::grade_words;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// Where a replacement is, in words and tone.
pub(crate) fn exchange_badge(t: T, state: ExchangeState) -> (Tone, String) {
    match state {
        ExchangeState::Asked => (Tone::Info, t.exchange_asked()),
        ExchangeState::Held => (Tone::Info, t.exchange_held()),
        ExchangeState::Due => (Tone::Warn, t.exchange_due()),
        ExchangeState::Sent => (Tone::Info, t.exchange_sent()),
        ExchangeState::Delivered => (Tone::Good, t.exchange_delivered()),
        ExchangeState::Turned => (Tone::Plain, t.exchange_turned()),
        ExchangeState::Ended => (Tone::Plain, t.exchange_ended()),
    }
}

fn why_turned(t: T, because: TurnReason) -> String {
    match because {
        TurnReason::SoldOut => t.exchange_sold_out(),
        TurnReason::NotSending => t.exchange_not_sending(),
        TurnReason::NotAsItShould => t.exchange_not_as_it_should(),
        TurnReason::TooLate => t.exchange_too_late(),
    }
}

/// Asks what the shopper wants for what comes back: the money, or something of the same price.
#[component]
pub(super) fn Wishes(form: FormState, several: bool, choices: Vec<exchange::Choice>) -> AnyView {
    let t = Ctx::current().t();
    if several {
        return view! { <p class="text-sm text-ink-faint">{t.exchange_several()}</p> }.into_any();
    }
    if choices.is_empty() {
        return view! { <p class="text-sm text-ink-faint">{t.exchange_none()}</p> }.into_any();
    }
    let mut options = vec![(String::new(), t.exchange_money())];
    options.extend(choices.into_iter().map(|choice| {
        let name = if choice.values.is_empty() { choice.title.clone() } else { choice.values.join(" · ") };
        let words = if choice.same { t.exchange_same(name) } else { name };
        (choice.offer.to_string(), words)
    }));
    view! {
        <Select form=&form name="form[wish]" label=t.exchange_wish() hint=t.exchange_wish_hint() options optional=true />
    }
    .into_any()
}

/// The parcel of a replacement.
#[component]
pub(super) fn ReplacementParcel(exchange: Exchange) -> AnyView {
    let t = Ctx::current().t();
    let (Some(carrier), Some(number)) = (exchange.carrier.map(|carrier| carrier.0), exchange.tracking) else {
        return ().into_any();
    };
    let name = carrier.name().map_or_else(|| t.carrier_other(), str::to_owned);
    let tracking = match carrier.tracking_url(&number) {
        Some(href) => view! { <a class="underline" href=href rel="noopener noreferrer" target="_blank" dir="ltr">{number}</a> }.into_any(),
        None => view! { <span dir="ltr">{number}</span> }.into_any(),
    };
    view! { <p class="text-sm">{t.exchange_parcel()} " " <bdi>{name}</bdi> " " {tracking}</p> }.into_any()
}

/// What is wanted, where it is, and why there is none.
#[component]
fn Wanted(exchange: Exchange) -> AnyView {
    let t = Ctx::current().t();
    let state = exchange.state.0;
    let (tone, words) = exchange_badge(t, state);
    let why = exchange.turned_because.map(|because| why_turned(t, because.0));
    let until = exchange.lasts_until_us.filter(|_| state.holds_stock());
    let until = until.map(|until| t.exchange_until(format::date(until.utc_day(), t.locale())));
    let (quantity, title) = (exchange.quantity, exchange.title.clone());
    view! {
        <div class="flex flex-wrap items-center justify-between gap-3" data-exchange-state=state.to_string()>
            <p class="min-w-0 font-medium">{quantity} " × " <bdi>{title}</bdi></p>
            <Badge tone>{words}</Badge>
        </div>
        {until.map(|words| view! { <p class="text-sm text-ink-faint">{words}</p> })}
        {why.map(|words| view! { <p class="mt-2 text-ink-soft">{words}</p> })}
        <ReplacementParcel exchange />
    }
    .into_any()
}

/// The shopper's view of it. Once it has left, the shopper can say that it arrived.
#[component]
pub(super) fn ExchangeView(row: Return, exchange: Exchange) -> AnyView {
    let t = Ctx::current().t();
    let arrived = (exchange.state.0 == ExchangeState::Sent).then(|| {
        view! {
            <Form action=ArriveReplacement::PATH class="mt-4">
                <Hidden name="order" value=row.order_id.to_string() />
                <Hidden name="return_id" value=row.id.to_string() />
                <Button kind=ButtonKind::Secondary>{t.exchange_arrived()}</Button>
            </Form>
        }
    });
    view! {
        <Card title=t.exchange_title() id="exchange">
            <Wanted exchange />
            {arrived}
        </Card>
    }
    .into_any()
}

/// The seller's view of it, with whatever is to be done now.
#[component]
pub(super) fn ExchangeDesk(detail: ReturnDetail, fulfils: bool) -> AnyView {
    let t = Ctx::current().t();
    let Some(exchange) = detail.exchange.clone() else { return ().into_any() };
    let (row, state) = (detail.row, exchange.state.0);
    let looked = state == ExchangeState::Held && row.state.0 == ReturnState::Received;
    let accept = (fulfils && looked).then(|| view! { <Accept row=row.clone() /> });
    let send = (fulfils && state == ExchangeState::Due).then(|| view! { <SendIt row=row.clone() /> });
    let delivered = (fulfils && state == ExchangeState::Sent).then(|| {
        view! {
            <Form action=DeliverReplacement::PATH>
                <Hidden name="seller" value=row.seller_id.to_string() />
                <Hidden name="return_id" value=row.id.to_string() />
                <Button kind=ButtonKind::Secondary>{t.exchange_arrived()}</Button>
            </Form>
        }
    });
    let turn = (fulfils && state.is_open()).then(|| view! { <Turn row=row.clone() /> });
    view! {
        <Card title=t.exchange_desk_title() id="exchange"><Wanted exchange /></Card>
        {accept}
        {send}
        {delivered}
        {turn}
    }
    .into_any()
}

/// How it came back, for an exchange: nothing is kept of what is not given back.
#[component]
fn Accept(row: Return) -> AnyView {
    let t = Ctx::current().t();
    let grades = Grade::ALL.iter().filter(|grade| **grade != Grade::Empty);
    let grades: Vec<(String, String)> =
        grades.map(|grade| (grade.as_str().to_owned(), grade_words(t, *grade))).collect();
    let form = FormState::default().or("restock", "on");
    view! {
        <Card title=t.return_grading() id="accept">
            <Form action=AcceptExchange::PATH class="flex flex-col gap-4">
                <Hidden name="seller" value=row.seller_id.to_string() />
                <Hidden name="return_id" value=row.id.to_string() />
                <Select form=&form name="grade" label=t.return_grade() options=grades />
                <Checkbox form=&form name="restock" label=t.return_restock() />
                <p class="text-sm text-ink-faint">{t.exchange_accept_hint()}</p>
                <div><Button>{t.exchange_accept()}</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}

#[component]
fn SendIt(row: Return) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, REPLACEMENT_FORM);
    let carriers: Vec<(String, String)> = Carrier::ALL
        .iter()
        .map(|c| (c.as_str().to_owned(), c.name().map_or_else(|| t.carrier_other(), str::to_owned)))
        .filter(|(value, _)| value != Carrier::Own.as_str())
        .collect();
    let part = format!("/seller/orders/{}?seller={}", row.part_id, row.seller_id);
    view! {
        <Card title=t.exchange_send() id="replacement">
            <a class="link inline-flex min-h-tap items-center" href=part>{t.exchange_where_to()}</a>
            <Form action=SendReplacement::PATH class="grid items-end gap-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
                <Hidden name="seller" value=row.seller_id.to_string() />
                <Hidden name="return_id" value=row.id.to_string() />
                <Select form=&form name="carrier" label=t.sale_carrier() options=carriers />
                <Field form=&form name="tracking" label=t.return_tracking() ltr=true />
                <Button>{t.exchange_send()}</Button>
            </Form>
        </Card>
    }
    .into_any()
}

/// There is no replacement after all.
#[component]
fn Turn(row: Return) -> AnyView {
    let t = Ctx::current().t();
    let none = FormState::default();
    let reasons: Vec<(String, String)> =
        TurnReason::SELLERS.iter().map(|r| (r.as_str().to_owned(), why_turned(t, *r))).collect();
    view! {
        <Disclosure summary=t.exchange_turn()>
            <Form action=TurnExchange::PATH id="turn" class="flex flex-col gap-4 pt-3">
                <Hidden name="seller" value=row.seller_id.to_string() />
                <Hidden name="return_id" value=row.id.to_string() />
                <Select form=&none name="because" label=t.exchange_turn_why() options=reasons />
                <div><Button kind=ButtonKind::Danger>{t.exchange_turn()}</Button></div>
            </Form>
        </Disclosure>
    }
    .into_any()
}
