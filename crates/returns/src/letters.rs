//! Mails about returns, written in the transaction of the change that they tell of; a mail's key makes it happen once.
//! The shopper is told of the answer and of the money, the seller's owners of a request. Like a cancellation and a
//! receipt they are about a contract and its money, so the choices about parcels do not silence them; owners choose how they
//! are told of a request.

use crate::courtesy::Courtesy;
use crate::store::{self, ReturnDetail};
use crate::words::{Words, reason_words, words};
use crate::{ReturnError, ReturnsConfig, appeal_letters, exchange_letters};
use db::{Conn, Tx};
use domain::courtesy::Bearer;
use domain::format::{self, Locale};
use domain::returns::Payer;
use domain::{CourtesyId, ReturnId};
use mail::{Letter, Table};
use notify::{Kind, Message};
use orders::store::Order;

/// The mails of one return to its shopper; those to sellers carry whom they went to.
const TO_SHOPPER: [&str; 5] = ["approved", "declined", "pickup", "refunded", "closed"];

pub(crate) fn key(what: &str, id: ReturnId) -> String {
    format!("return-{what}-{id}")
}

/// The keys of all mails that may have been written to a shopper about a return.
pub(crate) fn keys_of(id: ReturnId) -> Vec<String> {
    let all = TO_SHOPPER.into_iter().chain(exchange_letters::TO_SHOPPER).chain(appeal_letters::TO_SHOPPER);
    all.map(|what| key(what, id)).collect()
}

/// The key of the mail to a shopper who was given something back.
pub(crate) fn key_of_courtesy(id: CourtesyId) -> String {
    format!("courtesy-given-{id}")
}

pub(crate) async fn load(conn: &mut Conn, id: ReturnId) -> Result<(ReturnDetail, Order), ReturnError> {
    let row = store::one(conn, id).await?;
    let order = orders::store::order(conn, row.order_id).await?;
    let detail = store::with_lines(conn, vec![row]).await?.pop().ok_or(ReturnError::NotFound)?;
    Ok((detail, order))
}

/// The seller allows it: where it goes, who pays for that.
pub(crate) async fn approved(tx: &mut Tx, config: &ReturnsConfig, id: ReturnId) -> Result<(), ReturnError> {
    to_shopper(tx, config, id, "approved", |w, detail, letter| {
        let row = &detail.row;
        let address = row.ship_to.as_ref().map(|to| to.0.lines().join(", ")).unwrap_or_default();
        let pays = match row.pays_return.0 {
            Payer::Seller => w.seller_pays,
            Payer::Shopper => w.you_pay,
        };
        let mut facts =
            vec![(w.number, row.id.to_string()), (w.send_to, address), (w.way_back, pays.to_owned())];
        if let Some(label) = &detail.label {
            let cost = match row.pays_return.0 {
                Payer::Seller => w.label_free.to_owned(),
                Payer::Shopper => format::money(row.money(label.price_minor), w.locale),
            };
            facts.push((w.label, cost));
        }
        letter.heading(w.approved).text(w.approved_text).facts(facts)
    })
    .await
}

/// The seller refuses it.
pub(crate) async fn declined(tx: &mut Tx, config: &ReturnsConfig, id: ReturnId) -> Result<(), ReturnError> {
    to_shopper(tx, config, id, "declined", |w, detail, letter| {
        letter.heading(w.declined).text(w.declined_text).facts([(w.number, detail.row.id.to_string())])
    })
    .await
}

/// The seller says when it is fetched.
pub(crate) async fn picked_up(tx: &mut Tx, config: &ReturnsConfig, id: ReturnId) -> Result<(), ReturnError> {
    to_shopper(tx, config, id, "pickup", |w, detail, letter| {
        let day = detail.pickup.map(|pickup| format::date(pickup.day, w.locale)).unwrap_or_default();
        let facts = [(w.number, detail.row.id.to_string()), (w.pickup_day, day)];
        letter.heading(w.pickup).text(w.pickup_text).facts(facts)
    })
    .await
}

/// The card has it.
pub(crate) async fn refunded(tx: &mut Tx, config: &ReturnsConfig, id: ReturnId) -> Result<(), ReturnError> {
    to_shopper(tx, config, id, "refunded", |w, detail, letter| {
        let row = &detail.row;
        let amount = format::money(row.money(row.refunded_minor), w.locale);
        let facts = [(w.number, row.id.to_string()), (w.given_back, amount)];
        let text = if row.returnless { w.refunded_returnless } else { w.refunded_text };
        letter.heading(w.refunded).text(text).facts(facts)
    })
    .await
}

/// Nothing is given back.
pub(crate) async fn closed(tx: &mut Tx, config: &ReturnsConfig, id: ReturnId) -> Result<(), ReturnError> {
    to_shopper(tx, config, id, "closed", |w, detail, letter| {
        let text = match detail {
            _ if has_it_already(detail) => w.closed_bank_text,
            _ if went_into_the_label(detail) => w.closed_label_text,
            _ => w.closed_text,
        };
        letter.heading(w.closed).text(text).facts([(w.number, detail.row.id.to_string())])
    })
    .await
}

/// Whether more was kept than a seller may keep: the shopper's bank has given it back, or the platform.
fn has_it_already(detail: &ReturnDetail) -> bool {
    let more =
        |line: &store::ReturnLine| line.grade.is_some_and(|g| line.kept_bps > g.most_kept_bps(line.reason));
    detail.lines.iter().any(more)
}

/// Whether the shopper's own label cost all that there was to give back.
fn went_into_the_label(detail: &ReturnDetail) -> bool {
    let charged = detail.label.as_ref().is_some_and(|label| label.charged_minor > 0);
    charged && detail.row.pays_return.0 == Payer::Shopper
}

async fn to_shopper(
    tx: &mut Tx,
    config: &ReturnsConfig,
    id: ReturnId,
    what: &'static str,
    write: impl FnOnce(&'static Words, &ReturnDetail, Letter) -> Letter,
) -> Result<(), ReturnError> {
    let (detail, order) = load(tx, id).await?;
    let Some((to, locale)) = order.mail_to() else { return Ok(()) };
    let w = words(locale);
    let subject = match what {
        "approved" => w.approved,
        "declined" => w.declined,
        "pickup" => w.pickup,
        "refunded" => w.refunded,
        _ => w.closed,
    };
    let link = orders::link::url_of(tx, &config.public_url, &order, &format!("/returns/{id}")).await?;
    let mut letter =
        write(w, &detail, Letter::new(locale, &config.shop_name, subject)).table(goods(w, &detail));
    letter = exchange_letters::instead(&detail, locale, letter);
    if let Some(answer) = &detail.row.answer {
        letter = letter.text(&format!("{}\n{answer}", w.seller_says));
    }
    let letter = letter.button(w.view, &link).footer(&config.shop_name);
    mail::enqueue(tx, &letter.message(key(what, id), &to)).await?;
    Ok(())
}

/// Something was given back though nothing comes back: the shopper is told, and a seller who bears it.
pub(crate) async fn given(tx: &mut Tx, config: &ReturnsConfig, row: &Courtesy) -> Result<(), ReturnError> {
    let order = orders::store::order(tx, row.order_id).await?;
    if let Some((to, locale)) = order.mail_to() {
        let w = words(locale);
        let link = orders::link::url_of(tx, &config.public_url, &order, "").await?;
        let letter = given_letter(config, w, row, (w.given, w.given_text)).button(w.view_order, &link);
        let letter = letter.footer(&config.shop_name);
        mail::enqueue(tx, &letter.message(key_of_courtesy(row.id), &to)).await?;
    }
    if row.borne_by.0 == Bearer::Platform {
        return Ok(());
    }
    let link = format!("{}/seller/orders/{}?seller={}", config.public_url, row.part_id, row.seller_id);
    for owner in sellers::owners(tx, row.seller_id).await? {
        let w = words(owner.locale);
        let letter = given_letter(config, w, row, (w.borne, w.borne_text)).button(w.view_order, &link);
        let letter = letter.footer(&config.shop_name);
        let key = format!("courtesy-borne-{}-{}", row.id, owner.id);
        mail::enqueue(tx, &letter.message(key, &owner.email)).await?;
    }
    Ok(())
}

fn given_letter(
    config: &ReturnsConfig,
    w: &'static Words,
    row: &Courtesy,
    (heading, text): (&str, &str),
) -> Letter {
    let facts = [(w.order, row.order_id.to_string()), (w.given_back, format::money(row.amount(), w.locale))];
    Letter::new(w.locale, &config.shop_name, heading).heading(heading).text(text).facts(facts)
}

pub(crate) fn goods(w: &Words, detail: &ReturnDetail) -> Table {
    let row = |line: &store::ReturnLine| {
        let reason = reason_words(line.reason, w.locale).to_owned();
        vec![line.title.clone(), line.quantity.to_string(), reason]
    };
    Table {
        head: vec![w.item.into(), w.quantity.into(), w.reason.into()],
        rows: detail.lines.iter().map(row).collect(),
        totals: Vec::new(),
    }
}

/// A shopper asks: to each owner of the seller, in their language. What the shopper wrote stays on the page, so that it
/// can go with its account.
pub(crate) async fn requested(tx: &mut Tx, config: &ReturnsConfig, id: ReturnId) -> Result<(), ReturnError> {
    let (detail, _) = load(tx, id).await?;
    let row = &detail.row;
    let link = format!("{}/seller/returns/{id}?seller={}", config.public_url, row.seller_id);
    for owner in sellers::owners(tx, row.seller_id).await? {
        let w = words(owner.locale);
        let text = requested_words(w, row);
        let page = format!("/seller/returns/{id}?seller={}", row.seller_id);
        let message = Message::new(owner.locale, w.requested, text, page, format!("return-{id}"));
        notify::enqueue(tx, owner.id, Kind::Return, &message).await?;
        if !notify::choice(tx, owner.id, Kind::Return).await?.mail {
            continue;
        }
        let letter = requested_letter(config, &detail, owner.locale, &link);
        let key = format!("return-requested-{id}-{}", owner.id);
        mail::enqueue(tx, &letter.message(key, &owner.email)).await?;
    }
    Ok(())
}

/// What an owner is to do about it.
fn requested_words(w: &'static Words, row: &store::Return) -> &'static str {
    match (row.returnless, row.approved_at_once) {
        (true, _) => w.requested_returnless,
        (false, true) => w.requested_approved,
        (false, false) => w.requested_text,
    }
}

fn requested_letter(config: &ReturnsConfig, detail: &ReturnDetail, locale: Locale, link: &str) -> Letter {
    let (w, row) = (words(locale), &detail.row);
    let text = requested_words(w, row);
    let amount = format::money(row.money(row.claim_minor), locale);
    let letter = Letter::new(locale, &config.shop_name, w.requested)
        .heading(w.requested)
        .text(text)
        .facts([(w.number, row.id.to_string()), (w.at_most, amount)])
        .table(goods(w, detail));
    let letter = exchange_letters::instead(detail, locale, letter);
    letter.button(w.view, link).footer(&config.shop_name)
}
