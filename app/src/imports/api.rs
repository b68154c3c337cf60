//! The server functions behind the buttons of imports. The work behind each is in `work`.
use leptos::prelude::*;

/// Imports what a seller's upload was previewed to.
#[server(endpoint = "seller/import-start")]
pub async fn start_import(
    seller: String,
    #[server(default)] upload: String,
    #[server(default)] skip: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::of_seller(seller, upload, super::work::start(skip))).await
}

/// Takes a seller's import back.
#[server(endpoint = "seller/import-undo")]
pub async fn undo_import(seller: String, #[server(default)] upload: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::of_seller(seller, upload, super::work::Command::Undo)).await
}

/// Gives a seller's upload up.
#[server(endpoint = "seller/import-discard")]
pub async fn discard_import(seller: String, #[server(default)] upload: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::of_seller(seller, upload, super::work::Command::Discard)).await
}

/// Imports what the operator's upload was previewed to.
#[server(endpoint = "operator/import-start")]
pub async fn operator_start_import(
    #[server(default)] upload: String,
    #[server(default)] skip: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::of_operator(upload, super::work::start(skip))).await
}

/// Takes any import back.
#[server(endpoint = "operator/import-undo")]
pub async fn operator_undo_import(#[server(default)] upload: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::of_operator(upload, super::work::Command::Undo)).await
}

/// Gives any upload up.
#[server(endpoint = "operator/import-discard")]
pub async fn operator_discard_import(#[server(default)] upload: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::of_operator(upload, super::work::Command::Discard)).await
}
