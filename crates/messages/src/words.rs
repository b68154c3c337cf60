//! The words of mails about messages, in each language. Called by `letters`.

use domain::format::Locale;

/// The words in one language.
pub(crate) struct Words {
    /// Before and behind the seller's name.
    wrote_to_shopper: [&'static str; 2],
    pub(crate) to_seller: &'static str,
    pub(crate) about: &'static str,
    pub(crate) in_time: &'static str,
    pub(crate) order: &'static str,
    pub(crate) read: &'static str,
    pub(crate) once: &'static str,
}

impl Words {
    pub(crate) fn to_shopper(&self, seller: &str) -> String {
        let [before, behind] = self.wrote_to_shopper;
        format!("{before}{seller}{behind}")
    }
}

pub(crate) fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            wrote_to_shopper: ["", " has written to you"],
            to_seller: "A shopper has written to you",
            about: "There is a new message about an order.",
            in_time: "Answer within 24 hours, or say that no answer is needed: your answers count for your shop's health.",
            order: "Order",
            read: "Read and answer",
            once: "You get one mail, however many messages there are, until you have read them.",
        },
        Locale::Es => &Words {
            wrote_to_shopper: ["", " te ha escrito"],
            to_seller: "Un comprador te ha escrito",
            about: "Hay un mensaje nuevo sobre un pedido.",
            in_time: "Responde en 24 horas o indica que no hace falta respuesta: tus respuestas cuentan para la salud de tu tienda.",
            order: "Pedido",
            read: "Leer y responder",
            once: "Recibes un solo correo, por muchos mensajes que haya, hasta que los hayas leído.",
        },
        Locale::Ar => &Words {
            wrote_to_shopper: ["كتب إليك ", ""],
            to_seller: "كتب إليك متسوّق",
            about: "هناك رسالة جديدة بشأن طلب.",
            in_time: "أجب خلال 24 ساعة أو قل إنه لا حاجة إلى رد: تُحسب ردودك في مؤشرات متجرك.",
            order: "الطلب",
            read: "القراءة والرد",
            once: "تصلك رسالة بريد واحدة مهما كثرت الرسائل حتى تقرأها.",
        },
    }
}
