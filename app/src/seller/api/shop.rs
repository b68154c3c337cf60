//! The server functions of the shop itself: who it is to the law, where its money goes, its plan, its people, its own page.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who the seller is to the law. The address has a line for each of its own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LegalForm {
    pub seller: String,
    /// Not `name`: the address beside it on the page has one.
    pub legal_name: String,
    pub address: String,
    pub tax_id: String,
}

/// Says who the seller is to the law, for invoices from now on.
#[server(endpoint = "seller/legal")]
pub async fn save_legal(#[server(flatten)] form: LegalForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::legal::save(form)).await
}

/// Who the seller is to tax authorities. What is left empty of what is never shown whole stays as it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TaxPersonForm {
    pub seller: String,
    /// `person` or `company`.
    pub tax_kind: String,
    /// Like 1987-03-14.
    pub born_on: String,
    pub register_number: String,
    /// Not `tax_id`: the form of what invoices say has one on the same page.
    pub own_tax_id: String,
    pub tax_country: String,
}

/// Says who the seller is to tax authorities.
#[server(endpoint = "seller/tax-person")]
pub async fn save_tax_person(#[server(flatten)] form: TaxPersonForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::tax_person::save(form)).await
}

/// Where a seller is paid to: an IBAN, or a routing and an account number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BankForm {
    pub seller: String,
    pub holder: String,
    /// `iban` or `us`.
    pub kind: String,
    pub iban: String,
    pub routing: String,
    pub account: String,
    /// The owner's own: a session that was left open must not redirect money.
    pub password: String,
}

/// Changes where payouts go, for owners.
#[server(endpoint = "seller/bank-account")]
pub async fn save_bank_account(#[server(flatten)] form: BankForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::payout_account::save(form)).await
}

/// Pays out all that is available, for owners; the same key pays once.
#[server(endpoint = "seller/pay-out")]
pub async fn pay_out(
    #[server(default)] seller: String,
    #[server(default)] key: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::payout_account::pay_out(seller, key)).await
}

/// Says something against the seller's suspension, once.
#[server(endpoint = "seller/appeal")]
pub async fn appeal_suspension(
    #[server(default)] seller: String,
    #[server(default)] words: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::health::appeal(seller, words)).await
}

/// Chooses a plan, for owners.
#[server(endpoint = "seller/plan")]
pub async fn choose_plan(
    #[server(default)] seller: String,
    #[server(default)] plan: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::plan::choose(seller, plan)).await
}

/// A card for fees as typed. It goes to the processor and is forgotten.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FeeCardForm {
    pub seller: String,
    pub name: String,
    pub card_number: String,
    pub card_expiry: String,
    pub card_cvc: String,
}

/// Keeps a card for a seller's fees as the processor's token, for owners.
#[server(endpoint = "seller/plan-card")]
pub async fn save_fee_card(#[server(flatten)] form: FeeCardForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::fee_card::save(form)).await
}

/// Lets go of the card for a seller's fees, for owners.
#[server(endpoint = "seller/plan-card-remove")]
pub async fn remove_fee_card(#[server(default)] seller: String) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::fee_card::remove(seller)).await
}

/// Somebody to be invited.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    pub seller: String,
    pub key: String,
    pub email: String,
    pub role: String,
}

/// Invites somebody to work for the seller.
#[server(endpoint = "seller/staff-invite")]
pub async fn invite_staff(#[server(flatten)] form: InviteForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::staff_work::send(form)).await
}

/// Gives somebody who works here another role.
#[server(endpoint = "seller/staff-role")]
pub async fn change_staff_role(
    seller: String,
    member: String,
    #[server(default)] role: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::staff_work::change(seller, member, role)).await
}

/// Takes somebody's place away.
#[server(endpoint = "seller/staff-remove")]
pub async fn remove_staff(seller: String, member: String) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::staff_work::remove(seller, member)).await
}

/// Takes an invitation back.
#[server(endpoint = "seller/staff-withdraw")]
pub async fn withdraw_invitation(seller: String, invitation: String) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::staff_work::take_back(seller, invitation)).await
}

/// What the seller says of itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StoreForm {
    pub seller: String,
    pub story: String,
}

/// Tells the seller's story on its own page.
#[server(endpoint = "seller/store")]
pub async fn save_store(#[server(flatten)] form: StoreForm) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::store::save(form)).await
}

/// Takes the logo off the seller's own page.
#[server(endpoint = "seller/logo-remove")]
pub async fn remove_logo(seller: String) -> Result<(), ServerFnError> {
    crate::answer::answer(crate::seller::store::remove_logo(seller)).await
}
