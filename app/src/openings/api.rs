//! The server functions of openings. Documents come and go by routes of their own, because they are files.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::seller::api::Typed;

/// What somebody says who opens a shop.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SellForm {
    pub key: String,
    pub name: String,
    /// `person` or `company`.
    pub kind: String,
    /// `individual` or `professional`.
    pub plan: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    pub region: String,
    pub currency: String,
    pub email: String,
}

/// Opens a shop of one's own.
#[server(endpoint = "sell/open")]
pub async fn open_shop(#[server(flatten)] form: SellForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::open(form)).await
}

/// At which address buyers and the operator reach a seller.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    pub seller: String,
    pub email: String,
}

/// Says at which address buyers and the operator reach a seller.
#[server(endpoint = "seller/contact")]
pub async fn save_contact(#[server(flatten)] form: ContactForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::contact(form)).await
}

/// Takes a document back.
#[server(endpoint = "seller/opening-remove")]
pub async fn remove_document(seller: String, document: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::remove(seller, document)).await
}

/// Gives the opening to the operator.
#[server(endpoint = "seller/opening-submit")]
pub async fn submit_opening(seller: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::submit(seller)).await
}

/// Gives the opening up.
#[server(endpoint = "seller/opening-withdraw")]
pub async fn withdraw_opening(seller: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::withdraw(seller)).await
}

/// What an operator decides. `again-identity` and so on are ticked where something has to be handed in again.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewForm {
    pub seller: String,
    /// `approve`, `return` or `refuse`.
    pub decision: String,
    pub words: String,
    /// What was on the page.
    pub seen: String,
    /// The ticks.
    #[serde(flatten)]
    pub again: std::collections::BTreeMap<String, Typed>,
}

/// Approves an opening, gives it back or refuses it.
#[server(endpoint = "operator/opening")]
pub async fn decide_opening(#[server(flatten)] form: ReviewForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::decide(form)).await
}
