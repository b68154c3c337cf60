//! The server functions of what was ordered.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Begins to pick an order: the shopper can no longer undo it.
#[server(endpoint = "seller/accept")]
pub async fn accept_part(seller: String, part: String) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::work::accept(seller, part)).await
}

/// A parcel: the order lines that the page showed, and beside each how many units go in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ShipForm {
    pub seller: String,
    pub part: String,
    pub key: String,
    pub carrier: String,
    pub tracking: String,
    pub lines: Vec<String>,
    pub quantities: Vec<String>,
}

/// Ships lines and charges the card.
#[server(endpoint = "seller/ship", input = leptos::server_fn::codec::PostUrl)]
pub async fn ship_part(form: ShipForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::work::ship(form)).await
}

/// Cancels an order of which nothing left, with a reason that the shopper reads.
#[server(endpoint = "seller/cancel")]
pub async fn cancel_sale(
    seller: String,
    part: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::work::cancel(seller, part, reason)).await
}

/// Marks a shipped order as delivered.
#[server(endpoint = "seller/deliver")]
pub async fn deliver_part(seller: String, part: String) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::work::deliver(seller, part)).await
}
