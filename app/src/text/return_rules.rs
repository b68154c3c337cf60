//! Texts of a seller's rules about returns, and of what a rule decided.
use super::texts;

texts! {
    return_rules_title: "Rules for returns", "Reglas de devolución", "قواعد المرتجعات";
    return_rules_text: "A rule decides the moment a return is asked for. The first one that fits counts; where none fits, your settings do, and else you answer yourself.", "Una regla decide en cuanto se pide una devolución. Cuenta la primera que encaje; si no encaja ninguna, tus ajustes; y si no, respondes tú.", "تقرّر القاعدة لحظة طلب الإرجاع. تُطبَّق أول قاعدة تنطبق؛ فإن لم تنطبق أي قاعدة فإعداداتك، وإلا أجبت بنفسك.";
    return_rules_none_title: "No rules yet", "Aún no hay reglas", "لا قواعد بعد";
    return_rules_none_text: "Without rules your settings decide.", "Sin reglas deciden tus ajustes.", "من دون قواعد تقرّر إعداداتك.";
    return_rules_last_person: "Where no rule fits, you answer.", "Si no encaja ninguna regla, respondes tú.", "حيث لا تنطبق قاعدة تجيب أنت.";
    return_rules_last_switch: "Where no rule fits, returns are approved at once.", "Si no encaja ninguna regla, las devoluciones se aprueban al momento.", "حيث لا تنطبق قاعدة تتم الموافقة على المرتجعات فورًا.";
    return_rules_last_up_to(amount): "Where no rule fits, returns up to {amount} are approved at once.", "Si no encaja ninguna regla, las devoluciones de hasta {amount} se aprueban al momento.", "حيث لا تنطبق قاعدة تتم الموافقة فورًا على المرتجعات حتى {amount}.";
    return_rules_preview: "What the rules would have decided", "Lo que habrían decidido las reglas", "ما كانت القواعد ستقرّره";
    return_rules_asked(n, days): "Returns asked for in the last {days} days: {n}.", "Devoluciones pedidas en los últimos {days} días: {n}.", "المرتجعات المطلوبة في آخر {days} يومًا: {n}.";
    return_rules_decided(n): "Would have decided lately: {n}", "Últimamente habría decidido: {n}", "كانت ستقرّر مؤخرًا: {n}";
    return_rules_by_switch: "Approved by your settings", "Aprobadas por tus ajustes", "وافقت عليها إعداداتك";
    return_rules_by_person: "No rule fits: yours to answer", "Ninguna regla encaja: respondes tú", "لا تنطبق قاعدة: تجيب أنت";
    return_rules_full(most): "You have {most} rules, the most there can be. Remove one first.", "Tienes {most} reglas, el máximo. Quita una antes.", "لديك {most} قاعدة وهو الحد الأقصى. أزل واحدة أولًا.";
    return_rules_changed: "The rules were changed meanwhile. Look at them again; nothing was changed now.", "Las reglas han cambiado entretanto. Míralas de nuevo; ahora no se ha cambiado nada.", "تغيّرت القواعد في هذه الأثناء. راجعها من جديد؛ لم يتغير شيء الآن.";
    return_rule_new: "New rule", "Regla nueva", "قاعدة جديدة";
    return_rule_new_text: "It stands behind the others. What you leave empty does not matter to it.", "Va detrás de las demás. Lo que dejes vacío no cuenta.", "تأتي بعد القواعد الأخرى. ما تتركه فارغًا لا يُؤخذ في الحسبان.";
    return_rule_reasons: "Reasons", "Motivos", "الأسباب";
    return_rule_amount(currency): "Gives back at most ({currency})", "Devuelve como máximo ({currency})", "يُعاد بحد أقصى ({currency})";
    return_rule_any_category: "Any category", "Cualquier categoría", "أي فئة";
    return_rule_days: "Days since delivery at most", "Días desde la entrega como máximo", "الأيام منذ التسليم كحد أقصى";
    return_rule_returns: "The shopper's returns with you in 12 months, fewer than", "Devoluciones del comprador contigo en 12 meses, menos de", "مرتجعات المتسوّق لديك خلال 12 شهرًا، أقل من";
    return_rule_outcome: "Then", "Entonces", "عندها";
    return_rule_outcome_hint: "Money without sending back needs an amount, which is for all of an order. An exchange always has to come back.", "Devolver el dinero sin envío necesita un importe, que vale para todo el pedido. Un cambio siempre tiene que volver.", "إعادة المال دون إرسال تحتاج إلى مبلغ، وهو للطلب كله. أما الاستبدال فلا بد أن يُعاد.";
    return_rule_add: "Add the rule", "Añadir la regla", "إضافة القاعدة";
    return_rule_approve: "Approve: it is sent back", "Aprobar: se envía de vuelta", "الموافقة: يُعاد إرساله";
    return_rule_give_back: "Give the money back; nothing is sent", "Devolver el dinero; no se envía nada", "إعادة المال دون إرسال شيء";
    return_rule_ask_person: "Leave it to a person", "Dejarlo a una persona", "تركه لشخص";
    return_rule_every: "Every return", "Toda devolución", "كل إرجاع";
    return_rule_up_to(amount): "up to {amount}", "hasta {amount}", "حتى {amount}";
    return_rule_within(n):
        "{n, plural, one {within # day of delivery} other {within # days of delivery}}",
        "{n, plural, one {en # día desde la entrega} many {en # días desde la entrega} other {en # días desde la entrega}}",
        "{n, plural, zero {خلال # يوم من التسليم} one {خلال يوم واحد من التسليم} two {خلال يومين من التسليم} few {خلال # أيام من التسليم} many {خلال # يومًا من التسليم} other {خلال # يوم من التسليم}}";
    return_rule_fewer(n): "fewer than {n} returns in 12 months", "menos de {n} devoluciones en 12 meses", "أقل من {n} مرتجعات خلال 12 شهرًا";
    return_rule_up: "Up", "Subir", "أعلى";
    return_rule_up_of(place): "Move rule {place} up", "Subir la regla {place}", "تحريك القاعدة {place} إلى الأعلى";
    return_rule_down: "Down", "Bajar", "أسفل";
    return_rule_down_of(place): "Move rule {place} down", "Bajar la regla {place}", "تحريك القاعدة {place} إلى الأسفل";
    return_rule_remove_of(place): "Remove rule {place}", "Quitar la regla {place}", "إزالة القاعدة {place}";
    return_rule_needs_amount: "Say up to which amount money is given back without goods.", "Indica hasta qué importe se devuelve el dinero sin el artículo.", "حدّد المبلغ الذي يُعاد حتى حدّه دون البضاعة.";
    return_rule_no_category: "There is no such category.", "No existe esa categoría.", "لا توجد فئة كهذه.";
    return_rule_wrong_number(most): "Type a whole number from 1 to {most}.", "Escribe un número entero de 1 a {most}.", "اكتب عددًا صحيحًا من 1 إلى {most}.";
    return_rule_choose: "Choose what happens.", "Elige qué pasa.", "اختر ما يحدث.";
    return_by_your_rule(place, outcome): "By your rule {place}: {outcome}", "Por tu regla {place}: {outcome}", "وفق قاعدتك {place}: {outcome}";
    return_by_rule_approved: "A rule of the seller's approved it at once.", "Una regla del vendedor la aprobó al momento.", "وافقت عليه قاعدة للبائع فورًا.";
    return_by_rule_given: "A rule of the seller's gives your money back. You need not send anything.", "Una regla del vendedor te devuelve el dinero. No tienes que enviar nada.", "قاعدة للبائع تعيد إليك نقودك. لا حاجة إلى إرسال أي شيء.";
    return_nothing_sent: "Nothing is sent back.", "No se devuelve nada.", "لا يُعاد إرسال شيء.";
    return_decided_at_once: "It is decided at once, and you read here how.", "Se decide al momento y aquí lees cómo.", "يُقرَّر فورًا وتقرأ هنا كيف.";
}
