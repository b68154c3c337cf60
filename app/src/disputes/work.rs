//! What the server functions of disputes do: who is it, may they, parse, one call, where to go on.
use domain::dispute::DisputeAnswer;
use domain::key::IdempotencyKey;
use domain::roles::Action;
use domain::{DisputeDocumentId, DisputeId};
use platform::disputes::{Answer, Answered, DisputeError, lists};

use super::api::DisputeForm;
use super::words::sentence;
use crate::access::platform;
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::seller::desk;
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const CONTEST_FORM: &str = "dispute-contest";

pub(super) async fn contest(form: DisputeForm) -> Result<Done, Failure> {
    let answer = read(&form.seller, &form.dispute, &form.key, DisputeAnswer::Contest, &form.evidence).await?;
    let t = Ctx::current().t();
    match give(answer).await {
        Err(error @ (DisputeError::NoEvidence | DisputeError::EvidenceTooLong { .. })) => {
            let Failure::Refused { text, .. } = sentence(t, error) else { return Err(Failure::NotFound) };
            Err(Invalid::new(CONTEST_FORM, &form).field("evidence", text).into())
        }
        given => given.map_err(|error| sentence(t, error)),
    }
}

pub(super) async fn accept(seller: String, dispute: String, key: String) -> Result<Done, Failure> {
    let answer = read(&seller, &dispute, &key, DisputeAnswer::Accept, "").await?;
    let t = Ctx::current().t();
    give(answer).await.map_err(|error| sentence(t, error))
}

pub(super) async fn remove(seller: String, dispute: String, paper: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &seller).await?;
    let t = Ctx::current().t();
    let id: DisputeId = dispute.parse().map_err(|_| Failure::NotFound)?;
    let paper: DisputeDocumentId = paper.parse().map_err(|_| Failure::NotFound)?;
    let gone = platform().disputes.remove_document(seller.id, id, paper).await;
    if !gone.map_err(|error| sentence(t, error))? {
        return Err(Failure::NotFound);
    }
    let page = desk::link(seller.id, &format!("/seller/disputes/{id}"));
    Ok(Done::to(page).notice(Tone::Good, t.dispute_file_gone()))
}

async fn read(
    seller: &str,
    dispute: &str,
    key: &str,
    what: DisputeAnswer,
    text: &str,
) -> Result<Answer, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, seller).await?;
    let t = Ctx::current().t();
    let id: DisputeId = dispute.parse().map_err(|_| Failure::NotFound)?;
    // Whose it is comes before what was typed.
    let mut conn = platform().db.read().await?;
    lists::of_seller(&mut conn, seller.id, id).await.map_err(|error| sentence(t, error))?;
    let key = IdempotencyKey::parse(key).map_err(|_| Failure::refused(t.form_malformed()))?;
    Ok(Answer { key: key.as_str().to_owned(), seller: seller.id, id, what, text: text.to_owned() })
}

async fn give(answer: Answer) -> Result<Done, DisputeError> {
    let t = Ctx::current().t();
    let done = Done::to(desk::link(answer.seller, &format!("/seller/disputes/{}", answer.id)));
    Ok(match platform().disputes.answer(answer).await? {
        Answered::Given => done.notice(Tone::Good, t.dispute_given()),
        Answered::Pending => done.notice(Tone::Warn, t.dispute_pending()),
        Answered::Refused => done.notice(Tone::Bad, t.dispute_refused()),
    })
}
