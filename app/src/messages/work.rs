//! What the shopper's and the operator's server functions of messages do: who is it, may they, parse, one call, where to
//! go on.
use domain::messages::Complaint;
use domain::review::{Prose, ProseKind, Verdict};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{MessageId, OrderId, PartId};
use platform::messages::{self, Decided, Party};
use platform::orders::store;

use super::api::DecideMessageForm;
use super::words::sentence;
use crate::access::{account_id, allow, allow_order, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::reviews::parts::prose_words;
use crate::shop::refusals::refusal;
use crate::ui::Tone;

pub(super) fn id_of<I: std::str::FromStr>(text: &str) -> Result<I, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

pub(super) fn number_of(text: &str) -> Result<i64, Failure> {
    text.parse().map_err(|_| Failure::refused(Ctx::current().t().form_malformed()))
}

pub(super) fn complaint_of(text: &str) -> Result<Complaint, Failure> {
    Complaint::parse(text).ok_or_else(|| Failure::refused(Ctx::current().t().report_choose()))
}

/// In whose name this visitor writes to the sellers of an order.
async fn party_of(text: &str) -> Result<Party, Failure> {
    let t = Ctx::current().t();
    let id: OrderId = id_of(text)?;
    let order = store::order(&mut platform().db.read().await?, id).await.map_err(|e| refusal(t, e))?;
    allow_order(Action::WriteToSeller, &order).await?;
    Ok(Party::Shopper(order.shopper().map_err(|e| refusal(t, e))?))
}

/// Where the shopper reads a conversation.
pub(super) fn page_of(order: OrderId, part: PartId) -> String {
    format!("/orders/{order}/messages/{part}")
}

pub(super) async fn read(order: String, part: String, upto: String) -> Result<Done, Failure> {
    let party = party_of(&order).await?;
    let t = Ctx::current().t();
    let (part, upto): (PartId, i64) = (id_of(&part)?, number_of(&upto)?);
    platform()
        .db
        .write(move |tx| Box::pin(messages::mark_read(tx, party, part, upto)))
        .await
        .map_err(|e| sentence(t, e))?;
    Ok(Done::back())
}

pub(super) async fn report(order: String, message: String, complaint: String) -> Result<Done, Failure> {
    let party = party_of(&order).await?;
    let t = Ctx::current().t();
    let (id, complaint): (MessageId, Complaint) = (id_of(&message)?, complaint_of(&complaint)?);
    platform()
        .db
        .write(move |tx| Box::pin(messages::report(tx, party, id, complaint)))
        .await
        .map_err(|e| sentence(t, e))?;
    Ok(Done::back().notice(Tone::Good, t.report_done()))
}

pub(super) async fn decide(form: DecideMessageForm) -> Result<Done, Failure> {
    allow(Action::ModerateMessages, &Resource::Platform)?;
    let me = account_id()?;
    let t = Ctx::current().t();
    let id: MessageId = id_of(&form.message)?;
    let verdict = Verdict::parse(&form.verdict).ok_or_else(|| Failure::refused(t.form_malformed()))?;
    let kind = ProseKind::Reason;
    let reason = Prose::parse(kind, &form.reason).map_err(|problem| {
        Invalid::new(super::queue::FORM, &form).field("reason", prose_words(t, kind, problem))
    })?;
    let decided = platform()
        .db
        .write(move |tx| {
            let reason = reason.clone();
            Box::pin(async move { messages::decide(tx, me, id, verdict, &reason).await })
        })
        .await
        .map_err(|e| sentence(t, e))?;
    let said = match (decided, verdict) {
        (Decided::Unchanged, _) => t.case_unchanged(),
        (Decided::Done, Verdict::Hide) => t.case_hidden(),
        (Decided::Done, Verdict::Keep) => t.case_kept(),
    };
    Ok(Done::to(format!("/operator/reports/messages/{id}")).notice(Tone::Good, said))
}
