//! The server functions of the account. The work behind each is in `work`.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The sign-in form.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    pub email: String,
    pub password: String,
    /// A path of this site to go on to.
    pub next: String,
}

/// Signs in; the guest's cart comes along.
#[server(endpoint = "identity/sign-in")]
pub async fn sign_in(#[server(flatten)] form: SignInForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::sign_in(form)).await
}

/// The sign-up form.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignUpForm {
    pub name: String,
    pub email: String,
    pub password: String,
    pub next: String,
}

/// Opens an account and signs in, or says to look into the mail.
#[server(endpoint = "identity/sign-up")]
pub async fn sign_up(#[server(flatten)] form: SignUpForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::sign_up(form)).await
}

/// Opens the account that a mailed link confirms.
#[server(endpoint = "identity/confirm")]
pub async fn confirm_sign_up(token: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::confirm_sign_up(token)).await
}

/// Signs this browser out.
#[server(endpoint = "identity/sign-out")]
pub async fn sign_out() -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::sign_out()).await
}

/// Signs every browser out, this one too.
#[server(endpoint = "identity/sign-out-everywhere")]
pub async fn sign_out_everywhere() -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::sign_out_everywhere()).await
}

/// The password form.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    pub current: String,
    pub password: String,
}

/// Changes the password and ends the other sessions.
#[server(endpoint = "identity/password")]
pub async fn change_password(#[server(flatten)] form: PasswordForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::change_password(form)).await
}

/// The settings form.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SettingsForm {
    pub name: String,
    pub one_click: String,
    /// Empty where there is nothing to choose; then it stays.
    pub language: String,
    pub currency: String,
}

/// Changes name, language, currency and one-click.
#[server(endpoint = "account/settings")]
pub async fn save_settings(#[server(flatten)] form: SettingsForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::save_settings(form)).await
}

/// An address as typed; `id` is empty for a new one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AddressForm {
    pub id: String,
    pub name: String,
    pub line1: String,
    pub line2: String,
    pub city: String,
    pub region: String,
    pub postcode: String,
    pub country: String,
    pub default: String,
}

/// Adds or changes an address of one's own.
#[server(endpoint = "account/address")]
pub async fn save_address(#[server(flatten)] form: AddressForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::save_address(form)).await
}

/// Removes an address of one's own.
#[server(endpoint = "account/address-remove")]
pub async fn remove_address(id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::remove_address(id)).await
}

/// Puts an address back that was removed within the last hour.
#[server(endpoint = "account/address-restore")]
pub async fn restore_address(id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::restore_address(id)).await
}

/// Makes an address the one that one click uses.
#[server(endpoint = "account/address-default")]
pub async fn default_address(id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::default_address(id)).await
}

/// A card as typed. It goes to the processor and is forgotten.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CardForm {
    pub name: String,
    pub card_number: String,
    pub card_expiry: String,
    pub card_cvc: String,
}

/// Keeps a card as the processor's token.
#[server(endpoint = "account/card")]
pub async fn add_card(#[server(flatten)] form: CardForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::add_card(form)).await
}

/// Removes a card of one's own.
#[server(endpoint = "account/card-remove")]
pub async fn remove_card(id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::remove_card(id)).await
}

/// Puts a card back that was removed within the last hour.
#[server(endpoint = "account/card-restore")]
pub async fn restore_card(id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::restore_card(id)).await
}

/// Makes a card the one that one click uses.
#[server(endpoint = "account/card-default")]
pub async fn default_card(id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::default_card(id)).await
}

/// Which notices, messages and mails one wants: `on` or nothing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NotificationsForm {
    pub shipped_page: String,
    pub shipped_push: String,
    pub shipped_mail: String,
    pub delivered_page: String,
    pub delivered_push: String,
    pub delivered_mail: String,
    pub message_page: String,
    pub message_push: String,
    pub message_mail: String,
    pub answer_page: String,
    pub answer_push: String,
    pub answer_mail: String,
    pub appeal_page: String,
    pub appeal_push: String,
    pub report_page: String,
    pub report_push: String,
    pub report_mail: String,
    pub feedback_page: String,
    pub feedback_push: String,
    pub feedback_mail: String,
    pub question_page: String,
    pub question_push: String,
    pub question_mail: String,
    /// `on` where the form asked about what buyers say of a seller and ask it: whoever answers for none is not asked.
    pub feedback_asked: String,
    pub sale_page: String,
    pub sale_push: String,
    pub sale_mail: String,
    /// `on` where the form asked about sales: whoever ships for no shop is not asked.
    pub sale_asked: String,
    pub stock_out_page: String,
    pub stock_out_push: String,
    pub stock_out_mail: String,
    /// `on` where the form asked about offers that are sold out: whoever looks after none is not asked.
    pub stock_out_asked: String,
    pub payout_page: String,
    pub payout_mail: String,
    pub return_page: String,
    pub return_push: String,
    pub return_mail: String,
    pub dispute_page: String,
    pub dispute_push: String,
    pub health_page: String,
    pub health_push: String,
    /// `on` where the form asked about what owners are told: whoever owns no shop is not asked.
    pub owner_asked: String,
}

/// Changes which notices, messages and mails one gets.
#[server(endpoint = "account/notifications")]
pub async fn save_notifications(#[server(flatten)] form: NotificationsForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::notifications::save(form)).await
}

/// Marks a notice of one's own as read, and goes on to what it is about.
#[server(endpoint = "account/notice-open")]
pub async fn open_notice(#[server(default)] id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::notices::open(id)).await
}

/// What was seen of the notices: up to which one, and of whose desk alone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadNoticesForm {
    pub newest: String,
    pub seller: String,
}

/// Marks one's notices as read that were seen.
#[server(endpoint = "account/notices-read")]
pub async fn read_notices(#[server(flatten)] form: ReadNoticesForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::notices::read(form)).await
}

/// What a browser says when it subscribes to messages.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DeviceForm {
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
}

/// Sends messages to this device from now on.
#[server(endpoint = "account/device")]
pub async fn add_device(#[server(flatten)] form: DeviceForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::notifications::add_device(form)).await
}

/// Sends no more messages to a device of one's own.
#[server(endpoint = "account/device-remove")]
pub async fn remove_device(id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::notifications::remove_device(id)).await
}

/// Cancels one seller's part of an order while its seller has not begun.
#[server(endpoint = "orders/cancel")]
pub async fn cancel_part(order: String, part: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::cancel_part(order, part)).await
}

/// A code at sign-in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    pub code: String,
    pub next: String,
}

/// The second step of signing in; the first is known by a cookie.
#[server(endpoint = "identity/sign-in-code")]
pub async fn complete_sign_in(#[server(flatten)] form: CodeForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::security_work::complete_sign_in(form)).await
}

/// Signs one device of one's own out.
#[server(endpoint = "identity/end-session")]
pub async fn end_session(id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::security_work::end_session(id)).await
}

/// Signs out every browser but this one.
#[server(endpoint = "identity/end-others")]
pub async fn end_other_sessions() -> Result<(), ServerFnError> {
    crate::answer::answer(super::security_work::end_other_sessions()).await
}

/// Makes the secret that an authenticator app is to be told.
#[server(endpoint = "identity/codes-begin")]
pub async fn begin_codes(#[server(default)] password: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::security_work::begin_codes(password)).await
}

/// Turns the second step on: the app has shown a right code.
#[server(endpoint = "identity/codes-confirm")]
pub async fn confirm_codes(#[server(default)] code: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::security_work::confirm_codes(code)).await
}

/// What to change about the second step: `renew` or `off`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeCodesForm {
    pub what: String,
    pub password: String,
    pub code: String,
}

/// Makes new recovery codes, or turns the second step off.
#[server(endpoint = "identity/codes-change")]
pub async fn change_codes(#[server(flatten)] form: ChangeCodesForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::security_work::change_codes(form)).await
}

/// What to ask a device for that is to make a passkey.
#[server(endpoint = "identity/passkey-begin")]
pub async fn begin_passkey(
    #[server(default)] password: String,
    #[server(default)] code: String,
) -> Result<serde_json::Value, ServerFnError> {
    crate::answer::data(super::security_work::begin_passkey(password, code)).await
}

/// What to ask a device for that is to sign in.
#[server(endpoint = "identity/passkey-ask")]
pub async fn begin_passkey_sign_in() -> Result<serde_json::Value, ServerFnError> {
    crate::answer::data(super::security_work::begin_passkey_sign_in()).await
}

/// A device's answer, base64url.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasskeyForm {
    pub passkey_name: String,
    pub credential: String,
    pub client_data: String,
    pub device_data: String,
    pub signature: String,
    pub user: String,
    pub next: String,
}

/// Keeps the passkey that a device has made.
#[server(endpoint = "identity/passkey-add")]
pub async fn add_passkey(#[server(flatten)] form: PasskeyForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::security_work::add_passkey(form)).await
}

/// Signs in with a passkey.
#[server(endpoint = "identity/passkey-sign-in")]
pub async fn passkey_sign_in(#[server(flatten)] form: PasskeyForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::security_work::sign_in_with_passkey(form)).await
}

/// A passkey's new name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasskeyNameForm {
    pub id: String,
    pub name: String,
}

/// Calls a passkey of one's own something else.
#[server(endpoint = "identity/passkey-name")]
pub async fn rename_passkey(#[server(flatten)] form: PasskeyNameForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::security_work::rename_passkey(form)).await
}

/// Which passkey is to go, with the password.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasskeyRemovalForm {
    pub id: String,
    pub password: String,
}

/// Removes a passkey of one's own.
#[server(endpoint = "identity/passkey-remove")]
pub async fn remove_passkey(#[server(flatten)] form: PasskeyRemovalForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::security_work::remove_passkey(form)).await
}

/// Puts what an order had into the cart: all of it, or one line.
#[server(endpoint = "orders/again")]
pub async fn buy_again(
    order: String,
    #[server(default)] line: String,
    #[server(default)] key: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::again::buy_again(order, line, key)).await
}

/// Asks for a copy of everything that is kept about the account.
#[server(endpoint = "account/export")]
pub async fn request_export(#[server(default)] export_password: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::security_work::request_export(export_password)).await
}

/// The end of the account, confirmed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DeletionForm {
    pub delete_password: String,
    pub code: String,
    pub sure: String,
}

/// Ends the account.
#[server(endpoint = "account/delete")]
pub async fn delete_account(#[server(flatten)] form: DeletionForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::security_work::delete_account(form)).await
}

/// Accepts an invitation to work for a seller or for the platform, with the code of its letter.
#[server(endpoint = "join")]
pub async fn join_seller(#[server(default)] token: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::join::join(token)).await
}
