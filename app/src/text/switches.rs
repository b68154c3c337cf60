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
    switch_guests: "Ordering without an account", "Pedir sin cuenta", "الطلب دون حساب";
    switch_guests_text: "Guests keep their carts; who signs in orders.", "Los invitados conservan su carrito; quien entra puede pedir.", "يحتفظ الضيوف بسلالهم؛ من يسجّل الدخول يطلب.";
    switch_returns: "Asking for returns", "Pedir devoluciones", "طلب الإرجاع";
    switch_returns_text: "New requests; those that were asked for go on.", "Solicitudes nuevas; las ya pedidas siguen.", "الطلبات الجديدة؛ ما طُلب من قبل يتابع.";
    switch_exchanges: "Exchanges", "Cambios", "الاستبدال";
    switch_exchanges_text: "A replacement instead of the money; those that were wished for are sent.", "Otro artículo en lugar del dinero; los ya pedidos se envían.", "بديل بدل المال؛ ما طُلب من قبل يُرسَل.";
    switch_ratings: "Rating sellers", "Valorar vendedores", "تقييم البائعين";
    switch_ratings_text: "New ratings; those that are there are shown.", "Valoraciones nuevas; las que hay se muestran.", "التقييمات الجديدة؛ ما هو موجود يُعرض.";
    switch_messages: "Messages about orders", "Mensajes sobre pedidos", "رسائل الطلبات";
    switch_messages_text: "Writing new ones, to sellers and shoppers; what was written is read.", "Escribir nuevos, a vendedores y compradores; lo escrito se lee.", "كتابة رسائل جديدة إلى البائعين والمتسوقين؛ ما كُتب يُقرأ.";
    switch_catalogues: "Catalogue files of sellers", "Archivos de catálogo de vendedores", "ملفات كتالوج البائعين";
    switch_catalogues_text: "Sending and starting imports; one that runs goes on, and each can be taken back.", "Enviar y empezar importaciones; la que está en marcha sigue, y todas se pueden deshacer.", "إرسال الاستيراد وبدؤه؛ ما بدأ يتابع، ويمكن التراجع عن كل منها.";
    switch_proposals: "Proposing products", "Proponer productos", "اقتراح المنتجات";
    switch_proposals_text: "New products of sellers; those that wait are decided.", "Productos nuevos de vendedores; los que esperan se deciden.", "منتجات جديدة من البائعين؛ ما ينتظر يُبتّ فيه.";
    switch_promotions: "Promotions of sellers", "Promociones de vendedores", "عروض البائعين";
    switch_promotions_text: "New promotions and coupons; those that run go on and can be stopped.", "Promociones y cupones nuevos; los vigentes siguen y se pueden parar.", "العروض والقسائم الجديدة؛ ما يجري يستمر ويمكن إيقافه.";
    switch_payouts: "Payouts on demand", "Pagos a petición", "الدفعات عند الطلب";
    switch_payouts_text: "Payouts at a seller's wish; those of its cycle go on.", "Pagos cuando el vendedor quiere; los de su ciclo siguen.", "الدفعات متى أراد البائع؛ دفعات دورته تستمر.";
    switch_seller_api: "API for sellers", "API para vendedores", "واجهة البائعين البرمجية";
    switch_seller_api_text: "Everything that programs ask, and new keys; the keys stay.", "Todo lo que piden los programas, y claves nuevas; las claves se quedan.", "كل ما تطلبه البرامج، والمفاتيح الجديدة؛ تبقى المفاتيح.";
    switch_webhooks: "Webhooks", "Webhooks", "خطافات الويب";
    switch_webhooks_text: "Messages to sellers' programs; they wait and are sent afterwards.", "Mensajes a los programas de vendedores; esperan y se envían después.", "الرسائل إلى برامج البائعين؛ تنتظر وتُرسَل بعد ذلك.";
    switch_push: "Messages to devices", "Avisos a dispositivos", "الإشعارات إلى الأجهزة";
    switch_push_text: "New devices, and what is sent to them; it waits and is sent afterwards.", "Dispositivos nuevos y lo que se les envía; espera y se envía después.", "الأجهزة الجديدة وما يُرسَل إليها؛ ينتظر ويُرسَل بعد ذلك.";
    switch_guests_closed:
        "Ordering needs an account at the moment. Sign in; your cart stays as it is.",
        "En este momento hace falta una cuenta para pedir. Inicia sesión; tu carrito se queda como está.",
        "يحتاج الطلب حاليًا إلى حساب. سجّل الدخول؛ تبقى سلتك كما هي.";
}
