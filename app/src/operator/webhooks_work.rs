//! What the server functions of sellers' webhooks do for the operator: may they, parse, one call, where to go on.
use domain::calendar::parse_moment;
use domain::roles::{Action, Resource};
use domain::zone::Zone;
use domain::{Timestamp, WebhookDeliveryId, WebhookEndpointId};
use platform::webhooks::{self, HoldBack, SendAgain, WebhookError};

use super::api::{SendAgainForm, WebhookHoldForm};
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::seller::webhooks_work::refused;
use crate::ui::Tone;

/// The forms' names, under which pages find what was typed.
pub(super) const HOLD_FORM: &str = "webhook-hold";
pub(super) const AGAIN_FORM: &str = "webhooks-again";

fn here(endpoint: Option<WebhookEndpointId>) -> Done {
    match endpoint {
        Some(id) => Done::to(format!("/operator/webhooks/{id}")),
        None => Done::to("/operator/webhooks"),
    }
}

pub(super) async fn hold(form: WebhookHoldForm) -> Result<Done, Failure> {
    allow(Action::OperateSystem, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let endpoint: WebhookEndpointId = form.endpoint.parse().map_err(|_| Failure::NotFound)?;
    let held = !form.held.is_empty();
    let invalid = Invalid::new(HOLD_FORM, &form);
    let asked = HoldBack { endpoint, held, reason: form.reason, by };
    match platform().webhooks.hold_back(asked).await {
        Ok(false) => Ok(here(Some(endpoint)).notice(Tone::Info, t.hold_as_it_was())),
        Ok(true) if held => Ok(here(Some(endpoint)).notice(Tone::Good, t.hooks_hold_done())),
        Ok(true) => Ok(here(Some(endpoint)).notice(Tone::Good, t.hooks_release_done())),
        Err(WebhookError::BadReason) => Err(invalid.field("reason", t.hold_reason_wrong()).into()),
        Err(other) => Err(refused(other)),
    }
}

/// A moment in UTC, as it was typed.
fn moment(text: &str) -> Option<Timestamp> {
    let (day, minute) = parse_moment(text)?;
    Some(Zone::UTC.moment(day, minute.unwrap_or(0)))
}

pub(super) async fn send_again(form: SendAgainForm) -> Result<Done, Failure> {
    allow(Action::OperateSystem, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    if !form.delivery.is_empty() {
        return one_again(&form.delivery).await;
    }
    let endpoint = match form.endpoint.as_str() {
        "" => None,
        id => Some(id.parse::<WebhookEndpointId>().map_err(|_| Failure::NotFound)?),
    };
    let invalid = Invalid::new(AGAIN_FORM, &form);
    let Some(since) = moment(&form.since) else {
        return Err(invalid.field("since", t.hooks_again_wrong()).into());
    };
    match platform().webhooks.send_again(SendAgain { endpoint, since, reason: form.why, by }).await {
        Ok(count) => Ok(here(endpoint).notice(Tone::Good, t.hooks_again_done(count))),
        Err(WebhookError::BadReason) => Err(invalid.field("why", t.hold_reason_wrong()).into()),
        Err(other) => Err(refused(other)),
    }
}

async fn one_again(delivery: &str) -> Result<Done, Failure> {
    let id: WebhookDeliveryId = delivery.parse().map_err(|_| Failure::NotFound)?;
    let by = account_id()?;
    let sent = platform().db.write(move |tx| Box::pin(webhooks::send_one_again(tx, id, by))).await;
    let endpoint = sent.map_err(refused)?;
    Ok(here(Some(endpoint)).notice(Tone::Good, Ctx::current().t().hooks_replayed()))
}
