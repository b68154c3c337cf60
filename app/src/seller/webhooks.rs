//! A seller's webhooks: where to, what is told, and whether it arrives. Routes `/seller/webhooks` and
//! `/seller/webhooks/{endpoint}`.
use domain::feature::Feature;
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::webhook::{EndpointState, WebhookKind};
use domain::{WebhookDeliveryId, WebhookEndpointId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_axum::ResponseOptions;
use platform::sellers::Seller;
use platform::webhooks::{self, Endpoint};

use super::api::{ChangeWebhook, CreateWebhook, RemoveWebhook, RotateWebhook, TestWebhook};
use super::desk;
use super::webhooks_log::{Again, Log, kind_words, state_words, tries_of};
use super::webhooks_work::{FORM, SHOWN_ONCE, field_of};
use crate::access::{platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::{param, query};
use crate::switches::closed_notice;
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
    let closed = closed_notice(Feature::Webhooks).await?;
    let list = webhooks::of_seller(&mut platform().db.read().await?, seller.id).await?;
    let owner = may_manage(&seller);
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.hooks_title()>
            {closed}
            <div id="webhooks" class="flex flex-col gap-6">
                {fresh()}
                <p class="max-w-prose text-ink-soft">{t.hooks_text()} " " <a class="link" href=desk::here("/seller/api")>{t.seller_api()}</a></p>
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
            let (tone, words) = match endpoint.held_since {
                Some(_) => (Tone::Warn, t.hooks_held()),
                None => state_words(t, endpoint.state),
            };
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
    let tries = tries_of(&mut conn, &list).await?;
    let why = webhooks::held_because(&mut conn, &endpoint).await?;
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
                {why.map(|why| view! { <Notice tone=Tone::Warn>{t.hooks_held_text(why)}</Notice> })}
                {owner.then(|| view! { <Deeds endpoint=endpoint.clone() seller=seller.clone() /> })}
                <Log list tries again=if owner { Again::Seller(seller.id) } else { Again::No } />
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
