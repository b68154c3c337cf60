//! The mails that tell a seller's owners that an endpoint was turned off or held back, or goes on, written in the transaction that
//! did it.

use crate::endpoints::Endpoint;
use crate::{WebhookError, WebhooksConfig};
use db::Tx;
use domain::Timestamp;
use domain::format::{self, Locale};
use mail::Letter;

struct Words {
    subject: &'static str,
    text: &'static str,
    address: &'static str,
    since: &'static str,
    view: &'static str,
    footer: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            subject: "A webhook was turned off",
            text: "Your program at this address has taken no message for days, or said that it is gone, so nothing is sent \
                   to it any more. Mend it, turn it on, and send what it missed again from the log.",
            address: "Address",
            since: "Since",
            view: "See the endpoint",
            footer: "You get this because you own this shop.",
        },
        Locale::Es => &Words {
            subject: "Se desactivó un webhook",
            text: "Tu programa en esta dirección no ha aceptado ningún mensaje durante días, o dijo que ya no existe, así que \
                   no se le envía nada más. Arréglalo, actívalo y reenvía lo que faltó desde el registro.",
            address: "Dirección",
            since: "Desde",
            view: "Ver el destino",
            footer: "Recibes esto porque eres titular de esta tienda.",
        },
        Locale::Ar => &Words {
            subject: "أُوقف خطاف ويب",
            text: "لم يقبل برنامجك في هذا العنوان أي رسالة منذ أيام، أو قال إنه لم يعد موجودًا، فلا يُرسل إليه شيء بعد الآن. \
                   أصلحه ثم شغّله وأعد إرسال ما فاته من السجل.",
            address: "العنوان",
            since: "منذ",
            view: "عرض الوجهة",
            footer: "وصلك هذا لأنك مالك هذا المتجر.",
        },
    }
}

/// What changed about an endpoint: its address, facts of it, and a key for the mail.
struct News<'a> {
    endpoint: &'a Endpoint,
    key: String,
    words: fn(Locale) -> (&'static str, &'static str),
    fact: &'a (dyn Fn(Locale) -> (&'static str, String) + Sync),
}

pub(crate) async fn broken(
    tx: &mut Tx,
    config: &WebhooksConfig,
    endpoint: &Endpoint,
    at: Timestamp,
) -> Result<(), WebhookError> {
    let since = endpoint.failing_since.unwrap_or(at);
    let news = News {
        endpoint,
        key: format!("webhook-broken-{}-{}", endpoint.id, at.as_micros()),
        words: |locale| (words(locale).subject, words(locale).text),
        fact: &|locale| (words(locale).since, format::date_time(since, locale)),
    };
    to_owners(tx, config, &news).await
}

/// An operator holds the endpoint back, or lets it go on, and says why.
pub(crate) async fn held(
    tx: &mut Tx,
    config: &WebhooksConfig,
    endpoint: &Endpoint,
    (held, reason): (bool, &str),
) -> Result<(), WebhookError> {
    let at = tx.now();
    let news = News {
        endpoint,
        key: format!("webhook-{}-{}-{}", if held { "held" } else { "released" }, endpoint.id, at.as_micros()),
        words: if held { held_words } else { released_words },
        fact: &|locale| (reason_word(locale), reason.to_owned()),
    };
    to_owners(tx, config, &news).await
}

fn held_words(locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::En => (
            "A webhook is held back",
            "The platform holds back what is sent to your program at this address. Nothing is lost: messages wait and are sent \
             when it goes on.",
        ),
        Locale::Es => (
            "Un webhook está retenido",
            "La plataforma retiene lo que se envía a tu programa en esta dirección. No se pierde nada: los mensajes esperan y \
             se envían cuando se reanude.",
        ),
        Locale::Ar => (
            "خطاف ويب محتجز",
            "تحتجز المنصة ما يُرسل إلى برنامجك في هذا العنوان. لا يضيع شيء: تنتظر الرسائل وتُرسل عند استئنافه.",
        ),
    }
}

fn released_words(locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::En => {
            ("A webhook goes on", "What waited for your program at this address is being sent now.")
        }
        Locale::Es => (
            "Un webhook se reanuda",
            "Lo que esperaba a tu programa en esta dirección se está enviando ahora.",
        ),
        Locale::Ar => ("استُؤنف خطاف ويب", "يُرسل الآن ما كان ينتظر برنامجك في هذا العنوان."),
    }
}

fn reason_word(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "Reason",
        Locale::Es => "Motivo",
        Locale::Ar => "السبب",
    }
}

async fn to_owners(tx: &mut Tx, config: &WebhooksConfig, news: &News<'_>) -> Result<(), WebhookError> {
    let endpoint = news.endpoint;
    for owner in sellers::owners(tx, endpoint.seller).await? {
        let locale = owner.locale;
        let (w, (subject, text)) = (words(locale), (news.words)(locale));
        let facts = vec![(w.address, endpoint.url.clone()), (news.fact)(locale)];
        let link =
            format!("{}/seller/webhooks/{}?seller={}", config.public_url, endpoint.id, endpoint.seller);
        let letter = Letter::new(locale, &config.shop_name, subject).heading(subject);
        let letter = letter.text(text).facts(facts).button(w.view, &link).footer(w.footer);
        let key = format!("{}-{}", news.key, owner.id);
        mail::enqueue(tx, &letter.message(key, &owner.email)).await?;
    }
    Ok(())
}
