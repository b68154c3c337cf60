//! The letters of identity, in every language of the shop.

use crate::tokens::SessionToken;
use crate::{IdentityConfig, IdentityError, account};
use db::Tx;
use domain::contact::Email;
use domain::format::Locale;
use domain::{AccountId, ExportId};
use mail::Letter;

/// What one letter says; `{shop}` is the shop's name.
struct Words {
    subject: &'static str,
    text: &'static str,
    button: &'static str,
    mistake: &'static str,
}

fn write(locale: Locale, config: &IdentityConfig, words: &Words, path: &str) -> Letter {
    let fill = |text: &str| text.replace("{shop}", &config.site_name);
    Letter::new(locale, &config.site_name, &fill(words.subject))
        .preheader(&fill(words.text))
        .heading(&fill(words.subject))
        .text(&fill(words.text))
        .button(words.button, &format!("{}{path}", config.site_url))
        .small(words.mistake)
        .footer(&format!("{}\n{}", config.site_name, config.site_url))
}

/// Somebody signed up with the e-mail of an account. At most one letter a day: a stranger must not fill a mailbox.
pub(crate) async fn already_known(
    tx: &mut Tx,
    config: &IdentityConfig,
    id: AccountId,
) -> Result<(), IdentityError> {
    let Some(owner) = account(tx, id).await? else { return Ok(()) };
    let words = match owner.locale {
        Locale::En => Words {
            subject: "You already have an account at {shop}",
            text: "Somebody, probably you, tried to sign up with this e-mail. There is an account with it already: \
                   sign in with the password that you chose then.",
            button: "Sign in",
            mistake: "If it was not you, there is nothing to do: nobody has been let in.",
        },
        Locale::Es => Words {
            subject: "Ya tienes una cuenta en {shop}",
            text: "Alguien, probablemente tú, ha intentado registrarse con este correo. Ya existe una cuenta con él: \
                   entra con la contraseña que elegiste entonces.",
            button: "Entrar",
            mistake: "Si no has sido tú, no tienes que hacer nada: nadie ha entrado en tu cuenta.",
        },
        Locale::Ar => Words {
            subject: "لديك حساب بالفعل في {shop}",
            text: "حاول شخص ما، على الأرجح أنت، إنشاء حساب بهذا البريد الإلكتروني. يوجد حساب به بالفعل: \
                   سجّل الدخول بكلمة المرور التي اخترتها حينها.",
            button: "تسجيل الدخول",
            mistake: "إذا لم تكن أنت، فلا داعي لفعل أي شيء: لم يدخل أحد إلى حسابك.",
        },
    };
    let key = format!("identity.already:{id}:{}", tx.now().utc_day());
    let letter = write(owner.locale, config, &words, "/sign-in");
    mail::enqueue(tx, &letter.message(key, &owner.email)).await?;
    Ok(())
}

/// The link that opens an account.
pub(crate) async fn confirm_sign_up(
    tx: &mut Tx,
    config: &IdentityConfig,
    locale: Locale,
    email: &Email,
    token: &SessionToken,
) -> Result<(), IdentityError> {
    let words = match locale {
        Locale::En => Words {
            subject: "Confirm your e-mail for {shop}",
            text: "One step is left: open this link and your account is ready.",
            button: "Open my account",
            mistake: "The link works once. If you did not sign up, ignore this letter and no account is opened.",
        },
        Locale::Es => Words {
            subject: "Confirma tu correo para {shop}",
            text: "Solo queda un paso: abre este enlace y tu cuenta estará lista.",
            button: "Abrir mi cuenta",
            mistake: "El enlace funciona una sola vez. Si no te has registrado, ignora este mensaje y no se abrirá \
                      ninguna cuenta.",
        },
        Locale::Ar => Words {
            subject: "أكّد بريدك الإلكتروني في {shop}",
            text: "بقيت خطوة واحدة: افتح هذا الرابط وسيكون حسابك جاهزًا.",
            button: "افتح حسابي",
            mistake: "يعمل الرابط مرة واحدة. إذا لم تسجّل، فتجاهل هذه الرسالة ولن يُفتح أي حساب.",
        },
    };
    let key = format!("identity.confirm:{}", blake3::hash(token.reveal().as_bytes()).to_hex());
    let letter = write(locale, config, &words, &format!("/confirm?token={}", token.reveal()));
    mail::enqueue(tx, &letter.message(key, email)).await?;
    Ok(())
}

/// The password was changed.
pub(crate) async fn password_changed(
    tx: &mut Tx,
    config: &IdentityConfig,
    id: AccountId,
) -> Result<(), IdentityError> {
    let Some(owner) = account(tx, id).await? else { return Ok(()) };
    let words = match owner.locale {
        Locale::En => Words {
            subject: "Your password at {shop} was changed",
            text: "Your password was changed just now, and your other browsers were signed out.",
            button: "See my account",
            mistake: "If it was not you, answer to this letter at once.",
        },
        Locale::Es => Words {
            subject: "Se ha cambiado tu contraseña en {shop}",
            text: "Tu contraseña se acaba de cambiar y se ha cerrado la sesión en tus otros navegadores.",
            button: "Ver mi cuenta",
            mistake: "Si no has sido tú, responde a este mensaje cuanto antes.",
        },
        Locale::Ar => Words {
            subject: "تم تغيير كلمة مرورك في {shop}",
            text: "تم تغيير كلمة مرورك الآن، وتم تسجيل الخروج من متصفحاتك الأخرى.",
            button: "عرض حسابي",
            mistake: "إذا لم تكن أنت، فأجب على هذه الرسالة فورًا.",
        },
    };
    let key = format!("identity.password:{id}:{}", tx.now().as_micros());
    let letter = write(owner.locale, config, &words, "/account/security");
    mail::enqueue(tx, &letter.message(key, &owner.email)).await?;
    Ok(())
}

/// The copy of everything that is kept about an account is there.
pub(crate) async fn export_ready(
    tx: &mut Tx,
    config: &IdentityConfig,
    id: AccountId,
    export: ExportId,
) -> Result<(), IdentityError> {
    let Some(owner) = account(tx, id).await? else { return Ok(()) };
    let words = match owner.locale {
        Locale::En => Words {
            subject: "The copy of your data at {shop} is ready",
            text: "You can download it for a week. You must be signed in.",
            button: "Go to my data",
            mistake: "If you did not ask for it, change your password at once.",
        },
        Locale::Es => Words {
            subject: "La copia de tus datos en {shop} está lista",
            text: "Puedes descargarla durante una semana. Tienes que iniciar sesión.",
            button: "Ir a mis datos",
            mistake: "Si no la has pedido tú, cambia tu contraseña cuanto antes.",
        },
        Locale::Ar => Words {
            subject: "نسخة بياناتك في {shop} جاهزة",
            text: "يمكنك تنزيلها خلال أسبوع. يجب أن تكون مسجّل الدخول.",
            button: "الانتقال إلى بياناتي",
            mistake: "إذا لم تطلبها أنت، فغيّر كلمة مرورك فورًا.",
        },
    };
    let letter = write(owner.locale, config, &words, "/account/data");
    mail::enqueue(tx, &letter.message(format!("identity.export:{export}"), &owner.email)).await?;
    Ok(())
}

/// The key of the last letter to somebody.
pub(crate) fn farewell_key(id: AccountId) -> String {
    format!("identity.farewell:{id}")
}

/// The account has ended. The letter is forgotten a day later.
pub(crate) async fn farewell(
    tx: &mut Tx,
    config: &IdentityConfig,
    owner: &crate::AccountSummary,
) -> Result<(), IdentityError> {
    let words = match owner.locale {
        Locale::En => Words {
            subject: "Your account at {shop} is deleted",
            text: "Everything about you was removed. Your orders stay in the books without your name and address, \
                   because the law asks for it.",
            button: "Visit the shop",
            mistake: "If it was not you, answer to this letter at once.",
        },
        Locale::Es => Words {
            subject: "Tu cuenta en {shop} se ha eliminado",
            text: "Se ha borrado todo lo que sabíamos de ti. Tus pedidos permanecen en la contabilidad sin tu nombre \
                   ni tu dirección, porque la ley lo exige.",
            button: "Visitar la tienda",
            mistake: "Si no has sido tú, responde a este mensaje cuanto antes.",
        },
        Locale::Ar => Words {
            subject: "حُذف حسابك في {shop}",
            text: "أُزيل كل ما يتعلق بك. تبقى طلباتك في الدفاتر دون اسمك أو عنوانك لأن القانون يتطلب ذلك.",
            button: "زيارة المتجر",
            mistake: "إذا لم تكن أنت، فأجب على هذه الرسالة فورًا.",
        },
    };
    let letter = write(owner.locale, config, &words, "/");
    mail::enqueue(tx, &letter.message(farewell_key(owner.id), &owner.email)).await?;
    Ok(())
}
