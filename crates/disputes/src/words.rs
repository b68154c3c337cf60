//! The words of mails about disputes, in each language. Called by `letters`.

use domain::dispute::DisputeReason;
use domain::format::Locale;

/// The words in one language.
pub(crate) struct Words {
    pub(crate) opened: &'static str,
    pub(crate) opened_text: &'static str,
    pub(crate) won: &'static str,
    pub(crate) won_text: &'static str,
    pub(crate) lost: &'static str,
    pub(crate) lost_text: &'static str,
    pub(crate) number: &'static str,
    pub(crate) order: &'static str,
    pub(crate) amount: &'static str,
    pub(crate) fee: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) until: &'static str,
    pub(crate) view: &'static str,
}

const EN: Words = Words {
    opened: "A bank has taken a payment back",
    opened_text: "The buyer's bank has taken this payment back. Tell it why it should return it, or accept the loss. Without an \
                  answer in time it is lost.",
    won: "You won a dispute",
    won_text: "The bank has returned the payment. It is in your balance again.",
    lost: "You lost a dispute",
    lost_text: "The bank keeps the payment. The tax and the commission of the sale, less the fee for giving it back, are \
                in your balance again.",
    number: "Dispute",
    order: "Order",
    amount: "Taken back",
    fee: "Fee of the card processor",
    reason: "What the buyer says",
    until: "Answer by",
    view: "View the dispute",
};

const ES: Words = Words {
    opened: "Un banco ha retirado un pago",
    opened_text: "El banco del comprador ha retirado este pago. Dile por qué debería devolverlo o acepta la pérdida. Sin \
                  respuesta a tiempo se pierde.",
    won: "Has ganado una disputa",
    won_text: "El banco ha devuelto el pago. Vuelve a estar en tu saldo.",
    lost: "Has perdido una disputa",
    lost_text: "El banco se queda con el pago. El impuesto y la comisión de la venta, menos la tarifa por devolverla, \
                vuelven a tu saldo.",
    number: "Disputa",
    order: "Pedido",
    amount: "Retirado",
    fee: "Tarifa del procesador de tarjetas",
    reason: "Lo que dice el comprador",
    until: "Responde antes del",
    view: "Ver la disputa",
};

const AR: Words = Words {
    opened: "استرجع مصرف إحدى الدفعات",
    opened_text: "استرجع مصرف المشتري هذه الدفعة. أخبره لماذا ينبغي أن يعيدها أو اقبل الخسارة. من دون رد في الوقت \
                  المحدد تضيع الدفعة.",
    won: "كسبت نزاعًا",
    won_text: "أعاد المصرف الدفعة. عادت إلى رصيدك.",
    lost: "خسرت نزاعًا",
    lost_text: "يحتفظ المصرف بالدفعة. عادت إلى رصيدك ضريبة البيع وعمولته ناقصًا رسم إعادتها.",
    number: "النزاع",
    order: "الطلب",
    amount: "المبلغ المسترجع",
    fee: "رسم معالج البطاقات",
    reason: "ما يقوله المشتري",
    until: "أجب قبل",
    view: "عرض النزاع",
};

pub(crate) fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &EN,
        Locale::Es => &ES,
        Locale::Ar => &AR,
    }
}

/// What the buyer told the bank.
pub(crate) fn reason_words(reason: DisputeReason, locale: Locale) -> &'static str {
    let [en, es, ar] = match reason {
        DisputeReason::Fraudulent => ["somebody else bought", "compró otra persona", "شخص آخر هو من اشترى"],
        DisputeReason::NotReceived => ["nothing arrived", "no llegó nada", "لم يصل شيء"],
        DisputeReason::NotAsDescribed => ["not as described", "no es como se describe", "ليس كما وُصف"],
        DisputeReason::Duplicate => ["charged twice", "cobrado dos veces", "خُصم مرتين"],
        DisputeReason::CreditNotProcessed => {
            ["returned, and not refunded", "devuelto y no reembolsado", "أُعيد ولم تُرد قيمته"]
        }
        DisputeReason::General => ["something else", "otra cosa", "سبب آخر"],
    };
    match locale {
        Locale::En => en,
        Locale::Es => es,
        Locale::Ar => ar,
    }
}
