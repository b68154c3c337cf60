//! When something arrives and where it goes: product page, cart, checkout, order, and the seller's calendar.
use super::texts;

texts! {
    arrives: "Arrives", "Llega", "يصل";
    order_within: "Order within", "Pídelo en", "اطلب خلال";
    order_until(moment): "until {moment}", "hasta {moment}", "حتى {moment}";
    order_too_late:
        "The time to order for these days is over: they are being worked out again.",
        "El plazo para estas fechas ha terminado: se están calculando de nuevo.",
        "انتهى وقت الطلب لهذه الأيام: يُعاد حسابها.";

    place_to: "To", "A", "إلى";
    place_change: "Other postcode", "Otro código postal", "رمز بريدي آخر";
    place_choose: "Choose where it goes", "Elige a dónde va", "اختر وجهة التوصيل";
    place_country: "Another country", "Otro país", "بلد آخر";
    place_title: "Where shall it go?", "¿A dónde va?", "إلى أين التوصيل؟";
    place_text:
        "The delivery dates then are those for this place. It is kept in this browser only.",
        "Las fechas de entrega serán las de este lugar. Se guarda solo en este navegador.",
        "عندها تكون مواعيد التوصيل لهذا المكان. يُحفظ في هذا المتصفح فقط.";
    place_save: "Show delivery dates", "Ver fechas de entrega", "عرض مواعيد التوصيل";
    place_saved(place): "Delivery dates are for {place} now.", "Las fechas de entrega son ahora para {place}.", "مواعيد التوصيل الآن إلى {place}.";
    place_address:
        "Delivery dates are those for your default address.",
        "Las fechas de entrega son las de tu dirección principal.",
        "مواعيد التوصيل هي مواعيد عنوانك الافتراضي.";
    place_addresses: "Change it in your addresses", "Cámbiala en tus direcciones", "غيّره في عناوينك";

    parcel_of(n, all): "Parcel {n} of {all}", "Paquete {n} de {all}", "الطرد {n} من {all}";
    parcel_shipping: "Delivery of this parcel", "Envío de este paquete", "توصيل هذا الطرد";

    calendar_title: "When you work, and how long parcels take", "Cuándo trabajas y cuánto tardan los paquetes", "أوقات عملك ومدة وصول الطرود";
    calendar_text:
        "Delivery dates are worked out from this, for orders from now on.",
        "Con esto se calculan las fechas de entrega de los pedidos desde ahora.",
        "تُحسب منه مواعيد التوصيل للطلبات من الآن.";
    calendar_zone: "Your time zone", "Tu zona horaria", "منطقتك الزمنية";
    calendar_zone_wrong: "Choose a time zone of the list.", "Elige una zona horaria de la lista.", "اختر منطقة زمنية من القائمة.";
    calendar_rest: "You do not work on", "No trabajas los", "لا تعمل يوم";
    calendar_carrier_rest: "Your carrier does not deliver on", "Tu transportista no entrega los", "لا يوصل الناقل يوم";
    calendar_closed: "Days on which you are closed", "Días en que cierras", "أيام إغلاقك";
    calendar_closed_hint: "One date on each line, like 2026-12-25.", "Una fecha por línea, como 2026-12-25.", "تاريخ واحد في كل سطر، مثل \u{2066}2026-12-25\u{2069}.";
    calendar_closed_wrong(line): "“{line}” is no date. Write it like 2026-12-25.", "«{line}» no es una fecha. Escríbela como 2026-12-25.", "«{line}» ليس تاريخًا. اكتبه هكذا: \u{2066}2026-12-25\u{2069}.";
    calendar_closed_many(n): "Name at most {n} days.", "Indica como máximo {n} días.", "اذكر {n} يومًا على الأكثر.";
    calendar_carrier_keeps: "Nothing is delivered on these days either", "Esos días tampoco se entrega nada", "لا توصيل في هذه الأيام أيضًا";
    calendar_near_min: "Days on the way within your region, at best", "Días de viaje en tu región, como mínimo", "أيام النقل داخل منطقتك على الأقل";
    calendar_near_max: "Days on the way within your region, at worst", "Días de viaje en tu región, como máximo", "أيام النقل داخل منطقتك على الأكثر";
    calendar_abroad_min: "Days on the way abroad, at best", "Días de viaje al extranjero, como mínimo", "أيام النقل إلى الخارج على الأقل";
    calendar_abroad_max: "Days on the way abroad, at worst", "Días de viaje al extranjero, como máximo", "أيام النقل إلى الخارج على الأكثر";
    calendar_empty(min, max): "Empty: {min} to {max} days", "Vacío: de {min} a {max} días", "إن تُرك فارغًا: من {min} إلى {max} يومًا";
    calendar_days_wrong: "Write 1 to 90 days in both fields or in neither; the most is not less than the least.", "Escribe de 1 a 90 días en ambos campos o en ninguno; el máximo no es menor que el mínimo.", "اكتب من 1 إلى 90 يومًا في الحقلين أو اتركهما فارغين؛ والأكثر ليس أقل من الأقل.";
}
