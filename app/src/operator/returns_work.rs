//! The work behind the operator's forms of returns: read each word, then one command. Called by `api`.
use domain::returns::MOST_LABEL_MINOR;
use domain::roles::{Action, Resource};
use domain::{CategoryId, Currency, Money, Timestamp};
use platform::catalog::{CatalogError, SayReturnWindow, say_return_window};
use platform::returns::{ReturnError, SayLabelPrice, say_label_price};

use super::api::{LabelPriceForm, ReturnWindowForm};
use super::fees_work::{Wrong, from_day};
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::text::T;
use crate::typed::perhaps;
use crate::ui::Tone;

/// The forms' names, under which the page finds what was typed.
pub(super) const LABEL_FORM: &str = "label-price";
pub(super) const WINDOW_FORM: &str = "return-window";

pub(super) const HERE: &str = "/operator/return-terms";

/// The price that a form asks for and from when on, or the first field that is wrong.
pub(super) fn read_label(t: T, form: &LabelPriceForm) -> Result<(Money, Option<Timestamp>), Wrong> {
    let wrong = |field: &str, words: String| (field.to_owned(), words);
    let currency = Currency::parse(&form.currency.trim().to_ascii_uppercase())
        .map_err(|_| wrong("currency", t.label_wrong_currency()))?;
    let price = Money::parse_decimal(form.price.trim(), currency)
        .ok()
        .filter(|price| (0..=MOST_LABEL_MINOR).contains(&price.minor()))
        .ok_or_else(|| wrong("price", t.fee_wrong_amount()))?;
    Ok((price, from_day(t, &form.from)?))
}

/// The window that a form asks for.
#[derive(Clone, Copy)]
pub(super) struct AskedWindow {
    /// `None`: the whole shop.
    pub category: Option<CategoryId>,
    /// `None`: what holds above it.
    pub days: Option<i64>,
    pub starts_at: Option<Timestamp>,
}

/// What a form asks for, or the first field that is wrong.
pub(super) fn read_window(t: T, form: &ReturnWindowForm) -> Result<AskedWindow, Wrong> {
    let wrong = |field: &str, words: String| (field.to_owned(), words);
    let category = perhaps(&form.category, |text| text.parse().ok())
        .ok_or_else(|| wrong("category", t.form_malformed()))?;
    let days =
        perhaps(&form.days, |text| text.parse().ok()).ok_or_else(|| wrong("days", t.window_wrong_days()))?;
    let starts_at = from_day(t, &form.window_from).map_err(|(_, words)| wrong("window_from", words))?;
    Ok(AskedWindow { category, days, starts_at })
}

pub(super) async fn say_label(form: LabelPriceForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let invalid = Invalid::new(LABEL_FORM, &form);
    let (price, starts_at) =
        read_label(t, &form).map_err(|(field, words)| invalid.clone().field(&field, words))?;
    let said = SayLabelPrice { price, starts_at, by };
    let written =
        platform().db.write(move |tx| Box::pin(async move { say_label_price(tx, &said).await })).await;
    match written {
        Ok(()) => Ok(Done::to(HERE).notice(Tone::Good, t.settings_saved())),
        Err(ReturnError::BadSettings) => Err(invalid.field("price", t.fee_wrong_amount()).into()),
        Err(ReturnError::InThePast) => Err(invalid.field("from", t.fee_from_past()).into()),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn say_window(form: ReturnWindowForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let invalid = Invalid::new(WINDOW_FORM, &form);
    let AskedWindow { category, days, starts_at } =
        read_window(t, &form).map_err(|(field, words)| invalid.clone().field(&field, words))?;
    let said = SayReturnWindow { category, days, starts_at, by };
    let written =
        platform().db.write(move |tx| Box::pin(async move { say_return_window(tx, &said).await })).await;
    match written {
        Ok(()) => Ok(Done::to(HERE).notice(Tone::Good, t.settings_saved())),
        Err(CatalogError::ReturnWindow) => Err(invalid.field("days", t.window_wrong_days()).into()),
        Err(CatalogError::InThePast) => Err(invalid.field("window_from", t.fee_from_past()).into()),
        Err(CatalogError::CategoryNotFound(_)) => {
            Err(invalid.field("category", t.window_wrong_category()).into())
        }
        Err(error) => Err(error.into()),
    }
}
