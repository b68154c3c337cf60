//! Texts of the bell and of the list behind it.
use super::texts;

texts! {
    notices_title: "Notices", "Avisos", "التنبيهات";
    notices_with_count(n):
        "{n, plural, =0 {Notices} one {Notices, # unread} other {Notices, # unread}}",
        "{n, plural, =0 {Avisos} one {Avisos, # sin leer} many {Avisos, # sin leer} other {Avisos, # sin leer}}",
        "{n, plural, zero {التنبيهات} one {التنبيهات، واحد غير مقروء} two {التنبيهات، اثنان غير مقروءين} few {التنبيهات، # غير مقروءة} many {التنبيهات، # غير مقروء} other {التنبيهات، # غير مقروء}}";
    notices_text(days):
        "What we told you in the last {days} days.",
        "Lo que te hemos contado en los últimos {days} días.",
        "ما أخبرناك به في آخر {days} يومًا.";
    notices_choose: "Choose what you are told", "Elige qué te contamos", "اختر ما نخبرك به";
    notices_none_title: "Nothing to read", "Nada que leer", "لا شيء للقراءة";
    notices_none_text:
        "When a parcel leaves or somebody answers you, it stands here.",
        "Cuando salga un paquete o alguien te responda, lo verás aquí.",
        "عندما يخرج طرد أو يجيبك أحد، تجد ذلك هنا.";
    notices_new: "New", "Nuevo", "جديد";
    notices_read_all: "Mark all as read", "Marcar todo como leído", "وضع علامة مقروء على الكل";
    notices_all_read: "Everything is marked as read.", "Todo está marcado como leído.", "وُضعت علامة مقروء على الكل.";
    notices_more: "Older notices", "Avisos anteriores", "تنبيهات أقدم";
}
