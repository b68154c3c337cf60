//! What a seller's people are told of a sale: whoever ships, on their devices and, where they asked for it, by mail. Nobody's
//! name or address is in it. Called by `receipts`, in the transaction that moves its place in the log.

use super::{LONGEST_TITLE, ReceiptSettings};
use crate::OrderError;
use db::Tx;
use domain::events::OrderPlaced;
use domain::format::{self, Locale};
use domain::roles::{Action, seat_may};
use domain::{AccountId, Money, PartId};
use mail::Letter;
use notify::{Kind, Message};

struct Words {
    title: &'static str,
    and_more: &'static str,
    order: &'static str,
    items: &'static str,
    see: &'static str,
    footer: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            title: "You have a new order",
            and_more: "and more",
            order: "Order",
            items: "Items",
            see: "See the order",
            footer: "You receive this because you ship for this shop and asked for it. You can change that in your notifications.",
        },
        Locale::Es => &Words {
            title: "Tienes un pedido nuevo",
            and_more: "y más",
            order: "Pedido",
            items: "Artículos",
            see: "Ver el pedido",
            footer: "Recibes esto porque envías para esta tienda y lo pediste. Puedes cambiarlo en tus notificaciones.",
        },
        Locale::Ar => &Words {
            title: "لديك طلب جديد",
            and_more: "والمزيد",
            order: "الطلب",
            items: "السلع",
            see: "عرض الطلب",
            footer: "تصلك هذه الرسالة لأنك تشحن لهذا المتجر وطلبتها. يمكنك تغيير ذلك في إشعاراتك.",
        },
    }
}

/// The key of the mail to one of the seller's people about one sale.
fn key(part: PartId, account: AccountId) -> String {
    format!("sale-{part}-{account}")
}

/// Tells everybody who ships for the seller, in their language, as they chose.
pub(super) async fn tell(
    tx: &mut Tx,
    settings: &ReceiptSettings,
    placed: &OrderPlaced,
) -> Result<(), OrderError> {
    let page = format!("/seller/orders/{}?seller={}", placed.part_id, placed.seller_id);
    for member in sellers::staff(tx, placed.seller_id).await? {
        if !seat_may(member.role, Action::FulfilOrder) {
            continue;
        }
        let Some(account) = identity::account(tx, member.account_id).await? else { continue };
        let w = words(account.locale);
        let goods = goods(placed, w);
        let tag = format!("sale-{}", placed.part_id);
        let message = Message::new(account.locale, w.title, &goods, page.clone(), tag);
        notify::enqueue(tx, account.id, Kind::Sale, &message).await?;
        if !notify::choice(tx, account.id, Kind::Sale).await?.mail {
            continue;
        }
        let items = format::money(Money::new(placed.items_minor, placed.currency), account.locale);
        let letter = Letter::new(account.locale, &settings.shop_name, w.title)
            .preheader(&goods)
            .heading(w.title)
            .text(&goods)
            .facts([(w.order, placed.order_id.to_string()), (w.items, items)])
            .button(w.see, &format!("{}{page}", settings.public_url))
            .footer(w.footer);
        mail::enqueue(tx, &letter.message(key(placed.part_id, account.id), &account.email)).await?;
    }
    Ok(())
}

/// The first of what was sold, and whether there is more.
fn goods(placed: &OrderPlaced, w: &Words) -> String {
    let mut lines = placed.lines.iter();
    let first = lines.next().map(|line| {
        let title: String = line.title.chars().take(LONGEST_TITLE).collect();
        format!("{} × {title}", line.quantity)
    });
    let first = first.unwrap_or_default();
    if lines.next().is_some() { format!("{first} {}", w.and_more) } else { first }
}
