//! The work behind the operator's forms of returns: read each word, then one command. Called by `api`.
use domain::roles::{Action, Resource};
use domain::{Currency, Money};
use platform::returns::{ReturnError, SayLabelPrice, say_label_price};

use super::api::LabelPriceForm;
use super::fees_work::from_day;
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const LABEL_FORM: &str = "label-price";

const HERE: &str = "/operator/returns";

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
