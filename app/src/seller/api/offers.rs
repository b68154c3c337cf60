//! The server functions of offers: one, many at once, prices that follow others, promotions, coupons.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Typed;

/// Price, stock and visibility of one offer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferForm {
    pub seller: String,
    pub offer: String,
    pub version: String,
    pub key: String,
    pub price: String,
    pub stock: String,
    /// The count that the page showed: what changes is the difference, whatever was sold since.
    pub stock_seen: String,
    pub active: String,
    /// The shipping table that it is sent by, or empty.
    pub table: String,
    /// Packed, in kilograms, or empty.
    pub weight: String,
    /// Days of work until the hand-over, or empty; a form without the field leaves them as they are.
    pub days: Option<String>,
}

/// Changes one offer.
#[server(endpoint = "seller/offer")]
pub async fn save_offer(#[server(flatten)] form: OfferForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::work::save_offer(form)).await
}

/// Many offers at once. `seen-<offer>` is what the page showed of a row; `price-<offer>`, `stock-<offer>`, `days-<offer>`,
/// `cost-<offer>` and `active-<offer>` are what stands there now.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SheetForm {
    pub seller: String,
    pub key: String,
    #[serde(flatten)]
    pub cells: std::collections::BTreeMap<String, Typed>,
}

/// Changes many offers, all of them or none.
#[server(endpoint = "seller/sheet", input = leptos::server_fn::codec::PostUrl)]
pub async fn save_sheet(#[server(flatten)] form: SheetForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::sheet_work::save(form)).await
}

/// Takes back what was changed at once.
#[server(endpoint = "seller/sheet-undo")]
pub async fn undo_sheet(
    #[server(default)] seller: String,
    #[server(default)] sheet: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::sheet_work::undo(seller, sheet)).await
}

/// The bounds of a price that follows others.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PriceRuleForm {
    pub seller: String,
    pub offer: String,
    pub floor: String,
    /// Or empty.
    pub ceiling: String,
}

/// Lets an offer's price follow others within bounds.
#[server(endpoint = "seller/price-rule")]
pub async fn set_price_rule(#[server(flatten)] form: PriceRuleForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::prices_work::save(form)).await
}

/// Leaves an offer's price where it is.
#[server(endpoint = "seller/price-rule-stop")]
pub async fn stop_price_rule(
    #[server(default)] seller: String,
    #[server(default)] offer: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::prices_work::stop(seller, offer)).await
}

/// A promotion about to be made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PromotionForm {
    pub seller: String,
    /// For the seller's own eyes.
    pub title: String,
    /// `buy_get`, `from_units`, `set` or `deal`.
    pub kind: String,
    pub units: String,
    pub on_top: String,
    /// Of a deal: units in all, and at most in one order.
    pub pieces: String,
    pub each: String,
    /// In percent.
    pub share: String,
    /// Days of the seller's zone, `2026-12-25`, or moments, `2026-12-25 18:00`; nothing for now, and for no end.
    pub from: String,
    pub until: String,
    /// Ids of the offers that it is for, with commas between them; nothing for everything.
    pub offers: String,
    /// Made with the page: the same press again is the same promotion.
    pub key: String,
}

/// Makes a promotion.
#[server(endpoint = "seller/promotion-create")]
pub async fn create_promotion(#[server(flatten)] form: PromotionForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::promotions_work::create(form)).await
}

/// Stops a promotion, or lets it go on.
#[server(endpoint = "seller/promotion-pause")]
pub async fn pause_promotion(
    #[server(default)] seller: String,
    #[server(default)] promotion: String,
    #[server(default)] paused: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::promotions_work::pause(seller, promotion, paused)).await
}

/// A coupon about to be made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnCouponForm {
    pub seller: String,
    pub code: String,
    /// `percent` or `amount`.
    pub kind: String,
    /// In percent, or in the seller's currency.
    pub value: String,
    pub minimum: String,
    /// A category's id; nothing for everything.
    pub category: String,
    /// Days of the seller's zone, `2026-12-25`, or moments, `2026-12-25 18:00`; nothing for now, and for no end.
    pub from: String,
    pub until: String,
    pub most_uses: String,
    pub most_uses_each: String,
    /// Made with the page: the same press again is the same coupon.
    pub key: String,
}

/// Makes a coupon that the seller gives.
#[server(endpoint = "seller/coupon-create")]
pub async fn make_own_coupon(#[server(flatten)] form: OwnCouponForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::coupons_work::create(form)).await
}

/// Ends a coupon that the seller gives, for good.
#[server(endpoint = "seller/coupon-end")]
pub async fn end_coupon(
    #[server(default)] seller: String,
    #[server(default)] coupon: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::coupons_work::end(seller, coupon)).await
}
