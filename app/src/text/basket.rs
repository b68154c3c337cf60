//! Texts of cart and checkout, and what is wrong with an address or a card.
use super::texts;

texts! {
    cart_added: "Added to your cart.", "Añadido a tu carrito.", "أُضيف إلى سلتك.";
    cart_empty_title: "Your cart is empty", "Tu carrito está vacío", "سلتك فارغة";
    cart_empty_text: "What you add stays here, also when you come back later.", "Lo que añadas se queda aquí, también cuando vuelvas.", "ما تضيفه يبقى هنا حتى عندما تعود لاحقًا.";
    cart_empty_next: "Discover products", "Descubrir productos", "اكتشف المنتجات";
    cart_gone: "This offer is not sold any more.", "Esta oferta ya no se vende.", "لم يعد هذا العرض متاحًا.";
    cart_stays: "Not delivered there, so it stays in the cart:", "No se envía allí, así que se queda en el carrito:", "لا يُوصَّل إلى هناك، لذلك يبقى في السلة:";
    cart_nowhere: "Nothing of this is delivered there. Choose another address, or take it out of the cart.", "Nada de esto se envía allí. Elige otra dirección o quítalo del carrito.", "لا يُوصَّل أي من هذه إلى هناك. اختر عنوانًا آخر أو أزِلها من السلة.";
    cart_remove: "Remove", "Quitar", "إزالة";
    cart_summary: "Summary", "Resumen", "الملخص";
    cart_tax_later: "Tax is added at checkout.", "Los impuestos se calculan al pagar.", "تُحتسب الضريبة عند الدفع.";
    cart_tax_included: "Prices include tax. Checkout shows how much.", "Los precios incluyen impuestos. Al pagar verás cuánto.", "الأسعار تشمل الضريبة. تظهر قيمتها عند الدفع.";
    cart_short: "Some units are not in stock any more. Choose fewer to go on.", "Ya no hay unidades suficientes. Elige menos para continuar.", "لم تعد الكمية متوفرة. اختر كمية أقل للمتابعة.";
    cart_checkout: "Go to checkout", "Ir a pagar", "إتمام الشراء";
    sum_items: "Items", "Artículos", "المنتجات";
    sum_shipping: "Delivery", "Envío", "التوصيل";
    sum_free: "Free", "Gratis", "مجاني";
    sum_tax: "Tax", "Impuestos", "الضريبة";
    sum_tax_included: "Tax included", "Impuestos incluidos", "الضريبة مشمولة";
    sum_tax_later: "by your address", "según tu dirección", "حسب عنوانك";
    sum_total: "Total", "Total", "الإجمالي";

    checkout_title: "Checkout", "Pagar", "إتمام الشراء";
    checkout_have_account: "Have an account?", "¿Tienes cuenta?", "لديك حساب؟";
    checkout_delivery: "Delivery", "Entrega", "التوصيل";
    checkout_payment: "Payment", "Pago", "الدفع";
    checkout_new_address: "Another address", "Otra dirección", "عنوان آخر";
    checkout_review: "Review your order", "Revisar el pedido", "مراجعة الطلب";
    checkout_review_text:
        "This is the final total, with tax. Place the order if it is right.",
        "Este es el total final, con impuestos. Haz el pedido si es correcto.",
        "هذا هو الإجمالي النهائي مع الضريبة. أكمل الطلب إن كان صحيحًا.";
    checkout_card_held(brand, last4): "{brand}, card ending in {last4}", "{brand}, tarjeta terminada en {last4}", "بطاقة {brand} تنتهي بالأرقام {last4}";
    checkout_card_typed: "Typed for this order", "Escrita para este pedido", "أُدخلت لهذا الطلب";
    checkout_card_gone: "This card is no longer there. Nothing was ordered; type one again or choose another.", "Esta tarjeta ya no está. No se ha pedido nada; escribe una de nuevo o elige otra.", "لم تعد هذه البطاقة متاحة. لم يُطلب شيء؛ أدخل بطاقة من جديد أو اختر أخرى.";
    checkout_card_unreachable: "The card could not be checked just now. Nothing was ordered; type it again in a moment.", "Ahora mismo no se ha podido comprobar la tarjeta. No se ha pedido nada; escríbela de nuevo en un momento.", "تعذّر التحقق من البطاقة الآن. لم يُطلب شيء؛ أدخلها من جديد بعد لحظات.";
    checkout_other_card: "Pay with another card", "Pagar con otra tarjeta", "ادفع ببطاقة أخرى";
    checkout_new_card: "Another card", "Otra tarjeta", "بطاقة أخرى";
    checkout_save: "Keep a new address and card for the next time", "Guardar la dirección y la tarjeta nuevas para la próxima vez", "احفظ العنوان والبطاقة الجديدين للمرة القادمة";
    checkout_place: "Place order", "Hacer el pedido", "تأكيد الطلب";
    checkout_charged_later: "Your card is charged when a parcel leaves, not before.", "Tu tarjeta se cobra cuando sale un paquete, no antes.", "يُخصم المبلغ عند خروج الطرد وليس قبل ذلك.";
    label_email: "E-mail", "Correo electrónico", "البريد الإلكتروني";
    label_name: "Full name", "Nombre completo", "الاسم الكامل";
    label_line1: "Street and number", "Calle y número", "الشارع والرقم";
    label_line2: "Flat, floor, company", "Piso, puerta, empresa", "الشقة أو الطابق أو الشركة";
    label_postcode: "Postcode", "Código postal", "الرمز البريدي";
    label_city: "City", "Ciudad", "المدينة";
    label_country: "Country", "País", "البلد";
    label_more(country): "{country}: another country, flat, company", "{country}: otro país, piso, empresa", "{country}: بلد آخر، الشقة، الشركة";
    label_card_number: "Card number", "Número de tarjeta", "رقم البطاقة";
    label_card_expiry: "Expires", "Caduca", "تاريخ الانتهاء";
    label_card_cvc: "Security code", "Código de seguridad", "رمز الأمان";
    card_sandbox_hint: "Test shop: use 4242 4242 4242 4242, any future date and code.", "Tienda de prueba: usa 4242 4242 4242 4242, cualquier fecha futura y código.", "متجر تجريبي: استخدم 4242 4242 4242 4242 وأي تاريخ مستقبلي ورمز.";
    card_check_digit: "This number has a typing error. Compare it with your card.", "Este número tiene un error. Compáralo con tu tarjeta.", "في الرقم خطأ. قارنه ببطاقتك.";
    card_expired: "This card has expired. Use another one.", "Esta tarjeta ha caducado. Usa otra.", "انتهت صلاحية هذه البطاقة. استخدم أخرى.";
    card_not_test: "This shop takes test cards only: no real card is charged here.", "Esta tienda solo acepta tarjetas de prueba: aquí no se cobra ninguna real.", "يقبل هذا المتجر بطاقات الاختبار فقط: لا يُخصم من بطاقة حقيقية.";
    card_expiry_form: "Write the month and year like 09/29.", "Escribe el mes y el año así: 09/29.", "اكتب الشهر والسنة هكذا: 09/29.";
    card_malformed: "Only digits, as on the card.", "Solo cifras, como en la tarjeta.", "أرقام فقط كما على البطاقة.";
    field_missing: "Please fill this in.", "Rellena este campo.", "يرجى ملء هذا الحقل.";
    field_too_long: "This is too long.", "Es demasiado largo.", "النص طويل جدًا.";
    field_malformed: "Check this: it has characters that cannot stand here.", "Revísalo: tiene caracteres que no valen aquí.", "تحقق من هذا: فيه رموز غير مقبولة.";
    field_email: "Write an e-mail address like name@example.com.", "Escribe un correo como nombre@example.com.", "اكتب بريدًا مثل name@example.com.";
    field_country: "Choose a country that we deliver to.", "Elige un país al que enviamos.", "اختر بلدًا نوصل إليه.";
    field_phone: "Write 6 to 15 digits, with + in front if you like.", "Escribe de 6 a 15 cifras, con + delante si quieres.", "اكتب من 6 إلى 15 رقمًا مع + في البداية إن شئت.";
    field_password: "A password has 8 to 128 characters.", "La contraseña tiene de 8 a 128 caracteres.", "كلمة المرور من 8 إلى 128 حرفًا.";
    decline_funds: "There is not enough money on this card. Nothing was charged; try another card.", "No hay saldo suficiente en esta tarjeta. No se ha cobrado nada; prueba con otra.", "الرصيد غير كافٍ في هذه البطاقة. لم يُخصم شيء؛ جرّب أخرى.";
    decline_expired: "This card has expired. Nothing was charged; try another card.", "Esta tarjeta ha caducado. No se ha cobrado nada; prueba con otra.", "انتهت صلاحية البطاقة. لم يُخصم شيء؛ جرّب أخرى.";
    decline_confirmation: "Your bank did not confirm the payment. Nothing was charged.", "Tu banco no confirmó el pago. No se ha cobrado nada.", "لم يؤكد مصرفك الدفع. لم يُخصم شيء.";
    decline_other: "Your bank declined the card. Nothing was charged; try another card.", "Tu banco rechazó la tarjeta. No se ha cobrado nada; prueba con otra.", "رفض مصرفك البطاقة. لم يُخصم شيء؛ جرّب أخرى.";
    confirm_title: "Confirm your payment", "Confirma tu pago", "أكّد الدفع";
    confirm_text: "Your bank wants to know that it is you. Amount:", "Tu banco quiere saber que eres tú. Importe:", "يريد مصرفك التأكد من هويتك. المبلغ:";
    confirm_code: "Code from your bank", "Código de tu banco", "رمز من مصرفك";
    gift_title: "Is it a present?", "¿Es un regalo?", "هل هي هدية؟";
    gift_is: "This is a gift", "Es un regalo", "هذه هدية";
    gift_is_hint:
        "The sellers are told and pack it without prices.",
        "Avisamos a los vendedores para que lo empaqueten sin precios.",
        "نُبلغ البائعين ليغلفوها من دون أسعار.";
    gift_message: "Message", "Mensaje", "الرسالة";
    gift_message_hint: "At most 200 characters.", "Como máximo 200 caracteres.", "200 حرف على الأكثر.";
    gift_too_long(most):
        "The message is too long: at most {most} characters.",
        "El mensaje es demasiado largo: como máximo {most} caracteres.",
        "الرسالة طويلة جدًا: {most} حرف على الأكثر.";
    gift_wrap: "Gift wrap", "Envoltorio de regalo", "تغليف الهدية";
    gift_wrap_for(fee): "Gift wrap for {fee}", "Envolver para regalo por {fee}", "تغليف الهدية مقابل {fee}";
    gift_wrap_hint:
        "For what each seller sends. You see the new total before you order.",
        "Por lo que envía cada vendedor. Verás el nuevo total antes de pedir.",
        "عن كل ما يرسله كل بائع. سترى الإجمالي الجديد قبل الطلب.";
    gift_wrapped: "Gift-wrapped", "Envuelto para regalo", "مغلّف كهدية";
    gift_no_message: "Without a message.", "Sin mensaje.", "من دون رسالة.";
    gift_pack_wrapped:
        "A present: wrap it, put the message in, and leave prices out.",
        "Es un regalo: envuélvelo, incluye el mensaje y no pongas precios.",
        "هدية: غلّفها وضع الرسالة داخلها ولا تذكر الأسعار.";
    gift_pack:
        "A present, without wrapping: put the message in, and leave prices out.",
        "Es un regalo, sin envoltorio: incluye el mensaje y no pongas precios.",
        "هدية من دون تغليف: ضع الرسالة داخلها ولا تذكر الأسعار.";
    refused_no_wrap:
        "Gift wrap is not offered for this order. Take it out to go on.",
        "No se ofrece envoltorio para este pedido. Quítalo para continuar.",
        "التغليف غير متاح لهذا الطلب. أزله للمتابعة.";
    saved_title: "Saved for later", "Guardado para después", "محفوظ لوقت لاحق";
    saved_save: "Save for later", "Guardar para después", "احفظ لوقت لاحق";
    saved_save_what(title): "Save for later: {title}", "Guardar para después: {title}", "احفظ لوقت لاحق: {title}";
    saved_restore: "Move to cart", "Mover al carrito", "انقل إلى السلة";
    saved_restore_what(title): "Move to cart: {title}", "Mover al carrito: {title}", "انقل إلى السلة: {title}";
    saved_units(n): "Quantity: {n}", "Cantidad: {n}", "الكمية: {n}";
    refused_saved_full:
        "At most 100 products are saved for later. Remove one first.",
        "Como máximo se guardan 100 productos para después. Quita uno primero.",
        "يُحفظ 100 منتج على الأكثر لوقت لاحق. أزل واحدًا أولًا.";
    confirm_sandbox_hint: "Test shop: the code is 123456.", "Tienda de prueba: el código es 123456.", "متجر تجريبي: الرمز هو 123456.";
    confirm_send: "Confirm", "Confirmar", "تأكيد";
    confirm_wrong: "That code was not right. Try again.", "El código no era correcto. Inténtalo de nuevo.", "الرمز غير صحيح. حاول مجددًا.";
    confirm_none: "There is nothing to confirm any more.", "Ya no hay nada que confirmar.", "لم يعد هناك ما يُؤكَّد.";
}
