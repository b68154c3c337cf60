//! The work behind the operator's forms of returns: read each word, then one command. Called by `api`.
use domain::roles::{Action, Resource};
use domain::{CategoryId, Currency, Money};
use platform::catalog::{CatalogError, SayReturnWindow, say_return_window};
use platform::returns::{ReturnError, SayLabelPrice, say_label_price};

use super::api::{LabelPriceForm, ReturnWindowForm};
use super::fees_work::from_day;
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::typed::perhaps;
use crate::ui::Tone;

/// The forms' names, under which the page finds what was typed.
pub(super) const LABEL_FORM: &str = "label-price";
pub(super) const WINDOW_FORM: &str = "return-window";

const HERE: &str = "/operator/return-terms";

pub(super) async fn say_label(form: LabelPriceForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let invalid = Invalid::new(LABEL_FORM, &form);
    let Ok(currency) = Currency::parse(&form.currency.trim().to_ascii_uppercase()) else {
        return Err(invalid.field("currency", t.label_wrong_currency()).into());
    };
    let Ok(price) = Money::parse_decimal(form.price.trim(), currency) else {
        return Err(invalid.field("price", t.fee_wrong_amount()).into());
    };
    let starts_at = from_day(t, &form.from).map_err(|(field, words)| invalid.clone().field(&field, words))?;
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
    let category: Option<CategoryId> = perhaps(&form.category, |text| text.parse().ok())
        .ok_or_else(|| invalid.clone().field("category", t.form_malformed()))?;
    let days: Option<i64> = perhaps(&form.days, |text| text.parse().ok())
        .ok_or_else(|| invalid.clone().field("days", t.window_wrong_days()))?;
    let starts_at =
        from_day(t, &form.window_from).map_err(|(_, words)| invalid.clone().field("window_from", words))?;
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
