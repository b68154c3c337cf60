//! A seller's webhooks: where to, what is told, and whether it arrives. Routes `/seller/webhooks` and
//! `/seller/webhooks/{endpoint}`.
use std::collections::HashMap;

use domain::WebhookDeliveryId;
use domain::WebhookEndpointId;
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::webhook::{DeliveryState, EndpointState, WebhookKind};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_axum::ResponseOptions;
use platform::sellers::Seller;
use platform::webhooks::{self, Attempt, Delivery, Endpoint};

use super::api::{ChangeWebhook, CreateWebhook, RemoveWebhook, ReplayWebhook, RotateWebhook, TestWebhook};
use super::desk;
use super::webhooks_work::{FORM, SHOWN_ONCE, field_of};
use crate::access::{platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::{param, query};
use crate::text::T;
use crate::ui::*;

/// So many deliveries stand on a page, the newest ones.
const PER_PAGE: i64 = 30;

/// The secret that was just made; the page that is loaded again does not have it.
fn fresh() -> Option<AnyView> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let secret = FormState::of(&ctx, SHOWN_ONCE).value("secret");
    if secret.is_empty() {
        return None;
    }
    // It is shown once: not by the browser's history either.
    let no_store = http::HeaderValue::from_static("no-store");
    expect_context::<ResponseOptions>().insert_header(http::header::CACHE_CONTROL, no_store);
    Some(
        view! {
            <Card title=t.hooks_secret() id="new-secret" class="border-accent">
                <p class="mb-4">{t.hooks_secret_text()}</p>
                <p><code dir="ltr" class="block font-mono break-all select-all">{secret}</code></p>
            </Card>
        }
        .into_any(),
    )
}

fn may_manage(seller: &Seller) -> bool {
    visitor().allow(Action::ManageApi, &Resource::Seller(seller.id)).is_ok()
}

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSettings).await?;
    let t = Ctx::current().t();
    let list = webhooks::of_seller(&mut platform().db.read().await?, seller.id).await?;
    let owner = may_manage(&seller);
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.hooks_title()>
            <div id="webhooks" class="flex flex-col gap-6">
                {fresh()}
                <p class="max-w-prose text-ink-soft">{t.hooks_text()} " " <a class="link" href="/seller/api">{t.seller_api()}</a></p>
                <List list seller=seller.clone() />
                {if owner {
                    view! { <Make seller /> }.into_any()
                } else {
                    view! { <p class="text-ink-soft">{t.keys_owner_only()}</p> }.into_any()
                }}
            </div>
        </ConsolePage>
    }
    .into_any())
}

fn state_words(t: T, state: EndpointState) -> (Tone, String) {
    match state {
        EndpointState::On => (Tone::Good, t.hooks_on()),
        EndpointState::Off => (Tone::Plain, t.hooks_off()),
        EndpointState::Broken => (Tone::Bad, t.hooks_broken()),
    }
}

fn delivery_words(t: T, state: DeliveryState) -> (Tone, String) {
    match state {
        DeliveryState::Pending => (Tone::Warn, t.hooks_pending()),
        DeliveryState::Delivered => (Tone::Good, t.hooks_delivered()),
        DeliveryState::Failed => (Tone::Bad, t.hooks_failed()),
    }
}

#[component]
fn List(list: Vec<Endpoint>, seller: Seller) -> AnyView {
    let t = Ctx::current().t();
    if list.is_empty() {
        return view! { <EmptyState title=t.hooks_none_title() text=t.hooks_none_text() icon=Icon::Globe /> }
            .into_any();
    }
    let rows = list
        .into_iter()
        .map(|endpoint| {
            let (tone, words) = state_words(t, endpoint.state);
            let href = format!("/seller/webhooks/{}?seller={}", endpoint.id, seller.id);
            let kinds: Vec<&str> = endpoint.kinds.iter().map(|kind| kind.as_str()).collect();
            view! {
                <li class="relative flex flex-wrap items-center gap-x-4 gap-y-1 py-3" data-endpoint=endpoint.state.as_str()>
                    <div class="min-w-0 flex-1">
                        <a class="cover block font-medium break-all hover:text-accent" dir="ltr" href=href>{endpoint.url}</a>
                        <p class="text-sm break-words text-ink-faint" dir="ltr">{kinds.join(", ")}</p>
                    </div>
                    <Badge tone>{words}</Badge>
                </li>
            }
        })
        .collect_view();
    view! {
        <Card title=t.hooks_list() id="endpoints"><ul class="divide-y divide-line">{rows}</ul></Card>
    }
    .into_any()
}

/// What is told, in words; programs read its text.
fn kind_words(t: T, kind: WebhookKind) -> String {
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
        K::DisputeOpened => t.hook_dispute_opened(),
        K::DisputeWon => t.hook_dispute_won(),
        K::DisputeLost => t.hook_dispute_lost(),
        K::Test => t.hook_test(),
    }
}

/// A box for each kind.
#[component]
fn Kinds(form: FormState) -> AnyView {
    let t = Ctx::current().t();
    let boxes = WebhookKind::ALL
        .iter()
        .filter(|kind| kind.is_chosen())
        .map(|kind| view! { <Checkbox form=&form name=field_of(*kind) label=kind_words(t, *kind) hint=kind.as_str() /> })
        .collect_view();
    let wrong =
        form.error("kinds").map(|words| view! { <p class="text-sm font-medium text-bad">{words}</p> });
    view! {
        <fieldset>
            <legend class="mb-1.5 text-sm font-semibold">{t.hooks_kinds()}</legend>
            {wrong}
            <div class="grid gap-x-6 sm:grid-cols-2 lg:grid-cols-3">{boxes}</div>
        </fieldset>
    }
    .into_any()
}

/// What was chosen before, or, at first, everything.
fn ticked(mut form: FormState, kinds: &[WebhookKind]) -> FormState {
    for kind in kinds {
        form = form.or(&field_of(*kind), "on");
    }
    form
}

#[component]
fn Make(seller: Seller) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = ticked(FormState::of(&ctx, FORM), WebhookKind::ALL);
    view! {
        <section aria-labelledby="hook-make">
            <h2 id="hook-make" class="mb-4 text-lg font-bold">{t.hooks_make()}</h2>
            <Form action=CreateWebhook::PATH label=t.hooks_make() class="flex max-w-3xl flex-col gap-4">
                <Hidden name="seller" value=seller.id.to_string() />
                <Field form=&form name="url" label=t.hooks_url() hint=t.hooks_url_hint() r#type="url" inputmode="url" placeholder="https://" ltr=true />
                <Kinds form />
                <div><Button>{t.hooks_make()}</Button></div>
            </Form>
        </section>
    }
    .into_any()
}

pub async fn one_page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSettings).await?;
    let t = Ctx::current().t();
    let id: WebhookEndpointId = param("endpoint").parse().map_err(|_| Failure::NotFound)?;
    let before: Option<WebhookDeliveryId> = query("before").and_then(|text| text.parse().ok());
    let mut conn = platform().db.read_together().await?;
    let endpoint =
        webhooks::endpoint(&mut conn, seller.id, id).await.map_err(super::webhooks_work::refused)?;
    let mut list = webhooks::deliveries(&mut conn, seller.id, id, before, PER_PAGE + 1)
        .await
        .map_err(super::webhooks_work::refused)?;
    let more = list.len() as i64 > PER_PAGE;
    list.truncate(PER_PAGE as usize);
    let ids: Vec<WebhookDeliveryId> = list.iter().map(|one| one.id).collect();
    let mut tries: HashMap<WebhookDeliveryId, Vec<Attempt>> = HashMap::new();
    for attempt in webhooks::attempts_of(&mut conn, &ids).await? {
        tries.entry(attempt.delivery_id).or_default().push(attempt);
    }
    drop(conn);
    let owner = may_manage(&seller);
    let (tone, words) = state_words(t, endpoint.state);
    let older = list
        .last()
        .filter(|_| more)
        .map(|last| format!("/seller/webhooks/{id}?seller={}&before={}", seller.id, last.id));
    let trail = vec![
        (format!("/seller/webhooks?seller={}", seller.id), t.hooks_title()),
        (String::new(), t.hooks_one()),
    ];
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.hooks_one()>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <div id="webhook" class="flex flex-col gap-8">
                {fresh()}
                <div class="flex flex-wrap items-center gap-3">
                    <p class="min-w-0 font-medium break-all" dir="ltr">{endpoint.url.clone()}</p>
                    <span data-endpoint=endpoint.state.as_str()><Badge tone>{words}</Badge></span>
                </div>
                {(endpoint.state == EndpointState::Broken).then(|| view! { <Notice tone=Tone::Bad>{t.hooks_broken_text()}</Notice> })}
                {owner.then(|| view! { <Deeds endpoint=endpoint.clone() seller=seller.clone() /> })}
                <Log list tries seller=seller.clone() owner />
                {older.map(|href| view! { <a class="link inline-flex min-h-tap items-center" href=href>{t.hooks_older()}</a> })}
                {owner.then(|| view! { <Edit endpoint seller /> })}
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// What can be done with an endpoint at once.
#[component]
fn Deeds(endpoint: Endpoint, seller: Seller) -> AnyView {
    let t = Ctx::current().t();
    let on = endpoint.state == EndpointState::On;
    let ids = move || {
        view! {
            <Hidden name="seller" value=seller.id.to_string() />
            <Hidden name="endpoint" value=endpoint.id.to_string() />
        }
    };
    let turn = if on { t.hooks_turn_off() } else { t.hooks_turn_on() };
    view! {
        <div class="flex flex-wrap gap-3">
            {on.then(|| view! {
                <Form action=TestWebhook::PATH swap="webhook">{ids()} <Button>{t.hooks_test()}</Button></Form>
            })}
            <Form action=ChangeWebhook::PATH swap="webhook">
                {ids()}
                <Hidden name="state" value=if on { "off" } else { "on" } />
                <Button kind=ButtonKind::Secondary>{turn}</Button>
            </Form>
            <Form action=RotateWebhook::PATH>{ids()} <Button kind=ButtonKind::Secondary>{t.hooks_rotate()}</Button></Form>
            <Form action=RemoveWebhook::PATH>{ids()} <Button kind=ButtonKind::Quiet>{t.hooks_remove()}</Button></Form>
        </div>
    }
    .into_any()
}

#[component]
fn Edit(endpoint: Endpoint, seller: Seller) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = ticked(FormState::of(&ctx, FORM), &endpoint.kinds).or("url", endpoint.url.clone());
    view! {
        <section aria-labelledby="hook-edit">
            <h2 id="hook-edit" class="mb-4 text-lg font-bold">{t.hooks_edit()}</h2>
            <Form action=ChangeWebhook::PATH swap="webhook" label=t.hooks_edit() class="flex max-w-3xl flex-col gap-4">
                <Hidden name="seller" value=seller.id.to_string() />
                <Hidden name="endpoint" value=endpoint.id.to_string() />
                <Field form=&form name="url" label=t.hooks_url() hint=t.hooks_url_hint() r#type="url" inputmode="url" ltr=true />
                <Kinds form />
                <div><Button kind=ButtonKind::Secondary>{t.hooks_save()}</Button></div>
            </Form>
        </section>
    }
    .into_any()
}

/// Every delivery with what was sent, each try, and a way to send it again.
#[component]
fn Log(
    list: Vec<Delivery>,
    mut tries: HashMap<WebhookDeliveryId, Vec<Attempt>>,
    seller: Seller,
    owner: bool,
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
            let replay = owner && one.state.0 != DeliveryState::Pending;
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
                            {replay.then(|| view! {
                                <Form action=ReplayWebhook::PATH swap="webhook">
                                    <Hidden name="seller" value=seller.id.to_string() />
                                    <Hidden name="delivery" value=one.id.to_string() />
                                    <Button kind=ButtonKind::Secondary size=ButtonSize::Small>{t.hooks_replay()}</Button>
                                </Form>
                            })}
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
