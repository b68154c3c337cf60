//! What several pages show of returns: goods with their reasons, what an order has of them, the way that a return goes.
use domain::returns::{ReturnState, Worth};
use domain::{Money, OrderId, PartId, ShipmentId, Timestamp, format};
use leptos::prelude::*;
use platform::returns::{Exchange, Return, ReturnDetail, ReturnLine, Returnable};

use super::exchange::ReplacementParcel;
use super::words::{reason_words, state_badge};
use crate::ctx::Ctx;
use crate::shop::tiles::thumbnail;
use crate::ui::*;

/// Where a return of this parcel begins.
pub(crate) fn ask_href(order: OrderId, part: PartId, parcel: ShipmentId) -> String {
    format!("/orders/{order}/return?part={part}&parcel={parcel}")
}

pub(crate) fn return_href(row: &Return) -> String {
    format!("/orders/{}/returns/{}", row.order_id, row.id)
}

/// Of one part of an order: which of its parcels can come back, and the returns that there are.
#[derive(Clone, Debug, Default)]
pub(crate) struct PartReturns {
    /// Address, tracking number, and until when.
    open: Vec<(String, String, Timestamp)>,
    /// Address, where it stands, and what is had instead of the money.
    asked: Vec<(String, ReturnState, Option<Exchange>)>,
}

impl PartReturns {
    pub(crate) fn of(
        part: PartId,
        returnable: &[Returnable],
        returns: &[ReturnDetail],
        now: Timestamp,
    ) -> Self {
        let open =
            returnable.iter().filter(|one| one.parcel.part_id == part && one.is_open(now)).map(|one| {
                let until = one.lines.iter().filter(|line| line.left > 0).map(|line| line.until).max();
                let href = ask_href(one.parcel.order_id, part, one.parcel.shipment_id);
                (href, one.parcel.tracking.clone(), until.unwrap_or(now))
            });
        let asked = returns.iter().filter(|one| one.row.part_id == part);
        let asked = asked.map(|one| (return_href(&one.row), one.row.state.0, one.exchange.clone()));
        Self { open: open.collect(), asked: asked.collect() }
    }
}

/// The way into returns on the order's page.
#[component]
pub(crate) fn PartReturnsView(returns: PartReturns) -> AnyView {
    let t = Ctx::current().t();
    let several = returns.open.len() > 1;
    let open = returns
        .open
        .into_iter()
        .map(|(href, tracking, until)| {
            let which = several.then(|| view! { " " <span dir="ltr" class="text-sm">{tracking}</span> });
            let day = format::date(until.utc_day(), t.locale());
            view! {
                <div class="flex flex-wrap items-center gap-x-3">
                    <LinkButton href kind=ButtonKind::Secondary size=ButtonSize::Small>{t.return_items()} {which}</LinkButton>
                    <span class="text-sm text-ink-faint">{t.return_until(day)}</span>
                </div>
            }
        })
        .collect_view();
    let asked = returns
        .asked
        .into_iter()
        .map(|(href, state, exchange)| {
            let (tone, words) = state_badge(t, state);
            let sent = exchange.filter(|exchange| exchange.state.0.has_left());
            view! {
                <a class="link inline-flex min-h-tap items-center gap-2" href=href data-return-state=state.to_string()>
                    {t.return_one()} <Badge tone>{words}</Badge>
                </a>
                {sent.map(|exchange| view! { <ReplacementParcel exchange /> })}
            }
        })
        .collect_view();
    view! { <div class="mt-3 flex flex-col items-start gap-2">{open} {asked}</div> }.into_any()
}

/// The goods of a return: what, how many, why.
#[component]
pub(crate) fn Goods(lines: Vec<ReturnLine>) -> AnyView {
    let t = Ctx::current().t();
    let rows = lines
        .into_iter()
        .map(|line| {
            let photo = thumbnail(line.picture_id, line.product_id);
            view! {
                <li class="flex gap-4 py-3">
                    <PhotoView photo size=72 class="picture-plate size-18 shrink-0 rounded-control border border-line object-contain p-1" />
                    <div class="min-w-0 flex-1">
                        <p class="font-medium">{line.quantity} " × " <bdi>{line.title}</bdi></p>
                        <p class="text-sm text-ink-soft">{reason_words(t, line.reason)}</p>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="divide-y divide-line">{rows}</ul> }.into_any()
}

/// What the card gets back, and what it is made of.
#[component]
pub(crate) fn Back(worth: Worth, currency: domain::Currency, #[prop(into)] total: String) -> AnyView {
    let t = Ctx::current().t();
    let money = move |minor: i64| Money::new(minor, currency);
    let fees = worth.shipping_minor + worth.wrap_minor;
    view! {
        <dl class="grid grid-cols-[1fr_auto] gap-y-2 [&>dd]:text-end" id="back">
            <dt>{t.sum_items()}</dt><dd><Amount money=money(worth.items_minor) /></dd>
            {(fees > 0).then(|| view! { <dt>{t.sum_shipping()}</dt><dd><Amount money=money(fees) /></dd> })}
            {(worth.all_tax_minor() > 0).then(|| view! { <dt>{t.sum_tax()}</dt><dd><Amount money=money(worth.all_tax_minor()) /></dd> })}
            <dt class="font-bold">{total}</dt>
            <dd class="font-bold"><Amount money=money(worth.card_minor()) /></dd>
        </dl>
    }
    .into_any()
}

/// The steps of a return that goes its way, up to where it is.
#[component]
pub(crate) fn Way(
    row: Return,
    /// It ends with a replacement and not with money.
    #[prop(optional)]
    exchanged: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let day = |at: Option<Timestamp>| at.map(|at| format::date(at.utc_day(), t.locale())).unwrap_or_default();
    let step = |title: String, at: Option<Timestamp>| Step { title, detail: day(at) };
    let asked = step(t.return_requested(), Some(row.requested_at_us));
    let ended = |title: String| step(title, row.answered_at_us.max(row.ended_at_us));
    // Nothing is sent, so nothing arrives.
    let end = if row.returnless { 2 } else { 4 };
    let steps = |last: Step| {
        if row.returnless {
            return vec![asked.clone(), step(t.return_is_approved(), row.answered_at_us), last];
        }
        vec![
            asked.clone(),
            step(t.return_is_approved(), row.answered_at_us),
            step(t.return_sent(), row.sent_at_us),
            step(t.return_received(), row.received_at_us),
            last,
        ]
    };
    let words = if exchanged { t.return_exchanged() } else { t.return_refunded() };
    let refunded = step(words, row.ended_at_us);
    let (steps, current, failed) = match row.state.0 {
        ReturnState::Requested => (steps(refunded), 0, false),
        ReturnState::Approved => (steps(refunded), 1, false),
        ReturnState::Sent => (steps(refunded), 2, false),
        ReturnState::Received | ReturnState::Refunding => (steps(refunded), end - 1, false),
        ReturnState::Refunded | ReturnState::Exchanged => (steps(refunded), end, false),
        ReturnState::Closed => (steps(ended(t.return_closed())), end, true),
        ReturnState::Declined => (vec![asked, ended(t.return_declined())], 1, true),
        ReturnState::Cancelled => (vec![asked, ended(t.return_cancelled())], 1, true),
    };
    view! { <Steps label=t.return_steps() steps current failed /> }.into_any()
}
