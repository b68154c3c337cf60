//! Texts of returns: asking for one, its page and slip, the seller's side.
use super::texts;

texts! {
    returns_title: "Returns", "Devoluciones", "المرتجعات";
    returns_empty_title: "No returns", "No hay devoluciones", "لا مرتجعات";
    returns_empty_text: "What you send back appears here. Begin on the page of the order.", "Lo que devuelvas aparecerá aquí. Empieza en la página del pedido.", "ما تعيده يظهر هنا. ابدأ من صفحة الطلب.";
    returns_older: "Older returns", "Devoluciones anteriores", "مرتجعات أقدم";
    returns_desk_empty: "Returns that need something from you appear here.", "Aquí aparecen las devoluciones que esperan algo de ti.", "تظهر هنا المرتجعات التي تنتظر منك شيئًا.";
    returns_to_do: "To do", "Por hacer", "للإنجاز";
    returns_approved: "Approved", "Aprobadas", "موافق عليها";
    returns_done: "Done", "Terminadas", "منتهية";
    desk_waiting_returns(n):
        "{n, plural, one {# return waits for you.} other {# returns wait for you.}}",
        "{n, plural, one {# devolución te espera.} many {# devoluciones te esperan.} other {# devoluciones te esperan.}}",
        "{n, plural, zero {لا مرتجعات تنتظرك.} one {إرجاع واحد ينتظرك.} two {إرجاعان ينتظرانك.} few {# مرتجعات تنتظرك.} many {# مرتجعًا ينتظرك.} other {# مرتجع ينتظرك.}}";
    returns_look: "See returns", "Ver las devoluciones", "عرض المرتجعات";

    return_items: "Return items", "Devolver artículos", "إرجاع منتجات";
    return_one: "Return", "Devolución", "إرجاع";
    return_until(day): "Returns are possible until {day}.", "Se puede devolver hasta el {day}.", "يمكن الإرجاع حتى {day}.";
    return_nothing_title: "Nothing to return", "Nada que devolver", "لا شيء للإرجاع";
    return_nothing_text: "Of this order nothing can be returned: it has not arrived, the time is over, or it is being returned already.", "De este pedido no se puede devolver nada: no ha llegado, se acabó el plazo o ya se está devolviendo.", "لا يمكن إرجاع شيء من هذا الطلب: لم يصل بعد، أو انتهت المدة، أو أنه قيد الإرجاع.";
    return_back_to_order: "Back to the order", "Volver al pedido", "العودة إلى الطلب";
    return_choose_parcel: "Which parcel?", "¿Qué paquete?", "أي طرد؟";
    return_step(n, of): "Step {n} of {of}", "Paso {n} de {of}", "الخطوة {n} من {of}";
    return_what: "What comes back, and why?", "¿Qué devuelves y por qué?", "ماذا ستعيد، ولماذا؟";
    return_units(left): "Units (up to {left})", "Unidades (hasta {left})", "العدد (حتى {left})";
    return_why: "Reason", "Motivo", "السبب";
    return_choose_reason: "Choose a reason", "Elige un motivo", "اختر سببًا";
    return_wrong_units(left): "Type a number from 0 to {left}.", "Escribe un número de 0 a {left}.", "اكتب رقمًا من 0 إلى {left}.";
    return_over: "The time to return this is over.", "El plazo para devolverlo ha terminado.", "انتهت مدة إرجاع هذا.";
    return_next: "Continue", "Continuar", "متابعة";
    return_change: "Change", "Cambiar", "تغيير";
    return_review: "How it goes back, and your money", "Cómo se devuelve y tu dinero", "كيف يُعاد، ونقودك";
    return_at_most: "You get back", "Se te devuelve", "ستسترد";
    return_claimed: "The shopper gets back", "Se devuelve al cliente", "يسترد المتسوّق";
    return_at_most_hint: "When everything comes back as it should.", "Cuando todo llegue como debe.", "عندما يصل كل شيء كما ينبغي.";
    return_to_card(card): "To the card that you paid with: {card}", "A la tarjeta con la que pagaste: {card}", "إلى البطاقة التي دفعت بها: {card}";
    return_way_back: "The way back", "El envío de vuelta", "شحن الإرجاع";
    return_seller_pays: "You send it, and the seller owes you the postage: keep the receipt.", "Tú lo envías y el vendedor te debe el envío: guarda el recibo.", "ترسله أنت ويدين لك البائع بأجرة الشحن: احتفظ بالإيصال.";
    return_shopper_pays: "You choose a carrier and pay for the way back.", "Tú eliges el transportista y pagas el envío de vuelta.", "تختار شركة الشحن وتدفع شحن الإرجاع.";
    return_shopper_pays_desk: "The shopper pays for the way back.", "El comprador paga el envío de vuelta.", "المتسوّق يدفع شحن الإرجاع.";
    return_seller_pays_desk: "You owe the shopper the postage of the way back.", "Debes al comprador el envío de vuelta.", "تدين للمتسوّق بأجرة شحن الإرجاع.";
    return_at_once: "It is approved at once, and you get the address and a slip.", "Se aprueba al momento y recibes la dirección y un comprobante.", "تتم الموافقة فورًا وتحصل على العنوان وقسيمة.";
    return_by_hand: "The seller answers first. We write to you.", "Primero responde el vendedor. Te escribiremos.", "يرد البائع أولًا. سنكتب إليك.";
    return_note: "Tell the seller more", "Cuéntale más al vendedor", "أخبر البائع بالمزيد";
    return_note_wrong: "Write 3 to 500 characters of plain text.", "Escribe de 3 a 500 caracteres de texto simple.", "اكتب من 3 إلى 500 حرف من النص العادي.";
    return_confirm: "Ask for the return", "Pedir la devolución", "طلب الإرجاع";
    return_asked: "Your return is asked for. We have told the seller.", "Has pedido la devolución. Hemos avisado al vendedor.", "طُلب إرجاعك. أخبرنا البائع.";
    return_asked_approved: "Your return is approved. Print the slip and send it back.", "Tu devolución está aprobada. Imprime el comprobante y envíala.", "تمت الموافقة على إرجاعك. اطبع القسيمة وأرسله.";

    reason_damaged: "It arrived damaged", "Llegó dañado", "وصل تالفًا";
    reason_defective: "It does not work", "No funciona", "لا يعمل";
    reason_wrong_item: "Another item arrived", "Llegó otro artículo", "وصل منتج آخر";
    reason_not_as_described: "It is not as described", "No es como se describe", "ليس كما وُصف";
    reason_arrived_late: "It arrived too late", "Llegó demasiado tarde", "وصل متأخرًا";
    reason_no_longer_wanted: "I no longer want it", "Ya no lo quiero", "لم أعد أريده";
    reason_by_mistake: "I bought it by mistake", "Lo compré por error", "اشتريته بالخطأ";

    return_requested: "Asked for", "Solicitada", "مطلوب";
    return_is_approved: "Approved", "Aprobada", "موافق عليه";
    return_declined: "Declined", "Rechazada", "مرفوض";
    return_sent: "On its way back", "En camino de vuelta", "في طريق العودة";
    return_received: "Back at the seller", "Ya en manos del vendedor", "وصل إلى البائع";
    return_refunding: "Being refunded", "Reembolso en curso", "قيد الاسترداد";
    return_refunded: "Refunded", "Reembolsada", "تم الاسترداد";
    return_closed: "Closed without refund", "Cerrada sin reembolso", "أُغلق دون استرداد";
    return_cancelled: "Cancelled", "Cancelada", "ملغى";
    return_steps: "Where your return is", "Dónde está tu devolución", "أين وصل إرجاعك";
    return_number: "Return number", "Número de devolución", "رقم الإرجاع";
    return_given_back: "Given back", "Devuelto", "المبلغ المعاد";
    return_seller_says: "The seller writes", "El vendedor escribe", "كتب البائع";
    return_shopper_says: "The shopper writes", "El comprador escribe", "كتب المتسوّق";
    return_slip: "Slip to print", "Comprobante para imprimir", "قسيمة للطباعة";
    return_slip_hint: "Print this page, or copy the number, and put it into the parcel.", "Imprime esta página, o copia el número, y ponlo en el paquete.", "اطبع هذه الصفحة أو انسخ الرقم وضعه في الطرد.";
    return_from: "Sent by", "Remitente", "المرسِل";
    return_pieces: "Pieces", "Unidades", "العدد";
    return_pdf: "As a PDF", "En PDF", "بصيغة PDF";
    return_send_to: "Send it to", "Envíalo a", "أرسله إلى";
    return_cancel: "Cancel the return", "Cancelar la devolución", "إلغاء الإرجاع";
    return_was_cancelled: "The return is cancelled. You keep the items.", "La devolución está cancelada. Te quedas con los artículos.", "أُلغي الإرجاع. تحتفظ بالمنتجات.";
    return_i_sent: "I have sent it", "Ya lo he enviado", "أرسلته";
    return_tracking: "Tracking number", "Número de seguimiento", "رقم التتبع";
    return_was_sent: "Thank you. You get your money back once the seller has looked at it.", "Gracias. Recibirás tu dinero cuando el vendedor lo haya revisado.", "شكرًا. تسترد نقودك بعد أن يفحصه البائع.";
    return_refused_state: "This cannot be done any more: the return has moved on.", "Ya no se puede hacer: la devolución ha avanzado.", "لم يعد ذلك ممكنًا: تقدّم الإرجاع.";
    return_refused_amount(now): "The amount is {now} now. Look at it again; nothing was changed.", "El importe es ahora {now}. Vuelve a mirarlo; no se ha cambiado nada.", "المبلغ الآن {now}. راجعه من جديد؛ لم يتغير شيء.";
    return_refused_units: "Not so many of these can be returned.", "No se pueden devolver tantos.", "لا يمكن إرجاع هذا العدد.";
    return_refused_nothing: "Choose at least one item to return.", "Elige al menos un artículo para devolver.", "اختر منتجًا واحدًا على الأقل لإرجاعه.";

    return_approve: "Approve", "Aprobar", "الموافقة";
    return_approve_hint: "The shopper gets your return address and a slip.", "El comprador recibe tu dirección de devolución y un comprobante.", "يحصل المتسوّق على عنوان الإرجاع وقسيمة.";
    return_decline: "Decline", "Rechazar", "الرفض";
    return_answer: "Words to the shopper", "Mensaje para el comprador", "رسالة إلى المتسوّق";
    return_answered: "The shopper is told.", "Se ha avisado al comprador.", "أُبلغ المتسوّق.";
    return_receive: "It has arrived", "Ha llegado", "وصل الطرد";
    return_is_received: "Received. Say now how it came back.", "Recibida. Di ahora cómo ha llegado.", "استُلم. قل الآن كيف وصل.";
    return_no_address: "Say first where returns go to: in your settings.", "Di primero adónde van las devoluciones: en tus ajustes.", "قل أولًا إلى أين تُرسل المرتجعات: في إعداداتك.";
    return_grading: "How did it come back?", "¿Cómo ha llegado?", "كيف وصل؟";
    return_grade: "State", "Estado", "الحالة";
    grade_as_new: "As new", "Como nuevo", "كالجديد";
    grade_used: "Used", "Usado", "مستعمل";
    grade_damaged: "Damaged", "Dañado", "تالف";
    grade_empty: "Empty or missing", "Vacío o no está", "فارغ أو مفقود";
    return_keep: "Keep back (%)", "Retener (%)", "المحتجز (٪)";
    return_keep_hint: "Used: up to 50. Damaged: up to 100. Both 0 where you are at fault. Empty: 100.", "Usado: hasta 50. Dañado: hasta 100. Ambos 0 si la culpa es tuya. Vacío: 100.", "مستعمل: حتى 50. تالف: حتى 100. وكلاهما 0 إن كان الخطأ منك. فارغ: 100.";
    return_restock: "For sale again", "Volver a vender", "للبيع مجددًا";
    return_written_off: "Written off", "Dado de baja", "مشطوب";
    return_preview: "Look at the refund", "Ver el reembolso", "معاينة الاسترداد";
    return_card_gets: "The card gets", "La tarjeta recibe", "تستلم البطاقة";
    return_commission_back: "Commission given back to you", "Comisión que se te devuelve", "عمولة تُعاد إليك";
    return_fee_kept: "Kept of it for administration", "Retenido por gestión", "يُحتجز منها للإدارة";
    return_costs_you: "Taken from what you are owed", "Se resta de lo que se te debe", "يُخصم من مستحقاتك";
    return_tax_back: "Tax given back", "Impuestos devueltos", "الضريبة المعادة";
    return_refund(amount): "Refund {amount}", "Reembolsar {amount}", "استرداد {amount}";
    return_close: "Close without refund", "Cerrar sin reembolso", "إغلاق دون استرداد";
    return_refund_done: "The card has it back.", "La tarjeta lo ha recibido.", "استلمته البطاقة.";
    return_refund_closed: "Closed. The shopper is told that nothing is given back.", "Cerrada. Se avisa al comprador de que no se devuelve nada.", "أُغلق. أُبلغ المتسوّق بأنه لن يُعاد شيء.";
    return_refund_pending: "The processor has not answered yet. It is asked again by itself; do nothing.", "El procesador aún no ha respondido. Se le pregunta de nuevo solo; no hagas nada.", "لم يرد المعالج بعد. يُسأل مجددًا تلقائيًا؛ لا تفعل شيئًا.";
    return_refund_failed: "The card's bank refused the refund. Nothing was given back; try again later.", "El banco de la tarjeta rechazó el reembolso. No se devolvió nada; inténtalo más tarde.", "رفض مصرف البطاقة الاسترداد. لم يُعد شيء؛ حاول لاحقًا.";
    return_refused_worthless: "The card was charged nothing for this, so there is nothing to give back.", "No se cobró nada por esto, así que no hay nada que devolver.", "لم يُخصم شيء مقابل هذا، فلا شيء يُعاد.";
    return_refused_often: "This parcel was asked back and nothing came of it ten times. Write to the seller.", "Este paquete se pidió devolver diez veces sin resultado. Escribe al vendedor.", "طُلب إرجاع هذا الطرد عشر مرات دون نتيجة. راسل البائع.";
    return_refused_kept(most): "At most {most} % can be kept back for this.", "Por esto se puede retener como máximo el {most} %.", "يمكن احتجاز {most}٪ على الأكثر لهذا.";
    return_refused_restock: "What did not come back cannot be for sale again.", "Lo que no ha vuelto no se puede volver a vender.", "ما لم يعد لا يمكن بيعه مجددًا.";
    return_percent_wrong: "Type whole percent from 0 to 100.", "Escribe un porcentaje entero de 0 a 100.", "اكتب نسبة صحيحة من 0 إلى 100.";

    return_settings: "Returns", "Devoluciones", "المرتجعات";
    return_settings_text: "Shoppers may return what arrived for 30 days. Say what goes faster or further with you.", "Los compradores pueden devolver lo recibido durante 30 días. Di qué va más rápido o más lejos contigo.", "يمكن للمتسوقين إرجاع ما وصل خلال 30 يومًا. حدّد ما هو أسرع أو أطول لديك.";
    return_auto: "Approve returns at once", "Aprobar las devoluciones al momento", "الموافقة على المرتجعات فورًا";
    return_auto_up_to(currency): "Only up to ({currency})", "Solo hasta ({currency})", "فقط حتى ({currency})";
    return_window: "Days after delivery", "Días tras la entrega", "أيام بعد التسليم";
    return_window_hint: "30 at least, 365 at most.", "30 como mínimo, 365 como máximo.", "30 على الأقل و365 على الأكثر.";
    return_window_wrong: "Type 30 to 365 days.", "Escribe de 30 a 365 días.", "اكتب من 30 إلى 365 يومًا.";
    return_amount_wrong: "Type an amount above 0, like 50.00.", "Escribe un importe mayor que 0, como 50.00.", "اكتب مبلغًا أكبر من 0 مثل 50.00.";
    return_address: "Where returns go to", "Adónde van las devoluciones", "إلى أين تُرسل المرتجعات";

    return_labels_text(price): "A shopper may take a label of ours, which costs {price}. You pay for it where you are at fault, the shopper otherwise, out of the refund.", "El comprador puede usar una etiqueta nuestra, que cuesta {price}. La pagas tú si la culpa es tuya; si no, el comprador, de su reembolso.", "يمكن للمتسوّق أخذ ملصق منا بسعر {price}. تدفعه أنت إذا كان الخطأ منك، وإلا فالمتسوّق من المبلغ المعاد.";
    return_labels_none: "The shop hands out no labels in your currency yet. Shoppers choose a carrier themselves.", "La tienda aún no ofrece etiquetas en tu moneda. Los compradores eligen el transportista.", "لا يوفّر المتجر ملصقات بعملتك بعد. يختار المتسوقون شركة الشحن بأنفسهم.";
    return_labels_offered: "Shoppers may take the shop's label", "Los compradores pueden usar la etiqueta de la tienda", "يمكن للمتسوقين أخذ ملصق المتجر";
    return_labels_seller_pays: "I pay for the way back whatever the reason is", "Pago el envío de vuelta sea cual sea el motivo", "أدفع شحن الإرجاع مهما كان السبب";
    return_label_free: "Or take our label: it costs you nothing.", "O usa nuestra etiqueta: no te cuesta nada.", "أو خذ ملصقنا: لا يكلّفك شيئًا.";
    return_label_yours(price): "Or take our label for {price}: it is taken from what you get back.", "O usa nuestra etiqueta por {price}: se descuenta de lo que se te devuelve.", "أو خذ ملصقنا مقابل {price}: يُخصم مما تسترده.";
    return_label_take: "Get the label", "Obtener la etiqueta", "الحصول على الملصق";
    return_label_taken: "The label is yours. Print it and put it on the parcel.", "La etiqueta es tuya. Imprímela y ponla en el paquete.", "الملصق لك. اطبعه وضعه على الطرد.";
    return_label: "Return label", "Etiqueta de devolución", "ملصق الإرجاع";
    return_label_print: "Print the label", "Imprimir la etiqueta", "طباعة الملصق";
    return_label_number: "Label number", "Número de etiqueta", "رقم الملصق";
    return_label_is_free: "You have our label: the way back costs you nothing.", "Tienes nuestra etiqueta: el envío de vuelta no te cuesta nada.", "لديك ملصقنا: شحن الإرجاع لا يكلّفك شيئًا.";
    return_label_less(price): "You have our label: {price} of what is given back pay for it.", "Tienes nuestra etiqueta: {price} de lo que se devuelve la pagan.", "لديك ملصقنا: يُدفع ثمنه {price} مما يُعاد.";
    return_label_costs_you(price): "It comes with the shop's label, which costs you {price}.", "Viene con la etiqueta de la tienda, que te cuesta {price}.", "يأتي بملصق المتجر الذي يكلّفك {price}.";
    return_label_costs_them(price): "It comes with the shop's label, for which the shopper pays {price} of the refund.", "Viene con la etiqueta de la tienda, por la que el comprador paga {price} del reembolso.", "يأتي بملصق المتجر الذي يدفع المتسوّق {price} مقابله من المبلغ المعاد.";
    return_label_by_you: "Label, paid by you", "Etiqueta, pagada por ti", "الملصق، تدفعه أنت";
    return_label_by_them: "Label, paid by the shopper", "Etiqueta, pagada por el comprador", "الملصق، يدفعه المتسوّق";
    return_refused_carrier: "There is no label just now. Try again later; nothing was charged.", "Ahora no hay etiqueta. Inténtalo más tarde; no se ha cobrado nada.", "لا ملصق الآن. حاول لاحقًا؛ لم يُخصم شيء.";
    return_refused_label: "There is no label for this return.", "No hay etiqueta para esta devolución.", "لا يوجد ملصق لهذا الإرجاع.";

    label_price_title: "Labels for the way back", "Etiquetas para el envío de vuelta", "ملصقات شحن الإرجاع";
    label_price_text: "What the shop asks for a label, for returns that are asked for from that day on. Sellers choose whether shoppers may take it; 0 stops it.", "Lo que la tienda cobra por una etiqueta, para las devoluciones pedidas desde ese día. Los vendedores eligen si los compradores pueden usarla; 0 la retira.", "ما يطلبه المتجر مقابل الملصق، للمرتجعات المطلوبة منذ ذلك اليوم. يختار البائعون إن كان للمتسوقين أخذه؛ و0 يوقفه.";
    label_price: "Price of a label", "Precio de una etiqueta", "سعر الملصق";
    label_currency: "Currency", "Moneda", "العملة";
    label_wrong_currency: "Type a currency's three letters, like USD.", "Escribe las tres letras de una moneda, como USD.", "اكتب رمز العملة من ثلاثة أحرف مثل USD.";
    label_none_title: "No labels yet", "Aún no hay etiquetas", "لا ملصقات بعد";
    label_none_text: "Shoppers choose a carrier and send parcels back themselves.", "Los compradores eligen el transportista y envían ellos mismos.", "يختار المتسوقون شركة الشحن ويرسلون الطرود بأنفسهم.";
    label_stopped: "No labels", "Sin etiquetas", "لا ملصقات";
    returns_from: "From", "Desde", "من";
    returns_from_hint: "Today or later; empty is now.", "Hoy o después; vacío es ahora.", "اليوم أو بعده؛ والفراغ يعني الآن.";
    returns_said_at: "Said", "Dicho", "قيل في";

    window_title: "How long goods can be returned", "Cuánto tiempo se puede devolver", "مدة الإرجاع";
    window_text: "A category's window covers those below it that have none of their own. What was sold keeps what it was promised.", "El plazo de una categoría vale para las que están debajo y no tienen uno propio. Lo ya vendido conserva lo prometido.", "تشمل مدة الفئة ما تحتها مما ليس له مدة خاصة. ما بيع يحتفظ بما وُعد به.";
    window_category: "Category", "Categoría", "الفئة";
    window_whole_shop: "The whole shop", "Toda la tienda", "المتجر كله";
    window_days_hint: "1 to 365; empty: as the category above.", "De 1 a 365; vacío: como la categoría superior.", "من 1 إلى 365؛ والفراغ: كالفئة الأعلى.";
    window_wrong_days: "Type 1 to 365 days, or nothing.", "Escribe de 1 a 365 días, o nada.", "اكتب من 1 إلى 365 يومًا أو اتركه فارغًا.";
    window_wrong_category: "There is no such category any more.", "Esa categoría ya no existe.", "لم تعد هذه الفئة موجودة.";
    window_as_above: "As above", "Como arriba", "كالأعلى";
    window_none(n):
        "{n, plural, one {Nothing is said yet: everything can be returned for # day.} other {Nothing is said yet: everything can be returned for # days.}}",
        "{n, plural, one {Aún no se ha dicho nada: todo se puede devolver durante # día.} many {Aún no se ha dicho nada: todo se puede devolver durante # días.} other {Aún no se ha dicho nada: todo se puede devolver durante # días.}}",
        "{n, plural, zero {لم يُحدَّد شيء بعد: لا إرجاع.} one {لم يُحدَّد شيء بعد: يمكن إرجاع كل شيء خلال يوم واحد.} two {لم يُحدَّد شيء بعد: يمكن إرجاع كل شيء خلال يومين.} few {لم يُحدَّد شيء بعد: يمكن إرجاع كل شيء خلال # أيام.} many {لم يُحدَّد شيء بعد: يمكن إرجاع كل شيء خلال # يومًا.} other {لم يُحدَّد شيء بعد: يمكن إرجاع كل شيء خلال # يوم.}}";

    pickup_title: "Pick-up", "Recogida", "الاستلام من المنزل";
    pickup_or_drop_off: "Drop it off with the label, or have it picked up at the address of your order.", "Déjalo con la etiqueta en un punto de entrega o pide que lo recojan en la dirección de tu pedido.", "سلّمه بالملصق بنفسك، أو اطلب استلامه من عنوان طلبك.";
    pickup_day: "Pick-up on", "Recogida el", "الاستلام في";
    pickup_ask: "Have it picked up", "Pedir la recogida", "طلب الاستلام";
    pickup_was_asked: "We have told the seller when you want it picked up.", "Hemos dicho al vendedor cuándo quieres la recogida.", "أخبرنا البائع متى تريد استلامه.";
    pickup_asked(day): "You want it picked up on {day}. The seller has not confirmed yet.", "Quieres que lo recojan el {day}. El vendedor aún no lo ha confirmado.", "تريد استلامه في {day}. لم يؤكد البائع بعد.";
    pickup_confirmed(day): "It is picked up on {day} at the address of the order.", "Se recoge el {day} en la dirección del pedido.", "سيُستلم في {day} من عنوان الطلب.";
    pickup_wanted(day): "The shopper wants it picked up on {day} at this address:", "El comprador quiere que se recoja el {day} en esta dirección:", "يريد المتسوّق استلامه في {day} من هذا العنوان:";
    pickup_drop_off: "Drop it off instead", "Mejor lo dejo yo", "سأسلّمه بنفسي";
    pickup_dropped: "You drop it off yourself.", "Lo dejas tú.", "ستسلّمه بنفسك.";
    pickup_confirm: "Confirm the pick-up", "Confirmar la recogida", "تأكيد الاستلام";
    pickup_was_confirmed: "Confirmed. We have written to the shopper.", "Confirmado. Hemos escrito al comprador.", "تم التأكيد. كتبنا إلى المتسوّق.";
    pickup_wrong_day: "Choose one of the days that are offered.", "Elige uno de los días que se ofrecen.", "اختر أحد الأيام المعروضة.";
    pickup_refused_confirmed: "The seller has confirmed the pick-up already. Write to the seller to change it.", "El vendedor ya ha confirmado la recogida. Escríbele para cambiarla.", "أكد البائع الاستلام بالفعل. راسله لتغييره.";
    pickup_refused_changed: "The shopper has changed the day by now. Look at it again.", "El comprador ha cambiado el día. Míralo de nuevo.", "غيّر المتسوّق اليوم. انظر إليه مجددًا.";
}
