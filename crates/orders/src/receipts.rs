//! Receipts by mail, written from the event log: a confirmation for each order, a receipt for each charged parcel, a word
//! about each cancelled part and each parcel that arrived; the parcels are told to people's devices, too, each sale to
//! whoever ships it, and the last unit of an offer to whoever looks after offers. Amounts are those of the order's rows,
//! which are the ledger's.

mod keys;
mod letters;
mod sales;
mod shown;
mod stock;
mod words;

use crate::store::{self, OrderDetail};
use crate::{OrderError, link};
use db::{StoredEvent, Tx, row, sql};
use domain::events::{
    ORDER_CANCELLED, ORDER_DELIVERED, ORDER_NOT_PAID, ORDER_PLACED, ORDER_REST_CANCELLED, ORDER_SHIPPED,
    OrderCancelled, OrderNotPaid, OrderPlaced, OrderRestCancelled, PartDelivered, PartShipped,
};
use domain::format::Locale;
use domain::text_enum::TextEnum as _;
use domain::{DurationUs, LineId, ShipmentId};
pub(crate) use keys::keys_of;
use letters::{cancelled_letter, delivered_letter, not_paid_letter, placed_letter, shipped_letter};
use mail::Letter;
use notify::{Kind, Message};
use words::words;

/// Who writes and where links lead.
#[derive(Debug, Clone)]
pub struct ReceiptSettings {
    /// The shop's name, in the footer.
    pub shop_name: String,
    /// The address of the site without a final slash.
    pub public_url: String,
}

/// Writes the mail that an event calls for; events that call for none are passed over. The mail's key makes it
/// happen once.
pub(crate) async fn write(
    tx: &mut Tx,
    settings: &ReceiptSettings,
    event: &StoredEvent,
) -> Result<(), OrderError> {
    match event.kind.as_str() {
        ORDER_PLACED => {
            let placed: OrderPlaced = event.payload()?;
            sales::tell(tx, settings, &placed).await?;
            stock::tell(tx, settings, &placed).await?;
            let detail = store::detail(tx, placed.order_id).await?;
            let link = link::url(tx, settings, &detail.order).await?;
            let letter = placed_letter(settings, &detail, &link);
            send(tx, &detail, letter, keys::placed(placed.order_id)).await
        }
        ORDER_SHIPPED => {
            let shipped: PartShipped = event.payload()?;
            let detail = store::detail(tx, shipped.order_id).await?;
            let units = units_of(tx, shipped.shipment_id).await?;
            let link = link::url(tx, settings, &detail.order).await?;
            tell(tx, &detail, Kind::Shipped, shipped.shipment_id, &units).await?;
            if !wants_mail(tx, &detail, Kind::Shipped).await? {
                return Ok(());
            }
            let Some(letter) = shipped_letter(settings, &detail, &shipped, &units, &link) else {
                return Ok(());
            };
            send(tx, &detail, letter, keys::shipped(shipped.shipment_id, shipped.part_id)).await
        }
        ORDER_DELIVERED => {
            let delivered: PartDelivered = event.payload()?;
            let detail = store::detail(tx, delivered.order_id).await?;
            let units = units_of(tx, delivered.shipment_id).await?;
            tell(tx, &detail, Kind::Delivered, delivered.shipment_id, &units).await?;
            if !wants_mail(tx, &detail, Kind::Delivered).await? {
                return Ok(());
            }
            let link = link::url(tx, settings, &detail.order).await?;
            let letter = delivered_letter(settings, &detail, delivered.part_id, &units, &link);
            send(tx, &detail, letter, keys::delivered(delivered.shipment_id, delivered.part_id)).await
        }
        ORDER_CANCELLED => {
            let cancelled: OrderCancelled = event.payload()?;
            let detail = store::detail(tx, cancelled.order_id).await?;
            let part = detail.parts.iter().filter(|p| p.part.id == cancelled.part_id);
            let rows = part.flat_map(|p| &p.lines).map(|l| (l.title.clone(), l.quantity, l.amount_minor));
            let link = link::url(tx, settings, &detail.order).await?;
            let letter = cancelled_letter(settings, &detail, &cancelled.reason, rows.collect(), &link);
            send(tx, &detail, letter, keys::cancelled(cancelled.part_id)).await
        }
        ORDER_REST_CANCELLED => {
            let cancelled: OrderRestCancelled = event.payload()?;
            let detail = store::detail(tx, cancelled.order_id).await?;
            let rows = cancelled.lines.into_iter().map(|l| (l.title, l.quantity, l.amount_minor)).collect();
            let link = link::url(tx, settings, &detail.order).await?;
            let letter = cancelled_letter(settings, &detail, &cancelled.reason, rows, &link);
            send(tx, &detail, letter, keys::rest_cancelled(cancelled.part_id)).await
        }
        ORDER_NOT_PAID => {
            let not_paid: OrderNotPaid = event.payload()?;
            // A card refused at once was told on the page; a shopper who has left the page is written to.
            if event.at_us.since(not_paid.placed_at_us) < TOLD_ON_THE_PAGE {
                return Ok(());
            }
            let detail = store::detail(tx, not_paid.order_id).await?;
            let link = link::url(tx, settings, &detail.order).await?;
            let letter = not_paid_letter(settings, &detail, &link);
            send(tx, &detail, letter, keys::not_paid(not_paid.order_id)).await
        }
        _ => Ok(()),
    }
}

/// A refusal that comes sooner than this is still seen on the page.
const TOLD_ON_THE_PAGE: DurationUs = DurationUs::from_secs(30);

row! {
    /// What of one line is in a parcel.
    struct ParcelLine {
        line_id: LineId,
        quantity: i64,
        items_minor: i64,
    }
}

async fn units_of(tx: &mut Tx, shipment: ShipmentId) -> Result<Vec<ParcelLine>, OrderError> {
    let text = "SELECT line_id, quantity, items_minor FROM orders_shipment_lines WHERE shipment_id = $1";
    Ok(tx.all(sql(text).bind(shipment)).await?)
}

/// Whether the buyer wants a mail of this. A guest has nowhere to say no.
async fn wants_mail(tx: &mut Tx, detail: &OrderDetail, kind: Kind) -> Result<bool, OrderError> {
    match detail.order.account_id {
        Some(account) => Ok(notify::choice(tx, account, kind).await?.mail),
        None => Ok(true),
    }
}

/// Tells the buyer's devices of a parcel: what happened, and what is in it.
async fn tell(
    tx: &mut Tx,
    detail: &OrderDetail,
    kind: Kind,
    shipment: ShipmentId,
    units: &[ParcelLine],
) -> Result<(), OrderError> {
    let Some(account) = detail.order.account_id else { return Ok(()) };
    let locale = locale_of(detail);
    let w = words(locale);
    let title = match kind {
        Kind::Shipped => w.shipped,
        Kind::Delivered => w.delivered,
        // What tells of anything else tells it itself.
        Kind::Sale
        | Kind::Payout
        | Kind::Message
        | Kind::Feedback
        | Kind::Answer
        | Kind::StockOut
        | Kind::Return
        | Kind::Dispute
        | Kind::Health
        | Kind::Question
        | Kind::Appeal
        | Kind::Report => return Ok(()),
    };
    let lines = detail.parts.iter().flat_map(|p| &p.lines);
    let mut inside = lines.filter(|line| units.iter().any(|u| u.line_id == line.id));
    let first: String =
        inside.next().map(|line| line.title.chars().take(LONGEST_TITLE).collect()).unwrap_or_default();
    let body = if inside.next().is_some() { format!("{first} {}", w.and_more) } else { first };
    let url = format!("/orders/{}", detail.order.id);
    // That it arrived takes the place of that it left.
    let message = Message::new(locale, title, &body, url, shipment.to_string());
    notify::enqueue(tx, account, kind, &message).await?;
    Ok(())
}

/// Of a product in a message, in characters.
const LONGEST_TITLE: usize = 120;

async fn send(tx: &mut Tx, detail: &OrderDetail, letter: Letter, key: String) -> Result<(), OrderError> {
    // Whoever ended the account in the meantime is nobody to write to.
    let Some((to, _)) = detail.order.mail_to() else { return Ok(()) };
    mail::enqueue(tx, &letter.message(key, &to)).await?;
    Ok(())
}

fn locale_of(detail: &OrderDetail) -> Locale {
    Locale::parse(&detail.order.locale).unwrap_or(Locale::En)
}
