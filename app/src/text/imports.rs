//! Texts of importing and exporting catalogues.
use super::texts;

texts! {
    imports_title: "Import and export", "Importar y exportar", "الاستيراد والتصدير";
    imports_upload: "Upload a catalogue", "Subir un catálogo", "رفع كتالوج";
    imports_file: "File", "Archivo", "الملف";
    imports_file_hint(mb):
        "Product CSV of Shopify, a table of books, JSON of Icecat or Best Buy. Up to {mb} MB; with pictures as a ZIP of the catalogue and its picture files. Shopify’s compare-at price is not taken: what is struck through is the lowest price that this shop showed in 30 days. You see first what would change.",
        "CSV de productos de Shopify, una tabla de libros, JSON de Icecat o Best Buy. Hasta {mb} MB; con imágenes, un ZIP con el catálogo y sus archivos de imagen. El precio de comparación de Shopify no se toma: se tacha el precio más bajo que esta tienda mostró en 30 días. Primero ves qué cambiaría.",
        "ملف CSV لمنتجات Shopify أو جدول كتب أو JSON من Icecat أو Best Buy. حتى {mb} ميغابايت؛ ومع الصور ملف ZIP يضم الكتالوج وملفات صوره. لا يؤخذ سعر المقارنة من Shopify: السعر المشطوب هو أدنى سعر عرضه هذا المتجر خلال 30 يومًا. ترى أولًا ما الذي سيتغير.";
    imports_stock: "Stock of new offers", "Existencias de las ofertas nuevas", "مخزون العروض الجديدة";
    imports_stock_hint: "Where the file does not say. The stock of offers that you have is not changed by a file.", "Donde el archivo no lo dice. Un archivo no cambia las existencias de las ofertas que ya tienes.", "حيث لا يذكر الملف. لا يغيّر الملف مخزون العروض الموجودة.";
    imports_price(code): "Price of rows without one ({code})", "Precio de las filas que no tienen ({code})", "سعر الصفوف التي بلا سعر ({code})";
    imports_seller: "Seller", "Vendedor", "البائع";
    imports_choose_seller: "Choose", "Elegir", "اختيار";
    imports_send: "Upload and preview", "Subir y previsualizar", "رفع ومعاينة";
    imports_export: "Export", "Exportar", "التصدير";
    imports_export_text: "All offers of new goods, in a file that can be imported again. Pictures are in Shopify’s file, and Goodbooks takes books only.", "Todas las ofertas de artículos nuevos, en un archivo que se puede volver a importar. Las imágenes van en el archivo de Shopify, y Goodbooks solo admite libros.", "كل عروض السلع الجديدة في ملف يمكن استيراده مجددًا. الصور في ملف Shopify، وGoodbooks للكتب فقط.";
    imports_export_as(format): "Download as {format}", "Descargar como {format}", "تنزيل بصيغة {format}";
    imports_earlier: "Earlier imports", "Importaciones anteriores", "عمليات الاستيراد السابقة";
    imports_none_title: "Nothing was imported yet", "Aún no se ha importado nada", "لم يُستورد شيء بعد";
    imports_none_text: "Upload a file to see what it would change.", "Sube un archivo para ver qué cambiaría.", "ارفع ملفًا لترى ما الذي سيغيّره.";

    import_checking: "Being checked", "Comprobándose", "قيد الفحص";
    import_ready: "To decide", "Por decidir", "بانتظار القرار";
    import_refused: "Cannot be read", "No se puede leer", "تتعذر قراءته";
    import_importing: "Being imported", "Importándose", "قيد الاستيراد";
    import_done: "Imported", "Importado", "تم الاستيراد";
    import_failed: "Stopped", "Detenido", "توقف";
    import_undoing: "Being taken back", "Deshaciéndose", "قيد التراجع";
    import_undone: "Taken back", "Deshecho", "تم التراجع";
    import_discarded: "Given up", "Descartado", "تم التخلي عنه";
    import_look_again: "See how far it is", "Ver el progreso", "عرض التقدم";
    import_leave: "You can leave this page: the work goes on.", "Puedes salir de esta página: el trabajo continúa.", "يمكنك مغادرة هذه الصفحة: العمل مستمر.";

    import_preview: "What changes", "Qué cambia", "ما الذي يتغير";
    import_rows_new: "New", "Nuevas", "جديد";
    import_rows_changed: "Changed", "Cambiadas", "متغير";
    import_rows_unchanged: "Unchanged", "Sin cambios", "دون تغيير";
    import_rows_bad: "Bad rows", "Filas erróneas", "صفوف خاطئة";
    import_first_new: "The first new rows", "Las primeras filas nuevas", "أول الصفوف الجديدة";
    import_first_changed: "The first rows that change", "Las primeras filas que cambian", "أول الصفوف المتغيرة";
    import_first_unchanged: "The first rows without a change", "Las primeras filas sin cambios", "أول الصفوف دون تغيير";
    import_line: "Line", "Línea", "السطر";
    import_product: "Product", "Producto", "المنتج";
    import_price: "Price", "Precio", "السعر";
    import_stock: "Stock", "Existencias", "المخزون";
    import_was: "was", "antes", "كان";
    import_not_offered: "not for sale", "no está a la venta", "ليس للبيع";
    import_more: "Description, attributes or category change, too.", "También cambian la descripción, los atributos o la categoría.", "يتغير الوصف أو السمات أو الفئة أيضًا.";
    import_title_stays: "Keeps its title: somebody else described this product.", "Conserva su título: otra persona describió este producto.", "يحتفظ بعنوانه: وصف شخص آخر هذا المنتج.";
    import_nothing: "Nothing would change.", "No cambiaría nada.", "لن يتغير شيء.";
    import_has_bad: "Some rows are bad. Correct them and upload the file again, or leave them out.", "Algunas filas son erróneas. Corrígelas y sube el archivo de nuevo, o déjalas fuera.", "بعض الصفوف خاطئة. صححها وارفع الملف مجددًا أو استبعدها.";
    import_skip: "Leave out the bad rows", "Dejar fuera las filas erróneas", "استبعاد الصفوف الخاطئة";
    import_start: "Import", "Importar", "استيراد";
    import_again: "Try again", "Intentar de nuevo", "المحاولة مجددًا";
    import_discard: "Give up", "Descartar", "تخلَّ عنه";
    import_discard_hint: "The file is forgotten. What it brought in stays, and can still be taken back.", "El archivo se elimina. Lo que ya entró se queda, y aún se puede deshacer.", "يُحذف الملف. وما دخل منه يبقى ويمكن التراجع عنه لاحقًا.";
    import_findings_gone: "What was found in the rows is gone: it is kept for a week.", "Lo encontrado en las filas ya no está: se guarda una semana.", "ما وُجد في الصفوف لم يعد محفوظًا: يُحفظ أسبوعًا.";
    import_undo_stalled: "Taking it back has stopped. Start it again: it goes on where it stopped.", "La reversión se ha detenido. Iníciala de nuevo: continúa donde se detuvo.", "توقف التراجع. ابدأه من جديد: يُستأنف من حيث توقف.";
    import_findings: "Download what was found in the rows (CSV)", "Descargar lo encontrado en las filas (CSV)", "تنزيل ما وُجد في الصفوف (CSV)";
    import_warnings(n): "Parts of rows that are left out, and other remarks: {n}", "Partes de filas que se dejan fuera y otras observaciones: {n}", "أجزاء من الصفوف ستُستبعد وملاحظات أخرى: {n}";
    import_without_price(n): "Products that are catalogued and not for sale, for want of a price: {n}", "Productos catalogados que no se venden por falta de precio: {n}", "منتجات مفهرسة ليست للبيع لعدم وجود سعر: {n}";

    import_result: "What was done", "Qué se hizo", "ما الذي تم";
    import_products_created: "New products", "Productos nuevos", "منتجات جديدة";
    import_products_changed: "Changed products", "Productos cambiados", "منتجات متغيرة";
    import_offers_created: "New offers", "Ofertas nuevas", "عروض جديدة";
    import_offers_changed: "Changed offers", "Ofertas cambiadas", "عروض متغيرة";
    import_undo: "Take this import back", "Deshacer esta importación", "التراجع عن هذا الاستيراد";
    import_undo_hint: "What it made is taken down, what it changed is as before. What was changed since stays.", "Lo que creó se retira y lo que cambió vuelve a como estaba. Lo que cambió después se queda.", "يُسحب ما أنشأه ويعود ما غيّره كما كان. وما تغيّر بعده يبقى.";
    import_left(n): "Left as it was: {n}", "Se dejó como estaba: {n}", "تُرك كما كان: {n}";
    import_left_more(n): "Not listed here: {n}", "No aparecen aquí: {n}", "غير مذكور هنا: {n}";
    left_changed: "Somebody changed it after the import.", "Alguien lo cambió después de la importación.", "غيّره شخص بعد الاستيراد.";
    left_rest: "Somebody changed it after the import: only its brand and category are as before.", "Alguien lo cambió después de la importación: solo su marca y su categoría están como antes.", "غيّره شخص بعد الاستيراد: علامته التجارية وفئته وحدهما كما كانتا.";
    left_sold: "Somebody sells this product.", "Alguien vende este producto.", "هناك من يبيع هذا المنتج.";
    left_sku(sku): "The number that it had before, {sku}, belongs to another offer now.", "El número que tenía antes, {sku}, ahora es de otra oferta.", "الرقم الذي كان له من قبل، {sku}، يعود الآن إلى عرض آخر.";
    left_offered: "Another offer is on the product that it was for.", "Otra oferta está en el producto al que pertenecía.", "هناك عرض آخر على المنتج الذي كان له.";
    left_variant: "Another product is that variant now.", "Otro producto es ahora esa variante.", "منتج آخر هو الآن ذلك المتغير.";
    left_options: "The variants beside which it stood have other options now.", "Las variantes junto a las que estaba tienen ahora otras opciones.", "المتغيرات التي كان معها لها الآن خيارات أخرى.";

    refusal_unknown: "This is no catalogue of a known format. The first line of a CSV names its columns; JSON is an object on each line, or a list of objects.", "No es un catálogo de un formato conocido. La primera línea de un CSV nombra sus columnas; JSON es un objeto por línea o una lista de objetos.", "هذا ليس كتالوجًا بصيغة معروفة. يسمّي السطر الأول في CSV أعمدته، وJSON كائن في كل سطر أو قائمة كائنات.";
    refusal_utf16: "The file is in UTF-16. Save it as UTF-8 and upload it again.", "El archivo está en UTF-16. Guárdalo como UTF-8 y súbelo de nuevo.", "الملف بترميز UTF-16. احفظه بترميز UTF-8 وارفعه مجددًا.";
    refusal_column(column): "The column {column} is missing in the first line.", "Falta la columna {column} en la primera línea.", "العمود {column} غير موجود في السطر الأول.";
    refusal_twice(column): "The first line names the column {column} twice.", "La primera línea nombra dos veces la columna {column}.", "يذكر السطر الأول العمود {column} مرتين.";
    refusal_long(line): "The row in line {line} does not end: a quotation mark is probably not closed.", "La fila de la línea {line} no termina: seguramente falta cerrar unas comillas.", "الصف في السطر {line} لا ينتهي: على الأرجح علامة اقتباس غير مغلقة.";
    refusal_many(limit): "The file has more than {limit} rows. Split it.", "El archivo tiene más de {limit} filas. Divídelo.", "في الملف أكثر من {limit} صف. قسّمه.";
    refusal_bad_rows: "Rows of the file are bad, so nothing was imported.", "Hay filas erróneas, así que no se importó nada.", "في الملف صفوف خاطئة، فلم يُستورد شيء.";
    refusal_other: "It stopped with this reason:", "Se detuvo por este motivo:", "توقف لهذا السبب:";

    upload_too_large(mb): "The file is larger than {mb} MB. Split it. Nothing was kept.", "El archivo supera los {mb} MB. Divídelo. No se guardó nada.", "الملف أكبر من {mb} ميغابايت. قسّمه. لم يُحفظ شيء.";
    upload_empty: "Choose a file that is not empty.", "Elige un archivo que no esté vacío.", "اختر ملفًا غير فارغ.";
    upload_compressed: "The file is compressed or a spreadsheet's own format. Save it as CSV or JSON. Nothing was kept.", "El archivo está comprimido o en el formato propio de una hoja de cálculo. Guárdalo como CSV o JSON. No se guardó nada.", "الملف مضغوط أو بصيغة جدول بيانات خاصة. احفظه كـ CSV أو JSON. لم يُحفظ شيء.";
    archive_damaged: "The ZIP is damaged or not whole. Pack it again. Nothing was kept.", "El ZIP está dañado o incompleto. Comprímelo de nuevo. No se guardó nada.", "ملف ZIP تالف أو ناقص. أعد ضغطه. لم يُحفظ شيء.";
    archive_unusual: "The ZIP is encrypted, split or packed in an unusual way. Pack it plainly. Nothing was kept.", "El ZIP está cifrado, dividido o comprimido de forma poco común. Comprímelo de forma normal. No se guardó nada.", "ملف ZIP مشفّر أو مقسّم أو مضغوط بطريقة غير معتادة. اضغطه بالطريقة العادية. لم يُحفظ شيء.";
    archive_many(limit): "The ZIP holds more than {limit} files. Split it. Nothing was kept.", "El ZIP contiene más de {limit} archivos. Divídelo. No se guardó nada.", "في ملف ZIP أكثر من {limit} ملف. قسّمه. لم يُحفظ شيء.";
    archive_large(mb): "Unpacked, the ZIP has more than {mb} MB. Split it. Nothing was kept.", "Descomprimido, el ZIP supera los {mb} MB. Divídelo. No se guardó nada.", "يزيد محتوى ملف ZIP بعد فك الضغط على {mb} ميغابايت. قسّمه. لم يُحفظ شيء.";
    archive_bomb: "A file in the ZIP is far larger than it is packed. Send it unpacked. Nothing was kept.", "Un archivo del ZIP es mucho mayor que su versión comprimida. Envíalo sin comprimir. No se guardó nada.", "في ملف ZIP ملف أكبر بكثير من حجمه المضغوط. أرسله دون ضغط. لم يُحفظ شيء.";
    archive_unsafe: "A name in the ZIP leads out of its folder. Pack the folder again, without such names. Nothing was kept.", "Un nombre del ZIP sale de su carpeta. Comprime la carpeta de nuevo sin esos nombres. No se guardó nada.", "في ملف ZIP اسم يخرج من مجلده. أعد ضغط المجلد دون هذه الأسماء. لم يُحفظ شيء.";
    archive_none: "The ZIP holds no CSV or JSON file. Save a spreadsheet as CSV first. Nothing was kept.", "El ZIP no contiene ningún archivo CSV o JSON. Guarda primero la hoja de cálculo como CSV. No se guardó nada.", "لا يحتوي ملف ZIP على ملف CSV أو JSON. احفظ جدول البيانات كـ CSV أولًا. لم يُحفظ شيء.";
    archive_several: "The ZIP holds several catalogues. Send one at a time. Nothing was kept.", "El ZIP contiene varios catálogos. Envía uno cada vez. No se guardó nada.", "يحتوي ملف ZIP على عدة كتالوجات. أرسل واحدًا في كل مرة. لم يُحفظ شيء.";
    upload_not_text: "The file is not a text. Save it as CSV or JSON in UTF-8. Nothing was kept.", "El archivo no es un texto. Guárdalo como CSV o JSON en UTF-8. No se guardó nada.", "الملف ليس نصًا. احفظه كـ CSV أو JSON بترميز UTF-8. لم يُحفظ شيء.";
    upload_too_many: "There are several uploads already that are not imported: they wait for a decision, or stopped. Import them or give them up first.", "Ya hay varias subidas sin importar: esperan una decisión o se detuvieron. Impórtalas o descártalas primero.", "هناك عدة ملفات مرفوعة لم تُستورد: بانتظار القرار أو متوقفة. استوردها أو تخلَّ عنها أولًا.";
    upload_broken: "The upload broke off. Nothing was kept; please try again.", "La subida se interrumpió. No se guardó nada; inténtalo de nuevo.", "انقطع الرفع. لم يُحفظ شيء؛ حاول مجددًا.";
    upload_received: "The file is here and is being checked. Nothing was changed.", "El archivo ha llegado y se está comprobando. No se ha cambiado nada.", "وصل الملف ويجري فحصه. لم يتغير شيء.";
    import_begun: "The import has begun.", "La importación ha empezado.", "بدأ الاستيراد.";
    import_undo_begun: "It is being taken back.", "Se está deshaciendo.", "يجري التراجع عنه.";
    import_given_up: "Given up. The file is gone, and nothing more is changed.", "Descartado. El archivo ya no está y no se cambia nada más.", "تم التخلي عنه. حُذف الملف ولن يتغير شيء آخر.";
    import_wrong_state: "This is no longer possible: look at where the import stands now.", "Ya no es posible: mira cómo está ahora la importación.", "لم يعد ذلك ممكنًا: انظر إلى حالة الاستيراد الآن.";
}
