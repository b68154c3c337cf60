//! Coupons: the field in cart and checkout, why one is not taken, and the operator's page.
use super::texts;

texts! {
    coupon: "Coupon", "Cupón", "قسيمة";
    coupon_have: "Use a coupon", "Usar un cupón", "استخدم قسيمة";
    coupon_code: "Coupon code", "Código del cupón", "رمز القسيمة";
    coupon_apply: "Use it", "Usarlo", "استخدمها";
    coupon_remove(code): "Do not use {code}", "No usar {code}", "لا تستخدم {code}";
    coupon_removed: "The coupon is not used any more.", "El cupón ya no se usa.", "لم تعد القسيمة مستخدمة.";
    coupon_used(code): "{code} is used.", "Se usa {code}.", "القسيمة {code} مستخدمة.";
    coupon_taken(code, off): "{code} takes {off} off.", "{code} descuenta {off}.", "تخصم {code} مبلغ {off}.";
    coupon_malformed:
        "A coupon has 3 to 32 letters, digits and hyphens.",
        "Un cupón tiene de 3 a 32 letras, cifras y guiones.",
        "تتكون القسيمة من 3 إلى 32 حرفًا لاتينيًا أو رقمًا أو شرطة.";
    coupon_unknown(code): "There is no coupon {code}. Check how it is written.", "No hay ningún cupón {code}. Revisa cómo se escribe.", "لا توجد قسيمة {code}. تحقق من كتابتها.";
    coupon_paused(code): "{code} cannot be used at the moment.", "{code} no se puede usar por ahora.", "لا يمكن استخدام {code} حاليًا.";
    coupon_not_yet(code, day): "{code} begins on {day}.", "{code} empieza el {day}.", "تبدأ {code} في {day}.";
    coupon_ended(code, day): "{code} ended on {day}.", "{code} terminó el {day}.", "انتهت {code} في {day}.";
    coupon_used_up(code): "{code} has been used as often as it may.", "{code} ya se ha usado tantas veces como se podía.", "استُخدمت {code} بعدد المرات المسموح.";
    coupon_used_already(code): "You have used {code} already.", "Ya has usado {code}.", "لقد استخدمت {code} من قبل.";
    coupon_sign_in(code): "{code} is counted by account: sign in to use it.", "{code} se cuenta por cuenta: inicia sesión para usarlo.", "تُحتسب {code} لكل حساب: سجّل الدخول لاستخدامها.";
    coupon_only_for(code, what): "{code} is only for {what}; nothing of it is in your cart.", "{code} es solo para {what}; no tienes nada de eso en el carrito.", "{code} مخصصة لـ {what} فقط؛ ولا شيء منها في سلتك.";
    coupon_currency(code, currency): "{code} is for orders in {currency}.", "{code} es para pedidos en {currency}.", "{code} للطلبات بعملة {currency}.";
    coupon_add_more(code, missing): "Add {missing} more to use {code}.", "Añade {missing} más para usar {code}.", "أضف {missing} لاستخدام {code}.";
    coupon_add_more_of(code, missing, what): "Add {missing} more of {what} to use {code}.", "Añade {missing} más de {what} para usar {code}.", "أضف {missing} من {what} لاستخدام {code}.";
    coupon_takes_nothing(code): "{code} would take nothing off this cart.", "{code} no descontaría nada de este carrito.", "لن تخصم {code} شيئًا من هذه السلة.";

    operator_coupons: "Coupons", "Cupones", "القسائم";
    coupons_none_title: "No coupons yet", "Aún no hay cupones", "لا قسائم بعد";
    coupons_none_text: "Make one below: it can be used at once.", "Crea uno abajo: se puede usar al instante.", "أنشئ واحدة أدناه: يمكن استخدامها فورًا.";
    coupons_list: "Coupons", "Cupones", "القسائم";
    coupons_find: "Find a code, the platform's or a seller's", "Busca un código, de la plataforma o de un vendedor", "ابحث عن رمز للمنصة أو لبائع";
    coupons_find_none: "No code begins so.", "Ningún código empieza así.", "لا رمز يبدأ هكذا.";
    coupons_new: "A new coupon", "Un cupón nuevo", "قسيمة جديدة";
    coupon_what: "It gives", "Da", "تمنح";
    coupon_percent: "A share off", "Un porcentaje de descuento", "نسبة خصم";
    coupon_amount: "An amount off", "Un importe de descuento", "مبلغ خصم";
    coupon_free: "Free delivery", "Envío gratis", "توصيل مجاني";
    coupon_off(share): "{share} off", "{share} de descuento", "خصم {share}";
    coupon_value(code): "How much (% or {code})", "Cuánto (% o {code})", "المقدار (% أو {code})";
    coupon_value_hint: "Nothing for free delivery", "Nada si es envío gratis", "لا شيء للتوصيل المجاني";
    coupon_minimum(code): "From so much of goods on ({code})", "A partir de tanto en artículos ({code})", "ابتداءً من قيمة منتجات ({code})";
    coupon_most_off(code): "At the most off an order ({code})", "Descuento máximo por pedido ({code})", "أقصى خصم للطلب ({code})";
    coupon_most_off_hint: "Needed where the platform pays a share or the delivery", "Hace falta si la plataforma paga un porcentaje o el envío", "مطلوب إذا تحملت المنصة نسبة أو التوصيل";
    coupon_needs_ceiling: "Say the most that one order gets: sellers set their prices and delivery fees themselves.", "Indica el máximo por pedido: los vendedores fijan sus precios y gastos de envío.", "حدد أقصى ما يناله طلب واحد: فالبائعون يحددون أسعارهم ورسوم توصيلهم.";
    coupon_from: "First day", "Primer día", "أول يوم";
    coupon_until: "Last day", "Último día", "آخر يوم";
    coupon_day_hint: "Like 2026-12-25, in UTC", "Como 2026-12-25, en UTC", "مثل \u{2066}2026-12-25\u{2069} بالتوقيت العالمي";
    coupon_most: "Uses in all", "Usos en total", "مرات الاستخدام إجمالًا";
    coupon_most_each: "Uses per account", "Usos por cuenta", "مرات الاستخدام للحساب";
    coupon_category: "Only for a category", "Solo para una categoría", "لفئة فقط";
    coupon_seller: "Only for a seller", "Solo para un vendedor", "لبائع فقط";
    coupon_everything: "For everything", "Para todo", "لكل شيء";
    coupon_funded: "Who gives it", "Quién lo da", "من يتحمله";
    coupon_by_platform: "The platform: sellers earn the full price", "La plataforma: los vendedores cobran el precio completo", "المنصة: يحصل البائعون على السعر الكامل";
    coupon_by_seller: "The seller: commission is on the lower price", "El vendedor: la comisión es sobre el precio rebajado", "البائع: العمولة على السعر المخفض";
    coupon_make: "Make the coupon", "Crear el cupón", "إنشاء القسيمة";
    coupon_made(code): "{code} can be used now.", "{code} ya se puede usar.", "يمكن استخدام {code} الآن.";
    coupon_pause(code): "Stop {code}", "Detener {code}", "إيقاف {code}";
    coupon_resume(code): "Go on with {code}", "Reanudar {code}", "استئناف {code}";
    coupon_stopped: "Stopped", "Detenido", "موقوفة";
    coupon_open: "In use", "En uso", "مستخدمة";
    coupon_over: "Over", "Terminado", "منتهية";
    coupon_uses: "Uses", "Usos", "الاستخدامات";
    coupon_uses_of(n, most): "{n} of {most}", "{n} de {most}", "{n} من {most}";
    coupon_given: "Taken off", "Descontado", "المخصوم";
    coupon_cost: "Cost to the platform", "Coste para la plataforma", "كلفة المنصة";
    coupon_wrong_percent: "Write a share from 0.01 to 100.", "Escribe un porcentaje de 0.01 a 100.", "اكتب نسبة من 0.01 إلى 100.";
    coupon_wrong_amount: "Write an amount like 5 or 5.50.", "Escribe un importe como 5 o 5.50.", "اكتب مبلغًا مثل 5 أو 5.50.";
    coupon_wrong_day: "Write a day like 2026-12-25.", "Escribe un día como 2026-12-25.", "اكتب يومًا مثل \u{2066}2026-12-25\u{2069}.";
    coupon_wrong_end: "The last day is not before the first.", "El último día no es anterior al primero.", "آخر يوم ليس قبل الأول.";
    coupon_wrong_uses: "Write a number from 1 on, or nothing.", "Escribe un número desde 1, o nada.", "اكتب عددًا ابتداءً من 1، أو اتركه فارغًا.";
    coupon_wrong_scope: "Choose one of the list.", "Elige uno de la lista.", "اختر من القائمة.";
    coupon_needs_seller: "Choose the seller who gives it.", "Elige el vendedor que lo da.", "اختر البائع الذي يتحملها.";
    coupon_exists: "There is a coupon of this code.", "Ya hay un cupón con este código.", "توجد قسيمة بهذا الرمز.";
}
