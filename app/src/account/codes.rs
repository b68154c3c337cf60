//! The second step: setting it up and turning it off (`/account/security/codes`), and the page that asks for the code
//! at sign-in (`/sign-in/code`). All of it works without JavaScript.
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::identity::{self, SecondStep, SetUp};

use super::api::{BeginCodes, ChangeCodes, CompleteSignIn, ConfirmCodes};
use super::entry::{next, with_next};
use crate::access::{account_id, half_sign_in, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::redirect;
use crate::ui::*;

/// The form under which recovery codes are left for the one page that shows them.
pub(super) const RECOVERY: &str = "recovery-codes";

pub async fn page() -> Result<AnyView, Failure> {
    let me = account_id()?;
    let t = Ctx::current().t();
    let platform = platform();
    let step = identity::second_step(&mut platform.db.read().await?, me).await?;
    let set_up = platform.identity.codes_to_set_up(me).await?;
    let inner = match (step, set_up) {
        (Some(step), _) => view! { <Manage step /> }.into_any(),
        (None, Some(set_up)) => view! { <SetUpView set_up /> }.into_any(),
        (None, None) => view! { <BeginView /> }.into_any(),
    };
    let trail = vec![
        ("/account".into(), t.nav_account()),
        ("/account/security".into(), t.security_title()),
        (String::new(), t.codes_title()),
    ];
    Ok(view! {
        <ShopPage title=t.codes_title() head=Head { private: true, ..Head::default() }>
            <div class="mx-auto flex max-w-xl flex-col gap-6">
                <Breadcrumbs trail />
                <h1 class="text-3xl font-bold">{t.codes_title()}</h1>
                {inner}
            </div>
        </ShopPage>
    }
    .into_any())
}

#[component]
fn BeginView() -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, "codes");
    view! {
        <p class="text-ink-soft">{t.codes_text()}</p>
        <Card>
            <Form action=BeginCodes::PATH id="begin" class="flex flex-col gap-4">
                <Field form=&form name="password" label=t.security_password_again() hint=t.security_password_why() r#type="password" autocomplete="current-password" ltr=true />
                <div><Button>{t.codes_begin()}</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}

#[component]
fn SetUpView(set_up: SetUp) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, "codes");
    let spelled: Vec<String> =
        set_up.secret.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    view! {
        <Card>
            <div class="flex flex-col gap-4">
                <p>{t.codes_scan()}</p>
                <QrView text=set_up.uri label=t.codes_picture() class="w-56 self-center rounded-control border border-line" />
                <p>
                    {t.codes_type()} " "
                    <code id="secret" dir="ltr" class="font-mono break-words select-all">{spelled.join(" ")}</code>
                </p>
                <Form action=ConfirmCodes::PATH id="confirm" class="flex flex-col gap-4">
                    <Field form=&form name="code" label=t.codes_app_code() inputmode="numeric" autocomplete="one-time-code" ltr=true />
                    <div><Button>{t.codes_confirm()}</Button></div>
                </Form>
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn Manage(step: SecondStep) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let shown = FormState::of(&ctx, RECOVERY).value("codes");
    let fresh = (!shown.is_empty()).then(|| view! { <Recovery codes=shown /> });
    let form = FormState::of(&ctx, "codes");
    let tone = if step.recovery_codes_left < 3 { Tone::Warn } else { Tone::Info };
    view! {
        {fresh}
        <Notice tone>{t.codes_on(step.recovery_codes_left)}</Notice>
        <Card title=t.codes_change()>
            <Form action=ChangeCodes::PATH id="change" class="flex flex-col gap-4">
                <Field form=&form name="password" label=t.security_password_again() r#type="password" autocomplete="current-password" ltr=true />
                <Field form=&form name="code" label=t.codes_code() autocomplete="one-time-code" ltr=true />
                <div class="flex flex-wrap gap-3">
                    <Button kind=ButtonKind::Secondary name="what" value="renew">{t.codes_renew()}</Button>
                    <Button kind=ButtonKind::Danger name="what" value="off">{t.codes_turn_off()}</Button>
                </div>
            </Form>
        </Card>
    }
    .into_any()
}

/// The recovery codes, once: the page that is loaded again does not have them.
#[component]
fn Recovery(codes: String) -> AnyView {
    let t = Ctx::current().t();
    let rows = codes
        .split(' ')
        .map(|code| view! { <li><code dir="ltr" class="font-mono select-all">{code.to_owned()}</code></li> })
        .collect_view();
    view! {
        <Card title=t.recovery_title() id="recovery" class="border-accent">
            <p class="mb-4">{t.recovery_text()}</p>
            <ol class="mb-4 grid list-inside list-decimal gap-2 sm:grid-cols-2">{rows}</ol>
            <LinkButton href="/account/security">{t.recovery_saved()}</LinkButton>
        </Card>
    }
    .into_any()
}

/// Asks for the code. Without a right password just before, there is nothing to ask for.
pub async fn entry_page() -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let next = next();
    let waits = match half_sign_in() {
        Some(half) => platform().identity.awaits_code(&half).await?,
        None => false,
    };
    if !waits {
        return Ok(redirect(&with_next("/sign-in", &next)));
    }
    let form = FormState::of(&ctx, "code");
    let again = with_next("/sign-in", &next);
    Ok(view! {
        <NarrowPage title=t.step_title()>
            <h1 class="mb-3 text-3xl font-bold">{t.step_title()}</h1>
            <p class="mb-6 text-ink-soft">{t.step_text()}</p>
            <Form action=CompleteSignIn::PATH id="code" class="flex flex-col gap-4">
                <Hidden name="next" value=next />
                <Field form=&form name="code" label=t.codes_code() autocomplete="one-time-code" ltr=true />
                <Button size=ButtonSize::Large wide=true>{t.nav_sign_in()}</Button>
            </Form>
            <p class="mt-6"><a class="font-semibold text-accent underline" href=again>{t.step_again()}</a></p>
        </NarrowPage>
    }
    .into_any())
}
