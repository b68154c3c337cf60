//! Passkeys: the forms that ask a device (read by `public/assets/passkey.js`) and one passkey's own page,
//! `/account/security/passkeys/:id`. Without script there is nothing to ask a device with: the forms stay hidden, and
//! everything else of the account works.
use domain::PasskeyId;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::identity::{self, PasskeySite};

use super::api::{AddPasskey, BeginPasskey, BeginPasskeySignIn, PasskeySignIn, RemovePasskey, RenamePasskey};
use super::security::device_words;
use crate::access::{account_id, platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::param;
use crate::site;
use crate::ui::*;

/// What the script fills in before the form is sent.
const ANSWER: [&str; 5] = ["credential", "client_data", "device_data", "signature", "user"];

fn answer_fields() -> impl IntoView {
    ANSWER.map(|name| view! { <Hidden name=name value="" /> }).collect_view()
}

/// The script of these forms; pages without them do not load it.
fn script() -> impl IntoView {
    view! { <script type="module" nonce=use_nonce() src=site::asset("passkey.js")></script> }
}

/// Adds a passkey: a name, the password and, where codes are on, a code; then the device is asked.
#[component]
pub(super) fn AddForm(site: PasskeySite, codes_are_on: bool) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let suggested = device_words(t, &visitor().client.user_agent);
    let form = FormState::of(&ctx, "passkey").or("passkey_name", suggested);
    view! {
        <p data-passkey-missing="" class="text-sm text-ink-faint">{t.passkeys_no_script()}</p>
        <p data-passkey-elsewhere=site.id.clone() hidden class="text-sm text-ink-faint">
            {t.passkeys_elsewhere(site.origin)}
        </p>
        <form
            action=AddPasskey::PATH
            method="post"
            id="passkey"
            novalidate
            hidden
            data-passkey="create"
            data-site=site.id
            data-options=BeginPasskey::PATH
            data-text-refused=t.passkey_refused()
            data-text-password=if codes_are_on { t.passkey_wrong_proof() } else { t.settings_wrong_password() }
            data-text-known=t.passkey_known()
            class="flex flex-col gap-4 border-t border-line pt-4"
        >
            <h3 class="font-semibold">{t.passkey_add()}</h3>
            <Field form=&form name="passkey_name" label=t.passkey_name() hint=t.passkey_name_hint() />
            <Field form=&form name="passkey_password" label=t.security_password_again() hint=t.security_password_why() r#type="password" autocomplete="current-password" ltr=true />
            {codes_are_on.then(|| view! {
                <Field form=&form name="passkey_code" label=t.codes_code() autocomplete="one-time-code" ltr=true />
            })}
            {answer_fields()}
            <p data-passkey-says="" role="alert" class="text-sm font-medium text-bad empty:hidden"></p>
            <div><Button kind=ButtonKind::Secondary>{t.passkey_add()}</Button></div>
        </form>
        {script()}
    }
    .into_any()
}

/// Signs in with any passkey of this shop that the device has.
#[component]
pub(super) fn SignInForm(#[prop(into)] next: String) -> AnyView {
    let t = Ctx::current().t();
    let Some(site) = platform().identity.passkey_site() else { return ().into_any() };
    view! {
        <form
            action=PasskeySignIn::PATH
            method="post"
            id="passkey"
            hidden
            data-passkey="get"
            data-site=site.id
            data-options=BeginPasskeySignIn::PATH
            data-text-refused=t.passkey_refused()
            class="mt-4 flex flex-col gap-4"
        >
            <p class="text-center text-sm text-ink-faint">{t.passkey_or()}</p>
            <Hidden name="next" value=next />
            {answer_fields()}
            <Button kind=ButtonKind::Secondary size=ButtonSize::Large wide=true>{t.passkey_sign_in()}</Button>
            <p data-passkey-says="" role="alert" class="text-sm font-medium text-bad empty:hidden"></p>
        </form>
        {script()}
    }
    .into_any()
}

pub async fn page() -> Result<AnyView, Failure> {
    let me = account_id()?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let id: PasskeyId = param("id").parse().map_err(|_| Failure::NotFound)?;
    let own = identity::passkeys(&mut platform().db.read().await?, me).await?;
    let key = own.into_iter().find(|key| key.id == id).ok_or(Failure::NotFound)?;
    let (rename, remove) = (
        FormState::of(&ctx, "passkey-name").or("name", key.name.clone()),
        FormState::of(&ctx, "passkey-remove"),
    );
    let trail = vec![
        ("/account".into(), t.nav_account()),
        ("/account/security".into(), t.security_title()),
        (String::new(), key.name),
    ];
    Ok(view! {
        <ShopPage title=t.passkey_title() head=Head { private: true, ..Head::default() }>
            <div class="mx-auto flex max-w-xl flex-col gap-6">
                <Breadcrumbs trail />
                <h1 class="text-3xl font-bold">{t.passkey_title()}</h1>
                <Card>
                    <Form action=RenamePasskey::PATH id="rename" class="flex flex-col gap-4">
                        <Hidden name="id" value=id.to_string() />
                        <Field form=&rename name="name" label=t.passkey_name() hint=t.passkey_name_hint() />
                        <div><Button kind=ButtonKind::Secondary>{t.save()}</Button></div>
                    </Form>
                </Card>
                <Card title=t.passkey_remove()>
                    <Form action=RemovePasskey::PATH id="remove" class="flex flex-col gap-4">
                        <Hidden name="id" value=id.to_string() />
                        <Field form=&remove name="password" label=t.security_password_again() hint=t.security_password_why() r#type="password" autocomplete="current-password" ltr=true />
                        <div><Button kind=ButtonKind::Danger>{t.passkey_remove()}</Button></div>
                    </Form>
                </Card>
            </div>
        </ShopPage>
    }
    .into_any())
}
