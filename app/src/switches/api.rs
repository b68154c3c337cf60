//! The server function of switches.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::seller::api::Typed;

/// What an operator says about a feature.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SwitchForm {
    pub feature: String,
    /// `on`, or empty.
    pub on: String,
    /// `reason-` and the feature: each feature has a field of its own on the page.
    #[serde(flatten)]
    pub reason: std::collections::BTreeMap<String, Typed>,
}

/// Switches a feature off, or on again.
#[server(endpoint = "operator/switch")]
pub async fn switch_feature(#[server(flatten)] form: SwitchForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::desk::switch(form)).await
}
