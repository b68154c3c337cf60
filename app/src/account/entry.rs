//! Signing in and up. Routes `/sign-in`, `/sign-up`, `/confirm`.
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::{ConfirmSignUp, SignIn, SignUp};
use super::passkey::SignInForm;
use crate::access::platform;
use crate::answer::{Failure, encode_query, local_path, set_cookie};
use crate::ctx::{Ctx, cookie};
use crate::page::{query, redirect, request_head};
use crate::ui::*;

pub(super) fn next() -> String {
    query("next").map(|next| local_path(&next).to_owned()).unwrap_or_default()
}

pub(super) fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() { path.to_owned() } else { format!("{path}?next={}", encode_query(next)) }
}

pub async fn sign_in_page() -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, "sign-in");
    let next = next();
    let sign_up = with_next("/sign-up", &next);
    let passkey = next.clone();
    Ok(view! {
        <NarrowPage title=t.nav_sign_in()>
            <h1 class="mb-6 text-3xl font-bold">{t.nav_sign_in()}</h1>
            <Form action=SignIn::PATH id="sign-in" class="flex flex-col gap-4">
                <Hidden name="next" value=next />
                <Field form=&form name="email" label=t.label_email() r#type="email" autocomplete="username" ltr=true />
                <Field form=&form name="password" label=t.label_password() r#type="password" autocomplete="current-password" ltr=true />
                <Button size=ButtonSize::Large wide=true>{t.nav_sign_in()}</Button>
            </Form>
            <SignInForm next=passkey />
            <p class="mt-6">{t.entry_new()} " " <a class="font-semibold text-accent underline" href=sign_up>{t.entry_sign_up()}</a></p>
        </NarrowPage>
    }
    .into_any())
}

pub async fn sign_up_page() -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, "sign-up");
    let next = next();
    let sign_in = with_next("/sign-in", &next);
    Ok(view! {
        <NarrowPage title=t.entry_sign_up()>
            <h1 class="mb-6 text-3xl font-bold">{t.entry_sign_up()}</h1>
            <Form action=SignUp::PATH id="sign-up" class="flex flex-col gap-4">
                <Hidden name="next" value=next />
                <Field form=&form name="name" label=t.label_name() autocomplete="name" />
                <Field form=&form name="email" label=t.label_email() r#type="email" autocomplete="username" ltr=true />
                <Field form=&form name="password" label=t.label_password() hint=t.field_password() r#type="password" autocomplete="new-password" ltr=true />
                <Button size=ButtonSize::Large wide=true>{t.entry_sign_up()}</Button>
            </Form>
            <p class="mt-6">{t.checkout_have_account()} " " <a class="font-semibold text-accent underline" href=sign_in>{t.nav_sign_in()}</a></p>
        </NarrowPage>
    }
    .into_any())
}

/// The mailed link leads here; the button opens the account, because following a link must change nothing.
pub async fn confirm_page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let cookies = platform().cookies;
    if let Some(token) = query("token") {
        let well_formed = token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit());
        // Out of the address at once: the browser would keep it among the pages that it has seen.
        set_cookie(&if well_formed { cookies.confirm(&token) } else { cookies.end_confirm() });
        return Ok(redirect("/confirm"));
    }
    let head = request_head();
    let token = head.as_ref().and_then(|head| cookie(&head.headers, cookies.confirm_name()));
    let Some(token) = token.map(str::to_owned) else {
        return Ok(view! { <MessagePage title=t.entry_confirm() text=t.entry_link_expired() code=None /> }
            .into_any());
    };
    Ok(view! {
        <NarrowPage title=t.entry_confirm()>
            <h1 class="mb-6 text-3xl font-bold">{t.entry_confirm()}</h1>
            <Form action=ConfirmSignUp::PATH id="confirm">
                <Hidden name="token" value=token />
                <Button size=ButtonSize::Large wide=true>{t.entry_confirm_button()}</Button>
            </Form>
        </NarrowPage>
    }
    .into_any())
}
