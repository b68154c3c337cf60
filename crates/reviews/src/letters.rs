//! Mails and messages to devices: that a buyer rated a seller, with a link. What was said stays on the page, so that it goes
//! with its author and when it is hidden. Written in the transaction of what was said.

use crate::{ReviewError, ReviewsConfig};
use db::Tx;
use domain::format::Locale;
use domain::roles::{Action, seat_may};
use domain::{FeedbackId, SellerId};
use mail::Letter;
use notify::Kind;

struct Words {
    title: &'static str,
    about: &'static str,
    once: &'static str,
    read: &'static str,
    footer: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            title: "A buyer has rated your shop",
            about: "What was said stands on your shop's page.",
            once: "You can answer once, for everybody to read.",
            read: "Read and answer",
            footer: "You receive this because you answer buyers for this shop. You can change that in your notifications.",
        },
        Locale::Es => &Words {
            title: "Un comprador ha valorado tu tienda",
            about: "Lo que ha dicho está en la página de tu tienda.",
            once: "Puedes responder una vez, y todo el mundo lo lee.",
            read: "Leer y responder",
            footer: "Recibes esto porque respondes a los compradores de esta tienda. Puedes cambiarlo en tus notificaciones.",
        },
        Locale::Ar => &Words {
            title: "قيّم أحد المشترين متجرك",
            about: "ما قيل موجود في صفحة متجرك.",
            once: "يمكنك الرد مرة واحدة، ويقرأ الجميع ردك.",
            read: "القراءة والرد",
            footer: "تصلك هذه الرسالة لأنك ترد على المشترين باسم هذا المتجر. يمكنك تغيير ذلك في إشعاراتك.",
        },
    }
}

/// Tells everybody who may answer in the seller's name, in their language, as they chose.
pub(crate) async fn given(
    tx: &mut Tx,
    config: &ReviewsConfig,
    seller: SellerId,
    id: FeedbackId,
) -> Result<(), ReviewError> {
    let page = format!("/seller/reviews?seller={seller}&answer={id}#{id}");
    for member in sellers::staff(tx, seller).await? {
        if !seat_may(member.role, Action::ReplyForSeller) {
            continue;
        }
        let Some(account) = identity::account(tx, member.account_id).await? else { continue };
        let w = words(account.locale);
        let tag = format!("feedback-{seller}");
        let message = notify::Message::new(account.locale, w.title, w.about, page.clone(), tag);
        notify::enqueue(tx, account.id, Kind::Feedback, &message).await?;
        if !notify::choice(tx, account.id, Kind::Feedback).await?.mail {
            continue;
        }
        let letter = Letter::new(account.locale, &config.shop_name, w.title)
            .preheader(w.about)
            .heading(w.title)
            .text(w.about)
            .text(w.once)
            .button(w.read, &format!("{}{page}", config.public_url))
            .footer(w.footer);
        mail::enqueue(tx, &letter.message(format!("feedback:{id}:{}", account.id), &account.email)).await?;
    }
    Ok(())
}
