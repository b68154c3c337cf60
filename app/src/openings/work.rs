//! What the server functions of openings do: who is it, may they, parse, one call, where to go on.
use domain::contact::Email;
use domain::key::IdempotencyKey;
use domain::opening::{OpeningDecision, Requirement, SellerKind};
use domain::plan::Plan;
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{Currency, SellerId};
use platform::openings::{NewOpening, OpeningError, Verdict};
use platform::sellers::{Profile, SellerError, update_profile};

use super::api::{ContactForm, ReviewForm, SellForm};
use super::sell::currencies;
use super::words;
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::seller::desk;
use crate::text::T;
use crate::ui::Tone;

/// The names of the forms, under which the pages find what was typed.
pub(super) const FORM: &str = "sell";
pub(super) const CONTACT: &str = "contact";

pub(super) fn review_form(seller: SellerId) -> String {
    format!("opening-{seller}")
}

fn page_of(seller: SellerId) -> String {
    format!("/seller/opening?seller={seller}")
}

/// A refusal in words, or a fault of ours.
fn refused(t: T, error: OpeningError) -> Failure {
    match (&error, words::refusal(t, &error)) {
        (OpeningError::NotFound, _) => Failure::NotFound,
        (_, Some(text)) => Failure::refused(text),
        (_, None) => error.into(),
    }
}

pub(super) async fn open(form: SellForm) -> Result<Done, Failure> {
    let account = account_id()?;
    allow(Action::OpenShop, &Resource::Own(account))?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let malformed = || Failure::refused(t.form_malformed());
    let platform = platform();
    let new = NewOpening {
        key: IdempotencyKey::parse(&form.key).map_err(|_| malformed())?,
        name: form.name.trim().to_owned(),
        country: form.country.trim().to_owned(),
        region: form.region.trim().to_uppercase(),
        currency: Currency::parse(&form.currency)
            .ok()
            .filter(|one| currencies(platform.config.currency, &ctx.reading().offered).contains(one))
            .ok_or_else(malformed)?,
        support_email: Email::parse(&form.email).ok(),
        kind: SellerKind::parse(&form.kind).ok_or_else(malformed)?,
        plan: Plan::parse(&form.plan).ok_or_else(malformed)?,
    };
    let mut invalid = Invalid::new(FORM, &form);
    if new.support_email.is_none() {
        invalid = invalid.field("email", t.opening_email_wrong());
    }
    if !is_country(&new.country) {
        invalid = invalid.field("country", t.form_malformed());
    }
    if new.region.chars().count() > 40 || new.region.chars().any(char::is_control) {
        invalid = invalid.field("region", t.opening_region_hint());
    }
    let invalid = {
        let tried = invalid.clone();
        tried.check()?;
        invalid
    };
    match platform.openings.open(account, new).await {
        Ok(seller) => Ok(Done::to(page_of(seller)).notice(Tone::Good, t.opening_begun())),
        Err(OpeningError::Seller(SellerError::BadName)) => {
            Err(invalid.field("name", t.opening_name_hint()).into())
        }
        Err(other) => Err(refused(t, other)),
    }
}

fn is_country(code: &str) -> bool {
    domain::address::country_format(code).is_some()
}

pub(super) async fn contact(form: ContactForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &form.seller).await?;
    let t = Ctx::current().t();
    let Ok(support) = Email::parse(&form.email) else {
        let invalid = Invalid::new(CONTACT, &form);
        return Err(invalid.field("email", t.opening_email_wrong()).into());
    };
    let id = seller.id;
    let profile = Profile {
        name: seller.name,
        country: seller.country,
        region: seller.region,
        support_email: Some(support),
    };
    platform()
        .db
        .write(move |tx| {
            let profile = profile.clone();
            Box::pin(async move { update_profile(tx, id, &profile).await })
        })
        .await?;
    Ok(Done::to(page_of(id)).notice(Tone::Good, t.settings_saved()))
}

pub(super) async fn remove(seller: String, document: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOpening, &seller).await?;
    let t = Ctx::current().t();
    let document = document.parse().map_err(|_| Failure::NotFound)?;
    let gone = platform().openings.remove_document(seller.id, document).await;
    let done = Done::to(page_of(seller.id));
    match gone.map_err(|error| refused(t, error))? {
        true => Ok(done.notice(Tone::Good, t.opening_taken_back())),
        false => Err(Failure::NotFound),
    }
}

pub(super) async fn submit(seller: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOpening, &seller).await?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    platform().openings.submit(seller.id, by).await.map_err(|error| refused(t, error))?;
    Ok(Done::to(page_of(seller.id)).notice(Tone::Good, t.opening_submitted_text()))
}

pub(super) async fn withdraw(seller: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOpening, &seller).await?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    platform().openings.withdraw(seller.id, by).await.map_err(|error| refused(t, error))?;
    // Its desk is nobody's any more.
    Ok(Done::to("/sell").notice(Tone::Good, t.opening_withdrawn_text()))
}

pub(super) async fn decide(form: ReviewForm) -> Result<Done, Failure> {
    allow(Action::ManageSellers, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let seller: SellerId = form.seller.parse().map_err(|_| Failure::NotFound)?;
    let malformed = || Failure::refused(t.form_malformed());
    let decision = OpeningDecision::parse(&form.decision).ok_or_else(malformed)?;
    let ticked =
        |one: &&Requirement| form.again.get(&format!("again-{one}")).is_some_and(|tick| !tick.0.is_empty());
    let again: Vec<Requirement> = Requirement::ALL.iter().filter(ticked).copied().collect();
    let invalid = Invalid::new(&review_form(seller), &form);
    let verdict = Verdict { by, decision, words: form.words.clone(), again, seen: form.seen.clone() };
    match platform().openings.decide(seller, verdict).await {
        Ok(()) => {
            let words = words::state(t, decision.leads_to()).1;
            Ok(Done::to(format!("/operator/sellers/{seller}")).notice(Tone::Good, t.opening_decided(words)))
        }
        Err(OpeningError::BadWords) => Err(invalid.field("words", t.words_wrong()).into()),
        Err(OpeningError::NothingToHandIn) => Err(invalid.field("words", t.opening_tick_first()).into()),
        Err(other) => Err(refused(t, other)),
    }
}
