//! What the seller's server functions of returns do: who is it, may they, parse, one call, where to go on.
use domain::key::IdempotencyKey;
use domain::returns::Grade;
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use domain::{Money, ReturnId, SellerId};
use platform::returns::{Graded, Refund, Refunded, store};

use super::api::{AnswerForm, RefundForm};
use super::words::sentence;
use super::work::words_of;
use crate::access::platform;
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::seller::desk;
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const DECLINE_FORM: &str = "return-decline";

pub(super) fn id_of(text: &str) -> Result<ReturnId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

pub(super) fn page_of(seller: SellerId, id: ReturnId) -> String {
    desk::link(seller, &format!("/seller/returns/{id}"))
}

pub(super) async fn approve(form: AnswerForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &form.seller).await?;
    let t = Ctx::current().t();
    let id = id_of(&form.return_id)?;
    let answer = words_of(&form.answer).map_err(|()| Failure::refused(t.return_note_wrong()))?;
    platform().returns.approve(seller.id, id, answer).await.map_err(|e| sentence(t, e))?;
    Ok(Done::to(page_of(seller.id, id)).notice(Tone::Good, t.return_answered()))
}

pub(super) async fn decline(form: AnswerForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &form.seller).await?;
    let t = Ctx::current().t();
    let id = id_of(&form.return_id)?;
    // Whose it is comes before what was typed.
    store::of_seller_one(&mut platform().db.read().await?, seller.id, id)
        .await
        .map_err(|e| sentence(t, e))?;
    let Ok(Some(answer)) = words_of(&form.decline) else {
        let invalid = Invalid::new(DECLINE_FORM, &form);
        return Err(invalid.field("decline", t.return_note_wrong()).into());
    };
    platform().returns.decline(seller.id, id, answer).await.map_err(|e| sentence(t, e))?;
    Ok(Done::to(page_of(seller.id, id)).notice(Tone::Good, t.return_answered()))
}

pub(super) async fn receive(seller: String, id: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &seller).await?;
    let t = Ctx::current().t();
    let id = id_of(&id)?;
    platform().returns.receive(seller.id, id).await.map_err(|e| sentence(t, e))?;
    Ok(Done::to(page_of(seller.id, id)).notice(Tone::Good, t.return_is_received()))
}

pub(super) async fn refund(form: RefundForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &form.seller).await?;
    let t = Ctx::current().t();
    let id = id_of(&form.return_id)?;
    let known = store::of_seller_one(&mut platform().db.read().await?, seller.id, id).await;
    let currency = known.map_err(|e| sentence(t, e))?.row.currency;
    let malformed = || Failure::refused(t.form_malformed());
    let key = IdempotencyKey::parse(&form.key).map_err(|_| malformed())?;
    let seen: i64 = form.seen.parse().map_err(|_| malformed())?;
    let count = form.lines.len();
    if [form.grades.len(), form.kept.len(), form.restock.len()].iter().any(|other| *other != count) {
        return Err(malformed());
    }
    let mut graded = Vec::with_capacity(count);
    for at in 0..count {
        graded.push(Graded {
            line: form.lines[at].parse().map_err(|_| malformed())?,
            grade: Grade::parse(&form.grades[at]).ok_or_else(malformed)?,
            kept_bps: Some(form.kept[at].parse().map_err(|_| malformed())?),
            restock: form.restock[at] == "on",
        });
    }
    let seen = Money::new(seen, currency);
    let decision = Refund { key: key.as_str().to_owned(), seller: seller.id, id, graded, seen };
    let done = Done::to(page_of(seller.id, id));
    Ok(match platform().returns.refund(decision).await.map_err(|e| sentence(t, e))? {
        Refunded::Refunded => done.notice(Tone::Good, t.return_refund_done()),
        Refunded::Closed => done.notice(Tone::Good, t.return_refund_closed()),
        Refunded::Pending => done.notice(Tone::Warn, t.return_refund_pending()),
        Refunded::Failed => done.notice(Tone::Bad, t.return_refund_failed()),
    })
}
