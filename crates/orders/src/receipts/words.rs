//! The words of receipts, in each language. Called by `receipts`.

use domain::format::Locale;
use domain::order::CancelReason;
use domain::text_enum::TextEnum as _;

/// The words of a receipt in one language.
pub(super) struct Words {
    pub(super) thanks: &'static str,
    pub(super) placed: &'static str,
    pub(super) arrives: &'static str,
    pub(super) not_charged: &'static str,
    pub(super) shipped: &'static str,
    pub(super) charged: &'static str,
    pub(super) delivered: &'static str,
    pub(super) delivered_text: &'static str,
    pub(super) and_more: &'static str,
    pub(super) carrier: &'static str,
    pub(super) tracking: &'static str,
    pub(super) own_carrier: &'static str,
    pub(super) other_carrier: &'static str,
    pub(super) not_paid: &'static str,
    pub(super) not_paid_text: &'static str,
    pub(super) cancelled: &'static str,
    pub(super) nothing_charged: &'static str,
    pub(super) reason: &'static str,
    pub(super) order: &'static str,
    pub(super) to: &'static str,
    pub(super) item: &'static str,
    pub(super) quantity: &'static str,
    pub(super) amount: &'static str,
    pub(super) items: &'static str,
    pub(super) shipping: &'static str,
    pub(super) wrap: &'static str,
    pub(super) coupon: &'static str,
    pub(super) promotions: &'static str,
    pub(super) gift: &'static str,
    pub(super) tax: &'static str,
    pub(super) tax_included: &'static str,
    pub(super) total: &'static str,
    pub(super) view: &'static str,
}

const EN: Words = Words {
    thanks: "Thank you for your order",
    placed: "We have told the sellers. Here is what you ordered.",
    arrives: "Arrives",
    not_charged: "Your card is charged when a parcel leaves, not before.",
    shipped: "Your parcel is on its way",
    charged: "Your card was charged for what is in this parcel.",
    delivered: "Your parcel has arrived",
    delivered_text: "The carrier says that it was delivered. If something is missing, tell the seller.",
    and_more: "and more",
    carrier: "Carrier",
    tracking: "Tracking number",
    own_carrier: "the seller's own delivery",
    other_carrier: "another carrier",
    not_paid: "Your order was not paid for",
    not_paid_text: "Your bank did not approve the payment in time. Nothing was ordered and you are not charged; you can order again with another card.",
    cancelled: "A part of your order was cancelled",
    nothing_charged: "You are not charged for it.",
    reason: "Reason",
    order: "Order",
    to: "Delivered to",
    item: "Item",
    quantity: "Quantity",
    amount: "Amount",
    items: "Items",
    shipping: "Shipping",
    wrap: "Gift wrap",
    coupon: "Coupon",
    promotions: "Promotions",
    gift: "Gift message",
    tax: "Tax",
    tax_included: "Tax included",
    total: "Total",
    view: "View your order",
};

const ES: Words = Words {
    thanks: "Gracias por tu pedido",
    placed: "Hemos avisado a los vendedores. Esto es lo que has pedido.",
    arrives: "Llega",
    not_charged: "Tu tarjeta se cobra cuando sale un paquete, no antes.",
    shipped: "Tu paquete está en camino",
    charged: "Hemos cobrado en tu tarjeta lo que contiene este paquete.",
    delivered: "Tu paquete ha llegado",
    delivered_text: "El transportista indica que se ha entregado. Si falta algo, avisa al vendedor.",
    and_more: "y más",
    carrier: "Transportista",
    tracking: "Número de seguimiento",
    own_carrier: "reparto propio del vendedor",
    other_carrier: "otro transportista",
    not_paid: "Tu pedido no se pagó",
    not_paid_text: "Tu banco no aprobó el pago a tiempo. No se ha pedido nada y no se te cobra; puedes volver a pedir con otra tarjeta.",
    cancelled: "Se ha cancelado una parte de tu pedido",
    nothing_charged: "No se te cobra.",
    reason: "Motivo",
    order: "Pedido",
    to: "Se entrega a",
    item: "Artículo",
    quantity: "Cantidad",
    amount: "Importe",
    items: "Artículos",
    shipping: "Envío",
    wrap: "Envoltorio de regalo",
    coupon: "Cupón",
    promotions: "Promociones",
    gift: "Mensaje del regalo",
    tax: "Impuestos",
    tax_included: "Impuestos incluidos",
    total: "Total",
    view: "Ver tu pedido",
};

const AR: Words = Words {
    thanks: "شكرًا لطلبك",
    placed: "أبلغنا البائعين. هذا ما طلبته.",
    arrives: "يصل",
    not_charged: "يُخصم المبلغ من بطاقتك عند خروج الطرد، وليس قبل ذلك.",
    shipped: "طردك في الطريق",
    charged: "خُصم من بطاقتك ثمن محتويات هذا الطرد.",
    delivered: "وصل طردك",
    delivered_text: "تفيد شركة الشحن بأن الطرد سُلّم. إن كان شيء ناقصًا فأخبر البائع.",
    and_more: "والمزيد",
    carrier: "شركة الشحن",
    tracking: "رقم التتبع",
    own_carrier: "توصيل البائع نفسه",
    other_carrier: "شركة أخرى",
    not_paid: "لم يُدفع ثمن طلبك",
    not_paid_text: "لم يوافق مصرفك على الدفع في الوقت المحدد. لم يُطلب شيء ولن يُخصم منك؛ يمكنك الطلب مجددًا ببطاقة أخرى.",
    cancelled: "أُلغي جزء من طلبك",
    nothing_charged: "لن يُخصم منك شيء مقابله.",
    reason: "السبب",
    order: "الطلب",
    to: "التسليم إلى",
    item: "المنتج",
    quantity: "الكمية",
    amount: "المبلغ",
    items: "المنتجات",
    shipping: "الشحن",
    wrap: "تغليف الهدية",
    coupon: "قسيمة",
    promotions: "العروض الترويجية",
    gift: "رسالة الهدية",
    tax: "الضريبة",
    tax_included: "الضريبة مشمولة",
    total: "الإجمالي",
    view: "عرض طلبك",
};

pub(super) fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &EN,
        Locale::Es => &ES,
        Locale::Ar => &AR,
    }
}

/// Why a part was cancelled, as its buyer reads it.
pub(super) fn reason_words(reason: &str, locale: Locale) -> &'static str {
    let reason = CancelReason::parse(reason).unwrap_or(CancelReason::CannotShip);
    let [en, es, ar] = match reason {
        CancelReason::Undone => ["you undid it", "lo deshiciste", "تراجعت عنه"],
        CancelReason::ChangedMind => ["you cancelled it", "lo cancelaste", "ألغيته أنت"],
        CancelReason::OutOfStock => ["out of stock", "sin existencias", "نفد المخزون"],
        CancelReason::CannotShip => {
            ["the seller cannot ship it", "el vendedor no puede enviarlo", "لا يستطيع البائع شحنه"]
        }
        CancelReason::PriceError => ["the price was wrong", "el precio era erróneo", "السعر كان خاطئًا"],
        CancelReason::BuyerAsked => ["you asked for it", "lo pediste", "بناءً على طلبك"],
        CancelReason::SuspectedFraud => {
            ["the order could not be verified", "no se pudo verificar el pedido", "تعذر التحقق من الطلب"]
        }
        CancelReason::NotPaid => ["it was not paid for", "no se pagó", "لم يُدفع ثمنه"],
    };
    match locale {
        Locale::En => en,
        Locale::Es => es,
        Locale::Ar => ar,
    }
}
