//! Texts of the account's security: sessions, the second step, passkeys.
use super::texts;

texts! {
    security_title: "Security", "Seguridad", "الأمان";
    security_password_changed: "Your password is changed. Other devices are signed out.", "Tu contraseña se ha cambiado. Se ha cerrado la sesión en los demás dispositivos.", "تغيّرت كلمة مرورك وسُجّل الخروج من الأجهزة الأخرى.";
    security_password_again: "Your password", "Tu contraseña", "كلمة مرورك";
    security_password_why: "So that nobody else can change this.", "Para que nadie más pueda cambiarlo.", "كي لا يغيّر هذا أحد سواك.";
    security_manage: "Manage", "Gestionar", "إدارة";
    security_on: "On", "Activada", "مفعّل";
    security_off: "Off", "Desactivada", "متوقف";

    sessions_title: "Devices", "Dispositivos", "الأجهزة";
    sessions_text: "Where you are signed in. Sign out what you do not know.", "Dónde tienes la sesión abierta. Cierra la sesión de lo que no reconozcas.", "الأماكن التي سجّلت الدخول منها. سجّل الخروج مما لا تعرفه.";
    session_here: "This device", "Este dispositivo", "هذا الجهاز";
    session_device(browser, system): "{browser} on {system}", "{browser} en {system}", "{browser} على {system}";
    session_unknown: "Unknown device", "Dispositivo desconocido", "جهاز غير معروف";
    session_first: "Signed in", "Inicio de sesión", "سُجّل الدخول";
    session_last: "Last used", "Último uso", "آخر استخدام";
    session_ended: "The device is signed out.", "Se ha cerrado la sesión del dispositivo.", "سُجّل خروج الجهاز.";
    sessions_end_others: "Sign out all other devices", "Cerrar sesión en los demás dispositivos", "تسجيل الخروج من كل الأجهزة الأخرى";
    sessions_others_ended(n):
        "{n, plural, =0 {No other device was signed in.} one {# other device is signed out.} other {# other devices are signed out.}}",
        "{n, plural, =0 {No había ningún otro dispositivo.} one {Se ha cerrado la sesión en # dispositivo.} many {Se ha cerrado la sesión en # dispositivos.} other {Se ha cerrado la sesión en # dispositivos.}}",
        "{n, plural, zero {لم يكن أي جهاز آخر مسجَّلًا.} one {سُجّل الخروج من جهاز آخر.} two {سُجّل الخروج من جهازين آخرين.} few {سُجّل الخروج من # أجهزة أخرى.} many {سُجّل الخروج من # جهازًا آخر.} other {سُجّل الخروج من # جهاز آخر.}}";

    codes_title: "Two-step sign-in", "Verificación en dos pasos", "تسجيل الدخول بخطوتين";
    codes_text: "Beside your password, a code from an app on your phone. Whoever learns your password still cannot get in.", "Además de tu contraseña, un código de una aplicación de tu teléfono. Quien averigüe tu contraseña seguirá sin poder entrar.", "إلى جانب كلمة مرورك، رمز من تطبيق على هاتفك. من يعرف كلمة مرورك لن يستطيع الدخول.";
    codes_begin: "Set it up", "Configurarla", "إعداده";
    codes_scan: "Scan this picture with your authenticator app.", "Escanea esta imagen con tu aplicación de autenticación.", "امسح هذه الصورة بتطبيق المصادقة لديك.";
    codes_picture: "QR code for the authenticator app", "Código QR para la aplicación de autenticación", "رمز الاستجابة السريعة لتطبيق المصادقة";
    codes_type: "Or type this key into it:", "O escribe esta clave en ella:", "أو اكتب هذا المفتاح فيه:";
    codes_app_code: "Code from the app", "Código de la aplicación", "الرمز من التطبيق";
    codes_confirm: "Turn on", "Activar", "تفعيل";
    codes_on(n):
        "{n, plural, =0 {You have no recovery code left. Make new ones.} one {You have # recovery code left.} other {You have # recovery codes left.}}",
        "{n, plural, =0 {No te queda ningún código de recuperación. Crea otros nuevos.} one {Te queda # código de recuperación.} many {Te quedan # códigos de recuperación.} other {Te quedan # códigos de recuperación.}}",
        "{n, plural, zero {لم يبقَ لديك أي رمز استرداد. أنشئ رموزًا جديدة.} one {بقي لديك رمز استرداد واحد.} two {بقي لديك رمزا استرداد.} few {بقيت لديك # رموز استرداد.} many {بقي لديك # رمز استرداد.} other {بقي لديك # رمز استرداد.}}";
    codes_change: "Change", "Cambiar", "تغيير";
    codes_code: "Code from the app, or a recovery code", "Código de la aplicación o de recuperación", "رمز من التطبيق أو رمز استرداد";
    codes_renew: "Make new recovery codes", "Crear códigos de recuperación nuevos", "إنشاء رموز استرداد جديدة";
    codes_turn_off: "Turn off", "Desactivar", "إيقاف";
    codes_are_on: "Two-step sign-in is on.", "La verificación en dos pasos está activada.", "فُعّل تسجيل الدخول بخطوتين.";
    codes_are_off: "Two-step sign-in is off.", "La verificación en dos pasos está desactivada.", "أُوقف تسجيل الدخول بخطوتين.";
    codes_wrong: "This code is not right, or it was used already. Wait for the next one.", "Este código no es correcto o ya se ha usado. Espera al siguiente.", "هذا الرمز غير صحيح أو استُخدم من قبل. انتظر الرمز التالي.";
    codes_expired: "This took too long. Begin again.", "Ha pasado demasiado tiempo. Empieza de nuevo.", "استغرق هذا وقتًا طويلًا. ابدأ من جديد.";
    codes_is_on: "Two-step sign-in is on already.", "La verificación en dos pasos ya está activada.", "تسجيل الدخول بخطوتين مفعّل بالفعل.";
    codes_is_off: "Two-step sign-in is off already.", "La verificación en dos pasos ya está desactivada.", "تسجيل الدخول بخطوتين متوقف بالفعل.";
    recovery_title: "Your recovery codes", "Tus códigos de recuperación", "رموز الاسترداد الخاصة بك";
    recovery_text: "Each one signs you in once when you do not have your phone. They are shown only now: print them or write them down.", "Cada uno te permite entrar una vez cuando no tengas el teléfono. Solo se muestran ahora: imprímelos o anótalos.", "يتيح لك كل رمز الدخول مرة واحدة حين لا يكون هاتفك معك. تُعرض الآن فقط: اطبعها أو اكتبها.";
    recovery_saved: "I have saved them", "Los he guardado", "حفظتها";

    step_title: "Enter your code", "Escribe tu código", "أدخل رمزك";
    step_text: "Open your authenticator app and type its code. Without your phone, type one of your recovery codes.", "Abre tu aplicación de autenticación y escribe su código. Sin tu teléfono, escribe uno de tus códigos de recuperación.", "افتح تطبيق المصادقة واكتب رمزه. إن لم يكن هاتفك معك فاكتب أحد رموز الاسترداد.";
    step_again: "Sign in as somebody else", "Entrar con otra cuenta", "الدخول بحساب آخر";
    step_expired: "This took too long. Sign in again.", "Ha pasado demasiado tiempo. Inicia sesión de nuevo.", "استغرق هذا وقتًا طويلًا. سجّل الدخول من جديد.";

    passkeys_title: "Passkeys", "Claves de acceso", "مفاتيح المرور";
    passkeys_text: "Sign in with your finger, your face or your device's PIN. A passkey needs no password and no code, and no other site can ask for it.", "Entra con tu huella, tu cara o el PIN de tu dispositivo. Una clave de acceso no necesita contraseña ni código, y ningún otro sitio puede pedirla.", "سجّل الدخول ببصمتك أو وجهك أو رمز جهازك. لا يحتاج مفتاح المرور إلى كلمة مرور ولا إلى رمز، ولا يمكن لأي موقع آخر أن يطلبه.";
    passkeys_none: "You have no passkey yet.", "Aún no tienes ninguna clave de acceso.", "ليس لديك مفتاح مرور بعد.";
    passkeys_no_script: "To add one, your browser must run JavaScript and know passkeys.", "Para añadir una, tu navegador debe ejecutar JavaScript y admitir claves de acceso.", "لإضافة مفتاح يجب أن يشغّل متصفحك جافاسكربت وأن يدعم مفاتيح المرور.";
    passkeys_elsewhere(address): "Passkeys of this shop work only at {address}.", "Las claves de acceso de esta tienda solo funcionan en {address}.", "لا تعمل مفاتيح المرور لهذا المتجر إلا على {address}.";
    passkey_title: "Passkey", "Clave de acceso", "مفتاح المرور";
    passkey_add: "Add a passkey", "Añadir una clave de acceso", "إضافة مفتاح مرور";
    passkey_name: "Name", "Nombre", "الاسم";
    passkey_name_hint: "So that you recognise it: “My phone”.", "Para que la reconozcas: «Mi teléfono».", "كي تتعرّف عليه: «هاتفي».";
    passkey_added_at: "Added", "Añadida", "أُضيف";
    passkey_never: "Not used yet", "Sin usar todavía", "لم يُستخدم بعد";
    passkey_remove: "Remove this passkey", "Quitar esta clave de acceso", "إزالة مفتاح المرور هذا";
    passkey_added: "The passkey is added.", "La clave de acceso se ha añadido.", "أُضيف مفتاح المرور.";
    passkey_removed: "The passkey is removed. Delete it on the device, too.", "La clave de acceso se ha quitado. Bórrala también en el dispositivo.", "أُزيل مفتاح المرور. احذفه من الجهاز أيضًا.";
    passkey_sign_in: "Sign in with a passkey", "Entrar con una clave de acceso", "تسجيل الدخول بمفتاح مرور";
    passkey_or: "or", "o", "أو";
    passkey_wrong_proof: "The password or the code is not right.", "La contraseña o el código no son correctos.", "كلمة المرور أو الرمز غير صحيح.";
    passkey_refused: "The passkey could not be used. Nothing was changed; try again.", "No se pudo usar la clave de acceso. No se ha cambiado nada; inténtalo de nuevo.", "تعذّر استخدام مفتاح المرور. لم يتغير شيء؛ حاول مجددًا.";
    passkey_unknown: "This passkey is not known here. It may have been removed.", "Esta clave de acceso no se conoce aquí. Puede que se haya quitado.", "مفتاح المرور هذا غير معروف هنا. ربما أُزيل.";
    passkey_known: "This passkey is there already.", "Esta clave de acceso ya existe.", "مفتاح المرور هذا موجود بالفعل.";
    passkey_nameless: "Give it a name.", "Ponle un nombre.", "أعطه اسمًا.";
    passkeys_too_many(most): "An account holds {most} passkeys. Remove one first.", "Una cuenta admite {most} claves de acceso. Quita una primero.", "يتسع الحساب لعدد {most} من مفاتيح المرور. أزل واحدًا أولًا.";
    passkeys_not_here: "This shop's address allows no passkeys.", "La dirección de esta tienda no admite claves de acceso.", "عنوان هذا المتجر لا يسمح بمفاتيح المرور.";

    data_title: "Your data", "Tus datos", "بياناتك";
    export_title: "A copy of your data", "Una copia de tus datos", "نسخة من بياناتك";
    export_text: "Everything that we keep about you in one file that people and programs can read: profile, addresses, orders, cards (never their numbers), wish lists, reviews, questions and answers, what you looked at where you agreed to it, devices and letters.", "Todo lo que guardamos sobre ti en un archivo que pueden leer personas y programas: perfil, direcciones, pedidos, tarjetas (nunca sus números), listas de deseos, reseñas, preguntas y respuestas, lo que miraste si lo aceptaste, dispositivos y mensajes.", "كل ما نحتفظ به عنك في ملف واحد يقرؤه الناس والبرامج: الملف الشخصي والعناوين والطلبات والبطاقات (دون أرقامها أبدًا) وقوائم الأمنيات والتقييمات والأسئلة والإجابات وما شاهدته إن وافقت والأجهزة والرسائل.";
    export_request: "Make a copy", "Crear una copia", "إنشاء نسخة";
    export_begun: "The copy is being made. We write to you when it is ready.", "Se está creando la copia. Te escribiremos cuando esté lista.", "يجري إنشاء النسخة. سنراسلك حين تصبح جاهزة.";
    export_under_way: "The copy is being made.", "Se está creando la copia.", "يجري إنشاء النسخة.";
    export_look: "Look again", "Mirar de nuevo", "تحقق مجددًا";
    export_ready: "The copy is ready. It was asked for", "La copia está lista. Se pidió el", "النسخة جاهزة. طُلبت في";
    export_download: "Download the file", "Descargar el archivo", "تنزيل الملف";
    export_until: "You can download it until", "Puedes descargarla hasta el", "يمكنك تنزيلها حتى";
    delete_title: "Delete your account", "Eliminar tu cuenta", "حذف حسابك";
    delete_goes: "Profile, addresses, cards, cart, wish lists, reviews, answers, questions that nobody has answered, passkeys and letters are removed, and every device is signed out. This cannot be undone.", "Se borran perfil, direcciones, tarjetas, carrito, listas de deseos, reseñas, respuestas, preguntas que nadie ha respondido, claves de acceso y mensajes, y se cierra la sesión en todos los dispositivos. No se puede deshacer.", "يُزال الملف الشخصي والعناوين والبطاقات والسلة وقوائم الأمنيات والتقييمات والإجابات والأسئلة التي لم يُجب عنها أحد ومفاتيح المرور والرسائل، ويُسجَّل الخروج من كل الأجهزة. لا يمكن التراجع عن ذلك.";
    delete_stays: "What you ordered and paid stays in the books, as the law asks, without your name, e-mail and street.", "Lo que pediste y pagaste permanece en la contabilidad, como exige la ley, sin tu nombre, correo ni calle.", "ما طلبته ودفعته يبقى في الدفاتر كما يتطلب القانون، دون اسمك وبريدك وشارعك.";
    delete_first: "Orders that are not sent yet must be sent or cancelled first.", "Antes deben enviarse o cancelarse los pedidos pendientes de envío.", "يجب أولًا أن تُرسل الطلبات التي لم تُرسل بعد أو أن تُلغى.";
    delete_sure: "I want to delete my account for ever", "Quiero eliminar mi cuenta para siempre", "أريد حذف حسابي نهائيًا";
    delete_not_sure: "Tick this to go on.", "Marca esta casilla para continuar.", "ضع علامة هنا للمتابعة.";
    delete_button: "Delete my account", "Eliminar mi cuenta", "احذف حسابي";
    delete_done: "Your account is deleted.", "Tu cuenta se ha eliminado.", "حُذف حسابك.";
    delete_open_orders: "You have orders that are not sent yet. Wait until they are on their way, or cancel them.", "Tienes pedidos que aún no se han enviado. Espera a que salgan o cancélalos.", "لديك طلبات لم تُرسل بعد. انتظر حتى تُشحن أو ألغها.";
    delete_only_owner(seller): "You are the only owner of {seller}. Give it to somebody else first.", "Eres la única persona propietaria de {seller}. Cédela antes a otra persona.", "أنت المالك الوحيد لـ {seller}. سلّمه إلى شخص آخر أولًا.";
    delete_operator: "This account runs the shop. Another operator must take that from it first.", "Esta cuenta gestiona la tienda. Otra persona operadora debe quitarle antes ese permiso.", "هذا الحساب يدير المتجر. يجب أن يسحب مشغّل آخر هذه الصلاحية منه أولًا.";
}
