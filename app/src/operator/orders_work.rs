//! What the server functions of all orders do: may they, parse, one call, where to go on.
use domain::courtesy::{Bearer, CourtesyReason};
use domain::key::IdempotencyKey;
use domain::order::CancelReason;
use domain::review::{Prose, ProseKind};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{CaptureId, CourtesyId, LineId, Money, OrderId, PartId};
use platform::orders::parcels::lines_of_capture;
use platform::orders::store;
use platform::payments::PaymentError;
use platform::returns::{Given, NewCourtesy, ReturnError};

use super::api::{CancelOrderForm, CourtesyForm};
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::returns::words::sentence;
use crate::shop::refusals::refusal;
use crate::text::T;
use crate::ui::{Tone, amount_text};

/// The forms' names, under which the page finds what was typed.
pub(super) const CANCEL_FORM: &str = "order-cancel";
pub(super) const COURTESY_FORM: &str = "courtesy";

fn page_of(order: OrderId) -> String {
    format!("/operator/orders/{order}")
}

fn order_of(text: &str) -> Result<OrderId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

pub(super) async fn cancel(form: CancelOrderForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let t = Ctx::current().t();
    let order = order_of(&form.order)?;
    let id: PartId = form.part.parse().map_err(|_| Failure::NotFound)?;
    let part = store::part(&mut platform().db.read().await?, id).await.map_err(|e| refusal(t, e))?;
    if part.order_id != order {
        return Err(Failure::NotFound);
    }
    let reason = CancelReason::parse(&form.cancel_reason).filter(|r| CancelReason::FOR_PLATFORM.contains(r));
    let Some(reason) = reason else {
        return Err(Invalid::new(CANCEL_FORM, &form).field("cancel_reason", t.sale_choose_reason()).into());
    };
    // What is done in a seller's name, its owners read in the trail of their own desk.
    platform::db::changes::at_desk(part.seller_id);
    platform().orders.cancel_by_seller(part.seller_id, id, reason).await.map_err(|e| refusal(t, e))?;
    Ok(Done::to(page_of(order)).notice(Tone::Good, t.sale_cancelled()))
}

/// The charge, and its line where all of one is given back.
fn what_of(text: &str) -> Option<(CaptureId, Option<LineId>)> {
    match text.split_once('/') {
        Some((capture, line)) => Some((capture.parse().ok()?, Some(line.parse().ok()?))),
        None => Some((text.parse().ok()?, None)),
    }
}

pub(super) async fn give(form: CourtesyForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let id = order_of(&form.order)?;
    let malformed = || Failure::refused(t.form_malformed());
    let order = store::order(&mut platform().db.read().await?, id).await.map_err(|e| refusal(t, e))?;
    let key = IdempotencyKey::parse(&form.key).map_err(|_| malformed())?;
    let (capture, line) = what_of(&form.what).ok_or_else(malformed)?;
    let borne_by = Bearer::parse(&form.borne_by).ok_or_else(malformed)?;
    let reason = CourtesyReason::parse(&form.reason).ok_or_else(malformed)?;
    let invalid = Invalid::new(COURTESY_FORM, &form);
    let amount = match (form.amount.trim(), line) {
        ("", Some(line)) => whole_line(capture, line, &order).await?,
        (typed, _) => Money::parse_decimal(typed, order.currency).ok().filter(|money| money.is_positive()),
    };
    let Some(amount) = amount else {
        return Err(invalid.field("amount", t.office_bad_amount()).into());
    };
    let Ok(note) = Prose::parse(ProseKind::Reason, &form.note) else {
        return Err(invalid.field("note", t.office_note_hint()).into());
    };
    let new =
        NewCourtesy { key: key.as_str().to_owned(), order: id, capture, amount, borne_by, reason, note, by };
    match platform().returns.give(new).await {
        Ok(given) => Ok(told(t, id, given)),
        Err(ReturnError::TooMuchGiven { left }) => {
            Err(invalid.field("amount", t.office_too_much(amount_text(left, t.writing()))).into())
        }
        Err(ReturnError::Payment(PaymentError::OverCaptured { left })) => {
            Err(invalid.field("amount", t.office_too_much(amount_text(left, t.writing()))).into())
        }
        Err(other) => Err(sentence(t, other)),
    }
}

/// What all of a line was charged; nothing for a line that the charge does not have.
async fn whole_line(
    capture: CaptureId,
    line: LineId,
    order: &store::Order,
) -> Result<Option<Money>, Failure> {
    let lines = lines_of_capture(&mut platform().db.read().await?, capture).await?;
    let charged = lines.iter().find(|one| one.line_id == line);
    Ok(charged.map(|one| Money::new(one.charged_minor, order.currency)))
}

pub(super) async fn give_again(order: String, courtesy: String) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let t = Ctx::current().t();
    let order = order_of(&order)?;
    let id: CourtesyId = courtesy.parse().map_err(|_| Failure::NotFound)?;
    match platform().returns.give_again(id).await {
        Ok(given) => Ok(told(t, order, given)),
        Err(ReturnError::TooMuchGiven { left }) => {
            Err(Failure::refused(t.office_too_much(amount_text(left, t.writing()))))
        }
        Err(other) => Err(sentence(t, other)),
    }
}

fn told(t: T, order: OrderId, given: Given) -> Done {
    let done = Done::to(page_of(order));
    match given {
        Given::Refunded => done.notice(Tone::Good, t.office_given()),
        Given::Pending => done.notice(Tone::Warn, t.office_given_pending()),
        Given::Failed => done.notice(Tone::Bad, t.office_given_failed()),
    }
}
