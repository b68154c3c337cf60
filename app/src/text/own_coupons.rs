//! Coupons that sellers make: their page, and what shoppers read of who gives one.
use super::texts;

texts! {
    own_coupons_text:
        "Whoever types a code pays less for your goods, and for nobody else's. You give what is taken off: you earn the lower price, and commission is on that. A coupon takes its share of what promotions leave.",
        "Quien escribe un código paga menos por tus artículos y por los de nadie más. El descuento lo das tú: cobras el precio rebajado y la comisión es sobre él. Un cupón descuenta de lo que dejan las promociones.",
        "من يكتب الرمز يدفع أقل مقابل منتجاتك وحدها. أنت من يتحمل الخصم: تحصل على السعر المخفض والعمولة عليه. تخصم القسيمة مما تتركه العروض.";
    own_coupons_none: "A code that you hand out takes something off what you sell.", "Un código que repartes descuenta algo de lo que vendes.", "رمز توزعه يخصم شيئًا مما تبيعه.";
    own_coupon_cost: "What it cost you", "Lo que te ha costado", "ما كلّفك";
    own_coupon_stopped: "Stopped by the platform", "Detenido por la plataforma", "أوقفتها المنصة";
    own_coupon_used_up: "Used up", "Agotado", "استُنفدت";
    own_coupon_from(amount): "from {amount} of your goods on", "a partir de {amount} en tus artículos", "ابتداءً من {amount} من منتجاتك";
    own_coupon_each(n):
        "{n, plural, one {once per account} other {# times per account}}",
        "{n, plural, one {una vez por cuenta} other {# veces por cuenta}}",
        "{n, plural, zero {لا مرة لكل حساب} one {مرة واحدة لكل حساب} two {مرتان لكل حساب} few {# مرات لكل حساب} many {# مرة لكل حساب} other {# مرة لكل حساب}}";
    own_coupon_each_hint: "Shoppers sign in to use it then", "Entonces hay que iniciar sesión para usarlo", "عندها يلزم تسجيل الدخول لاستخدامها";
    own_coupon_minimum_hint: "Needed for an amount off, and more than that", "Hace falta para un importe de descuento, y mayor que este", "مطلوب لمبلغ الخصم ويجب أن يزيد عليه";
    own_coupon_made(code): "The coupon {code} is made.", "El cupón {code} está creado.", "أُنشئت القسيمة {code}.";
    own_coupon_end(code): "End {code} for good", "Finalizar {code} definitivamente", "إنهاء {code} نهائيًا";
    own_coupon_ended: "Ended: nobody can use it any more. What was ordered with it keeps its price.", "Finalizado: ya nadie puede usarlo. Lo pedido con él conserva su precio.", "انتهت: لا يمكن لأحد استخدامها بعد الآن. ما طُلب بها يحتفظ بسعره.";
    own_coupon_taken: "This code is taken. Choose another one.", "Este código ya está en uso. Elige otro.", "هذا الرمز محجوز. اختر رمزًا آخر.";
    own_coupon_too_much:
        "Leave something to pay: a share of at most 90, or an amount with goods for more than that to start from.",
        "Deja algo que pagar: un porcentaje de 90 como máximo, o un importe con un mínimo en artículos mayor que él.",
        "اترك شيئًا للدفع: نسبة لا تزيد على 90، أو مبلغًا مع حد أدنى للمنتجات أكبر منه.";
    own_coupon_too_many(most): "You have {most} coupons that are not over. End one first.", "Tienes {most} cupones sin finalizar. Finaliza uno antes.", "بلغت الحد الأقصى من القسائم السارية، وهو {most}. أنهِ واحدة أولًا.";
    own_coupon_too_often(most): "You have made {most} coupons within a day. Wait until tomorrow.", "Has creado {most} cupones en un día. Espera hasta mañana.", "أنشأت {most} قسيمة خلال يوم. انتظر حتى الغد.";
    own_coupon_key_reused: "This page has made another coupon. Load it again for a new one.", "Esta página ya creó otro cupón. Recárgala para uno nuevo.", "أنشأت هذه الصفحة قسيمة أخرى. أعد تحميلها لقسيمة جديدة.";
    own_coupon_given_by(seller): "Given by {seller}", "Lo da {seller}", "يمنحها {seller}";
    coupon_used_of(code, seller): "{code} is used: {seller} takes it off its own goods.", "Se usa {code}: {seller} lo descuenta de sus artículos.", "القسيمة {code} مستخدمة: يخصمها {seller} من منتجاته.";
    coupon_on_line(code): "Coupon {code}", "Cupón {code}", "القسيمة {code}";
    coupon_on_line_of(code, seller): "Coupon {code}, from {seller}", "Cupón {code}, de {seller}", "القسيمة {code} من {seller}";
}
