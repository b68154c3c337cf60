//! Texts of the buy box and of sellers' health: the product page, the seller's and the operator's pages.
use super::texts;

texts! {
    why_gates(mine):
        "It costs {mine} with delivery. Other offers are sold out, or their sellers do not keep this shop's standards.",
        "Cuesta {mine} con el envío. Las demás ofertas están agotadas o sus vendedores no cumplen las normas de esta tienda.",
        "يكلف {mine} مع التوصيل. العروض الأخرى نفدت، أو لا يلتزم بائعوها بمعايير هذا المتجر.";
    why_arrives(mine, day, other):
        "It costs {mine} with delivery, no more than any other, and arrives sooner: by {day} instead of {other}.",
        "Cuesta {mine} con el envío, no más que ninguna otra, y llega antes: el {day} en vez del {other}.",
        "يكلف {mine} مع التوصيل، ليس أكثر من غيره، ويصل أبكر: بحلول {day} بدلًا من {other}.";
    why_stock(mine):
        "It costs {mine} with delivery, no more than any other, arrives as soon, and more of it is in stock.",
        "Cuesta {mine} con el envío, no más que ninguna otra, llega igual de pronto y quedan más unidades.",
        "يكلف {mine} مع التوصيل، ليس أكثر من غيره، ويصل في الموعد نفسه، والمتوفر منه أكثر.";
    why_record(mine):
        "It costs {mine} with delivery, no more than any other, arrives as soon, and its seller has had fewer complaints.",
        "Cuesta {mine} con el envío, no más que ninguna otra, llega igual de pronto y su vendedor ha tenido menos quejas.",
        "يكلف {mine} مع التوصيل، ليس أكثر من غيره، ويصل في الموعد نفسه، وشكاوى بائعه أقل.";
    why_longer(mine):
        "It costs {mine} with delivery, no more than any other, and has been offered here the longest.",
        "Cuesta {mine} con el envío, no más que ninguna otra, y es la que lleva más tiempo aquí.",
        "يكلف {mine} مع التوصيل، ليس أكثر من غيره، وهو معروض هنا منذ أطول مدة.";
    offers_all: "All offers", "Todas las ofertas", "كل العروض";
    offers_of(title): "Offers of {title}", "Ofertas de {title}", "عروض {title}";
    offers_back: "Back to the product", "Volver al producto", "العودة إلى المنتج";
    offers_order: "In stock, lowest price first, before delivery.", "Disponibles, el precio más bajo primero, sin envío.", "متوفرة، الأقل سعرًا أولًا قبل التوصيل.";
    offers_pages: "Pages of offers", "Páginas de ofertas", "صفحات العروض";
    offers_cheaper: "Cheaper ones", "Más baratas", "الأرخص";
    offers_dearer: "More offers", "Más ofertas", "عروض أخرى";

    box_won: "In the buy box", "En la caja de compra", "في مربع الشراء";
    box_lost: "Not in the buy box", "Fuera de la caja de compra", "خارج مربع الشراء";
    box_why_only: "No other offer can be bought.", "No se puede comprar ninguna otra oferta.", "لا يمكن شراء أي عرض آخر.";
    box_why_gates: "The others are sold out, or their sellers fail a limit.", "Las demás están agotadas o sus vendedores superan un límite.", "العروض الأخرى نفدت أو تجاوز بائعوها حدًّا.";
    box_why_new: "It is new; the others are used.", "Es nueva; las demás son usadas.", "منتجك جديد والأخرى مستعملة.";
    box_why_price(other): "It costs least with delivery; the next costs {other}.", "Es la que menos cuesta con el envío; la siguiente cuesta {other}.", "الأقل كلفة مع التوصيل؛ التالي يكلف {other}.";
    box_why_days: "It costs no more than the next, and arrives sooner.", "No cuesta más que la siguiente y llega antes.", "لا يكلف أكثر من التالي ويصل أبكر.";
    box_why_stock: "It costs no more than the next, and more of it is in stock.", "No cuesta más que la siguiente y quedan más unidades.", "لا يكلف أكثر من التالي والمتوفر منه أكثر.";
    box_why_record: "It costs no more than the next, and you have fewer order defects.", "No cuesta más que la siguiente y tienes menos pedidos con defectos.", "لا يكلف أكثر من التالي وعيوب طلباتك أقل.";
    box_why_longer: "It costs no more than the next, and has been offered longer.", "No cuesta más que la siguiente y lleva más tiempo.", "لا يكلف أكثر من التالي ومعروض منذ مدة أطول.";
    box_winner(cost): "The offer in the box costs {cost} with delivery.", "La oferta de la caja cuesta {cost} con el envío.", "العرض الموجود في المربع يكلف {cost} مع التوصيل.";
    box_sold_out: "Yours is sold out: add stock.", "La tuya está agotada: añade existencias.", "نفد عرضك: أضف مخزونًا.";
    box_not_selling: "Yours is not for sale now.", "La tuya no está a la venta ahora.", "عرضك غير معروض للبيع الآن.";
    box_gate(measure): "Your shop fails a limit: {measure}.", "Tu tienda supera un límite: {measure}.", "تجاوز متجرك حدًّا: {measure}.";
    box_used: "New goods come first, and yours is used.", "Lo nuevo va primero, y la tuya es usada.", "الجديد أولًا، وعرضك مستعمل.";
    box_not_delivered: "Your shipping table does not deliver it there.", "Tu tabla de envíos no lo envía allí.", "جدول الشحن لديك لا يوصّله إلى هناك.";
    box_currency: "Your price is in another currency than the shop's.", "Tu precio está en otra moneda que la de la tienda.", "سعرك بعملة غير عملة المتجر.";
    box_would_win(price, landed): "It would win at a price of {price} ({landed} with delivery) or less.", "Ganaría con un precio de {price} ({landed} con el envío) o menos.", "يفوز بسعر {price} أو أقل ({landed} مع التوصيل).";
    box_delivery_too_dear: "Your delivery alone costs more than the offer in the box.", "Tu envío solo ya cuesta más que la oferta de la caja.", "توصيلك وحده يكلف أكثر من العرض في المربع.";
    box_price_is_fine: "Your price is low enough once that is put right.", "Tu precio ya basta en cuanto lo soluciones.", "سعرك منخفض بما يكفي بعد تصحيح ذلك.";

    seller_health: "Health", "Salud", "المؤشرات";
    desk_health_failed: "Your shop's health is past a limit.", "La salud de tu tienda ha superado un límite.", "تجاوزت مؤشرات متجرك حدًّا.";
    desk_health_near: "Your shop's health is close to a limit.", "La salud de tu tienda está cerca de un límite.", "مؤشرات متجرك قريبة من حد.";
    desk_health_look: "See your health", "Ver tu salud", "عرض المؤشرات";
    health_intro:
        "What counts are the orders of the last 60 days. A rate decides from 30 orders on, and never for one single mishap. Past a limit, other sellers' offers are shown first.",
        "Cuentan los pedidos de los últimos 60 días. Una tasa decide a partir de 30 pedidos y nunca por un solo fallo. Por encima de un límite se muestran antes las ofertas de otros.",
        "تُحسب طلبات آخر 60 يومًا. لا يؤثر المعدل قبل 30 طلبًا ولا بسبب خطأ واحد. وبعد تجاوز حد تُعرض عروض البائعين الآخرين أولًا.";
    health_counted_at(at): "Counted {at}", "Contado el {at}", "أُحصي في {at}";
    health_not_yet: "Nothing has been counted yet. It is done every five minutes.", "Aún no se ha contado nada. Se hace cada cinco minutos.", "لم يُحصَ شيء بعد. يجري ذلك كل خمس دقائق.";
    health_defects: "Orders with a defect", "Pedidos con defectos", "طلبات بها عيب";
    health_defects_text: "Something came back because it was damaged, defective, wrong or not as described, or the buyer said so to a bank and you have not won.", "Algo se devolvió por estar dañado, defectuoso, equivocado o distinto de lo descrito, o el comprador lo dijo a su banco y no has ganado.", "أُعيد شيء لأنه تالف أو معيب أو خاطئ أو لا يطابق الوصف، أو قال المشتري ذلك لمصرفه ولم تكسب النزاع.";
    health_late: "Shipped late", "Enviados tarde", "شُحنت متأخرة";
    health_late_text: "The first parcel left after the promised day, or should have left by now.", "El primer paquete salió después del día prometido, o ya debería haber salido.", "غادر أول طرد بعد اليوم الموعود، أو كان يجب أن يغادر.";
    health_cancelled: "Cancelled by you", "Cancelados por ti", "ألغيتها أنت";
    health_cancelled_text: "Out of stock, could not be shipped, or a wrong price.", "Sin existencias, no se pudo enviar o precio equivocado.", "نفد المخزون أو تعذّر الشحن أو سعر خاطئ.";
    health_tracked: "Parcels with tracking", "Paquetes con seguimiento", "طرود قابلة للتتبّع";
    health_tracked_text: "Parcels that left with a tracking number.", "Paquetes que salieron con número de seguimiento.", "طرود غادرت برقم تتبّع.";
    health_answered: "Returns answered in time", "Devoluciones respondidas a tiempo", "إرجاعات أُجيب عنها في الوقت";
    health_answered_text: "Requests for returns answered within 48 hours. Only warned about.", "Solicitudes de devolución respondidas en 48 horas. Solo se avisa.", "طلبات إرجاع أُجيب عنها خلال 48 ساعة. للتنبيه فقط.";
    health_replied: "Messages answered in time", "Mensajes respondidos a tiempo", "رسائل أُجيب عنها في الوقت";
    health_replied_text: "Shoppers who had an answer within 24 hours of writing. Only warned about.", "Compradores que tuvieron respuesta en las 24 horas siguientes a escribir. Solo se avisa.", "متسوقون تلقوا ردًا خلال 24 ساعة من كتابتهم. للتنبيه فقط.";
    health_limit_below(limit): "must stay below {limit}", "debe quedar por debajo de {limit}", "يجب أن يبقى دون {limit}";
    health_limit_least(limit): "must be at least {limit}", "debe ser al menos {limit}", "يجب ألا يقل عن {limit}";
    health_of(mishaps, of): "{mishaps} of {of}", "{mishaps} de {of}", "{mishaps} من {of}";
    health_no_rate: "no orders", "sin pedidos", "لا طلبات";
    health_good: "Good", "Bien", "جيد";
    health_near: "Close to the limit", "Cerca del límite", "قريب من الحد";
    health_failed: "Past the limit", "Límite superado", "تجاوز الحد";
    health_too_few: "Too few to count", "Muy pocos para contar", "أقل من أن تُحسب";
    health_recover(n):
        "{n, plural, one {# more without a mishap brings you back.} other {# more without a mishap bring you back.}}",
        "{n, plural, one {Con # más sin fallos te recuperas.} many {Con # más sin fallos te recuperas.} other {Con # más sin fallos te recuperas.}}",
        "{n, plural, zero {يعيدك # بلا خطأ.} one {يعيدك واحد آخر بلا خطأ.} two {يعيدك اثنان آخران بلا خطأ.} few {يعيدك # آخر بلا خطأ.} many {يعيدك # آخر بلا خطأ.} other {يعيدك # آخر بلا خطأ.}}";
    health_orders(n):
        "{n, plural, one {Show the order} other {Show the latest # orders}}",
        "{n, plural, one {Mostrar el pedido} many {Mostrar los últimos # pedidos} other {Mostrar los últimos # pedidos}}",
        "{n, plural, zero {عرض الطلبات} one {عرض الطلب} two {عرض الطلبين} few {عرض آخر # طلبات} many {عرض آخر # طلبًا} other {عرض آخر # طلب}}";
    health_order_placed(at): "Ordered {at}", "Pedido el {at}", "طُلب في {at}";
    health_warnings: "What changed", "Qué ha cambiado", "ما الذي تغيّر";
    health_warnings_none: "Nothing has changed so far.", "Aún no ha cambiado nada.", "لم يتغيّر شيء بعد.";

    suspended_title: "Your shop is suspended", "Tu tienda está suspendida", "متجرك موقوف";
    suspended_text(reason): "Nothing of yours is sold until it is lifted. Reason: {reason}", "No se vende nada tuyo hasta que se levante. Motivo: {reason}", "لا يُباع شيء من عروضك حتى يُرفع الإيقاف. السبب: {reason}";
    suspended_open: "What was ordered before still has to be shipped.", "Lo que se pidió antes aún hay que enviarlo.", "يجب شحن ما طُلب قبل ذلك.";
    appeal_label: "Your appeal", "Tu recurso", "اعتراضك";
    appeal_hint: "What happened, and what you changed. One appeal, 3 to 1,000 characters.", "Qué pasó y qué has cambiado. Un solo recurso, de 3 a 1.000 caracteres.", "ما الذي حدث وما الذي غيّرته. اعتراض واحد من 3 إلى 1000 حرف.";
    appeal_send: "Send the appeal", "Enviar el recurso", "إرسال الاعتراض";
    appeal_sent: "Your appeal was sent.", "Tu recurso se ha enviado.", "أُرسل اعتراضك.";
    appeal_waits(words): "Your appeal waits for an answer: {words}", "Tu recurso espera respuesta: {words}", "اعتراضك بانتظار الرد: {words}";
    appeal_refused(answer): "Your appeal was refused: {answer}", "Tu recurso fue rechazado: {answer}", "رُفض اعتراضك: {answer}";
    appeal_once: "There is an appeal against this suspension already.", "Ya hay un recurso contra esta suspensión.", "يوجد اعتراض على هذا الإيقاف بالفعل.";
    appeal_not_suspended: "Your shop is not suspended.", "Tu tienda no está suspendida.", "متجرك غير موقوف.";
    words_wrong: "Write 3 to 1,000 characters.", "Escribe de 3 a 1.000 caracteres.", "اكتب من 3 إلى 1000 حرف.";

    operator_sellers: "Sellers", "Vendedores", "البائعون";
    sellers_none: "There are no sellers yet.", "Aún no hay vendedores.", "لا بائعين بعد.";
    sellers_state: "State", "Estado", "الحالة";
    sellers_selling: "Selling", "Vende", "يبيع";
    sellers_suspended: "Suspended", "Suspendido", "موقوف";
    sellers_opening: "Not open yet", "Aún sin abrir", "لم يُفتح بعد";
    sellers_own: "Own retail", "Venta propia", "بيع ذاتي";
    sellers_next: "More sellers", "Más vendedores", "المزيد من البائعين";
    suspend_title: "Suspend a seller, or let one go on", "Suspender a un vendedor o reanudarlo", "إيقاف بائع أو استئنافه";
    suspend_text: "Nothing of a suspended seller is sold; open orders go on. The seller reads the reason; it is kept with your name and the time.", "No se vende nada de un vendedor suspendido; los pedidos abiertos siguen. El vendedor lee el motivo; se guarda con tu nombre y la hora.", "لا يُباع شيء لبائع موقوف، وتستمر الطلبات المفتوحة. يقرأ البائع السبب، ويُحفظ مع اسمك والوقت.";
    suspend_stop: "Suspend", "Suspender", "إيقاف";
    suspend_release: "Let it go on", "Reanudar", "استئناف";
    suspend_stopped: "The seller is suspended.", "El vendedor está suspendido.", "أُوقف البائع.";
    suspend_released: "The seller sells again.", "El vendedor vuelve a vender.", "عاد البائع إلى البيع.";
    suspend_own: "The platform's own retail cannot be suspended.", "La venta propia no se puede suspender.", "لا يمكن إيقاف البيع الذاتي للمنصة.";
    appeals_title: "Appeals", "Recursos", "الاعتراضات";
    appeals_none: "No appeal waits for an answer.", "Ningún recurso espera respuesta.", "لا اعتراض ينتظر ردًّا.";
    appeal_answer: "Answer", "Respuesta", "الرد";
    appeal_grant: "Grant, and let it go on", "Conceder y reanudar", "قبول واستئناف";
    appeal_refuse: "Refuse", "Rechazar", "رفض";
    appeal_answered: "The appeal was answered.", "El recurso se ha respondido.", "أُجيب عن الاعتراض.";
    appeal_answered_before: "Somebody has answered this appeal already.", "Alguien ya ha respondido este recurso.", "سبق أن أجاب أحدهم عن هذا الاعتراض.";
}
