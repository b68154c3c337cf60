//! Mails and messages to devices: that a shopper asked about a product, to those who sell it, with a link. What was asked stays
//! on the page, so that it goes with its author and when it is hidden. Written in the transaction of the question. Called by
//! `questions`.

use crate::{ReviewError, ReviewsConfig};
use buybox::{Market, Shelf};
use db::Tx;
use domain::buy_box::ranking;
use domain::format::Locale;
use domain::roles::{Action, seat_may};
use domain::{AccountId, OfferId, ProductId, QuestionId, SellerId};
use identity::AccountSummary;
use mail::Letter;
use notify::Kind;
use std::collections::{HashMap, HashSet};

/// So many sellers of a product are told of a question: those whose offers stand first.
pub const MOST_TOLD: usize = 10;

struct Words {
    title: &'static str,
    about: &'static str,
    read: &'static str,
    footer: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            title: "A shopper asks about something you sell",
            about: "Whoever looks at the product reads your answer.",
            read: "Read and answer",
            footer: "You receive this because you answer shoppers for this shop. You can change that in your notifications.",
        },
        Locale::Es => &Words {
            title: "Un comprador pregunta por algo que vendes",
            about: "Quien mire el producto leerá tu respuesta.",
            read: "Leer y responder",
            footer: "Recibes esto porque respondes a los compradores de esta tienda. Puedes cambiarlo en tus notificaciones.",
        },
        Locale::Ar => &Words {
            title: "متسوّق يسأل عن شيء تبيعه",
            about: "كل من يطّلع على المنتج يقرأ جوابك.",
            read: "القراءة والرد",
            footer: "تصلك هذه الرسالة لأنك ترد على المتسوّقين باسم هذا المتجر. يمكنك تغيير ذلك في إشعاراتك.",
        },
    }
}

/// The sellers who may sell and whose active offers of the product stand first in this market, each once, at most
/// [`MOST_TOLD`]. Of a product with very many offers those are looked at that a page of it reads.
async fn first(tx: &mut Tx, market: &Market, product: ProductId) -> Result<Vec<SellerId>, ReviewError> {
    let found = catalog::contending(tx, product).await?;
    let mut shelf = Shelf::of(tx, found.offers).await?;
    if found.crowded {
        shelf.complete(tx, market, product).await?;
    }
    let mut all = market.contenders(&shelf.offers, &shelf.stock, &shelf.sellers);
    all.retain(|contender| contender.open);
    let of: HashMap<OfferId, SellerId> =
        shelf.offers.iter().map(|offer| (offer.id, offer.seller_id)).collect();
    let mut sellers = Vec::with_capacity(MOST_TOLD);
    for contender in ranking(&all, market.home()) {
        let Some(seller) = of.get(&contender.offer) else { continue };
        if sellers.len() < MOST_TOLD && !sellers.contains(seller) {
            sellers.push(*seller);
        }
    }
    Ok(sellers)
}

/// Tells everybody who may answer in the name of those sellers, once, in their language, as they chose; not who asked.
pub(crate) async fn asked(
    tx: &mut Tx,
    config: &ReviewsConfig,
    market: &Market,
    (asker, product, id): (AccountId, ProductId, QuestionId),
) -> Result<(), ReviewError> {
    let mut told = HashSet::from([asker]);
    for seller in first(tx, market, product).await? {
        for member in sellers::staff(tx, seller).await? {
            if !seat_may(member.role, Action::ReplyForSeller) || !told.insert(member.account_id) {
                continue;
            }
            if let Some(account) = identity::account(tx, member.account_id).await? {
                tell(tx, config, &account, seller, id).await?;
            }
        }
    }
    Ok(())
}

async fn tell(
    tx: &mut Tx,
    config: &ReviewsConfig,
    account: &AccountSummary,
    seller: SellerId,
    id: QuestionId,
) -> Result<(), ReviewError> {
    let w = words(account.locale);
    let page = format!("/seller/reviews?seller={seller}#{id}");
    let message =
        notify::Message::new(account.locale, w.title, w.about, page.clone(), format!("question-{id}"));
    notify::enqueue(tx, account.id, Kind::Question, &message).await?;
    if !notify::choice(tx, account.id, Kind::Question).await?.mail {
        return Ok(());
    }
    let letter = Letter::new(account.locale, &config.shop_name, w.title)
        .preheader(w.about)
        .heading(w.title)
        .text(w.about)
        .button(w.read, &format!("{}{page}", config.public_url))
        .footer(w.footer);
    mail::enqueue(tx, &letter.message(format!("question:{id}:{}", account.id), &account.email)).await?;
    Ok(())
}
