//! What the server functions of exchanges do: who is it, may they, parse, one call, where to go on.
use domain::order::Carrier;
use domain::returns::{Grade, TurnReason};
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use platform::returns::{Graded, ReturnError, Sending, store};

use super::api::{AcceptForm, ReplacementForm, TurnForm};
use super::desk_work::{id_of, page_of};
use super::words::sentence;
use super::work::{order_of, return_of};
use crate::access::platform;
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::seller::desk;
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const REPLACEMENT_FORM: &str = "replacement-send";

pub(super) async fn arrive(order: String, id: String) -> Result<Done, Failure> {
    let (order, shopper) = order_of(&order).await?;
    let t = Ctx::current().t();
    let (id, page) = return_of(&order, &id).await?;
    platform().returns.replacement_arrived(shopper, id).await.map_err(|e| sentence(t, e))?;
    Ok(Done::to(page).notice(Tone::Good, t.exchange_has_arrived()))
}

pub(super) async fn accept(form: AcceptForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &form.seller).await?;
    let t = Ctx::current().t();
    let id = id_of(&form.return_id)?;
    let known = store::of_seller_one(&mut platform().db.read().await?, seller.id, id).await;
    let lines = known.map_err(|e| sentence(t, e))?.lines;
    let grade = Grade::parse(&form.grade).ok_or_else(|| Failure::refused(t.form_malformed()))?;
    let restock = !form.restock.is_empty();
    let graded = lines.iter().map(|line| Graded { line: line.line_id, grade, kept_bps: None, restock });
    let graded: Vec<Graded> = graded.collect();
    platform().returns.accept_exchange(seller.id, id, graded).await.map_err(|e| sentence(t, e))?;
    Ok(Done::to(page_of(seller.id, id)).notice(Tone::Good, t.exchange_accepted()))
}

pub(super) async fn send(form: ReplacementForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &form.seller).await?;
    let t = Ctx::current().t();
    let id = id_of(&form.return_id)?;
    // Whose it is comes before what was typed.
    store::of_seller_one(&mut platform().db.read().await?, seller.id, id)
        .await
        .map_err(|e| sentence(t, e))?;
    let carrier = Carrier::parse(&form.carrier).ok_or_else(|| Failure::refused(t.form_malformed()))?;
    let how = Sending { carrier, tracking: form.tracking.clone() };
    match platform().returns.send_replacement(seller.id, id, how).await {
        Ok(()) => Ok(Done::to(page_of(seller.id, id)).notice(Tone::Good, t.exchange_was_sent())),
        Err(ReturnError::TrackingMalformed) => {
            Err(Invalid::new(REPLACEMENT_FORM, &form).field("tracking", t.refused_tracking()).into())
        }
        Err(error) => Err(sentence(t, error)),
    }
}

pub(super) async fn deliver(seller: String, id: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &seller).await?;
    let t = Ctx::current().t();
    let id = id_of(&id)?;
    platform().returns.replacement_delivered(seller.id, id).await.map_err(|e| sentence(t, e))?;
    Ok(Done::to(page_of(seller.id, id)).notice(Tone::Good, t.exchange_has_arrived()))
}

pub(super) async fn turn(form: TurnForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &form.seller).await?;
    let t = Ctx::current().t();
    let id = id_of(&form.return_id)?;
    // Whose it is comes before what was typed.
    store::of_seller_one(&mut platform().db.read().await?, seller.id, id)
        .await
        .map_err(|e| sentence(t, e))?;
    let because = TurnReason::parse(&form.because).ok_or_else(|| Failure::refused(t.form_malformed()))?;
    platform().returns.turn_exchange(seller.id, id, because).await.map_err(|e| sentence(t, e))?;
    Ok(Done::to(page_of(seller.id, id)).notice(Tone::Good, t.exchange_was_turned()))
}
