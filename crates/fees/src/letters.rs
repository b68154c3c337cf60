//! Mails about plans to the seller's owners, written in the transaction of the change that they tell of. They are about a
//! contract and its money, so no choice silences them.

use crate::by_card::Refused;
use crate::charges::Charge;
use crate::words::{Words, words};
use crate::{FeeError, FeesConfig};
use db::Tx;
use domain::format::{self, Locale};
use domain::payment::SavedCard;
use domain::zone::Zone;
use domain::{Money, Timestamp};
use mail::Letter;
use payments::{CardCharge, ChargeDecline};

/// What a mail tells.
#[derive(Clone, Copy)]
enum News<'a> {
    Unpaid { again: Timestamp, refused: Option<&'a Refused> },
    GivenUp { refused: Option<&'a Refused> },
    PaidByCard { card: &'a SavedCard, amount: Money },
}

impl News<'_> {
    /// Tells one mail of a charge from another.
    fn key(self, charge: &Charge) -> String {
        match self {
            Self::Unpaid { .. } => format!("unpaid-{}", charge.failed),
            Self::GivenUp { .. } => "given-up".to_owned(),
            Self::PaidByCard { .. } => "paid-by-card".to_owned(),
        }
    }
}

/// The balance was too small, and the card was refused where there is one: how much is missing, and when it is tried again.
pub(crate) async fn unpaid(
    tx: &mut Tx,
    config: &FeesConfig,
    charge: &Charge,
    again: Timestamp,
    refused: Option<&Refused>,
) -> Result<(), FeeError> {
    to_owners(tx, config, charge, News::Unpaid { again, refused }).await
}

/// The plan is over.
pub(crate) async fn given_up(
    tx: &mut Tx,
    config: &FeesConfig,
    charge: &Charge,
    refused: Option<&Refused>,
) -> Result<(), FeeError> {
    to_owners(tx, config, charge, News::GivenUp { refused }).await
}

/// The card kept for fees was charged.
pub(crate) async fn paid_by_card(
    tx: &mut Tx,
    config: &FeesConfig,
    charge: &Charge,
    paid: &CardCharge,
) -> Result<(), FeeError> {
    to_owners(tx, config, charge, News::PaidByCard { card: &paid.card, amount: paid.amount }).await
}

async fn to_owners(
    tx: &mut Tx,
    config: &FeesConfig,
    charge: &Charge,
    news: News<'_>,
) -> Result<(), FeeError> {
    let seller = sellers::get(tx, charge.seller_id).await?.ok_or(FeeError::NoSuchSeller)?;
    for owner in sellers::owners(tx, charge.seller_id).await? {
        let letter = letter(config, charge, news, &seller.dispatch.zone, owner.locale);
        let key = format!("plan-{}-{}-{}", news.key(charge), charge.id, owner.id);
        mail::enqueue(tx, &letter.message(key, &owner.email)).await?;
    }
    Ok(())
}

fn letter(config: &FeesConfig, charge: &Charge, news: News<'_>, zone: &Zone, locale: Locale) -> Letter {
    let w = words(locale);
    let day = |at| format::date(zone.day_and_minute(at).0, locale);
    let amount = match news {
        News::PaidByCard { amount, .. } => amount,
        News::Unpaid { .. } | News::GivenUp { .. } => charge.amount(),
    };
    let mut facts = vec![
        (w.month, format!("{} – {}", day(charge.month_from_us), day(charge.month_to_us))),
        (w.amount, format::money(amount, locale)),
    ];
    let (subject, text, card) = match news {
        News::Unpaid { again, refused } => {
            facts.push((w.again, day(again)));
            (w.unpaid, unpaid_text(w, refused), refused.map(|refused| &refused.card))
        }
        News::GivenUp { refused } => (w.given_up, w.given_up_text, refused.map(|refused| &refused.card)),
        News::PaidByCard { card, .. } => (w.paid, w.paid_text, Some(card)),
    };
    facts.extend(card.map(|card| (w.card, format!("{} •••• {}", card.brand.name(), card.last4))));
    let link = format!("{}/seller/plan?seller={}", config.public_url, charge.seller_id);
    let letter = Letter::new(locale, &config.shop_name, subject).heading(subject).text(text).facts(facts);
    letter.button(w.view, &link).footer(w.footer)
}

/// Why the month is not paid, and what helps.
fn unpaid_text(w: &'static Words, refused: Option<&Refused>) -> &'static str {
    match refused.map(|refused| refused.why) {
        None => w.unpaid_text,
        Some(ChargeDecline::NeedsConfirmation) => w.confirm_text,
        Some(ChargeDecline::OtherProcessor) => w.other_text,
        Some(_) => w.refused_text,
    }
}
