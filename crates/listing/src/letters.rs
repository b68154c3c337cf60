//! What a seller's owners are written about their listings, in the transaction that changes them.

use crate::proposals::{Proposal, ProposalState};
use crate::{ListingConfig, ListingError};
use catalog::{Offer, Product};
use db::Tx;
use domain::SellerId;
use domain::format::Locale;
use mail::Letter;

struct Words {
    live: &'static str,
    live_text: &'static str,
    refused: &'static str,
    refused_text: &'static str,
    hidden: &'static str,
    hidden_text: &'static str,
    product: &'static str,
    reason: &'static str,
    sku: &'static str,
    kept: &'static str,
    view: &'static str,
    footer: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            live: "Your product is in the catalogue",
            live_text: "It was approved and can be bought from you now.",
            refused: "Your product was not taken into the catalogue",
            refused_text: "Read why below. You can propose it again once that is mended.",
            hidden: "An offer of yours was taken off sale",
            hidden_text: "Two products of the catalogue were one and the same, and you offer the one that was kept already. \
                          The stock of the other offer is untouched: count it to the offer that goes on, if it is the same goods.",
            product: "Product",
            reason: "Reason",
            sku: "SKU",
            kept: "Kept product",
            view: "See your products",
            footer: "You receive this because you own this shop.",
        },
        Locale::Es => &Words {
            live: "Tu producto está en el catálogo",
            live_text: "Se ha aprobado y ya se te puede comprar.",
            refused: "Tu producto no se ha incluido en el catálogo",
            refused_text: "Lee el motivo más abajo. Puedes volver a proponerlo cuando esté corregido.",
            hidden: "Una de tus ofertas se ha retirado de la venta",
            hidden_text: "Dos productos del catálogo eran el mismo, y ya ofreces el que se conserva. Las existencias de la otra \
                          oferta siguen intactas: súmalas a la oferta que continúa si es la misma mercancía.",
            product: "Producto",
            reason: "Motivo",
            sku: "SKU",
            kept: "Producto conservado",
            view: "Ver tus productos",
            footer: "Recibes esto porque eres titular de esta tienda.",
        },
        Locale::Ar => &Words {
            live: "منتجك في الكتالوج",
            live_text: "تمت الموافقة عليه ويمكن شراؤه منك الآن.",
            refused: "لم يُضف منتجك إلى الكتالوج",
            refused_text: "اقرأ السبب أدناه. يمكنك اقتراحه مجددًا بعد تصحيح ذلك.",
            hidden: "سُحب أحد عروضك من البيع",
            hidden_text: "كان منتجان في الكتالوج منتجًا واحدًا، وأنت تعرض المنتج الذي بقي بالفعل. لم يُمس مخزون العرض الآخر: \
                          أضفه إلى العرض المستمر إن كانت البضاعة نفسها.",
            product: "المنتج",
            reason: "السبب",
            sku: "رمز SKU",
            kept: "المنتج الباقي",
            view: "عرض منتجاتك",
            footer: "تصلك هذه الرسالة لأنك مالك هذا المتجر.",
        },
    }
}

/// Tells what an operator decided about a proposal.
pub(crate) async fn decided(
    tx: &mut Tx,
    config: &ListingConfig,
    proposal: &Proposal,
) -> Result<(), ListingError> {
    for owner in sellers::owners(tx, proposal.seller).await? {
        let w = words(owner.locale);
        let (title, text) = match proposal.state {
            ProposalState::Live => (w.live, w.live_text),
            ProposalState::Waiting | ProposalState::Refused => (w.refused, w.refused_text),
        };
        let mut facts = vec![(w.product, proposal.draft.title.clone())];
        facts.extend(proposal.reason.clone().map(|reason| (w.reason, reason)));
        let letter = Letter::new(owner.locale, &config.shop_name, title)
            .heading(title)
            .text(text)
            .facts(facts)
            .button(w.view, &products(config, proposal.seller))
            .footer(w.footer);
        let key = format!("listing:{}:{}", proposal.id, owner.id);
        mail::enqueue(tx, &letter.message(key, &owner.email)).await?;
    }
    Ok(())
}

/// Tells that an offer is off sale because its seller offers the product that was kept, too.
pub(crate) async fn hidden(
    tx: &mut Tx,
    config: &ListingConfig,
    offer: &Offer,
    gone: &Product,
    kept: &Product,
) -> Result<(), ListingError> {
    for owner in sellers::owners(tx, offer.seller_id).await? {
        let w = words(owner.locale);
        let facts =
            [(w.product, gone.title.clone()), (w.sku, offer.sku.clone()), (w.kept, kept.title.clone())];
        let letter = Letter::new(owner.locale, &config.shop_name, w.hidden)
            .heading(w.hidden)
            .text(w.hidden_text)
            .facts(facts)
            .button(w.view, &products(config, offer.seller_id))
            .footer(w.footer);
        let key = format!("listing-hidden:{}:{}:{}", offer.id, kept.id, owner.id);
        mail::enqueue(tx, &letter.message(key, &owner.email)).await?;
    }
    Ok(())
}

fn products(config: &ListingConfig, seller: SellerId) -> String {
    format!("{}/seller/products?seller={seller}", config.public_url)
}
