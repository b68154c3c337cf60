//! The letter that invites somebody to work somewhere, written in the transaction of the invitation.

use super::{InvitationError, Letterhead, NewInvitation, Team};
use crate::account_by_email;
use db::Tx;
use domain::InvitationId;
use domain::format::Locale;
use mail::Letter;

/// What the letter says; `{team}` and `{role}` are filled in.
pub struct Words {
    subject: &'static str,
    text: &'static str,
    button: &'static str,
    small: &'static str,
}

pub(super) fn of_seller(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            subject: "You are invited to work for {team}",
            text: "{team} invites you to its desk as: {role}. Sign in with this e-mail, or sign up with it, and accept.",
            button: "Look at the invitation",
            small: "The link works once and for seven days. If you do not know {team}, ignore this letter.",
        },
        Locale::Es => &Words {
            subject: "Te invitan a trabajar para {team}",
            text: "{team} te invita a su panel como: {role}. Entra con este correo, o regístrate con él, y acepta.",
            button: "Ver la invitación",
            small: "El enlace funciona una vez y durante siete días. Si no conoces a {team}, ignora este mensaje.",
        },
        Locale::Ar => &Words {
            subject: "دعوة للعمل لدى {team}",
            text: "يدعوك {team} إلى لوحة متجره بصفة: {role}. سجّل الدخول بهذا البريد أو أنشئ حسابًا به ثم اقبل الدعوة.",
            button: "عرض الدعوة",
            small: "يعمل الرابط مرة واحدة ولمدة سبعة أيام. إذا كنت لا تعرف {team} فتجاهل هذه الرسالة.",
        },
    }
}

pub(super) fn of_platform(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            subject: "You are invited to help run {team}",
            text: "{team} invites you to its console as: {role}. Sign in with this e-mail, or sign up with it, and accept.",
            button: "Look at the invitation",
            small: "The link works once and for seven days. If you do not know {team}, ignore this letter.",
        },
        Locale::Es => &Words {
            subject: "Te invitan a ayudar a gestionar {team}",
            text: "{team} te invita a su consola como: {role}. Entra con este correo, o regístrate con él, y acepta.",
            button: "Ver la invitación",
            small: "El enlace funciona una vez y durante siete días. Si no conoces {team}, ignora este mensaje.",
        },
        Locale::Ar => &Words {
            subject: "دعوة للمساعدة في تشغيل {team}",
            text: "يدعوك {team} إلى لوحة التشغيل بصفة: {role}. سجّل الدخول بهذا البريد أو أنشئ حسابًا به ثم اقبل الدعوة.",
            button: "عرض الدعوة",
            small: "يعمل الرابط مرة واحدة ولمدة سبعة أيام. إذا كنت لا تعرف {team} فتجاهل هذه الرسالة.",
        },
    }
}

pub(super) fn role_words<T: Team>(locale: Locale, role: T::Role) -> &'static str {
    let [en, es, ar] = T::role_words(role);
    match locale {
        Locale::En => en,
        Locale::Es => es,
        Locale::Ar => ar,
    }
}

pub(super) async fn invited<T: Team>(
    tx: &mut Tx,
    letterhead: &Letterhead,
    team: &str,
    new: &NewInvitation<T>,
    id: InvitationId,
    code: &str,
) -> Result<(), InvitationError> {
    let known = account_by_email(tx, &new.email).await?;
    let locale = known.map_or(new.locale, |account| account.locale);
    let (words, role) = (T::words(locale), role_words::<T>(locale, new.role));
    let fill = |text: &str| text.replace("{role}", role).replace("{team}", team);
    let link = format!("{}/join?token={code}", letterhead.public_url);
    let letter = Letter::new(locale, &letterhead.shop_name, &fill(words.subject))
        .preheader(&fill(words.text))
        .heading(&fill(words.subject))
        .text(&fill(words.text))
        .button(words.button, &link)
        .small(&fill(words.small))
        .footer(&format!("{}\n{}", letterhead.shop_name, letterhead.public_url));
    mail::enqueue(tx, &letter.message(format!("{}:{id}", T::LETTER), &new.email)).await?;
    Ok(())
}
