//! How the account is entered: password, second step, passkeys, devices. Route `/account/security`.
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::identity::{self, OpenSession, Passkey, SecondStep};

use super::api::{ChangePassword, EndOtherSessions, EndSession, SignOutEverywhere};
use super::passkey::AddForm;
use crate::access::{account_id, platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let me = account_id()?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let sessions = identity::sessions(&mut conn, me).await?;
    let step = identity::second_step(&mut conn, me).await?;
    let keys = identity::passkeys(&mut conn, me).await?;
    drop(conn);
    let codes_are_on = step.is_some();
    let password = FormState::of(&ctx, "password");
    Ok(view! {
        <ShopPage title=t.security_title() head=Head { private: true, ..Head::default() }>
            <div class="mx-auto flex max-w-3xl flex-col gap-6">
                <Breadcrumbs trail=vec![("/account".into(), t.nav_account()), (String::new(), t.security_title())] />
                <h1 class="text-3xl font-bold">{t.security_title()}</h1>
                <Card title=t.settings_password() id="password">
                    <Form action=ChangePassword::PATH class="flex flex-col gap-4">
                        <Field form=&password name="current" label=t.settings_current() r#type="password" autocomplete="current-password" ltr=true />
                        <Field form=&password name="password" label=t.settings_new() hint=t.field_password() r#type="password" autocomplete="new-password" ltr=true />
                        <div><Button kind=ButtonKind::Secondary>{t.save()}</Button></div>
                    </Form>
                </Card>
                <StepCard step />
                <PasskeysCard keys codes_are_on />
                <Devices sessions />
            </div>
        </ShopPage>
    }
    .into_any())
}

#[component]
fn StepCard(step: Option<SecondStep>) -> AnyView {
    let t = Ctx::current().t();
    let (state, action) = match step {
        Some(step) => {
            let tone = if step.recovery_codes_left < 3 { Tone::Warn } else { Tone::Plain };
            let view = view! {
                <p class="flex flex-wrap items-center gap-2">
                    <Badge tone=Tone::Good>{t.security_on()}</Badge>
                    <Badge tone>{t.codes_on(step.recovery_codes_left)}</Badge>
                </p>
            };
            (view.into_any(), t.security_manage())
        }
        None => (view! { <p><Badge>{t.security_off()}</Badge></p> }.into_any(), t.codes_begin()),
    };
    view! {
        <Card title=t.codes_title() id="codes">
            <div class="flex flex-col gap-3">
                <p class="text-ink-soft">{t.codes_text()}</p>
                {state}
                <div><LinkButton href="/account/security/codes" kind=ButtonKind::Secondary>{action}</LinkButton></div>
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn PasskeysCard(keys: Vec<Passkey>, codes_are_on: bool) -> AnyView {
    let t = Ctx::current().t();
    let Some(site) = platform().identity.passkey_site() else { return ().into_any() };
    let rows = keys.into_iter().map(|key| view! { <PasskeyRow key /> }).collect_view();
    view! {
        <Card title=t.passkeys_title() id="passkeys">
            <div class="flex flex-col gap-4">
                <p class="text-ink-soft">{t.passkeys_text()}</p>
                {if rows.is_empty() {
                    view! { <p class="text-sm text-ink-faint">{t.passkeys_none()}</p> }.into_any()
                } else {
                    view! { <ul class="divide-y divide-line">{rows}</ul> }.into_any()
                }}
                <AddForm site codes_are_on />
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn PasskeyRow(key: Passkey) -> AnyView {
    let t = Ctx::current().t();
    let used = match key.last_used_at_us {
        Some(at) => view! { {t.session_last()} " " <DateText at time=true /> }.into_any(),
        None => t.passkey_never().into_any(),
    };
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
            <div class="min-w-0">
                <p class="font-medium break-words"><bdi>{key.name.clone()}</bdi></p>
                <p class="text-sm text-ink-faint">
                    {t.passkey_added_at()} " " <DateText at=key.created_at_us /> " · " {used}
                </p>
            </div>
            <LinkButton href=format!("/account/security/passkeys/{}", key.id) kind=ButtonKind::Quiet size=ButtonSize::Small>
                {t.edit()} <span class="sr-only">" " <bdi>{key.name}</bdi></span>
            </LinkButton>
        </li>
    }
    .into_any()
}

/// A device in plain words.
pub(super) fn device_words(t: T, agent: &str) -> String {
    let device = identity::device(agent);
    match (device.browser, device.system) {
        (Some(browser), Some(system)) => t.session_device(browser, system),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => t.session_unknown(),
    }
}

#[component]
fn Devices(sessions: Vec<OpenSession>) -> AnyView {
    let t = Ctx::current().t();
    let here = visitor().session.map(|session| session.session_id);
    let others = sessions.len() > 1;
    let rows = sessions
        .into_iter()
        .map(|session| {
            let is_here = Some(session.session_id) == here;
            view! { <DeviceRow session is_here /> }
        })
        .collect_view();
    view! {
        <Card title=t.sessions_title() id="devices">
            <p class="text-ink-soft">{t.sessions_text()}</p>
            <ul class="my-2 divide-y divide-line">{rows}</ul>
            <div class="flex flex-wrap gap-2">
                {others.then(|| view! {
                    <Form action=EndOtherSessions::PATH>
                        <Button kind=ButtonKind::Secondary>{t.sessions_end_others()}</Button>
                    </Form>
                })}
                <Form action=SignOutEverywhere::PATH>
                    <Button kind=ButtonKind::Quiet>{t.settings_everywhere()}</Button>
                </Form>
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn DeviceRow(session: OpenSession, is_here: bool) -> AnyView {
    let t = Ctx::current().t();
    let words = device_words(t, &session.user_agent);
    let address = session.address.map(|address| view! { " · " <bdi dir="ltr">{address}</bdi> });
    let end = if is_here {
        view! { <Badge tone=Tone::Good>{t.session_here()}</Badge> }.into_any()
    } else {
        let label = format!("{}: {words}", t.nav_sign_out());
        view! {
            <Form action=EndSession::PATH>
                <Hidden name="id" value=session.session_id.to_string() />
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small label>{t.nav_sign_out()}</Button>
            </Form>
        }
        .into_any()
    };
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-session=if is_here { "here" } else { "other" }>
            <div class="min-w-0">
                <p class="font-medium"><bdi>{words}</bdi></p>
                <p class="text-sm text-ink-faint">
                    {t.session_last()} " " <DateText at=session.last_seen_at time=true /> " · "
                    {t.session_first()} " " <DateText at=session.created_at /> {address}
                </p>
            </div>
            {end}
        </li>
    }
    .into_any()
}
