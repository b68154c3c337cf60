//! The server functions of the operator's console.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Gives a dead job all its attempts again.
#[server(endpoint = "operator/replay-job")]
pub async fn replay_job(#[server(default)] job: String) -> Result<(), ServerFnError> {
    use crate::access::{allow, platform};
    use crate::answer::{Done, Failure, answer};
    use crate::ctx::Ctx;
    use crate::ui::Tone;
    use domain::JobId;
    use domain::roles::{Action, Resource};

    answer(async move {
        allow(Action::OperateSystem, &Resource::Platform)?;
        let id: JobId = job.parse().map_err(|_| Failure::NotFound)?;
        let replayed: Result<bool, platform::db::DbError> =
            platform().db.write(move |tx| Box::pin(async move { tx.replay_job(id).await })).await;
        if !replayed? {
            return Err(Failure::NotFound);
        }
        Ok(Done::to("/operator/jobs").notice(Tone::Good, Ctx::current().t().jobs_replayed()))
    })
    .await
}

/// Makes what people type also find what is meant: several meanings are separated by commas.
#[server(endpoint = "operator/synonym")]
pub async fn put_synonym(
    #[server(default)] typed: String,
    #[server(default)] meant: String,
    #[server(default)] both_ways: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::put_synonym(typed, meant, both_ways)).await
}

/// A new coupon, as it was typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CouponForm {
    pub code: String,
    /// `platform` or `seller`.
    pub funded: String,
    /// `percent`, `amount` or `free_shipping`.
    pub kind: String,
    pub value: String,
    pub category: String,
    pub seller: String,
    /// Days in UTC, the last one whole.
    pub from: String,
    pub until: String,
    pub most_uses: String,
    pub most_uses_each: String,
    #[serde(default)]
    pub most_off: String,
    pub minimum: String,
}

/// Makes a coupon.
#[server(endpoint = "operator/coupon")]
pub async fn make_coupon(#[server(flatten)] form: CouponForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::coupons::make(form)).await
}

/// Stops a coupon, or lets it go on.
#[server(endpoint = "operator/coupon-pause")]
pub async fn pause_coupon(
    #[server(default)] coupon: String,
    #[server(default)] paused: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::coupons::pause(coupon, !paused.is_empty())).await
}

/// A new promotion that the platform pays for, as it was typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FundedForm {
    /// Made with the page: the same press again is the same promotion.
    pub key: String,
    pub title: String,
    /// `share`, `less`, `buy_get`, `set` or `deal`.
    pub kind: String,
    /// A share in percent; of `less` an amount in the shop's currency.
    pub value: String,
    /// The most that one order gets.
    pub most: String,
    pub units: String,
    pub on_top: String,
    pub pieces: String,
    pub each: String,
    /// Addresses of products, with spaces between.
    pub products: String,
    pub category: String,
    pub seller: String,
    /// Days or moments in UTC, the last day whole.
    pub from: String,
    pub until: String,
}

/// Makes a promotion that the platform pays for.
#[server(endpoint = "operator/promotion")]
pub async fn make_funded(#[server(flatten)] form: FundedForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::promotions_work::make(form)).await
}

/// Stops a promotion of the platform's, or lets it go on.
#[server(endpoint = "operator/promotion-pause")]
pub async fn pause_funded(
    #[server(default)] promotion: String,
    #[server(default)] paused: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::promotions_work::pause(promotion, !paused.is_empty())).await
}

/// Takes a synonym back.
#[server(endpoint = "operator/synonym-remove")]
pub async fn remove_synonym(#[server(default)] synonym: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::remove_synonym(synonym)).await
}

/// Says an exchange rate; an empty day is today.
#[server(endpoint = "operator/rate")]
pub async fn say_rate(
    #[server(default)] base: String,
    #[server(default)] quote: String,
    #[server(default)] value: String,
    #[server(default)] day: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::rates_work::say_one(base, quote, value, day)).await
}

/// Says several exchange rates, a line each: all of them or none.
#[server(endpoint = "operator/rates")]
pub async fn say_rates(#[server(default)] lines: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::rates_work::say_many(lines)).await
}

/// A decision about a seller's payouts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HoldForm {
    pub seller: String,
    pub reason: String,
    /// `on` stops them; nothing lets them go on.
    pub held: String,
}

/// Stops a seller's payouts, or lets them go on.
#[server(endpoint = "operator/payout-hold")]
pub async fn hold_payouts(#[server(flatten)] form: HoldForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::payouts::hold(form)).await
}

/// A decision about a seller's endpoint.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WebhookHoldForm {
    pub endpoint: String,
    pub reason: String,
    /// `on` holds it back; nothing lets it go on.
    pub held: String,
}

/// Holds back what is sent to a seller's endpoint, or lets it go on.
#[server(endpoint = "operator/webhook-hold")]
pub async fn hold_webhook(#[server(flatten)] form: WebhookHoldForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::webhooks_work::hold(form)).await
}

/// What is sent to sellers' programs again: one delivery, or what failed since a moment.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SendAgainForm {
    pub delivery: String,
    /// Nothing: of every endpoint.
    pub endpoint: String,
    /// A day, or a day and a time, in UTC.
    pub since: String,
    pub why: String,
}

/// Sends messages to sellers' programs again.
#[server(endpoint = "operator/webhook-replay")]
pub async fn send_webhooks_again(#[server(flatten)] form: SendAgainForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::webhooks_work::send_again(form)).await
}

/// A decision whether a seller may sell.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SuspendForm {
    pub seller: String,
    pub reason: String,
    /// `on` suspends it; nothing lets it go on.
    pub suspended: String,
}

/// Suspends a seller, or lets it go on.
#[server(endpoint = "operator/suspend")]
pub async fn suspend_seller(#[server(flatten)] form: SuspendForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::sellers::decide(form)).await
}

/// The answer to an appeal.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    pub appeal: String,
    pub answer: String,
    /// `on` lets the seller go on.
    pub granted: String,
}

/// Answers an appeal.
#[server(endpoint = "operator/appeal-answer")]
pub async fn answer_appeal(#[server(flatten)] form: AnswerForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::sellers::answer(form)).await
}

/// A commission rule, as it was typed: up to four bands, of which the last is without end.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleForm {
    pub class: String,
    /// Nothing: for everybody.
    pub seller: String,
    /// `whole` or `marginal`.
    pub banding: String,
    /// Percent.
    pub rate_1: String,
    pub rate_2: String,
    pub rate_3: String,
    pub rate_4: String,
    /// Amounts of the shop's currency.
    pub up_1: String,
    pub up_2: String,
    pub up_3: String,
    pub up_4: String,
    pub minimum: String,
    pub closing: String,
    /// `on`: this seller has what everybody has.
    pub usual: String,
    /// A day in UTC; nothing is now.
    pub from: String,
    pub reason: String,
}

/// Says what a kind of goods is charged, for everybody or for one seller.
#[server(endpoint = "operator/fee-rule")]
pub async fn say_fee_rule(#[server(flatten)] form: RuleForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::fees_work::say_rule(form)).await
}

/// What the goods of a category are charged as, as it was typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CategoryClassForm {
    pub category: String,
    /// A class, or `parent`: as the category above.
    pub class: String,
    /// A day in UTC; nothing is now.
    pub from: String,
    pub reason: String,
}

/// Says what the goods of a category are charged as.
#[server(endpoint = "operator/category-class")]
pub async fn say_category_class(#[server(flatten)] form: CategoryClassForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::shelves_work::say(form)).await
}

/// What a kind of goods is called, as it was typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct KindForm {
    /// Nothing: a new kind.
    pub class: String,
    pub kind_en: String,
    /// Nothing: as in English.
    pub kind_es: String,
    /// Nothing: as in English.
    pub kind_ar: String,
}

/// Makes a kind of goods with a table of its own, or calls one otherwise.
#[server(endpoint = "operator/kind")]
pub async fn say_kind(#[server(flatten)] form: KindForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::kinds::say(form)).await
}

/// What the plans cost, as it was typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanPricesForm {
    pub monthly: String,
    pub item: String,
    pub from: String,
    pub reason: String,
}

/// Says what the plans cost.
#[server(endpoint = "operator/plan-prices")]
pub async fn say_plan_prices(#[server(flatten)] form: PlanPricesForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::fees_work::say_prices(form)).await
}

/// A setting that counts from a day on, as it was typed: each kind has fields of its own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TermsForm {
    /// `refund_fee`, `payouts` or `gates`.
    pub kind: String,
    /// Percent.
    pub share: String,
    /// An amount of the shop's currency.
    pub most: String,
    /// Days.
    pub cycle: String,
    pub reserve: String,
    pub hours: String,
    /// An amount of the shop's currency; nothing is what the server is set up with.
    pub minimum: String,
    /// Limits in percent, and the share of what they allow from which a seller is warned.
    pub defects: String,
    pub late: String,
    pub cancelled: String,
    pub tracked: String,
    pub answered: String,
    pub replied: String,
    pub near: String,
    /// A day in UTC; nothing is now.
    pub from: String,
    pub reason: String,
}

/// Says a setting from a day on.
#[server(endpoint = "operator/terms")]
pub async fn say_terms(#[server(flatten)] form: TermsForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::terms_work::say(form)).await
}

/// A setting that is not to begin.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawTermsForm {
    pub terms: String,
    pub why: String,
}

/// Takes a setting back that has not begun.
#[server(endpoint = "operator/terms-withdraw")]
pub async fn withdraw_terms(#[server(flatten)] form: WithdrawTermsForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::terms_work::withdraw(form)).await
}

/// What a label for the way back costs, as it was typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LabelPriceForm {
    /// 0: no labels.
    pub price: String,
    pub currency: String,
    /// A day; nothing is now.
    pub from: String,
}

/// Says what a label for the way back costs.
#[server(endpoint = "operator/return-label-price")]
pub async fn say_label_price(#[server(flatten)] form: LabelPriceForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::returns_work::say_label(form)).await
}

/// How long goods can be returned, as it was typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReturnWindowForm {
    /// Nothing: the whole shop.
    pub category: String,
    /// Nothing: what holds above it.
    pub days: String,
    /// A day; nothing is now.
    pub window_from: String,
}

/// Says how long goods of a category, or of the whole shop, can be returned.
#[server(endpoint = "operator/return-window")]
pub async fn say_return_window(#[server(flatten)] form: ReturnWindowForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::returns_work::say_window(form)).await
}

/// Where the platform is, as it was typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EstablishmentForm {
    /// ISO 3166-1 alpha-2; empty where fees are not taxed.
    pub country: String,
    pub name: String,
    pub address: String,
    pub tax_id: String,
    /// In percent.
    pub rate: String,
    /// Not `from` and `reason`: the plans' form beside it on the page has those.
    pub starts: String,
    pub why: String,
}

/// Says where the platform is established, and with it how fees are taxed.
#[server(endpoint = "operator/establishment")]
pub async fn say_seat(#[server(flatten)] form: EstablishmentForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::establishment::say(form)).await
}

/// Somebody who is asked to work for the platform.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteOperatorForm {
    pub key: String,
    pub email: String,
    pub role: String,
}

/// Invites somebody to work for the platform.
#[server(endpoint = "operator/staff-invite")]
pub async fn invite_operator(#[server(flatten)] form: InviteOperatorForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::staff_work::send(form)).await
}

/// Gives somebody who works for the platform another role.
#[server(endpoint = "operator/staff-role")]
pub async fn change_operator_role(
    #[server(default)] member: String,
    #[server(default)] role: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::staff_work::change(member, role)).await
}

/// Takes away what somebody may do for the platform.
#[server(endpoint = "operator/staff-remove")]
pub async fn remove_operator(#[server(default)] member: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::staff_work::remove(member)).await
}

/// Takes an invitation to work for the platform back.
#[server(endpoint = "operator/staff-withdraw")]
pub async fn withdraw_operator_invitation(
    #[server(default)] invitation: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::staff_work::take_back(invitation)).await
}

/// What of an order is cancelled, and why.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CancelOrderForm {
    pub order: String,
    pub part: String,
    /// Not `reason`: the form beside it on the page has one.
    pub cancel_reason: String,
}

/// Cancels what a seller has not sent of an order.
#[server(endpoint = "operator/order-cancel")]
pub async fn cancel_order_part(#[server(flatten)] form: CancelOrderForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::orders_work::cancel(form)).await
}

/// What a shopper is given back without a return.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CourtesyForm {
    /// Made with the page: the same press again is the same gift.
    pub key: String,
    pub order: String,
    /// A charge, or a charge and, after a slash, one of its lines.
    pub what: String,
    /// Of an amount of the order's currency; nothing for all of a line.
    pub amount: String,
    /// `platform` or `seller`.
    pub borne_by: String,
    pub reason: String,
    /// For the colleagues.
    pub note: String,
}

/// Gives a shopper something back without a return.
#[server(endpoint = "operator/courtesy")]
pub async fn give_courtesy(#[server(flatten)] form: CourtesyForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::orders_work::give(form)).await
}

/// Tries again what the card's processor refused.
#[server(endpoint = "operator/courtesy-again")]
pub async fn give_courtesy_again(
    #[server(default)] order: String,
    #[server(default)] courtesy: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::orders_work::give_again(order, courtesy)).await
}
