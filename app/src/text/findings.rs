//! Texts of what was found in the rows of an imported catalogue, one for each `import::Reason` and `PictureFault`. In
//! back quotes stands what the file says.
use super::texts;

texts! {
    findings_line: "line", "línea", "السطر";
    findings_column: "column", "columna", "العمود";
    findings_kind: "kind", "tipo", "النوع";
    findings_reason: "reason", "motivo", "السبب";
    findings_error: "error", "error", "خطأ";
    findings_warning: "warning", "aviso", "تنبيه";
    findings_more(n): "Findings that are not listed: {n}", "Hallazgos que no aparecen en la lista: {n}", "نتائج غير مذكورة في القائمة: {n}";

    column_whole_line: "the whole line", "la línea entera", "السطر كله";
    column_id: "id", "identificador", "المعرّف";
    column_sku: "SKU", "SKU", "رمز SKU";
    column_ean: "EAN", "EAN", "رمز EAN";
    column_price: "price", "precio", "السعر";
    column_options: "options", "opciones", "الخيارات";
    column_picture: "picture", "imagen", "الصورة";

    found_not_utf8: "it is not UTF-8; save the file as UTF-8", "no está en UTF-8; guarda el archivo como UTF-8", "ليس بترميز UTF-8؛ احفظ الملف بترميز UTF-8";
    found_not_utf8_from(byte): "it is not UTF-8 from byte {byte} on; save the file as UTF-8", "no está en UTF-8 a partir del byte {byte}; guarda el archivo como UTF-8", "ليس بترميز UTF-8 ابتداءً من البايت {byte}؛ احفظ الملف بترميز UTF-8";
    found_cell_count(cells, header): "it has {cells} cells, the header has {header}", "tiene {cells} celdas y el encabezado, {header}", "عدد خلاياه {cells} وعدد خلايا الترويسة {header}";
    found_no_object: "it is not a JSON object", "no es un objeto JSON", "ليس كائن JSON";
    found_bad_json(line, byte): "it is not a JSON object: in line {line} it cannot be understood from byte {byte} on", "no es un objeto JSON: en la línea {line} no se entiende a partir del byte {byte}", "ليس كائن JSON: تتعذر قراءته في السطر {line} ابتداءً من البايت {byte}";
    found_half_a_row: "the file ends inside of this row: a part of it is missing", "el archivo termina dentro de esta fila: le falta una parte", "ينتهي الملف داخل هذا الصف: ينقص جزء منه";

    found_missing: "it is missing", "falta", "غير موجود";
    found_empty: "it is empty", "está vacío", "فارغ";
    found_formula: "it begins like a spreadsheet formula", "empieza como una fórmula de hoja de cálculo", "يبدأ كصيغة جدول بيانات";
    found_nul_byte: "it holds a NUL byte", "contiene un byte NUL", "يحتوي على بايت NUL";
    found_no_text: "it is not a text", "no es un texto", "ليس نصًا";
    found_no_number: "it is not a number", "no es un número", "ليس رقمًا";
    found_no_list: "it is not a list", "no es una lista", "ليس قائمة";
    found_no_value: "it is neither text, number nor yes/no", "no es ni texto, ni número, ni sí/no", "ليس نصًا ولا رقمًا ولا قيمة نعم/لا";
    found_too_many_characters(limit): "it has more than {limit} characters", "tiene más de {limit} caracteres", "عدد أحرفه يتجاوز {limit}";
    found_too_long_with_options(limit): "with its options it has more than {limit} characters", "con sus opciones tiene más de {limit} caracteres", "مع خياراته يتجاوز عدد أحرفه {limit}";
    found_too_many_bytes(limit): "it has more than {limit} bytes", "tiene más de {limit} bytes", "يتجاوز {limit} بايت";
    found_cut(limit): "it was cut to {limit} bytes", "se recortó a {limit} bytes", "قُصّ إلى {limit} بايت";
    found_no_grams(limit): "it is not a weight in grams from 0 to {limit}", "no es un peso en gramos de 0 a {limit}", "ليس وزنًا بالغرام بين 0 و{limit}";
    found_no_days(limit): "it is not a whole number of days from 0 to {limit}", "no es un número entero de días de 0 a {limit}", "ليس عددًا صحيحًا من الأيام بين 0 و{limit}";
    found_no_pieces: "it is not a whole number of pieces", "no es un número entero de unidades", "ليس عددًا صحيحًا من القطع";
    found_wrong_status: "it is neither `active` nor `hidden`", "no es ni `active` ni `hidden`", "ليس `active` ولا `hidden`";
    found_wrong_shopify_status(status): "`{status}` is none of active, draft, archived, unlisted", "`{status}` no es ninguno de active, draft, archived, unlisted", "`{status}` ليس أيًّا من active وdraft وarchived وunlisted";
    found_no_path(limit): "it is not a list of 1 to {limit} names", "no es una lista de 1 a {limit} nombres", "ليس قائمة من 1 إلى {limit} من الأسماء";
    found_no_facts: "it is not a list of facts, each with a name, a value and perhaps a unit", "no es una lista de datos, cada uno con nombre, valor y quizá unidad", "ليس قائمة من المواصفات لكلٍّ منها اسم وقيمة وربما وحدة";
    found_too_many_facts(facts, bytes): "it holds more than {facts} facts or {bytes} bytes", "contiene más de {facts} datos o {bytes} bytes", "يحتوي على أكثر من {facts} من المواصفات أو {bytes} بايت";

    found_price_missing: "it is missing; say one for rows without a price", "falta; indica uno para las filas sin precio", "غير موجود؛ حدّد سعرًا للصفوف التي بلا سعر";
    found_no_price(price): "{price} is not a price: it must be above zero", "{price} no es un precio: debe ser mayor que cero", "{price} ليس سعرًا: يجب أن يكون أكبر من الصفر";
    found_price_too_high(price, limit): "{price} is above the limit of {limit}", "{price} supera el límite de {limit}", "{price} يتجاوز الحد الأقصى {limit}";
    found_no_amount(text): "`{text}` is not an amount; write it like 19.99", "`{text}` no es un importe; escríbelo como 19.99", "`{text}` ليس مبلغًا؛ اكتبه بهذا الشكل 19.99";
    found_too_many_decimals(currency, places): "an amount in {currency} has at most {places} decimal places", "un importe en {currency} tiene como máximo {places} decimales", "المنازل العشرية لمبلغ بعملة {currency} لا تتجاوز {places}";
    found_amount_too_large: "the amount is larger than can be kept", "el importe es mayor de lo que se puede guardar", "المبلغ أكبر مما يمكن حفظه";
    found_no_minor_units: "it is not a whole number of the smallest unit (US cents)", "no es un número entero de la unidad más pequeña (centavos de dólar)", "ليس عددًا صحيحًا من أصغر وحدة (سنت أمريكي)";
    found_unknown_currency(text): "`{text}` is not an ISO 4217 currency code", "`{text}` no es un código de moneda ISO 4217", "`{text}` ليس رمز عملة وفق ISO 4217";
    found_other_currency(named, own): "it is in {named}; this seller's prices are in {own}", "está en {named}; los precios de este vendedor son en {own}", "مكتوب بعملة {named}؛ أسعار هذا البائع بعملة {own}";

    found_code_length(code): "`{code}` is left out: a code has 8, 12, 13 or 14 digits", "`{code}` se deja fuera: un código tiene 8, 12, 13 o 14 cifras", "استُبعد `{code}`: يتكون الرمز من 8 أو 12 أو 13 أو 14 رقمًا";
    found_code_not_digits(code): "`{code}` is left out: a code has only digits, spaces and hyphens", "`{code}` se deja fuera: un código solo tiene cifras, espacios y guiones", "استُبعد `{code}`: لا يحتوي الرمز إلا على أرقام ومسافات وشرطات";
    found_code_mistyped(code): "`{code}` is left out: the check digit is wrong: a digit is missing or mistyped", "`{code}` se deja fuera: el dígito de control no es correcto: falta una cifra o está mal escrita", "استُبعد `{code}`: رقم التحقق خاطئ: ينقص رقم أو كُتب خطأً";
    found_code_repeated(code, line): "{code} is left out: it stands in line {line} already", "{code} se deja fuera: ya está en la línea {line}", "استُبعد {code}: ورد من قبل في السطر {line}";
    found_codes_no_texts: "what is not a text is left out", "lo que no es un texto se deja fuera", "استُبعد ما ليس نصًا";
    found_codes_no_list: "it is not a list of texts and is left out", "no es una lista de textos y se deja fuera", "استُبعد لأنه ليس قائمة نصوص";
    found_isbn_not_whole(isbn): "`{isbn}` is left out: it is not a whole ISBN", "`{isbn}` se deja fuera: no es un ISBN completo", "استُبعد `{isbn}`: ليس رقم ISBN كاملًا";
    found_isbn_mistyped(isbn): "`{isbn}` is left out: a digit is missing or mistyped", "`{isbn}` se deja fuera: falta una cifra o está mal escrita", "استُبعد `{isbn}`: ينقص رقم أو كُتب خطأً";
    found_article_missing: "it is missing, and the picture's name does not begin with a number either", "falta, y el nombre de la imagen tampoco empieza por un número", "غير موجود، واسم الصورة لا يبدأ برقم أيضًا";

    found_repeated(text, line): "`{text}` stands in line {line} already", "`{text}` ya está en la línea {line}", "`{text}` ورد من قبل في السطر {line}";
    found_sku_taken(sku): "`{sku}` is another offer of this seller", "`{sku}` es otra oferta de este vendedor", "`{sku}` عرض آخر لهذا البائع";
    found_sku_of_other(sku): "`{sku}` is an offer of a product with another code", "`{sku}` es una oferta de un producto con otro código", "`{sku}` عرض على منتج له رمز آخر";
    found_offered_already: "this seller offers the product with this code already", "este vendedor ya ofrece el producto con este código", "هذا البائع يعرض المنتج صاحب هذا الرمز بالفعل";
    found_product_taken_down: "the shop took its product down: it stays hidden until the shop shows it again", "la tienda retiró su producto: sigue oculto hasta que la tienda vuelva a mostrarlo", "سحب المتجر منتجه: يبقى مخفيًا حتى يعيد المتجر إظهاره";
    found_offer_taken_down: "the shop took this offer down: it stays off sale until the shop shows it again", "la tienda retiró esta oferta: no se vende hasta que la tienda vuelva a mostrarla", "سحب المتجر هذا العرض: يبقى خارج البيع حتى يعيد المتجر إظهاره";
    found_offered_in_line(line): "line {line} offers the product with this code already", "la línea {line} ya ofrece el producto con este código", "السطر {line} يعرض المنتج صاحب هذا الرمز بالفعل";

    found_attributes_missing(names): "its category also asks for: {names}", "su categoría también pide: {names}", "تتطلب فئته أيضًا: {names}";
    found_needs_approval: "new products of its category need the shop's approval; propose it by itself", "los productos nuevos de su categoría necesitan la aprobación de la tienda; proponlo por separado", "تحتاج المنتجات الجديدة في فئته إلى موافقة المتجر؛ اقترحه على حدة";
    found_change_needs_approval: "its category needs the shop's approval, so no file changes brand or category; leave both as they are, or propose it as a new product", "su categoría necesita la aprobación de la tienda, así que ningún archivo cambia la marca ni la categoría; déjalas como están o proponlo como producto nuevo", "تتطلب فئته موافقة المتجر، لذا لا يغيّر أي ملف العلامة التجارية ولا الفئة؛ اتركهما كما هما أو اقترحه منتجًا جديدًا";
    found_brand_refused(brand): "`{brand}` is only for sellers whom the shop has named; ask the shop", "`{brand}` es solo para vendedores autorizados por la tienda; pregunta a la tienda", "`{brand}` مقصورة على البائعين الذين حددهم المتجر؛ اسأل المتجر";

    found_option_twice(option): "`{option}` is the name of another option already", "`{option}` ya es el nombre de otra opción", "`{option}` اسم خيار آخر بالفعل";
    found_other_options(line): "its product has other options in line {line}", "su producto tiene otras opciones en la línea {line}", "لمنتجه خيارات أخرى في السطر {line}";
    found_variants_left_out(count): "Variants that are left out, because no option tells them apart: {count}", "Variantes que se dejan fuera porque ninguna opción las distingue: {count}", "متغيرات استُبعدت لأن لا خيار يميّز بينها: {count}";
    found_too_many_variants(limit, count): "a product has at most {limit} variants, this one has {count}", "un producto tiene como máximo {limit} variantes y este tiene {count}", "الحد الأقصى لمتغيرات المنتج {limit}، ولهذا المنتج {count}";
    found_one_variant_more(limit): "a product has at most {limit} variants, and this is one more", "un producto tiene como máximo {limit} variantes, y esta es una más", "الحد الأقصى لمتغيرات المنتج {limit}، وهذا واحد زائد";
    found_variants_leave(title, before, count, named): "`{title}` had other options ({before}): variants that the file does not name become products of their own ({count}): {named}", "`{title}` tenía otras opciones ({before}): las variantes que el archivo no nombra pasan a ser productos propios ({count}): {named}", "كانت لـ`{title}` خيارات أخرى ({before}): المتغيرات التي لا يذكرها الملف تصبح منتجات مستقلة ({count}): {named}";

    found_too_many_pictures(limit): "a product has at most {limit} pictures", "un producto tiene como máximo {limit} imágenes", "الحد الأقصى لصور المنتج {limit}";
    found_picture_left_out(name, why): "`{name}` is left out: {why}", "`{name}` se deja fuera: {why}", "استُبعدت `{name}`: {why}";
    fault_not_fetched: "pictures are not fetched from the web; put the file beside the catalogue", "las imágenes no se descargan de la web; pon el archivo junto al catálogo", "لا تُجلب الصور من الويب؛ ضع الملف بجانب الكتالوج";
    fault_no_path: "a picture is named by a path below the folder of the catalogue", "una imagen se nombra con una ruta dentro de la carpeta del catálogo", "تُسمّى الصورة بمسار داخل مجلد الكتالوج";
    fault_not_there: "the picture is not in the folder", "la imagen no está en la carpeta", "الصورة ليست في المجلد";
    fault_outside: "the picture lies outside the folder", "la imagen está fuera de la carpeta", "الصورة خارج المجلد";
    fault_unreadable: "it cannot be read", "no se puede leer", "تتعذر قراءتها";
    fault_too_many_bytes(bytes, limit): "the picture has {bytes} bytes; at most {limit} are taken", "la imagen tiene {bytes} bytes; se admiten {limit} como máximo", "حجم الصورة {bytes} بايت؛ والحد الأقصى {limit}";
    fault_too_large(width, height, side): "the picture is {width} x {height}; at most 50 million pixels and {side} a side are taken", "la imagen mide {width} x {height}; se admiten como máximo 50 millones de píxeles y {side} por lado", "أبعاد الصورة {width} x {height}؛ والحد الأقصى 50 مليون بكسل و{side} لكل ضلع";
    fault_not_a_picture: "this is not a JPEG, PNG or WebP picture", "no es una imagen JPEG, PNG ni WebP", "ليست صورة JPEG أو PNG أو WebP";
    fault_damaged: "the picture is cut off or damaged", "la imagen está incompleta o dañada", "الصورة ناقصة أو تالفة";
    fault_being_removed: "it is being removed; it can be handed in again in a quarter of an hour", "se está eliminando; se puede volver a entregar dentro de un cuarto de hora", "يجري حذفها؛ ويمكن إرسالها مجددًا بعد ربع ساعة";
    fault_unknown: "this shop has no such picture, and fetches none", "esta tienda no tiene esa imagen, y no descarga ninguna", "لا توجد صورة كهذه في المتجر، وهو لا يجلب الصور";
}
