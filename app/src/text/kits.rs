//! Starter kits.
use super::texts;

texts! {
    kits_title: "Starter kits", "Kits de inicio", "حزم البداية";
    kits_text:
        "A market in one step: categories, what each asks for of new products, commissions and pages. A kit adds what is missing and changes nothing that is there.",
        "Un mercado en un paso: categorías, lo que cada una pide a los productos nuevos, comisiones y páginas. Un kit añade lo que falta y no cambia nada de lo que hay.",
        "سوق في خطوة واحدة: الفئات وما تتطلبه كل منها من المنتجات الجديدة والعمولات والصفحات. تضيف الحزمة ما ينقص ولا تغيّر شيئًا موجودًا.";
    kit_administrators: "Only administrators add a kit.", "Solo los administradores añaden un kit.", "لا يضيف الحِزم إلا المسؤولون.";
    kits_no_categories: "The shop has no categories yet: open it with a kit.", "La tienda aún no tiene categorías: ábrela con un kit.", "ليس في المتجر فئات بعد: افتحه بحزمة.";
    kit_bookshop: "Bookshop", "Librería", "مكتبة";
    kit_bookshop_text:
        "Books by what they are about, rare ones after a look at them, and stationery.",
        "Libros por temas, los raros tras revisarlos, y papelería.",
        "كتب بحسب موضوعاتها، والنادرة منها بعد مراجعتها، وقرطاسية.";
    kit_grocer: "Grocer", "Alimentación", "بقالة";
    kit_grocer_text:
        "Food with its ingredients, allergens and origin, drinks, and what a household uses up.",
        "Alimentos con sus ingredientes, alérgenos y origen, bebidas y lo que gasta un hogar.",
        "أغذية بمكوناتها ومسببات الحساسية ومنشئها، ومشروبات، وما يستهلكه البيت.";
    kit_fashion: "Fashion", "Moda", "أزياء";
    kit_fashion_text:
        "Clothes with size, material and colour, shoes, bags, and jewellery after a look at it; well-known luxury brands for whom you name.",
        "Ropa con talla, material y color, zapatos, bolsos, y joyería tras revisarla; conocidas marcas de lujo para quien nombres.",
        "ملابس بالمقاس والخامة واللون، وأحذية وحقائب، ومجوهرات بعد مراجعتها؛ والماركات الفاخرة المعروفة لمن تحددهم.";
    kit_electronics: "Electronics", "Electrónica", "إلكترونيات";
    kit_electronics_text:
        "Devices with their model and what people compare, accessories at their own commission, and appliances; brands that are often forged for whom you name.",
        "Aparatos con su modelo y lo que se compara, accesorios con su propia comisión, y electrodomésticos; marcas a menudo falsificadas para quien nombres.",
        "أجهزة بطرازها وما يقارنه الناس، وملحقات بعمولة خاصة بها، وأجهزة منزلية؛ والماركات التي تُزوَّر كثيرًا لمن تحددهم.";
    kit_adds(n): "New: {n}", "Nuevo: {n}", "جديد: {n}";
    kit_has(n): "There already: {n}", "Ya existe: {n}", "موجود: {n}";
    kit_counts(new, kept): "New: {new}. There already, and kept: {kept}.", "Nuevo: {new}. Ya existe y se conserva: {kept}.", "جديد: {new}. موجود ويبقى: {kept}.";
    kit_all_there: "The shop has all of this", "La tienda ya lo tiene todo", "لدى المتجر كل هذا";
    kit_look: "See what it adds", "Ver qué añade", "ما الذي تضيفه";
    kit_look_at(name): "See what it adds: {name}", "Ver qué añade: {name}", "ما الذي تضيفه: {name}";
    kit_language: "Language of the categories", "Idioma de las categorías", "لغة الفئات";
    kit_language_hint:
        "A category has one name. Pages come in every language of the shop.",
        "Una categoría tiene un nombre. Las páginas vienen en todos los idiomas de la tienda.",
        "للفئة اسم واحد. أما الصفحات فبكل لغات المتجر.";
    kit_show: "Show it", "Mostrar", "عرض";
    kit_apply: "Add this kit", "Añadir este kit", "إضافة هذه الحزمة";
    kit_apply_of(name): "Add this kit: {name}", "Añadir este kit: {name}", "إضافة هذه الحزمة: {name}";
    kit_apply_text:
        "Everything that is marked as new below is added at once, or nothing. You can change it afterwards like what you made yourself.",
        "Todo lo marcado abajo como nuevo se añade de una vez, o nada. Después puedes cambiarlo como lo que hiciste tú.",
        "يُضاف كل ما هو مذكور أدناه كجديد دفعة واحدة أو لا يُضاف شيء. ويمكنك تغييره بعد ذلك كما تغيّر ما صنعته بنفسك.";
    kit_applied(new, kept): "Added: {new}. There already, and kept: {kept}.", "Añadido: {new}. Ya existía y se conserva: {kept}.", "أُضيف: {new}. كان موجودًا وبقي: {kept}.";
    kit_nothing_new:
        "The shop had all of this already. Nothing was changed.",
        "La tienda ya lo tenía todo. No se ha cambiado nada.",
        "كان لدى المتجر كل هذا. لم يتغير شيء.";
    kit_reason(name): "Starter kit: {name}", "Kit de inicio: {name}", "حزمة البداية: {name}";
    kit_new: "New", "Nuevo", "جديد";
    kit_kept: "There already", "Ya existe", "موجود";
    kit_categories: "Categories", "Categorías", "الفئات";
    kit_categories_text:
        "What a category asks for holds for those below it, too.",
        "Lo que pide una categoría vale también para las que contiene.",
        "ما تتطلبه الفئة يسري على ما تحتها أيضًا.";
    kit_brands(list):
        "Offered by nobody until you name who may: {list}",
        "Nadie las ofrece hasta que nombres quién puede: {list}",
        "لا يعرضها أحد حتى تحدد من يحق له ذلك: {list}";
    kit_rule_kept:
        "What was said of this category already stays.",
        "Se conserva lo que ya se dijo de esta categoría.",
        "يبقى ما تقرر لهذه الفئة من قبل.";
    kit_commissions_text:
        "The published rates, said as your own: they hold from now on for what is ordered from now on.",
        "Las tarifas publicadas, dichas como tuyas: valen desde ahora para lo que se pida desde ahora.",
        "الأسعار المنشورة تصير أسعارك: تسري من الآن على ما يُطلب من الآن.";
    kit_commission_kept:
        "What was said of this kind of goods already stays.",
        "Se conserva lo que ya se dijo de este tipo de artículos.",
        "يبقى ما تقرر لهذا النوع من السلع من قبل.";
    kit_pages_text:
        "A page that has something to fill in is kept as a draft. Help, delivery and returns for every shop are there already.",
        "Una página con algo por rellenar queda como borrador. La ayuda, el envío y las devoluciones de toda tienda ya están.",
        "الصفحة التي فيها ما يُملأ تبقى مسودة. أما المساعدة والتوصيل والإرجاع لكل متجر فموجودة.";
    kit_page_gaps:
        "A draft: fill in what is marked, then publish it.",
        "Un borrador: rellena lo marcado y publícalo.",
        "مسودة: املأ ما هو معلّم ثم انشرها.";
    kit_page_edit: "Edit", "Editar", "تعديل";
    kit_page_edit_of(page): "Edit: {page}", "Editar: {page}", "تعديل: {page}";
}
