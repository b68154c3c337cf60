//! How a seller prices many offers: the sheet.
use super::texts;

texts! {
    sheet_title: "Edit as a table", "Editar como tabla", "التعديل في جدول";
    sheet_text:
        "All your offers in one table, by your own numbers. Type or paste from a spreadsheet; everything is saved together, or nothing. What was changed can be taken back below.",
        "Todas tus ofertas en una tabla, por tus propios números. Escribe o pega desde una hoja de cálculo; se guarda todo junto o nada. Abajo puedes deshacer lo cambiado.",
        "كل عروضك في جدول واحد مرتبة بأرقامك. اكتب أو الصق من جدول بيانات؛ يُحفظ كل شيء معًا أو لا شيء. ويمكنك التراجع عن التغييرات في الأسفل.";
    sheet_product: "Product", "Producto", "المنتج";
    sheet_days: "Days until hand-over", "Días hasta la entrega", "الأيام حتى التسليم";
    sheet_days_hint(n):
        "{n, plural, one {Where no days are written, it is # business day, as in your settings.} other {Where no days are written, it is # business days, as in your settings.}} The cost is what a unit costs you; nobody else sees it.",
        "{n, plural, one {Donde no hay días escritos, es # día laborable, como en tus ajustes.} many {Donde no hay días escritos, son # días laborables, como en tus ajustes.} other {Donde no hay días escritos, son # días laborables, como en tus ajustes.}} El coste es lo que te cuesta una unidad; nadie más lo ve.",
        "{n, plural, zero {حيث لا تُكتب أيام فالتسليم في اليوم نفسه كما في إعداداتك.} one {حيث لا تُكتب أيام فهو يوم عمل واحد كما في إعداداتك.} two {حيث لا تُكتب أيام فهما يوما عمل كما في إعداداتك.} few {حيث لا تُكتب أيام فهي # أيام عمل كما في إعداداتك.} many {حيث لا تُكتب أيام فهي # يوم عمل كما في إعداداتك.} other {حيث لا تُكتب أيام فهي # يوم عمل كما في إعداداتك.}} التكلفة هي ما تكلفك القطعة، ولا يراها غيرك.";
    sheet_cost: "Cost", "Coste", "التكلفة";
    sheet_cell(column, title): "{column}: {title}", "{column}: {title}", "{column}: {title}";
    sheet_save: "Save all changes", "Guardar todos los cambios", "حفظ كل التغييرات";
    sheet_nothing: "Nothing was changed.", "No ha cambiado nada.", "لم يتغير شيء.";
    sheet_saved(n):
        "{n, plural, one {# offer is changed.} other {# offers are changed.}}",
        "{n, plural, one {Se ha cambiado # oferta.} many {Se han cambiado # ofertas.} other {Se han cambiado # ofertas.}}",
        "{n, plural, zero {لم يتغير أي عرض.} one {تغيّر عرض واحد.} two {تغيّر عرضان.} few {تغيّرت # عروض.} many {تغيّر # عرضًا.} other {تغيّر # عرض.}}";
    sheet_not_saved(n, names):
        "{n, plural, one {Nothing is saved: # row needs another look.} other {Nothing is saved: # rows need another look.}} {names}",
        "{n, plural, one {No se ha guardado nada: hay que revisar # fila.} many {No se ha guardado nada: hay que revisar # filas.} other {No se ha guardado nada: hay que revisar # filas.}} {names}",
        "{n, plural, zero {لم يُحفظ شيء.} one {لم يُحفظ شيء: راجع صفًا واحدًا.} two {لم يُحفظ شيء: راجع صفين.} few {لم يُحفظ شيء: راجع # صفوف.} many {لم يُحفظ شيء: راجع # صفًا.} other {لم يُحفظ شيء: راجع # صف.}} {names}";
    sheet_row_changed:
        "Somebody changed this offer since the page was made. Look at it again; what you typed is still here.",
        "Alguien cambió esta oferta desde que se hizo la página. Mírala de nuevo; lo que escribiste sigue aquí.",
        "غيّر أحدهم هذا العرض بعد إنشاء الصفحة. راجعه مجددًا؛ ما كتبته ما زال هنا.";
    sheet_row_wrong:
        "These values cannot be kept. Look at price, days and cost.",
        "Estos valores no se pueden guardar. Mira el precio, los días y el coste.",
        "لا يمكن حفظ هذه القيم. راجع السعر والأيام والتكلفة.";
    sheet_days_wrong(most):
        "Write 0 to {most} days, or nothing.",
        "Escribe de 0 a {most} días, o nada.",
        "اكتب من 0 إلى {most} يومًا، أو لا شيء.";
    sheet_cost_wrong:
        "Write an amount like 12.50, or nothing.",
        "Escribe un importe como 12.50, o nada.",
        "اكتب مبلغًا مثل 12.50، أو لا شيء.";
    sheet_undone: "The changes are taken back.", "Los cambios se han deshecho.", "تم التراجع عن التغييرات.";
    sheet_undo_changed(names):
        "Nothing is taken back: these were changed since. {names}",
        "No se ha deshecho nada: estas han cambiado desde entonces. {names}",
        "لم يتم التراجع عن شيء: تغيّرت هذه بعد ذلك. {names}";
    sheet_undo_sold(name, n):
        "Nothing is taken back: of {name} only {n} are left, fewer than would be taken away.",
        "No se ha deshecho nada: de {name} solo quedan {n}, menos de las que se quitarían.",
        "لم يتم التراجع عن شيء: بقي من {name} عدد {n} فقط، أقل مما سيُنقص.";
    sheet_past: "What was changed last", "Lo último que se ha cambiado", "آخر التغييرات";
    sheet_past_rows(n, at, who):
        "{n, plural, one {# offer} other {# offers}}, {at}, {who}",
        "{n, plural, one {# oferta} many {# ofertas} other {# ofertas}}, {at}, {who}",
        "{n, plural, zero {لا عروض} one {عرض واحد} two {عرضان} few {# عروض} many {# عرضًا} other {# عرض}}، {at}، {who}";
    sheet_past_more(n):
        "{n, plural, one {And # more.} other {And # more.}}",
        "{n, plural, one {Y # más.} many {Y # más.} other {Y # más.}}",
        "{n, plural, zero {ولا شيء غيرها.} one {وواحد آخر.} two {واثنان آخران.} few {و# أخرى.} many {و# أخرى.} other {و# أخرى.}}";
    sheet_is_undo: "Takes changes back", "Deshace cambios", "تراجع عن تغييرات";
    sheet_was_undone: "Taken back", "Deshecho", "تم التراجع";
    sheet_change(column, was, became):
        "{column}: from {was} to {became}",
        "{column}: de {was} a {became}",
        "{column}: من {was} إلى {became}";
    sheet_change_stock(delta): "Units: {delta}", "Unidades: {delta}", "القطع: {delta}";
    sheet_usual: "as in the settings", "como en los ajustes", "كما في الإعدادات";
    sheet_unknown: "not known", "desconocido", "غير معروف";
    sheet_yes: "yes", "sí", "نعم";
    sheet_no: "no", "no", "لا";
}
