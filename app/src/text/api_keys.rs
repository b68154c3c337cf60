//! Texts of the keys with which a seller's programs ask the API.
use super::texts;

texts! {
    seller_api: "API", "API", "واجهة API";
    keys_text: "With a key your own programs do what you do here: list, price, ship, answer returns. A key sees only this shop.", "Con una clave, tus propios programas hacen lo que haces aquí: publicar, poner precios, enviar, responder devoluciones. Una clave solo ve esta tienda.", "بالمفتاح تفعل برامجك ما تفعله هنا: العرض والتسعير والشحن والرد على المرتجعات. لا يرى المفتاح إلا هذا المتجر.";
    keys_read: "Read and try the API", "Leer y probar la API", "قراءة الواجهة وتجربتها";
    keys_description: "Description of the API (OpenAPI)", "Descripción de la API (OpenAPI)", "وصف الواجهة (OpenAPI)";
    keys_owner_only: "Only owners of the shop make and revoke keys.", "Solo los titulares de la tienda crean y revocan claves.", "مالكو المتجر فقط ينشئون المفاتيح ويلغونها.";
    keys_list: "Keys", "Claves", "المفاتيح";
    keys_none_title: "No keys yet", "Aún no hay claves", "لا مفاتيح بعد";
    keys_none_text: "Make one for each program, so that you can revoke it alone.", "Crea una para cada programa, así podrás revocarla por separado.", "أنشئ مفتاحًا لكل برنامج ليمكنك إلغاؤه وحده.";
    keys_make: "Make a key", "Crear una clave", "إنشاء مفتاح";
    keys_name: "What it is for", "Para qué es", "الغرض منه";
    keys_name_hint: "1 to 60 characters, like “Warehouse”", "De 1 a 60 caracteres, como «Almacén»", "من 1 إلى 60 حرفًا، مثل «المستودع»";
    keys_name_wrong: "Give it a name of 1 to 60 characters on one line.", "Dale un nombre de 1 a 60 caracteres en una línea.", "سمِّه باسم من 1 إلى 60 حرفًا في سطر واحد.";
    keys_may: "It may", "Puede", "يُسمح له";
    keys_no_scope: "Choose at least one thing that it may do.", "Elige al menos una cosa que pueda hacer.", "اختر شيئًا واحدًا على الأقل يُسمح له به.";
    keys_too_many(most): "You have {most} keys. Revoke one first.", "Tienes {most} claves. Revoca una primero.", "لديك {most} مفتاحًا. ألغِ واحدًا أولًا.";
    keys_made: "The key is made.", "La clave está creada.", "أُنشئ المفتاح.";
    keys_new_title: "Your new key", "Tu nueva clave", "مفتاحك الجديد";
    keys_new_text: "It is shown only now: copy it into your program. Whoever has it can do what it may.", "Solo se muestra ahora: cópiala en tu programa. Quien la tenga puede hacer lo que permite.", "يُعرض الآن فقط: انسخه إلى برنامجك. من يملكه يستطيع فعل ما يُسمح به.";
    keys_made_on(date): "made on {date}", "creada el {date}", "أُنشئ في {date}";
    keys_used(at): "last used {at}", "último uso {at}", "آخر استخدام {at}";
    keys_unused: "never used", "nunca usada", "لم يُستخدم قط";
    keys_maker_left: "Its maker is no owner any more: it opens nothing.", "Quien la creó ya no es titular: no abre nada.", "صانعه لم يعد مالكًا: لا يفتح شيئًا.";
    keys_revoked: "Revoked", "Revocada", "ملغى";
    keys_revoke(name): "Revoke “{name}”", "Revocar «{name}»", "إلغاء «{name}»";
    keys_was_revoked: "The key is revoked: programs with it are refused.", "La clave está revocada: se rechazan los programas que la usen.", "أُلغي المفتاح: تُرفض البرامج التي تستخدمه.";
    scope_products_read: "Read products, prices and stock", "Leer productos, precios y existencias", "قراءة المنتجات والأسعار والمخزون";
    scope_products_write: "Change and propose products, prices, stock, delivery and the store page, and appeal against a suspension", "Cambiar y proponer productos, precios, existencias, entrega y la página de la tienda, y recurrir una suspensión", "تغيير المنتجات والأسعار والمخزون والتوصيل وصفحة المتجر واقتراح منتجات والاعتراض على الإيقاف";
    scope_orders_read: "Read orders with their addresses", "Leer pedidos con sus direcciones", "قراءة الطلبات وعناوينها";
    scope_orders_write: "Accept, ship and cancel orders", "Aceptar, enviar y cancelar pedidos", "قبول الطلبات وشحنها وإلغاؤها";
    scope_returns_read: "Read returns", "Leer devoluciones", "قراءة المرتجعات";
    scope_returns_write: "Answer returns, refund, and change how things are taken back", "Responder devoluciones, reembolsar y cambiar cómo se aceptan devoluciones", "الرد على المرتجعات ورد المبالغ وتغيير طريقة قبول المرتجعات";
    scope_payouts_read: "Read balance, payouts, statements and what units cost", "Leer saldo, pagos, extractos y coste de las unidades", "قراءة الرصيد والدفعات وكشوف الحساب وتكلفة الوحدات";
    scope_reports_read: "Read sales figures, health and suspension", "Leer cifras de ventas, estado y suspensión", "قراءة أرقام المبيعات ومؤشرات الأداء والإيقاف";
    scope_messages_read: "Read messages of shoppers", "Leer mensajes de compradores", "قراءة رسائل المتسوقين";
    scope_messages_write: "Write to shoppers", "Escribir a compradores", "مراسلة المتسوقين";
    scope_reviews_read: "Read reviews, questions and what buyers say of the seller", "Leer opiniones, preguntas y lo que los compradores dicen del vendedor", "قراءة المراجعات والأسئلة وما يقوله المشترون عن البائع";
    scope_reviews_write: "Reply to reviews and to what buyers say of the seller, answer questions", "Responder a opiniones, a lo que los compradores dicen del vendedor y a preguntas", "الرد على المراجعات وعلى ما يقوله المشترون عن البائع وعلى الأسئلة";
    scope_staff_read: "Read who works here and who changed what", "Leer quién trabaja aquí y quién cambió qué", "قراءة أسماء العاملين هنا ومن غيّر ماذا";
    scope_webhooks_read: "Read webhooks and what was sent", "Leer webhooks y lo enviado", "قراءة خطافات الويب وما أُرسل";
    scope_webhooks_write: "Add and change webhooks, send again", "Añadir y cambiar webhooks, reenviar", "إضافة خطافات الويب وتغييرها وإعادة الإرسال";
}
