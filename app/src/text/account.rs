//! Texts of the account: signing in and up, orders, addresses, cards, settings.
use super::texts;

texts! {
    label_password: "Password", "Contraseña", "كلمة المرور";
    entry_sign_up: "Create an account", "Crear una cuenta", "إنشاء حساب";
    entry_new: "New here?", "¿Es tu primera vez?", "جديد هنا؟";
    entry_wrong: "The e-mail or the password is not right.", "El correo o la contraseña no son correctos.", "البريد أو كلمة المرور غير صحيحين.";
    entry_too_many(seconds):
        "Too many attempts. Try again in {seconds} seconds.",
        "Demasiados intentos. Inténtalo de nuevo en {seconds} segundos.",
        "محاولات كثيرة. حاول بعد {seconds} ثانية.";
    entry_busy: "Many people are signing in right now. Try again in a moment.", "Hay mucha gente entrando ahora. Inténtalo en un momento.", "كثيرون يسجلون الدخول الآن. حاول بعد لحظات.";
    entry_common: "This password is too easy to guess. Choose another one.", "Esta contraseña es demasiado fácil de adivinar. Elige otra.", "كلمة المرور سهلة التخمين. اختر غيرها.";
    entry_link_expired: "This link is used up or too old. Sign up again.", "Este enlace ya se usó o caducó. Regístrate de nuevo.", "هذا الرابط مستخدم أو قديم. سجّل من جديد.";
    entry_check_mail: "Check your mail: we sent you what comes next.", "Mira tu correo: te enviamos los pasos siguientes.", "تفقّد بريدك: أرسلنا إليك الخطوة التالية.";
    entry_confirm: "Open your account", "Abre tu cuenta", "افتح حسابك";
    entry_confirm_button: "Open account and sign in", "Abrir la cuenta y entrar", "فتح الحساب وتسجيل الدخول";
    save: "Save", "Guardar", "حفظ";
    edit: "Edit", "Editar", "تعديل";
    is_default: "Default", "Predeterminada", "الافتراضي";
    make_default: "Make default", "Usar por defecto", "اجعله الافتراضي";
    settings_title: "Settings", "Ajustes", "الإعدادات";
    settings_one_click: "Buy with one click", "Comprar con un clic", "الشراء بنقرة واحدة";
    settings_password: "Password", "Contraseña", "كلمة المرور";
    settings_current: "Current password", "Contraseña actual", "كلمة المرور الحالية";
    settings_new: "New password", "Contraseña nueva", "كلمة المرور الجديدة";
    settings_wrong_password: "This is not your current password.", "Esta no es tu contraseña actual.", "هذه ليست كلمة مرورك الحالية.";
    settings_saved: "Saved.", "Guardado.", "تم الحفظ.";
    settings_everywhere: "Sign out on every device", "Cerrar sesión en todos los dispositivos", "تسجيل الخروج من كل الأجهزة";
    settings_signed_out: "You are signed out everywhere.", "Has cerrado sesión en todas partes.", "سُجّل خروجك من كل الأجهزة.";
    addresses_title: "Addresses", "Direcciones", "العناوين";
    addresses_empty_title: "No address yet", "Aún no hay direcciones", "لا عناوين بعد";
    addresses_empty_text: "Add one to buy with one click.", "Añade una para comprar con un clic.", "أضف عنوانًا للشراء بنقرة واحدة.";
    cards_too_many(most): "An account holds {most} cards. Remove one first.", "Una cuenta admite {most} tarjetas. Quita una primero.", "يتسع الحساب لعدد {most} من البطاقات. أزل واحدة أولًا.";
    addresses_too_many(most): "An address book holds {most} addresses. Remove one first.", "La libreta admite {most} direcciones. Quita una primero.", "يتسع الدفتر لعدد {most} من العناوين. أزل واحدًا أولًا.";
    address_add: "Add an address", "Añadir una dirección", "إضافة عنوان";
    address_edit: "Edit address", "Editar la dirección", "تعديل العنوان";
    address_default: "Use it for one click", "Usarla para un clic", "استخدمه للنقرة الواحدة";
    address_saved: "The address is saved.", "La dirección se ha guardado.", "حُفظ العنوان.";
    address_removed: "The address is removed.", "La dirección se ha quitado.", "أُزيل العنوان.";
    cards_title: "Cards", "Tarjetas", "البطاقات";
    cards_empty_title: "No card yet", "Aún no hay tarjetas", "لا بطاقات بعد";
    cards_empty_text: "We keep a token from the payment processor, never the number.", "Guardamos un código del procesador de pagos, nunca el número.", "نحتفظ برمز من معالج الدفع وليس بالرقم أبدًا.";
    card_add: "Add a card", "Añadir una tarjeta", "إضافة بطاقة";
    label_card_name: "Name on the card", "Nombre en la tarjeta", "الاسم على البطاقة";
    card_saved: "The card is saved.", "La tarjeta se ha guardado.", "حُفظت البطاقة.";
    card_removed: "The card is removed.", "La tarjeta se ha quitado.", "أُزيلت البطاقة.";

    orders_empty_title: "No orders yet", "Aún no hay pedidos", "لا طلبات بعد";
    orders_empty_text: "What you order appears here with its way to you.", "Lo que pidas aparecerá aquí con su recorrido.", "ما تطلبه يظهر هنا مع مساره إليك.";
    orders_older: "Older orders", "Pedidos anteriores", "طلبات أقدم";
    orders_find: "Find an order", "Buscar un pedido", "البحث عن طلب";
    orders_words: "Product, seller or order number", "Producto, vendedor o número de pedido", "منتج أو بائع أو رقم طلب";
    orders_state: "State", "Estado", "الحالة";
    orders_any_state: "Any", "Cualquiera", "أي حالة";
    orders_from: "From", "Desde", "من";
    orders_until: "Until", "Hasta", "إلى";
    orders_search: "Search", "Buscar", "بحث";
    orders_all: "All orders", "Todos los pedidos", "كل الطلبات";
    orders_none_title: "No order fits", "Ningún pedido coincide", "لا طلب مطابق";
    orders_none_text: "Try fewer words, another state or other days.", "Prueba con menos palabras, otro estado u otras fechas.", "جرّب كلمات أقل أو حالة أخرى أو أيامًا أخرى.";
    again: "Buy it again", "Volver a comprar", "الشراء مجددًا";
    again_other(n):
        "{n, plural, one {One product is no longer to be had from its seller: we took the best offer of it.} other {# products are no longer to be had from their sellers: we took the best offers of them.}}",
        "{n, plural, one {Un producto ya no lo ofrece su vendedor: hemos elegido la mejor oferta.} many {# productos ya no los ofrecen sus vendedores: hemos elegido las mejores ofertas.} other {# productos ya no los ofrecen sus vendedores: hemos elegido las mejores ofertas.}}",
        "{n, plural, zero {لم يتغير أي بائع.} one {منتج واحد لم يعد متوفرًا لدى بائعه: اخترنا أفضل عرض له.} two {منتجان لم يعودا متوفرين لدى بائعيهما: اخترنا أفضل عرض لكل منهما.} few {# منتجات لم تعد متوفرة لدى بائعيها: اخترنا أفضل عروضها.} many {# منتجًا لم تعد متوفرة لدى بائعيها: اخترنا أفضل عروضها.} other {# منتج لم تعد متوفرة لدى بائعيها: اخترنا أفضل عروضها.}}";
    again_gone(titles): "No longer to be had: {titles}", "Ya no está disponible: {titles}", "لم يعد متوفرًا: {titles}";
    bought_before: "Bought before", "Comprado antes", "اشتريته من قبل";
    order_title: "Your order", "Tu pedido", "طلبك";
    order_mail_sent: "We send a confirmation to", "Enviamos una confirmación a", "نرسل تأكيدًا إلى";
    order_awaiting: "Waiting for payment", "A la espera del pago", "بانتظار الدفع";
    order_placed: "In progress", "En curso", "قيد التنفيذ";
    order_completed: "Completed", "Completado", "مكتمل";
    order_was_cancelled: "Cancelled", "Cancelado", "ملغى";
    order_not_paid: "Not paid", "Sin pagar", "غير مدفوع";
    order_not_paid_text: "The card was declined or not confirmed. You were not charged, and nothing will be sent.", "La tarjeta fue rechazada o no se confirmó. No se te ha cobrado y no se enviará nada.", "رُفضت البطاقة أو لم تُؤكَّد. لم يُخصم منك شيء ولن يُرسل شيء.";
    order_steps: "Where it is", "Dónde está", "أين وصل";
    step_ordered: "Ordered", "Pedido", "تم الطلب";
    step_preparing: "Being prepared", "En preparación", "قيد التجهيز";
    step_partly_shipped: "Partly on its way", "Enviado en parte", "شُحن جزئيًا";
    step_shipped: "On its way", "En camino", "في الطريق";
    step_delivered: "Delivered", "Entregado", "تم التسليم";
    step_cancelled: "Cancelled", "Cancelado", "ملغى";
    order_cancel: "Cancel this part", "Cancelar esta parte", "إلغاء هذا الجزء";
    order_cancelled: "Cancelled. You are not charged for it.", "Cancelado. No se te cobra.", "أُلغي. لن يُخصم منك شيء مقابله.";
    order_rest_cancelled(n, reason):
        "{n, plural, one {# unit was not sent: {reason}. You are not charged for it.} other {# units were not sent: {reason}. You are not charged for them.}}",
        "{n, plural, one {No se envió # unidad: {reason}. No se te cobra.} many {No se enviaron # unidades: {reason}. No se te cobran.} other {No se enviaron # unidades: {reason}. No se te cobran.}}",
        "{n, plural, zero {أُرسل كل شيء: {reason}.} one {لم تُرسل قطعة واحدة: {reason}. لن يُخصم منك شيء مقابلها.} two {لم تُرسل قطعتان: {reason}. لن يُخصم منك شيء مقابلهما.} few {لم تُرسل # قطع: {reason}. لن يُخصم منك شيء مقابلها.} many {لم تُرسل # قطعة: {reason}. لن يُخصم منك شيء مقابلها.} other {لم تُرسل # قطعة: {reason}. لن يُخصم منك شيء مقابلها.}}";
    order_reason: "Reason", "Motivo", "السبب";
    order_parcel: "Parcel with", "Paquete con", "الطرد مع";
    carrier_own: "the seller's own driver", "el transporte del vendedor", "سائق البائع";
}
