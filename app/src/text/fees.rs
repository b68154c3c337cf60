//! What a sale would leave its seller.
use super::texts;

texts! {
    fees_title: "What you get", "Lo que recibes", "ما تحصل عليه";
    fees_text:
        "What a sale leaves you, reckoned by the same rules that charge it. All amounts without tax.",
        "Lo que te deja una venta, calculado con las mismas reglas que la cobran. Todos los importes sin impuestos.",
        "ما تتركه لك عملية بيع، محسوبًا بالقواعد نفسها التي تُطبَّق عليها. كل المبالغ من دون ضريبة.";
    fees_class: "Kind of goods", "Tipo de artículo", "نوع البضاعة";
    fees_kinds: "What is a category charged as?", "¿Cómo se cobra una categoría?", "بأي نوع تُحسب الفئة؟";
    fees_price(code): "Price of one ({code})", "Precio de uno ({code})", "سعر القطعة ({code})";
    fees_quantity: "How many", "Cuántos", "العدد";
    fees_shipping(code): "Delivery that the buyer pays ({code})", "Envío que paga el comprador ({code})", "التوصيل الذي يدفعه المشتري ({code})";
    fees_cost(code): "What one costs you ({code})", "Lo que te cuesta uno ({code})", "تكلفة القطعة عليك ({code})";
    fees_goods: "Goods", "Artículos", "البضاعة";
    fees_portion(share, base): "{share} of {base}", "{share} de {base}", "{share} من {base}";
    fees_minimum: "the least commission", "la comisión mínima", "أقل عمولة";
    fees_closing: "closing fee", "tarifa de cierre", "رسم إغلاق";
    fees_limited: "never more than the sale", "nunca más que la venta", "لا تتجاوز قيمة البيع";
    fees_payable: "Paid out to you", "Se te paga", "يُدفع لك";
    fees_left: "Left after what it cost you", "Queda tras lo que te costó", "المتبقي بعد تكلفتك";
    fees_margin: "Of the sale", "De la venta", "من قيمة البيع";
    fees_wrong:
        "Write amounts like 45.00 and a whole number of units from 1 to 999.",
        "Escribe importes como 45.00 y un número entero de unidades de 1 a 999.",
        "اكتب المبالغ مثل 45.00 وعددًا صحيحًا من القطع من 1 إلى 999.";
    fees_reckon: "Reckon", "Calcular", "احسب";
    class_standard: "Everything else", "Todo lo demás", "كل ما عدا ذلك";
    class_clothing: "Clothing", "Ropa", "الملابس";
    class_electronics: "Electronics", "Electrónica", "الإلكترونيات";
    class_electronics_accessories: "Electronics accessories", "Accesorios de electrónica", "ملحقات الإلكترونيات";
    class_beauty: "Beauty", "Belleza", "الجمال";
    class_baby: "Baby", "Bebé", "الأطفال الرضع";
    class_grocery: "Grocery", "Alimentación", "البقالة";
    class_furniture: "Furniture", "Muebles", "الأثاث";
    class_jewelry: "Jewellery", "Joyería", "المجوهرات";
    class_industrial: "Industrial", "Industria", "المستلزمات الصناعية";
    class_media: "Books, music and film", "Libros, música y cine", "الكتب والموسيقى والأفلام";
    fees_item: "Fee of the individual plan", "Tarifa del plan individual", "رسم الخطة الفردية";
    fees_yours: "What you are charged", "Lo que se te cobra", "ما يُحسب عليك";
    fees_own: "yours", "tuya", "خاصة بك";
    fees_later(day): "Changes on {day}:", "Cambia el {day}:", "تتغير في {day}:";
    sale_item_fee: "Plan", "Plan", "الخطة";

    rule_flat(share): "{share} of price and delivery", "{share} del precio y el envío", "{share} من السعر والتوصيل";
    rule_whole_to(share, amount): "{share} up to {amount}", "{share} hasta {amount}", "{share} حتى {amount}";
    rule_whole_above(share): "{share} of what costs more", "{share} de lo que cuesta más", "{share} لما يزيد سعره على ذلك";
    rule_portion_to(share, amount): "{share} of the part up to {amount}", "{share} de la parte hasta {amount}", "{share} من الجزء حتى {amount}";
    rule_portion_above(share): "{share} of the part above", "{share} de la parte que excede", "{share} من الجزء الزائد";
    rule_minimum(amount): "at least {amount} an item", "al menos {amount} por artículo", "{amount} على الأقل لكل قطعة";
    rule_closing(amount): "and {amount} an item", "y {amount} por artículo", "و{amount} لكل قطعة";

    plan_title: "Your plan", "Tu plan", "خطتك";
    plan_yours: "Your plan now", "Tu plan ahora", "خطتك الآن";
    plan_individual: "Individual", "Individual", "فردية";
    plan_professional: "Professional", "Profesional", "احترافية";
    plan_individual_text: "A fee for each item when it is sent, and nothing in a month without sales.", "Una tarifa por cada artículo al enviarlo, y nada en un mes sin ventas.", "رسم عن كل قطعة عند إرسالها، ولا شيء في شهر بلا مبيعات.";
    plan_professional_text: "One fee for each month, taken in advance from your balance or, where that is too small, from your card for fees. The first month is free.", "Una tarifa por mes, tomada por adelantado de tu saldo o, si no alcanza, de tu tarjeta para tarifas. El primer mes es gratis.", "رسم واحد عن كل شهر، يُخصم مقدمًا من رصيدك، أو من بطاقة الرسوم إن لم يكفِ. الشهر الأول مجاني.";
    plan_an_item(amount): "{amount} an item", "{amount} por artículo", "{amount} عن كل قطعة";
    plan_a_month(amount): "{amount} a month", "{amount} al mes", "{amount} شهريًا";
    plan_choices: "Plans", "Planes", "الخطط";
    plan_choose(plan): "Choose “{plan}”", "Elegir «{plan}»", "اختر «{plan}»";
    plan_keep: "Keep this plan", "Conservar este plan", "أبقِ هذه الخطة";
    plan_break_even(items, sold):
        "{items, plural, one {From # item} other {From # items}} a month on the professional plan is the cheaper one. {sold, plural, one {You sent # item in the last 30 days.} other {You sent # items in the last 30 days.}}",
        "{items, plural, one {A partir de # artículo} many {A partir de # artículos} other {A partir de # artículos}} al mes sale más barato el plan profesional. {sold, plural, one {En los últimos 30 días enviaste # artículo.} many {En los últimos 30 días enviaste # artículos.} other {En los últimos 30 días enviaste # artículos.}}",
        "{items, plural, zero {ابتداءً من # قطعة} one {ابتداءً من قطعة واحدة} two {ابتداءً من قطعتين} few {ابتداءً من # قطع} many {ابتداءً من # قطعة} other {ابتداءً من # قطعة}} في الشهر تكون الخطة الاحترافية أرخص. {sold, plural, zero {لم ترسل شيئًا في آخر 30 يومًا.} one {أرسلت قطعة واحدة في آخر 30 يومًا.} two {أرسلت قطعتين في آخر 30 يومًا.} few {أرسلت # قطع في آخر 30 يومًا.} many {أرسلت # قطعة في آخر 30 يومًا.} other {أرسلت # قطعة في آخر 30 يومًا.}}";
    plan_none: "You have not chosen a plan, so nothing is charged beside the commission.", "No has elegido un plan, así que no se cobra nada aparte de la comisión.", "لم تختر خطة بعد، فلا يُحسب شيء غير العمولة.";
    plan_by_item: "Charged for each item that you send.", "Se cobra por cada artículo que envías.", "تُحسب عن كل قطعة ترسلها.";
    plan_next_month(day): "The next month begins on {day}.", "El próximo mes empieza el {day}.", "يبدأ الشهر التالي في {day}.";
    plan_ends(day): "The plan ends on {day}; from then on you sell by the item.", "El plan termina el {day}; desde entonces vendes por artículo.", "تنتهي الخطة في {day}، ومن ثم تبيع برسم عن كل قطعة.";
    plan_unpaid(amount, day): "Your balance did not cover {amount}. It is tried again on {day}; without it the plan ends.", "Tu saldo no cubrió {amount}. Se intenta de nuevo el {day}; si no alcanza, el plan termina.", "لم يغطِّ رصيدك {amount}. نحاول مرة أخرى في {day}، وإلا انتهت الخطة.";
    plan_chosen(plan): "Your plan: {plan}.", "Tu plan: {plan}.", "خطتك: {plan}.";
    plan_same: "You have this plan already.", "Ya tienes este plan.", "لديك هذه الخطة بالفعل.";
    plan_not_covered(amount): "Your balance does not cover the first month, {amount}, and no card for fees is saved. Nothing was changed.", "Tu saldo no cubre el primer mes, {amount}, y no hay ninguna tarjeta para tarifas guardada. No se ha cambiado nada.", "رصيدك لا يغطي الشهر الأول، {amount}، ولا توجد بطاقة رسوم محفوظة. لم يتغير شيء.";
    plan_owner_only: "Only owners of the shop choose the plan.", "Solo los titulares de la tienda eligen el plan.", "لا يختار الخطة إلا مالكو المتجر.";
    plan_platform_title: "No plan needed", "No hace falta un plan", "لا حاجة إلى خطة";
    plan_platform_text: "The platform's own retail pays neither commission nor a plan.", "La venta propia de la plataforma no paga ni comisión ni plan.", "بيع المنصة المباشر لا يدفع عمولة ولا خطة.";
    plan_months: "Months", "Meses", "الأشهر";
    plan_month: "Month", "Mes", "الشهر";
    plan_state: "State", "Estado", "الحالة";
    plan_charge_due: "Not paid yet", "Sin pagar todavía", "لم يُدفع بعد";
    plan_charge_paid: "Paid", "Pagado", "مدفوع";
    plan_charge_by_card(card): "by card: {card}", "con tarjeta: {card}", "بالبطاقة: {card}";
    plan_card_charged(amount): "Your balance did not cover {amount}, so your card for fees is being charged.", "Tu saldo no cubrió {amount}, así que se está cobrando a tu tarjeta para tarifas.", "لم يغطِّ رصيدك {amount}، فيجري الخصم من بطاقتك المخصصة للرسوم.";
    plan_card_busy: "Your card is being charged for the month that runs. Try again in a moment.", "Se está cobrando a tu tarjeta el mes en curso. Inténtalo de nuevo en un momento.", "يجري خصم الشهر الحالي من بطاقتك. حاول مرة أخرى بعد لحظات.";
    fee_card_title: "Card for fees", "Tarjeta para tarifas", "بطاقة الرسوم";
    fee_card_text: "When your balance does not cover a month of the professional plan, this card is charged for it, tax included. Only owners of the shop save and remove it.", "Cuando tu saldo no cubre un mes del plan profesional, se cobra a esta tarjeta, con impuestos. Solo los titulares de la tienda la guardan y la quitan.", "عندما لا يغطي رصيدك شهرًا من الخطة الاحترافية يُخصم من هذه البطاقة مع الضريبة. لا يحفظها أو يزيلها إلا مالكو المتجر.";
    fee_card_none: "No card is saved.", "No hay ninguna tarjeta guardada.", "لا توجد بطاقة محفوظة.";
    fee_card_save: "Save this card for fees", "Guardar esta tarjeta para tarifas", "احفظ هذه البطاقة للرسوم";
    fee_card_saved: "The card for fees is saved.", "La tarjeta para tarifas se ha guardado.", "حُفظت بطاقة الرسوم.";
    fee_card_removed: "The card for fees is removed.", "La tarjeta para tarifas se ha quitado.", "أُزيلت بطاقة الرسوم.";
    plan_charge_given_up: "Not charged", "No se cobra", "لا يُخصم";

    operator_fees: "Fees", "Tarifas", "الرسوم";
    operator_fees_text: "What sellers are charged. A change begins now or on a day to come: what was ordered before is charged as it was ordered.", "Lo que se cobra a los vendedores. Un cambio empieza ahora o en un día futuro: lo pedido antes se cobra como se pidió.", "ما يُحسب على البائعين. يبدأ التغيير الآن أو في يوم قادم، وما طُلب قبله يُحسب كما طُلب.";
    fee_plans: "Plans", "Planes", "الخطط";
    fee_plans_text: "The individual plan pays for each item, the professional one for each month.", "El plan individual paga por artículo, el profesional por mes.", "الخطة الفردية تدفع عن كل قطعة، والاحترافية عن كل شهر.";
    fee_monthly(code): "Professional, a month ({code})", "Profesional, al mes ({code})", "الاحترافية شهريًا ({code})";
    fee_item(code): "Individual, an item ({code})", "Individual, por artículo ({code})", "الفردية لكل قطعة ({code})";
    fee_say_prices: "Change the plans' prices", "Cambiar los precios de los planes", "غيّر أسعار الخطط";
    fee_prices_said: "The plans' prices were changed.", "Se cambiaron los precios de los planes.", "تغيّرت أسعار الخطط.";
    seat_title: "Tax on fees", "Impuesto sobre las tarifas", "الضريبة على الرسوم";
    seat_text: "Say where the platform is established and commission and fees are charged with tax: to sellers of the same country at its rate, to others of the European Union where they are or, with a tax number, not at all, because they owe it themselves.", "Di dónde está establecida la plataforma y la comisión y las tarifas se cobran con impuesto: a vendedores del mismo país a su tipo, a otros de la Unión Europea donde estén o, con número fiscal, sin él, porque lo deben ellos mismos.", "قل أين مقر المنصة فتُحسب العمولة والرسوم مع الضريبة: على بائعي البلد نفسه بنسبته، وعلى غيرهم في الاتحاد الأوروبي حيث هم، أو بلا ضريبة لمن له رقم ضريبي لأنه يدفعها بنفسه.";
    seat_none: "Fees are not taxed.", "Las tarifas no llevan impuesto.", "لا ضريبة على الرسوم.";
    seat_nowhere: "Nowhere: fees are not taxed", "En ninguno: las tarifas no llevan impuesto", "لا بلد: لا ضريبة على الرسوم";
    seat_country: "Country of the platform", "País de la plataforma", "بلد المنصة";
    seat_rate: "Rate in percent", "Tipo en por ciento", "النسبة المئوية";
    seat_rate_hint: "Empty: the general rate of the country.", "Vacío: el tipo general del país.", "فارغ: النسبة العامة في البلد.";
    seat_say: "Change how fees are taxed", "Cambiar el impuesto de las tarifas", "غيّر ضريبة الرسوم";
    seat_said: "How fees are taxed was changed.", "Se cambió el impuesto de las tarifas.", "تغيّرت ضريبة الرسوم.";
    fee_tax_of(rate, place): "Tax on fees, {rate} ({place})", "Impuesto sobre tarifas, {rate} ({place})", "الضريبة على الرسوم، {rate} ({place})";
    fee_tax_domestic(rate, place): "Commission and fees are charged with {rate} of tax, the rate of {place}.", "La comisión y las tarifas llevan un {rate} de impuesto, el tipo de {place}.", "تُضاف إلى العمولة والرسوم ضريبة {rate}، نسبة {place}.";
    fee_tax_at_seller(rate, place): "You have named no tax number, so commission and fees are charged with {rate} of tax, the rate of {place}.", "No has indicado número fiscal, así que la comisión y las tarifas llevan un {rate} de impuesto, el tipo de {place}.", "لم تذكر رقمًا ضريبيًا، فتُضاف إلى العمولة والرسوم ضريبة {rate}، نسبة {place}.";
    fee_tax_reverse: "Commission and fees are charged without tax: as a business of another country of the European Union you owe it yourself (reverse charge).", "La comisión y las tarifas van sin impuesto: como empresa de otro país de la Unión Europea lo debes tú (inversión del sujeto pasivo).", "تُحسب العمولة والرسوم بلا ضريبة: بصفتك منشأة في بلد آخر من الاتحاد الأوروبي تدفعها بنفسك (الاحتساب العكسي).";
    fee_tax_abroad: "Commission and fees are charged without tax: where you are, the platform has none to take.", "La comisión y las tarifas van sin impuesto: donde estás, la plataforma no tiene ninguno que cobrar.", "تُحسب العمولة والرسوم بلا ضريبة: لا ضريبة على المنصة أن تأخذها حيث أنت.";
    fee_rule: "What is charged", "Lo que se cobra", "ما يُحسب";
    fee_change: "Change", "Cambiar", "تغيير";
    fee_change_of(what): "Commission: {what}", "Comisión: {what}", "العمولة: {what}";
    fee_changes: "Changes on", "Cambia el", "تتغير في";
    fee_own: "Sellers with rules of their own", "Vendedores con reglas propias", "بائعون لهم قواعد خاصة";
    fee_seller: "For whom", "Para quién", "لمن";
    fee_everybody: "Everybody", "Todos", "الجميع";
    fee_begins: "Begins on", "Empieza el", "يبدأ في";
    fee_begins_now: "Begins now", "Empieza ahora", "يبدأ الآن";
    fee_by: "Said by", "Dicho por", "قاله";
    fee_reason: "Reason", "Motivo", "السبب";
    fee_reason_hint: "Kept for ever, for whoever asks why.", "Se guarda para siempre, para quien pregunte por qué.", "يُحفظ دائمًا لمن يسأل عن السبب.";
    fee_usual_again: "what everybody has", "lo que tienen todos", "كما عند الجميع";
    fee_holds: "What holds now", "Lo que rige ahora", "ما يسري الآن";
    fee_holds_own: "What holds for this seller now", "Lo que rige ahora para este vendedor", "ما يسري الآن على هذا البائع";
    fee_banding: "How the bands apply", "Cómo se aplican los tramos", "كيف تُطبَّق الشرائح";
    fee_banding_whole: "The price selects one band", "El precio elige un tramo", "يحدد السعر شريحة واحدة";
    fee_banding_marginal: "Each part of the price has its own", "Cada parte del precio tiene el suyo", "لكل جزء من السعر شريحته";
    fee_rate(at): "Band {at}: percent", "Tramo {at}: por ciento", "الشريحة {at}: النسبة المئوية";
    fee_up_to(code, at): "Band {at}: up to ({code})", "Tramo {at}: hasta ({code})", "الشريحة {at}: حتى ({code})";
    fee_minimum(code): "Least commission of an item ({code})", "Comisión mínima por artículo ({code})", "أقل عمولة للقطعة ({code})";
    fee_closing(code): "Added for each item ({code})", "Se añade por artículo ({code})", "يُضاف لكل قطعة ({code})";
    fee_usual: "This seller has what everybody has", "Este vendedor tiene lo que todos", "لهذا البائع ما للجميع";
    fee_usual_hint: "Ends a rule of its own; the bands above do not count then.", "Termina una regla propia; los tramos de arriba no cuentan entonces.", "ينهي قاعدته الخاصة، ولا تُحسب الشرائح أعلاه عندئذ.";
    fee_see: "See the effect", "Ver el efecto", "انظر الأثر";
    fee_effect(days): "The effect on the last {days} days", "El efecto en los últimos {days} días", "الأثر على آخر {days} يومًا";
    fee_effect_base: "Sold", "Vendido", "المبيعات";
    fee_effect_sellers: "Sellers", "Vendedores", "البائعون";
    fee_effect_was: "Commission that was charged", "Comisión que se cobró", "العمولة التي حُسبت";
    fee_effect_would: "With this rule", "Con esta regla", "بهذه القاعدة";
    fee_effect_more: "Difference", "Diferencia", "الفرق";
    fee_effect_none(days): "Nothing of this was sold in the last {days} days.", "No se vendió nada de esto en los últimos {days} días.", "لم يُبع شيء من هذا في آخر {days} يومًا.";
    fee_effect_most(most): "Reckoned of the latest {most} lines.", "Calculado con las últimas {most} líneas.", "محسوب من آخر {most} سطر.";
    fee_effect_text: "Nothing changes for what was ordered before.", "Nada cambia para lo pedido antes.", "لا يتغير شيء لما طُلب قبل ذلك.";
    fee_say: "Put it into force", "Ponerla en vigor", "ضعها موضع التنفيذ";
    fee_said(what): "Commission changed: {what}.", "Comisión cambiada: {what}.", "تغيّرت العمولة: {what}.";
    fee_wrong_rate: "Write a share from 0 to 100 percent, like 8 or 12.5.", "Escribe una parte de 0 a 100 por ciento, como 8 o 12.5.", "اكتب نسبة من 0 إلى 100 بالمئة، مثل 8 أو 12.5.";
    fee_wrong_amount: "Write an amount like 15.00, not negative.", "Escribe un importe como 15.00, no negativo.", "اكتب مبلغًا مثل 15.00 غير سالب.";
    fee_wrong_bands: "Write one to four bands.", "Escribe de uno a cuatro tramos.", "اكتب من شريحة إلى أربع شرائح.";
    fee_wrong_ends: "Each band ends above the one before it; the last one has no end.", "Cada tramo termina por encima del anterior; el último no tiene fin.", "تنتهي كل شريحة فوق ما قبلها، والأخيرة بلا نهاية.";
    fee_wrong_reason: "Say why, in 3 to 300 characters.", "Di por qué, en 3 a 300 caracteres.", "قل السبب في 3 إلى 300 حرف.";
    fee_wrong_seller: "Choose a seller of the marketplace.", "Elige un vendedor del mercado.", "اختر بائعًا من السوق.";
    fee_from_past: "Choose today or a day to come.", "Elige hoy o un día futuro.", "اختر اليوم أو يومًا قادمًا.";
    fee_usual_needs_seller: "Choose the seller first; everybody has a rule always.", "Elige antes el vendedor; todos tienen siempre una regla.", "اختر البائع أولًا، فللجميع قاعدة دائمًا.";

    shelf_title: "Commission by category", "Comisión por categoría", "العمولة حسب الفئة";
    shelf_text: "The kind of goods that each category is charged as. A category that says nothing of its own is charged as the one above it, and goes with it when that changes.", "El tipo de artículo según el que se cobra cada categoría. Una categoría sin tipo propio se cobra como la de arriba y cambia con ella.", "نوع البضاعة الذي تُحسب عليه كل فئة. الفئة التي ليس لها نوع خاص تُحسب مثل الفئة التي فوقها وتتغير معها.";
    shelf_none: "No category is called so.", "Ninguna categoría se llama así.", "لا فئة بهذا الاسم.";
    shelf_class: "Charged as", "Se cobra como", "تُحسب على أنها";
    shelf_own: "its own", "propio", "خاص بها";
    shelf_as(name): "as “{name}”", "como «{name}»", "مثل «{name}»";
    shelf_as_parent(name): "As the category above: “{name}”", "Como la categoría de arriba: «{name}»", "مثل الفئة التي فوقها: «{name}»";
    shelf_again: "As the category above", "Como la categoría de arriba", "مثل الفئة التي فوقها";
    shelf_follow(n):
        "{n, plural, one {For # category.} other {For # categories: this one and those below it that say nothing of their own.}}",
        "{n, plural, one {Para # categoría.} many {Para # categorías: esta y las de abajo sin tipo propio.} other {Para # categorías: esta y las de abajo sin tipo propio.}}",
        "{n, plural, zero {لا فئة.} one {لفئة واحدة.} two {لفئتين: هذه والتي تحتها بلا نوع خاص.} few {لـ # فئات: هذه وما تحتها بلا نوع خاص.} many {لـ # فئة: هذه وما تحتها بلا نوع خاص.} other {لـ # فئة: هذه وما تحتها بلا نوع خاص.}}";
    shelf_said: "What this category is charged as was changed.", "Se cambió cómo se cobra esta categoría.", "تغيّر ما تُحسب عليه هذه الفئة.";
    shelf_root: "No category is above this one: choose a kind of goods.", "No hay ninguna categoría por encima: elige un tipo de artículo.", "لا فئة فوق هذه: اختر نوعًا من البضاعة.";

    kind_title: "A new kind of goods", "Un nuevo tipo de artículo", "نوع جديد من البضاعة";
    kind_text: "It has a table of rates of its own and begins with those of everything else. Categories are charged as it once that is said of them.", "Tiene su propia tabla de porcentajes y empieza con los de todo lo demás. Una categoría se cobra así en cuanto se elige para ella.", "له جدول نسب خاص به، ويبدأ بنسب كل ما عدا ذلك. وتُحسب الفئة عليه متى اختير لها.";
    kind_english: "Name in English", "Nombre en inglés", "الاسم بالإنجليزية";
    kind_spanish: "Name in Spanish", "Nombre en español", "الاسم بالإسبانية";
    kind_arabic: "Name in Arabic", "Nombre en árabe", "الاسم بالعربية";
    kind_as_english: "Empty: as in English.", "Vacío: como en inglés.", "فارغ: كما بالإنجليزية.";
    kind_make: "Make it", "Crearlo", "أنشئه";
    kind_rename: "Change the name", "Cambiar el nombre", "غيّر الاسم";
    kind_said: "The name is kept. Say what is charged, and of which categories.", "El nombre se ha guardado. Indica ahora qué se cobra y en qué categorías.", "حُفظ الاسم. حدّد الآن ما يُحصَّل، ولأي فئات.";
    kind_wrong_name: "Write a name of 1 to 60 characters.", "Escribe un nombre de 1 a 60 caracteres.", "اكتب اسمًا من 1 إلى 60 حرفًا.";
    kind_taken: "Another kind of goods has this name.", "Otro tipo de artículo ya tiene este nombre.", "هذا الاسم لنوع آخر من البضاعة.";
    kind_full(n):
        "{n, plural, one {There is # kind of your own already, and room for no more.} other {There are # kinds of your own already, and room for no more.}}",
        "{n, plural, one {Ya hay # tipo propio y no caben más.} many {Ya hay # tipos propios y no caben más.} other {Ya hay # tipos propios y no caben más.}}",
        "{n, plural, zero {لا مكان لنوع آخر.} one {هناك نوع خاص واحد ولا مكان لغيره.} two {هناك نوعان خاصان ولا مكان لغيرهما.} few {هناك # أنواع خاصة ولا مكان لغيرها.} many {هناك # نوعًا خاصًا ولا مكان لغيرها.} other {هناك # نوع خاص ولا مكان لغيرها.}}";
}
