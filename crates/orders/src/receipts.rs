//! Receipts by mail, written from the event log: a confirmation for each order, a receipt for each charged parcel,
//! a word about each cancelled part and each parcel that arrived; the parcels are told to people's devices, too. Amounts are those of the order's rows, which are the ledger's.

use crate::store::{self, OrderDetail, PartDetail};
use crate::{OrderError, link};
use db::{StoredEvent, Tx, row, sql};
use domain::contact::Email;
use domain::events::{
    ORDER_CANCELLED, ORDER_DELIVERED, ORDER_NOT_PAID, ORDER_PLACED, ORDER_REST_CANCELLED, ORDER_SHIPPED,
    OrderCancelled, OrderNotPaid, OrderPlaced, OrderRestCancelled, PartDelivered, PartShipped,
};
use domain::format::{self, Locale};
use domain::order::{CancelReason, Carrier};
use domain::text_enum::TextEnum as _;
use domain::{DurationUs, LineId, Money, PartId, ShipmentId};
use mail::{Letter, Table};
use notify::{Kind, Message};

/// Who writes and where links lead.
#[derive(Debug, Clone)]
pub struct ReceiptSettings {
    /// The shop's name, in the footer.
    pub shop_name: String,
    /// The address of the site without a final slash.
    pub public_url: String,
}

/// The words of a receipt in one language.
struct Words {
    thanks: &'static str,
    placed: &'static str,
    arrives: &'static str,
    not_charged: &'static str,
    shipped: &'static str,
    charged: &'static str,
    delivered: &'static str,
    delivered_text: &'static str,
    and_more: &'static str,
    carrier: &'static str,
    tracking: &'static str,
    own_carrier: &'static str,
    other_carrier: &'static str,
    not_paid: &'static str,
    not_paid_text: &'static str,
    cancelled: &'static str,
    nothing_charged: &'static str,
    reason: &'static str,
    order: &'static str,
    to: &'static str,
    item: &'static str,
    quantity: &'static str,
    amount: &'static str,
    items: &'static str,
    shipping: &'static str,
    wrap: &'static str,
    gift: &'static str,
    tax: &'static str,
    tax_included: &'static str,
    total: &'static str,
    view: &'static str,
}

const EN: Words = Words {
    thanks: "Thank you for your order",
    placed: "We have told the sellers. Here is what you ordered.",
    arrives: "Arrives by",
    not_charged: "Your card is charged when a parcel leaves, not before.",
    shipped: "Your parcel is on its way",
    charged: "Your card was charged for what is in this parcel.",
    delivered: "Your parcel has arrived",
    delivered_text: "The carrier says that it was delivered. If something is missing, tell the seller.",
    and_more: "and more",
    carrier: "Carrier",
    tracking: "Tracking number",
    own_carrier: "the seller's own delivery",
    other_carrier: "another carrier",
    not_paid: "Your order was not paid for",
    not_paid_text: "Your bank did not approve the payment in time. Nothing was ordered and you are not charged; you can order again with another card.",
    cancelled: "A part of your order was cancelled",
    nothing_charged: "You are not charged for it.",
    reason: "Reason",
    order: "Order",
    to: "Delivered to",
    item: "Item",
    quantity: "Quantity",
    amount: "Amount",
    items: "Items",
    shipping: "Shipping",
    wrap: "Gift wrap",
    gift: "Gift message",
    tax: "Tax",
    tax_included: "Tax included",
    total: "Total",
    view: "View your order",
};

const ES: Words = Words {
    thanks: "Gracias por tu pedido",
    placed: "Hemos avisado a los vendedores. Esto es lo que has pedido.",
    arrives: "Llega antes del",
    not_charged: "Tu tarjeta se cobra cuando sale un paquete, no antes.",
    shipped: "Tu paquete está en camino",
    charged: "Hemos cobrado en tu tarjeta lo que contiene este paquete.",
    delivered: "Tu paquete ha llegado",
    delivered_text: "El transportista indica que se ha entregado. Si falta algo, avisa al vendedor.",
    and_more: "y más",
    carrier: "Transportista",
    tracking: "Número de seguimiento",
    own_carrier: "reparto propio del vendedor",
    other_carrier: "otro transportista",
    not_paid: "Tu pedido no se pagó",
    not_paid_text: "Tu banco no aprobó el pago a tiempo. No se ha pedido nada y no se te cobra; puedes volver a pedir con otra tarjeta.",
    cancelled: "Se ha cancelado una parte de tu pedido",
    nothing_charged: "No se te cobra.",
    reason: "Motivo",
    order: "Pedido",
    to: "Se entrega a",
    item: "Artículo",
    quantity: "Cantidad",
    amount: "Importe",
    items: "Artículos",
    shipping: "Envío",
    wrap: "Envoltorio de regalo",
    gift: "Mensaje del regalo",
    tax: "Impuestos",
    tax_included: "Impuestos incluidos",
    total: "Total",
    view: "Ver tu pedido",
};

const AR: Words = Words {
    thanks: "شكرًا لطلبك",
    placed: "أبلغنا البائعين. هذا ما طلبته.",
    arrives: "يصل قبل",
    not_charged: "يُخصم المبلغ من بطاقتك عند خروج الطرد، وليس قبل ذلك.",
    shipped: "طردك في الطريق",
    charged: "خُصم من بطاقتك ثمن محتويات هذا الطرد.",
    delivered: "وصل طردك",
    delivered_text: "تفيد شركة الشحن بأن الطرد سُلّم. إن كان شيء ناقصًا فأخبر البائع.",
    and_more: "والمزيد",
    carrier: "شركة الشحن",
    tracking: "رقم التتبع",
    own_carrier: "توصيل البائع نفسه",
    other_carrier: "شركة أخرى",
    not_paid: "لم يُدفع ثمن طلبك",
    not_paid_text: "لم يوافق مصرفك على الدفع في الوقت المحدد. لم يُطلب شيء ولن يُخصم منك؛ يمكنك الطلب مجددًا ببطاقة أخرى.",
    cancelled: "أُلغي جزء من طلبك",
    nothing_charged: "لن يُخصم منك شيء مقابله.",
    reason: "السبب",
    order: "الطلب",
    to: "التسليم إلى",
    item: "المنتج",
    quantity: "الكمية",
    amount: "المبلغ",
    items: "المنتجات",
    shipping: "الشحن",
    wrap: "تغليف الهدية",
    gift: "رسالة الهدية",
    tax: "الضريبة",
    tax_included: "الضريبة مشمولة",
    total: "الإجمالي",
    view: "عرض طلبك",
};

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &EN,
        Locale::Es => &ES,
        Locale::Ar => &AR,
    }
}

/// Why a part was cancelled, as its buyer reads it.
fn reason_words(reason: &str, locale: Locale) -> &'static str {
    let reason = CancelReason::parse(reason).unwrap_or(CancelReason::CannotShip);
    let [en, es, ar] = match reason {
        CancelReason::Undone => ["you undid it", "lo deshiciste", "تراجعت عنه"],
        CancelReason::ChangedMind => ["you cancelled it", "lo cancelaste", "ألغيته أنت"],
        CancelReason::OutOfStock => ["out of stock", "sin existencias", "نفد المخزون"],
        CancelReason::CannotShip => {
            ["the seller cannot ship it", "el vendedor no puede enviarlo", "لا يستطيع البائع شحنه"]
        }
        CancelReason::PriceError => ["the price was wrong", "el precio era erróneo", "السعر كان خاطئًا"],
        CancelReason::BuyerAsked => ["you asked for it", "lo pediste", "بناءً على طلبك"],
        CancelReason::SuspectedFraud => {
            ["the order could not be verified", "no se pudo verificar el pedido", "تعذر التحقق من الطلب"]
        }
        CancelReason::NotPaid => ["it was not paid for", "no se pagó", "لم يُدفع ثمنه"],
    };
    match locale {
        Locale::En => en,
        Locale::Es => es,
        Locale::Ar => ar,
    }
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
            let detail = store::detail(tx, placed.order_id).await?;
            let link = link::url(tx, settings, &detail.order).await?;
            let letter = placed_letter(settings, &detail, &link);
            send(tx, &detail, letter, format!("order-placed-{}", placed.order_id)).await
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
            send(tx, &detail, letter, format!("shipped-{}-{}", shipped.shipment_id, shipped.part_id)).await
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
            send(tx, &detail, letter, format!("delivered-{}-{}", delivered.shipment_id, delivered.part_id))
                .await
        }
        ORDER_CANCELLED => {
            let cancelled: OrderCancelled = event.payload()?;
            let detail = store::detail(tx, cancelled.order_id).await?;
            let part = detail.parts.iter().filter(|p| p.part.id == cancelled.part_id);
            let rows = part.flat_map(|p| &p.lines).map(|l| (l.title.clone(), l.quantity, l.amount_minor));
            let link = link::url(tx, settings, &detail.order).await?;
            let letter = cancelled_letter(settings, &detail, &cancelled.reason, rows.collect(), &link);
            send(tx, &detail, letter, format!("cancelled-{}", cancelled.part_id)).await
        }
        ORDER_REST_CANCELLED => {
            let cancelled: OrderRestCancelled = event.payload()?;
            let detail = store::detail(tx, cancelled.order_id).await?;
            let rows = cancelled.lines.into_iter().map(|l| (l.title, l.quantity, l.amount_minor)).collect();
            let link = link::url(tx, settings, &detail.order).await?;
            let letter = cancelled_letter(settings, &detail, &cancelled.reason, rows, &link);
            send(tx, &detail, letter, format!("rest-cancelled-{}", cancelled.part_id)).await
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
            send(tx, &detail, letter, format!("not-paid-{}", not_paid.order_id)).await
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

/// The keys that the mails about an order have: all that may have been written, whether they were or not.
pub(crate) fn keys_of(detail: &OrderDetail) -> Vec<String> {
    let order = detail.order.id;
    let mut keys = vec![format!("order-placed-{order}"), format!("not-paid-{order}")];
    for part in &detail.parts {
        let id = part.part.id;
        keys.extend([format!("cancelled-{id}"), format!("rest-cancelled-{id}")]);
        keys.extend(part.shipments.iter().flat_map(|shipment| {
            ["shipped", "delivered"].map(|what| format!("{what}-{}-{id}", shipment.id))
        }));
    }
    keys
}

async fn send(tx: &mut Tx, detail: &OrderDetail, letter: Letter, key: String) -> Result<(), OrderError> {
    // Whoever ended the account in the meantime is nobody to write to.
    if detail.order.email == crate::personal::NOBODY {
        return Ok(());
    }
    // The address was parsed when the order was placed.
    let Ok(to) = Email::parse(&detail.order.email) else { return Ok(()) };
    mail::enqueue(tx, &letter.message(key, &to)).await?;
    Ok(())
}

fn locale_of(detail: &OrderDetail) -> Locale {
    Locale::parse(&detail.order.locale).unwrap_or(Locale::En)
}

/// Only what is shown is taxed on top or not: all lines of an order follow one rate's way.
fn tax_words(detail: &OrderDetail, w: &'static Words) -> &'static str {
    let inclusive = detail.parts.iter().flat_map(|p| &p.lines).any(|l| l.tax_inclusive);
    if inclusive { w.tax_included } else { w.tax }
}

fn line_rows(parts: &[&PartDetail], money: &dyn Fn(i64) -> String) -> Vec<Vec<String>> {
    let row = |l: &store::Line| vec![l.title.clone(), l.quantity.to_string(), money(l.amount_minor)];
    parts.iter().flat_map(|p| &p.lines).map(row).collect()
}

fn placed_letter(settings: &ReceiptSettings, detail: &OrderDetail, link: &str) -> Letter {
    let (order, locale) = (&detail.order, locale_of(detail));
    let w = words(locale);
    let money = |minor: i64| format::money(Money::new(minor, order.currency), locale);
    let latest = detail.parts.iter().map(|p| p.part.promise.0.latest_day).max();
    let arrives = latest.map(|day| format::weekday_and_day(day, locale)).unwrap_or_default();
    let address = order.address.0.lines().join(", ");
    let number = order.id.to_string();
    let parts: Vec<&PartDetail> = detail.parts.iter().collect();
    let mut facts = vec![(w.order, number.as_str()), (w.arrives, arrives.as_str()), (w.to, address.as_str())];
    facts.extend(order.gift_message.as_deref().filter(|text| !text.is_empty()).map(|text| (w.gift, text)));
    let mut totals = vec![
        (w.items.into(), money(order.items_minor)),
        (w.shipping.into(), money(order.shipping_minor)),
        (tax_words(detail, w).into(), money(order.tax_minor)),
        (w.total.into(), money(order.total_minor)),
    ];
    if order.wrap_minor > 0 {
        totals.insert(2, (w.wrap.into(), money(order.wrap_minor)));
    }
    Letter::new(locale, &settings.shop_name, w.thanks)
        .preheader(&format!("{} {arrives}", w.arrives))
        .heading(w.thanks)
        .text(w.placed)
        .facts(facts)
        .table(Table {
            head: vec![w.item.into(), w.quantity.into(), w.amount.into()],
            rows: line_rows(&parts, &money),
            totals,
        })
        .text(w.not_charged)
        .button(w.view, link)
        .footer(&settings.shop_name)
}

/// The receipt of one parcel: what is in it, and what was charged for that.
fn shipped_letter(
    settings: &ReceiptSettings,
    detail: &OrderDetail,
    shipped: &PartShipped,
    units: &[ParcelLine],
    link: &str,
) -> Option<Letter> {
    let (order, locale) = (&detail.order, locale_of(detail));
    let w = words(locale);
    let money = |minor: i64| format::money(Money::new(minor, order.currency), locale);
    let part = detail.parts.iter().find(|p| p.part.id == shipped.part_id)?;
    let parcel = part.shipments.iter().find(|s| s.id == shipped.shipment_id)?;
    let number = order.id.to_string();
    let carrier = match (parcel.carrier.0, parcel.carrier.0.name()) {
        (_, Some(name)) => name,
        (Carrier::Own, None) => w.own_carrier,
        (_, None) => w.other_carrier,
    };
    // Amounts without tax, as they were posted; the tax stands beside them.
    let mut totals = vec![
        (w.items.into(), money(parcel.items_minor)),
        (w.shipping.into(), money(parcel.shipping_minor)),
        (w.tax.into(), money(parcel.tax_minor)),
        (w.total.into(), money(parcel.total_minor)),
    ];
    if parcel.wrap_minor > 0 {
        totals.insert(2, (w.wrap.into(), money(parcel.wrap_minor)));
    }
    let in_it = |line: &store::Line| units.iter().find(|u| u.line_id == line.id);
    let rows = part.lines.iter().filter_map(|line| {
        let own = in_it(line)?;
        Some(vec![line.title.clone(), own.quantity.to_string(), money(own.items_minor)])
    });
    Some(
        Letter::new(locale, &settings.shop_name, w.shipped)
            .preheader(w.charged)
            .heading(w.shipped)
            .text(w.charged)
            .facts([(w.order, number.as_str()), (w.carrier, carrier), (w.tracking, parcel.tracking.as_str())])
            .table(Table {
                head: vec![w.item.into(), w.quantity.into(), w.amount.into()],
                rows: rows.collect(),
                totals,
            })
            .button(w.view, link)
            .footer(&settings.shop_name),
    )
}

/// A parcel arrived: what was in it.
fn delivered_letter(
    settings: &ReceiptSettings,
    detail: &OrderDetail,
    part: PartId,
    units: &[ParcelLine],
    link: &str,
) -> Letter {
    let w = words(locale_of(detail));
    let number = detail.order.id.to_string();
    let lines = detail.parts.iter().filter(|p| p.part.id == part).flat_map(|p| &p.lines);
    let rows = lines.filter_map(|line| {
        let own = units.iter().find(|u| u.line_id == line.id)?;
        Some(vec![line.title.clone(), own.quantity.to_string()])
    });
    Letter::new(locale_of(detail), &settings.shop_name, w.delivered)
        .preheader(w.delivered_text)
        .heading(w.delivered)
        .text(w.delivered_text)
        .facts([(w.order, number.as_str())])
        .table(Table {
            head: vec![w.item.into(), w.quantity.into()],
            rows: rows.collect(),
            totals: Vec::new(),
        })
        .button(w.view, link)
        .footer(&settings.shop_name)
}

fn cancelled_letter(
    settings: &ReceiptSettings,
    detail: &OrderDetail,
    reason: &str,
    rows: Vec<(String, i64, i64)>,
    link: &str,
) -> Letter {
    let (order, locale) = (&detail.order, locale_of(detail));
    let w = words(locale);
    let money = |minor: i64| format::money(Money::new(minor, order.currency), locale);
    let number = order.id.to_string();
    let row = |(title, quantity, minor): (String, i64, i64)| vec![title, quantity.to_string(), money(minor)];
    Letter::new(locale, &settings.shop_name, w.cancelled)
        .preheader(w.nothing_charged)
        .heading(w.cancelled)
        .text(w.nothing_charged)
        .facts([(w.order, number.as_str()), (w.reason, reason_words(reason, locale))])
        .table(Table {
            head: vec![w.item.into(), w.quantity.into(), w.amount.into()],
            rows: rows.into_iter().map(row).collect(),
            totals: Vec::new(),
        })
        .button(w.view, link)
        .footer(&settings.shop_name)
}

fn not_paid_letter(settings: &ReceiptSettings, detail: &OrderDetail, link: &str) -> Letter {
    let w = words(locale_of(detail));
    let number = detail.order.id.to_string();
    Letter::new(locale_of(detail), &settings.shop_name, w.not_paid)
        .preheader(w.not_paid_text)
        .heading(w.not_paid)
        .text(w.not_paid_text)
        .facts([(w.order, number.as_str())])
        .button(w.view, link)
        .footer(&settings.shop_name)
}
