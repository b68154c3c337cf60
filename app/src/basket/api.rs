//! The server functions of cart and checkout. Each says who it is, what is allowed, parses, and makes one call.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Puts units of an offer into this shopper's cart; a stranger becomes a guest. The same key adds once.
#[server(endpoint = "cart/add")]
pub async fn add_to_cart(
    offer: String,
    #[server(default)] quantity: String,
    #[server(default)] key: String,
) -> Result<(), ServerFnError> {
    use crate::answer::{Done, Failure, answer};
    use crate::basket::forms::{change_cart, quantity_of};
    use crate::ctx::Ctx;
    use crate::track;
    use crate::ui::Tone;
    use platform::activity::Kind;
    use platform::orders::cart::Change;

    answer(async move {
        let t = Ctx::current().t();
        let quantity = quantity_of(&quantity).ok_or_else(|| Failure::refused(t.refused_quantity()))?;
        if let Some(offer) = change_cart(&key, &offer, Change::Add(quantity)).await? {
            track::did(Kind::Cart, &[offer]).await;
        }
        Ok(Done::back().notice(Tone::Good, t.cart_added()))
    })
    .await
}

/// Sets the units of a line; 0 takes it out. The same key sets once.
#[server(endpoint = "cart/set")]
pub async fn set_quantity(
    offer: String,
    #[server(default)] quantity: String,
    #[server(default)] key: String,
) -> Result<(), ServerFnError> {
    use crate::answer::{Done, Failure, answer};
    use crate::basket::forms::change_cart;
    use crate::ctx::Ctx;
    use crate::track;
    use platform::activity::Kind;
    use platform::orders::cart::Change;

    answer(async move {
        let t = Ctx::current().t();
        let quantity: i64 = quantity.parse().map_err(|_| Failure::refused(t.refused_quantity()))?;
        if let Some(offer) = change_cart(&key, &offer, Change::Set(quantity)).await? {
            track::did(if quantity == 0 { Kind::Remove } else { Kind::Quantity }, &[offer]).await;
        }
        Ok(Done::to("/cart"))
    })
    .await
}

/// Moves a line out of the cart, to be bought later.
#[server(endpoint = "cart/save")]
pub async fn save_for_later(offer: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::saved::work(offer, super::saved::Move::Save)).await
}

/// Moves a saved line back into the cart.
#[server(endpoint = "cart/restore")]
pub async fn restore_saved(offer: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::saved::work(offer, super::saved::Move::Restore)).await
}

/// Removes a saved line.
#[server(endpoint = "cart/forget")]
pub async fn forget_saved(offer: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::saved::work(offer, super::saved::Move::Forget)).await
}

/// The checkout form as it was typed. Card data goes to the processor and is never sent back.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckoutForm {
    /// Made when the page was rendered.
    pub key: String,
    /// `offer:quantity:price` for each line that the page showed.
    pub lines: String,
    /// The total that the page showed, in minor units.
    pub total_minor: String,
    pub currency: String,
    /// The page did not know the address yet, so its total had no tax: the final one is shown before anything is ordered.
    pub review: String,
    pub email: String,
    /// A saved address's id, or `new`.
    pub address: String,
    pub name: String,
    pub line1: String,
    pub line2: String,
    pub city: String,
    pub region: String,
    pub postcode: String,
    pub country: String,
    /// A saved card's id, `held` for the one that was typed before, or `new`.
    pub card: String,
    pub card_number: String,
    pub card_expiry: String,
    pub card_cvc: String,
    /// It is a present.
    pub gift: String,
    pub gift_message: String,
    pub gift_wrap: String,
    /// The total on the page holds the wrapping.
    pub wrap_shown: String,
    /// Keeps the new address and card in the account.
    pub save: String,
    /// A coupon that is not used yet. The buttons beside it say which form they stand in: `cart` or `checkout`.
    pub coupon: String,
    pub coupon_of: String,
    pub coupon_remove: String,
}

/// Uses the coupon that was typed, or no longer the one that is used. Orders nothing.
#[server(endpoint = "cart/coupon")]
pub async fn apply_coupon(#[server(flatten)] form: CheckoutForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::coupon::change(form)).await
}

/// Places the order of the checkout page.
#[server(endpoint = "checkout/place")]
pub async fn place_order(#[server(flatten)] form: CheckoutForm) -> Result<(), ServerFnError> {
    let typed = super::place::typed(&form);
    crate::answer::answer_keeping(Some(typed), super::place::place(form)).await
}

/// A form with an address while another country is chosen: what it must show again. Card data never goes back.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CountryForm {
    /// Which form: `checkout` or `address`.
    pub fields_of: String,
    pub email: String,
    pub address: String,
    pub name: String,
    pub line1: String,
    pub line2: String,
    pub city: String,
    pub region: String,
    pub postcode: String,
    pub country: String,
    pub default: String,
    pub card: String,
    pub card_number: String,
    pub card_expiry: String,
    pub card_cvc: String,
    pub save: String,
}

/// Shows a form again with the address fields of another country. Keeps nothing but a whole card, with the processor.
#[server(endpoint = "address/country")]
pub async fn choose_country(#[server(flatten)] form: CountryForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::address::choose_country(form)).await
}

/// Answers the bank's question about a payment.
#[server(endpoint = "checkout/confirm")]
pub async fn confirm_payment(order: String, #[server(default)] code: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::place::confirm(order, code)).await
}
