//! Rows of orders and the reads that pages make. Commands change them in the other files of this crate.

mod seller;

pub use seller::{
    Narrowed, PlacedWith, SellerFilter, ToPick, parts_narrowed, parts_of_seller, to_pick, to_ship_count,
};

use crate::OrderError;
use crate::cart::Shopper;
use crate::promotions::{self, LinePromotion};
use db::{Conn, Json, Text, placeholders, row, sql};
use domain::address::Address;
use domain::commission::CommissionClass;
use domain::contact::Email;
use domain::format::Locale;
use domain::order::{Carrier, Device, OrderSource, OrderState, PartState, ShipmentState};
use domain::promise::Promise;
use domain::rate::Rate;
use domain::text_enum::TextEnum as _;
use domain::{
    AccountId, BundleId, CaptureId, Currency, GuestId, HoldId, LineId, Money, OfferId, OrderId, PartId,
    PaymentId, PictureId, ProductId, SellerId, ShipmentId, Timestamp,
};
use std::collections::HashMap;

row! {
    /// An order: what one shopper bought in one go and pays with one authorisation.
    pub struct Order {
        pub id: OrderId,
        pub input_hash: String,
        pub account_id: Option<AccountId>,
        pub guest_id: Option<GuestId>,
        pub email: String,
        pub locale: String,
        pub source: Text<OrderSource>,
        pub state: Text<OrderState>,
        pub currency: Currency,
        pub items_minor: i64,
        pub shipping_minor: i64,
        pub tax_minor: i64,
        pub total_minor: i64,
        pub address: Json<Address>,
        pub payment_id: PaymentId,
        pub hold_id: HoldId,
        pub challenge: Option<String>,
        pub failure: Option<String>,
        pub undo_until_us: Option<Timestamp>,
        pub placed_at_us: Timestamp,
        /// For wrapping every part as a present.
        pub wrap_minor: i64,
        /// What the giver wrote, empty or not; nothing for an order that is no present.
        pub gift_message: Option<String>,
        /// What the coupon took off goods and shipping, as shown.
        pub discount_minor: i64,
        pub coupon_code: Option<String>,
        /// In which currency its buyer read the prices, and at which rate: see [`Order::shown`].
        pub shown_currency: Option<Currency>,
        pub shown_numerator: Option<i64>,
        pub shown_denominator: Option<i64>,
        pub shown_day: Option<i64>,
        /// What it was placed with; nothing where that is not known.
        pub device: Option<Text<Device>>,
    }
}
pub(crate) const ORDER: &str =
    "id, input_hash, account_id, guest_id, email, locale, source, state, currency, items_minor,
    shipping_minor, tax_minor, total_minor, address, payment_id, hold_id, challenge, failure, undo_until_us,
    placed_at_us, wrap_minor, gift_message, discount_minor, coupon_code, shown_currency, shown_numerator,
    shown_denominator, shown_day, device";

row! {
    /// One seller's part of an order; it lives its own life.
    pub struct Part {
        pub id: PartId,
        pub order_id: OrderId,
        pub seller_id: SellerId,
        pub state: Text<PartState>,
        pub items_minor: i64,
        pub shipping_minor: i64,
        pub tax_minor: i64,
        pub total_minor: i64,
        pub captured_minor: i64,
        pub bundle_id: Option<BundleId>,
        pub promise: Json<Promise>,
        pub tax_place: String,
        pub placed_at_us: Timestamp,
        pub accepted_at_us: Option<Timestamp>,
        pub shipped_at_us: Option<Timestamp>,
        pub delivered_at_us: Option<Timestamp>,
        pub cancelled_at_us: Option<Timestamp>,
        pub cancel_reason: Option<String>,
        pub wrap_minor: i64,
        pub discount_minor: i64,
        /// What the platform adds to the shipping for the seller, without tax.
        pub shipping_subsidy_minor: i64,
    }
}
pub(crate) const PART: &str = "id, order_id, seller_id, state, items_minor, shipping_minor, tax_minor, total_minor,
    captured_minor, bundle_id, promise, tax_place, placed_at_us, accepted_at_us, shipped_at_us, delivered_at_us,
    cancelled_at_us, cancel_reason, wrap_minor, discount_minor, shipping_subsidy_minor";

row! {
    /// One line of a part, with everything frozen that a later change must not touch.
    pub struct Line {
        pub id: LineId,
        pub part_id: PartId,
        pub offer_id: OfferId,
        pub product_id: ProductId,
        pub title: String,
        pub slug: String,
        pub picture_id: Option<PictureId>,
        pub quantity: i64,
        pub shipped_quantity: i64,
        pub unit_price_minor: i64,
        pub amount_minor: i64,
        /// What promotions and a coupon took off the amount, and what the platform adds of that for the seller, without tax.
        pub discount_minor: i64,
        pub subsidy_minor: i64,
        /// Millionths: 82,500 is 8.25 %.
        pub tax_rate_ppm: i64,
        /// From when on that rate held; `None` where no tax is taken.
        pub tax_from_us: Option<Timestamp>,
        pub tax_inclusive: bool,
        pub tax_minor: i64,
        pub total_minor: i64,
        pub commission_class: Text<CommissionClass>,
    }
}
const LINE: &str = "id, part_id, offer_id, product_id, title, slug, picture_id, quantity, shipped_quantity,
    unit_price_minor, amount_minor, discount_minor, subsidy_minor, tax_rate_ppm, tax_from_us, tax_inclusive, tax_minor, total_minor,
    commission_class";

row! {
    /// What a part's buyer can follow: one parcel, or the share of one.
    pub struct PartShipment {
        pub id: ShipmentId,
        pub part_id: PartId,
        pub state: Text<ShipmentState>,
        pub carrier: Text<Carrier>,
        pub tracking: String,
        pub capture_id: CaptureId,
        pub items_minor: i64,
        pub shipping_minor: i64,
        pub wrap_minor: i64,
        pub tax_minor: i64,
        pub total_minor: i64,
        pub commission_minor: i64,
        /// The individual plan's fee for its items.
        pub item_fee_minor: i64,
        /// What the platform added for the seller to goods and shipping.
        pub subsidy_minor: i64,
        pub failure: Option<String>,
        pub shipped_at_us: Option<Timestamp>,
        pub delivered_at_us: Option<Timestamp>,
    }
}

/// A part with its lines and parcels.
#[derive(Debug, Clone)]
pub struct PartDetail {
    pub part: Part,
    pub lines: Vec<Line>,
    pub shipments: Vec<PartShipment>,
    /// What promotions took off which line.
    pub promotions: HashMap<LineId, Vec<LinePromotion>>,
}

impl PartDetail {
    /// What promotions took off all lines: the rest of the discount is the coupon's.
    pub fn promoted_minor(&self) -> i64 {
        self.promotions.values().flatten().map(|taken| taken.off.minor()).sum()
    }
}

/// An order with everything that its page shows.
#[derive(Debug, Clone)]
pub struct OrderDetail {
    pub order: Order,
    pub parts: Vec<PartDetail>,
}

impl OrderDetail {
    /// What promotions took off: the rest of the order's discount is the coupon's.
    pub fn promoted_minor(&self) -> i64 {
        self.parts.iter().map(PartDetail::promoted_minor).sum()
    }
}

impl Order {
    pub fn total(&self) -> Money {
        Money::new(self.total_minor, self.currency)
    }

    /// The rate at which its buyer read the prices in another currency, as it was when the order was placed.
    pub fn shown(&self) -> Option<Rate> {
        let fraction = (self.shown_numerator?, self.shown_denominator?);
        Rate::new(self.currency, self.shown_currency?, fraction, self.shown_day?).ok()
    }

    /// Who placed it, or whose it became.
    ///
    /// # Errors
    /// [`OrderError::NotFound`] for a row that names nobody.
    pub fn shopper(&self) -> Result<Shopper, OrderError> {
        match (self.account_id, self.guest_id) {
            (Some(account), _) => Ok(Shopper::Account(account)),
            (None, Some(guest)) => Ok(Shopper::Guest(guest)),
            (None, None) => Err(OrderError::NotFound),
        }
    }

    /// Whom mails about it go to, in their language; nobody once the account ended.
    pub fn mail_to(&self) -> Option<(Email, Locale)> {
        if self.email == crate::personal::NOBODY {
            return None;
        }
        // Both were parsed when the order was placed.
        let to = Email::parse(&self.email).ok()?;
        Some((to, Locale::parse(&self.locale).unwrap_or(Locale::En)))
    }

    /// Whether this shopper placed it. A guest's order stays theirs after they signed in, through the account.
    pub fn belongs_to(&self, shopper: Shopper) -> bool {
        match shopper {
            Shopper::Account(id) => self.account_id == Some(id),
            Shopper::Guest(id) => self.account_id.is_none() && self.guest_id == Some(id),
        }
    }
}

pub async fn order(conn: &mut Conn, id: OrderId) -> Result<Order, OrderError> {
    let text = format!("SELECT {ORDER} FROM orders_orders WHERE id = $1");
    conn.opt(sql(text).bind(id)).await?.ok_or(OrderError::NotFound)
}

/// These orders.
///
/// # Errors
/// Only the database's.
pub async fn orders_by_id(conn: &mut Conn, ids: &[OrderId]) -> Result<HashMap<OrderId, Order>, OrderError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let list = placeholders(1, ids.len());
    let text = format!("SELECT {ORDER} FROM orders_orders WHERE id IN ({list})");
    let orders: Vec<Order> = conn.all(sql(text).bind_all(ids.iter().copied())).await?;
    Ok(orders.into_iter().map(|order| (order.id, order)).collect())
}

pub(crate) async fn order_by_key(conn: &mut Conn, key: &str) -> Result<Option<Order>, OrderError> {
    let text = format!("SELECT {ORDER} FROM orders_orders WHERE order_key = $1");
    Ok(conn.opt(sql(text).bind(key)).await?)
}

/// The order that a payment pays, for reconciliation.
pub async fn order_of_payment(conn: &mut Conn, payment: PaymentId) -> Result<Order, OrderError> {
    let text = format!("SELECT {ORDER} FROM orders_orders WHERE payment_id = $1");
    conn.opt(sql(text).bind(payment)).await?.ok_or(OrderError::NotFound)
}

pub async fn part(conn: &mut Conn, id: PartId) -> Result<Part, OrderError> {
    let text = format!("SELECT {PART} FROM orders_parts WHERE id = $1");
    conn.opt(sql(text).bind(id)).await?.ok_or(OrderError::NotFound)
}

/// These parts, in no order.
///
/// # Errors
/// Only the database's.
pub async fn parts_by_id(conn: &mut Conn, ids: &[PartId]) -> Result<Vec<Part>, OrderError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("SELECT {PART} FROM orders_parts WHERE id IN ({})", placeholders(1, ids.len()));
    Ok(conn.all(sql(text).bind_all(ids.iter().copied())).await?)
}

pub(crate) async fn parts_of(conn: &mut Conn, order: OrderId) -> Result<Vec<Part>, OrderError> {
    let text = format!("SELECT {PART} FROM orders_parts WHERE order_id = $1 ORDER BY id");
    Ok(conn.all(sql(text).bind(order)).await?)
}

pub(crate) async fn parts_of_bundle(conn: &mut Conn, bundle: BundleId) -> Result<Vec<Part>, OrderError> {
    let text = format!("SELECT {PART} FROM orders_parts WHERE bundle_id = $1 ORDER BY id");
    Ok(conn.all(sql(text).bind(bundle)).await?)
}

/// Lines of these parts, in the order in which they were put.
pub(crate) async fn lines_of(conn: &mut Conn, parts: &[PartId]) -> Result<Vec<Line>, OrderError> {
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let list = placeholders(1, parts.len());
    let text =
        format!("SELECT {LINE} FROM orders_lines WHERE part_id IN ({list}) ORDER BY part_id, position");
    Ok(conn.all(sql(text).bind_all(parts.iter().copied())).await?)
}

pub(crate) async fn shipments_of(conn: &mut Conn, parts: &[PartId]) -> Result<Vec<PartShipment>, OrderError> {
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let list = placeholders(1, parts.len());
    let text = format!(
        "SELECT s.id, p.part_id, p.state, s.carrier, s.tracking, p.capture_id, p.items_minor, p.shipping_minor,
                p.wrap_minor, p.tax_minor, p.total_minor, p.commission_minor, p.item_fee_minor,
                p.items_subsidy_minor + p.shipping_subsidy_minor AS subsidy_minor, s.failure, s.shipped_at_us, s.delivered_at_us
         FROM orders_shipment_parts p JOIN orders_shipments s ON s.id = p.shipment_id
         WHERE p.part_id IN ({list}) ORDER BY s.id"
    );
    Ok(conn.all(sql(text).bind_all(parts.iter().copied())).await?)
}

/// Joins parts with their lines and parcels.
pub async fn details(conn: &mut Conn, parts: Vec<Part>) -> Result<Vec<PartDetail>, OrderError> {
    let ids: Vec<PartId> = parts.iter().map(|p| p.id).collect();
    let mut lines: HashMap<PartId, Vec<Line>> = HashMap::new();
    for line in lines_of(conn, &ids).await? {
        lines.entry(line.part_id).or_default().push(line);
    }
    let reduced: Vec<LineId> =
        lines.values().flatten().filter(|l| l.discount_minor > 0).map(|l| l.id).collect();
    let mut taken = promotions::of_lines(conn, &reduced).await?;
    let mut shipments: HashMap<PartId, Vec<PartShipment>> = HashMap::new();
    for shipment in shipments_of(conn, &ids).await? {
        shipments.entry(shipment.part_id).or_default().push(shipment);
    }
    let detail = |part: Part| {
        let lines = lines.remove(&part.id).unwrap_or_default();
        PartDetail {
            promotions: lines.iter().filter_map(|l| taken.remove_entry(&l.id)).collect(),
            lines,
            shipments: shipments.remove(&part.id).unwrap_or_default(),
            part,
        }
    };
    Ok(parts.into_iter().map(detail).collect())
}

/// An order's page.
pub async fn detail(conn: &mut Conn, id: OrderId) -> Result<OrderDetail, OrderError> {
    let order = order(conn, id).await?;
    let parts = parts_of(conn, id).await?;
    Ok(OrderDetail { order, parts: details(conn, parts).await? })
}

/// A shopper's orders, newest first, before `before` (the last id of the previous page).
pub async fn orders_of(
    conn: &mut Conn,
    shopper: Shopper,
    before: Option<OrderId>,
    limit: i64,
) -> Result<Vec<OrderDetail>, OrderError> {
    let column = if shopper.account().is_some() { "account_id" } else { "guest_id" };
    let cut = if before.is_some() { "AND id < $3" } else { "" };
    let text =
        format!("SELECT {ORDER} FROM orders_orders WHERE {column} = $1 {cut} ORDER BY id DESC LIMIT $2");
    let mut statement = match shopper {
        Shopper::Account(id) => sql(text).bind(id),
        Shopper::Guest(id) => sql(text).bind(id),
    }
    .bind(limit);
    if let Some(before) = before {
        statement = statement.bind(before);
    }
    let orders: Vec<Order> = conn.all(statement).await?;
    with_parts(conn, orders).await
}

/// Joins orders with their parts, in the same order.
pub(crate) async fn with_parts(conn: &mut Conn, orders: Vec<Order>) -> Result<Vec<OrderDetail>, OrderError> {
    let mut parts = parts_of_orders(conn, &orders).await?;
    let with_parts = |order: Order| OrderDetail { parts: parts.remove(&order.id).unwrap_or_default(), order };
    Ok(orders.into_iter().map(with_parts).collect())
}

async fn parts_of_orders(
    conn: &mut Conn,
    orders: &[Order],
) -> Result<HashMap<OrderId, Vec<PartDetail>>, OrderError> {
    if orders.is_empty() {
        return Ok(HashMap::new());
    }
    let list = placeholders(1, orders.len());
    let text = format!("SELECT {PART} FROM orders_parts WHERE order_id IN ({list}) ORDER BY id");
    let parts: Vec<Part> = conn.all(sql(text).bind_all(orders.iter().map(|o| o.id))).await?;
    let mut by_order: HashMap<OrderId, Vec<PartDetail>> = HashMap::new();
    for detail in details(conn, parts).await? {
        by_order.entry(detail.part.order_id).or_default().push(detail);
    }
    Ok(by_order)
}
