//! The server functions of messages. The work behind each is in `work` (the shopper's and the operator's) and `desk_work`
//! (the seller's).
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Says up to which message the shopper has read.
#[server(endpoint = "messages/read")]
pub async fn read_messages(
    #[server(default)] order: String,
    #[server(default)] part: String,
    #[server(default)] upto: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::read(order, part, upto)).await
}

/// Asks the operator to look at what the seller wrote.
#[server(endpoint = "messages/report")]
pub async fn report_message(
    #[server(default)] order: String,
    #[server(default)] message: String,
    #[server(default)] complaint: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::report(order, message, complaint)).await
}

/// Says up to which message the desk has read.
#[server(endpoint = "seller/message-read")]
pub async fn read_at_desk(
    #[server(default)] seller: String,
    #[server(default)] part: String,
    #[server(default)] upto: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::desk_work::read(seller, part, upto)).await
}

/// Says that what the shopper wrote needs no answer.
#[server(endpoint = "seller/message-settle")]
pub async fn settle_messages(
    #[server(default)] seller: String,
    #[server(default)] part: String,
    #[server(default)] seen: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::desk_work::settle(seller, part, seen)).await
}

/// Asks the operator to look at what a shopper wrote.
#[server(endpoint = "seller/message-report")]
pub async fn report_at_desk(
    #[server(default)] seller: String,
    #[server(default)] message: String,
    #[server(default)] complaint: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::desk_work::report(seller, message, complaint)).await
}

/// What the operator decides, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecideMessageForm {
    pub message: String,
    pub verdict: String,
    pub reason: String,
}

/// Hides a message, or keeps it.
#[server(endpoint = "operator/message-decide")]
pub async fn decide_message(#[server(flatten)] form: DecideMessageForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::decide(form)).await
}
