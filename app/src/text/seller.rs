//! Texts of the seller's desk and the operator's console.
use super::texts;

texts! {
    desk_title(name): "{name}", "{name}", "{name}";
    desk_sales: "Sales today", "Ventas de hoy", "مبيعات اليوم";
    desk_orders: "Orders today", "Pedidos de hoy", "طلبات اليوم";
    desk_units: "Units today", "Unidades de hoy", "وحدات اليوم";
    desk_average: "Average order", "Pedido medio", "متوسط الطلب";
    desk_against_yesterday(percent): "{percent} against yesterday", "{percent} frente a ayer", "{percent} مقارنة بالأمس";
    desk_to_ship(n):
        "{n, plural, =0 {Nothing to ship} one {# order to ship} other {# orders to ship}}",
        "{n, plural, =0 {Nada que enviar} one {# pedido por enviar} many {# pedidos por enviar} other {# pedidos por enviar}}",
        "{n, plural, zero {لا طلبات للشحن} one {طلب واحد للشحن} two {طلبان للشحن} few {# طلبات للشحن} many {# طلبًا للشحن} other {# طلب للشحن}}";
    desk_all_orders: "All orders", "Todos los pedidos", "كل الطلبات";
    desk_nothing_title: "All done", "Todo hecho", "أُنجز كل شيء";
    desk_nothing_text: "New orders appear here by themselves.", "Los pedidos nuevos aparecen aquí solos.", "تظهر الطلبات الجديدة هنا تلقائيًا.";
    desk_hour: "Hour", "Hora", "الساعة";
    desk_day: "Day", "Día", "اليوم";
    desk_day_sales: "Sales", "Ventas", "المبيعات";
    desk_yesterday: "Yesterday", "Ayer", "أمس";
    desk_by_hour(zone): "Sales by hour ({zone})", "Ventas por hora ({zone})", "المبيعات حسب الساعة ({zone})";
    desk_by_day: "Sales by day", "Ventas por día", "المبيعات حسب اليوم";
    desk_days_before(n):
        "{n, plural, one {# day before} other {# days before}}",
        "{n, plural, one {# día antes} many {# días antes} other {# días antes}}",
        "{n, plural, zero {قبل ذلك} one {قبل يوم} two {قبل يومين} few {قبل # أيام} many {قبل # يومًا} other {قبل # يوم}}";
    desk_low(n):
        "{n, plural, =0 {Nothing runs out} one {# offer runs out} other {# offers run out}}",
        "{n, plural, =0 {Nada se agota} one {# oferta se agota} many {# ofertas se agotan} other {# ofertas se agotan}}",
        "{n, plural, zero {لا شيء ينفد} one {عرض واحد ينفد} two {عرضان ينفدان} few {# عروض تنفد} many {# عرضًا ينفد} other {# عرض ينفد}}";
    desk_low_none: "Nothing of what you sell is running out.", "Nada de lo que vendes se está agotando.", "لا شيء مما تبيعه يوشك على النفاد.";
    desk_top_none: "Nothing was sold in 30 days.", "No se ha vendido nada en 30 días.", "لم يُبَع شيء خلال 30 يومًا.";
    desk_top: "Sells best in 30 days", "Lo más vendido en 30 días", "الأكثر مبيعًا خلال 30 يومًا";

    sales_to_ship: "To ship", "Por enviar", "للشحن";
    sales_shipped: "Shipped", "Enviados", "شُحنت";
    sales_cancelled: "Cancelled", "Cancelados", "ملغاة";
    sale_new: "New", "Nuevo", "جديد";
    sale_title: "Order", "Pedido", "طلب";
    sale_ship_by: "ship by", "enviar antes del", "يُشحن قبل";
    sale_lines: "What was ordered", "Lo pedido", "ما طُلب";
    sale_item: "Item", "Artículo", "المنتج";
    sale_sent: "Sent", "Enviado", "أُرسل";
    sale_amount: "Amount", "Importe", "المبلغ";
    sale_charged: "Charged", "Cobrado", "المخصوم";
    sale_commission: "Commission", "Comisión", "العمولة";
    sale_payable: "For you", "Para ti", "لك";
    sale_accept: "Begin picking", "Empezar a preparar", "ابدأ التجهيز";
    sale_accepted: "Accepted: the shopper can no longer undo it.", "Aceptado: el comprador ya no puede deshacerlo.", "قُبل: لم يعد بإمكان المشتري التراجع.";
    sale_deliver: "Mark as delivered", "Marcar como entregado", "وضع علامة مُسلَّم";
    sale_delivered: "Marked as delivered.", "Marcado como entregado.", "وُضعت علامة مُسلَّم.";
    sale_ship: "Ship", "Enviar", "الشحن";
    sale_together: "This shopper ordered more for the same address: send it in one parcel.", "Este comprador pidió más para la misma dirección: envíalo en un solo paquete.", "طلب هذا المشتري المزيد للعنوان نفسه: أرسله في طرد واحد.";
    sale_carrier: "Carrier", "Transportista", "شركة الشحن";
    carrier_other: "another carrier", "otro transportista", "شركة أخرى";
    sale_tracking: "Tracking number", "Número de seguimiento", "رقم التتبع";
    sale_ship_button: "Ship and charge the card", "Enviar y cobrar la tarjeta", "اشحن واخصم من البطاقة";
    sale_ship_hint: "Hand the parcel over after the card was charged.", "Entrega el paquete después de que se cobre la tarjeta.", "سلّم الطرد بعد الخصم من البطاقة.";
    sale_shipped: "The card was charged. Hand the parcel over.", "La tarjeta se ha cobrado. Entrega el paquete.", "تم الخصم من البطاقة. سلّم الطرد.";
    sale_refused: "The card could not be charged. Do not hand the parcel over.", "No se pudo cobrar la tarjeta. No entregues el paquete.", "تعذّر الخصم من البطاقة. لا تسلّم الطرد.";
    sale_pending: "The processor has not answered yet. Wait before you hand the parcel over.", "El procesador aún no ha respondido. Espera antes de entregar el paquete.", "لم يرد المعالج بعد. انتظر قبل تسليم الطرد.";
    sale_cancel: "Cancel this order", "Cancelar este pedido", "إلغاء هذا الطلب";
    desk_others: "Your other desks", "Tus otros escritorios", "مكاتبك الأخرى";
    sale_cancel_rest: "Cancel what was not sent", "Cancelar lo que no se ha enviado", "إلغاء ما لم يُرسل";
    sale_cancelled: "Cancelled. The shopper is told and not charged.", "Cancelado. Se avisa al comprador y no se le cobra.", "أُلغي. أُبلغ المشتري ولن يُخصم منه شيء.";
    sale_reason: "Reason", "Motivo", "السبب";
    sale_choose_reason: "Choose a reason: the shopper reads it.", "Elige un motivo: el comprador lo leerá.", "اختر سببًا: سيقرؤه المشتري.";
    reason_out_of_stock: "Out of stock", "Sin existencias", "نفد المخزون";
    reason_cannot_ship: "Cannot be shipped there", "No se puede enviar allí", "لا يمكن شحنه إلى هناك";
    reason_price: "The price was wrong", "El precio era erróneo", "السعر كان خاطئًا";
    reason_buyer_asked: "The shopper asked for it", "Lo pidió el comprador", "طلب المشتري ذلك";
    reason_fraud: "The order could not be verified", "No se pudo verificar el pedido", "تعذّر التحقق من الطلب";
    reason_buyer: "The shopper took it back", "El comprador lo canceló", "تراجع المشتري";

    offers_search: "Title or SKU", "Título o SKU", "العنوان أو رمز المنتج";
    offers_empty_text: "No offer has these words.", "Ninguna oferta tiene estas palabras.", "لا يوجد عرض بهذه الكلمات.";
    offer_price: "Price", "Precio", "السعر";
    offer_stock: "In stock", "Existencias", "المخزون";
    offer_active: "On sale", "A la venta", "معروض للبيع";
    offer_reduced(prior, until):
        "Shoppers see {prior} struck through until {until}: the lowest price of the 30 days before it was reduced.",
        "Los compradores ven {prior} tachado hasta el {until}: el precio más bajo de los 30 días anteriores a la rebaja.",
        "يرى المتسوقون {prior} مشطوبًا حتى {until}: أدنى سعر في الأيام الثلاثين السابقة للتخفيض.";
    offer_would_reduce(prior, highest):
        "The lowest price of the last 30 days is {prior}. At {highest} or less, shoppers see it struck through.",
        "El precio más bajo de los últimos 30 días es {prior}. A {highest} o menos, los compradores lo ven tachado.",
        "أدنى سعر في آخر 30 يومًا هو {prior}. بسعر {highest} أو أقل يراه المتسوقون مشطوبًا.";
    offer_no_prior:
        "A lower price is shown as a reduction once there are prices of 30 days to compare it with.",
        "Un precio más bajo se muestra como rebaja cuando hay precios de 30 días con los que compararlo.",
        "يُعرض السعر الأقل تخفيضًا متى وُجدت أسعار 30 يومًا للمقارنة بها.";
    offer_price_wrong: "Write a price like 19.99, above zero.", "Escribe un precio como 19.99, mayor que cero.", "اكتب سعرًا مثل 19.99 أكبر من الصفر.";
    offer_stock_wrong: "Write how many you have: 0 to 10,000,000.", "Escribe cuántas tienes: de 0 a 10.000.000.", "اكتب كم لديك: من 0 إلى 10,000,000.";
    offer_stock_sold(n):
        "{n, plural, one {Only # unit is left by now: units were sold since the page was made.} other {Only # units are left by now: units were sold since the page was made.}}",
        "{n, plural, one {Ya solo queda # unidad: se han vendido unidades desde que se hizo la página.} many {Ya solo quedan # unidades: se han vendido unidades desde que se hizo la página.} other {Ya solo quedan # unidades: se han vendido unidades desde que se hizo la página.}}",
        "{n, plural, zero {لم يبق شيء: بيعت قطع بعد إنشاء الصفحة.} one {بقيت قطعة واحدة: بيعت قطع بعد إنشاء الصفحة.} two {بقيت قطعتان: بيعت قطع بعد إنشاء الصفحة.} few {بقيت # قطع: بيعت قطع بعد إنشاء الصفحة.} many {بقيت # قطعة: بيعت قطع بعد إنشاء الصفحة.} other {بقيت # قطعة: بيعت قطع بعد إنشاء الصفحة.}}";
    offer_taken_down: "The shop took this offer down. It is not put up for sale until the shop shows it again.", "La tienda retiró esta oferta. No se pone a la venta hasta que la tienda vuelva a mostrarla.", "سحب المتجر هذا العرض. لن يُعرض للبيع حتى يعيد المتجر إظهاره.";
    offer_down: "Taken down by the shop", "Retirada por la tienda", "سحبه المتجر";
    offer_product_down: "Product taken down by the shop", "Producto retirado por la tienda", "سحب المتجر المنتج";
    offer_conflict: "Somebody changed this offer since the page was made. Look at it again.", "Alguien cambió esta oferta desde que se hizo la página. Mírala de nuevo.", "غيّر أحدهم هذا العرض بعد إنشاء الصفحة. راجعه مجددًا.";
    shipping_title: "How you ship", "Cómo envías", "طريقة الشحن";
    legal_title: "Who you are to the law", "Quién eres ante la ley", "صفتك القانونية";
    legal_text: "This stands on your invoices from now on.", "Esto figura en tus facturas desde ahora.", "يظهر هذا في فواتيرك من الآن.";
    legal_name: "Legal name", "Nombre o razón social", "الاسم القانوني";
    legal_address: "Address", "Dirección", "العنوان";
    legal_address_hint: "As on an envelope, without the country: up to five lines.", "Como en un sobre, sin el país: hasta cinco líneas.", "كما على المظروف من دون البلد: حتى خمسة أسطر.";
    legal_tax_id: "Tax number", "Número de identificación fiscal", "الرقم الضريبي";
    legal_name_wrong: "Write 2 to 120 characters.", "Escribe de 2 a 120 caracteres.", "اكتب من 2 إلى 120 حرفًا.";
    legal_address_wrong: "Write one to five lines of up to 100 characters.", "Escribe de una a cinco líneas de hasta 100 caracteres.", "اكتب من سطر إلى خمسة أسطر، 100 حرف لكل سطر على الأكثر.";
    legal_tax_id_wrong(country): "This is no tax number of {country}. Check its digits and letters.", "No es un número fiscal de {country}. Revisa sus cifras y letras.", "هذا ليس رقمًا ضريبيًا في {country}. راجع أرقامه وحروفه.";
    tables_title: "Shipping tables", "Tablas de envíos", "جداول الشحن";
    tables_more: "Other fees by place, weight or worth:", "Otros gastos según destino, peso o importe:", "رسوم أخرى حسب الوجهة أو الوزن أو القيمة:";
    tables_text: "A table says what delivery costs by place, weight and worth of the goods. Each product is sent by the table that you choose for it, else by the standard one, else for the simple fee. What different tables ask in one order is added up.", "Una tabla dice cuánto cuesta el envío según destino, peso e importe. Cada producto se envía con la tabla que elijas, si no con la estándar, y si no por los gastos simples. Lo que piden varias tablas en un pedido se suma.", "يحدد الجدول رسوم التوصيل حسب الوجهة والوزن وقيمة البضاعة. يُرسل كل منتج وفق الجدول الذي تختاره له، وإلا فوفق الجدول القياسي، وإلا فبالرسوم البسيطة. وتُجمع رسوم الجداول المختلفة في الطلب الواحد.";
    tables_simple: "The simple fee and your days of work", "Los gastos simples y tus días de trabajo", "الرسوم البسيطة وأيام عملك";
    tables_none_title: "One fee for everything", "Unos gastos para todo", "رسوم واحدة لكل شيء";
    tables_none_text: "Without a table the simple fee of your settings holds everywhere.", "Sin tabla valen en todas partes los gastos simples de tus ajustes.", "بلا جدول تسري الرسوم البسيطة من إعداداتك في كل مكان.";
    tables_new: "New table", "Nueva tabla", "جدول جديد";
    tables_change(name): "Change “{name}”", "Cambiar «{name}»", "تغيير «{name}»";
    tables_change_short: "Change", "Cambiar", "تغيير";
    tables_remove(name): "Remove “{name}”", "Quitar «{name}»", "إزالة «{name}»";
    tables_other: "Make a new one instead", "Crear otra en su lugar", "إنشاء جدول جديد بدلًا منه";
    tables_standard: "Standard", "Estándar", "قياسي";
    tables_name: "Name", "Nombre", "الاسم";
    tables_name_hint: "For you alone: Parcels, Furniture.", "Solo para ti: Paquetes, Muebles.", "لك وحدك: طرود، أثاث.";
    tables_rates_hint: "Of the rates that name a place most closely (a region before its country, this before everywhere else), the cheapest that fits counts. Where no rate fits, you do not deliver.", "De las tarifas que nombran el destino con más precisión (una región antes que su país, este antes que el resto), cuenta la más barata que encaje. Donde no encaja ninguna, no envías.", "من الأسعار التي تسمّي الوجهة بأدق شكل (المنطقة قبل بلدها، والبلد قبل سواه) يُحتسب الأرخص الملائم. وحيث لا سعر ملائم فلا توصيل.";
    tables_rate(n): "Rate {n}", "Tarifa {n}", "السعر {n}";
    tables_to: "To", "A", "إلى";
    tables_to_example: "Spain, US-CA; empty: everywhere else", "España, US-CA; vacío: el resto", "إسبانيا، US-CA؛ فارغ: سوى ذلك";
    tables_up_to: "Up to", "Hasta", "حتى";
    tables_up_to_kg: "Up to (kg)", "Hasta (kg)", "حتى (كغ)";
    tables_from: "From goods of", "Desde un importe de", "ابتداءً من بضاعة بقيمة";
    tables_from_code(code): "From goods of ({code})", "Desde un importe de ({code})", "ابتداءً من بضاعة بقيمة ({code})";
    tables_fee: "Fee", "Gastos", "الرسوم";
    tables_elsewhere: "Everywhere else", "Resto del mundo", "سوى ذلك";
    tables_any: "any", "cualquiera", "أيًّا كان";
    tables_kg(weight): "{weight} kg", "{weight} kg", "{weight} كغ";
    tables_for_all: "Standard: for every product without a table of its own", "Estándar: para todo producto sin tabla propia", "قياسي: لكل منتج ليس له جدول";
    tables_saved: "The table is saved. It holds for orders from now on.", "La tabla está guardada. Vale para los pedidos desde ahora.", "حُفظ الجدول. يسري على الطلبات من الآن.";
    tables_removed: "The table is gone. Its products are sent by the standard.", "La tabla ya no está. Sus productos se envían con la estándar.", "أُزيل الجدول. تُرسل منتجاته وفق القياسي.";
    tables_too_many(n): "You have {n} tables already. Change one of them, or remove one first.", "Ya tienes {n} tablas. Cambia una de ellas o quita una antes.", "لديك {n} جدولًا بالفعل. غيّر أحدها أو أزل واحدًا أولًا.";
    tables_no_rates: "Fill in at least one rate.", "Rellena al menos una tarifa.", "املأ سعرًا واحدًا على الأقل.";
    tables_no_place(place): "“{place}” is no country, and no region like US-CA.", "«{place}» no es un país ni una región como US-CA.", "«{place}» ليس بلدًا ولا منطقة مثل US-CA.";
    tables_many_places(n): "At most {n} places in one rate.", "Como máximo {n} destinos en una tarifa.", "{n} وجهة على الأكثر في السعر الواحد.";
    tables_wrong_weight: "Write kilograms like 1.5, up to 10,000.", "Escribe kilogramos como 1.5, hasta 10 000.", "اكتب الكيلوغرامات مثل 1.5 وحتى 10,000.";
    tables_wrong_amount: "Write an amount like 4.99, or 0 for free.", "Escribe un importe como 4.99, o 0 si es gratis.", "اكتب مبلغًا مثل 4.99 أو 0 للمجاني.";
    tables_wrong_name(n): "A name has 1 to {n} characters.", "Un nombre tiene de 1 a {n} caracteres.", "الاسم من 1 إلى {n} حرفًا.";
    offer_table: "Delivery", "Envío", "التوصيل";
    offer_table_none: "By the simple fee", "Con los gastos simples", "بالرسوم البسيطة";
    offer_table_standard(name): "Standard: {name}", "Estándar: {name}", "قياسي: {name}";
    offer_weight: "Weight packed (kg)", "Peso embalado (kg)", "الوزن مع التغليف (كغ)";
    shipping_fee(code): "Fee ({code})", "Gastos ({code})", "الرسوم ({code})";
    shipping_free_from(code): "Free from ({code})", "Gratis desde ({code})", "مجاني ابتداءً من ({code})";
    shipping_handling: "Business days until hand-over", "Días laborables hasta la entrega al transportista", "أيام العمل حتى التسليم للناقل";
    shipping_cutoff: "Same day until (your time)", "El mismo día hasta (tu hora)", "في اليوم نفسه حتى (بتوقيتك)";
    shipping_transit_min: "Business days on the way, at best", "Días laborables de viaje, como mínimo", "أيام النقل على الأقل";
    shipping_transit_max: "Business days on the way, at worst", "Días laborables de viaje, como máximo", "أيام النقل على الأكثر";
    shipping_handling_wrong(most): "Write 0 to {most} days.", "Escribe de 0 a {most} días.", "اكتب من 0 إلى {most} يومًا.";
    shipping_transit_wrong(most): "Write 1 to {most} days; the most is not less than the least.", "Escribe de 1 a {most} días; el máximo no es menor que el mínimo.", "اكتب من 1 إلى {most} يومًا؛ والأكثر ليس أقل من الأقل.";
    shipping_cutoff_wrong: "Write a time like 14:00.", "Escribe una hora como 14:00.", "اكتب وقتًا مثل 14:00.";

    operator_revenue: "Revenue", "Ingresos", "الإيرادات";
    operator_dead(n):
        "{n, plural, one {# job failed for good.} other {# jobs failed for good.}}",
        "{n, plural, one {# tarea falló definitivamente.} many {# tareas fallaron definitivamente.} other {# tareas fallaron definitivamente.}}",
        "{n, plural, zero {لا مهام فاشلة.} one {فشلت مهمة نهائيًا.} two {فشلت مهمتان نهائيًا.} few {فشلت # مهام نهائيًا.} many {فشلت # مهمة نهائيًا.} other {فشلت # مهمة نهائيًا.}}";
    operator_empty_title: "No revenue yet", "Aún no hay ingresos", "لا إيرادات بعد";
    operator_empty_text: "Revenue is posted when a seller ships and the card is charged.", "Los ingresos se anotan cuando un vendedor envía y se cobra la tarjeta.", "تُقيَّد الإيرادات عندما يشحن البائع ويُخصم من البطاقة.";
    last_days(n): "Last {n} days", "Últimos {n} días", "آخر {n} يومًا";
    stream_retail: "Own retail", "Venta propia", "البيع الذاتي";
    stream_commission: "Commissions", "Comisiones", "العمولات";
    stream_plan: "Seller plans", "Planes de vendedor", "باقات البائعين";
    jobs_ready: "Waiting", "En espera", "بانتظار التنفيذ";
    jobs_running: "Running", "En curso", "قيد التنفيذ";
    jobs_dead: "Failed", "Fallidas", "فاشلة";
    jobs_attempts(n):
        "{n, plural, one {# attempt} other {# attempts}}",
        "{n, plural, one {# intento} many {# intentos} other {# intentos}}",
        "{n, plural, zero {لا محاولات} one {محاولة واحدة} two {محاولتان} few {# محاولات} many {# محاولة} other {# محاولة}}";
    jobs_replay: "Try again", "Reintentar", "إعادة المحاولة";
    jobs_replayed: "The job runs again.", "La tarea se ejecuta de nuevo.", "تُنفَّذ المهمة من جديد.";
    jobs_none_title: "Nothing failed", "Nada ha fallado", "لا شيء فشل";
    jobs_none_text: "Jobs that use up their attempts wait here for you.", "Las tareas que agotan sus intentos esperan aquí.", "المهام التي تستنفد محاولاتها تنتظرك هنا.";

    searches_made: "Searches", "Búsquedas", "عمليات البحث";
    searches_count(n):
        "{n, plural, one {# search} other {# searches}}",
        "{n, plural, one {# búsqueda} many {# búsquedas} other {# búsquedas}}",
        "{n, plural, zero {لا عمليات بحث} one {بحث واحد} two {عمليتا بحث} few {# عمليات بحث} many {# عملية بحث} other {# عملية بحث}}";
    searches_without: "Found nothing", "Sin resultados", "بلا نتائج";
    searches_clicked: "Opened a product", "Abrieron un producto", "فُتح منها منتج";
    searches_missing: "Searches that found nothing", "Búsquedas sin resultados", "عمليات بحث بلا نتائج";
    searches_top: "Most frequent searches", "Búsquedas más frecuentes", "أكثر عمليات البحث";
    searches_words: "Searched for", "Búsqueda", "عبارة البحث";
    searches_results: "Products found", "Productos encontrados", "المنتجات الموجودة";
    searches_none_title: "Nobody has searched yet", "Nadie ha buscado todavía", "لم يبحث أحد بعد";
    searches_none_text:
        "Every search is counted here, with what it found and what was opened.",
        "Aquí se cuenta cada búsqueda, lo que encontró y lo que se abrió.",
        "يُحسب هنا كل بحث وما وجده وما فُتح منه.";
    synonyms_title: "Words that mean the same", "Palabras que significan lo mismo", "كلمات بالمعنى نفسه";
    synonyms_text:
        "What people type finds what you say it means, as if they had typed that. It works at once.",
        "Lo que la gente escribe encuentra lo que tú digas que significa, como si lo hubiera escrito. Funciona al instante.",
        "ما يكتبه الناس يجد ما تقول إنه يعنيه، كأنهم كتبوه. يعمل فورًا.";
    synonym_typed: "People type", "La gente escribe", "يكتب الناس";
    synonym_meant: "Also find", "Encontrar también", "اعثر أيضًا على";
    synonym_meant_hint: "Several, separated by commas", "Varias, separadas por comas", "عدة كلمات تفصلها فواصل إنجليزية";
    synonym_both_ways: "The other way round, too", "También al revés", "وبالعكس أيضًا";
    synonym_add: "Add", "Añadir", "إضافة";
    synonym_for(words): "Also find for “{words}”", "Encontrar también para «{words}»", "اعثر أيضًا عند «{words}» على";
    synonym_remove(words): "Remove “{words}”", "Quitar «{words}»", "إزالة «{words}»";
    synonym_same(typed, meant): "{typed} = {meant}", "{typed} = {meant}", "{typed} = {meant}";
    synonym_finds(typed, meant): "{typed} also finds {meant}", "{typed} encuentra también {meant}", "{typed} تجد أيضًا {meant}";
    synonym_added(words): "“{words}” finds more now.", "«{words}» ahora encuentra más.", "«{words}» تجد الآن المزيد.";
    synonym_removed: "Removed.", "Quitado.", "أُزيل.";
    synonym_no_words: "Write at least one word.", "Escribe al menos una palabra.", "اكتب كلمة واحدة على الأقل.";
    synonym_too_long: "Use at most 60 characters for each.", "Usa como máximo 60 caracteres para cada una.", "استخدم 60 حرفًا على الأكثر لكل منها.";
    synonym_too_many: "Use at most 20 meanings.", "Usa como máximo 20 significados.", "استخدم 20 معنى على الأكثر.";
    synonym_is_same: "It already finds itself: write other words.", "Ya se encuentra a sí misma: escribe otras palabras.", "هي تجد نفسها أصلًا: اكتب كلمات أخرى.";
    synonym_full: "There are too many: remove some first.", "Hay demasiados: quita algunos primero.", "عددها كبير جدًا: أزل بعضها أولًا.";

    paper_slip: "Packing slip", "Albarán", "قائمة التعبئة";
    paper_slip_print: "Print the packing slip", "Imprimir el albarán", "اطبع قائمة التعبئة";
    paper_hint: "Print this page with your browser; what is not for the paper is left out.", "Imprime esta página con el navegador; lo que no va en el papel se omite.", "اطبع هذه الصفحة من متصفحك؛ يُستبعد ما ليس للورق.";
    paper_order: "Order", "Pedido", "الطلب";
    paper_placed: "Placed on", "Hecho el", "تاريخ الطلب";
    paper_number: "Number", "Número", "الرقم";
    paper_to_send: "To send", "Por enviar", "للإرسال";
    paper_thanks: "Thank you for your order. Questions and returns: on the order’s page in the shop.", "Gracias por tu pedido. Preguntas y devoluciones: en la página del pedido en la tienda.", "شكرًا لطلبك. الأسئلة والإرجاع: في صفحة الطلب في المتجر.";
    paper_back: "Back to the order", "Volver al pedido", "العودة إلى الطلب";
    pick_title: "Pick list", "Lista de recogida", "قائمة الالتقاط";
    pick_text: "Units of orders whose picking you have begun, by product. An order that was not begun may still be undone.", "Unidades de pedidos cuya preparación has empezado, por producto. Un pedido no empezado aún se puede deshacer.", "قطع الطلبات التي بدأت تجهيزها، حسب المنتج. الطلب الذي لم يبدأ تجهيزه قد يُلغى بعد.";
    pick_none_title: "Nothing to pick", "Nada que recoger", "لا شيء للالتقاط";
    pick_none_text: "Begin picking an order and its units stand here.", "Empieza a preparar un pedido y sus unidades aparecerán aquí.", "ابدأ تجهيز طلب وستظهر قطعه هنا.";
    pick_orders: "Orders", "Pedidos", "الطلبات";
}
