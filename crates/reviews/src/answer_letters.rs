//! Mails and messages to devices: that somebody answered a question, to who asked it, with a link. What was said stays on the
//! page, so that it goes with its author and when it is hidden. Written in the transaction of the answer. Called by `questions`.

use crate::questions::Reply;
use crate::{ReviewError, ReviewsConfig};
use db::Tx;
use domain::format::Locale;
use domain::{AccountId, AnswerId};
use mail::Letter;
use notify::Kind;

struct Words {
    title: &'static str,
    about: &'static str,
    read: &'static str,
    footer: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            title: "Your question has an answer",
            about: "Somebody has answered what you asked about a product.",
            read: "Read the answer",
            footer: "You receive this because you asked a question. You can change that in your notifications.",
        },
        Locale::Es => &Words {
            title: "Tu pregunta tiene respuesta",
            about: "Alguien ha respondido a lo que preguntaste sobre un producto.",
            read: "Leer la respuesta",
            footer: "Recibes esto porque hiciste una pregunta. Puedes cambiarlo en tus notificaciones.",
        },
        Locale::Ar => &Words {
            title: "هناك جواب عن سؤالك",
            about: "أجاب أحدهم عمّا سألت عنه بشأن منتج.",
            read: "قراءة الجواب",
            footer: "تصلك هذه الرسالة لأنك طرحت سؤالًا. يمكنك تغيير ذلك في إشعاراتك.",
        },
    }
}

/// Tells who asked, in their language, as they chose; not of an answer of their own.
pub(crate) async fn given(
    tx: &mut Tx,
    config: &ReviewsConfig,
    reply: &Reply,
    asker: AccountId,
    id: AnswerId,
) -> Result<(), ReviewError> {
    if asker == reply.account {
        return Ok(());
    }
    let Some(account) = identity::account(tx, asker).await? else { return Ok(()) };
    let w = words(account.locale);
    let page = format!("/questions/{}", reply.question);
    // A later answer to the same question takes the place of this one.
    let tag = reply.question.to_string();
    let message = notify::Message::new(account.locale, w.title, w.about, page.clone(), tag);
    notify::enqueue(tx, account.id, Kind::Answer, &message).await?;
    if !notify::choice(tx, account.id, Kind::Answer).await?.mail {
        return Ok(());
    }
    let letter = Letter::new(account.locale, &config.shop_name, w.title)
        .preheader(w.about)
        .heading(w.title)
        .text(w.about)
        .button(w.read, &format!("{}{page}", config.public_url))
        .footer(w.footer);
    mail::enqueue(tx, &letter.message(format!("answer:{id}"), &account.email)).await?;
    Ok(())
}
