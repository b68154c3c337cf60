//! Mails about an opening to the seller's owners, in the transaction of the decision that they tell of. They are about a
//! contract, so no choice silences them.

use crate::{OpeningError, OpeningsConfig, Verdict};
use db::Tx;
use domain::format::Locale;
use domain::opening::OpeningDecision;
use domain::{OpeningStepId, SellerId};
use mail::Letter;

/// The words in one language.
struct Words {
    approved: &'static str,
    approved_text: &'static str,
    returned: &'static str,
    returned_text: &'static str,
    refused: &'static str,
    refused_text: &'static str,
    shop: &'static str,
    words: &'static str,
    go_on: &'static str,
}

const EN: Words = Words {
    approved: "Your shop is open",
    approved_text: "Everything you handed in is fine. What you offer is for sale from now on.",
    returned: "Something is missing before your shop opens",
    returned_text: "Please look at what is marked, change it and hand it in again.",
    refused: "Your shop cannot open here",
    refused_text: "We have looked at what you handed in and cannot let this shop sell.",
    shop: "Shop",
    words: "What was said",
    go_on: "See your shop",
};

const ES: Words = Words {
    approved: "Tu tienda está abierta",
    approved_text: "Todo lo que entregaste está bien. Lo que ofreces ya está a la venta.",
    returned: "Falta algo antes de que abra tu tienda",
    returned_text: "Revisa lo que está marcado, cámbialo y entrégalo de nuevo.",
    refused: "Tu tienda no puede abrir aquí",
    refused_text: "Hemos revisado lo que entregaste y no podemos dejar que esta tienda venda.",
    shop: "Tienda",
    words: "Lo que se dijo",
    go_on: "Ver tu tienda",
};

const AR: Words = Words {
    approved: "متجرك مفتوح",
    approved_text: "كل ما قدمته سليم. ما تعرضه معروض للبيع من الآن.",
    returned: "ينقص شيء قبل أن يفتح متجرك",
    returned_text: "راجع ما وُضعت عليه علامة وغيّره ثم قدمه من جديد.",
    refused: "لا يمكن لمتجرك أن يفتح هنا",
    refused_text: "راجعنا ما قدمته ولا يمكننا أن نسمح لهذا المتجر بالبيع.",
    shop: "المتجر",
    words: "ما قيل",
    go_on: "عرض متجرك",
};

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &EN,
        Locale::Es => &ES,
        Locale::Ar => &AR,
    }
}

/// Tells every owner what was decided.
pub(crate) async fn decided(
    tx: &mut Tx,
    config: &OpeningsConfig,
    seller: SellerId,
    verdict: &Verdict,
    step: OpeningStepId,
) -> Result<(), OpeningError> {
    let name = sellers::get(tx, seller).await?.ok_or(OpeningError::NotFound)?.name;
    let (decision, said) = (verdict.decision, &verdict.words);
    for owner in sellers::owners(tx, seller).await? {
        let w = words(owner.locale);
        let (subject, text, page) = match decision {
            OpeningDecision::Approve => (w.approved, w.approved_text, "/seller"),
            OpeningDecision::Return => (w.returned, w.returned_text, "/seller/opening"),
            OpeningDecision::Refuse => (w.refused, w.refused_text, "/seller/opening"),
        };
        let mut facts = vec![(w.shop, name.clone())];
        if !said.is_empty() {
            facts.push((w.words, said.clone()));
        }
        let link = format!("{}{page}?seller={seller}", config.public_url);
        let letter = Letter::new(owner.locale, &config.shop_name, subject)
            .heading(subject)
            .text(text)
            .facts(facts)
            .button(w.go_on, &link)
            .footer(&config.shop_name);
        // A shop may be given back several times: each letter has the step that it tells of in its key.
        let key = format!("opening-{step}-{}", owner.id);
        mail::enqueue(tx, &letter.message(key, &owner.email)).await?;
    }
    Ok(())
}
