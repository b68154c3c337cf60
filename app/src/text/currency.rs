//! Texts about reading prices in another currency than the one that is charged, and the operator's page of rates.
use super::texts;

texts! {
    footer_currency: "Currency", "Moneda", "العملة";
    footer_currency_set: "Set currency", "Cambiar moneda", "تغيير العملة";
    about_amount(amount): "≈ {amount}", "≈ {amount}", "≈ {amount}";
    you_pay(charged): "You pay {charged}", "Pagas {charged}", "المبلغ المدفوع {charged}";
    rate_of(day): "exchange rate of {day}", "cambio del {day}", "سعر صرف يوم {day}";
    you_pay_about(charged, about, day):
        "You pay {charged}, about {about} at the exchange rate of {day}.",
        "Pagas {charged}, unos {about} al cambio del {day}.",
        "المبلغ المدفوع {charged}، أي نحو {about} بسعر صرف يوم {day}.";
    paid_about(charged, about, day):
        "{charged} was about {about} at the exchange rate of {day}.",
        "{charged} eran unos {about} al cambio del {day}.",
        "كان {charged} يساوي نحو {about} بسعر صرف يوم {day}.";
    pay_in(code, day):
        "You pay in {code}. Amounts with ≈ are only for reading, at the exchange rate of {day}.",
        "Pagas en {code}. Los importes con ≈ son orientativos, al cambio del {day}.",
        "الدفع بعملة {code}. المبالغ المسبوقة بعلامة ≈ للاطلاع فقط، بسعر صرف يوم {day}.";
    price_with_tax: "Tax included", "Impuestos incluidos", "السعر شامل الضريبة";
    price_without_tax: "plus tax, by your address", "más impuestos, según tu dirección", "تُضاف الضريبة حسب عنوانك";
    settings_language: "Language", "Idioma", "اللغة";
    settings_currency: "Prices in", "Precios en", "عرض الأسعار بعملة";
    settings_currency_hint(code): "You pay in {code}, whatever you read.", "Pagas en {code}, leas lo que leas.", "الدفع بعملة {code} مهما كانت عملة العرض.";

    operator_rates: "Exchange rates", "Tipos de cambio", "أسعار الصرف";
    rates_text(code):
        "With a rate, shoppers can read prices in that currency. They still pay in {code}. An order keeps the rate of its day.",
        "Con un tipo de cambio, la gente puede leer los precios en esa moneda. Sigue pagando en {code}. Cada pedido conserva el cambio de su día.",
        "عند إدخال سعر صرف يستطيع المتسوقون قراءة الأسعار بتلك العملة، ويبقى الدفع بعملة {code}. يحتفظ كل طلب بسعر يومه.";
    rates_now: "In force today", "Vigentes hoy", "السارية اليوم";
    rates_none_title: "No exchange rates yet", "Aún no hay tipos de cambio", "لا أسعار صرف بعد";
    rates_none_text: "Prices are shown as they are charged. Add a rate below.", "Los precios se muestran como se cobran. Añade un tipo abajo.", "تُعرض الأسعار كما تُحصَّل. أضف سعرًا أدناه.";
    rates_unit(code): "1 {code} is", "1 {code} son", "كل 1 {code} يساوي";
    rates_add: "Add a rate", "Añadir un tipo", "إضافة سعر";
    rates_base: "One unit of", "Una unidad de", "وحدة واحدة من";
    rates_quote: "in", "en", "بعملة";
    rates_value: "Rate", "Tipo", "السعر";
    rates_day: "From the day", "Desde el día", "اعتبارًا من يوم";
    rates_day_hint: "Like 2026-11-27. Empty: today.", "Como 2026-11-27. Vacío: hoy.", "مثل \u{2066}2026-11-27\u{2069}. إن تُرك فارغًا فاليوم.";
    rates_many: "Several at once", "Varios a la vez", "عدة أسعار معًا";
    rates_many_hint:
        "One in each line: from, to, rate and, if it is not today, the day. USD,EUR,0.92,2026-11-27",
        "Uno por línea: de, a, tipo y, si no es hoy, el día. USD,EUR,0.92,2026-11-27",
        "سعر في كل سطر: من، إلى، السعر، واليوم إن لم يكن اليوم. \u{2066}USD,EUR,0.92,2026-11-27\u{2069}";
    rates_history: "What was said", "Lo que se ha dicho", "سجل الأسعار";
    rates_source: "By", "Por", "المصدر";
    rates_by_operator: "operator", "operación", "المشغّل";
    rates_said_at: "At", "Cuándo", "الوقت";
    rates_asks(url): "Rates also come by themselves from {url}.", "También llegan solos desde {url}.", "تصل الأسعار تلقائيًا أيضًا من {url}.";
    rates_added(n):
        "{n, plural, one {# rate added.} other {# rates added.}}",
        "{n, plural, one {# tipo añadido.} many {# tipos añadidos.} other {# tipos añadidos.}}",
        "{n, plural, zero {لم يُضف أي سعر.} one {أُضيف سعر واحد.} two {أُضيف سعران.} few {أُضيفت # أسعار.} many {أُضيف # سعرًا.} other {أُضيف # سعر.}}";
    rates_known: "That was known already. Nothing was changed.", "Eso ya se sabía. No se ha cambiado nada.", "هذا معروف مسبقًا. لم يتغير شيء.";
    rates_bad_currency: "Write a currency's code, like EUR.", "Escribe el código de una moneda, como EUR.", "اكتب رمز عملة مثل EUR.";
    rates_same_currency: "Choose another currency than the first.", "Elige una moneda distinta de la primera.", "اختر عملة غير الأولى.";
    rates_bad_rate: "Write a rate like 0.92, more than nothing, with at most nine decimals.", "Escribe un tipo como 0.92, mayor que cero, con nueve decimales como máximo.", "اكتب سعرًا أكبر من صفر مثل 0.92 بتسع منازل عشرية على الأكثر.";
    rates_bad_day: "Write a day like 2026-11-27, at most a year ago and a month ahead.", "Escribe un día como 2026-11-27, como mucho un año atrás o un mes adelante.", "اكتب يومًا مثل \u{2066}2026-11-27\u{2069}، خلال السنة الماضية أو الشهر القادم.";
    rates_bad_line(n, problem): "Line {n}: {problem}", "Línea {n}: {problem}", "السطر {n}: {problem}";
    rates_no_line: "Write at least one line.", "Escribe al menos una línea.", "اكتب سطرًا واحدًا على الأقل.";
    rates_too_many(most): "At most {most} lines at once.", "Como máximo {most} líneas a la vez.", "{most} سطر على الأكثر في المرة الواحدة.";
}
