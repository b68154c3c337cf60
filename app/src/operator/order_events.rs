//! What happened to an order, oldest first: told by its own rows and those of payments, returns and disputes. Called by `order`.
use domain::Timestamp;
use leptos::prelude::*;
use platform::orders::store::PartDetail;
use platform::payments::{CaptureState, RefundState};

use super::order::{Paid, Whole};
use super::order_money::courtesy_badge;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// When, and what.
type Event = (Timestamp, String);

#[component]
pub(super) fn Events(whole: Whole) -> AnyView {
    let t = Ctx::current().t();
    let rows = events(t, &whole)
        .into_iter()
        .map(|(at, words)| {
            view! {
                <li class="py-2">
                    <bdi class="block">{words}</bdi>
                    <span class="text-sm text-ink-faint"><DateText at time=true /></span>
                </li>
            }
        })
        .collect_view();
    view! { <Card title=t.office_events() id="events"><ol class="divide-y divide-line">{rows}</ol></Card> }
        .into_any()
}

fn events(t: T, whole: &Whole) -> Vec<Event> {
    let mut all = vec![(whole.detail.order.placed_at_us, t.order_placed())];
    for part in &whole.detail.parts {
        all.extend(of_part(t, part, &whole.seller(part.part.seller_id)));
    }
    for paid in &whole.paid {
        all.extend(of_payment(t, paid));
    }
    for detail in &whole.returns {
        let (row, whose) = (&detail.row, whole.seller(detail.row.seller_id));
        let steps = [
            (Some(row.requested_at_us), t.office_asked_back()),
            (row.sent_at_us, t.return_sent()),
            (row.received_at_us, t.return_received()),
            (row.ended_at_us, t.office_return_ended()),
        ];
        all.extend(happened(t, steps, &whose));
    }
    for row in &whole.disputes {
        all.push((row.opened_at_us, t.office_dispute_opened()));
        all.extend(row.ended_at_us.map(|at| (at, t.office_dispute_ended())));
    }
    for row in &whole.courtesies {
        let amount = amount_text(row.amount(), t.writing());
        all.push((row.given_at_us, t.office_event_of(t.office_give(), amount.clone())));
        let ended = row.ended_at_us.map(|at| (at, courtesy_badge(t, row.state.0).1));
        all.extend(ended.map(|(at, words)| (at, t.office_event_of(words, amount))));
    }
    all.sort_by_key(|(at, _)| *at);
    all
}

/// Those steps that were taken, with whose they are.
fn happened<const N: usize>(t: T, steps: [(Option<Timestamp>, String); N], whose: &str) -> Vec<Event> {
    let taken = steps.into_iter().filter_map(|(at, words)| Some((at?, words)));
    taken.map(|(at, words)| (at, t.office_event_of(words, whose))).collect()
}

fn of_part(t: T, detail: &PartDetail, whose: &str) -> Vec<Event> {
    let part = &detail.part;
    let steps = [
        (part.accepted_at_us, t.step_preparing()),
        (part.shipped_at_us, t.step_shipped()),
        (part.delivered_at_us, t.step_delivered()),
        (part.cancelled_at_us, t.step_cancelled()),
    ];
    happened(t, steps, whose)
}

fn of_payment(t: T, paid: &Paid) -> Vec<Event> {
    let of = |words: String, money| t.office_event_of(words, amount_text(money, t.writing()));
    let charged = paid.captures.iter().filter(|one| one.state == CaptureState::Captured);
    let charged = charged.map(|one| (one.created_at, of(t.pay_captured(), one.amount)));
    let refunds = paid.refunds.iter().filter(|one| one.state == RefundState::Failed);
    let refused = refunds.map(|one| (one.created_at, of(t.office_refund_failed(), one.amount)));
    let reserved = (paid.payment.created_at, of(t.office_payment(), paid.payment.amount));
    std::iter::once(reserved).chain(charged).chain(refused).collect()
}
