//! Texts of the shop on a phone: installed, without a network, with messages.
use super::texts;

texts! {
    manifest_home: "The shop's home page", "La portada de la tienda", "صفحة المتجر الرئيسية";

    offline_title: "You are offline", "Estás sin conexión", "أنت غير متصل بالإنترنت";
    offline_text:
        "This page needs a connection. What you have seen is still here.",
        "Esta página necesita conexión. Lo que ya has visto sigue aquí.",
        "تحتاج هذه الصفحة إلى اتصال. ما شاهدته سابقًا ما زال هنا.";
    offline_again: "Try again", "Volver a intentarlo", "حاول مرة أخرى";
    offline_waiting: "Waiting for a connection", "En espera de conexión", "بانتظار الاتصال";
    offline_waiting_text:
        "These changes to your cart are sent once you are back online.",
        "Estos cambios del carrito se envían en cuanto vuelvas a tener conexión.",
        "تُرسل هذه التغييرات في سلتك فور عودة الاتصال.";
    offline_cart: "Your cart, as you last saw it", "Tu carrito, como lo viste por última vez", "سلتك كما رأيتها آخر مرة";
    offline_cart_open: "Open the cart", "Abrir el carrito", "افتح السلة";
    offline_seen: "Pages you have seen", "Páginas que has visto", "صفحات شاهدتها";
    offline_none:
        "No pages are kept on this device yet.",
        "Aún no hay páginas guardadas en este dispositivo.",
        "لا توجد صفحات محفوظة على هذا الجهاز بعد.";
    waiting_add: "Add", "Añadir", "إضافة";
    waiting_set: "Quantity", "Cantidad", "الكمية";
    kept_title: "You are offline.", "Estás sin conexión.", "أنت غير متصل بالإنترنت.";
    kept_text:
        "Prices and stock may have changed. Last seen:",
        "Los precios y las existencias pueden haber cambiado. Visto por última vez:",
        "قد تكون الأسعار والكميات تغيرت. آخر مشاهدة:";
    not_ordered_offline:
        "Not ordered: you are offline. Your form is still here; try again when you are back online.",
        "No se ha pedido: estás sin conexión. Tu formulario sigue aquí; inténtalo cuando vuelvas a tener conexión.",
        "لم يُرسل الطلب: أنت غير متصل بالإنترنت. ما زال النموذج هنا؛ حاول مجددًا عند عودة الاتصال.";
    not_sure_ordered:
        "The shop did not answer, so we do not know yet whether this was ordered. Press again: the same press never orders twice.",
        "La tienda no respondió y aún no sabemos si se ha pedido. Vuelve a pulsar: la misma pulsación nunca pide dos veces.",
        "لم يرد المتجر، فلا نعرف بعد إن كان الطلب قد تم. اضغط مرة أخرى: الضغطة نفسها لا تطلب مرتين أبدًا.";

    scan_title: "Find by barcode", "Buscar por código de barras", "البحث بالرمز الشريطي";
    scan_text:
        "Type the number under the bars, or let the camera read it.",
        "Escribe el número que hay bajo las barras o deja que lo lea la cámara.",
        "اكتب الرقم أسفل الخطوط أو دع الكاميرا تقرؤه.";
    scan_camera: "Use the camera", "Usar la cámara", "استخدام الكاميرا";
    scan_looking: "Hold the bars along the line.", "Pon las barras a lo largo de la línea.", "ضع الخطوط بمحاذاة الخط.";
    scan_denied:
        "The camera is blocked. Allow it in the browser's settings for this site, or type the number.",
        "La cámara está bloqueada. Permítela en los ajustes del navegador para este sitio o escribe el número.",
        "الكاميرا محظورة. اسمح بها في إعدادات المتصفح لهذا الموقع أو اكتب الرقم.";
    scan_none:
        "No camera was found here. Type the number instead.",
        "No se ha encontrado ninguna cámara. Escribe el número.",
        "لم نعثر على كاميرا هنا. اكتب الرقم بدلًا من ذلك.";
    scan_number: "Number under the bars", "Número bajo las barras", "الرقم أسفل الخطوط";
    scan_hint: "8, 12 or 13 digits", "8, 12 o 13 cifras", "8 أو 12 أو 13 رقمًا";
    scan_find: "Find", "Buscar", "ابحث";

    install_title: "Keep the shop at hand", "Ten la tienda a mano", "أبقِ المتجر في متناول يدك";
    install_text:
        "Install it: it opens faster and shows your cart and orders without a connection.",
        "Instálala: se abre más rápido y muestra tu carrito y tus pedidos sin conexión.",
        "ثبّته: يفتح أسرع ويعرض سلتك وطلباتك من دون اتصال.";
    install_yes: "Install", "Instalar", "تثبيت";
    install_no: "Not now", "Ahora no", "ليس الآن";

    notifications_title: "Notifications", "Notificaciones", "الإشعارات";
    notifications_text:
        "What we tell you about your parcels and messages, and how.",
        "Qué te contamos de tus paquetes y mensajes, y cómo.",
        "ما نخبرك به عن طرودك ورسائلك، وكيف.";
    notifications_page: "Beside the bell", "Junto a la campana", "بجانب الجرس";
    notifications_question: "When a shopper asks about something your shop sells", "Cuando un comprador pregunta por algo que vende tu tienda", "عندما يسأل مشترٍ عن شيء يبيعه متجرك";
    notifications_appeal: "When we decide about an appeal", "Cuando decidimos sobre un recurso", "عندما نبتّ في اعتراض";
    notifications_report: "When we decide about something you reported", "Cuando decidimos sobre algo que denunciaste", "عندما نبتّ في شيء أبلغت عنه";
    notifications_shipped: "When a parcel leaves", "Cuando sale un paquete", "عند خروج طرد";
    notifications_delivered: "When a parcel arrives", "Cuando llega un paquete", "عند وصول طرد";
    notifications_sale: "When your shop has sold something", "Cuando tu tienda ha vendido algo", "عندما يبيع متجرك شيئًا";
    notifications_payout: "When your shop is paid out", "Cuando se paga a tu tienda", "عند الدفع لمتجرك";
    notifications_stock: "When something your shop sells is sold out", "Cuando se agota algo que vende tu tienda", "عند نفاد شيء مما يبيعه متجرك";
    notifications_return: "When a shopper wants to return something", "Cuando un comprador quiere devolver algo", "عندما يريد مشترٍ إرجاع شيء";
    notifications_dispute: "When a buyer’s bank takes a payment back", "Cuando el banco de un comprador retira un pago", "عندما يسترجع مصرف مشترٍ دفعة";
    notifications_health: "When your shop’s health comes close to a limit", "Cuando la salud de tu tienda se acerca a un límite", "عندما تقترب مؤشرات متجرك من الحد";
    notifications_mail_always: "An e-mail is always sent.", "Siempre se envía un correo.", "يُرسل بريد إلكتروني دائمًا.";
    notifications_push: "Message on my devices", "Mensaje en mis dispositivos", "رسالة على أجهزتي";
    notifications_mail: "E-mail", "Correo electrónico", "بريد إلكتروني";
    devices_title: "Devices", "Dispositivos", "الأجهزة";
    devices_none: "No device gets messages yet.", "Ningún dispositivo recibe mensajes todavía.", "لا يتلقى أي جهاز رسائل بعد.";
    devices_since(day): "Since {day}", "Desde el {day}", "منذ {day}";
    device_this: "This device", "Este dispositivo", "هذا الجهاز";
    device_add: "Get messages on this device", "Recibir mensajes en este dispositivo", "تلقَّ الرسائل على هذا الجهاز";
    device_added: "This device gets messages now.", "Este dispositivo ya recibe mensajes.", "يتلقى هذا الجهاز الرسائل الآن.";
    device_removed: "This device gets no more messages.", "Este dispositivo ya no recibe mensajes.", "لن يتلقى هذا الجهاز رسائل بعد الآن.";
    device_cannot:
        "This browser cannot receive messages. Installing the shop helps on some phones.",
        "Este navegador no puede recibir mensajes. En algunos teléfonos ayuda instalar la tienda.",
        "لا يستطيع هذا المتصفح تلقي الرسائل. قد يفيد تثبيت المتجر على بعض الهواتف.";
    device_denied:
        "Messages from this shop are blocked in the browser. Allow them in its settings for this site.",
        "El navegador bloquea los mensajes de esta tienda. Permítelos en los ajustes del sitio.",
        "المتصفح يحظر رسائل هذا المتجر. اسمح بها في إعدادات الموقع.";
    device_failed:
        "The browser could not set up messages. Try again later.",
        "El navegador no pudo activar los mensajes. Inténtalo más tarde.",
        "تعذّر على المتصفح تفعيل الرسائل. حاول لاحقًا.";
    devices_too_many(most):
        "{most, plural, one {# device} other {# devices}} at the most. Remove one first.",
        "Como máximo {most, plural, one {# dispositivo} many {# dispositivos} other {# dispositivos}}. Quita uno antes.",
        "الحد الأقصى {most, plural, zero {# جهاز} one {جهاز واحد} two {جهازان} few {# أجهزة} many {# جهازًا} other {# جهاز}}. أزل واحدًا أولًا.";
}
