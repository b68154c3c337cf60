//! Letters that tell an owner what was changed about the ways into the account, in every language of the shop.

use crate::{IdentityConfig, IdentityError, account};
use db::Tx;
use domain::AccountId;
use domain::format::Locale;
use mail::Letter;

/// What was changed.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    SessionEnded,
    OthersEnded,
    CodesOn,
    CodesOff,
    RecoveryRenewed,
    RecoveryUsed { left: i64 },
    PasskeyAdded { name: String },
    PasskeyRemoved { name: String },
}

impl Change {
    /// For the letter's key.
    fn kind(&self) -> &'static str {
        match self {
            Self::SessionEnded => "session_ended",
            Self::OthersEnded => "others_ended",
            Self::CodesOn => "codes_on",
            Self::CodesOff => "codes_off",
            Self::RecoveryRenewed => "recovery_renewed",
            Self::RecoveryUsed { .. } => "recovery_used",
            Self::PasskeyAdded { .. } => "passkey_added",
            Self::PasskeyRemoved { .. } => "passkey_removed",
        }
    }

    fn english(&self) -> (&'static str, String) {
        match self {
            Self::SessionEnded => ("A device was signed out", "One of your devices was signed out from your account's security page.".into()),
            Self::OthersEnded => ("Your other devices were signed out", "All devices but one were signed out from your account's security page.".into()),
            Self::CodesOn => ("Two-step sign-in is on", "From now on, signing in with your password asks for a code from your authenticator app, too. Keep the recovery codes that you were shown in a safe place.".into()),
            Self::CodesOff => ("Two-step sign-in is off", "Signing in with your password no longer asks for a code.".into()),
            Self::RecoveryRenewed => ("You have new recovery codes", "Ten new recovery codes were made for your account. The old ones do not work any more.".into()),
            Self::RecoveryUsed { left } => ("A recovery code was used", format!("Somebody signed in with your password and one of your recovery codes. Recovery codes left: {left}.")),
            Self::PasskeyAdded { name } => ("A passkey was added", format!("The passkey “{name}” can sign in to your account from now on.")),
            Self::PasskeyRemoved { name } => ("A passkey was removed", format!("The passkey “{name}” can no longer sign in to your account.")),
        }
    }

    fn spanish(&self) -> (&'static str, String) {
        match self {
            Self::SessionEnded => ("Se ha cerrado la sesión de un dispositivo", "Se ha cerrado la sesión de uno de tus dispositivos desde la página de seguridad de tu cuenta.".into()),
            Self::OthersEnded => ("Se ha cerrado la sesión en tus otros dispositivos", "Se ha cerrado la sesión en todos tus dispositivos menos uno desde la página de seguridad de tu cuenta.".into()),
            Self::CodesOn => ("La verificación en dos pasos está activada", "A partir de ahora, al entrar con tu contraseña se pedirá también un código de tu aplicación de autenticación. Guarda en un lugar seguro los códigos de recuperación que se te mostraron.".into()),
            Self::CodesOff => ("La verificación en dos pasos está desactivada", "Al entrar con tu contraseña ya no se pedirá ningún código.".into()),
            Self::RecoveryRenewed => ("Tienes códigos de recuperación nuevos", "Se han creado diez códigos de recuperación nuevos para tu cuenta. Los anteriores ya no sirven.".into()),
            Self::RecoveryUsed { left } => ("Se ha usado un código de recuperación", format!("Alguien ha entrado con tu contraseña y uno de tus códigos de recuperación. Códigos que quedan: {left}.")),
            Self::PasskeyAdded { name } => ("Se ha añadido una clave de acceso", format!("A partir de ahora, la clave de acceso «{name}» puede entrar en tu cuenta.")),
            Self::PasskeyRemoved { name } => ("Se ha quitado una clave de acceso", format!("La clave de acceso «{name}» ya no puede entrar en tu cuenta.")),
        }
    }

    fn arabic(&self) -> (&'static str, String) {
        match self {
            Self::SessionEnded => ("سُجّل الخروج من أحد أجهزتك", "سُجّل الخروج من أحد أجهزتك عبر صفحة الأمان في حسابك.".into()),
            Self::OthersEnded => ("سُجّل الخروج من أجهزتك الأخرى", "سُجّل الخروج من كل أجهزتك عدا جهاز واحد عبر صفحة الأمان في حسابك.".into()),
            Self::CodesOn => ("فُعّل تسجيل الدخول بخطوتين", "من الآن فصاعدًا سيُطلب مع كلمة مرورك رمز من تطبيق المصادقة. احفظ رموز الاسترداد التي عُرضت عليك في مكان آمن.".into()),
            Self::CodesOff => ("أُوقف تسجيل الدخول بخطوتين", "لن يُطلب رمز بعد الآن عند تسجيل الدخول بكلمة المرور.".into()),
            Self::RecoveryRenewed => ("لديك رموز استرداد جديدة", "أُنشئت عشرة رموز استرداد جديدة لحسابك، ولم تعد الرموز القديمة صالحة.".into()),
            Self::RecoveryUsed { left } => ("استُخدم رمز استرداد", format!("سجّل أحدهم الدخول بكلمة مرورك وبأحد رموز الاسترداد. الرموز المتبقية: {left}.")),
            Self::PasskeyAdded { name } => ("أُضيف مفتاح مرور", format!("يمكن لمفتاح المرور «{name}» تسجيل الدخول إلى حسابك من الآن فصاعدًا.")),
            Self::PasskeyRemoved { name } => ("أُزيل مفتاح مرور", format!("لم يعد بإمكان مفتاح المرور «{name}» تسجيل الدخول إلى حسابك.")),
        }
    }
}

/// Tells the owner, in the transaction of the change itself.
pub(crate) async fn tell(
    tx: &mut Tx,
    config: &IdentityConfig,
    id: AccountId,
    change: &Change,
) -> Result<(), IdentityError> {
    let Some(owner) = account(tx, id).await? else { return Ok(()) };
    let (subject, text) = match owner.locale {
        Locale::En => change.english(),
        Locale::Es => change.spanish(),
        Locale::Ar => change.arabic(),
    };
    let (button, mistake) = match owner.locale {
        Locale::En => (
            "Check my account",
            "If it was not you, change your password at once: that signs out every other device.",
        ),
        Locale::Es => (
            "Revisar mi cuenta",
            "Si no has sido tú, cambia tu contraseña cuanto antes: así se cierra la sesión en los demás dispositivos.",
        ),
        Locale::Ar => {
            ("مراجعة حسابي", "إذا لم تكن أنت، فغيّر كلمة مرورك فورًا: فذلك يسجّل الخروج من كل الأجهزة الأخرى.")
        }
    };
    let shop = &config.site_name;
    let letter = Letter::new(owner.locale, shop, &format!("{shop}: {subject}"))
        .preheader(&text)
        .heading(subject)
        .text(&text)
        .button(button, &format!("{}/account/security", config.site_url))
        .small(mistake)
        .footer(&format!("{shop}\n{}", config.site_url));
    let key = format!("identity.{}:{id}:{}", change.kind(), tx.now().as_micros());
    mail::enqueue(tx, &letter.message(key, &owner.email)).await?;
    Ok(())
}
