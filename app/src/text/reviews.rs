//! Texts of reviews, questions and answers: on the product page, under the account, at the desk, at the operator's.
use super::texts;

texts! {
    reviews_title: "Reviews", "Reseñas", "التقييمات";
    reviews_none: "Nobody has reviewed this yet.", "Todavía nadie lo ha reseñado.", "لم يقيّمه أحد بعد.";
    reviews_none_here: "No review fits these filters.", "Ninguna reseña coincide con estos filtros.", "لا تقييم يطابق عوامل التصفية هذه.";
    reviews_all_verified:
        "Every review is by somebody who bought it here and was sent it.",
        "Cada reseña es de alguien que lo compró aquí y lo recibió.",
        "كل تقييم كتبه شخص اشتراه من هنا وأُرسل إليه.";
    reviews_sort_helpful: "Most helpful", "Más útiles", "الأكثر فائدة";
    reviews_sort_newest: "Newest", "Más recientes", "الأحدث";
    reviews_sort_highest: "Highest", "Mejores", "الأعلى";
    reviews_sort_lowest: "Lowest", "Peores", "الأدنى";
    reviews_with_photos: "With photos", "Con fotos", "مع صور";
    review_verified: "Verified purchase", "Compra verificada", "شراء موثّق";
    review_edited: "edited", "editada", "معدّل";
    review_photo(name): "Photo by {name}", "Foto de {name}", "صورة من {name}";
    somebody: "A shopper", "Un cliente", "متسوّق";
    stars_of_five(n):
        "{n, plural, one {# of 5 stars} other {# of 5 stars}}",
        "{n, plural, one {# de 5 estrellas} many {# de 5 estrellas} other {# de 5 estrellas}}",
        "{n, plural, zero {بلا نجوم} one {نجمة واحدة من 5} two {نجمتان من 5} few {# نجوم من 5} many {# نجمة من 5} other {# نجمة من 5}}";
    stars_count(n):
        "{n, plural, one {# star} other {# stars}}",
        "{n, plural, one {# estrella} many {# estrellas} other {# estrellas}}",
        "{n, plural, zero {بلا نجوم} one {نجمة واحدة} two {نجمتان} few {# نجوم} many {# نجمة} other {# نجمة}}";
    reviews_count(n):
        "{n, plural, one {# review} other {# reviews}}",
        "{n, plural, one {# reseña} many {# reseñas} other {# reseñas}}",
        "{n, plural, zero {لا تقييمات} one {تقييم واحد} two {تقييمان} few {# تقييمات} many {# تقييمًا} other {# تقييم}}";
    stars_5: "Excellent", "Excelente", "ممتاز";
    stars_4: "Good", "Bueno", "جيد";
    stars_3: "All right", "Aceptable", "مقبول";
    stars_2: "Poor", "Malo", "ضعيف";
    stars_1: "Bad", "Muy malo", "سيئ";

    review_write: "Write a review", "Escribir una reseña", "كتابة تقييم";
    review_change: "Change your review", "Cambiar tu reseña", "تعديل تقييمك";
    review_title: "Your review", "Tu reseña", "تقييمك";
    review_stars: "How do you like it?", "¿Qué te parece?", "ما رأيك فيه؟";
    review_choose_stars: "Choose one to five stars.", "Elige de una a cinco estrellas.", "اختر من نجمة إلى خمس نجوم.";
    review_headline: "In one line", "En una línea", "في سطر واحد";
    review_headline_hint: "What should others know first?", "¿Qué deberían saber primero los demás?", "ما أول ما ينبغي أن يعرفه غيرك؟";
    review_text: "Your experience", "Tu experiencia", "تجربتك";
    review_text_hint:
        "What is it like, what is it good for, what is not? 10 to 4,000 characters.",
        "¿Cómo es, para qué sirve y para qué no? De 10 a 4.000 caracteres.",
        "كيف هو، وفيمَ يفيد وفيمَ لا يفيد؟ من 10 إلى 4000 حرف.";
    review_name_note:
        "Only your first name is shown beside it.",
        "Junto a ella solo aparece tu nombre de pila.",
        "لا يظهر بجانبه إلا اسمك الأول.";
    review_publish: "Publish", "Publicar", "نشر";
    review_written: "Thank you! Your review is on the product's page.", "¡Gracias! Tu reseña está en la página del producto.", "شكرًا! تقييمك الآن في صفحة المنتج.";
    review_changed: "Your review is saved.", "Tu reseña se ha guardado.", "حُفظ تقييمك.";
    review_remove: "Take this review back", "Retirar esta reseña", "سحب هذا التقييم";
    review_removed: "Your review is gone.", "Tu reseña se ha retirado.", "سُحب تقييمك.";
    review_see_product: "See the product", "Ver el producto", "عرض المنتج";
    review_not_bought:
        "Only who bought it here and was sent it can say something about it.",
        "Solo puede opinar quien lo compró aquí y lo recibió.",
        "لا يقول رأيه فيه إلا من اشتراه من هنا وأُرسل إليه.";
    review_own_goods:
        "You work for a seller of this product, so you cannot review it.",
        "Trabajas para un vendedor de este producto, así que no puedes reseñarlo.",
        "أنت تعمل لدى بائع لهذا المنتج، فلا يمكنك تقييمه.";
    review_own_words:
        "You wrote this yourself.",
        "Esto lo escribiste tú.",
        "أنت من كتب هذا.";
    review_too_many: "You have written a lot about this already. Take something back to write more.", "Ya has escrito mucho sobre esto. Retira algo para escribir más.", "كتبت الكثير عن هذا بالفعل. اسحب شيئًا لتكتب المزيد.";
    review_too_many_photos: "A review has at most four photos.", "Una reseña tiene como máximo cuatro fotos.", "للتقييم أربع صور على الأكثر.";
    photos_title: "Photos", "Fotos", "الصور";
    photos_choose: "Choose photos", "Elegir fotos", "اختيار صور";
    photos_hint:
        "Up to four, as JPEG, PNG or WebP, 24 MB together. Where they were taken is not kept.",
        "Hasta cuatro, en JPEG, PNG o WebP, 24 MB en total. No se guarda dónde se tomaron.",
        "أربع صور على الأكثر، بصيغة JPEG أو PNG أو WebP، وحجمها معًا حتى 24 ميغابايت. لا يُحفظ مكان التقاطها.";
    photos_add: "Add photos", "Añadir fotos", "إضافة الصور";
    case_photo: "Photo of this review", "Foto de esta reseña", "صورة من هذا التقييم";
    photos_own: "Your photo", "Tu foto", "صورتك";
    photos_added(n):
        "{n, plural, one {The photo is with your review.} other {# photos are with your review.}}",
        "{n, plural, one {La foto está con tu reseña.} many {# fotos están con tu reseña.} other {# fotos están con tu reseña.}}",
        "{n, plural, zero {لم تُضف صور.} one {أُضيفت الصورة إلى تقييمك.} two {أُضيفت صورتان إلى تقييمك.} few {أُضيفت # صور إلى تقييمك.} many {أُضيفت # صورة إلى تقييمك.} other {أُضيفت # صورة إلى تقييمك.}}";
    photos_removed: "The photo is gone.", "La foto se ha quitado.", "أُزيلت الصورة.";
    photos_none_chosen: "Choose a photo first.", "Elige primero una foto.", "اختر صورة أولًا.";
    photos_too_large: "These photos are too large. Send fewer or smaller ones.", "Estas fotos son demasiado grandes. Envía menos o más pequeñas.", "هذه الصور كبيرة جدًا. أرسل عددًا أقل أو صورًا أصغر.";
    photos_unreadable: "One of these files is not a JPEG, PNG or WebP picture, or it is damaged.", "Uno de estos archivos no es una imagen JPEG, PNG o WebP, o está dañado.", "أحد هذه الملفات ليس صورة JPEG أو PNG أو WebP، أو أنه تالف.";
    prose_too_short(n):
        "{n, plural, one {Write at least # character.} other {Write at least # characters.}}",
        "{n, plural, one {Escribe al menos # carácter.} many {Escribe al menos # caracteres.} other {Escribe al menos # caracteres.}}",
        "{n, plural, zero {اكتب شيئًا.} one {اكتب حرفًا واحدًا على الأقل.} two {اكتب حرفين على الأقل.} few {اكتب # أحرف على الأقل.} many {اكتب # حرفًا على الأقل.} other {اكتب # حرف على الأقل.}}";
    prose_too_long(n):
        "{n, plural, one {Write at most # character.} other {Write at most # characters.}}",
        "{n, plural, one {Escribe como máximo # carácter.} many {Escribe como máximo # caracteres.} other {Escribe como máximo # caracteres.}}",
        "{n, plural, zero {لا تكتب شيئًا.} one {اكتب حرفًا واحدًا على الأكثر.} two {اكتب حرفين على الأكثر.} few {اكتب # أحرف على الأكثر.} many {اكتب # حرفًا على الأكثر.} other {اكتب # حرف على الأكثر.}}";
    prose_bad_character:
        "There are characters in it that cannot be shown, or a line break. Write it as plain text.",
        "Contiene caracteres que no se pueden mostrar o un salto de línea. Escríbelo como texto simple.",
        "فيه رموز لا يمكن عرضها أو سطر جديد. اكتبه نصًا عاديًا.";
    prose_no_words: "Write it in words.", "Escríbelo con palabras.", "اكتبه بالكلمات.";
    words_hidden:
        "The shop has hidden this: others do not see it. Change it, and we look at it again.",
        "La tienda lo ha ocultado: los demás no lo ven. Cámbialo y lo revisaremos de nuevo.",
        "أخفى المتجر هذا فلا يراه الآخرون. عدّله وسننظر فيه من جديد.";
    words_hidden_short: "Hidden", "Oculto", "مخفي";
    words_take_back: "Take back", "Retirar", "سحب";
    words_taken_back: "It is gone.", "Se ha retirado.", "تم السحب.";

    my_reviews: "My reviews", "Mis reseñas", "تقييماتي";
    my_reviews_waiting: "Waiting for your review", "A la espera de tu reseña", "بانتظار تقييمك";
    my_reviews_written: "Written by you", "Escritas por ti", "كتبتَها أنت";
    my_reviews_none_title: "Nothing to review yet", "Aún no hay nada que reseñar", "لا شيء للتقييم بعد";
    my_reviews_none_text: "What you buy can be reviewed here once it is on its way.", "Lo que compres se podrá reseñar aquí en cuanto se envíe.", "ما تشتريه يمكن تقييمه هنا بعد شحنه.";

    vote_helpful: "Helpful", "Útil", "مفيد";
    vote_undo: "Take my vote back", "Retirar mi voto", "سحب صوتي";
    votes_count(n):
        "{n, plural, one {# person found it helpful} other {# people found it helpful}}",
        "{n, plural, one {A # persona le resultó útil} many {A # personas les resultó útil} other {A # personas les resultó útil}}",
        "{n, plural, zero {لم يفد أحدًا بعد} one {أفاد شخصًا واحدًا} two {أفاد شخصين} few {أفاد # أشخاص} many {أفاد # شخصًا} other {أفاد # شخص}}";
    report: "Report", "Denunciar", "إبلاغ";
    report_why: "Why?", "¿Por qué?", "لماذا؟";
    report_choose: "Choose a reason.", "Elige un motivo.", "اختر سببًا.";
    report_done: "Thank you. Somebody will look at it.", "Gracias. Alguien lo revisará.", "شكرًا. سينظر فيه أحدنا.";
    report_spam: "Advertising", "Publicidad", "إعلان";
    report_offensive: "Offensive", "Ofensivo", "مسيء";
    report_off_topic: "Not about the product", "No trata del producto", "لا يخص المنتج";
    report_private: "Private data", "Datos privados", "بيانات شخصية";
    report_untrue: "Untrue", "Falso", "غير صحيح";

    questions_title: "Questions and answers", "Preguntas y respuestas", "أسئلة وأجوبة";
    questions_none: "Nobody has asked anything yet.", "Todavía nadie ha preguntado nada.", "لم يسأل أحد بعد.";
    question_title: "Question", "Pregunta", "سؤال";
    question_label: "Ask sellers and buyers", "Pregunta a vendedores y compradores", "اسأل البائعين والمشترين";
    question_hint: "No names, addresses or telephone numbers, please.", "Sin nombres, direcciones ni teléfonos, por favor.", "من فضلك لا أسماء ولا عناوين ولا أرقام هواتف.";
    question_send: "Ask", "Preguntar", "إرسال السؤال";
    question_asked: "Your question is on the page. Its sellers see it at their desk.", "Tu pregunta está en la página. Los vendedores la ven en su consola.", "سؤالك في الصفحة، ويراه البائعون في لوحتهم.";
    question_answer: "Answer", "Responder", "إجابة";
    question_answered: "Your answer is on the page.", "Tu respuesta está en la página.", "إجابتك في الصفحة.";
    question_has_answers: "Somebody has answered, so the question stays.", "Alguien ha respondido, así que la pregunta se queda.", "أجاب أحدهم، فيبقى السؤال.";
    answer_as: "Answer as", "Responder como", "الإجابة باسم";
    answer_label: "Your answer", "Tu respuesta", "إجابتك";
    answer_send: "Send answer", "Enviar respuesta", "إرسال الإجابة";
    answer_who:
        "Who sells or bought this product can answer. Sign in if that is you.",
        "Puede responder quien vende o compró este producto. Inicia sesión si es tu caso.",
        "يجيب من يبيع هذا المنتج أو اشتراه. سجّل الدخول إن كنت منهم.";
    speak_for(seller): "{seller}, the seller", "{seller}, el vendedor", "{seller}، البائع";
    speak_for_shop: "The shop", "La tienda", "المتجر";
    speak_as_buyer: "Myself, who bought it", "Yo, que lo compré", "نفسي، وقد اشتريته";
    voice_seller: "Seller", "Vendedor", "البائع";
    voice_buyer: "Bought it", "Lo compró", "اشتراه";
    voice_operator: "The shop", "La tienda", "المتجر";

    seller_reviews: "Questions and reviews", "Preguntas y reseñas", "الأسئلة والتقييمات";
    desk_questions: "Questions without an answer", "Preguntas sin respuesta", "أسئلة بلا إجابة";
    desk_questions_none: "Every question is answered.", "Todas las preguntas tienen respuesta.", "أُجيب عن كل الأسئلة.";
    desk_reviews_none_title: "No reviews yet", "Aún no hay reseñas", "لا تقييمات بعد";
    desk_reviews_none_text: "What your buyers write about what you sold them appears here.", "Lo que escriban tus compradores aparecerá aquí.", "ما يكتبه مشتروك عمّا بعته لهم يظهر هنا.";
    desk_waiting_questions(n):
        "{n, plural, one {# question waits for an answer.} other {# questions wait for an answer.}}",
        "{n, plural, one {# pregunta espera respuesta.} many {# preguntas esperan respuesta.} other {# preguntas esperan respuesta.}}",
        "{n, plural, zero {لا سؤال ينتظر.} one {سؤال واحد ينتظر إجابة.} two {سؤالان ينتظران إجابة.} few {# أسئلة تنتظر إجابة.} many {# سؤالًا ينتظر إجابة.} other {# سؤال ينتظر إجابة.}}";
    desk_waiting_feedback(n):
        "{n, plural, one {# buyer has rated your shop and has no answer.} other {# buyers have rated your shop and have no answer.}}",
        "{n, plural, one {# comprador ha valorado tu tienda y no tiene respuesta.} many {# compradores han valorado tu tienda y no tienen respuesta.} other {# compradores han valorado tu tienda y no tienen respuesta.}}",
        "{n, plural, zero {لا تقييم لمتجرك ينتظر ردًا.} one {تقييم واحد لمتجرك ينتظر ردًا.} two {تقييمان لمتجرك ينتظران ردًا.} few {# تقييمات لمتجرك تنتظر ردًا.} many {# تقييمًا لمتجرك ينتظر ردًا.} other {# تقييم لمتجرك ينتظر ردًا.}}";
    reply_by: "Reply by", "Respuesta de", "رد من";
    reply_write: "Reply", "Responder", "رد";
    reply_change: "Change the reply", "Cambiar la respuesta", "تعديل الرد";
    reply_hint: "Everybody reads it below the review.", "Todo el mundo la lee debajo de la reseña.", "يقرؤه الجميع تحت التقييم.";
    reply_send: "Publish the reply", "Publicar la respuesta", "نشر الرد";
    reply_sent: "The reply is on the product's page.", "La respuesta está en la página del producto.", "الرد في صفحة المنتج.";

    feedback_title: "Rate the seller", "Valora al vendedor", "قيّم البائع";
    feedback_stars: "How was it to buy here?", "¿Cómo fue comprar aquí?", "كيف كان الشراء من هنا؟";
    feedback_words: "What others should know", "Lo que otros deberían saber", "ما ينبغي أن يعرفه الآخرون";
    feedback_words_hint: "Delivery, packing, help. It is said once and stays; what you bought is reviewed on its own page.", "Entrega, embalaje, atención. Se dice una vez y se queda; lo que compraste se reseña en su propia página.", "التوصيل والتغليف والمساعدة. يُقال مرة واحدة ويبقى؛ أما ما اشتريته فيُقيَّم في صفحته.";
    feedback_given: "Thank you. It stands on the seller's page.", "Gracias. Ya está en la página del vendedor.", "شكرًا لك. هو الآن في صفحة البائع.";
    feedback_not_yet: "A seller is rated by whoever ordered, once everything has arrived.", "A un vendedor lo valora quien hizo el pedido, cuando todo ha llegado.", "يقيّم البائعَ من طلب منه بعد وصول كل شيء.";
    feedback_said: "It was said already, and it stays as it is.", "Ya se dijo y se queda como está.", "قيل هذا من قبل ويبقى كما هو.";
    feedback_hidden: "The shop has hidden this: others do not see it, and it counts nowhere.", "La tienda ha ocultado esto: los demás no lo ven y no cuenta en ninguna parte.", "أخفى المتجر هذا: لا يراه الآخرون ولا يُحتسب في أي مكان.";
    feedback_section: "What buyers say of the seller", "Lo que los compradores dicen del vendedor", "ما يقوله المشترون عن البائع";
    feedback_pages: "Pages of what buyers say", "Páginas de lo que dicen los compradores", "صفحات ما يقوله المشترون";
    feedback_none: "Nobody has rated the seller yet.", "Nadie ha valorado todavía al vendedor.", "لم يقيّم أحد البائع بعد.";
    feedback_answer: "Answer", "Responder", "أجب";
    feedback_answer_hint: "Everybody reads it on your page. It is said once.", "Todo el mundo la lee en tu página. Se dice una vez.", "يقرؤها الجميع في صفحتك. تُقال مرة واحدة.";
    feedback_answered: "The answer is on your page.", "La respuesta está en tu página.", "الإجابة في صفحتك.";
    subject_feedback: "Words about a seller", "Palabras sobre un vendedor", "كلام عن بائع";

    operator_reports: "Reports", "Denuncias", "البلاغات";
    reports_open: "Waiting", "Pendientes", "قيد الانتظار";
    reports_decided: "Decided", "Decididas", "تم البت فيها";
    reports_none_title: "Nothing here", "Nada por aquí", "لا شيء هنا";
    reports_none_text: "What readers report waits here until you keep or hide it.", "Lo que denuncien los lectores espera aquí hasta que lo mantengas o lo ocultes.", "ما يبلّغ عنه القراء ينتظر هنا حتى تبقيه أو تخفيه.";
    reported_times(reason, n): "{reason} ({n})", "{reason} ({n})", "{reason} ({n})";
    subject_review: "Review", "Reseña", "تقييم";
    subject_question: "Question", "Pregunta", "سؤال";
    subject_answer: "Answer", "Respuesta", "إجابة";
    case_gone: "Its author has taken it back.", "Su autor la ha retirado.", "سحبه كاتبه.";
    case_hide: "Hide", "Ocultar", "إخفاء";
    case_keep: "Keep", "Mantener", "إبقاء";
    case_show_again: "Show again", "Mostrar de nuevo", "إظهار من جديد";
    case_reason: "Reason", "Motivo", "السبب";
    case_reason_hint: "Its author reads it; it stays on record.", "Lo lee su autor y queda registrado.", "يقرؤه الكاتب ويبقى في السجل.";
    case_hidden: "Hidden", "Oculto", "أُخفي";
    case_kept: "Kept", "Mantenido", "أُبقي";
    case_unchanged: "It was decided so already.", "Ya estaba decidido así.", "سبق البت فيه كذلك.";
    case_trail: "What was decided", "Lo que se decidió", "ما تقرر";
    case_look: "Decide", "Decidir", "البت";
}
