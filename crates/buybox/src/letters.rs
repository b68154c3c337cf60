//! What a seller's owners are written when a measure becomes worse: in the transaction that notices. Nobody can turn the
//! mails off, because the buy box is at stake; their devices are told unless they turned that off.

use crate::warn::Told;
use crate::{BuyBoxConfig, BuyBoxError};
use db::Tx;
use domain::SellerId;
use domain::format::{Locale, percent};
use domain::health::{Measure, Tally};
use domain::text_enum::TextEnum as _;
use mail::Letter;
use notify::{Kind, Message};

/// The words of a letter in one language.
struct Words {
    near: &'static str,
    near_text: &'static str,
    failed: &'static str,
    failed_text: &'static str,
    slow_text: &'static str,
    button: &'static str,
    footer: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            near: "Your shop's health is close to a limit",
            near_text: "Nothing has happened yet. See which orders count, so that it stays that way.",
            failed: "Your shop's health is past a limit",
            failed_text: "While it is, other sellers' offers are shown first. See which orders count and what brings you back.",
            slow_text: "Shoppers wait too long for your answers. See which requests count.",
            button: "See your health",
            footer: "You receive this because you own this shop.",
        },
        Locale::Es => &Words {
            near: "La salud de tu tienda está cerca de un límite",
            near_text: "Todavía no ha pasado nada. Mira qué pedidos cuentan para que siga así.",
            failed: "La salud de tu tienda ha superado un límite",
            failed_text: "Mientras sea así, se muestran antes las ofertas de otros. Mira qué pedidos cuentan y cómo recuperarte.",
            slow_text: "Los clientes esperan demasiado tus respuestas. Mira qué solicitudes cuentan.",
            button: "Ver tu salud",
            footer: "Recibes esto porque eres titular de esta tienda.",
        },
        Locale::Ar => &Words {
            near: "مؤشرات متجرك قريبة من الحد",
            near_text: "لم يحدث شيء بعد. اطّلع على الطلبات المحسوبة ليبقى الأمر كذلك.",
            failed: "تجاوزت مؤشرات متجرك الحد",
            failed_text: "ما دام الأمر كذلك تُعرض عروض البائعين الآخرين أولًا. اطّلع على الطلبات المحسوبة وعلى ما يعيدك.",
            slow_text: "ينتظر المتسوقون ردودك طويلًا. اطّلع على الطلبات المحسوبة.",
            button: "عرض المؤشرات",
            footer: "تصلك هذه الرسالة لأنك مالك هذا المتجر.",
        },
    }
}

fn name(measure: Measure, locale: Locale) -> &'static str {
    let [en, es, ar] = match measure {
        Measure::Defects => ["Orders with a defect", "Pedidos con defectos", "طلبات بها عيب"],
        Measure::Late => ["Shipped late", "Enviados tarde", "شُحنت متأخرة"],
        Measure::Cancelled => ["Cancelled by you", "Cancelados por ti", "ألغيتها أنت"],
        Measure::Tracked => ["Parcels with tracking", "Paquetes con seguimiento", "طرود قابلة للتتبّع"],
        Measure::Answered => {
            ["Returns answered in time", "Devoluciones respondidas a tiempo", "إرجاعات أُجيب عنها في الوقت"]
        }
        Measure::Replied => {
            ["Messages answered in time", "Mensajes respondidos a tiempo", "رسائل أُجيب عنها في الوقت"]
        }
    };
    match locale {
        Locale::En => en,
        Locale::Es => es,
        Locale::Ar => ar,
    }
}

/// Tells every owner which measures became worse, in one letter.
pub(crate) async fn warn(
    tx: &mut Tx,
    config: &BuyBoxConfig,
    seller: SellerId,
    worse: &[(Measure, Tally, Told)],
) -> Result<(), BuyBoxError> {
    let failed = worse.iter().any(|(_, _, told)| *told == Told::Failed);
    let gates = worse.iter().any(|(measure, _, told)| measure.is_gate() && *told == Told::Failed);
    let what: Vec<&str> = worse.iter().map(|(measure, ..)| measure.as_str()).collect();
    let now = tx.now();
    for owner in sellers::owners(tx, seller).await? {
        let (locale, w) = (owner.locale, words(owner.locale));
        let (title, text) = match (failed, gates) {
            (false, _) => (w.near, w.near_text),
            (true, true) => (w.failed, w.failed_text),
            (true, false) => (w.failed, w.slow_text),
        };
        let page = format!("/seller/health?seller={seller}");
        let message = Message::new(locale, title, text, page.clone(), format!("health-{seller}"));
        notify::enqueue(tx, owner.id, Kind::Health, &message).await?;
        let figures: Vec<(&str, String)> = worse
            .iter()
            .map(|(measure, tally, _)| {
                let rate = tally.rate_bps(*measure).unwrap_or(0);
                (name(*measure, locale), percent(rate, locale))
            })
            .collect();
        let letter = Letter::new(locale, &config.shop_name, title)
            .preheader(text)
            .heading(title)
            .text(text)
            .facts(figures.iter().map(|(name, rate)| (*name, rate.as_str())))
            .button(w.button, &format!("{}{page}", config.public_url))
            .footer(w.footer);
        let key = format!("health:{seller}:{}:{}:{}", what.join("-"), now.as_micros(), owner.id);
        mail::enqueue(tx, &letter.message(key, &owner.email)).await?;
    }
    Ok(())
}
