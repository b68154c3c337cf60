//! Texts of messages about an order: the shopper's and the seller's side, the lists, the operator's queue.
use super::texts;

texts! {
    messages_title: "Messages", "Mensajes", "الرسائل";
    messages_with(name): "Messages with {name}", "Mensajes con {name}", "الرسائل مع {name}";
    messages_none_title: "No messages yet", "Aún no hay mensajes", "لا رسائل بعد";
    messages_none_text: "Write the first one below.", "Escribe el primero aquí abajo.", "اكتب أول رسالة في الأسفل.";
    messages_list_empty:
        "Ask a seller about an order on the order's page.",
        "Pregunta a un vendedor sobre un pedido en la página del pedido.",
        "اسأل البائع عن طلب في صفحة الطلب.";
    messages_desk_empty: "Nobody has written here.", "Aquí no ha escrito nadie.", "لم يكتب أحد هنا.";
    messages_earlier: "Earlier messages", "Mensajes anteriores", "رسائل سابقة";
    messages_more: "More conversations", "Más conversaciones", "محادثات أخرى";
    messages_waiting: "Waiting for an answer", "Esperan respuesta", "بانتظار الرد";
    messages_new: "Unread", "Sin leer", "غير مقروءة";
    messages_unread(n):
        "{n, plural, one {# new} other {# new}}",
        "{n, plural, one {# nuevo} many {# nuevos} other {# nuevos}}",
        "{n, plural, zero {لا جديد} one {رسالة جديدة} two {رسالتان جديدتان} few {# رسائل جديدة} many {# رسالة جديدة} other {# رسالة جديدة}}";
    messages_rules:
        "Addresses, telephone numbers and links are hidden from the other side. Trade and payment outside of the shop are not protected.",
        "Las direcciones, los teléfonos y los enlaces se ocultan a la otra parte. Comprar o pagar fuera de la tienda no está protegido.",
        "تُخفى العناوين وأرقام الهواتف والروابط عن الطرف الآخر. والتعامل أو الدفع خارج المتجر غير محمي.";
    message_seller: "Message the seller", "Escribir al vendedor", "مراسلة البائع";
    message_shopper: "Message the shopper", "Escribir al comprador", "مراسلة المتسوّق";
    message_to_seller: "Your message to the seller", "Tu mensaje al vendedor", "رسالتك إلى البائع";
    message_to_shopper: "Your message to the shopper", "Tu mensaje al comprador", "رسالتك إلى المتسوّق";
    message_hint: "Up to 2,000 characters.", "Hasta 2.000 caracteres.", "حتى 2000 حرف.";
    message_pictures: "Pictures", "Imágenes", "صور";
    message_pictures_hint(n):
        "Up to {n}, as JPEG, PNG or WebP, 24 MB together. Only the two of you and the shop see them.",
        "Hasta {n}, en JPEG, PNG o WebP, 24 MB en total. Solo las veis vosotros dos y la tienda.",
        "حتى {n}، بصيغة JPEG أو PNG أو WebP، وحجمها معًا حتى 24 ميغابايت. لا يراها سواكما والمتجر.";
    message_papers: "PDF files", "Archivos PDF", "ملفات PDF";
    message_papers_hint(n, mb): "At most {n} files of up to {mb} MB each.", "Como máximo {n} archivos de hasta {mb} MB cada uno.", "عدد الملفات الأقصى {n}، وحجم كل منها حتى {mb} ميغابايت.";
    message_papers_enough(n): "{n} PDF files are all that can be sent about one order.", "Sobre un pedido se pueden enviar {n} archivos PDF como máximo.", "أقصى عدد من ملفات PDF بشأن طلب واحد هو {n}.";
    message_paper_wrong: "One of these files is no whole PDF. Choose another one.", "Uno de estos archivos no es un PDF completo. Elige otro.", "أحد هذه الملفات ليس ملف PDF كاملًا. اختر ملفًا آخر.";
    message_picture(name): "Picture by {name}", "Imagen de {name}", "صورة من {name}";
    message_send: "Send", "Enviar", "إرسال";
    message_sent: "Your message was sent.", "Tu mensaje se ha enviado.", "أُرسلت رسالتك.";
    message_sent_masked:
        "Your message was sent. Addresses, telephone numbers and links in it are hidden from the other side.",
        "Tu mensaje se ha enviado. Las direcciones, los teléfonos y los enlaces se ocultan a la otra parte.",
        "أُرسلت رسالتك. أُخفي ما فيها من عناوين وأرقام هواتف وروابط عن الطرف الآخر.";
    message_masked_for_seller:
        "The seller does not see what is struck through.",
        "El vendedor no ve lo tachado.",
        "لا يرى البائع ما شُطب.";
    message_masked_for_shopper:
        "The shopper does not see what is struck through.",
        "El comprador no ve lo tachado.",
        "لا يرى المتسوّق ما شُطب.";
    message_hidden: "[hidden]", "[oculto]", "[مخفي]";
    message_removed: "This message was removed.", "Este mensaje se ha eliminado.", "أُزيلت هذه الرسالة.";
    message_you: "You", "Tú", "أنت";
    message_new: "New", "Nuevo", "جديد";
    message_mark_read: "Mark as read", "Marcar como leído", "تعليم كمقروء";
    message_waits: "Waits for an answer", "Espera respuesta", "بانتظار الرد";
    message_settle: "No answer needed", "No hace falta respuesta", "لا حاجة إلى رد";
    message_settled: "It no longer waits for an answer.", "Ya no espera respuesta.", "لم تعد بانتظار رد.";
    message_not_settled:
        "There is something newer, or it does not wait any more.",
        "Hay algo más reciente o ya no espera respuesta.",
        "هناك ما هو أحدث، أو لم تعد بانتظار رد.";
    message_too_often(n):
        "{n, plural, one {That are many messages in an hour. Write again in # minute.} other {That are many messages in an hour. Write again in # minutes.}}",
        "{n, plural, one {Son muchos mensajes en una hora. Escribe de nuevo en # minuto.} many {Son muchos mensajes en una hora. Escribe de nuevo en # minutos.} other {Son muchos mensajes en una hora. Escribe de nuevo en # minutos.}}",
        "{n, plural, zero {هذه رسائل كثيرة في ساعة. اكتب من جديد الآن.} one {هذه رسائل كثيرة في ساعة. اكتب من جديد بعد دقيقة.} two {هذه رسائل كثيرة في ساعة. اكتب من جديد بعد دقيقتين.} few {هذه رسائل كثيرة في ساعة. اكتب من جديد بعد # دقائق.} many {هذه رسائل كثيرة في ساعة. اكتب من جديد بعد # دقيقة.} other {هذه رسائل كثيرة في ساعة. اكتب من جديد بعد # دقيقة.}}";
    message_too_many_pictures(n):
        "A message has at most {n} pictures. Choose them again.",
        "Un mensaje tiene como máximo {n} imágenes. Elígelas de nuevo.",
        "للرسالة {n} صور على الأكثر. اخترها من جديد.";
    complaint_outside: "Wants to trade outside of the shop", "Quiere negociar fuera de la tienda", "يريد التعامل خارج المتجر";
    complaint_fraud: "Looks like fraud", "Parece un fraude", "يبدو احتيالًا";
    desk_waiting_messages(n):
        "{n, plural, one {# shopper waits for an answer.} other {# shoppers wait for an answer.}}",
        "{n, plural, one {# comprador espera respuesta.} many {# compradores esperan respuesta.} other {# compradores esperan respuesta.}}",
        "{n, plural, zero {لا أحد ينتظر ردًا.} one {متسوّق واحد ينتظر ردًا.} two {متسوّقان ينتظران ردًا.} few {# متسوّقين ينتظرون ردًا.} many {# متسوّقًا ينتظرون ردًا.} other {# متسوّق ينتظرون ردًا.}}";
    messages_look: "See messages", "Ver los mensajes", "عرض الرسائل";
    notifications_feedback: "When a buyer rates your shop", "Cuando un comprador valora tu tienda", "عندما يقيّم مشترٍ متجرك";
    notifications_answer: "When somebody answers your question", "Cuando alguien responde a tu pregunta", "عندما يجيب أحد عن سؤالك";
    notifications_message: "When a message about an order comes", "Cuando llega un mensaje sobre un pedido", "عند وصول رسالة بشأن طلب";

    messages_decided: "Decided messages", "Mensajes decididos", "رسائل تم البت فيها";
    messages_reports_none: "What shoppers and sellers report about each other waits here.", "Aquí espera lo que compradores y vendedores denuncian unos de otros.", "هنا ينتظر ما يبلّغ به المتسوقون والبائعون بعضهم عن بعض.";
    messages_whole: "Read the whole conversation", "Leer toda la conversación", "قراءة المحادثة كاملة";
    message_one: "Message", "Mensaje", "رسالة";
    message_by_shopper: "By the shopper", "Del comprador", "من المتسوّق";
    message_by_seller: "By the seller", "Del vendedor", "من البائع";
    message_reason_hint: "It stays on record.", "Queda registrado.", "يبقى في السجل.";
    case_photo_of_message: "Picture of this message", "Imagen de este mensaje", "صورة من هذه الرسالة";
}
