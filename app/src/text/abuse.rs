//! Reports of products, offers and stores: where they are reported, and the operator's desk.
use super::texts;

texts! {
    abuse_title: "Report something", "Denunciar algo", "الإبلاغ عن شيء";
    abuse_text: "Somebody of the shop looks at it. The seller does not learn who you are.", "Alguien de la tienda lo revisa. El vendedor no sabrá quién eres.", "سينظر فيه أحد العاملين في المتجر. ولن يعرف البائع من أنت.";
    abuse_why: "What is wrong?", "¿Cuál es el problema?", "ما المشكلة؟";
    abuse_words: "Tell us more", "Cuéntanos más", "أخبرنا بالمزيد";
    abuse_words_hint: "What you saw, and where, in 3 to 500 characters.", "Qué viste y dónde, en 3 a 500 caracteres.", "ما رأيته وأين، في 3 إلى 500 حرف.";
    abuse_send: "Send the report", "Enviar la denuncia", "إرسال البلاغ";
    abuse_sent: "Thank you. Somebody looks at it.", "Gracias. Alguien lo revisará.", "شكرًا. سينظر فيه أحدهم.";
    abuse_known: "You have reported this already; somebody looks at it.", "Ya lo has denunciado; alguien lo revisará.", "لقد أبلغت عن هذا من قبل، وسينظر فيه أحدهم.";
    abuse_too_many: "You have sent many reports in a short time. Try again tomorrow.", "Has enviado muchas denuncias en poco tiempo. Inténtalo mañana.", "أرسلت بلاغات كثيرة في وقت قصير. حاول غدًا.";
    abuse_report_product: "Report this product", "Denunciar este producto", "الإبلاغ عن هذا المنتج";
    abuse_report_offer(seller): "Report the offer of {seller}", "Denunciar la oferta de {seller}", "الإبلاغ عن عرض {seller}";
    abuse_report_store: "Report this store", "Denunciar esta tienda", "الإبلاغ عن هذا المتجر";
    abuse_product: "Product", "Producto", "منتج";
    abuse_offer: "Offer", "Oferta", "عرض";
    abuse_store: "Store", "Tienda", "متجر";
    abuse_counterfeit: "It is a counterfeit", "Es una falsificación", "إنه مقلّد";
    abuse_wrong_information: "What is said of it is wrong", "La información es incorrecta", "المعلومات عنه خاطئة";
    abuse_prohibited: "It may not be sold", "Su venta no está permitida", "لا يجوز بيعه";
    abuse_other: "Something else", "Otra cosa", "شيء آخر";
    abuse_tab: "Products and stores", "Productos y tiendas", "المنتجات والمتاجر";
    abuse_tab_decided: "Decided products and stores", "Productos y tiendas ya resueltos", "منتجات ومتاجر محسومة";
    abuse_tab_down: "Taken down", "Retirados", "المسحوبة";
    abuse_down_all: "Everything", "Todo", "الكل";
    abuse_down_kinds: "What is taken down", "Lo que está retirado", "ما سُحب";
    abuse_down_none: "Products and offers that are taken down after a report stand here until they are shown again.", "Aquí aparecen los productos y ofertas retirados tras una denuncia, hasta que se vuelvan a mostrar.", "تظهر هنا المنتجات والعروض المسحوبة بعد بلاغ إلى أن يُعاد إظهارها.";
    abuse_none: "What shoppers report of products, offers and stores stands here.", "Aquí aparece lo que los compradores denuncian de productos, ofertas y tiendas.", "يظهر هنا ما يبلغ عنه المتسوّقون من منتجات وعروض ومتاجر.";
    abuse_count(n): "{n, plural, one {# report} other {# reports}}", "{n, plural, one {# denuncia} many {# denuncias} other {# denuncias}}", "{n, plural, zero {بلا بلاغات} one {بلاغ واحد} two {بلاغان} few {# بلاغات} many {# بلاغًا} other {# بلاغ}}";
    abuse_not_shown: "Not shown any more", "Ya no se muestra", "لم يعد ظاهرًا";
    abuse_reports: "What was reported", "Lo denunciado", "ما أُبلغ عنه";
    abuse_decide: "Decide", "Decidir", "القرار";
    abuse_reason_hint: "In 3 to 500 characters. Sellers read why something of theirs was taken down, or why they were suspended.", "En 3 a 500 caracteres. Los vendedores leen por qué se retiró algo suyo o por qué se les suspendió.", "في 3 إلى 500 حرف. يقرأ البائعون سبب سحب ما يخصهم أو سبب إيقافهم.";
    abuse_dismiss: "Nothing is wrong", "No hay ningún problema", "لا توجد مخالفة";
    abuse_show_again: "Show it again", "Volver a mostrarlo", "إظهاره من جديد";
    abuse_again_hint: "Why, in 3 to 500 characters. It stands in the trail beside the decision that it takes back.", "Por qué, en 3 a 500 caracteres. Consta en el historial junto a la decisión que deja sin efecto.", "السبب في 3 إلى 500 حرف. يظهر في السجل بجانب القرار الذي يُلغيه.";
    abuse_shown_again: "It is shown again", "Se vuelve a mostrar", "أُعيد إظهاره";
    abuse_hide: "Hide the product", "Ocultar el producto", "إخفاء المنتج";
    abuse_stop: "Take the offer down", "Retirar la oferta", "سحب العرض";
    abuse_suspend: "Suspend the seller", "Suspender al vendedor", "إيقاف البائع";
    abuse_dismissed: "Nothing was wrong", "No había ningún problema", "لم تكن هناك مخالفة";
    abuse_hidden: "The product was hidden", "El producto se ocultó", "أُخفي المنتج";
    abuse_stopped: "The offer was taken down", "La oferta se retiró", "سُحب العرض";
    abuse_suspended: "The seller was suspended", "El vendedor fue suspendido", "أُوقف البائع";
}
