//! What the server functions of keys do: who is it, may they, parse, one call, where to go on. Only owners.
use domain::ApiKeyId;
use domain::integration::{ApiScope, ApiScopes};
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use platform::identity::IdentityError;
use platform::integrations::{IntegrationError, KeySecret, NewKey, keys};
use platform::sellers::Seller;

use super::api::KeyForm;
use super::desk;
use crate::access::{account_id, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "api-key";
/// The form under which a new key is left for the one page that shows it.
pub(super) const SHOWN_ONCE: &str = "new-api-key";

/// The field of a scope's box.
pub(super) fn field_of(scope: ApiScope) -> String {
    scope.as_str().replace(':', "_")
}

fn chosen(form: &KeyForm) -> ApiScopes {
    let ticked = |scope: &ApiScope| match scope {
        ApiScope::ProductsRead => &form.products_read,
        ApiScope::ProductsWrite => &form.products_write,
        ApiScope::OrdersRead => &form.orders_read,
        ApiScope::OrdersWrite => &form.orders_write,
        ApiScope::ReturnsRead => &form.returns_read,
        ApiScope::ReturnsWrite => &form.returns_write,
        ApiScope::PayoutsRead => &form.payouts_read,
        ApiScope::ReportsRead => &form.reports_read,
        ApiScope::MessagesRead => &form.messages_read,
        ApiScope::MessagesWrite => &form.messages_write,
        ApiScope::ReviewsRead => &form.reviews_read,
        ApiScope::ReviewsWrite => &form.reviews_write,
        ApiScope::StaffRead => &form.staff_read,
        ApiScope::WebhooksRead => &form.webhooks_read,
        ApiScope::WebhooksWrite => &form.webhooks_write,
    };
    ApiScopes::new(ApiScope::ALL.iter().copied().filter(|scope| !ticked(scope).is_empty()))
}

fn here(seller: &Seller) -> String {
    format!("/seller/api?seller={}", seller.id)
}

pub(super) async fn create(form: KeyForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageApi, &form.seller).await?;
    let t = Ctx::current().t();
    let invalid = Invalid::new(FORM, &form).secret("password");
    let me = account_id()?;
    let scopes = chosen(&form);
    // Slips first: they cost no attempt at the password.
    if scopes.is_empty() {
        return Err(invalid.field("scopes", t.keys_no_scope()).into());
    }
    match platform().identity.confirm_password(me, &form.password).await {
        Ok(()) => {}
        Err(IdentityError::WrongCredentials) => {
            return Err(invalid.field("password", t.settings_wrong_password()).into());
        }
        Err(other) => return Err(other.into()),
    }
    let secret = KeySecret::random();
    let new = NewKey { seller: seller.id, by: me, name: form.name.clone(), scopes };
    let kept = secret.clone();
    let made: Result<ApiKeyId, IntegrationError> = platform()
        .db
        .write(move |tx| {
            let (new, kept) = (new.clone(), kept.clone());
            Box::pin(async move { keys::create(tx, &new, &kept).await })
        })
        .await;
    match made {
        Ok(_) => {
            let done = Done::to(here(&seller)).notice(Tone::Good, t.keys_made());
            Ok(done.once(SHOWN_ONCE, "key", secret.reveal()))
        }
        Err(IntegrationError::BadName) => Err(invalid.field("name", t.keys_name_wrong()).into()),
        Err(IntegrationError::TooManyKeys { most }) => Err(Failure::refused(t.keys_too_many(most))),
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn revoke(seller: String, id: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageApi, &seller).await?;
    let t = Ctx::current().t();
    let id: ApiKeyId = id.parse().map_err(|_| Failure::NotFound)?;
    let owner = seller.id;
    let revoked: Result<(), IntegrationError> =
        platform().db.write(move |tx| Box::pin(keys::revoke(tx, owner, id))).await;
    match revoked {
        Ok(()) => Ok(Done::to(here(&seller)).notice(Tone::Good, t.keys_was_revoked())),
        Err(IntegrationError::NoSuchKey) => Err(Failure::NotFound),
        Err(other) => Err(other.into()),
    }
}
