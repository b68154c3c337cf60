//! The server functions of tax, and of taking back what was said and has not begun.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The tax of a place, as it was typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TaxForm {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The region's code; nothing is the whole country.
    pub region: String,
    /// In percent.
    pub rate: String,
    /// Anything: delivery is taxed, too.
    pub shipping: String,
    /// A day in UTC; nothing is now.
    pub from: String,
    pub reason: String,
}

/// Says the tax of a place from a day on.
#[server(endpoint = "operator/tax")]
pub async fn say_tax(#[server(flatten)] form: TaxForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::taxes_work::say(form)).await
}

/// A rate of tax that is not to begin.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawTaxForm {
    pub tax: String,
    pub why: String,
}

/// Takes a rate of tax back that has not begun.
#[server(endpoint = "operator/tax-withdraw")]
pub async fn withdraw_tax(#[server(flatten)] form: WithdrawTaxForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::taxes_work::withdraw(form)).await
}

/// What was said of selling or of returns and is not to begin.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TakeBackForm {
    /// `rule`, `prices`, `seat`, `class`, `window`, `label` or `wrap`.
    pub what: String,
    /// Its id, or whom it is about and when it begins.
    pub id: String,
    pub why: String,
}

/// Takes back what was said of selling or of returns and has not begun.
#[server(endpoint = "operator/take-back")]
pub async fn take_back_said(#[server(flatten)] form: TakeBackForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::take_back::take_back(form)).await
}

/// What wrapping a present costs, as it was typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WrapForm {
    /// An amount of the shop's currency; nothing is that nobody wraps.
    pub price: String,
    /// A day in UTC; nothing is now.
    pub from: String,
    pub reason: String,
}

/// Says what wrapping a present costs from a day on.
#[server(endpoint = "operator/gift-wrap")]
pub async fn say_wrap_price(#[server(flatten)] form: WrapForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::wrap::say(form)).await
}
