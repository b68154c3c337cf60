//! Texts of webhooks: the seller's endpoints and their log.
use super::texts;

texts! {
    hooks_title: "Webhooks", "Webhooks", "خطافات الويب";
    hooks_text: "Your own programs are told when something happens, signed as Standard Webhooks says. A message has ids; the rest is read by the API.", "Tus propios programas se enteran cuando pasa algo, con la firma de Standard Webhooks. Un mensaje lleva identificadores; lo demás se lee con la API.", "تُبلَّغ برامجك عندما يحدث شيء، موقَّعًا وفق Standard Webhooks. تحمل الرسالة معرّفات، ويُقرأ الباقي عبر الواجهة البرمجية.";
    hooks_none_title: "No endpoints yet", "Todavía no hay destinos", "لا وجهات بعد";
    hooks_none_text: "Add the address of a program that should be told.", "Añade la dirección de un programa que deba enterarse.", "أضف عنوان برنامج ينبغي أن يُبلَّغ.";
    hooks_list: "Endpoints", "Destinos", "الوجهات";
    hooks_one: "Endpoint", "Destino", "الوجهة";
    hooks_make: "Add an endpoint", "Añadir un destino", "أضف وجهة";
    hooks_edit: "Address and events", "Dirección y eventos", "العنوان والأحداث";
    hooks_url: "Address", "Dirección", "العنوان";
    hooks_url_hint: "Starts with https:// and can be reached from everywhere.", "Empieza por https:// y se alcanza desde cualquier lugar.", "يبدأ بـ https:// ويمكن الوصول إليه من أي مكان.";
    hooks_kinds: "What it is told", "De qué se entera", "ما يُبلَّغ به";
    hooks_save: "Save", "Guardar", "حفظ";
    hooks_on: "On", "Activo", "يعمل";
    hooks_off: "Off", "Desactivado", "متوقف";
    hooks_broken: "Turned off", "Desactivado por fallos", "أُوقف لأعطاله";
    hooks_broken_text: "It took no message for days, or said that it is gone, so nothing is sent there. Mend it, turn it on, and send again what it missed.", "No aceptó ningún mensaje durante días, o dijo que ya no existe, así que no se le envía nada. Arréglalo, actívalo y reenvía lo que faltó.", "لم تقبل أي رسالة منذ أيام، أو قالت إنها لم تعد موجودة، فلا يُرسل إليها شيء. أصلحها ثم شغّلها وأعد إرسال ما فاتها.";
    hooks_turn_on: "Turn on", "Activar", "شغّل";
    hooks_turn_off: "Turn off", "Desactivar", "أوقف";
    hooks_rotate: "New secret", "Nuevo secreto", "سر جديد";
    hooks_remove: "Remove", "Quitar", "إزالة";
    hooks_test: "Send a test", "Enviar una prueba", "أرسل تجربة";
    hooks_secret: "The endpoint's secret", "El secreto del destino", "سر الوجهة";
    hooks_secret_text: "It is shown this one time. Your program checks with it that messages come from this shop.", "Se muestra solo esta vez. Tu programa comprueba con él que los mensajes vienen de esta tienda.", "يظهر هذه المرة فقط. يتحقق به برنامجك من أن الرسائل من هذا المتجر.";
    hooks_pending: "On its way", "En camino", "في الطريق";
    hooks_delivered: "Delivered", "Entregado", "سُلّمت";
    hooks_failed: "Given up", "Abandonado", "تُركت";
    hooks_log: "What was sent", "Lo enviado", "ما أُرسل";
    hooks_log_none: "Nothing was sent yet.", "Todavía no se ha enviado nada.", "لم يُرسل شيء بعد.";
    hooks_older: "Older", "Anteriores", "أقدم";
    hooks_tries: "Tries", "Intentos", "المحاولات";
    hooks_next: "Tried again at", "Se intenta de nuevo a las", "المحاولة التالية في";
    hooks_body: "Body", "Cuerpo", "المحتوى";
    hooks_replay: "Send again", "Enviar de nuevo", "أرسل مجددًا";
    hooks_made: "The endpoint was added.", "Se añadió el destino.", "أُضيفت الوجهة.";
    hooks_saved: "The endpoint was changed.", "Se cambió el destino.", "تغيّرت الوجهة.";
    hooks_rotated: "The old secret signs as well for 24 hours.", "El secreto anterior también firma durante 24 horas.", "يوقّع السر القديم أيضًا لمدة 24 ساعة.";
    hooks_removed: "The endpoint was removed.", "Se quitó el destino.", "أُزيلت الوجهة.";
    hooks_tested: "A test is on its way.", "La prueba está en camino.", "التجربة في الطريق.";
    hooks_replayed: "The message is on its way again.", "El mensaje está de nuevo en camino.", "الرسالة في الطريق مجددًا.";
    hooks_wrong_url: "Write an address that starts with https://, without user, password or #.", "Escribe una dirección que empiece por https://, sin usuario, contraseña ni #.", "اكتب عنوانًا يبدأ بـ https:// دون مستخدم أو كلمة مرور أو #.";
    hooks_nothing_told: "Choose at least one thing.", "Elige al menos una cosa.", "اختر شيئًا واحدًا على الأقل.";
    hooks_too_many(most): "A seller has {most} endpoints at the most. Remove one first.", "Un vendedor tiene {most} destinos como mucho. Quita uno antes.", "للبائع {most} وجهة على الأكثر. أزل واحدة أولًا.";
    hooks_is_off: "The endpoint is off. Turn it on first.", "El destino está desactivado. Actívalo antes.", "الوجهة متوقفة. شغّلها أولًا.";
    hooks_underway: "It is on its way already.", "Ya está en camino.", "إنها في الطريق بالفعل.";
}
