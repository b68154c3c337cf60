//! The letter that invites somebody to work for the platform, written in the transaction of the invitation.

use super::{NewOperatorInvitation, OperatorError};
use crate::{IdentityConfig, account_by_email};
use db::Tx;
use domain::OperatorInvitationId;
use domain::format::Locale;
use domain::roles::OperatorRole;
use mail::Letter;

/// What the letter says; `{shop}` and `{role}` are filled in.
struct Words {
    subject: &'static str,
    text: &'static str,
    button: &'static str,
    small: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            subject: "You are invited to help run {shop}",
            text: "{shop} invites you to its console as: {role}. Sign in with this e-mail, or sign up with it, and accept.",
            button: "Look at the invitation",
            small: "The link works once and for seven days. If you do not know {shop}, ignore this letter.",
        },
        Locale::Es => &Words {
            subject: "Te invitan a ayudar a gestionar {shop}",
            text: "{shop} te invita a su consola como: {role}. Entra con este correo, o regístrate con él, y acepta.",
            button: "Ver la invitación",
            small: "El enlace funciona una vez y durante siete días. Si no conoces {shop}, ignora este mensaje.",
        },
        Locale::Ar => &Words {
            subject: "دعوة للمساعدة في تشغيل {shop}",
            text: "يدعوك {shop} إلى لوحة التشغيل بصفة: {role}. سجّل الدخول بهذا البريد أو أنشئ حسابًا به ثم اقبل الدعوة.",
            button: "عرض الدعوة",
            small: "يعمل الرابط مرة واحدة ولمدة سبعة أيام. إذا كنت لا تعرف {shop} فتجاهل هذه الرسالة.",
        },
    }
}

fn role_words(locale: Locale, role: OperatorRole) -> &'static str {
    let [en, es, ar] = match role {
        OperatorRole::Administrator => ["administrator", "administración", "مسؤول"],
        OperatorRole::Finance => ["finance", "finanzas", "المالية"],
        OperatorRole::Catalogue => ["catalogue", "catálogo", "الكتالوج"],
        OperatorRole::Support => ["support", "atención", "الدعم"],
        OperatorRole::Technical => ["technical", "técnica", "التقنية"],
    };
    match locale {
        Locale::En => en,
        Locale::Es => es,
        Locale::Ar => ar,
    }
}

pub(super) async fn invited(
    tx: &mut Tx,
    config: &IdentityConfig,
    new: &NewOperatorInvitation,
    id: OperatorInvitationId,
    code: &str,
) -> Result<(), OperatorError> {
    let known = account_by_email(tx, &new.email).await?;
    let locale = known.map_or(new.locale, |account| account.locale);
    let w = words(locale);
    let fill = |text: &str| {
        text.replace("{role}", role_words(locale, new.role)).replace("{shop}", &config.site_name)
    };
    let link = format!("{}/join?token={code}", config.site_url);
    let letter = Letter::new(locale, &config.site_name, &fill(w.subject))
        .preheader(&fill(w.text))
        .heading(&fill(w.subject))
        .text(&fill(w.text))
        .button(w.button, &link)
        .small(&fill(w.small))
        .footer(&format!("{}\n{}", config.site_name, config.site_url));
    mail::enqueue(tx, &letter.message(format!("identity.operator_invited:{id}"), &new.email)).await?;
    Ok(())
}
