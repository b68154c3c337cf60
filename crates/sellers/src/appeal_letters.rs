//! Mails, messages to devices and notices: what was decided about a seller's appeal, to its owners, with the reason in the
//! mail. Written in the transaction of the decision. Nobody can turn the mails off: they say whether the shop may sell.
//! Called by `suspend`.

use crate::{SellerError, staff};
use db::Tx;
use domain::format::Locale;
use domain::{AppealId, SellerId};
use identity::invitations::Letterhead;
use mail::Letter;
use notify::{Kind, Message};

struct Words {
    granted: &'static str,
    granted_text: &'static str,
    refused: &'static str,
    refused_text: &'static str,
    reason: &'static str,
    button: &'static str,
    footer: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            granted: "Your appeal is granted",
            granted_text: "We have looked at your appeal and decided for you.",
            refused: "The decision about your shop stands",
            refused_text: "We have looked at your appeal. What we decided stands.",
            reason: "Our reason:",
            button: "See the decision",
            footer: "You receive this because you own this shop.",
        },
        Locale::Es => &Words {
            granted: "Tu recurso se ha aceptado",
            granted_text: "Hemos revisado tu recurso y te damos la razón.",
            refused: "La decisión sobre tu tienda se mantiene",
            refused_text: "Hemos revisado tu recurso. Lo que decidimos se mantiene.",
            reason: "Nuestro motivo:",
            button: "Ver la decisión",
            footer: "Recibes esto porque eres titular de esta tienda.",
        },
        Locale::Ar => &Words {
            granted: "قُبل اعتراضك",
            granted_text: "نظرنا في اعتراضك وقررنا لصالحك.",
            refused: "القرار بشأن متجرك قائم",
            refused_text: "نظرنا في اعتراضك. ما قررناه قائم.",
            reason: "سببنا:",
            button: "عرض القرار",
            footer: "تصلك هذه الرسالة لأنك مالك هذا المتجر.",
        },
    }
}

/// Tells every owner whose account is still there, in their language.
pub(crate) async fn decided(
    tx: &mut Tx,
    letterhead: &Letterhead,
    (seller, appeal): (SellerId, AppealId),
    granted: bool,
    reason: &str,
) -> Result<(), SellerError> {
    let page = format!("/seller/health?seller={seller}");
    for owner in staff::owners(tx, seller).await? {
        let w = words(owner.locale);
        let (title, text) = if granted { (w.granted, w.granted_text) } else { (w.refused, w.refused_text) };
        let message = Message::new(owner.locale, title, text, page.clone(), format!("appeal-{appeal}"));
        notify::enqueue(tx, owner.id, Kind::Appeal, &message).await?;
        let letter = Letter::new(owner.locale, &letterhead.shop_name, title)
            .preheader(text)
            .heading(title)
            .text(text)
            .text(&format!("{}\n{reason}", w.reason))
            .button(w.button, &format!("{}{page}", letterhead.public_url))
            .footer(w.footer);
        mail::enqueue(tx, &letter.message(format!("appeal-answered:{appeal}:{}", owner.id), &owner.email))
            .await?;
    }
    Ok(())
}
