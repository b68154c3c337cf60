//! What is told of an order: one seller's part of what somebody bought.

use super::types::{Amount, Code, LineRef, OfferRef, OrderRef, PartRef, ProductRef, ShipmentRef, Time, day};
use domain::address::Address;
use domain::order::{Carrier, PartState, ShipmentState};
use domain::{Currency, Money};
use platform::fees::TaxedFees;
use platform::orders::store::{self, PartDetail, PartShipment};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

pub type OrderState = Code<PartState>;
pub type CarrierCode = Code<Carrier>;
pub type ParcelState = Code<ShipmentState>;

/// Where something goes to. What the country does not ask for is empty.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostalAddress {
    pub name: String,
    pub line1: String,
    pub line2: String,
    pub city: String,
    /// The region's code, where the country has a list.
    pub region: String,
    pub postcode: String,
    /// ISO 3166-1 alpha-2.
    #[schema(example = "US")]
    pub country: String,
    pub phone: String,
}

impl From<Address> for PostalAddress {
    fn from(a: Address) -> Self {
        Self {
            name: a.name,
            line1: a.line1,
            line2: a.line2,
            city: a.city,
            region: a.region,
            postcode: a.postcode,
            country: a.country,
            phone: a.phone,
        }
    }
}

/// One line of an order.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderLine {
    pub id: LineRef,
    pub offer_id: OfferRef,
    pub product_id: ProductRef,
    /// As it was when it was ordered.
    pub title: String,
    pub quantity: i64,
    /// Units that left, or are about to.
    pub shipped_quantity: i64,
    pub unit_price: Amount,
    /// Units times price.
    pub amount: Amount,
    /// What a coupon took off the amount.
    pub discount: Amount,
    pub tax: Amount,
}

/// One parcel, or this order's share of one.
#[derive(Debug, Serialize, ToSchema)]
pub struct Shipment {
    pub id: ShipmentRef,
    pub state: ParcelState,
    pub carrier: CarrierCode,
    pub tracking: String,
    /// What the card was charged for it.
    pub total: Amount,
    /// What the platform takes of it.
    pub commission: Amount,
    /// The individual plan's fee for its items.
    pub item_fee: Amount,
    /// On commission and fee; what came back of it later stands on the statement.
    pub fee_tax: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub shipped_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub delivered_at: Option<Time>,
}

/// What one seller sends of what somebody bought. Times that have not come are missing.
#[derive(Debug, Serialize, ToSchema)]
pub struct Order {
    pub id: PartRef,
    /// What the buyer sees: the same for all sellers of one purchase.
    pub order_id: OrderRef,
    pub state: OrderState,
    pub placed_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub accepted_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub shipped_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub delivered_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub cancelled_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub cancel_reason: Option<String>,
    /// The day on which it has to leave, as promised.
    #[schema(format = "date", example = "2026-11-30")]
    pub ship_by: String,
    pub ship_to: PostalAddress,
    /// What the giver wrote, empty or not; missing when it is no present.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub gift_message: Option<String>,
    pub items: Amount,
    pub shipping: Amount,
    pub gift_wrap: Amount,
    pub discount: Amount,
    pub tax: Amount,
    pub total: Amount,
    pub lines: Vec<OrderLine>,
    pub shipments: Vec<Shipment>,
}

fn line(line: store::Line, currency: Currency) -> OrderLine {
    let money = |minor| Amount::from(Money::new(minor, currency));
    OrderLine {
        id: line.id.into(),
        offer_id: line.offer_id.into(),
        product_id: line.product_id.into(),
        title: line.title,
        quantity: line.quantity,
        shipped_quantity: line.shipped_quantity,
        unit_price: money(line.unit_price_minor),
        amount: money(line.amount_minor),
        discount: money(line.discount_minor),
        tax: money(line.tax_minor),
    }
}

/// How the fees of sales were taxed, by their captures.
pub type FeeTaxes = HashMap<String, TaxedFees>;

fn shipment(one: PartShipment, currency: Currency, taxed: &FeeTaxes) -> Shipment {
    let money = |minor| Amount::from(Money::new(minor, currency));
    Shipment {
        id: one.id.into(),
        state: Code(one.state.0),
        carrier: Code(one.carrier.0),
        tracking: one.tracking,
        total: money(one.total_minor),
        commission: money(one.commission_minor),
        item_fee: money(one.item_fee_minor),
        fee_tax: money(taxed.get(&one.capture_id.to_string()).map_or(0, |taxed| taxed.tax_minor)),
        shipped_at: one.shipped_at_us.map(Time),
        delivered_at: one.delivered_at_us.map(Time),
    }
}

/// A part with the order that it is of.
pub fn shown(detail: PartDetail, order: &store::Order, taxed: &FeeTaxes) -> Order {
    let (part, currency) = (detail.part, order.currency);
    let money = |minor| Amount::from(Money::new(minor, currency));
    Order {
        id: part.id.into(),
        order_id: part.order_id.into(),
        state: Code(part.state.0),
        placed_at: Time(part.placed_at_us),
        accepted_at: part.accepted_at_us.map(Time),
        shipped_at: part.shipped_at_us.map(Time),
        delivered_at: part.delivered_at_us.map(Time),
        cancelled_at: part.cancelled_at_us.map(Time),
        cancel_reason: part.cancel_reason,
        ship_by: day(part.promise.0.ship_day),
        ship_to: order.address.0.clone().into(),
        gift_message: order.gift_message.clone(),
        items: money(part.items_minor),
        shipping: money(part.shipping_minor),
        gift_wrap: money(part.wrap_minor),
        discount: money(part.discount_minor),
        tax: money(part.tax_minor),
        total: money(part.total_minor),
        lines: detail.lines.into_iter().map(|one| line(one, currency)).collect(),
        shipments: detail.shipments.into_iter().map(|one| shipment(one, currency, taxed)).collect(),
    }
}
