//! Texts of disputes: the seller's desk, the operator's list.
use super::texts;

texts! {
    disputes_title: "Disputes", "Disputas", "النزاعات";
    disputes_about: "A buyer can ask their bank to take a card payment back. You are told here, and the bank hears you before it decides.", "Un comprador puede pedir a su banco que retire un pago con tarjeta. Te avisamos aquí y el banco te escucha antes de decidir.", "يمكن للمشتري أن يطلب من مصرفه استرجاع دفعة بالبطاقة. نخبرك هنا، ويسمعك المصرف قبل أن يقرر.";
    disputes_open: "Open", "Abiertas", "مفتوحة";
    disputes_decided: "Decided", "Decididas", "محسومة";
    disputes_empty: "Payments that a buyer's bank takes back appear here.", "Aquí aparecen los pagos que retira el banco de un comprador.", "تظهر هنا الدفعات التي يسترجعها مصرف أحد المشترين.";
    disputes_older: "Older disputes", "Disputas anteriores", "نزاعات أقدم";
    desk_waiting_disputes(n):
        "{n, plural, one {# payment was taken back by a buyer's bank. Answer in time.} other {# payments were taken back by buyers' banks. Answer in time.}}",
        "{n, plural, one {El banco de un comprador ha retirado # pago. Responde a tiempo.} many {Los bancos de compradores han retirado # pagos. Responde a tiempo.} other {Los bancos de compradores han retirado # pagos. Responde a tiempo.}}",
        "{n, plural, zero {لم تُسترجع دفعات.} one {استرجع مصرف مشترٍ دفعة واحدة. أجب في الوقت.} two {استرجعت مصارف المشترين دفعتين. أجب في الوقت.} few {استرجعت مصارف المشترين # دفعات. أجب في الوقت.} many {استرجعت مصارف المشترين # دفعة. أجب في الوقت.} other {استرجعت مصارف المشترين # دفعة. أجب في الوقت.}}";
    disputes_look: "See disputes", "Ver las disputas", "عرض النزاعات";

    dispute_one: "Dispute", "Disputa", "نزاع";
    dispute_number: "Dispute number", "Número de disputa", "رقم النزاع";
    dispute_needs_response: "Answer it", "Por responder", "بانتظار ردك";
    dispute_answering: "Being sent", "Enviándose", "قيد الإرسال";
    dispute_under_review: "The bank decides", "Decide el banco", "يقرر المصرف";
    dispute_won: "Won", "Ganada", "مكسوب";
    dispute_lost: "Lost", "Perdida", "خاسر";
    dispute_answer_by: "Answer by", "Responde antes del", "أجب قبل";

    dispute_fraudulent: "Somebody else bought", "Compró otra persona", "شخص آخر هو من اشترى";
    dispute_not_received: "Nothing arrived", "No llegó nada", "لم يصل شيء";
    dispute_duplicate: "Charged twice", "Cobrado dos veces", "خُصم مرتين";
    dispute_credit: "Returned, and not refunded", "Devuelto y no reembolsado", "أُعيد ولم تُرد قيمته";
    dispute_general: "Something else", "Otra cosa", "سبب آخر";
    dispute_says(reason): "The buyer told the bank: {reason}", "El comprador dijo al banco: {reason}", "قال المشتري للمصرف: {reason}";

    dispute_prove_buyer: "Say how you know that it was the buyer: earlier orders, messages, the address that it went to.", "Di cómo sabes que fue el comprador: pedidos anteriores, mensajes, la dirección a la que se envió.", "قل كيف تعرف أنه المشتري: طلبات سابقة، رسائل، العنوان الذي أُرسل إليه.";
    dispute_prove_delivery: "Say when and where it was delivered. The tracking number goes along by itself.", "Di cuándo y dónde se entregó. El número de seguimiento se envía solo.", "قل متى وأين سُلّم. رقم التتبع يُرسل تلقائيًا.";
    dispute_prove_goods: "Say what was promised and what you sent.", "Di qué se prometió y qué enviaste.", "قل ما الذي وُعد به وما الذي أرسلته.";
    dispute_prove_two: "Say what each of the two payments was for.", "Di a qué correspondía cada uno de los dos pagos.", "قل ما الغرض من كل دفعة من الدفعتين.";
    dispute_prove_refund: "Say what was given back, and when.", "Di qué se devolvió y cuándo.", "قل ما الذي أُعيد ومتى.";
    dispute_prove_all: "Say what was sold, what you sent, and what the buyer wrote.", "Di qué se vendió, qué enviaste y qué escribió el comprador.", "قل ما الذي بيع وما الذي أرسلته وما كتبه المشتري.";

    dispute_contest: "Contest it", "Impugnar", "اعترض";
    dispute_evidence: "Why should the bank return the money?", "¿Por qué debería el banco devolver el dinero?", "لماذا ينبغي أن يعيد المصرف المال؟";
    dispute_accept: "Accept the loss", "Aceptar la pérdida", "اقبل الخسارة";
    dispute_accept_hint: "The bank keeps the money, and it cannot be contested any more.", "El banco se queda con el dinero y ya no se podrá impugnar.", "يحتفظ المصرف بالمال ولا يمكن الاعتراض بعد ذلك.";
    dispute_you_wrote: "What you wrote", "Lo que escribiste", "ما كتبته";
    dispute_files: "Files for the bank", "Archivos para el banco", "ملفات للمصرف";
    dispute_files_hint(mb, most): "A PDF of up to {mb} MB, or a photo as JPEG, PNG or WebP; {most} files at the most. They go to the bank when you contest, and can be taken back until then.", "Un PDF de hasta {mb} MB o una foto JPEG, PNG o WebP; {most} archivos como máximo. Van al banco cuando impugnas y hasta entonces puedes retirarlos.", "ملف PDF حتى {mb} ميغابايت أو صورة JPEG أو PNG أو WebP، وعدد الملفات الأقصى {most}. تُرسل إلى المصرف حين تعترض، ويمكنك سحبها قبل ذلك.";
    dispute_file_add: "Attach", "Adjuntar", "أرفق";
    dispute_file_added: "The file is attached. It goes to the bank when you contest.", "El archivo está adjunto. Irá al banco cuando impugnes.", "أُرفق الملف. سيُرسل إلى المصرف حين تعترض.";
    dispute_file_gone: "The file is no longer attached.", "El archivo ya no está adjunto.", "لم يعد الملف مرفقًا.";
    dispute_file_wrong: "This is neither a whole PDF nor a JPEG, PNG or WebP picture. Choose another file.", "No es un PDF completo ni una imagen JPEG, PNG o WebP. Elige otro archivo.", "هذا ليس ملف PDF كاملًا ولا صورة JPEG أو PNG أو WebP. اختر ملفًا آخر.";
    dispute_known: "What the bank gets besides", "Lo que el banco recibe además", "ما يصل المصرف أيضًا";
    dispute_known_hint: "This is known of the sale and goes along with your words.", "Esto se sabe de la venta y se envía con tus palabras.", "هذا معروف عن البيع ويُرسل مع كلامك.";
    dispute_order: "Order", "Pedido", "الطلب";
    dispute_goods: "Goods", "Mercancía", "البضائع";
    dispute_carrier: "Carrier", "Transportista", "شركة الشحن";
    dispute_tracking: "Tracking number", "Número de seguimiento", "رقم التتبع";
    dispute_shipped: "Shipped", "Enviado", "أُرسل";
    dispute_delivered: "Delivered", "Entregado", "سُلّم";

    dispute_taken: "Taken from your balance", "Retirado de tu saldo", "خُصم من رصيدك";
    dispute_amount: "The payment", "El pago", "الدفعة";
    dispute_fee: "Fee of the card processor", "Tarifa del procesador de tarjetas", "رسم معالج البطاقات";
    dispute_fee_hint: "The fee stays, whoever wins.", "La tarifa se queda, gane quien gane.", "يبقى الرسم أيًا كان الفائز.";
    dispute_given_back: "What came back of the loss", "Lo que volvió de la pérdida", "ما عاد من الخسارة";
    dispute_if_lost: "If you lose", "Si pierdes", "إن خسرت";
    dispute_tax_back: "Tax given back", "Impuesto devuelto", "ضريبة معادة";
    dispute_back_to_you: "Back to your balance", "Vuelve a tu saldo", "يعود إلى رصيدك";

    dispute_now_answer: "The bank has taken the payment back. Contest it or accept the loss; without an answer in time it is lost.", "El banco ha retirado el pago. Impúgnalo o acepta la pérdida; sin respuesta a tiempo se pierde.", "استرجع المصرف الدفعة. اعترض أو اقبل الخسارة؛ من دون رد في الوقت تضيع.";
    dispute_now_wait: "The bank has your answer and decides. You are told here and by mail.", "El banco tiene tu respuesta y decide. Te avisaremos aquí y por correo.", "لدى المصرف ردك وهو يقرر. نخبرك هنا وبالبريد.";
    dispute_now_won: "The bank has returned the payment. It is in your balance again.", "El banco ha devuelto el pago. Vuelve a estar en tu saldo.", "أعاد المصرف الدفعة. عادت إلى رصيدك.";
    dispute_now_lost: "The bank keeps the payment. What you owed of it in tax and commission is in your balance again, less the fee for giving it back.", "El banco se queda con el pago. Lo que debías de él en impuestos y comisión vuelve a tu saldo, menos la tarifa por devolverlo.", "يحتفظ المصرف بالدفعة. ما كان عليك منها من ضريبة وعمولة عاد إلى رصيدك ناقصًا رسم إعادته.";
    dispute_accepted: "You accepted the loss.", "Aceptaste la pérdida.", "قبلت الخسارة.";
    dispute_given: "The bank has your answer.", "El banco tiene tu respuesta.", "وصل ردك إلى المصرف.";
    dispute_pending: "Your answer is on its way. The card processor has not confirmed it yet; it is sent again by itself.", "Tu respuesta está en camino. El procesador de tarjetas aún no la ha confirmado; se envía de nuevo sola.", "ردك في الطريق. لم يؤكده معالج البطاقات بعد، وسيُرسل مجددًا تلقائيًا.";
    dispute_refused: "The card processor did not take your answer. Look at it and answer again.", "El procesador de tarjetas no aceptó tu respuesta. Revísala y responde de nuevo.", "لم يقبل معالج البطاقات ردك. راجعه وأجب مجددًا.";
    dispute_wrong_state(state): "This cannot be answered any more: {state}.", "Ya no se puede responder: {state}.", "لم يعد الرد ممكنًا: {state}.";
    dispute_too_late: "The time to answer is over.", "El plazo para responder ha terminado.", "انتهت مهلة الرد.";
    dispute_no_evidence: "Write why the bank should return the money.", "Escribe por qué el banco debería devolver el dinero.", "اكتب لماذا ينبغي أن يعيد المصرف المال.";
    dispute_too_long(most): "The bank reads at most {most} characters. Shorten it.", "El banco lee como máximo {most} caracteres. Acórtalo.", "يقرأ المصرف {most} حرفًا على الأكثر. اختصره.";
    return_refused_disputed: "The buyer's bank has taken this payment back. Nothing of it can be refunded unless the bank returns it.", "El banco del comprador ha retirado este pago. No se puede reembolsar nada de él a menos que el banco lo devuelva.", "استرجع مصرف المشتري هذه الدفعة. لا يمكن رد شيء منها ما لم يعدها المصرف.";
    return_bank_has: "The buyer's bank or the platform has given back so much of this payment for good that only the rest of it can be given back here.", "El banco del comprador o la plataforma ha devuelto definitivamente tanto de este pago que aquí solo se puede devolver el resto.", "أعاد مصرف المشتري أو المنصة نهائيًا من هذه الدفعة ما لا يترك سوى الباقي منها ليُعاد هنا.";
    kind_dispute: "Dispute", "Disputa", "نزاع";
    profit_disputes: "Disputes of own sales", "Disputas de ventas propias", "نزاعات المبيعات الخاصة";
    group_disputes: "Disputes", "Disputas", "النزاعات";
}
