//! Opening a shop: what is asked for, and what an operator says to it.
use super::texts;

texts! {
    sell_title: "Sell here", "Vende aquí", "بع هنا";
    sell_text:
        "Open a shop of your own next to ours: your products, your prices, one balance, every fee explained.",
        "Abre tu propia tienda junto a la nuestra: tus productos, tus precios, un solo saldo y cada tarifa explicada.",
        "افتح متجرك الخاص إلى جانب متجرنا: منتجاتك وأسعارك ورصيد واحد وكل رسم مشروح.";
    sell_begin: "Open your shop", "Abre tu tienda", "افتح متجرك";
    sell_begun: "Shops that you have begun", "Tiendas que has empezado", "متاجر بدأتها";
    sell_account_first:
        "Your shop belongs to your account. Sign in or create one, then you are back here.",
        "Tu tienda pertenece a tu cuenta. Inicia sesión o crea una y volverás aquí.",
        "متجرك يتبع حسابك. سجّل الدخول أو أنشئ حسابًا ثم تعود إلى هنا.";
    sell_open: "Open the shop", "Abrir la tienda", "فتح المتجر";
    sell_step_open: "Open it", "Ábrela", "افتحه";
    sell_step_open_text:
        "A name, a country and a plan. You have a desk at once and can fill it.",
        "Un nombre, un país y un plan. Tienes tu mesa de trabajo al momento y puedes llenarla.",
        "اسم وبلد وخطة. لديك مكتب على الفور ويمكنك أن تملأه.";
    sell_step_hand_in: "Hand in what is needed", "Entrega lo necesario", "قدّم المطلوب";
    sell_step_hand_in_text:
        "Who you are, where you are paid, and papers that show it. A checklist says what is left.",
        "Quién eres, dónde cobras y documentos que lo muestren. Una lista dice lo que queda.",
        "من أنت وأين يُدفع لك ومستندات تُظهر ذلك. قائمة تقول ما تبقى.";
    sell_step_review: "We look at it", "Lo revisamos", "نراجعه";
    sell_step_review_text:
        "A person reads it and writes to you: it is fine, or exactly what has to be handed in again.",
        "Una persona lo lee y te escribe: está bien, o qué hay que entregar de nuevo exactamente.",
        "يقرؤه شخص ويكتب إليك: كل شيء سليم، أو ما يجب تقديمه من جديد بالضبط.";
    sell_step_sell: "Sell", "Vende", "بع";
    sell_step_sell_text:
        "What you offer is for sale the same minute. Your plan begins then, not before.",
        "Lo que ofreces está a la venta al minuto. Tu plan empieza entonces, no antes.",
        "ما تعرضه معروض للبيع في الدقيقة نفسها. تبدأ خطتك حينها لا قبلها.";
    opening_title: "Opening your shop", "Apertura de tu tienda", "فتح متجرك";
    opening_none_title: "This shop is open", "Esta tienda está abierta", "هذا المتجر مفتوح";
    opening_none_text:
        "It was set up by the platform and needs no papers here.",
        "La creó la plataforma y aquí no necesita documentos.",
        "أنشأته المنصة ولا يحتاج هنا إلى مستندات.";
    opening_name: "Name of the shop", "Nombre de la tienda", "اسم المتجر";
    opening_name_hint: "What buyers read: 2 to 80 characters.", "Lo que leen los compradores: de 2 a 80 caracteres.", "ما يقرؤه المشترون: من 2 إلى 80 حرفًا.";
    tax_person_title: "For tax authorities", "Para las autoridades fiscales", "للسلطات الضريبية";
    tax_person_text: "Marketplaces have to report who sells there: in the European Union under DAC7, in the United States on form 1099-K. None of this stands on an invoice or is shown to shoppers.", "Los mercados deben comunicar quién vende en ellos: en la Unión Europea según la DAC7, en Estados Unidos en el formulario 1099-K. Nada de esto figura en facturas ni se muestra a los compradores.", "على الأسواق أن تبلّغ عمّن يبيع فيها: في الاتحاد الأوروبي وفق DAC7، وفي الولايات المتحدة بالنموذج 1099-K. ولا يظهر شيء من هذا في فاتورة ولا للمتسوقين.";
    tax_person_missing(what): "Still missing: {what}", "Falta: {what}", "الناقص: {what}";
    tax_person_number(number, country): "Tax number {number}, {country}", "Número fiscal {number}, {country}", "الرقم الضريبي {number}، {country}";
    tax_person_born_known: "The day of birth is known.", "La fecha de nacimiento es conocida.", "تاريخ الميلاد معروف.";
    tax_person_born: "Day of birth", "Fecha de nacimiento", "تاريخ الميلاد";
    tax_person_born_hint: "Of a person. It is not shown again; left empty, it stays as it is.", "De una persona. No se vuelve a mostrar; si queda vacía, sigue como está.", "للشخص. لا يُعرض مجددًا، وإن تُرك فارغًا بقي كما هو.";
    tax_person_born_wrong: "Give a day that has been.", "Indica un día que ya haya sido.", "أدخل يومًا قد مضى.";
    tax_person_register: "Number in the register", "Número de registro", "رقم السجل";
    tax_person_register_hint: "Of a company, as its register writes it.", "De una empresa, como la escribe su registro.", "للشركة، كما يكتبه سجلها.";
    tax_person_register_wrong: "Write 3 to 40 letters and digits, with a digit among them.", "Escribe de 3 a 40 letras y cifras, con al menos una cifra.", "اكتب من 3 إلى 40 حرفًا ورقمًا، وبينها رقم واحد على الأقل.";
    tax_person_state: "State that gave the tax number", "Estado que dio el número fiscal", "الدولة التي أصدرت الرقم الضريبي";
    tax_person_state_wrong: "Choose a state.", "Elige un estado.", "اختر دولة.";
    tax_person_id_hint: "Only where it is another one than on your invoices. It is not shown again whole; left empty, it stays as it is.", "Solo si es otro que el de tus facturas. No se vuelve a mostrar entero; si queda vacío, sigue como está.", "فقط إن كان غير الذي في فواتيرك. لا يُعرض كاملًا مجددًا، وإن تُرك فارغًا بقي كما هو.";
    tax_person_kind_wrong: "Say whether a person or a company sells.", "Indica si vende una persona o una empresa.", "حدد هل البائع شخص أم شركة.";
    desk_tax_details(n): "{n, plural, one {# detail is missing for tax authorities.} other {# details are missing for tax authorities.}}", "{n, plural, one {Falta # dato para las autoridades fiscales.} many {Faltan # datos para las autoridades fiscales.} other {Faltan # datos para las autoridades fiscales.}}", "{n, plural, zero {لا ينقص شيء للسلطات الضريبية.} one {ينقص بيان واحد للسلطات الضريبية.} two {ينقص بيانان للسلطات الضريبية.} few {تنقص # بيانات للسلطات الضريبية.} many {ينقص # بيانًا للسلطات الضريبية.} other {ينقص # بيان للسلطات الضريبية.}}";
    desk_tax_details_say: "Say who sells", "Indica quién vende", "حدد من يبيع";
    opening_kind: "Who sells", "Quién vende", "من يبيع";
    opening_person: "A person", "Una persona", "شخص";
    opening_person_text: "You sell in your own name.", "Vendes en tu propio nombre.", "تبيع باسمك.";
    opening_company: "A company", "Una empresa", "شركة";
    opening_company_text: "It stands in a register and has a tax number.", "Está en un registro y tiene número fiscal.", "مسجلة في سجل ولها رقم ضريبي.";
    opening_country: "Where your goods leave", "De dónde salen tus artículos", "من أين تخرج بضاعتك";
    opening_region: "State or region", "Estado o región", "الولاية أو المنطقة";
    opening_region_hint: "Its short code, like OR. Only where taxes need it.", "Su código corto, como OR. Solo donde lo piden los impuestos.", "رمزها القصير مثل OR. فقط حيث تحتاجه الضرائب.";
    opening_currency: "Currency of your prices", "Moneda de tus precios", "عملة أسعارك";
    opening_plan: "Plan", "Plan", "الخطة";
    opening_individual_text: "For a few sales: nothing by the month.", "Para pocas ventas: nada al mes.", "لمبيعات قليلة: لا شيء شهريًا.";
    opening_professional_text: "For many sales: nothing by the item. The first month is free.", "Para muchas ventas: nada por artículo. El primer mes es gratis.", "لمبيعات كثيرة: لا شيء عن القطعة. الشهر الأول مجاني.";
    opening_opened: "Opened", "Abierta", "فُتح في";
    opening_contact: "E-mail for buyers", "Correo para compradores", "بريد للمشترين";
    opening_contact_text: "Where buyers and we reach you about orders.", "Donde los compradores y nosotros te encontramos por los pedidos.", "حيث يصل إليك المشترون ونحن بشأن الطلبات.";
    opening_email_wrong: "Write an e-mail address like name@example.com.", "Escribe un correo como nombre@ejemplo.com.", "اكتب بريدًا مثل name@example.com.";
    opening_legal: "Legal name and address", "Nombre y dirección legales", "الاسم والعنوان القانونيان";
    opening_legal_text: "As they stand on your invoices.", "Como aparecen en tus facturas.", "كما يظهران في فواتيرك.";
    opening_tax_id_text: "Checked for your country's form.", "Se comprueba con la forma de tu país.", "يُفحص بصيغة بلدك.";
    opening_bank_text: "Where we pay you. We keep a token of it, never the number.", "Donde te pagamos. Guardamos una referencia, nunca el número.", "حيث ندفع لك. نحتفظ برمز له، لا بالرقم أبدًا.";
    opening_identity: "Passport or identity card", "Pasaporte o documento de identidad", "جواز سفر أو بطاقة هوية";
    opening_identity_text: "Yours, or of whoever acts for the company; valid, and all of the page.", "El tuyo, o de quien actúa por la empresa; vigente y con la página entera.", "لك، أو لمن ينوب عن الشركة؛ ساري المفعول والصفحة كاملة.";
    opening_address: "Proof of address", "Comprobante de domicilio", "إثبات العنوان";
    opening_address_text: "A bill or an official letter of the last three months.", "Una factura o carta oficial de los últimos tres meses.", "فاتورة أو رسالة رسمية من الأشهر الثلاثة الأخيرة.";
    opening_register: "Extract of the register", "Extracto del registro", "مستخرج من السجل";
    opening_register_text: "The company as its country's register shows it today.", "La empresa tal como la muestra hoy el registro de su país.", "الشركة كما يظهرها سجل بلدها اليوم.";
    opening_other: "Something else", "Otra cosa", "شيء آخر";
    opening_draft: "Being filled in", "En preparación", "قيد الإعداد";
    opening_draft_text: "Nothing is for sale yet. Go through the list, then hand it in.", "Aún no hay nada a la venta. Recorre la lista y entrégala.", "لا شيء معروض للبيع بعد. أكمل القائمة ثم قدّمها.";
    opening_submitted: "Waiting for review", "En revisión", "بانتظار المراجعة";
    opening_submitted_text: "It is handed in. We write to you as soon as we have looked at it.", "Está entregado. Te escribimos en cuanto lo hayamos revisado.", "قُدّم الطلب. نكتب إليك فور مراجعته.";
    opening_returned: "To be handed in again", "Hay que entregar de nuevo", "يُقدَّم من جديد";
    opening_returned_text: "Change what is marked and hand it in again.", "Cambia lo que está marcado y entrégalo de nuevo.", "غيّر ما وُضعت عليه علامة ثم قدّمه من جديد.";
    opening_approved: "Open", "Abierta", "مفتوح";
    opening_approved_text: "Your shop sells. These are the papers that you handed in.", "Tu tienda vende. Estos son los documentos que entregaste.", "متجرك يبيع. هذه هي المستندات التي قدمتها.";
    opening_refused: "Refused", "Rechazada", "مرفوض";
    opening_refused_text: "This shop does not open here.", "Esta tienda no abre aquí.", "لا يُفتح هذا المتجر هنا.";
    opening_withdrawn: "Given up", "Abandonada", "متروك";
    opening_withdrawn_text: "The shop was given up; its papers are deleted.", "Se abandonó la tienda; sus documentos se borraron.", "تُرك المتجر وحُذفت مستنداته.";
    opening_checklist: "Checklist", "Lista", "قائمة التحقق";
    opening_line_there: "There", "Está", "موجود";
    opening_line_missing: "Missing", "Falta", "ناقص";
    opening_line_again: "Again, please", "De nuevo, por favor", "من جديد من فضلك";
    opening_say: "Fill it in", "Rellenar", "املأه";
    opening_papers: "Papers", "Documentos", "المستندات";
    opening_papers_text: "Only the owners of this shop and our reviewers can open them.", "Solo los titulares de esta tienda y nuestros revisores pueden abrirlos.", "لا يفتحها إلا مالكو هذا المتجر ومراجعونا.";
    opening_no_documents: "Nothing was handed in yet.", "Aún no se ha entregado nada.", "لم يُقدَّم شيء بعد.";
    opening_document_kind: "What it is", "Qué es", "ما هو";
    opening_file_hint(mb): "PDF, PNG or JPEG, up to {mb} MB.", "PDF, PNG o JPEG, hasta {mb} MB.", "PDF أو PNG أو JPEG حتى {mb} ميغابايت.";
    opening_hand_in: "Hand in", "Entregar", "تقديم";
    opening_received: "The document is there.", "El documento está entregado.", "وصل المستند.";
    opening_take_back: "Take back", "Retirar", "سحب";
    opening_taken_back: "The document is gone.", "El documento se ha retirado.", "سُحب المستند.";
    opening_not_a_document: "This is no PDF, PNG or JPEG file. Choose another one.", "No es un archivo PDF, PNG ni JPEG. Elige otro.", "هذا ليس ملف PDF أو PNG أو JPEG. اختر ملفًا آخر.";
    opening_too_large(mb): "The file is larger than {mb} MB. Choose a smaller one.", "El archivo supera {mb} MB. Elige uno más pequeño.", "الملف أكبر من {mb} ميغابايت. اختر ملفًا أصغر.";
    opening_too_many_documents(most): "There are {most} documents already. Take one back first.", "Ya hay {most} documentos. Retira uno primero.", "هناك {most} مستندًا بالفعل. اسحب واحدًا أولًا.";
    opening_too_many: "You have three shops that are not open yet. Finish or give up one of them first.", "Tienes tres tiendas sin abrir. Termina o abandona una primero.", "لديك ثلاثة متاجر لم تُفتح بعد. أكمل أحدها أو اتركه أولًا.";
    opening_missing(what): "Still missing: {what}.", "Aún falta: {what}.", "لا يزال ناقصًا: {what}.";
    opening_wrong_state(state): "This cannot be changed now: {state}.", "Ahora no se puede cambiar: {state}.", "لا يمكن تغيير هذا الآن: {state}.";
    opening_submit: "Hand it all in", "Entregar todo", "تقديم الكل";
    opening_begun: "Your shop is begun. Here is what it needs before it sells.", "Tu tienda está empezada. Esto es lo que necesita antes de vender.", "بدأ متجرك. هذا ما يحتاجه قبل أن يبيع.";
    opening_give_up: "Give the shop up", "Abandonar la tienda", "ترك المتجر";
    opening_give_up_text: "Its papers and legal data are deleted and it never sells. This cannot be undone.", "Se borran sus documentos y datos legales y nunca venderá. No se puede deshacer.", "تُحذف مستنداته وبياناته القانونية ولن يبيع أبدًا. لا يمكن التراجع عن ذلك.";
    opening_history: "What happened", "Lo que pasó", "ما حدث";
    opening_not_yet: "This shop does not sell yet.", "Esta tienda aún no vende.", "هذا المتجر لا يبيع بعد.";
    opening_see: "See what it needs", "Ver lo que necesita", "انظر ما يحتاجه";
    opening_waiting: "Shops that wait for review", "Tiendas que esperan revisión", "متاجر تنتظر المراجعة";
    opening_waiting_none: "No shop waits.", "No espera ninguna tienda.", "لا متجر ينتظر.";
    opening_look: "Look at it", "Revisar", "مراجعة";
    opening_who: "Who it is", "Quién es", "من هو";
    opening_desk: "Its desk", "Su mesa de trabajo", "مكتبه";
    opening_decide: "Decide", "Decidir", "القرار";
    opening_again: "To be handed in again", "A entregar de nuevo", "ما يُقدَّم من جديد";
    opening_words: "Words for the seller", "Palabras para el vendedor", "كلمات للبائع";
    opening_words_hint: "Needed unless it is approved: what is wrong and what would be right.", "Necesarias salvo que se apruebe: qué está mal y qué estaría bien.", "مطلوبة إلا عند الموافقة: ما الخطأ وما الصواب.";
    opening_approve: "Approve", "Aprobar", "موافقة";
    opening_return: "Give it back", "Devolver", "إعادة";
    opening_refuse: "Refuse", "Rechazar", "رفض";
    opening_decided(state): "It is said: {state}.", "Queda dicho: {state}.", "تم: {state}.";
    opening_changed: "The seller has changed something meanwhile. Look at it once more.", "El vendedor ha cambiado algo entretanto. Revísalo de nuevo.", "غيّر البائع شيئًا في هذه الأثناء. راجعه مرة أخرى.";
    opening_own: "You work for this shop; somebody else decides about it.", "Trabajas para esta tienda; decide otra persona.", "أنت تعمل لهذا المتجر؛ يقرر بشأنه شخص آخر.";
    opening_tick_first: "Tick what has to be handed in again.", "Marca lo que hay que entregar de nuevo.", "ضع علامة على ما يجب تقديمه من جديد.";
}
