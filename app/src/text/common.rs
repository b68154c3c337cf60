//! Texts of the frame around every page: header, footer, notices, errors, parts of the kit.
use super::texts;

texts! {
    brand: "Orinoco", "Orinoco", "أورينوكو";
    brand_promise: "Everything flows to you.", "Todo fluye hacia ti.", "كل شيء ينساب إليك.";
    skip_to_content: "Skip to content", "Saltar al contenido", "انتقل إلى المحتوى";
    notice_offline:
        "We could not reach the shop. Nothing was lost: please try again.",
        "No pudimos conectar con la tienda. No se perdió nada: inténtalo de nuevo.",
        "تعذّر الوصول إلى المتجر. لم يضع شيء: حاول مرة أخرى.";

    nav_home: "Home", "Inicio", "الرئيسية";
    nav_search: "Search", "Buscar", "بحث";
    nav_cart: "Cart", "Carrito", "السلة";
    nav_orders: "Orders", "Pedidos", "الطلبات";
    nav_account: "Account", "Cuenta", "الحساب";
    nav_me: "Me", "Yo", "أنا";
    nav_sign_in: "Sign in", "Iniciar sesión", "تسجيل الدخول";
    nav_sign_out: "Sign out", "Cerrar sesión", "تسجيل الخروج";
    nav_departments: "Departments", "Departamentos", "الأقسام";
    nav_main: "Main", "Principal", "القائمة الرئيسية";
    nav_seller: "Seller console", "Consola de ventas", "لوحة البائع";
    nav_operator: "Operator console", "Consola de operación", "لوحة التشغيل";
    nav_back_to_shop: "Back to the shop", "Volver a la tienda", "العودة إلى المتجر";
    hello_name(name): "Hello, {name}", "Hola, {name}", "مرحبًا {name}";
    deliver_to(place): "Deliver to {place}", "Enviar a {place}", "التوصيل إلى {place}";
    search_placeholder: "Search products and brands", "Busca productos y marcas", "ابحث عن المنتجات والعلامات";
    cart_with_count(n):
        "{n, plural, =0 {Cart, empty} one {Cart, # item} other {Cart, # items}}",
        "{n, plural, =0 {Carrito vacío} one {Carrito, # artículo} many {Carrito, # artículos} other {Carrito, # artículos}}",
        "{n, plural, zero {السلة فارغة} one {السلة، منتج واحد} two {السلة، منتجان} few {السلة، # منتجات} many {السلة، # منتجًا} other {السلة، # منتج}}";

    seller_today: "Today", "Hoy", "اليوم";
    seller_orders: "Orders", "Pedidos", "الطلبات";
    seller_products: "Products", "Productos", "المنتجات";
    seller_settings: "Settings", "Ajustes", "الإعدادات";
    operator_overview: "Overview", "Resumen", "نظرة عامة";
    operator_jobs: "Jobs", "Tareas", "المهام";
    operator_search: "Search", "Búsqueda", "البحث";

    footer_language: "Language", "Idioma", "اللغة";
    footer_theme: "Appearance", "Apariencia", "المظهر";
    footer_memory: "What you look at", "Lo que miras", "ما تشاهده";
    memory_on: "Remember", "Recordar", "تذكّر";
    memory_off: "Do not remember", "No recordar", "لا تتذكّر";
    footer_sell: "Sell", "Vender", "البيع";
    footer_you: "Your account", "Tu cuenta", "حسابك";
    theme_auto: "Automatic", "Automático", "تلقائي";
    theme_light: "Light", "Claro", "فاتح";
    theme_dark: "Dark", "Oscuro", "داكن";
    choose: "Choose", "Elegir", "اختيار";

    error_not_found_title: "This page has drifted away", "Esta página se la llevó la corriente", "انجرفت هذه الصفحة بعيدًا";
    error_not_found_text:
        "There is nothing at this address. It may have moved, or the link may be incomplete.",
        "No hay nada en esta dirección. Quizá se movió o el enlace está incompleto.",
        "لا يوجد شيء في هذا العنوان. ربما نُقل أو أن الرابط غير مكتمل.";
    error_forbidden_title: "This is not open to you", "No tienes acceso a esta página", "هذه الصفحة غير متاحة لك";
    error_forbidden_text:
        "Your account may not see or do this. Sign in with another account or ask the owner.",
        "Tu cuenta no puede ver ni hacer esto. Entra con otra cuenta o pregunta a la persona responsable.",
        "لا يحق لحسابك رؤية هذا أو فعله. سجّل الدخول بحساب آخر أو اسأل المسؤول.";
    error_slow_title: "This took too long", "Esto ha tardado demasiado", "استغرق هذا وقتًا طويلًا";
    error_slow_text:
        "Look whether it was done before you try again.",
        "Mira si se hizo antes de intentarlo de nuevo.",
        "تحقق مما إذا كان قد تم قبل أن تحاول مجددًا.";
    error_other_site_title: "This was sent by another site", "Esto lo envió otro sitio", "أُرسل هذا من موقع آخر";
    error_other_site_text:
        "Nothing was changed. Open the page here and try again.",
        "No se ha cambiado nada. Abre la página aquí e inténtalo de nuevo.",
        "لم يتغير شيء. افتح الصفحة هنا وحاول مجددًا.";
    error_too_many_title: "Too many requests", "Demasiadas peticiones", "طلبات كثيرة جدًا";
    error_closed_title: "The shop cannot answer right now", "La tienda no puede responder ahora", "لا يستطيع المتجر الرد الآن";
    error_closed_text:
        "Nothing was changed. Try again in a moment.",
        "No se ha cambiado nada. Inténtalo de nuevo en un momento.",
        "لم يتغير شيء. حاول مجددًا بعد لحظات.";
    error_refused_title: "That did not work", "No se pudo hacer", "لم يتم ذلك";
    error_unexpected_title: "Something went wrong on our side", "Algo falló de nuestro lado", "حدث خطأ من جهتنا";
    error_unexpected_text:
        "You were not charged because of this page. Please try again; if it happens again, send us this code.",
        "No se te cobró nada por esta página. Inténtalo de nuevo; si vuelve a pasar, envíanos este código.",
        "لم يُخصم منك شيء بسبب هذه الصفحة. حاول مرة أخرى، وإن تكرر الأمر فأرسل إلينا هذا الرمز.";
    error_unexpected_notice(code):
        "Something went wrong on our side and nothing was changed. Code: {code}",
        "Algo falló de nuestro lado y no se cambió nada. Código: {code}",
        "حدث خطأ من جهتنا ولم يتغير شيء. الرمز: {code}";
    error_code: "Code", "Código", "الرمز";
    go_home: "Go to the home page", "Ir al inicio", "اذهب إلى الصفحة الرئيسية";

    close: "Close", "Cerrar", "إغلاق";
    previous: "Previous", "Anterior", "السابق";
    next: "Next", "Siguiente", "التالي";
    pages: "Pages", "Páginas", "الصفحات";
    page_n(n): "Page {n}", "Página {n}", "صفحة {n}";
    breadcrumbs: "You are here", "Estás aquí", "أنت هنا";
    quantity: "Quantity", "Cantidad", "الكمية";
    one_less: "One less", "Uno menos", "أقل بواحد";
    remove: "Remove", "Quitar", "إزالة";
    one_more: "One more", "Uno más", "أكثر بواحد";
    rating_of(rating, n):
        "{n, plural, one {{rating} of 5 stars, # review} other {{rating} of 5 stars, # reviews}}",
        "{n, plural, one {{rating} de 5 estrellas, # reseña} many {{rating} de 5 estrellas, # reseñas} other {{rating} de 5 estrellas, # reseñas}}",
        "{n, plural, one {{rating} من 5 نجوم، تقييم واحد} two {{rating} من 5 نجوم، تقييمان} few {{rating} من 5 نجوم، # تقييمات} many {{rating} من 5 نجوم، # تقييمًا} other {{rating} من 5 نجوم، # تقييم}}";
    was_price: "Lowest price of the 30 days before", "Precio más bajo de los 30 días anteriores", "أدنى سعر في الأيام الثلاثين السابقة";
    show_table: "Show as a table", "Ver como tabla", "عرض كجدول";
    loading: "Loading", "Cargando", "جارٍ التحميل";
    live_on: "Live", "En vivo", "مباشر";
    live_off: "Reconnecting…", "Reconectando…", "جارٍ إعادة الاتصال…";
    step_done: "done", "hecho", "تم";
    step_current: "now", "ahora", "الآن";
    select_all: "All", "Todo", "الكل";
}
