//! Promotions that the platform pays for: the operator's page, the sellers' view of them, and what is said in the shop.
use super::texts;

texts! {
    promo_off_each(what): "{what} off each", "{what} de descuento en cada uno", "خصم {what} على كل قطعة";
    promo_less_from(what, units):
        "{what} off each from {units} on",
        "{what} de descuento en cada uno a partir de {units}",
        "خصم {what} على كل قطعة ابتداءً من {units} قطع";
    promo_funded: "Paid by the marketplace", "Lo paga el mercado", "تدفعه السوق";
    promo_page_shop: "For everything in this shop.", "Para todo lo que hay en esta tienda.", "لكل ما في هذا المتجر.";
    promo_page_category: "For everything in", "Para todo lo que hay en", "لكل ما في";
    promo_page_no_goods:
        "For no products at the moment: its category is no longer in this shop.",
        "Para ningún producto por ahora: su categoría ya no está en esta tienda.",
        "لا يشمل أي منتج حاليًا: فئته لم تعد في هذا المتجر.";
    promo_page_goods: "For these products", "Para estos productos", "لهذه المنتجات";

    funded_text:
        "What the platform takes off, whoever sells: sellers are paid as if there were no promotion, commission is on that, and the difference is the platform's cost. Each seller's parcel counts by itself. A unit counts for one promotion, the one that takes most off, whoever gives it; a coupon takes its share of what is left. An offer's own price does not change, so nothing is struck through.",
        "Lo que descuenta la plataforma, venda quien venda: los vendedores cobran como si no hubiera promoción, la comisión es sobre eso y la diferencia la paga la plataforma. El paquete de cada vendedor cuenta por separado. Cada unidad cuenta para una sola promoción, la que más descuenta, la dé quien la dé; un cupón descuenta de lo que queda. El precio de la oferta no cambia, así que no se tacha nada.",
        "ما تخصمه المنصة أيًا كان البائع: يُدفع للبائعين كما لو لم يكن هناك عرض، والعمولة على ذلك، والفرق كلفة على المنصة. يُحتسب طرد كل بائع وحده. تُحتسب كل قطعة لعرض واحد، وهو الأكبر خصمًا، أيًا كان مانحه؛ والقسيمة تخصم مما تبقى. لا يتغير سعر العرض نفسه، فلا يُشطب أي سعر.";
    funded_none_text:
        "Say below what is off and for what: it holds at once, and sellers are paid in full.",
        "Di abajo qué se descuenta y para qué: vale al instante y los vendedores cobran el precio completo.",
        "حدد أدناه الخصم وما يشمله: يسري فورًا ويُدفع للبائعين كاملًا.";
    funded_list: "Promotions of the marketplace", "Promociones del mercado", "عروض السوق الترويجية";
    funded_most(amount): "At most {amount} an order", "Como máximo {amount} por pedido", "{amount} على الأكثر للطلب";
    funded_offers(count):
        "{count, plural, one {# offer} other {# offers}}",
        "{count, plural, one {# oferta} other {# ofertas}}",
        "{count, plural, zero {لا عروض} one {عرض واحد} two {عرضان} few {# عروض} many {# عرضًا} other {# عرض}}";
    funded_kind_share: "A share off each", "Un porcentaje en cada uno", "نسبة خصم على كل قطعة";
    funded_kind_less: "An amount off each", "Un importe en cada uno", "مبلغ خصم على كل قطعة";
    funded_most_hint:
        "Sellers set their prices themselves, and the platform pays what is off them",
        "Los vendedores fijan sus precios y la plataforma paga lo que se descuenta",
        "يحدد البائعون أسعارهم بأنفسهم، والمنصة تدفع ما يُخصم منها";
    funded_units_hint: "From the first one on where nothing is said", "Desde el primero si no se dice nada", "ابتداءً من القطعة الأولى إن لم يُذكر شيء";
    funded_products: "Only for these products", "Solo para estos productos", "لهذه المنتجات فقط";
    funded_products_hint:
        "Their addresses in the shop, like /p/blue-lamp, with spaces between. A lightning deal and one of each need some.",
        "Sus direcciones en la tienda, como /p/blue-lamp, separadas por espacios. Una oferta relámpago y uno de cada los necesitan.",
        "عناوينها في المتجر مثل /p/blue-lamp، تفصل بينها مسافات. العرض الخاطف وقطعة من كل منتج يحتاجان إليها.";
    funded_wrong_product(address):
        "Nobody chosen here offers a product at {address}.",
        "Ninguno de los vendedores elegidos ofrece un producto en {address}.",
        "لا أحد ممن اخترتهم يعرض منتجًا على العنوان {address}.";
    funded_wrong_scope:
        "Choose a category or products, not both, of those that there are.",
        "Elige una categoría o productos, no ambos, de los que hay.",
        "اختر فئة أو منتجات مما هو موجود، لا كليهما.";
    funded_set_seller: "Choose whose products are bought together.", "Elige de quién son los productos que se compran juntos.", "اختر صاحب المنتجات التي تُشترى معًا.";
    funded_yours_text:
        "These take something off products of yours, too. The marketplace pays for it: you are paid, and commission is charged, as if there were none.",
        "Estas también descuentan en productos tuyos. Lo paga el mercado: cobras, y se cobra la comisión, como si no existieran.",
        "هذه تخصم من منتجاتك أيضًا. السوق تتحمل ذلك: يُدفع لك وتُحتسب العمولة كما لو لم تكن موجودة.";
    profit_promotion(name): "Promotion {name}", "Promoción {name}", "العرض {name}";
}
