//! The server functions of the seller's desk. The work behind each is in `work`.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Begins to pick an order: the shopper can no longer undo it.
#[server(endpoint = "seller/accept")]
pub async fn accept_part(seller: String, part: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::accept(seller, part)).await
}

/// A parcel: the order lines that the page showed, and beside each how many units go in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ShipForm {
    pub seller: String,
    pub part: String,
    pub key: String,
    pub carrier: String,
    pub tracking: String,
    pub lines: Vec<String>,
    pub quantities: Vec<String>,
}

/// Ships lines and charges the card.
#[server(endpoint = "seller/ship", input = leptos::server_fn::codec::PostUrl)]
pub async fn ship_part(form: ShipForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::ship(form)).await
}

/// Cancels an order of which nothing left, with a reason that the shopper reads.
#[server(endpoint = "seller/cancel")]
pub async fn cancel_sale(
    seller: String,
    part: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::cancel(seller, part, reason)).await
}

/// Marks a shipped order as delivered.
#[server(endpoint = "seller/deliver")]
pub async fn deliver_part(seller: String, part: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::deliver(seller, part)).await
}

/// Price, stock and visibility of one offer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferForm {
    pub seller: String,
    pub offer: String,
    pub version: String,
    pub key: String,
    pub price: String,
    pub stock: String,
    /// The count that the page showed: what changes is the difference, whatever was sold since.
    pub stock_seen: String,
    pub active: String,
    /// The shipping table that it is sent by, or empty.
    pub table: String,
    /// Packed, in kilograms, or empty.
    pub weight: String,
    /// Days of work until the hand-over, or empty; a form without the field leaves them as they are.
    pub days: Option<String>,
}

/// Changes one offer.
#[server(endpoint = "seller/offer")]
pub async fn save_offer(#[server(flatten)] form: OfferForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::save_offer(form)).await
}

/// Many offers at once. `seen-<offer>` is what the page showed of a row; `price-<offer>`, `stock-<offer>`, `days-<offer>`,
/// `cost-<offer>` and `active-<offer>` are what stands there now.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SheetForm {
    pub seller: String,
    pub key: String,
    #[serde(flatten)]
    pub cells: std::collections::BTreeMap<String, Typed>,
}

/// Changes many offers, all of them or none.
#[server(endpoint = "seller/sheet", input = leptos::server_fn::codec::PostUrl)]
pub async fn save_sheet(#[server(flatten)] form: SheetForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::sheet_work::save(form)).await
}

/// Takes back what was changed at once.
#[server(endpoint = "seller/sheet-undo")]
pub async fn undo_sheet(
    #[server(default)] seller: String,
    #[server(default)] sheet: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::sheet_work::undo(seller, sheet)).await
}

/// The bounds of a price that follows others.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PriceRuleForm {
    pub seller: String,
    pub offer: String,
    pub floor: String,
    /// Or empty.
    pub ceiling: String,
}

/// Lets an offer's price follow others within bounds.
#[server(endpoint = "seller/price-rule")]
pub async fn set_price_rule(#[server(flatten)] form: PriceRuleForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::prices_work::save(form)).await
}

/// Leaves an offer's price where it is.
#[server(endpoint = "seller/price-rule-stop")]
pub async fn stop_price_rule(
    #[server(default)] seller: String,
    #[server(default)] offer: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::prices_work::stop(seller, offer)).await
}

/// How the seller ships.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ShippingForm {
    pub seller: String,
    pub fee: String,
    pub free_from: String,
    pub handling_days: String,
    pub transit_min: String,
    pub transit_max: String,
    pub cutoff: String,
}

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
    crate::answer::answer(super::legal::save(form)).await
}

/// What delivery costs by place, weight and worth. `to-0`, `weight-0`, `from-0` and `fee-0` are the first rate.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TableForm {
    pub seller: String,
    /// A new one brings its own id, so that sending it twice makes one.
    pub table: String,
    pub name: String,
    pub standard: String,
    #[serde(flatten)]
    pub rates: std::collections::BTreeMap<String, Typed>,
}

/// What was typed into a field whose name is not known before; what is no text is as if nothing were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Typed(pub String);

impl<'de> Deserialize<'de> for Typed {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Sent {
            Text(String),
            Other(serde::de::IgnoredAny),
        }
        Ok(match Sent::deserialize(d)? {
            Sent::Text(text) => Self(text),
            Sent::Other(_) => Self::default(),
        })
    }
}

/// Makes or changes a shipping table, for orders from now on.
#[server(endpoint = "seller/table", input = leptos::server_fn::codec::PostUrl)]
pub async fn save_table(#[server(flatten)] form: TableForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::tables_work::save(form)).await
}

/// Takes a shipping table away.
#[server(endpoint = "seller/table-remove")]
pub async fn remove_table(seller: String, table: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::tables_work::remove(seller, table)).await
}

/// When the seller is on holiday: days like `2026-12-25`, or empty.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HolidayForm {
    pub seller: String,
    pub holiday_from: String,
    pub holiday_until: String,
    /// `on` ends it, whatever the days are.
    pub ends: String,
}

/// Begins, changes or ends a holiday.
#[server(endpoint = "seller/holiday")]
pub async fn save_holiday(#[server(flatten)] form: HolidayForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::holiday::save(form)).await
}

/// When the seller works and how long parcels take. `rest_…` and `carrier_…` are `on` for a weekday off.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CalendarForm {
    pub seller: String,
    pub zone: String,
    pub rest_mon: String,
    pub rest_tue: String,
    pub rest_wed: String,
    pub rest_thu: String,
    pub rest_fri: String,
    pub rest_sat: String,
    pub rest_sun: String,
    pub carrier_mon: String,
    pub carrier_tue: String,
    pub carrier_wed: String,
    pub carrier_thu: String,
    pub carrier_fri: String,
    pub carrier_sat: String,
    pub carrier_sun: String,
    /// A date like `2026-12-25` on each line.
    pub closed: String,
    pub carrier_keeps: String,
    pub near_min: String,
    pub near_max: String,
    pub abroad_min: String,
    pub abroad_max: String,
}

/// Changes when the seller works, for promises from now on.
#[server(endpoint = "seller/calendar")]
pub async fn save_calendar(#[server(flatten)] form: CalendarForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::calendar::save(form)).await
}

/// Changes how the seller ships, from the next order on.
#[server(endpoint = "seller/shipping")]
pub async fn save_shipping(#[server(flatten)] form: ShippingForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::save_shipping(form)).await
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
    crate::answer::answer(super::payout_account::save(form)).await
}

/// Pays out all that is available, for owners; the same key pays once.
#[server(endpoint = "seller/pay-out")]
pub async fn pay_out(
    #[server(default)] seller: String,
    #[server(default)] key: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::payout_account::pay_out(seller, key)).await
}

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
    crate::answer::answer(super::keys_work::create(form)).await
}

/// Ends a key, for owners.
#[server(endpoint = "seller/key-revoke")]
pub async fn revoke_api_key(
    #[server(default)] seller: String,
    #[server(default)] id: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::keys_work::revoke(seller, id)).await
}

/// Says something against the seller's suspension, once.
#[server(endpoint = "seller/appeal")]
pub async fn appeal_suspension(
    #[server(default)] seller: String,
    #[server(default)] words: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::health::appeal(seller, words)).await
}

/// A promotion about to be made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PromotionForm {
    pub seller: String,
    /// For the seller's own eyes.
    pub title: String,
    /// `buy_get`, `from_units`, `set` or `deal`.
    pub kind: String,
    pub units: String,
    pub on_top: String,
    /// Of a deal: units in all, and at most in one order.
    pub pieces: String,
    pub each: String,
    /// In percent.
    pub share: String,
    /// Days of the seller's zone, `2026-12-25`, or moments, `2026-12-25 18:00`; nothing for now, and for no end.
    pub from: String,
    pub until: String,
    /// Ids of the offers that it is for, with commas between them; nothing for everything.
    pub offers: String,
    /// Made with the page: the same press again is the same promotion.
    pub key: String,
}

/// Makes a promotion.
#[server(endpoint = "seller/promotion-create")]
pub async fn create_promotion(#[server(flatten)] form: PromotionForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::promotions_work::create(form)).await
}

/// Stops a promotion, or lets it go on.
#[server(endpoint = "seller/promotion-pause")]
pub async fn pause_promotion(
    #[server(default)] seller: String,
    #[server(default)] promotion: String,
    #[server(default)] paused: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::promotions_work::pause(seller, promotion, paused)).await
}

/// Chooses a plan, for owners.
#[server(endpoint = "seller/plan")]
pub async fn choose_plan(
    #[server(default)] seller: String,
    #[server(default)] plan: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::plan::choose(seller, plan)).await
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
    crate::answer::answer(super::fee_card::save(form)).await
}

/// Lets go of the card for a seller's fees, for owners.
#[server(endpoint = "seller/plan-card-remove")]
pub async fn remove_fee_card(#[server(default)] seller: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::fee_card::remove(seller)).await
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
    pub dispute_opened: String,
    pub dispute_won: String,
    pub dispute_lost: String,
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
            (K::DisputeOpened, &self.dispute_opened),
            (K::DisputeWon, &self.dispute_won),
            (K::DisputeLost, &self.dispute_lost),
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
    crate::answer::answer(super::webhooks_work::create(form)).await
}

/// Changes an endpoint, or turns it on or off, for owners.
#[server(endpoint = "seller/webhook-change")]
pub async fn change_webhook(#[server(flatten)] form: EndpointForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::webhooks_work::change(form)).await
}

/// Gives an endpoint another secret, for owners; the next page shows it once.
#[server(endpoint = "seller/webhook-secret")]
pub async fn rotate_webhook(#[server(flatten)] form: WebhookForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::webhooks_work::rotate(form)).await
}

/// Removes an endpoint, for owners.
#[server(endpoint = "seller/webhook-remove")]
pub async fn remove_webhook(#[server(flatten)] form: WebhookForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::webhooks_work::remove(form)).await
}

/// Sends a test to an endpoint, for owners.
#[server(endpoint = "seller/webhook-test")]
pub async fn test_webhook(#[server(flatten)] form: WebhookForm) -> Result<(), ServerFnError> {
    crate::answer::answer(super::webhooks_work::test(form)).await
}

/// Sends a message to its endpoint again, for owners.
#[server(endpoint = "seller/webhook-replay")]
pub async fn replay_webhook(
    #[server(default)] seller: String,
    #[server(default)] delivery: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::webhooks_work::replay(seller, delivery)).await
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
    crate::answer::answer(super::staff_work::send(form)).await
}

/// Gives somebody who works here another role.
#[server(endpoint = "seller/staff-role")]
pub async fn change_staff_role(
    seller: String,
    member: String,
    #[server(default)] role: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::staff_work::change(seller, member, role)).await
}

/// Takes somebody's place away.
#[server(endpoint = "seller/staff-remove")]
pub async fn remove_staff(seller: String, member: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::staff_work::remove(seller, member)).await
}

/// Takes an invitation back.
#[server(endpoint = "seller/staff-withdraw")]
pub async fn withdraw_invitation(seller: String, invitation: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::staff_work::take_back(seller, invitation)).await
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
    crate::answer::answer(super::store::save(form)).await
}

/// Takes the logo off the seller's own page.
#[server(endpoint = "seller/logo-remove")]
pub async fn remove_logo(seller: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::store::remove_logo(seller)).await
}
