//! Texts of the shop: home, lists, product page, one click, and why something was refused.
use super::texts;

texts! {
    home_description:
        "Shop electronics, fashion and more from many sellers, with one click.",
        "Compra electrónica, moda y más de muchos vendedores, con un clic.",
        "تسوّق الإلكترونيات والأزياء وغيرها من بائعين كثيرين، بنقرة واحدة.";
    home_intro(n):
        "{n, plural, one {One product from independent sellers, ordered with one click.} other {# products from independent sellers, ordered with one click.}}",
        "{n, plural, one {Un producto de vendedores independientes, con un solo clic.} many {# productos de vendedores independientes, con un solo clic.} other {# productos de vendedores independientes, con un solo clic.}}",
        "{n, plural, zero {منتجات من بائعين مستقلين، تُطلب بنقرة واحدة.} one {منتج واحد من بائعين مستقلين، يُطلب بنقرة واحدة.} two {منتجان من بائعين مستقلين، يُطلبان بنقرة واحدة.} few {# منتجات من بائعين مستقلين، تُطلب بنقرة واحدة.} many {# منتجًا من بائعين مستقلين، تُطلب بنقرة واحدة.} other {# منتج من بائعين مستقلين، تُطلب بنقرة واحدة.}}";
    home_new: "New in the shop", "Novedades", "جديد في المتجر";
    row_seen: "Recently seen", "Vistos hace poco", "شوهد مؤخرًا";
    row_popular: "Popular now", "Populares ahora", "رائج الآن";
    memory_ask: "May we remember what you look at?", "¿Podemos recordar lo que miras?", "هل نتذكّر ما تشاهده؟";
    memory_ask_text:
        "Then your way back to it is here. Only this shop knows, and you can change your mind at the bottom of each page.",
        "Así podrás volver a ello desde aquí. Solo lo sabe esta tienda, y puedes cambiar de opinión al pie de cada página.",
        "عندها تجد طريق العودة إليه هنا. لا يعلم بذلك سوى هذا المتجر، ويمكنك تغيير رأيك أسفل كل صفحة.";
    memory_yes: "Yes, remember", "Sí, recordar", "نعم، تذكّر";
    memory_no: "No, thanks", "No, gracias", "لا، شكرًا";
    deals_title: "Deals", "Ofertas", "العروض";
    deals_all: "See all deals", "Ver todas las ofertas", "كل العروض";
    deals_intro(percent, days):
        "At least {percent} below the lowest price of the {days} days before. That price is not what a seller says: it is what the shop showed.",
        "Al menos un {percent} por debajo del precio más bajo de los {days} días anteriores. Ese precio no lo dice el vendedor: es el que mostró la tienda.",
        "أقل بنسبة {percent} على الأقل من أدنى سعر في آخر {days} يومًا قبل التخفيض. وهذا السعر ليس ما يقوله البائع، بل ما عرضه المتجر.";
    deals_empty_title: "No deals right now", "Ahora mismo no hay ofertas", "لا عروض في الوقت الحالي";
    deals_empty_text:
        "A deal begins when a seller lowers a price that has stood for a while.",
        "Una oferta empieza cuando un vendedor baja un precio que llevaba un tiempo.",
        "يبدأ العرض عندما يخفّض بائع سعرًا ثبت مدةً.";
    home_empty_title: "The shelves are being filled", "Estamos llenando las estanterías", "الرفوف قيد التعبئة";
    home_empty_text:
        "There is nothing to buy yet. Come back in a moment.",
        "Todavía no hay nada que comprar. Vuelve en un momento.",
        "لا يوجد ما يُشترى بعد. عد بعد قليل.";
    products_count(n):
        "{n, plural, one {# product} other {# products}}",
        "{n, plural, one {# producto} many {# productos} other {# productos}}",
        "{n, plural, zero {لا منتجات} one {منتج واحد} two {منتجان} few {# منتجات} many {# منتجًا} other {# منتج}}";

    listing_all: "All products", "Todos los productos", "كل المنتجات";
    listing_results(text): "Results for “{text}”", "Resultados de «{text}»", "نتائج «{text}»";
    listing_description(title, n):
        "{title}: {n, plural, one {# product} other {# products}} from many sellers.",
        "{title}: {n, plural, one {# producto} many {# productos} other {# productos}} de muchos vendedores.",
        "{title}: {n, plural, zero {لا منتجات} one {منتج واحد} two {منتجان} few {# منتجات} many {# منتجًا} other {# منتج}} من بائعين كثيرين.";
    listing_relaxed:
        "No product has all of these words; these have some of them.",
        "Ningún producto tiene todas estas palabras; estos tienen algunas.",
        "لا يوجد منتج بكل هذه الكلمات؛ هذه منتجات ببعضها.";
    listing_left_out: "Shown without:", "Se muestran sin:", "معروضة بدون:";
    listing_understood(names): "Only {names}.", "Solo {names}.", "{names} فقط.";
    listing_as_typed(text): "Show everything with “{text}”", "Mostrar todo lo que tenga «{text}»", "اعرض كل ما فيه «{text}»";
    listing_corrected: "Did you mean:", "¿Quisiste decir:", "هل تقصد:";
    listing_few(n):
        "{n, plural, one {# product has all of these words; those behind it have some of them.} other {# products have all of these words; those behind them have some of them.}}",
        "{n, plural, one {# producto tiene todas estas palabras; los que siguen tienen algunas.} many {# productos tienen todas estas palabras; los que siguen tienen algunas.} other {# productos tienen todas estas palabras; los que siguen tienen algunas.}}",
        "{n, plural, zero {لا منتج بكل هذه الكلمات؛ ما يلي ببعضها.} one {منتج واحد بكل هذه الكلمات؛ وما بعده ببعضها.} two {منتجان بكل هذه الكلمات؛ وما بعدهما ببعضها.} few {# منتجات بكل هذه الكلمات؛ وما بعدها ببعضها.} many {# منتجًا بكل هذه الكلمات؛ وما بعدها ببعضها.} other {# منتج بكل هذه الكلمات؛ وما بعدها ببعضها.}}";
    suggest_title: "Suggestions", "Sugerencias", "اقتراحات";
    suggest_own: "You searched for this", "Lo has buscado antes", "بحثت عن هذا من قبل";
    suggest_forget(words): "Remove the search “{words}”", "Quitar la búsqueda «{words}»", "إزالة البحث «{words}»";
    suggest_forgotten(words): "The search “{words}” is removed.", "Se ha quitado la búsqueda «{words}».", "أُزيل البحث «{words}».";
    suggest_count(n):
        "{n, plural, one {# suggestion} other {# suggestions}}",
        "{n, plural, one {# sugerencia} many {# sugerencias} other {# sugerencias}}",
        "{n, plural, zero {لا اقتراحات} one {اقتراح واحد} two {اقتراحان} few {# اقتراحات} many {# اقتراحًا} other {# اقتراح}}";
    listing_list: "Products", "Productos", "المنتجات";
    listing_filters: "Filters", "Filtros", "عوامل التصفية";
    listing_sort: "Sort by", "Ordenar por", "الترتيب حسب";
    listing_in_stock: "In stock", "Con existencias", "متوفر";
    listing_clear: "Remove all filters", "Quitar todos los filtros", "إزالة كل عوامل التصفية";
    listing_empty_title: "Nothing found", "No hay resultados", "لم يُعثر على شيء";
    listing_empty_text:
        "Try fewer or other words, or remove a filter.",
        "Prueba con menos palabras u otras, o quita un filtro.",
        "جرّب كلمات أقل أو غيرها، أو أزل أحد عوامل التصفية.";
    remove_filter(what): "Remove filter {what}", "Quitar el filtro {what}", "إزالة عامل التصفية {what}";
    sort_relevance: "Best match", "Más relevantes", "الأكثر صلة";
    sort_price_asc: "Price: low to high", "Precio: de menor a mayor", "السعر: من الأقل";
    sort_price_desc: "Price: high to low", "Precio: de mayor a menor", "السعر: من الأعلى";
    sort_newest: "Newest", "Más nuevos", "الأحدث";
    facet_category: "Category", "Categoría", "الفئة";
    facet_more(n):
        "{n, plural, one {# more} other {# more}}",
        "{n, plural, one {# más} many {# más} other {# más}}",
        "{n, plural, zero {لا مزيد} one {واحد آخر} two {اثنان آخران} few {# أخرى} many {# أخرى} other {# أخرى}}";
    facet_all_brands(n):
        "{n, plural, one {All # brands} other {All # brands}}",
        "{n, plural, one {Todas las # marcas} many {Todas las # marcas} other {Todas las # marcas}}",
        "{n, plural, zero {كل العلامات التجارية} one {كل العلامات التجارية} two {كل العلامات التجارية} few {كل العلامات التجارية، وعددها #} many {كل العلامات التجارية، وعددها #} other {كل العلامات التجارية، وعددها #}}";
    facet_brand: "Brand", "Marca", "العلامة التجارية";
    facet_price: "Price", "Precio", "السعر";
    facet_price_typed: "Price of your own", "Precio que eliges tú", "سعر تحدده أنت";
    facet_price_from(currency): "From ({currency})", "Desde ({currency})", "من ({currency})";
    facet_price_to(currency): "To ({currency})", "Hasta ({currency})", "إلى ({currency})";
    facet_price_go: "Show", "Ver", "عرض";
    facets_uncounted:
        "These are too many products to count what else tells them apart. With more words, or in a category, it stands here.",
        "Son demasiados productos para contar qué más los distingue. Con más palabras, o en una categoría, aparece aquí.",
        "هذه المنتجات أكثر من أن تُعدّ خصائصها الأخرى. تظهر هنا بكلمات أكثر أو داخل فئة.";
    facet_stock: "Availability", "Disponibilidad", "التوفر";
    price_between(from, to): "{from} to {to}", "De {from} a {to}", "من {from} إلى {to}";
    price_from(from): "{from} and more", "{from} o más", "{from} فأكثر";
    price_to(to): "Up to {to}", "Hasta {to}", "حتى {to}";

    why_this_offer: "Why this offer?", "¿Por qué esta oferta?", "لماذا هذا العرض؟";
    why_costs_least(mine, other):
        "It is in stock and costs least with delivery: {mine}. The next best costs {other}.",
        "Está disponible y es la que menos cuesta con el envío: {mine}. La siguiente cuesta {other}.",
        "متوفر وهو الأقل كلفة مع التوصيل: {mine}. العرض التالي يكلف {other}.";
    why_new_first(mine, other):
        "New articles come before used ones. With delivery this one costs {mine}, a used one {other}.",
        "Los artículos nuevos van antes que los usados. Con el envío, este cuesta {mine} y uno usado {other}.",
        "المنتجات الجديدة تسبق المستعملة. مع التوصيل يكلف هذا {mine}، والمستعمل {other}.";
    free_delivery: "Free delivery", "Envío gratis", "توصيل مجاني";
    no_delivery_place: "The seller does not deliver there.", "El vendedor no envía allí.", "لا يوصّل البائع إلى هناك.";
    no_delivery_weight: "Too heavy for one delivery there.", "Demasiado pesado para un solo envío allí.", "أثقل من أن يُوصَّل مرة واحدة إلى هناك.";
    no_delivery_worth: "Not delivered alone: order a little more from this seller.", "No se envía solo: pide algo más a este vendedor.", "لا يُوصَّل وحده: اطلب المزيد من هذا البائع.";
    plus_shipping(fee): "plus {fee} delivery", "más {fee} de envío", "إضافة إلى {fee} للتوصيل";
    in_stock: "In stock", "En stock", "متوفر";
    sold_out: "Sold out", "Agotado", "نفد";
    only_left(n):
        "{n, plural, one {Only # left} other {Only # left}}",
        "{n, plural, one {Solo queda #} many {Solo quedan #} other {Solo quedan #}}",
        "{n, plural, zero {لم يبق شيء} one {بقيت قطعة واحدة} two {بقيت قطعتان} few {بقيت # قطع} many {بقيت # قطعة} other {بقيت # قطعة}}";
    variants_choose: "Variants", "Variantes", "الخيارات";
    variants_count(n):
        "{n, plural, one {# variant} other {# variants}}",
        "{n, plural, one {# variante} many {# variantes} other {# variantes}}",
        "{n, plural, zero {لا خيارات} one {خيار واحد} two {خياران} few {# خيارات} many {# خيارًا} other {# خيار}}";
    variant_sold_out: "currently not available", "no disponible por ahora", "غير متوفر حاليًا";
    variant_nearest:
        "not with your other choices; leads to the nearest there is",
        "no existe con lo demás que elegiste; lleva a la más parecida",
        "غير موجود مع بقية اختياراتك؛ يقود إلى أقرب خيار";
    variant_nowhere:
        "does not exist in this combination",
        "no existe en esta combinación",
        "غير موجود بهذا التركيب";
    unavailable: "Currently not available", "No disponible por ahora", "غير متوفر حاليًا";
    unavailable_text:
        "No seller has it in stock at the moment.",
        "Ningún vendedor lo tiene en existencias en este momento.",
        "لا يوجد لدى أي بائع في الوقت الحالي.";
    sold_by: "Sold and shipped by", "Vendido y enviado por", "يبيعه ويشحنه";
    condition_refurbished: "Refurbished", "Reacondicionado", "مجدد";
    condition_like_new: "Used, like new", "Usado, como nuevo", "مستعمل كالجديد";
    condition_good: "Used, good", "Usado, en buen estado", "مستعمل بحالة جيدة";
    condition_acceptable: "Used, acceptable", "Usado, aceptable", "مستعمل بحالة مقبولة";
    buy_box: "Buy", "Comprar", "الشراء";
    add_to_cart: "Add to cart", "Añadir al carrito", "أضف إلى السلة";
    add_to_cart_from(seller): "Add to cart from {seller}", "Añadir al carrito de {seller}", "أضف إلى السلة من {seller}";
    add: "Add", "Añadir", "إضافة";
    other_offers: "Other sellers", "Otros vendedores", "بائعون آخرون";
    product_about: "About this product", "Sobre este producto", "عن هذا المنتج";
    product_facts: "Details", "Detalles", "التفاصيل";

    returns_within(n):
        "{n, plural, one {You can send it back within # day after it arrives.} other {You can send it back within # days after it arrives.}}",
        "{n, plural, one {Puedes devolverlo en un plazo de # día desde que llega.} many {Puedes devolverlo en un plazo de # días desde que llega.} other {Puedes devolverlo en un plazo de # días desde que llega.}}",
        "{n, plural, zero {لا يمكن إرجاعه.} one {يمكنك إرجاعه خلال يوم واحد من وصوله.} two {يمكنك إرجاعه خلال يومين من وصوله.} few {يمكنك إرجاعه خلال # أيام من وصوله.} many {يمكنك إرجاعه خلال # يومًا من وصوله.} other {يمكنك إرجاعه خلال # يوم من وصوله.}}";
    share: "Share", "Compartir", "مشاركة";
    gallery_pictures: "Pictures", "Imágenes", "الصور";
    gallery_picture(n, of): "Picture {n} of {of}", "Imagen {n} de {of}", "الصورة {n} من {of}";
    gallery_zoom(n, of): "Enlarge picture {n} of {of}", "Ampliar la imagen {n} de {of}", "تكبير الصورة {n} من {of}";
    gallery_full_size: "Full size", "Tamaño completo", "الحجم الكامل";
    view_label: "How the list is shown", "Cómo se muestra la lista", "طريقة عرض القائمة";
    view_grid: "As a grid", "En cuadrícula", "كشبكة";
    view_rows: "As a list", "En lista", "كقائمة";
    quick_look: "Quick view", "Vista rápida", "نظرة سريعة";
    quick_look_what(title): "Quick view: {title}", "Vista rápida: {title}", "نظرة سريعة: {title}";
    quick_all: "All about it", "Ver todo", "كل التفاصيل";
    compare_title: "Compare products", "Comparar productos", "مقارنة المنتجات";
    compare_pick: "Compare", "Comparar", "قارن";
    compare_pick_what(title): "Compare: {title}", "Comparar: {title}", "قارن: {title}";
    compare_now(n): "Compare ({n})", "Comparar ({n})", "قارن ({n})";
    compare_clear: "Clear", "Vaciar", "إفراغ";
    compare_full(most):
        "At most {most} products fit beside each other. Take one out first.",
        "Caben como máximo {most} productos. Quita uno primero.",
        "يمكن مقارنة {most} منتجات على الأكثر. أزل واحدًا أولًا.";
    compare_empty_title: "Nothing to compare yet", "Todavía no hay nada que comparar", "لا شيء للمقارنة بعد";
    compare_empty_text:
        "Press “Compare” on up to four products of a list.",
        "Pulsa «Comparar» en hasta cuatro productos de una lista.",
        "اضغط «قارن» في أربعة منتجات على الأكثر من أي قائمة.";
    compare_differences: "Only differences", "Solo diferencias", "الاختلافات فقط";
    compare_all_rows: "Show everything", "Mostrar todo", "عرض الكل";
    compare_not_said: "Not said", "No se indica", "غير مذكور";
    compare_condition: "Condition", "Estado", "الحالة";
    compare_sellers: "Offers", "Ofertas", "العروض";

    one_click_buy: "Buy now with one click", "Comprar ahora con un clic", "اشترِ الآن بنقرة واحدة";
    one_click_to: "Goes to", "Se envía a", "يُرسل إلى";
    one_click_card: "Paid with", "Se paga con", "يُدفع بواسطة";
    one_click_when: "Arrives", "Llega", "يصل";
    one_click_total: "Total", "Total", "الإجمالي";
    one_click_again: "Buy again with one click", "Comprar otra vez con un clic", "اشترِ مرة أخرى بنقرة واحدة";
    buy_bar_now: "Buy now", "Comprar ahora", "اشترِ الآن";
    buy_bar_again: "Buy again", "Comprar otra vez", "اشترِ مرة أخرى";
    one_click_undo_hint(span):
        "You can undo it for {span}, until the seller begins.",
        "Puedes deshacerlo durante {span}, hasta que el vendedor empiece.",
        "يمكنك التراجع خلال {span} ما لم يبدأ البائع.";
    ordered_already:
        "You have ordered this. You can still undo it.",
        "Ya lo has pedido. Todavía puedes deshacerlo.",
        "لقد طلبت هذا بالفعل. لا يزال بإمكانك التراجع.";
    one_click_setup:
        "Save an address and a card to buy with one click:",
        "Guarda una dirección y una tarjeta para comprar con un clic:",
        "احفظ عنوانًا وبطاقة للشراء بنقرة واحدة:";
    one_click_addresses: "Addresses", "Direcciones", "العناوين";
    one_click_cards: "Cards", "Tarjetas", "البطاقات";
    one_click_sign_in: "to buy with one click.", "para comprar con un clic.", "للشراء بنقرة واحدة.";
    one_click_funds:
        "There is not enough money on your card. Nothing was ordered; choose another card and try again.",
        "No hay saldo suficiente en tu tarjeta. No se ha pedido nada; elige otra tarjeta e inténtalo de nuevo.",
        "الرصيد غير كافٍ في بطاقتك. لم يُطلب شيء؛ اختر بطاقة أخرى وحاول مجددًا.";
    one_click_expired:
        "Your card has expired. Nothing was ordered; choose another card and try again.",
        "Tu tarjeta ha caducado. No se ha pedido nada; elige otra tarjeta e inténtalo de nuevo.",
        "انتهت صلاحية بطاقتك. لم يُطلب شيء؛ اختر بطاقة أخرى وحاول مجددًا.";
    one_click_declined:
        "Your card was declined. Nothing was ordered; choose another card and try again.",
        "Tu tarjeta fue rechazada. No se ha pedido nada; elige otra tarjeta e inténtalo de nuevo.",
        "رُفضت بطاقتك. لم يُطلب شيء؛ اختر بطاقة أخرى وحاول مجددًا.";
    ordered_title: "Ordered. Thank you!", "Pedido. ¡Gracias!", "تم الطلب. شكرًا لك!";
    ordered_pending:
        "We are waiting for your bank. You are not charged twice; the order settles by itself.",
        "Esperamos a tu banco. No se te cobra dos veces; el pedido se resuelve solo.",
        "ننتظر رد مصرفك. لن يُخصم منك مرتين؛ سيُحسم الطلب تلقائيًا.";
    ordered_undone: "Undone. You are not charged.", "Deshecho. No se te cobra.", "تم التراجع. لن يُخصم منك شيء.";
    ordered_view: "View order", "Ver el pedido", "عرض الطلب";
    put_back: "It is as it was.", "Está como estaba.", "عاد كما كان.";
    undo: "Undo", "Deshacer", "تراجع";
    undo_done: "The order was undone. You are not charged.", "El pedido se ha deshecho. No se te cobra.", "تم التراجع عن الطلب. لن يُخصم منك شيء.";
    undo_over: "The time to undo is over", "Ya no se puede deshacer", "انتهى وقت التراجع";

    form_malformed:
        "This form was not complete. Reload the page and try again.",
        "El formulario no estaba completo. Recarga la página e inténtalo de nuevo.",
        "لم يكن النموذج مكتملًا. أعد تحميل الصفحة وحاول مجددًا.";
    refused_quantity: "Choose a quantity from 1 to 999.", "Elige una cantidad de 1 a 999.", "اختر كمية من 1 إلى 999.";
    refused_cart_full:
        "The cart is full: 100 different products at the most.",
        "El carrito está lleno: como máximo 100 productos distintos.",
        "السلة ممتلئة: 100 منتج مختلف على الأكثر.";
    refused_total_raised(seen, now):
        "With tax and shipping the total is {now}, not {seen}. Nothing was ordered yet; order again to agree.",
        "Con impuestos y envío el total es {now}, no {seen}. Aún no se ha pedido nada; vuelve a pedir si estás de acuerdo.",
        "مع الضريبة والشحن يصبح الإجمالي {now} بدلًا من {seen}. لم يُطلب شيء بعد؛ اطلب مجددًا إن كنت موافقًا.";
    refused_one_click_off:
        "You have switched one-click ordering off. Switch it on in your account, or use the cart.",
        "Has desactivado el pedido con un clic. Actívalo en tu cuenta o usa el carrito.",
        "لقد أوقفت الطلب بنقرة واحدة. فعّله في حسابك أو استخدم السلة.";
    refused_terms_changed:
        "Your default address or card has changed since. Nothing was ordered; look at it again and click once more.",
        "Tu dirección o tarjeta predeterminada ha cambiado. No se ha pedido nada; revísalo y vuelve a hacer clic.",
        "تغيّر عنوانك أو بطاقتك الافتراضية منذ ذلك الحين. لم يُطلب شيء؛ راجعه وانقر مجددًا.";
    refused_parcel_under_way:
        "The parcel before this one is still being charged. Wait for the bank's answer, then go on.",
        "El paquete anterior todavía se está cobrando. Espera la respuesta del banco y continúa.",
        "ما زال يُخصم ثمن الطرد السابق. انتظر رد المصرف ثم تابع.";
    refused_nothing: "There is nothing to order.", "No hay nada que pedir.", "لا يوجد ما يُطلب.";
    refused_not_for_sale:
        "This offer is not for sale any more. Nothing was ordered.",
        "Esta oferta ya no está a la venta. No se ha pedido nada.",
        "لم يعد هذا العرض متاحًا. لم يُطلب شيء.";
    refused_sold_out: "It is sold out. Nothing was ordered.", "Está agotado. No se ha pedido nada.", "نفد المنتج. لم يُطلب شيء.";
    refused_only_left(n):
        "{n, plural, one {Only # is left. Nothing was ordered.} other {Only # are left. Nothing was ordered.}}",
        "{n, plural, one {Solo queda #. No se ha pedido nada.} many {Solo quedan #. No se ha pedido nada.} other {Solo quedan #. No se ha pedido nada.}}",
        "{n, plural, zero {لم يبق شيء. لم يُطلب شيء.} one {بقيت قطعة واحدة. لم يُطلب شيء.} two {بقيت قطعتان. لم يُطلب شيء.} few {بقيت # قطع. لم يُطلب شيء.} many {بقيت # قطعة. لم يُطلب شيء.} other {بقيت # قطعة. لم يُطلب شيء.}}";
    refused_price_raised(seen, now):
        "The price has risen from {seen} to {now}. Nothing was ordered; click again if you agree.",
        "El precio ha subido de {seen} a {now}. No se ha pedido nada; vuelve a hacer clic si estás de acuerdo.",
        "ارتفع السعر من {seen} إلى {now}. لم يُطلب شيء؛ انقر مجددًا إن وافقت.";
    refused_currencies:
        "These offers have different currencies; order them one by one.",
        "Estas ofertas están en monedas distintas; pídelas por separado.",
        "هذه العروض بعملات مختلفة؛ اطلبها كلًّا على حدة.";
    refused_no_address: "Save a delivery address first.", "Guarda primero una dirección de entrega.", "احفظ عنوان توصيل أولًا.";
    refused_no_card: "Save a card first.", "Guarda primero una tarjeta.", "احفظ بطاقة أولًا.";
    refused_key_reused:
        "This page was used for another order. Reload it and try again.",
        "Esta página ya se usó para otro pedido. Recárgala e inténtalo de nuevo.",
        "استُخدمت هذه الصفحة لطلب آخر. أعد تحميلها وحاول مجددًا.";
    refused_undo_over:
        "It can no longer be undone: the time is over or the seller has begun.",
        "Ya no se puede deshacer: se acabó el tiempo o el vendedor ha empezado.",
        "لم يعد التراجع ممكنًا: انتهى الوقت أو بدأ البائع.";
    refused_state:
        "That is no longer possible: the order has moved on. Reload the page to see where it is.",
        "Ya no es posible: el pedido ha avanzado. Recarga la página para ver su estado.",
        "لم يعد ذلك ممكنًا: تقدّم الطلب. أعد تحميل الصفحة لترى حالته.";
    refused_shipment:
        "Choose at least one unit, and no more than are left to ship.",
        "Elige al menos una unidad y no más de las que quedan por enviar.",
        "اختر قطعة واحدة على الأقل، وليس أكثر مما بقي للشحن.";
    refused_deliveries:
        "These lines belong to different deliveries; ship them one by one.",
        "Estas líneas son de entregas distintas; envíalas por separado.",
        "هذه البنود لعمليات توصيل مختلفة؛ اشحنها كلًّا على حدة.";
    refused_tracking:
        "A tracking number has 4 to 40 letters, digits and hyphens.",
        "Un número de seguimiento tiene de 4 a 40 letras, cifras y guiones.",
        "رقم التتبع من 4 إلى 40 حرفًا ورقمًا وشرطة.";
}
