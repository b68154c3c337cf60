//! What the server functions of appeals do: who is it, may they, parse, one call, where to go on.
use domain::ReturnId;
use domain::review::{Prose, ProseKind};
use domain::roles::{Action, Resource};
use platform::returns::{NewAppeal, Refunded};

use super::api::{AppealForm, DecisionForm};
use super::desk_work::id_of;
use super::words::sentence;
use super::work::{order_of, return_of};
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const APPEAL_FORM: &str = "return-appeal";

/// The name of the form that decides about one appeal of several on a page.
pub(super) fn decision_form(id: ReturnId) -> String {
    format!("return-decide-{id}")
}

pub(super) async fn ask(form: AppealForm) -> Result<Done, Failure> {
    let (order, shopper) = order_of(&form.order).await?;
    let t = Ctx::current().t();
    let (id, page) = return_of(&order, &form.return_id).await?;
    let Ok(words) = Prose::parse(ProseKind::Reason, &form.appeal) else {
        return Err(Invalid::new(APPEAL_FORM, &form).field("appeal", t.return_note_wrong()).into());
    };
    let new = NewAppeal { shopper, id, words };
    platform().returns.appeal(new).await.map_err(|e| sentence(t, e))?;
    Ok(Done::to(page).notice(Tone::Good, t.return_appeal_sent()))
}

pub(super) async fn decide(form: DecisionForm) -> Result<Done, Failure> {
    allow(Action::OrderRefunds, &Resource::Platform)?;
    let by = account_id()?;
    let t = Ctx::current().t();
    let id = id_of(&form.return_id)?;
    let Ok(reason) = Prose::parse(ProseKind::Reason, &form.reason) else {
        let invalid = Invalid::new(&decision_form(id), &form);
        return Err(invalid.field("reason", t.return_note_wrong()).into());
    };
    let returns = &platform().returns;
    let done = Done::to("/operator/returns");
    if form.overturn.is_empty() {
        returns.uphold(by, id, reason).await.map_err(|e| sentence(t, e))?;
        return Ok(done.notice(Tone::Good, t.return_appeal_decided()));
    }
    Ok(match returns.overturn(by, id, reason).await.map_err(|e| sentence(t, e))? {
        Some(Refunded::Pending) => done.notice(Tone::Warn, t.return_refund_pending()),
        Some(Refunded::Failed) => done.notice(Tone::Bad, t.return_refund_failed()),
        Some(Refunded::Refunded | Refunded::Closed) | None => {
            done.notice(Tone::Good, t.return_appeal_decided())
        }
    })
}
