//! What the server functions of webhooks do: who is it, may they, parse, one call, where to go on. Only owners.
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use domain::webhook::WebhookKind;
use domain::{SellerId, WebhookDeliveryId, WebhookEndpointId};
use platform::sellers::Seller;
use platform::webhooks::{self, EndpointChange, NewEndpoint, Secret, WebhookError};
use std::sync::Arc;

use super::api::{EndpointForm, WebhookForm};
use super::desk;
use crate::access::{account_id, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "webhook";
/// The form under which a new secret is left for the one page that shows it.
pub(super) const SHOWN_ONCE: &str = "new-webhook-secret";

/// The field of a kind's box.
pub(super) fn field_of(kind: WebhookKind) -> String {
    kind.as_str().replace('.', "_")
}

fn here(seller: SellerId, id: WebhookEndpointId) -> String {
    format!("/seller/webhooks/{id}?seller={seller}")
}

/// What was refused, in words; anything else is a fault of ours.
pub(crate) fn refused(error: WebhookError) -> Failure {
    let t = Ctx::current().t();
    match error {
        WebhookError::NotFound => Failure::NotFound,
        WebhookError::IsOff => Failure::refused(t.hooks_is_off()),
        WebhookError::IsHeld => Failure::refused(t.hooks_is_held()),
        WebhookError::Underway => Failure::refused(t.hooks_underway()),
        WebhookError::TooMany { most } => Failure::refused(t.hooks_too_many(most)),
        WebhookError::BadUrl => Failure::refused(t.hooks_wrong_url()),
        WebhookError::NothingTold => Failure::refused(t.hooks_nothing_told()),
        other => other.into(),
    }
}

/// The same at the field that is wrong.
fn at_field(invalid: Invalid, error: WebhookError) -> Failure {
    let t = Ctx::current().t();
    match error {
        WebhookError::BadUrl => invalid.field("url", t.hooks_wrong_url()).into(),
        WebhookError::NothingTold => invalid.field("kinds", t.hooks_nothing_told()).into(),
        other => refused(other),
    }
}

pub(super) async fn create(form: EndpointForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageApi, &form.seller).await?;
    let t = Ctx::current().t();
    let platform = platform();
    let secret = Secret::random();
    let new =
        NewEndpoint { seller: seller.id, by: account_id()?, url: form.url.clone(), kinds: form.kinds() };
    let (new, kept, local) = (Arc::new(new), secret.clone(), platform.config.webhooks_local);
    let made = platform
        .db
        .write(move |tx| {
            let (new, kept) = (Arc::clone(&new), kept.clone());
            Box::pin(async move { webhooks::create(tx, &new, &kept, local).await })
        })
        .await;
    let id = made.map_err(|error| at_field(Invalid::new(FORM, &form), error))?;
    let done = Done::to(here(seller.id, id)).notice(Tone::Good, t.hooks_made());
    Ok(done.once(SHOWN_ONCE, "secret", secret.reveal()))
}

async fn named(form: &WebhookForm) -> Result<(Seller, WebhookEndpointId), Failure> {
    let seller = desk::of_form(Action::ManageApi, &form.seller).await?;
    Ok((seller, form.endpoint.parse().map_err(|_| Failure::NotFound)?))
}

/// Turns an endpoint on or off, or saves what was typed.
pub(super) async fn change(form: EndpointForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageApi, &form.seller).await?;
    let id: WebhookEndpointId = form.endpoint.parse().map_err(|_| Failure::NotFound)?;
    let wanted = match form.state.as_str() {
        "on" => EndpointChange { on: Some(true), ..EndpointChange::default() },
        "off" => EndpointChange { on: Some(false), ..EndpointChange::default() },
        _ => EndpointChange { url: Some(form.url.clone()), kinds: Some(form.kinds()), on: None },
    };
    let platform = platform();
    let (owner, wanted, local) = (seller.id, Arc::new(wanted), platform.config.webhooks_local);
    let changed = platform
        .db
        .write(move |tx| {
            let wanted = Arc::clone(&wanted);
            Box::pin(async move { webhooks::change(tx, owner, id, &wanted, local).await })
        })
        .await;
    changed.map_err(|error| at_field(Invalid::new(FORM, &form), error))?;
    Ok(Done::to(here(owner, id)).notice(Tone::Good, Ctx::current().t().hooks_saved()))
}

pub(super) async fn rotate(form: WebhookForm) -> Result<Done, Failure> {
    let (seller, id) = named(&form).await?;
    let secret = Secret::random();
    let (owner, kept) = (seller.id, secret.clone());
    let rotated = platform()
        .db
        .write(move |tx| {
            let kept = kept.clone();
            Box::pin(async move { webhooks::rotate(tx, owner, id, &kept).await })
        })
        .await;
    rotated.map_err(refused)?;
    let done = Done::to(here(owner, id)).notice(Tone::Good, Ctx::current().t().hooks_rotated());
    Ok(done.once(SHOWN_ONCE, "secret", secret.reveal()))
}

pub(super) async fn remove(form: WebhookForm) -> Result<Done, Failure> {
    let (seller, id) = named(&form).await?;
    let owner = seller.id;
    platform().db.write(move |tx| Box::pin(webhooks::remove(tx, owner, id))).await.map_err(refused)?;
    let to = format!("/seller/webhooks?seller={owner}");
    Ok(Done::to(to).notice(Tone::Good, Ctx::current().t().hooks_removed()))
}

pub(super) async fn test(form: WebhookForm) -> Result<Done, Failure> {
    let (seller, id) = named(&form).await?;
    let owner = seller.id;
    platform().db.write(move |tx| Box::pin(webhooks::try_out(tx, owner, id))).await.map_err(refused)?;
    Ok(Done::to(here(owner, id)).notice(Tone::Good, Ctx::current().t().hooks_tested()))
}

pub(super) async fn replay(seller: String, delivery: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageApi, &seller).await?;
    let id: WebhookDeliveryId = delivery.parse().map_err(|_| Failure::NotFound)?;
    let owner = seller.id;
    let platform = platform();
    let found = webhooks::delivery(&mut platform.db.read().await?, owner, id).await.map_err(refused)?;
    platform.db.write(move |tx| Box::pin(webhooks::replay(tx, owner, id))).await.map_err(refused)?;
    Ok(Done::to(here(owner, found.endpoint_id)).notice(Tone::Good, Ctx::current().t().hooks_replayed()))
}
