//! Mails about appeals: the seller's owners are told of one, and both parties of the decision with its reason. Of a decision
//! both are also told on their devices and beside the bell, as they chose. What the shopper wrote stays on the pages, so that it
//! can go with its account.

use crate::letters::{goods, key, load};
use crate::words::words;
use crate::{ReturnError, ReturnsConfig};
use db::Tx;
use domain::format::Locale;
use domain::returns::AppealState;
use domain::{AccountId, ReturnId};
use mail::Letter;
use notify::{Kind, Message};

/// The mails about an appeal to its shopper.
pub(crate) const TO_SHOPPER: [&str; 1] = ["appeal-decided"];

struct Words {
    asked: &'static str,
    asked_text: &'static str,
    upheld: &'static str,
    upheld_text: &'static str,
    overturned: &'static str,
    /// To the shopper, and to the seller.
    overturned_text: &'static str,
    overturned_seller: &'static str,
    reason: &'static str,
}

const EN: Words = Words {
    asked: "A shopper appeals about a return",
    asked_text: "The shopper does not agree with your decision and has asked us. You need do nothing: we look at it and write to you.",
    upheld: "The decision about the return stands",
    upheld_text: "We have looked at the appeal. What the seller decided stands.",
    overturned: "The decision about the return is changed",
    overturned_text: "We have looked at your appeal and decided for you. See on the return's page how it goes on.",
    overturned_seller: "We have looked at the appeal and decided for the shopper. What you declined is approved, and what you kept back is given back.",
    reason: "Our reason:",
};

const ES: Words = Words {
    asked: "Un comprador recurre una devolución",
    asked_text: "El comprador no está de acuerdo con tu decisión y nos ha pedido que la revisemos. No tienes que hacer nada: te escribiremos cuando lo hayamos hecho.",
    upheld: "La decisión sobre la devolución se mantiene",
    upheld_text: "Hemos revisado el recurso. Lo que decidió el vendedor se mantiene.",
    overturned: "La decisión sobre la devolución ha cambiado",
    overturned_text: "Hemos revisado tu recurso y te damos la razón. Mira en la página de la devolución cómo sigue.",
    overturned_seller: "Hemos revisado el recurso y damos la razón al comprador. Lo que rechazaste se aprueba y lo que retuviste se devuelve.",
    reason: "Nuestro motivo:",
};

const AR: Words = Words {
    asked: "متسوّق يعترض بشأن إرجاع",
    asked_text: "لا يوافق المتسوّق على قرارك وطلب منا مراجعته. لا يلزمك فعل شيء: سننظر فيه ونكتب إليك.",
    upheld: "بقي القرار بشأن الإرجاع كما هو",
    upheld_text: "نظرنا في الاعتراض. يبقى ما قرره البائع.",
    overturned: "تغيّر القرار بشأن الإرجاع",
    overturned_text: "نظرنا في اعتراضك وقررنا لصالحك. تجد الخطوات التالية في صفحة الإرجاع.",
    overturned_seller: "نظرنا في الاعتراض وقررنا لصالح المتسوّق. ما رفضته موافق عليه، وما احتجزته يُعاد.",
    reason: "سببنا:",
};

fn of(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &EN,
        Locale::Es => &ES,
        Locale::Ar => &AR,
    }
}

/// A shopper appeals: to the seller's owners.
pub(crate) async fn asked(tx: &mut Tx, config: &ReturnsConfig, id: ReturnId) -> Result<(), ReturnError> {
    to_owners(tx, config, id, "appealed", |w| (w.asked, w.asked_text), None).await
}

/// The platform has decided: to both.
pub(crate) async fn decided(
    tx: &mut Tx,
    config: &ReturnsConfig,
    id: ReturnId,
    state: AppealState,
    reason: &str,
) -> Result<(), ReturnError> {
    let overturned = state == AppealState::Overturned;
    let to_seller = move |w: &Words| {
        if overturned { (w.overturned, w.overturned_seller) } else { (w.upheld, w.upheld_text) }
    };
    to_owners(tx, config, id, "appeal-answered", to_seller, Some(reason)).await?;
    let (detail, order) = load(tx, id).await?;
    let Some((to, locale)) = order.mail_to() else { return Ok(()) };
    let (w, common) = (of(locale), words(locale));
    let (subject, text) =
        if overturned { (w.overturned, w.overturned_text) } else { (w.upheld, w.upheld_text) };
    if let Some(account) = order.account_id {
        let page = format!("/orders/{}/returns/{id}", order.id);
        tell(tx, account, (locale, subject, text), page, id).await?;
    }
    let link = orders::link::url_of(tx, &config.public_url, &order, &format!("/returns/{id}")).await?;
    let letter = Letter::new(locale, &config.shop_name, subject)
        .heading(subject)
        .text(text)
        .text(&format!("{}\n{reason}", w.reason))
        .facts([(common.number, id.to_string())])
        .table(goods(common, &detail));
    let letter = letter.button(common.view, &link).footer(&config.shop_name);
    mail::enqueue(tx, &letter.message(key("appeal-decided", id), &to)).await?;
    Ok(())
}

/// To each owner of the seller, in their language.
async fn to_owners(
    tx: &mut Tx,
    config: &ReturnsConfig,
    id: ReturnId,
    what: &str,
    say: impl Fn(&'static Words) -> (&'static str, &'static str),
    reason: Option<&str>,
) -> Result<(), ReturnError> {
    let (detail, _) = load(tx, id).await?;
    let seller = detail.row.seller_id;
    let link = format!("{}/seller/returns/{id}?seller={seller}", config.public_url);
    for owner in sellers::owners(tx, seller).await? {
        let (w, common) = (of(owner.locale), words(owner.locale));
        let (subject, text) = say(w);
        // That a shopper appealed asks nothing of them.
        if reason.is_some() {
            let page = format!("/seller/returns/{id}?seller={seller}");
            tell(tx, owner.id, (owner.locale, subject, text), page, id).await?;
        }
        let mut letter = Letter::new(owner.locale, &config.shop_name, subject).heading(subject).text(text);
        if let Some(reason) = reason {
            letter = letter.text(&format!("{}\n{reason}", w.reason));
        }
        let letter = letter.facts([(common.number, id.to_string())]).table(goods(common, &detail));
        let letter = letter.button(common.view, &link).footer(&config.shop_name);
        let key = format!("return-{what}-{id}-{}", owner.id);
        mail::enqueue(tx, &letter.message(key, &owner.email)).await?;
    }
    Ok(())
}

/// On an account's devices and beside the bell, as it chose.
async fn tell(
    tx: &mut Tx,
    account: AccountId,
    (locale, title, text): (Locale, &str, &str),
    page: String,
    id: ReturnId,
) -> Result<(), ReturnError> {
    let message = Message::new(locale, title, text, page, format!("appeal-{id}"));
    notify::enqueue(tx, account, Kind::Appeal, &message).await?;
    Ok(())
}
