//! The server functions of the operator's editor.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the editor sends. `seen` is the number of the version that it showed; `act` is the button: `publish` or `draft`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContentForm {
    pub page: String,
    pub language: String,
    pub title: String,
    pub body: String,
    pub position: String,
    pub seen: String,
    /// A day or a moment in UTC from which people read it; nothing is at once.
    pub from: String,
    pub act: String,
}

/// Saves a text as a draft, or publishes it.
#[server(endpoint = "operator/content-save")]
pub async fn save_content(#[server(flatten)] form: ContentForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::save(form)).await
}

/// Publishes an earlier version again.
#[server(endpoint = "operator/content-restore")]
pub async fn restore_content(
    #[server(default)] page: String,
    #[server(default)] language: String,
    #[server(default)] number: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::restore(page, language, number)).await
}

/// Takes back a text that has not begun.
#[server(endpoint = "operator/content-unschedule")]
pub async fn unschedule_content(
    #[server(default)] page: String,
    #[server(default)] language: String,
    #[server(default)] number: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::unschedule(page, language, number)).await
}

/// Takes a page down in one language.
#[server(endpoint = "operator/content-withdraw")]
pub async fn withdraw_content(
    #[server(default)] page: String,
    #[server(default)] language: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::withdraw(page, language)).await
}
