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
    sellers_on_holiday: "On holiday", "De vacaciones", "في إجازة";
}
