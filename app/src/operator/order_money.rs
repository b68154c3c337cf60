//! The money of an order: what was reserved, charged and given back, by returns, by banks and without either, the form that gives
//! back, and where it stands in the books. Called by `order`.
use domain::courtesy::{Bearer, CourtesyReason, CourtesyState};
use domain::payment::PaymentState;
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::payments::{Capture, CaptureState, Refund, RefundState};
use platform::returns::Courtesy;

use super::api::{GiveCourtesy, GiveCourtesyAgain};
use super::ledger_words::{kind_words, state as entry_state};
use super::order::{Paid, Whole};
use super::orders_work::COURTESY_FORM;
use crate::access::{account_id, may};
use crate::basket::forms::new_key;
use crate::ctx::Ctx;
use crate::disputes::words::{reason_words as dispute_reason, state_badge as dispute_badge};
use crate::returns::words::state_badge as return_badge;
use crate::text::T;
use crate::ui::*;
use domain::roles::{Action, Resource};

fn payment_badge(t: T, state: PaymentState) -> (Tone, String) {
    match state {
        PaymentState::Authorising => (Tone::Info, t.pay_authorising()),
        PaymentState::NeedsConfirmation => (Tone::Warn, t.pay_needs_confirmation()),
        PaymentState::Authorised => (Tone::Info, t.pay_authorised()),
        PaymentState::Captured => (Tone::Good, t.pay_captured()),
        PaymentState::Voided => (Tone::Plain, t.pay_voided()),
        PaymentState::Declined => (Tone::Bad, t.pay_declined()),
        PaymentState::Expired => (Tone::Plain, t.pay_expired()),
    }
}

fn capture_badge(t: T, state: CaptureState) -> (Tone, String) {
    match state {
        CaptureState::Capturing => (Tone::Info, t.office_charge_waits()),
        CaptureState::Captured => (Tone::Good, t.pay_captured()),
        CaptureState::Failed => (Tone::Bad, t.office_charge_failed()),
    }
}

pub(super) fn refund_badge(t: T, state: RefundState) -> (Tone, String) {
    match state {
        RefundState::Refunding => (Tone::Info, t.return_refunding()),
        RefundState::Refunded => (Tone::Good, t.return_refunded()),
        RefundState::Failed => (Tone::Bad, t.office_refund_failed()),
    }
}

/// How far a gift is, in words and tone.
pub(super) fn courtesy_badge(t: T, state: CourtesyState) -> (Tone, String) {
    match state {
        CourtesyState::Refunding => (Tone::Info, t.return_refunding()),
        CourtesyState::Refunded => (Tone::Good, t.return_refunded()),
        CourtesyState::Failed => (Tone::Bad, t.office_refund_failed()),
    }
}

pub(super) fn courtesy_reason(t: T, reason: CourtesyReason) -> String {
    match reason {
        CourtesyReason::NotReceived => t.courtesy_not_received(),
        CourtesyReason::Damaged => t.reason_damaged(),
        CourtesyReason::Incomplete => t.courtesy_incomplete(),
        CourtesyReason::Late => t.reason_arrived_late(),
        CourtesyReason::Goodwill => t.courtesy_goodwill(),
        CourtesyReason::Other => t.courtesy_other(),
    }
}

fn bearer_words(t: T, bearer: Bearer) -> String {
    match bearer {
        Bearer::Platform => t.borne_platform(),
        Bearer::Seller => t.borne_seller(),
    }
}

/// A section with a heading that is in the page's outline.
pub(super) fn section(id: &'static str, title: String, inside: AnyView) -> AnyView {
    let heading = format!("{id}-title");
    view! {
        <section id=id aria-labelledby=heading.clone()>
            <h2 id=heading.clone() class="mb-2 text-lg font-bold">{title}</h2>
            {inside}
        </section>
    }
    .into_any()
}

fn list(rows: Vec<AnyView>) -> AnyView {
    view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }
        .into_any()
}

#[component]
pub(super) fn Payments(whole: Whole) -> AnyView {
    let t = Ctx::current().t();
    let all: Vec<AnyView> = whole.paid.into_iter().map(|paid| payment(t, paid)).collect();
    section("payments", t.office_payment(), all.into_any())
}

fn payment(t: T, paid: Paid) -> AnyView {
    let Paid { payment, captures, refunds } = paid;
    let (tone, words) = payment_badge(t, payment.state);
    let card = format!("{} •••• {}", payment.card.brand.name(), payment.card.last4);
    let (reserved, captured, voided) = (payment.amount, payment.captured, payment.voided);
    let rows = captures.into_iter().flat_map(|capture| {
        let own: Vec<Refund> = refunds.iter().filter(|one| one.capture == capture.id).cloned().collect();
        std::iter::once(capture_row(t, &capture)).chain(own.into_iter().map(move |one| refund_row(t, &one)))
    });
    let rows: Vec<AnyView> = rows.collect();
    view! {
        <div class="mb-3 flex flex-wrap items-center gap-3">
            <bdi class="font-medium">{card}</bdi>
            <Badge tone>{words}</Badge>
        </div>
        <dl class="mb-3 grid max-w-prose grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
            <dt class="text-ink-soft">{t.office_reserved()}</dt><dd><Amount money=reserved /></dd>
            <dt class="text-ink-soft">{t.office_captured()}</dt><dd><Amount money=captured /></dd>
            <dt class="text-ink-soft">{t.office_let_go()}</dt><dd><Amount money=voided /></dd>
        </dl>
        {(!rows.is_empty()).then(|| list(rows))}
    }
    .into_any()
}

fn capture_row(t: T, capture: &Capture) -> AnyView {
    let (tone, words) = capture_badge(t, capture.state);
    let (id, at, amount) = (capture.id.to_string(), capture.created_at, capture.amount);
    let part = |name: String, money: domain::Money| {
        (!money.is_zero()).then(|| view! { <span class="block text-sm">{name} ": " <Amount money /></span> })
    };
    let refunded = part(t.office_refunded(), capture.refunded);
    let disputed = part(t.office_disputed(), capture.disputed);
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-capture=id.clone()>
            <div class="min-w-0 flex-1 basis-60">
                <p class="font-medium">{t.office_charge()}</p>
                <p class="text-sm text-ink-faint"><DateText at time=true /> " · " <span class="break-all" dir="ltr">{id.clone()}</span></p>
                {refunded}
                {disputed}
            </div>
            <Badge tone>{words}</Badge>
            <Amount money=amount class="font-semibold" />
        </li>
    }
    .into_any()
}

fn refund_row(t: T, refund: &Refund) -> AnyView {
    let (tone, words) = refund_badge(t, refund.state);
    let (id, at, amount) = (refund.id.to_string(), refund.created_at, refund.amount);
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3 ps-5" data-refund=id.clone()>
            <div class="min-w-0 flex-1 basis-60">
                <p class="font-medium">{t.kind_refund()}</p>
                <p class="text-sm text-ink-faint"><DateText at time=true /> " · " <span class="break-all" dir="ltr">{id.clone()}</span></p>
            </div>
            <Badge tone>{words}</Badge>
            <Amount money=amount class="font-semibold" />
        </li>
    }
    .into_any()
}

/// What was given back without a return.
#[component]
pub(super) fn Given(whole: Whole) -> AnyView {
    let t = Ctx::current().t();
    if whole.courtesies.is_empty() {
        return ().into_any();
    }
    let row = |one: &Courtesy| courtesy_row(t, one, whole.people.get(&one.by_account).cloned());
    let rows: Vec<AnyView> = whole.courtesies.iter().map(row).collect();
    section("courtesies", t.office_courtesies(), list(rows))
}

fn courtesy_row(t: T, one: &Courtesy, by: Option<String>) -> AnyView {
    let (tone, words) = courtesy_badge(t, one.state.0);
    let by = by.unwrap_or_else(|| one.by_account.to_string());
    let (id, order, at, money) =
        (one.id.to_string(), one.order_id.to_string(), one.given_at_us, one.amount());
    let again = (one.state.0 == CourtesyState::Failed).then(|| {
        let (order, courtesy) = (order.clone(), id.clone());
        view! {
            <Form action=GiveCourtesyAgain::PATH label=t.office_again()>
                <Hidden name="order" value=order />
                <Hidden name="courtesy" value=courtesy />
                <Button kind=ButtonKind::Secondary>{t.office_again()}</Button>
            </Form>
        }
    });
    let note = one.note.clone().map(|note| view! { <p class="text-sm"><bdi>{note}</bdi></p> });
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-courtesy=id data-state=one.state.0.as_str()>
            <div class="min-w-0 flex-1 basis-60">
                <p class="font-medium">{courtesy_reason(t, one.reason.0)} " · " {bearer_words(t, one.borne_by.0)}</p>
                {note}
                <p class="text-sm text-ink-faint"><DateText at time=true /> " · " <bdi>{t.office_by(by)}</bdi></p>
            </div>
            <Badge tone>{words}</Badge>
            <Amount money class="font-semibold" />
            {again}
        </li>
    }
    .into_any()
}

/// Gives something back without a return, for those who may move money and did not order it themselves.
#[component]
pub(super) fn Give(whole: Whole) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let own = account_id().is_ok_and(|account| whole.detail.order.account_id == Some(account));
    if own || whole.left.is_empty() || !may(Action::ManageMoney, &Resource::Platform) {
        return ().into_any();
    }
    let order = whole.detail.order.id;
    let mut what = Vec::new();
    for left in &whole.left {
        let most = amount_text(left.most, t.writing());
        what.push((left.capture.to_string(), t.office_what_amount(left.name.clone(), most)));
        for line in &left.lines {
            let charged = domain::Money::new(line.charged_minor, left.most.currency());
            if charged.is_positive() && charged.minor() <= left.most.minor() {
                let title = format!("{} × {}", line.quantity, line.title);
                let words = t.office_what_line(title, amount_text(charged, t.writing()));
                what.push((format!("{}/{}", left.capture, line.line_id), words));
            }
        }
    }
    let form = FormState::of(&ctx, COURTESY_FORM);
    let key = match form.value("key") {
        typed if typed.is_empty() => new_key(),
        typed => typed,
    };
    let bearers: Vec<(String, String)> =
        Bearer::ALL.iter().map(|one| (one.as_str().to_owned(), bearer_words(t, *one))).collect();
    let reasons: Vec<(String, String)> =
        CourtesyReason::ALL.iter().map(|one| (one.as_str().to_owned(), courtesy_reason(t, *one))).collect();
    view! {
        <Form action=GiveCourtesy::PATH id="give" label=t.office_give() class="flex max-w-xl flex-col gap-4 rounded-card border border-line bg-surface p-5">
            <h2 class="text-lg font-bold">{t.office_give()}</h2>
            <p class="text-sm text-ink-soft">{t.office_give_text()}</p>
            <Hidden name="key" value=key />
            <Hidden name="order" value=order.to_string() />
            <Select form=&form name="what" label=t.office_what() options=what />
            <Field form=&form name="amount" label=t.statement_amount() hint=t.office_amount_hint() inputmode="decimal" may_be_empty=true ltr=true />
            <Select form=&form name="borne_by" label=t.office_borne_by() options=bearers />
            <Select form=&form name="reason" label=t.office_why() options=reasons />
            <TextArea form=&form name="note" label=t.office_note() hint=t.office_note_hint() rows=3 />
            <div><Button>{t.office_give_button()}</Button></div>
        </Form>
    }
    .into_any()
}

#[component]
pub(super) fn Returns(whole: Whole) -> AnyView {
    let t = Ctx::current().t();
    if whole.returns.is_empty() {
        return ().into_any();
    }
    let rows = whole.returns.iter().map(|detail| {
        let row = &detail.row;
        let (tone, words) = return_badge(t, row.state.0);
        let titles: Vec<String> =
            detail.lines.iter().map(|line| format!("{} × {}", line.quantity, line.title)).collect();
        let minor = if row.refunded_minor > 0 { row.refunded_minor } else { row.claim_minor };
        let (id, at, money) = (row.id.to_string(), row.requested_at_us, row.money(minor));
        let whose = whole.seller(row.seller_id);
        view! {
            <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-return=id.clone()>
                <div class="min-w-0 flex-1 basis-60">
                    <p class="font-medium"><bdi>{titles.join(" · ")}</bdi></p>
                    <p class="text-sm text-ink-faint"><bdi>{whose}</bdi> " · " <DateText at time=true /> " · " <span class="break-all" dir="ltr">{id.clone()}</span></p>
                </div>
                <Badge tone>{words}</Badge>
                <Amount money class="font-semibold" />
            </li>
        }
        .into_any()
    });
    let rows: Vec<AnyView> = rows.collect();
    section("returns", t.returns_title(), list(rows))
}

#[component]
pub(super) fn Disputes(whole: Whole) -> AnyView {
    let t = Ctx::current().t();
    if whole.disputes.is_empty() {
        return ().into_any();
    }
    let rows = whole.disputes.iter().map(|row| {
        let (tone, words) = dispute_badge(t, row.state.0);
        let (id, at, money) = (row.id.to_string(), row.opened_at_us, row.amount());
        let reason = dispute_reason(t, row.reason.0);
        view! {
            <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-dispute=id.clone()>
                <div class="min-w-0 flex-1 basis-60">
                    <p class="font-medium">{reason}</p>
                    <p class="text-sm text-ink-faint"><DateText at time=true /> " · " <span class="break-all" dir="ltr">{id.clone()}</span></p>
                </div>
                <Badge tone>{words}</Badge>
                <Amount money class="font-semibold" />
            </li>
        }
        .into_any()
    });
    let rows: Vec<AnyView> = rows.collect();
    section("disputes", t.disputes_title(), list(rows))
}

/// The ledger's transactions of the order; whoever keeps the books can open each.
#[component]
pub(super) fn Books(whole: Whole) -> AnyView {
    let t = Ctx::current().t();
    if whole.books.is_empty() {
        return ().into_any();
    }
    let opens = may(Action::ReadMoney, &Resource::Platform);
    let rows = whole.books.into_iter().map(|entry| {
        let words = kind_words(t, entry.kind);
        let title = if opens {
            let href = format!("/operator/profit/postings/{}", entry.id);
            view! { <a class="link inline-flex min-h-tap items-center" href=href>{words}</a> }.into_any()
        } else {
            view! { <span>{words}</span> }.into_any()
        };
        let (at, state) = (entry.at, entry_state(t, entry.state));
        view! {
            <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2" data-transaction=entry.id.to_string()>
                {title}
                <span class="text-sm text-ink-faint">{state} " · " <DateText at time=true /></span>
            </li>
        }
        .into_any()
    });
    let rows: Vec<AnyView> = rows.collect();
    section("books", t.office_books(), list(rows))
}
