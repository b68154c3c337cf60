//! What the server functions of the account do: who is it, may they, parse, one call, where to go on.
use domain::address::AddressInput;
use domain::contact::{Email, NewPassword, PersonName};
use domain::field::{Field, FieldError};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{AccountId, AddressId, Currency, MethodId, OrderId, PartId};
use platform::identity::{
    Entry, IdentityError, NewAccount, Objection, SessionToken, Settings, SignUp, SignedIn, addresses,
};
use platform::orders::{OrderError, cart, store};
use platform::payments::{self, PaymentError};

use super::api::{AddressForm, CardForm, PasswordForm, SettingsForm, SignInForm, SignUpForm};
use super::entry::with_next;
use crate::access::{
    account, account_id, allow, allow_order, half_sign_in_cookie, platform, sign_in_cookie, sign_out_cookie,
    visitor,
};
use crate::answer::{Done, Failure, Invalid, local_path, set_cookie};
use crate::basket::forms::{self, field_words};
use crate::ctx::Ctx;
use crate::flash::Undo;
use crate::prefs::api::{currency_cookie, language_cookie};
use crate::shop::refusals::refusal;
use crate::text::{Locale, T};
use crate::ui::Tone;

/// A named error of identity as a sentence; others are our fault.
pub(super) fn words(t: T, error: IdentityError) -> Failure {
    let text = match error {
        IdentityError::WrongCredentials => t.entry_wrong(),
        IdentityError::TooMany { retry_after_s } => t.entry_too_many(retry_after_s as i64),
        IdentityError::Busy { .. } => t.entry_busy(),
        IdentityError::PasswordTooCommon => t.entry_common(),
        IdentityError::LinkExpired => t.entry_link_expired(),
        IdentityError::WrongCode => t.codes_wrong(),
        IdentityError::HalfExpired => t.step_expired(),
        IdentityError::SetUpExpired | IdentityError::PasskeyExpired => t.codes_expired(),
        IdentityError::SecondStepOn => t.codes_is_on(),
        IdentityError::SecondStepOff => t.codes_is_off(),
        IdentityError::NoPasskeysHere => t.passkeys_not_here(),
        IdentityError::PasskeyUnknown => t.passkey_unknown(),
        IdentityError::PasskeyKnown => t.passkey_known(),
        IdentityError::NamelessPasskey => t.passkey_nameless(),
        IdentityError::TooManyPasskeys { most } => t.passkeys_too_many(most as i64),
        IdentityError::NotYet(Objection::OpenOrders) => t.delete_open_orders(),
        IdentityError::NotYet(Objection::OnlyOwner { seller }) => t.delete_only_owner(seller),
        IdentityError::NotYet(Objection::RunsTheShop) => t.delete_operator(),
        IdentityError::Passkey(problem) => {
            tracing::info!(%problem, "a passkey was refused");
            t.passkey_refused()
        }
        IdentityError::TooManyAddresses { most } => t.addresses_too_many(most as i64),
        IdentityError::NoSuchAddress | IdentityError::NoSuchAccount | IdentityError::NoSuchPasskey => {
            return Failure::NotFound;
        }
        other => return other.into(),
    };
    Failure::refused(text)
}

/// A refusal as the form's own notice, so that what was typed stays.
pub(super) fn on_form(invalid: Invalid, failure: Failure) -> Failure {
    match failure {
        Failure::Refused { text, .. } => invalid.field("", text).into(),
        other => other,
    }
}

/// The password was right and the code is missing: nobody is signed in yet.
fn ask_for_code(half: &SessionToken, next: &str) -> Done {
    half_sign_in_cookie(half.reveal());
    Done::to(with_next("/sign-in/code", if next.is_empty() { "" } else { local_path(next) }))
}

/// A browser in which nobody chose a language speaks the account's from now on.
fn follow_language(locale: Locale) {
    let ctx = Ctx::current();
    if !ctx.has_chosen_language() && ctx.locale() != locale {
        set_cookie(&language_cookie(locale));
    }
}

/// The cookie, and the guest's cart moved over. Whoever was signed in here before is not any more: nobody could end
/// that session from this browser again.
pub(super) async fn enter(signed_in: SignedIn, next: &str) -> Result<Done, Failure> {
    let before = visitor();
    let guest = before.guest;
    let account = signed_in.session.account.id;
    if let Some(token) = &before.session_token {
        platform().identity.sign_out(token.reveal()).await?;
    }
    follow_language(signed_in.session.account.locale);
    sign_in_cookie(signed_in.token.reveal());
    if let Some(guest) = guest {
        platform().db.write(move |tx| Box::pin(async move { cart::adopt(tx, guest, account).await })).await?;
    }
    let done = Done::to(if next.is_empty() { "/" } else { local_path(next) });
    Ok(crate::lists::work::put_wanted(account, done).await)
}

pub(super) async fn sign_in(form: SignInForm) -> Result<Done, Failure> {
    let t = Ctx::current().t();
    let invalid = Invalid::new("sign-in", &form).secret("password");
    let email = match Email::parse(&form.email) {
        Ok(email) => email,
        Err(problem) => {
            let error = FieldError { field: Field::Email, problem };
            return Err(invalid.field("email", field_words(t, error)).into());
        }
    };
    let client = visitor().client.clone();
    match platform().identity.sign_in(&email, &form.password, &client).await {
        Ok(Entry::SignedIn(signed_in)) => enter(signed_in, &form.next).await,
        Ok(Entry::SecondStep(half)) => Ok(ask_for_code(&half, &form.next)),
        Err(error) => Err(on_form(invalid, words(t, error))),
    }
}

pub(super) async fn sign_up(form: SignUpForm) -> Result<Done, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let mut invalid = Invalid::new("sign-up", &form).secret("password");
    let name = PersonName::parse(&form.name);
    let email = Email::parse(&form.email);
    let password = NewPassword::parse(&form.password);
    for (field, name, problem) in [
        (Field::Name, "name", name.as_ref().err()),
        (Field::Email, "email", email.as_ref().err()),
        (Field::Password, "password", password.as_ref().err()),
    ] {
        if let Some(problem) = problem {
            invalid = invalid.field(name, field_words(t, FieldError { field, problem: *problem }));
        }
    }
    let (Ok(name), Ok(email), Ok(password)) = (name, email, password) else { return Err(invalid.into()) };
    let platform = platform();
    let currency = ctx.reading().currency().unwrap_or(platform.config.currency);
    let new = NewAccount { email, name, password, locale: ctx.locale(), currency };
    let client = visitor().client.clone();
    match platform.identity.sign_up(new, &client).await {
        Ok(SignUp::SignedIn(signed_in)) => enter(signed_in, &form.next).await,
        Ok(SignUp::SecondStep(half)) => Ok(ask_for_code(&half, &form.next)),
        Ok(SignUp::CheckMail) => Ok(Done::to("/sign-in").notice(Tone::Info, t.entry_check_mail())),
        Err(IdentityError::PasswordTooCommon) => Err(invalid.field("password", t.entry_common()).into()),
        Err(error) => Err(on_form(invalid, words(t, error))),
    }
}

pub(super) async fn confirm_sign_up(token: String) -> Result<Done, Failure> {
    let t = Ctx::current().t();
    let client = visitor().client.clone();
    let signed_in = platform().identity.confirm_sign_up(&token, &client).await.map_err(|e| words(t, e))?;
    let forgotten = platform().cookies.end_confirm();
    Ok(enter(signed_in, "/").await?.cookie(forgotten))
}

pub(super) async fn sign_out() -> Result<Done, Failure> {
    let visitor = visitor();
    if let Some(token) = &visitor.session_token {
        platform().identity.sign_out(token.reveal()).await?;
    }
    sign_out_cookie();
    Ok(Done::to("/"))
}

pub(super) fn mine(action: Action) -> Result<AccountId, Failure> {
    allow(action, &Resource::OwnAccount)?;
    account_id()
}

pub(super) async fn sign_out_everywhere() -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    platform().identity.sign_out_everywhere(me).await?;
    super::security_work::silence(me).await?;
    sign_out_cookie();
    Ok(Done::to("/sign-in").notice(Tone::Good, Ctx::current().t().settings_signed_out()))
}

pub(super) async fn change_password(form: PasswordForm) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let t = Ctx::current().t();
    let invalid = Invalid::new("password", &form).secret("current").secret("password");
    let Ok(new) = NewPassword::parse(&form.password) else {
        return Err(invalid.field("password", t.field_password()).into());
    };
    let keep = visitor().session.as_ref().map(|s| s.session_id);
    match platform().identity.change_password(me, keep, &form.current, new).await {
        Ok(()) => Ok(Done::to("/account/security").notice(Tone::Good, t.security_password_changed())),
        Err(IdentityError::WrongCredentials) => {
            Err(invalid.field("current", t.settings_wrong_password()).into())
        }
        Err(IdentityError::PasswordTooCommon) => Err(invalid.field("password", t.entry_common()).into()),
        Err(error) => Err(on_form(invalid, words(t, error))),
    }
}

pub(super) async fn save_settings(form: SettingsForm) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let current = account()?;
    let Ok(name) = PersonName::parse(&form.name) else {
        return Err(Invalid::new("settings", &form).field("name", t.field_malformed()).into());
    };
    let platform = platform();
    let language = Locale::parse(&form.language);
    let currency = Currency::parse(&form.currency).ok().filter(|c| platform.rates.offered().contains(c));
    let settings = Settings {
        name,
        locale: language.unwrap_or(ctx.locale()),
        currency: currency.unwrap_or(current.currency),
        one_click: !form.one_click.is_empty(),
    };
    platform.identity.update_settings(me, settings).await.map_err(|e| words(t, e))?;
    let t = language.map_or(t, T::new);
    let mut done = Done::to("/account").notice(Tone::Good, t.settings_saved());
    if let Some(language) = language {
        done = done.cookie(language_cookie(language));
    }
    if let Some(currency) = currency {
        done = done.cookie(currency_cookie(currency));
    }
    Ok(done)
}

pub(super) async fn save_address(form: AddressForm) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let t = Ctx::current().t();
    let input = AddressInput {
        name: form.name.clone(),
        line1: form.line1.clone(),
        line2: form.line2.clone(),
        city: form.city.clone(),
        region: form.region.clone(),
        postcode: form.postcode.clone(),
        country: form.country.clone(),
        phone: String::new(),
    };
    let (address, invalid) = forms::address(t, input, Invalid::new("address", &form))?;
    let Some(address) = address else { return Err(invalid.into()) };
    let id: Option<AddressId> = match form.id.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Failure::NotFound)?),
    };
    let make_default = !form.default.is_empty();
    platform()
        .db
        .write(move |tx| {
            let address = address.clone();
            Box::pin(async move {
                let id = match id {
                    Some(id) => {
                        addresses::update(tx, me, id, &address).await?;
                        id
                    }
                    None => addresses::add(tx, me, &address, make_default).await?,
                };
                if make_default {
                    addresses::set_default(tx, me, id).await?;
                }
                Ok::<_, IdentityError>(())
            })
        })
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::to("/account/addresses").notice(Tone::Good, t.address_saved()))
}

pub(super) async fn remove_address(id: String) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let t = Ctx::current().t();
    let id: AddressId = id.parse().map_err(|_| Failure::NotFound)?;
    platform()
        .db
        .write(move |tx| Box::pin(async move { addresses::remove(tx, me, id).await }))
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::to("/account/addresses").notice(Tone::Good, t.address_removed()).undo(Undo::Address(id)))
}

pub(super) async fn restore_address(id: String) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let t = Ctx::current().t();
    let id: AddressId = id.parse().map_err(|_| Failure::NotFound)?;
    let restored = platform().db.write(move |tx| Box::pin(addresses::restore(tx, me, id))).await;
    restored.map_err(|e| words(t, e))?;
    Ok(Done::to("/account/addresses").notice(Tone::Good, t.put_back()))
}

pub(super) async fn default_address(id: String) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let t = Ctx::current().t();
    let id: AddressId = id.parse().map_err(|_| Failure::NotFound)?;
    platform()
        .db
        .write(move |tx| Box::pin(async move { addresses::set_default(tx, me, id).await }))
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::to("/account/addresses").notice(Tone::Good, t.address_saved()))
}

pub(super) async fn add_card(form: CardForm) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let t = Ctx::current().t();
    let invalid = Invalid::new("card", &form).secret("card_number").secret("card_expiry").secret("card_cvc");
    let platform = platform();
    let input = forms::card(&form.card_number, &form.card_expiry, &form.card_cvc, &form.name);
    let token = match platform.payments.tokenise(input).await {
        Ok(token) => token.token,
        Err(PaymentError::Card(errors)) => return Err(forms::card_errors(t, &errors, invalid).into()),
        Err(other) => return Err(other.into()),
    };
    platform
        .db
        .write(move |tx| {
            let token = token.clone();
            Box::pin(async move { payments::save_method(tx, me, &token).await })
        })
        .await
        .map_err(card_failure)?;
    Ok(Done::to("/account/cards").notice(Tone::Good, t.card_saved()))
}

fn card_failure(error: PaymentError) -> Failure {
    match error {
        PaymentError::UnknownMethod => Failure::NotFound,
        PaymentError::TooManyMethods { most } => {
            Failure::refused(Ctx::current().t().cards_too_many(i64::try_from(most).unwrap_or(i64::MAX)))
        }
        other => other.into(),
    }
}

pub(super) async fn remove_card(id: String) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let id: MethodId = id.parse().map_err(|_| Failure::NotFound)?;
    platform()
        .db
        .write(move |tx| Box::pin(async move { payments::remove_method(tx, me, id).await }))
        .await
        .map_err(card_failure)?;
    let notice = Ctx::current().t().card_removed();
    Ok(Done::to("/account/cards").notice(Tone::Good, notice).undo(Undo::Card(id)))
}

pub(super) async fn restore_card(id: String) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let id: MethodId = id.parse().map_err(|_| Failure::NotFound)?;
    let restored = platform().db.write(move |tx| Box::pin(payments::restore_method(tx, me, id))).await;
    restored.map_err(card_failure)?;
    Ok(Done::to("/account/cards").notice(Tone::Good, Ctx::current().t().put_back()))
}

pub(super) async fn default_card(id: String) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let id: MethodId = id.parse().map_err(|_| Failure::NotFound)?;
    platform()
        .db
        .write(move |tx| Box::pin(async move { payments::set_default_method(tx, me, id).await }))
        .await
        .map_err(card_failure)?;
    Ok(Done::to("/account/cards").notice(Tone::Good, Ctx::current().t().card_saved()))
}

pub(super) async fn cancel_part(order: String, part: String) -> Result<Done, Failure> {
    let t = Ctx::current().t();
    let id: OrderId = order.parse().map_err(|_| Failure::NotFound)?;
    let part: PartId = part.parse().map_err(|_| Failure::NotFound)?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let order = store::order(&mut conn, id).await.map_err(|e| refusal(t, e))?;
    let known = store::part(&mut conn, part).await.map_err(|e| refusal(t, e))?;
    drop(conn);
    allow_order(Action::ChangeOrder, &order).await?;
    if known.order_id != id {
        return Err(refusal(t, OrderError::NotFound));
    }
    let shopper = order.shopper().map_err(|e| refusal(t, e))?;
    platform.orders.cancel_by_shopper(shopper, part).await.map_err(|e| refusal(t, e))?;
    Ok(Done::to(format!("/orders/{id}")).notice(Tone::Good, t.order_cancelled()))
}
