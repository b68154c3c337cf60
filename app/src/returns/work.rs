//! What the shopper's server functions of returns do: who is it, may they, parse, one call, where to go on.
use domain::feature::Feature;
use domain::order::Carrier;
use domain::returns::ReturnReason;
use domain::review::{Prose, ProseKind};
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use domain::{Money, OfferId, OrderId, ReturnId};
use platform::orders::Shopper;
use platform::orders::store::{self, Order};
use platform::returns::{NewReturn, Pick, ReturnError, Sending};

use super::api::{RequestForm, SendForm};
use super::words::sentence;
use crate::access::{allow_order, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::shop::refusals::refusal;
use crate::switches::is_on;
use crate::ui::Tone;
use domain::key::IdempotencyKey;

/// The names of the forms, under which their pages find what was typed.
pub(super) const ASK_FORM: &str = "return-ask";
pub(super) const SEND_FORM: &str = "return-send";

/// The order, which this visitor may change, and whose it is.
pub(super) async fn order_of(text: &str) -> Result<(Order, Shopper), Failure> {
    let t = Ctx::current().t();
    let id: OrderId = text.parse().map_err(|_| Failure::NotFound)?;
    let order = store::order(&mut platform().db.read().await?, id).await.map_err(|e| refusal(t, e))?;
    allow_order(Action::ChangeOrder, &order).await?;
    let shopper = order.shopper().map_err(|e| refusal(t, e))?;
    Ok((order, shopper))
}

/// Words that may be missing.
pub(super) fn words_of(text: &str) -> Result<Option<Prose>, ()> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    Prose::parse(ProseKind::Reason, text).map(Some).map_err(|_| ())
}

/// The return's page, if it is one of this order; else there is no such thing.
pub(super) async fn return_of(order: &Order, text: &str) -> Result<(ReturnId, String), Failure> {
    let t = Ctx::current().t();
    let id: ReturnId = text.parse().map_err(|_| Failure::NotFound)?;
    let mut conn = platform().db.read().await?;
    platform::returns::store::of_order_one(&mut conn, order.id, id).await.map_err(|e| sentence(t, e))?;
    Ok((id, format!("/orders/{}/returns/{id}", order.id)))
}

/// What comes back with the form that asks for a return.
pub(super) fn typed(form: &RequestForm) -> Invalid {
    Invalid::new(ASK_FORM, &())
        .typed("form[note]", &form.note)
        .typed("form[key]", &form.key)
        .typed("form[wish]", &form.wish)
}

pub(super) async fn request(form: RequestForm) -> Result<Done, Failure> {
    let (order, shopper) = order_of(&form.order).await?;
    let t = Ctx::current().t();
    let malformed = || Failure::refused(t.form_malformed());
    let key = IdempotencyKey::parse(&form.key).map_err(|_| malformed())?;
    let seen: i64 = form.seen.parse().map_err(|_| malformed())?;
    if form.lines.len() != form.quantities.len() || form.lines.len() != form.reasons.len() {
        return Err(malformed());
    }
    let mut picks = Vec::with_capacity(form.lines.len());
    for ((line, quantity), reason) in form.lines.iter().zip(&form.quantities).zip(&form.reasons) {
        picks.push(Pick {
            line: line.parse().map_err(|_| malformed())?,
            quantity: quantity.parse().map_err(|_| malformed())?,
            reason: ReturnReason::parse(reason).ok_or_else(malformed)?,
        });
    }
    let instead: Option<OfferId> = match form.wish.trim() {
        "" => None,
        offer => Some(offer.parse().map_err(|_| malformed())?),
    };
    let invalid = typed(&form);
    if instead.is_some() && !is_on(Feature::Exchanges).await? {
        return Err(invalid.refused(t.switch_is_off()).into());
    }
    let Ok(note) = words_of(&form.note) else {
        return Err(invalid.field("form[note]", t.return_note_wrong()).into());
    };
    let new = NewReturn {
        key: key.as_str().to_owned(),
        shopper,
        order: order.id,
        shipment: form.parcel.parse().map_err(|_| Failure::NotFound)?,
        part: form.part.parse().map_err(|_| Failure::NotFound)?,
        picks,
        note,
        seen: Money::new(seen, order.currency),
    };
    let returns = &platform().returns;
    let asked = match instead {
        None => returns.request(new).await,
        Some(offer) => returns.request_exchange(new, offer).await,
    };
    match asked {
        Ok(id) => Ok(Done::to(format!("/orders/{}/returns/{id}?new=1", order.id))),
        // The page shows the amounts as they are now, with what was typed.
        Err(error) => match sentence(t, error) {
            Failure::Refused { text, .. } => Err(invalid.field("", text).into()),
            other => Err(other),
        },
    }
}

pub(super) async fn cancel(order: String, id: String) -> Result<Done, Failure> {
    let (order, shopper) = order_of(&order).await?;
    let t = Ctx::current().t();
    let (id, page) = return_of(&order, &id).await?;
    platform().returns.cancel(shopper, id).await.map_err(|e| sentence(t, e))?;
    Ok(Done::to(page).notice(Tone::Good, t.return_was_cancelled()))
}

pub(super) async fn send(form: SendForm) -> Result<Done, Failure> {
    let (order, shopper) = order_of(&form.order).await?;
    let t = Ctx::current().t();
    let (id, page) = return_of(&order, &form.return_id).await?;
    let carrier = Carrier::parse(&form.carrier).ok_or_else(|| Failure::refused(t.form_malformed()))?;
    let how = Sending { carrier, tracking: form.tracking.clone() };
    match platform().returns.send(shopper, id, how).await {
        Ok(()) => Ok(Done::to(page).notice(Tone::Good, t.return_was_sent())),
        Err(ReturnError::TrackingMalformed) => {
            Err(Invalid::new(SEND_FORM, &form).field("tracking", t.refused_tracking()).into())
        }
        Err(error) => Err(sentence(t, error)),
    }
}
