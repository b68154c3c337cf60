//! Mails about plans to the seller's owners, written in the transaction of the change that they tell of. They are about a
//! contract and its money, so no choice silences them.

use crate::charges::Charge;
use crate::words::words;
use crate::{FeeError, FeesConfig};
use db::Tx;
use domain::Timestamp;
use domain::format::{self, Locale};
use domain::roles::StaffRole;
use domain::zone::Zone;
use mail::Letter;

/// The balance was too small: how much is missing, and when it is tried again.
pub(crate) async fn unpaid(
    tx: &mut Tx,
    config: &FeesConfig,
    charge: &Charge,
    again: Timestamp,
) -> Result<(), FeeError> {
    to_owners(tx, config, charge, &format!("unpaid-{}", charge.failed), Some(again)).await
}

/// The plan is over.
pub(crate) async fn given_up(tx: &mut Tx, config: &FeesConfig, charge: &Charge) -> Result<(), FeeError> {
    to_owners(tx, config, charge, "given-up", None).await
}

async fn to_owners(
    tx: &mut Tx,
    config: &FeesConfig,
    charge: &Charge,
    what: &str,
    again: Option<Timestamp>,
) -> Result<(), FeeError> {
    let seller = sellers::get(tx, charge.seller_id).await?.ok_or(FeeError::NoSuchSeller)?;
    let staff = sellers::staff(tx, charge.seller_id).await?;
    for owner in staff.iter().filter(|member| member.role == StaffRole::Owner) {
        let Some(account) = identity::account(tx, owner.account_id).await? else { continue };
        let letter = letter(config, charge, again, &seller.dispatch.zone, account.locale);
        let key = format!("plan-{what}-{}-{}", charge.id, owner.account_id);
        mail::enqueue(tx, &letter.message(key, &account.email)).await?;
    }
    Ok(())
}

fn letter(
    config: &FeesConfig,
    charge: &Charge,
    again: Option<Timestamp>,
    zone: &Zone,
    locale: Locale,
) -> Letter {
    let w = words(locale);
    let day = |at| format::date(zone.day_and_minute(at).0, locale);
    let mut facts = vec![
        (w.month, format!("{} – {}", day(charge.month_from_us), day(charge.month_to_us))),
        (w.amount, format::money(charge.amount(), locale)),
    ];
    let (subject, text) = match again {
        Some(again) => {
            facts.push((w.again, day(again)));
            (w.unpaid, w.unpaid_text)
        }
        None => (w.given_up, w.given_up_text),
    };
    let link = format!("{}/seller/plan?seller={}", config.public_url, charge.seller_id);
    let letter = Letter::new(locale, &config.shop_name, subject).heading(subject).text(text).facts(facts);
    letter.button(w.view, &link).footer(w.footer)
}
