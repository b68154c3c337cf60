//! The work behind the operator's forms of what selling costs: read each word, then one command. Called by `api` and by the page
//! that shows a rule's effect before it is said.
use domain::calendar::parse_day;
use domain::commission::{Band, Banding, CommissionClass, CommissionRule, MOST_BANDS, RuleError};
use domain::plan::PlanPrices;
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{Currency, Money, SellerId, Timestamp};
use platform::fees::{self, FeeError, SayPrices, SayRule};
use std::sync::Arc;

use super::api::{PlanPricesForm, RuleForm};
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::fee_words::ClassNames;
use crate::text::T;
use crate::typed::{perhaps, share_bps};
use crate::ui::Tone;

/// The forms' names, under which the pages find what was typed.
pub(super) const RULE_FORM: &str = "fee-rule";
pub(super) const PRICES_FORM: &str = "plan-prices";

/// A field and what is wrong with it.
pub(super) type Wrong = (String, String);

/// What a form of a rule asks for.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub class: CommissionClass,
    pub seller: Option<SellerId>,
    pub rule: Option<CommissionRule>,
    pub starts_at: Option<Timestamp>,
}

/// An amount of the shop's currency; nothing typed is zero.
fn amount(text: &str, currency: Currency) -> Option<i64> {
    match text.trim() {
        "" => Some(0),
        text => Money::parse_decimal(text, currency).ok().map(Money::minor),
    }
}

/// The moment of a day's beginning; today and nothing typed are now.
pub(super) fn from_day(t: T, text: &str) -> Result<Option<Timestamp>, Wrong> {
    let wrong = |words: String| ("from".to_owned(), words);
    let today = platform().db.now().utc_day();
    match perhaps(text, parse_day) {
        None => Err(wrong(t.rates_bad_day())),
        Some(Some(day)) if day < today => Err(wrong(t.fee_from_past())),
        Some(Some(day)) if day > today => Ok(Some(Timestamp::from_micros(day * 86_400_000_000))),
        Some(_) => Ok(None),
    }
}

/// The rule that was typed, in the shop's currency.
fn rule(t: T, class: CommissionClass, form: &RuleForm) -> Result<CommissionRule, Wrong> {
    let currency = platform().config.currency;
    let wrong = |field: &str, words: String| (field.to_owned(), words);
    let rows = [
        (&form.rate_1, &form.up_1),
        (&form.rate_2, &form.up_2),
        (&form.rate_3, &form.up_3),
        (&form.rate_4, &form.up_4),
    ];
    let mut bands = Vec::with_capacity(MOST_BANDS);
    for (at, (rate, up)) in rows.into_iter().enumerate() {
        let number = at + 1;
        if rate.trim().is_empty() && up.trim().is_empty() {
            continue;
        }
        let rate_bps = share_bps(rate).ok_or_else(|| wrong(&format!("rate_{number}"), t.fee_wrong_rate()))?;
        let up_to_minor = perhaps(up, |text| Money::parse_decimal(text, currency).ok().map(Money::minor))
            .ok_or_else(|| wrong(&format!("up_{number}"), t.fee_wrong_amount()))?;
        bands.push(Band { up_to_minor, rate_bps });
    }
    let field =
        |name: &str, text: &str| amount(text, currency).ok_or_else(|| wrong(name, t.fee_wrong_amount()));
    let rule = CommissionRule {
        class,
        currency,
        banding: if form.banding == "marginal" { Banding::Marginal } else { Banding::Whole },
        bands,
        minimum_minor: field("minimum", &form.minimum)?,
        closing_fee_minor: field("closing", &form.closing)?,
    };
    match rule.validate() {
        Ok(()) => Ok(rule),
        Err(error) => Err(rule_error(t, error)),
    }
}

fn rule_error(t: T, error: RuleError) -> Wrong {
    let (field, words) = match error {
        RuleError::Bands => ("rate_1", t.fee_wrong_bands()),
        RuleError::Ends => ("up_1", t.fee_wrong_ends()),
        RuleError::Rate => ("rate_1", t.fee_wrong_rate()),
        RuleError::Amount => ("minimum", t.fee_wrong_amount()),
    };
    (field.to_owned(), words)
}

/// What a form asks for, or the first field that is wrong.
pub(super) fn read(t: T, form: &RuleForm) -> Result<Asked, Wrong> {
    let class = CommissionClass::parse(&form.class).ok_or(("class".to_owned(), t.form_malformed()))?;
    let seller =
        perhaps(&form.seller, |text| text.parse().ok()).ok_or(("seller".to_owned(), t.form_malformed()))?;
    let starts_at = from_day(t, &form.from)?;
    let usual = !form.usual.is_empty();
    if usual && seller.is_none() {
        return Err(("usual".to_owned(), t.fee_usual_needs_seller()));
    }
    let rule = if usual { None } else { Some(rule(t, class, form)?) };
    Ok(Asked { class, seller, rule, starts_at })
}

pub(super) async fn say_rule(form: RuleForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let invalid = Invalid::new(RULE_FORM, &form);
    let asked = read(t, &form).map_err(|(field, words)| invalid.clone().field(&field, words))?;
    let said = Arc::new(SayRule {
        class: asked.class,
        seller: asked.seller,
        rule: asked.rule,
        starts_at: asked.starts_at,
        reason: form.reason.clone(),
        by,
    });
    let written = platform()
        .db
        .write(move |tx| {
            let said = Arc::clone(&said);
            Box::pin(async move { fees::say_rule(tx, &said).await })
        })
        .await;
    match written {
        Ok(_) => {
            let kinds = ClassNames::load(&mut platform().db.read().await?).await?;
            let words = t.fee_said(kinds.words(t, asked.class));
            Ok(Done::to("/operator/fees").notice(Tone::Good, words))
        }
        Err(error) => {
            let (field, words) = refused(t, error)?;
            Err(invalid.field(&field, words).into())
        }
    }
}

/// The prices that a form asks for and from when on, or the first field that is wrong.
pub(super) fn read_prices(t: T, form: &PlanPricesForm) -> Result<(PlanPrices, Option<Timestamp>), Wrong> {
    let currency = platform().config.currency;
    let field = |name: &str, text: &str| {
        let typed = Some(text).filter(|text| !text.trim().is_empty());
        typed.and_then(|text| amount(text, currency)).ok_or_else(|| (name.to_owned(), t.fee_wrong_amount()))
    };
    let prices = PlanPrices {
        currency,
        monthly_minor: field("monthly", &form.monthly)?,
        item_minor: field("item", &form.item)?,
    };
    if !prices.is_valid() {
        return Err(("monthly".to_owned(), t.fee_wrong_amount()));
    }
    Ok((prices, from_day(t, &form.from)?))
}

pub(super) async fn say_prices(form: PlanPricesForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let invalid = Invalid::new(PRICES_FORM, &form);
    let (prices, starts_at) =
        read_prices(t, &form).map_err(|(field, words)| invalid.clone().field(&field, words))?;
    let said = Arc::new(SayPrices { prices, starts_at, reason: form.reason.clone(), by });
    let written = platform()
        .db
        .write(move |tx| {
            let said = Arc::clone(&said);
            Box::pin(async move { fees::say_prices(tx, &said).await })
        })
        .await;
    match written {
        Ok(_) => Ok(Done::to("/operator/fees").notice(Tone::Good, t.fee_prices_said())),
        Err(FeeError::BadPrice) => Err(invalid.field("monthly", t.fee_wrong_amount()).into()),
        Err(error) => {
            let (field, words) = refused(t, error)?;
            Err(invalid.field(&field, words).into())
        }
    }
}

/// The field that is wrong, and what would be right; anything else is a fault of ours.
pub(super) fn refused(t: T, error: FeeError) -> Result<Wrong, Failure> {
    Ok(match error {
        FeeError::BadRule(error) => rule_error(t, error),
        FeeError::BadReason => ("reason".to_owned(), t.fee_wrong_reason()),
        FeeError::InThePast => ("from".to_owned(), t.fee_from_past()),
        FeeError::NoSuchClass => ("rate_1".to_owned(), t.form_malformed()),
        FeeError::NoSuchSeller | FeeError::PlatformSeller => ("seller".to_owned(), t.fee_wrong_seller()),
        other => return Err(other.into()),
    })
}
