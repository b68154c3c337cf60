//! What was sent to an endpoint, each try, and sending it again: for the seller's page and the operator's.
use std::collections::HashMap;

use domain::text_enum::TextEnum as _;
use domain::webhook::{DeliveryState, EndpointState, WebhookKind};
use domain::{SellerId, WebhookDeliveryId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::db::Conn;
use platform::webhooks::{self, Attempt, Delivery, WebhookError};

use super::api::ReplayWebhook;
use crate::ctx::Ctx;
use crate::operator::api::SendWebhooksAgain;
use crate::text::T;
use crate::ui::*;

/// Who may send a message again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    No,
    /// An owner of that seller.
    Seller(SellerId),
    Operator,
}

/// The tries of these deliveries.
pub(crate) async fn tries_of(
    conn: &mut Conn,
    list: &[Delivery],
) -> Result<HashMap<WebhookDeliveryId, Vec<Attempt>>, WebhookError> {
    let ids: Vec<WebhookDeliveryId> = list.iter().map(|one| one.id).collect();
    let mut tries: HashMap<WebhookDeliveryId, Vec<Attempt>> = HashMap::new();
    for attempt in webhooks::attempts_of(conn, &ids).await? {
        tries.entry(attempt.delivery_id).or_default().push(attempt);
    }
    Ok(tries)
}

pub(crate) fn state_words(t: T, state: EndpointState) -> (Tone, String) {
    match state {
        EndpointState::On => (Tone::Good, t.hooks_on()),
        EndpointState::Off => (Tone::Plain, t.hooks_off()),
        EndpointState::Broken => (Tone::Bad, t.hooks_broken()),
    }
}

pub(crate) fn delivery_words(t: T, state: DeliveryState) -> (Tone, String) {
    match state {
        DeliveryState::Pending => (Tone::Warn, t.hooks_pending()),
        DeliveryState::Delivered => (Tone::Good, t.hooks_delivered()),
        DeliveryState::Failed => (Tone::Bad, t.hooks_failed()),
    }
}

/// What is told, in words; programs read its text.
pub(crate) fn kind_words(t: T, kind: WebhookKind) -> String {
    use WebhookKind as K;
    match kind {
        K::OrderPlaced => t.hook_order_placed(),
        K::OrderAccepted => t.hook_order_accepted(),
        K::OrderShipped => t.hook_order_shipped(),
        K::OrderDelivered => t.hook_order_delivered(),
        K::OrderCancelled => t.hook_order_cancelled(),
        K::OrderRestCancelled => t.hook_order_rest_cancelled(),
        K::ReturnRequested => t.hook_return_requested(),
        K::ReturnApproved => t.hook_return_approved(),
        K::ReturnDeclined => t.hook_return_declined(),
        K::ReturnCancelled => t.hook_return_cancelled(),
        K::ReturnSent => t.hook_return_sent(),
        K::ReturnReceived => t.hook_return_received(),
        K::ReturnRefunded => t.hook_return_refunded(),
        K::ReturnClosed => t.hook_return_closed(),
        K::ReturnExchanged => t.hook_return_exchanged(),
        K::ReturnExchangeChanged => t.hook_return_exchange_changed(),
        K::ReturnAppealed => t.hook_return_appealed(),
        K::ReturnAppealDecided => t.hook_return_appeal_decided(),
        K::DisputeOpened => t.hook_dispute_opened(),
        K::DisputeWon => t.hook_dispute_won(),
        K::DisputeLost => t.hook_dispute_lost(),
        K::MessageReceived => t.hook_message_received(),
        K::QuestionAsked => t.hook_question_asked(),
        K::StockOut => t.hook_stock_out(),
        K::PayoutPaid => t.hook_payout_paid(),
        K::PayoutRejected => t.hook_payout_rejected(),
        K::HealthChanged => t.hook_health_changed(),
        K::AppealDecided => t.hook_appeal_decided(),
        K::Test => t.hook_test(),
    }
}

/// Every delivery with what was sent, each try, and a way to send it again.
#[component]
pub(crate) fn Log(
    list: Vec<Delivery>,
    mut tries: HashMap<WebhookDeliveryId, Vec<Attempt>>,
    again: Again,
) -> AnyView {
    let t = Ctx::current().t();
    if list.is_empty() {
        return view! { <p class="text-ink-soft">{t.hooks_log_none()}</p> }.into_any();
    }
    let rows = list
        .into_iter()
        .map(|one| {
            let (tone, words) = delivery_words(t, one.state.0);
            let attempts = tries.remove(&one.id).unwrap_or_default();
            let last = attempts.last().and_then(|last| last.status).map(|status| status.to_string());
            let replay = Some(again).filter(|again| *again != Again::No && one.state.0 != DeliveryState::Pending);
            let next = one.next_us.map(|at| view! { <p class="text-sm text-ink-soft">{t.hooks_next()} " " <DateText at time=true /></p> });
            view! {
                <li class="py-2" data-delivery=one.state.0.as_str()>
                    <details class="group">
                        <summary class="flex min-h-tap flex-wrap items-center gap-x-4 gap-y-1 hover:text-accent">
                            <span class="font-medium">{kind_words(t, one.kind.0)}</span>
                            <span class="text-sm text-ink-faint" lang="en" dir="ltr">{one.kind.0.as_str()}</span>
                            <span class="text-sm text-ink-faint"><DateText at=one.made_at_us time=true /></span>
                            <span class="flex-1"></span>
                            <span class="text-sm" dir="ltr">{last}</span>
                            <Badge tone>{words}</Badge>
                        </summary>
                        <div class="flex flex-col gap-3 pb-3">
                            {next}
                            <Tries attempts />
                            <div>
                                <p class="text-sm font-semibold">{t.hooks_body()}</p>
                                <pre tabindex="0" dir="ltr" class="overflow-x-auto rounded-control bg-sunken p-3 text-sm"><code>{pretty(&one.body)}</code></pre>
                                <p class="mt-1 text-sm break-all text-ink-faint" dir="ltr">"webhook-id: " {one.message_id.to_string()}</p>
                            </div>
                            {replay.map(|again| view! { <Replay again delivery=one.id /> })}
                        </div>
                    </details>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="hook-log">
            <h2 id="hook-log" class="mb-2 text-lg font-bold">{t.hooks_log()}</h2>
            <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul>
        </section>
    }
    .into_any()
}

/// The button that sends a message again.
#[component]
fn Replay(again: Again, delivery: WebhookDeliveryId) -> AnyView {
    let t = Ctx::current().t();
    let (action, seller) = match again {
        Again::Seller(seller) => (ReplayWebhook::PATH, Some(seller)),
        _ => (SendWebhooksAgain::PATH, None),
    };
    view! {
        <Form action swap="webhook">
            {seller.map(|seller| view! { <Hidden name="seller" value=seller.to_string() /> })}
            <Hidden name="delivery" value=delivery.to_string() />
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small>{t.hooks_replay()}</Button>
        </Form>
    }
    .into_any()
}

#[component]
fn Tries(attempts: Vec<Attempt>) -> AnyView {
    let t = Ctx::current().t();
    let rows = attempts
        .into_iter()
        .map(|attempt| {
            let status = attempt.status.map_or_else(|| "–".to_owned(), |status| status.to_string());
            let took = format!("{} ms", attempt.took_us / 1_000);
            view! {
                <li class="text-sm">
                    <DateText at=attempt.at_us time=true /> " · " <span dir="ltr">{status} " · " {took}</span>
                    <span class="block break-words text-ink-faint" dir="auto">{attempt.answer}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <div>
            <p class="text-sm font-semibold">{t.hooks_tries()}</p>
            <ol class="flex flex-col gap-1">{rows}</ol>
        </div>
    }
    .into_any()
}

/// A body as people read it.
fn pretty(body: &str) -> String {
    let parsed: Result<serde_json::Value, _> = serde_json::from_str(body);
    parsed.and_then(|value| serde_json::to_string_pretty(&value)).unwrap_or_else(|_| body.to_owned())
}
