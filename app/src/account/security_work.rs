//! What the server functions of the account's security do: who is it, may they, parse, one call, where to go on.
use domain::roles::{Action, Resource};
use domain::{PasskeyId, SessionId};
use platform::identity::{IdentityError, PasskeyAnswer};

use super::api::{ChangeCodesForm, CodeForm, DeletionForm, PasskeyForm, PasskeyNameForm, PasskeyRemovalForm};
use super::codes::RECOVERY;
use super::entry::with_next;
use super::work::{enter, mine, on_form, words};
use crate::access::{allow, half_sign_in, platform, sign_out_cookie, visitor};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::ui::Tone;

const SECURITY: &str = "/account/security";
const CODES: &str = "/account/security/codes";

/// A wrong password or code stands at its field; everything else is said of the whole form.
fn at_field(invalid: Invalid, password: &str, error: IdentityError) -> Failure {
    let t = Ctx::current().t();
    match error {
        IdentityError::WrongCredentials => invalid.field(password, t.settings_wrong_password()).into(),
        IdentityError::WrongCode => invalid.field("code", t.codes_wrong()).into(),
        error => on_form(invalid, words(t, error)),
    }
}

pub(super) async fn complete_sign_in(form: CodeForm) -> Result<Done, Failure> {
    allow(Action::Enter, &Resource::Public)?;
    let t = Ctx::current().t();
    let invalid = Invalid::new("code", &form).secret("code");
    let expired = || Done::to(with_next("/sign-in", &form.next)).notice(Tone::Warn, t.step_expired());
    let Some(half) = half_sign_in() else { return Ok(expired()) };
    let client = visitor().client.clone();
    match platform().identity.complete_sign_in(&half, &form.code, &client).await {
        Ok(signed_in) => enter(signed_in, &form.next).await,
        Err(IdentityError::HalfExpired | IdentityError::SecondStepOff) => Ok(expired()),
        Err(error) => Err(at_field(invalid, "", error)),
    }
}

pub(super) async fn end_session(id: String) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let id: SessionId = id.parse().map_err(|_| Failure::NotFound)?;
    if !platform().identity.end_session(me, id).await? {
        return Err(Failure::NotFound);
    }
    silence(me).await?;
    Ok(Done::to(SECURITY).notice(Tone::Good, Ctx::current().t().session_ended()))
}

pub(super) async fn end_other_sessions() -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let keep = visitor().session.as_ref().map(|s| s.session_id).ok_or(Failure::NotSignedIn)?;
    let ended = platform().identity.sign_out_others(me, keep).await?;
    silence(me).await?;
    let said = Ctx::current().t().sessions_others_ended(i64::try_from(ended).unwrap_or(i64::MAX));
    Ok(Done::to(SECURITY).notice(Tone::Good, said))
}

/// A device that is signed out reads no more messages; those that stay are added again by their owner.
pub(super) async fn silence(me: domain::AccountId) -> Result<(), Failure> {
    Ok(platform().db.write(move |tx| Box::pin(platform::notify::silence(tx, me))).await?)
}

pub(super) async fn begin_codes(password: String) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let invalid = Invalid::new("codes", &());
    match platform().identity.begin_codes(me, &password).await {
        Ok(()) => Ok(Done::to(CODES)),
        Err(error) => Err(at_field(invalid, "password", error)),
    }
}

pub(super) async fn confirm_codes(code: String) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let t = Ctx::current().t();
    match platform().identity.confirm_codes(me, &code).await {
        Ok(codes) => {
            Ok(Done::to(CODES).notice(Tone::Good, t.codes_are_on()).once(RECOVERY, "codes", codes.join(" ")))
        }
        Err(error) => Err(at_field(Invalid::new("codes", &()), "", error)),
    }
}

pub(super) async fn change_codes(form: ChangeCodesForm) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let t = Ctx::current().t();
    let invalid = Invalid::new("codes", &());
    let identity = &platform().identity;
    let done = if form.what == "off" {
        let off = identity.turn_codes_off(me, &form.password, &form.code).await;
        off.map(|()| Done::to(SECURITY).notice(Tone::Good, t.codes_are_off()))
    } else {
        let codes = identity.renew_recovery_codes(me, &form.password, &form.code).await;
        codes.map(|codes| Done::to(CODES).once(RECOVERY, "codes", codes.join(" ")))
    };
    done.map_err(|error| at_field(invalid, "password", error))
}

pub(super) async fn begin_passkey(password: String, code: String) -> Result<serde_json::Value, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let invalid = Invalid::new("passkey", &());
    match platform().identity.begin_passkey(me, &password, &code).await {
        Ok(request) => Ok(serde_json::to_value(request)?),
        Err(error) => Err(at_field(invalid, "passkey_password", error)),
    }
}

pub(super) async fn begin_passkey_sign_in() -> Result<serde_json::Value, Failure> {
    allow(Action::Enter, &Resource::Public)?;
    let t = Ctx::current().t();
    let request = platform().identity.begin_passkey_sign_in().await.map_err(|e| words(t, e))?;
    Ok(serde_json::to_value(request)?)
}

fn answer_of(form: &PasskeyForm) -> PasskeyAnswer {
    PasskeyAnswer {
        credential: form.credential.clone(),
        client_data: form.client_data.clone(),
        device_data: form.device_data.clone(),
        signature: form.signature.clone(),
        user: form.user.clone(),
    }
}

pub(super) async fn add_passkey(form: PasskeyForm) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let t = Ctx::current().t();
    let invalid = Invalid::new("passkey", &()).typed("passkey_name", form.passkey_name.clone());
    match platform().identity.add_passkey(me, &form.passkey_name, &answer_of(&form)).await {
        Ok(_) => Ok(Done::to(SECURITY).notice(Tone::Good, t.passkey_added())),
        Err(IdentityError::NamelessPasskey) => {
            Err(invalid.field("passkey_name", t.passkey_nameless()).into())
        }
        Err(error) => Err(on_form(invalid, words(t, error))),
    }
}

pub(super) async fn sign_in_with_passkey(form: PasskeyForm) -> Result<Done, Failure> {
    allow(Action::Enter, &Resource::Public)?;
    let t = Ctx::current().t();
    let client = visitor().client.clone();
    match platform().identity.sign_in_with_passkey(&answer_of(&form), &client).await {
        Ok(signed_in) => enter(signed_in, &form.next).await,
        Err(error) => Err(words(t, error)),
    }
}

pub(super) async fn rename_passkey(form: PasskeyNameForm) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let t = Ctx::current().t();
    let id: PasskeyId = form.id.parse().map_err(|_| Failure::NotFound)?;
    match platform().identity.rename_passkey(me, id, &form.name).await {
        Ok(()) => Ok(Done::to(SECURITY).notice(Tone::Good, t.settings_saved())),
        Err(IdentityError::NamelessPasskey) => {
            Err(Invalid::new("passkey-name", &form).field("name", t.passkey_nameless()).into())
        }
        Err(error) => Err(words(t, error)),
    }
}

pub(super) async fn remove_passkey(form: PasskeyRemovalForm) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let id: PasskeyId = form.id.parse().map_err(|_| Failure::NotFound)?;
    match platform().identity.remove_passkey(me, id, &form.password).await {
        Ok(()) => Ok(Done::to(SECURITY).notice(Tone::Good, Ctx::current().t().passkey_removed())),
        Err(error) => Err(at_field(Invalid::new("passkey-remove", &()), "password", error)),
    }
}

const DATA: &str = "/account/data";

pub(super) async fn request_export(password: String) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    match platform().personal.request_export(me, &password).await {
        Ok(_) => Ok(Done::to(DATA).notice(Tone::Good, Ctx::current().t().export_begun())),
        Err(error) => Err(at_field(Invalid::new("export", &()), "export_password", error)),
    }
}

pub(super) async fn delete_account(form: DeletionForm) -> Result<Done, Failure> {
    let me = mine(Action::ChangeAccount)?;
    let t = Ctx::current().t();
    let invalid = Invalid::new("delete", &());
    if form.sure.is_empty() {
        return Err(invalid.field("sure", t.delete_not_sure()).into());
    }
    match platform().personal.delete_account(me, &form.delete_password, &form.code).await {
        Ok(()) => {
            sign_out_cookie();
            Ok(Done::to("/").notice(Tone::Good, t.delete_done()))
        }
        Err(error) => Err(at_field(invalid, "delete_password", error)),
    }
}
