//! Texts of the page on which the API is read and tried.
use super::texts;

texts! {
    developers_title: "API for sellers", "API para vendedores", "واجهة API للبائعين";
    developers_text: "What a seller does on the dashboard, for programs: offers, orders, returns, payouts and webhooks. Each operation can be tried here.", "Lo que un vendedor hace en su panel, para programas: ofertas, pedidos, devoluciones, pagos y webhooks. Cada operación se puede probar aquí.", "ما يفعله البائع في لوحته، للبرامج: العروض والطلبات والمرتجعات والدفعات وإشعارات الويب. يمكن تجربة كل عملية هنا.";
    developers_rooms: "Parts of the API", "Partes de la API", "أقسام الواجهة";
    developers_get_key: "Make a key", "Crear una clave", "إنشاء مفتاح";
    developers_key: "Key to try with", "Clave para probar", "مفتاح التجربة";
    developers_key_hint: "It stays in this page and is forgotten when you leave it. What you try is done in this shop.", "Se queda en esta página y se olvida al salir. Lo que pruebes se hace en esta tienda.", "يبقى في هذه الصفحة ويُنسى عند مغادرتها. ما تجربه يُنفَّذ في هذا المتجر.";
    developers_inputs: "What it takes", "Qué recibe", "ما تأخذه";
    developers_body: "Body", "Cuerpo", "المحتوى";
    developers_answers: "Answers", "Respuestas", "الردود";
    developers_try: "Try it", "Probar", "تجربة";
    developers_real: "This is no rehearsal: it changes what you name.", "No es un ensayo: cambia lo que indiques.", "هذه ليست تجربة صورية: ستغيّر ما تسميه.";
    developers_send(operation): "Send {operation}", "Enviar {operation}", "إرسال {operation}";
    developers_send_short: "Send", "Enviar", "إرسال";
    developers_needs_key: "Enter a key above first.", "Primero introduce una clave arriba.", "أدخل مفتاحًا أعلاه أولًا.";
    developers_failed: "The shop could not be reached. Try again.", "No se pudo contactar con la tienda. Inténtalo de nuevo.", "تعذّر الوصول إلى المتجر. حاول مجددًا.";
}
