//! Texts of the operator's profit and loss, and of the ledger behind it.
use super::texts;

texts! {
    profit_title: "Profit and loss", "Pérdidas y ganancias", "الأرباح والخسائر";
    profit_sold: "Goods sold", "Mercancía vendida", "البضائع المبيعة";
    profit_costs: "Costs", "Costes", "التكاليف";
    profit_contribution: "Contribution", "Contribución", "المساهمة";
    profit_take_rate: "Take rate", "Tasa de comisión", "نسبة الاقتطاع";
    profit_per_order: "Contribution per order", "Contribución por pedido", "المساهمة لكل طلب";
    profit_explained:
        "Goods sold are counted when they are ordered and not cancelled; revenue is posted when they are sent and charged. Own retail is what its goods sold for: what they cost is not in the ledger. The take rate is what the platform earns of what other sellers sell. An order from two sellers counts twice.",
        "La mercancía vendida se cuenta cuando se pide y no se cancela; los ingresos se anotan cuando se envía y se cobra. La venta propia es lo que costaron sus artículos al comprador: lo que costaron a la plataforma no está en el libro. La tasa de comisión es lo que gana la plataforma de lo que venden otros. Un pedido a dos vendedores cuenta dos veces.",
        "تُحسب البضائع المبيعة عند طلبها دون إلغاء، وتُقيَّد الإيرادات عند الشحن والخصم. البيع الذاتي هو ثمن بيع بضائعه، أما كلفتها فليست في الدفتر. نسبة الاقتطاع هي ما تكسبه المنصة مما يبيعه الآخرون. والطلب من بائعين اثنين يُحسب مرتين.";
    profit_lines: "Where it comes from", "De dónde viene", "مصدرها";
    profit_earned: "Earned", "Ganado", "المكتسب";
    profit_shipping: "Shipping charged", "Envíos cobrados", "الشحن المحصَّل";
    profit_return_labels: "Return labels charged", "Etiquetas de devolución cobradas", "ملصقات الإرجاع المحصَّلة";
    profit_coupon(code): "Coupon {code}", "Cupón {code}", "القسيمة {code}";
    profit_fees(name): "Fees of {name}", "Comisiones de {name}", "رسوم {name}";
    stream_item: "Fees per item", "Tarifas por artículo", "رسوم لكل قطعة";
    stream_refund: "Fees kept of refunds", "Tarifas retenidas en reembolsos", "رسوم محتفظ بها من المستردات";

    account_explained: "Every line that was posted on this account in these days, the newest first. Each opens the whole transaction.", "Cada línea anotada en esta cuenta en estos días, primero las más recientes. Cada una abre la transacción completa.", "كل سطر قُيِّد في هذا الحساب في هذه الأيام، الأحدث أولًا. ويفتح كل سطر المعاملة كاملة.";
    account_empty: "Nothing was posted here in these days.", "No se anotó nada aquí en estos días.", "لم يُقيَّد شيء هنا في هذه الأيام.";
    account_processor(name): "Held by {name}", "En poder de {name}", "لدى {name}";
    account_fee_tax(place): "Tax owed on the platform's fees, {place}", "Impuesto por pagar sobre las tarifas de la plataforma, {place}", "ضريبة مستحقة على رسوم المنصة، {place}";
    account_tax(place): "Tax owed, {place}", "Impuestos por pagar, {place}", "ضريبة مستحقة، {place}";
    account_clearing(order): "Buyer of {order}", "Comprador de {order}", "مشتري {order}";
    account_payable(seller): "Owed to {seller}", "Debido a {seller}", "مستحق لـ {seller}";
    account_bank(name): "Bank account at {name}", "Cuenta bancaria en {name}", "حساب بنكي لدى {name}";

    kind_authorisation: "Authorisation", "Autorización", "تفويض";
    kind_capture: "Charge", "Cobro", "خصم";
    kind_void: "Authorisation released", "Autorización liberada", "إلغاء تفويض";
    kind_refund: "Refund", "Reembolso", "استرداد";
    kind_return: "Return", "Devolución", "إرجاع";
    kind_sale: "Sale", "Venta", "بيع";
    kind_cancellation: "Cancellation", "Cancelación", "إلغاء";
    kind_fee: "Fee", "Tarifa", "رسم";
    kind_payout: "Payout", "Pago", "دفعة";
    kind_adjustment: "Adjustment", "Ajuste", "تسوية";
    kind_reversal: "Reversal", "Anulación", "عكس قيد";
    memo_item: "Goods", "Mercancía", "بضائع";
    memo_tax: "Tax", "Impuesto", "ضريبة";
    memo_coupon: "Coupon or promotion", "Cupón o promoción", "قسيمة أو عرض";
    memo_rounding: "Rounding", "Redondeo", "تقريب";
    memo_release: "No longer pending", "Ya no pendiente", "لم يعد معلقًا";

    transaction_state: "State", "Estado", "الحالة";
    transaction_key: "Key", "Clave", "المفتاح";
    transaction_resolves: "Settles", "Liquida", "يسوّي";
    transaction_account: "Account", "Cuenta", "الحساب";
    transaction_debit: "Debit", "Debe", "مدين";
    transaction_credit: "Credit", "Haber", "دائن";
    transaction_posted: "posted", "anotado", "مقيَّد";
    transaction_void: "released", "liberado", "ملغى";
    transaction_pending: "pending", "pendiente", "معلق";
    transaction_postings: "Postings", "Asientos", "القيود";
    transaction_balanced: "Debits and credits of each layer are equal, in every currency. The command “orinoco check” proves it from the rows.", "El debe y el haber de cada capa son iguales en cada moneda. La orden «orinoco check» lo demuestra a partir de las filas.", "المدين والدائن في كل طبقة متساويان بكل عملة. يثبت ذلك الأمر «orinoco check» من الصفوف.";

    cohorts_title: "Cohorts of buyers", "Cohortes de compradores", "أفواج المشترين";
    cohorts_text: "By the month of their first order: how many buyers there were, which share of them bought again one, two and more months later, and what each of them bought to date. Goods without tax and delivery count, less what was cancelled or given back. Months are those of UTC.", "Por el mes de su primer pedido: cuántos compradores hubo, qué parte volvió a comprar uno, dos y más meses después y cuánto ha comprado cada uno hasta hoy. Cuentan los artículos sin impuesto ni envío, menos lo cancelado o devuelto. Los meses son los de UTC.", "حسب شهر أول طلب: كم كان المشترون، وأي نسبة منهم اشترت مجددًا بعد شهر أو شهرين أو أكثر، وكم اشترى كل منهم حتى اليوم. تُحسب البضائع بلا ضريبة أو توصيل، ناقصًا ما أُلغي أو رُدّ. الأشهر بتوقيت UTC.";
    cohorts_brought: "What their orders brought", "Lo que dejaron sus pedidos", "ما جلبته طلباتهم";
    cohorts_brought_text: "The contribution of their orders to date, of each order and of each buyer, and in the first month and each after it. It is what the profit and loss has of them, on the day on which it was posted: revenue less refunds, promotions and coupons of the platform's, disputes and the processor's fees; less what the platform's own goods cost that left, as their offers said when they were ordered. Goods whose cost nobody said count as if they cost nothing.", "La contribución de sus pedidos hasta hoy, de cada pedido y de cada comprador, y en el primer mes y cada uno de los siguientes. Es lo que figura de ellos en la cuenta de pérdidas y ganancias, en el día en que se anotó: ingresos menos reembolsos, promociones y cupones de la plataforma, disputas y comisiones del procesador; menos lo que costaron los artículos propios que salieron, según decía su oferta al pedirse. Los artículos sin coste indicado cuentan como si no costaran nada.", "مساهمة طلباتهم حتى اليوم، لكل طلب ولكل مشترٍ، وفي الشهر الأول وكل شهر بعده. وهي ما يظهر منها في الأرباح والخسائر في يوم قيده: الإيرادات ناقصًا المستردات وعروض المنصة وقسائمها والنزاعات ورسوم المعالج، وناقصًا كلفة بضائع المنصة نفسها التي خرجت كما ذكرتها عروضها عند الطلب. البضائع التي لم يذكر أحد كلفتها تُحسب كأنها بلا كلفة.";
    cohorts_left_each: "Contribution per buyer", "Contribución por comprador", "المساهمة لكل مشترٍ";
    cohorts_rest(all, of, rest, goods): "Of the contribution of {all} that the profit and loss has to date, {of} is of the orders of all cohorts and {rest} of none of them: sellers' plans, and whatever else was posted for no order. Own goods cost {goods}, which is not in the ledger.", "De la contribución de {all} que figura hasta hoy en la cuenta de pérdidas y ganancias, {of} es de los pedidos de todas las cohortes y {rest} de ninguna: planes de vendedores y todo lo demás que se anotó sin pedido. Los artículos propios costaron {goods}, que no está en el libro.", "من مساهمة قدرها {all} في الأرباح والخسائر حتى اليوم، {of} من طلبات كل الأفواج و{rest} ليست من أي منها: خطط البائعين وما قُيِّد بلا طلب. كلفت بضائع المنصة نفسها {goods}، وهي ليست في الدفتر.";
    cohorts_none_title: "No buyers yet", "Aún no hay compradores", "لا مشترين بعد";
    cohorts_none_text: "The first order makes the first cohort.", "El primer pedido forma la primera cohorte.", "أول طلب يكوّن أول فوج.";
    cohorts_buyers: "Buyers", "Compradores", "المشترون";
    cohorts_each: "Sold per buyer", "Vendido por comprador", "المبيع لكل مشترٍ";
}
