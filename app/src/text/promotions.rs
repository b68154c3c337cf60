//! Promotions: what they give, in the shop, and the seller's page.
use super::texts;

texts! {
    promo_free(buy, get):
        "Buy {buy}, get {get} free",
        "Compra {buy} y llévate {get} gratis",
        "اشترِ {buy} واحصل على {get} مجانًا";
    promo_get_off(buy, get, share):
        "Buy {buy}, get {get} at {share} off",
        "Compra {buy} y llévate {get} con {share} de descuento",
        "اشترِ {buy} واحصل على {get} بخصم {share}";
    promo_from_units(units, share):
        "{share} off from {units} on",
        "{share} de descuento a partir de {units}",
        "خصم {share} ابتداءً من {units} قطع";
    promo_set(share):
        "{share} off when bought together",
        "{share} de descuento al comprarlos juntos",
        "خصم {share} عند شرائها معًا";
    promo_deal(share): "Lightning deal: {share} off each", "Oferta relámpago: {share} de descuento en cada uno", "عرض خاطف: خصم {share} على كل قطعة";
    deal_taken(share): "{share} taken", "{share} vendido", "بيع منها {share}";
    deal_each(n):
        "{n, plural, one {one an order} other {up to # an order}}",
        "{n, plural, one {uno por pedido} other {hasta # por pedido}}",
        "{n, plural, zero {لا شيء لكل طلب} one {قطعة لكل طلب} two {حتى قطعتين لكل طلب} few {حتى # قطع لكل طلب} many {حتى # قطعة لكل طلب} other {حتى # قطعة لكل طلب}}";
    deal_flag(off, taken): "{off} off · {taken} taken", "{off} menos · {taken} vendido", "خصم {off} · بيع {taken}";
    deal_ends_in: "Ends in", "Termina en", "ينتهي خلال";
    deals_lightning: "Lightning deals", "Ofertas relámpago", "عروض خاطفة";
    deals_lightning_text:
        "For a short time, and while there are some. What is off is shown on the product's page and taken off in the cart.",
        "Por poco tiempo y mientras queden. El descuento se ve en la página del producto y se aplica en el carrito.",
        "لوقت قصير وحتى نفاد الكمية. يظهر الخصم في صفحة المنتج ويُطبق في السلة.";
    promo_near(missing, what):
        "{missing, plural, one {One more} other {# more}} for “{what}”",
        "{missing, plural, one {Uno más} other {# más}} para «{what}»",
        "{missing, plural, zero {لا شيء} one {قطعة أخرى} two {قطعتان أخريان} few {# قطع أخرى} many {# قطعة أخرى} other {# قطعة أخرى}} للحصول على «{what}»";
    promo_sum: "Promotions", "Promociones", "العروض الترويجية";
    promo_page_all: "For everything that is sold by", "Para todo lo que vende", "لكل ما يبيعه";
    promo_page_text:
        "Put what you want of these into the cart: what is off is shown there, line by line.",
        "Añade al carrito lo que quieras de estos: allí verás el descuento, línea a línea.",
        "أضف ما تريد منها إلى السلة: يظهر الخصم هناك سطرًا سطرًا.";
    promo_page_over_title: "This promotion is over", "Esta promoción ha terminado", "انتهى هذا العرض";
    promo_page_over_text:
        "What was ordered while it held keeps its price.",
        "Lo que se pidió mientras estaba vigente conserva su precio.",
        "ما طُلب أثناء سريانه يحتفظ بسعره.";

    promos_title: "Promotions", "Promociones", "العروض الترويجية";
    promos_text:
        "What you take off for buying together. A unit counts for one promotion, the one that takes most off; a coupon takes its share of what is left. You give the discount: commission is on the lower price.",
        "Lo que descuentas por comprar juntos. Cada unidad cuenta para una sola promoción, la que más descuenta; un cupón descuenta de lo que queda. El descuento lo das tú: la comisión es sobre el precio rebajado.",
        "ما تخصمه عند الشراء معًا. تُحتسب كل قطعة لعرض واحد، وهو الأكبر خصمًا؛ والقسيمة تخصم مما تبقى. أنت من يتحمل الخصم: العمولة على السعر المخفض.";
    promos_none_title: "No promotions yet", "Aún no hay promociones", "لا عروض بعد";
    promos_none_text:
        "Choose products below and say what is off: it holds at once.",
        "Elige productos abajo y di qué se descuenta: vale al instante.",
        "اختر منتجات أدناه وحدد الخصم: يسري فورًا.";
    promos_list: "Your promotions", "Tus promociones", "عروضك";
    promos_new: "A new promotion", "Una promoción nueva", "عرض جديد";
    promo_name: "Name, for yourself", "Nombre, para ti", "الاسم، لك وحدك";
    promo_what: "What is given", "Qué se da", "ما يُمنح";
    promo_for: "For", "Para", "لـ";
    promo_days: "From, until", "Desde, hasta", "من، إلى";
    promo_orders: "Orders", "Pedidos", "الطلبات";
    promo_given: "Taken off", "Descontado", "المخصوم";
    promo_everything: "Everything you sell", "Todo lo que vendes", "كل ما تبيعه";
    promo_named(count):
        "{count, plural, one {# product} other {# products}}",
        "{count, plural, one {# producto} other {# productos}}",
        "{count, plural, zero {لا منتجات} one {منتج واحد} two {منتجان} few {# منتجات} many {# منتجًا} other {# منتج}}";
    promo_running: "Running", "Vigente", "سارٍ";
    promo_later: "Begins later", "Empieza más tarde", "يبدأ لاحقًا";
    promo_over: "Over", "Terminada", "منتهٍ";
    promo_stopped: "Stopped", "Detenida", "متوقف";
    promo_stop(name): "Stop {name}", "Detener {name}", "إيقاف {name}";
    promo_go_on(name): "Go on with {name}", "Reanudar {name}", "استئناف {name}";
    promo_was_stopped: "Stopped: nothing is taken off for it any more.", "Detenida: ya no se descuenta nada por ella.", "توقف: لن يُخصم شيء بسببه.";
    promo_goes_on: "It goes on.", "Se reanuda.", "يستمر العرض.";
    promo_no_end: "no end", "sin fin", "بلا نهاية";
    promo_step_goods: "1. What it is for", "1. Para qué vale", "1. ما يشمله";
    promo_step_terms: "2. What is given", "2. Qué se da", "2. ما يُمنح";
    promo_find: "Find your products", "Busca tus productos", "ابحث في منتجاتك";
    promo_none_found: "None of your products has that in its name or number.", "Ninguno de tus productos lo tiene en su nombre o número.", "لا يحمل أي من منتجاتك ذلك في اسمه أو رقمه.";
    promo_add(title): "Add {title}", "Añadir {title}", "أضف {title}";
    promo_add_short: "Add", "Añadir", "أضف";
    promo_take_out(title): "Take out {title}", "Quitar {title}", "أزل {title}";
    promo_take_out_short: "Take out", "Quitar", "أزل";
    promo_chosen_all:
        "Without a choice it is for everything you sell.",
        "Si no eliges nada, vale para todo lo que vendes.",
        "من دون اختيار يشمل كل ما تبيعه.";
    promo_kind_buy_get: "Units on top for less, or free", "Unidades adicionales por menos, o gratis", "قطع إضافية بسعر أقل أو مجانًا";
    promo_kind_from_units: "From so many units on", "A partir de tantas unidades", "ابتداءً من عدد من القطع";
    promo_kind_set: "One of each, bought together", "Uno de cada, comprados juntos", "قطعة من كل منتج معًا";
    promo_kind_deal: "A lightning deal: each for less, while there are some", "Una oferta relámpago: cada uno por menos, mientras queden", "عرض خاطف: كل قطعة بسعر أقل حتى النفاد";
    promo_pieces: "Pieces in the deal", "Unidades de la oferta", "قطع العرض";
    promo_each: "At most in one order", "Como máximo por pedido", "الأكثر في الطلب الواحد";
    promo_deal_hint: "Only for a lightning deal", "Solo para una oferta relámpago", "للعرض الخاطف فقط";
    promo_taken(taken, all): "{taken} of {all} taken", "{taken} de {all} vendidos", "بيع {taken} من {all}";
    promo_wrong_limit(most):
        "A deal has 1 to {most} pieces, no more in one order than that, products of its own, and an end.",
        "Una oferta tiene de 1 a {most} unidades, no más por pedido que esas, productos propios y un final.",
        "للعرض من 1 إلى {most} قطعة، ولا يزيد الطلب الواحد عليها، وله منتجاته ونهاية.";
    promo_moment_hint(zone): "Like 2026-12-25 or 2026-12-25 18:00, in {zone}", "Como 2026-12-25 o 2026-12-25 18:00, en {zone}", "مثل \u{2066}2026-12-25\u{2069} أو \u{2066}2026-12-25 18:00\u{2069} بتوقيت {zone}";
    promo_units: "Units to buy", "Unidades que comprar", "القطع المطلوب شراؤها";
    promo_units_hint: "Nothing for one of each", "Nada si es uno de cada", "لا شيء لقطعة من كل منتج";
    promo_on_top: "Units on top", "Unidades adicionales", "القطع الإضافية";
    promo_on_top_hint: "Only for units on top", "Solo para unidades adicionales", "للقطع الإضافية فقط";
    promo_share: "Share off (%)", "Descuento (%)", "نسبة الخصم (%)";
    promo_share_hint: "100 means free", "100 significa gratis", "100 تعني مجانًا";
    promo_make: "Start the promotion", "Iniciar la promoción", "بدء العرض";
    promo_made: "The promotion is made.", "La promoción está creada.", "أُنشئ العرض.";
    promo_wrong_title(most): "Give it a name of at most {most} characters.", "Dale un nombre de como máximo {most} caracteres.", "أعطه اسمًا لا يتجاوز {most} حرفًا.";
    promo_wrong_units(most): "Write whole numbers from 1, together at most {most}; from so many units on begins at 2.", "Escribe números enteros desde 1, juntos como máximo {most}; a partir de tantas unidades empieza en 2.", "اكتب أعدادًا صحيحة من 1، مجموعها {most} على الأكثر؛ والبدء من عدد قطع يكون من 2.";
    promo_wrong_share: "Write a share from 0.01 to 100; at most 90 where it is off all that is bought.", "Escribe un porcentaje de 0.01 a 100; como máximo 90 si es sobre todo lo que se compra.", "اكتب نسبة من 0.01 إلى 100؛ و90 على الأكثر إن كانت على كل ما يُشترى.";
    promo_wrong_set(most): "Choose two to {most} products above: one of each is bought together.", "Elige arriba de dos a {most} productos: se compra uno de cada.", "اختر أعلاه من منتجين إلى {most}: تُشترى قطعة من كل منها معًا.";
    promo_wrong_many(most): "Choose at most {most} products.", "Elige como máximo {most} productos.", "اختر {most} منتجًا على الأكثر.";
    promo_wrong_day: "Write a day like 2026-12-25.", "Escribe un día como 2026-12-25.", "اكتب يومًا مثل \u{2066}2026-12-25\u{2069}.";
    promo_wrong_end: "The last day is not before the first one, nor in the past.", "El último día no es anterior al primero ni ya pasado.", "آخر يوم لا يسبق الأول ولا يكون في الماضي.";
    promo_wrong_kind: "Choose what is given.", "Elige qué se da.", "اختر ما يُمنح.";
    promo_key_reused: "This page has started another promotion. Load it again for a new one.", "Esta página ya inició otra promoción. Recárgala para crear una nueva.", "بدأت هذه الصفحة عرضًا آخر. أعد تحميلها لإنشاء عرض جديد.";
    promo_not_theirs: "One of these products is not offered by you any more. Choose again.", "Ya no ofreces uno de estos productos. Elige de nuevo.", "لم تعد تعرض أحد هذه المنتجات. اختر من جديد.";
    promo_too_many(most): "You have {most} promotions that are not over. Let one end first.", "Tienes {most} promociones sin terminar. Deja que termine una antes.", "لديك {most} عرضًا لم تنتهِ. دع واحدًا ينتهي أولًا.";
}
