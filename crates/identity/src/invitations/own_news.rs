//! The letter to whoever's own place in a team was changed or taken by somebody else: an owner whom the holder of another
//! owner's account throws out hears of it, though nobody else is left to be told. Nobody turns it off.

use super::{InvitationError, Letterhead, News, Place, Team};
use crate::accounts;
use crate::invitations::letter::role_words;
use db::Tx;
use domain::AccountId;
use domain::format::Locale;
use domain::text_enum::TextEnum;
use mail::Letter;

/// What the letter says; `{team}`, `{role}` and `{shop}` are filled in.
struct Words {
    changed: [&'static str; 2],
    left: [&'static str; 2],
    small: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            changed: ["Your role at {team} was changed", "Your role at {team} is now: {role}."],
            left: ["You work for {team} no more", "You work for {team} no more. Your role was: {role}."],
            small: "If you did not expect this, ask those who own {team}. If that was you, write to {shop} at once and change your password.",
        },
        Locale::Es => &Words {
            changed: ["Ha cambiado tu función en {team}", "Tu función en {team} es ahora: {role}."],
            left: ["Ya no trabajas para {team}", "Ya no trabajas para {team}. Tu función era: {role}."],
            small: "Si no lo esperabas, pregunta a los titulares de {team}. Si lo eras tú, escribe enseguida a {shop} y cambia tu contraseña.",
        },
        Locale::Ar => &Words {
            changed: ["تغيّر دورك لدى {team}", "دورك لدى {team} الآن: {role}."],
            left: ["لم تعد تعمل لدى {team}", "لم تعد تعمل لدى {team}. كان دورك: {role}."],
            small: "إذا لم تتوقع ذلك فاسأل مالكي {team}. وإن كنت أنت المالك فراسل {shop} فورًا وغيّر كلمة مرورك.",
        },
    }
}

/// Tells somebody that their role was changed or that they work there no more, in the transaction of the change itself. Of an
/// invitation and of joining they are not told: they have the letter with its code.
///
/// # Errors
/// Only the database's and the letter's.
pub async fn tell_member<T: Team>(
    tx: &mut Tx,
    letterhead: &Letterhead,
    member: AccountId,
    news: &News<'_, T>,
) -> Result<(), InvitationError> {
    let (kind, role) = match news.place {
        Place::Changed(role) => ("own_changed", role),
        Place::Left(role) => ("own_left", role),
        Place::Invited(_) | Place::Joined(_) => return Ok(()),
    };
    for one in accounts(tx, &[member]).await?.into_values() {
        let words = words(one.locale);
        let [subject, text] = if kind == "own_left" { words.left } else { words.changed };
        let fill = |text: &str| {
            let text = text.replace("{role}", role_words::<T>(one.locale, role));
            text.replace("{shop}", &letterhead.shop_name).replace("{team}", news.name)
        };
        let letter = Letter::new(one.locale, &letterhead.shop_name, &fill(subject))
            .preheader(&fill(text))
            .heading(&fill(subject))
            .text(&fill(text))
            .small(&fill(words.small))
            .footer(&format!("{}\n{}", letterhead.shop_name, letterhead.public_url));
        let key = format!("{}.{kind}:{}:{}:{}", T::LETTER, TextEnum::as_str(role), news.once, one.id);
        mail::enqueue(tx, &letter.message(key, &one.email)).await?;
    }
    Ok(())
}
