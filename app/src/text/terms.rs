//! What an operator sets from a day on: what is kept of refunds, when sellers are paid, the limits of their health.
use super::texts;

texts! {
    terms_title: "Terms", "Condiciones", "الشروط";
    terms_text:
        "What counts for everybody from a day on. What was promised before a change is kept; what has not begun can be taken back.",
        "Lo que rige para todos a partir de un día. Lo prometido antes de un cambio se mantiene; lo que no ha empezado se puede retirar.",
        "ما يسري على الجميع من يوم محدد. ما وُعد به قبل التغيير يُحفظ، وما لم يبدأ يمكن سحبه.";
    term_refund_fee: "Kept of refunds", "Retenido de los reembolsos", "ما يُحتجز من المبالغ المستردة";
    term_refund_fee_text:
        "A refund gives the commission back less this fee: the one that counted when the goods were ordered. So does a payment that a bank takes back for good.",
        "Un reembolso devuelve la comisión menos esta tarifa: la vigente cuando se hizo el pedido. Lo mismo ocurre con un pago que un banco retira definitivamente.",
        "يعيد الاسترداد العمولة ناقصًا هذا الرسم: الذي كان ساريًا عند الطلب. وكذلك الدفعة التي يسحبها المصرف نهائيًا.";
    term_payouts: "Payouts", "Pagos a vendedores", "دفعات البائعين";
    term_payouts_text:
        "A payout is reckoned under the terms that count when it begins, and its statement says them. The next dates that sellers were told stay.",
        "Un pago se calcula con las condiciones vigentes cuando empieza, y su extracto las indica. Las próximas fechas ya comunicadas se mantienen.",
        "تُحسب الدفعة بالشروط السارية عند بدئها ويذكرها كشفها. تبقى المواعيد القادمة التي أُبلغ بها البائعون.";
    term_gates: "Limits of sellers' health", "Límites de la salud de los vendedores", "حدود أداء البائعين";
    term_gates_text:
        "Who fails one of the first four has no buy box that another can have; answers are warned about, no more. Judged anew within minutes.",
        "Quien incumple uno de los cuatro primeros no está en la caja de compra si otro puede estarlo; por las respuestas solo se avisa. Se juzga de nuevo en minutos.",
        "من يخالف أحد الأربعة الأولى لا يظهر في مربع الشراء إن وُجد غيره؛ أما الردود فللتنبيه فقط. ويُعاد الحكم خلال دقائق.";
    term_warned(share): "Warned from {share} of what is allowed on", "Aviso desde el {share} de lo permitido", "تنبيه اعتبارًا من {share} من المسموح";
    term_limit_below(what): "{what}: below, in percent", "{what}: por debajo, en por ciento", "{what}: أقل من، بالمئة";
    term_limit_least(what): "{what}: at least, in percent", "{what}: al menos, en por ciento", "{what}: على الأقل، بالمئة";
    term_near: "Warned from, in percent of what is allowed", "Aviso desde, en por ciento de lo permitido", "التنبيه اعتبارًا من، بالمئة من المسموح";
    term_near_hint: "Like 75: three quarters of a limit are used up.", "Como 75: se han agotado tres cuartos de un límite.", "مثل 75: استُنفد ثلاثة أرباع الحد.";
    term_wrong_below: "Write a share above 0 and up to 100 percent, like 4 or 2.5.", "Escribe un porcentaje de más de 0 y hasta 100 por ciento, como 4 o 2.5.", "اكتب نسبة أكبر من 0 وحتى 100 بالمئة، مثل 4 أو 2.5.";
    term_wrong_least: "Write a share from 0 to below 100 percent, like 95.", "Escribe un porcentaje de 0 a menos de 100 por ciento, como 95.", "اكتب نسبة من 0 إلى أقل من 100 بالمئة، مثل 95.";
    term_effect_judged: "Where sellers stand", "Dónde están los vendedores", "أين يقف البائعون";
    term_effect_sellers(n):
        "{n, plural, one {# seller} other {# sellers}}",
        "{n, plural, one {# vendedor} many {# vendedores} other {# vendedores}}",
        "{n, plural, zero {لا بائعين} one {بائع واحد} two {بائعان} few {# بائعين} many {# بائعًا} other {# بائع}}";
    term_effect_as_is: "As it is", "Como está", "كما هو";
    term_effect_under: "By these limits", "Con estos límites", "بهذه الحدود";
    term_effect_warned: "Warned", "Con aviso", "منبَّهون";
    term_effect_failed: "Without the buy box", "Fuera de la caja de compra", "خارج مربع الشراء";
    term_share_most(share, most):
        "{share} of the commission that goes back, {most} at the most",
        "{share} de la comisión que se devuelve, {most} como máximo",
        "{share} من العمولة المردودة، و{most} على الأكثر";
    term_cycle(n):
        "{n, plural, one {Paid every day} other {Paid every # days}}",
        "{n, plural, one {Se paga cada día} many {Se paga cada # días} other {Se paga cada # días}}",
        "{n, plural, zero {يُدفع كل يوم} one {يُدفع كل يوم} two {يُدفع كل يومين} few {يُدفع كل # أيام} many {يُدفع كل # يومًا} other {يُدفع كل # يوم}}";
    term_reserve(n):
        "{n, plural, =0 {Nothing is kept back once it is delivered} one {Kept back until # day after delivery} other {Kept back until # days after delivery}}",
        "{n, plural, =0 {Nada se retiene una vez entregado} one {Retenido hasta # día después de la entrega} many {Retenido hasta # días después de la entrega} other {Retenido hasta # días después de la entrega}}",
        "{n, plural, =0 {لا يُحتجز شيء بعد التسليم} zero {لا يُحتجز شيء بعد التسليم} one {محتجز حتى يوم بعد التسليم} two {محتجز حتى يومين بعد التسليم} few {محتجز حتى # أيام بعد التسليم} many {محتجز حتى # يومًا بعد التسليم} other {محتجز حتى # يوم بعد التسليم}}";
    term_on_demand(n):
        "{n, plural, one {Sooner on demand, once in an hour} other {Sooner on demand, once in # hours}}",
        "{n, plural, one {Antes si se pide, una vez cada hora} many {Antes si se pide, una vez cada # horas} other {Antes si se pide, una vez cada # horas}}",
        "{n, plural, zero {أبكر عند الطلب، مرة كل ساعة} one {أبكر عند الطلب، مرة كل ساعة} two {أبكر عند الطلب، مرة كل ساعتين} few {أبكر عند الطلب، مرة كل # ساعات} many {أبكر عند الطلب، مرة كل # ساعة} other {أبكر عند الطلب، مرة كل # ساعة}}";
    term_change: "Change", "Cambiar", "تغيير";
    term_change_of(what): "Change: {what}", "Cambiar: {what}", "تغيير: {what}";
    term_none: "Nothing was ever said: what is usual counts.", "Nunca se ha indicado nada: rige lo habitual.", "لم يُحدَّد شيء بعد: يسري المعتاد.";
    term_history(what): "What was said: {what}", "Lo que se ha indicado: {what}", "ما حُدِّد: {what}";
    term_setting: "Setting", "Ajuste", "الإعداد";
    term_state: "State", "Estado", "الحالة";
    term_counts: "Counts", "Vigente", "سارٍ";
    term_coming: "Coming", "Próximo", "قادم";
    term_over: "Over", "Pasado", "منتهٍ";
    term_withdrawn: "Taken back", "Retirado", "مسحوب";
    term_withdraw: "Take back", "Retirar", "اسحب";
    term_withdraw_text(day): "It would begin on {day}. Until it is said anew, what counts before stays.", "Empezaría el {day}. Hasta que se indique otra cosa, sigue vigente lo anterior.", "كان سيبدأ في {day}. وحتى يُحدَّد غيره يبقى ما قبله ساريًا.";
    term_withdrawal_why: "Why it is taken back", "Por qué se retira", "سبب السحب";
    term_was_withdrawn: "It was taken back and will not begin.", "Se retiró y no empezará.", "سُحب ولن يبدأ.";
    term_begun: "It has begun and cannot be taken back. Say another one.", "Ya ha empezado y no se puede retirar. Indica otro.", "لقد بدأ ولا يمكن سحبه. حدّد غيره.";
    term_said(what): "Said: {what}.", "Indicado: {what}.", "حُدِّد: {what}.";
    term_same: "That is how it is then already.", "En ese momento ya es así.", "هذا هو الساري حينها أصلًا.";
    term_share: "Percent of the commission that goes back", "Por ciento de la comisión que se devuelve", "النسبة من العمولة المردودة";
    term_most(code): "At the most ({code})", "Como máximo ({code})", "على الأكثر ({code})";
    term_cycle_days: "Days from one payout to the next", "Días de un pago al siguiente", "الأيام بين دفعة والتالية";
    term_reserve_days: "Days kept back after delivery", "Días retenido después de la entrega", "أيام الاحتجاز بعد التسليم";
    term_hours: "Hours from one asked-for payout to the next", "Horas de un pago pedido al siguiente", "الساعات بين دفعة مطلوبة والتالية";
    term_minimum(code): "Smallest payout ({code})", "Pago mínimo ({code})", "أصغر دفعة ({code})";
    term_minimum_hint(amount): "Empty: {amount}, as the server is set up.", "Vacío: {amount}, como está configurado el servidor.", "فارغ: {amount} كما ضُبط الخادم.";
    term_wrong_number(least, most): "Write a whole number from {least} to {most}.", "Escribe un número entero de {least} a {most}.", "اكتب عددًا صحيحًا من {least} إلى {most}.";
    term_effect_today: "What could be paid today", "Lo que se podría pagar hoy", "ما يمكن دفعه اليوم";
    term_effect_refunds: "Refunds", "Reembolsos", "المبالغ المستردة";
    term_effect_back: "Commission that went back", "Comisión devuelta", "العمولة المردودة";
    term_effect_was: "Kept of it", "Retenido de ella", "المحتجز منها";
    term_effect_would: "With this fee", "Con esta tarifa", "بهذا الرسم";
    term_effect_no_refunds(days): "No commission went back in the last {days} days.", "En los últimos {days} días no se devolvió comisión.", "لم تُرد عمولة في آخر {days} يومًا.";
    term_effect_now(n):
        "{n, plural, one {As it is: to # seller} other {As it is: to # sellers}}",
        "{n, plural, one {Como está: a # vendedor} many {Como está: a # vendedores} other {Como está: a # vendedores}}",
        "{n, plural, zero {كما هو: لا لأحد} one {كما هو: لبائع واحد} two {كما هو: لبائعين} few {كما هو: لـ # بائعين} many {كما هو: لـ # بائعًا} other {كما هو: لـ # بائع}}";
    term_effect_then(n):
        "{n, plural, one {Under these terms: to # seller} other {Under these terms: to # sellers}}",
        "{n, plural, one {Con estas condiciones: a # vendedor} many {Con estas condiciones: a # vendedores} other {Con estas condiciones: a # vendedores}}",
        "{n, plural, zero {بهذه الشروط: لا لأحد} one {بهذه الشروط: لبائع واحد} two {بهذه الشروط: لبائعين} few {بهذه الشروط: لـ # بائعين} many {بهذه الشروط: لـ # بائعًا} other {بهذه الشروط: لـ # بائع}}";
    term_effect_nobody: "Nobody who sells here has a bank account yet.", "Nadie que venda aquí tiene aún cuenta bancaria.", "لا أحد من البائعين هنا له حساب بنكي بعد.";
    term_effect_most(most): "Reckoned of the first {most} sellers.", "Calculado con los primeros {most} vendedores.", "محسوب من أوائل البائعين، وعددهم الأقصى {most}.";
    term_effect_latest(most): "Reckoned of the latest {most} refunds.", "Calculado con los últimos {most} reembolsos.", "محسوب من أحدث الاستردادات، وعددها الأقصى {most}.";
    statement_terms: "Reckoned under", "Calculado con", "حُسب بشروط";
}
