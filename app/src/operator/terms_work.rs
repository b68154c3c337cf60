//! The work behind the operator's forms of terms: read each word, then one command. Called by `api` and by the pages that show
//! terms and their effect.
use domain::commission::{RefundFee, local};
use domain::health::{Gates, Measure};
use domain::payout::{PayoutTerms, minimum};
use domain::roles::{Action, Resource};
use domain::terms::{Dated, TermsKind, WrongTerm};
use domain::text_enum::TextEnum as _;
use domain::{Currency, Money, MoneyError, TermsId, Timestamp, format};
use platform::terms::{self, Say, TermsError};

use super::api::{TermsForm, WithdrawTermsForm};
use super::fees_work::{Wrong, from_day};
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::seller::{health_words, payout_words};
use crate::text::T;
use crate::typed::{perhaps, share_bps};
use crate::ui::{Tone, amount_text};

/// The forms' names, under which the pages find what was typed.
pub(super) const FORM: &str = "terms";
pub(super) const WITHDRAW_FORM: &str = "terms-withdraw";

/// A setting of either kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Setting {
    RefundFee(RefundFee),
    Payouts(PayoutTerms),
    Gates(Gates),
}

/// What a kind of setting is called, and what it is about.
pub(super) fn kind_words(t: T, kind: TermsKind) -> (String, String) {
    match kind {
        TermsKind::RefundFee => (t.term_refund_fee(), t.term_refund_fee_text()),
        TermsKind::Payouts => (t.term_payouts(), t.term_payouts_text()),
        TermsKind::Gates => (t.term_gates(), t.term_gates_text()),
    }
}

/// Basis points as percent, as somebody would have typed them.
fn percent(bps: i64) -> String {
    let text = Money::new(bps, Currency::USD).to_decimal();
    text.strip_suffix(".00").unwrap_or(&text).to_owned()
}

impl Setting {
    pub(super) fn kind(&self) -> TermsKind {
        match self {
            Self::RefundFee(_) => TermsKind::RefundFee,
            Self::Payouts(_) => TermsKind::Payouts,
            Self::Gates(_) => TermsKind::Gates,
        }
    }

    /// In words, a line for each part of it.
    pub(super) fn words(&self, t: T, home: Currency) -> Vec<String> {
        match self {
            Self::RefundFee(fee) => {
                let most = amount_text(Money::new(fee.most_minor, fee.currency), t.writing());
                vec![t.term_share_most(format::percent(fee.share_bps, t.writing()), most)]
            }
            Self::Payouts(terms) => payout_words::terms(t, terms, home),
            Self::Gates(gates) => {
                let each = Measure::ALL.iter().map(|measure| {
                    format!(
                        "{}: {}",
                        health_words::name(t, *measure),
                        health_words::limit(t, *measure, gates)
                    )
                });
                each.chain([t.term_warned(format::percent(gates.near_bps, t.writing()))]).collect()
            }
        }
    }

    /// As somebody would have typed it.
    pub(super) fn typed(&self, home: Currency) -> Result<TermsForm, MoneyError> {
        Ok(match self {
            Self::RefundFee(fee) => TermsForm {
                kind: TermsKind::RefundFee.to_string(),
                share: percent(fee.share_bps),
                most: local(Money::new(fee.most_minor, fee.currency), home)?.to_decimal(),
                ..TermsForm::default()
            },
            Self::Gates(gates) => TermsForm {
                kind: TermsKind::Gates.to_string(),
                defects: percent(gates.defects_bps),
                late: percent(gates.late_bps),
                cancelled: percent(gates.cancelled_bps),
                tracked: percent(gates.tracked_bps),
                answered: percent(gates.answered_bps),
                replied: percent(gates.replied_bps),
                near: percent(gates.near_bps),
                ..TermsForm::default()
            },
            Self::Payouts(terms) => {
                let least =
                    terms.minimum_hundredths.map(|hundredths| minimum(hundredths, home)).transpose()?;
                TermsForm {
                    kind: TermsKind::Payouts.to_string(),
                    cycle: terms.cycle_days.to_string(),
                    reserve: terms.reserve_days.to_string(),
                    hours: terms.on_demand_hours.to_string(),
                    minimum: least.map(Money::to_decimal).unwrap_or_default(),
                    ..TermsForm::default()
                }
            }
        })
    }
}

/// The field of the form for a part of a setting, and what would be right.
fn wrong(t: T, error: WrongTerm) -> Wrong {
    let (field, words) = match error.field {
        "share_bps" => ("share", t.fee_wrong_rate()),
        "most_minor" => ("most", t.fee_wrong_amount()),
        "cycle_days" => ("cycle", t.term_wrong_number(1, 90)),
        "reserve_days" => ("reserve", t.term_wrong_number(0, 90)),
        "on_demand_hours" => ("hours", t.term_wrong_number(1, 720)),
        "defects_bps" => ("defects", t.term_wrong_below()),
        "late_bps" => ("late", t.term_wrong_below()),
        "cancelled_bps" => ("cancelled", t.term_wrong_below()),
        "tracked_bps" => ("tracked", t.term_wrong_least()),
        "answered_bps" => ("answered", t.term_wrong_least()),
        "replied_bps" => ("replied", t.term_wrong_least()),
        "near_bps" => ("near", t.term_wrong_below()),
        _ => ("minimum", t.fee_wrong_amount()),
    };
    (field.to_owned(), words)
}

/// An amount of the shop's currency as the hundredths of [`minimum`]; `None` where it is none of them.
fn hundredths(text: &str, home: Currency) -> Option<i64> {
    let minor = Money::parse_decimal(text, home).ok()?.minor();
    let each = minimum(1, home).ok()?.minor();
    (minor % each == 0).then_some(minor / each)
}

/// What a form asks for and from when on, or the first field that is wrong.
pub(super) fn read(t: T, kind: TermsKind, form: &TermsForm) -> Result<(Setting, Option<Timestamp>), Wrong> {
    let home = platform().config.currency;
    let part = |field: &'static str| wrong(t, WrongTerm { field });
    let whole = |text: &str, field: &'static str| text.trim().parse::<i64>().map_err(|_| part(field));
    let share = |text: &str, field: &'static str| share_bps(text).ok_or_else(|| part(field));
    let setting = match kind {
        TermsKind::Gates => {
            let gates = Gates {
                defects_bps: share(&form.defects, "defects_bps")?,
                late_bps: share(&form.late, "late_bps")?,
                cancelled_bps: share(&form.cancelled, "cancelled_bps")?,
                tracked_bps: share(&form.tracked, "tracked_bps")?,
                answered_bps: share(&form.answered, "answered_bps")?,
                replied_bps: share(&form.replied, "replied_bps")?,
                near_bps: share(&form.near, "near_bps")?,
            };
            gates.validate().map_err(|error| wrong(t, error))?;
            Setting::Gates(gates)
        }
        TermsKind::RefundFee => {
            let most = Money::parse_decimal(form.most.trim(), home).map_err(|_| part("most_minor"))?;
            let share_bps = share(&form.share, "share_bps")?;
            let fee = RefundFee { share_bps, most_minor: most.minor(), currency: home };
            fee.validate().map_err(|error| wrong(t, error))?;
            Setting::RefundFee(fee)
        }
        TermsKind::Payouts => {
            let least = perhaps(&form.minimum, |text| hundredths(text, home));
            let terms = PayoutTerms {
                cycle_days: whole(&form.cycle, "cycle_days")?,
                reserve_days: whole(&form.reserve, "reserve_days")?,
                on_demand_hours: whole(&form.hours, "on_demand_hours")?,
                minimum_hundredths: least.ok_or_else(|| part("minimum_hundredths"))?,
            };
            terms.validate().map_err(|error| wrong(t, error))?;
            Setting::Payouts(terms)
        }
    };
    Ok((setting, from_day(t, &form.from)?))
}

async fn write<D: Dated>(said: Say<D>) -> Result<TermsId, TermsError> {
    platform()
        .db
        .write(move |tx| {
            let said = said.clone();
            Box::pin(async move { terms::say(tx, &said).await })
        })
        .await
}

pub(super) async fn say(form: TermsForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let kind = TermsKind::parse(&form.kind).ok_or_else(|| Failure::refused(t.form_malformed()))?;
    let invalid = Invalid::new(FORM, &form);
    let (setting, starts_at) =
        read(t, kind, &form).map_err(|(field, words)| invalid.clone().field(&field, words))?;
    let reason = form.reason.clone();
    let written = match setting {
        Setting::RefundFee(terms) => write(Say { terms, starts_at, reason, by }).await,
        Setting::Payouts(terms) => write(Say { terms, starts_at, reason, by }).await,
        Setting::Gates(terms) => write(Say { terms, starts_at, reason, by }).await,
    };
    match written {
        Ok(_) => Ok(Done::to("/operator/terms").notice(Tone::Good, t.term_said(kind_words(t, kind).0))),
        Err(error) => {
            let (field, words) = refused(t, error)?;
            Err(invalid.field(&field, words).into())
        }
    }
}

/// The field that is wrong, and what would be right; anything else is a fault of ours.
fn refused(t: T, error: TermsError) -> Result<Wrong, Failure> {
    Ok(match error {
        TermsError::BadReason => ("reason".to_owned(), t.fee_wrong_reason()),
        TermsError::InThePast => ("from".to_owned(), t.fee_from_past()),
        TermsError::Same => ("from".to_owned(), t.term_same()),
        TermsError::Wrong(error) => wrong(t, error),
        other => return Err(other.into()),
    })
}

pub(super) async fn withdraw(form: WithdrawTermsForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let id: TermsId = form.terms.parse().map_err(|_| Failure::NotFound)?;
    let why = form.why.clone();
    let written = platform()
        .db
        .write(move |tx| {
            let why = why.clone();
            Box::pin(async move { terms::withdraw(tx, id, &why, by).await })
        })
        .await;
    let done = |words: String| Ok(Done::to("/operator/terms").notice(Tone::Good, words));
    match written {
        // Pressed twice it is as it should be.
        Ok(()) | Err(TermsError::Withdrawn) => done(t.term_was_withdrawn()),
        Err(TermsError::NotFound) => Err(Failure::NotFound),
        Err(TermsError::Begun) => Err(Failure::refused(t.term_begun())),
        Err(TermsError::BadReason) => {
            Err(Invalid::new(WITHDRAW_FORM, &form).field("why", t.fee_wrong_reason()).into())
        }
        Err(other) => Err(other.into()),
    }
}
