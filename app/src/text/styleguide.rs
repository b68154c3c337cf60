//! Texts of the style guide: sample contents for each part of the kit.
use super::texts;

texts! {
    guide_title: "Style guide", "Guía de estilo", "دليل التصميم";
    guide_intro:
        "Every part of the kit in every state. What is not here does not exist yet.",
        "Cada pieza del kit en cada estado. Lo que no está aquí aún no existe.",
        "كل جزء من المجموعة في كل حالاته. ما ليس هنا غير موجود بعد.";
    guide_colours: "Colours", "Colores", "الألوان";
    guide_type: "Type", "Tipografía", "الخطوط";
    guide_icons: "Icons", "Iconos", "الأيقونات";
    guide_buttons: "Buttons", "Botones", "الأزرار";
    guide_fields: "Fields", "Campos", "الحقول";
    guide_states: "States", "Estados", "الحالات";
    guide_products: "Products", "Productos", "المنتجات";
    guide_tables: "Tables and lists", "Tablas y listas", "الجداول والقوائم";
    guide_charts: "Charts", "Gráficos", "الرسوم البيانية";
    guide_live: "Live parts", "Partes en vivo", "الأجزاء المباشرة";
    guide_layouts: "Layouts", "Diseños", "التخطيطات";
    guide_save: "Save changes", "Guardar cambios", "حفظ التغييرات";
    guide_cancel: "Cancel", "Cancelar", "إلغاء";
    guide_more: "More", "Más", "المزيد";
    guide_delete: "Delete", "Eliminar", "حذف";
    guide_open: "Open the window", "Abrir la ventana", "افتح النافذة";
    guide_window_title: "A window over the page", "Una ventana sobre la página", "نافذة فوق الصفحة";
    guide_sentence:
        "Calm water runs deep, and a calm page lets people decide.",
        "El agua tranquila corre profunda, y una página tranquila deja decidir.",
        "الماء الهادئ عميق، والصفحة الهادئة تترك الناس يقررون.";
    guide_email: "E-mail", "Correo electrónico", "البريد الإلكتروني";
    guide_email_hint: "We send the receipt there.", "Ahí enviamos el recibo.", "نرسل الإيصال إليه.";
    guide_email_error: "Write it like name@example.com.", "Escríbelo como nombre@ejemplo.com.", "اكتبه هكذا: name@example.com.";
    guide_name: "Full name", "Nombre completo", "الاسم الكامل";
    guide_note: "Note for the courier", "Nota para el mensajero", "ملاحظة للمندوب";
    guide_country: "Country", "País", "البلد";
    guide_colombia: "Colombia", "Colombia", "كولومبيا";
    guide_spain: "Spain", "España", "إسبانيا";
    guide_terms: "Remember this device", "Recordar este dispositivo", "تذكّر هذا الجهاز";
    guide_speed: "Delivery", "Entrega", "التوصيل";
    guide_speed_standard: "Standard", "Estándar", "عادي";
    guide_speed_standard_text: "Friday, 27 November", "Viernes, 27 de noviembre", "الجمعة 27 نوفمبر";
    guide_speed_fast: "Fast", "Rápida", "سريع";
    guide_speed_fast_text: "Tomorrow, if you order within 2 hours", "Mañana, si pides en 2 horas", "غدًا إذا طلبت خلال ساعتين";
    guide_speed_pickup: "Pick up", "Recoger", "استلام";
    guide_free: "Free", "Gratis", "مجاني";
    guide_saved(name): "Saved, {name}.", "Guardado, {name}.", "تم الحفظ يا {name}.";
    guide_name_missing: "Write your name: it goes on the parcel.", "Escribe tu nombre: va en el paquete.", "اكتب اسمك: سيُكتب على الطرد.";
    guide_form: "A form that answers in place", "Un formulario que responde en su sitio", "نموذج يجيب في مكانه";
    guide_shipped: "Shipped", "Enviado", "شُحن";
    guide_in_stock: "In stock", "Disponible", "متوفر";
    guide_few_left: "Only 3 left", "Solo quedan 3", "بقي 3 فقط";
    guide_cancelled: "Cancelled", "Cancelado", "أُلغي";
    guide_new: "New", "Nuevo", "جديد";
    guide_empty_title: "No orders yet", "Aún no hay pedidos", "لا توجد طلبات بعد";
    guide_empty_text: "When you order something, you can follow it here.", "Cuando pidas algo, podrás seguirlo aquí.", "عندما تطلب شيئًا يمكنك متابعته هنا.";
    guide_find: "Find something", "Buscar algo", "ابحث عن شيء";
    guide_error_title: "The orders could not be loaded", "No se pudieron cargar los pedidos", "تعذّر تحميل الطلبات";
    guide_error_text: "The connection broke. Your orders are safe.", "Se cortó la conexión. Tus pedidos están a salvo.", "انقطع الاتصال. طلباتك في أمان.";
    guide_retry: "Try again", "Reintentar", "حاول مرة أخرى";
    guide_step_ordered: "Ordered", "Pedido", "طُلب";
    guide_step_packed: "Packed", "Empacado", "عُبّئ";
    guide_step_on_way: "On its way", "En camino", "في الطريق";
    guide_step_delivered: "Delivered", "Entregado", "سُلّم";
    guide_arrives: "Arrives Friday", "Llega el viernes", "يصل الجمعة";
    guide_unavailable: "Not available at the moment", "No disponible por ahora", "غير متوفر حاليًا";
    guide_product_a: "Trail shoes for wet ground, waterproof", "Zapatillas de montaña para terreno mojado, impermeables", "حذاء للدروب على الأرض المبللة، مقاوم للماء";
    guide_product_b: "Enamel mug, 350 ml", "Taza esmaltada, 350 ml", "كوب مطلي بالمينا، 350 مل";
    guide_product_c: "Noise-cancelling headphones with 40 hours of battery and a case", "Audífonos con cancelación de ruido, 40 horas de batería y estuche", "سماعات عازلة للضوضاء ببطارية 40 ساعة وحافظة";
    guide_sales_by_hour: "Sales by hour", "Ventas por hora", "المبيعات بالساعة";
    guide_hour: "Hour", "Hora", "الساعة";
    guide_today: "Today", "Hoy", "اليوم";
    guide_yesterday: "Yesterday", "Ayer", "أمس";
    guide_order: "Order", "Pedido", "الطلب";
    guide_state: "State", "Estado", "الحالة";
    guide_total: "Total", "Total", "المجموع";
    guide_home: "Home", "Inicio", "الرئيسية";
    guide_kitchen: "Kitchen", "Cocina", "المطبخ";
    guide_all: "All", "Todos", "الكل";
    guide_open_orders: "To ship", "Por enviar", "للشحن";
    guide_over: "Over", "Terminado", "انتهى";
    guide_tick(time): "Rendered at {time}", "Generado a las {time}", "عُرض في {time}";
    guide_shop_page: "Shop", "Tienda", "المتجر";
    guide_console_page: "Console", "Consola", "لوحة التحكم";
    guide_narrow_page: "One task", "Una tarea", "مهمة واحدة";
    guide_message_page: "Error", "Error", "خطأ";
}
