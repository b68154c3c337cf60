//! The server functions of listing. The work behind each is in `work`, and in `rules` and `duplicates` for the operator's.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// An offer on a product of the catalogue.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferAddForm {
    pub seller: String,
    pub product: String,
    pub key: String,
    /// `new`, `refurbished`, `like_new`, `good` or `acceptable`.
    pub condition: String,
    /// In the seller's currency.
    pub price: String,
    /// Units that can be bought at once.
    pub stock: String,
    pub sku: String,
    /// A shipping table of the seller, or nothing.
    pub table: String,
    /// Of one packed piece in kilograms, or nothing.
    pub weight: String,
    /// Days of work until the hand-over, or nothing.
    pub days: String,
}

/// Offers a product that the catalogue has.
#[server(endpoint = "seller/offer-add")]
pub async fn add_offer(#[server(flatten)] form: OfferAddForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::add_offer(form)).await
}

/// A product that the catalogue has not, with its first offer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProposalForm {
    pub seller: String,
    pub key: String,
    pub category: String,
    pub title: String,
    pub brand: String,
    /// An EAN, UPC or ISBN, or nothing.
    pub code: String,
    pub description: String,
    /// A line each: `Name: value`.
    pub attributes: String,
    pub condition: String,
    pub price: String,
    pub stock: String,
    pub sku: String,
    /// A shipping table of the seller, or nothing.
    pub table: String,
    /// Of one packed piece in kilograms, or nothing.
    pub weight: String,
    /// Days of work until the hand-over, or nothing.
    pub days: String,
}

/// Proposes a product for the catalogue.
#[server(endpoint = "seller/product-propose")]
pub async fn propose_product(#[server(flatten)] form: ProposalForm) -> Result<(), ServerFnError> {
    let typed = crate::answer::Invalid::new(super::work::PROPOSAL_FORM, &form);
    crate::answer::answer_keeping(Some(typed), super::work::propose(form)).await
}

/// What a category asks for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ListingRuleForm {
    pub category: String,
    /// Names of attributes, a line each.
    pub required: String,
    /// `on` or nothing.
    pub approval: String,
    /// A line each: `Brand: seller, seller`.
    pub brands: String,
}

/// Says what a category asks for.
#[server(endpoint = "operator/listing-rule")]
pub async fn say_listing_rule(#[server(flatten)] form: ListingRuleForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::rules::say(form)).await
}

/// A decision about a proposal.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProductDecisionForm {
    pub proposal: String,
    /// `approve` or `refuse`.
    pub verdict: String,
    /// Why it is refused; its seller reads it.
    pub reason: String,
}

/// Approves a proposed product, or refuses it.
#[server(endpoint = "operator/product-decision")]
pub async fn decide_product(#[server(flatten)] form: ProductDecisionForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::console::decide(form)).await
}

/// Two products that are one, by their addresses.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MergeForm {
    /// The one that goes.
    pub gone: String,
    /// The one that is kept.
    pub kept: String,
}

/// Makes one of two products.
#[server(endpoint = "operator/product-merge")]
pub async fn merge_products(#[server(flatten)] form: MergeForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::duplicates::merge(form)).await
}
