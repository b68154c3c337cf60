//! The words of mails about plans, in each language. Called by `letters`.

use domain::format::Locale;

/// The words in one language.
pub(crate) struct Words {
    pub(crate) unpaid: &'static str,
    pub(crate) unpaid_text: &'static str,
    /// The balance is too small, and the card's bank refuses.
    pub(crate) refused_text: &'static str,
    /// The card's bank asks its owner, who is not there.
    pub(crate) confirm_text: &'static str,
    /// The card was kept with a processor that the shop has left.
    pub(crate) other_text: &'static str,
    pub(crate) paid: &'static str,
    pub(crate) paid_text: &'static str,
    pub(crate) card: &'static str,
    pub(crate) given_up: &'static str,
    pub(crate) given_up_text: &'static str,
    pub(crate) month: &'static str,
    pub(crate) amount: &'static str,
    pub(crate) again: &'static str,
    pub(crate) view: &'static str,
    pub(crate) footer: &'static str,
}

pub(crate) fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            unpaid: "Your plan could not be paid",
            unpaid_text: "Your balance does not cover the month of your professional plan. It is tried again on the day below; \
                          what you sell until then counts. Nothing changes before that.",
            refused_text: "Your balance does not cover the month of your professional plan, and the bank of your card for fees \
                           refused it. It is tried again on the day below; what you sell until then counts, and you can \
                           save another card. Nothing changes before that.",
            confirm_text: "Your balance does not cover the month of your professional plan, and the bank of your card for fees \
                           wants you to confirm each payment. Please save the card again, or another one, before the day \
                           below: then it is tried again. Nothing changes before that.",
            other_text: "Your balance does not cover the month of your professional plan, and your card for fees can no longer \
                         be charged as it was saved. Please save the card again, or another one, before the day below: then \
                         it is tried again. Nothing changes before that.",
            paid: "Your plan was paid by card",
            paid_text: "Your balance did not cover the month of your professional plan, so your card for fees was charged, tax \
                        included. Your balance stays as it was.",
            card: "Card",
            given_up: "Your professional plan has ended",
            given_up_text: "The month could not be paid, so you sell by the item from now on. The month is not charged any \
                            more. You can choose the professional plan again whenever your balance or your card covers it.",
            month: "Month",
            amount: "Amount",
            again: "Tried again on",
            view: "See your plan",
            footer: "You get this because you own this shop.",
        },
        Locale::Es => &Words {
            unpaid: "No se pudo cobrar tu plan",
            unpaid_text: "Tu saldo no cubre el mes de tu plan profesional. Se intenta de nuevo el día de abajo; cuenta lo que \
                          vendas hasta entonces. Antes de eso no cambia nada.",
            refused_text: "Tu saldo no cubre el mes de tu plan profesional y el banco de tu tarjeta para tarifas la rechazó. Se \
                           intenta de nuevo el día de abajo; cuenta lo que vendas hasta entonces y puedes guardar otra \
                           tarjeta. Antes de eso no cambia nada.",
            confirm_text: "Tu saldo no cubre el mes de tu plan profesional y el banco de tu tarjeta para tarifas quiere que \
                           confirmes cada pago. Guarda la tarjeta de nuevo, u otra, antes del día de abajo: entonces se \
                           intenta otra vez. Antes de eso no cambia nada.",
            other_text: "Tu saldo no cubre el mes de tu plan profesional y ya no se puede cobrar a tu tarjeta para tarifas tal \
                         como se guardó. Guarda la tarjeta de nuevo, u otra, antes del día de abajo: entonces se intenta \
                         otra vez. Antes de eso no cambia nada.",
            paid: "Tu plan se pagó con tarjeta",
            paid_text: "Tu saldo no cubría el mes de tu plan profesional, así que se cobró a tu tarjeta para tarifas, con \
                        impuestos. Tu saldo queda como estaba.",
            card: "Tarjeta",
            given_up: "Tu plan profesional ha terminado",
            given_up_text: "No se pudo cobrar el mes, así que desde ahora vendes por artículo. El mes ya no se cobra. Puedes \
                            elegir de nuevo el plan profesional cuando tu saldo o tu tarjeta lo cubra.",
            month: "Mes",
            amount: "Importe",
            again: "Se intenta de nuevo el",
            view: "Ver tu plan",
            footer: "Recibes esto porque eres titular de esta tienda.",
        },
        Locale::Ar => &Words {
            unpaid: "تعذّر دفع خطتك",
            unpaid_text: "رصيدك لا يغطي شهر خطتك الاحترافية. نحاول مرة أخرى في اليوم المذكور أدناه، وما تبيعه حتى ذلك الحين \
                          يُحتسب. لا يتغير شيء قبل ذلك.",
            refused_text: "رصيدك لا يغطي شهر خطتك الاحترافية، وقد رفض البنك بطاقتك المخصصة للرسوم. نحاول مرة أخرى في اليوم \
                           المذكور أدناه، وما تبيعه حتى ذلك الحين يُحتسب، ويمكنك حفظ بطاقة أخرى. لا يتغير شيء قبل ذلك.",
            confirm_text: "رصيدك لا يغطي شهر خطتك الاحترافية، ويريد بنك بطاقتك المخصصة للرسوم أن تؤكد كل دفعة. احفظ البطاقة من \
                           جديد أو بطاقة أخرى قبل اليوم المذكور أدناه، وعندها نحاول مرة أخرى. لا يتغير شيء قبل ذلك.",
            other_text: "رصيدك لا يغطي شهر خطتك الاحترافية، ولم يعد الخصم ممكنًا من بطاقتك المخصصة للرسوم كما حُفظت. احفظ البطاقة \
                         من جديد أو بطاقة أخرى قبل اليوم المذكور أدناه، وعندها نحاول مرة أخرى. لا يتغير شيء قبل ذلك.",
            paid: "دُفعت خطتك بالبطاقة",
            paid_text: "لم يغطِّ رصيدك شهر خطتك الاحترافية، فخُصم مع الضريبة من بطاقتك المخصصة للرسوم. يبقى رصيدك كما كان.",
            card: "البطاقة",
            given_up: "انتهت خطتك الاحترافية",
            given_up_text: "تعذّر دفع الشهر، فأنت تبيع من الآن برسم عن كل قطعة. لا يُخصم ذلك الشهر بعد الآن. يمكنك اختيار \
                            الخطة الاحترافية مجددًا متى غطّاها رصيدك أو بطاقتك.",
            month: "الشهر",
            amount: "المبلغ",
            again: "المحاولة التالية في",
            view: "عرض خطتك",
            footer: "وصلك هذا لأنك مالك هذا المتجر.",
        },
    }
}
