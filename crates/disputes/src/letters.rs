//! Mails about disputes to the seller's owners, written in the transaction of the change that they tell of; a mail's key
//! makes it happen once. They are about a contract and its money, so no choice silences them. That a bank took money is told
//! to their devices, too, unless they turned that off.

use crate::words::{reason_words, words};
use crate::{Dispute, DisputeError, DisputesConfig};
use db::Tx;
use domain::dispute::DisputeState;
use domain::format::{self, Locale};
use identity::AccountSummary;
use mail::Letter;
use notify::{Kind, Message};

/// A bank has taken money back: what to do, and until when.
pub(crate) async fn opened(tx: &mut Tx, config: &DisputesConfig, row: &Dispute) -> Result<(), DisputeError> {
    to_owners(tx, config, row, "opened").await
}

/// The bank has decided.
pub(crate) async fn ended(tx: &mut Tx, config: &DisputesConfig, row: &Dispute) -> Result<(), DisputeError> {
    let what = if row.state.0 == DisputeState::Won { "won" } else { "lost" };
    to_owners(tx, config, row, what).await
}

async fn to_owners(
    tx: &mut Tx,
    config: &DisputesConfig,
    row: &Dispute,
    what: &'static str,
) -> Result<(), DisputeError> {
    let seller = sellers::get(tx, row.seller_id).await?.ok_or(DisputeError::NotFound)?;
    let (last_day, _) = seller.dispatch.zone.day_and_minute(row.respond_by_us);
    for owner in sellers::owners(tx, row.seller_id).await? {
        let until = format::date(last_day, owner.locale);
        let letter = letter(config, row, owner.locale, what, until);
        let key = format!("dispute-{what}-{}-{}", row.id, owner.id);
        mail::enqueue(tx, &letter.message(key, &owner.email)).await?;
        if what == "opened" {
            push(tx, row, &owner, about_words(row, owner.locale)).await?;
        }
    }
    Ok(())
}

/// What it is about, and how much.
fn about_words(row: &Dispute, locale: Locale) -> String {
    format!("{}: {}", reason_words(row.reason.0, locale), format::money(row.amount(), locale))
}

async fn push(
    tx: &mut Tx,
    row: &Dispute,
    account: &AccountSummary,
    said: String,
) -> Result<(), DisputeError> {
    let page = format!("/seller/disputes/{}?seller={}", row.id, row.seller_id);
    let (title, tag) = (words(account.locale).opened, format!("dispute-{}", row.id));
    let message = Message::new(account.locale, title, &said, page, tag);
    notify::enqueue(tx, account.id, Kind::Dispute, &message).await?;
    Ok(())
}

fn letter(config: &DisputesConfig, row: &Dispute, locale: Locale, what: &str, until: String) -> Letter {
    let w = words(locale);
    let (subject, text) = match what {
        "opened" => (w.opened, w.opened_text),
        "won" => (w.won, w.won_text),
        _ => (w.lost, w.lost_text),
    };
    let mut facts = vec![
        (w.number, row.id.to_string()),
        (w.order, row.order_id.to_string()),
        (w.amount, format::money(row.amount(), locale)),
        (w.fee, format::money(row.fee(), locale)),
        (w.reason, reason_words(row.reason.0, locale).to_owned()),
    ];
    if what == "opened" {
        facts.push((w.until, until));
    }
    let link = format!("{}/seller/disputes/{}?seller={}", config.public_url, row.id, row.seller_id);
    let letter = Letter::new(locale, &config.shop_name, subject).heading(subject).text(text).facts(facts);
    letter.button(w.view, &link).footer(&config.shop_name)
}
