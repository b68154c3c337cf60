//! Features that an operator switches off.
use super::texts;

texts! {
    switches_title: "Switches", "Interruptores", "المفاتيح";
    switches_text:
        "What can be closed while the shop runs, at once and on every server. What was written or ordered before stays.",
        "Lo que se puede cerrar con la tienda en marcha, al momento y en todos los servidores. Lo escrito o pedido antes se queda.",
        "ما يمكن إغلاقه والمتجر يعمل، فورًا وعلى كل خادم. ما كُتب أو طُلب من قبل يبقى.";
    switch_on: "On", "Activo", "يعمل";
    switch_off: "Off", "Cerrado", "متوقف";
    switch_turn_off: "Switch off", "Desactivar", "إيقاف";
    switch_turn_on: "Switch on", "Activar", "تشغيل";
    switch_was_turned_off: "It is off now.", "Ya está cerrado.", "توقف الآن.";
    switch_is_on_again: "It is on again.", "Vuelve a estar activo.", "عاد إلى العمل.";
    switch_reason_wrong: "Write 3 to 300 characters.", "Escribe de 3 a 300 caracteres.", "اكتب من 3 إلى 300 حرف.";
    switch_is_off:
        "This is closed at the moment. Nothing was changed; please try again later.",
        "Esto está cerrado en este momento. No se cambió nada; inténtalo más tarde.",
        "هذا مغلق حاليًا. لم يتغيّر شيء؛ حاول لاحقًا من فضلك.";
    switch_ordering: "Ordering", "Pedidos", "الطلب";
    switch_ordering_text: "Checkout and one click. Carts are kept.", "La compra y el clic único. Los carritos se conservan.", "إتمام الشراء والنقرة الواحدة. تبقى السلال.";
    switch_one_click: "One-click ordering", "Compra con un clic", "الشراء بنقرة";
    switch_one_click_text: "The button on products; the cart goes on.", "El botón de los productos; el carrito sigue.", "الزر على المنتجات؛ تستمر السلة.";
    switch_sign_ups: "New accounts", "Cuentas nuevas", "الحسابات الجديدة";
    switch_sign_ups_text: "Signing up; who has an account signs in.", "Crear cuentas; quien tiene una entra.", "إنشاء الحسابات؛ من لديه حساب يدخل.";
    switch_open_shops: "Opening shops", "Abrir tiendas", "فتح المتاجر";
    switch_open_shops_text: "New sellers; those that have begun go on.", "Vendedores nuevos; los que empezaron siguen.", "البائعون الجدد؛ من بدأ يتابع.";
    switch_reviews: "Writing reviews", "Escribir reseñas", "كتابة المراجعات";
    switch_reviews_text: "New and changed ones; those that are there are shown.", "Nuevas y cambiadas; las que hay se muestran.", "الجديدة والمعدّلة؛ ما هو موجود يُعرض.";
    switch_questions: "Questions and answers", "Preguntas y respuestas", "الأسئلة والأجوبة";
    switch_questions_text: "Asking and answering on products.", "Preguntar y responder en los productos.", "السؤال والجواب على المنتجات.";
    switch_coupons: "Coupon codes", "Códigos de cupón", "رموز القسائم";
    switch_coupons_text: "Entering codes; those in carts stay.", "Introducir códigos; los de los carritos se quedan.", "إدخال الرموز؛ ما في السلال يبقى.";
}
