//! Texts of help, imprint and their like, and of the operator's editor.
use super::texts;

texts! {
    nav_help: "Help", "Ayuda", "المساعدة";
    nav_imprint: "Imprint", "Aviso legal", "بيانات الناشر";
    nav_privacy: "Privacy", "Privacidad", "الخصوصية";
    nav_cookies: "Cookies", "Cookies", "ملفات تعريف الارتباط";
    footer_shop: "The shop", "La tienda", "المتجر";
    help_description:
        "Ordering, delivery, returns, payment and your account.",
        "Compras, envíos, devoluciones, pagos y tu cuenta.",
        "الطلب والتوصيل والإرجاع والدفع وحسابك.";
    popular_in(name): "Popular in {name}", "Populares en {name}", "رائج في {name}";
    category_inside(name): "Inside {name}", "Dentro de {name}", "داخل {name}";
    operator_content: "Pages", "Páginas", "الصفحات";
    content_open: "Open the page", "Abrir la página", "افتح الصفحة";
    content_published_at: "Published on", "Publicado el", "نُشر في";
    content_other_language(language):
        "This page is not translated yet. You are reading it in: {language}",
        "Esta página aún no está traducida. La lees en: {language}",
        "لم تُترجم هذه الصفحة بعد. تقرؤها بـ: {language}";
    content_gaps:
        "Still to be filled in, for everybody can read these pages:",
        "Falta por rellenar en páginas que todos pueden leer:",
        "ما زال ينقص في صفحات يمكن للجميع قراءتها:";
    imprint_gaps: "The imprint is not filled in yet.", "El aviso legal está por rellenar.", "لم تُملأ بيانات الناشر بعد.";
    content_new_help: "A new page of the help", "Una página nueva de ayuda", "صفحة مساعدة جديدة";
    content_new_category: "Words over a category", "Un texto para una categoría", "نص فوق فئة";
    content_address: "Address", "Dirección", "العنوان";
    content_address_hint: "Behind /help/: letters, digits and hyphens.", "Tras /help/: letras, cifras y guiones.", "بعد /help/: حروف وأرقام وشرطات.";
    content_write: "Write", "Escribir", "اكتب";
    content_title: "Title", "Título", "العنوان الرئيسي";
    content_body: "Text", "Texto", "النص";
    content_body_hint:
        "Markdown: ## heading, **bold**, - list, [words](/path). What stands between two square brackets is a gap to be filled in.",
        "Markdown: ## título, **negrita**, - lista, [palabras](/ruta). Lo que va entre dobles corchetes es un hueco por rellenar.",
        "تنسيق Markdown: ## عنوان، **عريض**، - قائمة، [كلمات](/path). وما بين قوسين مربعين مزدوجين فراغ ينبغي ملؤه.";
    content_position: "Place", "Lugar", "الترتيب";
    content_position_hint: "Smaller numbers come first in the help.", "En la ayuda van primero los números menores.", "الأرقام الأصغر تأتي أولًا في المساعدة.";
    content_publish: "Publish", "Publicar", "انشر";
    content_preview: "Save draft and preview", "Guardar borrador y ver", "احفظ المسودة وعاينها";
    content_looks: "How it looks", "Cómo se ve", "كيف تبدو";
    content_is_draft:
        "This is a draft. People still read what was published before.",
        "Esto es un borrador. La gente sigue leyendo lo publicado antes.",
        "هذه مسودة. ما زال الناس يقرؤون ما نُشر سابقًا.";
    content_from: "From", "Desde", "اعتبارًا من";
    content_from_hint: "Like 2026-12-01 or 2026-12-01 08:00, in UTC. Empty: at once.", "Como 2026-12-01 o 2026-12-01 08:00, en UTC. Vacío: al momento.", "مثل \u{2066}2026-12-01\u{2069} أو \u{2066}2026-12-01 08:00\u{2069} بالتوقيت العالمي. فارغ: فورًا.";
    content_wrong_from: "Write a day or a moment to come, like 2026-12-01 08:00. What you typed is kept.", "Escribe un día o un momento futuro, como 2026-12-01 08:00. Lo que escribiste se conserva.", "اكتب يومًا أو وقتًا قادمًا مثل \u{2066}2026-12-01 08:00\u{2069}. حُفظ ما كتبته.";
    content_scheduled(at): "People read it from {at} on.", "La gente lo leerá desde el {at}.", "يقرؤه الناس اعتبارًا من {at}.";
    content_is_coming(at): "Another text begins on {at}. Until then people read the one before.", "Otro texto empieza el {at}. Hasta entonces la gente lee el anterior.", "يبدأ نص آخر في {at}. وحتى ذلك الحين يقرأ الناس ما قبله.";
    content_unschedule: "Take it back before it begins", "Retirarlo antes de que empiece", "اسحبه قبل أن يبدأ";
    content_unscheduled: "It was taken back and will not begin.", "Se retiró y no empezará.", "سُحب ولن يبدأ.";
    content_begun: "It has begun already. Publish an earlier version again instead.", "Ya ha empezado. Vuelve a publicar una versión anterior.", "لقد بدأ بالفعل. انشر إصدارًا سابقًا من جديد بدلًا من ذلك.";
    content_state_coming(at): "from {at}", "desde el {at}", "اعتبارًا من {at}";
    content_state_begun(at): "began on {at}", "empezó el {at}", "بدأ في {at}";
    content_state_taken_back(at): "taken back before {at}", "retirado antes del {at}", "سُحب قبل {at}";
    content_published: "Published.", "Publicado.", "نُشر.";
    content_drafted: "The draft is saved.", "El borrador está guardado.", "حُفظت المسودة.";
    content_outdated:
        "Somebody else saved this page meanwhile. Yours is kept as a draft: compare both under versions, then publish.",
        "Alguien más guardó esta página mientras tanto. La tuya queda como borrador: compara ambas en las versiones y publica.",
        "حفظ شخص آخر هذه الصفحة في الأثناء. حُفظ نصك كمسودة: قارن بينهما في الإصدارات ثم انشر.";
    content_incomplete:
        "A page needs a title and a text. What you typed is kept as a draft.",
        "Una página necesita título y texto. Lo que escribiste queda como borrador.",
        "تحتاج الصفحة إلى عنوان ونص. حُفظ ما كتبته كمسودة.";
    content_unchanged: "Nothing was changed.", "No se ha cambiado nada.", "لم يتغير شيء.";
    content_too_long(n):
        "A title has at most 120 characters, a text at most {n}.",
        "Un título tiene como máximo 120 caracteres y un texto {n}.",
        "العنوان 120 حرفًا على الأكثر، والنص {n} على الأكثر.";
    content_needed:
        "Every shop needs this page. It can be changed, not taken down.",
        "Toda tienda necesita esta página. Se puede cambiar, no retirar.",
        "كل متجر يحتاج هذه الصفحة. يمكن تغييرها لا سحبها.";
    content_history: "Versions", "Versiones", "الإصدارات";
    content_version(n): "Version {n}", "Versión {n}", "الإصدار {n}";
    content_restore: "Publish this version again", "Volver a publicar esta versión", "انشر هذا الإصدار من جديد";
    content_restore_shipped: "Go back to the text that came with the shop", "Volver al texto que venía con la tienda", "عد إلى النص الذي جاء مع المتجر";
    content_restored: "The earlier text is published again.", "El texto anterior vuelve a estar publicado.", "نُشر النص السابق من جديد.";
    content_restored_from(n): "from version {n}", "de la versión {n}", "من الإصدار {n}";
    content_back: "Back to writing", "Volver a escribir", "عد إلى الكتابة";
    content_withdraw: "Take this page down", "Retirar esta página", "اسحب هذه الصفحة";
    content_withdraw_text:
        "Only in this language. Its versions stay, so it can come back.",
        "Solo en este idioma. Sus versiones quedan, así que puede volver.",
        "بهذه اللغة فقط. تبقى إصداراتها فيمكن أن تعود.";
    content_withdrawn: "The page is taken down in this language.", "La página se ha retirado en este idioma.", "سُحبت الصفحة بهذه اللغة.";
    content_state_shipped: "as shipped", "de serie", "كما جاءت";
    content_state_published: "published", "publicada", "منشورة";
    content_state_withdrawn: "taken down", "retirada", "مسحوبة";
    content_state_missing: "missing", "falta", "غير موجودة";
    content_state_draft: "draft", "borrador", "مسودة";
}
