//! One catalogue: finding, offering and proposing products, what categories ask for, duplicates, how good a listing is.
use super::texts;

texts! {
    listing_find_title: "Add a product", "Añadir un producto", "إضافة منتج";
    listing_find_text:
        "The shop has one catalogue. Look whether it has your product: then you only say your price and how many you have.",
        "La tienda tiene un solo catálogo. Mira si ya tiene tu producto: entonces solo dices tu precio y cuántos tienes.",
        "للمتجر كتالوج واحد. تحقق من وجود منتجك فيه: عندها لا تحدد سوى سعرك وكميتك.";
    listing_find_label: "Code or title", "Código o título", "الرمز أو العنوان";
    listing_find_hint:
        "The EAN, UPC or ISBN of the package, or words of the title.",
        "El EAN, UPC o ISBN del envase, o palabras del título.",
        "رمز EAN أو UPC أو ISBN على العبوة، أو كلمات من العنوان.";
    listing_picture_label: "A picture of it", "Una imagen del producto", "صورة للمنتج";
    listing_picture_hint:
        "Choose one or take a photo. It is compared with the pictures of the catalogue and not kept.",
        "Elige una o haz una foto. Se compara con las imágenes del catálogo y no se guarda.",
        "اختر صورة أو التقط واحدة. تُقارَن بصور الكتالوج ولا يُحتفظ بها.";
    listing_picture_find: "Find by picture", "Buscar por imagen", "البحث بالصورة";
    listing_picture_plain:
        "This picture shows a plain surface. Choose one that shows the product.",
        "Esta imagen muestra una superficie lisa. Elige una en la que se vea el producto.",
        "تُظهر هذه الصورة سطحًا خاليًا. اختر صورة يظهر فيها المنتج.";
    listing_picture_found:
        "Their pictures look like yours, the most alike first.",
        "Sus imágenes se parecen a la tuya; primero las más parecidas.",
        "صورها تشبه صورتك، والأكثر شبهًا أولًا.";
    listing_picture_none:
        "No product that the shop shows has a picture like yours. Look by code or title, or propose it as a new product.",
        "Ningún producto que muestra la tienda tiene una imagen como la tuya. Busca por código o título, o proponlo como producto nuevo.",
        "لا يوجد في المتجر منتج معروض بصورة تشبه صورتك. ابحث بالرمز أو العنوان، أو اقترحه كمنتج جديد.";
    listing_alike(percent): "{percent} alike", "{percent} de parecido", "الشبه {percent}";
    listing_not_there: "Is it not there?", "¿No está?", "ليس موجودًا؟";
    listing_none_title: "Nothing found", "No se ha encontrado nada", "لم يُعثر على شيء";
    listing_none_text:
        "Try other words, or propose it as a new product.",
        "Prueba con otras palabras o proponlo como producto nuevo.",
        "جرّب كلمات أخرى أو اقترحه كمنتج جديد.";
    listing_offers_from(n, price): "Offers: {n}, from {price}", "Ofertas: {n}, desde {price}", "العروض: {n}، ابتداءً من {price}";
    listing_no_offers: "Nobody offers it now.", "Nadie lo ofrece ahora.", "لا يعرضه أحد الآن.";
    listing_own(condition): "You offer it: {condition}", "Ya lo ofreces: {condition}", "أنت تعرضه: {condition}";
    listing_offer_this(title): "Offer {title}", "Ofrecer {title}", "عرض {title}";
    listing_offer_short: "Offer this", "Ofrecer este", "عرض هذا";
    listing_offer_title: "Offer a product", "Ofrecer un producto", "عرض منتج";
    listing_find_other: "Look for another product", "Buscar otro producto", "البحث عن منتج آخر";
    listing_prices: "What it costs now", "Lo que cuesta ahora", "أسعاره الآن";
    listing_yours:
        "You offer this product already. Price and stock are changed there:",
        "Ya ofreces este producto. El precio y las existencias se cambian aquí:",
        "أنت تعرض هذا المنتج بالفعل. يُغيَّر السعر والمخزون هنا:";
    listing_terms: "Your offer", "Tu oferta", "عرضك";
    listing_condition: "Condition", "Estado", "الحالة";
    listing_new: "New", "Nuevo", "جديد";
    listing_sku: "Your number for it (SKU)", "Tu número (SKU)", "رقمك له (SKU)";
    listing_sku_hint:
        "Any name that only one of your offers has.",
        "Cualquier nombre que solo tenga una de tus ofertas.",
        "أي اسم لا يحمله سوى عرض واحد من عروضك.";
    listing_shipping:
        "What you leave open is handled and sent as all your goods are.",
        "Lo que dejes en blanco se prepara y se envía como todos tus productos.",
        "ما تتركه فارغًا يُجهَّز ويُرسل مثل جميع بضائعك.";
    listing_no_table: "This way of delivery is gone. Choose another one.", "Esta forma de envío ya no existe. Elige otra.", "طريقة التوصيل هذه لم تعد موجودة. اختر غيرها.";
    listing_shipping_link: "Handling time and delivery", "Plazo de preparación y envío", "مدة التجهيز والتوصيل";
    listing_offer_button: "Put it on sale", "Ponerlo a la venta", "طرحه للبيع";
    listing_offered: "Your offer is on sale.", "Tu oferta está a la venta.", "عرضك مطروح للبيع.";
    listing_category: "Category", "Categoría", "الفئة";

    listing_code_length: "A code has 8, 12, 13 or 14 digits.", "Un código tiene 8, 12, 13 o 14 cifras.", "يتكون الرمز من 8 أو 12 أو 13 أو 14 رقمًا.";
    listing_code_digits: "A code has only digits, spaces and hyphens.", "Un código solo tiene cifras, espacios y guiones.", "لا يحتوي الرمز إلا على أرقام ومسافات وشرطات.";
    listing_code_check:
        "The last digit does not fit the others: one is missing or mistyped.",
        "La última cifra no encaja con las demás: falta alguna o está mal escrita.",
        "الرقم الأخير لا يوافق بقية الأرقام: أحدها ناقص أو مكتوب خطأ.";
    listing_code_not_shown:
        "This code is known, but its product is not shown in the shop. Ask the operator.",
        "Este código ya existe, pero su producto no se muestra en la tienda. Pregunta al operador.",
        "هذا الرمز معروف، لكن منتجه لا يظهر في المتجر. اسأل مشغّل المتجر.";
    listing_not_shown:
        "This product is known, but not shown in the shop. Ask the operator.",
        "Este producto ya existe, pero no se muestra en la tienda. Pregunta al operador.",
        "هذا المنتج معروف لكنه لا يظهر في المتجر. اسأل مشغّل المتجر.";
    listing_wrong_title: "Write a title of 1 to 250 characters.", "Escribe un título de 1 a 250 caracteres.", "اكتب عنوانًا من حرف إلى 250 حرفًا.";
    listing_wrong_brand: "A brand has at most 80 characters.", "Una marca tiene como máximo 80 caracteres.", "لا تتجاوز العلامة التجارية 80 حرفًا.";
    listing_wrong_description: "A description has at most 20,000 characters.", "Una descripción tiene como máximo 20.000 caracteres.", "لا يتجاوز الوصف 20,000 حرف.";
    listing_wrong_attributes:
        "Write a line for each, like “Material: Wool”; at most 100 lines.",
        "Escribe una línea por cada uno, como «Material: Lana»; como máximo 100 líneas.",
        "اكتب سطرًا لكل خاصية، مثل «الخامة: صوف»؛ بحد أقصى 100 سطر.";
    listing_wrong_category: "Choose a category.", "Elige una categoría.", "اختر فئة.";
    listing_wrong_condition: "Choose a condition.", "Elige un estado.", "اختر حالة.";
    listing_wrong_sku: "Write a number or name of 1 to 100 characters.", "Escribe un número o nombre de 1 a 100 caracteres.", "اكتب رقمًا أو اسمًا من حرف إلى 100 حرف.";
    listing_taken_down: "The shop took an offer of this product down. There is no other one until the shop shows it again.", "La tienda retiró una oferta de este producto. No habrá otra hasta que la tienda vuelva a mostrarla.", "سحب المتجر عرضًا على هذا المنتج. لا عرض آخر عليه حتى يعيد المتجر إظهاره.";
    listing_sku_taken(sku): "Another offer of yours has the number {sku}.", "Otra oferta tuya tiene el número {sku}.", "يحمل عرض آخر لك الرقم {sku}.";
    listing_brand_refused(brand):
        "{brand} is only for sellers whom the shop has named. Ask the shop.",
        "{brand} es solo para vendedores autorizados por la tienda. Pregunta a la tienda.",
        "{brand} مقصورة على البائعين الذين حددهم المتجر. اسأل المتجر.";
    listing_missing(names): "This category also asks for: {names}", "Esta categoría también pide: {names}", "تتطلب هذه الفئة أيضًا: {names}";
    listing_not_listed:
        "This product is not in the catalogue any more. Nothing was changed.",
        "Este producto ya no está en el catálogo. No se ha cambiado nada.",
        "لم يعد هذا المنتج في الكتالوج. لم يتغير شيء.";
    listing_exists:
        "You offer this product in this condition already; your offer is linked here. Nothing was changed.",
        "Ya ofreces este producto en este estado; tu oferta está enlazada aquí. No se ha cambiado nada.",
        "أنت تعرض هذا المنتج بهذه الحالة بالفعل؛ رابط عرضك هنا. لم يتغير شيء.";
    listing_too_many:
        "Too many of your proposals wait already. Wait until they are decided.",
        "Ya hay demasiadas propuestas tuyas en espera. Espera a que se decidan.",
        "لديك مقترحات كثيرة قيد الانتظار. انتظر حتى يُبت فيها.";
    listing_key_reused:
        "This page has made something else already. Load it again.",
        "Esta página ya ha hecho otra cosa. Recárgala.",
        "استُخدمت هذه الصفحة لأمر آخر بالفعل. أعد تحميلها.";
    listing_decided_before:
        "Somebody has decided about it already.",
        "Alguien ya ha decidido sobre ello.",
        "سبق أن بتّ فيه شخص آخر.";

    propose_title: "Propose a new product", "Proponer un producto nuevo", "اقتراح منتج جديد";
    propose_text:
        "For what the catalogue does not have. Look for it first:",
        "Para lo que no está en el catálogo. Búscalo primero:",
        "لما ليس في الكتالوج. ابحث عنه أولًا:";
    propose_step_category: "1. Where it belongs", "1. Dónde va", "1. مكانه";
    propose_choose: "Choose a category", "Elige una categoría", "اختر فئة";
    propose_go_on: "Go on", "Continuar", "متابعة";
    propose_step_product: "2. What it is", "2. Qué es", "2. ما هو";
    propose_needs_approval:
        "New products of this category are looked at before shoppers see them. You are written what was decided.",
        "Los productos nuevos de esta categoría se revisan antes de que los vean los clientes. Te escribiremos la decisión.",
        "تُراجع منتجات هذه الفئة الجديدة قبل أن يراها المتسوقون. سنكتب إليك بالقرار.";
    propose_shop_waits:
        "Your shop is not approved yet, so its new products are looked at before shoppers see them. You are written what was decided.",
        "Tu tienda aún no está aprobada, así que sus productos nuevos se revisan antes de que los vean los clientes. Te escribiremos la decisión.",
        "لم تتم الموافقة على متجرك بعد، لذلك تُراجع منتجاته الجديدة قبل أن يراها المتسوقون. سنكتب إليك بالقرار.";
    propose_name: "Title", "Título", "العنوان";
    propose_name_hint:
        "What it is, and what tells it apart: size, colour, number of pieces.",
        "Qué es y qué lo distingue: tamaño, color, número de piezas.",
        "ما هو وما يميزه: المقاس واللون وعدد القطع.";
    propose_brand: "Brand", "Marca", "العلامة التجارية";
    propose_code: "EAN, UPC or ISBN", "EAN, UPC o ISBN", "رمز EAN أو UPC أو ISBN";
    propose_code_hint:
        "The digits under the barcode. They keep others from adding it twice.",
        "Las cifras bajo el código de barras. Evitan que otros lo añadan dos veces.",
        "الأرقام أسفل الرمز الشريطي. تمنع إضافته مرتين.";
    propose_description: "Description", "Descripción", "الوصف";
    propose_attributes: "Attributes", "Características", "الخصائص";
    propose_attributes_hint:
        "A line for each, like “Material: Wool”.",
        "Una línea por cada una, como «Material: Lana».",
        "سطر لكل خاصية، مثل «الخامة: صوف».";
    propose_attributes_asked(names):
        "A line for each, like “Material: Wool”. This category asks for: {names}",
        "Una línea por cada una, como «Material: Lana». Esta categoría pide: {names}",
        "سطر لكل خاصية، مثل «الخامة: صوف». تتطلب هذه الفئة: {names}";
    propose_pictures:
        "Pictures are added once it is proposed, on this page.",
        "Las imágenes se añaden después de proponerlo, en esta página.",
        "تُضاف الصور بعد الاقتراح في هذه الصفحة.";
    propose_pictures_of(title): "Pictures of {title}", "Imágenes de {title}", "صور {title}";
    propose_too_many_pictures(n): "A product has at most {n} pictures here.", "Un producto tiene aquí {n} imágenes como máximo.", "للمنتج هنا {n} صور بحد أقصى.";
    propose_button: "Propose it with this offer", "Proponerlo con esta oferta", "اقتراحه مع هذا العرض";
    propose_is_live:
        "The product is in the catalogue, and your offer is on sale. Add its pictures below.",
        "El producto está en el catálogo y tu oferta está a la venta. Añade sus imágenes abajo.",
        "المنتج في الكتالوج وعرضك مطروح للبيع. أضف صوره أدناه.";
    propose_waits:
        "Proposed. It is looked at, and you are written what was decided.",
        "Propuesto. Se revisará y te escribiremos la decisión.",
        "تم الاقتراح. ستتم مراجعته وسنكتب إليك بالقرار.";
    propose_known:
        "The catalogue has a product with this code. Offer it here.",
        "El catálogo ya tiene un producto con este código. Ofrécelo aquí.",
        "في الكتالوج منتج بهذا الرمز. اعرضه هنا.";
    propose_before: "Your proposals", "Tus propuestas", "مقترحاتك";
    propose_waiting: "Being looked at", "En revisión", "قيد المراجعة";
    propose_live: "In the catalogue", "En el catálogo", "في الكتالوج";
    propose_refused: "Refused", "Rechazado", "مرفوض";

    rules_title: "Listing rules", "Reglas de publicación", "قواعد الإدراج";
    rules_text:
        "What a category asks for of new products and new offers. It holds for the categories below it, too.",
        "Lo que una categoría pide a los productos y ofertas nuevos. Vale también para las categorías que contiene.",
        "ما تتطلبه الفئة من المنتجات والعروض الجديدة. يسري على الفئات التي تحتها أيضًا.";
    rules_now: "Rules that hold", "Reglas vigentes", "القواعد السارية";
    rules_none: "No category asks for anything.", "Ninguna categoría pide nada.", "لا تتطلب أي فئة شيئًا.";
    rules_choose: "Change the rule of a category", "Cambiar la regla de una categoría", "تغيير قاعدة فئة";
    rules_asks(names): "Asks for: {names}", "Pide: {names}", "تتطلب: {names}";
    rules_approves: "New products need approval.", "Los productos nuevos necesitan aprobación.", "تحتاج المنتجات الجديدة إلى موافقة.";
    rules_brand(brand, who): "{brand} only by: {who}", "{brand} solo por: {who}", "{brand} فقط من: {who}";
    rules_brand_nobody(brand): "{brand} by nobody", "{brand}: nadie", "{brand}: لا أحد";
    rules_nothing: "Asks for nothing.", "No pide nada.", "لا تتطلب شيئًا.";
    rules_required: "Attributes that a product must have", "Características obligatorias", "خصائص يجب أن يحملها المنتج";
    rules_required_hint: "Names, a line each.", "Nombres, uno por línea.", "أسماء، واحد في كل سطر.";
    rules_approval: "New products need approval", "Los productos nuevos necesitan aprobación", "تحتاج المنتجات الجديدة إلى موافقة";
    rules_approval_hint:
        "They wait under “Products” until somebody decides.",
        "Esperan en «Productos» hasta que alguien decida.",
        "تنتظر في «المنتجات» حتى يُبت فيها.";
    rules_brands: "Brands that only some sellers may offer", "Marcas que solo algunos vendedores pueden ofrecer", "علامات لا يعرضها إلا بعض البائعين";
    rules_brands_hint:
        "A line each: the brand, a colon, and the sellers by their addresses, like “Acme: guayabo, paramo”. Without sellers nobody may offer it.",
        "Una línea por marca: la marca, dos puntos y los vendedores por su dirección, como «Acme: guayabo, paramo». Sin vendedores nadie puede ofrecerla.",
        "سطر لكل علامة: العلامة ثم نقطتان ثم عناوين البائعين، مثل «Acme: guayabo, paramo». من دون بائعين لا يعرضها أحد.";
    rules_say: "Put it into force", "Poner en vigor", "تطبيق القاعدة";
    rules_are_said: "The rule holds from now on.", "La regla vale desde ahora.", "تسري القاعدة من الآن.";
    rules_said: "What was said", "Lo que se ha dicho", "ما تقرر سابقًا";
    rules_no_seller(slug): "There is no seller with the address “{slug}”.", "No hay ningún vendedor con la dirección «{slug}».", "لا يوجد بائع بعنوان «{slug}».";
    rules_wrong_required: "At most 30 names of 1 to 80 characters.", "Como máximo 30 nombres de 1 a 80 caracteres.", "بحد أقصى 30 اسمًا من حرف إلى 80 حرفًا.";
    rules_wrong_brands: "At most 50 brands, with names of 1 to 80 characters and 50 sellers each.", "Como máximo 50 marcas, con nombres de 1 a 80 caracteres y 50 vendedores cada una.", "بحد أقصى 50 علامة بأسماء من حرف إلى 80 حرفًا و50 بائعًا لكل منها.";

    products_title: "Products", "Productos", "المنتجات";
    products_queue: "Proposed by sellers", "Propuestos por vendedores", "مقترحات البائعين";
    products_none: "Nothing waits for a decision.", "Nada espera una decisión.", "لا شيء ينتظر قرارًا.";
    products_offer(condition, price, stock): "{condition} · {price} · in stock: {stock}", "{condition} · {price} · existencias: {stock}", "{condition} · {price} · المخزون: {stock}";
    products_reason: "Reason, if you refuse it: its seller reads it", "Motivo, si lo rechazas: su vendedor lo lee", "السبب عند الرفض: يقرؤه البائع";
    products_approve: "Approve", "Aprobar", "موافقة";
    products_refuse: "Refuse", "Rechazar", "رفض";
    products_approved(title): "Approved: {title}", "Aprobado: {title}", "تمت الموافقة: {title}";
    products_were_refused(title): "Refused: {title}", "Rechazado: {title}", "رُفض: {title}";
    products_offered_already:
        "The catalogue has this product by now, and the seller offers it. Refuse the proposal.",
        "El catálogo ya tiene este producto y el vendedor lo ofrece. Rechaza la propuesta.",
        "أصبح هذا المنتج في الكتالوج والبائع يعرضه. ارفض المقترح.";
    products_code_not_shown:
        "A product that shoppers do not see has this code. Show that one, or refuse the proposal.",
        "Un producto que los clientes no ven tiene este código. Muéstralo o rechaza la propuesta.",
        "يحمل هذا الرمز منتج لا يراه المتسوقون. أظهره أو ارفض المقترح.";

    merge_title: "Probably the same product", "Probablemente el mismo producto", "منتجات يُرجح أنها واحدة";
    merge_text:
        "They share a code, or brand and title. One is kept: offers, codes, reviews, questions and lists become its own, and the other address leads to it. Orders stay as they are.",
        "Comparten un código, o marca y título. Se conserva uno: las ofertas, códigos, reseñas, preguntas y listas pasan a ser suyas, y la otra dirección lleva a él. Los pedidos no cambian.",
        "تشترك في رمز أو في العلامة والعنوان. يبقى أحدها: تصير له العروض والرموز والمراجعات والأسئلة والقوائم، ويقود إليه العنوان الآخر. لا تتغير الطلبات.";
    merge_none: "Nothing looks like it.", "Nada lo parece.", "لا شيء يبدو كذلك.";
    merge_this(title): "Merge {title} into it", "Fusionar {title} con él", "دمج {title} فيه";
    merge_short: "Merge into it", "Fusionar con él", "دمج فيه";
    merge_by_hand: "Merge two products", "Fusionar dos productos", "دمج منتجين";
    merge_gone: "The one that goes", "El que desaparece", "المنتج الذي يزول";
    merge_kept: "The one that is kept", "El que se conserva", "المنتج الذي يبقى";
    merge_address_hint: "The address of its page, like /p/steel-pan.", "La dirección de su página, como /p/steel-pan.", "عنوان صفحته، مثل ‎/p/steel-pan.";
    merge_button: "Merge", "Fusionar", "دمج";
    merge_done(from, into): "{from} is {into} from now on.", "{from} es {into} desde ahora.", "صار {from} هو {into} من الآن.";
    merge_no_product: "There is no product with this address.", "No hay ningún producto con esta dirección.", "لا يوجد منتج بهذا العنوان.";
    merge_same: "A product is not merged with itself.", "Un producto no se fusiona consigo mismo.", "لا يُدمج المنتج مع نفسه.";
    merge_before: "One of them was merged before.", "Uno de ellos ya se fusionó antes.", "سبق دمج أحدهما.";
    merge_taken_down: "The shop took this product down: show it again first.", "La tienda retiró este producto: vuelve a mostrarlo primero.", "سحب المتجر هذا المنتج: أعد إظهاره أولًا.";
    merge_not_shown: "Shoppers do not see this product: keep the other one.", "Los clientes no ven este producto: conserva el otro.", "لا يرى المتسوقون هذا المنتج: أبقِ الآخر.";
    merge_log: "Merged", "Fusionados", "ما دُمج";
    merge_moved(offers, hidden, reviews, questions, items):
        "Offers: {offers}, taken off sale: {hidden}, reviews: {reviews}, questions: {questions}, on lists: {items}",
        "Ofertas: {offers}, retiradas de la venta: {hidden}, reseñas: {reviews}, preguntas: {questions}, en listas: {items}",
        "العروض: {offers}، المسحوبة من البيع: {hidden}، المراجعات: {reviews}، الأسئلة: {questions}، في القوائم: {items}";

    quality_score(n): "Listing {n} of 100", "Ficha {n} de 100", "جودة الإدراج {n} من 100";
    desk_to_fix(n):
        "{n, plural, one {# listing is hardly found or lacks what its category asks for.} other {# listings are hardly found or lack what their categories ask for.}}",
        "{n, plural, one {# ficha apenas se encuentra o no tiene lo que pide su categoría.} many {# fichas apenas se encuentran o no tienen lo que piden sus categorías.} other {# fichas apenas se encuentran o no tienen lo que piden sus categorías.}}",
        "{n, plural, zero {لا إدراج يحتاج إلى إصلاح.} one {إدراج واحد يصعب العثور عليه أو ينقصه ما تتطلبه فئته.} two {إدراجان يصعب العثور عليهما أو ينقصهما ما تتطلبه فئتاهما.} few {# إدراجات يصعب العثور عليها أو ينقصها ما تتطلبه فئاتها.} many {# إدراجًا يصعب العثور عليها أو ينقصها ما تتطلبه فئاتها.} other {# إدراج يصعب العثور عليها أو ينقصها ما تتطلبه فئاتها.}}";
    desk_to_fix_look: "Fix them", "Mejorarlas", "أصلحها";
    offers_to_fix: "Listings to fix: shoppers hardly find them, or their category asks for more. Of the offers that changed last.", "Fichas que mejorar: apenas se encuentran, o su categoría pide más. De las últimas ofertas que cambiaron.", "إدراجات تحتاج إلى إصلاح: يصعب العثور عليها أو تتطلب فئتها المزيد. من بين آخر العروض التي تغيّرت.";
    offers_to_fix_none: "Every listing says what it should.", "A ninguna ficha le falta nada.", "لا ينقص أي إدراج شيء.";
    offers_to_fix_all: "Show all products", "Mostrar todos los productos", "عرض كل المنتجات";
    quality_what: "What to fix", "Qué mejorar", "ما ينبغي تحسينه";
    quality_points(n):
        "{n, plural, one {# point} other {# points}}",
        "{n, plural, one {# punto} other {# puntos}}",
        "{n, plural, zero {لا نقاط} one {نقطة} two {نقطتان} few {# نقاط} many {# نقطة} other {# نقطة}}";
    quality_pictures(n): "Show it from all sides: {n} pictures or more.", "Muéstralo por todos los lados: {n} imágenes o más.", "أظهره من كل الجوانب: {n} صور أو أكثر.";
    quality_title(least, most): "Give it a title of {least} to {most} characters.", "Ponle un título de {least} a {most} caracteres.", "اجعل عنوانه من {least} إلى {most} حرفًا.";
    quality_required(names): "Fill in what its category asks for: {names}", "Rellena lo que pide su categoría: {names}", "أكمل ما تتطلبه فئته: {names}";
    quality_attributes(n): "Give it {n} attributes or more, so that it can be compared.", "Dale {n} características o más para que se pueda comparar.", "أعطه {n} خصائص أو أكثر ليمكن مقارنته.";
    quality_description(n): "Describe it in {n} characters or more.", "Descríbelo en {n} caracteres o más.", "صِفه في {n} حرف أو أكثر.";
    quality_code: "Give it its EAN, UPC or ISBN.", "Dale su EAN, UPC o ISBN.", "أعطه رمز EAN أو UPC أو ISBN.";
    quality_price: "Others ask less for it: see the buy box.", "Otros piden menos por él: mira la caja de compra.", "يطلب آخرون أقل: اطّلع على مربع الشراء.";
}
