//! How a seller prices many offers: the sheet, and prices that follow others.
use super::texts;

texts! {
    sheet_title: "Edit as a table", "Editar como tabla", "التعديل في جدول";
    sheet_text:
        "All your offers in one table, by your own numbers. Type or paste from a spreadsheet; everything is saved together, or nothing. What was changed can be taken back below.",
        "Todas tus ofertas en una tabla, por tus propios números. Escribe o pega desde una hoja de cálculo; se guarda todo junto o nada. Abajo puedes deshacer lo cambiado.",
        "كل عروضك في جدول واحد مرتبة بأرقامك. اكتب أو الصق من جدول بيانات؛ يُحفظ كل شيء معًا أو لا شيء. ويمكنك التراجع عن التغييرات في الأسفل.";
    sheet_rows: "Rows a page", "Filas por página", "الصفوف في الصفحة";
    sheet_product: "Product", "Producto", "المنتج";
    sheet_days: "Days until hand-over", "Días hasta el envío", "الأيام حتى التسليم للناقل";
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

    prices_title: "Prices that follow", "Precios que siguen", "أسعار تتبع غيرها";
    prices_text:
        "A price can follow the cheapest competing offer of the same product: it matches it, with delivery, between your lowest and highest price, and never goes below what a unit costs you and the fees, whatever your promotions and coupons take off. It matches and does not undercut, so nobody races downwards. At most four changes an hour.",
        "Un precio puede seguir a la oferta competidora más barata del mismo producto: la iguala, con envío, entre tu precio mínimo y máximo, y nunca baja de lo que te cuesta una unidad más las tarifas, por mucho que descuenten tus promociones y cupones. Iguala y no rebaja, así nadie corre hacia abajo. Como mucho cuatro cambios por hora.",
        "يمكن لسعرك أن يتبع أرخص عرض منافس للمنتج نفسه: يساويه مع التوصيل بين أدنى سعر وأعلى سعر تحددهما، ولا ينزل أبدًا عن تكلفة القطعة مع الرسوم مهما خصمت عروضك وقسائمك. إنه يساوي ولا يزايد نزولًا، فلا سباق نحو الأسفل. أربعة تغييرات في الساعة على الأكثر.";
    prices_none_title: "No price follows another yet", "Ningún precio sigue a otro todavía", "لا سعر يتبع غيره بعد";
    prices_none_text:
        "Look for one of your offers above, and write the lowest price that it may have.",
        "Busca arriba una de tus ofertas y escribe el precio más bajo que puede tener.",
        "ابحث أعلاه عن أحد عروضك واكتب أدنى سعر يمكن أن يكون له.";
    prices_now(price): "Costs {price} now", "Cuesta {price} ahora", "سعره الآن {price}";
    prices_cost(cost): "A unit costs you {cost}", "Una unidad te cuesta {cost}", "تكلفك القطعة {cost}";
    prices_left(left): "It leaves you {left} after fees", "Te deja {left} tras las tarifas", "يبقى لك {left} بعد الرسوم";
    prices_cost_missing:
        "Write first what a unit costs you, in the table of your products.",
        "Escribe primero lo que te cuesta una unidad, en la tabla de tus productos.",
        "اكتب أولًا كم تكلفك القطعة، في جدول منتجاتك.";
    prices_floor(code): "Lowest price ({code})", "Precio mínimo ({code})", "أدنى سعر ({code})";
    prices_ceiling(code): "Highest price, or nothing ({code})", "Precio máximo, o nada ({code})", "أعلى سعر أو لا شيء ({code})";
    prices_ceiling_wrong:
        "The highest price is not below the lowest. Write more, or nothing.",
        "El precio máximo no es menor que el mínimo. Escribe más, o nada.",
        "أعلى سعر ليس أقل من أدناه. اكتب أكثر أو لا شيء.";
    prices_currency_wrong(code):
        "This offer is priced in {code}. Set its price anew first.",
        "Esta oferta tiene su precio en {code}. Fija primero su precio de nuevo.",
        "سعر هذا العرض بعملة {code}. حدد سعره من جديد أولًا.";
    prices_too_many(most):
        "At most {most} prices follow others. Stop one first.",
        "Como mucho {most} precios siguen a otros. Detén primero uno.",
        "يتبع غيره {most} سعر على الأكثر. أوقف واحدًا أولًا.";
    prices_too_many_own(most):
        "At most {most} of your offers of one product follow others. Stop one of them first.",
        "Como mucho {most} de tus ofertas de un producto siguen a otras. Detén primero una de ellas.",
        "يتبع غيره {most} من عروضك للمنتج الواحد على الأكثر. أوقف أحدها أولًا.";
    prices_too_many_of_product(most):
        "At most {most} offers of one product follow others, and so many do here already. Set this price by hand, or try again later.",
        "Como mucho {most} ofertas de un producto siguen a otras, y aquí ya lo hacen tantas. Fija este precio a mano o inténtalo más tarde.",
        "يتبع غيره {most} عرض للمنتج الواحد على الأكثر، وقد بلغ هذا المنتج ذلك. حدد هذا السعر بنفسك أو حاول لاحقًا.";
    prices_gives_promotion(title, amount):
        "Your promotion “{title}” takes up to {amount} off a unit.",
        "Tu promoción «{title}» descuenta hasta {amount} por unidad.",
        "يخصم عرضك «{title}» حتى {amount} من القطعة.";
    prices_gives_coupon(code, amount):
        "Your coupon {code} takes up to {amount} off a unit and its delivery.",
        "Tu cupón {code} descuenta hasta {amount} de una unidad y su envío.",
        "تخصم قسيمتك {code} حتى {amount} من القطعة وتوصيلها.";
    prices_left_least(left):
        "With all of that it may leave you only {left}. A price that follows is never set so low that this is less than nothing.",
        "Con todo eso puede que te deje solo {left}. Un precio que sigue nunca se fija tan bajo que eso sea menos que nada.",
        "مع ذلك كله قد لا يبقى لك سوى {left}. ولا يُحدد سعر يتبع غيره بحيث يصبح ذلك أقل من لا شيء.";
    prices_start: "Follow", "Seguir", "اتبع";
    prices_stop: "Stop following", "Dejar de seguir", "أوقف الاتباع";
    prices_saved: "The price follows from now on.", "El precio sigue desde ahora.", "يتبع السعر غيره من الآن.";
    prices_stopped: "The price stays where it is.", "El precio se queda donde está.", "يبقى السعر كما هو.";
    prices_since(why, at): "{why} Since {at}.", "{why} Desde {at}.", "{why} منذ {at}.";
    prices_history: "What it did", "Lo que hizo", "ما الذي فعله";
    prices_step(was, became): "from {was} to {became}.", "de {was} a {became}.", "من {was} إلى {became}.";
    prices_landed(price):
        "The cheapest other one cost {price} with delivery.",
        "La más barata de las otras costaba {price} con envío.",
        "أرخص عرض آخر كان {price} مع التوصيل.";
    prices_why_matched:
        "It is as low as the cheapest competing offer.",
        "Es tan bajo como la oferta competidora más barata.",
        "إنه بمستوى أرخص عرض منافس.";
    prices_why_alone: "Nobody competes.", "Nadie compite.", "لا أحد ينافس.";
    prices_why_floor:
        "The cheapest competing offer is below your lowest price.",
        "La oferta competidora más barata está por debajo de tu precio mínimo.",
        "أرخص عرض منافس أقل من أدنى سعر حددته.";
    prices_why_break_even:
        "Less would not cover what a unit costs you and the fees, with what your promotions and coupons take off.",
        "Menos no cubriría lo que te cuesta una unidad y las tarifas, con lo que descuentan tus promociones y cupones.",
        "أقل من ذلك لا يغطي تكلفة القطعة والرسوم مع ما تخصمه عروضك وقسائمك.";
    prices_why_ceiling:
        "The cheapest competing offer is above your highest price.",
        "La oferta competidora más barata está por encima de tu precio máximo.",
        "أرخص عرض منافس أعلى من أعلى سعر حددته.";
    prices_why_loss:
        "Within your bounds every price would be a loss: it stays as it is.",
        "Dentro de tus límites cualquier precio sería una pérdida: se queda como está.",
        "كل سعر ضمن حدودك خسارة: يبقى كما هو.";
    prices_why_no_cost:
        "It is not known what a unit costs you: the price stays as it is.",
        "No se sabe lo que te cuesta una unidad: el precio se queda como está.",
        "تكلفة القطعة غير معروفة: يبقى السعر كما هو.";
    prices_why_currency:
        "The prices are in several currencies: it stays as it is.",
        "Los precios están en varias monedas: se queda como está.",
        "الأسعار بعملات مختلفة: يبقى كما هو.";
    prices_why_not_on_sale:
        "The offer is not on sale: the price stays as it is.",
        "La oferta no está a la venta: el precio se queda como está.",
        "العرض غير معروض للبيع: يبقى السعر كما هو.";
    prices_why_too_often:
        "It has changed four times within an hour, and goes on when the hour is over.",
        "Ha cambiado cuatro veces en una hora y sigue cuando termine la hora.",
        "تغيّر أربع مرات خلال ساعة، ويستمر بعد انقضائها.";
}
