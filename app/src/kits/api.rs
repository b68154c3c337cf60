//! The server function of starter kits.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Which kit an operator adds to the shop.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct KitForm {
    pub kit: String,
    /// Of the names of categories: `en`, `es`, `ar`. The shop's own, when it is missing.
    pub language: String,
}

/// Adds what a kit has and the shop has not.
#[server(endpoint = "operator/kit-apply")]
pub async fn apply_kit(#[server(flatten)] form: KitForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::desk::apply(form)).await
}
