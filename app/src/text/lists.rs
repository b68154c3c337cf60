//! Texts of wish lists: the account's own, the button on the product page, a shared list.
use super::texts;

texts! {
    lists_title: "Wish lists", "Listas de deseos", "قوائم الأمنيات";
    lists_empty_title: "You have no list yet", "Todavía no tienes ninguna lista", "ليست لديك قائمة بعد";
    lists_empty_text:
        "Make one here, or press “Add to list” on a product.",
        "Crea una aquí o pulsa «Añadir a la lista» en un producto.",
        "أنشئ قائمة هنا، أو اضغط «أضف إلى القائمة» في صفحة أي منتج.";
    lists_too_many(most):
        "You have {most} lists, which is the most. Remove one first.",
        "Tienes {most} listas, que es el máximo. Elimina una primero.",
        "لديك {most} قائمة وهو الحد الأقصى. احذف واحدة أولًا.";
    list_first_name: "Wish list", "Lista de deseos", "قائمة الأمنيات";
    list_new: "New list", "Nueva lista", "قائمة جديدة";
    list_name: "Name of the list", "Nombre de la lista", "اسم القائمة";
    list_create: "Make list", "Crear lista", "أنشئ القائمة";
    list_name_missing: "Give the list a name.", "Ponle un nombre a la lista.", "أعط القائمة اسمًا.";
    list_name_bad:
        "A name has at most 60 characters, on one line and without < and >.",
        "El nombre tiene como máximo 60 caracteres, en una línea y sin < ni >.",
        "الاسم 60 حرفًا على الأكثر في سطر واحد ومن دون < و >.";
    list_note_bad:
        "A note has at most 250 characters, on one line and without < and >.",
        "La nota tiene como máximo 250 caracteres, en una línea y sin < ni >.",
        "الملاحظة 250 حرفًا على الأكثر في سطر واحد ومن دون < و >.";
    list_full(most):
        "This list holds {most} products, which is the most. Choose another list.",
        "Esta lista tiene {most} productos, que es el máximo. Elige otra lista.",
        "في هذه القائمة {most} منتج وهو الحد الأقصى. اختر قائمة أخرى.";
    list_add: "Add to list", "Añadir a la lista", "أضف إلى القائمة";
    list_which: "List", "Lista", "القائمة";
    list_added(name): "Added to “{name}”.", "Añadido a «{name}».", "أُضيف إلى «{name}».";
    list_on: "On your list:", "En tu lista:", "في قائمتك:";
    list_saved: "Saved.", "Guardado.", "تم الحفظ.";
    list_deleted: "The list was deleted.", "La lista se ha eliminado.", "حُذفت القائمة.";
    list_is_shared: "Whoever has the link can read the list now.", "Quien tenga el enlace ya puede ver la lista.", "كل من لديه الرابط يمكنه قراءة القائمة الآن.";
    list_is_private: "The list is private again. The old link opens nothing.", "La lista vuelve a ser privada. El enlace anterior ya no abre nada.", "القائمة خاصة من جديد. الرابط القديم لا يفتح شيئًا.";
    list_moved(name): "Moved to “{name}”.", "Movido a «{name}».", "نُقل إلى «{name}».";
    list_removed: "Taken off the list.", "Quitado de la lista.", "أُزيل من القائمة.";
    list_restored: "It is on the list again.", "Vuelve a estar en la lista.", "عاد إلى القائمة.";
    list_empty_title: "Nothing is on this list yet", "Esta lista está vacía", "لا شيء في هذه القائمة بعد";
    list_empty_text:
        "Press “Add to list” on a product to remember it here.",
        "Pulsa «Añadir a la lista» en un producto para guardarlo aquí.",
        "اضغط «أضف إلى القائمة» في صفحة منتج ليُحفظ هنا.";
    list_price_less(amount):
        "{amount} less than when you added it",
        "{amount} menos que cuando lo añadiste",
        "أقل بمقدار {amount} من يوم أضفته";
    list_price_more(amount):
        "{amount} more than when you added it",
        "{amount} más que cuando lo añadiste",
        "أكثر بمقدار {amount} من يوم أضفته";
    list_wanted(n): "Wanted: {n}", "Cantidad deseada: {n}", "العدد المطلوب: {n}";
    list_note: "Note", "Nota", "ملاحظة";
    list_move_to: "Other list", "Otra lista", "قائمة أخرى";
    list_move: "Move", "Mover", "انقل";
    list_edit_what(title): "Edit: {title}", "Editar: {title}", "تعديل: {title}";
    list_remove_what(title): "Remove: {title}", "Quitar: {title}", "إزالة: {title}";
    add_to_cart_what(title): "Add to cart: {title}", "Añadir al carrito: {title}", "أضف إلى السلة: {title}";
    list_sharing: "Sharing", "Compartir", "المشاركة";
    list_shared: "Shared", "Compartida", "مشتركة";
    list_private_text:
        "Only you can see this list.",
        "Solo tú puedes ver esta lista.",
        "أنت وحدك من يرى هذه القائمة.";
    list_shared_text:
        "Whoever has this link can read the list and mark what they bought:",
        "Quien tenga este enlace puede ver la lista y marcar lo que ha comprado:",
        "كل من لديه هذا الرابط يمكنه قراءة القائمة ووضع علامة على ما اشتراه:";
    list_share: "Make a link", "Crear un enlace", "أنشئ رابطًا";
    list_unshare: "Make private", "Hacer privada", "اجعلها خاصة";
    list_bought_hidden:
        "What was bought is hidden, so that a present stays a surprise.",
        "Lo comprado está oculto para que el regalo siga siendo una sorpresa.",
        "ما تم شراؤه مخفي لتبقى الهدية مفاجأة.";
    list_show_bought: "Show it", "Mostrarlo", "أظهره";
    list_hide_bought: "Hide it again", "Ocultarlo de nuevo", "أخفه من جديد";
    list_bought(n): "Bought: {n}", "Comprados: {n}", "تم شراء: {n}";
    list_delete: "Delete this list", "Eliminar esta lista", "حذف هذه القائمة";
    list_delete_text:
        "Everything on it goes, too. This cannot be undone.",
        "También se elimina todo lo que contiene. No se puede deshacer.",
        "سيُحذف كل ما فيها أيضًا. لا يمكن التراجع عن ذلك.";
    list_delete_now: "Delete", "Eliminar", "حذف";
    list_shared_intro:
        "Somebody shared this list with you. Mark what you bought, so that nobody gives it twice; whoever keeps the list does not see it.",
        "Alguien ha compartido esta lista contigo. Marca lo que hayas comprado para que nadie lo regale dos veces; quien guarda la lista no lo ve.",
        "شارك أحدهم هذه القائمة معك. ضع علامة على ما اشتريته كي لا يُهدى مرتين؛ صاحب القائمة لا يرى ذلك.";
    list_shared_own:
        "This is your own list as others see it, without what they bought.",
        "Esta es tu propia lista tal como la ven los demás, sin lo que han comprado.",
        "هذه قائمتك كما يراها الآخرون، من دون ما اشتروه.";
    list_mark: "I bought this", "Lo he comprado", "اشتريت هذا";
    list_mark_what(title): "I bought this: {title}", "Lo he comprado: {title}", "اشتريت هذا: {title}";
    list_how_many(title): "How many you bought: {title}", "Cuántos has comprado: {title}", "كم اشتريت: {title}";
    list_marked: "Marked as bought.", "Marcado como comprado.", "وُضعت علامة الشراء.";
    list_unmarked: "The mark was taken back.", "Se ha quitado la marca.", "أُزيلت العلامة.";
    list_unmark_what(title): "Undo: {title}", "Deshacer: {title}", "تراجع: {title}";
    list_bought_already: "Bought already", "Ya comprado", "تم شراؤه";
    list_bought_by_me(n): "You bought {n}", "Has comprado {n}", "اشتريت {n}";
    list_bought_by_others:
        "Somebody else was faster: fewer are still wanted.",
        "Alguien se te ha adelantado: ya se desean menos.",
        "سبقك أحدهم: لم يعد هذا العدد مطلوبًا.";
    list_own_mark:
        "This is your own list. Others mark what they bought.",
        "Esta es tu propia lista. Son los demás quienes marcan lo que compran.",
        "هذه قائمتك أنت. الآخرون هم من يضعون علامة على ما اشتروه.";
    copy_link: "Copy link", "Copiar enlace", "انسخ الرابط";
    copied: "Copied.", "Copiado.", "تم النسخ.";
}
