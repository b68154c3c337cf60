//! What the server functions of reports of abuse do: who is it, may they, parse, one call, where to go on.
use domain::abuse::{AbuseReason, AbuseVerdict, Thing};
use domain::review::{Prose, ProseKind};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use platform::identity::IdentityError;
use platform::reviews::ReviewError;
use platform::reviews::abuse::{Judgement, NewAbuse, Reporter, about, judge_abuse, report_abuse};
use platform::reviews::shown_again::show_again;
use platform::sellers::SellerError;

use super::api::{AbuseForm, JudgeForm, ShowAgainForm};
use super::words::decided_words;
use crate::access::{account_id, allow, guest_or_new, platform, visitor};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::reviews::parts::prose_words;
use crate::ui::Tone;

/// The forms' names, under which their pages find what was typed.
pub(super) const REPORT_FORM: &str = "abuse";
pub(super) const JUDGE_FORM: &str = "abuse-judge";
pub(super) const SHOW_FORM: &str = "abuse-show";

/// Who reports; of those whom nobody knows no more than a network may.
async fn reporter() -> Result<Reporter, Failure> {
    let visitor = visitor();
    if let Some(account) = visitor.account() {
        return Ok(Reporter::Account(account.id));
    }
    match platform().identity.take_report(&visitor.client).await {
        Ok(()) => Ok(Reporter::Guest(guest_or_new())),
        Err(IdentityError::TooMany { .. }) => Err(Failure::refused(Ctx::current().t().abuse_too_many())),
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn send(form: AbuseForm) -> Result<Done, Failure> {
    allow(Action::Enter, &Resource::Public)?;
    let t = Ctx::current().t();
    let thing = Thing::parse(&form.thing).ok_or(Failure::NotFound)?;
    let shown = about(&mut platform().db.read().await?, thing).await?.filter(|about| about.shown);
    let back = shown.ok_or(Failure::NotFound)?.href;
    let invalid = Invalid::new(REPORT_FORM, &form);
    let Some(reason) = AbuseReason::parse(&form.reason) else {
        return Err(invalid.field("reason", t.report_choose()).into());
    };
    let words = match Prose::parse(ProseKind::Reason, &form.words) {
        Ok(words) => words,
        Err(problem) => {
            return Err(invalid.field("words", prose_words(t, ProseKind::Reason, problem)).into());
        }
    };
    let new = NewAbuse { by: reporter().await?, thing, reason, words };
    let reported = platform()
        .db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { report_abuse(tx, &new).await })
        })
        .await;
    match reported {
        Ok(true) => Ok(Done::to(back).notice(Tone::Good, t.abuse_sent())),
        Ok(false) => Ok(Done::to(back).notice(Tone::Info, t.abuse_known())),
        Err(ReviewError::NotFound) => Err(Failure::NotFound),
        Err(ReviewError::TooMany) => Err(Failure::refused(t.abuse_too_many())),
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn judge(form: JudgeForm) -> Result<Done, Failure> {
    allow(Action::Moderate, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let thing = Thing::parse(&form.thing).ok_or(Failure::NotFound)?;
    let verdict = AbuseVerdict::parse(&form.verdict).filter(|one| one.fits(thing.kind()));
    let verdict = verdict.ok_or_else(|| Failure::refused(t.form_malformed()))?;
    allow(needs(verdict), &Resource::Platform)?;
    let invalid = Invalid::new(JUDGE_FORM, &form);
    let reason = match Prose::parse(ProseKind::Reason, &form.reason) {
        Ok(reason) => reason,
        Err(problem) => {
            return Err(invalid.field("reason", prose_words(t, ProseKind::Reason, problem)).into());
        }
    };
    // What is done to an offer or a store, its owners read in the trail of their own desk.
    let of = about(&mut platform().db.read().await?, thing).await?.and_then(|about| about.seller);
    if let Some(seller) = of.filter(|_| verdict != AbuseVerdict::Dismiss) {
        platform::db::changes::at_desk(seller);
    }
    let judgement = Judgement { by, thing, verdict, reason };
    let config = platform().reviews.clone();
    let judged = platform()
        .db
        .write(move |tx| {
            let (config, judgement) = (config.clone(), judgement.clone());
            Box::pin(async move { judge_abuse(tx, &config, &judgement).await })
        })
        .await;
    let here = Done::to(format!("/operator/reports/things/{thing}"));
    match judged {
        Ok(_) => Ok(here.notice(Tone::Good, decided_words(t, verdict).1)),
        Err(ReviewError::NotFound) => Ok(here.notice(Tone::Info, t.case_unchanged())),
        Err(ReviewError::Seller(SellerError::IsPlatform)) => Err(Failure::refused(t.suspend_own())),
        Err(other) => Err(other.into()),
    }
}

/// Shows a product or an offer again that was taken down.
pub(super) async fn show(form: ShowAgainForm) -> Result<Done, Failure> {
    allow(Action::ManageCatalogue, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let thing = Thing::parse(&form.thing).ok_or(Failure::NotFound)?;
    let reason = match Prose::parse(ProseKind::Reason, &form.why) {
        Ok(reason) => reason,
        Err(problem) => {
            let words = prose_words(t, ProseKind::Reason, problem);
            return Err(Invalid::new(SHOW_FORM, &form).field("why", words).into());
        }
    };
    // Its owners read this where they read that it was taken down.
    let of = about(&mut platform().db.read().await?, thing).await?.and_then(|about| about.seller);
    if let Some(seller) = of {
        platform::db::changes::at_desk(seller);
    }
    let shown = platform()
        .db
        .write(move |tx| {
            let reason = reason.clone();
            Box::pin(async move { show_again(tx, by, thing, &reason).await })
        })
        .await;
    let here = Done::to(format!("/operator/reports/things/{thing}"));
    match shown {
        Ok(()) => Ok(here.notice(Tone::Good, t.abuse_shown_again())),
        Err(ReviewError::NotFound) => Ok(here.notice(Tone::Info, t.case_unchanged())),
        Err(other) => Err(other.into()),
    }
}

/// What somebody must be allowed to do themselves to decide so.
pub(super) fn needs(verdict: AbuseVerdict) -> Action {
    match verdict {
        AbuseVerdict::Dismiss => Action::Moderate,
        AbuseVerdict::Hide | AbuseVerdict::Stop => Action::ManageCatalogue,
        AbuseVerdict::Suspend => Action::ManageSellers,
    }
}
