//! The server functions of the programs that act for a seller or are told what happens: keys and webhooks.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A key about to be made: what it is called, and `on` for each thing that it may do.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct KeyForm {
    pub seller: String,
    pub name: String,
    pub products_read: String,
    pub products_write: String,
    pub orders_read: String,
    pub orders_write: String,
    pub returns_read: String,
    pub returns_write: String,
    pub payouts_read: String,
    pub reports_read: String,
    pub messages_read: String,
    pub messages_write: String,
    pub reviews_read: String,
    pub reviews_write: String,
    pub staff_read: String,
    pub webhooks_read: String,
    pub webhooks_write: String,
    /// The owner's own: a session that was left open must not let programs in.
    pub password: String,
}

/// Makes a key of the API, for owners; the next page shows it once.
#[server(endpoint = "seller/key-create")]
pub async fn create_api_key(#[server(flatten)] form: KeyForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::keys_work::create(form)).await
}

/// Ends a key, for owners.
#[server(endpoint = "seller/key-revoke")]
pub async fn revoke_api_key(
    #[server(default)] seller: String,
    #[server(default)] id: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::keys_work::revoke(seller, id)).await
}

/// An endpoint of webhooks, as it was typed: `on` for each thing that it is told.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EndpointForm {
    pub seller: String,
    /// Nothing for a new one.
    pub endpoint: String,
    pub url: String,
    /// `on` or `off` changes that alone.
    pub state: String,
    pub order_placed: String,
    pub order_accepted: String,
    pub order_shipped: String,
    pub order_delivered: String,
    pub order_cancelled: String,
    pub order_rest_cancelled: String,
    pub return_requested: String,
    pub return_approved: String,
    pub return_declined: String,
    pub return_cancelled: String,
    pub return_sent: String,
    pub return_received: String,
    pub return_refunded: String,
    pub return_closed: String,
    pub return_exchanged: String,
    pub return_exchange_changed: String,
    pub return_appealed: String,
    pub return_appeal_decided: String,
    pub dispute_opened: String,
    pub dispute_won: String,
    pub dispute_lost: String,
    pub message_received: String,
    pub question_asked: String,
    pub stock_out: String,
    pub payout_paid: String,
    pub payout_rejected: String,
    pub health_changed: String,
    pub appeal_decided: String,
}

#[cfg(feature = "ssr")]
impl EndpointForm {
    /// What was ticked.
    pub(crate) fn kinds(&self) -> Vec<domain::webhook::WebhookKind> {
        use domain::webhook::WebhookKind as K;
        let boxes = [
            (K::OrderPlaced, &self.order_placed),
            (K::OrderAccepted, &self.order_accepted),
            (K::OrderShipped, &self.order_shipped),
            (K::OrderDelivered, &self.order_delivered),
            (K::OrderCancelled, &self.order_cancelled),
            (K::OrderRestCancelled, &self.order_rest_cancelled),
            (K::ReturnRequested, &self.return_requested),
            (K::ReturnApproved, &self.return_approved),
            (K::ReturnDeclined, &self.return_declined),
            (K::ReturnCancelled, &self.return_cancelled),
            (K::ReturnSent, &self.return_sent),
            (K::ReturnReceived, &self.return_received),
            (K::ReturnRefunded, &self.return_refunded),
            (K::ReturnClosed, &self.return_closed),
            (K::ReturnExchanged, &self.return_exchanged),
            (K::ReturnExchangeChanged, &self.return_exchange_changed),
            (K::ReturnAppealed, &self.return_appealed),
            (K::ReturnAppealDecided, &self.return_appeal_decided),
            (K::DisputeOpened, &self.dispute_opened),
            (K::DisputeWon, &self.dispute_won),
            (K::DisputeLost, &self.dispute_lost),
            (K::MessageReceived, &self.message_received),
            (K::QuestionAsked, &self.question_asked),
            (K::StockOut, &self.stock_out),
            (K::PayoutPaid, &self.payout_paid),
            (K::PayoutRejected, &self.payout_rejected),
            (K::HealthChanged, &self.health_changed),
            (K::AppealDecided, &self.appeal_decided),
        ];
        boxes.into_iter().filter(|(_, ticked)| !ticked.is_empty()).map(|(kind, _)| kind).collect()
    }
}

/// One of the seller's endpoints.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WebhookForm {
    pub seller: String,
    pub endpoint: String,
}

/// Adds an endpoint of webhooks, for owners; the next page shows its secret once.
#[server(endpoint = "seller/webhook-create")]
pub async fn create_webhook(#[server(flatten)] form: EndpointForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::webhooks_work::create(form)).await
}

/// Changes an endpoint, or turns it on or off, for owners.
#[server(endpoint = "seller/webhook-change")]
pub async fn change_webhook(#[server(flatten)] form: EndpointForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::webhooks_work::change(form)).await
}

/// Gives an endpoint another secret, for owners; the next page shows it once.
#[server(endpoint = "seller/webhook-secret")]
pub async fn rotate_webhook(#[server(flatten)] form: WebhookForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::webhooks_work::rotate(form)).await
}

/// Removes an endpoint, for owners.
#[server(endpoint = "seller/webhook-remove")]
pub async fn remove_webhook(#[server(flatten)] form: WebhookForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::webhooks_work::remove(form)).await
}

/// Sends a test to an endpoint, for owners.
#[server(endpoint = "seller/webhook-test")]
pub async fn test_webhook(#[server(flatten)] form: WebhookForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::webhooks_work::test(form)).await
}

/// Sends a message to its endpoint again, for owners.
#[server(endpoint = "seller/webhook-replay")]
pub async fn replay_webhook(
    #[server(default)] seller: String,
    #[server(default)] delivery: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::webhooks_work::replay(seller, delivery)).await
}
