//! Tax on sales: the rates that hold where, and what an operator says of them from a day on; and what a change of anything that
//! counts from a day on would have come to.
use super::texts;

texts! {
    tax_title: "Tax on sales", "Impuestos sobre las ventas", "ضرائب المبيعات";
    tax_text:
        "An order is taxed at the rate of the place that it goes to, at the moment when it is placed, and keeps it. General rates come with the platform; what is said here counts from its day on and can be taken back until then.",
        "Un pedido lleva el impuesto del lugar de destino, en el momento en que se hace, y lo conserva. Los tipos generales vienen con la plataforma; lo que se indica aquí rige desde su día y se puede retirar hasta entonces.",
        "يُفرض على الطلب معدل المكان الذي يُرسل إليه وقت تقديمه ويحتفظ به. المعدلات العامة تأتي مع المنصة، وما يُحدَّد هنا يسري من يومه ويمكن سحبه حتى ذلك الحين.";
    tax_place: "Country or region", "País o región", "البلد أو المنطقة";
    tax_no_place: "No place is called so.", "Ningún lugar se llama así.", "لا مكان بهذا الاسم.";
    tax_rate: "Rate", "Tipo", "المعدل";
    tax_none: "No tax", "Sin impuesto", "بلا ضريبة";
    tax_inclusive: "Prices include it", "Los precios lo incluyen", "الأسعار تشمله";
    tax_exclusive: "Added to the prices", "Se añade a los precios", "يُضاف إلى الأسعار";
    tax_with_shipping: "Delivery is taxed, too", "El envío también lleva impuesto", "التوصيل خاضع للضريبة أيضًا";
    tax_without_shipping: "Delivery is not taxed", "El envío no lleva impuesto", "التوصيل غير خاضع للضريبة";
    tax_general: "General rate", "Tipo general", "معدل عام";
    tax_set(day): "Set from {day} on", "Fijado desde el {day}", "محدَّد من {day}";
    tax_change_of(place): "Tax: {place}", "Impuesto: {place}", "الضريبة: {place}";
    tax_region: "One of its regions", "Una de sus regiones", "إحدى مناطقه";
    tax_percent: "Rate in percent", "Tipo en por ciento", "المعدل بالمئة";
    tax_percent_hint: "Like 21 or 8.875.", "Como 21 u 8.875.", "مثل 21 أو 8.875.";
    tax_wrong_rate: "Write a rate from 0 to 100 percent with at most four decimals, like 21 or 8.875.", "Escribe un tipo de 0 a 100 por ciento con cuatro decimales como máximo, como 21 u 8.875.", "اكتب معدلًا من 0 إلى 100 بالمئة بأربع منازل عشرية على الأكثر، مثل 21 أو 8.875.";
    tax_said(place): "Tax changed: {place}.", "Impuesto cambiado: {place}.", "تغيّرت الضريبة: {place}.";
    tax_begun: "Begun", "Empezado", "بدأ";
    tax_effect_none(days): "Nothing was ordered to there in the last {days} days.", "No se pidió nada para allí en los últimos {days} días.", "لم يُطلب شيء إلى هناك في آخر {days} يومًا.";
    tax_effect_orders: "Orders", "Pedidos", "الطلبات";
    tax_effect_was: "Tax as it was", "Impuesto como fue", "الضريبة كما كانت";
    tax_effect_would: "At this rate", "Con este tipo", "بهذا المعدل";
    tax_effect_regions: "By region", "Por región", "حسب المنطقة";
    tax_effect_latest(most): "Of what was not called off, the latest {most} parcels at the most. A region with a rate of its own keeps it.", "De lo que no se canceló, los últimos {most} envíos como máximo. Una región con tipo propio lo conserva.", "مما لم يُلغَ، أحدث {most} طرد على الأكثر. المنطقة التي لها معدل خاص تحتفظ به.";
    taken_back_none: "Nothing to take back", "Nada que retirar", "لا شيء لسحبه";
    taken_back_none_text: "It has begun, was taken back already, or was never said.", "Ya ha empezado, ya se retiró o nunca se indicó.", "لقد بدأ أو سُحب من قبل أو لم يُحدَّد قط.";
    effect_was: "As it was", "Como fue", "كما كان";
    effect_would: "As it would be", "Como sería", "كما سيكون";
    effect_returns: "Returns of these goods", "Devoluciones de estos artículos", "مرتجعات هذه البضائع";
    effect_late: "Asked for too late", "Pedidas demasiado tarde", "طُلبت بعد فوات الأوان";
    effect_labels: "Labels", "Etiquetas", "الملصقات";
    effect_months: "Months paid", "Meses pagados", "أشهر مدفوعة";
    effect_items: "Items sold", "Artículos vendidos", "القطع المبيعة";
    effect_fees: "Fees without tax", "Tarifas sin impuesto", "الرسوم بلا ضريبة";
    effect_nothing(days): "Nothing of this was charged in the last {days} days.", "No se cobró nada de esto en los últimos {days} días.", "لم يُحصَّل شيء من هذا في آخر {days} يومًا.";
    rates_effect_none(days): "Nobody read an order in this currency in the last {days} days.", "Nadie leyó un pedido en esta moneda en los últimos {days} días.", "لم يقرأ أحد طلبًا بهذه العملة في آخر {days} يومًا.";
    rates_effect_paid: "Paid in their own currency", "Pagado en su moneda", "المدفوع بعملتها";
    rates_effect_text: "What was read beside the price; what is charged never changes with a rate.", "Lo que se leyó junto al precio; lo que se cobra nunca cambia con un tipo.", "ما قُرئ بجانب السعر؛ أما المبلغ المحصَّل فلا يتغير بسعر الصرف.";
    wrap_title: "Price of gift wrap", "Precio del envoltorio de regalo", "سعر تغليف الهدايا";
    wrap_text: "What wrapping each seller's part of an order as a present costs its buyer. What was ordered before a change keeps its price.", "Lo que cuesta al comprador envolver como regalo la parte de cada vendedor. Lo pedido antes de un cambio conserva su precio.", "ما يدفعه المشتري لتغليف جزء كل بائع من الطلب كهدية. ما طُلب قبل التغيير يحتفظ بسعره.";
    wrap_price(code): "Price ({code})", "Precio ({code})", "السعر ({code})";
    wrap_price_hint: "Empty: nobody wraps.", "Vacío: nadie envuelve.", "فارغ: لا تغليف.";
    wrap_wrong_price: "Write an amount above nothing, like 3.00, or nothing at all.", "Escribe un importe mayor que cero, como 3.00, o nada.", "اكتب مبلغًا أكبر من الصفر مثل 3.00 أو اتركه فارغًا.";
    wrap_nobody: "Nobody wraps", "Nadie envuelve", "لا أحد يغلّف";
    wrap_parts: "Wrapped parts of orders", "Partes de pedidos envueltas", "أجزاء طلبات مغلّفة";
    tax_effect_too_much: "The sums are too large to be shown.", "Las sumas son demasiado grandes para mostrarse.", "المبالغ أكبر من أن تُعرض.";
}
