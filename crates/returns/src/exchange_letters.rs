//! Mails about exchanges, and what the mails about returns say of them. Like those they are about a contract, so no choice
//! silences them; that a replacement left is told to the shopper's devices as that any parcel did, as they chose. Each is written in the transaction of its change, under a key that makes it happen once.

use crate::exchange::Exchange;
use crate::letters::{goods, key, load};
use crate::store::ReturnDetail;
use crate::words::words;
use crate::{ReturnError, ReturnsConfig};
use db::Tx;
use domain::ReturnId;
use domain::format::Locale;
use domain::returns::TurnReason;
use mail::Letter;
use notify::{Kind, Message};

/// The mails of one exchange to its shopper.
pub(crate) const TO_SHOPPER: [&str; 2] = ["replaced", "turned"];

struct Words {
    instead: &'static str,
    replaced: &'static str,
    replaced_text: &'static str,
    carrier: &'static str,
    other_carrier: &'static str,
    tracking: &'static str,
    turned: &'static str,
    sold_out: &'static str,
    not_sending: &'static str,
    not_as_it_should: &'static str,
    too_late: &'static str,
}

const EN: Words = Words {
    instead: "Instead of the money",
    replaced: "Your replacement is on its way",
    replaced_text: "What you sent back has arrived, and the seller has sent this for it. Nothing is charged.",
    carrier: "Carrier",
    other_carrier: "another carrier",
    tracking: "Tracking number",
    turned: "Your exchange becomes a refund",
    sold_out: "The replacement is sold out. You are given money back instead, once the seller has what you send back.",
    not_sending: "The seller cannot send the replacement. You are given money back instead, once the seller has what you send back.",
    not_as_it_should: "What came back is not as it should be, the seller says, so there is no replacement for it. The seller looks at what is given back instead.",
    too_late: "It took too long, so the replacement is no longer set aside for you. You can still send the item back, and are given money back instead.",
};

const ES: Words = Words {
    instead: "En lugar del dinero",
    replaced: "Tu artículo de cambio está en camino",
    replaced_text: "Lo que devolviste ha llegado y el vendedor te ha enviado esto a cambio. No se cobra nada.",
    carrier: "Transportista",
    other_carrier: "otro transportista",
    tracking: "Número de seguimiento",
    turned: "Tu cambio pasa a ser un reembolso",
    sold_out: "El artículo de cambio está agotado. Se te devolverá dinero cuando el vendedor tenga lo que devuelves.",
    not_sending: "El vendedor no puede enviar el artículo de cambio. Se te devolverá dinero cuando tenga lo que devuelves.",
    not_as_it_should: "Según el vendedor, lo que llegó no está como debería, así que no hay cambio. El vendedor revisa qué se devuelve en su lugar.",
    too_late: "Ha pasado demasiado tiempo y el artículo de cambio ya no está reservado para ti. Aún puedes devolver el tuyo y recibir dinero.",
};

const AR: Words = Words {
    instead: "بدلًا من النقود",
    replaced: "البديل في طريقه إليك",
    replaced_text: "وصل ما أعدته، وأرسل البائع هذا بدلًا منه. لا يُخصم شيء.",
    carrier: "شركة الشحن",
    other_carrier: "شركة أخرى",
    tracking: "رقم التتبع",
    turned: "يتحوّل استبدالك إلى استرداد",
    sold_out: "نفد البديل. تُعاد إليك نقود بدلًا منه حين يصل ما تعيده إلى البائع.",
    not_sending: "لا يستطيع البائع إرسال البديل. تُعاد إليك نقود بدلًا منه حين يصل ما تعيده إلى البائع.",
    not_as_it_should: "يقول البائع إن ما وصل ليس كما ينبغي، فلا بديل عنه. ينظر البائع في ما يُعاد إليك بدلًا من ذلك.",
    too_late: "طال الوقت فلم يعد البديل محجوزًا لك. لا يزال بإمكانك إعادة المنتج واسترداد نقود.",
};

fn of(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &EN,
        Locale::Es => &ES,
        Locale::Ar => &AR,
    }
}

/// What the shopper wants, in a mail about its return, as long as that is so.
pub(crate) fn instead(detail: &ReturnDetail, locale: Locale, letter: Letter) -> Letter {
    match detail.exchange.as_ref().filter(|exchange| exchange.state.0.is_open()) {
        Some(exchange) => letter.facts([(of(locale).instead, named(exchange))]),
        None => letter,
    }
}

fn named(exchange: &Exchange) -> String {
    format!("{} × {}", exchange.quantity, exchange.title)
}

/// The replacement has left.
pub(crate) async fn replaced(tx: &mut Tx, config: &ReturnsConfig, id: ReturnId) -> Result<(), ReturnError> {
    write(tx, config, id, "replaced", |w, exchange, letter| {
        let carrier = exchange.carrier.and_then(|carrier| carrier.0.name()).unwrap_or(w.other_carrier);
        let tracking = exchange.tracking.clone().unwrap_or_default();
        letter.heading(w.replaced).text(w.replaced_text).facts([
            (w.instead, named(exchange)),
            (w.carrier, carrier.to_owned()),
            (w.tracking, tracking),
        ])
    })
    .await?;
    let (_, order) = load(tx, id).await?;
    let locale = order.mail_to().map(|(_, locale)| locale);
    let (Some(account), Some(locale)) = (order.account_id, locale) else { return Ok(()) };
    let (w, url) = (of(locale), format!("/orders/{}/returns/{id}", order.id));
    let message = Message::new(locale, w.replaced, w.replaced_text, url, id.to_string());
    notify::enqueue(tx, account, Kind::Shipped, &message).await?;
    Ok(())
}

/// There is no replacement.
pub(crate) async fn turned(tx: &mut Tx, config: &ReturnsConfig, id: ReturnId) -> Result<(), ReturnError> {
    write(tx, config, id, "turned", |w, exchange, letter| {
        let why = match exchange.turned_because.map_or(TurnReason::NotSending, |because| because.0) {
            TurnReason::SoldOut => w.sold_out,
            TurnReason::NotSending => w.not_sending,
            TurnReason::NotAsItShould => w.not_as_it_should,
            TurnReason::TooLate => w.too_late,
        };
        letter.heading(w.turned).text(why).facts([(w.instead, named(exchange))])
    })
    .await
}

async fn write(
    tx: &mut Tx,
    config: &ReturnsConfig,
    id: ReturnId,
    what: &'static str,
    say: impl FnOnce(&'static Words, &Exchange, Letter) -> Letter,
) -> Result<(), ReturnError> {
    let (detail, order) = load(tx, id).await?;
    let Some((to, locale)) = order.mail_to() else { return Ok(()) };
    let exchange = detail.exchange.as_ref().ok_or(ReturnError::NoExchange)?;
    let (w, common) = (of(locale), words(locale));
    let subject = if what == "replaced" { w.replaced } else { w.turned };
    let link = orders::link::url_of(tx, &config.public_url, &order, &format!("/returns/{id}")).await?;
    let letter = say(w, exchange, Letter::new(locale, &config.shop_name, subject));
    let letter = letter.table(goods(common, &detail)).facts([(common.number, id.to_string())]);
    let letter = letter.button(common.view, &link).footer(&config.shop_name);
    mail::enqueue(tx, &letter.message(key(what, id), &to)).await?;
    Ok(())
}
