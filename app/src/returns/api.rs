//! The server functions of returns. The work behind each is in `work` (the shopper's) and `desk_work` (the seller's).
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What comes back of one parcel: the lines that the page showed, and beside each how many units and why.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestForm {
    pub order: String,
    pub part: String,
    pub parcel: String,
    pub key: String,
    /// What the page said that the card gets back, in minor units.
    pub seen: String,
    pub note: String,
    /// The offer that is wanted instead of the money; nothing for the money.
    pub wish: String,
    pub lines: Vec<String>,
    pub quantities: Vec<String>,
    pub reasons: Vec<String>,
}

/// Asks for a return.
#[server(endpoint = "returns/request", input = leptos::server_fn::codec::PostUrl)]
pub async fn request_return(form: RequestForm) -> Result<(), ServerFnError> {
    let typed = super::work::typed(&form);
    crate::answer::answer_keeping(Some(typed), super::work::request(form)).await
}

/// Takes a return back that was not sent.
#[server(endpoint = "returns/cancel")]
pub async fn cancel_return(order: String, return_id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::cancel(order, return_id)).await
}

/// Takes the shop's label for a return.
#[server(endpoint = "returns/label")]
pub async fn take_label(order: String, return_id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::labels::take(order, return_id)).await
}

/// When a parcel with a label is fetched.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PickupForm {
    pub order: String,
    pub return_id: String,
    /// `2026-12-07`.
    pub day: String,
}

/// Wants a parcel with a label fetched.
#[server(endpoint = "returns/pickup")]
pub async fn pick_up_return(#[server(flatten)] form: PickupForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::pickup::ask(form)).await
}

/// Which parcel is dropped off after all.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DropOffForm {
    pub order: String,
    pub return_id: String,
}

/// The parcel is dropped off, and not fetched.
#[server(endpoint = "returns/drop-off")]
pub async fn drop_return_off(#[server(flatten)] form: DropOffForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::pickup::drop_off(form)).await
}

/// Which day the seller confirms.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SellerPickupForm {
    pub seller: String,
    pub return_id: String,
    /// As the page showed it.
    pub day: String,
}

/// The parcel is fetched on that day.
#[server(endpoint = "seller/return-pickup")]
pub async fn confirm_pickup(#[server(flatten)] form: SellerPickupForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::pickup::confirm(form)).await
}

/// How a parcel goes back.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SendForm {
    pub order: String,
    pub return_id: String,
    pub carrier: String,
    pub tracking: String,
}

/// Says that the parcel is on its way back.
#[server(endpoint = "returns/send")]
pub async fn send_return(#[server(flatten)] form: SendForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::send(form)).await
}

/// The replacement is there, says the shopper.
#[server(endpoint = "returns/replacement-arrived")]
pub async fn arrive_replacement(order: String, return_id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::exchange_work::arrive(order, return_id)).await
}

/// Why a shopper does not agree with a seller's decision.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AppealForm {
    pub order: String,
    pub return_id: String,
    pub appeal: String,
}

/// Asks the platform about it.
#[server(endpoint = "returns/appeal")]
pub async fn appeal_return(#[server(flatten)] form: AppealForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::appeal_work::ask(form)).await
}

/// What the platform decides about an appeal.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    pub return_id: String,
    pub reason: String,
    /// `on` decides for the shopper, nothing for the seller.
    pub overturn: String,
}

/// Decides about an appeal.
#[server(endpoint = "operator/return-appeal")]
pub async fn decide_appeal(#[server(flatten)] form: DecisionForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::appeal_work::decide(form)).await
}

/// The seller's answer to a request.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    pub seller: String,
    pub return_id: String,
    /// The words of an approval.
    pub answer: String,
    /// The words of a refusal: on the page both fields stand beside each other.
    pub decline: String,
}

/// Lets the shopper send it back.
#[server(endpoint = "seller/return-approve")]
pub async fn approve_return(#[server(flatten)] form: AnswerForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::desk_work::approve(form)).await
}

/// Refuses it, with words that the shopper reads.
#[server(endpoint = "seller/return-decline")]
pub async fn decline_return(#[server(flatten)] form: AnswerForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::desk_work::decline(form)).await
}

/// The parcel is back.
#[server(endpoint = "seller/return-receive")]
pub async fn receive_return(seller: String, return_id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::desk_work::receive(seller, return_id)).await
}

/// How each line came back, as the preview showed it, and what that comes to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RefundForm {
    pub seller: String,
    pub return_id: String,
    pub key: String,
    /// What the page said that the card gets, in minor units.
    pub seen: String,
    pub lines: Vec<String>,
    pub grades: Vec<String>,
    /// Basis points.
    pub kept: Vec<String>,
    /// `on` for what is for sale again.
    pub restock: Vec<String>,
}

/// Gives back what the grades come to.
#[server(endpoint = "seller/return-refund", input = leptos::server_fn::codec::PostUrl)]
pub async fn refund_return(form: RefundForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::desk_work::refund(form)).await
}

/// How the one line of an exchange came back.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AcceptForm {
    pub seller: String,
    pub return_id: String,
    pub grade: String,
    /// `on` for what is for sale again.
    pub restock: String,
}

/// Keeps to an exchange: the replacement is to be sent.
#[server(endpoint = "seller/exchange-accept")]
pub async fn accept_exchange(#[server(flatten)] form: AcceptForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::exchange_work::accept(form)).await
}

/// How a replacement goes to the shopper.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplacementForm {
    pub seller: String,
    pub return_id: String,
    pub carrier: String,
    pub tracking: String,
}

/// The replacement has left.
#[server(endpoint = "seller/exchange-send")]
pub async fn send_replacement(#[server(flatten)] form: ReplacementForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::exchange_work::send(form)).await
}

/// The replacement is there, says the seller.
#[server(endpoint = "seller/exchange-deliver")]
pub async fn deliver_replacement(seller: String, return_id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::exchange_work::deliver(seller, return_id)).await
}

/// Why there is no replacement.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TurnForm {
    pub seller: String,
    pub return_id: String,
    pub because: String,
}

/// Turns an exchange into an ordinary return.
#[server(endpoint = "seller/exchange-turn")]
pub async fn turn_exchange(#[server(flatten)] form: TurnForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::exchange_work::turn(form)).await
}

/// What is approved at once, and for how long.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReturnSettingsForm {
    pub seller: String,
    pub auto: String,
    pub up_to: String,
    pub window: String,
}

/// Changes how the seller takes things back.
#[server(endpoint = "seller/return-settings")]
pub async fn save_return_settings(#[server(flatten)] form: ReturnSettingsForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::settings::save(form)).await
}

/// A new rule about returns: which reasons are ticked, and what else it asks for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleForm {
    pub seller: String,
    /// Of the rules that the page showed.
    pub revision: String,
    pub damaged: String,
    pub defective: String,
    pub wrong_item: String,
    pub not_as_described: String,
    pub arrived_late: String,
    pub no_longer_wanted: String,
    pub by_mistake: String,
    pub rule_up_to: String,
    pub rule_category: String,
    pub rule_within: String,
    pub rule_fewer: String,
    pub rule_outcome: String,
}

/// Says one more rule, behind the others.
#[server(endpoint = "seller/return-rule-add")]
pub async fn add_return_rule(#[server(flatten)] form: RuleForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::rules_work::add(form)).await
}

/// Which rule, and what becomes of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeRuleForm {
    pub seller: String,
    /// Of the rules that the page showed.
    pub revision: String,
    /// From 1.
    pub place: String,
    /// `up`, `down` or `remove`.
    pub change: String,
}

/// Moves a rule about returns by one place, or removes it.
#[server(endpoint = "seller/return-rule-change")]
pub async fn change_return_rule(#[server(flatten)] form: ChangeRuleForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::rules_work::shift(form)).await
}

/// Whether shoppers may take labels, and who pays for them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReturnLabelsForm {
    pub seller: String,
    pub labels_offered: String,
    pub labels_seller_pays: String,
}

/// Changes what a seller says about labels for the way back.
#[server(endpoint = "seller/return-labels")]
pub async fn save_return_labels(#[server(flatten)] form: ReturnLabelsForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::labels::save(form)).await
}

/// Where returns go to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReturnAddressForm {
    pub seller: String,
    pub name: String,
    pub line1: String,
    pub line2: String,
    pub city: String,
    pub region: String,
    pub postcode: String,
    pub country: String,
}

/// Changes where returns go to.
#[server(endpoint = "seller/return-address")]
pub async fn save_return_address(#[server(flatten)] form: ReturnAddressForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::settings::save_address(form)).await
}
