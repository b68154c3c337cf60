//! Letters to the others who say who works in a team, when a place there was offered, taken, changed or given up: whoever
//! gets hold of one of their accounts lets nobody in unseen. Nobody turns them off. They name no one: a letter is its
//! reader's, and who somebody was goes with that account.

use super::{InvitationError, Letterhead, Team};
use crate::accounts;
use crate::invitations::letter::role_words;
use db::Tx;
use domain::AccountId;
use domain::format::Locale;
use domain::text_enum::TextEnum;
use mail::Letter;

/// What became of somebody's place in a team, and which role it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<R> {
    Invited(R),
    Joined(R),
    /// The role that they have now.
    Changed(R),
    /// The role that they had.
    Left(R),
}

impl<R: Copy> Place<R> {
    fn role(self) -> R {
        match self {
            Self::Invited(role) | Self::Joined(role) | Self::Changed(role) | Self::Left(role) => role,
        }
    }

    /// For the letter's key.
    fn kind(self) -> &'static str {
        match self {
            Self::Invited(_) => "told_invited",
            Self::Joined(_) => "told_joined",
            Self::Changed(_) => "told_changed",
            Self::Left(_) => "told_left",
        }
    }

    fn english(self) -> [&'static str; 2] {
        match self {
            Self::Invited(_) => {
                ["{team}: somebody was invited", "Somebody was invited to work for {team} as: {role}."]
            }
            Self::Joined(_) => {
                ["{team}: somebody joined", "Somebody works for {team} from now on as: {role}."]
            }
            Self::Changed(_) => {
                ["{team}: a role was changed", "Somebody who works for {team} has another role now: {role}."]
            }
            Self::Left(_) => {
                ["{team}: somebody left", "Somebody works for {team} no more. Their role was: {role}."]
            }
        }
    }

    fn spanish(self) -> [&'static str; 2] {
        match self {
            Self::Invited(_) => [
                "{team}: se ha invitado a alguien",
                "Se ha invitado a alguien a trabajar para {team} como: {role}.",
            ],
            Self::Joined(_) => [
                "{team}: se ha incorporado alguien",
                "A partir de ahora alguien trabaja para {team} como: {role}.",
            ],
            Self::Changed(_) => [
                "{team}: ha cambiado una función",
                "Alguien que trabaja para {team} tiene ahora otra función: {role}.",
            ],
            Self::Left(_) => {
                ["{team}: alguien se ha ido", "Alguien ya no trabaja para {team}. Su función era: {role}."]
            }
        }
    }

    fn arabic(self) -> [&'static str; 2] {
        match self {
            Self::Invited(_) => ["{team}: دُعي شخص للعمل", "دُعي شخص للعمل لدى {team} بصفة: {role}."],
            Self::Joined(_) => ["{team}: انضم شخص", "يعمل شخص من الآن فصاعدًا لدى {team} بصفة: {role}."],
            Self::Changed(_) => ["{team}: تغيّر دور", "لشخص يعمل لدى {team} دور آخر الآن: {role}."],
            Self::Left(_) => ["{team}: غادر شخص", "لم يعد شخص يعمل لدى {team}. كان دوره: {role}."],
        }
    }
}

/// What is told.
#[derive(Debug, Clone)]
pub struct News<'n, T: Team> {
    pub team: T,
    /// What the letter calls the team.
    pub name: &'n str,
    pub place: Place<T::Role>,
    /// What happens once: the same again is told nobody a second time. At most 100 characters.
    pub once: String,
}

/// Where the team's people are listed, and what to do about what nobody wanted.
fn rest(locale: Locale) -> [&'static str; 3] {
    match locale {
        Locale::En => [
            "Who works there and who is invited stands on the page of your people.",
            "Look at your people",
            "You get this letter because you say who works for {team}. If nobody among you wanted this, take it back there and change your passwords.",
        ],
        Locale::Es => [
            "Quién trabaja ahí y a quién se ha invitado está en la página de vuestro equipo.",
            "Ver el equipo",
            "Recibes este mensaje porque decides quién trabaja para {team}. Si nadie de vosotros quería esto, deshacedlo ahí y cambiad vuestras contraseñas.",
        ],
        Locale::Ar => [
            "تجد في صفحة فريقكم من يعمل هناك ومن دُعي.",
            "عرض الفريق",
            "تصلك هذه الرسالة لأنك تقرر من يعمل لدى {team}. إذا لم يُرد أحد منكم ذلك، فتراجعوا عنه هناك وغيّروا كلمات مروركم.",
        ],
    }
}

/// Tells these people, each in their language, in the transaction of the change itself.
///
/// # Errors
/// Only the database's and the letter's.
pub async fn tell<T: Team>(
    tx: &mut Tx,
    letterhead: &Letterhead,
    to: &[AccountId],
    news: &News<'_, T>,
) -> Result<(), InvitationError> {
    let (place, role) = (news.place, news.place.role());
    for one in accounts(tx, to).await?.into_values() {
        let [subject, text] = match one.locale {
            Locale::En => place.english(),
            Locale::Es => place.spanish(),
            Locale::Ar => place.arabic(),
        };
        let [where_to, button, small] = rest(one.locale);
        let fill = |text: &str| {
            text.replace("{role}", role_words::<T>(one.locale, role)).replace("{team}", news.name)
        };
        let letter = Letter::new(one.locale, &letterhead.shop_name, &fill(subject))
            .preheader(&fill(text))
            .heading(&fill(subject))
            .text(&fill(text))
            .text(where_to)
            .button(button, &format!("{}{}", letterhead.public_url, news.team.page()))
            .small(&fill(small))
            .footer(&format!("{}\n{}", letterhead.shop_name, letterhead.public_url));
        let (letters, kind, role) = (T::LETTER, place.kind(), TextEnum::as_str(role));
        let key = format!("{letters}.{kind}:{role}:{}:{}", news.once, one.id);
        mail::enqueue(tx, &letter.message(key, &one.email)).await?;
    }
    Ok(())
}
