//! The keys of a seller's programs: what they may do, when they were used, and the new one, shown once. Route
//! `/seller/api`.
use domain::AccountId;
use domain::feature::Feature;
use domain::format;
use domain::integration::ApiScope;
use domain::roles::{Action, Resource, StaffRole};
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_axum::ResponseOptions;
use platform::integrations::{ApiKey, keys};
use platform::sellers::{Seller, staff};

use super::api::{CreateApiKey, RevokeApiKey};
use super::desk;
use super::keys_work::{FORM, SHOWN_ONCE, field_of};
use crate::access::{platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::switches::closed_notice;
use crate::text::T;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSettings).await?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let closed = closed_notice(Feature::SellerApi).await?;
    let mut conn = platform().db.read_together().await?;
    let list = keys::of_seller(&mut conn, seller.id).await?;
    let staff = staff(&mut conn, seller.id).await?;
    drop(conn);
    let owners: Vec<AccountId> = staff
        .iter()
        .filter(|member| member.role == StaffRole::Owner)
        .map(|member| member.account_id)
        .collect();
    let owner = visitor().allow(Action::ManageApi, &Resource::Seller(seller.id)).is_ok();
    let fresh = FormState::of(&ctx, SHOWN_ONCE).value("key");
    if !fresh.is_empty() {
        // It is shown once: not by the browser's history either.
        let no_store = http::HeaderValue::from_static("no-store");
        expect_context::<ResponseOptions>().insert_header(http::header::CACHE_CONTROL, no_store);
    }
    let none = list.is_empty();
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.seller_api()>
            {closed}
            <div id="api" class="flex flex-col gap-6">
                {(!fresh.is_empty()).then(|| view! { <Fresh key=fresh /> })}
                <p>
                    {t.keys_text()} " "
                    <a class="link inline-flex min-h-tap items-center" href="/developers">{t.keys_read()}</a> " · "
                    <a class="link inline-flex min-h-tap items-center" href=format!("/seller/webhooks?seller={}", seller.id)>{t.hooks_title()}</a>
                </p>
                <List list owners seller=seller.clone() owner />
                {if owner {
                    view! { <Make seller none /> }.into_any()
                } else {
                    view! { <p class="text-ink-soft">{t.keys_owner_only()}</p> }.into_any()
                }}
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// The new key: the page that is loaded again does not have it.
#[component]
fn Fresh(key: String) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <Card title=t.keys_new_title() id="new-key" class="border-accent">
            <p class="mb-4">{t.keys_new_text()}</p>
            <p><code dir="ltr" class="block font-mono break-all select-all">{key}</code></p>
        </Card>
    }
    .into_any()
}

/// What a scope lets a key do, in words.
fn words(t: T, scope: ApiScope) -> String {
    match scope {
        ApiScope::ProductsRead => t.scope_products_read(),
        ApiScope::ProductsWrite => t.scope_products_write(),
        ApiScope::OrdersRead => t.scope_orders_read(),
        ApiScope::OrdersWrite => t.scope_orders_write(),
        ApiScope::ReturnsRead => t.scope_returns_read(),
        ApiScope::ReturnsWrite => t.scope_returns_write(),
        ApiScope::PayoutsRead => t.scope_payouts_read(),
        ApiScope::ReportsRead => t.scope_reports_read(),
        ApiScope::MessagesRead => t.scope_messages_read(),
        ApiScope::MessagesWrite => t.scope_messages_write(),
        ApiScope::ReviewsRead => t.scope_reviews_read(),
        ApiScope::ReviewsWrite => t.scope_reviews_write(),
        ApiScope::StaffRead => t.scope_staff_read(),
        ApiScope::WebhooksRead => t.scope_webhooks_read(),
        ApiScope::WebhooksWrite => t.scope_webhooks_write(),
    }
}

#[component]
fn List(list: Vec<ApiKey>, owners: Vec<AccountId>, seller: Seller, owner: bool) -> AnyView {
    let t = Ctx::current().t();
    if list.is_empty() {
        return view! { <EmptyState title=t.keys_none_title() text=t.keys_none_text() icon=Icon::Shield /> }
            .into_any();
    }
    let rows = list
        .into_iter()
        .map(|key| {
            let acts = owners.contains(&key.made_by);
            view! { <KeyRow key acts seller=seller.clone() owner /> }
        })
        .collect_view();
    view! {
        <Card title=t.keys_list() id="keys"><ul class="divide-y divide-line">{rows}</ul></Card>
    }
    .into_any()
}

#[component]
fn KeyRow(
    key: ApiKey,
    /// Its maker is an owner still.
    acts: bool,
    seller: Seller,
    owner: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let made = t.keys_made_on(format::date_short(key.made_at.utc_day(), t.locale()));
    let used = match key.last_used_at {
        Some(at) => t.keys_used(format::date_time(at, t.locale())),
        None => t.keys_unused(),
    };
    let scopes: Vec<String> = key.scopes.iter().map(|scope| words(t, scope)).collect();
    let end = if key.revoked_at.is_some() {
        view! { <Badge>{t.keys_revoked()}</Badge> }.into_any()
    } else if owner {
        let label = t.keys_revoke(key.name.clone());
        view! {
            <Form action=RevokeApiKey::PATH>
                <Hidden name="seller" value=seller.id.to_string() />
                <Hidden name="id" value=key.id.to_string() />
                <Button kind=ButtonKind::Danger>{label}</Button>
            </Form>
        }
        .into_any()
    } else {
        ().into_any()
    };
    view! {
        <li class="flex flex-wrap items-center justify-between gap-3 py-3">
            <div class="min-w-0">
                <p class="font-semibold"><bdi>{key.name}</bdi> " " <code dir="ltr">{key.prefix} "…"</code></p>
                <p class="text-sm text-ink-soft">{scopes.join(" · ")}</p>
                <p class="text-sm text-ink-faint">{made} " · " {used}</p>
                {(!acts).then(|| view! { <p class="text-sm font-medium text-warn">{t.keys_maker_left()}</p> })}
            </div>
            {end}
        </li>
    }
    .into_any()
}

#[component]
fn Make(seller: Seller, none: bool) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, FORM);
    let open = none || form.failed();
    let missing = form.error("scopes");
    let described = missing.is_some().then_some("scopes-error");
    let boxes = ApiScope::ALL
        .iter()
        .map(|scope| view! { <Checkbox form=&form name=field_of(*scope) label=words(t, *scope) /> })
        .collect_view();
    view! {
        <section id="make" class="rounded-card border border-line bg-surface px-5 py-3">
            <Disclosure summary=t.keys_make() open=open>
                <Form action=CreateApiKey::PATH id="key-form" class="flex flex-col gap-4">
                    <Hidden name="seller" value=seller.id.to_string() />
                    <Field form=&form name="name" label=t.keys_name() hint=t.keys_name_hint() />
                    <fieldset class="flex flex-col" aria-describedby=described>
                        <legend class="font-semibold">{t.keys_may()}</legend>
                        <div class="grid gap-x-6 sm:grid-cols-2">{boxes}</div>
                        {missing.map(|error| view! { <p id="scopes-error" class="text-sm text-bad">{error}</p> })}
                    </fieldset>
                    <Field form=&form name="password" label=t.security_password_again() r#type="password" ltr=true autocomplete="current-password" />
                    <div><Button>{t.keys_make()}</Button></div>
                </Form>
            </Disclosure>
        </section>
    }
    .into_any()
}
