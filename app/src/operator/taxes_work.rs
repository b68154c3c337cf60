//! The work behind the operator's forms of tax: read each word, then one command. Called by `api` and by the page that shows the
//! effect before it is said.
use domain::address::{country_name, regions};
use domain::roles::{Action, Resource};
use domain::tax::percent_ppm;
use domain::{AccountId, TaxRateId};
use platform::orders::taxes::{self, SayTax, TaxError};
use std::sync::Arc;

use super::dated_api::{TaxForm, WithdrawTaxForm};
use super::fees_work::{Wrong, from_day};
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid, encode_query};
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::Tone;

/// The forms' names, under which the page finds what was typed.
pub(super) const FORM: &str = "tax";
pub(super) const WITHDRAW_FORM: &str = "tax-withdraw";
pub(super) const PATH: &str = "/operator/tax";

/// The country, and the region where it is about one.
pub(super) fn place_words(t: T, country: &str, region: &str) -> String {
    let whole = country_name(country, t.locale()).to_owned();
    if region.is_empty() {
        return whole;
    }
    let known = regions(country).and_then(|mut all| all.find(|one| one.code == region));
    let name = known.map_or_else(|| region.to_owned(), |one| one.title());
    format!("{whole} · {name}")
}

/// Where the page of a place is.
pub(super) fn place_path(country: &str, region: &str) -> String {
    format!("{PATH}?country={}&region={}", encode_query(country), encode_query(region))
}

/// What a form asks for, or the first field that is wrong.
pub(super) fn read(t: T, form: &TaxForm, by: AccountId) -> Result<SayTax, Wrong> {
    if !taxes::is_place(&form.country, &form.region) {
        return Err(("rate".to_owned(), t.form_malformed()));
    }
    let rate_ppm = percent_ppm(form.rate.trim()).ok_or_else(|| ("rate".to_owned(), t.tax_wrong_rate()))?;
    Ok(SayTax {
        country: form.country.clone(),
        region: form.region.clone(),
        rate_ppm,
        shipping_taxed: !form.shipping.is_empty(),
        starts_at: from_day(t, &form.from)?,
        reason: form.reason.clone(),
        by,
    })
}

pub(super) async fn say(form: TaxForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let invalid = Invalid::new(FORM, &form);
    let said = read(t, &form, by).map_err(|(field, words)| invalid.clone().field(&field, words))?;
    let said = Arc::new(said);
    let written = platform()
        .db
        .write(move |tx| {
            let said = Arc::clone(&said);
            Box::pin(async move { taxes::say_tax(tx, &said).await })
        })
        .await;
    let (field, words) = match written {
        Ok(_) => {
            let here = Done::to(place_path(&form.country, &form.region));
            return Ok(here.notice(Tone::Good, t.tax_said(place_words(t, &form.country, &form.region))));
        }
        Err(TaxError::BadReason) => ("reason", t.fee_wrong_reason()),
        Err(TaxError::InThePast) => ("from", t.fee_from_past()),
        Err(TaxError::Same) => ("from", t.term_same()),
        Err(TaxError::BadRate) => ("rate", t.tax_wrong_rate()),
        Err(other) => return Err(other.into()),
    };
    Err(invalid.field(field, words).into())
}

pub(super) async fn withdraw(form: WithdrawTaxForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let id: TaxRateId = form.tax.parse().map_err(|_| Failure::NotFound)?;
    let why = form.why.clone();
    let written = platform()
        .db
        .write(move |tx| {
            let why = why.clone();
            Box::pin(async move { taxes::withdraw_tax(tx, id, &why, by).await })
        })
        .await;
    match written {
        // Pressed twice it is as it should be.
        Ok(()) | Err(TaxError::Withdrawn) => Ok(Done::to(PATH).notice(Tone::Good, t.term_was_withdrawn())),
        Err(TaxError::NotFound) => Err(Failure::NotFound),
        Err(TaxError::Begun) => Err(Failure::refused(t.term_begun())),
        Err(TaxError::BadReason) => {
            Err(Invalid::new(WITHDRAW_FORM, &form).field("why", t.fee_wrong_reason()).into())
        }
        Err(other) => Err(other.into()),
    }
}
