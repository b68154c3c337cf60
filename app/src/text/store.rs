//! Texts of a seller's holiday and of its store: the settings, and what shoppers see.
use super::texts;

texts! {
    holiday_title: "Holiday", "Vacaciones", "الإجازة";
    holiday_text(zone): "While you are on holiday nothing of yours is for sale; open orders go on. Days begin in your own time zone ({zone}).", "Mientras estás de vacaciones no se vende nada tuyo; los pedidos abiertos siguen. Los días empiezan en tu zona horaria ({zone}).", "أثناء إجازتك لا يُباع شيء مما لديك، وتستمر الطلبات المفتوحة. تبدأ الأيام وفق منطقتك الزمنية ({zone}).";
    holiday_from: "First day", "Primer día", "اليوم الأول";
    holiday_from_hint: "Empty: from now on.", "Vacío: desde ahora.", "فارغ: من الآن.";
    holiday_until: "Last day", "Último día", "اليوم الأخير";
    holiday_until_hint: "Empty: until you end it. Your shop opens again by itself the day after.", "Vacío: hasta que las termines. Tu tienda se abre sola al día siguiente.", "فارغ: حتى تنهيها. يُفتح متجرك تلقائيًا في اليوم التالي.";
    holiday_begin: "Go on holiday", "Empezar las vacaciones", "ابدأ الإجازة";
    holiday_change: "Change the days", "Cambiar los días", "تغيير الأيام";
    holiday_end: "Open the shop again", "Abrir la tienda de nuevo", "فتح المتجر من جديد";
    holiday_take_back: "Take the holiday back", "Anular las vacaciones", "إلغاء الإجازة";
    holiday_is: "Your shop is on holiday. Nothing of yours is for sale.", "Tu tienda está de vacaciones. No se vende nada tuyo.", "متجرك في إجازة. لا يُباع شيء مما لديك.";
    holiday_is_until(date): "Your shop is on holiday until {date}. Nothing of yours is for sale.", "Tu tienda está de vacaciones hasta el {date}. No se vende nada tuyo.", "متجرك في إجازة حتى {date}. لا يُباع شيء مما لديك.";
    holiday_comes(date): "Your shop goes on holiday on {date}.", "Tu tienda empieza las vacaciones el {date}.", "تبدأ إجازة متجرك في {date}.";
    holiday_look: "Holiday settings", "Ajustes de vacaciones", "إعدادات الإجازة";
    holiday_day_wrong: "Choose a day within the next two years.", "Elige un día de los próximos dos años.", "اختر يومًا خلال السنتين القادمتين.";
    holiday_order_wrong: "The last day is today or later, and not before the first.", "El último día es hoy o más tarde, y no antes del primero.", "اليوم الأخير هو اليوم أو بعده، وليس قبل اليوم الأول.";
    holiday_began: "Your shop is on holiday.", "Tu tienda está de vacaciones.", "متجرك في إجازة.";
    holiday_saved: "The days were saved.", "Los días se han guardado.", "حُفظت الأيام.";
    holiday_ended: "Your shop is open.", "Tu tienda está abierta.", "متجرك مفتوح.";
    shop_on_holiday(name): "{name} is on holiday", "{name} está de vacaciones", "{name} في إجازة";
    shop_on_holiday_until(name, date): "{name} is on holiday until {date}", "{name} está de vacaciones hasta el {date}", "{name} في إجازة حتى {date}";
    shop_on_holiday_text: "It can be bought again when the shop is back. Orders that were placed before go on.", "Se podrá comprar de nuevo cuando la tienda vuelva. Los pedidos anteriores siguen su curso.", "يمكن شراؤه مجددًا عند عودة المتجر. الطلبات السابقة مستمرة.";
    store_title: "Store page", "Página de la tienda", "صفحة المتجر";
    store_text: "Everybody sees this page. It is linked from your products and from orders.", "Todos ven esta página. Se enlaza desde tus productos y desde los pedidos.", "يرى الجميع هذه الصفحة. لها روابط من منتجاتك ومن الطلبات.";
    store_look: "See the page", "Ver la página", "عرض الصفحة";
    store_story: "Your story", "Tu historia", "قصتك";
    store_story_hint: "Up to 2,000 characters. A blank line begins a paragraph.", "Hasta 2.000 caracteres. Una línea en blanco empieza un párrafo.", "حتى 2000 حرف. السطر الفارغ يبدأ فقرة.";
    store_story_wrong: "Write up to 2,000 characters.", "Escribe hasta 2.000 caracteres.", "اكتب حتى 2000 حرف.";
    store_saved: "Your story is on your page.", "Tu historia está en tu página.", "قصتك على صفحتك.";
    store_logo: "Logo", "Logotipo", "الشعار";
    store_logo_choose: "Choose a picture", "Elige una imagen", "اختر صورة";
    store_logo_hint: "JPEG, PNG or WebP, square looks best.", "JPEG, PNG o WebP; mejor si es cuadrada.", "JPEG أو PNG أو WebP، والأفضل أن تكون مربعة.";
    store_logo_add: "Show this logo", "Mostrar este logotipo", "عرض هذا الشعار";
    store_logo_remove: "Remove the logo", "Quitar el logotipo", "إزالة الشعار";
    store_logo_kept: "The logo is on your page.", "El logotipo está en tu página.", "الشعار على صفحتك.";
    store_logo_none: "Choose a picture first.", "Elige antes una imagen.", "اختر صورة أولًا.";
    store_logo_gone: "The logo was removed.", "El logotipo se ha quitado.", "أُزيل الشعار.";
    store_owner_only: "Only owners of the shop change this page.", "Solo los titulares de la tienda cambian esta página.", "مالكو المتجر فقط يغيّرون هذه الصفحة.";

    shop_since(date): "Sells here since {date}", "Vende aquí desde el {date}", "يبيع هنا منذ {date}";
    shop_ships_from(country): "Ships from {country}", "Envía desde {country}", "يشحن من {country}";
    shop_rating_from(n):
        "{n, plural, one {From # review of what was bought here} other {From # reviews of what was bought here}}",
        "{n, plural, one {De # reseña de lo comprado aquí} many {De # reseñas de lo comprado aquí} other {De # reseñas de lo comprado aquí}}",
        "{n, plural, zero {لا تقييمات بعد} one {من تقييم واحد لما اشتُري هنا} two {من تقييمين لما اشتُري هنا} few {من # تقييمات لما اشتُري هنا} many {من # تقييمًا لما اشتُري هنا} other {من # تقييم لما اشتُري هنا}}";
    shop_no_rating: "Nobody has reviewed what was bought here yet.", "Nadie ha reseñado aún lo comprado aquí.", "لم يقيّم أحد ما اشتُري هنا بعد.";
    shop_story: "About this shop", "Sobre esta tienda", "عن هذا المتجر";
    shop_policies: "Delivery and returns", "Envío y devoluciones", "التوصيل والإرجاع";
    shop_handling(n):
        "{n, plural, =0 {Leaves on the day of the order, within the working day} one {Leaves within # working day} other {Leaves within # working days}}",
        "{n, plural, =0 {Sale el día del pedido, si es laborable} one {Sale en # día laborable} many {Sale en # días laborables} other {Sale en # días laborables}}",
        "{n, plural, zero {يُرسل يوم الطلب إن كان يوم عمل} one {يُرسل خلال يوم عمل واحد} two {يُرسل خلال يومي عمل} few {يُرسل خلال # أيام عمل} many {يُرسل خلال # يوم عمل} other {يُرسل خلال # يوم عمل}}";
    shop_transit(from, to): "On the way: {from} to {to} days within the country", "En camino: de {from} a {to} días dentro del país", "في الطريق: من {from} إلى {to} أيام داخل البلد";
    shop_fee(amount): "Delivery within the country: {amount}", "Envío dentro del país: {amount}", "التوصيل داخل البلد: {amount}";
    shop_fee_none: "Delivery within the country is free", "El envío dentro del país es gratis", "التوصيل داخل البلد مجاني";
    shop_free_from(amount): "Free from {amount} on", "Gratis desde {amount}", "مجاني ابتداءً من {amount}";
    shop_fee_tables: "What delivery costs depends on place, weight and worth of the goods.", "Los gastos de envío dependen del destino, el peso y el importe.", "تعتمد رسوم التوصيل على الوجهة والوزن وقيمة البضاعة.";
    shop_returns(n):
        "{n, plural, one {Returns: at least # day after delivery} other {Returns: at least # days after delivery}}",
        "{n, plural, one {Devoluciones: al menos # día tras la entrega} many {Devoluciones: al menos # días tras la entrega} other {Devoluciones: al menos # días tras la entrega}}",
        "{n, plural, zero {لا إرجاع} one {الإرجاع: يوم واحد على الأقل بعد التسليم} two {الإرجاع: يومان على الأقل بعد التسليم} few {الإرجاع: # أيام على الأقل بعد التسليم} many {الإرجاع: # يومًا على الأقل بعد التسليم} other {الإرجاع: # يوم على الأقل بعد التسليم}}";
    shop_contact: "Questions:", "Preguntas:", "للأسئلة:";
    shop_products: "Products", "Productos", "المنتجات";
    shop_nothing_title: "Nothing for sale now", "Nada a la venta ahora", "لا شيء للبيع الآن";
    shop_nothing_text: "Come back later, or look around the other shops.", "Vuelve más tarde o mira en las otras tiendas.", "عد لاحقًا أو تصفّح المتاجر الأخرى.";
    shop_description(name): "Everything that {name} sells, with delivery, returns and reviews.", "Todo lo que vende {name}, con envío, devoluciones y reseñas.", "كل ما يبيعه {name} مع التوصيل والإرجاع والتقييمات.";
    sellers_on_holiday: "On holiday", "De vacaciones", "في إجازة";
}
