//! The words of mails about returns, in each language. Called by `letters`.

use domain::format::Locale;
use domain::returns::ReturnReason;

/// The words in one language.
pub(crate) struct Words {
    pub(crate) locale: Locale,
    pub(crate) approved: &'static str,
    pub(crate) approved_text: &'static str,
    pub(crate) declined: &'static str,
    pub(crate) declined_text: &'static str,
    pub(crate) refunded: &'static str,
    pub(crate) refunded_text: &'static str,
    pub(crate) closed: &'static str,
    pub(crate) closed_text: &'static str,
    /// Of a payment that the shopper's bank has given back.
    pub(crate) closed_bank_text: &'static str,
    /// Of a label that cost as much as there was to give back.
    pub(crate) closed_label_text: &'static str,
    pub(crate) requested: &'static str,
    pub(crate) requested_text: &'static str,
    pub(crate) requested_approved: &'static str,
    pub(crate) number: &'static str,
    pub(crate) send_to: &'static str,
    pub(crate) way_back: &'static str,
    pub(crate) seller_pays: &'static str,
    pub(crate) you_pay: &'static str,
    pub(crate) label: &'static str,
    pub(crate) label_free: &'static str,
    pub(crate) given_back: &'static str,
    pub(crate) at_most: &'static str,
    pub(crate) seller_says: &'static str,
    pub(crate) item: &'static str,
    pub(crate) quantity: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) view: &'static str,
}

const EN: Words = Words {
    locale: Locale::En,
    approved: "Your return is approved",
    approved_text: "Put the slip from the return's page into the parcel and send it to this address.",
    declined: "Your return was declined",
    declined_text: "The seller does not take this back.",
    refunded: "You have your money back",
    refunded_text: "We gave it back to the card that you paid with. Your bank may take a few days to show it.",
    closed: "Your return is closed without a refund",
    closed_text: "The seller looked at what came back and gives nothing back for it.",
    closed_bank_text: "What came back has arrived. Your bank has already given you back what you paid, so nothing is left to give back.",
    closed_label_text: "What came back has arrived. The label for the way back cost all that there was to give back.",
    requested: "A shopper wants to return something",
    requested_text: "Approve or decline it.",
    requested_approved: "Your settings approved it at once. You need do nothing until it arrives.",
    number: "Return",
    send_to: "Send it to",
    way_back: "The way back",
    seller_pays: "you send it, and the seller owes you the postage",
    you_pay: "you pay for it",
    label: "Our label, from the return's page",
    label_free: "free",
    given_back: "Given back",
    at_most: "To be given back at most",
    seller_says: "The seller writes:",
    item: "Item",
    quantity: "Quantity",
    reason: "Reason",
    view: "View the return",
};

const ES: Words = Words {
    locale: Locale::Es,
    approved: "Tu devolución está aprobada",
    approved_text: "Pon en el paquete el comprobante de la página de la devolución y envíalo a esta dirección.",
    declined: "Tu devolución se ha rechazado",
    declined_text: "El vendedor no acepta esta devolución.",
    refunded: "Te hemos devuelto el dinero",
    refunded_text: "Lo hemos devuelto a la tarjeta con la que pagaste. Tu banco puede tardar unos días en mostrarlo.",
    closed: "Tu devolución se ha cerrado sin reembolso",
    closed_text: "El vendedor ha revisado lo que llegó y no devuelve nada por ello.",
    closed_bank_text: "Lo que devolviste ha llegado. Tu banco ya te ha devuelto lo que pagaste, así que no queda nada por devolver.",
    closed_label_text: "Lo que devolviste ha llegado. La etiqueta del envío de vuelta costó todo lo que había que devolver.",
    requested: "Un comprador quiere devolver algo",
    requested_text: "Apruébalo o recházalo.",
    requested_approved: "Tus ajustes lo aprobaron al momento. No tienes que hacer nada hasta que llegue.",
    number: "Devolución",
    send_to: "Envíalo a",
    way_back: "El envío de vuelta",
    seller_pays: "lo envías tú y el vendedor te debe el envío",
    you_pay: "lo pagas tú",
    label: "Nuestra etiqueta, en la página de la devolución",
    label_free: "gratis",
    given_back: "Devuelto",
    at_most: "A devolver como máximo",
    seller_says: "El vendedor escribe:",
    item: "Artículo",
    quantity: "Cantidad",
    reason: "Motivo",
    view: "Ver la devolución",
};

const AR: Words = Words {
    locale: Locale::Ar,
    approved: "تمت الموافقة على إرجاعك",
    approved_text: "ضع القسيمة من صفحة الإرجاع في الطرد وأرسله إلى هذا العنوان.",
    declined: "رُفض إرجاعك",
    declined_text: "البائع لا يقبل إرجاع هذا.",
    refunded: "استعدت نقودك",
    refunded_text: "أعدناها إلى البطاقة التي دفعت بها. قد يستغرق مصرفك بضعة أيام لإظهارها.",
    closed: "أُغلق إرجاعك دون استرداد",
    closed_text: "فحص البائع ما وصل ولا يعيد شيئًا مقابله.",
    closed_bank_text: "وصل ما أرجعته. وقد أعاد إليك مصرفك ما دفعته بالفعل، فلم يبقَ ما يُعاد.",
    closed_label_text: "وصل ما أرجعته. وقد استغرق ملصق شحن الإرجاع كل ما كان سيُعاد.",
    requested: "متسوّق يريد إرجاع شيء",
    requested_text: "وافق عليه أو ارفضه.",
    requested_approved: "وافقت إعداداتك عليه فورًا. لا يلزمك فعل شيء حتى يصل.",
    number: "الإرجاع",
    send_to: "أرسله إلى",
    way_back: "شحن الإرجاع",
    seller_pays: "ترسله أنت ويدين لك البائع بأجرته",
    you_pay: "تدفعه أنت",
    label: "ملصقنا، من صفحة الإرجاع",
    label_free: "مجانًا",
    given_back: "المبلغ المعاد",
    at_most: "أقصى ما يُعاد",
    seller_says: "كتب البائع:",
    item: "المنتج",
    quantity: "الكمية",
    reason: "السبب",
    view: "عرض الإرجاع",
};

pub(crate) fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &EN,
        Locale::Es => &ES,
        Locale::Ar => &AR,
    }
}

/// Why something comes back.
pub(crate) fn reason_words(reason: ReturnReason, locale: Locale) -> &'static str {
    let [en, es, ar] = match reason {
        ReturnReason::Damaged => ["arrived damaged", "llegó dañado", "وصل تالفًا"],
        ReturnReason::Defective => ["does not work", "no funciona", "لا يعمل"],
        ReturnReason::WrongItem => ["wrong item", "artículo equivocado", "منتج خاطئ"],
        ReturnReason::NotAsDescribed => ["not as described", "no es como se describe", "ليس كما وُصف"],
        ReturnReason::ArrivedLate => ["arrived too late", "llegó demasiado tarde", "وصل متأخرًا"],
        ReturnReason::NoLongerWanted => ["no longer wanted", "ya no se quiere", "لم يعد مرغوبًا"],
        ReturnReason::ByMistake => ["bought by mistake", "comprado por error", "شُري بالخطأ"],
    };
    match locale {
        Locale::En => en,
        Locale::Es => es,
        Locale::Ar => ar,
    }
}
