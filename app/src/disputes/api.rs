//! The server functions of disputes. Files come and go by routes of their own.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a seller answers to a bank.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DisputeForm {
    pub seller: String,
    pub dispute: String,
    pub key: String,
    /// Why the bank should give the money back.
    pub evidence: String,
}

/// Contests a dispute.
#[server(endpoint = "seller/dispute-contest")]
pub async fn contest_dispute(#[server(flatten)] form: DisputeForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::contest(form)).await
}

/// Lets the bank have it.
#[server(endpoint = "seller/dispute-accept")]
pub async fn accept_dispute(seller: String, dispute: String, key: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::accept(seller, dispute, key)).await
}

/// Takes a file back that would go to the bank.
#[server(endpoint = "seller/dispute-document-remove")]
pub async fn remove_document(seller: String, dispute: String, paper: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::remove(seller, dispute, paper)).await
}
