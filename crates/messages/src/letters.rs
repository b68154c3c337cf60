//! Mails and messages to devices: that somebody wrote, with a link. What was written stays on the page, so that it can go
//! with the account and so that nobody's address is in a mail. Written in the transaction of the message.

use crate::words::words;
use crate::{MessageError, MessagesConfig};
use db::Tx;
use domain::format::Locale;
use domain::{AccountId, MessageId};
use mail::Letter;
use notify::Kind;
use orders::store::{Order, Part};

/// The key of the mail about a message to the shopper; those to sellers carry whom they went to.
pub(crate) fn key_to_shopper(id: MessageId) -> String {
    format!("message-{id}-shopper")
}

/// To whoever ordered: a guest at the order's address, with the code that opens it; an account as it chose.
pub(crate) async fn to_shopper(
    tx: &mut Tx,
    config: &MessagesConfig,
    order: &Order,
    part: &Part,
    id: MessageId,
) -> Result<(), MessageError> {
    let seller = sellers::get(tx, part.seller_id).await?.map(|seller| seller.name).unwrap_or_default();
    let account = match order.account_id {
        Some(account) => identity::account(tx, account).await?,
        None => None,
    };
    let Some((to, ordered_in)) = order.mail_to() else { return Ok(()) };
    let locale = account.as_ref().map_or(ordered_in, |account| account.locale);
    let w = words(locale);
    let below = format!("/messages/{}", part.id);
    if let Some(account) = &account {
        let url = format!("/orders/{}{below}", order.id);
        push(tx, account.id, (locale, &w.to_shopper(&seller), w.about), url, part).await?;
        if !notify::choice(tx, account.id, Kind::Message).await?.mail {
            return Ok(());
        }
    }
    let link = orders::link::url_of(tx, &config.public_url, order, &below).await?;
    let letter = letter(config, locale, &w.to_shopper(&seller), order.id.to_string())
        .button(w.read, &link)
        .footer(&config.shop_name);
    mail::enqueue(tx, &letter.message(key_to_shopper(id), &to)).await?;
    Ok(())
}

/// To each owner of the seller, in their language, as they chose.
pub(crate) async fn to_seller(
    tx: &mut Tx,
    config: &MessagesConfig,
    part: &Part,
    id: MessageId,
) -> Result<(), MessageError> {
    let page = format!("/seller/messages/{}?seller={}", part.id, part.seller_id);
    for owner in sellers::owners(tx, part.seller_id).await? {
        let w = words(owner.locale);
        push(tx, owner.id, (owner.locale, w.to_seller, w.about), page.clone(), part).await?;
        if !notify::choice(tx, owner.id, Kind::Message).await?.mail {
            continue;
        }
        let letter = letter(config, owner.locale, w.to_seller, part.order_id.to_string())
            .text(w.in_time)
            .button(w.read, &format!("{}{page}", config.public_url))
            .footer(&config.shop_name);
        mail::enqueue(tx, &letter.message(format!("message-{id}-{}", owner.id), &owner.email)).await?;
    }
    Ok(())
}

fn letter(config: &MessagesConfig, locale: Locale, title: &str, order: String) -> Letter {
    let w = words(locale);
    Letter::new(locale, &config.shop_name, title)
        .preheader(w.about)
        .heading(title)
        .text(w.about)
        .facts([(w.order, order)])
        .small(w.once)
}

/// A later message about the same part takes the place of the one before.
async fn push(
    tx: &mut Tx,
    account: AccountId,
    (locale, title, body): (Locale, &str, &str),
    url: String,
    part: &Part,
) -> Result<(), MessageError> {
    let message = notify::Message::new(locale, title, body, url, format!("message-{}", part.id));
    notify::enqueue(tx, account, Kind::Message, &message).await?;
    Ok(())
}
