//! The server functions of reports of abuse. The work behind each is in `work`.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What somebody reports, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AbuseForm {
    /// The id of a product, an offer or a seller.
    pub thing: String,
    pub reason: String,
    pub words: String,
}

/// Reports a product, an offer or a store.
#[server(endpoint = "report/send")]
pub async fn report_abuse(#[server(flatten)] form: AbuseForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::send(form)).await
}

/// What an operator decides, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct JudgeForm {
    pub thing: String,
    /// `dismiss`, `hide`, `stop` or `suspend`.
    pub verdict: String,
    pub reason: String,
}

/// What an operator shows again, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ShowAgainForm {
    pub thing: String,
    pub why: String,
}

/// Shows again what was taken down.
#[server(endpoint = "operator/show-again")]
pub async fn show_again(#[server(flatten)] form: ShowAgainForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::show(form)).await
}

/// Decides about what was reported.
#[server(endpoint = "operator/judge")]
pub async fn judge_abuse(#[server(flatten)] form: JudgeForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::judge(form)).await
}
