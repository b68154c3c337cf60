//! The words of mails about plans, in each language. Called by `letters`.

use domain::format::Locale;

/// The words in one language.
pub(crate) struct Words {
    pub(crate) unpaid: &'static str,
    pub(crate) unpaid_text: &'static str,
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
            given_up: "Your professional plan has ended",
            given_up_text: "The month could not be paid, so you sell by the item from now on. The month is not charged any \
                            more. You can choose the professional plan again whenever your balance covers it.",
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
            given_up: "Tu plan profesional ha terminado",
            given_up_text: "No se pudo cobrar el mes, así que desde ahora vendes por artículo. El mes ya no se cobra. Puedes \
                            elegir de nuevo el plan profesional cuando tu saldo lo cubra.",
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
            given_up: "انتهت خطتك الاحترافية",
            given_up_text: "تعذّر دفع الشهر، فأنت تبيع من الآن برسم عن كل قطعة. لا يُخصم ذلك الشهر بعد الآن. يمكنك اختيار \
                            الخطة الاحترافية مجددًا متى غطّاها رصيدك.",
            month: "الشهر",
            amount: "المبلغ",
            again: "المحاولة التالية في",
            view: "عرض خطتك",
            footer: "وصلك هذا لأنك مالك هذا المتجر.",
        },
    }
}
