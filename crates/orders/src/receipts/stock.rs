//! What a seller's people are told when the last unit of an offer is sold: whoever looks after offers, on their devices and by
//! mail, as they chose. Called by `receipts`, in the transaction that moves its place in the log.

use super::{LONGEST_TITLE, ReceiptSettings};
use crate::OrderError;
use db::{Conn, Tx, sql};
use domain::events::{OrderPlaced, PlacedLine};
use domain::format::Locale;
use domain::roles::{Action, seat_may};
use domain::{AccountId, OfferId, PartId, Timestamp};
use mail::Letter;
use notify::{Kind, Message};
use std::collections::HashSet;

/// More orders of one offer than are placed in a millisecond.
const OF_ONE_MILLISECOND: i64 = 50;

struct Words {
    title: &'static str,
    text: &'static str,
    see: &'static str,
    footer: &'static str,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &Words {
            title: "Something you sell is sold out",
            text: "The last unit was sold. Nobody can buy it until there are more.",
            see: "See your offers",
            footer: "You receive this because you look after the offers of this shop. You can change that in your notifications.",
        },
        Locale::Es => &Words {
            title: "Algo que vendes se ha agotado",
            text: "Se ha vendido la última unidad. Nadie puede comprarlo hasta que haya más.",
            see: "Ver tus ofertas",
            footer: "Recibes esto porque te ocupas de las ofertas de esta tienda. Puedes cambiarlo en tus notificaciones.",
        },
        Locale::Ar => &Words {
            title: "نفد شيء مما تبيعه",
            text: "بيعت آخر وحدة. لا يمكن لأحد شراؤه حتى تتوفر وحدات أخرى.",
            see: "عرض سلعك",
            footer: "تصلك هذه الرسالة لأنك تعتني بعروض هذا المتجر. يمكنك تغيير ذلك في إشعاراتك.",
        },
    }
}

/// The key of the mail to one of the seller's people about one offer.
fn key(part: PartId, offer: OfferId, account: AccountId) -> String {
    format!("stock-{part}-{offer}-{account}")
}

/// Tells of each offer whose last unit this sale took.
pub(super) async fn tell(
    tx: &mut Tx,
    settings: &ReceiptSettings,
    placed: &OrderPlaced,
) -> Result<(), OrderError> {
    let mut seen = HashSet::new();
    let lines: Vec<&PlacedLine> = placed.lines.iter().filter(|line| seen.insert(line.offer_id)).collect();
    let ids: Vec<OfferId> = lines.iter().map(|line| line.offer_id).collect();
    let levels = inventory::levels(tx, &ids).await?;
    let is_out = |offer: &OfferId| levels.get(offer).is_some_and(|level| level.available == 0);
    for line in lines.into_iter().filter(|line| is_out(&line.offer_id)) {
        // What was placed after it took the last one, and says so itself.
        if is_newest(tx, line.offer_id, placed.part_id).await? {
            sold_out(tx, settings, placed, line).await?;
        }
    }
    Ok(())
}

/// Whether nobody ordered the offer after this part. Ids sort by the millisecond in which they were made; within one, when
/// the orders were placed tells.
async fn is_newest(conn: &mut Conn, offer: OfferId, part: PartId) -> Result<bool, OrderError> {
    let newest =
        sql("SELECT p.placed_at_us, p.id FROM orders_lines l JOIN orders_parts p ON p.id = l.part_id
                      WHERE l.offer_id = $1 ORDER BY l.part_id DESC LIMIT $2");
    let newest: Vec<(Timestamp, PartId)> = conn.all(newest.bind(offer).bind(OF_ONE_MILLISECOND)).await?;
    Ok(newest.into_iter().max().is_some_and(|(_, newest)| newest == part))
}

async fn sold_out(
    tx: &mut Tx,
    settings: &ReceiptSettings,
    placed: &OrderPlaced,
    line: &PlacedLine,
) -> Result<(), OrderError> {
    let page = format!("/seller/products?seller={}", placed.seller_id);
    let title: String = line.title.chars().take(LONGEST_TITLE).collect();
    for member in sellers::staff(tx, placed.seller_id).await? {
        if !seat_may(member.role, Action::ManageOffers) {
            continue;
        }
        let Some(account) = identity::account(tx, member.account_id).await? else { continue };
        let w = words(account.locale);
        let tag = format!("stock-{}", line.offer_id);
        let message = Message::new(account.locale, w.title, &title, page.clone(), tag);
        notify::enqueue(tx, account.id, Kind::StockOut, &message).await?;
        if !notify::choice(tx, account.id, Kind::StockOut).await?.mail {
            continue;
        }
        let letter = Letter::new(account.locale, &settings.shop_name, w.title)
            .preheader(&title)
            .heading(w.title)
            .text(&title)
            .text(w.text)
            .button(w.see, &format!("{}{page}", settings.public_url))
            .footer(w.footer);
        let key = key(placed.part_id, line.offer_id, account.id);
        mail::enqueue(tx, &letter.message(key, &account.email)).await?;
    }
    Ok(())
}
