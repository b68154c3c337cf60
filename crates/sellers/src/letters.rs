//! The letter that invites somebody to work for a seller, written in the transaction of the invitation.

use crate::SellerError;
use crate::invitations::{Letterhead, NewInvitation};
use db::Tx;
use domain::InvitationId;
use domain::format::Locale;
use domain::roles::StaffRole;
use mail::Letter;

/// What the letter says; `{seller}` and `{role}` are filled in.
struct Words {
    subject: &'static str,
    text: &'static str,
    button: &'static str,
    small: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            subject: "You are invited to work for {seller}",
            text: "{seller} invites you to its desk as: {role}. Sign in with this e-mail, or sign up with it, and accept.",
            button: "Look at the invitation",
            small: "The link works once and for seven days. If you do not know {seller}, ignore this letter.",
        },
        Locale::Es => &Words {
            subject: "Te invitan a trabajar para {seller}",
            text: "{seller} te invita a su panel como: {role}. Entra con este correo, o regístrate con él, y acepta.",
            button: "Ver la invitación",
            small: "El enlace funciona una vez y durante siete días. Si no conoces a {seller}, ignora este mensaje.",
        },
        Locale::Ar => &Words {
            subject: "دعوة للعمل لدى {seller}",
            text: "يدعوك {seller} إلى لوحة متجره بصفة: {role}. سجّل الدخول بهذا البريد أو أنشئ حسابًا به ثم اقبل الدعوة.",
            button: "عرض الدعوة",
            small: "يعمل الرابط مرة واحدة ولمدة سبعة أيام. إذا كنت لا تعرف {seller} فتجاهل هذه الرسالة.",
        },
    }
}

fn role_words(locale: Locale, role: StaffRole) -> &'static str {
    let [en, es, ar] = match role {
        StaffRole::Owner => ["owner", "titular", "مالك"],
        StaffRole::Staff => ["manager", "gestión", "مدير"],
        StaffRole::Shipping => ["shipping", "envíos", "الشحن"],
        StaffRole::Catalogue => ["catalogue", "catálogo", "الكتالوج"],
        StaffRole::Finance => ["finance", "finanzas", "المالية"],
    };
    match locale {
        Locale::En => en,
        Locale::Es => es,
        Locale::Ar => ar,
    }
}

pub(crate) async fn invited(
    tx: &mut Tx,
    letterhead: &Letterhead,
    seller: &str,
    new: &NewInvitation,
    id: InvitationId,
    code: &str,
) -> Result<(), SellerError> {
    let known = identity::account_by_email(tx, &new.email).await?;
    let locale = known.map_or(new.locale, |account| account.locale);
    let w = words(locale);
    let fill = |text: &str| text.replace("{role}", role_words(locale, new.role)).replace("{seller}", seller);
    let link = format!("{}/join?token={code}", letterhead.public_url);
    let letter = Letter::new(locale, &letterhead.shop_name, &fill(w.subject))
        .preheader(&fill(w.text))
        .heading(&fill(w.subject))
        .text(&fill(w.text))
        .button(w.button, &link)
        .small(&fill(w.small))
        .footer(&format!("{}\n{}", letterhead.shop_name, letterhead.public_url));
    mail::enqueue(tx, &letter.message(format!("sellers.invited:{id}"), &new.email)).await?;
    Ok(())
}
